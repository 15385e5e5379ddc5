//! From light to the pixels of a screen.

use glam::{UVec2, Vec2};
use hall::manifest::ToneMapping;

use crate::entry;
use crate::gpu::{Gpu, ScreenPipeline};
use crate::shaders::{self, uniform};

uniform! {
    /// How to show the picture.
    struct Tone {
        /// 1 when the target does not encode sRGB by itself.
        encode: f32,
        /// How strong the outline of highlighted things is.
        highlight: f32,
        /// 1 / size of the target, per pixel.
        pixel: Vec2,
        /// 0 Khronos PBR Neutral, 1 ACES, 2 AgX, 3 none.
        curve: u32,
        /// How much of the glow is added.
        bloom: f32,
        spare_1: u32,
        spare_2: u32,
    }
}

/// Of the glow's levels together, how much reaches the eye.
const BLOOM: f32 = 0.035;

/// Draws the picture on its target.
pub(crate) struct Tonemap {
    layout: wgpu::BindGroupLayout,
    buffer: wgpu::Buffer,
    sampler: wgpu::Sampler,
    pipeline: wgpu::RenderPipeline,
    encode: bool,
}

impl Tonemap {
    pub(crate) fn new(gpu: &Gpu, format: wgpu::TextureFormat) -> Self {
        let layout = gpu.bind_group_layout(
            "tonemap",
            &[
                entry::uniform::<Tone>(0, wgpu::ShaderStages::FRAGMENT, false),
                entry::picture(1),
                entry::sampler(2),
                entry::picture(3),
                entry::picture(4),
            ],
        );
        let buffer = gpu.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("tonemap"),
            size: size_of::<Tone>() as u64,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let module = gpu.shader("tonemap", shaders::TONEMAP);
        let pipeline = gpu.screen_pipeline(&ScreenPipeline {
            module: &module,
            fragment: "fragment",
            groups: &[&layout],
            format,
            constants: &[],
        });
        Self { layout, buffer, sampler: gpu.smooth_sampler(), pipeline, encode: !format.is_srgb() }
    }

    /// The group that reads a picture; made anew when the targets are.
    pub(crate) fn group(
        &self,
        gpu: &Gpu,
        picture: &wgpu::TextureView,
        highlight: &wgpu::TextureView,
        bloom: &wgpu::TextureView,
    ) -> wgpu::BindGroup {
        gpu.bind_group(
            &self.layout,
            [
                self.buffer.as_entire_binding(),
                wgpu::BindingResource::TextureView(picture),
                wgpu::BindingResource::Sampler(&self.sampler),
                wgpu::BindingResource::TextureView(highlight),
                wgpu::BindingResource::TextureView(bloom),
            ],
        )
    }

    pub(crate) fn draw(
        &self,
        gpu: &Gpu,
        encoder: &mut wgpu::CommandEncoder,
        target: &wgpu::TextureView,
        group: &wgpu::BindGroup,
        (size_px, highlight, has_bloom, tone_mapping): (UVec2, bool, bool, ToneMapping),
    ) {
        let tone = Tone {
            encode: if self.encode { 1.0 } else { 0.0 },
            highlight: if highlight { 1.0 } else { 0.0 },
            pixel: 1.0 / size_px.as_vec2(),
            curve: match tone_mapping {
                ToneMapping::Neutral => 0,
                ToneMapping::Aces => 1,
                ToneMapping::Agx => 2,
                ToneMapping::None => 3,
            },
            bloom: if has_bloom { BLOOM } else { 0.0 },
            spare_1: 0,
            spare_2: 0,
        };
        gpu.queue.write_buffer(&self.buffer, 0, bytemuck::bytes_of(&tone));
        gpu.fill("tonemap", encoder, target, &self.pipeline, &[(group, &[])]);
    }
}
