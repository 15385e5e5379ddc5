//! The soft dark under things that stand on the floor: taken once from below, drawn on the floor in every frame.

use core::cell::OnceCell;

use glam::{Mat4, UVec2, Vec2, Vec3};
use hall::{Aabb, NodeId, Topology};

use crate::Drawn;
use crate::bindings::{Layouts, slot};
use crate::cover::{Cover, ScreenPipeline};
use crate::entry;
use crate::geometry;
use crate::gpu::{Gpu, TextureShape};
use crate::look::{Cull, Look, Mode};
use crate::medium::{Medium, Veil};
use crate::shaders::{self, uniform};
use crate::stage::{Around, Bound, Looking, Stage};
use crate::view::{Frustum, box_projection, looking};

uniform! {
    /// One of the dark places.
    struct Contact {
        /// Middle of what stands there, on the floor, metres.
        position: Vec3,
        /// 0 to 1.
        strength: f32,
        /// Half of the sides of what is darkened, metres.
        half_size: Vec2,
        spare: Vec2,
    }
}

const FORMAT: wgpu::TextureFormat = wgpu::TextureFormat::R8Unorm;
const SIDE_PX: u32 = 128;
const STRENGTH: f32 = 0.8;
/// What is higher above the floor leaves no mark on it, as a part of the larger side, and at most, metres.
const REACH_PART: f32 = 0.25;
const REACH_METRES: f32 = 0.5;
/// Room around for the blur, as a part of the side.
const MARGIN: f32 = 1.6;

/// Takes footprints and draws them.
pub(crate) struct ContactPass {
    layout: wgpu::BindGroupLayout,
    blur_layout: wgpu::BindGroupLayout,
    sampler: wgpu::Sampler,
    footprint: wgpu::ShaderModule,
    layout_of_shapes: wgpu::PipelineLayout,
    /// Rigid and bent, each made when it is first needed.
    shapes: [OnceCell<wgpu::RenderPipeline>; 2],
    blur: Cover,
    mark: Veil,
}

/// What stands on the floor.
pub(crate) struct Footprint {
    bounds: Aabb,
    group: wgpu::BindGroup,
}

impl ContactPass {
    pub(crate) fn new(gpu: &Gpu, layouts: &Layouts) -> Self {
        let fragment = wgpu::ShaderStages::VERTEX_FRAGMENT;
        let layout = gpu.bind_group_layout(
            "contact",
            &[entry::uniform::<Contact>(0, fragment, false), entry::picture(1), entry::sampler(2)],
        );
        let blur_layout = gpu.bind_group_layout("soften", &[entry::picture(0), entry::sampler(1)]);
        let soften = gpu.shader("soften", shaders::SOFTEN);
        Self {
            footprint: gpu.shader("footprint", shaders::FOOTPRINT),
            layout_of_shapes: gpu.pipeline_layout(&[&layouts.frame, &layouts.material, &layouts.object]),
            shapes: Default::default(),
            blur: gpu.screen_pipeline(&ScreenPipeline {
                module: &soften,
                fragment: "fragment",
                groups: &[&blur_layout],
                format: FORMAT,
                constants: &[],
            }),
            mark: Veil::new(
                gpu,
                ("contact", shaders::CONTACT),
                &[&layouts.frame, &layout],
                wgpu::PrimitiveTopology::TriangleStrip,
                Medium::Light.blend(Mode::GlassFilter),
            ),
            sampler: gpu.smooth_sampler(),
            layout,
            blur_layout,
        }
    }

    /// Makes sure that footprints can be taken and drawn as this.
    pub(crate) fn prepare(&mut self, gpu: &Gpu, medium: Medium) {
        self.mark.prepare(gpu, medium);
        self.shape(gpu, false);
        self.blur.of(gpu);
    }

    /// Looks from below at a node and all below it, as it was last posed. `bounds` is around all of it.
    pub(crate) fn take(&self, gpu: &Gpu, stage: &mut Stage, node: NodeId, bounds: Aabb) -> Footprint {
        let half = MARGIN * (0.5 * Vec2::new(bounds.size().x, bounds.size().z)).max(Vec2::splat(0.05));
        let floor = bounds.center().with_y(bounds.min.y);
        let reach = (REACH_PART * 2.0 * half.max_element()).min(REACH_METRES);
        let below = looking(floor - Vec3::Y * 0.01, Vec3::Y, Vec3::Z);
        let clip_from_world = box_projection(half, 0.0, reach) * Mat4::from(below.inverse());
        let frame = stage.frame(&Looking::blind(clip_from_world), crate::Environment::default(), Around::Studio);
        stage.arena.put(slot::face(0), &frame);
        stage.arena.upload(gpu);

        let usage = wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::RENDER_ATTACHMENT;
        let map = || {
            let flat = TextureShape::flat("footprint", UVec2::splat(SIDE_PX), FORMAT, usage);
            gpu.texture(&flat).create_view(&Default::default())
        };
        let (sharp, soft) = (map(), map());
        let mut encoder = gpu.encoder();
        self.draw_shapes(gpu, &mut encoder, &sharp, stage, node);
        let sampler = || wgpu::BindingResource::Sampler(&self.sampler);
        let blur = gpu.bind_group(&self.blur_layout, [wgpu::BindingResource::TextureView(&sharp), sampler()]);
        gpu.fill("contact", &mut encoder, &soft, &self.blur, &[(&blur, &[])]);
        gpu.submit(encoder);

        let uniform = Contact { position: floor, strength: STRENGTH, half_size: half, spare: Vec2::ZERO };
        let buffer = gpu.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("contact"),
            size: size_of::<Contact>() as u64,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        gpu.queue.write_buffer(&buffer, 0, bytemuck::bytes_of(&uniform));
        let group = gpu.bind_group(
            &self.layout,
            [buffer.as_entire_binding(), wgpu::BindingResource::TextureView(&soft), sampler()],
        );
        let around = Vec3::new(half.x, 0.01, half.y);
        Footprint { bounds: Aabb { min: floor - around, max: floor + around }, group }
    }

    fn draw_shapes(
        &self,
        gpu: &Gpu,
        encoder: &mut wgpu::CommandEncoder,
        target: &wgpu::TextureView,
        stage: &Stage,
        node: NodeId,
    ) {
        let mut pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
            label: Some("contact"),
            timestamp_writes: gpu.stamps("contact"),
            color_attachments: &[Some(wgpu::RenderPassColorAttachment {
                view: target,
                depth_slice: None,
                resolve_target: None,
                ops: wgpu::Operations { load: wgpu::LoadOp::Clear(wgpu::Color::BLACK), store: wgpu::StoreOp::Store },
            })],
            ..Default::default()
        });
        pass.set_bind_group(0, &stage.groups.early, &[slot::face(0) as u32]);
        let mut bound = Bound::default();
        for part in stage.list.parts.iter().filter(|p| stage.is_below(p.node, &[node])) {
            let draw = &stage.list.draws[part.draw as usize];
            if draw.casts_shadow {
                pass.set_pipeline(self.shape(gpu, draw.look.is_bent));
                stage.bind(&mut pass, draw, &mut bound);
                pass.draw_indexed(part.indices.clone(), 0, 0..1);
            }
        }
    }

    /// Darkens the floor. Group 0 is set already.
    pub(crate) fn draw(
        &self,
        pass: &mut wgpu::RenderPass<'_>,
        footprints: &[Footprint],
        (frustum, medium): (&Frustum, Medium),
        drawn: &mut Drawn,
    ) {
        let Some(pipeline) = self.mark.of(medium) else { return };
        let seen = footprints.iter().filter(|f| frustum.may_see(&f.bounds));
        for (i, footprint) in seen.enumerate() {
            if i == 0 {
                pass.set_pipeline(pipeline);
            }
            pass.set_bind_group(1, &footprint.group, &[]);
            pass.draw(0..4, 0..1);
            drawn.draws += 1;
        }
    }

    fn shape(&self, gpu: &Gpu, is_bent: bool) -> &wgpu::RenderPipeline {
        self.shapes[usize::from(is_bent)].get_or_init(|| self.shape_pipeline(gpu, is_bent))
    }

    fn shape_pipeline(&self, gpu: &Gpu, is_bent: bool) -> wgpu::RenderPipeline {
        let nearest = wgpu::BlendComponent {
            src_factor: wgpu::BlendFactor::One,
            dst_factor: wgpu::BlendFactor::One,
            operation: wgpu::BlendOperation::Max,
        };
        gpu.device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
            label: Some("footprint"),
            layout: Some(&self.layout_of_shapes),
            vertex: wgpu::VertexState {
                module: &self.footprint,
                entry_point: Some(if is_bent { "vertex_bent" } else { "vertex_rigid" }),
                compilation_options: Default::default(),
                buffers: if is_bent { geometry::BENT } else { geometry::RIGID },
            },
            primitive: Look::new(Mode::Opaque, Cull::None, Topology::Triangles, is_bent).primitive_state(),
            depth_stencil: None,
            multisample: Default::default(),
            fragment: Some(wgpu::FragmentState {
                module: &self.footprint,
                entry_point: Some("fragment"),
                compilation_options: Default::default(),
                targets: &[Some(wgpu::ColorTargetState {
                    format: FORMAT,
                    blend: Some(wgpu::BlendState { color: nearest, alpha: nearest }),
                    write_mask: wgpu::ColorWrites::ALL,
                })],
            }),
            multiview_mask: None,
            cache: None,
        })
    }
}
