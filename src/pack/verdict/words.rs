//! A verdict in words.

use hall::Words;

use super::Grade;
use super::budget::{Budget, Device, Measure};
use super::load::Part;

impl Device {
    /// As a heading.
    pub fn words(self) -> Words {
        let (zh, en) = match self {
            Self::Phone => ("手机", "Phone"),
            Self::Desktop => ("电脑", "Desktop"),
            Self::Headset => ("VR 头显", "VR headset"),
        };
        both(zh, en)
    }
}

impl Measure {
    /// As a heading.
    pub fn words(self) -> Words {
        let (zh, en) = match self {
            Self::Triangles => ("三角形", "triangles"),
            Self::Draws => ("绘制批次", "draws"),
            Self::TextureBytes => ("贴图显存", "memory for textures"),
            Self::DownloadBytes => ("全部下载", "whole download"),
            Self::FirstLookBytes => ("首次画面前的下载", "download before the first look"),
            Self::Lights => ("灯光", "lights"),
        };
        both(zh, en)
    }

    /// `3.2 MB`, `1,500,000`.
    pub fn show(self, value: u64) -> String {
        if self.is_in_bytes() { in_bytes(value) } else { in_groups(value) }
    }
}

impl Grade {
    /// As a verdict.
    pub fn words(self) -> Words {
        let (zh, en) = match self {
            Self::Good => ("流畅", "good"),
            Self::Heavy => ("偏重", "heavy"),
            Self::TooHeavy => ("过重", "too heavy"),
        };
        both(zh, en)
    }
}

/// How much there is, how much there may be, and whose it is.
pub(super) fn message(measure: Measure, found: u64, budget: Budget, grade: Grade, culprits: &[Part]) -> Words {
    let show = |value| measure.show(value);
    let limit = if grade == Grade::TooHeavy { budget.most } else { budget.good };
    let of = |part: &Part| (part.name.clone(), show(part.value));
    let list = |between: &str, open: &str, close: &str| {
        let named = culprits.iter().map(of).map(|(name, value)| [&name, open, &value, close].concat());
        named.collect::<Vec<_>>().join(between)
    };
    let Words { zh, en } = measure.words();
    let (found, limit) = (show(found), show(limit));
    if culprits.is_empty() {
        return both(format!("{zh} {found}，上限 {limit}"), format!("{en}: {found} of {limit}"));
    }
    let (most_zh, most_en) = (list("、", "（", "）"), list(", ", " (", ")"));
    both(
        format!("{zh} {found}，超过 {limit}；占用最多的是：{most_zh}"),
        format!("{en}: {found}, more than {limit}; most of it: {most_en}"),
    )
}

/// One sentence on how to mend it.
pub(super) fn hint(measure: Measure) -> Words {
    match measure {
        Measure::Triangles => both(
            "在建模软件中减面，或删去参观者看不到的内部零件。",
            "Reduce the mesh in the modelling program, or delete inner parts that no visitor sees.",
        ),
        Measure::Draws => both(
            "让多个物体共用材质，少用透明材质，只让真正需要动的物体带动画。",
            "Let objects share materials, use fewer transparent ones, and animate only what really moves.",
        ),
        Measure::TextureBytes => both(
            "把贴图缩小到一半边长（占用变为四分之一）；平铺的纹理 1024 像素通常足够。",
            "Halve the side of the textures, which quarters their memory; 1024 pixels are enough for what repeats.",
        ),
        Measure::DownloadBytes => both(
            "运行 yunzhan pack 压缩模型和贴图；仍然过大时拆成几个展厅，用传送门相连。",
            "Run yunzhan pack to compress meshes and textures; if that is not enough, make several halls with portals between them.",
        ),
        Measure::FirstLookBytes => both(
            "运行 yunzhan pack 压缩网格；并把贴图放在 GLB 的最后或单独的文件里，先看到房间再补全贴图。",
            "Run yunzhan pack to compress meshes, and keep pictures at the end of the GLB or in files of their own: the room is seen before them.",
        ),
        Measure::Lights => both(
            "减少灯光数量或缩小照射范围；不动的灯光可以烘焙成光照贴图。",
            "Use fewer lights or shorter ranges; lights that stand still can be baked into light maps.",
        ),
    }
}

fn both(zh: impl Into<String>, en: impl Into<String>) -> Words {
    Words { zh: zh.into(), en: en.into() }
}

/// Bytes in the unit that suits them, of 1000 each: `3.2 MB`.
pub fn in_bytes(value: u64) -> String {
    match value {
        0..1_000 => format!("{value} B"),
        1_000..1_000_000 => format!("{:.0} KB", value as f64 / 1e3),
        _ => format!("{:.1} MB", value as f64 / 1e6),
    }
}

/// Digits in groups of three.
fn in_groups(value: u64) -> String {
    let digits = value.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| core::str::from_utf8(group).ok()).collect();
    groups.join(",")
}
