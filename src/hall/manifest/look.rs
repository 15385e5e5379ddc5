//! The light and the colours of a hall.

use serde::{Deserialize, Serialize};

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
    pub(super) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
