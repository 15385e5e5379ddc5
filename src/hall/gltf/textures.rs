//! Textures: pairs of image and sampler.

use ::gltf::json::texture::{MagFilter, MinFilter, Sampler as Source, WrappingMode};
use ::gltf::json::validation::Checked;

use super::Import;
use super::ext_texture_webp;
use super::place::{Part, Place};
use super::warning::WarningKind;
use crate::{Image, ImageId, ImageSource, MipFilter, Sampler, Scene, Texture, Wrap};

impl Import<'_> {
    pub(super) fn textures(&mut self, scene: &mut Scene) {
        scene.images = self.images();
        let elements = self.elements;
        for (i, element) in elements.textures.iter().enumerate() {
            let place = Place::of(Part::Texture, i);
            let texture = element.get(place).map_err(|e| self.warn(place, WarningKind::Broken(Box::new(e)))).ok();
            let plain = texture.map(|t| t.source.value()).filter(|i| *i != u32::MAX as usize);
            let source = ext_texture_webp::source(element).or(plain);
            if source.is_none() && element.extension("KHR_texture_basisu").is_some() {
                let instead = "shown white";
                self.warn(place, WarningKind::ExtensionIgnored { name: "KHR_texture_basisu", instead });
            }
            let image = source.filter(|i| *i < elements.images.len()).map(|i| ImageId(i as u32));
            if let (None, Some(index)) = (image, source) {
                self.warn(place, WarningKind::Dangling { to: Part::Image, index: index as u64 });
            }
            let image = image.unwrap_or_else(|| missing_image(&mut scene.images));
            let sampler =
                texture.and_then(|t| t.sampler).map_or_else(Sampler::default, |s| self.sampler(s.value(), place));
            scene.textures.push(Texture { image, sampler });
        }
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

fn sampler(source: &Source) -> Sampler {
    use MinFilter as M;
    let (min_linear, mip) = match source.min_filter {
        Some(Checked::Valid(M::Nearest)) => (false, None),
        Some(Checked::Valid(M::Linear)) => (true, None),
        Some(Checked::Valid(M::NearestMipmapNearest)) => (false, Some(MipFilter::Nearest)),
        Some(Checked::Valid(M::LinearMipmapNearest)) => (true, Some(MipFilter::Nearest)),
        Some(Checked::Valid(M::NearestMipmapLinear)) => (false, Some(MipFilter::Linear)),
        Some(Checked::Valid(M::LinearMipmapLinear) | Checked::Invalid) | None => (true, Some(MipFilter::Linear)),
    };
    Sampler {
        mag_linear: !matches!(source.mag_filter, Some(Checked::Valid(MagFilter::Nearest))),
        min_linear,
        mip,
        wrap_u: wrap(source.wrap_s),
        wrap_v: wrap(source.wrap_t),
    }
}

fn wrap(mode: Checked<WrappingMode>) -> Wrap {
    match mode {
        Checked::Valid(WrappingMode::ClampToEdge) => Wrap::Clamp,
        Checked::Valid(WrappingMode::MirroredRepeat) => Wrap::Mirror,
        Checked::Valid(WrappingMode::Repeat) | Checked::Invalid => Wrap::Repeat,
    }
}
