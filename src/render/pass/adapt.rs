//! Exposure that follows the picture, as eyes get used to a darker room.

use glam::UVec2;

use crate::cover::{Cover, ScreenPipeline};
use crate::entry;
use crate::frame::Adaptation;
use crate::gpu::{Gpu, HDR, TextureShape};
use crate::shaders::{self, uniform};

uniform! {
    /// How to follow.
    struct Adapt {
        /// Limits of the factor.
        least: f32,
        most: f32,
        /// How far towards the new factor this picture goes, 0 to 1.
        part: f32,
        spare: f32,
    }
}

/// Side of the map that is metered, texels (`SIDE` in `shaders/adapt.wgsl`).
const SIDE: u32 = 16;

/// Measures pictures.
pub(crate) struct AdaptPass {
    meter: Cover,
    settle: Cover,
    layout: wgpu::BindGroupLayout,
    sampler: wgpu::Sampler,
    buffer: wgpu::Buffer,
    metered: wgpu::TextureView,
    metered_group: wgpu::BindGroup,
    /// One texel: the factor.
    pub factor: wgpu::TextureView,
}

impl AdaptPass {
    pub(crate) fn new(gpu: &Gpu) -> Self {
        let uniform = entry::uniform::<Adapt>(2, wgpu::ShaderStages::FRAGMENT, false);
        let layout = gpu.bind_group_layout("adapt", &[entry::picture(0), entry::sampler(1), uniform]);
        let module = gpu.shader("adapt", shaders::ADAPT);
        let pipeline = |fragment, blend| {
            let what = ScreenPipeline { module: &module, fragment, groups: &[&layout], format: HDR, constants: &[] };
            gpu.blended_screen_pipeline(&what, blend)
        };
        let usage = wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::RENDER_ATTACHMENT;
        let map = |side| {
            gpu.texture(&TextureShape::flat("adapt", UVec2::splat(side), HDR, usage)).create_view(&Default::default())
        };
        let (meter, settle) = (pipeline("meter", None), pipeline("settle", Some(wgpu::BlendState::ALPHA_BLENDING)));
        let buffer = gpu.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("adapt"),
            size: size_of::<Adapt>() as u64,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let (sampler, metered, factor) = (gpu.smooth_sampler(), map(SIDE), map(1));
        let metered_group = group(gpu, &layout, &metered, &sampler, &buffer);
        Self { meter, settle, layout, sampler, buffer, metered, metered_group, factor }
    }

    pub(crate) fn draw(
        &self,
        gpu: &Gpu,
        encoder: &mut wgpu::CommandEncoder,
        picture: &wgpu::TextureView,
        how: &Adaptation,
    ) {
        let (least, most) = (how.min_ev.exp2(), how.max_ev.exp2());
        let adapt = Adapt { least, most, part: how.part, spare: 0.0 };
        gpu.queue.write_buffer(&self.buffer, 0, bytemuck::bytes_of(&adapt));
        let picture = group(gpu, &self.layout, picture, &self.sampler, &self.buffer);
        gpu.fill("adapt", encoder, &self.metered, &self.meter, &[(&picture, &[])]);
        gpu.add("adapt", encoder, &self.factor, &self.settle, &[(&self.metered_group, &[])]);
    }
}

fn group(
    gpu: &Gpu,
    layout: &wgpu::BindGroupLayout,
    source: &wgpu::TextureView,
    sampler: &wgpu::Sampler,
    buffer: &wgpu::Buffer,
) -> wgpu::BindGroup {
    let (source, sampler) = (wgpu::BindingResource::TextureView(source), wgpu::BindingResource::Sampler(sampler));
    gpu.bind_group(layout, [source, sampler, buffer.as_entire_binding()])
}
