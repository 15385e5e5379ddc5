//! Nodes and scenes.

use glam::{Quat, Vec3};
use hall::Pose;
use hall::gltf::WarningKind;
use serde_json::json;

use crate::builder::*;

#[test]
fn parents_stand_before_their_children() {
    // In the file the root is last.
    let mut file = File::new();
    file.push("nodes", json!({"name": "leaf", "translation": [1, 0, 0]}));
    file.push("nodes", json!({"name": "branch", "children": [0], "scale": [2, 2, 2]}));
    file.root(json!({"name": "root", "children": [1], "translation": [0, 5, 0]}));
    let (scene, _) = file.import();
    let names: Vec<&str> = scene.nodes.iter().map(|n| n.name.as_str()).collect();
    assert_eq!(names, ["root", "branch", "leaf"]);
    assert!(scene.nodes.iter().enumerate().all(|(i, n)| n.parent.is_none_or(|p| p.index() < i)));
    let pose = Pose::rest(&scene);
    assert_eq!(pose.world_from_node[2].transform_point3(Vec3::X), Vec3::new(4.0, 5.0, 0.0));
}

#[test]
fn only_the_chosen_scene_is_shown() {
    let mut file = File::triangle();
    let other = file.push("nodes", json!({"name": "elsewhere"}));
    file.push("scenes", json!({"nodes": [other]}));
    assert_eq!(file.scene().nodes.len(), 1);
    file.json["scene"] = json!(1);
    let (scene, warnings) = file.import();
    assert_eq!(scene.nodes[0].name, "elsewhere");
    assert!(scene.meshes.is_empty());
    assert_eq!(kinds(&warnings), [WarningKind::Empty]);
}

#[test]
fn without_scenes_every_root_is_shown() {
    let mut file = File::triangle();
    file.json.as_object_mut().unwrap().remove("scenes");
    file.json.as_object_mut().unwrap().remove("scene");
    let child = file.push("nodes", json!({}));
    file.json["nodes"][0]["children"] = json!([child]);
    let (scene, warnings) = file.import();
    assert_eq!(scene.nodes.len(), 2);
    assert_eq!(scene.nodes[1].parent.unwrap().0, 0);
    assert_eq!(kinds(&warnings), [WarningKind::NoScene]);
}

#[test]
fn matrices_become_translation_rotation_and_scale() {
    let mut file = File::triangle();
    let turn = Quat::from_rotation_y(1.0);
    let matrix = glam::Mat4::from_scale_rotation_translation(Vec3::new(2.0, 3.0, 4.0), turn, Vec3::new(5.0, 6.0, 7.0));
    file.json["nodes"][0]["matrix"] = json!(matrix.to_cols_array());
    let trs = file.scene().nodes[0].parent_from_node;
    assert!(trs.translation.abs_diff_eq(Vec3::new(5.0, 6.0, 7.0), 1e-5));
    assert!(trs.scale.abs_diff_eq(Vec3::new(2.0, 3.0, 4.0), 1e-4));
    assert!(trs.rotation.angle_between(turn) < 1e-3);
}

#[test]
fn mirrored_matrices_stay_mirrored() {
    let mut file = File::triangle();
    file.json["nodes"][0]["matrix"] = json!([1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
    let trs = file.scene().nodes[0].parent_from_node;
    for point in [Vec3::X, Vec3::Y, Vec3::Z] {
        let expected = point * Vec3::new(1.0, -1.0, 1.0);
        assert!(trs.affine().transform_point3(point).abs_diff_eq(expected, 1e-5), "{point}");
    }
}

#[test]
fn sheared_and_flat_matrices_are_named() {
    for matrix in [
        json!([1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]),
        json!([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]),
        json!([1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]),
    ] {
        let mut file = File::triangle();
        file.json["nodes"][0]["matrix"] = matrix;
        let (scene, warnings) = file.import();
        assert_eq!(kinds(&warnings), [WarningKind::Matrix]);
        assert!(scene.nodes[0].parent_from_node.rotation.is_normalized());
    }
}

#[test]
fn rotations_are_made_unit_length() {
    let mut file = File::triangle();
    file.json["nodes"][0]["rotation"] = json!([0, 2, 0, 0]);
    let (scene, warnings) = file.import();
    assert_eq!(scene.nodes[0].parent_from_node.rotation, Quat::from_xyzw(0.0, 1.0, 0.0, 0.0));
    assert_eq!(kinds(&warnings), [WarningKind::Rotation]);
}

#[test]
fn what_engines_tolerate_is_tolerated() {
    // Indices of -1 for "none", whole numbers written as floats, null for "absent", names that are numbers, extras of any kind.
    let mut file = File::triangle();
    file.json["nodes"][0] = json!({
        "mesh": 0.0, "skin": -1, "camera": -1, "name": 7, "children": null, "extras": 5, "extensions": [],
    });
    file.json["meshes"][0]["primitives"][0]["material"] = json!(-1);
    file.json["accessors"][0]["count"] = json!(3.0);
    file.json["accessors"][0]["name"] = json!(null);
    file.json["asset"]["extras"] = json!([1]);
    let (scene, warnings) = file.import();
    assert_eq!(scene.meshes[0].primitives[0].indices, [0, 1, 2]);
    assert!(warnings.iter().all(|w| matches!(w.kind, WarningKind::InvalidProperty { .. })), "{warnings:?}");
    assert_eq!(warnings.len(), 5);
}

#[test]
fn names_are_made_safe_to_show() {
    let mut file = File::triangle();
    file.json["nodes"][0]["name"] = json!("展\u{202e}台\u{0}<img onerror=x>");
    let (scene, warnings) = file.import();
    assert_eq!(scene.nodes[0].name, "展台<img onerror=x>");
    assert_eq!(kinds(&warnings), [WarningKind::Name]);
    file.json["nodes"][0]["name"] = json!("长".repeat(10_000));
    assert_eq!(file.import().0.nodes[0].name.chars().count(), 256);
}
