//! Depth of the surfaces of a scene, from the sun or from the eye (`shaders/shadow.wgsl`).

use hall::Topology;

use crate::Drawn;
use crate::bindings::{Layouts, slot};
use crate::draw_list::Draw;
use crate::geometry;
use crate::gpu::{DEPTH, Gpu};
use crate::look::{Cull, Look, Mode};
use crate::shaders;
use crate::stage::Stage;

/// Pipelines that write depth alone: rigid and skinned, each opaque and masked.
pub(crate) struct DepthPipelines([wgpu::RenderPipeline; 4]);

impl DepthPipelines {
    pub(crate) fn new(gpu: &Gpu, layouts: &Layouts, bias: wgpu::DepthBiasState) -> Self {
        let module = gpu.shader("shadow", shaders::SHADOW);
        let layout = gpu.pipeline_layout(&[&layouts.frame, &layouts.material, &layouts.object]);
        let pipeline = |is_skinned: bool, is_masked: bool| {
            // Both faces: walls that are made to be seen from inside keep the sun out all the same.
            let look = Look::new(Mode::Opaque, Cull::None, Topology::Triangles, is_skinned);
            gpu.device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
                label: Some("depth"),
                layout: Some(&layout),
                vertex: wgpu::VertexState {
                    module: &module,
                    entry_point: Some(if is_skinned { "vertex_skinned" } else { "vertex_rigid" }),
                    compilation_options: Default::default(),
                    buffers: if is_skinned { geometry::SKINNED } else { geometry::RIGID },
                },
                primitive: look.primitive_state(),
                depth_stencil: Some(wgpu::DepthStencilState {
                    format: DEPTH,
                    depth_write_enabled: Some(true),
                    depth_compare: Some(wgpu::CompareFunction::Greater),
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
        Self([pipeline(false, false), pipeline(false, true), pipeline(true, false), pipeline(true, true)])
    }

    /// Draws what passes `filter` on a cleared depth texture, as the view at `frame_offset` sees it.
    pub(crate) fn draw(
        &self,
        encoder: &mut wgpu::CommandEncoder,
        target: &wgpu::TextureView,
        (stage, frame_offset): (&Stage, usize),
        filter: impl Fn(&Draw) -> bool,
        drawn: &mut Drawn,
    ) {
        let mut pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
            label: Some("depth"),
            depth_stencil_attachment: Some(wgpu::RenderPassDepthStencilAttachment {
                view: target,
                depth_ops: Some(wgpu::Operations { load: wgpu::LoadOp::Clear(0.0), store: wgpu::StoreOp::Store }),
                stencil_ops: None,
            }),
            ..Default::default()
        });
        pass.set_bind_group(0, &stage.groups.early, &[frame_offset as u32]);
        let (mut pipeline, mut skinned, mut material, mut object) = (None, None, None, None);
        for draw in stage.list.draws.iter().filter(|d| filter(d)) {
            let is_skinned = draw.look.is_skinned();
            let which = usize::from(is_skinned) * 2 + usize::from(draw.look.mode() == Mode::Masked);
            if pipeline.replace(which) != Some(which) {
                pass.set_pipeline(&self.0[which]);
            }
            if skinned.replace(is_skinned) != Some(is_skinned) {
                stage.list.geometry(is_skinned).bind(&mut pass);
            }
            if material.replace(draw.material) != Some(draw.material) {
                pass.set_bind_group(1, stage.materials.get(draw.material), &[]);
            }
            if object.replace(draw.object) != Some(draw.object) {
                pass.set_bind_group(2, &stage.object_group, &[slot::object_offset(draw.object)]);
            }
            pass.draw_indexed(draw.indices.clone(), 0, 0..1);
            drawn.add(&draw.indices);
        }
    }
}
