//! The mark on the floor where a tap leads.

use glam::Vec3;

use crate::bindings::Layouts;
use crate::gpu::{DEPTH, Gpu, HDR, SAMPLES, entry};
use crate::shaders::{self, uniform};

uniform! {
    /// Where, and how visible.
    struct Mark {
        /// On the floor, metres.
        position: Vec3,
        /// 0 to 1.
        opacity: f32,
    }
}

/// Draws it.
pub(crate) struct MarkPass {
    buffer: wgpu::Buffer,
    group: wgpu::BindGroup,
    pipeline: wgpu::RenderPipeline,
}

impl MarkPass {
    pub(crate) fn new(gpu: &Gpu, layouts: &Layouts) -> Self {
        let layout =
            gpu.bind_group_layout("mark", &[entry::uniform::<Mark>(0, wgpu::ShaderStages::VERTEX_FRAGMENT, false)]);
        let buffer = gpu.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("mark"),
            size: size_of::<Mark>() as u64,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let group = gpu.bind_group(&layout, [buffer.as_entire_binding()]);
        let module = gpu.shader("mark", shaders::MARK);
        let pipeline = gpu.device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
            label: Some("mark"),
            layout: Some(&gpu.pipeline_layout(&[&layouts.frame, &layout])),
            vertex: wgpu::VertexState {
                module: &module,
                entry_point: Some("vertex"),
                compilation_options: Default::default(),
                buffers: &[],
            },
            primitive: wgpu::PrimitiveState { topology: wgpu::PrimitiveTopology::TriangleStrip, ..Default::default() },
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
                targets: &[Some(wgpu::ColorTargetState {
                    format: HDR,
                    blend: Some(wgpu::BlendState::PREMULTIPLIED_ALPHA_BLENDING),
                    write_mask: wgpu::ColorWrites::ALL,
                })],
            }),
            multiview_mask: None,
            cache: None,
        });
        Self { buffer, group, pipeline }
    }

    pub(crate) fn place(&self, gpu: &Gpu, position: Vec3, opacity: f32) {
        gpu.queue.write_buffer(&self.buffer, 0, bytemuck::bytes_of(&Mark { position, opacity }));
    }

    pub(crate) fn draw(&self, pass: &mut wgpu::RenderPass<'_>) {
        pass.set_pipeline(&self.pipeline);
        pass.set_bind_group(1, &self.group, &[]);
        pass.draw(0..4, 0..1);
    }
}
