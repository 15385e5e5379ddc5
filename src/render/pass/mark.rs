//! The mark on the floor where a tap leads.

use glam::Vec3;

use crate::bindings::Layouts;
use crate::entry;
use crate::gpu::Gpu;
use crate::medium::{Medium, Veil};
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
    veil: Veil,
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
        let layouts = [&layouts.frame, &layout];
        let blend = Some(wgpu::BlendState::PREMULTIPLIED_ALPHA_BLENDING);
        let veil = Veil::new(gpu, ("mark", shaders::MARK), &layouts, wgpu::PrimitiveTopology::TriangleStrip, blend);
        Self { buffer, group, veil }
    }

    /// Makes sure that it can be drawn as this.
    pub(crate) fn prepare(&mut self, gpu: &Gpu, medium: Medium) {
        self.veil.prepare(gpu, medium);
    }

    pub(crate) fn place(&self, gpu: &Gpu, position: Vec3, opacity: f32) {
        gpu.queue.write_buffer(&self.buffer, 0, bytemuck::bytes_of(&Mark { position, opacity }));
    }

    pub(crate) fn draw(&self, pass: &mut wgpu::RenderPass<'_>, medium: Medium) {
        let Some(pipeline) = self.veil.of(medium) else { return };
        pass.set_pipeline(pipeline);
        pass.set_bind_group(1, &self.group, &[]);
        pass.draw(0..4, 0..1);
    }
}
