//! The JSON of a glTF file, and reading single properties of it.

use crate::json::Json;

use super::error::ImportError;
use super::place::Place;
use super::warning::{Warning, WarningKind};
use crate::Limits;
use crate::json::{Tree, TreeError};

/// Parses a whole text.
pub(super) fn parse(text: &[u8], limits: &Limits, warnings: &mut Vec<Warning>) -> Result<Json, ImportError> {
    ImportError::ensure_at_most(Place::FILE, "bytes of JSON", text.len() as u64, limits.json_bytes)?;
    let tree = Tree::parse(text, limits.json_values).map_err(|error| match error {
        TreeError::TooMany { spent } => {
            let (found, limit) = (spent, limits.json_values);
            ImportError::TooMuch { place: Place::FILE, what: "JSON values", found, limit }
        }
        TreeError::Syntax { line, column, detail } => ImportError::Json { line, column, detail },
    })?;
    if let Some(key) = tree.duplicate {
        let key = super::visible(&key, 64);
        warnings.push(Warning::new(Place::FILE, WarningKind::DuplicateKey { key }));
    }
    Ok(tree.root)
}

/// Reading single properties, for what the typed document does not know.
pub(super) trait ValueExt {
    /// A finite number.
    fn f32(&self, key: &str) -> Option<f32>;
    /// An array of exactly `N` finite numbers.
    fn f32s<const N: usize>(&self, key: &str) -> Option<[f32; N]>;
    /// Fills `numbers` from an array of as many, or the only one from a number. Otherwise they stay, and the answer is false.
    fn read_f32s(&self, numbers: &mut [f32]) -> bool;
    /// A number that can be an index.
    fn index(&self, key: &str) -> Option<usize>;
}

fn finite(value: &Json) -> Option<f32> {
    value.as_f64().map(|v| v as f32).filter(|v| v.is_finite())
}

impl ValueExt for Json {
    fn f32(&self, key: &str) -> Option<f32> {
        finite(self.get(key)?)
    }

    fn f32s<const N: usize>(&self, key: &str) -> Option<[f32; N]> {
        let values = self.get(key)?;
        let mut numbers = [0.0; N];
        (values.as_array().is_some() && values.read_f32s(&mut numbers)).then_some(numbers)
    }

    fn read_f32s(&self, numbers: &mut [f32]) -> bool {
        let values = self.as_array().unwrap_or(std::slice::from_ref(self));
        if values.len() != numbers.len() || !values.iter().all(|value| finite(value).is_some()) {
            return false;
        }
        numbers.iter_mut().zip(values).for_each(|(number, value)| *number = finite(value).unwrap_or_default());
        true
    }

    fn index(&self, key: &str) -> Option<usize> {
        self.get(key)?.as_u64().and_then(|v| usize::try_from(v).ok())
    }
}
