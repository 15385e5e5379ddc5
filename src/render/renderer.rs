//! Being built: the signatures that the viewer codes against.
#![allow(clippy::unimplemented, unused_variables, missing_docs)]

use glam::UVec2;
use hall::{ImageId, Scene};

use crate::{Drawn, Environment, Frame, Info, Options, Pixels, RenderError};

/// A device, what was uploaded to it, and where it draws.
pub struct Renderer {}

impl Renderer {
    /// Draws on a window or canvas.
    pub async fn for_window(
        target: impl Into<wgpu::SurfaceTarget<'static>>,
        size_px: UVec2,
        options: &Options,
    ) -> Result<Self, RenderError> {
        unimplemented!()
    }

    /// Draws into a texture that [`Renderer::read_pixels`] reads.
    pub async fn offscreen(size_px: UVec2, options: &Options) -> Result<Self, RenderError> {
        unimplemented!()
    }

    pub fn info(&self) -> &Info {
        unimplemented!()
    }

    /// Of the target, pixels.
    pub fn size_px(&self) -> UVec2 {
        unimplemented!()
    }

    pub fn resize(&mut self, size_px: UVec2) -> Result<(), RenderError> {
        unimplemented!()
    }

    /// Uploads geometry and materials; every image is neutral until [`Renderer::set_image`]. Replaces the scene before.
    pub fn set_scene(&mut self, scene: &Scene) {
        unimplemented!()
    }

    /// Uploads the pixels of an image and makes its mip levels; larger than the device allows is scaled down.
    pub fn set_image(&mut self, image: ImageId, pixels: Pixels<'_>) {
        unimplemented!()
    }

    pub fn set_environment(&mut self, environment: Environment) {
        unimplemented!()
    }

    /// Draws one picture.
    pub fn draw(&mut self, frame: &Frame<'_>) -> Result<Drawn, RenderError> {
        unimplemented!()
    }

    /// The last picture of an offscreen renderer: rows from the top, RGBA8, sRGB.
    pub async fn read_pixels(&mut self) -> Result<Vec<u8>, RenderError> {
        unimplemented!()
    }
}
