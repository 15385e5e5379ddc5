//! `KHR_draco_mesh_compression`: what primitives have packed with Draco becomes accessors like all others.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use hall::Limits;
use hall::gltf::{Geometry, unpack_draco};
use serde_json::{Map, Value};

use super::source::Views;
use super::{Accessor, Component, Document, OpenError, Shape, index, lost, take_extension};

pub(super) const DRACO: &str = "KHR_draco_mesh_compression";

/// Unpacks the geometry of all primitives; gives the accessors that come after those of the file.
pub(super) fn draco(document: &mut Document, views: &Views<'_>, limits: &Limits) -> Result<Vec<Accessor>, OpenError> {
    let mut known: BTreeMap<usize, Geometry> = BTreeMap::new();
    let declared = document.array("accessors").to_vec();
    let (first, mut accessors) = (declared.len(), Vec::new());
    let is_shown = lost::shown_meshes(&document.root);
    let meshes = document.array_mut("meshes").iter_mut().zip(is_shown);
    let primitives = meshes.flat_map(|(mesh, is_shown)| {
        let primitives = mesh.get_mut("primitives").and_then(Value::as_array_mut).into_iter().flatten();
        primitives.map(move |primitive| (primitive, is_shown))
    });
    for (primitive, is_shown) in primitives {
        let Some(packed) = take_extension(primitive, DRACO) else { continue };
        let view = index(&packed, "bufferView").ok_or(OpenError::Draco(0))?;
        let geometry = match known.entry(view) {
            Entry::Occupied(geometry) => geometry.into_mut(),
            Entry::Vacant(place) => {
                let bytes = views.bytes(view);
                match bytes.and_then(|bytes| unpack_draco(&bytes, limits.elements, limits.decoded_bytes)) {
                    Some(geometry) => place.insert(geometry),
                    None if is_shown => return Err(OpenError::Draco(view)),
                    // Visitors' reader passes it over as well.
                    None => continue,
                }
            }
        };
        let Value::Object(primitive) = primitive else { continue };
        // Draco knows triangles only, whatever strip they were.
        primitive.remove("mode");
        let mut replace = |slot: &mut Value, accessor: Accessor| {
            *slot = Value::from(first + accessors.len());
            accessors.push(accessor);
        };
        let corners = geometry.corners().to_vec();
        replace(
            primitive.entry("indices").or_insert(Value::Null),
            Accessor::tight(Shape::Scalar, Component::U32, false, corners),
        );
        let ids = packed.get("attributes").and_then(Value::as_object).cloned().unwrap_or_else(Map::new);
        let Some(Value::Object(attributes)) = primitive.get_mut("attributes") else { continue };
        for (name, slot) in attributes {
            let Some(id) = ids.get(name).and_then(Value::as_u64) else { continue };
            let normalized = slot.as_u64().and_then(|at| declared.get(at as usize)?.get("normalized")?.as_bool());
            let accessor = attribute(geometry, id as u32, normalized == Some(true)).ok_or(OpenError::Draco(view))?;
            replace(slot, accessor);
        }
    }
    Ok(accessors)
}

fn attribute(geometry: &Geometry, id: u32, normalized: bool) -> Option<Accessor> {
    let (code, components, values) = geometry.values(id)?;
    let shape = [Shape::Scalar, Shape::Vec2, Shape::Vec3, Shape::Vec4].into_iter().nth(components.checked_sub(1)?)?;
    Some(Accessor::tight(shape, Component::of_code(code)?, normalized, values.to_vec()))
}
