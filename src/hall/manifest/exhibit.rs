//! What there is to see and to read.

use serde::{Deserialize, Serialize};

use super::{Anchor, Text};

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
    /// PNG, JPEG or WebP; SVG where the hall is packed.
    Image,
    /// MP4 (H.264, AAC).
    Video,
    /// MP3, M4A or WAV; Ogg, which most iPhones don't play.
    Audio,
    /// PDF, without scripts, forms and attachments.
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
