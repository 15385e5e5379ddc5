//! The pictures of a hall on their way to the GPU.

use bytes::Bytes;
use hall::{ImageId, ImageLight, ImageSource, ImageType, Scene};
use render::{Pixels, Renderer};

use super::App;
use super::world::World;
use crate::event::{Event, FileKind};
use crate::setting::Setting;

/// The way of one image of the scene to the GPU.
pub(super) enum Picture {
    /// Asked for, by the name of its file.
    Asked(String),
    /// Encoded, waiting for the first look.
    Waits(ImageType, Bytes),
    Decoding,
    /// On the GPU, or given up.
    Settled,
}

impl App {
    pub(super) fn want_images(&mut self, world: &World) {
        let mut is_used = vec![false; world.scene.images.len()];
        for texture in &world.scene.textures {
            is_used[texture.image.index()] = true;
        }
        for image in
            image_light(&world.scene, self.setting.as_ref()).iter().flat_map(|light| &light.specular_images[..1])
        {
            image.iter().for_each(|image| is_used[image.index()] = true);
        }
        for (image, is_used) in world.scene.images.iter().zip(is_used) {
            self.images.push(match &image.source {
                ImageSource::Bytes(kind, bytes) if is_used => Picture::Waits(*kind, bytes.clone()),
                ImageSource::File(file) if is_used => {
                    let is_asked = self.images.iter().any(|p| matches!(p, Picture::Asked(name) if name == file));
                    if !is_asked {
                        self.events.push_back(Event::Need { file: file.clone(), kind: FileKind::Image });
                    }
                    Picture::Asked(file.clone())
                }
                _ => Picture::Settled,
            });
        }
    }

    /// Has images decoded, but not before the first look.
    pub(super) fn decode_waiting(&mut self) {
        if !self.is_uploaded {
            return;
        }
        for (i, picture) in self.images.iter_mut().enumerate() {
            if !matches!(picture, Picture::Waits(..)) {
                continue;
            }
            if let Picture::Waits(kind, bytes) = std::mem::replace(picture, Picture::Decoding) {
                self.events.push_back(Event::Decode { image: ImageId(i as u32), kind, bytes });
            }
        }
    }

    /// Brings another state of a picture, smaller or larger than the one that is shown, whether that has come or not. What is complete stays so.
    pub fn refine(&mut self, file: &str, bytes: &Bytes) {
        let (Some(world), Some(kind)) = (&self.world, ImageType::sniff(bytes)) else { return };
        for (i, image) in world.scene.images.iter().enumerate() {
            if matches!(&image.source, ImageSource::File(name) if name == file) {
                self.events.push_back(Event::Decode { image: ImageId(i as u32), kind, bytes: bytes.clone() });
            }
        }
    }

    /// Brings rows of an image that is not whole with them.
    pub fn set_band(&mut self, renderer: &mut Renderer, image: ImageId, rows: Pixels<'_>) {
        if !self.is_late(image) {
            renderer.set_image(image, rows);
        }
    }

    /// Whether a screen shows something newer than its poster.
    fn is_late(&self, image: ImageId) -> bool {
        let screens = self.world.as_ref().map_or(&[][..], |world| &world.screens);
        screens.iter().any(|screen| screen.image == image && screen.is_live)
    }

    /// Brings the pixels that [`Event::Decode`] asked for, or the last of their rows; an error is the decoder's own words.
    pub fn set_image(&mut self, renderer: &mut Renderer, image: ImageId, pixels: Result<Pixels<'_>, String>) {
        match pixels {
            Ok(_) if self.is_late(image) => {}
            Ok(pixels) => renderer.set_image(image, pixels),
            Err(words) => self.events.push_back(Event::Warning(["an image cannot be read: ", &words].concat())),
        }
        // One that has been refined before it came is still to come.
        if let Some(picture @ Picture::Decoding) = self.images.get_mut(image.index()) {
            *picture = Picture::Settled;
        }
        self.needs_draw |= !self.is_slow || self.is_settled();
    }

    /// Whether all that is on its way has come.
    pub(super) fn is_settled(&self) -> bool {
        !self.awaits_panorama && self.images.iter().all(|p| matches!(p, Picture::Settled))
    }
}

/// The light that a scene brings along, unless the manifest speaks of another.
pub(super) fn image_light<'a>(scene: &'a Scene, setting: Option<&Setting>) -> Option<&'a ImageLight> {
    let light = scene.image_light.as_ref().filter(|light| !light.specular_images.is_empty());
    light.filter(|_| setting.is_none_or(|s| !s.has_environment))
}

/// Pictures that no shell decodes give way to the plain ones that their files bring along.
pub(super) fn use_stand_ins(scene: &mut Scene) {
    let is_undecoded = |source: &ImageSource| match source {
        ImageSource::Bytes(kind, _) => cfg!(not(target_arch = "wasm32")) && *kind == ImageType::Avif,
        ImageSource::File(file) => cfg!(not(target_arch = "wasm32")) && file.ends_with(".avif"),
        ImageSource::Missing => true,
    };
    for texture in &mut scene.textures {
        let Some(stand_in) = texture.fallback else { continue };
        if is_undecoded(&scene.images[texture.image.index()].source) {
            texture.image = stand_in;
        }
    }
}
