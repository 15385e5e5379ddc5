//! Contact shadows: how much of the room each point sees, into vertex colours and, for the floor, into an image.

use std::f32::consts::TAU;

use glam::{Affine3A, Vec2, Vec3, Vec4};
use hall::{LightKind, MaterialId, Pose, Scene};

use crate::bvh::Bvh;
use crate::material::Paint;
use crate::material::noise::hash;
use crate::material::picture::Picture;
use crate::stage::FloorRect;

/// What is farther away than this does not shade, metres.
const REACH: f32 = 1.8;
/// Rays for a point.
const RAYS: u32 = 48;
/// Texels of the floor image for a metre.
const TEXELS_PER_METRE: f32 = 12.0;

/// Fills the vertex colours of all meshes (each as it stands where the first node shows it) and the second texture coordinates of the floor.
/// Gives the image of the floor.
pub fn bake(scene: &mut Scene, floor: FloorRect) -> Picture {
    let sun = sun_direction(scene);
    let mut pose = Pose::rest(scene);
    pose.update(&scene.nodes);
    let bvh = Bvh::new(blockers(scene, &pose));
    for (mesh_index, mesh) in scene.meshes.iter_mut().enumerate() {
        let shown = scene.nodes.iter().position(|n| n.mesh.is_some_and(|m| m.index() == mesh_index));
        let world_from_mesh = shown.map_or(Affine3A::IDENTITY, |node| pose.world_from_node[node]);
        for primitive in &mut mesh.primitives {
            let Some(paint) = paint_of(primitive.material) else { continue };
            if paint.is_floor() {
                let size = floor.max - floor.min;
                primitive.uvs[1] =
                    primitive.positions.iter().map(|p| (Vec2::new(p.x, p.z) - floor.min) / size).collect();
            } else if paint.takes_vertex_shade() || paint.is_backdrop() && paint != Paint::Sky {
                let in_world = |(&p, &n): (&Vec3, &Vec3)| {
                    (world_from_mesh.transform_point3(p), world_from_mesh.transform_vector3(n).normalize_or(Vec3::Y))
                };
                let points: Vec<(Vec3, Vec3)> =
                    primitive.positions.iter().zip(&primitive.normals).map(in_world).collect();
                let open = open_parts(&bvh, &points);
                let color = |(open, &(point, normal)): (f32, &(Vec3, Vec3))| {
                    if paint.is_backdrop() { daylight(&bvh, sun, point, normal, open) } else { tint(open) }
                };
                // Whole steps of a byte, which is how they are written.
                let stepped = |c: Vec3| ((c * 255.0).round() / 255.0).extend(1.0);
                primitive.colors = open.into_iter().zip(&points).map(color).map(stepped).collect();
            }
        }
    }
    floor_image(&bvh, floor)
}

fn paint_of(material: Option<MaterialId>) -> Option<Paint> {
    Paint::ALL.get(material?.index()).copied()
}

/// World triangles of everything that keeps light away.
fn blockers(scene: &Scene, pose: &Pose) -> Vec<[Vec3; 3]> {
    let mut triangles = Vec::new();
    for (node, world) in scene.nodes.iter().zip(&pose.world_from_node) {
        let Some(mesh) = node.mesh else { continue };
        for primitive in &scene.meshes[mesh.index()].primitives {
            if paint_of(primitive.material).is_some_and(Paint::casts_shade) {
                let at = |i: u32| world.transform_point3(primitive.positions[i as usize]);
                triangles.extend(primitive.indices.chunks_exact(3).map(|t| [at(t[0]), at(t[1]), at(t[2])]));
            }
        }
    }
    triangles
}

/// For each point and normal, the cosine-weighted part of its hemisphere from which light comes; near blockers count more than far ones.
fn open_parts(bvh: &Bvh, points: &[(Vec3, Vec3)]) -> Vec<f32> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = points.len().div_ceil(threads).max(1);
    let mut open = vec![1.0; points.len()];
    std::thread::scope(|scope| {
        for (points, open) in points.chunks(share).zip(open.chunks_mut(share)) {
            scope.spawn(move || {
                for (&(point, normal), open) in points.iter().zip(open) {
                    *open = open_part(bvh, point, normal);
                }
            });
        }
    });
    open
}

fn open_part(bvh: &Bvh, point: Vec3, normal: Vec3) -> f32 {
    let (u, v) = normal.any_orthonormal_pair();
    let origin = point + normal * 0.004;
    // Rays start a little turned from point to point; which way depends on the place alone.
    let cell = (point * 50.0).round().as_ivec3();
    let turn = hash(cell.x ^ cell.y << 10, cell.z, 5) * TAU;
    let mut open = 0.0;
    for i in 0..RAYS {
        let r2 = (i as f32 + 0.5) / RAYS as f32;
        let angle = turn + i as f32 * 2.399_963;
        let (sin, cos) = angle.sin_cos();
        let direction = (u * cos + v * sin) * r2.sqrt() + normal * (1.0 - r2).sqrt();
        open += bvh.nearest(origin, direction, REACH).map_or(1.0, |d| (d / REACH).sqrt().min(1.0));
    }
    open / RAYS as f32
}

/// Light that bounces in a room of warm stone and wood keeps corners from going black and makes them warmer.
fn tint(open: f32) -> Vec3 {
    let open = open.clamp(0.0, 1.0);
    Vec3::new(0.26 + 0.74 * open, 0.235 + 0.765 * open, 0.22 + 0.78 * open)
}

/// Where the first directional light comes from.
fn sun_direction(scene: &Scene) -> Vec3 {
    let pose = Pose::rest(scene);
    let is_sun = |node: &hall::Node| node.light.is_some_and(|l| scene.lights[l.index()].kind == LightKind::Directional);
    let sun = scene.nodes.iter().position(is_sun);
    sun.map_or(Vec3::Y, |node| Vec3::from(pose.world_from_node[node].matrix3.z_axis).normalize_or(Vec3::Y))
}

/// Light outside, where white in the sun is 1: a blue sky, a warm sun where it is not in the shadow of the house.
fn daylight(bvh: &Bvh, sun: Vec3, point: Vec3, normal: Vec3, open: f32) -> Vec3 {
    let is_sunny = bvh.nearest(point + normal * 0.02, sun, 60.0).is_none();
    let direct = if is_sunny { normal.dot(sun).max(0.0) } else { 0.0 };
    let up = 0.55 + 0.45 * normal.y;
    (Vec3::new(0.27, 0.33, 0.40) * open * up + Vec3::new(0.95, 0.84, 0.66) * direct).min(Vec3::ONE)
}

fn floor_image(bvh: &Bvh, floor: FloorRect) -> Picture {
    let size = ((floor.max - floor.min) * TEXELS_PER_METRE).round();
    let (width, height) = (size.x as u32, size.y as u32);
    let points: Vec<(Vec3, Vec3)> = (0..width * height)
        .map(|i| {
            let at = floor.min + Vec2::new((i % width) as f32 + 0.5, (i / width) as f32 + 0.5) / TEXELS_PER_METRE;
            (Vec3::new(at.x, 0.0, at.y), Vec3::Y)
        })
        .collect();
    let open = open_parts(bvh, &points);
    let blurred = |x: u32, y: u32| {
        let mut sum = Vec4::ZERO;
        for dy in -1..=1_i32 {
            for dx in -1..=1_i32 {
                let (sx, sy) =
                    (x.saturating_add_signed(dx).min(width - 1), y.saturating_add_signed(dy).min(height - 1));
                let weight = [0.25, 0.5, 0.25][(dx + 1) as usize] * [0.25, 0.5, 0.25][(dy + 1) as usize];
                sum += Vec4::splat(open[(sy * width + sx) as usize] * weight);
            }
        }
        sum.x
    };
    Picture::paint(width, height, |uv| {
        Vec3::splat(0.15 + 0.85 * blurred((uv.x * width as f32) as u32, (uv.y * height as f32) as u32))
    })
}
