//! The data themselves: bounds, infinite numbers, lengths of vectors, indices, weights.

use pack::validate::Code;
use serde_json::{Value, json};

use crate::case::{Case, floats, mesh, shorts};

fn accessor(view: usize, component: u32, element: &str, count: usize) -> Value {
    json!({"bufferView": view, "componentType": component, "type": element, "count": count})
}

/// A primitive with one attribute.
fn attribute(code: Code, name: &str, element: &str, values: &[f32]) -> Case {
    let width = if element == "VEC4" { 4 } else { 3 };
    let file = json!({
        "accessors": [accessor(0, 5126, element, values.len() / width)], "meshes": mesh(json!({"attributes": {name: 0}})),
    });
    Case::with_views(code, &format!("/meshes/0/primitives/0/attributes/{name}"), file, &[&floats(values)])
}

fn bounds() -> Vec<Case> {
    let of = |code, place: &str, more: Value| {
        let mut accessor = accessor(0, 5126, "SCALAR", 2);
        more.as_object().unwrap().iter().for_each(|(name, value)| accessor[name] = value.clone());
        Case::with_views(code, place, json!({"accessors": [accessor]}), &[&floats(&[1.0, 2.0])])
    };
    let infinite = json!({"accessors": [accessor(0, 5126, "SCALAR", 1)]});
    vec![
        of(Code::AccessorMinMismatch, "/accessors/0/min/0", json!({"min": [0.5]})),
        of(Code::AccessorMaxMismatch, "/accessors/0/max/0", json!({"max": [2.5]})),
        of(Code::AccessorElementOutOfMinBound, "/accessors/0/min/0", json!({"min": [1.5]})),
        of(Code::AccessorElementOutOfMaxBound, "/accessors/0/max/0", json!({"max": [1.5]})),
        Case::with_views(Code::AccessorInvalidFloat, "/accessors/0", infinite, &[&floats(&[f32::NAN])]),
    ]
}

fn sparse() -> Vec<Case> {
    let of = |code, indices: &[u8]| {
        let mut sparse = accessor(1, 5126, "SCALAR", 3);
        sparse.as_object_mut().unwrap().remove("bufferView");
        sparse["sparse"] = json!({
            "count": 2, "indices": {"bufferView": 0, "componentType": 5121}, "values": {"bufferView": 1},
        });
        Case::with_views(code, "/accessors/0/sparse", json!({"accessors": [sparse]}), &[indices, &floats(&[0.0, 0.0])])
    };
    vec![of(Code::AccessorSparseIndexOob, &[0, 3]), of(Code::AccessorSparseIndicesNonIncreasing, &[1, 1])]
}

fn vectors() -> Vec<Case> {
    vec![
        attribute(Code::AccessorVector3NonUnit, "NORMAL", "VEC3", &[0.0, 0.5, 0.0]),
        attribute(Code::AccessorInvalidSign, "TANGENT", "VEC4", &[0.0, 1.0, 0.0, 0.5]),
        attribute(Code::AccessorNonClamped, "COLOR_0", "VEC3", &[0.0, 1.5, 0.0]),
    ]
}

fn indices() -> Vec<Case> {
    let of = |code, indices: &[u8]| {
        let file = json!({
            "accessors": [accessor(0, 5121, "SCALAR", indices.len()), {"componentType": 5126, "type": "VEC3", "count": 3}],
            "meshes": mesh(json!({"attributes": {"POSITION": 1}, "indices": 0})),
        });
        Case::with_views(code, "/meshes/0/primitives/0/indices", file, &[indices])
    };
    vec![
        of(Code::AccessorIndexOob, &[0, 1, 3]),
        of(Code::AccessorIndexPrimitiveRestart, &[0, 1, 255]),
        of(Code::AccessorIndexTriangleDegenerate, &[0, 1, 1]),
    ]
}

fn animations() -> Vec<Case> {
    let of = |code, place: &str, times: &[f32], path: &str, values: &[f32], interpolation: &str| {
        let element = if path == "rotation" { "VEC4" } else { "VEC3" };
        let width = if path == "rotation" { 4 } else { 3 };
        let file = json!({
            "accessors": [accessor(0, 5126, "SCALAR", times.len()), accessor(1, 5126, element, values.len() / width)],
            "nodes": [{}],
            "animations": [{
                "channels": [{"sampler": 0, "target": {"node": 0, "path": path}}],
                "samplers": [{"input": 0, "output": 1, "interpolation": interpolation}],
            }],
        });
        Case::with_views(code, place, file, &[&floats(times), &floats(values)])
    };
    let input = "/animations/0/samplers/0/input";
    let rotations = Code::AccessorAnimationSamplerOutputNonNormalizedQuaternion;
    let at = "/animations/0/channels/0/sampler";
    let spline = [[9.0; 4], [0.0, 0.0, 0.0, 1.0], [9.0; 4], [9.0; 4], [0.0, 0.0, 0.0, 0.5], [9.0; 4]].concat();
    vec![
        of(Code::AccessorAnimationInputNegative, input, &[-1.0], "scale", &[1.0; 3], "LINEAR"),
        of(Code::AccessorAnimationInputNonIncreasing, input, &[0.0, 0.0], "scale", &[1.0; 6], "LINEAR"),
        of(rotations, at, &[0.0], "rotation", &[0.5, 0.5, 0.5, 0.9], "LINEAR"),
        of(rotations, at, &[0.0, 1.0], "rotation", &spline, "CUBICSPLINE"),
    ]
}

fn skins() -> Vec<Case> {
    let of = |code, place: &str, joints: [u8; 4], weights: [f32; 4]| {
        let file = json!({
            "accessors": [
                accessor(0, 5121, "VEC4", 1), accessor(1, 5126, "VEC4", 1), {"componentType": 5126, "type": "VEC3", "count": 1},
            ],
            "meshes": mesh(json!({"attributes": {"JOINTS_0": 0, "WEIGHTS_0": 1, "POSITION": 2}})),
            "nodes": [{"mesh": 0, "skin": 0}, {"children": [2]}, {}], "skins": [{"joints": [1, 2]}],
        });
        let place = format!("/meshes/0/primitives/0/attributes/{place}");
        Case::with_views(code, &place, file, &[&joints, &floats(&weights)])
    };
    let mut matrix = [0.0; 16];
    matrix[3] = 1.0;
    let ibm = json!({
        "accessors": [accessor(0, 5126, "MAT4", 1)], "nodes": [{}], "skins": [{"joints": [0], "inverseBindMatrices": 0}],
    });
    vec![
        of(Code::AccessorJointsIndexOob, "JOINTS_0", [2, 0, 0, 0], [1.0, 0.0, 0.0, 0.0]),
        of(Code::AccessorJointsIndexDuplicate, "JOINTS_0", [1, 1, 0, 0], [0.5, 0.5, 0.0, 0.0]),
        of(Code::AccessorJointsUsedZeroWeight, "JOINTS_0", [0, 1, 0, 0], [1.0, 0.0, 0.0, 0.0]),
        of(Code::AccessorWeightsNegative, "WEIGHTS_0", [0, 1, 0, 0], [2.0, -1.0, 0.0, 0.0]),
        of(Code::AccessorWeightsNonNormalized, "WEIGHTS_0", [0, 1, 0, 0], [0.5, 0.4, 0.0, 0.0]),
        Case::with_views(Code::AccessorInvalidIbm, "/skins/0/inverseBindMatrices", ibm, &[&floats(&matrix)]),
    ]
}

pub fn cases() -> Vec<Case> {
    [bounds(), sparse(), vectors(), indices(), animations(), skins()].into_iter().flatten().collect()
}

#[test]
fn data() {
    cases().iter().for_each(Case::check);
}

#[test]
fn a_thousand_wrong_numbers_are_reported_by_the_hundred() {
    let values = vec![f32::INFINITY; 1000];
    let file = json!({"accessors": [accessor(0, 5126, "SCALAR", 1000)]});
    let report = Case::with_views(Code::AccessorInvalidFloat, "", file, &[&floats(&values)]).report();
    let found = report.issues.iter().filter(|issue| issue.code == Code::AccessorInvalidFloat).count();
    assert_eq!(found, 256);
}

#[test]
fn columns_of_small_matrices_have_gaps() {
    // Columns of 3 bytes, each filled up to 4; the bytes in the gaps are none of the matrix.
    let bytes = [1, 2, 3, 99, 4, 5, 6, 99, 7, 8, 9];
    let mut matrix = accessor(0, 5121, "MAT3", 1);
    (matrix["min"], matrix["max"]) = (json!([1, 2, 3, 4, 5, 6, 7, 8, 9]), json!([1, 2, 3, 4, 5, 6, 7, 8, 9]));
    let report = Case::with_views(Code::AccessorMaxMismatch, "", json!({"accessors": [matrix]}), &[&bytes]).report();
    assert!(!report.has_errors(), "{:#?}", report.issues);
}

#[test]
fn sparse_values_replace_those_below() {
    let mut sparse = accessor(0, 5123, "SCALAR", 3);
    sparse["sparse"] =
        json!({"count": 1, "indices": {"bufferView": 1, "componentType": 5121}, "values": {"bufferView": 2}});
    (sparse["min"], sparse["max"]) = (json!([10]), json!([70]));
    let views: [&[u8]; 3] = [&shorts(&[10, 20, 30]), &[1], &shorts(&[70])];
    let report = Case::with_views(Code::AccessorMaxMismatch, "", json!({"accessors": [sparse]}), &views).report();
    assert!(!report.has_errors(), "{:#?}", report.issues);
}
