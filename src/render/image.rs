//! Images of a scene on the device: neutral until their pixels arrive.

use core::ops::Range;

use glam::UVec2;
use hall::{ImageId, MipFilter, Scene, TexelFormat, TexelFormats, Texels, TextureId, Wrap};

use crate::Pixels;
use crate::gpu::{Gpu, TextureShape};
use crate::material::is_read_as_color;
use crate::pass::mip::Mip;

/// Blocks that textures may be made of; a device has those of its kind.
pub(crate) const COMPRESSED: wgpu::Features = wgpu::Features::TEXTURE_COMPRESSION_BC
    .union(wgpu::Features::TEXTURE_COMPRESSION_ETC2)
    .union(wgpu::Features::TEXTURE_COMPRESSION_ASTC);

/// What a device with these features reads.
pub(crate) fn formats(features: wgpu::Features) -> TexelFormats {
    TexelFormats {
        bc: features.contains(wgpu::Features::TEXTURE_COMPRESSION_BC),
        etc2: features.contains(wgpu::Features::TEXTURE_COMPRESSION_ETC2),
        astc: features.contains(wgpu::Features::TEXTURE_COMPRESSION_ASTC),
    }
}

/// What is shown where there is no image (yet).
pub(crate) struct Neutral {
    pub white: wgpu::TextureView,
    /// Half of the light: what most pictures are like from afar.
    pub grey: wgpu::TextureView,
    /// The same of a light map that knows brighter light than white.
    pub light: wgpu::TextureView,
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
            light: one([128, 128, 128, 64]),
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
    /// The same while the lower rows are still to come.
    coming_color: Option<wgpu::Texture>,
    coming_data: Option<wgpu::Texture>,
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
        for probe in &scene.light_probes {
            slots[image_of_texture[probe.picture.index()].index()].is_color = true;
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

    /// An image that is read as colour.
    pub(crate) fn color(&self, image: ImageId) -> Option<&wgpu::TextureView> {
        self.slots.get(image.index())?.color.as_ref()
    }

    /// Uploads pixels, and makes all smaller levels that they don't bring along. Whether there is another view to bind now: frames of one
    /// size share a texture.
    pub(crate) fn set(&mut self, gpu: &Gpu, mip: &Mip, image: ImageId, pixels: &Pixels<'_>) -> bool {
        let Some(slot) = self.slots.get_mut(image.index()) else { return false };
        let color = (slot.is_color, &mut slot.color, &mut slot.coming_color, true);
        let data = (slot.is_data, &mut slot.data, &mut slot.coming_data, false);
        let mut is_new = false;
        let rows = rows_of_pixels(pixels);
        for (_, view, coming, is_color) in [color, data].into_iter().filter(|(is_wanted, ..)| *is_wanted) {
            let (size_px, format) = (size_of_pixels(pixels), texture_format(TexelFormat::Rgba8, is_color));
            let is_alike = |t: &&wgpu::Texture| {
                let can_be_drawn_on = t.usage().contains(wgpu::TextureUsages::RENDER_ATTACHMENT);
                can_be_drawn_on && t.format() == format && UVec2::new(t.width(), t.height()) == size_px
            };
            let is_packed = matches!(pixels, Pixels::Texels(_));
            if rows != (0..size_px.y) {
                let begun = coming.take().filter(|_| rows.start > 0);
                let texture = begun.filter(|t| is_alike(&t)).unwrap_or_else(|| empty(gpu, size_px, format));
                put(gpu, &texture, UVec2::ZERO, pixels);
                // Whoever brought the rows gives them up now.
                gpu.queue.submit([]);
                if rows.end < size_px.y {
                    *coming = Some(texture);
                    continue;
                }
                mip.fill(gpu, &texture);
                *view = Some(texture.create_view(&Default::default()));
                is_new = true;
            } else if let Some(texture) =
                view.as_ref().map(|view| view.texture()).filter(is_alike).filter(|_| !is_packed)
            {
                put(gpu, texture, UVec2::ZERO, pixels);
                mip.fill(gpu, texture);
            } else if let Some(uploaded) = upload(gpu, mip, pixels, is_color) {
                // What cannot be shown takes nothing away that can.
                *view = Some(uploaded);
                is_new = true;
            }
        }
        is_new
    }
}

fn upload(gpu: &Gpu, mip: &Mip, pixels: &Pixels<'_>, is_color: bool) -> Option<wgpu::TextureView> {
    let format = texture_format(TexelFormat::Rgba8, is_color);
    let size_px = size_of_pixels(pixels);
    let is_large = size_px.max_element() > gpu.info.max_texture_side;
    match pixels {
        Pixels::Texels(texels) => return upload_levels(gpu, texels, is_color),
        Pixels::Rgba8 { bytes, .. } => {
            if size_px.min_element() == 0 || bytes.len() < 4 * size_px.x as usize * size_px.y as usize {
                return None;
            }
            if is_large {
                let (size_px, bytes) = halved(size_px, bytes);
                return upload(gpu, mip, &Pixels::Rgba8 { size_px, bytes: &bytes }, is_color);
            }
        }
        #[cfg(target_arch = "wasm32")]
        Pixels::Bitmap(_) | Pixels::Video(_) | Pixels::Band { .. } => {
            if size_px.min_element() == 0 || is_large {
                log::warn!("an image of this size cannot be shown");
                return None;
            }
        }
    }
    let texture = empty(gpu, size_px, format);
    put(gpu, &texture, UVec2::ZERO, pixels);
    mip.fill(gpu, &texture);
    Some(texture.create_view(&Default::default()))
}

/// Width and height.
pub(crate) fn size_of_pixels(pixels: &Pixels<'_>) -> UVec2 {
    match pixels {
        Pixels::Rgba8 { size_px, .. } => *size_px,
        Pixels::Texels(texels) => texels.size_px().into(),
        #[cfg(target_arch = "wasm32")]
        Pixels::Bitmap(bitmap) => UVec2::new(bitmap.width(), bitmap.height()),
        #[cfg(target_arch = "wasm32")]
        Pixels::Video(video) => UVec2::new(video.video_width(), video.video_height()),
        #[cfg(target_arch = "wasm32")]
        Pixels::Band { size_px, .. } => *size_px,
    }
}

/// Which of its rows.
pub(crate) fn rows_of_pixels(pixels: &Pixels<'_>) -> Range<u32> {
    match pixels {
        #[cfg(target_arch = "wasm32")]
        Pixels::Band { y, rows, .. } => *y..*y + rows.height(),
        whole => 0..size_of_pixels(whole).y,
    }
}

/// One level of plain texels is what a decoder gives: pixels like any others, whose levels are made here.
pub(crate) fn plain(pixels: Pixels<'_>) -> Pixels<'_> {
    match pixels {
        Pixels::Texels(t) if t.format() == TexelFormat::Rgba8 && t.level_count() == 1 => {
            Pixels::Rgba8 { size_px: t.size_px().into(), bytes: t.bytes() }
        }
        _ => pixels,
    }
}

/// Copies pixels to a place of a texture, which must be large enough and may be drawn on. Not those that bring their levels along: they
/// are written as a whole.
pub(crate) fn put(gpu: &Gpu, texture: &wgpu::Texture, at: UVec2, pixels: &Pixels<'_>) {
    let (size_px, rows) = (size_of_pixels(pixels), rows_of_pixels(pixels));
    let origin = wgpu::Origin3d { x: at.x, y: at.y + rows.start, z: 0 };
    let size = wgpu::Extent3d { width: size_px.x, height: rows.len() as u32, depth_or_array_layers: 1 };
    match pixels {
        Pixels::Rgba8 { bytes, .. } => {
            let Some(bytes) = bytes.get(..4 * size_px.x as usize * size_px.y as usize) else { return };
            gpu.queue.write_texture(
                wgpu::TexelCopyTextureInfo { origin, ..texture.as_image_copy() },
                bytes,
                wgpu::TexelCopyBufferLayout { offset: 0, bytes_per_row: Some(4 * size_px.x), rows_per_image: None },
                size,
            );
        }
        Pixels::Texels(_) => {}
        #[cfg(target_arch = "wasm32")]
        Pixels::Bitmap(_) | Pixels::Video(_) | Pixels::Band { .. } => gpu.queue.copy_external_image_to_texture(
            &wgpu::CopyExternalImageSourceInfo {
                source: match pixels {
                    Pixels::Video(video) => wgpu::ExternalImageSource::HTMLVideoElement(video.clone()),
                    Pixels::Bitmap(bitmap) | Pixels::Band { rows: bitmap, .. } => {
                        wgpu::ExternalImageSource::ImageBitmap(bitmap.clone())
                    }
                    Pixels::Rgba8 { .. } | Pixels::Texels(_) => return,
                },
                origin: wgpu::Origin2d::ZERO,
                flip_y: false,
            },
            wgpu::CopyExternalImageDestInfo {
                texture,
                mip_level: 0,
                origin,
                aspect: wgpu::TextureAspect::All,
                color_space: wgpu::PredefinedColorSpace::Srgb,
                premultiplied_alpha: false,
            },
            size,
        ),
    }
}

/// Levels as they are. Compressed ones can't be drawn into, so none are made.
fn upload_levels(gpu: &Gpu, texels: &Texels, is_color: bool) -> Option<wgpu::TextureView> {
    let texels = texels.at_most(gpu.info.max_texture_side);
    let size_px: UVec2 = texels.size_px().into();
    let format = texels.format();
    // A device makes compressed textures of whole blocks only; smaller levels are filled up to whole ones.
    let is_of_blocks = texels.size_px().iter().all(|side| side.is_multiple_of(format.block_side_px()));
    if !is_of_blocks || !gpu.info.formats.reads(format) || size_px.max_element() > gpu.info.max_texture_side {
        log::warn!("an image of this size and format cannot be shown");
        return None;
    }
    let texture = gpu.texture(&TextureShape {
        levels: texels.level_count(),
        ..TextureShape::flat(
            "image",
            size_px,
            texture_format(format, is_color),
            wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST,
        )
    });
    for (level, (size_px, bytes)) in (0..).zip(texels.levels()) {
        let [across, down] = format.blocks(size_px);
        let side_px = format.block_side_px();
        gpu.queue.write_texture(
            wgpu::TexelCopyTextureInfo { mip_level: level, ..texture.as_image_copy() },
            bytes,
            wgpu::TexelCopyBufferLayout {
                offset: 0,
                bytes_per_row: Some(across * format.block_bytes() as u32),
                rows_per_image: None,
            },
            wgpu::Extent3d { width: across * side_px, height: down * side_px, depth_or_array_layers: 1 },
        );
    }
    Some(texture.create_view(&Default::default()))
}

fn texture_format(format: TexelFormat, is_color: bool) -> wgpu::TextureFormat {
    use wgpu::TextureFormat as F;
    let astc = |channel| F::Astc { block: wgpu::AstcBlock::B4x4, channel };
    match (format, is_color) {
        (TexelFormat::Rgba8, true) => F::Rgba8UnormSrgb,
        (TexelFormat::Rgba8, false) => F::Rgba8Unorm,
        (TexelFormat::Bc7, true) => F::Bc7RgbaUnormSrgb,
        (TexelFormat::Bc7, false) => F::Bc7RgbaUnorm,
        (TexelFormat::Etc2Rgb, true) => F::Etc2Rgb8UnormSrgb,
        (TexelFormat::Etc2Rgb, false) => F::Etc2Rgb8Unorm,
        (TexelFormat::Etc2Rgba, true) => F::Etc2Rgba8UnormSrgb,
        (TexelFormat::Etc2Rgba, false) => F::Etc2Rgba8Unorm,
        (TexelFormat::Astc4x4, true) => astc(wgpu::AstcChannel::UnormSrgb),
        (TexelFormat::Astc4x4, false) => astc(wgpu::AstcChannel::Unorm),
    }
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
    put(gpu, texture, UVec2::ZERO, &Pixels::Rgba8 { size_px, bytes });
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
