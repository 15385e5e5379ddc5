//! Pictures of small scenes, compared with how they should look; both tiers, on whatever Vulkan, Metal or DirectX device there is.

#[path = "goldens/baked.rs"]
mod baked;
#[path = "goldens/compare.rs"]
mod compare;
#[path = "goldens/layers.rs"]
mod layers;
#[path = "goldens/packed.rs"]
mod packed;
#[path = "goldens/sample_hall.rs"]
mod sample_hall;
#[path = "goldens/shapes.rs"]
mod shapes;
#[path = "goldens/surroundings.rs"]
mod surroundings;
#[path = "goldens/sweep.rs"]
mod sweep;
#[path = "goldens/textures.rs"]
mod textures;
#[path = "goldens/variants.rs"]
mod variants;

use compare::{Shot, check, check_drawn};
use glam::{Mat4, Quat, UVec2, Vec3, Vec4};
use hall::{AlphaMode, LightKind, Material, MorphTarget, Node, NodeId, Pose, Skin, SkinId, Trs};
use render::{Adaptation, Tier};
use shapes::{Stage, at, bar, cuboid, floor, lines, matte, quad, sphere};

/// Roughness from left to right, metal below.
#[test]
fn spheres() {
    let mut stage = Stage::default();
    for column in 0..6 {
        for (row, metallic) in [(0, 0.0), (1, 1.0)] {
            let material = Material {
                base_color: Vec4::new(0.93, 0.71, 0.42, 1.0),
                metallic,
                roughness: column as f32 / 5.0,
                ..Material::default()
            };
            stage.put(sphere(0.45), material, at(Vec3::new(column as f32 - 2.5, 0.5 - row as f32, 0.0)));
        }
    }
    check("spheres", &Shot::of(stage.0, Vec3::new(0.0, 0.0, 7.6), Vec3::ZERO));
}

/// Balls and a lamp above a polished floor, a rough carpet on it: the floor shows the room on the upper tier, the carpet doesn't.
#[test]
fn mirror() {
    let mut stage = Stage::default();
    stage.put(floor(8.0, 8.0), matte(Vec3::new(0.3, 0.28, 0.26), 0.12), Trs::default());
    stage.put(
        cuboid(Vec3::new(2.4, 0.02, 1.2)),
        matte(Vec3::new(0.4, 0.08, 0.06), 1.0),
        at(Vec3::new(-1.6, 0.01, 0.6)),
    );
    for (i, color) in
        [Vec3::new(0.8, 0.2, 0.1), Vec3::new(0.1, 0.5, 0.7), Vec3::new(0.8, 0.7, 0.2)].into_iter().enumerate()
    {
        stage.put(sphere(0.5), matte(color, 0.4), at(Vec3::new(1.3 * i as f32 - 1.3, 0.6, -0.6)));
    }
    let lamp = Material { emissive: Vec3::new(6.0, 5.2, 4.0), ..matte(Vec3::ONE, 1.0) };
    stage.put(cuboid(Vec3::new(2.5, 0.06, 0.3)), lamp, at(Vec3::new(0.0, 2.2, -1.2)));
    let mut shot = Shot::of(stage.0, Vec3::new(0.4, 1.5, 4.6), Vec3::new(0.0, 0.8, 0.0));
    shot.effects = render::Effects::ALL;
    check("mirror", &shot);
}

/// A box and a ball stand on a floor, a board lies a little above it: the floor is darkest where they touch.
#[test]
fn contact() {
    let mut stage = Stage::default();
    stage.put(floor(6.0, 6.0), matte(Vec3::splat(0.35), 0.9), Trs::default());
    let mut standing = Vec::new();
    let mut stand = |stage: &mut Stage, shape: hall::Primitive, color: Vec3, place: Vec3| {
        let bounds = shape.bounds.transformed(&glam::Affine3A::from_translation(place));
        let node = stage.put(shape, matte(color, 0.5), at(place));
        standing.push((node, bounds));
    };
    stand(&mut stage, sphere(0.5), Vec3::new(0.1, 0.4, 0.6), Vec3::new(-1.3, 0.5, 0.0));
    stand(&mut stage, cuboid(Vec3::new(0.7, 1.0, 0.7)), Vec3::new(0.6, 0.5, 0.4), Vec3::new(0.1, 0.5, -0.3));
    stand(&mut stage, cuboid(Vec3::new(0.9, 0.1, 0.9)), Vec3::new(0.6, 0.2, 0.1), Vec3::new(1.4, 0.3, 0.1));
    let mut shot = Shot::of(stage.0, Vec3::new(0.6, 1.9, 4.4), Vec3::new(0.0, 0.3, 0.0));
    shot.standing = standing;
    shot.effects = render::Effects::NONE;
    check("contact", &shot);
}

/// A grid of stripes behind; before it: opaque, masked, blended, one blended inside of another, lines.
#[test]
fn alpha_modes() {
    let mut stage = Stage::default();
    for i in 0..9 {
        let color = if i % 2 == 0 { Vec3::new(0.05, 0.05, 0.06) } else { Vec3::new(0.9, 0.8, 0.2) };
        let stripe = Material { unlit: true, ..matte(color, 1.0) };
        stage.put(quad(Vec3::X * 6.0, Vec3::Y * 0.3), stripe, at(Vec3::new(0.0, i as f32 * 0.3 - 1.2, -1.0)));
    }
    let modes = [AlphaMode::Opaque, AlphaMode::Mask { cutoff: 0.5 }, AlphaMode::Blend];
    for (i, alpha_mode) in modes.into_iter().enumerate() {
        let mut panel = quad(Vec3::X * 1.1, Vec3::Y * 1.6);
        // Alpha falls from 1 at the top to 0 at the bottom.
        panel.colors = vec![Vec4::new(1.0, 1.0, 1.0, 0.0), Vec4::new(1.0, 1.0, 1.0, 0.0), Vec4::ONE, Vec4::ONE];
        let material = Material { alpha_mode, ..matte(Vec3::new(0.2, 0.5, 0.9), 0.6) };
        stage.put(panel, material, at(Vec3::new(i as f32 * 1.25 - 1.9, 0.0, 0.0)));
    }
    for (radius, color) in [(0.55, Vec3::new(0.9, 0.1, 0.1)), (0.3, Vec3::new(0.1, 0.8, 0.2))] {
        let mut material = Material { alpha_mode: AlphaMode::Blend, double_sided: true, ..matte(color, 0.4) };
        material.base_color.w = 0.45;
        stage.put(sphere(radius), material, at(Vec3::new(1.9, 0.0, 0.0)));
    }
    let frame =
        [Vec3::new(-2.5, -0.9, 0.1), Vec3::new(2.5, -0.9, 0.1), Vec3::new(2.5, -0.9, 0.1), Vec3::new(2.5, 0.9, 0.1)];
    stage.put(lines(&frame), matte(Vec3::new(1.0, 0.2, 0.6), 1.0), at(Vec3::ZERO));
    check("alpha_modes", &Shot::of(stage.0, Vec3::new(0.0, 0.0, 5.2), Vec3::ZERO));
}

/// A bar of two joints, the upper one bent by a quarter turn; a mirrored copy beside it.
#[test]
fn skin() {
    let mut stage = Stage::default();
    let mut primitive = bar(0.22, 2.0, 20);
    primitive.joints = vec![[0, 1, 0, 0]; primitive.positions.len()];
    primitive.weights = primitive
        .positions
        .iter()
        .map(|p| {
            let upper = ((p.y - 0.6) / 0.8).clamp(0.0, 1.0);
            Vec4::new(1.0 - upper, upper, 0.0, 0.0)
        })
        .collect();
    primitive.material = Some(stage.material(Material { double_sided: true, ..matte(Vec3::new(0.2, 0.6, 0.5), 0.35) }));
    let mesh = Some(stage.mesh(primitive));
    for side in [1.0, -1.0] {
        let root =
            Trs { translation: Vec3::new(-0.9 * side, -1.0, 0.0), scale: Vec3::new(side, 1.0, 1.0), ..Trs::default() };
        let lower = stage.node(Node { parent_from_node: root, ..Node::default() });
        let upper = stage.node(Node {
            parent: Some(lower),
            parent_from_node: Trs { translation: Vec3::Y, rotation: Quat::from_rotation_z(-1.2), ..Trs::default() },
            ..Node::default()
        });
        stage.0.skins.push(Skin {
            name: String::new(),
            joints: vec![lower, upper],
            joint_from_mesh: vec![Mat4::IDENTITY, Mat4::from_translation(Vec3::NEG_Y)],
        });
        let skin = Some(SkinId(stage.0.skins.len() as u32 - 1));
        // A skinned mesh is where its joints are, wherever its node is.
        stage.node(Node { mesh, skin, parent_from_node: at(Vec3::splat(7.0)), ..Node::default() });
    }
    check("skin", &Shot::of(stage.0, Vec3::new(0.0, 0.4, 4.6), Vec3::ZERO));
}

/// What bends and has no normals of its own: a bar folded by its joints has a crease, a ball with a target has facets.
#[test]
fn facets() {
    let mut stage = Stage::default();
    let mut folded = bar(0.5, 2.0, 4);
    folded.is_faceted = true;
    folded.joints = vec![[0, 1, 0, 0]; folded.positions.len()];
    let upper = |p: &Vec3| if p.y > 1.01 { 1.0 } else { 0.0 };
    folded.weights = folded.positions.iter().map(|p| Vec4::new(1.0 - upper(p), upper(p), 0.0, 0.0)).collect();
    folded.material = Some(stage.material(Material { double_sided: true, ..matte(Vec3::new(0.2, 0.6, 0.5), 0.35) }));
    let mesh = Some(stage.mesh(folded));
    let root = Trs { translation: Vec3::new(-0.7, -1.0, 0.0), rotation: Quat::from_rotation_y(0.5), ..Trs::default() };
    let lower = stage.node(Node { parent_from_node: root, ..Node::default() });
    let bend = Trs { translation: Vec3::Y, rotation: Quat::from_rotation_x(-0.9), ..Trs::default() };
    let upper = stage.node(Node { parent: Some(lower), parent_from_node: bend, ..Node::default() });
    let joint_from_mesh = vec![Mat4::IDENTITY, Mat4::from_translation(Vec3::NEG_Y)];
    stage.0.skins.push(Skin { name: String::new(), joints: vec![lower, upper], joint_from_mesh });
    stage.node(Node { mesh, skin: Some(SkinId(0)), ..Node::default() });

    let mut ball = sphere(0.6);
    ball.is_faceted = true;
    let swell = |p: &Vec3| Vec3::Y * 0.4 * p.y;
    let positions = ball.positions.iter().map(swell).collect();
    ball.morph_targets = vec![MorphTarget { positions, ..MorphTarget::default() }];
    let node = stage.put(ball, matte(Vec3::new(0.8, 0.4, 0.3), 0.5), at(Vec3::X));
    stage.0.nodes[node.index()].morph_weights = vec![1.0];
    check("facets", &Shot::of(stage.0, Vec3::new(0.0, 0.6, 4.6), Vec3::ZERO));
}

/// A ball that is blown up, half, and not at all, with a second target that bends it sideways.
#[test]
fn morph() {
    let mut stage = Stage::default();
    for (i, weights) in [[0.0, 0.0], [0.6, 0.0], [0.6, 1.0]].into_iter().enumerate() {
        let mut primitive = sphere(0.5);
        let swell = |p: &Vec3| p.normalize() * 0.5 * (6.0 * p.y).sin().max(0.0);
        let shear = |p: &Vec3| Vec3::X * p.y * 0.8;
        primitive.morph_targets = vec![
            MorphTarget { positions: primitive.positions.iter().map(swell).collect(), ..MorphTarget::default() },
            MorphTarget { positions: primitive.positions.iter().map(shear).collect(), ..MorphTarget::default() },
        ];
        let place = at(Vec3::new(i as f32 * 1.35 - 1.5, 0.0, 0.0));
        let node = stage.put(primitive, matte(Vec3::new(0.8, 0.4, 0.3), 0.5), place);
        stage.0.nodes[node.index()].morph_weights = weights.to_vec();
    }
    check("morph", &Shot::of(stage.0, Vec3::new(0.0, 0.0, 5.0), Vec3::ZERO));
}

/// A sun with a shadow, a red point light and a blue spot on a floor with a box and a ball.
#[test]
fn lights() {
    let mut stage = Stage::default();
    stage.put(floor(8.0, 8.0), matte(Vec3::splat(0.7), 0.6), at(Vec3::ZERO));
    stage.put(cuboid(Vec3::new(0.8, 1.2, 0.8)), matte(Vec3::splat(0.8), 0.5), at(Vec3::new(-0.8, 0.6, 0.0)));
    stage.put(sphere(0.5), matte(Vec3::splat(0.8), 0.15), at(Vec3::new(0.8, 0.5, 0.3)));
    let sun = LightKind::Directional;
    stage.light(sun, Vec3::new(1.0, 0.95, 0.85), 2.5, Vec3::ZERO, Vec3::new(0.6, -1.0, -0.7));
    let point = LightKind::Point { range: Some(3.0) };
    stage.light(point, Vec3::new(1.0, 0.15, 0.1), 3.0, Vec3::new(-1.8, 0.5, 1.2), Vec3::NEG_Y);
    let spot = LightKind::Spot { range: None, inner_angle: 0.25, outer_angle: 0.4 };
    stage.light(spot, Vec3::new(0.2, 0.4, 1.0), 30.0, Vec3::new(1.5, 2.5, 1.8), Vec3::new(0.1, -1.0, 0.0));
    let mut shot = Shot::of(stage.0, Vec3::new(2.2, 2.4, 4.6), Vec3::new(0.0, 0.4, 0.2));
    shot.environment.intensity = 0.25;
    check("lights", &shot);
}

/// Clear, tinted and rough panes and a ball before things of strong colour.
#[test]
fn glass() {
    let mut stage = Stage::default();
    stage.put(floor(6.0, 6.0), matte(Vec3::splat(0.5), 0.4), at(Vec3::new(0.0, -0.8, 0.0)));
    for i in 0..5 {
        let color = [Vec3::X, Vec3::new(1.0, 0.8, 0.0), Vec3::Y, Vec3::new(0.0, 0.6, 1.0), Vec3::new(0.7, 0.1, 0.8)][i];
        stage.put(bar(0.15, 1.6, 1), matte(color, 0.4), at(Vec3::new(i as f32 * 0.9 - 1.8, -0.8, -1.0)));
    }
    let glass = |color: Vec3, roughness: f32| Material { transmission: 1.0, ..matte(color, roughness) };
    let panes = [(Vec3::ONE, 0.0), (Vec3::new(0.4, 0.8, 0.6), 0.0), (Vec3::ONE, 0.5)];
    for (i, (color, roughness)) in panes.into_iter().enumerate() {
        let place = Trs {
            translation: Vec3::new(i as f32 * 1.1 - 1.5, -0.1, 0.0),
            rotation: Quat::from_rotation_y(0.5),
            scale: Vec3::ONE,
        };
        stage.put(cuboid(Vec3::new(0.9, 1.3, 0.03)), glass(color, roughness), place);
    }
    stage.put(sphere(0.4), Material { double_sided: true, ..glass(Vec3::ONE, 0.0) }, at(Vec3::new(1.35, -0.3, 0.6)));
    check("glass", &Shot::of(stage.0, Vec3::new(0.3, 0.5, 4.2), Vec3::new(0.0, -0.1, 0.0)));
}

/// A closed room with one lit panel and a red wall: nothing but captured light reaches the ceiling, and the floor mirrors the room.
#[test]
fn room() {
    let mut shot = Shot::of(room_scene().0, Vec3::new(2.0, 1.5, 3.2), Vec3::new(-0.4, 1.1, -1.0));
    shot.view = compare::looking_at(Vec3::new(2.0, 1.5, 3.2), Vec3::new(-0.4, 1.1, -1.0), 70.0);
    shot.capture = true;
    check("room", &shot);
}

/// The same room at a sixteenth of its light, bright enough to see by as far as the limit lets it.
#[test]
fn adaptation() {
    let mut shot = Shot::of(room_scene().0, Vec3::new(2.0, 1.5, 3.2), Vec3::new(-0.4, 1.1, -1.0));
    shot.view = compare::looking_at(Vec3::new(2.0, 1.5, 3.2), Vec3::new(-0.4, 1.1, -1.0), 70.0);
    shot.capture = true;
    let brightness = |shot: &Shot| {
        let picture = shot.draw(Tier::Base);
        picture.pixels().map(|p| f64::from(p[1])).sum::<f64>() / (255.0 * f64::from(picture.width() * picture.height()))
    };
    let whole = brightness(&shot);
    shot.exposure = 1.0 / 16.0;
    let dark = brightness(&shot);
    let adapted = |max_ev| Some(Adaptation { min_ev: -2.0, max_ev, part: 1.0 });
    shot.adaptation = adapted(6.0);
    let seen = brightness(&shot);
    shot.adaptation = adapted(1.0);
    let clamped = brightness(&shot);
    assert!(dark < 0.35 && (seen - whole).abs() < 0.12, "{dark} {seen} {whole}");
    assert!(clamped > dark && clamped < seen - 0.1, "{dark} {clamped} {seen}");
    shot.exposure = 8.0;
    shot.adaptation = Some(Adaptation { min_ev: -6.0, max_ev: 0.0, part: 1.0 });
    let blinded = brightness(&shot);
    assert!((blinded - whole).abs() < 0.12, "{blinded} {whole}");
}

/// Two rooms and a door between them: chrome and white walls have the light of the room they are in, and the floor of the door that of both.
#[test]
fn rooms() {
    let mut stage = Stage::default();
    let colors = [Vec3::new(0.85, 0.16, 0.1), Vec3::new(0.2, 0.45, 0.85)];
    for (side, color) in [-1.0, 1.0].into_iter().zip(colors) {
        let wall = || matte(color, 0.8);
        let x = 3.0 * side;
        stage.put(floor(6.0, 6.0), matte(Vec3::splat(0.4), 0.15), at(Vec3::X * x));
        stage.put(quad(Vec3::X * 6.0, Vec3::Z * 6.0), wall(), at(Vec3::new(x, 3.0, 0.0)));
        stage.put(quad(Vec3::X * 6.0, Vec3::Y * 3.0), wall(), at(Vec3::new(x, 1.5, -3.0)));
        stage.put(quad(Vec3::NEG_X * 6.0, Vec3::Y * 3.0), wall(), at(Vec3::new(x, 1.5, 3.0)));
        stage.put(quad(Vec3::Z * 6.0 * side, Vec3::Y * 3.0), wall(), at(Vec3::new(2.0 * x, 1.5, 0.0)));
        for z in [-2.0, 2.0] {
            stage.put(cuboid(Vec3::new(0.08, 3.0, 2.0)), wall(), at(Vec3::new(0.05 * side, 1.5, z)));
        }
        let lamp = Material { emissive: Vec3::splat(5.0), ..matte(Vec3::splat(0.8), 1.0) };
        stage.put(quad(Vec3::X * 2.0, Vec3::Z * 2.0), lamp, at(Vec3::new(x, 2.98, 0.0)));
        let chrome = Material { metallic: 1.0, ..matte(Vec3::splat(0.95), 0.05) };
        stage.put(sphere(0.4), chrome, at(Vec3::new(1.0 * side, 0.4, -0.3)));
        stage.put(sphere(0.3), matte(Vec3::splat(0.85), 0.9), at(Vec3::new(1.5 * side, 0.3, 0.6)));
    }
    let mut shot = Shot::of(stage.0, Vec3::new(4.6, 1.7, 2.4), Vec3::new(0.0, 0.9, 0.0));
    shot.view = compare::looking_at(Vec3::new(4.6, 1.7, 2.4), Vec3::new(0.0, 0.9, 0.0), 56.0);
    shot.capture = true;
    let half = |low: f32| hall::Aabb { min: Vec3::new(low, 0.0, -3.0), max: Vec3::new(low + 6.0, 3.0, 3.0) };
    shot.rooms = vec![half(0.0), half(-6.0)];
    check("rooms", &shot);
}

fn room_scene() -> Stage {
    let mut stage = Stage::default();
    let white = || matte(Vec3::splat(0.8), 0.8);
    stage.put(floor(6.0, 8.0), matte(Vec3::new(0.35, 0.3, 0.26), 0.12), at(Vec3::ZERO));
    stage.put(quad(Vec3::X * 6.0, Vec3::Z * 8.0), white(), at(Vec3::Y * 3.0));
    stage.put(quad(Vec3::X * 6.0, Vec3::Y * 3.0), white(), at(Vec3::new(0.0, 1.5, -4.0)));
    stage.put(quad(Vec3::NEG_X * 6.0, Vec3::Y * 3.0), white(), at(Vec3::new(0.0, 1.5, 4.0)));
    stage.put(
        quad(Vec3::NEG_Z * 8.0, Vec3::Y * 3.0),
        matte(Vec3::new(0.8, 0.1, 0.08), 0.8),
        at(Vec3::new(-3.0, 1.5, 0.0)),
    );
    stage.put(quad(Vec3::Z * 8.0, Vec3::Y * 3.0), white(), at(Vec3::new(3.0, 1.5, 0.0)));
    let lamp = Material { emissive: Vec3::splat(5.0), ..matte(Vec3::splat(0.8), 1.0) };
    stage.put(quad(Vec3::X * 2.0, Vec3::Z * 3.0), lamp, at(Vec3::new(0.0, 2.98, -1.0)));
    let chrome = Material { metallic: 1.0, ..matte(Vec3::splat(0.95), 0.05) };
    stage.put(sphere(0.5), chrome, at(Vec3::new(0.2, 0.5, -1.2)));
    stage.put(cuboid(Vec3::new(0.8, 1.0, 0.8)), white(), at(Vec3::new(-1.5, 0.5, -1.8)));
    stage
}

/// The box is highlighted, the ball before it is not; a mark on the floor.
#[test]
fn marks() {
    let mut stage = Stage::default();
    stage.put(floor(8.0, 8.0), matte(Vec3::splat(0.5), 0.5), at(Vec3::ZERO));
    let group = stage.node(Node::default());
    let highlighted =
        stage.put(cuboid(Vec3::new(0.9, 1.1, 0.9)), matte(Vec3::splat(0.6), 0.5), at(Vec3::new(0.0, 0.55, 0.0)));
    stage.0.nodes[highlighted.index()].parent = Some(group);
    stage.put(sphere(0.4), matte(Vec3::new(0.5, 0.3, 0.2), 0.5), at(Vec3::new(0.5, 0.4, 0.9)));
    let mut shot = Shot::of(stage.0, Vec3::new(1.2, 1.6, 4.0), Vec3::new(0.0, 0.5, 0.0));
    shot.highlight = vec![NodeId(group.0)];
    shot.floor_mark = Some((Vec3::new(-1.0, 0.0, 1.0), 1.0));
    shot.pose = Pose::rest(&shot.scene);
    check("marks", &shot);
}

/// The sample hall, three times: far, near, and through glass.
#[test]
fn lobby() {
    for viewpoint in ["entrance", "robot", "lounge"] {
        check_drawn(&format!("lobby_{viewpoint}"), |tier| {
            sample_hall::draw_lobby(viewpoint, UVec2::new(480, 270), tier)
        });
    }
}
