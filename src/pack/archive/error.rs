//! Why a zip is not taken.

use hall::Words;

use crate::error::Told;

/// What is wrong with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameFault {
    /// It leads out of the zip: `../a`.
    Outside,
    /// It begins at the root of a disk or names a machine.
    Absolute,
    /// Control characters.
    Control,
    /// Neither UTF-8 nor GB 18030.
    Letters,
    /// Nothing is left of it.
    Empty,
    /// More bytes than the limits allow.
    TooLong,
}

/// What two parts of a zip say differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lie {
    /// How many files there are.
    Count,
    /// How a file is called.
    Name,
    /// How long it is.
    Size,
    /// How it is packed.
    Method,
    /// Where it is.
    Place,
    /// Two files lie in the same bytes.
    Shared,
}

/// Why a zip is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ArchiveError {
    /// The zip itself is too long.
    #[error("the zip has {found} bytes, the limit is {limit}")]
    TooLarge {
        /// Bytes.
        found: u64,
        /// Bytes.
        limit: u64,
    },
    /// Too many files and folders.
    #[error("the zip holds more than {limit} files and folders")]
    TooMany {
        /// How many may be there.
        limit: usize,
    },
    /// Too many bytes when it is unpacked.
    #[error("with {name:?} the zip unpacks to more than {limit} bytes")]
    UnpacksTooLarge {
        /// The file with which it is too much.
        name: String,
        /// Bytes.
        limit: u64,
    },
    /// A name that is not taken.
    #[error("the name {name:?} in the zip is not taken")]
    Name {
        /// As far as it can be written.
        name: String,
        /// Why.
        why: NameFault,
    },
    /// Two files of one name.
    #[error("{name:?} is in the zip twice")]
    Twice {
        /// From the top of the zip.
        name: String,
    },
    /// Not a file: a link, a device.
    #[error("{name:?} in the zip is a link or a device")]
    Link {
        /// From the top of the zip.
        name: String,
    },
    /// It needs a password.
    #[error("{name:?} in the zip is encrypted")]
    Encrypted {
        /// From the top of the zip.
        name: String,
    },
    /// Packed in a way that is not read.
    #[error("{name:?} in the zip is packed by method {method}")]
    Method {
        /// From the top of the zip.
        name: String,
        /// As APPNOTE 4.4.5 numbers them.
        method: u16,
    },
    /// Two parts of the zip say different things.
    #[error("the zip contradicts itself about {name:?}")]
    Lie {
        /// From the top of the zip; empty for the whole.
        name: String,
        /// What about it.
        what: Lie,
    },
    /// Cut short, or no zip at all.
    #[error("the zip is damaged at {name:?}: {why}")]
    Damaged {
        /// From the top of the zip; empty for the whole.
        name: String,
        /// Why.
        why: String,
    },
    /// An archive of another kind, whatever its name says.
    #[error("this is {kind}, not a zip")]
    Foreign {
        /// What it is.
        kind: &'static str,
    },
    /// Unpacked again and again.
    #[error("the hall asks for {name:?} and others too often")]
    TooOften {
        /// From the top of the zip.
        name: String,
    },
    /// Neither a manifest nor a scene.
    #[error("there is no hall in the zip")]
    NoHall {
        /// A zip in it.
        inner: Option<String>,
    },
    /// Several halls or scenes, and nothing that says which is meant.
    #[error("there are several halls or scenes in the zip, and no hall.json at its top")]
    Several {
        /// Some of them.
        names: Vec<String>,
    },
}

impl ArchiveError {
    /// Stable, for machines.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "zip-too-large",
            Self::TooMany { .. } => "zip-too-many-files",
            Self::UnpacksTooLarge { .. } => "zip-unpacks-too-large",
            Self::Name { .. } => "zip-name",
            Self::Twice { .. } => "zip-name-twice",
            Self::Link { .. } => "zip-link",
            Self::Encrypted { .. } => "zip-encrypted",
            Self::Method { .. } => "zip-method",
            Self::Lie { .. } => "zip-contradiction",
            Self::Damaged { .. } => "zip-damaged",
            Self::Foreign { .. } => "zip-other-kind",
            Self::TooOften { .. } => "zip-read-too-often",
            Self::NoHall { .. } => "zip-no-hall",
            Self::Several { .. } => "zip-several-halls",
        }
    }

    /// In both languages: what, where, and how to mend it.
    pub fn told(&self) -> Told {
        // Long: one arm for each of the errors.
        let again_zh = "请重新压缩展厅文件夹。";
        let again_en = "compress the hall's folder again";
        let (zh, en) = match self {
            Self::TooLarge { found, limit } => (
                format!(
                    "压缩包有 {} MB，上限为 {} MB：请缩小贴图、视频，或用 yunzhan check 检查展厅文件夹",
                    found >> 20,
                    limit >> 20
                ),
                format!(
                    "the zip has {} MB, the limit is {} MB: make textures and films smaller, or check the folder with yunzhan check",
                    found >> 20,
                    limit >> 20
                ),
            ),
            Self::TooMany { limit } => (
                format!("压缩包里的文件和文件夹超过 {limit} 个：请只留下展厅用到的文件"),
                format!("the zip holds more than {limit} files and folders: keep only those that the hall uses"),
            ),
            Self::UnpacksTooLarge { name, limit } => (
                format!("压缩包解开后超过 {} MB（到“{name}”为止）：请删去用不到的大文件", limit >> 20),
                format!(
                    "the zip unpacks to more than {} MB (at {name:?}): take out large files that the hall does not use",
                    limit >> 20
                ),
            ),
            Self::Name { name, why } => (
                format!("压缩包里的文件名“{name}”{}：请改名后重新压缩", why.zh()),
                format!("the name {name:?} in the zip {}: rename the file and {again_en}", why.en()),
            ),
            Self::Twice { name } => {
                (format!("压缩包里有两个“{name}”：{again_zh}"), format!("{name:?} is in the zip twice: {again_en}"))
            }
            Self::Link { name } => (
                format!("压缩包里的“{name}”是链接或设备，不是文件：请换成文件本身"),
                format!("{name:?} in the zip is a link or a device: put the file itself in its place"),
            ),
            Self::Encrypted { name } => (
                format!("压缩包里的“{name}”有密码：请不设密码重新压缩"),
                format!("{name:?} in the zip needs a password: compress it again without one"),
            ),
            Self::Method { name, method } => (
                format!("压缩包里的“{name}”用了不支持的压缩方式（编号 {method}）：请用普通 zip（Deflate）重新压缩"),
                format!(
                    "{name:?} in the zip is packed by method {method}, which is not read: compress it again as a plain zip (Deflate)"
                ),
            ),
            Self::Lie { name, what } => (
                format!("压缩包前后矛盾，“{name}”{}：{again_zh}", what.zh()),
                format!("the zip contradicts itself about {name:?}, {}: {again_en}", what.en()),
            ),
            Self::Damaged { name, why } if name.is_empty() => (
                format!("不是完整的 zip 压缩包（{why}）：请重新压缩或重新上传"),
                format!("this is no whole zip ({why}): compress or upload it again"),
            ),
            Self::Damaged { name, why } => (
                format!("压缩包里的“{name}”已损坏（{why}）：{again_zh}"),
                format!("{name:?} in the zip is damaged ({why}): {again_en}"),
            ),
            Self::Foreign { kind } => (
                format!("这是 {kind} 压缩包，不是 zip：请先解开，再把展厅文件夹压缩成 zip；改扩展名没有用"),
                format!(
                    "this is a {kind} archive, not a zip: unpack it and compress the hall's folder as a zip; renaming it is not enough"
                ),
            ),
            Self::TooOften { name } => (
                format!("展厅反复读取“{name}”等大文件，已停止：请让多处引用改为同一份较小的文件"),
                format!(
                    "the hall asks for {name:?} and other large files again and again: refer to smaller files, or fewer times"
                ),
            ),
            Self::NoHall { inner: Some(inner) } => (
                format!("压缩包里没有展厅，只有另一个压缩包“{inner}”：请先解开它，再压缩其中的文件夹"),
                format!("there is no hall in the zip but another archive, {inner:?}: unpack that and {again_en}"),
            ),
            Self::NoHall { inner: None } => (
                "压缩包里没有 hall.json，也没有 .glb 或 .gltf：请把展厅文件夹压缩后再试".into(),
                "there is no hall.json in the zip, nor a .glb or .gltf: compress the folder that they are in".into(),
            ),
            Self::Several { names } => (
                format!(
                    "压缩包里有多个展厅或场景（{}），最上层没有 hall.json：请只留一个，或用 hall.json 说明",
                    names.join("、")
                ),
                format!(
                    "there are several halls or scenes in the zip ({}), and no hall.json at its top: keep one, or add a hall.json that names them",
                    names.join(", ")
                ),
            ),
        };
        Told { code: self.code(), words: Words { zh, en } }
    }
}

impl NameFault {
    fn zh(self) -> &'static str {
        match self {
            Self::Outside => "指向压缩包之外",
            Self::Absolute => "是绝对路径",
            Self::Control => "含有控制字符",
            Self::Letters => "既不是 UTF-8 也不是 GB 18030",
            Self::Empty => "是空的",
            Self::TooLong => "太长",
        }
    }

    fn en(self) -> &'static str {
        match self {
            Self::Outside => "leads out of it",
            Self::Absolute => "is absolute",
            Self::Control => "has control characters",
            Self::Letters => "is neither UTF-8 nor GB 18030",
            Self::Empty => "is empty",
            Self::TooLong => "is too long",
        }
    }
}

impl Lie {
    fn zh(self) -> &'static str {
        match self {
            Self::Count => "文件数不符",
            Self::Name => "名称不符",
            Self::Size => "大小不符",
            Self::Method => "压缩方式不符",
            Self::Place => "位置不在压缩包内",
            Self::Shared => "与另一个文件重叠",
        }
    }

    fn en(self) -> &'static str {
        match self {
            Self::Count => "how many files there are",
            Self::Name => "its name",
            Self::Size => "its size",
            Self::Method => "how it is packed",
            Self::Place => "which lies outside",
            Self::Shared => "which shares bytes with another file",
        }
    }
}
