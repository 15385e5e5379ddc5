//! Textures: images and how they are sampled (glTF 2.0 §3.8).

use super::Check;
use super::links::Links;
use super::pointer::item;

/// Extensions that give a texture another image.
const SOURCES: [&str; 3] = ["EXT_texture_avif", "EXT_texture_webp", "KHR_texture_basisu"];

impl Check<'_> {
    pub(super) fn textures(&mut self, links: &mut Links) {
        for (i, texture) in links.all("textures").iter().enumerate() {
            let at = item("textures", i);
            self.resolve(links, texture, "source", "images", &at);
            self.resolve(links, texture, "sampler", "samplers", &at);
            for name in SOURCES {
                if let Some(extension) = texture.extension(name).filter(|_| self.declares(name)) {
                    self.resolve(links, extension, "source", "images", &at.keys(&["extensions", name]));
                }
            }
        }
    }
}
