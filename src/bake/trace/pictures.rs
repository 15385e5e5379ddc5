//! Images as light meets them: small, and read at their nearest pixel.

use glam::{Vec2, Vec4};
use hall::{Scene, TextureRef, Wrap};

/// Longest side that is kept, pixels: light does not see finer than that.
const MAX_SIDE_PX: u32 = 256;

/// Decoded pixels of an image.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Rows from the top, four bytes a pixel, alpha not premultiplied; as the file has it. `4 * width * height`; else there is no picture.
    pub rgba: Vec<u8>,
}

/// A picture made small.
#[derive(Debug)]
pub(crate) struct Pixels {
    width: u32,
    height: u32,
    texels: Vec<[u8; 4]>,
    is_color: bool,
}

impl Pixels {
    /// `None` when the bytes are not those of the size.
    pub(crate) fn new(picture: &Picture, is_color: bool) -> Option<Self> {
        let (width, height) = (picture.width, picture.height);
        let texels: &[[u8; 4]] = picture.rgba.as_chunks().0;
        if width == 0 || height == 0 || texels.len() as u64 != u64::from(width) * u64::from(height) {
            return None;
        }
        let step = width.max(height).div_ceil(MAX_SIDE_PX);
        let (small_width, small_height) = (width.div_ceil(step), height.div_ceil(step));
        let mut small = Vec::with_capacity((small_width * small_height) as usize);
        for y in 0..small_height {
            for x in 0..small_width {
                let mut sum = Vec4::ZERO;
                let (right, below) = (((x + 1) * step).min(width), ((y + 1) * step).min(height));
                for row in y * step..below {
                    let start = (row * width) as usize;
                    for texel in &texels[start + (x * step) as usize..start + right as usize] {
                        sum += decoded(*texel, is_color);
                    }
                }
                let count = (right - x * step) * (below - y * step);
                small.push(encoded(sum / count as f32, is_color));
            }
        }
        Some(Self { width: small_width, height: small_height, texels: small, is_color })
    }

    fn at(&self, uv: Vec2, wrap: [Wrap; 2]) -> Vec4 {
        let x = pixel(uv.x, wrap[0], self.width);
        let y = pixel(uv.y, wrap[1], self.height);
        decoded(self.texels[y * self.width as usize + x], self.is_color)
    }
}

/// Which pixel of a row a coordinate is in.
fn pixel(at: f32, wrap: Wrap, count: u32) -> usize {
    let at = match wrap {
        Wrap::Repeat => at - at.floor(),
        Wrap::Mirror => 1.0 - (at.rem_euclid(2.0) - 1.0).abs(),
        Wrap::Clamp => at,
    };
    // What is not a number becomes 0.
    ((at * count as f32) as usize).min(count as usize - 1)
}

fn decoded(texel: [u8; 4], is_color: bool) -> Vec4 {
    let raw = Vec4::from_array(texel.map(f32::from)) / 255.0;
    if is_color { raw.truncate().map(linear).extend(raw.w) } else { raw }
}

fn encoded(value: Vec4, is_color: bool) -> [u8; 4] {
    let value = if is_color { value.truncate().map(srgb).extend(value.w) } else { value };
    (value * 255.0).to_array().map(|channel| channel.round() as u8)
}

fn linear(c: f32) -> f32 {
    if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
}

fn srgb(c: f32) -> f32 {
    if c <= 0.003_130_8 { c * 12.92 } else { 1.055 * c.powf(1.0 / 2.4) - 0.055 }
}

/// A map of a material: which pixels, and where in them a vertex is.
#[derive(Debug)]
pub(crate) struct BoundMap {
    pixels: usize,
    uv_set: usize,
    image_from_uv: glam::Affine2,
    wrap: [Wrap; 2],
}

/// All images that materials read, each as often as it is read differently.
#[derive(Debug, Default)]
pub(crate) struct Pictures {
    kept: Vec<Pixels>,
    /// Image, whether it is read as colour, and which of `kept` it is, if it can be read.
    known: Vec<(hall::ImageId, bool, Option<usize>)>,
}

impl Pictures {
    /// `None` where there is no texture, or no picture for it.
    pub(crate) fn bind(
        &mut self,
        scene: &Scene,
        texture: Option<TextureRef>,
        is_color: bool,
        picture: &dyn Fn(hall::ImageId) -> Option<Picture>,
    ) -> Option<BoundMap> {
        let texture = texture?;
        let used = scene.textures[texture.texture.index()];
        let mut pixels = self.keep(used.image, is_color, picture);
        if let (None, Some(fallback)) = (pixels, used.fallback) {
            pixels = self.keep(fallback, is_color, picture);
        }
        Some(BoundMap {
            pixels: pixels?,
            uv_set: usize::from(texture.uv_set.min(1)),
            image_from_uv: texture.image_from_uv,
            wrap: [used.sampler.wrap_u, used.sampler.wrap_v],
        })
    }

    fn keep(
        &mut self,
        image: hall::ImageId,
        is_color: bool,
        picture: &dyn Fn(hall::ImageId) -> Option<Picture>,
    ) -> Option<usize> {
        if let Some((_, _, kept)) = self.known.iter().find(|(i, c, _)| *i == image && *c == is_color) {
            return *kept;
        }
        let pixels = picture(image).and_then(|picture| Pixels::new(&picture, is_color));
        let kept = pixels.map(|pixels| {
            self.kept.push(pixels);
            self.kept.len() - 1
        });
        self.known.push((image, is_color, kept));
        kept
    }

    /// White where there is no map. `uvs` are both sets at the point.
    pub(crate) fn read(&self, map: Option<&BoundMap>, uvs: [Vec2; 2]) -> Vec4 {
        map.map_or(Vec4::ONE, |map| {
            self.kept[map.pixels].at(map.image_from_uv.transform_point2(uvs[map.uv_set]), map.wrap)
        })
    }
}
