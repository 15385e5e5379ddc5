//! What a file really is, whatever its name says: people rename what they have, and learn here what to do instead.

use super::Words;
use crate::ImageType;

/// What a file is for, as far as advice goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Three-dimensional, in a form that no browser reads.
    Model,
    /// Files packed into one, as we read them.
    Zip,
    /// The same in other ways.
    Archive,
    /// To be looked at, listened to or read.
    Medium,
    /// Of a website.
    Page,
    /// A stand-in of Git LFS for a file that was not fetched.
    Pointer,
    /// Without a byte.
    Empty,
    /// Something else.
    Other,
}

/// What a file is by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Content {
    kind: Kind,
    /// In Chinese.
    pub zh: &'static str,
    /// In English, with its article.
    pub en: &'static str,
}

const fn content(kind: Kind, zh: &'static str, en: &'static str) -> Content {
    Content { kind, zh, en }
}

const PAGE: Content = content(Kind::Page, "HTML 网页", "a page of HTML");
const ARCHIVE: Content = content(Kind::Archive, "压缩包", "an archive");
const USD: Content = content(Kind::Model, "USD 模型", "a USD model");
const FBX: Content = content(Kind::Model, "FBX 模型", "an FBX model");
const STL: Content = content(Kind::Model, "STL 模型", "an STL model");
const OBJ: Content = content(Kind::Model, "OBJ 模型", "an OBJ model");
const STEP: Content = content(Kind::Model, "STEP 或 IFC 图纸", "a STEP or IFC drawing");
const TIFF: Content = content(Kind::Medium, "TIFF 或相机原片", "a TIFF or a raw photograph");
const OFFICE: Content = content(Kind::Medium, "Office 文档", "an Office document");

/// Files by how they begin.
const MARKS: [(&[u8], Content); 50] = [
    (b"glTF", content(Kind::Other, "GLB 模型", "a GLB model")),
    (b"Kaydara FBX Binary", FBX),
    (b"; FBX", FBX),
    (b"solid ", STL),
    (b"ply\n", content(Kind::Model, "PLY 模型", "a PLY model")),
    (b"ply\r", content(Kind::Model, "PLY 模型", "a PLY model")),
    (b"BLENDER", content(Kind::Model, "Blender 工程", "a Blender file")),
    (b"PXR-USDC", USD),
    (b"#usda", USD),
    (b"#VRML", content(Kind::Model, "VRML 模型", "a VRML model")),
    (b"ISO-10303-21", STEP),
    (b"AC10", content(Kind::Model, "DWG 图纸", "a DWG drawing")),
    (b"\xff\xfe\xff\x0eS\0k\0e\0t\0c\0h\0U\0p\0", content(Kind::Model, "SketchUp 模型", "a SketchUp model")),
    (b"3D Geometry File Format", content(Kind::Model, "Rhino 模型", "a Rhino model")),
    (b"UnityFS", content(Kind::Model, "Unity 资源包", "a Unity asset bundle")),
    (b"\xc1\x83\x2a\x9e", content(Kind::Model, "Unreal 资源", "an Unreal asset")),
    (
        b"\xd0\xcf\x11\xe0",
        content(
            Kind::Model,
            "旧版 Office 文档，或 3ds Max、SolidWorks 文件",
            "an old Office document, or a file of 3ds Max or SolidWorks",
        ),
    ),
    (b"version https://git-lfs", content(Kind::Pointer, "Git LFS 的占位文件", "a pointer of Git LFS")),
    (b"<!DOCTYPE html", PAGE),
    (b"<!doctype html", PAGE),
    (b"<html", PAGE),
    (b"<HTML", PAGE),
    (b"<script", content(Kind::Page, "脚本", "a script")),
    (b"<svg", content(Kind::Medium, "SVG 图形", "an SVG drawing")),
    (b"%PDF-", content(Kind::Medium, "PDF 文档", "a PDF document")),
    (b"%!PS", content(Kind::Medium, "EPS/AI 文件", "an EPS or AI file")),
    (b"8BPS", content(Kind::Medium, "Photoshop 文件（PSD）", "a Photoshop file (PSD)")),
    (b"GIF8", content(Kind::Medium, "GIF 动图", "a GIF")),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"\x76\x2f\x31\x01", content(Kind::Medium, "OpenEXR 图片", "an OpenEXR picture")),
    (b"DDS ", content(Kind::Medium, "DDS 贴图", "a DDS texture")),
    (b"#?R", content(Kind::Medium, "Radiance HDR 图片", "a Radiance HDR picture")),
    (b"Rar!", content(Kind::Archive, "RAR 压缩包", "a RAR archive")),
    (b"7z\xbc\xaf", content(Kind::Archive, "7z 压缩包", "a 7z archive")),
    (b"\x1f\x8b", ARCHIVE),
    (b"\xfd7zXZ", ARCHIVE),
    (b"BZh", ARCHIVE),
    (b"\x28\xb5\x2f\xfd", ARCHIVE),
    (b"MSCF", ARCHIVE),
    (b"MZ", content(Kind::Other, "Windows 程序", "a Windows program")),
    (b"\x7fELF", content(Kind::Other, "程序", "a program")),
    (b"ID3", content(Kind::Medium, "MP3 声音", "an MP3 sound")),
    (b"OggS", content(Kind::Medium, "Ogg 声音", "an Ogg sound")),
    (b"FLV", content(Kind::Medium, "Flash 视频（FLV）", "a Flash film (FLV)")),
    (b"\x1a\x45\xdf\xa3", content(Kind::Medium, "WebM 或 Matroska 视频", "a WebM or Matroska film")),
    (b"\x00\x00\x01\xba", content(Kind::Medium, "MPEG-PS 视频", "an MPEG program stream")),
    (b".RMF", content(Kind::Medium, "RealMedia 视频", "a RealMedia film")),
    (b"\x30\x26\xb2\x75", content(Kind::Medium, "Windows Media（WMV/WMA）", "Windows Media (WMV, WMA)")),
    (b"<?xml", content(Kind::Other, "XML 文件", "an XML file")),
];

/// So much of a text tells what it is.
const HEAD_BYTES: usize = 4096;

impl Content {
    /// What a file is; `None` where nobody knows.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.is_empty() {
            return Some(content(Kind::Empty, "空文件", "empty"));
        }
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
        let head = String::from_utf8_lossy(&text[..text.len().min(HEAD_BYTES)]);
        let marked = MARKS.iter().find(|(mark, _)| bytes.starts_with(mark) || text.starts_with(mark));
        if let Some((mark, found)) = marked {
            return Some(if *mark == b"<?xml" { of_xml(&head).unwrap_or(*found) } else { *found });
        }
        picture(bytes).or_else(|| zip(bytes)).or_else(|| boxed(bytes)).or_else(|| model(bytes, &head))
    }
}

fn picture(bytes: &[u8]) -> Option<Content> {
    let of = |zh, en| Some(content(Kind::Medium, zh, en));
    match ImageType::sniff(bytes) {
        Some(ImageType::Png) => return of("PNG 图片", "a PNG picture"),
        Some(ImageType::Jpeg) => return of("JPEG 图片", "a JPEG picture"),
        Some(ImageType::WebP) => return of("WebP 图片", "a WebP picture"),
        Some(ImageType::Avif) => return of("AVIF 图片", "an AVIF picture"),
        Some(ImageType::Ktx2) => return of("KTX2 贴图", "a KTX2 texture"),
        None => {}
    }
    // Two letters alone may begin any text; what follows the length is always zero.
    if bytes.starts_with(b"BM") && bytes.get(6..10).is_none_or(|reserved| reserved == [0; 4]) {
        return of("BMP 图片", "a BMP picture");
    }
    if bytes.ends_with(b"TRUEVISION-XFILE.\0") { of("TGA 图片", "a TGA picture") } else { None }
}

/// What is in a zip, by its first file.
fn zip(bytes: &[u8]) -> Option<Content> {
    let name = bytes.strip_prefix(b"PK\x03\x04")?.get(26..).unwrap_or_default();
    let begins = |with: &[u8]| name.starts_with(with);
    let length = bytes.get(26..28).map_or(0, |two| usize::from(u16::from_le_bytes([two[0], two[1]])));
    let name = name.get(..length).unwrap_or_default();
    Some(match () {
        () if begins(b"[Content_Types].xml") || begins(b"_rels/") || begins(b"docProps/") => OFFICE,
        () if [&b".usdc"[..], b".usda", b".usd"].iter().any(|ending| name.ends_with(ending)) => USD,
        () => content(Kind::Zip, "ZIP 压缩包", "a zip archive"),
    })
}

/// Boxes of films and photographs, chunks of sounds.
fn boxed(bytes: &[u8]) -> Option<Content> {
    let of = |zh, en| Some(content(Kind::Medium, zh, en));
    match (bytes.get(4..8), bytes.get(8..12)) {
        (Some(b"ftyp"), Some(b"heic" | b"heix" | b"mif1" | b"msf1" | b"hevc")) => {
            of("HEIC 照片（苹果手机）", "a HEIC photograph, as iPhones take")
        }
        (Some(b"ftyp"), _) => of("MP4 文件", "an MP4 file of another kind"),
        (_, Some(b"AVI ")) if bytes.starts_with(b"RIFF") => of("AVI 视频", "an AVI film"),
        (_, Some(b"WAVE")) if bytes.starts_with(b"RIFF") => of("WAV 声音", "a WAV sound"),
        _ if bytes.get(257..262) == Some(b"ustar") => Some(ARCHIVE),
        _ if bytes.first() == Some(&0x47) && bytes.get(188) == Some(&0x47) => {
            of("MPEG-TS 视频", "an MPEG transport stream")
        }
        _ => None,
    }
}

fn of_xml(head: &str) -> Option<Content> {
    let model = |zh, en| Some(content(Kind::Model, zh, en));
    match () {
        () if head.contains("<COLLADA") => model("COLLADA（.dae）模型", "a COLLADA model (.dae)"),
        () if head.contains("<X3D") => model("X3D 模型", "an X3D model"),
        () if head.contains("<svg") => Some(content(Kind::Medium, "SVG 图形", "an SVG drawing")),
        () if head.contains("<html") => Some(PAGE),
        () => None,
    }
}

/// Models without a mark at their beginning.
fn model(bytes: &[u8], head: &str) -> Option<Content> {
    let number = |at: usize| bytes.get(at..at + 4).map(|n| u32::from_le_bytes([n[0], n[1], n[2], n[3]]) as usize);
    // A head of 80 bytes, then 50 for each triangle.
    let stl_bytes = number(80).and_then(|triangles| triangles.checked_mul(50)?.checked_add(84));
    if stl_bytes == Some(bytes.len()) && bytes.len() > 84 {
        return Some(STL);
    }
    if bytes.starts_with(b"MM") && number(2) == Some(bytes.len()) {
        return Some(content(Kind::Model, "3DS 模型", "a 3DS model"));
    }
    let is_obj = |line: &str| ["mtllib ", "v ", "vn ", "usemtl "].iter().any(|word| line.starts_with(word));
    head.lines().any(is_obj).then_some(OBJ)
}

/// Stands before words that begin with a Latin letter.
fn gap(zh: &str) -> &'static str {
    if zh.starts_with(|c: char| c.is_ascii()) { " " } else { "" }
}

/// What is said of a scene that is no glTF, and how to come by one; `None` where nobody knows what it is.
pub(super) fn no_scene(bytes: &[u8]) -> Option<(Words, Words)> {
    let Content { kind, zh, en } = Content::of(bytes)?;
    let gap = gap(zh);
    let message = Words::new(
        format!("这是{gap}{zh}，不是 glTF 模型（.glb 或 .gltf）"),
        format!("this is {en}, not a glTF model (.glb or .gltf)"),
    );
    let (zh, en) = match kind {
        Kind::Model => (
            "请在原来的软件中导出为 glTF 2.0（.glb）；没有这个选项时，导出 FBX 或 OBJ，在 Blender（免费）中导入，再用“文件 → 导出 → glTF 2.0”存为 .glb。改扩展名无效。",
            "Export it as glTF 2.0 (.glb) from the program that made it; where that has no such choice, export FBX or OBJ, import it into Blender (free), and use File, Export, glTF 2.0. Renaming does not convert it.",
        ),
        Kind::Zip => (
            "里面是整个展厅（hall.json，或一个 .glb、.gltf 及其贴图）时，把扩展名改为 .zip；否则解压，使用其中的 .glb 或 .gltf。",
            "If a whole hall is in it (hall.json, or one .glb or .gltf with its textures), let its name end in .zip; else unpack it and use the .glb or .gltf in it.",
        ),
        Kind::Archive => (
            "请解压，使用其中的 .glb 或 .gltf；要整体上传，请重新压缩为 .zip。",
            "Unpack it and use the .glb or .gltf in it; to send all of it at once, pack it anew as .zip.",
        ),
        Kind::Medium => (
            "场景必须是三维模型；图片、影片、声音和文档放进展厅的文件夹，作为展品的媒体写进 hall.json。",
            "A scene must be a 3D model; pictures, films, sounds and documents go into the hall's folder, and hall.json names them as media of an exhibit.",
        ),
        Kind::Page => (
            "这多半是下载页或登录页，不是模型本身；请在浏览器中打开原地址，重新下载模型。",
            "It is probably a page to log in or to download from, not the model itself; open its address in a browser and download the model again.",
        ),
        Kind::Pointer => (
            "模型本身没有取回；在代码库中运行 git lfs pull，再使用取回的文件。",
            "The model itself was not fetched; run git lfs pull in the repository and use what that brings.",
        ),
        Kind::Empty => ("请重新导出或重新上传。", "Export it or upload it again."),
        Kind::Other => return None,
    };
    Some((message, Words::new(zh, en)))
}

/// What is said of an image of a scene that is of no kind that glTF knows, and how to mend it. `head` is how it begins; `name` may be empty.
pub(super) fn no_image(name: &str, head: &[u8]) -> (Words, Words) {
    let (zh, en) =
        Content::of(head).map_or(("无法识别的内容", "of unknown content"), |found| (found.zh, found.en));
    let (of_zh, of_en) =
        if name.is_empty() { (String::new(), String::new()) } else { (format!("“{name}”"), format!(" {name:?}")) };
    let gap = gap(zh);
    let message = Words::new(
        format!("图片{of_zh}是{gap}{zh}，glTF 不能用作贴图，使用它的表面显示为白色"),
        format!("the image{of_en} is {en}, which glTF does not know as a texture; what wears it is shown white"),
    );
    let hint = Words::new(
        "用图片软件另存为 PNG 或 JPEG（不是改扩展名），在建模软件中换上它，再重新导出。",
        "Save it as PNG or JPEG in a picture editor (renaming is not enough), put that in its place in the modelling program, and export again.",
    );
    (message, hint)
}
