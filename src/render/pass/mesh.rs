//! The surfaces of a scene, lit.

use crate::bindings::Layouts;
use crate::draw_list::Draw;
use crate::geometry;
use crate::gpu::{DEPTH, Gpu, SAMPLES};
use crate::look::{Look, Mode, Scenery};
use crate::medium::Medium;
use crate::shaders;
use crate::stage::{Bound, Stage};
use crate::view::Frustum;
use crate::{Drawn, Tier};

/// Pipelines for the looks that the scene has, each made when it is first needed.
pub(crate) struct MeshPass {
    module: wgpu::ShaderModule,
    layout: wgpu::PipelineLayout,
    /// Of this scenery alone; few: a scene has a dozen looks.
    pipelines: Vec<(Look, Medium, wgpu::RenderPipeline)>,
    scenery: Scenery,
    is_base: bool,
}

impl MeshPass {
    pub(crate) fn new(gpu: &Gpu, layouts: &Layouts) -> Self {
        Self {
            module: gpu.shader("mesh", shaders::MESH),
            layout: gpu.pipeline_layout(&[&layouts.frame, &layouts.material, &layouts.object]),
            pipelines: Vec::new(),
            scenery: Scenery::default(),
            is_base: gpu.info.tier == Tier::Base,
        }
    }

    /// Draws scenes of another kind from now on.
    pub(crate) fn set_scenery(&mut self, scenery: Scenery) {
        if core::mem::replace(&mut self.scenery, scenery) != scenery {
            self.pipelines.clear();
        }
    }

    /// Makes sure that everything in the list can be drawn as this.
    pub(crate) fn prepare(&mut self, gpu: &Gpu, draws: &[Draw], medium: Medium) {
        for draw in draws {
            self.prepare_look(gpu, draw.look, medium);
        }
    }

    /// Whether that took work.
    pub(crate) fn prepare_look(&mut self, gpu: &Gpu, look: Look, medium: Medium) -> bool {
        let is_new = self.pipeline_of(look, medium).is_none();
        if is_new {
            self.pipelines.push((look, medium, self.pipeline(gpu, look, medium)));
        }
        is_new
    }

    fn pipeline_of(&self, look: Look, medium: Medium) -> Option<&wgpu::RenderPipeline> {
        self.pipelines.iter().find(|(of, to, _)| *of == look && *to == medium).map(|(_, _, pipeline)| pipeline)
    }

    fn pipeline(&self, gpu: &Gpu, look: Look, medium: Medium) -> wgpu::RenderPipeline {
        let bits = look.bits() | u32::from(self.scenery.bits()) << Look::BITS;
        let constants = [("LOOK", f64::from(bits)), medium.constant()];
        // What is left out is 0.
        let count = if medium.constant().1 == 0.0 { 1 } else { 2 };
        let compilation_options =
            wgpu::PipelineCompilationOptions { constants: &constants[..count], ..Default::default() };
        let is_baked = self.is_base && self.scenery.bakes(look);
        let (vertex, fragment) = match (look.is_bent, self.scenery.probes(look)) {
            _ if is_baked => ("vertex_baked", "fragment_baked"),
            (false, false) => ("vertex_rigid", "fragment"),
            (true, false) => ("vertex_bent", "fragment"),
            (false, true) => ("vertex_rigid_probed", "fragment_probed"),
            (true, true) => ("vertex_bent_probed", "fragment_probed"),
        };
        gpu.device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
            label: Some("mesh"),
            layout: Some(&self.layout),
            vertex: wgpu::VertexState {
                module: &self.module,
                entry_point: Some(vertex),
                compilation_options: compilation_options.clone(),
                buffers: if look.is_bent { geometry::BENT } else { geometry::RIGID },
            },
            primitive: look.primitive_state(),
            depth_stencil: Some(wgpu::DepthStencilState {
                format: DEPTH,
                depth_write_enabled: Some(look.mode.writes_depth()),
                depth_compare: Some(wgpu::CompareFunction::GreaterEqual),
                stencil: Default::default(),
                bias: Default::default(),
            }),
            multisample: wgpu::MultisampleState {
                count: SAMPLES,
                alpha_to_coverage_enabled: look.mode == Mode::Masked,
                ..Default::default()
            },
            fragment: Some(wgpu::FragmentState {
                module: &self.module,
                entry_point: Some(fragment),
                compilation_options,
                targets: &[Some(medium.target(medium.blend(look.mode)))],
            }),
            multiview_mask: None,
            cache: None,
        })
    }

    /// Draws what may be seen of some of the list, in the given order. Group 0 is set already.
    pub(crate) fn draw(
        &self,
        pass: &mut wgpu::RenderPass<'_>,
        stage: &Stage,
        order: impl Iterator<Item = usize>,
        (frustum, medium): (&Frustum, Medium),
        drawn: &mut Drawn,
    ) {
        let (mut look, mut bound) = (None, Bound::default());
        for draw in order.map(|i| &stage.list.draws[i]).filter(|d| frustum.may_see(&d.bounds)) {
            if look != Some(draw.look) {
                let Some(pipeline) = self.pipeline_of(draw.look, medium) else { continue };
                pass.set_pipeline(pipeline);
                look = Some(draw.look);
            }
            stage.bind(pass, draw, &mut bound);
            stage.list.for_seen(draw, frustum, |indices| {
                drawn.add(&indices);
                pass.draw_indexed(indices, 0, 0..1);
            });
        }
    }
}
