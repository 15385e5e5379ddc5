//! Buffers and accessors that lie.

use hall::ImportError;
use hall::gltf::WarningKind;
use serde_json::{Value, json};

use crate::builder::*;

/// A triangle with something changed.
fn changed(change: impl FnOnce(&mut Value)) -> Outcome {
    let mut file = File::triangle();
    let index = file.shorts("SCALAR", 3, &[0, 1, 2]);
    file.primitive()["indices"] = json!(index);
    change(&mut file.json);
    attack(|| file.glb())
}

#[test]
fn lengths_that_overflow_are_refused() {
    let huge = u64::MAX;
    let exact = 9_007_199_254_740_992_u64;
    type Change = (&'static str, Box<dyn Fn(&mut Value)>);
    let changes: [Change; 12] = [
        ("view offset", Box::new(move |j| j["bufferViews"][0]["byteOffset"] = json!(huge))),
        ("view length", Box::new(move |j| j["bufferViews"][0]["byteLength"] = json!(huge))),
        (
            "view sum",
            Box::new(move |j| {
                j["bufferViews"][0]["byteOffset"] = json!(huge - 10);
                j["bufferViews"][0]["byteLength"] = json!(20);
            }),
        ),
        ("view stride", Box::new(move |j| j["bufferViews"][0]["byteStride"] = json!(huge))),
        ("accessor offset", Box::new(move |j| j["accessors"][0]["byteOffset"] = json!(huge))),
        ("accessor count", Box::new(move |j| j["accessors"][0]["count"] = json!(huge))),
        ("count 2^53", Box::new(move |j| j["accessors"][0]["count"] = json!(exact))),
        // 357913942 * 12 wraps to 8 in 32 bits.
        ("count * stride", Box::new(|j| j["accessors"][0]["count"] = json!(357_913_942))),
        ("index count", Box::new(|j| j["accessors"][1]["count"] = json!(2_147_483_649_u32))),
        ("index offset", Box::new(move |j| j["accessors"][1]["byteOffset"] = json!(huge - 1))),
        ("view too long", Box::new(|j| j["bufferViews"][1]["byteLength"] = json!(8))),
        ("accessor too long", Box::new(|j| j["accessors"][0]["count"] = json!(4))),
    ];
    for (name, change) in changes {
        let outcome = changed(change);
        let is_named = matches!(outcome.error(), ImportError::OutOfBounds { .. } | ImportError::IndexTooLarge { .. });
        assert!(is_named, "{name}: {}", outcome.error());
        assert!(
            outcome.error().place().to_string().contains("mesh 0, primitive 0, accessor"),
            "{name}: {}",
            outcome.error()
        );
    }
}

#[test]
fn zeros_from_nowhere_are_counted() {
    // 256 bytes that ask for 6 GB of zeros.
    let outcome = changed(|j| {
        j["accessors"][0] = json!({"componentType": FLOAT, "type": "VEC3", "count": 500_000_000});
        j["meshes"][0]["primitives"][0].as_object_mut().unwrap().remove("indices");
    });
    assert!(matches!(outcome.error(), ImportError::TooMuch { .. }), "{}", outcome.error());
    // With indices only what they use is made.
    let outcome =
        changed(|j| j["accessors"][0] = json!({"componentType": FLOAT, "type": "VEC3", "count": 500_000_000}));
    assert!(outcome.result.is_ok(), "{:?}", outcome.result);
    let outcome = changed(|j| {
        j["accessors"][1] = json!({"componentType": UNSIGNED_INT, "type": "SCALAR", "count": 300_000_000});
    });
    assert!(matches!(outcome.error(), ImportError::TooMuch { .. }));
}

#[test]
fn one_buffer_cannot_be_shown_a_thousand_times() {
    // Every primitive reads the same hundred kilobytes again.
    let mut file = File::new();
    let position = file.floats("VEC3", &vec![0.5; 30_000]);
    let primitives = vec![json!({"attributes": {"POSITION": position}, "mode": 0}); 2_000];
    let mesh = file.push("meshes", json!({"primitives": primitives}));
    file.root(json!({"mesh": mesh}));
    let outcome = attack(|| file.glb());
    assert!(matches!(outcome.error(), ImportError::TooMuch { .. }), "{}", outcome.error());
}

#[test]
fn one_sparse_index_list_cannot_be_read_a_thousand_times() {
    let mut file = File::triangle();
    let count = 100_000_u32;
    let indices: Vec<u8> = (0..count).flat_map(u32::to_le_bytes).collect();
    let indices = file.view(&indices);
    let values = file.view(&vec![0; count as usize]);
    let sparse = json!({
        "count": count,
        "indices": {"bufferView": indices, "componentType": UNSIGNED_INT}, "values": {"bufferView": values},
    });
    for _ in 0..20_000 {
        file.push(
            "accessors",
            json!({"componentType": UNSIGNED_BYTE, "type": "SCALAR", "count": count, "sparse": sparse}),
        );
    }
    attack(|| file.glb());
}

#[test]
fn indices_beyond_the_vertices_are_refused_with_their_place() {
    let mut file = File::triangle();
    let index = file.shorts("SCALAR", 3, &[0, 1, 3]);
    file.primitive()["indices"] = json!(index);
    let outcome = attack(|| file.glb());
    assert_eq!(outcome.error().to_string(), "mesh 0, primitive 0, accessor 1: index 3 is not less than 3");
    let mut file = File::triangle();
    let index = file.shorts("SCALAR", 3, &[0, 1, 65535]);
    file.primitive()["indices"] = json!(index);
    assert!(matches!(attack(|| file.glb()).error(), ImportError::IndexTooLarge { index: 65535, .. }));
}

#[test]
fn references_to_nowhere_are_refused() {
    for change in [
        |j: &mut Value| j["accessors"][0]["bufferView"] = json!(9),
        |j: &mut Value| j["bufferViews"][0]["buffer"] = json!(3),
        |j: &mut Value| j["meshes"][0]["primitives"][0]["indices"] = json!(77),
        |j: &mut Value| j["meshes"][0]["primitives"][0]["attributes"]["POSITION"] = json!(77),
        |j: &mut Value| j["meshes"][0]["primitives"][0]["attributes"]["NORMAL"] = json!(77),
        |j: &mut Value| j["meshes"][0]["primitives"][0]["targets"] = json!([{"POSITION": 77}]),
    ] {
        let outcome = changed(change);
        assert!(matches!(outcome.error(), ImportError::Dangling { .. }), "{:?}", outcome.result);
    }
}

#[test]
fn types_that_make_no_sense_are_refused() {
    for change in [
        |j: &mut Value| j["accessors"][0]["type"] = json!("SCALAR"),
        |j: &mut Value| j["accessors"][0]["type"] = json!("VEC9"),
        |j: &mut Value| j["accessors"][0]["componentType"] = json!(5124),
        |j: &mut Value| j["accessors"][0]["componentType"] = json!("FLOAT"),
        |j: &mut Value| j["accessors"][0]["count"] = json!(-3),
        |j: &mut Value| j["accessors"][0]["count"] = json!(1.5),
        |j: &mut Value| j["accessors"][1]["type"] = json!("VEC3"),
        |j: &mut Value| j["accessors"][1]["componentType"] = json!(FLOAT),
        |j: &mut Value| j["accessors"][1]["componentType"] = json!(SHORT),
        |j: &mut Value| j["bufferViews"][0]["byteStride"] = json!(4),
        |j: &mut Value| j["bufferViews"][0]["byteLength"] = json!("all"),
        |j: &mut Value| j["meshes"][0]["primitives"][0]["mode"] = json!(7),
        |j: &mut Value| j["meshes"][0]["primitives"] = json!({}),
        |j: &mut Value| j["meshes"][0] = json!(1),
    ] {
        let outcome = changed(change);
        let error = outcome.error();
        assert!(matches!(error, ImportError::Malformed { .. } | ImportError::OutOfBounds { .. }), "{error}");
        assert!(error.place().to_string().starts_with("mesh 0"), "{error}");
    }
}

#[test]
fn numbers_that_are_none_are_refused_where_they_matter() {
    for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        let mut file = File::triangle();
        file.bin[4..8].copy_from_slice(&bad.to_le_bytes());
        let outcome = attack(|| file.glb());
        assert_eq!(
            outcome.error().to_string(),
            "mesh 0, primitive 0, accessor 0: holds a number that is infinite or not a number"
        );
    }
}

#[test]
fn broken_sparse_accessors_are_refused() {
    let sparse = |count: u32, indices: &[u8], width: u32| {
        let mut file = File::triangle();
        let indices = file.view(indices);
        let values = file.view(&[0; 24]);
        file.json["accessors"][0]["sparse"] = json!({
            "count": count,
            "indices": {"bufferView": indices, "componentType": width},
            "values": {"bufferView": values},
        });
        attack(|| file.glb())
    };
    assert!(sparse(2, &[0, 1], UNSIGNED_BYTE).result.is_ok());
    for (outcome, why) in [
        (sparse(2, &[1, 0], UNSIGNED_BYTE), "unsorted"),
        (sparse(2, &[1, 1], UNSIGNED_BYTE), "twice the same"),
        (sparse(2, &[1, 3], UNSIGNED_BYTE), "beyond the end"),
        (sparse(3, &[0, 1], UNSIGNED_BYTE), "more than there are"),
        (sparse(4, &[0, 1, 2, 3], UNSIGNED_BYTE), "more than the accessor has"),
        (sparse(4_000_000_000, &[0, 1], UNSIGNED_INT), "four thousand million"),
        (sparse(2, &[0, 1], FLOAT), "floats"),
    ] {
        assert!(outcome.result.is_err(), "{why}");
        assert!(outcome.error().place().to_string().starts_with("mesh 0, primitive 0, accessor 0"), "{why}");
    }
}

#[test]
fn packed_views_that_lie_are_refused_by_name() {
    // 16 bytes that say they unpack to 4 GiB.
    let outcome = changed(|j| {
        j["bufferViews"][0] = json!({
            "buffer": 1, "byteLength": 4_294_967_292_u32,
            "extensions": {"EXT_meshopt_compression": {
                "buffer": 0, "byteLength": 16, "byteStride": 12, "count": 357_913_941, "mode": "ATTRIBUTES",
            }},
        });
    });
    assert!(matches!(outcome.error(), ImportError::Extension { name, .. } if name == "EXT_meshopt_compression"));
    let mut file = File::triangle();
    let mut json = file.json.clone();
    json["buffers"] = json!([
        {"byteLength": file.bin.len()},
        {"byteLength": 4_294_967_292_u32, "extensions": {"EXT_meshopt_compression": {"fallback": true}}},
    ]);
    json["bufferViews"][0] = json!({
        "buffer": 1, "byteLength": 4_294_967_292_u32,
        "extensions": {"EXT_meshopt_compression": {"buffer": 0, "byteLength": 16, "byteStride": 12, "count": 3, "mode": "ATTRIBUTES"}},
    });
    file.json = json;
    let outcome = attack(|| glb(file.json.to_string().as_bytes(), &file.bin));
    assert!(matches!(outcome.error(), ImportError::Extension { name, .. } if name == "EXT_meshopt_compression"));
}

#[test]
fn what_nothing_uses_is_only_named() {
    let mut file = File::triangle();
    file.push("accessors", json!({"bufferView": 99, "componentType": FLOAT, "type": "VEC3", "count": 3}));
    file.push("accessors", json!("nonsense"));
    let outcome = attack(|| file.glb());
    let broken =
        |warnings: &[hall::Warning]| warnings.iter().filter(|w| matches!(w.kind, WarningKind::Broken(_))).count();
    assert_eq!(broken(outcome.result.as_ref().unwrap()), 2);
}

#[test]
fn floods_of_keys_and_channels_are_refused() {
    let mut file = File::triangle();
    let input = file.push("accessors", json!({"componentType": FLOAT, "type": "SCALAR", "count": 10_000_000}));
    let output = file.push("accessors", json!({"componentType": FLOAT, "type": "VEC3", "count": 10_000_000}));
    let channel = json!({"sampler": 0, "target": {"node": 0, "path": "translation"}});
    file.push("animations", json!({"channels": [channel], "samplers": [{"input": input, "output": output}]}));
    assert!(matches!(attack(|| file.glb()).error(), ImportError::TooMuch { what: "animation keys", .. }));
    file.json["animations"][0]["channels"] = json!(vec![channel; 20_000]);
    assert!(matches!(attack(|| file.glb()).error(), ImportError::TooMuch { what: "animation channels", .. }));
}

#[test]
fn geometry_without_extent_is_harmless() {
    // All points equal, all texture coordinates equal, a normal map: the tangent space has nothing to hold on to.
    for value in [0.0, 1.0, 1e38, -1e-38] {
        let mut file = File::new();
        let position = file.floats("VEC3", &[value; 9]);
        let normal = file.floats("VEC3", &[value; 9]);
        let uv = file.floats("VEC2", &[value; 6]);
        let attributes = json!({"POSITION": position, "NORMAL": normal, "TEXCOORD_0": uv});
        file.show(json!({"attributes": attributes, "material": 0}));
        file.push("images", json!({"uri": "bumps.png"}));
        file.push("textures", json!({"source": 0}));
        file.push("materials", json!({"normalTexture": {"index": 0}}));
        let (scene, _) = import(file.glb()).unwrap();
        let primitive = &scene.meshes[0].primitives[0];
        assert!(primitive.tangents.iter().all(|t| t.is_finite()), "{:?}", primitive.tangents);
        assert!(primitive.normals.iter().all(|n| n.is_normalized()), "{:?}", primitive.normals);
    }
}
