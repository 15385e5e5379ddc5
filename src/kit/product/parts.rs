//! Machine elements that several products are made of.

use std::f32::consts::TAU;

use glam::{Quat, Vec2, Vec3};

use crate::geometry::{Shape, chamfer_box, lathe, ring, tube};

/// A solid cylinder along X around the origin.
pub fn drum_x(radius: f32, length: f32, bevel: f32, sides: u32) -> Shape {
    drum_y(radius, length, bevel, sides).turned_z(-90.0)
}

/// A solid cylinder along Y around the origin.
pub fn drum_y(radius: f32, length: f32, bevel: f32, sides: u32) -> Shape {
    let half = length * 0.5;
    lathe(&[(0.0, -half), (radius, -half), (radius, half), (0.0, half)], sides, bevel)
}

/// A solid cylinder along Z around the origin.
pub fn drum_z(radius: f32, length: f32, bevel: f32, sides: u32) -> Shape {
    drum_y(radius, length, bevel, sides).turned_x(90.0)
}

/// A body of revolution about X: the profile's heights run along +X.
pub fn turned_along_x(profile: &[(f32, f32)], segments: u32, bevel: f32) -> Shape {
    lathe(profile, segments, bevel).turned_z(-90.0)
}

/// `count` bolt heads in a circle, axis +Y, standing on y = 0.
pub fn bolts(count: u32, circle_radius: f32, size: f32) -> Shape {
    let bolt = lathe(&[(size, 0.0), (size, size * 0.8), (0.0, size * 0.8)], 6, size * 0.15);
    bolt.at(circle_radius, 0.0, 0.0).around_y(count)
}

/// Two circles and the straight lines that touch both, counter-clockwise: a connecting rod. The second circle lies at +y.
pub fn rod_figure(radius_low: f32, radius_high: f32, distance: f32, steps: u32) -> Vec<Vec2> {
    let lean = ((radius_low - radius_high) / distance).asin();
    let arc = |center: Vec2, radius: f32, from: f32, to: f32| {
        (0..=steps).map(move |i| center + Vec2::from_angle(from + (to - from) * i as f32 / steps as f32) * radius)
    };
    let half = TAU / 4.0;
    let low = arc(Vec2::ZERO, radius_low, -half * 2.0 - lean, lean);
    let high = arc(Vec2::new(0.0, distance), radius_high, lean, half * 2.0 - lean);
    low.chain(high).collect()
}

/// A rounded rectangle that is nearly round at `power` 2 and nearly square at 8, counter-clockwise.
pub fn superellipse(half_width: f32, half_height: f32, power: f32, corners: u32) -> Vec<Vec2> {
    (0..corners)
        .map(|i| {
            let (sin, cos) = (TAU * i as f32 / corners as f32).sin_cos();
            let bend = |v: f32| v.signum() * v.abs().powf(2.0 / power);
            Vec2::new(half_width * bend(cos), half_height * bend(sin))
        })
        .collect()
}

/// A superellipse standing across Z at `z`, counter-clockwise seen from +Z.
pub fn ring_z(half_width: f32, half_height: f32, power: f32, y: f32, z: f32, corners: u32) -> Vec<Vec3> {
    ring(&superellipse(half_width, half_height, power, corners), Vec3::new(0.0, y, z), Vec3::X, Vec3::Y)
}

/// A superellipse standing across X at `x`, counter-clockwise seen from +X.
pub fn ring_x(half_width: f32, half_height: f32, power: f32, y: f32, x: f32, corners: u32) -> Vec<Vec3> {
    ring(&superellipse(half_width, half_height, power, corners), Vec3::new(x, y, 0.0), Vec3::NEG_Z, Vec3::Y)
}

/// A coil spring along +Y from y = 0.
pub fn spring(radius: f32, height: f32, turns: u32, wire: f32) -> Shape {
    let steps = turns * 10;
    let path: Vec<Vec3> = (0..=steps)
        .map(|i| {
            let t = i as f32 / steps as f32;
            let (sin, cos) = (t * turns as f32 * TAU).sin_cos();
            Vec3::new(radius * cos, height * t, radius * sin)
        })
        .collect();
    tube(&path, wire, 6)
}

/// A round bar between two points.
pub fn bar(from: Vec3, to: Vec3, radius: f32, sides: u32) -> Shape {
    let along = to - from;
    let turn = Quat::from_rotation_arc(Vec3::Y, along.normalize_or(Vec3::Y));
    let middle = (from + to) * 0.5;
    drum_y(radius, along.length(), radius * 0.2, sides).turned(turn).at(middle.x, middle.y, middle.z)
}

/// `count` thin plates across X, evenly from `from` to `to`.
pub fn fins_x(count: u32, from: f32, to: f32, size: Vec3) -> Shape {
    let fin = chamfer_box(size, size.x * 0.2);
    let mut all = Shape::default();
    for i in 0..count {
        all.join(&fin.clone().at(from + (to - from) * i as f32 / (count - 1).max(1) as f32, 0.0, 0.0));
    }
    all
}
