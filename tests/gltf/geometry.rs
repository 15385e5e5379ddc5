//! Accessors and primitives: every component type, sparse data, strips, normals and tangents.

use glam::{Vec2, Vec3, Vec4};
use hall::gltf::WarningKind;
use hall::{Primitive, Topology};
use serde_json::json;

use crate::builder::*;

fn primitive(file: &File) -> Primitive {
    file.scene().meshes[0].primitives[0].clone()
}

const QUAD: [f32; 12] = [0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 0.0];

fn quad(mode: u32, indices: &[u16]) -> File {
    let mut file = File::new();
    let position = file.floats("VEC3", &QUAD);
    let index = file.shorts("SCALAR", indices.len(), indices);
    file.show(json!({"attributes": {"POSITION": position}, "indices": index, "mode": mode}));
    file
}

#[test]
fn a_triangle_without_normals_becomes_flat() {
    let triangle = primitive(&File::triangle());
    assert_eq!(triangle.positions, [Vec3::ZERO, Vec3::X, Vec3::Y]);
    assert_eq!(triangle.normals, [Vec3::Z; 3]);
    assert_eq!(triangle.indices, [0, 1, 2]);
    assert_eq!((triangle.bounds.min, triangle.bounds.max), (Vec3::ZERO, Vec3::new(1.0, 1.0, 0.0)));
}

#[test]
fn flat_triangles_share_no_vertices() {
    // Two triangles in different planes share an edge: with shared vertices they could not both be flat.
    let mut file = File::new();
    let position = file.floats("VEC3", &[0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]);
    let index = file.shorts("SCALAR", 6, &[0, 1, 2, 0, 3, 1]);
    file.show(json!({"attributes": {"POSITION": position}, "indices": index}));
    let primitive = primitive(&file);
    assert_eq!(primitive.normals, [Vec3::Z, Vec3::Z, Vec3::Z, Vec3::Y, Vec3::Y, Vec3::Y]);
}

#[test]
fn glb_and_data_uri_give_the_same() {
    let file = File::triangle();
    let (from_glb, _) = import(file.glb()).unwrap();
    let (from_uri, _) = import(file.gltf()).unwrap();
    assert_eq!(from_glb.meshes[0].primitives[0].positions, from_uri.meshes[0].primitives[0].positions);
}

#[test]
fn indices_of_every_type_are_read() {
    for (component, bytes) in [
        (UNSIGNED_BYTE, vec![2, 1, 0]),
        (UNSIGNED_SHORT, vec![2, 0, 1, 0, 0, 0]),
        (UNSIGNED_INT, vec![2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]),
    ] {
        let mut file = File::triangle();
        let index = file.accessor(component, "SCALAR", 3, &bytes);
        let normal = file.floats("VEC3", &[0.0, 0.0, 1.0].repeat(3));
        file.primitive()["indices"] = json!(index);
        file.primitive()["attributes"]["NORMAL"] = json!(normal);
        assert_eq!(primitive(&file).indices, [2, 1, 0], "component type {component}");
    }
}

#[test]
fn quantised_positions_are_read_in_every_type() {
    // KHR_mesh_quantization: whole numbers as they are, or normalised to 0..1 and -1..1.
    let cases: [(u32, bool, Vec<u8>, Vec3); 8] = [
        (BYTE, false, vec![256_u16 as u8, 251, 7, 0], Vec3::new(0.0, -5.0, 7.0)),
        (BYTE, true, vec![127, 129, 128, 0], Vec3::new(1.0, -1.0, -1.0)),
        (UNSIGNED_BYTE, false, vec![0, 200, 7, 0], Vec3::new(0.0, 200.0, 7.0)),
        (UNSIGNED_BYTE, true, vec![0, 255, 51, 0], Vec3::new(0.0, 1.0, 0.2)),
        (SHORT, false, vec![0, 0, 0xff, 0xff, 0, 1, 0, 0], Vec3::new(0.0, -1.0, 256.0)),
        (SHORT, true, vec![0xff, 0x7f, 1, 0x80, 0, 0x80, 0, 0], Vec3::new(1.0, -1.0, -1.0)),
        (UNSIGNED_SHORT, false, vec![0, 0, 0xff, 0xff, 0, 1, 0, 0], Vec3::new(0.0, 65535.0, 256.0)),
        (UNSIGNED_SHORT, true, vec![0, 0, 0xff, 0xff, 0x33, 0x33, 0, 0], Vec3::new(0.0, 1.0, 0.2)),
    ];
    for (component, normalized, element, expected) in cases {
        let mut file = File::new();
        let stride = element.len();
        let position = file.accessor(component, "VEC3", 3, &element.repeat(3));
        file.json["accessors"][position]["normalized"] = json!(normalized);
        let view = file.json["accessors"][position]["bufferView"].as_u64().unwrap() as usize;
        file.json["bufferViews"][view]["byteStride"] = json!(stride);
        file.show(json!({"attributes": {"POSITION": position}, "mode": 0}));
        let found = primitive(&file).positions[1];
        assert!(found.abs_diff_eq(expected, 1e-6), "{component} {normalized}: {found} instead of {expected}");
    }
}

#[test]
fn interleaved_attributes_are_taken_apart() {
    let mut file = File::new();
    let vertices: [[f32; 5]; 3] = [[0.0, 0.0, 0.0, 0.1, 0.2], [1.0, 0.0, 0.0, 0.3, 0.4], [0.0, 1.0, 0.0, 0.5, 0.6]];
    let bytes: Vec<u8> = vertices.iter().flatten().flat_map(|v| v.to_le_bytes()).collect();
    let view = file.view(&bytes);
    file.json["bufferViews"][view]["byteStride"] = json!(20);
    let accessor = |type_: &str, offset: u32| json!({"bufferView": view, "byteOffset": offset, "componentType": FLOAT, "type": type_, "count": 3});
    let position = file.push("accessors", accessor("VEC3", 0));
    let uv = file.push("accessors", accessor("VEC2", 12));
    file.show(json!({"attributes": {"POSITION": position, "TEXCOORD_0": uv}}));
    let primitive = primitive(&file);
    assert_eq!(primitive.positions, [Vec3::ZERO, Vec3::X, Vec3::Y]);
    assert_eq!(primitive.uvs[0], [Vec2::new(0.1, 0.2), Vec2::new(0.3, 0.4), Vec2::new(0.5, 0.6)]);
}

#[test]
fn sparse_elements_replace_those_of_the_base() {
    for has_base in [true, false] {
        let mut file = File::triangle();
        let indices = file.view(&[1, 0, 2, 0]);
        let values: Vec<u8> = [5.0_f32, 6.0, 7.0, 8.0, 9.0, 1.0].iter().flat_map(|v| v.to_le_bytes()).collect();
        let values = file.view(&values);
        file.json["accessors"][0]["sparse"] = json!({
            "count": 2,
            "indices": {"bufferView": indices, "componentType": UNSIGNED_SHORT},
            "values": {"bufferView": values},
        });
        if !has_base {
            file.json["accessors"][0].as_object_mut().unwrap().remove("bufferView");
        }
        assert_eq!(primitive(&file).positions, [Vec3::ZERO, Vec3::new(5.0, 6.0, 7.0), Vec3::new(8.0, 9.0, 1.0)]);
    }
}

#[test]
fn strips_fans_and_loops_become_lists() {
    let shape = |mode, indices: &[u16]| {
        let primitive = primitive(&quad(mode, indices));
        let corners: Vec<Vec3> = primitive.indices.iter().map(|i| primitive.positions[*i as usize]).collect();
        (primitive.topology, corners)
    };
    let [a, b, c, d] = [Vec3::ZERO, Vec3::X, Vec3::new(1.0, 1.0, 0.0), Vec3::Y];
    assert_eq!(shape(0, &[0, 2]), (Topology::Points, vec![a, c]));
    assert_eq!(shape(1, &[0, 1, 2, 3]), (Topology::Lines, vec![a, b, c, d]));
    assert_eq!(shape(2, &[0, 1, 2]), (Topology::Lines, vec![a, b, b, c, c, a]));
    assert_eq!(shape(3, &[0, 1, 2]), (Topology::Lines, vec![a, b, b, c]));
    assert_eq!(shape(4, &[0, 1, 2]), (Topology::Triangles, vec![a, b, c]));
    assert_eq!(shape(5, &[0, 1, 3, 2]), (Topology::Triangles, vec![a, b, d, b, c, d]));
    assert_eq!(shape(6, &[0, 1, 2, 3]), (Topology::Triangles, vec![b, c, a, c, d, a]));
}

#[test]
fn a_strip_faces_one_way() {
    let strip = primitive(&quad(5, &[0, 1, 3, 2]));
    assert_eq!(strip.normals, [Vec3::Z; 6]);
}

#[test]
fn vertices_that_nothing_uses_are_left_out() {
    // Exporters like to let a hundred primitives share one accessor.
    let mut file = File::new();
    let mut positions = vec![9.0; 3000];
    positions[..9].copy_from_slice(&[0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0]);
    let position = file.floats("VEC3", &positions);
    let normal = file.floats("VEC3", &[0.0, 0.0, 1.0].repeat(1000));
    let index = file.shorts("SCALAR", 3, &[2, 0, 1]);
    file.show(json!({"attributes": {"POSITION": position, "NORMAL": normal}, "indices": index}));
    let primitive = primitive(&file);
    assert_eq!(primitive.positions, [Vec3::ZERO, Vec3::X, Vec3::Y]);
    assert_eq!(primitive.indices, [2, 0, 1]);
    assert_eq!(primitive.bounds.max, Vec3::new(1.0, 1.0, 0.0));
}

#[test]
fn colours_are_read_with_and_without_alpha() {
    let mut file = File::triangle();
    let color = file.accessor(UNSIGNED_BYTE, "VEC4", 3, &[255, 0, 51, 102].repeat(3));
    file.json["accessors"][color]["normalized"] = json!(true);
    file.primitive()["attributes"]["COLOR_0"] = json!(color);
    assert!(primitive(&file).colors[2].abs_diff_eq(Vec4::new(1.0, 0.0, 0.2, 0.4), 1e-6));

    let mut file = File::triangle();
    let color = file.floats("VEC3", &[0.5, 0.25, 0.125].repeat(3));
    file.primitive()["attributes"]["COLOR_0"] = json!(color);
    assert_eq!(primitive(&file).colors[0], Vec4::new(0.5, 0.25, 0.125, 1.0));
}

/// A quad in the XY plane whose images stand upright, with a normal map.
fn normal_mapped(mirrored: bool) -> File {
    let mut file = File::new();
    let position = file.floats("VEC3", &QUAD);
    let normal = file.floats("VEC3", &[0.0, 0.0, 1.0].repeat(4));
    let (left, right) = if mirrored { (1.0, 0.0) } else { (0.0, 1.0) };
    let uv = file.floats("VEC2", &[left, 1.0, right, 1.0, right, 0.0, left, 0.0]);
    let index = file.shorts("SCALAR", 6, &[0, 1, 2, 0, 2, 3]);
    let attributes = json!({"POSITION": position, "NORMAL": normal, "TEXCOORD_0": uv});
    file.show(json!({"attributes": attributes, "indices": index, "material": 0}));
    file.push("images", json!({"uri": "bumps.png"}));
    file.push("textures", json!({"source": 0}));
    file.push("materials", json!({"normalTexture": {"index": 0}}));
    file
}

#[test]
fn tangents_are_made_where_a_normal_map_needs_them() {
    // Tangent along +U; the bitangent, cross(normal, tangent) * w, towards the top of the image.
    let upright = primitive(&normal_mapped(false));
    assert_eq!(upright.tangents.len(), 4);
    for tangent in &upright.tangents {
        assert!(tangent.abs_diff_eq(Vec4::new(1.0, 0.0, 0.0, 1.0), 1e-5), "{tangent}");
    }
    let mirrored = primitive(&normal_mapped(true));
    for tangent in &mirrored.tangents {
        assert!(tangent.abs_diff_eq(Vec4::new(-1.0, 0.0, 0.0, -1.0), 1e-5), "{tangent}");
    }
}

#[test]
fn a_seam_in_the_image_splits_vertices() {
    // Two triangles share the diagonal, but the image is mirrored on one of them.
    let mut file = File::new();
    let position = file.floats("VEC3", &QUAD);
    let normal = file.floats("VEC3", &[0.0, 0.0, 1.0].repeat(4));
    let uv = file.floats("VEC2", &[0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 1.0, 0.0]);
    let index = file.shorts("SCALAR", 6, &[0, 1, 2, 0, 2, 3]);
    let attributes = json!({"POSITION": position, "NORMAL": normal, "TEXCOORD_0": uv});
    file.show(json!({"attributes": attributes, "indices": index, "material": 0}));
    file.push("images", json!({"uri": "bumps.png"}));
    file.push("textures", json!({"source": 0}));
    file.push("materials", json!({"normalTexture": {"index": 0}}));
    let primitive = primitive(&file);
    assert_eq!(primitive.positions.len(), 6);
    assert_eq!(primitive.uvs[0].len(), 6);
    let signs = |triangle: &[u32]| triangle.iter().map(|i| primitive.tangents[*i as usize].w).collect::<Vec<_>>();
    let (first, second) = (signs(&primitive.indices[..3]), signs(&primitive.indices[3..]));
    assert!(first.iter().all(|w| *w == first[0]) && second.iter().all(|w| *w == -first[0]), "{first:?} {second:?}");
}

#[test]
fn tangents_of_the_file_are_kept() {
    let mut file = normal_mapped(false);
    let tangent = file.floats("VEC4", &[0.0, 2.0, 0.0, -1.0].repeat(4));
    file.primitive()["attributes"]["TANGENT"] = json!(tangent);
    assert_eq!(primitive(&file).tangents, [Vec4::new(0.0, 1.0, 0.0, -1.0); 4]);
}

#[test]
fn leftover_indices_and_empty_primitives_are_named() {
    let (scene, warnings) = quad(4, &[0, 1, 2, 3]).import();
    assert_eq!(scene.meshes[0].primitives[0].indices.len(), 3);
    assert_eq!(kinds(&warnings), [WarningKind::LeftoverIndices]);
    assert_eq!(warnings[0].place.to_string(), "mesh 0, primitive 0");

    let mut file = File::triangle();
    file.json["meshes"][0]["primitives"].as_array_mut().unwrap().push(json!({"attributes": {}}));
    let (scene, warnings) = file.import();
    assert_eq!(scene.meshes[0].primitives.len(), 1);
    assert_eq!(kinds(&warnings), [WarningKind::EmptyPrimitive]);
}

#[test]
fn unusable_normals_are_replaced_and_lying_bounds_named() {
    let mut file = File::triangle();
    let normal = file.floats("VEC3", &[0.0, 0.0, 0.0, f32::NAN, 0.0, 0.0, 0.0, 0.0, 3.0]);
    file.primitive()["attributes"]["NORMAL"] = json!(normal);
    file.json["accessors"][0]["min"] = json!([0, 0, 0]);
    file.json["accessors"][0]["max"] = json!([0.5, 0.5, 0]);
    let (scene, warnings) = file.import();
    assert_eq!(scene.meshes[0].primitives[0].normals, [Vec3::Y, Vec3::Y, Vec3::Z]);
    assert!(kinds(&warnings).contains(&WarningKind::UnusableValues { attribute: "NORMAL" }));
    assert!(kinds(&warnings).contains(&WarningKind::Bounds));
}
