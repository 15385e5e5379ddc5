//! Animations: every path and interpolation, and keys that are not in order.

use glam::{Quat, Vec3};
use hall::gltf::WarningKind;
use hall::{Interpolation, Keys, Pose, animate};
use serde_json::json;

use crate::builder::*;

/// A triangle whose node an animation moves along a path.
fn animated(path: &str, interpolation: &str, times: &[f32], type_: &str, values: &[f32]) -> File {
    let mut file = File::triangle();
    let input = file.floats("SCALAR", times);
    let output = file.floats(type_, values);
    file.push(
        "animations",
        json!({
            "name": "turn",
            "channels": [{"sampler": 0, "target": {"node": 0, "path": path}}],
            "samplers": [{"input": input, "output": output, "interpolation": interpolation}],
        }),
    );
    file
}

#[test]
fn linear_translation_moves_the_node_and_its_children() {
    let mut file = animated("translation", "LINEAR", &[0.0, 2.0], "VEC3", &[0.0, 0.0, 0.0, 4.0, 0.0, 0.0]);
    let child = file.push("nodes", json!({"translation": [0, 1, 0]}));
    file.json["nodes"][0]["children"] = json!([child]);
    let scene = file.scene();
    assert_eq!((scene.animations[0].name.as_str(), scene.animations[0].duration_secs), ("turn", 2.0));
    let mut pose = Pose::rest(&scene);
    animate(&scene, 0, 0.5, &mut pose);
    pose.update(&scene.nodes);
    assert_eq!(pose.world_from_node[1].transform_point3(Vec3::ZERO), Vec3::new(1.0, 1.0, 0.0));
}

#[test]
fn cubic_rotation_has_three_values_a_key() {
    let quarter = Quat::from_rotation_y(1.0);
    let zero = [0.0; 4];
    let values = [zero, [0.0, 0.0, 0.0, 1.0], zero, zero, quarter.to_array(), zero].concat();
    let scene = animated("rotation", "CUBICSPLINE", &[0.0, 1.0], "VEC4", &values).scene();
    assert_eq!(scene.animations[0].channels[0].interpolation, Interpolation::CubicSpline);
    let mut pose = Pose::rest(&scene);
    animate(&scene, 0, 1.0, &mut pose);
    assert!(pose.parent_from_node[0].rotation.angle_between(quarter) < 1e-3);
    animate(&scene, 0, 0.5, &mut pose);
    let half = pose.parent_from_node[0].rotation;
    assert!(half.is_normalized() && half.angle_between(Quat::from_rotation_y(0.5)) < 1e-2, "{half}");
}

#[test]
fn rotations_in_normalised_whole_numbers_are_read() {
    let mut file = animated("rotation", "STEP", &[0.0], "VEC4", &[0.0; 4]);
    let output = file.accessor(SHORT, "VEC4", 1, &[0, 0, 0xff, 0x7f, 0, 0, 0, 0]);
    file.json["accessors"][output]["normalized"] = json!(true);
    file.json["animations"][0]["samplers"][0]["output"] = json!(output);
    let scene = file.scene();
    let Keys::Rotation(keys) = &scene.animations[0].channels[0].values else { panic!("not a rotation") };
    assert_eq!(keys[0], Quat::from_xyzw(0.0, 1.0, 0.0, 0.0));
}

#[test]
fn weights_have_one_value_for_each_target() {
    let mut file = animated("weights", "LINEAR", &[0.0, 1.0], "SCALAR", &[0.0, 1.0, 1.0, 0.5]);
    let offset = file.floats("VEC3", &[0.0, 0.0, 1.0].repeat(3));
    file.primitive()["targets"] = json!([{"POSITION": offset}, {"POSITION": offset}]);
    let scene = file.scene();
    let mut pose = Pose::rest(&scene);
    assert_eq!(pose.morph_weights[0], [0.0, 0.0]);
    animate(&scene, 0, 0.5, &mut pose);
    assert_eq!(pose.morph_weights[0], [0.5, 0.75]);
}

#[test]
fn keys_that_go_back_are_dropped() {
    let times = [0.0, 1.0, 1.0, 0.5, 2.0];
    let values: Vec<f32> = (0..15).map(|i| i as f32).collect();
    let (scene, warnings) = animated("scale", "LINEAR", &times, "VEC3", &values).import();
    let channel = &scene.animations[0].channels[0];
    assert_eq!(channel.times_secs, [0.0, 1.0, 2.0]);
    let Keys::Scale(keys) = &channel.values else { panic!("not a scale") };
    assert_eq!(keys.iter().map(|k| k.x).collect::<Vec<_>>(), [0.0, 3.0, 12.0]);
    assert_eq!(kinds(&warnings), [WarningKind::KeyTimes]);
    assert_eq!(warnings[0].place.to_string(), "animation 0, channel 0, accessor 1");
}

#[test]
fn channels_that_cannot_be_played_are_left_out() {
    let short = animated("translation", "LINEAR", &[0.0, 1.0], "VEC3", &[0.0; 3]);
    let wrong_type = animated("rotation", "LINEAR", &[0.0], "VEC3", &[0.0; 3]);
    let pointer = animated("pointer", "LINEAR", &[0.0], "VEC3", &[0.0; 3]);
    let unknown = animated("translation", "BEZIER", &[0.0], "VEC3", &[0.0; 3]);
    let no_morphs = animated("weights", "LINEAR", &[0.0], "SCALAR", &[0.0]);
    for file in [short, wrong_type, pointer, unknown, no_morphs] {
        let (scene, warnings) = file.import();
        assert!(scene.animations[0].channels.is_empty());
        assert_eq!(kinds(&warnings), [WarningKind::ChannelIgnored]);
    }
}
