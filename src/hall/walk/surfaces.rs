//! The triangles of a scene in world space, and which of them a visitor bumps into.

use super::bvh::Triangle;
use crate::{Aabb, AlphaMode, Material, NodeId, Pose, Primitive, Scene, Topology};
use glam::{Affine3A, Vec3};

/// What is smaller than this in every direction is no obstacle, metres: cups, books, cables.
const SMALL: f32 = 0.2;
/// A loose sheet smaller than this is no obstacle, metres: leaves, paper.
const LEAF: f32 = 0.8;

/// Every triangle that `pose` shows. `moves` says which nodes an animation moves: those are seen and picked, but don't block.
pub fn surfaces(scene: &Scene, pose: &Pose, moves: &[bool]) -> Vec<Triangle> {
    // Growing step by step would copy the triangles of a large hall again and again.
    let meshes = scene.nodes.iter().filter_map(|n| n.mesh).flat_map(|m| &scene.meshes[m.index()].primitives);
    let mut triangles = Vec::with_capacity(meshes.map(|p| p.indices.len() / 3).sum());
    (0..scene.nodes.len()).for_each(|index| surfaces_of(scene, pose, moves, index, &mut triangles));
    triangles
}

/// The same of one node.
pub(super) fn surfaces_of(scene: &Scene, pose: &Pose, moves: &[bool], index: usize, triangles: &mut Vec<Triangle>) {
    let node = &scene.nodes[index];
    if let Some(mesh) = node.mesh.filter(|_| pose.is_shown[index]) {
        let joints = node.skin.map(|skin| joint_matrices(scene, pose, skin));
        let blocks = joints.is_none() && !moves[index];
        for primitive in &scene.meshes[mesh.index()].primitives {
            if primitive.topology != Topology::Triangles {
                continue;
            }
            let material = primitive.material.map(|m| &scene.materials[m.index()]);
            let place = Place {
                world_from_mesh: pose.world_from_node[index],
                node: NodeId(index as u32),
                see_through: material.is_some_and(is_see_through),
                blocks,
            };
            let world = match &joints {
                Some(matrices) => bent(primitive, matrices, &place.world_from_mesh),
                None => primitive.positions.iter().map(|p| place.world_from_mesh.transform_point3(*p)).collect(),
            };
            add(primitive, &world, material, &place, triangles);
        }
    }
}

struct Place {
    world_from_mesh: Affine3A,
    node: NodeId,
    see_through: bool,
    blocks: bool,
}

fn is_see_through(material: &Material) -> bool {
    material.transmission > 0.5 || (material.alpha_mode == AlphaMode::Blend && material.base_color.w < 0.7)
}

fn add(
    primitive: &Primitive,
    world: &[Vec3],
    material: Option<&Material>,
    place: &Place,
    triangles: &mut Vec<Triangle>,
) {
    let bounds = Aabb::around(world.iter().copied());
    let is_foliage = material.is_some_and(|m| matches!(m.alpha_mode, AlphaMode::Mask { .. }));
    let blocks = place.blocks && !is_foliage && bounds.size().max_element() >= SMALL;
    // Leaves are seen from both sides; looking for them everywhere would cost more than it brings.
    let may_have_leaves = material.is_some_and(|m| m.double_sided) && !place.see_through;
    let leaves = if blocks && may_have_leaves { leaves(world, &primitive.indices) } else { Vec::new() };
    for (i, corner) in primitive.indices.chunks_exact(3).enumerate() {
        triangles.push(Triangle {
            corners: [world[corner[0] as usize], world[corner[1] as usize], world[corner[2] as usize]],
            node: Some(place.node),
            blocks: blocks && !leaves.get(i).copied().unwrap_or(false),
            see_through: place.see_through,
        });
    }
}

/// Which triangles belong to a loose sheet: a connected piece that is small and has a rim.
fn leaves(world: &[Vec3], indices: &[u32]) -> Vec<bool> {
    let same_place = first_at_same_place(world);
    let mut root: Vec<u32> = (0..world.len() as u32).collect();
    for corner in indices.chunks_exact(3) {
        let a = find(&mut root, same_place[corner[0] as usize]);
        for other in &corner[1..] {
            let b = find(&mut root, same_place[*other as usize]);
            root[b as usize] = a;
        }
    }
    #[derive(Clone)]
    struct Piece {
        bounds: Aabb,
        vertices: u32,
        triangles: u32,
    }
    let mut pieces = vec![Piece { bounds: Aabb::EMPTY, vertices: 0, triangles: 0 }; world.len()];
    for (i, position) in world.iter().enumerate() {
        if same_place[i] == i as u32 {
            let piece = &mut pieces[find(&mut root, i as u32) as usize];
            piece.vertices += 1;
            piece.bounds = piece.bounds.union(Aabb { min: *position, max: *position });
        }
    }
    let piece_of: Vec<u32> =
        indices.chunks_exact(3).map(|corner| find(&mut root, same_place[corner[0] as usize])).collect();
    for piece in &piece_of {
        pieces[*piece as usize].triangles += 1;
    }
    let is_leaf = |piece: &Piece| {
        // Euler: a closed surface has 2 + triangles / 2 vertices, one with a rim has more.
        piece.bounds.size().max_element() < LEAF && 2 * piece.vertices > piece.triangles + 4
    };
    piece_of.iter().map(|piece| is_leaf(&pieces[*piece as usize])).collect()
}

/// For each vertex, the first one at the same place: exporters split vertices at every edge of shading.
fn first_at_same_place(world: &[Vec3]) -> Vec<u32> {
    // An open hash table; sorting would do, but a sort is much code for the wasm.
    let size = (world.len() * 2).next_power_of_two();
    let mut table = vec![u32::MAX; size];
    let place_in_table = |vertex: u32| {
        let position = world[vertex as usize];
        let hash =
            position.to_array().iter().fold(0_u32, |hash, n| (hash ^ (n + 0.0).to_bits()).wrapping_mul(0x9e37_79b1));
        let mut slot = (hash ^ (hash >> 15)) as usize & (size - 1);
        loop {
            match table[slot] {
                u32::MAX => {
                    table[slot] = vertex;
                    return vertex;
                }
                other if world[other as usize] == position => return other,
                _ => slot = (slot + 1) & (size - 1),
            }
        }
    };
    (0..world.len() as u32).map(place_in_table).collect()
}

fn find(root: &mut [u32], mut of: u32) -> u32 {
    while root[of as usize] != of {
        root[of as usize] = root[root[of as usize] as usize];
        of = root[of as usize];
    }
    of
}

fn joint_matrices(scene: &Scene, pose: &Pose, skin: crate::SkinId) -> Vec<Affine3A> {
    let skin = &scene.skins[skin.index()];
    let joints = skin.joints.iter().zip(&skin.joint_from_mesh);
    joints.map(|(joint, m)| pose.world_from_node[joint.index()] * Affine3A::from_mat4(*m)).collect()
}

/// The vertices of a skinned mesh as it stands now (glTF 2.0 §3.7.3), metres.
fn bent(primitive: &Primitive, matrices: &[Affine3A], world_from_mesh: &Affine3A) -> Vec<Vec3> {
    let bend = |(i, position): (usize, &Vec3)| {
        let (Some(joints), Some(weights)) = (primitive.joints.get(i), primitive.weights.get(i)) else {
            return world_from_mesh.transform_point3(*position);
        };
        let moved = |slot: usize| {
            let matrix = matrices.get(usize::from(joints[slot])).copied().unwrap_or_default();
            matrix.transform_point3(*position) * weights[slot]
        };
        moved(0) + moved(1) + moved(2) + moved(3)
    };
    primitive.positions.iter().enumerate().map(bend).collect()
}
