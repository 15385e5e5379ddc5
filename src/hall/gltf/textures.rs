//! Textures: pairs of image and sampler.

use super::Import;
use super::place::{Part, Place};
use super::source;
use super::warning::WarningKind;
use super::{ext_texture_avif, ext_texture_webp, khr_texture_basisu};
use crate::{Image, ImageId, ImageSource, MipFilter, Sampler, Scene, Texture, Wrap};

impl Import<'_> {
    pub(super) fn textures(&mut self, scene: &mut Scene) {
        scene.images = self.images();
        let elements = self.elements;
        for (i, element) in elements.textures.iter().enumerate() {
            let place = Place::of(Part::Texture, i);
            let texture = element.get(place).map_err(|e| self.warn(place, WarningKind::Broken(Box::new(e)))).ok();
            // The best first: the smallest in memory, then the smallest to load.
            let sources = [
                khr_texture_basisu::source(element),
                ext_texture_avif::source(element),
                ext_texture_webp::source(element),
                texture.and_then(|t| t.source),
            ];
            let mut images = sources.into_iter().flatten().filter_map(|index| self.image_of(index, place));
            let (image, fallback) = (images.next(), images.next());
            let image = image.unwrap_or_else(|| missing_image(&mut scene.images));
            let sampler = texture.and_then(|t| t.sampler).map_or_else(Sampler::default, |s| self.sampler(s, place));
            scene.textures.push(Texture { image, fallback, sampler });
        }
    }

    fn image_of(&mut self, index: usize, place: Place) -> Option<ImageId> {
        if index < self.elements.images.len() {
            return Some(ImageId(index as u32));
        }
        self.warn(place, WarningKind::Dangling { to: Part::Image, index: index as u64 });
        None
    }

    fn sampler(&mut self, index: usize, place: Place) -> Sampler {
        let Some(element) = self.elements.samplers.get(index) else {
            self.warn(place, WarningKind::Dangling { to: Part::Sampler, index: index as u64 });
            return Sampler::default();
        };
        let place = Place::of(Part::Sampler, index);
        match element.get(place) {
            Ok(source) => sampler(source),
            Err(error) => {
                self.warn(place, WarningKind::Broken(Box::new(error)));
                Sampler::default()
            }
        }
    }
}

/// An image for textures that have none.
fn missing_image(images: &mut Vec<Image>) -> ImageId {
    let is_missing = |image: &Image| matches!(image.source, ImageSource::Missing);
    let at = images.iter().position(is_missing).unwrap_or_else(|| {
        images.push(Image { name: String::new(), source: ImageSource::Missing });
        images.len() - 1
    });
    ImageId(at as u32)
}

// The numbers are those of OpenGL (glTF 2.0 §5.26).
const NEAREST: u64 = 9728;
const LINEAR: u64 = 9729;
const NEAREST_MIPMAP_NEAREST: u64 = 9984;
const LINEAR_MIPMAP_NEAREST: u64 = 9985;
const NEAREST_MIPMAP_LINEAR: u64 = 9986;
const CLAMP_TO_EDGE: u64 = 33071;
const MIRRORED_REPEAT: u64 = 33648;

/// What is unknown is as if it weren't there.
fn sampler(source: &source::Sampler) -> Sampler {
    let (min_linear, mip) = match source.min_filter {
        Some(NEAREST) => (false, None),
        Some(LINEAR) => (true, None),
        Some(NEAREST_MIPMAP_NEAREST) => (false, Some(MipFilter::Nearest)),
        Some(LINEAR_MIPMAP_NEAREST) => (true, Some(MipFilter::Nearest)),
        Some(NEAREST_MIPMAP_LINEAR) => (false, Some(MipFilter::Linear)),
        _ => (true, Some(MipFilter::Linear)),
    };
    Sampler {
        mag_linear: source.mag_filter != Some(NEAREST),
        min_linear,
        mip,
        wrap_u: wrap(source.wrap_s),
        wrap_v: wrap(source.wrap_t),
    }
}

fn wrap(mode: Option<u64>) -> Wrap {
    match mode {
        Some(CLAMP_TO_EDGE) => Wrap::Clamp,
        Some(MIRRORED_REPEAT) => Wrap::Mirror,
        _ => Wrap::Repeat,
    }
}
