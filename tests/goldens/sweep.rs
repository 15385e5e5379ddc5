//! Metal of every roughness, at three angles to the eye, beside what an integral over all directions says it reflects.

use std::f32::consts::{PI, TAU};

use glam::{Quat, UVec2, Vec3, Vec4};
use hall::manifest::ToneMapping;
use hall::{Material, Panorama, Trs};
use render::{Effects, Tier};

use crate::compare::{Shot, looking_at};
use crate::shapes::{Stage, quad};

const ROUGHNESSES: [f32; 5] = [0.1, 0.3, 0.5, 0.75, 1.0];
const TURNS_DEG: [f32; 3] = [8.0, 25.0, 50.0];
/// Radiance on the side of +X and on the other.
const LIGHT: [f32; 2] = [205.0 / 256.0, 26.0 / 256.0];
/// Split-sum light takes lobes for round and seen from above, which costs up to this much where half of the sky is bright and the other dark.
const TOLERANCE: f32 = 0.05;
const SAMPLES: u32 = 8192;

/// Light from +X to a row of plates for each angle.
fn shot() -> Shot {
    let mut stage = Stage::default();
    for (row, turn) in TURNS_DEG.iter().enumerate() {
        for (column, roughness) in ROUGHNESSES.iter().enumerate() {
            let metal = Material { base_color: Vec4::ONE, metallic: 1.0, roughness: *roughness, ..Material::default() };
            let translation = Vec3::new(column as f32 - 2.0, 1.0 - row as f32, 0.0);
            let rotation = Quat::from_rotation_y(turn.to_radians());
            stage.put(quad(Vec3::X * 0.9, Vec3::Y * 0.9), metal, Trs { translation, rotation, ..Trs::default() });
        }
    }
    let eye = Vec3::Z * 200.0;
    let mut shot = Shot::of(stage.0, eye, Vec3::ZERO);
    shot.view = looking_at(eye, Vec3::ZERO, (2.0 * (1.5f32 / 200.0).atan()).to_degrees());
    shot.size_px = UVec2::new(500, 300);
    shot.effects = Effects::NONE;
    shot.tone_mapping = ToneMapping::None;
    let texel = |x: u32| if (16..48).contains(&x) { [205, 205, 205, 128] } else { [26, 26, 26, 128] };
    shot.panorama =
        Some(Panorama { width: 64, height: 32, rgbe: (0..32).flat_map(|_| 0..64).flat_map(texel).collect() });
    shot
}

fn light(direction: Vec3) -> f32 {
    LIGHT[usize::from(direction.x < 0.0)]
}

fn even_point(i: u32) -> (f32, f32) {
    (i as f32 / SAMPLES as f32, i.reverse_bits() as f32 / 2f32.powi(32))
}

/// What white metal around +Z reflects once of the light in each direction: each direction, and how much it counts. GGX with
/// height-correlated masking (Heitz, JCGT 3(2), 2014), directions by importance.
fn reflected_once(view: Vec3, roughness: f32) -> impl Iterator<Item = (Vec3, f32)> {
    let a2 = roughness.powi(4);
    let lambda = move |cosine: f32| (a2 + (1.0 - a2) * cosine * cosine).sqrt();
    (0..SAMPLES).filter_map(move |i| {
        let (x, y) = even_point(i);
        let cosine = ((1.0 - y) / (1.0 + (a2 - 1.0) * y)).sqrt();
        let sine = (1.0 - cosine * cosine).max(0.0).sqrt();
        let halfway = Vec3::new(sine * (TAU * x).cos(), sine * (TAU * x).sin(), cosine);
        let direction = 2.0 * view.dot(halfway) * halfway - view;
        let (n_l, n_v, v_h) = (direction.z, view.z, view.dot(halfway));
        let masking = 2.0 * n_l * n_v / (n_v * lambda(n_l) + n_l * lambda(n_v));
        (n_l > 0.0 && v_h > 0.0).then(|| (direction, masking * v_h / (n_v * cosine) / SAMPLES as f32))
    })
}

/// What is reflected once of white light from everywhere, seen at an angle with this cosine.
fn albedo(cosine: f32, roughness: f32) -> f32 {
    let cosine = cosine.max(0.02);
    let view = Vec3::new((1.0 - cosine * cosine).sqrt(), 0.0, cosine);
    reflected_once(view, roughness).map(|(_, part)| part).sum()
}

/// Radiance of white metal whose normal is turned away from the eye (+Z) by `turn`: once reflected, and what goes on between its facets
/// (Kulla & Conty, SIGGRAPH 2017).
fn expected(turn: f32, roughness: f32) -> f32 {
    let world_from_plate = Quat::from_rotation_y(turn);
    let view = world_from_plate.inverse() * Vec3::Z;
    let once: f32 = reflected_once(view, roughness).map(|(l, part)| part * light(world_from_plate * l)).sum();
    let table: Vec<f32> = (0..=32).map(|i| albedo(i as f32 / 32.0, roughness)).collect();
    let lost = |cosine: f32| {
        let at = cosine.clamp(0.0, 1.0) * 31.999;
        let (i, part) = (at as usize, at.fract());
        1.0 - (table[i] * (1.0 - part) + table[i + 1] * part)
    };
    let (mut arriving, mut mean_lost) = (0.0, 0.0);
    for (x, y) in (0..SAMPLES).map(even_point) {
        let (radius, cosine) = (y.sqrt(), (1.0 - y).sqrt());
        let l = Vec3::new(radius * (TAU * x).cos(), radius * (TAU * x).sin(), cosine);
        mean_lost += lost(cosine) / SAMPLES as f32;
        arriving += lost(cosine) * light(world_from_plate * l) / SAMPLES as f32;
    }
    once + lost(view.z) * arriving / mean_lost.max(1e-6)
}

#[test]
fn metal_reflects_what_an_integral_says() {
    let picture = shot().draw(Tier::Base);
    let (mut worst, mut table) = (0f32, String::new());
    for (row, turn) in TURNS_DEG.iter().enumerate() {
        for (column, roughness) in ROUGHNESSES.iter().enumerate() {
            let mut found = 0.0;
            for (x, y) in (0..100).map(|i| (45 + i % 10 + 100 * column as u32, 45 + i / 10 + 100 * row as u32)) {
                let encoded = f32::from(picture.get_pixel(x, y).0[0]) / 255.0;
                found += ((encoded + 0.055) / 1.055).powf(2.4) / 100.0;
            }
            let expected = expected(turn.to_radians(), *roughness);
            worst = worst.max((found - expected).abs());
            table += &format!("turned {turn:2}°, roughness {roughness:.2}: {found:.3}, integral {expected:.3}\n");
        }
    }
    println!("{table}");
    assert!(worst < TOLERANCE, "off by {worst:.3}:\n{table}");
}

#[test]
fn the_integral_keeps_all_light() {
    for roughness in ROUGHNESSES {
        let directions: f32 =
            reflected_once(Vec3::new(0.6, 0.0, 0.8), roughness).map(|(l, part)| part * l.length()).sum();
        assert!(directions <= 1.001 && directions > 0.3 / PI, "{roughness}: {directions}");
    }
}
