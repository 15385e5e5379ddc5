//! The light from all around a scene.

use hall::{ImageLight, Panorama};

use super::Renderer;
use crate::Environment;
use crate::pass::environment::{paint_panorama, paint_preset};
use crate::pass::faces::Faces;
use crate::pass::prefilter::Radiance;
use crate::pass::sky::Sky;

impl Renderer {
    /// Puts the light of the scene in the place of the environment, as soon as [`Renderer::set_image`] has brought its pictures.
    pub fn set_image_light(&mut self, light: &ImageLight) {
        self.faces = Faces::new(light);
    }

    /// Changes the light from all around. A captured room keeps the light it was captured in until it is captured anew.
    pub fn set_environment(&mut self, environment: Environment) {
        if self.environment.preset != environment.preset {
            let radiance = Radiance::new(&self.gpu, 256);
            paint_preset(&self.gpu, &radiance, environment.preset);
            self.prefilter.run(&self.gpu, &radiance, (&self.studio, 0), false);
            self.sky = Sky::blurred(&self.gpu, &self.layouts, &self.studio);
            self.is_prepared = false;
        }
        self.environment = environment;
    }

    /// Puts a panorama in the place of the environment, until another preset is set.
    pub fn set_panorama(&mut self, panorama: &Panorama) {
        let radiance = Radiance::new(&self.gpu, 512);
        paint_panorama(&self.gpu, &radiance, panorama);
        self.prefilter.run(&self.gpu, &radiance, (&self.studio, 0), false);
        self.sky = Sky::sharp(&self.gpu, &self.layouts, &radiance);
        self.is_prepared = false;
    }
}
