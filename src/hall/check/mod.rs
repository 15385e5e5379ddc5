//! What is wrong with a hall, in words that an exhibitor can act on.

mod content;
mod files;
mod floor;
mod ids;
mod image_header;
mod manifest;
mod place;
mod scene;
mod screens;
mod variants;
mod words_error;
mod words_json;
mod words_warning;

pub use content::Content;
pub use image_header::{ImageError, ImageHeader};
pub use words_error::import_words;

use bytes::Bytes;
use serde::Serialize;

use crate::{Hall, Limits, ManifestError};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The hall, or a part of it, cannot be shown.
    Error,
    /// It is shown, but not as it was meant.
    Warning,
    /// It could be better.
    Hint,
}

/// The same words in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Words {
    /// In Chinese.
    #[serde(rename = "zh-CN")]
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Words {
    fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    fn in_language(&self, lang: &str) -> &str {
        if lang.starts_with("en") { &self.en } else { &self.zh }
    }
}

/// One thing that is wrong with a hall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// Stable, for machines: `title-missing`.
    pub code: &'static str,
    /// The file it is in, relative to the hall's folder.
    pub file: String,
    /// Where in it, as a path of JSON: `exhibits[2].title`, `meshes[3].primitives[1] → accessors[7]`. Empty for the file as a whole.
    pub place: String,
    message: Words,
    hint: Words,
}

impl Finding {
    /// What somebody else found in `file` at `place`.
    pub fn new(
        severity: Severity,
        code: &'static str,
        (file, place): (&str, &str),
        message: Words,
        hint: Words,
    ) -> Self {
        Self { severity, code, file: file.into(), place: place.into(), message, hint }
    }

    /// What is wrong; English for `en…`, Chinese for everything else.
    pub fn message(&self, lang: &str) -> &str {
        self.message.in_language(lang)
    }

    /// How to put it right; may be empty.
    pub fn hint(&self, lang: &str) -> &str {
        self.hint.in_language(lang)
    }
}

/// Looks through a hall: `entry` is its `hall.json`, or a bare `.glb` or `.gltf`, as a path that `file` knows.
///
/// `file` gives the bytes of a file by its path relative to the hall's folder, and is asked for no path that leads out of it.
/// The worst findings come first. No finding of [`Severity::Error`] means that the hall can be shown.
pub fn check(entry: &str, file: &dyn Fn(&str) -> Option<Bytes>, limits: &Limits) -> Vec<Finding> {
    let mut check = Check { file, limits, findings: Vec::new() };
    match file(entry) {
        None => check.no_entry(entry),
        Some(bytes) if entry.ends_with(".json") => check.hall(entry, &bytes),
        Some(bytes) => {
            let scene = check.import(entry, bytes);
            check.scenes(&scene.into_iter().collect::<Vec<_>>(), None);
        }
    }
    check.findings.sort_by_key(|finding| finding.severity);
    check.findings
}

/// One check under way.
struct Check<'a> {
    file: &'a dyn Fn(&str) -> Option<Bytes>,
    limits: &'a Limits,
    findings: Vec<Finding>,
}

impl Check<'_> {
    fn hall(&mut self, entry: &str, bytes: &[u8]) {
        let hall = match Hall::parse(bytes) {
            Ok(hall) => hall,
            Err(error) => return self.unreadable(entry, bytes, &error),
        };
        self.unknown_properties(entry, bytes);
        self.manifest(entry, &hall);
        let mut scenes = Vec::new();
        for (i, path) in hall.scenes.iter().enumerate() {
            let place = format!("scenes[{i}]");
            if let Some(bytes) = self.needed(Severity::Error, entry, &place, path) {
                scenes.extend(self.import(path, bytes));
            }
        }
        self.media(entry, &hall);
        self.scenes(&scenes, Some((entry, &hall)));
    }

    fn no_entry(&mut self, entry: &str) {
        if !entry.ends_with(".json") {
            return self.missing(Severity::Error, entry, "", entry);
        }
        let message = Words::new(format!("文件夹中没有“{entry}”"), format!("there is no {entry:?} in the folder"));
        let hint = Words::new(
            "展厅的文件夹要有 hall.json，文件名全部小写；只有模型时，直接指定那个 .glb 或 .gltf 文件。",
            "A hall's folder has a hall.json, all in small letters; for a model alone name its .glb or .gltf.",
        );
        self.add(Severity::Error, "file-missing", entry, "", message, hint);
    }

    fn unreadable(&mut self, entry: &str, bytes: &[u8], error: &ManifestError) {
        let (code, place, zh, hint) = match error {
            ManifestError::TooLong { found, limit } => (
                "manifest-too-long",
                String::new(),
                format!("hall.json 有 {found} 字节，上限为 {limit} 字节"),
                Words::new("把图片、模型等内容放到单独的文件里。", "Keep pictures and models in files of their own."),
            ),
            ManifestError::Syntax { line, column, detail } => (
                "manifest-syntax",
                String::new(),
                format!("hall.json 第 {line} 行第 {column} 列不是合法的 JSON：{}", words_json::chinese(detail)),
                words_json::encoding_hint(detail, bytes).unwrap_or_else(|| {
                    Words::new(
                        "检查该处附近的逗号、引号和括号：缺少、多余，或是中文的全角符号（应为英文半角）。",
                        "Look for a missing or extra comma, quote or bracket near that place.",
                    )
                }),
            ),
            ManifestError::Property { path, line, column, detail } => (
                "manifest-property",
                path.clone(),
                format!("hall.json 中的 {path}（第 {line} 行第 {column} 列）不正确：{}", words_json::chinese(detail)),
                Words::new(
                    "按照 hall.schema.json 修改；编辑器引用该文件后会给出提示。",
                    "Correct it after hall.schema.json; an editor that knows the schema helps.",
                ),
            ),
            ManifestError::Version { found } => (
                "manifest-version",
                "version".into(),
                format!("hall.json 的版本是 {found}，本程序只认识版本 {}", crate::VERSION),
                Words::new("写成 \"version\": 1，或更新本程序。", "Write \"version\": 1, or update this program."),
            ),
        };
        self.add(Severity::Error, code, entry, place, Words::new(zh, error.to_string()), hint);
    }

    fn add(
        &mut self,
        severity: Severity,
        code: &'static str,
        file: &str,
        place: impl Into<String>,
        message: Words,
        hint: Words,
    ) {
        self.findings.push(Finding::new(severity, code, (file, &place.into()), message, hint));
    }
}
