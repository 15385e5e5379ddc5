//! Where things and visitors are.

use glam::Vec3;
use serde::{Deserialize, Serialize};

use super::Text;

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
