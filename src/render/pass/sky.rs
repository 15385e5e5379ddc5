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
    /// Vertices of a strip of triangles, and how many strips.
    strips: (u32, u32),
}

/// Cells of the grid over a blurred backdrop (`shaders/sky_blurred.wgsl`).
const GRID: (u32, u32) = (32, 18);

impl Sky {
    /// Out of focus.
    pub(crate) fn blurred(gpu: &Gpu, layouts: &Layouts, surroundings: &Surroundings) -> Self {
        let strips = (2 * (GRID.0 + 1), GRID.1);
        Self::new(gpu, layouts, (shaders::SKY_BLURRED, strips), entry::picture(0), &surroundings.view)
    }

    /// As sharp as it is.
    pub(crate) fn sharp(gpu: &Gpu, layouts: &Layouts, radiance: &Radiance) -> Self {
        Self::new(gpu, layouts, (shaders::SKY_SHARP, (3, 1)), entry::cube(0), &radiance.view())
    }

    fn new(
        gpu: &Gpu,
        layouts: &Layouts,
        (wgsl, strips): (Wgsl, (u32, u32)),
        entry: wgpu::BindGroupLayoutEntry,
        map: &wgpu::TextureView,
    ) -> Self {
        let entries = [entry, entry::sampler(1)];
        let entries = entries
            .map(|entry| wgpu::BindGroupLayoutEntry { visibility: wgpu::ShaderStages::VERTEX_FRAGMENT, ..entry });
        let layout = gpu.bind_group_layout("sky", &entries);
        let sampler = &gpu.smooth_sampler();
        let resources = [wgpu::BindingResource::TextureView(map), wgpu::BindingResource::Sampler(sampler)];
        let group = gpu.bind_group(&layout, resources);
        let layouts = [&layouts.frame, &layout];
        let veil = Veil::new(gpu, ("sky", wgsl), &layouts, wgpu::PrimitiveTopology::TriangleStrip, None);
        Self { group, veil, strips }
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
        pass.draw(0..self.strips.0, 0..self.strips.1);
    }
}
