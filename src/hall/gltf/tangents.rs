//! Tangents where a normal map needs them and the file has none: MikkTSpace, as glTF 2.0 §3.7.2.1 asks for.

use bevy_mikktspace::{Geometry, TangentSpace, generate_tangents};
use glam::{Vec2, Vec3, Vec4};

use super::Import;
use super::error::ImportError;
use super::place::Place;
use crate::{Map, Material, Primitive};

/// The slot of texture coordinates along which a material wants tangents, if it wants any.
pub(super) fn uv_slot(material: &Material) -> Option<usize> {
    let textures = material.textures();
    let bent = Map::ALL.into_iter().filter(|map| map.is_normal()).find_map(|map| textures[map as usize]);
    let is_brushed = material.anisotropy.strength > 0.0;
    match bent.or(material.anisotropy.texture.filter(|_| is_brushed)) {
        Some(texture) => Some(usize::from(texture.uv_set)),
        None => is_brushed.then_some(0),
    }
}

struct Corners<'a> {
    primitive: &'a Primitive,
    uvs: &'a [Vec2],
    tangents: Vec<Vec4>,
}

impl Corners<'_> {
    fn vertex(&self, face: usize, corner: usize) -> usize {
        self.primitive.indices[face * 3 + corner] as usize
    }
}

impl Geometry for Corners<'_> {
    fn num_faces(&self) -> usize {
        self.primitive.indices.len() / 3
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
        self.tangents[face * 3 + corner] = space
            .map(|space| Vec4::from(space.tangent_encoded()))
            .filter(|t| t.is_finite() && (t.truncate().length() - 1.0).abs() < 0.1)
            .unwrap_or_else(|| normal.any_orthonormal_vector().extend(1.0));
    }
}

impl Import<'_> {
    /// Fills the tangents of a triangle primitive with normals. Vertices whose corners want different tangents are split.
    pub(super) fn generate_tangents(
        &mut self,
        primitive: &mut Primitive,
        uv_slot: usize,
        place: Place,
    ) -> Result<(), ImportError> {
        self.decoded.spend(place, (primitive.indices.len() * size_of::<Vec4>()) as u64)?;
        let Some(made) = tangents_of(primitive, uv_slot) else { return Ok(()) };
        let added = made.source.len() - primitive.positions.len();
        self.decoded.spend(place, added.saturating_mul(bytes_per_vertex(primitive)) as u64)?;
        if added > 0 {
            gather(primitive, &made.source);
        }
        primitive.indices = made.indices;
        primitive.tangents = made.tangents;
        Ok(())
    }
}

/// Tangents of a primitive, for which some of its vertices had to be split.
pub struct Tangents {
    /// Which of the new vertices each corner is.
    pub indices: Vec<u32>,
    /// Which of the old vertices each new one is a copy of; the first are themselves.
    pub source: Vec<u32>,
    /// Of each new vertex.
    pub tangents: Vec<Vec4>,
}

/// Tangents along a slot of texture coordinates, for a list of triangles with as many normals and coordinates as positions; `None` if they can't be made.
pub fn tangents_of(primitive: &Primitive, uv_slot: usize) -> Option<Tangents> {
    let tangents = vec![Vec4::ZERO; primitive.indices.len()];
    let mut corners = Corners { primitive, uvs: &primitive.uvs[uv_slot], tangents };
    generate_tangents(&mut corners).ok()?;
    Some(split(primitive.indices.clone(), &corners.tangents, primitive.positions.len()))
}

/// Gives each corner a vertex with its tangent.
fn split(mut indices: Vec<u32>, of_corner: &[Vec4], vertices: usize) -> Tangents {
    const NONE: u32 = u32::MAX;
    let mut source: Vec<u32> = (0..vertices as u32).collect();
    let mut tangents = vec![Vec4::ZERO; vertices];
    // The copies of a vertex, as a chain.
    let mut next_copy = vec![NONE; vertices];
    for (index, tangent) in indices.iter_mut().zip(of_corner) {
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
    // A vertex that no triangle uses still needs some tangent.
    for tangent in tangents.iter_mut().filter(|t| **t == Vec4::ZERO) {
        *tangent = Vec4::new(1.0, 0.0, 0.0, 1.0);
    }
    Tangents { indices, source, tangents }
}

fn is_same(a: Vec4, b: Vec4) -> bool {
    a.w == b.w && a.truncate().dot(b.truncate()) > 0.9999
}

fn bytes_per_vertex(primitive: &Primitive) -> usize {
    let morphs = primitive.morph_targets.iter().map(|t| t.positions.len() + t.normals.len() + t.tangents.len());
    let morphs = morphs.sum::<usize>() / primitive.positions.len().max(1);
    (10 + 3 * morphs) * size_of::<Vec4>()
}

fn gather(primitive: &mut Primitive, source: &[u32]) {
    fn each<T: Copy>(values: &mut Vec<T>, source: &[u32]) {
        if let Some(originals) = source.get(values.len()..).filter(|_| !values.is_empty()) {
            values.reserve_exact(originals.len());
            originals.iter().for_each(|o| values.push(values[*o as usize]));
        }
    }
    each::<Vec3>(&mut primitive.positions, source);
    each(&mut primitive.normals, source);
    each(&mut primitive.uvs[0], source);
    each(&mut primitive.uvs[1], source);
    each(&mut primitive.colors, source);
    each(&mut primitive.joints, source);
    each(&mut primitive.weights, source);
    for target in &mut primitive.morph_targets {
        each(&mut target.positions, source);
        each(&mut target.normals, source);
        each(&mut target.tangents, source);
    }
}
