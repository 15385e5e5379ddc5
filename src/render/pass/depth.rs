//! Depth of the surfaces of a scene, from the sun or from the eye (`shaders/shadow.wgsl`).

use hall::Topology;

use crate::Drawn;
use crate::bindings::Layouts;
use crate::draw_list::Draw;
use crate::geometry;
use crate::gpu::{DEPTH, Gpu};
use crate::look::{Cull, Look, Mode};
use crate::shaders;
use crate::stage::{Bound, Stage};
use crate::view::Frustum;

/// Pipelines that write depth alone.
pub(crate) struct DepthPipelines {
    /// Rigid and bent, each opaque and masked.
    surfaces: [wgpu::RenderPipeline; 4],
    clear: wgpu::RenderPipeline,
}

impl DepthPipelines {
    pub(crate) fn new(gpu: &Gpu, layouts: &Layouts, bias: wgpu::DepthBiasState) -> Self {
        let module = gpu.shader("shadow", shaders::SHADOW);
        let all = gpu.pipeline_layout(&[&layouts.frame, &layouts.material, &layouts.object]);
        let frame = gpu.pipeline_layout(&[&layouts.frame]);
        let pipeline = |layout, (entry, buffers), compare, bias, is_masked: bool| {
            // Both faces: walls that are made to be seen from inside keep the sun out all the same.
            let look = Look::new(Mode::Opaque, Cull::None, Topology::Triangles, false);
            gpu.device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
                label: Some("depth"),
                layout: Some(layout),
                vertex: wgpu::VertexState {
                    module: &module,
                    entry_point: Some(entry),
                    compilation_options: Default::default(),
                    buffers,
                },
                primitive: look.primitive_state(),
                depth_stencil: Some(wgpu::DepthStencilState {
                    format: DEPTH,
                    depth_write_enabled: Some(true),
                    depth_compare: Some(compare),
                    stencil: Default::default(),
                    bias,
                }),
                multisample: Default::default(),
                fragment: is_masked.then(|| wgpu::FragmentState {
                    module: &module,
                    entry_point: Some("fragment_masked"),
                    compilation_options: Default::default(),
                    targets: &[],
                }),
                multiview_mask: None,
                cache: None,
            })
        };
        let surface = |vertex, is_masked| pipeline(&all, vertex, wgpu::CompareFunction::Greater, bias, is_masked);
        let (rigid, bent) = (("vertex_rigid", geometry::RIGID), ("vertex_bent", geometry::BENT));
        let always = wgpu::CompareFunction::Always;
        Self {
            surfaces: [surface(rigid, false), surface(rigid, true), surface(bent, false), surface(bent, true)],
            clear: pipeline(&frame, ("vertex_clear", &[]), always, Default::default(), false),
        }
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
    pub(crate) fn clear(&self, pass: &mut wgpu::RenderPass<'_>, stage: &Stage, frame_offset: usize) {
        pass.set_pipeline(&self.clear);
        pass.set_bind_group(0, &stage.groups.early, &[frame_offset as u32]);
        pass.draw(0..3, 0..1);
    }

    /// Draws what may be seen in `frustum` of what passes `filter`, as the view at `frame_offset` sees it.
    pub(crate) fn draw(
        &self,
        pass: &mut wgpu::RenderPass<'_>,
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
                pass.set_pipeline(&self.surfaces[which]);
            }
            stage.bind(pass, draw, &mut bound);
            stage.list.for_seen(draw, frustum, |indices| {
                drawn.add(&indices);
                pass.draw_indexed(indices, 0, 0..1);
            });
        }
    }
}
