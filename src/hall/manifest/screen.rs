//! Surfaces that show films.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Text;

/// A surface of the hall that shows a film or a picture that moves, without sound unless a visitor asks for it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Screen {
    /// Unique among screens.
    pub id: String,
    /// What it is called where it can be played and paused.
    pub title: Text,
    /// The node that shows it, by name, with everything below it. Its texture coordinates say which way is up.
    pub node: String,
    /// Only surfaces of this material show it, by name; all of the node when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub material: Option<String>,
    /// MP4 (H.264) or WebM; or a GIF, WebP or PNG that moves.
    pub file: String,
    /// Shown until it plays, and where nothing plays; what the material itself shows when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poster: Option<String>,
    /// What is to be seen, for those who can't.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub alt: Text,
    /// Its captions: language → WebVTT file.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub captions: BTreeMap<String, String>,
}
