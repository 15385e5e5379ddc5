//! Animations of everything that is not the place of a node.

use glam::{Affine2, Vec2, Vec3, Vec4};
use hall::gltf::WarningKind;
use hall::{Keys, Light, LightKind, MaterialId, Pose, Projection, Scene, animate};
use serde_json::{Value, json};

use crate::builder::*;
use crate::looks::with_material;

fn material() -> Value {
    json!({
        "emissiveFactor": [1, 0.5, 0],
        "pbrMetallicRoughness": {"baseColorTexture": {"index": 0, "extensions": {
            "KHR_texture_transform": {"offset": [1, 0], "scale": [2, 2]},
        }}},
        "extensions": {
            "KHR_materials_emissive_strength": {"emissiveStrength": 4},
            "KHR_materials_clearcoat": {"clearcoatNormalTexture": {"index": 0}},
        },
    })
}

/// Half a second after the first of two keys of one second.
fn half_way(pointers: &[(&str, &str, &[f32])]) -> (Scene, Pose) {
    let mut file = with_material(material());
    file.json["extensions"] = json!({"KHR_lights_punctual": {"lights": [{"type": "spot"}]}});
    file.push("cameras", json!({"type": "perspective", "perspective": {"yfov": 0.5, "znear": 0.1}}));
    let normal = file.floats("VEC3", &[0.0, 0.0, 1.0].repeat(3));
    file.primitive()["attributes"]["NORMAL"] = json!(normal);
    for (pointer, type_, values) in pointers {
        add(&mut file, pointer, type_, values);
    }
    let scene = file.scene();
    let mut pose = Pose::rest(&scene);
    animate(&scene, 0, 0.5, &mut pose);
    (scene, pose)
}

fn add(file: &mut File, pointer: &str, type_: &str, values: &[f32]) {
    let (input, output) = (file.floats("SCALAR", &[0.0, 1.0]), file.floats(type_, values));
    if file.json.get("animations").is_none() {
        file.push("animations", json!({"channels": [], "samplers": []}));
    }
    let animation = &mut file.json["animations"][0];
    let at = animation["samplers"].as_array().unwrap().len();
    let target = json!({"path": "pointer", "extensions": {"KHR_animation_pointer": {"pointer": pointer}}});
    animation["samplers"].as_array_mut().unwrap().push(json!({"input": input, "output": output}));
    animation["channels"].as_array_mut().unwrap().push(json!({"sampler": at, "target": target}));
}

#[test]
fn numbers_of_materials_move() {
    let (scene, pose) = half_way(&[
        ("/materials/0/pbrMetallicRoughness/baseColorFactor", "VEC4", &[0.0, 0.0, 0.0, 1.0, 1.0, 0.5, 0.0, 1.0]),
        ("/materials/0/pbrMetallicRoughness/roughnessFactor", "SCALAR", &[1.0, 9.0]),
        ("/materials/0/extensions/KHR_materials_clearcoat/clearcoatNormalTexture/scale", "SCALAR", &[0.0, 1.0]),
        ("/materials/0/extensions/KHR_materials_sheen/sheenColorFactor", "VEC3", &[0.0, 0.0, 0.0, 1.0, 1.0, 1.0]),
    ]);
    assert_eq!(scene.animations[0].duration_secs, 1.0);
    let [(MaterialId(0), material)] = &pose.materials[..] else { panic!("one material moves") };
    assert_eq!(material.base_color, Vec4::new(0.5, 0.25, 0.0, 1.0));
    assert_eq!(material.roughness, 1.0, "beyond the range");
    assert_eq!(material.clearcoat.normal_scale, 0.5);
    assert_eq!(material.sheen.color, Vec3::splat(0.5));
    assert_eq!(scene.materials[0].base_color, Vec4::ONE, "the scene itself stays as it is");
    assert!(pose.lights.is_empty() && pose.cameras.is_empty());
}

#[test]
fn colour_and_strength_of_emission_are_one() {
    let emissive = |pointer: &str, type_: &str, values: &[f32]| {
        let (_, pose) = half_way(&[(pointer, type_, values)]);
        pose.materials[0].1.emissive
    };
    let factor = emissive("/materials/0/emissiveFactor", "VEC3", &[0.0, 0.0, 0.0, 1.0, 1.0, 1.0]);
    assert_eq!(factor, Vec3::splat(2.0));
    let path = "/materials/0/extensions/KHR_materials_emissive_strength/emissiveStrength";
    assert_eq!(emissive(path, "SCALAR", &[0.0, 2.0]), Vec3::new(1.0, 0.5, 0.0));
}

#[test]
fn textures_slide_turn_and_grow() {
    let path = "/materials/0/pbrMetallicRoughness/baseColorTexture/extensions/KHR_texture_transform";
    let (offset, rotation) = (format!("{path}/offset"), format!("{path}/rotation"));
    let (_, pose) =
        half_way(&[(&offset, "VEC2", &[0.0, 0.0, 1.0, 3.0]), (&rotation, "SCALAR", &[0.0, std::f32::consts::PI])]);
    let found = pose.materials[0].1.base_color_texture.unwrap().image_from_uv;
    let expected =
        Affine2::from_scale_angle_translation(Vec2::splat(2.0), -std::f32::consts::FRAC_PI_2, Vec2::new(0.5, 1.5));
    assert!(found.abs_diff_eq(expected, 1e-5), "{found}");
}

#[test]
fn lights_and_cameras_move() {
    let (_, pose) = half_way(&[
        ("/extensions/KHR_lights_punctual/lights/0/color", "VEC3", &[0.0, 0.0, 0.0, 1.0, 1.0, 1.0]),
        ("/extensions/KHR_lights_punctual/lights/0/spot/outerConeAngle", "SCALAR", &[0.5, 0.7]),
        ("/extensions/KHR_lights_punctual/lights/0/range", "SCALAR", &[2.0, 4.0]),
        ("/cameras/0/perspective/yfov", "SCALAR", &[0.5, 1.5]),
    ]);
    let [Light { color, kind: LightKind::Spot { range, outer_angle, .. }, .. }] = &pose.lights[..] else {
        panic!("one spot")
    };
    assert_eq!((*color, *range), (Vec3::splat(0.5), Some(3.0)));
    assert!((outer_angle - 0.6).abs() < 1e-6);
    assert!(matches!(pose.cameras[0].projection, Projection::Perspective { fov_y: 1.0, .. }));
}

#[test]
fn nodes_move_and_vanish() {
    let mut file = File::triangle();
    add(&mut file, "/nodes/0/translation", "VEC3", &[0.0, 0.0, 0.0, 2.0, 0.0, 0.0]);
    add(&mut file, "/nodes/0/extensions/KHR_node_visibility/visible", "SCALAR", &[1.0, 0.0]);
    let flags = file.accessor(UNSIGNED_BYTE, "SCALAR", 2, &[1, 0]);
    file.json["animations"][0]["samplers"][1]["output"] = json!(flags);
    let scene = file.scene();
    assert!(matches!(&scene.animations[0].channels[0].values, Keys::Translation(keys) if keys.len() == 2));
    let mut pose = Pose::rest(&scene);
    let mut is_shown = |time_secs: f32| {
        animate(&scene, 0, time_secs, &mut pose);
        pose.update(&scene.nodes);
        pose.is_shown[0]
    };
    assert_eq!([is_shown(0.0), is_shown(0.9), is_shown(1.0)], [true, true, false]);
}

#[test]
fn paths_that_lead_nowhere_are_named() {
    for pointer in [
        "",
        "/",
        "/nodes/7/translation",
        "/nodes/0/name",
        "/nodes/0/weights/0",
        "/materials/0/extensions/KHR_materials_clearcoat/clearcoatFactor/x",
        "/materials/9/emissiveFactor",
        "/materials/0/occlusionTexture/extensions/KHR_texture_transform/offset",
        "/materials/0/pbrMetallicRoughness/baseColorTexture/extensions/KHR_texture_transform/texCoord",
        "/materials/0/extensions/VENDOR_x/y",
        "/extensions/KHR_lights_punctual/lights/3/color",
        "/cameras/-1/perspective/yfov",
        "/scenes/0/x",
    ] {
        let mut file = with_material(material());
        let normal = file.floats("VEC3", &[0.0, 0.0, 1.0].repeat(3));
        file.primitive()["attributes"]["NORMAL"] = json!(normal);
        add(&mut file, pointer, "SCALAR", &[0.0, 1.0]);
        let (scene, warnings) = file.import();
        assert_eq!(kinds(&warnings), [WarningKind::ChannelIgnored], "{pointer}");
        assert!(scene.animations[0].pointers.is_empty() && scene.animations[0].channels.is_empty());
    }
}
