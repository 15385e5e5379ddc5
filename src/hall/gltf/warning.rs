//! What was odd about a file that can be shown all the same.

use std::fmt;

use bytes::Bytes;

use super::error::ImportError;
use super::place::{Part, Place};

/// Something odd about a file that can be shown all the same, and what was done about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Warning {
    /// Where.
    pub place: Place,
    /// What.
    pub kind: WarningKind,
}

/// What was odd, and what was done about it.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum WarningKind {
    /// Bytes after the end of the GLB; ignored.
    #[error("{bytes} bytes after the end of the GLB are ignored")]
    TrailingBytes {
        /// How many.
        bytes: u64,
    },
    /// A GLB chunk of unknown type, or one too many; ignored.
    #[error("an unknown or repeated GLB chunk is ignored")]
    StrayChunk,
    /// A GLB chunk whose length is not a multiple of four.
    #[error("a GLB chunk is not aligned to four bytes")]
    UnalignedChunk,
    /// A byte order mark before the JSON; skipped.
    #[error("a byte order mark before the JSON is skipped")]
    ByteOrderMark,
    /// The same key twice in one object; the last one counts.
    #[error("the key \"{key}\" appears twice in one object; the last one counts")]
    DuplicateKey {
        /// Which.
        key: String,
    },
    /// A property that is not what glTF says it is; taken as absent.
    #[error("the property \"{property}\" is not valid and taken as absent")]
    InvalidProperty {
        /// Which.
        property: &'static str,
    },
    /// A name that is too long or has control characters; cut or cleaned.
    #[error("the name is too long or has control characters; cleaned")]
    Name,
    /// An extension that is not known here, and without which the file can be shown.
    #[error("the extension {name} is not known; ignored")]
    UnknownExtension {
        /// Which.
        name: String,
    },
    /// An extension that is known and left out.
    #[error("the extension {name} is not supported; {instead}")]
    ExtensionIgnored {
        /// Which.
        name: &'static str,
        /// What is done instead.
        instead: &'static str,
    },
    /// An extension object that cannot be read; taken as absent.
    #[error("the extension {name} is malformed and taken as absent")]
    ExtensionMalformed {
        /// Which.
        name: &'static str,
    },
    /// Something refers to something that does not exist; taken as absent.
    #[error("refers to {} {index}, which does not exist; taken as absent", to.english())]
    Dangling {
        /// To what kind of thing.
        to: Part,
        /// To which.
        index: u64,
    },
    /// A part of the file that is broken, and not used by anything that is shown.
    #[error("broken: {0}")]
    Broken(Box<ImportError>),
    /// A node with two parents, or inside itself; the first parent counts.
    #[error("the node has more than one parent or is inside itself; the first parent counts")]
    NodeShared,
    /// A joint that is not in the scene; taken in without its meshes.
    #[error("a joint is not part of the scene; taken in")]
    JointOutsideScene,
    /// A matrix that translation, rotation and scale cannot express; the shear is lost.
    #[error("the matrix is sheared or not invertible; the nearest translation, rotation and scale is used")]
    Matrix,
    /// A rotation that is not of unit length; normalised.
    #[error("the rotation is not of unit length; normalised")]
    Rotation,
    /// The file has no scene.
    #[error("the file has no scene; all nodes without a parent are shown")]
    NoScene,
    /// Nothing to be seen.
    #[error("there is nothing to be seen in the scene")]
    Empty,
    /// A primitive without positions or without a whole triangle; skipped.
    #[error("the primitive has nothing to draw; skipped")]
    EmptyPrimitive,
    /// Indices that do not make whole triangles or lines; the rest is ignored.
    #[error("the last indices make no whole triangle or line; ignored")]
    LeftoverIndices,
    /// Normals, tangents, colours or texture coordinates that are not numbers, or normals without length; replaced.
    #[error("{attribute} holds values that are not usable; replaced")]
    UnusableValues {
        /// Which attribute.
        attribute: &'static str,
    },
    /// An attribute of the wrong type or length; ignored.
    #[error("{attribute} has the wrong type or number of values; ignored")]
    AttributeIgnored {
        /// Which attribute.
        attribute: &'static str,
    },
    /// `min` and `max` of positions lie; the real ones are used.
    #[error("min and max of the positions are not true; computed anew")]
    Bounds,
    /// A material wants texture coordinates that the primitive lacks.
    #[error("the material wants texture coordinates that the primitive does not have")]
    NoTextureCoordinates,
    /// Nobody could make the tangents that a normal map needs; ones that only lie in the surface are used.
    #[error(
        "tangents for the normal map are missing and could not be made; its bumps are lit from the wrong side in places"
    )]
    NoTangents,
    /// More than two texture coordinate sets in one material; the two that most textures use are kept.
    #[error("the material uses more than two texture coordinate sets; the two that most textures use are kept")]
    TextureCoordinateSets,
    /// An image whose bytes are neither PNG, JPEG, WebP, AVIF nor KTX2; shown white.
    #[error("the image is neither PNG, JPEG, WebP, AVIF nor KTX2; shown white")]
    ImageUnknown {
        /// How it begins.
        head: Bytes,
    },
    /// An image whose type is not the one the file claims.
    #[error("the image is not of the type that the file claims")]
    ImageType,
    /// An image with an address that is not allowed; shown white.
    #[error("the address \"{uri}\" is not a plain path inside the hall's folder; shown white")]
    ImageUri {
        /// Its beginning.
        uri: String,
    },
    /// A buffer shorter than it says.
    #[error("the buffer has {found} bytes, it says {needed}")]
    BufferShort {
        /// What it says.
        needed: u64,
        /// What is there.
        found: u64,
    },
    /// Fewer inverse bind matrices than joints; the identity is used.
    #[error("there are fewer inverse bind matrices than joints; the identity is used")]
    BindMatrices,
    /// Key times that do not increase; the later ones of each pair are dropped.
    #[error("key times do not increase; those that go back are dropped")]
    KeyTimes,
    /// An animation channel that cannot be played; ignored.
    #[error("the channel cannot be played; ignored")]
    ChannelIgnored,
}

impl Warning {
    pub(super) fn new(place: Place, kind: WarningKind) -> Self {
        Self { place, kind }
    }

    /// Stable, for machines.
    pub fn code(&self) -> &'static str {
        use WarningKind as K;
        match &self.kind {
            K::TrailingBytes { .. } => "gltf-trailing-bytes",
            K::StrayChunk => "gltf-stray-chunk",
            K::UnalignedChunk => "gltf-unaligned-chunk",
            K::ByteOrderMark => "gltf-byte-order-mark",
            K::DuplicateKey { .. } => "gltf-duplicate-key",
            K::InvalidProperty { .. } => "gltf-invalid-property",
            K::Name => "gltf-name",
            K::UnknownExtension { .. } => "gltf-unknown-extension",
            K::ExtensionIgnored { .. } => "gltf-extension-ignored",
            K::ExtensionMalformed { .. } => "gltf-extension-malformed",
            K::Dangling { .. } => "gltf-dangling-look",
            K::Broken(_) => "gltf-broken-part",
            K::NodeShared => "gltf-node-shared",
            K::JointOutsideScene => "gltf-joint-outside-scene",
            K::Matrix => "gltf-matrix",
            K::Rotation => "gltf-rotation",
            K::NoScene => "gltf-no-scene",
            K::Empty => "gltf-empty",
            K::EmptyPrimitive => "gltf-empty-primitive",
            K::LeftoverIndices => "gltf-leftover-indices",
            K::UnusableValues { .. } => "gltf-unusable-values",
            K::AttributeIgnored { .. } => "gltf-attribute-ignored",
            K::Bounds => "gltf-bounds",
            K::NoTextureCoordinates => "gltf-no-texture-coordinates",
            K::NoTangents => "gltf-no-tangents",
            K::TextureCoordinateSets => "gltf-texture-coordinate-sets",
            K::ImageUnknown { .. } => "gltf-image-unknown",
            K::ImageType => "gltf-image-type",
            K::ImageUri { .. } => "gltf-image-uri",
            K::BufferShort { .. } => "gltf-buffer-short",
            K::BindMatrices => "gltf-bind-matrices",
            K::KeyTimes => "gltf-key-times",
            K::ChannelIgnored => "gltf-channel-ignored",
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.is_file() { write!(f, "{}", self.kind) } else { write!(f, "{}: {}", self.place, self.kind) }
    }
}

/// Notes something odd. A broken file can be odd in a million places; a person reads the first few.
pub(super) fn add(warnings: &mut Vec<Warning>, place: Place, kind: WarningKind) {
    const ENOUGH: usize = 1000;
    if warnings.len() < ENOUGH {
        warnings.push(Warning::new(place, kind));
    }
}
