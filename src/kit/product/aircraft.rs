//! An electric aircraft that takes off upright: six lift rotors on booms, a long wing, a glass cabin. The nose points along -Z.
//! It hangs: the origin is the middle of its cabin floor.

use std::f32::consts::TAU;

use glam::{Quat, Vec2, Vec3};
use hall::{NodeId, Trs};

use super::Turning;
use super::blades::{Blade, blade_row};
use super::parts::{bar, drum_y, ring_z};
use crate::geometry::{Font, Shape, Weight, lathe, loft, ring, spline, text_solid, tube};
use crate::material::Paint;
use crate::model::Model;
use crate::stage::Stage;

/// Where the lift rotors turn: right side.
const ROTORS: [Vec3; 3] = [Vec3::new(1.02, 0.64, -1.12), Vec3::new(1.02, 0.64, 1.02), Vec3::new(1.98, 0.66, -0.5)];

/// How square the fuselage is; 2 is round.
const POWER: f32 = 2.35;

/// Sets the aircraft up; its rotors turn slowly.
pub fn aircraft(stage: &mut Stage, parent: NodeId) -> Turning {
    let mesh = stage.mesh("aircraft-body", body());
    stage.node("aircraft-body", Some(parent), Trs::default(), Some(mesh));
    let rotor = stage.mesh("aircraft-rotor", rotor());
    let mut turning = Turning::new();
    for (i, at) in ROTORS.iter().enumerate() {
        for side in [1.0, -1.0_f32] {
            let name = format!("aircraft-rotor-{}", i * 2 + usize::from(side < 0.0) + 1);
            let at = Trs { translation: *at * Vec3::new(side, 1.0, 1.0), ..Trs::default() };
            let node = stage.node(&name, Some(parent), at, Some(rotor));
            let steps = 8 * (i + 2);
            let times = (0..=steps).map(|k| k as f32 * 18.0 / steps as f32).collect();
            let angle = |k: usize| side * (TAU * (i + 2) as f32 * k as f32 / steps as f32) + i as f32;
            turning.push((node, times, (0..=steps).map(|k| Quat::from_rotation_y(angle(k))).collect()));
        }
    }
    turning
}

fn body() -> Model {
    let mut m = Model::default();
    fuselage(&mut m);
    let mut half = Model::default();
    wing(&mut half);
    boom(&mut half);
    let mirrored = half.clone().placed(&glam::Affine3A::from_scale(Vec3::new(-1.0, 1.0, 1.0)));
    m.join(&half).join(&mirrored);
    let name = text_solid(&Font::new(Weight::Bold), "YZ-A4", 0.15, 0.004, 0.0);
    m.add(Paint::Teal, name.clone().turned_y(90.0).at(0.343, 0.27, 0.62));
    m.add(Paint::Teal, name.turned_y(-90.0).at(-0.343, 0.27, 0.62));
    m
}

fn fuselage(m: &mut Model) {
    // Long: one shape after another, each placed by its own measures.
    // z, half width, half height, middle height
    let sections = [
        (-1.78, 0.02, 0.02, 0.2),
        (-1.72, 0.11, 0.09, 0.2),
        (-1.58, 0.21, 0.17, 0.215),
        (-1.38, 0.3, 0.26, 0.25),
        (-1.12, 0.38, 0.35, 0.3),
        (-0.82, 0.435, 0.43, 0.345),
        (-0.5, 0.46, 0.475, 0.375),
        (-0.15, 0.46, 0.485, 0.385),
        (0.2, 0.435, 0.45, 0.39),
        (0.5, 0.385, 0.385, 0.4),
        (0.85, 0.29, 0.28, 0.42),
        (1.2, 0.19, 0.185, 0.45),
        (1.6, 0.105, 0.11, 0.49),
        (1.95, 0.05, 0.06, 0.52),
        (2.02, 0.015, 0.02, 0.525),
    ];
    let rings: Vec<Vec<Vec3>> = sections.iter().map(|&(z, w, h, y)| ring_z(w, h, POWER, y, z, 32)).collect();
    let skin = loft(&rings, true, 60.0);
    // Colours meet along the lines of the skin, so that no edge is ragged: the canopy from the nose to behind the seats, the belly below.
    let turn_deg = |p: Vec3| {
        let after = sections.iter().position(|s| s.0 > p.z).unwrap_or(sections.len() - 1).max(1);
        let (a, b) = (sections[after - 1], sections[after]);
        let t = ((p.z - a.0) / (b.0 - a.0)).clamp(0.0, 1.0);
        let between = |a: f32, b: f32| a + (b - a) * t;
        let unbend = |v: f32| v.signum() * v.abs().powf(POWER * 0.5);
        let (x, y) = (p.x / between(a.1, b.1), (p.y - between(a.3, b.3)) / between(a.2, b.2));
        unbend(y).atan2(unbend(x).abs()).to_degrees()
    };
    let (glass, shell) = skin.split(|p| {
        (-1.58..0.5).contains(&p.z)
            && turn_deg(p) > if p.z > 0.2 { 33.75 } else { 11.25 }
            && turn_deg(p) < if p.z > -0.15 { 67.5 } else { 90.0 }
    });
    let (belly, shell) = shell.split(|p| turn_deg(p) < -33.75 && p.z < 1.6);
    m.add(Paint::DarkGlass, glass).add(Paint::WhiteLacquer, shell).add(Paint::Teal, belly);
    for x in [-0.36, 0.36_f32] {
        let skid = [
            Vec3::new(x * 1.25, -0.38, -0.95),
            Vec3::new(x * 1.25, -0.42, -0.6),
            Vec3::new(x * 1.25, -0.42, 0.6),
            Vec3::new(x * 1.25, -0.39, 0.85),
        ];
        m.add(Paint::Graphite, tube(&spline(&skid, 5), 0.022, 10));
        for z in [-0.5, 0.42] {
            let leg = [Vec3::new(x * 0.55, -0.02, z), Vec3::new(x * 1.0, -0.16, z), Vec3::new(x * 1.22, -0.41, z)];
            m.add(Paint::Graphite, tube(&spline(&leg, 5), 0.018, 10));
        }
    }
    let fin = |lean: f32| {
        let section = |chord: f32, z: f32, up: f32| {
            let figure: Vec<Vec2> = AIRFOIL.iter().map(|p| Vec2::new(p.1 * 0.8, p.0) * chord).collect();
            let center = Vec3::new(0.0, 0.5, z) + Quat::from_rotation_z(lean) * Vec3::Y * up;
            ring(&figure, center, Quat::from_rotation_z(lean) * Vec3::X, Vec3::NEG_Z)
        };
        loft(
            &[section(0.5, 1.68, 0.03), section(0.4, 1.82, 0.35), section(0.3, 1.94, 0.62), section(0.22, 2.0, 0.68)],
            true,
            50.0,
        )
    };
    m.add(Paint::WhiteLacquer, fin(0.72)).add(Paint::WhiteLacquer, fin(-0.72));
}

/// The right wing with its winglet.
fn wing(m: &mut Model) {
    // x, y, z of the middle, chord, lean
    let stations = [
        (0.1, 0.74, 0.02, 0.66, 0.0),
        (0.6, 0.76, 0.02, 0.6, 0.05),
        (1.2, 0.79, 0.03, 0.52, 0.05),
        (1.9, 0.83, 0.05, 0.44, 0.06),
        (2.36, 0.865, 0.07, 0.38, 0.12),
        (2.5, 0.91, 0.1, 0.33, 0.7),
        (2.56, 1.0, 0.15, 0.27, 1.25),
        (2.58, 1.16, 0.23, 0.17, 1.4),
    ];
    let rings: Vec<Vec<Vec3>> = stations
        .iter()
        .map(|&(x, y, z, chord, lean)| {
            let figure: Vec<Vec2> = AIRFOIL.iter().map(|p| Vec2::new(p.0, p.1) * chord).collect();
            let up = Quat::from_rotation_z(lean) * Vec3::Y;
            ring(&figure, Vec3::new(x, y, z), Vec3::Z, up)
        })
        .collect();
    let skin = loft(&rings.into_iter().rev().collect::<Vec<_>>(), true, 50.0);
    let (tip, rest) = skin.split(|p| p.x > 2.44);
    m.add(Paint::WhiteLacquer, outward(rest, Vec3::new(1.2, 0.8, 0.03)));
    m.add(Paint::Teal, outward(tip, Vec3::new(2.52, 1.0, 0.15)));
}

/// Turns a shape inside out if it faces its own middle.
fn outward(shape: Shape, middle: Vec3) -> Shape {
    let facing: f32 = shape
        .indices
        .chunks_exact(3)
        .map(|t| {
            let [a, b, c] = [t[0], t[1], t[2]].map(|i| shape.positions[i as usize]);
            (b - a).cross(c - a).dot((a + b + c) / 3.0 - middle)
        })
        .sum();
    if facing < 0.0 { shape.flipped() } else { shape }
}

/// The right boom with its rotor pods, and the outer pod.
fn boom(m: &mut Model) {
    let along = |z: f32, r: f32| (r, z);
    let profile = [
        along(-1.42, 0.0),
        along(-1.4, 0.02),
        along(-1.3, 0.045),
        along(-1.0, 0.062),
        along(0.0, 0.07),
        along(0.9, 0.06),
        along(1.25, 0.04),
        along(1.34, 0.015),
        along(1.35, 0.0),
    ];
    m.add(Paint::WhiteLacquer, lathe(&profile, 20, 0.0).turned_x(90.0).at(1.02, 0.5, 0.0));
    m.add(Paint::Graphite, bar(Vec3::new(1.02, 0.5, 0.02), Vec3::new(1.02, 0.78, 0.02), 0.05, 14));
    let pod = [
        along(-0.3, 0.0),
        along(-0.28, 0.02),
        along(-0.18, 0.045),
        along(0.0, 0.055),
        along(0.2, 0.04),
        along(0.34, 0.0),
    ];
    m.add(Paint::WhiteLacquer, lathe(&pod, 18, 0.0).turned_x(90.0).at(1.98, 0.56, -0.4));
    m.add(Paint::Graphite, bar(Vec3::new(1.98, 0.56, -0.25), Vec3::new(1.98, 0.82, -0.02), 0.03, 12));
    for at in ROTORS {
        m.add(Paint::Graphite, drum_y(0.06, 0.09, 0.012, 20).at(at.x, at.y - 0.075, at.z));
    }
}

/// Two blades and a hub, turning about +Y.
fn rotor() -> Model {
    let mut m = Model::default();
    let shape = Blade {
        radius: [0.06, 0.56],
        chord: [0.055, 0.04],
        pitch_deg: [22.0, 7.0],
        thickness: 0.1,
        sections: 4,
        sweep: -0.02,
    };
    m.add(Paint::Graphite, blade_row(&shape, 2, 0.0).turned_z(90.0));
    m.add(Paint::Steel, drum_y(0.045, 0.05, 0.008, 18));
    m.add(Paint::Teal, lathe(&[(0.036, 0.024), (0.03, 0.045), (0.014, 0.06), (0.0, 0.062)], 18, 0.0));
    m
}

/// Length 1 from nose (-0.35) to tail (0.65); x runs back, y up.
const AIRFOIL: [(f32, f32); 14] = [
    (0.65, 0.003),
    (0.45, 0.03),
    (0.2, 0.065),
    (0.0, 0.085),
    (-0.15, 0.085),
    (-0.27, 0.065),
    (-0.335, 0.03),
    (-0.35, 0.0),
    (-0.335, -0.02),
    (-0.27, -0.033),
    (-0.15, -0.04),
    (0.05, -0.036),
    (0.35, -0.018),
    (0.65, -0.003),
];
