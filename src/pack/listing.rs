//! `pack.json`: what a pack holds.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::derive::listing::{Derived, Plan};
use crate::texture::Tier;

/// The name of the listing in a pack's folder.
pub const LISTING: &str = "pack.json";
/// The folder of all other files.
pub const FILES: &str = "files";
/// The version of the format, counted up when readers of the last one would go wrong.
pub const VERSION: u32 = 1;

/// A pack: which files stand for which of a hall's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pack {
    /// [`VERSION`].
    pub version: u32,
    /// What made it, with its version; another one may make other bytes.
    pub tool: String,
    /// SHA-256 over names and bytes of all source files, 64 hexadecimal digits.
    pub source: String,
    /// `hall.json`, where there is one, without characters that nobody sees: its paths are the keys of `scenes` and `media`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manifest: Option<FileRef>,
    /// Scenes and models, in the order in which the manifest names them.
    pub scenes: Vec<ScenePack>,
    /// Everything else that the manifest names, by its path there.
    pub media: BTreeMap<String, Media>,
    /// The poster in a few hundred bytes of WebP, for a page that shows something before anything else has come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sketch: Option<FileRef>,
    /// What was made from the scenes together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub derived: Option<Derived>,
    /// In which order all of it is best fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Plan>,
    /// What a visitor fetches at most, for each tier, bytes.
    pub total_bytes: BTreeMap<Tier, u64>,
    /// The same for who fetches [`ScenePack::ktx2`] where there is one; empty where there is none.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub ktx2_bytes: BTreeMap<Tier, u64>,
}

/// A file of a pack. Its name says what is in it, so it never changes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FileRef {
    /// From the pack's folder: `files/` and the SHA-256 of its bytes.
    pub file: String,
    /// How long it is, bytes.
    pub size_bytes: u64,
}

/// A scene or a model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScenePack {
    /// As the manifest names it.
    pub path: String,
    /// With everything that it referred to, bytes.
    pub source_bytes: u64,
    /// Around everything at rest, metres; nothing for an empty scene.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bounds: Option<Bounds>,
    /// How much there is of it.
    pub counts: Counts,
    /// What to fetch.
    pub tiers: BTreeMap<Tier, TierFiles>,
    /// How much of each of [`TierFiles::pictures`] there is to see, where nothing is in the way of anything; their order is that of [`Pack::plan`], or by this.
    pub pictures: Vec<PictureSeen>,
    /// What to fetch instead on a device whose memory is what is scarce: the same with pictures as KTX2 (`KHR_texture_basisu`, required). Empty until it is made.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub ktx2: BTreeMap<Tier, TierFiles>,
}

impl ScenePack {
    /// What to fetch for a tier, with pictures as KTX2 if they are wished for and there.
    pub fn files(&self, tier: Tier, with_ktx2: bool) -> Option<&TierFiles> {
        let ktx2 = self.ktx2.get(&tier).filter(|_| with_ktx2);
        ktx2.or_else(|| self.tiers.get(&tier))
    }
}

/// A box along the axes, metres.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bounds {
    /// Lowest corner.
    pub min: [f32; 3],
    /// Highest corner.
    pub max: [f32; 3],
}

impl Bounds {
    /// Around both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        let corner = |pick: fn(f32, f32) -> f32, a: [f32; 3], b: [f32; 3]| [0, 1, 2].map(|axis| pick(a[axis], b[axis]));
        Self { min: corner(f32::min, self.min, other.min), max: corner(f32::max, self.max, other.max) }
    }
}

/// How much a scene has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Of the source; a pack may have more.
    pub nodes: u64,
    /// As drawn: a mesh shown twice counts twice.
    pub triangles: u64,
    /// Surfaces.
    pub materials: u64,
    /// What moves by itself.
    pub animations: u64,
}

/// A scene as one tier fetches it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TierFiles {
    /// GLB, to be fetched first. It names its pictures by the last part of [`FileRef::file`].
    pub scene: FileRef,
    /// In the order in which they matter; one for each image, of which some may have the same file.
    pub pictures: Vec<FileRef>,
    /// As drawn: a mesh shown twice counts twice.
    #[serde(default)]
    pub triangles: u64,
    /// Of all of these, each once, bytes.
    pub total_bytes: u64,
    /// All pictures in one file, for who wants to ask once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bundle: Option<Bundle>,
}

/// Pictures one after the other: first all small ones, then all as they are, each in the order of [`TierFiles::pictures`], of which a file that stands there twice is
/// in it once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bundle {
    /// The file.
    #[serde(flatten)]
    pub file: FileRef,
    /// How long each small picture is, bytes; 0 for what has none.
    pub small_bytes: Vec<u64>,
    /// What each picture takes on a device with all its levels, about, bytes.
    pub memory_bytes: Vec<u64>,
}

/// How much of a picture is seen from where a visitor begins.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PictureSeen {
    /// The angle that the largest thing with it fills, radians; 0 for what is not in view.
    pub angle: f32,
    /// To the nearest thing with it, metres.
    pub distance: f32,
    /// Around everything with it at rest, metres, to a decimetre.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bounds: Option<Bounds>,
    /// Whether it is computed light, of which no small one is of use: its parts would flow into each other.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_light: bool,
}

/// A file that is neither scene nor model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Media {
    /// The same for everyone.
    One(FileRef),
    /// A picture.
    Tiers(BTreeMap<Tier, FileRef>),
}

impl Media {
    /// The file for a tier.
    pub fn of_tier(&self, tier: Tier) -> Option<&FileRef> {
        match self {
            Self::One(file) => Some(file),
            Self::Tiers(tiers) => tiers.get(&tier),
        }
    }
}
