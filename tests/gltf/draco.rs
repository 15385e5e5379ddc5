//! Geometry packed with Draco, by Google's own encoder: a grid of nine by nine points that waves, once with each method.

use glam::{Vec2, Vec3, Vec4};
use hall::Primitive;
use hall::gltf::ImportError;
use serde_json::{Value, json};

use crate::builder::File;

/// 14 bits for positions, 12 for texture coordinates, 10 for normals.
const EDGEBREAKER: &[u8] = include_bytes!("edgebreaker.drc");
const SEQUENTIAL: &[u8] = include_bytes!("sequential.drc");

const SIDE: usize = 9;
const TRIANGLES: usize = (SIDE - 1) * (SIDE - 1) * 2;

/// A file that requires the extension: its accessors have nothing but the packed data.
fn packed(bytes: &[u8]) -> File {
    let mut file = File::new();
    let view = file.view(bytes);
    let accessor = |file: &mut File, component: u32, type_: &str, count: usize| {
        file.push("accessors", json!({"componentType": component, "type": type_, "count": count}))
    };
    let points = SIDE * SIDE;
    let position = accessor(&mut file, 5126, "VEC3", points);
    let normal = accessor(&mut file, 5126, "VEC3", points);
    let uv = accessor(&mut file, 5126, "VEC2", points);
    let color = accessor(&mut file, 5121, "VEC4", points);
    let indices = accessor(&mut file, 5123, "SCALAR", TRIANGLES * 3);
    file.json["accessors"][color]["normalized"] = json!(true);
    file.json["extensionsUsed"] = json!(["KHR_draco_mesh_compression"]);
    file.json["extensionsRequired"] = json!(["KHR_draco_mesh_compression"]);
    file.show(json!({
        "attributes": {"POSITION": position, "NORMAL": normal, "TEXCOORD_0": uv, "COLOR_0": color},
        "indices": indices,
        "extensions": {"KHR_draco_mesh_compression": {
            "bufferView": view,
            "attributes": {"POSITION": 0, "NORMAL": 1, "TEXCOORD_0": 2, "COLOR_0": 3}
        }}
    }));
    file
}

fn extension(file: &mut File) -> &mut Value {
    &mut file.primitive()["extensions"]["KHR_draco_mesh_compression"]
}

fn assert_is_the_grid(primitive: &Primitive) {
    assert_eq!(primitive.indices.len(), TRIANGLES * 3);
    assert_eq!(primitive.positions.len(), SIDE * SIDE);
    let last = (SIDE - 1) as f32;
    for (i, position) in primitive.positions.iter().enumerate() {
        let (x, y) = (position.x.round(), position.y.round());
        let expected = Vec3::new(x, y, (x * 0.7).sin() * (y * 0.5).cos());
        assert!(position.abs_diff_eq(expected, 0.002), "{position} instead of {expected}");
        assert!(primitive.normals[i].abs_diff_eq(Vec3::Z, 0.01), "{}", primitive.normals[i]);
        let uv = Vec2::new(x, y) / last;
        assert!(primitive.uvs[0][i].abs_diff_eq(uv, 0.001), "{} instead of {uv}", primitive.uvs[0][i]);
        let color = Vec4::new(x * 20.0, y * 20.0, (x + y) * 10.0, 255.0) / 255.0;
        assert!(primitive.colors[i].abs_diff_eq(color, 1e-5), "{} instead of {color}", primitive.colors[i]);
    }
    // Every triangle has half a square, and all of them look up.
    for corners in primitive.indices.chunks_exact(3) {
        let [a, b, c] = [0, 1, 2].map(|i| primitive.positions[corners[i] as usize].truncate());
        assert!(((b - a).perp_dot(c - a) - 1.0).abs() < 0.01);
    }
}

#[test]
fn both_methods_are_read() {
    for bytes in [EDGEBREAKER, SEQUENTIAL] {
        let scene = packed(bytes).scene();
        assert_is_the_grid(&scene.meshes[0].primitives[0]);
    }
}

#[test]
fn a_strip_is_triangles_once_unpacked() {
    let mut file = packed(EDGEBREAKER);
    file.primitive()["mode"] = json!(5);
    assert_is_the_grid(&file.scene().meshes[0].primitives[0]);
}

#[test]
fn counts_that_lie_do_not_matter() {
    let mut file = packed(SEQUENTIAL);
    for accessor in file.json["accessors"].as_array_mut().unwrap() {
        accessor["count"] = json!(3);
    }
    assert_is_the_grid(&file.scene().meshes[0].primitives[0]);
}

#[test]
fn what_cannot_be_unpacked_is_named() {
    let whole = EDGEBREAKER;
    for cut in [0, 4, 11, 40, 200, whole.len() / 2] {
        let error = packed(&whole[..cut]).error();
        let is_named = matches!(&error, ImportError::Extension { name, .. } if name == "KHR_draco_mesh_compression");
        assert!(is_named || cut == 0, "{cut}: {error}");
    }
    type Breakage = (&'static str, fn(&mut File));
    let breakages: [Breakage; 4] = [
        ("no view", |f| extension(f)["bufferView"] = json!(77)),
        ("no attribute of that id", |f| extension(f)["attributes"]["POSITION"] = json!(9)),
        ("texture coordinates for positions", |f| extension(f)["attributes"]["POSITION"] = json!(2)),
        ("not an object", |f| *extension(f) = json!(3)),
    ];
    for (what, breaks) in breakages {
        let mut file = packed(whole);
        breaks(&mut file);
        let error = file.error().to_string();
        assert!(error.starts_with("mesh 0, primitive 0"), "{what}: {error}");
    }
}

/// Whatever is wrong with the bytes: an error or another shape, and never much memory.
#[test]
fn flipped_bits_do_no_harm() {
    for whole in [EDGEBREAKER, SEQUENTIAL] {
        for at in 0..whole.len() {
            for bit in [0, 3, 7] {
                let mut bytes = whole.to_vec();
                bytes[at] ^= 1 << bit;
                let _ = crate::builder::import(packed(&bytes).glb());
            }
        }
    }
}

#[test]
fn an_uncompressed_copy_stands_in() {
    let mut file = packed(b"DRACO, but not really");
    let positions = file.floats("VEC3", &[0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0]);
    let indices = file.shorts("SCALAR", 3, &[0, 1, 2]);
    file.primitive()["attributes"] = json!({"POSITION": positions});
    file.primitive()["indices"] = json!(indices);
    let (scene, warnings) = file.import();
    assert_eq!(scene.meshes[0].primitives[0].indices, [0, 1, 2]);
    assert_eq!(warnings.len(), 1, "{warnings:?}");
}
