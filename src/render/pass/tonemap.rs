//! From light to the pixels of a screen.

use glam::{UVec2, Vec2};
use hall::manifest::ToneMapping;

use crate::entry;
use crate::gpu::{Gpu, ScreenPipeline};
use crate::shaders::{self, uniform};
use crate::target::Buffers;
use crate::{Frame, Tier};

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
    of_picture: wgpu::RenderPipeline,
    /// Upper tier.
    of_samples: Option<wgpu::RenderPipeline>,
    encode: bool,
    /// What is in the buffer.
    tone: Tone,
}

impl Tonemap {
    pub(crate) fn new(gpu: &Gpu, format: wgpu::TextureFormat) -> Self {
        let is_full = gpu.info.tier == Tier::Full;
        let entries = [
            entry::uniform::<Tone>(0, wgpu::ShaderStages::FRAGMENT, false),
            entry::picture(1),
            entry::sampler(2),
            entry::picture(3),
            entry::picture(4),
            entry::picture(5),
            entry::samples(6),
        ];
        let layout = gpu.bind_group_layout("tonemap", if is_full { &entries } else { &entries[..6] });
        let buffer = gpu.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("tonemap"),
            size: size_of::<Tone>() as u64,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let pipeline = |wgsl| {
            gpu.screen_pipeline(&ScreenPipeline {
                module: &gpu.shader("tonemap", wgsl),
                fragment: "fragment",
                groups: &[&layout],
                format,
                constants: &[],
            })
        };
        let of_picture = pipeline(shaders::TONEMAP);
        let of_samples = is_full.then(|| pipeline(shaders::TONEMAP_SAMPLES));
        let encode = !format.is_srgb();
        let tone = bytemuck::Zeroable::zeroed();
        Self { buffer, sampler: gpu.smooth_sampler(), of_picture, of_samples, encode, tone, layout }
    }

    /// The group that reads a picture; made anew when the targets are.
    pub(crate) fn group(
        &self,
        gpu: &Gpu,
        buffers: &Buffers,
        highlight: &wgpu::TextureView,
        bloom: &wgpu::TextureView,
        adapted: &wgpu::TextureView,
    ) -> wgpu::BindGroup {
        let resources = [
            self.buffer.as_entire_binding(),
            wgpu::BindingResource::TextureView(&buffers.picture),
            wgpu::BindingResource::Sampler(&self.sampler),
            wgpu::BindingResource::TextureView(highlight),
            wgpu::BindingResource::TextureView(bloom),
            wgpu::BindingResource::TextureView(adapted),
        ];
        let samples = self.of_samples.iter().map(|_| wgpu::BindingResource::TextureView(&buffers.color));
        gpu.bind_group(&self.layout, resources.into_iter().chain(samples))
    }

    pub(crate) fn draw(
        &mut self,
        gpu: &Gpu,
        encoder: &mut wgpu::CommandEncoder,
        target: &wgpu::TextureView,
        group: &wgpu::BindGroup,
        (size_px, frame, has_bloom): (UVec2, &Frame<'_>, bool),
    ) {
        let tone = Tone {
            encode: if self.encode { 1.0 } else { 0.0 },
            highlight: if frame.highlight.is_empty() { 0.0 } else { 1.0 },
            pixel: 1.0 / size_px.as_vec2(),
            curve: match frame.tone_mapping {
                ToneMapping::Neutral => 0,
                ToneMapping::Aces => 1,
                ToneMapping::Agx => 2,
                ToneMapping::None => 3,
            },
            bloom: if has_bloom { BLOOM } else { 0.0 },
            spare_1: 0,
            spare_2: 0,
        };
        if bytemuck::bytes_of(&tone) != bytemuck::bytes_of(&self.tone) {
            gpu.queue.write_buffer(&self.buffer, 0, bytemuck::bytes_of(&tone));
            self.tone = tone;
        }
        let of_samples = self.of_samples.as_ref().filter(|_| frame.effects.edges);
        gpu.fill("tonemap", encoder, target, of_samples.unwrap_or(&self.of_picture), &[(group, &[])]);
    }
}
