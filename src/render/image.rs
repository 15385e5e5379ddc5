//! Images of a scene on the device: neutral until their pixels arrive.

use glam::UVec2;
use hall::{ImageId, MipFilter, Scene, TextureId, Wrap};

use crate::Pixels;
use crate::gpu::{Gpu, TextureShape};
use crate::material::is_read_as_color;
use crate::pass::mip::Mip;

/// What is shown where there is no image (yet).
pub(crate) struct Neutral {
    pub white: wgpu::TextureView,
    /// Half of the light: what most pictures are like from afar.
    pub grey: wgpu::TextureView,
    pub black: wgpu::TextureView,
    pub flat_normal: wgpu::TextureView,
}

impl Neutral {
    pub(crate) fn new(gpu: &Gpu) -> Self {
        let one = |texel: [u8; 4]| {
            let texture = gpu.texture(&TextureShape::flat(
                "neutral",
                UVec2::ONE,
                wgpu::TextureFormat::Rgba8Unorm,
                wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST,
            ));
            write(gpu, &texture, UVec2::ONE, &texel);
            texture.create_view(&Default::default())
        };
        Self {
            white: one([255; 4]),
            grey: one([128, 128, 128, 255]),
            black: one([0, 0, 0, 255]),
            flat_normal: one([128, 128, 255, 255]),
        }
    }
}

/// One image: read as colour, as data, or (rarely) as both.
#[derive(Default)]
struct Slot {
    is_color: bool,
    is_data: bool,
    color: Option<wgpu::TextureView>,
    data: Option<wgpu::TextureView>,
}

/// The images and samplers of a scene.
pub(crate) struct Images {
    slots: Vec<Slot>,
    /// One for each texture of the scene.
    samplers: Vec<wgpu::Sampler>,
    image_of_texture: Vec<ImageId>,
}

impl Images {
    pub(crate) fn new(gpu: &Gpu, scene: &Scene) -> Self {
        let mut slots: Vec<Slot> = Vec::new();
        slots.resize_with(scene.images.len(), Slot::default);
        let image_of_texture: Vec<_> = scene.textures.iter().map(|t| t.image).collect();
        for m in &scene.materials {
            for (map, texture) in hall::Map::ALL.into_iter().zip(m.textures()) {
                let Some(texture) = texture else { continue };
                let slot = &mut slots[image_of_texture[texture.texture.index()].index()];
                if is_read_as_color(map) { slot.is_color = true } else { slot.is_data = true }
            }
        }
        let samplers = scene.textures.iter().map(|t| sampler(gpu, &t.sampler)).collect();
        Self { slots, samplers, image_of_texture }
    }

    pub(crate) fn image(&self, texture: TextureId) -> ImageId {
        self.image_of_texture[texture.index()]
    }

    pub(crate) fn sampler(&self, texture: TextureId) -> &wgpu::Sampler {
        &self.samplers[texture.index()]
    }

    pub(crate) fn view(&self, texture: TextureId, is_color: bool) -> Option<&wgpu::TextureView> {
        let slot = &self.slots[self.image(texture).index()];
        if is_color { slot.color.as_ref() } else { slot.data.as_ref() }
    }

    /// Uploads pixels and makes all smaller levels.
    pub(crate) fn set(&mut self, gpu: &Gpu, mip: &Mip, image: ImageId, pixels: &Pixels<'_>) {
        let Some(slot) = self.slots.get_mut(image.index()) else { return };
        if slot.is_color {
            slot.color = upload(gpu, mip, pixels, wgpu::TextureFormat::Rgba8UnormSrgb);
        }
        if slot.is_data {
            slot.data = upload(gpu, mip, pixels, wgpu::TextureFormat::Rgba8Unorm);
        }
    }
}

fn upload(gpu: &Gpu, mip: &Mip, pixels: &Pixels<'_>, format: wgpu::TextureFormat) -> Option<wgpu::TextureView> {
    let texture = match pixels {
        Pixels::Rgba8 { size_px, bytes } => {
            let size_px = *size_px;
            if size_px.min_element() == 0 || bytes.len() < 4 * size_px.x as usize * size_px.y as usize {
                return None;
            }
            if size_px.max_element() > gpu.info.max_texture_side {
                let (size_px, bytes) = halved(size_px, bytes);
                return upload(gpu, mip, &Pixels::Rgba8 { size_px, bytes: &bytes }, format);
            }
            let texture = empty(gpu, size_px, format);
            write(gpu, &texture, size_px, bytes);
            texture
        }
        #[cfg(target_arch = "wasm32")]
        Pixels::Bitmap(bitmap) => {
            let size_px = UVec2::new(bitmap.width(), bitmap.height());
            if size_px.min_element() == 0 || size_px.max_element() > gpu.info.max_texture_side {
                log::warn!("an image of {size_px} pixels cannot be shown");
                return None;
            }
            let texture = empty(gpu, size_px, format);
            gpu.queue.copy_external_image_to_texture(
                &wgpu::CopyExternalImageSourceInfo {
                    source: wgpu::ExternalImageSource::ImageBitmap(bitmap.clone()),
                    origin: wgpu::Origin2d::ZERO,
                    flip_y: false,
                },
                wgpu::CopyExternalImageDestInfo {
                    texture: &texture,
                    mip_level: 0,
                    origin: wgpu::Origin3d::ZERO,
                    aspect: wgpu::TextureAspect::All,
                    color_space: wgpu::PredefinedColorSpace::Srgb,
                    premultiplied_alpha: false,
                },
                wgpu::Extent3d { width: size_px.x, height: size_px.y, depth_or_array_layers: 1 },
            );
            texture
        }
    };
    mip.fill(gpu, &texture);
    Some(texture.create_view(&Default::default()))
}

fn empty(gpu: &Gpu, size_px: UVec2, format: wgpu::TextureFormat) -> wgpu::Texture {
    gpu.texture(&TextureShape {
        levels: 32 - size_px.max_element().leading_zeros(),
        ..TextureShape::flat(
            "image",
            size_px,
            format,
            wgpu::TextureUsages::TEXTURE_BINDING
                | wgpu::TextureUsages::COPY_DST
                | wgpu::TextureUsages::RENDER_ATTACHMENT,
        )
    })
}

pub(crate) fn write(gpu: &Gpu, texture: &wgpu::Texture, size_px: UVec2, bytes: &[u8]) {
    gpu.queue.write_texture(
        texture.as_image_copy(),
        &bytes[..4 * size_px.x as usize * size_px.y as usize],
        wgpu::TexelCopyBufferLayout { offset: 0, bytes_per_row: Some(4 * size_px.x), rows_per_image: None },
        wgpu::Extent3d { width: size_px.x, height: size_px.y, depth_or_array_layers: 1 },
    );
}

/// Half the size, each pixel the mean of four.
fn halved(size_px: UVec2, bytes: &[u8]) -> (UVec2, Vec<u8>) {
    let half = (size_px / 2).max(UVec2::ONE);
    let mut out = Vec::with_capacity(4 * half.x as usize * half.y as usize);
    for y in 0..half.y {
        for x in 0..half.x {
            for channel in 0..4 {
                let mut sum = 0u32;
                for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
                    let (sx, sy) = ((2 * x + dx).min(size_px.x - 1), (2 * y + dy).min(size_px.y - 1));
                    sum += u32::from(bytes[4 * (sy as usize * size_px.x as usize + sx as usize) + channel]);
                }
                out.push((sum / 4) as u8);
            }
        }
    }
    (half, out)
}

fn sampler(gpu: &Gpu, s: &hall::Sampler) -> wgpu::Sampler {
    let filter = |linear| if linear { wgpu::FilterMode::Linear } else { wgpu::FilterMode::Nearest };
    let wrap = |wrap| match wrap {
        Wrap::Repeat => wgpu::AddressMode::Repeat,
        Wrap::Mirror => wgpu::AddressMode::MirrorRepeat,
        Wrap::Clamp => wgpu::AddressMode::ClampToEdge,
    };
    let trilinear = s.mag_linear && s.min_linear && s.mip == Some(MipFilter::Linear);
    gpu.device.create_sampler(&wgpu::SamplerDescriptor {
        label: None,
        address_mode_u: wrap(s.wrap_u),
        address_mode_v: wrap(s.wrap_v),
        mag_filter: filter(s.mag_linear),
        min_filter: filter(s.min_linear),
        mipmap_filter: match s.mip {
            Some(MipFilter::Linear) => wgpu::MipmapFilterMode::Linear,
            _ => wgpu::MipmapFilterMode::Nearest,
        },
        lod_max_clamp: if s.mip.is_some() { 32.0 } else { 0.0 },
        // Floors and posters are seen at grazing angles. Without a GPU it would cost more than all the rest of a picture.
        anisotropy_clamp: if trilinear && !gpu.info.is_software { 8 } else { 1 },
        ..Default::default()
    })
}
