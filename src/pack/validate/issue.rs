//! One issue, and the report of all.

use std::borrow::Cow;

use super::code::{Code, Severity};
use super::phrases;

/// Issues of one kind that a report holds; it only counts the others. Nobody reads more, and a hostile file could fill memory with them.
const OF_ONE_CODE_MAX: usize = 256;

/// Where an issue is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spot {
    /// A JSON pointer (RFC 6901), except that the root object is `/` and the text as a whole is empty, as with Khronos.
    Pointer(String),
    /// Bytes from the beginning of a GLB file.
    Offset(u64),
}

impl std::fmt::Display for Spot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Pointer(pointer) => f.write_str(pointer),
            Self::Offset(offset) => write!(f, "byte {offset}"),
        }
    }
}

/// One thing that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// What.
    pub code: Code,
    /// Where.
    pub spot: Spot,
    details: Vec<String>,
}

impl Issue {
    /// How bad it is.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// What is wrong; English for `en…`, Chinese for everything else. Words of the file in it are cut and have no control characters.
    pub fn message(&self, lang: &str) -> String {
        let [english, chinese] = self.code.templates();
        let is_english = lang.starts_with("en");
        let template = if is_english { english } else { chinese };
        let fill = |text: String, (i, detail): (usize, &String)| {
            let detail = if is_english { Cow::Borrowed(detail.as_str()) } else { phrases::chinese(detail) };
            text.replace(&format!("{{{i}}}"), &detail)
        };
        self.details.iter().enumerate().fold(template.to_owned(), fill)
    }
}

/// Everything that is wrong with a file.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// In the order of the checks, which go from the container over JSON and graph to the data.
    pub issues: Vec<Issue>,
    /// Issues beyond the first 256 of their kind, which are not in the list.
    pub omitted: u64,
    counts: Vec<usize>,
}

impl Report {
    /// The issues that make us refuse the file: it cannot be shown, or our rules forbid it.
    pub fn refusals(&self) -> impl Iterator<Item = &Issue> {
        self.issues.iter().filter(|issue| issue.code.refuses())
    }

    /// Whether the file is taken, whatever else is wrong with it.
    pub fn is_accepted(&self) -> bool {
        self.refusals().next().is_none()
    }

    /// Whether the specification, or we, call anything an error.
    pub fn has_errors(&self) -> bool {
        self.issues.iter().any(|issue| issue.severity() == Severity::Error)
    }

    /// Whether no more issues of a kind are listed, so that looking for them can stop.
    pub(super) fn is_full(&self, code: Code) -> bool {
        self.counts.get(code as usize).is_some_and(|count| *count >= OF_ONE_CODE_MAX)
    }

    pub(super) fn add(&mut self, code: Code, spot: Spot, details: &[&dyn ToString]) {
        if self.is_full(code) {
            self.omitted += 1;
            return;
        }
        self.counts.resize(Code::ALL.len(), 0);
        self.counts[code as usize] += 1;
        let details = details.iter().map(|detail| visible(&detail.to_string())).collect();
        self.issues.push(Issue { code, spot, details });
    }
}

/// A piece of the file as it may be shown to a person.
fn visible(text: &str) -> String {
    const CHARS_MAX: usize = 120;
    let mut shown: String = text.chars().filter(|c| !is_hidden(*c)).take(CHARS_MAX).collect();
    if text.chars().count() > CHARS_MAX {
        shown.push('…');
    }
    shown
}

/// Control characters, and those that change the direction of writing (Unicode UAX #9 §2).
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
