//! Numbers: more than there is, more than fits, and more than it seems.

use serde_json::{Value, json};

use crate::case::{bounded, floats, gltf, shorts, with_views};
use crate::json::scene;
use crate::run::Hostile;

/// The largest whole number of 64 bits.
const HUGE: u64 = u64::MAX;

/// A floor, and what is added to its arrays.
fn added(number: u32, what: &'static str, more: Value) -> Hostile {
    let mut file = scene(json!({}));
    for (name, values) in more.as_object().unwrap() {
        match file[name].as_array_mut() {
            Some(array) => array.extend(values.as_array().unwrap().clone()),
            None => file[name] = values.clone(),
        }
    }
    Hostile::new(number, what, "a.gltf", file.to_string())
}

/// A mesh of these attributes, in views of these bytes.
fn mesh(number: u32, what: &'static str, primitive: Value, accessors: Value, views: &[&[u8]]) -> Hostile {
    let mut file = json!({
        "scene": 0, "scenes": [{"nodes": [0, 1]}], "nodes": [{"mesh": 0}, {}],
        "meshes": [{"primitives": [primitive]}], "accessors": accessors,
    });
    if file["meshes"][0]["primitives"][0]["attributes"].get("JOINTS_0").is_some() {
        file["skins"] = json!([{"joints": [1]}]);
        file["nodes"][0]["skin"] = json!(0);
    }
    Hostile::new(number, what, "a.gltf", gltf(with_views(file, views)).to_string())
}

fn triangle(bounds: Value) -> Value {
    let mut accessor = json!({"bufferView": 0, "componentType": 5126, "type": "VEC3", "count": 3});
    accessor["min"] = bounds[0].clone();
    accessor["max"] = bounds[1].clone();
    accessor
}

fn sizes() -> Vec<Hostile> {
    let vectors = |count: u64, offset: u64| json!([{"bufferView": 0, "byteOffset": offset, "componentType": 5126, "type": "VEC4", "count": count}]);
    let packed = |count: u64, stride: u64| {
        let compressed =
            json!({"buffer": 0, "byteLength": 16, "byteStride": stride, "count": count, "mode": "ATTRIBUTES"});
        json!({"bufferViews": [{"buffer": 0, "byteLength": 16, "extensions": {"EXT_meshopt_compression": compressed}}]})
    };
    let drawn = |accessor: Value| json!({"accessors": [accessor], "meshes": [{"primitives": [{"attributes": {"POSITION": 2}}]}], "nodes": [{"mesh": 1}], "scenes": []});
    vec![
        added(
            29,
            "offset and length wrap at 2^64",
            json!({"bufferViews": [{"buffer": 0, "byteOffset": HUGE, "byteLength": HUGE}]}),
        )
        .mended("BUFFER_VIEW_TOO_LONG"),
        added(30, "count times stride wraps at 2^32", json!({"accessors": vectors(0x1000_0001, 0)}))
            .refused("ACCESSOR_TOO_LONG"),
        added(31, "2^53 elements", drawn(bounded("VEC3", 1 << 53))).refused("YZ_TOO_MUCH_DATA"),
        added(32, "500 million zeros without a view", drawn(bounded("VEC3", 500_000_000))).refused("YZ_TOO_MUCH_DATA"),
        added(33, "a view that is too long", json!({"bufferViews": [{"buffer": 0, "byteLength": 5000}]}))
            .mended("BUFFER_VIEW_TOO_LONG"),
        added(34, "an accessor that is too long", json!({"accessors": vectors(5000, 0)})).mended("ACCESSOR_TOO_LONG"),
        added(39, "4 GiB of meshopt in 16 bytes", packed(0x100_0000, 256)).refused("YZ_PACKED_TOO_MUCH"),
    ]
}

fn values() -> Vec<Hostile> {
    let flat = [0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0];
    let bounds = json!([[0, 0, 0], [1, 0, 1]]);
    let positions = floats(&flat);
    let primitive = json!({"attributes": {"POSITION": 0}});
    let indexed = json!({"attributes": {"POSITION": 0}, "indices": 1});
    let indices = json!({"bufferView": 1, "componentType": 5123, "type": "SCALAR", "count": 3});
    let sparse = |indices: &[u16]| {
        let mut accessor = triangle(bounds.clone());
        accessor["sparse"] = json!({
            "count": 2, "indices": {"bufferView": 1, "componentType": 5123}, "values": {"bufferView": 2},
        });
        let views: [&[u8]; 3] = [&positions, &shorts(indices), &floats(&[0.0; 6])];
        mesh(
            38,
            if indices[1] > 2 { "sparse indices out of range" } else { "sparse indices out of order" },
            primitive.clone(),
            json!([accessor]),
            &views,
        )
    };
    let nan = [f32::NAN, 0.0, 0.0, f32::INFINITY, 0.0, 0.0, 0.0, 0.0, 1.0];
    vec![
        mesh(
            35,
            "an index beyond the vertices",
            indexed,
            json!([triangle(bounds.clone()), indices]),
            &[&positions, &shorts(&[0, 1, 999])],
        )
        .refused("ACCESSOR_INDEX_OOB"),
        mesh(36, "bounds that lie", primitive.clone(), json!([triangle(json!([[0, 0, 0], [9, 9, 9]]))]), &[&positions])
            .mended("ACCESSOR_MAX_MISMATCH"),
        mesh(
            37,
            "positions that are no numbers",
            primitive.clone(),
            json!([triangle(bounds.clone())]),
            &[&floats(&nan)],
        )
        .refused("ACCESSOR_INVALID_FLOAT"),
        sparse(&[1, 999]).refused("ACCESSOR_SPARSE_INDEX_OOB"),
        sparse(&[1, 0]).refused("ACCESSOR_SPARSE_INDICES_NON_INCREASING"),
        mesh(
            41,
            "triangles without area",
            primitive,
            json!([triangle(json!([[0, 0, 0], [0, 0, 0]]))]),
            &[&floats(&[0.0; 9])],
        )
        .mended(""),
    ]
}

fn packed_and_moving() -> Vec<Hostile> {
    let mut draco = b"DRACO\x02\x02\x01\x00\0\0".to_vec();
    draco.extend([0xff, 0xff, 0xff, 0xff, 0x0f, 0xff, 0xff, 0xff, 0xff, 0x0f]);
    let compressed = json!({"KHR_draco_mesh_compression": {"bufferView": 0, "attributes": {"POSITION": 0}}});
    let primitive = json!({"attributes": {"POSITION": 0}, "extensions": compressed});
    let weights = json!({"attributes": {"POSITION": 0, "JOINTS_0": 1, "WEIGHTS_0": 2}});
    let accessors = json!([
        triangle(json!([[0, 0, 0], [1, 0, 1]])),
        {"bufferView": 1, "componentType": 5121, "type": "VEC4", "count": 3},
        {"bufferView": 2, "componentType": 5126, "type": "VEC4", "count": 3},
    ]);
    let positions = floats(&[0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0]);
    let skinned = mesh(41, "weights below zero", weights, accessors, &[&positions, &[0; 12], &floats(&[-1.0; 12])]);
    let animated = |count: u64, times: &[f32]| {
        let mut file = scene(json!({}));
        let bytes = crate::case::data_uri("application/octet-stream", &floats(times));
        file["buffers"].as_array_mut().unwrap().push(json!({"byteLength": times.len() * 4, "uri": bytes}));
        file["bufferViews"].as_array_mut().unwrap().push(json!({"buffer": 1, "byteLength": times.len() * 4}));
        let accessors = file["accessors"].as_array_mut().unwrap();
        let mut input = json!({"componentType": 5126, "type": "SCALAR", "count": count, "min": [0], "max": [2]});
        if !times.is_empty() {
            input["bufferView"] = json!(2);
        }
        accessors.push(input);
        accessors.push(json!({"componentType": 5126, "type": "VEC3", "count": count}));
        file["animations"] = json!([{
            "samplers": [{"input": 2, "output": 3}], "channels": [{"sampler": 0, "target": {"node": 0, "path": "translation"}}],
        }]);
        file.to_string()
    };
    vec![
        mesh(40, "four billion triangles of Draco in 21 bytes", primitive, json!([bounded("VEC3", 3)]), &[&draco])
            .refused("YZ_PACKED_TOO_MUCH"),
        skinned.mended("ACCESSOR_WEIGHTS_NEGATIVE"),
        Hostile::new(42, "times that go back", "a.gltf", animated(3, &[0.0, 2.0, 1.0]))
            .mended("ACCESSOR_ANIMATION_INPUT_NON_INCREASING"),
        Hostile::new(42, "ten million keys", "a.gltf", animated(10_000_000, &[])).refused("YZ_TOO_MUCH_DATA"),
    ]
}

pub fn cases() -> Vec<Hostile> {
    [sizes(), values(), packed_and_moving()].into_iter().flatten().collect()
}
