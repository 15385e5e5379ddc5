//! MikkTSpace, as glTF 2.0 §3.7.2.1 asks for, by the `bevy_mikktspace` crate.

use bevy_mikktspace::{Geometry, TangentSpace, generate_tangents};
use glam::{Vec2, Vec3, Vec4};

use super::tangents::{self, Tangents, plain};
use crate::Primitive;

/// Triangles of a primitive at most: the crate takes 350 bytes for each (64 bits).
const MOST_TRIANGLES: usize = 2_000_000;
/// Corners that meet in a point at most: the crate calls itself for each, and may keep a list of all of them for each.
const MOST_MEETING: u64 = 1000;
/// The crate compares the corners in a point each with each; so many comparisons at most.
const MOST_COMPARISONS: u64 = 1 << 30;

struct Corners<'a> {
    primitive: &'a Primitive,
    uvs: &'a [Vec2],
    /// Numbers of the triangles that have an area. The crate compares each that has none with all others, and no one sees them.
    faces: &'a [u32],
    /// One for each corner of the primitive; zero where there is none.
    tangents: Vec<Vec4>,
}

impl Corners<'_> {
    fn corner(&self, face: usize, corner: usize) -> usize {
        self.faces[face] as usize * 3 + corner
    }

    fn vertex(&self, face: usize, corner: usize) -> usize {
        self.primitive.indices[self.corner(face, corner)] as usize
    }
}

impl Geometry for Corners<'_> {
    fn num_faces(&self) -> usize {
        self.faces.len()
    }

    fn num_vertices_of_face(&self, _: usize) -> usize {
        3
    }

    fn position(&self, face: usize, corner: usize) -> [f32; 3] {
        self.primitive.positions[self.vertex(face, corner)].to_array()
    }

    fn normal(&self, face: usize, corner: usize) -> [f32; 3] {
        self.primitive.normals[self.vertex(face, corner)].to_array()
    }

    /// V grows upwards for MikkTSpace and for normal maps, downwards in glTF's images.
    fn tex_coord(&self, face: usize, corner: usize) -> [f32; 2] {
        let uv = self.uvs[self.vertex(face, corner)];
        [uv.x, 1.0 - uv.y]
    }

    fn set_tangent(&mut self, space: Option<TangentSpace>, face: usize, corner: usize) {
        let normal = self.primitive.normals[self.vertex(face, corner)];
        let at = self.corner(face, corner);
        self.tangents[at] = space
            .map(|space| Vec4::from(space.tangent_encoded()))
            .filter(|t| t.is_finite() && (t.truncate().length() - 1.0).abs() < 0.1)
            .unwrap_or_else(|| plain(normal));
    }
}

/// Tangents along a slot of texture coordinates, for a list of triangles with as many normals and coordinates as positions; `None` for
/// triangles of which making them would take too much time or memory.
pub fn tangents_of(primitive: &Primitive, uv_slot: usize) -> Option<Tangents> {
    let positions = |face: &u32| corners_of(primitive, *face).map(|vertex| primitive.positions[vertex]);
    let has_area = |face: &u32| {
        let [a, b, c] = positions(face);
        a != b && b != c && c != a
    };
    let count = primitive.indices.len() / 3;
    let faces: Vec<u32> = (count <= MOST_TRIANGLES).then(|| (0..count as u32).filter(has_area).collect())?;
    if !is_bounded(faces.iter().flat_map(positions).collect()) {
        return None;
    }
    let tangents = vec![Vec4::ZERO; primitive.indices.len()];
    let mut corners = Corners { primitive, uvs: &primitive.uvs[uv_slot], faces: &faces, tangents };
    generate_tangents(&mut corners).ok()?;
    Some(split(primitive, &corners.tangents))
}

/// Tangents for a surface in bytes, as a module of its own makes them (see `Bare::surfaces`); `None` for what is none, or too much.
pub fn make_tangents(surface: &[u8]) -> Option<Vec<u8>> {
    Some(tangents_of(&tangents::from_bytes(surface)?, 0)?.to_bytes())
}

fn corners_of(primitive: &Primitive, face: u32) -> [usize; 3] {
    [0, 1, 2].map(|corner| primitive.indices[face as usize * 3 + corner] as usize)
}

/// Whether few enough of these corners meet in each point.
fn is_bounded(corners: Vec<Vec3>) -> bool {
    // Zero has two signs, and both are the same place.
    let mut points: Vec<[u32; 3]> = corners.into_iter().map(|at| (at + 0.0).to_array().map(f32::to_bits)).collect();
    points.sort_unstable();
    let mut comparisons = 0;
    points.chunk_by(|a, b| a == b).all(|meeting| {
        let meeting = meeting.len() as u64;
        comparisons += meeting * meeting;
        meeting <= MOST_MEETING && comparisons <= MOST_COMPARISONS
    })
}

/// Gives each corner a vertex with its tangent.
fn split(primitive: &Primitive, of_corner: &[Vec4]) -> Tangents {
    const NONE: u32 = u32::MAX;
    let (mut indices, vertices) = (primitive.indices.clone(), primitive.positions.len());
    let mut source: Vec<u32> = (0..vertices as u32).collect();
    let mut tangents = vec![Vec4::ZERO; vertices];
    // The copies of a vertex, as a chain.
    let mut next_copy = vec![NONE; vertices];
    for (index, tangent) in indices.iter_mut().zip(of_corner).filter(|(_, tangent)| **tangent != Vec4::ZERO) {
        let original = *index;
        let mut at = original as usize;
        loop {
            if tangents[at] == Vec4::ZERO {
                tangents[at] = *tangent;
            }
            if is_same(tangents[at], *tangent) {
                break;
            }
            if next_copy[at] == NONE {
                next_copy[at] = source.len() as u32;
                source.push(original);
                tangents.push(*tangent);
                next_copy.push(NONE);
            }
            at = next_copy[at] as usize;
        }
        *index = at as u32;
    }
    // A vertex that no triangle with an area uses still needs some tangent.
    for (tangent, normal) in tangents.iter_mut().zip(&primitive.normals).filter(|(tangent, _)| **tangent == Vec4::ZERO)
    {
        *tangent = plain(*normal);
    }
    Tangents { indices, source, tangents }
}

fn is_same(a: Vec4, b: Vec4) -> bool {
    a.w == b.w && a.truncate().dot(b.truncate()) > 0.9999
}
