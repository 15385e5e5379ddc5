//! Light from beyond the scene.

use std::f32::consts::PI;

use bake::{Sky, Texel};
use glam::Vec3;
use hall::Panorama;
use hall::manifest::EnvironmentPreset;

use crate::set::{Set, Wall, expect_near, lit_at, matt, paths};

const TEXEL: Texel = Texel { position: Vec3::ZERO, normal: Vec3::Y, face: Vec3::Y, size: 0.05 };

fn floor() -> Set {
    let mut set = Set::default();
    set.walls(matt(Vec3::ZERO), &[Wall { corner: Vec3::new(-5.0, 0.0, -5.0), u: Vec3::Z * 10.0, v: Vec3::X * 10.0 }]);
    set
}

/// Irradiance divided by π of a face that looks in a direction, by adding up the whole sky.
fn integral(sky: &Sky, normal: Vec3) -> Vec3 {
    let (rows, columns) = (400, 800);
    let mut sum = Vec3::ZERO;
    for i in 0..rows * columns {
        let y = 1.0 - 2.0 * ((i / columns) as f32 + 0.5) / rows as f32;
        let (sin, cos) = (((i % columns) as f32 + 0.5) / columns as f32 * 2.0 * PI).sin_cos();
        let radius = (1.0 - y * y).sqrt();
        let direction = Vec3::new(cos * radius, y, sin * radius);
        sum += sky.radiance(direction) * direction.dot(normal).max(0.0);
    }
    sum * (4.0 * PI / (rows * columns) as f32) / PI
}

fn gradient() -> Sky {
    Sky::Gradient { zenith: Vec3::new(0.2, 0.4, 1.0), horizon: Vec3::ONE, nadir: Vec3::splat(0.1) }
}

/// Dark, with a small sun.
fn sunny() -> Sky {
    let (width, height) = (64, 32);
    let mut rgbe = [10, 20, 40, 127].repeat(width * height);
    let sun = 4 * (6 * width + 20);
    rgbe[sun..sun + 4].copy_from_slice(&[200, 190, 150, 140]);
    let panorama = Panorama { width: width as u32, height: height as u32, rgbe };
    Sky::Panorama { panorama, intensity: 0.5, rotation: 1.0 }
}

#[test]
fn an_open_floor_gets_the_light_of_the_sky_above_it() {
    let presets = [EnvironmentPreset::Studio, EnvironmentPreset::Atrium, EnvironmentPreset::Evening];
    let presets = presets.map(|preset| Sky::Environment { preset, intensity: 0.7, rotation: 0.4 });
    for sky in presets.into_iter().chain([Sky::Even(Vec3::splat(2.0)), gradient(), sunny()]) {
        let wanted = integral(&sky, Vec3::Y);
        let light = lit_at(&floor().world(sky), TEXEL, &paths(2048)).light;
        expect_near("red", light.x, wanted.x, 0.015);
        expect_near("blue", light.z, wanted.z, 0.015);
    }
}

/// A black room with one window: the light of a rectangle at a point of the floor is known (Schröder; Hottel's formula for a plane at right
/// angles to the window, at its lower corner).
#[test]
fn a_window_lets_in_what_a_rectangle_of_sky_gives() {
    let mut set = Set::default();
    let walls = crate::set::room(Vec3::new(-2.0, 0.0, 0.0), Vec3::new(2.0, 3.0, 5.0));
    // The wall at +Z has a window from the floor up to 2 m, from x = 0 to 1.
    set.walls(matt(Vec3::ZERO), &walls[..5]);
    let wall = |x: f32, y: f32, width: f32, height: f32| Wall {
        corner: Vec3::new(x, y, 5.0),
        u: Vec3::Y * height,
        v: Vec3::X * width,
    };
    set.walls(matt(Vec3::ZERO), &[wall(-2.0, 0.0, 2.0, 3.0), wall(1.0, 0.0, 1.0, 3.0), wall(0.0, 2.0, 1.0, 1.0)]);
    let world = set.world(Sky::Even(Vec3::splat(3.0)));
    let distance = 2.0_f32;
    let texel = Texel { position: Vec3::new(0.0, 0.0, 5.0 - distance), ..TEXEL };
    let (height, width) = (2.0_f32, 1.0_f32);
    let slant = (height * height + distance * distance).sqrt();
    let factor = ((width / distance).atan() - distance / slant * (width / slant).atan()) / (2.0 * PI);
    expect_near("window", lit_at(&world, texel, &paths(4096)).light.y, 3.0 * factor, 0.02);
}

#[test]
fn a_turned_sky_turns_as_the_renderer_turns_it() {
    let sky = |rotation: f32| Sky::Environment { preset: EnvironmentPreset::Evening, intensity: 1.0, rotation };
    // shaders/light.wgsl: x' = cos x - sin z, z' = sin x + cos z.
    let direction = Vec3::new(0.3, 0.4, -0.8).normalize();
    let (sin, cos) = 0.9_f32.sin_cos();
    let Vec3 { x, y, z } = direction;
    let turned = Vec3::new(cos * x - sin * z, y, sin * x + cos * z);
    assert!(sky(0.9).radiance(direction).abs_diff_eq(sky(0.0).radiance(turned), 1e-4));
    let light = include_str!("../../shaders/light.wgsl");
    assert!(light.contains("turn.x * direction.x - turn.y * direction.z,"), "shaders/light.wgsl turns it otherwise");
}
