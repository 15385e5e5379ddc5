//! What every engine tolerates and the typed document does not: repaired before it is read.

use serde_json::Value;

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
pub(super) fn repair(value: &mut Value, place: Place, warnings: &mut Vec<Warning>) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(|v| repair(v, place, warnings)),
        Value::Object(map) => {
            map.remove("extras");
            remove_invalid(map, &INDICES, |v| v.is_u64() || v.is_object(), place, warnings);
            remove_invalid(map, &STRINGS, Value::is_string, place, warnings);
            remove_invalid(map, &FLAGS, Value::is_boolean, place, warnings);
            remove_invalid(map, &OBJECTS, Value::is_object, place, warnings);
            map.values_mut().filter(|v| v.is_array() || v.is_object()).for_each(|v| repair(v, place, warnings));
        }
        _ => {}
    }
}

fn remove_invalid(
    map: &mut serde_json::Map<String, Value>,
    keys: &[&'static str],
    is_valid: fn(&Value) -> bool,
    place: Place,
    warnings: &mut Vec<Warning>,
) {
    for property in keys {
        if map.get(*property).is_some_and(|v| !is_valid(v)) {
            map.remove(*property);
            warnings.push(Warning::new(place, WarningKind::InvalidProperty { property }));
        }
    }
}
