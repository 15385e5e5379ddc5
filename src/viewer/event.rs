//! What the app asks of its shell, and what it tells.

use bytes::Bytes;
use hall::{ImageId, ImageType};

/// What the app asks of its shell, and what it tells.
#[derive(Clone, Debug)]
pub enum Event {
    /// Bring this file, with [`crate::App::supply`] or [`crate::App::fail`].
    Need {
        /// Relative to the hall's folder, with `/`.
        file: String,
        /// What it is for.
        kind: FileKind,
    },
    /// Decode these bytes, and bring the pixels with [`crate::App::set_image`].
    Decode {
        /// Which image of the scene.
        image: ImageId,
        /// What the bytes say they are.
        kind: ImageType,
        /// Encoded.
        bytes: Bytes,
    },
    /// Have a decoder make something of each of these, and bring all of it with [`crate::App::supply_geometry`]. Only a build without its own
    /// asks for it.
    Unpack {
        /// The scene file it belongs to.
        file: String,
        /// Which decoder.
        decoder: Decoder,
        /// What it gets.
        packed: Vec<Bytes>,
    },
    /// The hall has been drawn for the first time; images are still missing.
    FirstLook,
    /// Everything is there.
    Complete,
    /// The visitor came close to this exhibit (counted in hall order), or is close to none any more.
    ExhibitNear(Option<usize>),
    /// The visitor stands before this exhibit and wants to know more.
    ExhibitOpen(usize),
    /// The visitor left the exhibit that was open.
    ExhibitClose,
    /// What can be chosen, or what is, changed: see [`crate::App::offers`].
    Variants,
    /// Something is not as its author meant it, but the hall can be shown.
    Warning(String),
    /// Something is missing or broken.
    Error {
        /// What kind of thing, for programs.
        code: &'static str,
        /// What exactly, for people.
        detail: String,
        /// Which file.
        file: Option<String>,
    },
}

/// Who makes geometry of what is in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decoder {
    /// `hall::gltf::unpack_draco`.
    Draco {
        /// Triangles that all of it together may have.
        most_faces: u64,
        /// Bytes that all of it together may take.
        most_bytes: u64,
    },
    /// `hall::gltf::make_tangents`.
    Tangents,
}

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// glTF or GLB.
    Scene,
    /// Geometry beside a glTF.
    Buffer,
    /// A picture on a surface.
    Image,
}

impl FileKind {
    /// One lower-case word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Scene => "scene",
            Self::Buffer => "buffer",
            Self::Image => "image",
        }
    }
}
