//! What every engine tolerates and the typed document does not: repaired before it is read.

use crate::json::{Json, Object};

use super::ext_mesh_gpu_instancing;
use super::place::Place;
use super::warning::{Warning, WarningKind};

/// Optional properties that are whole numbers from 0. `-1` for "none" is common (`texCoord`, `skin`, `mesh`).
const INDICES: [&str; 13] = [
    "bufferView",
    "byteOffset",
    "byteStride",
    "camera",
    "indices",
    "inverseBindMatrices",
    "material",
    "mesh",
    "sampler",
    "skeleton",
    "skin",
    "source",
    "texCoord",
];
const STRINGS: [&str; 5] = ["alphaMode", "interpolation", "mimeType", "name", "uri"];
const FLAGS: [&str; 2] = ["doubleSided", "normalized"];
const OBJECTS: [&str; 1] = ["extensions"];
/// Repairs one element of one of the top-level arrays. Depth is that of the JSON parser, at most 128.
pub(super) fn repair(value: &mut Json, place: Place, warnings: &mut Vec<Warning>) {
    match value {
        Json::Array(values) => values.iter_mut().for_each(|v| repair(v, place, warnings)),
        Json::Object(map) => {
            // Nobody here reads what exporters note of their own, but for names that instances had as nodes.
            if ext_mesh_gpu_instancing::names(map.get("extras")).is_none() {
                map.remove("extras");
            }
            remove_invalid(map, &INDICES, |v| v.as_u64().is_some() || v.as_object().is_some(), place, warnings);
            remove_invalid(map, &STRINGS, |v| v.as_str().is_some(), place, warnings);
            remove_invalid(map, &FLAGS, |v| v.as_bool().is_some(), place, warnings);
            remove_invalid(map, &OBJECTS, |v| v.as_object().is_some(), place, warnings);
            map.values_mut().for_each(|v| repair(v, place, warnings));
        }
        _ => {}
    }
}

fn remove_invalid(
    map: &mut Object,
    keys: &[&'static str],
    is_valid: fn(&Json) -> bool,
    place: Place,
    warnings: &mut Vec<Warning>,
) {
    for property in keys {
        if map.get(property).is_some_and(|v| !is_valid(v)) {
            map.remove(property);
            warnings.push(Warning::new(place, WarningKind::InvalidProperty { property }));
        }
    }
}
