//! What pictures are to the materials that show them.

use serde_json::Value;

use crate::bake::LIGHT_PROBES;
use crate::document::{Document, Kind, extension, index, visit};

/// What the numbers of a picture are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Content {
    /// Colours that are seen, as sRGB.
    #[default]
    Color,
    /// Light on walls, in which steps are seen first; as sRGB.
    Light,
    /// Roughness and the like, each channel for itself.
    Data,
    /// Directions.
    Normal,
}

/// What a picture is to all who show it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Usage {
    /// The most delicate of its uses.
    pub content: Content,
    /// Whether anybody reads its alpha.
    pub has_alpha: bool,
    /// Which of red, green and blue nobody reads.
    pub is_idle: [bool; 3],
    /// Read by an extension in its own way: it must stay as it came.
    pub is_raw: bool,
}

impl Usage {
    /// A picture that is only looked at.
    pub const PICTURE: Self = Self { content: Content::Color, has_alpha: true, is_idle: [false; 3], is_raw: false };

    /// Whether its numbers are colours, to be mixed as light.
    pub fn is_color(self) -> bool {
        matches!(self.content, Content::Color | Content::Light)
    }

    /// Whether its numbers are directions.
    pub fn is_normal(self) -> bool {
        self.content == Content::Normal
    }

    fn join(&mut self, other: Self) {
        self.content = self.content.max(other.content);
        self.has_alpha |= other.has_alpha;
        self.is_idle = [0, 1, 2].map(|channel| self.is_idle[channel] && other.is_idle[channel]);
        self.is_raw |= other.is_raw;
    }

    /// Of the texture of this name in a material.
    fn of_slot(slot: &str, is_opaque: bool) -> Self {
        let (content, has_alpha) = match slot {
            "baseColorTexture" | "diffuseTexture" => (Content::Color, !is_opaque),
            "emissiveTexture" | "specularColorTexture" | "sheenColorTexture" | "diffuseTransmissionColorTexture" => {
                (Content::Color, false)
            }
            "specularGlossinessTexture" => (Content::Color, true),
            "MOZ_lightmap" | LIGHT_PROBES => (Content::Light, true),
            "normalTexture" | "clearcoatNormalTexture" => (Content::Normal, false),
            "anisotropyTexture" => (Content::Data, false),
            _ => match Self::read(slot) {
                Some(channels) => return Self::of_data(channels),
                None => (Content::Data, true),
            },
        };
        Self { content, has_alpha, ..Self::default() }
    }

    /// Which of red, green, blue and alpha are read of the textures that are numbers each for itself.
    fn read(slot: &str) -> Option<[bool; 4]> {
        Some(match slot {
            "metallicRoughnessTexture" => [false, true, true, false],
            "occlusionTexture" | "clearcoatTexture" | "transmissionTexture" | "iridescenceTexture" => {
                [true, false, false, false]
            }
            "clearcoatRoughnessTexture" | "thicknessTexture" | "iridescenceThicknessTexture" => {
                [false, true, false, false]
            }
            "specularTexture" | "sheenRoughnessTexture" | "diffuseTransmissionTexture" => [false, false, false, true],
            _ => return None,
        })
    }

    fn of_data([red, green, blue, alpha]: [bool; 4]) -> Self {
        Self { content: Content::Data, has_alpha: alpha, is_idle: [!red, !green, !blue], is_raw: false }
    }
}

/// What each picture of a document is used for; `None` for one that nothing shows.
pub fn usages(document: &Document) -> Vec<Option<Usage>> {
    let mut of_image = vec![None; document.array("images").len()];
    let mut join = |image: usize, usage: Usage| {
        if let Some(known) = of_image.get_mut(image) {
            known.get_or_insert(usage).join(usage);
        }
    };
    for material in document.array("materials") {
        let is_opaque = material.get("alphaMode").is_none_or(|mode| mode == "OPAQUE");
        each_texture(material, &mut |slot, texture| {
            let Some(texture) = document.array("textures").get(texture) else { return };
            let usage = Usage::of_slot(slot, is_opaque);
            sources(texture).into_iter().for_each(|image| join(image, usage));
        });
    }
    for scene in document.array("scenes") {
        let faces = extension(scene, LIGHT_PROBES).and_then(|probes| index(probes.get("faces")?, "index"));
        if let Some(texture) = faces.and_then(|texture| document.array("textures").get(texture)) {
            sources(texture).into_iter().for_each(|image| join(image, Usage::of_slot(LIGHT_PROBES, true)));
        }
    }
    // Images that something else than a texture shows.
    let mut others = document.root.clone();
    if let Value::Object(others) = &mut others {
        others.remove("textures");
    }
    visit(&mut others, Kind::Image, &mut |number| {
        let raw = Usage { content: Content::Data, has_alpha: true, is_idle: [false; 3], is_raw: true };
        join(number.as_u64().unwrap_or(u64::MAX) as usize, raw);
    });
    of_image
}

/// The pictures of a texture, whatever their form.
fn sources(texture: &Value) -> Vec<usize> {
    let extensions = texture.get("extensions").and_then(Value::as_object).into_iter().flatten();
    extensions.filter_map(|(_, extension)| index(extension, "source")).chain(index(texture, "source")).collect()
}

/// Gives name and number of every texture of a material.
pub fn each_texture(value: &Value, found: &mut dyn FnMut(&str, usize)) {
    let Value::Object(object) = value else { return };
    for (name, child) in object.iter().filter(|(name, _)| *name != "extras") {
        if let Some(texture) = index(child, "index") {
            found(name, texture);
        }
        each_texture(child, found);
    }
}
