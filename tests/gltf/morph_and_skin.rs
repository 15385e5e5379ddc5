//! Morph targets and skins.

use glam::{Mat4, Vec3, Vec4};
use hall::ImportError;
use hall::gltf::WarningKind;
use serde_json::{Value, json};

use crate::builder::*;

/// A triangle bent by two joints, which hang below node 1.
fn skinned() -> File {
    let mut file = File::triangle();
    let joints = file.accessor(UNSIGNED_BYTE, "VEC4", 3, &[0, 1, 0, 0].repeat(3));
    let weights = file.floats("VEC4", &[0.75, 0.25, 0.0, 0.0].repeat(3));
    let matrices: Vec<f32> =
        [Mat4::IDENTITY, Mat4::from_translation(-Vec3::Y)].iter().flat_map(|m| m.to_cols_array()).collect();
    let matrices = file.floats("MAT4", &matrices);
    file.primitive()["attributes"]["JOINTS_0"] = json!(joints);
    file.primitive()["attributes"]["WEIGHTS_0"] = json!(weights);
    file.root(json!({"name": "hip", "children": [2]}));
    file.push("nodes", json!({"name": "knee", "translation": [0, 1, 0]}));
    file.push("skins", json!({"joints": [1, 2], "inverseBindMatrices": matrices}));
    file.json["nodes"][0]["skin"] = json!(0);
    file
}

#[test]
fn skins_are_read() {
    let scene = skinned().scene();
    let skin = &scene.skins[0];
    let names: Vec<&str> = skin.joints.iter().map(|j| scene.nodes[j.index()].name.as_str()).collect();
    assert_eq!(names, ["hip", "knee"]);
    assert_eq!(skin.joint_from_mesh, [Mat4::IDENTITY, Mat4::from_translation(-Vec3::Y)]);
    assert_eq!(scene.nodes[0].skin.unwrap().0, 0);
    let primitive = &scene.meshes[0].primitives[0];
    let of = |joint: u16| {
        primitive.joints[0]
            .iter()
            .zip(primitive.weights[0].to_array())
            .filter(|(j, _)| **j == joint)
            .map(|(_, w)| w)
            .sum::<f32>()
    };
    assert_eq!((of(0), of(1)), (0.75, 0.25));
}

#[test]
fn what_bends_and_has_no_normals_is_faceted_and_stays_so_when_written() {
    let scene = skinned().scene();
    assert!(scene.meshes[0].primitives[0].is_faceted);
    let (again, _) = import(hall::gltf::write_glb(&scene).into()).unwrap();
    assert!(again.meshes[0].primitives[0].is_faceted);
    assert!(!File::triangle().scene().meshes[0].primitives[0].is_faceted, "what never bends needs no facets");
}

#[test]
fn weights_in_bytes_add_up_to_one() {
    let mut file = skinned();
    let weights = file.accessor(UNSIGNED_BYTE, "VEC4", 3, &[200, 50, 0, 0].repeat(3));
    file.json["accessors"][weights]["normalized"] = json!(true);
    file.primitive()["attributes"]["WEIGHTS_0"] = json!(weights);
    let weights: Vec4 = file.scene().meshes[0].primitives[0].weights[0];
    assert!((weights.element_sum() - 1.0).abs() < 1e-6);
    assert!((weights.max_element() - 0.8).abs() < 1e-6);
}

#[test]
fn of_eight_joints_the_four_heaviest_stay() {
    let mut file = skinned();
    let joints = file.accessor(UNSIGNED_BYTE, "VEC4", 3, &[1, 0, 0, 0].repeat(3));
    let weights = file.floats("VEC4", &[1.0, 0.0, 0.0, 0.0].repeat(3));
    file.primitive()["attributes"]["JOINTS_1"] = json!(joints);
    file.primitive()["attributes"]["WEIGHTS_1"] = json!(weights);
    let scene = file.scene();
    let primitive = &scene.meshes[0].primitives[0];
    assert!((primitive.weights[0].element_sum() - 1.0).abs() < 1e-6);
    let heaviest = primitive.weights[0].max_position();
    assert_eq!(primitive.joints[0][heaviest], 1);
    assert!((primitive.weights[0].max_element() - 0.5).abs() < 1e-6);
}

#[test]
fn joints_beyond_the_skin_are_refused() {
    let mut file = skinned();
    file.json["skins"][0]["joints"] = json!([1]);
    let error = file.error();
    assert!(matches!(error, ImportError::IndexTooLarge { index: 1, count: 1, .. }), "{error}");
    assert_eq!(error.place().to_string(), "node 0");
    file.json["skins"][0]["joints"] = json!([1, 99]);
    assert_eq!(file.error().to_string(), "skin 0: refers to node 99, there are 3");
}

#[test]
fn joints_outside_the_scene_are_taken_in_without_their_meshes() {
    let mut file = skinned();
    file.json["scenes"][0]["nodes"] = json!([0]);
    file.json["nodes"][1]["mesh"] = json!(0);
    let (scene, warnings) = file.import();
    assert_eq!(scene.nodes.len(), 3);
    assert_eq!(scene.nodes.iter().filter(|n| n.mesh.is_some()).count(), 1);
    assert_eq!(kinds(&warnings), [WarningKind::JointOutsideScene]);
}

#[test]
fn missing_bind_matrices_are_the_identity() {
    let mut file = skinned();
    file.json["skins"][0]["joints"] = json!([1, 2, 2]);
    let (scene, warnings) = file.import();
    assert_eq!(scene.skins[0].joint_from_mesh[2], Mat4::IDENTITY);
    assert_eq!(kinds(&warnings), [WarningKind::BindMatrices]);
    file.json["skins"][0].as_object_mut().unwrap().remove("inverseBindMatrices");
    assert_eq!(file.scene().skins[0].joint_from_mesh, [Mat4::IDENTITY; 3]);
}

fn morphed(weights_of_mesh: Value, weights_of_node: Value) -> File {
    let mut file = File::triangle();
    let normal = file.floats("VEC3", &[0.0, 0.0, 1.0].repeat(3));
    file.primitive()["attributes"]["NORMAL"] = json!(normal);
    let up = file.floats("VEC3", &[0.0, 0.0, 0.5].repeat(3));
    file.primitive()["targets"] = json!([{"POSITION": up}, {"POSITION": up, "NORMAL": up}]);
    file.json["meshes"][0]["weights"] = weights_of_mesh;
    file.json["nodes"][0]["weights"] = weights_of_node;
    file
}

#[test]
fn morph_targets_and_their_weights_are_read() {
    let scene = morphed(json!([0.5, 0.25]), Value::Null).scene();
    let targets = &scene.meshes[0].primitives[0].morph_targets;
    assert_eq!(targets[0].positions, [Vec3::Z * 0.5; 3]);
    assert!(targets[0].normals.is_empty());
    assert_eq!(targets[1].normals.len(), 3);
    assert_eq!(scene.nodes[0].morph_weights, [0.5, 0.25]);
    assert_eq!(morphed(json!([0.5, 0.25]), json!([1, 0])).scene().nodes[0].morph_weights, [1.0, 0.0]);
    assert_eq!(morphed(Value::Null, json!([1])).scene().nodes[0].morph_weights, [1.0, 0.0]);
}

#[test]
fn sparse_morph_targets_without_a_base_are_mostly_zero() {
    let mut file = morphed(Value::Null, Value::Null);
    let index = file.view(&[1]);
    let value: Vec<u8> = [1.0_f32, 2.0, 3.0].iter().flat_map(|v| v.to_le_bytes()).collect();
    let value = file.view(&value);
    let sparse = file.push("accessors", json!({
        "componentType": FLOAT, "type": "VEC3", "count": 3,
        "sparse": {"count": 1, "indices": {"bufferView": index, "componentType": UNSIGNED_BYTE}, "values": {"bufferView": value}},
    }));
    file.primitive()["targets"][0]["POSITION"] = json!(sparse);
    let scene = file.scene();
    let target = &scene.meshes[0].primitives[0].morph_targets[0];
    assert_eq!(target.positions, [Vec3::ZERO, Vec3::new(1.0, 2.0, 3.0), Vec3::ZERO]);
}

#[test]
fn primitives_of_a_mesh_have_equally_many_targets() {
    let mut file = morphed(Value::Null, Value::Null);
    let plain = json!({"attributes": {"POSITION": 0}});
    file.json["meshes"][0]["primitives"].as_array_mut().unwrap().push(plain);
    let scene = file.scene();
    assert!(scene.meshes[0].primitives.iter().all(|p| p.morph_targets.len() == 2));
}
