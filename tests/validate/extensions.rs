//! Extensions: declared or not, in their place or not, and what they say.

use pack::validate::Code;
use serde_json::{Value, json};

use crate::case::{Case, bounded, mesh, places, zeros};

/// A material with one extension, which is declared.
fn material(code: Code, place: &str, name: &str, extension: Value, rest: Value) -> Case {
    let mut material = rest;
    material["extensions"][name] = extension;
    let place = format!("/materials/0/extensions/{name}{place}");
    let declared: Vec<_> = material["extensions"].as_object().unwrap().keys().cloned().collect();
    Case::of(code, &place, json!({"extensionsUsed": declared, "materials": [material], "textures": [{}]}))
}

fn declarations() -> Vec<Case> {
    let standalone = json!({"extensions": {"KHR_materials_ior": {}}});
    vec![
        Case::of(
            Code::UndeclaredExtension,
            "/nodes/0/extensions/EXT_x",
            json!({"nodes": [{"extensions": {"EXT_x": {}}}]}),
        ),
        Case::of(Code::UnsupportedExtension, "/extensionsUsed/0", json!({"extensionsUsed": ["EXT_x"]})),
        Case::of(Code::InvalidExtensionNameFormat, "/extensionsUsed/0", json!({"extensionsUsed": ["lower_case"]})),
        Case::of(Code::UnusedExtensionRequired, "/extensionsRequired/0", json!({"extensionsRequired": ["EXT_x"]})),
        Case::of(Code::NonRequiredExtension, "/extensionsUsed/0", json!({"extensionsUsed": ["KHR_mesh_quantization"]})),
        Case::of(
            Code::UnexpectedExtensionObject,
            "/nodes/0/extensions/KHR_materials_ior",
            json!({"extensionsUsed": ["KHR_materials_ior"], "nodes": [{"extensions": {"KHR_materials_ior": {}}}]}),
        ),
        material(Code::MultipleExtensions, "", "KHR_materials_unlit", json!({}), standalone),
        material(Code::TypeMismatch, "", "KHR_materials_ior", json!([]), json!({})),
    ]
}

fn materials() -> Vec<Case> {
    // Long: one case for each code.
    let texture = |set: u64| json!({"index": 0, "texCoord": set});
    let normal = || json!({"normalTexture": {"index": 0}});
    let glass = |more: Value| {
        let mut material = json!({"extensions": {"KHR_materials_transmission": {}}});
        more.as_object().unwrap().iter().for_each(|(name, value)| material[name] = value.clone());
        material
    };
    vec![
        material(
            Code::KhrMaterialsAnisotropyAnisotropyTextureTexcoord,
            "/anisotropyTexture",
            "KHR_materials_anisotropy",
            json!({"anisotropyTexture": texture(1)}),
            normal(),
        ),
        material(
            Code::KhrMaterialsClearcoatClearcoatNormalTextureTexcoord,
            "/clearcoatNormalTexture",
            "KHR_materials_clearcoat",
            json!({"clearcoatNormalTexture": texture(1)}),
            normal(),
        ),
        material(Code::KhrMaterialsDispersionNoVolume, "", "KHR_materials_dispersion", json!({}), json!({})),
        material(
            Code::KhrMaterialsEmissiveStrengthZeroFactor,
            "",
            "KHR_materials_emissive_strength",
            json!({"emissiveStrength": 2}),
            json!({}),
        ),
        material(
            Code::KhrMaterialsIridescenceThicknessRangeWithoutTexture,
            "/iridescenceThicknessMinimum",
            "KHR_materials_iridescence",
            json!({"iridescenceThicknessMinimum": 1}),
            json!({}),
        ),
        material(
            Code::KhrMaterialsIridescenceThicknessTextureUnused,
            "/iridescenceThicknessTexture",
            "KHR_materials_iridescence",
            json!({"iridescenceThicknessTexture": texture(0), "iridescenceThicknessMinimum": 400}),
            json!({}),
        ),
        material(Code::KhrMaterialsVolumeNoTransmission, "", "KHR_materials_volume", json!({}), json!({})),
        material(
            Code::KhrMaterialsVolumeDoubleSided,
            "",
            "KHR_materials_volume",
            json!({"thicknessFactor": 1}),
            glass(json!({"doubleSided": true})),
        ),
        material(Code::ValueNotInRange, "/ior", "KHR_materials_ior", json!({"ior": 0.5}), json!({})),
        material(
            Code::ValueNotInRange,
            "/diffuseTransmissionFactor",
            "KHR_materials_diffuse_transmission",
            json!({"diffuseTransmissionFactor": 2}),
            json!({}),
        ),
        material(Code::UnresolvedReference, "/index", "MOZ_lightmap", json!({"index": 9}), json!({})),
    ]
}

fn others() -> Vec<Case> {
    // Long: one case for each code.
    let light = |light: Value| json!({"extensionsUsed": ["KHR_lights_punctual"], "extensions": {"KHR_lights_punctual": {"lights": [light]}}});
    let at = "/extensions/KHR_lights_punctual/lights/0";
    let pointed = |target: Value| {
        json!({
            "extensionsUsed": ["KHR_animation_pointer"], "nodes": [{}], "accessors": [bounded("SCALAR", 1), zeros("VEC3", 1)],
            "animations": [{"channels": [{"sampler": 0, "target": target}], "samplers": [{"input": 0, "output": 1}]}],
        })
    };
    let pointer = |pointer: &str| json!({"KHR_animation_pointer": {"pointer": pointer}});
    let target = "/animations/0/channels/0/target/extensions/KHR_animation_pointer";
    let varied = json!({
        "extensionsUsed": ["KHR_materials_variants"],
        "extensions": {"KHR_materials_variants": {"variants": [{"name": "a"}]}}, "materials": [{}, {}],
        "accessors": [bounded("VEC3", 3)],
        "meshes": mesh(json!({"attributes": {"POSITION": 0}, "extensions": {"KHR_materials_variants": {"mappings": [
            {"material": 0, "variants": [0]}, {"material": 1, "variants": [0]},
        ]}}})),
    });
    let packed = json!({
        "extensionsUsed": ["EXT_meshopt_compression"], "buffers": [{"byteLength": 4}],
        "bufferViews": [{"buffer": 0, "byteLength": 4, "extensions": {"EXT_meshopt_compression": {
            "buffer": 0, "byteLength": 4, "byteStride": 4, "count": 1, "mode": "VERTICES",
        }}}],
    });
    vec![
        Case::of(Code::ExtraProperty, &format!("{at}/range"), light(json!({"type": "directional", "range": 1}))),
        Case::of(
            Code::KhrLightsPunctualLightSpotAngles,
            &format!("{at}/spot/outerConeAngle"),
            light(json!({"type": "spot", "spot": {"innerConeAngle": 1.0}})),
        ),
        Case::of(
            Code::UnsatisfiedDependency,
            "/nodes/0/extensions/KHR_lights_punctual",
            json!({"extensionsUsed": ["KHR_lights_punctual"], "nodes": [{"extensions": {"KHR_lights_punctual": {"light": 0}}}]}),
        ),
        Case::of(
            Code::IncompleteExtensionSupport,
            target,
            pointed(json!({"path": "pointer", "extensions": pointer("/nodes/0/scale")})),
        ),
        Case::of(
            Code::KhrAnimationPointerAnimationChannelTargetNode,
            target,
            pointed(json!({"path": "pointer", "node": 0, "extensions": pointer("/nodes/0/scale")})),
        ),
        Case::of(
            Code::KhrAnimationPointerAnimationChannelTargetPath,
            target,
            pointed(json!({"path": "scale", "extensions": pointer("/nodes/0/scale")})),
        ),
        Case::of(
            Code::PatternMismatch,
            &format!("{target}/pointer"),
            pointed(json!({"path": "pointer", "extensions": pointer("nodes")})),
        ),
        Case::of(
            Code::KhrMaterialsVariantsNonUniqueVariant,
            "/meshes/0/primitives/0/extensions/KHR_materials_variants/mappings/1/variants/0",
            varied,
        ),
        Case::of(Code::ValueNotInList, "/bufferViews/0/extensions/EXT_meshopt_compression/mode", packed),
        Case::of(
            Code::UnresolvedReference,
            "/nodes/0/extensions/EXT_mesh_gpu_instancing/attributes/TRANSLATION",
            json!({"extensionsUsed": ["EXT_mesh_gpu_instancing"], "nodes": [{"extensions": {
                "EXT_mesh_gpu_instancing": {"attributes": {"TRANSLATION": 5}},
            }}]}),
        ),
    ]
}

pub fn cases() -> Vec<Case> {
    [declarations(), materials(), others()].into_iter().flatten().collect()
}

#[test]
fn extensions() {
    cases().iter().for_each(Case::check);
}

#[test]
fn quantized_attributes_need_their_extension() {
    let mesh = mesh(json!({"attributes": {"POSITION": 0}}));
    let accessor = json!({"componentType": 5122, "type": "VEC3", "count": 3, "min": [0, 0, 0], "max": [0, 0, 0]});
    let invalid = Code::MeshPrimitiveAttributesAccessorInvalidFormat;
    let mut file = json!({"accessors": [accessor], "meshes": mesh});
    Case::of(invalid, "/meshes/0/primitives/0/attributes/POSITION", file.clone()).check();
    (file["extensionsUsed"], file["extensionsRequired"]) =
        (json!(["KHR_mesh_quantization"]), json!(["KHR_mesh_quantization"]));
    let found = places(&Case::of(invalid, "", file).report());
    assert!(found.iter().all(|(code, _)| code != invalid.name()), "{found:?}");
}
