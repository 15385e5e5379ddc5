//! `hall.json` from bytes, with errors that say where.

use serde::Deserialize;

use crate::manifest::Hall;
use crate::{Limits, json};

/// The version of the format that this crate reads.
pub const VERSION: u32 = 1;

/// Why a `hall.json` cannot be read.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ManifestError {
    /// Longer than any manifest has reason to be.
    #[error("hall.json has {found} bytes, the limit is {limit}")]
    TooLong {
        /// Bytes there are.
        found: u64,
        /// Bytes there may be.
        limit: u64,
    },
    /// Not JSON at all.
    #[error("hall.json, line {line}, column {column}: {detail}")]
    Syntax {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What the parser says.
        detail: String,
    },
    /// A property is missing, of the wrong type or out of range.
    #[error("hall.json, {path} (line {line}, column {column}): {detail}")]
    Property {
        /// As in `exhibits[2].title`.
        path: String,
        /// From 1; where the value ends.
        line: usize,
        /// From 1.
        column: usize,
        /// What is wrong.
        detail: String,
    },
    /// Another version of the format.
    #[error("hall.json has version {found}, only {VERSION} can be read")]
    Version {
        /// What it says.
        found: u64,
    },
}

impl Hall {
    /// Reads a manifest. What can be read may still make no sense; `check` tells.
    pub fn parse(bytes: &[u8]) -> Result<Self, ManifestError> {
        let limit = Limits::default().manifest_bytes;
        if bytes.len() as u64 > limit {
            return Err(ManifestError::TooLong { found: bytes.len() as u64, limit });
        }
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut deserializer = serde_json::Deserializer::from_slice(text);
        let parsed = serde_path_to_error::deserialize(&mut deserializer);
        // A later version may well have another shape, and the version is then what is wrong with it.
        if let Some(found) = version(text).filter(|found| *found != u64::from(VERSION)) {
            return Err(ManifestError::Version { found });
        }
        let hall = parsed.map_err(|error| manifest_error(error.path().to_string(), error.inner()))?;
        deserializer.end().map_err(|error| manifest_error(".".into(), &error))?;
        Ok(hall)
    }
}

fn version(text: &[u8]) -> Option<u64> {
    #[derive(Deserialize)]
    struct Versioned {
        version: u64,
    }
    serde_json::from_slice::<Versioned>(text).ok().map(|v| v.version)
}

fn manifest_error(path: String, error: &serde_json::Error) -> ManifestError {
    let (line, column) = (error.line(), error.column());
    let detail = json::without_position(error.to_string());
    if error.is_data() {
        let path = if path == "." { "hall".into() } else { path };
        ManifestError::Property { path, line, column, detail }
    } else {
        ManifestError::Syntax { line, column, detail }
    }
}
