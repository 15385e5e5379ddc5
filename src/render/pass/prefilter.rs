//! From the light around a point to what surfaces there reflect.

use glam::UVec2;

use crate::entry;
use crate::gpu::{Gpu, HDR, ScreenPipeline, TextureShape};
use crate::shaders::{self, uniform};
use crate::uniforms::ALIGN;

uniform! {
    /// One face of one level, or one octahedron.
    struct Filter {
        /// Which face is written, where faces are.
        face: u32,
        /// Side of what is written, texels.
        side: f32,
        /// Perceptual.
        roughness: f32,
        /// Side of the largest level of the source, texels.
        source_px: f32,
        /// Level of the source to read, where it is not chosen by the roughness.
        source_level: f32,
        spare_0: f32,
        spare_1: f32,
        spare_2: f32,
    }
}

/// First row and side of the octahedra of a room, texels: five steps of roughness from 0 to 1, then diffuse light (`shaders/surroundings.wgsl`).
const OCTAHEDRA: [(u32, u32); 7] = [(0, 256), (256, 128), (384, 64), (448, 64), (512, 64), (576, 64), (640, 32)];
const DIFFUSE: usize = OCTAHEDRA.len() - 1;
/// What a room takes of a map of surroundings, texels.
const COLUMN: UVec2 = UVec2::new(256, 672);
/// Side of the level of a radiance map that mirrors show, texels.
const MIRROR_SOURCE_PX: u32 = 128;
/// Side of the level of a radiance map whose texels are all added up for diffuse light (`shaders/prefilter.wgsl`).
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
    halve: wgpu::RenderPipeline,
    reflect_rough: wgpu::RenderPipeline,
    gather_diffuse: wgpu::RenderPipeline,
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
        Self {
            halve: pipeline("halve"),
            reflect_rough: pipeline("reflect_rough"),
            gather_diffuse: pipeline("gather_diffuse"),
            sampler: gpu.trilinear_sampler(),
            layout,
        }
    }

    /// Makes what one room has of `surroundings` from the first level of `radiance`.
    pub(crate) fn run(&self, gpu: &Gpu, radiance: &Radiance, surroundings: &Surroundings, room: usize) {
        let levels = radiance.texture.mip_level_count();
        let mut filters = Vec::new();
        let plain = Filter { source_px: radiance.side_px as f32, ..bytemuck::Zeroable::zeroed() };
        for level in 1..levels {
            let source_px = (radiance.side_px >> (level - 1)) as f32;
            filters.extend((0..6).map(|face| Filter { face, source_px, ..plain }));
        }
        let halves = filters.len();
        for (i, (_, side)) in OCTAHEDRA.iter().enumerate() {
            let roughness = i.min(DIFFUSE - 1) as f32 / (DIFFUSE - 1) as f32;
            let wanted_px = if i == DIFFUSE { DIFFUSE_SOURCE_PX } else { MIRROR_SOURCE_PX };
            let source_level = (radiance.side_px / wanted_px).max(1).ilog2() as f32;
            filters.push(Filter { side: *side as f32, roughness, source_level, ..plain });
        }
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
        let offset = |i: usize| (i * ALIGN) as u32;

        let mut encoder = gpu.encoder();
        for i in (0..halves).step_by(6) {
            let level = 1 + i as u32 / 6;
            let group = group(&level_view(&radiance.texture, level - 1, 1));
            for face in 0..6 {
                let target = face_view(&radiance.texture, face, level);
                gpu.fill("prefilter", &mut encoder, &target, &self.halve, &[(&group, &[offset(i + face as usize)])]);
            }
        }
        let group = group(&level_view(&radiance.texture, 0, levels));
        let mut pass = gpu.begin_cover(("prefilter", wgpu::LoadOp::Load), &mut encoder, &surroundings.view);
        for (i, (row, side)) in OCTAHEDRA.into_iter().enumerate() {
            let (x, y, side) = ((room as u32 * COLUMN.x) as f32, row as f32, side as f32);
            pass.set_viewport(x, y, side, side, 0.0, 1.0);
            pass.set_pipeline(if i == DIFFUSE { &self.gather_diffuse } else { &self.reflect_rough });
            pass.set_bind_group(0, &group, &[offset(halves + i)]);
            pass.draw(0..3, 0..1);
        }
        drop(pass);
        gpu.submit(encoder);
    }
}

fn upload(gpu: &Gpu, filters: &[Filter]) -> wgpu::Buffer {
    let mut bytes = vec![0; filters.len() * ALIGN];
    for (filter, slot) in filters.iter().zip(bytes.chunks_exact_mut(ALIGN)) {
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
