//! The backdrop.

use crate::bindings::Layouts;
use crate::entry;
use crate::gpu::Gpu;
use crate::pass::prefilter::Surroundings;
use crate::shaders;

/// Draws the surroundings behind everything.
pub(crate) struct Sky {
    group: wgpu::BindGroup,
    pipeline: wgpu::RenderPipeline,
}

impl Sky {
    pub(crate) fn new(gpu: &Gpu, layouts: &Layouts, surroundings: &Surroundings) -> Self {
        let layout = gpu.bind_group_layout("sky", &[entry::cube(0), entry::sampler(1)]);
        let group = gpu.bind_group(
            &layout,
            [
                wgpu::BindingResource::TextureView(&surroundings.reflection_view),
                wgpu::BindingResource::Sampler(&gpu.smooth_sampler()),
            ],
        );
        let layouts = [&layouts.frame, &layout];
        let pipeline = gpu.veil_pipeline("sky", shaders::SKY, &layouts, wgpu::PrimitiveTopology::TriangleList, None);
        Self { group, pipeline }
    }

    /// Where nothing has been drawn: the depth is still 0.
    pub(crate) fn draw(&self, pass: &mut wgpu::RenderPass<'_>) {
        pass.set_pipeline(&self.pipeline);
        pass.set_bind_group(1, &self.group, &[]);
        pass.draw(0..3, 0..1);
    }
}
