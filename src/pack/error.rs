//! Why there is no pack.

use hall::{ImportError, ManifestError, Words, import_words};
use serde::Serialize;

use crate::document::OpenError;
use crate::media::Wrong;
use crate::texture::Fault;

/// Why there is no pack.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackError {
    /// A file that the hall needs is not there, or is longer than the limits allow.
    #[error("the file {path:?} is missing or too long")]
    Missing {
        /// From the hall's folder.
        path: String,
    },
    /// The manifest cannot be read.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// A scene or model cannot be shown.
    #[error("{path}: {error}")]
    Scene {
        /// From the hall's folder.
        path: String,
        /// Why.
        error: ImportError,
    },
    /// A scene or model could be shown, but not changed.
    #[error("{path}: {error}")]
    Document {
        /// From the hall's folder.
        path: String,
        /// Why.
        error: OpenError,
    },
    /// A picture is more than the limits allow.
    #[error("{place}: {fault}")]
    Picture {
        /// File, or file and number in it.
        place: String,
        /// Why.
        fault: Fault,
    },
    /// A medium that visitors can't be shown, or should not.
    #[error("{path:?} {}", .wrong.message.en)]
    Media {
        /// As the manifest names it.
        path: String,
        /// Why.
        wrong: Box<Wrong>,
    },
    /// More pixels in all pictures together than the limits allow.
    #[error("{path}: its pictures have {found} pixels together, the limit is {limit}")]
    Pixels {
        /// From the hall's folder.
        path: String,
        /// Pixels.
        found: u64,
        /// Pixels.
        limit: u64,
    },
    /// KTX2 was asked for, and this program was compiled without its encoder.
    #[error(
        "this program has no encoder of KTX2: compile it with `cargo build --release -p server --features ktx2`, which needs a C++ compiler and a few minutes"
    )]
    NoKtx2,
    /// Whoever watches wanted it to end.
    #[error("cancelled")]
    Cancelled,
    /// The disk.
    #[error("{what}: {error}")]
    Io {
        /// Which file or folder.
        what: String,
        /// Why.
        error: std::io::Error,
    },
}

/// An error for programs and for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Stable, for machines.
    pub code: &'static str,
    /// For people.
    #[serde(flatten)]
    pub words: Words,
}

impl PackError {
    /// For `map_err`: what the disk says of a path.
    pub fn io(what: &std::path::Path) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.display().to_string();
        move |error| Self::Io { what, error }
    }

    /// Stable, for machines.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "file-missing",
            Self::Manifest(_) => "manifest",
            Self::Scene { error, .. } => error.code(),
            Self::Document { .. } => "scene-unpackable",
            Self::Picture { .. } => "picture-too-large",
            Self::Media { wrong, .. } => wrong.code,
            Self::Pixels { .. } => "pictures-too-large",
            Self::NoKtx2 => "no-ktx2",
            Self::Cancelled => "cancelled",
            Self::Io { .. } => "disk",
        }
    }

    /// In both languages.
    pub fn told(&self) -> Told {
        let zh = match self {
            Self::Missing { path } => format!("缺少文件“{path}”，或文件过大"),
            Self::Manifest(error) => format!("hall.json 不正确：{error}"),
            Self::Scene { path, error } => format!("“{path}”不能展示：{}", import_words(error).zh),
            Self::Document { path, error } => format!("“{path}”不能优化：{}", error.zh()),
            Self::Picture { place, fault: Fault::TooLarge { width, height, side_max } } => {
                format!("图片过大：{place} 为 {width} × {height} 像素，每边上限为 {side_max} 像素")
            }
            Self::Picture { place, fault } => format!("图片 {place} 不能使用：{}", fault.words().zh),
            Self::Media { path, wrong } => wrong.sentence(path).zh,
            Self::Pixels { path, found, limit } => format!("“{path}”的图片共有 {found} 像素，上限为 {limit} 像素"),
            Self::NoKtx2 => "这个程序没有 KTX2 编码器：请用 `cargo build --release -p server --features ktx2` 重新编译，需要 C++ 编译器和几分钟时间".into(),
            Self::Cancelled => "已取消".into(),
            Self::Io { what, error } => format!("读写“{what}”失败：{error}"),
        };
        let en = match self {
            Self::Picture { place, fault: fault @ Fault::TooLarge { .. } } => {
                format!("a picture is too large: {place}: {fault}")
            }
            Self::Media { path, wrong } => wrong.sentence(path).en,
            other => other.to_string(),
        };
        Told { code: self.code(), words: Words { zh, en } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scene_that_cannot_be_read_is_told_in_chinese_throughout() {
        let error = || ImportError::NotGltf;
        let path = || "a.glb".to_owned();
        let told = [
            PackError::Scene { path: path(), error: error() },
            PackError::Document { path: path(), error: error().into() },
        ];
        for told in told.map(|error| error.told()) {
            assert!(told.words.zh.ends_with("：这既不是 glTF 文件，也不是 GLB 文件"), "{}", told.words.zh);
        }
    }
}
