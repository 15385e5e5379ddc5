//! The picture of what hides, blurred more from level to level, for glass to look things up in.

use glam::UVec2;

use crate::cover::{Cover, ScreenPipeline};
use crate::entry;
use crate::gpu::{Gpu, HDR, TextureShape};
use crate::shaders;

/// Smallest side of the last level, pixels.
const SMALLEST_PX: u32 = 6;

/// Makes the levels.
pub(crate) struct BehindPass {
    layout: wgpu::BindGroupLayout,
    sampler: wgpu::Sampler,
    pipeline: Cover,
}

/// The picture, as large as the target.
pub(crate) struct Behind {
    /// To draw on.
    pub picture: wgpu::TextureView,
    /// To look up.
    pub view: wgpu::TextureView,
    pub levels: u32,
    /// What is drawn on, and the level above it.
    steps: Vec<(wgpu::TextureView, wgpu::BindGroup)>,
}

impl BehindPass {
    pub(crate) fn new(gpu: &Gpu) -> Self {
        let layout = gpu.bind_group_layout("behind", &[entry::picture(0), entry::sampler(1)]);
        let module = gpu.shader("behind", shaders::MIP);
        let pipeline = gpu.screen_pipeline(&ScreenPipeline {
            module: &module,
            fragment: "fragment",
            groups: &[&layout],
            format: HDR,
            constants: &[],
        });
        Self { layout, sampler: gpu.smooth_sampler(), pipeline }
    }

    pub(crate) fn picture(&self, gpu: &Gpu, size_px: UVec2) -> Behind {
        let levels = (size_px.min_element() / SMALLEST_PX).max(1).ilog2() + 1;
        let usage = wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::RENDER_ATTACHMENT;
        let texture = gpu.texture(&TextureShape { levels, ..TextureShape::flat("behind", size_px, HDR, usage) });
        let level = |base_mip_level| {
            texture.create_view(&wgpu::TextureViewDescriptor {
                base_mip_level,
                mip_level_count: Some(1),
                ..Default::default()
            })
        };
        let step = |target| (level(target), gpu.bind_group(&self.layout, self.source(&level(target - 1))));
        let steps = (1..levels).map(step).collect();
        Behind { picture: level(0), view: texture.create_view(&Default::default()), levels, steps }
    }

    fn source<'a>(&'a self, picture: &'a wgpu::TextureView) -> [wgpu::BindingResource<'a>; 2] {
        [wgpu::BindingResource::TextureView(picture), wgpu::BindingResource::Sampler(&self.sampler)]
    }

    /// Blurs what was drawn on the first level, or this picture instead.
    pub(crate) fn draw(
        &self,
        gpu: &Gpu,
        encoder: &mut wgpu::CommandEncoder,
        behind: &Behind,
        instead: Option<&wgpu::TextureView>,
    ) {
        if let Some(picture) = instead {
            let group = gpu.bind_group(&self.layout, self.source(picture));
            gpu.fill("behind", encoder, &behind.picture, &self.pipeline, &[(&group, &[])]);
        }
        for (target, group) in &behind.steps {
            gpu.fill("behind", encoder, target, &self.pipeline, &[(group, &[])]);
        }
    }
}
