//! What belongs to a file as a whole: its light, and who made it.

use glam::{Quat, Vec3};
use hall::gltf::WarningKind;
use hall::{Credit, CreditKind, ImageId};
use serde_json::{Value, json};

use crate::builder::*;

fn lit(light: Value) -> File {
    let mut file = File::triangle();
    for i in 0..2 {
        file.push("images", json!({"uri": format!("{i}.png")}));
    }
    file.json["extensions"] = json!({"EXT_lights_image_based": {"lights": [light]}});
    file.json["scenes"][0]["extensions"] = json!({"EXT_lights_image_based": {"light": 0}});
    file
}

fn light() -> Value {
    json!({
        "intensity": 2, "rotation": [0, 2, 0, 0], "specularImageSize": 64,
        "irradianceCoefficients": [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0], [1, 1, 1]],
        "specularImages": [[0, 1, 0, 1, 0, 1], [1, 1, 1, 1, 1, 1]],
    })
}

#[test]
fn the_scene_is_lit_by_what_it_refers_to() {
    let scene = lit(light()).scene();
    let light = scene.image_light.unwrap();
    assert_eq!((light.intensity, light.image_size), (2.0, 64));
    assert_eq!(light.rotation, Quat::from_xyzw(0.0, 1.0, 0.0, 0.0));
    assert_eq!((light.irradiance[1], light.irradiance[8]), (Vec3::Y, Vec3::ONE));
    assert_eq!(light.specular_images, [[0, 1, 0, 1, 0, 1].map(ImageId), [1; 6].map(ImageId)]);
    assert_eq!(scene.images.len(), 2, "images that only the light uses are kept");
    let mut dark = lit(self::light());
    dark.json["scenes"][0].as_object_mut().unwrap().remove("extensions");
    assert!(dark.scene().image_light.is_none());
}

#[test]
fn a_light_that_is_none_is_named() {
    let mut face = light();
    face["specularImages"][0][3] = json!(9);
    let mut number = light();
    number["irradianceCoefficients"][0] = json!([1, 2]);
    for light in [json!({}), face, number] {
        let (scene, warnings) = lit(light).import();
        assert!(scene.image_light.is_none());
        assert_eq!(kinds(&warnings), [WarningKind::ExtensionMalformed { name: "EXT_lights_image_based" }]);
    }
}

#[test]
fn credits_are_read_however_they_are_nested() {
    let mut file = File::triangle();
    file.json["asset"] = json!({
        "version": "2.0", "copyright": "© 2026 Somebody\u{202e}", "extensions": {"KHR_xmp_json_ld": {"packet": 1}},
    });
    let packet = json!({
        "dc:title": {"@type": "rdf:Alt", "rdf:_1": {"@language": "en-us", "@value": "Chair"},
            "rdf:_2": {"@language": "zh-cn", "@value": "椅子"}},
        "dc:creator": {"@list": ["A", "B"]},
        "dc:rights": {"it-it": "Riservato"},
        "dc:source": "somewhere",
        "dc:format": "model/gltf-binary",
        "xmpRights:UsageTerms": {"@set": [{"@value": "CC0"}]},
        "dc:description": 7,
    });
    file.json["extensions"] = json!({"KHR_xmp_json_ld": {"packets": [{}, packet]}});
    let credit =
        |kind, language: &str, text: &str| Credit { kind, language: language.to_owned(), text: text.to_owned() };
    assert_eq!(
        file.scene().credits,
        [
            credit(CreditKind::Copyright, "", "© 2026 Somebody"),
            credit(CreditKind::Title, "en-us", "Chair"),
            credit(CreditKind::Title, "zh-cn", "椅子"),
            credit(CreditKind::Creator, "", "A"),
            credit(CreditKind::Creator, "", "B"),
            credit(CreditKind::Rights, "it-it", "Riservato"),
            credit(CreditKind::Source, "", "somewhere"),
            credit(CreditKind::License, "", "CC0"),
        ]
    );
}
