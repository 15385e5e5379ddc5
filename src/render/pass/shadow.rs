//! What the sun does not reach.

use glam::{Mat4, UVec2, Vec2, Vec3, Vec4};
use hall::Aabb;

use crate::Drawn;
use crate::bindings::{Layouts, slot};
use crate::draw_list::Draw;
use crate::gpu::{DEPTH, Gpu, TextureShape};
use crate::pass::depth::DepthPipelines;
use crate::stage::Stage;
use crate::view::{Frustum, box_projection, looking};

/// Side of the shadow map, texels.
const SIDE_PX: u32 = 2048;
/// A scene is shadowed as a whole if it fits in a sphere of this radius, metres; of a larger one, what is near.
const REACH_METRES: f32 = 24.0;

/// The shadow map, and what draws it.
pub(crate) struct ShadowPass {
    pub view: wgpu::TextureView,
    pub comparison: wgpu::Sampler,
    pipelines: DepthPipelines,
    /// What the map shows.
    shown: Option<Mat4>,
}

/// Where the map is cast from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct SunView {
    pub clip_from_world: Mat4,
    /// Side of a texel, metres.
    pub texel: f32,
}

impl SunView {
    /// Around all of `bounds`, or around what is near `eye`; steps by whole texels, so that edges don't crawl.
    pub(crate) fn fit(towards_sun: Vec3, bounds: &Aabb, eye: Vec3, forward: Vec3) -> Self {
        let up = if towards_sun.y.abs() > 0.99 { Vec3::Z } else { Vec3::Y };
        let turned = looking(Vec3::ZERO, -towards_sun, up);
        let in_light = bounds.transformed(&turned.inverse());
        let (mut center, mut half) = (in_light.center(), in_light.size().truncate() * 0.5);
        if bounds.size().length() * 0.5 > REACH_METRES {
            let near = turned.inverse().transform_point3(eye + forward * (0.6 * REACH_METRES));
            half = half.min(Vec2::splat(REACH_METRES));
            let room = (in_light.size().truncate() * 0.5 - half).max(Vec2::ZERO);
            let middle = in_light.center().truncate();
            center = near.truncate().clamp(middle - room, middle + room).extend(center.z);
        }
        half = half * 1.02 + Vec2::splat(0.05);
        let texel = 2.0 * half / SIDE_PX as f32;
        let snapped = (center.truncate() / texel).floor() * texel;
        let depth = in_light.size().z + 2.0;
        let at = turned.transform_point3(snapped.extend(in_light.max.z + 1.0));
        let light = looking(at, -towards_sun, up);
        let clip_from_world = box_projection(half, 0.0, depth) * Mat4::from(light.inverse());
        Self { clip_from_world, texel: texel.max_element() }
    }

    /// To where texture coordinates count.
    pub(crate) fn map_from_world(&self) -> Mat4 {
        let map_from_clip = Mat4::from_cols(
            Vec4::new(0.5, 0.0, 0.0, 0.0),
            Vec4::new(0.0, -0.5, 0.0, 0.0),
            Vec4::new(0.0, 0.0, 1.0, 0.0),
            Vec4::new(0.5, 0.5, 0.0, 1.0),
        );
        map_from_clip * self.clip_from_world
    }
}

impl ShadowPass {
    pub(crate) fn new(gpu: &Gpu, layouts: &Layouts) -> Self {
        let texture = gpu.texture(&TextureShape::flat(
            "shadow map",
            UVec2::splat(SIDE_PX),
            DEPTH,
            wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::RENDER_ATTACHMENT,
        ));
        let comparison = gpu.device.create_sampler(&wgpu::SamplerDescriptor {
            label: Some("shadow"),
            mag_filter: wgpu::FilterMode::Linear,
            min_filter: wgpu::FilterMode::Linear,
            compare: Some(wgpu::CompareFunction::GreaterEqual),
            ..Default::default()
        });
        Self {
            view: texture.create_view(&Default::default()),
            comparison,
            pipelines: DepthPipelines::new(
                gpu,
                layouts,
                wgpu::DepthBiasState { constant: -1, slope_scale: -1.5, clamp: 0.0 },
            ),
            shown: None,
        }
    }

    /// The map must be drawn again: the scene is another one.
    pub(crate) fn forget(&mut self) {
        self.shown = None;
    }

    /// Draws the map, unless it shows the same already.
    pub(crate) fn draw(
        &mut self,
        encoder: &mut wgpu::CommandEncoder,
        stage: &Stage,
        sun: &SunView,
        has_moved: bool,
        drawn: &mut Drawn,
    ) {
        if self.shown == Some(sun.clip_from_world) && !has_moved {
            return;
        }
        self.shown = Some(sun.clip_from_world);
        let frustum = Frustum::new(&sun.clip_from_world);
        let is_seen = |d: &Draw| d.casts_shadow && frustum.may_see(&d.bounds);
        self.pipelines.draw(encoder, &self.view, (stage, slot::SUN), is_seen, drawn);
    }
}
