//! Geometry: rounded, welded, ordered, packed, and still the same.

use glam::{Mat4, Vec3};
use hall::{AlphaMode, Scene};
use pack::texture::Tier;
use serde_json::{Value, json};

use crate::place::{Draft, Packed, Sheet, read, repack};
use crate::scenes::{corners, expect_same_triangles, look, names};

/// Half of a cell of the grid along each of three axes, and a little for floats.
const METRES: f32 = 0.000_25;
/// What eight bits on an octahedron, and again for each number of the vector, can be off.
const RADIANS: f32 = 0.025;
/// A part of a picture.
const PARTS: f32 = 0.000_1;
/// Where no picture is, texture coordinates may go.
const ANYWHERE: f32 = f32::MAX;

/// A sheet shown by nodes of all kinds.
fn hall() -> Draft {
    let mut draft = Draft::new();
    let material = draft.push(
        "materials",
        json!({
            "name": "red", "pbrMetallicRoughness": {"baseColorFactor": [1, 0, 0, 0.5], "roughnessFactor": 0.25},
            "alphaMode": "BLEND", "doubleSided": true, "extras": {"paint": 3002},
        }),
    );
    let mut primitive = Sheet::new(8, 4.0, 1.0).primitive(&mut draft);
    primitive["material"] = json!(material);
    let mesh = draft.push("meshes", json!({"name": "sheet", "primitives": [primitive]}));
    let child = draft.push("nodes", json!({"name": "child", "mesh": mesh, "translation": [0, 1, 0]}));
    draft.root(json!({"name": "alone", "mesh": mesh, "translation": [5, 0, 0], "extras": {"id": 7}}));
    draft.root(json!({"name": "parent", "mesh": mesh, "children": [child], "rotation": [0, 0.6, 0, 0.8]}));
    draft.root(json!({"name": "mirrored", "mesh": mesh, "scale": [-1, 1, 1], "translation": [-9, 0, 0]}));
    draft.root(json!({"name": "uneven", "mesh": mesh, "scale": [0.5, 2, 1], "rotation": [0.6, 0, 0, 0.8]}));
    draft.root(json!({"name": "by matrix", "mesh": mesh, "matrix": [0, 0, -2, 0, 0, 2, 0, 0, 2, 0, 0, 0, 1, 2, 3, 1]}));
    draft.root(json!({"name": "empty", "extensions": {"OMI_spawn_point": {"title": "door"}}}));
    draft.json["extensionsUsed"] = json!(["OMI_spawn_point"]);
    draft
}

fn expect_same(before: &Scene, after: &Scene, nodes: &[&str], parts: f32) {
    for name in nodes {
        expect_same_triangles(&corners(before, name), &corners(after, name), METRES, RADIANS, parts);
    }
}

fn node<'a>(json: &'a Value, name: &str) -> &'a Value {
    json["nodes"].as_array().unwrap().iter().find(|node| node["name"] == name).unwrap()
}

#[test]
fn a_packed_hall_shows_the_same_under_the_same_names() {
    let glb = hall().glb();
    let (before, packed) = (read(glb.clone()), repack(glb));
    let after = packed.scene();
    assert_eq!(names(&before), names(&after));
    expect_same(&before, &after, &["alone", "parent", "child", "mirrored", "uneven", "by matrix"], ANYWHERE);
    assert_eq!(look(&before.materials[0]), look(&after.materials[0]));
    assert!(matches!(after.materials[0].alpha_mode, AlphaMode::Blend));
    let json = packed.json();
    assert_eq!(node(&json, "alone")["extras"], json!({"id": 7}));
    assert_eq!(node(&json, "empty")["extensions"], json!({"OMI_spawn_point": {"title": "door"}}));
    assert_eq!(json["materials"][0]["extras"], json!({"paint": 3002}));
    assert_eq!(json["meshes"][0]["name"], "sheet");
}

#[test]
fn a_packed_hall_is_packed() {
    let glb = hall().glb();
    let packed = repack(glb.clone());
    let json = packed.json();
    let required = json["extensionsRequired"].as_array().unwrap();
    for name in ["EXT_meshopt_compression", "KHR_mesh_quantization"] {
        assert!(required.contains(&json!(name)), "{name}");
    }
    assert!(packed.glb(Tier::Desktop).len() < glb.len() * 2 / 3);
    assert_eq!(packed.glb(Tier::Phone), packed.glb(Tier::High), "without pictures tiers don't differ");
}

#[test]
fn a_pack_can_be_packed_again() {
    let glb = hall().glb();
    let again = repack(repack(glb.clone()).glb(Tier::Desktop));
    expect_same(&read(glb), &again.scene(), &["alone", "parent", "mirrored"], ANYWHERE);
}

#[test]
fn walls_that_met_still_meet() {
    let mut draft = Draft::new();
    for (name, from, size) in [("a", 0.0, 3.7), ("b", 3.7, 1.3)] {
        let corners = [from, 0.0, 0.0, from + size, 0.0, 0.0, from, 2.9, 0.0, from + size, 2.9, 0.0];
        let position = draft.floats("VEC3", 3, &corners);
        let indices = draft.indices(&[0, 1, 2, 2, 1, 3]);
        let mesh =
            draft.push("meshes", json!({"primitives": [{"attributes": {"POSITION": position}, "indices": indices}]}));
        draft.root(json!({"name": name, "mesh": mesh}));
    }
    let after = repack(draft.glb()).scene();
    let reach = |name: &str| corners(&after, name).into_iter().map(|corner| corner.position.x).collect::<Vec<_>>();
    let (end, start) =
        (reach("a").into_iter().fold(f32::MIN, f32::max), reach("b").into_iter().fold(f32::MAX, f32::min));
    assert_eq!(end, start, "not a hair between them");
}

#[test]
fn pictures_that_repeat_go_on_repeating() {
    for repeats in [1.0, 13.0] {
        let mut draft = Draft::new();
        let material = draft.painted(&crate::pictures::png(4, 4));
        let mut primitive = Sheet::new(8, 4.0, repeats).primitive(&mut draft);
        primitive["material"] = json!(material);
        let mesh = draft.push("meshes", json!({"primitives": [primitive]}));
        draft.root(json!({"name": "floor", "mesh": mesh}));
        let glb = draft.glb();
        expect_same(&read(glb.clone()), &repack(glb).scene(), &["floor"], PARTS);
    }
}

#[test]
fn coordinates_of_light_maps_are_not_touched() {
    let mut draft = Draft::new();
    let map = draft.painted(&crate::pictures::png(4, 4));
    draft.json["materials"][map] = json!({"extensions": {"MOZ_lightmap": {"index": 0, "texCoord": 1}}});
    draft.json["extensionsUsed"] = json!(["MOZ_lightmap"]);
    let sheet = Sheet::new(8, 4.0, 1.0);
    let mut primitive = sheet.primitive(&mut draft);
    let exact: Vec<f32> = sheet.uvs.iter().map(|uv| uv * 0.987_654_3 + 0.001_234_5).collect();
    primitive["attributes"]["TEXCOORD_1"] = json!(draft.floats("VEC2", 2, &exact));
    primitive["material"] = json!(map);
    let mesh = draft.push("meshes", json!({"primitives": [primitive]}));
    draft.root(json!({"name": "wall", "mesh": mesh}));
    let glb = draft.glb();
    let sorted = |scene: &Scene| {
        let mut uvs: Vec<[u32; 2]> =
            scene.meshes[0].primitives[0].uvs.iter().flatten().map(|uv| uv.to_array().map(f32::to_bits)).collect();
        uvs.sort_unstable();
        uvs.dedup();
        uvs
    };
    let (before, after) = (sorted(&read(glb.clone())), sorted(&repack(glb).scene()));
    let kept = exact.chunks_exact(2).map(|uv| [uv[0].to_bits(), uv[1].to_bits()]);
    assert!(kept.clone().all(|uv| before.contains(&uv)), "the test reads the right set");
    assert!(kept.into_iter().all(|uv| after.contains(&uv)), "bit by bit");
}

#[test]
fn what_is_drawn_without_indices_or_in_strips_becomes_lists_of_shared_vertices() {
    let mut draft = Draft::new();
    let sheet = Sheet::new(4, 1.0, 1.0);
    let loose: Vec<f32> =
        sheet.indices.iter().flat_map(|index| sheet.positions[*index as usize * 3..][..3].to_vec()).collect();
    let position = draft.floats("VEC3", 3, &loose);
    let strip = draft.floats("VEC3", 3, &[0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 2.0, 0.0, 0.0]);
    for (name, primitive) in [
        ("loose", json!({"attributes": {"POSITION": position}})),
        ("strip", json!({"attributes": {"POSITION": strip}, "mode": 5})),
        ("fan", json!({"attributes": {"POSITION": strip}, "mode": 6})),
        ("points", json!({"attributes": {"POSITION": strip}, "mode": 0})),
        ("lines", json!({"attributes": {"POSITION": strip}, "mode": 3})),
    ] {
        let mesh = draft.push("meshes", json!({"primitives": [primitive]}));
        draft.root(json!({"name": name, "mesh": mesh}));
    }
    let glb = draft.glb();
    let (before, packed) = (read(glb.clone()), repack(glb));
    let after = packed.scene();
    expect_same(&before, &after, &["loose", "strip", "fan"], ANYWHERE);
    let json = packed.json();
    let modes: Vec<_> =
        json["meshes"].as_array().unwrap().iter().map(|mesh| mesh["primitives"][0]["mode"].clone()).collect();
    assert_eq!(modes, [Value::Null, Value::Null, Value::Null, json!(0), json!(3)]);
    let accessor = json["meshes"][0]["primitives"][0]["attributes"]["POSITION"].as_u64().unwrap() as usize;
    assert_eq!(json["accessors"][accessor]["count"], 25, "each corner of the squares once");
    let points = |scene: &Scene| scene.meshes[3].primitives[0].indices.len();
    assert_eq!(points(&before), points(&after));
}

/// Positions of all vertices as the first skin bends them, at rest.
fn bent(scene: &Scene) -> Vec<Vec3> {
    let pose = hall::Pose::rest(scene);
    let skin = &scene.skins[0];
    let bones: Vec<Mat4> = skin
        .joints
        .iter()
        .zip(&skin.joint_from_mesh)
        .map(|(joint, joint_from_mesh)| Mat4::from(pose.world_from_node[joint.index()]) * *joint_from_mesh)
        .collect();
    let primitive = &scene.meshes[0].primitives[0];
    let of_vertex = |at: usize| {
        let parts = primitive.joints[at].iter().zip(primitive.weights[at].to_array());
        parts.map(|(joint, weight)| bones[usize::from(*joint)].transform_point3(primitive.positions[at]) * weight).sum()
    };
    primitive.indices.iter().map(|index| of_vertex(*index as usize)).collect()
}

/// How far the point of one cloud that is loneliest in the other is from there, metres.
fn apart(a: &[Vec3], b: &[Vec3]) -> f32 {
    let loneliest = |a: &[Vec3], b: &[Vec3]| {
        let nearest = |point: &Vec3| b.iter().map(|other| point.distance(*other)).fold(f32::MAX, f32::min);
        a.iter().map(nearest).fold(0.0, f32::max)
    };
    assert_eq!(a.len(), b.len());
    loneliest(a, b).max(loneliest(b, a))
}

#[test]
fn skins_bend_as_before() {
    let mut draft = Draft::new();
    let sheet = Sheet::new(4, 2.0, 1.0);
    let count = sheet.positions.len() / 3;
    let mut primitive = sheet.primitive(&mut draft);
    let joints: Vec<u8> = (0..count).flat_map(|_| [0, 1, 0, 0]).collect();
    let weights: Vec<f32> =
        (0..count).flat_map(|at| [at as f32 / count as f32, 1.0 - at as f32 / count as f32, 0.0, 0.0]).collect();
    primitive["attributes"]["JOINTS_0"] = json!(draft.bytes("VEC4", count, &joints));
    primitive["attributes"]["WEIGHTS_0"] = json!(draft.floats("VEC4", 4, &weights));
    let mesh = draft.push("meshes", json!({"primitives": [primitive]}));
    let bound: Vec<f32> =
        [Vec3::ZERO, Vec3::X].into_iter().flat_map(|at| Mat4::from_translation(-at).to_cols_array()).collect();
    let bound = draft.floats("MAT4", 16, &bound);
    let bones =
        [json!({"name": "hip"}), json!({"name": "knee", "translation": [1, 0.25, 0]})].map(|bone| draft.root(bone));
    let skin = draft.push("skins", json!({"joints": bones, "inverseBindMatrices": bound}));
    draft.root(json!({"name": "dancer", "mesh": mesh, "skin": skin, "scale": [3, 3, 3]}));
    let times = draft.floats("SCALAR", 1, &[0.0, 1.0]);
    let turns = draft.floats("VEC4", 4, &[0.0, 0.0, 0.0, 1.0, 0.0, 0.6, 0.0, 0.8]);
    draft.push(
        "animations",
        json!({
            "name": "dance", "samplers": [{"input": times, "output": turns}],
            "channels": [{"sampler": 0, "target": {"node": bones[1], "path": "rotation"}}],
        }),
    );
    let glb = draft.glb();
    let (before, after) = (read(glb.clone()), repack(glb).scene());
    let worst = apart(&bent(&before), &bent(&after));
    assert!(worst < 0.003, "weights have eight bits: {worst}");
    assert_eq!(after.animations[0].name, "dance");
    let moved = &after.animations[0].channels[0];
    assert_eq!(after.nodes[moved.node.index()].name, "knee");
    assert_eq!(format!("{:?}", before.animations[0].channels[0].values), format!("{:?}", moved.values));
}

#[test]
fn morph_targets_move_by_the_same_metres() {
    let mut draft = Draft::new();
    let sheet = Sheet::new(4, 2.0, 1.0);
    let mut primitive = sheet.primitive(&mut draft);
    let offsets: Vec<f32> = (0..sheet.positions.len()).map(|at| (at as f32 * 0.37).sin() * 0.5).collect();
    primitive["targets"] = json!([{"POSITION": draft.floats("VEC3", 3, &offsets)}]);
    let mesh = draft.push("meshes", json!({"primitives": [primitive], "weights": [0.25]}));
    let leaf = draft.push("nodes", json!({"name": "leaf"}));
    let face = draft.root(json!({"name": "face", "mesh": mesh, "children": [leaf], "weights": [1.0]}));
    let times = draft.floats("SCALAR", 1, &[0.0, 1.0]);
    let weights = draft.floats("SCALAR", 1, &[0.0, 1.0]);
    draft.push(
        "animations",
        json!({
            "samplers": [{"input": times, "output": weights}],
            "channels": [{"sampler": 0, "target": {"node": face, "path": "weights"}}],
        }),
    );
    let glb = draft.glb();
    let moved = |scene: &Scene| {
        let pose = hall::Pose::rest(scene);
        let (at, node) = scene.nodes.iter().enumerate().find(|(_, node)| node.mesh.is_some()).unwrap();
        let primitive = &scene.meshes[0].primitives[0];
        let weight = node.morph_weights[0];
        let of_vertex =
            |at: &u32| primitive.positions[*at as usize] + primitive.morph_targets[0].positions[*at as usize] * weight;
        let points = primitive.indices.iter().map(of_vertex);
        points.map(|point| pose.world_from_node[at].transform_point3(point)).collect::<Vec<_>>()
    };
    let (before, after) = (read(glb.clone()), repack(glb).scene());
    let worst = apart(&moved(&before), &moved(&after));
    assert!(worst < 0.001, "{worst}");
    let target = after.animations[0].channels[0].node;
    assert!(after.nodes[target.index()].mesh.is_some(), "weights are those of the node that shows the mesh");
}

#[test]
fn what_nobody_refers_to_goes_and_what_is_there_twice_is_there_once() {
    let mut draft = hall();
    let twin = Sheet::new(8, 4.0, 1.0).primitive(&mut draft);
    let mesh = draft.push("meshes", json!({"name": "twin", "primitives": [twin]}));
    draft.root(json!({"name": "twin", "mesh": mesh, "translation": [0, 9, 0]}));
    let lost = Sheet::new(2, 1.0, 1.0).primitive(&mut draft);
    let lost = draft.push("meshes", json!({"name": "lost", "primitives": [lost]}));
    draft.push("nodes", json!({"name": "in no scene", "mesh": lost}));
    draft.push("materials", json!({"name": "unworn"}));
    let packed: Packed = repack(draft.glb());
    let json = packed.json();
    let named = |array: &str| json[array].as_array().unwrap().iter().map(|e| e["name"].clone()).collect::<Vec<_>>();
    assert_eq!(named("meshes"), [json!("sheet"), json!("twin")]);
    assert_eq!(named("materials"), [json!("red")]);
    assert!(!named("nodes").contains(&json!("in no scene")));
    let drawn = |mesh: usize| json["meshes"][mesh]["primitives"][0]["attributes"]["POSITION"].clone();
    assert_eq!(drawn(0), drawn(1));
}

#[test]
fn what_meshes_have_in_common_they_have_in_common_afterwards() {
    let mut draft = Draft::new();
    for bend in [0.2_f32, 0.9] {
        let mut sheet = Sheet::new(24, 4.0, 1.0);
        sheet.positions.chunks_exact_mut(3).for_each(|p| p[1] += (p[0] * 3.0).sin() * (p[2] * 5.0).cos() * bend);
        let primitive = sheet.primitive(&mut draft);
        let mesh = draft.push("meshes", json!({"primitives": [primitive]}));
        draft.root(json!({"mesh": mesh}));
    }
    let json = repack(draft.glb()).json();
    let [one, other] = [0, 1].map(|mesh: usize| &json["meshes"][mesh]["primitives"][0]);
    assert_ne!(one["attributes"]["POSITION"], other["attributes"]["POSITION"]);
    assert_eq!(one["attributes"]["NORMAL"], other["attributes"]["NORMAL"]);
    assert_eq!(one["indices"], other["indices"]);
}
