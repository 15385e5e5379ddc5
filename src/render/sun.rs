//! Where the sun's shadows are looked up.

use glam::{Mat4, Vec2, Vec3};
use hall::Aabb;

use crate::uniforms::SUN_MAPS;
use crate::view::{box_projection, looking};

/// A scene is shadowed as a whole if it fits in a sphere of this radius, metres.
const COMPACT_METRES: f32 = 24.0;
/// Half of the side of each map of a larger scene, metres; the last holds what is beyond.
const REACHES_METRES: [f32; SUN_MAPS] = [9.0, 32.0, 140.0];

/// What a map of the sun sees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct SunView {
    pub clip_from_world: Mat4,
    /// Side of a texel, metres.
    pub texel: f32,
}

/// Whether one map is enough.
pub(crate) fn is_compact(bounds: &Aabb) -> bool {
    bounds.size().length() * 0.5 <= COMPACT_METRES
}

/// The maps of a scene, the finest first: one around all of `bounds`, or some around what is near `eye`.
pub(crate) fn sun_views(towards_sun: Vec3, bounds: &Aabb, eye: Vec3, side_px: u32) -> impl Iterator<Item = SunView> {
    let reaches = if is_compact(bounds) { &[f32::INFINITY][..] } else { &REACHES_METRES[..] };
    reaches.iter().map(move |reach| SunView::fit(towards_sun, bounds, eye, *reach, side_px))
}

impl SunView {
    /// Around what is within `reach` of `at`; steps by whole texels, so that edges don't crawl, and by a good part of the map, so that it is
    /// seldom drawn anew.
    fn fit(towards_sun: Vec3, bounds: &Aabb, at: Vec3, reach: f32, side_px: u32) -> Self {
        let up = if towards_sun.y.abs() > 0.99 { Vec3::Z } else { Vec3::Y };
        let turned = looking(Vec3::ZERO, -towards_sun, up);
        let in_light = bounds.transformed(&turned.inverse());
        let (mut center, all) = (in_light.center(), in_light.size().truncate() * 0.5);
        let half = all.min(Vec2::splat(reach)) * 1.02 + Vec2::splat(0.05);
        let texel = 2.0 * half / side_px as f32;
        if reach.is_finite() {
            let near = turned.inverse().transform_point3(at);
            let room = (all - half).max(Vec2::ZERO);
            let middle = center.truncate();
            center = near.truncate().clamp(middle - room, middle + room).extend(center.z);
            let step = texel * (side_px / 16) as f32;
            center = (((center.truncate() / step).round()) * step).extend(center.z);
        } else {
            center = ((center.truncate() / texel).floor() * texel).extend(center.z);
        }
        let depth = in_light.size().z + 2.0;
        let at = turned.transform_point3(center.truncate().extend(in_light.max.z + 1.0));
        let light = looking(at, -towards_sun, up);
        let clip_from_world = box_projection(half, 0.0, depth) * Mat4::from(light.inverse());
        Self { clip_from_world, texel: texel.max_element() }
    }
}
