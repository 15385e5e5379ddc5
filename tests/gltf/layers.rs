//! What extensions add to a material.

use glam::{Vec2, Vec3, Vec4};
use hall::gltf::WarningKind;
use hall::{Clearcoat, Lightmap, Material, MaterialId, Sheen, Volume};
use serde_json::{Value, json};

use crate::builder::*;
use crate::looks::with_material;

fn material(extensions: Value) -> Material {
    with_material(json!({"extensions": extensions})).scene().materials[0].clone()
}

#[test]
fn an_empty_extension_changes_nothing() {
    let plain = format!("{:?}", material(json!({})));
    for name in ["clearcoat", "volume", "ior", "sheen", "specular", "iridescence", "anisotropy", "dispersion"] {
        let name = format!("KHR_materials_{name}");
        assert_eq!(format!("{:?}", material(json!({name: {}}))), plain);
    }
    assert_eq!(format!("{:?}", material(json!({"KHR_materials_diffuse_transmission": {}}))), plain);
}

#[test]
fn numbers_and_textures_are_read() {
    let read = material(json!({
        "KHR_materials_clearcoat": {
            "clearcoatFactor": 1, "clearcoatRoughnessFactor": 0.25, "clearcoatTexture": {"index": 0},
            "clearcoatNormalTexture": {"index": 0, "scale": 0.5, "texCoord": 1},
        },
        "KHR_materials_volume": {"thicknessFactor": 0.1, "attenuationColor": [0.5, 1, 1]},
        "KHR_materials_dispersion": {"dispersion": 0.2},
        "KHR_materials_sheen": {"sheenColorFactor": [1, 0.5, 0], "sheenRoughnessFactor": 0.75},
        "KHR_materials_ior": {"ior": 0},
    }));
    assert_eq!((read.clearcoat.factor, read.clearcoat.roughness, read.clearcoat.normal_scale), (1.0, 0.25, 0.5));
    assert!(read.clearcoat.texture.is_some() && read.clearcoat.roughness_texture.is_none());
    assert_eq!(read.clearcoat.normal_texture.map(|t| t.uv_set), Some(1));
    let attenuation_color = Vec3::new(0.5, 1.0, 1.0);
    assert_eq!(read.volume, Volume { thickness: 0.1, attenuation_color, dispersion: 0.2, ..Volume::default() });
    assert_eq!(read.sheen, Sheen { color: Vec3::new(1.0, 0.5, 0.0), roughness: 0.75, ..Sheen::default() });
    assert_eq!(read.ior, 0.0);
}

#[test]
fn numbers_out_of_range_are_moved_into_it_and_others_named() {
    let file = with_material(json!({"extensions": {
        "KHR_materials_clearcoat": {"clearcoatFactor": 7, "clearcoatRoughnessFactor": "rough"},
        "KHR_materials_ior": {"ior": 0.5},
    }}));
    let (scene, warnings) = file.import();
    assert_eq!(scene.materials[0].clearcoat, Clearcoat { factor: 1.0, ..Clearcoat::default() });
    assert_eq!(scene.materials[0].ior, 1.0);
    assert_eq!(kinds(&warnings), [WarningKind::ExtensionMalformed { name: "KHR_materials_clearcoat" }]);
}

#[test]
fn a_lightmap_is_its_own_texture_info() {
    let read = material(json!({"MOZ_lightmap": {"index": 0, "texCoord": 1, "intensity": 1.5}}));
    assert_eq!(read.lightmap.texture.map(|t| t.uv_set), Some(1));
    assert_eq!(read.lightmap.intensity, 1.5);
    assert_eq!(material(json!({})).lightmap, Lightmap::default());
}

/// Three sets: 0 for one texture, 2 for two, 1 for the lightmap.
#[test]
fn of_three_sets_the_lightmaps_and_the_most_used_are_kept() {
    let mut file = with_material(json!({
        "pbrMetallicRoughness": {"baseColorTexture": {"index": 0}, "metallicRoughnessTexture": {"index": 0, "texCoord": 2}},
        "occlusionTexture": {"index": 0, "texCoord": 2},
        "extensions": {"MOZ_lightmap": {"index": 0, "texCoord": 1}},
    }));
    let uv_2 = file.floats("VEC2", &[0.25; 6]);
    file.primitive()["attributes"]["TEXCOORD_2"] = json!(uv_2);
    let (scene, warnings) = file.import();
    assert_eq!(kinds(&warnings), [WarningKind::TextureCoordinateSets]);
    let (material, uvs) = (&scene.materials[0], &scene.meshes[0].primitives[0].uvs);
    let of = |texture: Option<hall::TextureRef>| uvs[usize::from(texture.unwrap().uv_set)][0];
    assert_eq!(of(material.lightmap.texture), Vec2::splat(0.5));
    assert_eq!(of(material.occlusion_texture), Vec2::splat(0.25));
}

#[test]
fn tangents_are_made_for_whatever_needs_them() {
    let tangents = |extensions: Value| {
        let mut file = with_material(json!({"extensions": extensions}));
        let normal = file.floats("VEC3", &[0.0, 0.0, 1.0].repeat(3));
        file.primitive()["attributes"]["NORMAL"] = json!(normal);
        file.scene().meshes[0].primitives[0].tangents.clone()
    };
    assert!(tangents(json!({"KHR_materials_anisotropy": {"anisotropyStrength": 0}})).is_empty());
    assert_eq!(tangents(json!({"KHR_materials_anisotropy": {"anisotropyStrength": 0.5}})).len(), 3);
    assert_eq!(tangents(json!({"KHR_materials_clearcoat": {"clearcoatNormalTexture": {"index": 0}}})).len(), 3);
}

#[test]
fn variants_give_a_primitive_other_materials() {
    let mut file = with_material(json!({}));
    file.push("materials", json!({"normalTexture": {"index": 0}}));
    let normal = file.floats("VEC3", &[0.0, 0.0, 1.0].repeat(3));
    file.primitive()["attributes"]["NORMAL"] = json!(normal);
    file.json["extensions"] = json!({"KHR_materials_variants": {"variants": [{"name": "day"}, {"name": "night"}]}});
    let mappings = json!([{"material": 1, "variants": [1, 0]}, {"material": 0, "variants": [1]}]);
    file.primitive()["extensions"] = json!({"KHR_materials_variants": {"mappings": mappings}});
    let scene = file.scene();
    let primitive = &scene.meshes[0].primitives[0];
    assert_eq!(scene.variants, ["day", "night"]);
    assert_eq!(primitive.variants, [(0, MaterialId(1)), (1, MaterialId(1))]);
    assert_eq!(primitive.tangents.len(), 3, "the normal map of a variant needs tangents");
    let mappings = json!([{"material": 7, "variants": [0]}, {"material": 0, "variants": [5, 1]}, {"variants": [0]}]);
    file.primitive()["extensions"] = json!({"KHR_materials_variants": {"mappings": mappings}});
    let (scene, warnings) = file.import();
    assert_eq!(scene.meshes[0].primitives[0].variants, [(1, MaterialId(0))]);
    let found = kinds(&warnings);
    assert!(matches!(found[0], WarningKind::Dangling { index: 7, .. }), "{found:?}");
    assert_eq!(found[1], WarningKind::ExtensionMalformed { name: "KHR_materials_variants" });
}

#[test]
fn specular_and_gloss_become_metal_and_roughness() {
    let file = with_material(json!({
        "pbrMetallicRoughness": {"baseColorFactor": [0, 0, 0, 1]},
        "extensions": {"KHR_materials_pbrSpecularGlossiness": {
            "diffuseFactor": [0.5, 0.25, 0, 1], "specularFactor": [0.04, 0.5, 1], "glossinessFactor": 0.75,
            "diffuseTexture": {"index": 0},
        }},
    }));
    let read = &file.scene().materials[0];
    assert_eq!((read.metallic, read.roughness), (0.0, 0.25));
    assert_eq!(read.base_color, Vec4::new(0.5, 0.25, 0.0, 1.0));
    // An index of 0 mirrors everything, and the colour takes it back.
    assert_eq!((read.ior, read.specular.color), (0.0, Vec3::new(0.04, 0.5, 1.0)));
    assert!(read.base_color_texture.is_some());
    let mut file = file;
    file.json["materials"][0]["extensions"]["KHR_materials_pbrSpecularGlossiness"]["specularGlossinessTexture"] =
        json!({"index": 0});
    let (scene, warnings) = file.import();
    assert!(scene.materials[0].specular.color_texture.is_some());
    assert!(matches!(kinds(&warnings)[..], [WarningKind::ExtensionIgnored { .. }]));
}
