//! Polished floors: which plane mirrors, and how it is seen there.

use glam::{Mat4, Vec3, Vec4};
use hall::{Aabb, AlphaMode, Pose, Scene, Topology};

use crate::view::Frustum;

/// Floors that are rougher than this reflect no shapes.
const ROUGHEST: f32 = 0.45;
/// Less of a floor than this is not worth a second look at the hall, square metres.
const LEAST_AREA: f32 = 8.0;
/// What lies this little above the floor lies on it, metres.
const FLUSH_METRES: f32 = 0.006;

/// A floor that mirrors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Floor {
    /// Metres.
    pub height: f32,
    /// Square metres.
    area: f32,
    pub bounds: Aabb,
}

impl Floor {
    /// All heights at which there is enough polished floor.
    pub(crate) fn find(scene: &Scene) -> Vec<Self> {
        let pose = Pose::rest(scene);
        // Height in centimetres, area and bounds, in the order of heights.
        let mut levels: Vec<(i32, f32, Aabb)> = Vec::new();
        for (i, (node, world_from_node)) in scene.nodes.iter().zip(&pose.world_from_node).enumerate() {
            let Some(mesh) = node.mesh.filter(|_| node.skin.is_none() && pose.is_shown[i]) else { continue };
            // Mirrored nodes wind the other way.
            let side = world_from_node.matrix3.determinant().signum();
            for primitive in &scene.meshes[mesh.index()].primitives {
                let is_polished = primitive.material.is_some_and(|m| is_polished(&scene.materials[m.index()]));
                if primitive.topology != Topology::Triangles || !is_polished {
                    continue;
                }
                for corners in primitive.indices.chunks_exact(3) {
                    let [a, b, c] = [corners[0], corners[1], corners[2]]
                        .map(|i| world_from_node.transform_point3(primitive.positions[i as usize]));
                    let twice = side * (b - a).cross(c - a);
                    if twice.y > 0.999 * twice.length() && twice.y > 0.0 {
                        let height = (a.y * 100.0).round() as i32;
                        let i = levels.partition_point(|l| l.0 < height);
                        if levels.get(i).is_none_or(|l| l.0 != height) {
                            levels.insert(i, (height, 0.0, Aabb::EMPTY));
                        }
                        levels[i].1 += 0.5 * twice.y;
                        levels[i].2 = levels[i].2.union(Aabb::around([a, b, c]));
                    }
                }
            }
        }
        let floors = levels.into_iter().filter(|(_, area, _)| *area >= LEAST_AREA);
        floors.map(|(_, area, bounds)| Self { height: bounds.max.y, area, bounds }).collect()
    }

    /// Of the floors that a view may see and that are below `eye`, the one that matters most: large, and not storeys away.
    pub(crate) fn below(floors: &[Self], eye: Vec3, frustum: &Frustum) -> Option<Self> {
        let weight = |f: &Self| f.area / (1.0 + eye.y - f.height).powi(2);
        let seen = floors.iter().filter(|f| eye.y > f.height + 0.05 && frustum.may_see(&f.bounds));
        seen.copied().max_by(|a, b| weight(a).total_cmp(&weight(b)))
    }

    /// What an eye below the floor sees of what is above it, left and right exchanged so that faces keep their winding; and that eye.
    pub(crate) fn seen_from(&self, eye: Vec3, clip_from_world: &Mat4) -> (Mat4, Vec3) {
        let over = 2.0 * self.height;
        let mirrored = Mat4::from_cols(Vec4::X, Vec4::NEG_Y, Vec4::Z, Vec4::new(0.0, over, 0.0, 1.0));
        let exchanged = Mat4::from_scale(Vec3::new(-1.0, 1.0, 1.0)) * *clip_from_world * mirrored;
        let above = Vec4::new(0.0, 1.0, 0.0, -self.height - FLUSH_METRES);
        (clipped(&exchanged, above), Vec3::new(eye.x, over - eye.y, eye.z))
    }
}

pub(crate) fn is_polished(m: &hall::Material) -> bool {
    m.roughness <= ROUGHEST && m.alpha_mode == AlphaMode::Opaque && !m.unlit && m.transmission <= 0.0
}

/// The same view with its near plane laid on another (Lengyel, Journal of Game Development 1(2), 2005), for depths that fall from 1 to 0.
fn clipped(clip_from_world: &Mat4, plane: Vec4) -> Mat4 {
    let world_from_clip = clip_from_world.inverse();
    // The farthest depth must stay above 0 in all corners.
    let corners = [(-1.0, -1.0), (-1.0, 1.0), (1.0, -1.0), (1.0, 1.0)];
    let steepest =
        corners.iter().fold(0.0f32, |most, (x, y)| most.max(plane.dot(world_from_clip * Vec4::new(*x, *y, 0.0, 1.0))));
    let scale = 0.999 / steepest.max(1e-6);
    let rows = clip_from_world.transpose();
    let z = rows.w_axis - plane * scale;
    Mat4::from_cols(rows.x_axis, rows.y_axis, z, rows.w_axis).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use glam::Affine3A;

    use crate::view::{clip_from_view, looking};

    #[test]
    fn what_is_above_the_floor_is_seen_in_it_and_what_is_below_is_not() {
        let projection = hall::Projection::Perspective { fov_y: 1.0, near: 0.05, far: None };
        let eye = Vec3::new(0.0, 1.6, 0.0);
        let view: Affine3A = looking(eye, Vec3::new(0.0, -0.3, -1.0), Vec3::Y);
        let clip_from_world = clip_from_view(&projection, 1.5) * Mat4::from(view.inverse());
        let floor = Floor { height: 0.1, area: 9.0, bounds: Aabb::EMPTY };
        let (mirrored, below) = floor.seen_from(eye, &clip_from_world);
        assert!((below - Vec3::new(0.0, -1.4, 0.0)).length() < 1e-5);
        let depth = |p: Vec3| {
            let clip = mirrored * p.extend(1.0);
            clip.z / clip.w
        };
        for (p, is_seen) in [(Vec3::new(0.5, 1.0, -4.0), true), (Vec3::new(0.5, 0.05, -4.0), false)] {
            let d = depth(p);
            assert_eq!(d > 0.0 && d < 1.0, is_seen, "{p} at {d}");
        }
        // A point on the floor is where it is seen directly, left and right exchanged.
        let on_floor = Vec3::new(0.7, 0.1, -3.0).extend(1.0);
        let (a, b) = (clip_from_world * on_floor, mirrored * on_floor);
        assert!((a.x / a.w + b.x / b.w).abs() < 1e-5 && (a.y / a.w - b.y / b.w).abs() < 1e-5);
    }
}
