//! `hall.json`, version 1: what a hall shows, in which words, and where a visitor stands.
//!
//! Angles are degrees here (people write this file) and radians everywhere else. Files are named by relative paths with `/`.

mod exhibit;
mod look;
mod place;
mod screen;
mod tour;

use serde::{Deserialize, Serialize};

pub use crate::text::Text;
pub use exhibit::{Contact, Exhibit, Media, MediaKind, Section};
pub use look::{Environment, EnvironmentPreset, ToneMapping};
pub use place::{Anchor, FloorPlan, Portal, Spawn, Viewpoint};
pub use screen::{Screen, ScreenFormat};
pub use tour::{Activity, Sound, Stop, Tour};

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
    /// Whether the light of what stands still is computed when the hall is packed, unless whoever packs it says otherwise.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bake: bool,
    /// Factor on all light before tone mapping.
    #[serde(default = "one")]
    pub exposure: f32,
    /// Exposure that follows what is seen, within limits; without it the exposure stays as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auto_exposure: Option<AutoExposure>,
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
    /// Surfaces that show films.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub screens: Vec<Screen>,
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

/// Exposure that follows what is seen, as eyes get used to a darker room, on top of [`Hall::exposure`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(default)]
pub struct AutoExposure {
    /// The darkest that bright places get, in steps of a factor of two (EV).
    pub min_ev: f32,
    /// The brightest that dark places get, in steps of a factor of two (EV).
    pub max_ev: f32,
}

impl Default for AutoExposure {
    fn default() -> Self {
        Self { min_ev: -1.0, max_ev: 1.0 }
    }
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
