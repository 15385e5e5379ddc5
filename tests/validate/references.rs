//! Views, accessors, images and textures: where they lie, what they are used for, what nobody uses.

use pack::validate::Code;
use serde_json::json;

use crate::case::{Case, bounded, mesh, zeros};

fn views_and_accessors() -> Vec<Case> {
    // Long: one case for each code.
    let view = |more: serde_json::Value, accessor: serde_json::Value| {
        let mut view = json!({"buffer": 0, "byteLength": 64});
        more.as_object().unwrap().iter().for_each(|(name, value)| view[name] = value.clone());
        json!({"buffers": [{"byteLength": 64}], "bufferViews": [view], "accessors": [accessor]})
    };
    let at = |offset: u64, element: &str, component: u64, count: u64| json!({"bufferView": 0, "byteOffset": offset, "type": element, "componentType": component, "count": count});
    let sparse = |count: u64, view: u64| {
        json!({"type": "SCALAR", "componentType": 5126, "count": 2, "sparse": {
            "count": count, "indices": {"bufferView": view, "componentType": 5121}, "values": {"bufferView": view},
        }})
    };
    vec![
        Case::of(
            Code::UnresolvedReference,
            "/bufferViews/0/buffer",
            json!({"bufferViews": [{"buffer": 7, "byteLength": 1}]}),
        ),
        Case::of(
            Code::BufferViewTooLong,
            "/bufferViews/0/byteLength",
            view(json!({"byteLength": 65}), zeros("VEC3", 1)),
        ),
        Case::of(
            Code::BufferViewTooLong,
            "/bufferViews/0/byteOffset",
            view(json!({"byteOffset": 64}), zeros("VEC3", 1)),
        ),
        Case::of(
            Code::BufferViewTooBigByteStride,
            "/bufferViews/0/byteStride",
            view(json!({"byteStride": 68}), zeros("VEC3", 1)),
        ),
        Case::of(
            Code::BufferViewInvalidByteStride,
            "/bufferViews/0/byteStride",
            view(json!({"byteStride": 4, "target": 34963}), zeros("VEC3", 1)),
        ),
        Case::of(Code::AccessorTooLong, "/accessors/0", view(json!({}), at(0, "VEC3", 5126, 6))),
        Case::of(Code::AccessorTooLong, "/accessors/0/byteOffset", view(json!({}), at(68, "VEC3", 5126, 1))),
        Case::of(Code::AccessorOffsetAlignment, "/accessors/0/byteOffset", view(json!({}), at(2, "SCALAR", 5126, 1))),
        Case::of(
            Code::AccessorTotalOffsetAlignment,
            "/accessors/0",
            view(json!({"byteOffset": 2, "byteLength": 32}), at(0, "SCALAR", 5126, 1)),
        ),
        Case::of(Code::AccessorSmallByteStride, "/accessors/0", view(json!({"byteStride": 8}), at(0, "VEC3", 5126, 1))),
        Case::of(Code::AccessorMatrixAlignment, "/accessors/0/byteOffset", view(json!({}), at(2, "MAT2", 5121, 1))),
        Case::of(
            Code::AccessorNormalizedInvalid,
            "/accessors/0/normalized",
            json!({"accessors": [{"type": "VEC3", "componentType": 5126, "count": 1, "normalized": true}]}),
        ),
        Case::of(Code::AccessorSparseCountOutOfRange, "/accessors/0/sparse/count", view(json!({}), sparse(3, 0))),
        Case::of(Code::UnresolvedReference, "/accessors/0/sparse/indices/bufferView", view(json!({}), sparse(1, 9))),
        Case::of(
            Code::BufferViewInvalidByteStride,
            "/accessors/0/sparse/values/bufferView",
            view(json!({"byteStride": 4}), sparse(1, 0)),
        ),
        Case::of(Code::UnusedObject, "/accessors/0", json!({"accessors": [zeros("VEC3", 1)]})),
    ]
}

fn usage() -> Vec<Case> {
    let shared = |attributes: serde_json::Value, indices: u64| {
        json!({
            "buffers": [{"byteLength": 64}],
            "bufferViews": [{"buffer": 0, "byteLength": 64}],
            "accessors": [
                {"bufferView": 0, "type": "VEC3", "componentType": 5126, "count": 3, "min": [0, 0, 0], "max": [0, 0, 0]},
                {"bufferView": 0, "type": "VEC3", "componentType": 5126, "count": 3, "byteOffset": 12},
                {"bufferView": 0, "type": "SCALAR", "componentType": 5121, "count": 3},
            ],
            "meshes": mesh(json!({"attributes": attributes, "indices": indices})),
        })
    };
    let primitive = "/meshes/0/primitives/0";
    vec![
        Case::of(
            Code::BufferViewTargetMissing,
            &format!("{primitive}/attributes/POSITION"),
            shared(json!({"POSITION": 0}), 2),
        ),
        Case::of(Code::BufferViewTargetOverride, &format!("{primitive}/indices"), shared(json!({"POSITION": 0}), 2)),
        Case::of(Code::AccessorUsageOverride, &format!("{primitive}/indices"), shared(json!({"POSITION": 0}), 0)),
        Case::of(
            Code::MeshPrimitiveAccessorWithoutByteStride,
            &format!("{primitive}/attributes/POSITION"),
            shared(json!({"NORMAL": 1, "POSITION": 0}), 2),
        ),
    ]
}

fn images_and_textures() -> Vec<Case> {
    let view = json!([{"buffer": 0, "byteLength": 64, "byteStride": 4}]);
    vec![
        Case::of(
            Code::ImageBufferViewWithByteStride,
            "/images/0/bufferView",
            json!({"buffers": [{"byteLength": 64}], "bufferViews": view, "images": [{"bufferView": 0, "mimeType": "image/png"}]}),
        ),
        Case::of(Code::UnsatisfiedDependency, "/images/0/bufferView", json!({"images": [{"bufferView": 0}]})),
        Case::of(Code::UnresolvedReference, "/textures/0/source", json!({"textures": [{"source": 0}]})),
        Case::of(Code::UnresolvedReference, "/textures/0/sampler", json!({"textures": [{"sampler": 0}]})),
        Case::of(Code::UnusedObject, "/images/0", json!({"images": [{"uri": "a.png"}]})),
    ]
}

fn materials_and_cameras() -> Vec<Case> {
    let perspective = |yfov: f64, zfar: f64| json!({"cameras": [{"type": "perspective", "perspective": {"yfov": yfov, "znear": 1.0, "zfar": zfar}}]});
    let orthographic = |xmag: f64| json!({"cameras": [{"type": "orthographic", "orthographic": {"xmag": xmag, "ymag": 1, "znear": 0, "zfar": 1}}]});
    vec![
        Case::of(Code::CameraYfovGequalPi, "/cameras/0/perspective", perspective(4.0, 2.0)),
        Case::of(Code::CameraZfarLequalZnear, "/cameras/0/perspective", perspective(1.0, 1.0)),
        Case::of(Code::CameraXmagYmagZero, "/cameras/0/orthographic/xmag", orthographic(0.0)),
        Case::of(Code::CameraXmagYmagNegative, "/cameras/0/orthographic/xmag", orthographic(-1.0)),
        Case::of(
            Code::MaterialAlphaCutoffInvalidMode,
            "/materials/0/alphaCutoff",
            json!({"materials": [{"alphaCutoff": 0.5}]}),
        ),
        Case::of(
            Code::UnresolvedReference,
            "/materials/0/normalTexture/index",
            json!({"materials": [{"normalTexture": {"index": 3}}]}),
        ),
    ]
}

pub fn cases() -> Vec<Case> {
    [views_and_accessors(), usage(), images_and_textures(), materials_and_cameras()].into_iter().flatten().collect()
}

#[test]
fn references() {
    cases().iter().for_each(Case::check);
}

#[test]
fn what_is_used_is_not_called_unused() {
    let file = json!({
        "accessors": [bounded("VEC3", 3)], "meshes": mesh(json!({"attributes": {"POSITION": 0}})),
        "nodes": [{"mesh": 0}], "scenes": [{"nodes": [0]}], "scene": 0,
    });
    let found = crate::case::places(&Case::of(Code::UnusedObject, "", file).report());
    assert!(found.is_empty(), "{found:?}");
}
