//! From the light around a point to what surfaces there reflect.

use core::f32::consts::{PI, TAU};

use glam::{UVec2, Vec2, Vec4};

use crate::cover::{Cover, ScreenPipeline};
use crate::entry;
use crate::gpu::{Gpu, HDR, TextureShape};
use crate::shaders::{self, uniform};
use crate::uniforms::ALIGN;

uniform! {
    /// One octahedron.
    struct Filter {
        /// Directions around +Z without their z, the level of the source to read, and the weight; the weights add up to 1.
        samples: [Vec4; MAX_SAMPLES],
        count: u32,
        /// Side of what is written, texels.
        side: f32,
        spare_0: f32,
        spare_1: f32,
    }
}

const MAX_SAMPLES: usize = 96;
/// First texel and side of the octahedra of a room: five steps of roughness from 0 to 1, then diffuse light (`shaders/surroundings.wgsl`).
const OCTAHEDRA: [(UVec2, u32); 7] = [
    (UVec2::ZERO, 512),
    (UVec2::new(0, 512), 128),
    (UVec2::new(128, 512), 64),
    (UVec2::new(192, 512), 64),
    (UVec2::new(256, 512), 64),
    (UVec2::new(320, 512), 64),
    (UVec2::new(384, 512), 32),
];
const DIFFUSE: usize = OCTAHEDRA.len() - 1;
/// What a room takes of a map of surroundings, texels.
const COLUMN: UVec2 = UVec2::new(512, 640);
/// Side of the level of a radiance map that mirrors show, texels.
const MIRROR_SOURCE_PX: u32 = 256;
/// Side of the level that diffuse light is gathered from, texels: 96 samples leave out nothing of it.
const DIFFUSE_SOURCE_PX: u32 = 8;

/// A cube map of light with all its levels.
pub(crate) struct Radiance {
    texture: wgpu::Texture,
    side_px: u32,
}

impl Radiance {
    pub(crate) fn new(gpu: &Gpu, side_px: u32) -> Self {
        let texture = cube_texture(gpu, "radiance", side_px, 1 + side_px.ilog2());
        Self { texture, side_px }
    }

    /// To look up; the largest level.
    pub(crate) fn view(&self) -> wgpu::TextureView {
        level_view(&self.texture, 0, 1)
    }

    /// To draw on; the largest level.
    pub(crate) fn face(&self, face: u32) -> wgpu::TextureView {
        face_view(&self.texture, face, 0)
    }
}

/// What surfaces reflect of a [`Radiance`], one for each room.
pub(crate) struct Surroundings {
    pub view: wgpu::TextureView,
    pub rooms: usize,
}

impl Surroundings {
    pub(crate) fn new(gpu: &Gpu, rooms: usize) -> Self {
        let size_px = COLUMN * UVec2::new(rooms as u32, 1);
        let usage = wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::RENDER_ATTACHMENT;
        let texture = gpu.texture(&TextureShape::flat("surroundings", size_px, HDR, usage));
        Self { view: texture.create_view(&Default::default()), rooms }
    }

    /// As many rooms as lie beside each other in the widest texture that the device has.
    pub(crate) fn most(gpu: &Gpu) -> usize {
        (gpu.info.max_texture_side / COLUMN.x) as usize
    }
}

fn cube_texture(gpu: &Gpu, label: &str, side_px: u32, levels: u32) -> wgpu::Texture {
    let usage = wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::RENDER_ATTACHMENT;
    let flat = TextureShape::flat(label, UVec2::splat(side_px), HDR, usage);
    gpu.texture(&TextureShape { layers: 6, levels, ..flat })
}

fn face_view(texture: &wgpu::Texture, face: u32, level: u32) -> wgpu::TextureView {
    texture.create_view(&wgpu::TextureViewDescriptor {
        dimension: Some(wgpu::TextureViewDimension::D2),
        base_mip_level: level,
        mip_level_count: Some(1),
        base_array_layer: face,
        array_layer_count: Some(1),
        ..Default::default()
    })
}

fn level_view(texture: &wgpu::Texture, level: u32, count: u32) -> wgpu::TextureView {
    texture.create_view(&wgpu::TextureViewDescriptor {
        dimension: Some(wgpu::TextureViewDimension::Cube),
        base_mip_level: level,
        mip_level_count: Some(count),
        ..Default::default()
    })
}

/// The filters.
pub(crate) struct Prefilter {
    layout: wgpu::BindGroupLayout,
    sampler: wgpu::Sampler,
    halve: Cover,
    gather: Cover,
}

impl Prefilter {
    pub(crate) fn new(gpu: &Gpu) -> Self {
        let fragment = wgpu::ShaderStages::FRAGMENT;
        let layout = gpu.bind_group_layout(
            "prefilter",
            &[entry::uniform::<Filter>(0, fragment, true), entry::cube(1), entry::sampler(2)],
        );
        let module = gpu.shader("prefilter", shaders::PREFILTER);
        let pipeline = |fragment| {
            gpu.screen_pipeline(&ScreenPipeline {
                module: &module,
                fragment,
                groups: &[&layout],
                format: HDR,
                constants: &[],
            })
        };
        Self { halve: pipeline("halve"), gather: pipeline("gather"), sampler: gpu.trilinear_sampler(), layout }
    }

    /// Makes what one room has of `surroundings` from the first level of `radiance`.
    /// A third of the samples is enough for what is made again soon (`is_provisional`).
    pub(crate) fn run(
        &self,
        gpu: &Gpu,
        radiance: &Radiance,
        (surroundings, room): (&Surroundings, usize),
        is_provisional: bool,
    ) {
        let levels = radiance.texture.mip_level_count();
        let filters: Vec<_> = (0..OCTAHEDRA.len()).map(|i| Filter::new(i, radiance.side_px, is_provisional)).collect();
        let buffer = upload(gpu, &filters);
        let group = |source: &wgpu::TextureView| {
            let uniform = wgpu::BindingResource::Buffer(wgpu::BufferBinding {
                buffer: &buffer,
                offset: 0,
                size: wgpu::BufferSize::new(size_of::<Filter>() as u64),
            });
            let (source, sampler) =
                (wgpu::BindingResource::TextureView(source), wgpu::BindingResource::Sampler(&self.sampler));
            gpu.bind_group(&self.layout, [uniform, source, sampler])
        };

        let mut encoder = gpu.encoder();
        for level in 1..levels {
            let group = group(&level_view(&radiance.texture, level - 1, 1));
            for face in 0..6 {
                let target = face_view(&radiance.texture, face, level);
                gpu.fill_face(("prefilter", face), &mut encoder, &target, &self.halve, &[(&group, &[0])]);
            }
        }
        let group = group(&level_view(&radiance.texture, 0, levels));
        let mut pass = gpu.begin_cover(("prefilter", wgpu::LoadOp::Load), &mut encoder, &surroundings.view);
        pass.set_pipeline(self.gather.of(gpu));
        for (i, (first, side)) in OCTAHEDRA.into_iter().enumerate() {
            let (x, y, side) = (room as u32 * COLUMN.x + first.x, first.y, side as f32);
            pass.set_viewport(x as f32, y as f32, side, side, 0.0, 1.0);
            pass.set_bind_group(0, &group, &[(i * STRIDE) as u32]);
            pass.draw(0..3, 0..1);
        }
        drop(pass);
        gpu.submit(encoder);
    }
}

impl Filter {
    /// Each sample reads the level that is as wide as the sample is rare (Křivánek & Colbert, 2008).
    fn new(octahedron: usize, source_px: u32, is_provisional: bool) -> Self {
        let roughness = octahedron as f32 / (DIFFUSE - 1) as f32;
        let alpha2 = roughness.powi(4);
        // What is hardly blurred needs fewer.
        let count = [1, 48, MAX_SAMPLES][octahedron.min(2)].div_ceil(if is_provisional && octahedron != DIFFUSE {
            3
        } else {
            1
        });
        let texel_angle = 4.0 * PI / (6 * source_px * source_px) as f32;
        let mut filter = Self { side: OCTAHEDRA[octahedron].1 as f32, ..bytemuck::Zeroable::zeroed() };
        let mut total = 0.0;
        for i in 0..count {
            // Points that cover the unit square evenly (Hammersley).
            let (turn, part) = (i as f32 / count as f32, (i as u32).reverse_bits() as f32 / 4_294_967_296.0);
            let level_of = |side_px: u32| (source_px / side_px).max(1).ilog2() as f32;
            let (cosine, level, weight) = match octahedron {
                0 => (1.0, level_of(MIRROR_SOURCE_PX), 1.0),
                DIFFUSE => ((1.0 - part).sqrt(), level_of(DIFFUSE_SOURCE_PX), 1.0),
                _ => {
                    // GGX, the eye on the axis: light comes from twice as far as the microfacet leans.
                    let squared = (1.0 - part) / (1.0 + (alpha2 - 1.0) * part);
                    let slope = squared * (alpha2 - 1.0) + 1.0;
                    // How often it comes from there, per steradian.
                    let density = 0.25 * alpha2 / (PI * slope * slope);
                    let level = 0.5 * (1.0 / (count as f32 * density * texel_angle)).log2() + 0.5;
                    (2.0 * squared - 1.0, level.max(0.0), 2.0 * squared - 1.0)
                }
            };
            if cosine <= 0.0 {
                continue;
            }
            let across = Vec2::from_angle(TAU * turn) * (1.0 - cosine * cosine).max(0.0).sqrt();
            filter.samples[filter.count as usize] = across.extend(level).extend(weight);
            filter.count += 1;
            total += weight;
        }
        filter.samples.iter_mut().for_each(|s| s.w /= total);
        filter
    }
}

const STRIDE: usize = size_of::<Filter>().next_multiple_of(ALIGN);

fn upload(gpu: &Gpu, filters: &[Filter]) -> wgpu::Buffer {
    let mut bytes = vec![0; filters.len() * STRIDE];
    for (filter, slot) in filters.iter().zip(bytes.chunks_exact_mut(STRIDE)) {
        slot[..size_of::<Filter>()].copy_from_slice(bytemuck::bytes_of(filter));
    }
    let buffer = gpu.device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("prefilter"),
        size: bytes.len() as u64,
        usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
        mapped_at_creation: false,
    });
    gpu.queue.write_buffer(&buffer, 0, &bytes);
    buffer
}
