//! `EXT_lights_image_based`: light from all around, as a cube and as spherical harmonics.

use glam::{Quat, Vec3};

use super::json::ValueExt;
use super::place::{Part, Place};
use super::warning::WarningKind;
use super::{Import, vertices};
use crate::json::Json;
use crate::{ImageId, ImageLight, Scene};

pub(super) const NAME: &str = "EXT_lights_image_based";

/// A level has half the side of the one before.
const LEVELS_MAX: usize = 16;

impl Import<'_> {
    /// The light that the scene on show refers to.
    pub(super) fn image_light(&mut self, scene: &mut Scene) {
        let index = self.elements.scene.unwrap_or(0);
        let Some(extension) = self.elements.scenes.get(index).and_then(|scene| scene.extension(NAME)) else { return };
        let lights = self.elements.extensions.get(NAME).and_then(|e| e.get("lights")).and_then(Json::as_array);
        let light = extension.index("light").and_then(|light| lights?.get(light));
        scene.image_light = light.and_then(|light| image_light(light, self.elements.images.len()));
        if scene.image_light.is_none() {
            self.warn(Place::of(Part::Scene, index), WarningKind::ExtensionMalformed { name: NAME });
        }
    }
}

fn image_light(light: &Json, images: usize) -> Option<ImageLight> {
    let mut irradiance = [Vec3::ZERO; 9];
    let coefficients = light.get("irradianceCoefficients")?.as_array()?;
    for (into, coefficient) in irradiance.iter_mut().zip(coefficients) {
        if !coefficient.read_f32s(AsMut::<[f32; 3]>::as_mut(into)) {
            return None;
        }
    }
    let mut specular_images = Vec::new();
    for level in light.get("specularImages")?.as_array()?.iter().take(LEVELS_MAX) {
        let mut faces = [ImageId(0); 6];
        let level = level.as_array().filter(|level| level.len() == faces.len())?;
        for (face, image) in faces.iter_mut().zip(level) {
            *face = ImageId(image.as_u64().filter(|image| *image < images as u64)? as u32);
        }
        specular_images.push(faces);
    }
    let rotation = light.f32s::<4>("rotation").map_or(Quat::IDENTITY, Quat::from_array);
    Some(ImageLight {
        intensity: light.f32("intensity").unwrap_or(1.0).max(0.0),
        rotation: vertices::unit(rotation),
        irradiance,
        specular_images,
        image_size: light.index("specularImageSize").map_or(0, |size| size.min(u32::MAX as usize) as u32),
    })
}
