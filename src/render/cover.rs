//! Passes that cover a single-sampled target with one triangle.

use core::cell::OnceCell;

use crate::gpu::Gpu;

/// What [`Gpu::screen_pipeline`] makes.
pub(crate) struct ScreenPipeline<'a> {
    pub module: &'a wgpu::ShaderModule,
    pub fragment: &'static str,
    pub groups: &'a [&'a wgpu::BindGroupLayout],
    pub format: wgpu::TextureFormat,
    pub constants: &'a [(&'static str, f64)],
}

/// A pipeline that is made when it is first needed, so that the first look waits for no other.
pub(crate) struct Cover {
    module: wgpu::ShaderModule,
    fragment: &'static str,
    layout: wgpu::PipelineLayout,
    target: wgpu::ColorTargetState,
    constants: Vec<(&'static str, f64)>,
    made: OnceCell<wgpu::RenderPipeline>,
}

impl Cover {
    pub(crate) fn of(&self, gpu: &Gpu) -> &wgpu::RenderPipeline {
        self.made.get_or_init(|| {
            gpu.device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
                label: Some(self.fragment),
                layout: Some(&self.layout),
                vertex: wgpu::VertexState {
                    module: &self.module,
                    entry_point: Some("vertex_screen"),
                    compilation_options: Default::default(),
                    buffers: &[],
                },
                primitive: Default::default(),
                depth_stencil: None,
                multisample: Default::default(),
                fragment: Some(wgpu::FragmentState {
                    module: &self.module,
                    entry_point: Some(self.fragment),
                    compilation_options: wgpu::PipelineCompilationOptions {
                        constants: &self.constants,
                        ..Default::default()
                    },
                    targets: &[Some(self.target.clone())],
                }),
                multiview_mask: None,
                cache: None,
            })
        })
    }
}

impl Gpu {
    pub(crate) fn screen_pipeline(&self, what: &ScreenPipeline<'_>) -> Cover {
        self.blended_screen_pipeline(what, None)
    }

    /// The same, mixed with what is on the target.
    pub(crate) fn blended_screen_pipeline(&self, what: &ScreenPipeline<'_>, blend: Option<wgpu::BlendState>) -> Cover {
        Cover {
            module: what.module.clone(),
            fragment: what.fragment,
            layout: self.pipeline_layout(what.groups),
            target: wgpu::ColorTargetState { blend, ..what.format.into() },
            constants: what.constants.to_vec(),
            made: OnceCell::new(),
        }
    }

    /// Covers a target.
    pub(crate) fn fill(
        &self,
        name: &'static str,
        encoder: &mut wgpu::CommandEncoder,
        target: &wgpu::TextureView,
        pipeline: &Cover,
        groups: &[(&wgpu::BindGroup, &[u32])],
    ) {
        self.fill_face((name, 0), encoder, target, pipeline, groups);
    }

    /// The same on a face of a cube map, for shaders with `cube.wgsl`.
    pub(crate) fn fill_face(
        &self,
        (name, face): (&'static str, u32),
        encoder: &mut wgpu::CommandEncoder,
        target: &wgpu::TextureView,
        pipeline: &Cover,
        groups: &[(&wgpu::BindGroup, &[u32])],
    ) {
        let load = wgpu::LoadOp::Clear(wgpu::Color::BLACK);
        self.cover((name, load, face), encoder, target, pipeline, groups);
    }

    /// The same, on top of what is there.
    pub(crate) fn add(
        &self,
        name: &'static str,
        encoder: &mut wgpu::CommandEncoder,
        target: &wgpu::TextureView,
        pipeline: &Cover,
        groups: &[(&wgpu::BindGroup, &[u32])],
    ) {
        self.cover((name, wgpu::LoadOp::Load, 0), encoder, target, pipeline, groups);
    }

    fn cover(
        &self,
        (name, load, face): (&'static str, wgpu::LoadOp<wgpu::Color>, u32),
        encoder: &mut wgpu::CommandEncoder,
        target: &wgpu::TextureView,
        pipeline: &Cover,
        groups: &[(&wgpu::BindGroup, &[u32])],
    ) {
        let mut pass = self.begin_cover((name, load), encoder, target);
        pass.set_pipeline(pipeline.of(self));
        for (index, (group, offsets)) in (0..).zip(groups) {
            pass.set_bind_group(index, *group, offsets);
        }
        pass.draw(3 * face..3 * face + 3, 0..1);
    }

    /// A pass on a single-sampled target without depth.
    pub(crate) fn begin_cover<'a>(
        &self,
        (name, load): (&'static str, wgpu::LoadOp<wgpu::Color>),
        encoder: &'a mut wgpu::CommandEncoder,
        target: &wgpu::TextureView,
    ) -> wgpu::RenderPass<'a> {
        encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
            color_attachments: &[Some(wgpu::RenderPassColorAttachment {
                view: target,
                depth_slice: None,
                resolve_target: None,
                ops: wgpu::Operations { load, store: wgpu::StoreOp::Store },
            })],
            timestamp_writes: self.stamps(name),
            label: Some(name),
            ..Default::default()
        })
    }
}
