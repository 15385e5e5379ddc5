//! The backdrop.

use crate::bindings::Layouts;
use crate::entry;
use crate::gpu::Gpu;
use crate::medium::{Medium, Veil};
use crate::pass::prefilter::{Radiance, Surroundings};
use crate::shaders::{self, Wgsl};

/// Draws the surroundings behind everything.
pub(crate) struct Sky {
    group: wgpu::BindGroup,
    veil: Veil,
}

impl Sky {
    /// Out of focus.
    pub(crate) fn blurred(gpu: &Gpu, layouts: &Layouts, surroundings: &Surroundings) -> Self {
        Self::new(gpu, layouts, shaders::SKY_BLURRED, entry::picture(0), &surroundings.view)
    }

    /// As sharp as it is.
    pub(crate) fn sharp(gpu: &Gpu, layouts: &Layouts, radiance: &Radiance) -> Self {
        Self::new(gpu, layouts, shaders::SKY_SHARP, entry::cube(0), &radiance.view())
    }

    fn new(
        gpu: &Gpu,
        layouts: &Layouts,
        wgsl: Wgsl,
        entry: wgpu::BindGroupLayoutEntry,
        map: &wgpu::TextureView,
    ) -> Self {
        let layout = gpu.bind_group_layout("sky", &[entry, entry::sampler(1)]);
        let sampler = &gpu.smooth_sampler();
        let resources = [wgpu::BindingResource::TextureView(map), wgpu::BindingResource::Sampler(sampler)];
        let group = gpu.bind_group(&layout, resources);
        let layouts = [&layouts.frame, &layout];
        let veil = Veil::new(gpu, ("sky", wgsl), &layouts, wgpu::PrimitiveTopology::TriangleList, None);
        Self { group, veil }
    }

    /// Makes sure that it can be drawn as this.
    pub(crate) fn prepare(&mut self, gpu: &Gpu, medium: Medium) {
        self.veil.prepare(gpu, medium);
    }

    /// Where nothing has been drawn: the depth is still 0.
    pub(crate) fn draw(&self, pass: &mut wgpu::RenderPass<'_>, medium: Medium) {
        let Some(pipeline) = self.veil.of(medium) else { return };
        pass.set_pipeline(pipeline);
        pass.set_bind_group(1, &self.group, &[]);
        pass.draw(0..3, 0..1);
    }
}
