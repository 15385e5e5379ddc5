//! `hall.json`, version 1: what a hall shows, in which words, and where a visitor stands.
//!
//! Angles are degrees here (people write this file) and radians everywhere else. Files are named by relative paths with `/`.

use std::collections::BTreeMap;

use glam::Vec3;
use serde::{Deserialize, Serialize};

pub use crate::text::Text;

/// The manifest of a hall.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Hall {
    /// Of this format; 1.
    pub version: u32,
    /// The name of the hall.
    pub title: Text,
    /// One or two sentences: lists, link previews, the catalogue.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub summary: Text,
    /// Who shows this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organiser: Option<Organiser>,
    /// The glTF or GLB files that make the room, shown together in one space.
    pub scenes: Vec<String>,
    /// A picture shown before the room is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poster: Option<String>,
    /// Light that comes from all around.
    #[serde(default)]
    pub environment: Environment,
    /// Factor on all light before tone mapping.
    #[serde(default = "one")]
    pub exposure: f32,
    /// From light to what a screen shows.
    #[serde(default, skip_serializing_if = "ToneMapping::is_default")]
    pub tone_mapping: ToneMapping,
    /// Where a visitor begins; derived from the scene when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spawn: Option<Spawn>,
    /// Named places to look from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub viewpoints: Vec<Viewpoint>,
    /// Groups of exhibits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section>,
    /// What there is to see.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exhibits: Vec<Exhibit>,
    /// Ways through the hall.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tours: Vec<Tour>,
    /// Doors to other halls.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub portals: Vec<Portal>,
    /// A drawing of the hall from above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor_plan: Option<FloorPlan>,
    /// Sound in the hall.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub audio: Vec<Sound>,
    /// What visitors can take part in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<Activity>,
    /// Who made what is shown, and on which terms.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub licences: Vec<Licence>,
    /// Which contents were made by generative AI; absent means none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ai_generated: Option<Text>,
}

fn one() -> f32 {
    1.0
}

/// Who shows a hall.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Organiser {
    /// Of the park, the district or the enterprise.
    pub name: Text,
    /// Its own site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Light that comes from all around.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Environment {
    /// Which one.
    pub preset: EnvironmentPreset,
    /// A panorama in Radiance's HDR format that takes its place: a path beside `hall.json`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub panorama: Option<String>,
    /// Factor on its light.
    pub intensity: f32,
    /// Turned about +Y, degrees.
    pub rotation_deg: f32,
}

impl Default for Environment {
    fn default() -> Self {
        Self { preset: EnvironmentPreset::Studio, panorama: None, intensity: 1.0, rotation_deg: 0.0 }
    }
}

/// Environments that the renderer brings along.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum EnvironmentPreset {
    /// Neutral soft boxes in a white room.
    #[default]
    Studio,
    /// A bright hall under a glass roof at noon.
    Atrium,
    /// Warm lamps and a blue hour behind the windows.
    Evening,
}

/// From light to what a screen shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ToneMapping {
    /// Khronos PBR Neutral: colours stay what they are.
    #[default]
    Neutral,
    /// Like film, strong in contrast.
    Aces,
    /// Like film, soft.
    Agx,
    /// Bright light is cut off.
    None,
}
impl ToneMapping {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Where a visitor begins.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Spawn {
    /// On the floor (where the feet are), metres.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "[f32; 3]"))]
    pub position: Vec3,
    /// 0 looks along -Z; counter-clockwise seen from above (90 looks along -X).
    #[serde(default)]
    pub heading_deg: f32,
}

/// A named place to look from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Viewpoint {
    /// Unique among viewpoints.
    pub id: String,
    /// Shown in lists; may be empty.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub title: Text,
    /// Where the eye is, metres.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "[f32; 3]"))]
    pub eye: Vec3,
    /// 0 looks along -Z; counter-clockwise seen from above.
    #[serde(default)]
    pub heading_deg: f32,
    /// Upwards is positive.
    #[serde(default)]
    pub pitch_deg: f32,
    /// Vertical field of view; the visitor's own when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fov_deg: Option<f32>,
}

/// A group of exhibits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Section {
    /// Unique among sections.
    pub id: String,
    /// Its heading.
    pub title: Text,
    /// Its introduction.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub summary: Text,
}

/// Something to see.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Exhibit {
    /// Unique among exhibits.
    pub id: String,
    /// Its name.
    pub title: Text,
    /// One sentence.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub summary: Text,
    /// Paragraphs, separated by empty lines.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub body: Text,
    /// The section it belongs to, by id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Where it is.
    pub anchor: Anchor,
    /// The viewpoint to see it from, by id; derived from the anchor when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub viewpoint: Option<String>,
    /// Pictures, films, sound, documents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<Media>,
    /// A glTF or GLB file of the exhibit alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Material variants of what is at the anchor that may be chosen, by their name in the file, in this order; all of them when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<String>,
    /// Whom to ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
}

/// Where something is: `{"node": "name"}` or `{"position": [x, y, z]}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    /// A node of the scene by name; everything below it belongs to it.
    Node(String),
    /// A point in the hall, metres.
    Position(#[cfg_attr(not(target_arch = "wasm32"), schemars(with = "[f32; 3]"))] Vec3),
}

/// A picture, film, sound or document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Media {
    /// What it is.
    pub kind: MediaKind,
    /// Its file.
    pub file: String,
    /// What is to be seen or heard, for those who can't.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub alt: Text,
    /// Shown under it.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub caption: Text,
}

/// Kinds of media.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum MediaKind {
    /// PNG, JPEG or WebP.
    Image,
    /// MP4 (H.264, AAC).
    Video,
    /// MP3, M4A or Ogg.
    Audio,
    /// PDF.
    Document,
}

/// Whom to ask about an exhibit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Contact {
    /// The enterprise or department.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub name: Text,
    /// With the area code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// An e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// A postal address.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub address: Text,
    /// Its own site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// A way through the hall.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Tour {
    /// Unique among tours.
    pub id: String,
    /// Its name.
    pub title: Text,
    /// In order.
    pub stops: Vec<Stop>,
}

/// A stop of a tour: at an exhibit or at a viewpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Stop {
    /// The exhibit shown, by id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exhibit: Option<String>,
    /// The viewpoint to stand at, by id; the exhibit's own when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub viewpoint: Option<String>,
    /// What the guide says.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub narration: Text,
    /// The narration spoken: language → audio file.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub audio: BTreeMap<String, String>,
    /// Its captions: language → WebVTT file.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub captions: BTreeMap<String, String>,
}

/// A door to another hall.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Portal {
    /// The other hall's slug on the same server.
    pub hall: String,
    /// Where the door is.
    pub anchor: Anchor,
    /// What is written on it.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub title: Text,
}

/// A drawing of the hall from above; -Z is up on the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct FloorPlan {
    /// The picture.
    pub file: String,
    /// Lowest x and z that the picture shows, metres.
    pub min: [f32; 2],
    /// Highest x and z that the picture shows, metres.
    pub max: [f32; 2],
}

/// Sound in the hall.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Sound {
    /// An audio file.
    pub file: String,
    /// Where it comes from; everywhere when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<Anchor>,
    /// Factor on its loudness.
    #[serde(default = "one")]
    pub gain: f32,
}

/// Something visitors can take part in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Activity {
    /// Unique among activities.
    pub id: String,
    /// Its name.
    pub title: Text,
    /// What one does.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub summary: Text,
    /// RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<String>,
    /// RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<String>,
}

/// Who made something, and on which terms it is shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Licence {
    /// What this is about: a file, or words.
    pub what: String,
    /// An SPDX identifier, or words.
    pub licence: String,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Where it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}
