//! Why a file cannot be shown.

use super::place::{Part, Place};

/// Why a glTF file cannot be shown. Whatever can be shown with something missing is a [`Warning`](super::Warning) instead.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// Neither glTF JSON nor GLB, judged by the first bytes.
    #[error("this is neither a glTF nor a GLB file")]
    NotGltf,
    /// The file ends before it should.
    #[error("the file is cut short: {what} needs {needed} bytes, {found} are there")]
    CutShort {
        /// What ends too early.
        what: &'static str,
        /// Bytes that it says it has.
        needed: u64,
        /// Bytes that are there.
        found: u64,
    },
    /// The GLB container is not as glTF 2.0 §4 has it.
    #[error("broken GLB container: {what}")]
    Container {
        /// What is wrong.
        what: &'static str,
    },
    /// Another version of glTF.
    #[error("glTF version {found} cannot be read, only 2.0")]
    Version {
        /// What the file says.
        found: String,
    },
    /// The file says that it cannot be shown without extensions that are not known here.
    #[error("the file requires {names}, which cannot be read")]
    RequiredExtension {
        /// As in `extensionsRequired`, with commas.
        names: String,
    },
    /// The JSON cannot be parsed.
    #[error("broken JSON in line {line}, column {column}: {detail}")]
    Json {
        /// From 1; 0 when unknown.
        line: usize,
        /// From 1; 0 when unknown.
        column: usize,
        /// What is wrong there.
        detail: String,
    },
    /// More than [`Limits`](crate::Limits) allow.
    #[error("{place}: too much: {found} {what}, the limit is {limit}")]
    TooMuch {
        /// Where.
        place: Place,
        /// Of what.
        what: &'static str,
        /// How much there is.
        found: u64,
        /// How much may be.
        limit: u64,
    },
    /// A property is missing, or not what glTF says it is.
    #[error("{place}: {detail}")]
    Malformed {
        /// Where.
        place: Place,
        /// What is wrong.
        detail: String,
    },
    /// Something refers to something that does not exist.
    #[error("{place}: refers to {} {index}, there are {count}", to.english())]
    Dangling {
        /// Where.
        place: Place,
        /// To what kind of thing.
        to: Part,
        /// To which.
        index: u64,
        /// How many there are.
        count: u64,
    },
    /// Data beyond the end of what holds it.
    #[error("{place}: reaches to byte {needed}, there are {found}")]
    OutOfBounds {
        /// Where.
        place: Place,
        /// Where it ends.
        needed: u64,
        /// Bytes that are there.
        found: u64,
    },
    /// A vertex or joint index that counts too far.
    #[error("{place}: index {index} is not less than {count}")]
    IndexTooLarge {
        /// Where.
        place: Place,
        /// The index.
        index: u64,
        /// Vertices or joints that exist.
        count: u64,
    },
    /// Infinite or not a number.
    #[error("{place}: holds a number that is infinite or not a number")]
    NotFinite {
        /// Where.
        place: Place,
    },
    /// An address that leads out of the hall's folder.
    #[error("{place}: the address \"{uri}\" is not a plain path inside the hall's folder")]
    ForbiddenUri {
        /// Where.
        place: Place,
        /// Its beginning.
        uri: String,
    },
    /// A buffer file that is not there.
    #[error("{place}: the file \"{file}\" is missing")]
    MissingFile {
        /// Where.
        place: Place,
        /// Relative to the glTF file.
        file: String,
    },
    /// Data in an encoding that this reader does not have.
    #[error("{place}: the extension {name} cannot be read")]
    Extension {
        /// Where.
        place: Place,
        /// As in `extensionsRequired`.
        name: String,
    },
}

impl ImportError {
    /// Stable, for machines.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotGltf => "gltf-unrecognised",
            Self::CutShort { .. } => "gltf-cut-short",
            Self::Container { .. } => "gltf-container",
            Self::Version { .. } => "gltf-version",
            Self::RequiredExtension { .. } => "gltf-required-extension",
            Self::Json { .. } => "gltf-json",
            Self::TooMuch { .. } => "gltf-too-much",
            Self::Malformed { .. } => "gltf-malformed",
            Self::Dangling { .. } => "gltf-dangling",
            Self::OutOfBounds { .. } => "gltf-out-of-bounds",
            Self::IndexTooLarge { .. } => "gltf-index-too-large",
            Self::NotFinite { .. } => "gltf-not-finite",
            Self::ForbiddenUri { .. } => "gltf-forbidden-uri",
            Self::MissingFile { .. } => "gltf-missing-file",
            Self::Extension { .. } => "gltf-extension",
        }
    }

    /// Where, as far as it is known.
    pub fn place(&self) -> Place {
        match self {
            Self::TooMuch { place, .. }
            | Self::Malformed { place, .. }
            | Self::Dangling { place, .. }
            | Self::OutOfBounds { place, .. }
            | Self::IndexTooLarge { place, .. }
            | Self::NotFinite { place }
            | Self::ForbiddenUri { place, .. }
            | Self::MissingFile { place, .. }
            | Self::Extension { place, .. } => *place,
            _ => Place::FILE,
        }
    }

    pub(super) fn malformed(place: Place, detail: impl Into<String>) -> Self {
        Self::Malformed { place, detail: detail.into() }
    }

    /// Fails when there is more than may be.
    pub(super) fn ensure_at_most(place: Place, what: &'static str, found: u64, limit: u64) -> Result<(), Self> {
        if found > limit { Err(Self::TooMuch { place, what, found, limit }) } else { Ok(()) }
    }

    /// Fails when `index` does not count within `count`.
    pub(super) fn ensure_exists(place: Place, to: Part, index: usize, count: usize) -> Result<(), Self> {
        if index < count { Ok(()) } else { Err(Self::Dangling { place, to, index: index as u64, count: count as u64 }) }
    }
}
