//! Surfaces that show films.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Text;

/// What a screen can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScreenFormat {
    /// A film.
    Mp4,
    /// A film.
    WebM,
    /// A picture that moves.
    Gif,
    /// A picture that moves.
    WebP,
    /// A picture that moves.
    Png,
    /// A picture that moves; not in every browser.
    Avif,
}

impl ScreenFormat {
    /// The endings that files of it have, the usual one first.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Mp4 => &["mp4", "m4v"],
            Self::WebM => &["webm"],
            Self::Gif => &["gif"],
            Self::WebP => &["webp"],
            Self::Png => &["png", "apng"],
            Self::Avif => &["avif"],
        }
    }
}

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
    /// MP4 (H.264), or WebM, which older iPhones don't play; or a GIF, WebP or PNG that moves.
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

impl Screen {
    /// Whether its file is of this format, by its ending: the one thing that pages know of it.
    pub fn is_of(&self, format: ScreenFormat) -> bool {
        let ending = self.file.rsplit_once('.').map_or("", |(_, ending)| ending);
        format.endings().iter().any(|known| ending.eq_ignore_ascii_case(known))
    }

    /// Whether it shows a film, not a picture.
    pub fn is_film(&self) -> bool {
        self.is_of(ScreenFormat::Mp4) || self.is_of(ScreenFormat::WebM)
    }
}
