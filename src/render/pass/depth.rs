//! Depth of the surfaces of a scene, from the sun or from the eye (`shaders/shadow.wgsl`).

use core::cell::OnceCell;

use hall::Topology;

use crate::Drawn;
use crate::bindings::Layouts;
use crate::draw_list::Draw;
use crate::geometry;
use crate::gpu::Gpu;
use crate::look::{Cull, Look, Mode};
use crate::shaders;
use crate::stage::{Bound, Stage};
use crate::view::Frustum;

/// Pipelines that write depth alone, each made when it is first needed.
pub(crate) struct DepthPipelines {
    module: wgpu::ShaderModule,
    all: wgpu::PipelineLayout,
    frame: wgpu::PipelineLayout,
    format: wgpu::TextureFormat,
    bias: wgpu::DepthBiasState,
    /// Rigid and bent, each opaque and masked.
    surfaces: [OnceCell<wgpu::RenderPipeline>; 4],
    clear: OnceCell<wgpu::RenderPipeline>,
}

impl DepthPipelines {
    pub(crate) fn new(gpu: &Gpu, layouts: &Layouts, format: wgpu::TextureFormat, bias: wgpu::DepthBiasState) -> Self {
        Self {
            module: gpu.shader("shadow", shaders::SHADOW),
            all: gpu.pipeline_layout(&[&layouts.frame, &layouts.material, &layouts.object]),
            frame: gpu.pipeline_layout(&[&layouts.frame]),
            format,
            bias,
            surfaces: Default::default(),
            clear: OnceCell::new(),
        }
    }

    /// Makes sure that most scenes can be drawn.
    pub(crate) fn prepare(&self, gpu: &Gpu) {
        self.clear.get_or_init(|| self.pipeline(gpu, None));
        self.surfaces[0].get_or_init(|| self.pipeline(gpu, Some(0)));
    }

    /// For one of the surfaces, or to clear.
    fn pipeline(&self, gpu: &Gpu, surface: Option<usize>) -> wgpu::RenderPipeline {
        let (entry, buffers) = match surface {
            Some(0 | 1) => ("vertex_rigid", geometry::RIGID),
            Some(_) => ("vertex_bent", geometry::BENT),
            None => ("vertex_clear", &[][..]),
        };
        // Both faces: walls that are made to be seen from inside keep the sun out all the same.
        let look = Look::new(Mode::Opaque, Cull::None, Topology::Triangles, false);
        let compare = if surface.is_some() { wgpu::CompareFunction::Greater } else { wgpu::CompareFunction::Always };
        let is_masked = surface.is_some_and(|i| i % 2 == 1);
        gpu.device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
            label: Some("depth"),
            layout: Some(if surface.is_some() { &self.all } else { &self.frame }),
            vertex: wgpu::VertexState {
                module: &self.module,
                entry_point: Some(entry),
                compilation_options: Default::default(),
                buffers,
            },
            primitive: look.primitive_state(),
            depth_stencil: Some(wgpu::DepthStencilState {
                format: self.format,
                depth_write_enabled: Some(true),
                depth_compare: Some(compare),
                stencil: Default::default(),
                bias: if surface.is_some() { self.bias } else { Default::default() },
            }),
            multisample: Default::default(),
            fragment: is_masked.then(|| wgpu::FragmentState {
                module: &self.module,
                entry_point: Some("fragment_masked"),
                compilation_options: Default::default(),
                targets: &[],
            }),
            multiview_mask: None,
            cache: None,
        })
    }

    /// Begins to draw on a depth texture.
    pub(crate) fn begin<'e>(
        &self,
        gpu: &Gpu,
        name: &'static str,
        encoder: &'e mut wgpu::CommandEncoder,
        target: &wgpu::TextureView,
        load: wgpu::LoadOp<f32>,
    ) -> wgpu::RenderPass<'e> {
        encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
            label: Some(name),
            timestamp_writes: gpu.stamps(name),
            depth_stencil_attachment: Some(wgpu::RenderPassDepthStencilAttachment {
                view: target,
                depth_ops: Some(wgpu::Operations { load, store: wgpu::StoreOp::Store }),
                stencil_ops: None,
            }),
            ..Default::default()
        })
    }

    /// Makes the part of the texture that is drawn on endlessly far.
    pub(crate) fn clear(&self, gpu: &Gpu, pass: &mut wgpu::RenderPass<'_>, stage: &Stage, frame_offset: usize) {
        pass.set_pipeline(self.clear.get_or_init(|| self.pipeline(gpu, None)));
        pass.set_bind_group(0, &stage.groups.early, &[frame_offset as u32]);
        pass.draw(0..3, 0..1);
    }

    /// Draws what may be seen in `frustum` of what passes `filter`, as the view at `frame_offset` sees it.
    pub(crate) fn draw(
        &self,
        (gpu, pass): (&Gpu, &mut wgpu::RenderPass<'_>),
        (stage, frame_offset): (&Stage, usize),
        frustum: &Frustum,
        filter: impl Fn(&Draw) -> bool,
        drawn: &mut Drawn,
    ) {
        pass.set_bind_group(0, &stage.groups.early, &[frame_offset as u32]);
        let (mut pipeline, mut bound) = (None, Bound::blind());
        for draw in stage.list.draws.iter().filter(|d| filter(d) && frustum.may_see(&d.bounds)) {
            let which = usize::from(draw.look.is_bent) * 2 + usize::from(draw.look.mode == Mode::Masked);
            if pipeline.replace(which) != Some(which) {
                pass.set_pipeline(self.surfaces[which].get_or_init(|| self.pipeline(gpu, Some(which))));
            }
            stage.bind(pass, draw, &mut bound);
            stage.list.for_seen(draw, frustum, |indices| {
                drawn.add(&indices);
                pass.draw_indexed(indices, 0, 0..1);
            });
        }
    }
}
