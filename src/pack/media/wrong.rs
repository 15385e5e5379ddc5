//! What is wrong with a medium, in words that its author can act on.

use hall::{Finding, Severity, Words};

/// What is wrong with a file that a manifest names, and how to mend it. The words don't name the file; whoever tells them does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// An error keeps the file out; everything else is advice.
    pub severity: Severity,
    /// Stable, for machines: `film-codec`.
    pub code: &'static str,
    /// What.
    pub message: Words,
    /// How to mend it.
    pub hint: Words,
}

/// The same words in both languages.
pub fn both(zh: impl Into<String>, en: impl Into<String>) -> Words {
    Words { zh: zh.into(), en: en.into() }
}

impl Wrong {
    /// What keeps a file out.
    pub fn error(code: &'static str, message: Words, hint: Words) -> Self {
        Self { severity: Severity::Error, code, message, hint }
    }

    /// What some visitors miss.
    pub fn warning(code: &'static str, message: Words, hint: Words) -> Self {
        Self { severity: Severity::Warning, code, message, hint }
    }

    /// What could be better.
    pub fn advice(code: &'static str, message: Words, hint: Words) -> Self {
        Self { severity: Severity::Hint, code, message, hint }
    }

    /// A file whose parts don't fit together; `what` doesn't.
    pub fn damaged(what: Words) -> Self {
        let message = both(
            format!("文件已损坏或内容不实：{}", what.zh),
            format!("is damaged, or lies about itself: {}", what.en),
        );
        let hint = both(
            "请从制作软件重新导出，或重新上传；改扩展名或改名无效。",
            "Export it again from the program that made it, or upload it again; renaming does not help.",
        );
        Self::error("media-damaged", message, hint)
    }

    /// What is wrong, with the name of the file.
    pub fn message(&self, path: &str) -> Words {
        both(format!("“{path}”{}", self.message.zh), format!("{path:?} {}", self.message.en))
    }

    /// What is wrong and how to mend it, with the name of the file.
    pub fn sentence(&self, path: &str) -> Words {
        let message = self.message(path);
        both(format!("{}。{}", message.zh, self.hint.zh), format!("{}. {}", message.en, self.hint.en))
    }

    /// For a report: `place` in `entry` names the file `path`.
    pub fn finding(&self, entry: &str, place: &str, path: &str) -> Finding {
        Finding::new(self.severity, self.code, (entry, place), self.message(path), self.hint.clone())
    }
}
