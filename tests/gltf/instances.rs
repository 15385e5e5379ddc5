//! Nodes that extensions multiply or hide.

use std::f32::consts::FRAC_PI_2;

use glam::{Quat, Vec3};
use hall::gltf::{Document, WarningKind};
use hall::{Limits, Pose};
use serde_json::{Value, json};

use crate::builder::*;

fn instanced(attributes: Value) -> File {
    let mut file = File::triangle();
    file.json["nodes"][0]["name"] = json!("chair");
    file.json["nodes"][0]["extensions"] = json!({"EXT_mesh_gpu_instancing": {"attributes": attributes}});
    file
}

#[test]
fn each_instance_becomes_a_node_below() {
    let mut file = instanced(json!({}));
    let translation = file.floats("VEC3", &[1.0, 0.0, 0.0, 2.0, 0.0, 0.0]);
    let half = ((FRAC_PI_2 / 2.0).sin() * 32767.0) as i16;
    let turns: Vec<u8> = [0, 0, 0, 32767, 0, half, 0, half].iter().flat_map(|v: &i16| v.to_le_bytes()).collect();
    let rotation = file.accessor(SHORT, "VEC4", 2, &turns);
    file.json["accessors"][rotation]["normalized"] = json!(true);
    let scale = file.floats("VEC3", &[1.0, 1.0, 1.0, 2.0, 2.0, 2.0]);
    let attributes = json!({"TRANSLATION": translation, "ROTATION": rotation, "SCALE": scale, "_ID": 9});
    file.json["nodes"][0]["extensions"]["EXT_mesh_gpu_instancing"]["attributes"] = attributes;
    let child = file.push("nodes", json!({"name": "cushion"}));
    file.json["nodes"][0]["children"] = json!([child]);
    let scene = file.scene();
    let names: Vec<&str> = scene.nodes.iter().map(|n| n.name.as_str()).collect();
    assert_eq!(names, ["chair", "cushion", "chair[0]", "chair[1]"]);
    assert_eq!(scene.nodes[0].mesh, None);
    assert!(scene.nodes[2..].iter().all(|n| n.mesh.is_some() && n.parent.is_some_and(|p| p.0 == 0)));
    let place = scene.nodes[3].parent_from_node;
    assert_eq!((place.translation, place.scale), (Vec3::X * 2.0, Vec3::splat(2.0)));
    assert!(place.rotation.angle_between(Quat::from_rotation_y(FRAC_PI_2)) < 1e-3);
}

#[test]
fn instances_have_the_names_that_their_node_keeps_for_them() {
    let mut file = instanced(json!({}));
    let translation = file.floats("VEC3", &[1.0, 0.0, 0.0, 2.0, 0.0, 0.0, 3.0, 0.0, 0.0]);
    file.json["nodes"][0]["extensions"]["EXT_mesh_gpu_instancing"]["attributes"] = json!({"TRANSLATION": translation});
    file.json["nodes"][0]["extras"] = json!({"instance_names": ["left", 7]});
    let scene = file.scene();
    let names: Vec<&str> = scene.nodes.iter().map(|n| n.name.as_str()).collect();
    assert_eq!(names, ["chair", "left", "chair[1]", "chair[2]"], "what is no name, or missing, is numbered");
}

#[test]
fn instances_have_the_morph_weights_of_their_node() {
    let mut file = instanced(json!({}));
    let translation = file.floats("VEC3", &[1.0, 0.0, 0.0]);
    let offset = file.floats("VEC3", &[0.0; 9]);
    file.json["nodes"][0]["extensions"]["EXT_mesh_gpu_instancing"]["attributes"] = json!({"TRANSLATION": translation});
    file.primitive()["targets"] = json!([{"POSITION": offset}]);
    file.json["nodes"][0]["weights"] = json!([0.5]);
    assert_eq!(file.scene().nodes[1].morph_weights, [0.5]);
}

#[test]
fn instances_without_a_place_are_one() {
    let (scene, warnings) = instanced(json!({})).import();
    assert!(scene.nodes.len() == 1 && scene.nodes[0].mesh.is_some());
    assert_eq!(kinds(&warnings), [WarningKind::ExtensionMalformed { name: "EXT_mesh_gpu_instancing" }]);
    let mut file = instanced(json!({}));
    let scale = file.floats("VEC2", &[1.0; 4]);
    file.json["nodes"][0]["extensions"]["EXT_mesh_gpu_instancing"]["attributes"] = json!({"SCALE": scale});
    let (_, warnings) = file.import();
    assert_eq!(kinds(&warnings)[0], WarningKind::AttributeIgnored { attribute: "SCALE" });
}

#[test]
fn more_instances_than_nodes_may_be_are_refused() {
    let mut file = instanced(json!({"TRANSLATION": 1}));
    file.push("accessors", json!({"componentType": FLOAT, "type": "VEC3", "count": 4_000_000_000_u32}));
    let bytes = file.glb();
    let outcome = attack(|| bytes);
    assert_eq!(outcome.error().code(), "gltf-too-much");
    let limits = Limits { nodes: 3, ..Limits::default() };
    let mut file = instanced(json!({"TRANSLATION": 1}));
    file.push("accessors", json!({"componentType": FLOAT, "type": "VEC3", "count": 2}));
    let import = |limits: &Limits| Document::open(file.glb(), limits)?.import(&|_| None);
    assert!(import(&limits).is_ok());
    assert!(import(&Limits { nodes: 2, ..limits }).is_err());
}

#[test]
fn what_hangs_on_a_hidden_node_is_hidden() {
    let mut file = File::triangle();
    let child = file.push("nodes", json!({}));
    file.json["nodes"][0]["children"] = json!([child]);
    file.json["nodes"][0]["extensions"] = json!({"KHR_node_visibility": {"visible": false}});
    file.root(json!({"extensions": {"KHR_node_visibility": {}}}));
    let scene = file.scene();
    let mut pose = Pose::rest(&scene);
    assert_eq!(pose.visible, [false, true, true]);
    assert_eq!(pose.is_shown, [false, false, true]);
    pose.visible[0] = true;
    pose.update(&scene.nodes);
    assert_eq!(pose.is_shown, [true, true, true]);
}
