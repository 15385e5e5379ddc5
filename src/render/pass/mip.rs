//! Smaller levels of images.

use crate::cover::{Cover, ScreenPipeline};
use crate::entry;
use crate::gpu::Gpu;
use crate::shaders;

/// Halves levels on the device; the average is taken of light, not of encoded colour, as sRGB formats decode and encode by themselves.
pub(crate) struct Mip {
    layout: wgpu::BindGroupLayout,
    sampler: wgpu::Sampler,
    color: Cover,
    data: Cover,
}

impl Mip {
    pub(crate) fn new(gpu: &Gpu) -> Self {
        let layout = gpu.bind_group_layout("mip", &[entry::picture(0), entry::sampler(1)]);
        let module = gpu.shader("mip", shaders::MIP);
        let pipeline = |format| {
            gpu.screen_pipeline(&ScreenPipeline {
                module: &module,
                fragment: "fragment",
                groups: &[&layout],
                format,
                constants: &[],
            })
        };
        Self {
            color: pipeline(wgpu::TextureFormat::Rgba8UnormSrgb),
            data: pipeline(wgpu::TextureFormat::Rgba8Unorm),
            sampler: gpu.smooth_sampler(),
            layout,
        }
    }

    /// Makes sure that levels can be made.
    pub(crate) fn prepare(&self, gpu: &Gpu) {
        self.color.of(gpu);
        self.data.of(gpu);
    }

    /// Makes all levels of a texture from its first.
    pub(crate) fn fill(&self, gpu: &Gpu, texture: &wgpu::Texture) {
        let pipeline = if texture.format().is_srgb() { &self.color } else { &self.data };
        let level = |base_mip_level| {
            texture.create_view(&wgpu::TextureViewDescriptor {
                base_mip_level,
                mip_level_count: Some(1),
                ..Default::default()
            })
        };
        let mut encoder = gpu.encoder();
        for target in 1..texture.mip_level_count() {
            let source = level(target - 1);
            let group = gpu.bind_group(
                &self.layout,
                [wgpu::BindingResource::TextureView(&source), wgpu::BindingResource::Sampler(&self.sampler)],
            );
            gpu.fill("mip", &mut encoder, &level(target), pipeline, &[(&group, &[])]);
        }
        gpu.submit(encoder);
    }
}
