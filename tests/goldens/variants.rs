//! `KHR_materials_variants`: the same model as its file has it, in one variant, and in another.

use glam::{Vec3, Vec4};
use hall::{Material, Node, Primitive, Trs, Volume};

use crate::compare::{Shot, check};
use crate::shapes::{Stage, at, cuboid, floor, matte, sphere};

/// A ball on a box, three times on a floor that has no variants. What is wood may become glass, and glass casts another shadow.
#[test]
fn variants() {
    let mut stage = Stage::default();
    stage.put(floor(8.0, 5.0), matte(Vec3::splat(0.6), 0.6), at(Vec3::ZERO));
    stage.put(cuboid(Vec3::new(4.2, 1.4, 0.1)), matte(Vec3::new(0.75, 0.7, 0.6), 0.9), at(Vec3::new(0.0, 0.7, -0.9)));
    let glass = Material {
        transmission: 1.0,
        volume: Volume { thickness: 0.4, ..Volume::default() },
        ..matte(Vec3::new(0.6, 0.9, 0.8), 0.2)
    };
    let gold = Material { metallic: 1.0, base_color: Vec4::new(1.0, 0.77, 0.34, 1.0), ..matte(Vec3::ONE, 0.25) };
    let [wood, red, blue, glass, gold] = [
        matte(Vec3::new(0.5, 0.3, 0.15), 0.7),
        matte(Vec3::new(0.8, 0.05, 0.04), 0.3),
        matte(Vec3::new(0.05, 0.15, 0.7), 0.3),
        glass,
        gold,
    ]
    .map(|material| stage.material(material));
    stage.0.variants = ["red and glass".to_owned(), "gold and blue".to_owned()].into();
    let model = [
        (sphere(0.36), Vec3::Y * 0.96, vec![(0, glass), (1, gold)]),
        // Of the first variant alone: the second leaves it as it is.
        (cuboid(Vec3::splat(0.6)), Vec3::Y * 0.3, vec![(0, red)]),
        (cuboid(Vec3::new(0.7, 0.06, 0.7)), Vec3::Y * 0.63, vec![(1, blue), (0, wood)]),
    ];
    let mut worn = vec![None; stage.0.nodes.len()];
    for (i, variant) in [None, Some(0), Some(1)].into_iter().enumerate() {
        let place = Trs { translation: Vec3::X * (i as f32 * 1.3 - 1.3), ..Trs::default() };
        let root = stage.node(Node { parent_from_node: place, ..Node::default() });
        worn.push(None);
        for (shape, up, variants) in &model {
            let primitive = Primitive { material: Some(wood), variants: variants.clone(), ..shape.clone() };
            let mesh = Some(stage.mesh(primitive));
            stage.node(Node { mesh, parent: Some(root), parent_from_node: at(*up), ..Node::default() });
            worn.push(variant);
        }
    }
    let sun = hall::LightKind::Directional;
    stage.light(sun, Vec3::new(1.0, 0.95, 0.85), 2.0, Vec3::ZERO, Vec3::new(0.5, -1.0, -0.5));
    let mut shot = Shot::of(stage.0, Vec3::new(0.4, 1.7, 4.6), Vec3::new(0.0, 0.6, 0.0));
    shot.worn = worn;
    shot.environment.intensity = 0.5;
    check("khr_materials_variants", &shot);
}
