//! Whether there is a floor to stand on.

use glam::{Affine3A, Vec2, Vec3};

use crate::{Pose, Scene, Topology};

/// The cosine of the steepest slope that counts as floor, 50°.
const STEEPEST: f32 = 0.64;

/// Feet may be so far above or below the floor, metres.
const REACH: f32 = 0.5;

/// The world triangles of a scene, as it rests.
fn triangles(scene: &Scene) -> impl Iterator<Item = [Vec3; 3]> + '_ {
    let pose = Pose::rest(scene);
    let shown: Vec<(Affine3A, &crate::Primitive)> = scene
        .nodes
        .iter()
        .zip(&pose.world_from_node)
        .filter_map(|(node, world)| Some((*world, &scene.meshes[node.mesh?.index()])))
        .flat_map(|(world, mesh)| mesh.primitives.iter().map(move |p| (world, p)))
        .filter(|(_, primitive)| primitive.topology == Topology::Triangles)
        .collect();
    shown.into_iter().flat_map(|(world, primitive)| {
        let corner = move |i: u32| world.transform_point3(primitive.positions[i as usize]);
        primitive.indices.chunks_exact(3).map(move |t| [corner(t[0]), corner(t[1]), corner(t[2])])
    })
}

fn is_level([a, b, c]: &[Vec3; 3]) -> bool {
    (*b - *a).cross(*c - *a).normalize_or_zero().y.abs() >= STEEPEST
}

/// Whether there is floor under (or just above) a point.
pub(super) fn has_floor_at(scene: &Scene, feet: Vec3) -> bool {
    triangles(scene).filter(is_level).any(|t| height_at(&t, feet).is_some_and(|y| (y - feet.y).abs() <= REACH))
}

/// Level area seen from above, square metres.
pub(super) fn floor_area(scene: &Scene) -> f32 {
    triangles(scene).filter(is_level).map(|[a, b, c]| (b - a).cross(c - a).y.abs() * 0.5).sum()
}

/// The height of a triangle over a point of the ground plan.
fn height_at([a, b, c]: &[Vec3; 3], point: Vec3) -> Option<f32> {
    let flat = |v: &Vec3| Vec2::new(v.x, v.z);
    let (pa, pb, pc, p) = (flat(a), flat(b), flat(c), flat(&point));
    let whole = (pb - pa).perp_dot(pc - pa);
    let weights =
        [(pc - pb).perp_dot(p - pb), (pa - pc).perp_dot(p - pc), (pb - pa).perp_dot(p - pa)].map(|w| w / whole);
    let is_inside = weights.iter().all(|w| *w >= -1e-4);
    is_inside.then(|| weights[0] * a.y + weights[1] * b.y + weights[2] * c.y)
}
