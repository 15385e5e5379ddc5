//! Lamps are as bright as the renderer makes them.

use std::f32::consts::PI;

use bake::Texel;
use glam::{Vec2, Vec3};
use hall::LightKind;

use crate::set::{Set, Wall, expect_near, lit, lit_at, matt, paths};

const SHADER: &str = include_str!("../../shaders/light.wgsl");
const LIGHTS: &str = include_str!("../../src/render/lights.rs");

fn floor() -> Wall {
    Wall { corner: Vec3::new(-5.0, 0.0, -5.0), u: Vec3::Z * 10.0, v: Vec3::X * 10.0 }
}

/// A black floor: nothing bounces.
fn set() -> Set {
    let mut set = Set::default();
    set.walls(matt(Vec3::ZERO), &[floor()]);
    set
}

fn at(x: f32, z: f32) -> Texel {
    Texel { position: Vec3::new(x, 0.0, z), normal: Vec3::Y, face: Vec3::Y, size: 0.05 }
}

/// `punctual_light` and `reflect_direct` of the shaders for a white diffuse surface, irradiance divided by π, as they stood when this was written.
fn formula(
    position: Vec3,
    lamp: Vec3,
    shines: Vec3,
    intensity: f32,
    range: Option<f32>,
    cone: Option<(f32, f32)>,
) -> f32 {
    let (scale, offset) = cone.map_or((0.0, 1.0), |(inner, outer): (f32, f32)| {
        let scale = 1.0 / (inner.cos() - outer.cos()).max(1e-3);
        (scale, -outer.cos() * scale)
    });
    let squared = lamp.distance_squared(position);
    let to_light = (lamp - position) / squared.sqrt();
    let ratio = range.map_or(0.0, |range| squared / (range * range));
    let fade = (1.0 - ratio * ratio).clamp(0.0, 1.0);
    let spot = (-to_light.dot(shines) * scale + offset).clamp(0.0, 1.0);
    intensity * fade * spot * spot / squared.max(1e-4) * to_light.y.max(0.0) / PI
}

#[test]
fn the_renderers_formula_is_the_one_above() {
    for line in [
        "let ratio = squared * light.inverse_range_squared;",
        "let fade = saturate(1.0 - ratio * ratio);",
        "let cone = saturate(dot(-to_light, light.direction) * light.cone_scale + light.cone_offset);",
        "var attenuation = fade * cone * cone / max(squared, 1e-4);",
        "return reflect_direct(s, to_light, light.color * attenuation);",
        "sum = reflect_direct(s, frame.sun_direction, frame.sun_color * lit);",
    ] {
        assert!(SHADER.contains(line), "shaders/light.wgsl has changed: {line}");
    }
    for line in [
        "let scale = 1.0 / (inner_angle.cos() - outer_angle.cos()).max(1e-3);",
        "(range, scale, -outer_angle.cos() * scale)",
        "inverse_range_squared: range.map_or(0.0, |r| 1.0 / (r * r).max(1e-6)),",
        "color: light.color * light.intensity,",
    ] {
        assert!(LIGHTS.contains(line), "src/render/lights.rs has changed: {line}");
    }
}

#[test]
fn a_point_lamp_falls_off_as_in_the_renderer() {
    for range in [None, Some(4.0)] {
        let mut set = set();
        let lamp = Vec3::new(0.5, 2.0, -0.5);
        set.lamp(lamp, lamp - Vec3::Y, Vec3::new(1.0, 0.5, 0.25), 80.0, LightKind::Point { range });
        let world = set.dark_world();
        for texel in [at(0.5, -0.5), at(1.5, 0.0), at(-2.0, 1.0)] {
            let wanted = formula(texel.position, lamp, Vec3::NEG_Y, 80.0, range, None);
            let light = lit_at(&world, texel, &paths(16)).light;
            expect_near("point", light.x, wanted, 0.001);
            expect_near("point, blue", light.z, 0.25 * wanted, 0.001);
        }
    }
}

#[test]
fn a_spot_fades_as_in_the_renderer() {
    let mut set = set();
    let (lamp, to) = (Vec3::new(0.0, 3.0, 0.0), Vec3::new(1.0, 0.0, 0.5));
    let kind = LightKind::Spot { range: Some(12.0), inner_angle: 0.2, outer_angle: 0.5 };
    set.lamp(lamp, to, Vec3::ONE, 300.0, kind);
    let world = set.dark_world();
    for texel in [at(1.0, 0.5), at(1.7, 0.5), at(0.2, 0.1)] {
        let wanted = formula(texel.position, lamp, (to - lamp).normalize(), 300.0, Some(12.0), Some((0.2, 0.5)));
        expect_near("spot", lit_at(&world, texel, &paths(16)).light.y, wanted, 0.001);
    }
    assert_eq!(lit_at(&world, at(-2.0, 0.0), &paths(16)).light, Vec3::ZERO, "outside of the cone");
}

#[test]
fn the_sun_follows_the_law_of_cosines_and_may_be_left_to_the_renderer() {
    for angle in [0.0, 0.5, 1.0, 1.4_f32] {
        let mut set = set();
        let towards = Vec3::new(angle.sin(), angle.cos(), 0.0);
        set.lamp(towards * 10.0, Vec3::ZERO, Vec3::ONE, 3.0, LightKind::Directional);
        let mut world = set.dark_world();
        expect_near("sun", lit_at(&world, at(0.0, 0.0), &paths(16)).light.y, 3.0 * angle.cos() / PI, 0.002);
        world.leave_direct(&|light| light.kind == LightKind::Directional);
        assert_eq!(lit_at(&world, at(0.0, 0.0), &paths(16)).light, Vec3::ZERO);
    }
}

#[test]
fn what_is_left_to_the_renderer_bounces_all_the_same() {
    let mut set = Set::default();
    set.walls(matt(Vec3::splat(0.8)), &[floor()]);
    set.walls(matt(Vec3::ZERO), &[Wall { corner: Vec3::new(-5.0, 0.0, -1.0), u: Vec3::X * 10.0, v: Vec3::Y * 3.0 }]);
    set.lamp(Vec3::Y * 10.0, Vec3::ZERO, Vec3::ONE, 3.0, LightKind::Directional);
    let mut world = set.dark_world();
    world.leave_direct(&|_| true);
    let texel = Texel { position: Vec3::new(0.0, 0.05, -1.0), normal: Vec3::Z, face: Vec3::Z, size: 0.05 };
    // Near its foot a wall sees floor in half of its directions.
    expect_near("bounced", lit_at(&world, texel, &paths(512)).light.y, 0.5 * 0.8 * 3.0 / PI, 0.03);
}

/// A lamp is 6 cm wide: at half the way to the floor the edge of a shadow is as wide.
#[test]
fn shadows_are_soft_and_whole() {
    let mut set = set();
    set.lamp(Vec3::new(0.0, 2.0, 0.0), Vec3::ZERO, Vec3::ONE, 50.0, LightKind::Point { range: None });
    set.walls(matt(Vec3::ZERO), &[Wall { corner: Vec3::new(0.0, 1.0, -1.0), u: Vec3::Z * 2.0, v: Vec3::X }]);
    let world = set.dark_world();
    let lit = lit(&world, &[at(-0.2, 0.0), at(0.0, 0.0), at(0.2, 0.0)], &paths(1024));
    let wanted = 50.0 / 4.0 / PI;
    assert!(lit[0].light.y > 0.95 * wanted, "{lit:?}");
    expect_near("under the edge", lit[1].light.y, 0.5 * wanted, 0.03);
    assert_eq!(lit[2].light, Vec3::ZERO);
}

#[test]
fn white_metal_and_glossy_white_scatter_what_they_mirror() {
    let mut set = Set::default();
    let mut glossy = matt(Vec3::splat(0.5));
    glossy.specular.factor = 1.0;
    set.walls(glossy, &[floor()]);
    let metal = hall::Material { base_color: glam::Vec4::new(0.9, 0.5, 0.1, 1.0), ..hall::Material::default() };
    let high = Wall { corner: floor().corner + Vec3::Y, ..floor() };
    set.walls(metal, &[high]);
    let world = set.dark_world();
    let metal = world.look(Vec3::Y * 3.0, Vec3::NEG_Y).expect("the upper floor is there");
    assert!(!metal.is_back && (metal.distance - 2.0).abs() < 1e-4);
    expect_near("metal", metal.albedo.x, 0.9 + 0.1 / 21.0, 1e-4);
    let glossy = world.look(Vec3::Y * 0.5, Vec3::NEG_Y).expect("the floor is there");
    let mirrored = 0.04 + 0.96 / 21.0;
    expect_near("glossy", glossy.albedo.x, 0.5 * (1.0 - mirrored) + mirrored, 1e-4);
    assert!(world.look(Vec3::Y * 0.5, Vec3::Y).is_some_and(|seen| seen.is_back));
    assert_eq!(Vec2::ZERO, Vec2::splat(world.look(Vec3::Y * 5.0, Vec3::Y).map_or(0.0, |seen| seen.distance)));
}
