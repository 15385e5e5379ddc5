//! Two scenes side by side: what one has, the other must have.

use glam::{Affine3A, Vec2, Vec3};
use hall::{Material, Pose, Scene, Topology};

/// A corner of a triangle as it is seen.
#[derive(Clone, Copy, Debug)]
pub struct Corner {
    pub position: Vec3,
    pub normal: Vec3,
    pub uv: Vec2,
}

/// All corners of all triangles below the first node of this name, in the world, at rest.
pub fn corners(scene: &Scene, node: &str) -> Vec<Corner> {
    let pose = Pose::rest(scene);
    let below = scene.below(node);
    let mut corners = Vec::new();
    for (at, node) in scene.nodes.iter().enumerate() {
        let Some(mesh) = node.mesh.filter(|_| below[at]) else { continue };
        let world_from_node: Affine3A = pose.world_from_node[at];
        for primitive in &scene.meshes[mesh.index()].primitives {
            if primitive.topology != Topology::Triangles {
                continue;
            }
            let bent = glam::Mat3::from(world_from_node.matrix3).inverse().transpose();
            corners.extend(primitive.indices.iter().map(|index| Corner {
                position: world_from_node.transform_point3(primitive.positions[*index as usize]),
                normal: (bent * primitive.normals[*index as usize]).normalize(),
                uv: primitive.uvs[0].get(*index as usize).copied().unwrap_or_default(),
            }));
        }
    }
    corners
}

/// Expects the same triangles, whatever their order, each corner within `metres`, `radians`, and `parts` of a picture.
pub fn expect_same_triangles(a: &[Corner], b: &[Corner], metres: f32, radians: f32, parts: f32) {
    assert_eq!(a.len(), b.len(), "as many corners");
    assert!(!a.is_empty(), "something to compare");
    let is_near = |a: &Corner, b: &Corner| {
        a.position.distance(b.position) <= metres
            && a.normal.angle_between(b.normal) <= radians
            && a.uv.distance(b.uv) <= parts
    };
    // Which corner a triangle begins with is nobody's business.
    let is_same = |a: &[Corner], b: &[Corner]| {
        (0..3).any(|turn| (0..3).all(|corner| is_near(&a[corner], &b[(corner + turn) % 3])))
    };
    let mut taken = vec![false; b.len() / 3];
    for triangle in a.chunks_exact(3) {
        let mut others = b.chunks_exact(3).enumerate();
        let found = others.find(|(at, other)| !taken[*at] && is_same(triangle, other));
        let (at, _) = found.unwrap_or_else(|| panic!("no triangle like {triangle:?}"));
        taken[at] = true;
    }
}

/// The names of a scene's nodes by the alphabet, those without one left out: what becomes an instance stands behind all others.
pub fn names(scene: &Scene) -> Vec<&str> {
    let names = scene.nodes.iter().map(|node| node.name.as_str());
    let mut names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    names.sort_unstable();
    names
}

/// A material without the numbers of its textures, which may change.
pub fn look(material: &Material) -> String {
    let mut material = material.clone();
    material.textures_mut().into_iter().for_each(|texture| *texture = None);
    format!("{material:?}")
}
