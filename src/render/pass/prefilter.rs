//! From the light around a point to what surfaces there reflect.

use glam::UVec2;

use crate::entry;
use crate::gpu::{Gpu, HDR, ScreenPipeline, TextureShape};
use crate::shaders::{self, uniform};
use crate::uniforms::ALIGN;

uniform! {
    /// One face of one level.
    struct Filter {
        /// Which face is written.
        face: u32,
        /// Perceptual.
        roughness: f32,
        /// Side of the largest level of the source, texels.
        source_px: f32,
        /// Level of the source to read, where it is not chosen by the roughness.
        source_level: f32,
    }
}

/// Levels of a reflection map; the last holds roughness 1 (`ROUGHEST_LEVEL` in `shaders/light.wgsl`).
const REFLECTION_LEVELS: u32 = 6;
const REFLECTION_PX: u32 = 128;
const IRRADIANCE_PX: u32 = 16;
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

    /// To draw on; the largest level.
    pub(crate) fn face(&self, face: u32) -> wgpu::TextureView {
        face_view(&self.texture, face, 0)
    }
}

/// What surfaces reflect of a [`Radiance`].
pub(crate) struct Surroundings {
    reflection: wgpu::Texture,
    irradiance: wgpu::Texture,
    pub reflection_view: wgpu::TextureView,
    pub irradiance_view: wgpu::TextureView,
}

impl Surroundings {
    pub(crate) fn new(gpu: &Gpu) -> Self {
        let reflection = cube_texture(gpu, "reflection", REFLECTION_PX, REFLECTION_LEVELS);
        let irradiance = cube_texture(gpu, "irradiance", IRRADIANCE_PX, 1);
        let cube =
            wgpu::TextureViewDescriptor { dimension: Some(wgpu::TextureViewDimension::Cube), ..Default::default() };
        let (reflection_view, irradiance_view) = (reflection.create_view(&cube), irradiance.create_view(&cube));
        Self { reflection, irradiance, reflection_view, irradiance_view }
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
            sampler: gpu.smooth_sampler(),
            layout,
        }
    }

    /// Makes `surroundings` from the first level of `radiance`.
    pub(crate) fn run(&self, gpu: &Gpu, radiance: &Radiance, surroundings: &Surroundings) {
        let source_px = radiance.side_px as f32;
        let levels = radiance.texture.mip_level_count();
        let mut encoder = gpu.encoder();
        for level in 1..levels {
            let source = level_view(&radiance.texture, level - 1, 1);
            let filter = Filter {
                face: 0,
                roughness: 0.0,
                source_px: (radiance.side_px >> (level - 1)) as f32,
                source_level: 0.0,
            };
            self.all_faces(gpu, &mut encoder, &self.halve, &source, (&radiance.texture, level), filter);
        }
        let source = level_view(&radiance.texture, 0, levels);
        for level in 0..REFLECTION_LEVELS {
            let roughness = level as f32 / (REFLECTION_LEVELS - 1) as f32;
            let source_level = (radiance.side_px / REFLECTION_PX).max(1).ilog2() as f32;
            let filter = Filter { face: 0, roughness, source_px, source_level };
            self.all_faces(gpu, &mut encoder, &self.reflect_rough, &source, (&surroundings.reflection, level), filter);
        }
        let source_level = (radiance.side_px / DIFFUSE_SOURCE_PX).ilog2() as f32;
        let filter = Filter { face: 0, roughness: 1.0, source_px, source_level };
        self.all_faces(gpu, &mut encoder, &self.gather_diffuse, &source, (&surroundings.irradiance, 0), filter);
        gpu.submit(encoder);
    }

    fn all_faces(
        &self,
        gpu: &Gpu,
        encoder: &mut wgpu::CommandEncoder,
        pipeline: &wgpu::RenderPipeline,
        source: &wgpu::TextureView,
        (target, level): (&wgpu::Texture, u32),
        filter: Filter,
    ) {
        let mut bytes = vec![0; 6 * ALIGN];
        for (face, slot) in (0..).zip(bytes.chunks_exact_mut(ALIGN)) {
            slot[..size_of::<Filter>()].copy_from_slice(bytemuck::bytes_of(&Filter { face, ..filter }));
        }
        let buffer = gpu.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("prefilter"),
            size: bytes.len() as u64,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        gpu.queue.write_buffer(&buffer, 0, &bytes);
        let uniform = wgpu::BindingResource::Buffer(wgpu::BufferBinding {
            buffer: &buffer,
            offset: 0,
            size: wgpu::BufferSize::new(size_of::<Filter>() as u64),
        });
        let group = gpu.bind_group(
            &self.layout,
            [uniform, wgpu::BindingResource::TextureView(source), wgpu::BindingResource::Sampler(&self.sampler)],
        );
        for face in 0..6 {
            gpu.fill(
                "prefilter",
                encoder,
                &face_view(target, face, level),
                pipeline,
                &[(&group, &[face * ALIGN as u32])],
            );
        }
    }
}
