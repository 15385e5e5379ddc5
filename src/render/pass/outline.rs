//! The shapes of highlighted things.

use glam::UVec2;
use hall::{NodeId, Topology};

use crate::Drawn;
use crate::bindings::Layouts;
use crate::geometry;
use crate::gpu::{DEPTH, Gpu, SAMPLES, TextureShape};
use crate::look::{Cull, Look, Mode};
use crate::shaders;
use crate::stage::{Bound, Stage};

const FORMAT: wgpu::TextureFormat = wgpu::TextureFormat::R8Unorm;

/// Draws them where nothing hides them.
pub(crate) struct OutlinePass {
    rigid: wgpu::RenderPipeline,
    bent: wgpu::RenderPipeline,
}

/// The shapes, as large as the picture.
pub(crate) struct Shapes {
    samples: wgpu::TextureView,
    pub map: wgpu::TextureView,
}

impl Shapes {
    pub(crate) fn new(gpu: &Gpu, size_px: UVec2) -> Self {
        let attachment = wgpu::TextureUsages::RENDER_ATTACHMENT;
        let texture = |samples, usage| {
            let flat = TextureShape::flat("shapes", size_px, FORMAT, usage);
            gpu.texture(&TextureShape { samples, ..flat }).create_view(&Default::default())
        };
        Self {
            samples: texture(SAMPLES, attachment),
            map: texture(1, attachment | wgpu::TextureUsages::TEXTURE_BINDING),
        }
    }
}

impl OutlinePass {
    pub(crate) fn new(gpu: &Gpu, layouts: &Layouts) -> Self {
        let module = gpu.shader("outline", shaders::OUTLINE);
        let layout = gpu.pipeline_layout(&[&layouts.frame, &layouts.material, &layouts.object]);
        let pipeline = |is_bent: bool| {
            gpu.device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
                label: Some("outline"),
                layout: Some(&layout),
                vertex: wgpu::VertexState {
                    module: &module,
                    entry_point: Some(if is_bent { "vertex_bent" } else { "vertex_rigid" }),
                    compilation_options: Default::default(),
                    buffers: if is_bent { geometry::BENT } else { geometry::RIGID },
                },
                primitive: Look::new(Mode::Opaque, Cull::None, Topology::Triangles, is_bent).primitive_state(),
                depth_stencil: Some(wgpu::DepthStencilState {
                    format: DEPTH,
                    depth_write_enabled: Some(false),
                    depth_compare: Some(wgpu::CompareFunction::GreaterEqual),
                    stencil: Default::default(),
                    // The same surface again, rounded another way.
                    bias: wgpu::DepthBiasState { constant: 2, slope_scale: 0.5, clamp: 0.0 },
                }),
                multisample: wgpu::MultisampleState { count: SAMPLES, ..Default::default() },
                fragment: Some(wgpu::FragmentState {
                    module: &module,
                    entry_point: Some("fragment"),
                    compilation_options: Default::default(),
                    targets: &[Some(FORMAT.into())],
                }),
                multiview_mask: None,
                cache: None,
            })
        };
        Self { rigid: pipeline(false), bent: pipeline(true) }
    }

    /// Draws the shapes of nodes and of all below them, behind the depth of the picture; views come as offsets and viewports.
    pub(crate) fn draw<'v>(
        &self,
        (gpu, encoder): (&Gpu, &mut wgpu::CommandEncoder),
        (shapes, depth): (&Shapes, &wgpu::TextureView),
        stage: &Stage,
        highlight: &[NodeId],
        views: impl Iterator<Item = (u32, Option<[u32; 4]>)> + 'v,
        drawn: &mut Drawn,
    ) {
        let mut pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
            label: Some("outline"),
            timestamp_writes: gpu.stamps("outline"),
            color_attachments: &[Some(wgpu::RenderPassColorAttachment {
                view: &shapes.samples,
                depth_slice: None,
                resolve_target: Some(&shapes.map),
                ops: wgpu::Operations { load: wgpu::LoadOp::Clear(wgpu::Color::BLACK), store: wgpu::StoreOp::Discard },
            })],
            depth_stencil_attachment: Some(wgpu::RenderPassDepthStencilAttachment {
                view: depth,
                depth_ops: Some(wgpu::Operations { load: wgpu::LoadOp::Load, store: wgpu::StoreOp::Discard }),
                stencil_ops: None,
            }),
            ..Default::default()
        });
        for (offset, viewport) in views {
            if let Some([x, y, width, height]) = viewport {
                pass.set_viewport(x as f32, y as f32, width as f32, height as f32, 0.0, 1.0);
            }
            pass.set_bind_group(0, &stage.groups.solid[0], &[offset]);
            let mut bound = Bound::default();
            for part in stage.list.parts.iter().filter(|p| stage.is_below(p.node, highlight)) {
                let draw = &stage.list.draws[part.draw as usize];
                pass.set_pipeline(if draw.look.is_bent { &self.bent } else { &self.rigid });
                stage.bind(&mut pass, draw, &mut bound);
                pass.draw_indexed(part.indices.clone(), 0, 0..1);
                drawn.add(&part.indices);
            }
        }
    }
}
