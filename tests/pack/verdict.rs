//! How heavy a hall is, and for whom.

use glam::Vec3;
use hall::{
    Animation, Channel, Image, ImageId, ImageSource, Interpolation, Keys, Light, LightId, LightKind, Material,
    MaterialId, Mesh, MeshId, Node, NodeId, Primitive, Sampler, Scene, Texture,
};
use pack::verdict::{Device, Grade, Load, Measure, Picture, Verdict, Weighed, budget, judge, sketch};

/// A mesh of so many triangles.
fn mesh(name: &str, triangles: usize) -> Mesh {
    let positions = vec![Vec3::ZERO, Vec3::X, Vec3::Y];
    let indices = [0, 1, 2].repeat(triangles);
    let normals = vec![Vec3::Z; 3];
    let material = Some(MaterialId(0));
    Mesh {
        name: name.into(),
        primitives: vec![Primitive { positions, normals, indices, material, ..Default::default() }],
    }
}

fn node(name: &str, mesh: u32) -> Node {
    Node { name: name.into(), mesh: Some(MeshId(mesh)), ..Default::default() }
}

fn weighed(scene: Scene) -> Weighed {
    let images = scene.images.iter().map(|_| None).collect();
    Weighed { path: "hall.glb".into(), scene, file_bytes: 1_000, images }
}

fn on(device: Device, verdicts: &[Verdict]) -> &Verdict {
    verdicts.iter().find(|verdict| verdict.device == device).expect("every device has a verdict")
}

fn found(verdict: &Verdict, measure: Measure) -> (u64, Grade, Vec<String>) {
    let item = verdict.items.iter().find(|item| item.measure == measure).expect("every measure has an item");
    (item.found, item.grade, item.culprits.iter().map(|part| part.name.clone()).collect())
}

#[test]
fn the_heaviest_node_is_named_where_it_is_too_much() {
    let scene = Scene {
        materials: vec![Material::default()],
        meshes: vec![mesh("screw", 300_000), mesh("wall", 10)],
        nodes: vec![node("east wall", 1), node("engine", 0), node("spare engine", 0)],
        ..Default::default()
    };
    let verdicts = judge(&Load::of(&[weighed(scene)]));
    let phone = on(Device::Phone, &verdicts);
    assert_eq!(phone.grade, Grade::TooHeavy);
    let (triangles, grade, culprits) = found(phone, Measure::Triangles);
    assert_eq!((triangles, grade), (600_010, Grade::TooHeavy));
    assert_eq!(culprits, ["engine", "spare engine", "east wall"]);
    let item = phone.items.iter().find(|item| item.measure == Measure::Triangles).expect("triangles");
    assert!(
        item.message.en.contains("600,010, more than 500,000") && item.message.en.contains("engine (300,000)"),
        "{}",
        item.message.en
    );
    assert!(item.message.zh.contains("超过 500,000") && !item.hint.zh.is_empty());
    assert_eq!(found(on(Device::Desktop, &verdicts), Measure::Triangles).1, Grade::Good);
}

#[test]
fn what_stands_still_is_drawn_together_and_what_moves_is_not() {
    let mut scene = Scene {
        materials: vec![Material::default()],
        meshes: vec![mesh("post", 1)],
        nodes: (0..20).map(|i| node(&format!("post {i}"), 0)).collect(),
        ..Default::default()
    };
    let draws = |scene: Scene| Load::of(&[weighed(scene)]).sum(Measure::Draws).total;
    assert_eq!(draws(scene.clone()), 1);
    let channel = Channel {
        node: NodeId(3),
        interpolation: Interpolation::Step,
        times_secs: vec![0.0],
        values: Keys::Translation(vec![Vec3::ZERO]),
    };
    let animation =
        Animation { name: String::new(), duration_secs: 0.0, channels: vec![channel], pointers: Vec::new() };
    scene.animations = vec![animation];
    assert_eq!(draws(scene), 2);
}

#[test]
fn pictures_count_what_they_take_on_the_graphics_card() {
    let image = |name: &str| Image { name: name.into(), source: ImageSource::Missing };
    let texture = |image: u32| Texture { image: ImageId(image), fallback: None, sampler: Sampler::default() };
    let scene =
        Scene { images: vec![image("poster"), image("spare")], textures: vec![texture(0)], ..Default::default() };
    let picture = Picture { size_bytes: 4_000_000, size_px: (8192, 8192), is_inside: true, is_compressed: false };
    let weighed =
        Weighed { path: "hall.glb".into(), scene, file_bytes: 4_100_000, images: vec![Some(picture), Some(picture)] };
    let load = Load::of(&[weighed]);
    assert_eq!(
        load.sum(Measure::TextureBytes).total,
        8192 * 8192 * 16 / 3,
        "with its smaller levels, and without what no texture shows"
    );
    assert_eq!(load.sum(Measure::FirstLookBytes).total, 100_000);
    assert_eq!(load.sum(Measure::DownloadBytes).total, 4_100_000);
    let verdicts = judge(&load);
    assert_eq!(found(on(Device::Phone, &verdicts), Measure::TextureBytes).2, ["poster"]);
}

#[test]
fn lights_are_counted_where_they_shine() {
    let light = Light {
        name: String::new(),
        color: Vec3::ONE,
        intensity: 1.0,
        kind: LightKind::Point { range: None },
        is_baked: false,
    };
    let lamp = |i: usize| Node { name: format!("lamp {i}"), light: Some(LightId(0)), ..Default::default() };
    let scene = Scene { lights: vec![light], nodes: (0..40).map(lamp).collect(), ..Default::default() };
    let verdicts = judge(&Load::of(&[weighed(scene)]));
    assert_eq!(found(on(Device::Phone, &verdicts), Measure::Lights).1, Grade::TooHeavy);
    assert_eq!(found(on(Device::Desktop, &verdicts), Measure::Lights).1, Grade::Heavy);
}

#[test]
fn more_than_a_device_takes_with_ease_is_never_more_than_it_takes_at_all() {
    for device in Device::ALL {
        for measure in Measure::ALL {
            let budget = budget(device, measure);
            assert!(0 < budget.good && budget.good < budget.most, "{device:?} {measure:?}");
        }
    }
}

#[test]
fn a_sketch_shows_the_mesh_and_nothing_beside_it() {
    let alpha = |pixels: &[u8]| pixels.chunks_exact(4).filter(|pixel| pixel[3] == 255).count();
    let drawn = sketch(&mesh("triangle", 1), &[Material::default()], 64);
    let covered = alpha(&drawn);
    assert!((600..2600).contains(&covered), "{covered} of 4096 pixels");
    assert_eq!(&drawn[..4], &[0, 0, 0, 0], "the corner is empty");
    assert_eq!(alpha(&sketch(&Mesh::default(), &[], 64)), 0);
}
