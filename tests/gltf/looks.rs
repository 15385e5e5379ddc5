//! Materials, textures, images, lights and cameras.

use std::f32::consts::FRAC_PI_2;

use bytes::Bytes;
use glam::{Vec2, Vec3, Vec4};
use hall::gltf::{Document, Part, WarningKind};
use hall::{
    AlphaMode, ImageId, ImageSource, ImageType, LightKind, Limits, Material, MipFilter, Projection, Sampler, Scene,
    TextureId, Wrap,
};
use serde_json::{Value, json};

use crate::builder::*;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n not a real picture";

/// A triangle with two sets of texture coordinates and this material.
pub fn with_material(material: Value) -> File {
    let mut file = File::triangle();
    let uv = file.floats("VEC2", &[0.0, 0.0, 1.0, 0.0, 0.0, 1.0]);
    let uv_1 = file.floats("VEC2", &[0.5; 6]);
    file.primitive()["attributes"]["TEXCOORD_0"] = json!(uv);
    file.primitive()["attributes"]["TEXCOORD_1"] = json!(uv_1);
    file.primitive()["material"] = json!(0);
    file.push("materials", material);
    file.push("images", json!({"uri": "a.png"}));
    file.push("textures", json!({"source": 0}));
    file
}

fn material(source: Value) -> Material {
    with_material(source).scene().materials[0].clone()
}

#[test]
fn factors_and_modes_are_read() {
    let read = material(json!({
        "name": "黄铜",
        "pbrMetallicRoughness": {"baseColorFactor": [0.1, 0.2, 0.3, 0.4], "metallicFactor": 0.5, "roughnessFactor": 0.25},
        "alphaMode": "MASK", "alphaCutoff": 0.75, "doubleSided": true, "emissiveFactor": [1, 0.5, 0],
        "normalTexture": {"index": 0, "scale": -2}, "occlusionTexture": {"index": 0, "strength": 0.5, "texCoord": 1},
    }));
    assert_eq!(read.name, "黄铜");
    assert_eq!(read.base_color, Vec4::new(0.1, 0.2, 0.3, 0.4));
    assert_eq!((read.metallic, read.roughness), (0.5, 0.25));
    assert_eq!(read.alpha_mode, AlphaMode::Mask { cutoff: 0.75 });
    assert_eq!((read.emissive, read.double_sided), (Vec3::new(1.0, 0.5, 0.0), true));
    assert_eq!((read.normal_scale, read.occlusion_strength), (-2.0, 0.5));
    assert_eq!(read.occlusion_texture.unwrap().uv_set, 1);
    assert_eq!(read.normal_texture.unwrap().uv_set, 0);
    let plain = material(json!({}));
    assert_eq!((plain.base_color, plain.metallic, plain.roughness), (Vec4::ONE, 1.0, 1.0));
    assert_eq!(plain.alpha_mode, AlphaMode::Opaque);
}

#[test]
fn extensions_of_materials_are_read() {
    let read = material(json!({
        "emissiveFactor": [1, 0.5, 0],
        "extensions": {
            "KHR_materials_unlit": {},
            "KHR_materials_emissive_strength": {"emissiveStrength": 4},
            "KHR_materials_transmission": {"transmissionFactor": 0.5, "transmissionTexture": {"index": 0}},
        },
    }));
    assert!(read.unlit);
    assert_eq!(read.emissive, Vec3::new(4.0, 2.0, 0.0));
    assert_eq!(read.transmission, 0.5);
    assert_eq!(read.transmission_texture.unwrap().texture, TextureId(0));
}

#[test]
fn texture_transforms_turn_counter_clockwise_in_the_image() {
    let read = material(json!({"pbrMetallicRoughness": {"baseColorTexture": {"index": 0, "extensions": {
        "KHR_texture_transform": {"offset": [0.5, 0.25], "rotation": FRAC_PI_2, "scale": [2, 3], "texCoord": 1},
    }}}}));
    let texture = read.base_color_texture.unwrap();
    assert_eq!(texture.uv_set, 1);
    // Scaled to (2, 0), turned to (0, -2): V points down, so up is counter-clockwise from right.
    let at = |uv: Vec2| texture.image_from_uv.transform_point2(uv);
    assert!(at(Vec2::X).abs_diff_eq(Vec2::new(0.5, 0.25 - 2.0), 1e-5), "{}", at(Vec2::X));
    assert!(at(Vec2::Y).abs_diff_eq(Vec2::new(0.5 + 3.0, 0.25), 1e-5), "{}", at(Vec2::Y));
}

#[test]
fn texture_coordinates_minus_one_mean_the_first() {
    let file = with_material(json!({"pbrMetallicRoughness": {"baseColorTexture": {"index": 0, "texCoord": -1}}}));
    let (scene, warnings) = file.import();
    assert_eq!(scene.materials[0].base_color_texture.unwrap().uv_set, 0);
    assert_eq!(kinds(&warnings), [WarningKind::InvalidProperty { property: "texCoord" }]);
    assert_eq!(warnings[0].to_string(), "material 0: the property \"texCoord\" is not valid and taken as absent");
}

#[test]
fn sets_beyond_the_second_move_into_the_two_slots() {
    let mut file = with_material(json!({
        "pbrMetallicRoughness": {"baseColorTexture": {"index": 0, "texCoord": 3}},
        "occlusionTexture": {"index": 0, "texCoord": 1},
    }));
    let uv_3 = file.floats("VEC2", &[0.25; 6]);
    file.primitive()["attributes"]["TEXCOORD_3"] = json!(uv_3);
    let scene = file.scene();
    let material = &scene.materials[0];
    let uvs = &scene.meshes[0].primitives[0].uvs;
    let of = |texture: Option<hall::TextureRef>| uvs[usize::from(texture.unwrap().uv_set)][0];
    assert_eq!(of(material.base_color_texture), Vec2::splat(0.25));
    assert_eq!(of(material.occlusion_texture), Vec2::splat(0.5));
}

#[test]
fn samplers_are_read() {
    let mut file = with_material(json!({}));
    let mut sampler = |sampler: Value| {
        let index = file.push("samplers", sampler);
        file.push("textures", json!({"source": 0, "sampler": index}));
    };
    sampler(json!({}));
    sampler(json!({"magFilter": 9728, "minFilter": 9728, "wrapS": 33071, "wrapT": 33648}));
    sampler(json!({"minFilter": 9985, "magFilter": 1}));
    let textures = file.scene().textures;
    assert_eq!(textures[0].sampler, Sampler::default());
    assert_eq!(textures[1].sampler, Sampler::default());
    let nearest =
        Sampler { mag_linear: false, min_linear: false, mip: None, wrap_u: Wrap::Clamp, wrap_v: Wrap::Mirror };
    assert_eq!(textures[2].sampler, nearest);
    let odd = Sampler { mip: Some(MipFilter::Nearest), ..Sampler::default() };
    assert_eq!(textures[3].sampler, odd);
}

#[test]
fn images_come_from_views_addresses_and_files() {
    let mut file = with_material(json!({}));
    let view = file.view(PNG);
    file.push("images", json!({"bufferView": view, "mimeType": "image/png"}));
    file.push("images", json!({"uri": "data:image/jpeg;base64,/9j/4A=="}));
    file.push("images", json!({"uri": "./pictures/%E5%B1%95.webp"}));
    let images = file.scene().images;
    let is_bytes =
        |i: usize, type_| matches!(&images[i].source, ImageSource::Bytes(t, b) if *t == type_ && !b.is_empty());
    assert!(is_bytes(1, ImageType::Png) && is_bytes(2, ImageType::Jpeg));
    assert!(matches!(&images[3].source, ImageSource::File(path) if path == "pictures/展.webp"));
}

#[test]
fn images_that_are_not_what_they_claim_are_named() {
    let mut file = with_material(json!({}));
    let (png, svg) = (file.view(PNG), file.view(b"<svg onload='alert(1)'/>"));
    file.push("images", json!({"bufferView": png, "mimeType": "image/jpeg"}));
    file.push("images", json!({"bufferView": svg, "mimeType": "image/svg+xml"}));
    file.push("images", json!({"uri": "../../secret.png"}));
    file.push("images", json!({"uri": "http://169.254.169.254/latest/meta-data"}));
    let (scene, warnings) = file.import();
    let found = kinds(&warnings);
    assert!(matches!(scene.images[1].source, ImageSource::Bytes(ImageType::Png, _)));
    assert!(scene.images[2..].iter().all(|i| matches!(i.source, ImageSource::Missing)));
    assert!(
        matches!(
            found[..],
            [
                WarningKind::ImageType,
                WarningKind::ImageUnknown { .. },
                WarningKind::ImageUri { .. },
                WarningKind::ImageUri { .. },
            ]
        ),
        "{found:?}"
    );
}

#[test]
fn webp_comes_before_its_stand_in() {
    let mut file = with_material(json!({}));
    file.push("images", json!({"uri": "a.webp"}));
    file.push("textures", json!({"source": 0, "extensions": {"EXT_texture_webp": {"source": 1}}}));
    let scene: Scene = file.scene();
    assert_eq!((scene.textures[1].image, scene.textures[1].fallback), (ImageId(1), Some(ImageId(0))));
}

#[test]
fn of_several_pictures_the_best_comes_first() {
    let mut file = with_material(json!({}));
    let ktx2 = file.view(b"\xabKTX 20\xbb\r\n\x1a\n");
    let avif = file.view(b"\0\0\0\x1cftypavif");
    file.push("images", json!({"bufferView": ktx2, "mimeType": "image/ktx2"}));
    file.push("images", json!({"bufferView": avif, "mimeType": "image/avif"}));
    let (basisu, avif) = (json!({"source": 1}), json!({"source": 2}));
    file.push("textures", json!({"extensions": {"KHR_texture_basisu": basisu, "EXT_texture_avif": avif}}));
    file.push("textures", json!({"source": 0, "extensions": {"EXT_texture_avif": avif}}));
    file.push("textures", json!({"source": 0, "extensions": {"KHR_texture_basisu": {"source": 9}}}));
    let (scene, warnings) = file.import();
    assert!(matches!(scene.images[1].source, ImageSource::Bytes(ImageType::Ktx2, _)));
    assert!(matches!(scene.images[2].source, ImageSource::Bytes(ImageType::Avif, _)));
    let shown: Vec<_> = scene.textures[1..].iter().map(|t| (t.image.0, t.fallback.map(|i| i.0))).collect();
    assert_eq!(shown, [(1, Some(2)), (2, Some(0)), (0, None)]);
    assert_eq!(kinds(&warnings), [WarningKind::Dangling { to: Part::Image, index: 9 }]);
}

#[test]
fn dangling_looks_are_left_out() {
    let mut file = with_material(json!({"emissiveTexture": {"index": 9}}));
    file.push("textures", json!({"source": 7}));
    file.push("textures", json!({}));
    let (scene, warnings) = file.import();
    assert!(scene.materials[0].emissive_texture.is_none());
    assert!(matches!(scene.images[scene.textures[1].image.index()].source, ImageSource::Missing));
    assert!(matches!(scene.images[scene.textures[2].image.index()].source, ImageSource::Missing));
    let found = kinds(&warnings);
    assert!(found.contains(&WarningKind::Dangling { to: Part::Image, index: 7 }));
    assert!(found.contains(&WarningKind::Dangling { to: Part::Texture, index: 9 }));
}

#[test]
fn a_broken_material_does_not_hide_the_model() {
    let file = with_material(json!({"pbrMetallicRoughness": {"baseColorFactor": "red"}}));
    let (scene, warnings) = file.import();
    assert_eq!(scene.meshes[0].primitives[0].indices.len(), 3);
    assert_eq!(scene.materials[0].base_color, Vec4::ONE);
    assert_eq!(warnings[0].place.to_string(), "material 0");
}

#[test]
fn unknown_alpha_modes_are_opaque() {
    let (scene, warnings) = with_material(json!({"alphaMode": "HASHED"})).import();
    assert_eq!(scene.materials[0].alpha_mode, AlphaMode::Opaque);
    assert_eq!(kinds(&warnings), [WarningKind::InvalidProperty { property: "alphaMode" }]);
}

#[test]
fn lights_and_cameras_hang_on_nodes() {
    let mut file = File::triangle();
    file.json["extensions"] = json!({"KHR_lights_punctual": {"lights": [
        {"type": "directional", "intensity": 3, "color": [1, 0.5, 0.25]},
        {"type": "spot", "range": 5, "spot": {"innerConeAngle": 0.1, "outerConeAngle": 0.2}},
        {"type": "laser"},
    ]}});
    file.push("cameras", json!({"type": "perspective", "perspective": {"yfov": 0.5, "znear": 0.1}}));
    file.push(
        "cameras",
        json!({
            "type": "orthographic", "orthographic": {"xmag": 2, "ymag": -1, "znear": 0, "zfar": 10},
        }),
    );
    let light = |i: usize| json!({"extensions": {"KHR_lights_punctual": {"light": i}}, "camera": i});
    file.root(light(0));
    file.root(light(1));
    file.root(light(9));
    let (scene, warnings) = file.import();
    assert_eq!(scene.lights[0].kind, LightKind::Directional);
    assert_eq!((scene.lights[0].intensity, scene.lights[0].color), (3.0, Vec3::new(1.0, 0.5, 0.25)));
    assert_eq!(scene.lights[1].kind, LightKind::Spot { range: Some(5.0), inner_angle: 0.1, outer_angle: 0.2 });
    assert_eq!(scene.cameras[0].projection, Projection::Perspective { fov_y: 0.5, near: 0.1, far: None });
    let half_size = Vec2::new(2.0, 1.0);
    assert_eq!(scene.cameras[1].projection, Projection::Orthographic { half_size, near: 0.0, far: 10.0 });
    assert_eq!(scene.nodes[2].light.unwrap().0, 1);
    assert!(scene.nodes[3].light.is_none() && scene.nodes[3].camera.is_none());
    assert_eq!(warnings.len(), 3, "{warnings:?}");
}

#[test]
fn required_extensions_that_are_not_known_are_refused_by_name() {
    let mut file = File::triangle();
    file.json["extensionsRequired"] =
        json!(["KHR_mesh_quantization", "VENDOR_x", "KHR_materials_clearcoat", "VENDOR_y"]);
    assert_eq!(file.error().to_string(), "the file requires VENDOR_x, VENDOR_y, which cannot be read");
    assert_eq!(file.error().code(), "gltf-required-extension");
}

#[test]
fn optional_extensions_that_are_not_known_are_named() {
    let mut file = File::triangle();
    file.json["extensionsUsed"] = json!(["VENDOR_x", "KHR_mesh_quantization", "OMI_spawn_point"]);
    // Nothing that is seen depends on it.
    file.json["extensionsRequired"] = json!(["OMI_spawn_point"]);
    let unknown = |name: &str| WarningKind::UnknownExtension { name: name.into() };
    assert_eq!(kinds(&file.import().1), [unknown("OMI_spawn_point"), unknown("VENDOR_x")]);
    assert!(unknown("VENDOR_x").to_string().contains("VENDOR_x"));
}

#[test]
fn compressed_data_without_a_copy_is_refused_by_name() {
    let mut file = File::triangle();
    file.primitive()["extensions"] =
        json!({"KHR_draco_mesh_compression": {"bufferView": 0, "attributes": {"POSITION": 0}}});
    let (_, warnings) = file.import();
    assert!(matches!(
        &kinds(&warnings)[..],
        [WarningKind::ExtensionIgnored { name: "KHR_draco_mesh_compression", .. }]
    ));
    file.json["accessors"][0].as_object_mut().unwrap().remove("bufferView");
    assert_eq!(
        file.error().to_string(),
        "mesh 0, primitive 0: the extension KHR_draco_mesh_compression cannot be read"
    );
}

#[test]
fn buffers_in_files_are_asked_for_once() {
    let mut file = File::triangle();
    let uri = json!({"byteLength": file.bin.len(), "uri": "geometry/a%20b.bin"});
    file.json["buffers"] = json!([uri, uri]);
    let open = || Document::open(file.json.to_string().into(), &Limits::default()).unwrap();
    let document = open();
    assert_eq!(document.buffer_files(), ["geometry/a b.bin"]);
    let bin = Bytes::from(file.bin.clone());
    let (scene, _) = document.import(&|name| (name == "geometry/a b.bin").then(|| bin.clone())).unwrap();
    assert_eq!(scene.meshes[0].primitives[0].positions.len(), 3);
    let error = open().import(&|_| None).unwrap_err();
    assert_eq!(error.to_string(), "buffer 0: the file \"geometry/a b.bin\" is missing");
}

/// What is known of a GLB while the rest of it is on its way.
#[test]
fn materials_and_lamps_are_known_from_the_json_alone() {
    let mut file = with_material(json!({"alphaMode": "BLEND", "doubleSided": true}));
    file.json["extensions"] = json!({"KHR_lights_punctual": {"lights": [{"type": "point", "intensity": 7}]}});
    file.root(json!({"translation": [1, 2, 3], "extensions": {"KHR_lights_punctual": {"light": 0}}}));
    let glb = file.glb();
    let (from, length) = hall::gltf::json_chunk(&glb).expect("a GLB");
    let head = glb.slice(from as usize..(from + length) as usize);
    let document = |bytes: Bytes| Document::open(bytes, &Limits::default());
    let outlook = document(head.clone()).and_then(Document::outlook).unwrap();
    let whole = file.scene();
    assert_eq!(
        format!("{:?}", (&outlook.materials, &outlook.lights)),
        format!("{:?}", (&whole.materials, &whole.lights))
    );
    assert!(outlook.materials.len() == 1 && outlook.lights.len() == 1 && outlook.meshes.is_empty());
    let lamp = outlook.nodes.iter().find(|n| n.light.is_some()).expect("the lamp");
    assert_eq!(lamp.parent_from_node.translation, Vec3::new(1.0, 2.0, 3.0));

    assert!(document(head.slice(..head.len() / 2)).and_then(Document::outlook).is_err(), "half of it is not enough");
    assert_eq!(hall::gltf::json_chunk(&glb[..hall::gltf::HEAD_BYTES as usize - 1]), None);
    assert_eq!(hall::gltf::json_chunk(&file.gltf()), None);
}
