//! Tangents made ahead, where a normal map would have every visitor make them.

use std::collections::BTreeMap;

use glam::{Vec2, Vec3};
use hall::Primitive;
use hall::gltf::tangents_of;

use super::attributes::worn;
use super::geometry::{Geometry, fields};
use crate::document::{Accessor, Document, Shape, extension, index};

/// The set of texture coordinates along which a normal map wants tangents, by what primitives draw; `None` where several maps disagree.
///
/// What is drawn with a normal map here and without one there is drawn with tangents everywhere, and stays one.
pub fn sets(document: &Document) -> BTreeMap<String, Option<usize>> {
    let mut sets = BTreeMap::new();
    for primitive in document.primitives() {
        let maps =
            worn(primitive).into_iter().filter_map(|at| document.array("materials").get(at)?.get("normalTexture"));
        for map in maps {
            let moved = extension(map, "KHR_texture_transform").and_then(|transform| index(transform, "texCoord"));
            let set = moved.or_else(|| index(map, "texCoord")).unwrap_or(0);
            let known = sets.entry(fields(primitive).to_string()).or_insert(Some(set));
            *known = known.filter(|known| *known == set);
        }
    }
    sets
}

/// Adds tangents along a set of texture coordinates (MikkTSpace); vertices that want several are split.
pub fn add(geometry: &mut Geometry, set: usize) {
    let numbers = |semantic: &str| geometry.column(semantic).map(Accessor::to_f32s);
    let (Some(positions), Some(normals), Some(uvs), None) =
        (numbers("POSITION"), numbers("NORMAL"), numbers(&format!("TEXCOORD_{set}")), geometry.column("TANGENT"))
    else {
        return;
    };
    if geometry.mode != 4 {
        return;
    }
    let primitive = Primitive {
        positions: positions.chunks_exact(3).map(Vec3::from_slice).collect(),
        normals: normals.chunks_exact(3).map(Vec3::from_slice).collect(),
        uvs: [uvs.chunks_exact(2).map(Vec2::from_slice).collect(), Vec::new()],
        indices: geometry.indices.clone(),
        ..Primitive::default()
    };
    let Some(made) = tangents_of(&primitive, 0) else { return };
    geometry.gather(&made.source);
    geometry.indices = made.indices;
    let values: Vec<f32> = made.tangents.iter().flat_map(|tangent| tangent.to_array()).collect();
    geometry.add("TANGENT", Accessor::floats(Shape::Vec4, &values));
}
