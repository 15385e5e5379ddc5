//! The light of a file (`EXT_lights_image_based`): six pictures, put together as they arrive.

use glam::UVec2;
use hall::{ImageId, ImageLight};

use crate::Pixels;
use crate::gpu::{Gpu, TextureShape};
use crate::image::{put, rows_of_pixels, size_of_pixels};
use crate::pass::environment::paint;
use crate::pass::prefilter::Radiance;
use crate::shaders;

/// The pictures of a light that have arrived, in two rows of three.
pub(crate) struct Faces {
    light: ImageLight,
    images: [ImageId; 6],
    pictures: Option<wgpu::Texture>,
    is_there: [bool; 6],
}

impl Faces {
    /// Waits for the sharpest pictures; rougher ones are computed anew, as for every environment. `None` when there are no pictures.
    pub(crate) fn new(light: &ImageLight) -> Option<Self> {
        let images = *light.specular_images.first()?;
        Some(Self { light: light.clone(), images, pictures: None, is_there: [false; 6] })
    }

    /// Takes an image, if it is one of the six; whether all are there now.
    pub(crate) fn take(&mut self, gpu: &Gpu, image: ImageId, pixels: &Pixels<'_>) -> bool {
        let size_px = size_of_pixels(pixels);
        let side = size_px.x;
        let is_square = side == size_px.y && side > 0 && 3 * side <= gpu.info.max_texture_side;
        let places = (0..6).filter(|face| self.images[*face as usize] == image);
        let mut is_new = false;
        for face in places {
            let pictures = self.pictures.get_or_insert_with(|| {
                let usage = wgpu::TextureUsages::TEXTURE_BINDING
                    | wgpu::TextureUsages::COPY_DST
                    | wgpu::TextureUsages::RENDER_ATTACHMENT;
                let size_px = UVec2::new(3, 2) * side.clamp(1, gpu.info.max_texture_side / 3);
                // Colour as in every picture (sRGB); what alpha divides is light.
                gpu.texture(&TextureShape::flat("faces", size_px, wgpu::TextureFormat::Rgba8UnormSrgb, usage))
            });
            if !is_square || pictures.width() != 3 * side || matches!(pixels, Pixels::Texels(_)) {
                log::warn!(
                    "the pictures of a light must be square, of one size, not too large, and not packed for a GPU"
                );
                return false;
            }
            put(gpu, pictures, UVec2::new(face % 3, face / 3) * side, pixels);
            let is_whole = rows_of_pixels(pixels).end == size_px.y;
            self.is_there[face as usize] = is_whole;
            is_new = is_whole;
        }
        is_new && self.is_there == [true; 6]
    }

    /// The light of all six.
    pub(crate) fn radiance(&self, gpu: &Gpu) -> Option<Radiance> {
        let pictures = self.pictures.as_ref()?;
        let radiance = Radiance::new(gpu, if pictures.width() / 3 > 256 { 512 } else { 256 });
        let [x, y, z, w] = self.light.rotation.conjugate().to_array().map(f64::from);
        let turn = [("TURN_X", x), ("TURN_Y", y), ("TURN_Z", z), ("TURN_W", w)];
        paint(gpu, &radiance, shaders::FACES, Some(&pictures.create_view(&Default::default())), &turn);
        Some(radiance)
    }
}
