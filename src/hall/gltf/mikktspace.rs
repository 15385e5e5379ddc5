//! Tangents of triangles as MikkTSpace makes them, which is what normal maps are painted for.
//!
//! After `mikktspace.c`, altered: written anew in Rust, for triangles alone and for all angles, with edges in order to the last one and
//! without recursion. The tests compare it with another port.
//!
//! > Copyright (C) 2011 by Morten S. Mikkelsen
//! >
//! > This software is provided 'as-is', without any express or implied warranty. In no event will the authors be held liable for any damages
//! > arising from the use of this software. Permission is granted to anyone to use this software for any purpose, including commercial
//! > applications, and to alter it and redistribute it freely, subject to the following restrictions: 1. The origin of this software must not
//! > be misrepresented; you must not claim that you wrote the original software. If you use this software in a product, an acknowledgment in
//! > the product documentation would be appreciated but is not required. 2. Altered source versions must be plainly marked as such, and must
//! > not be misrepresented as being the original software. 3. This notice may not be removed or altered from any source distribution.

use glam::{Vec2, Vec3, Vec4};

use crate::order::sorted_from_bit;

/// No vertex, no triangle.
const NONE: u32 = u32::MAX;

/// Triangles, and what their vertices have; each list is as long as the others.
pub(super) struct Triangles<'a> {
    pub indices: &'a [u32],
    pub positions: &'a [Vec3],
    pub normals: &'a [Vec3],
    /// V grows upwards.
    pub uvs: &'a [Vec2],
}

/// One triangle, with the first order of how texture coordinates lie on it.
#[derive(Clone, Copy)]
struct Face {
    /// The same number for vertices that are the same in all.
    vertices: [u32; 3],
    along_u: Vec3,
    along_v: Vec3,
    /// Across the edges from each corner to the next.
    neighbors: [u32; 3],
    is_grouped: [bool; 3],
    /// It is no more than a line.
    is_degenerate: bool,
    /// Its texture coordinates say nothing, so it takes what its neighbours have.
    is_open: bool,
    is_mirrored: bool,
}

/// A corner of a group, with the directions of its face as its vertex sees them.
struct Member {
    face: u32,
    corner: usize,
    along_u: Vec3,
    along_v: Vec3,
}

/// A tangent for each corner, with the sign of its bitangent; 0 for corners that have none.
pub(super) fn tangents(mesh: &Triangles<'_>) -> Vec<Vec4> {
    let same = first_that_is_same(mesh);
    let mut faces: Vec<Face> = mesh.indices.chunks_exact(3).map(|corners| face(mesh, &same, corners)).collect();
    find_neighbors(&mut faces);
    let mut tangents = vec![Vec4::ZERO; mesh.indices.len()];
    for f in 0..faces.len() {
        for corner in 0..3 {
            let Face { vertices, is_grouped, is_degenerate, is_open, is_mirrored, .. } = faces[f];
            if is_degenerate || is_open || is_grouped[corner] {
                continue;
            }
            let group = group(mesh, &mut faces, f as u32, vertices[corner]);
            let sign = if is_mirrored { -1.0 } else { 1.0 };
            for (member, tangent) in group.iter().zip(group_tangents(mesh, &faces, &group)) {
                tangents[member.face as usize * 3 + member.corner] = tangent.extend(sign);
            }
        }
    }
    // What is degenerate takes over from the first that has the same vertex.
    let mut of_vertex = vec![NONE; mesh.positions.len()];
    for (f, face) in faces.iter().enumerate().filter(|(_, face)| !face.is_degenerate) {
        for (corner, vertex) in face.vertices.iter().enumerate() {
            let first = &mut of_vertex[*vertex as usize];
            *first = (*first).min((f * 3 + corner) as u32);
        }
    }
    for (f, face) in faces.iter().enumerate().filter(|(_, face)| face.is_degenerate) {
        for (corner, vertex) in face.vertices.iter().enumerate() {
            let from = of_vertex[*vertex as usize];
            tangents[f * 3 + corner] = tangents.get(from as usize).copied().unwrap_or_default();
        }
    }
    tangents
}

/// For each vertex the first one that is the same.
fn first_that_is_same(mesh: &Triangles<'_>) -> Vec<u32> {
    let count = mesh.positions.len();
    let of = |v: u32| (mesh.positions[v as usize], mesh.normals[v as usize], mesh.uvs[v as usize]);
    let size = (count * 2).next_power_of_two();
    let mut table = vec![NONE; size];
    let first = |vertex: u32| {
        let (position, normal, uv) = of(vertex);
        let numbers = position.to_array().into_iter().chain(normal.to_array()).chain(uv.to_array());
        let hash = numbers.fold(0_u32, |hash, n| (hash ^ (n + 0.0).to_bits()).wrapping_mul(0x9e37_79b1));
        let mut slot = (hash ^ (hash >> 15)) as usize & (size - 1);
        loop {
            match table[slot] {
                NONE => {
                    table[slot] = vertex;
                    return vertex;
                }
                other if of(other) == (position, normal, uv) => return other,
                _ => slot = (slot + 1) & (size - 1),
            }
        }
    };
    (0..count as u32).map(first).collect()
}

fn face(mesh: &Triangles<'_>, same: &[u32], corners: &[u32]) -> Face {
    let vertices = [0, 1, 2].map(|i| same[corners[i] as usize]);
    let [a, b, c] = vertices.map(|v| mesh.positions[v as usize]);
    let [uv_a, uv_b, uv_c] = vertices.map(|v| mesh.uvs[v as usize]);
    let (to_b, to_c, uv_to_b, uv_to_c) = (b - a, c - a, uv_b - uv_a, uv_c - uv_a);
    let doubled_area = uv_to_b.x * uv_to_c.y - uv_to_b.y * uv_to_c.x;
    let mut face = Face {
        vertices,
        along_u: Vec3::ZERO,
        along_v: Vec3::ZERO,
        neighbors: [NONE; 3],
        is_grouped: [false; 3],
        is_degenerate: a == b || b == c || c == a,
        is_open: true,
        is_mirrored: doubled_area <= 0.0 || doubled_area.is_nan(),
    };
    if is_something(doubled_area) {
        let sign = if face.is_mirrored { -1.0 } else { 1.0 };
        let along_u = uv_to_c.y * to_b - uv_to_b.y * to_c;
        let along_v = -uv_to_c.x * to_b + uv_to_b.x * to_c;
        face.along_u = direction(along_u) * sign;
        face.along_v = direction(along_v) * sign;
        let is_long = |v: Vec3| is_something(v.length() / doubled_area.abs());
        face.is_open = !(is_long(along_u) && is_long(along_v));
    }
    face
}

fn is_something(number: f32) -> bool {
    number.abs() > f32::MIN_POSITIVE
}

/// Of unit length, or nothing.
fn direction(v: Vec3) -> Vec3 {
    if v.to_array().into_iter().any(is_something) { v * v.length().recip() } else { v }
}

/// Pairs faces that share an edge, in which they run against each other.
fn find_neighbors(faces: &mut [Face]) {
    let ends = |faces: &[Face], edge: u64| {
        let (face, corner) = (edge as u32 / 3, edge as usize % 3);
        let vertices = faces[face as usize].vertices;
        (face, corner, vertices[corner], vertices[(corner + 1) % 3])
    };
    let mut edges: Vec<u64> = (0..faces.len() as u64 * 3).collect();
    edges.retain(|edge| !faces[*edge as usize / 3].is_degenerate);
    // By their lower vertex, then the higher one, then as they come.
    for pick in [u32::max, u32::min] {
        let keyed = edges.iter().map(|edge| {
            let (_, _, from, to) = ends(faces, *edge);
            u64::from(pick(from, to)) << 32 | edge
        });
        edges = sorted_from_bit(keyed.collect(), 32);
        edges.iter_mut().for_each(|edge| *edge &= u64::from(u32::MAX));
    }
    for (i, edge) in edges.iter().enumerate() {
        let (face, corner, from, to) = ends(faces, *edge);
        if faces[face as usize].neighbors[corner] != NONE {
            continue;
        }
        for other in &edges[i + 1..] {
            let (other_face, other_corner, other_from, other_to) = ends(faces, *other);
            if (other_from.min(other_to), other_from.max(other_to)) != (from.min(to), from.max(to)) {
                break;
            }
            let free = &mut faces[other_face as usize].neighbors[other_corner];
            if (other_from, other_to) == (to, from) && *free == NONE {
                *free = face;
                faces[face as usize].neighbors[corner] = other_face;
                break;
            }
        }
    }
}

/// The corners at a vertex that are reached from one face over shared edges, and lie the same way round.
fn group(mesh: &Triangles<'_>, faces: &mut [Face], first: u32, vertex: u32) -> Vec<Member> {
    let normal = mesh.normals[vertex as usize];
    let is_mirrored = faces[first as usize].is_mirrored;
    let mut members = Vec::new();
    let mut open = vec![first];
    while let Some(f) = open.pop() {
        let Some(face) = faces.get_mut(f as usize) else { continue };
        let Some(corner) = face.vertices.iter().position(|v| *v == vertex).filter(|c| !face.is_grouped[*c]) else {
            continue;
        };
        // The first group that takes in an open one says how it lies.
        if face.is_open && face.is_grouped == [false; 3] {
            face.is_mirrored = is_mirrored;
        }
        if face.is_mirrored != is_mirrored {
            continue;
        }
        face.is_grouped[corner] = true;
        let (along_u, along_v) = (projected(face.along_u, normal), projected(face.along_v, normal));
        members.push(Member { face: f, corner, along_u, along_v });
        open.extend([face.neighbors[corner], face.neighbors[(corner + 2) % 3]]);
    }
    members.sort_unstable_by_key(|member| member.face);
    members
}

/// As it is seen along a normal.
fn projected(v: Vec3, normal: Vec3) -> Vec3 {
    direction(v - normal.dot(v) * normal)
}

/// The tangent of each member: of all of its group that don't run against it.
fn group_tangents(mesh: &Triangles<'_>, faces: &[Face], group: &[Member]) -> Vec<Vec3> {
    let is_open = |member: &Member| faces[member.face as usize].is_open;
    let mut known: Vec<(Vec<bool>, Vec3)> = Vec::new();
    let mut tangents = Vec::with_capacity(group.len());
    for a in group {
        let is_with = |b: &Member| {
            let is_along = a.along_u.dot(b.along_u) > -1.0 && a.along_v.dot(b.along_v) > -1.0;
            is_along || a.face == b.face || is_open(a) || is_open(b)
        };
        let part: Vec<bool> = group.iter().map(is_with).collect();
        let found = known.iter().find(|(other, _)| *other == part).map(|(_, tangent)| *tangent);
        tangents.push(found.unwrap_or_else(|| {
            let mut sum = Vec3::ZERO;
            for (b, _) in group.iter().zip(&part).filter(|(b, is_in)| **is_in && !is_open(b)) {
                sum += angle(mesh, &faces[b.face as usize], b.corner) * b.along_u;
            }
            known.push((part, direction(sum)));
            direction(sum)
        }));
    }
    tangents
}

/// Between the two edges of a corner, as they are seen along its normal; radians.
fn angle(mesh: &Triangles<'_>, face: &Face, corner: usize) -> f32 {
    let at = |i: usize| face.vertices[(corner + i) % 3] as usize;
    let (position, normal) = (mesh.positions[at(0)], mesh.normals[at(0)]);
    let edge = |i: usize| projected(mesh.positions[at(i)] - position, normal);
    edge(1).dot(edge(2)).clamp(-1.0, 1.0).acos()
}

#[cfg(test)]
mod tests {
    use bevy_mikktspace::{Geometry, TangentSpace, generate_tangents};

    use super::*;

    /// The other port, which asks for corners one by one.
    struct Corners<'a>(&'a Triangles<'a>, Vec<Vec4>);

    impl Corners<'_> {
        fn vertex(&self, face: usize, corner: usize) -> usize {
            self.0.indices[face * 3 + corner] as usize
        }
    }

    impl Geometry for Corners<'_> {
        fn num_faces(&self) -> usize {
            self.0.indices.len() / 3
        }

        fn num_vertices_of_face(&self, _: usize) -> usize {
            3
        }

        fn position(&self, face: usize, corner: usize) -> [f32; 3] {
            self.0.positions[self.vertex(face, corner)].to_array()
        }

        fn normal(&self, face: usize, corner: usize) -> [f32; 3] {
            self.0.normals[self.vertex(face, corner)].to_array()
        }

        fn tex_coord(&self, face: usize, corner: usize) -> [f32; 2] {
            self.0.uvs[self.vertex(face, corner)].to_array()
        }

        fn set_tangent(&mut self, space: Option<TangentSpace>, face: usize, corner: usize) {
            self.1[face * 3 + corner] = space.map_or(Vec4::ZERO, |space| space.tangent_encoded().into());
        }
    }

    /// Numbers that look like chance, and are the same in every run.
    struct Chance(u32);

    impl Chance {
        fn below(&mut self, end: u32) -> u32 {
            self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (self.0 >> 16) % end
        }
    }

    /// On a small grid, so that places meet, edges are shared by more than two, and some triangles are lines in space or in the image.
    fn tangle(chance: &mut Chance) -> (Vec<u32>, Vec<Vec3>, Vec<Vec3>, Vec<Vec2>) {
        let vertices = 4 + chance.below(40);
        let mut number = |end: u32| chance.below(end) as f32 * 0.37;
        let positions = (0..vertices).map(|_| Vec3::new(number(4), number(3), number(2))).collect();
        let normals = (0..vertices).map(|_| Vec3::new(0.1 + number(2), 0.2, number(2)).normalize()).collect();
        let uvs = (0..vertices).map(|_| Vec2::new(number(3), number(3))).collect();
        let triangles = 1 + chance.below(120);
        let indices = (0..triangles * 3).map(|_| chance.below(vertices)).collect();
        (indices, positions, normals, uvs)
    }

    #[test]
    fn it_makes_what_another_port_makes() {
        let mut chance = Chance(7);
        let (mut made, mut without) = (0, 0);
        for round in 0..400 {
            let (indices, positions, normals, uvs) = tangle(&mut chance);
            let mesh = Triangles { indices: &indices, positions: &positions, normals: &normals, uvs: &uvs };
            let mut other = Corners(&mesh, vec![Vec4::ZERO; indices.len()]);
            generate_tangents(&mut other).expect("tangents");
            let ours = tangents(&mesh);
            let is_same = |a: &Vec4, b: &Vec4| a.abs_diff_eq(*b, 2e-6);
            let apart = ours.iter().zip(&other.1).position(|(a, b)| !is_same(a, b));
            let corner = apart.map(|i| (i, ours[i], other.1[i]));
            assert_eq!(corner, None, "round {round}");
            made += ours.iter().filter(|t| **t != Vec4::ZERO).count();
            without += ours.iter().filter(|t| **t == Vec4::ZERO).count();
        }
        assert!(made > 10_000 && without > 100, "{made} with, {without} without");
    }

    #[test]
    fn a_fan_of_many_faces_needs_no_deep_stack() {
        let rim = |i: u32| Vec2::from_angle(i as f32 * 1e-4);
        let uvs: Vec<Vec2> = std::iter::once(Vec2::ZERO).chain((0..2000).map(rim)).collect();
        let positions: Vec<Vec3> = uvs.iter().map(|uv| uv.extend(0.0)).collect();
        let normals = vec![Vec3::Z; positions.len()];
        let indices: Vec<u32> = (1..2000).flat_map(|i| [0, i, i + 1]).collect();
        let made = tangents(&Triangles { indices: &indices, positions: &positions, normals: &normals, uvs: &uvs });
        assert!(made.iter().all(|t| t.abs_diff_eq(Vec4::new(1.0, 0.0, 0.0, 1.0), 1e-3)));
    }
}
