//! JSON and schema: what is missing, of the wrong kind, out of range or unheard of.

use pack::validate::Code;
use serde_json::json;

use crate::case::{Case, gltf, places};

pub fn cases() -> Vec<Case> {
    // Long: one case for each code.
    let accessor = |more: serde_json::Value| {
        let mut accessor = json!({"componentType": 5126, "type": "VEC3", "count": 1});
        more.as_object().unwrap().iter().for_each(|(name, value)| accessor[name] = value.clone());
        json!({"accessors": [accessor]})
    };
    vec![
        Case::text(Code::InvalidJson, "", "{"),
        Case::text(Code::InvalidJson, "", "\u{feff}{\"asset\":{\"version\":\"2.0\"}}"),
        Case::text(Code::InvalidJson, "", r#"{"asset":{"version":"2.0"},"extras":NaN}"#),
        Case::text(Code::TypeMismatch, "", "[]"),
        Case::text(Code::UndefinedProperty, "/", "{}"),
        Case::of(Code::TypeMismatch, "/meshes", json!({"meshes": {}})),
        Case::of(Code::TypeMismatch, "/materials/0", json!({"materials": [null]})),
        Case::of(Code::TypeMismatch, "/nodes/0/mesh", json!({"nodes": [{"mesh": 0.5}]})),
        Case::of(Code::TypeMismatch, "/nodes/0/name", json!({"nodes": [{"name": null}]})),
        Case::of(Code::ArrayTypeMismatch, "/meshes/0/primitives", json!({"meshes": [{"primitives": [1]}]})),
        Case::of(Code::ArrayTypeMismatch, "/nodes/0/scale", json!({"nodes": [{"scale": [1, "1", 1]}]})),
        Case::of(Code::ArrayTypeMismatch, "/extensionsUsed/0", json!({"extensionsUsed": [1]})),
        Case::of(Code::ArrayLengthNotInList, "/nodes/0/scale", json!({"nodes": [{"scale": [1, 1]}]})),
        Case::of(Code::ArrayLengthNotInList, "/accessors/0/min", accessor(json!({"min": [0]}))),
        Case::of(Code::DuplicateElements, "/scenes/0/nodes/1", json!({"nodes": [{}], "scenes": [{"nodes": [0, 0]}]})),
        Case::of(Code::EmptyEntity, "/nodes", json!({"nodes": []})),
        Case::of(Code::InvalidIndex, "/nodes/0/mesh", json!({"nodes": [{"mesh": -1}]})),
        Case::of(Code::InvalidIndex, "/scenes/0/nodes/0", json!({"scenes": [{"nodes": ["0"]}]})),
        Case::of(Code::PatternMismatch, "/asset/minVersion", json!({"asset": {"version": "2.0", "minVersion": "2"}})),
        Case::of(Code::UndefinedProperty, "/accessors/0", json!({"accessors": [{"type": "VEC3", "count": 1}]})),
        Case::of(Code::UnexpectedProperty, "/nodes/0/__proto__", json!({"nodes": [{"__proto__": {}}]})),
        Case::of(Code::UnsatisfiedDependency, "/accessors/0/byteOffset", accessor(json!({"byteOffset": 0}))),
        Case::of(Code::UnsatisfiedDependency, "/nodes/0/skin", json!({"nodes": [{"skin": 0}]})),
        Case::of(
            Code::ValueMultipleOf,
            "/bufferViews/0/byteStride",
            json!({"bufferViews": [{"buffer": 0, "byteLength": 9, "byteStride": 5}]}),
        ),
        Case::of(Code::ValueNotInList, "/accessors/0/type", accessor(json!({"type": "VEC5"}))),
        Case::of(Code::ValueNotInList, "/samplers/0/wrapS", json!({"samplers": [{"wrapS": 1}]})),
        Case::of(Code::ValueNotInRange, "/accessors/0/count", accessor(json!({"count": 0}))),
        Case::of(
            Code::ValueNotInRange,
            "/materials/0/emissiveFactor/1",
            json!({"materials": [{"emissiveFactor": [0, 2, 0]}]}),
        ),
        Case::text(
            Code::ValueNotInRange,
            "/nodes/0/translation/0",
            r#"{"asset":{"version":"2.0"},"nodes":[{"translation":[1e400,0,0]}]}"#,
        ),
        Case::of(Code::OneOfMismatch, "/images/0", json!({"images": [{}]})),
        Case::of(
            Code::InvalidGlValue,
            "/accessors/0/max",
            accessor(json!({"componentType": 5121, "max": [256, 0, 0]})),
        ),
        Case::of(Code::NonObjectExtras, "/nodes/0/extras", json!({"nodes": [{"extras": 1}]})),
        Case::of(Code::UnknownAssetMajorVersion, "/asset/version", json!({"asset": {"version": "3.0"}})),
        Case::of(Code::UnknownAssetMinorVersion, "/asset/version", json!({"asset": {"version": "2.1"}})),
        Case::of(
            Code::AssetMinVersionGreaterThanVersion,
            "/asset/minVersion",
            json!({"asset": {"version": "2.0", "minVersion": "2.1"}}),
        ),
    ]
}

#[test]
fn schema() {
    cases().iter().for_each(Case::check);
}

#[test]
fn a_broken_property_is_reported_once_and_then_absent() {
    let file = gltf(json!({"nodes": [{"mesh": "0", "rotation": [9, 9, 9, 9], "camera": null}], "scene": {}}));
    let found = places(&Case::text(Code::TypeMismatch, "", &file.to_string()).report());
    let of = |place: &str| {
        found.iter().filter(|(_, found)| found.starts_with(place)).map(|(code, _)| code.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(of("/nodes/0/mesh"), ["TYPE_MISMATCH"]);
    assert_eq!(of("/nodes/0/rotation"), ["VALUE_NOT_IN_RANGE"; 4]);
    assert_eq!(of("/nodes/0/camera"), ["TYPE_MISMATCH"]);
    assert_eq!(of("/scene"), ["TYPE_MISMATCH"]);
}

#[test]
fn numbers_are_whole_however_they_are_written() {
    let text = r#"{"asset":{"version":"2.0"},"scene":0.0,"scenes":[{"nodes":[0e0]}],"nodes":[{"extras":{}}]}"#;
    let found = places(&Case::text(Code::TypeMismatch, "", text).report());
    assert!(found.is_empty(), "{found:?}");
}
