//! What happens in a hall: tours, sound, activities.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Anchor, Text, one};

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
