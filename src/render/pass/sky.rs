//! The backdrop.

use crate::bindings::Layouts;
use crate::gpu::{DEPTH, Gpu, HDR, SAMPLES, entry};
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
        let module = gpu.shader("sky", shaders::SKY);
        let pipeline = gpu.device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
            label: Some("sky"),
            layout: Some(&gpu.pipeline_layout(&[&layouts.frame, &layout])),
            vertex: wgpu::VertexState {
                module: &module,
                entry_point: Some("vertex"),
                compilation_options: Default::default(),
                buffers: &[],
            },
            primitive: Default::default(),
            depth_stencil: Some(wgpu::DepthStencilState {
                format: DEPTH,
                depth_write_enabled: Some(false),
                depth_compare: Some(wgpu::CompareFunction::GreaterEqual),
                stencil: Default::default(),
                bias: Default::default(),
            }),
            multisample: wgpu::MultisampleState { count: SAMPLES, ..Default::default() },
            fragment: Some(wgpu::FragmentState {
                module: &module,
                entry_point: Some("fragment"),
                compilation_options: Default::default(),
                targets: &[Some(HDR.into())],
            }),
            multiview_mask: None,
            cache: None,
        });
        Self { group, pipeline }
    }

    /// Where nothing has been drawn: the depth is still 0.
    pub(crate) fn draw(&self, pass: &mut wgpu::RenderPass<'_>) {
        pass.set_pipeline(&self.pipeline);
        pass.set_bind_group(1, &self.group, &[]);
        pass.draw(0..3, 0..1);
    }
}
