//! A scene written as GLB and read again is the same scene.

use bytes::Bytes;
use glam::{Affine2, Mat4, Quat, Vec2, Vec3, Vec4};
use hall::gltf::write_glb;
use hall::*;

use crate::builder::import;

fn primitive() -> Primitive {
    let positions = vec![Vec3::ZERO, Vec3::X, Vec3::new(1.0, 1.0, 0.0), Vec3::Y];
    Primitive {
        material: Some(MaterialId(0)),
        variants: vec![(0, MaterialId(1)), (1, MaterialId(0))],
        topology: Topology::Triangles,
        indices: vec![0, 1, 2, 0, 2, 3],
        bounds: Aabb::around(positions.iter().copied()),
        positions,
        normals: vec![Vec3::Z; 4],
        is_faceted: false,
        tangents: vec![Vec4::new(1.0, 0.0, 0.0, -1.0); 4],
        uvs: [vec![Vec2::ZERO, Vec2::X, Vec2::ONE, Vec2::Y], vec![Vec2::splat(0.3); 4]],
        colors: vec![Vec4::new(1.0, 0.0, 0.2, 1.0); 4],
        joints: vec![[0, 1, 0, 0]; 4],
        weights: vec![Vec4::new(0.75, 0.25, 0.0, 0.0); 4],
        morph_targets: vec![MorphTarget {
            positions: vec![Vec3::Z * 0.1; 4],
            normals: vec![Vec3::X * 0.1; 4],
            tangents: vec![Vec3::Y * 0.1; 4],
        }],
    }
}

fn material() -> Material {
    let texture =
        |uv_set, image_from_uv| Some(TextureRef { texture: TextureId(u32::from(uv_set)), uv_set, image_from_uv });
    let turned = Affine2::from_scale_angle_translation(Vec2::new(2.0, 3.0), 0.5, Vec2::new(0.1, 0.2));
    Material {
        name: "黄铜".into(),
        base_color: Vec4::new(0.1, 0.2, 0.3, 0.4),
        base_color_texture: texture(0, turned),
        metallic: 0.25,
        roughness: 0.5,
        metallic_roughness_texture: texture(1, Affine2::IDENTITY),
        normal_texture: texture(0, Affine2::IDENTITY),
        normal_scale: 0.8,
        occlusion_texture: texture(1, Affine2::IDENTITY),
        occlusion_strength: 0.7,
        emissive: Vec3::new(4.0, 2.0, 1.0),
        emissive_texture: texture(0, Affine2::IDENTITY),
        alpha_mode: AlphaMode::Mask { cutoff: 0.3 },
        double_sided: true,
        unlit: true,
        transmission: 0.9,
        transmission_texture: texture(1, Affine2::IDENTITY),
        ior: 1.45,
        specular: Specular {
            factor: 0.9,
            texture: texture(0, Affine2::IDENTITY),
            color: Vec3::new(0.5, 1.5, 1.0),
            color_texture: texture(1, Affine2::IDENTITY),
        },
        clearcoat: Clearcoat {
            factor: 0.8,
            texture: texture(0, Affine2::IDENTITY),
            roughness: 0.1,
            roughness_texture: texture(1, Affine2::IDENTITY),
            normal_texture: texture(0, Affine2::IDENTITY),
            normal_scale: 0.5,
        },
        ..layers()
    }
}

/// The rest of what extensions add.
fn layers() -> Material {
    let texture = |uv_set: u8| {
        Some(TextureRef { texture: TextureId(u32::from(uv_set)), uv_set, image_from_uv: Affine2::IDENTITY })
    };
    Material {
        sheen: Sheen {
            color: Vec3::new(0.1, 0.2, 0.3),
            color_texture: texture(1),
            roughness: 0.6,
            roughness_texture: texture(0),
        },
        iridescence: Iridescence {
            factor: 0.3,
            texture: texture(1),
            ior: 1.8,
            thickness_min_nm: 50.0,
            thickness_max_nm: 700.0,
            thickness_texture: texture(0),
        },
        anisotropy: Anisotropy { strength: 0.7, rotation: 1.5, texture: texture(1) },
        volume: Volume {
            thickness: 0.02,
            thickness_texture: texture(0),
            attenuation_distance: 0.5,
            attenuation_color: Vec3::new(0.9, 1.0, 0.8),
            dispersion: 0.3,
        },
        diffuse_transmission: DiffuseTransmission {
            factor: 0.25,
            texture: texture(1),
            color: Vec3::new(1.0, 0.5, 0.25),
            color_texture: texture(0),
        },
        lightmap: Lightmap { texture: texture(1), intensity: 2.0 },
        ..Material::default()
    }
}

/// One of each kind of target, between two keys.
fn pointers() -> Vec<Pointer> {
    let rest = UvTransform { offset: Vec2::new(0.1, 0.2), rotation: -0.5, scale: Vec2::new(2.0, 3.0) };
    let transform = |part| Target::Transform { material: MaterialId(0), map: Map::BaseColor, part, rest };
    let factor = |factor| Target::Factor(MaterialId(0), factor);
    let targets = [
        Target::Visible(NodeId(0)),
        factor(Factor::BaseColor),
        factor(Factor::Emissive),
        factor(Factor::ClearcoatNormalScale),
        factor(Factor::LightmapIntensity),
        transform(TransformPart::Offset),
        transform(TransformPart::Rotation),
        transform(TransformPart::Scale),
        Target::Light(LightId(1), LightFactor::OuterAngle),
        Target::Light(LightId(0), LightFactor::Color),
        Target::Camera(CameraId(0), CameraFactor::Near),
    ];
    let pointer = |target: Target| Pointer {
        target,
        interpolation: Interpolation::Step,
        times_secs: vec![0.0, 1.0],
        values: (0..target.width() * 2).map(|i| if i < target.width() { 0.0 } else { 1.0 }).collect(),
    };
    targets.map(pointer).into()
}

/// Something of everything. Long because a scene has many parts.
pub fn scene() -> Scene {
    // Long: one of everything that a scene can hold.
    let trs =
        Trs { translation: Vec3::new(1.0, 2.5, -3.0), rotation: Quat::from_rotation_y(0.7), scale: Vec3::splat(2.0) };
    let node = |name: &str, parent: Option<u32>| Node {
        name: name.into(),
        parent: parent.map(NodeId),
        parent_from_node: trs,
        ..Node::default()
    };
    let shown =
        Node { mesh: Some(MeshId(0)), skin: Some(SkinId(0)), morph_weights: vec![0.5], ..node("展台", Some(0)) };
    let lamp = Node { light: Some(LightId(1)), camera: Some(CameraId(0)), visible: false, ..node("lamp", None) };
    let channel = |values, interpolation, times: &[f32]| Channel {
        node: NodeId(1),
        interpolation,
        times_secs: times.to_vec(),
        values,
    };
    let png = Bytes::from_static(b"\x89PNG\r\n\x1a\n...");
    let webp = Bytes::from_static(b"RIFF\x04\0\0\0WEBPVP8L");
    let image = |name: &str, source| Image { name: name.into(), source };
    let points = Primitive {
        topology: Topology::Points,
        indices: vec![1, 0],
        positions: vec![Vec3::X, Vec3::Y],
        bounds: Aabb::around([Vec3::X, Vec3::Y]),
        morph_targets: vec![MorphTarget::default()],
        ..Primitive::default()
    };
    Scene {
        nodes: vec![node("root", None), shown, lamp],
        meshes: vec![Mesh { name: "mesh".into(), primitives: vec![primitive(), points] }],
        materials: vec![material(), Material::default()],
        textures: vec![
            Texture { image: ImageId(0), fallback: None, sampler: Sampler::default() },
            Texture {
                image: ImageId(2),
                fallback: Some(ImageId(0)),
                sampler: Sampler { mip: None, wrap_u: Wrap::Clamp, ..Sampler::default() },
            },
            Texture { image: ImageId(4), fallback: None, sampler: Sampler::default() },
            Texture { image: ImageId(5), fallback: Some(ImageId(3)), sampler: Sampler::default() },
        ],
        images: vec![
            image("a", ImageSource::Bytes(ImageType::Png, png.clone())),
            image("b", ImageSource::Bytes(ImageType::Png, png)),
            image("c", ImageSource::Bytes(ImageType::WebP, webp)),
            image("d", ImageSource::File("图/a b#1.png".into())),
            image("e", ImageSource::Bytes(ImageType::Ktx2, Bytes::from_static(b"\xabKTX 20\xbb\r\n\x1a\n"))),
            image("f", ImageSource::File("a.avif".into())),
        ],
        skins: vec![Skin {
            name: "skin".into(),
            joints: vec![NodeId(0), NodeId(2)],
            joint_from_mesh: vec![Mat4::IDENTITY, Mat4::from_translation(Vec3::Y)],
        }],
        animations: vec![Animation {
            name: "turn".into(),
            duration_secs: 2.0,
            pointers: pointers(),
            channels: vec![
                channel(Keys::Translation(vec![Vec3::X, Vec3::Y]), Interpolation::Step, &[0.0, 2.0]),
                channel(
                    Keys::Rotation(vec![Quat::IDENTITY, Quat::from_rotation_x(1.0)]),
                    Interpolation::Linear,
                    &[0.0, 2.0],
                ),
                channel(Keys::Scale(vec![Vec3::ONE; 3]), Interpolation::CubicSpline, &[1.0]),
                channel(Keys::MorphWeights(vec![0.25, 0.5]), Interpolation::Linear, &[0.0, 1.5]),
            ],
        }],
        cameras: vec![Camera {
            name: "lens".into(),
            projection: Projection::Perspective { fov_y: 0.9, near: 0.1, far: Some(50.0) },
        }],
        lights: vec![
            Light {
                name: "sun".into(),
                color: Vec3::new(1.0, 0.9, 0.8),
                intensity: 3.0,
                kind: LightKind::Directional,
                is_baked: false,
            },
            Light {
                name: "spot".into(),
                color: Vec3::ONE,
                intensity: 800.0,
                kind: LightKind::Spot { range: Some(9.0), inner_angle: 0.2, outer_angle: 0.4 },
                is_baked: true,
            },
        ],
        variants: vec!["红".into(), "blue".into()],
        light_probes: Vec::new(),
        image_light: Some(ImageLight {
            intensity: 0.5,
            rotation: Quat::from_xyzw(0.0, 1.0, 0.0, 0.0),
            irradiance: std::array::from_fn(|i| Vec3::splat(i as f32 * 0.25)),
            specular_images: vec![[0, 1, 2, 3, 0, 1].map(ImageId), [0; 6].map(ImageId)],
            image_size: 256,
        }),
        credits: [
            (CreditKind::Copyright, "", "© 2026"),
            (CreditKind::Title, "zh-cn", "大厅"),
            (CreditKind::Title, "en-us", "Hall"),
            (CreditKind::Creator, "", "甲"),
            (CreditKind::Creator, "", "乙"),
            (CreditKind::License, "", "CC BY 4.0"),
        ]
        .map(|(kind, language, text)| Credit { kind, language: language.into(), text: text.into() })
        .into(),
    }
}

#[test]
fn everything_comes_back() {
    let written = scene();
    let (read, warnings) = import(write_glb(&written).into()).unwrap();
    assert_eq!(warnings, []);
    // Transforms of texture coordinates are written as scale, angle and offset, colours as bytes: equal to within rounding.
    let rounded = |scene: &Scene| {
        let mut scene = scene.clone();
        for material in &mut scene.materials {
            let texture = material.base_color_texture.as_mut();
            texture.into_iter().for_each(|t| {
                t.image_from_uv =
                    Affine2::from_cols_array(&t.image_from_uv.to_cols_array().map(|v| (v * 1e4).round() / 1e4))
            });
        }
        for pointer in scene.animations.iter_mut().flat_map(|a| &mut a.pointers) {
            if let Target::Transform { rest, .. } = &mut pointer.target {
                let rounded = |v: f32| (v * 1e4).round() / 1e4;
                let (offset, rotation, scale) =
                    (rest.offset.map(rounded), rounded(rest.rotation), rest.scale.map(rounded));
                *rest = UvTransform { offset, rotation, scale };
            }
        }
        let primitives = scene.meshes.iter_mut().flat_map(|m| &mut m.primitives);
        primitives.flat_map(|p| &mut p.colors).for_each(|c| *c = (*c * 255.0).round() / 255.0);
        format!("{scene:#?}")
    };
    let (written, read) = (rounded(&written), rounded(&read));
    for (written, read) in written.lines().zip(read.lines()) {
        assert_eq!(written, read);
    }
    assert_eq!(written.lines().count(), read.lines().count());
}

#[test]
fn writing_is_deterministic_and_stable() {
    let first = write_glb(&scene());
    assert_eq!(first, write_glb(&scene()));
    let (read, _) = import(first.clone().into()).unwrap();
    assert_eq!(first.len(), write_glb(&read).len());
}

#[test]
fn equal_images_and_data_are_written_once() {
    let glb = write_glb(&scene());
    let count = |needle: &[u8]| glb.windows(needle.len()).filter(|w| *w == needle).count();
    assert_eq!(count(b"\x89PNG"), 1);
    let once = write_glb(&scene()).len();
    let mut twice = scene();
    let copy = twice.meshes[0].primitives[0].clone();
    twice.meshes[0].primitives.push(copy);
    assert!(write_glb(&twice).len() < once + 400, "geometry was written twice");
}

#[test]
fn extensions_are_declared() {
    let glb = write_glb(&scene());
    let json = String::from_utf8_lossy(&glb);
    for name in [
        "EXT_lights_image_based",
        "EXT_texture_avif",
        "EXT_texture_webp",
        "KHR_animation_pointer",
        "KHR_lights_punctual",
        "KHR_materials_anisotropy",
        "KHR_materials_clearcoat",
        "KHR_materials_diffuse_transmission",
        "KHR_materials_dispersion",
        "KHR_materials_emissive_strength",
        "KHR_materials_ior",
        "KHR_materials_iridescence",
        "KHR_materials_sheen",
        "KHR_materials_specular",
        "KHR_materials_transmission",
        "KHR_materials_unlit",
        "KHR_materials_variants",
        "KHR_materials_volume",
        "KHR_node_visibility",
        "KHR_texture_basisu",
        "KHR_texture_transform",
        "KHR_xmp_json_ld",
        "MOZ_lightmap",
    ] {
        let declared = json.split("\"extensionsUsed\":").nth(1).unwrap().split(']').next().unwrap();
        assert!(declared.contains(name), "{name} is not declared in {declared}");
    }
}

#[test]
fn long_meshes_have_long_indices() {
    let count = 70_000_u32;
    let positions: Vec<Vec3> = (0..count).map(|i| Vec3::new(i as f32, (i % 7) as f32, 0.0)).collect();
    let primitive = Primitive {
        indices: (0..count / 3 * 3).rev().collect(),
        normals: vec![Vec3::Z; positions.len()],
        bounds: Aabb::around(positions.iter().copied()),
        positions,
        ..Primitive::default()
    };
    let scene = Scene {
        nodes: vec![Node { mesh: Some(MeshId(0)), ..Node::default() }],
        meshes: vec![Mesh { name: String::new(), primitives: vec![primitive.clone()] }],
        ..Scene::default()
    };
    let (read, _) = import(write_glb(&scene).into()).unwrap();
    assert_eq!(read.meshes[0].primitives[0].indices, primitive.indices);
}

#[test]
fn an_empty_scene_can_be_written() {
    let (read, _) = import(write_glb(&Scene::default()).into()).unwrap();
    assert!(read.nodes.is_empty());
}

#[test]
fn a_skin_without_joints_can_be_read_again() {
    let primitive =
        Primitive { material: None, variants: Vec::new(), joints: Vec::new(), weights: Vec::new(), ..primitive() };
    let targets = primitive.morph_targets.len();
    let written = Scene {
        meshes: vec![Mesh { name: String::new(), primitives: vec![primitive] }],
        nodes: vec![Node {
            mesh: Some(MeshId(0)),
            skin: Some(SkinId(0)),
            morph_weights: vec![0.0; targets],
            ..Node::default()
        }],
        skins: vec![Skin::default()],
        ..Scene::default()
    };
    let (read, _) = import(write_glb(&written).into()).unwrap();
    assert_eq!(read.skins.len(), 1);
    assert!(read.skins[0].joints.is_empty());
}
