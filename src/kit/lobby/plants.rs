//! Plants: bamboo in long planters, broad-leaved plants in pots, trees and hedges outside.

use std::f32::consts::TAU;

use glam::{Quat, Vec2, Vec3};

use crate::geometry::{Shape, chamfer_box, chamfer_box_on, circle, lathe, loft, ring, spline, sweep, tube};
use crate::material::Paint;
use crate::material::noise::Dice;
use crate::model::Model;

/// A blade of `segments` pieces that droops, folded along its rib: from the origin along +Z, up is +Y.
fn leaf(length: f32, width: f32, droop: f32, fold: f32, segments: u32) -> Shape {
    let mut shape = Shape::default();
    let mut rows = Vec::new();
    let (mut at, mut pitch) = (Vec3::ZERO, 0.0_f32);
    for i in 0..=segments {
        let t = i as f32 / segments as f32;
        let half = width * 0.5 * (t * 0.94 + 0.06).powf(0.55) * (1.0 - t).powf(0.6) * 1.75;
        let side = Vec3::new(half, half * fold, 0.0);
        rows.push((at - Vec3::new(side.x, -side.y, 0.0), at, at + side, t));
        pitch += droop / segments as f32;
        at += Vec3::new(0.0, -pitch.sin(), pitch.cos()) * (length / segments as f32);
    }
    for (left, rib, right, t) in rows {
        for (p, u) in [(left, 0.0), (rib, 0.5), (right, 1.0)] {
            shape.vertex(p, Vec3::Y);
            shape.uvs.push(Vec2::new(u, 1.0 - t));
        }
    }
    for i in 0..segments {
        let (a, b) = (i * 3, i * 3 + 3);
        for k in 0..2 {
            shape.quad(a + k + 1, a + k, b + k, b + k + 1);
        }
    }
    // A leaf is lit as the arc it is, not as its facets.
    let n = shape.positions.len();
    for i in 0..n {
        let row = i / 3 * 3;
        let next = if row + 3 < n {
            shape.positions[row + 4] - shape.positions[row + 1]
        } else {
            shape.positions[row + 1] - shape.positions[row - 2]
        };
        let across = if i % 3 == 0 {
            Vec3::new(1.0, -fold, 0.0)
        } else if i % 3 == 1 {
            Vec3::X
        } else {
            Vec3::new(1.0, fold, 0.0)
        };
        shape.normals[i] = next.cross(across).normalize_or(Vec3::Y);
    }
    shape
}

/// The leaf of a bamboo: two triangles with a fold between them, from the origin along +Z, drooping a little.
fn lancet(length: f32, width: f32) -> Shape {
    let mut shape = Shape::default();
    let corners = [
        (Vec3::ZERO, Vec3::new(0.0, 1.0, 0.2), 0.5, 1.0),
        (Vec3::new(width * 0.5, 0.004, length * 0.38), Vec3::new(-0.35, 1.0, 0.2), 1.0, 0.6),
        (Vec3::new(0.0, -length * 0.2, length), Vec3::new(0.0, 1.0, 0.5), 0.5, 0.0),
        (Vec3::new(-width * 0.5, 0.004, length * 0.38), Vec3::new(0.35, 1.0, 0.2), 0.0, 0.6),
    ];
    for (p, n, u, v) in corners {
        shape.vertex(p, n.normalize());
        shape.uvs.push(Vec2::new(u, v));
    }
    shape.triangle(0, 2, 1);
    shape.triangle(0, 3, 2);
    shape
}

fn aimed(shape: Shape, heading: f32, pitch: f32, at: Vec3) -> Shape {
    shape.turned(Quat::from_rotation_y(heading) * Quat::from_rotation_x(-pitch)).at(at.x, at.y, at.z)
}

/// A pot of `height`, tapered, with soil.
fn pot(radius: f32, height: f32, paint: Paint) -> Model {
    let mut m = Model::default();
    let profile = [
        (0.0, 0.0),
        (radius * 0.72, 0.0),
        (radius * 0.92, height * 0.5),
        (radius, height),
        (radius * 0.9, height),
        (radius * 0.86, height * 0.88),
        (0.0, height * 0.88),
    ];
    m.add(paint, lathe(&profile, 40, 0.012));
    m.add(
        Paint::Earth,
        lathe(&[(radius * 0.86, height * 0.885), (radius * 0.4, height * 0.91), (0.0, height * 0.92)], 24, 0.0),
    );
    m
}

/// A bird-of-paradise plant, about 2 m tall.
pub fn strelitzia(seed: u32) -> Model {
    let mut m = pot(0.3, 0.52, Paint::Graphite);
    let mut dice = Dice::new(seed);
    for i in 0..17 {
        let heading = TAU * (i as f32 * 0.382 + dice.between(-0.04, 0.04));
        let t = i as f32 / 16.0;
        let stem = 0.55 + 0.65 * t + dice.between(-0.08, 0.08);
        let lean = 0.52 - 0.4 * t + dice.between(-0.06, 0.06);
        let (sin, cos) = heading.sin_cos();
        let out = Vec3::new(sin, 0.0, cos);
        let base = Vec3::Y * 0.46 + out * 0.05;
        let tip = base + out * (stem * lean) + Vec3::Y * (stem * (1.0 - lean * 0.35));
        let path = [base, base.lerp(tip, 0.5) - out * 0.04, tip];
        m.add(Paint::Green, tube(&spline(&path, 4), 0.014, 6));
        let blade = leaf(0.58 + 0.26 * t, 0.25 + 0.07 * t, 0.85 + dice.between(-0.2, 0.3), 0.3, 7);
        m.add(Paint::Leaf, aimed(blade, heading, 0.95 - lean * 0.7, tip));
    }
    m
}

/// A low fern-like plant for tables and the reception.
pub fn tuft(seed: u32) -> Model {
    let mut m = pot(0.09, 0.13, Paint::WhiteLacquer);
    let mut dice = Dice::new(seed);
    for i in 0..22 {
        let heading = TAU * i as f32 * 0.382;
        let pitch = 0.4 + 0.9 * i as f32 / 22.0;
        let blade = leaf(dice.between(0.16, 0.26), 0.03, 1.5, 0.35, 4);
        m.add(Paint::Leaf, aimed(blade, heading, pitch, Vec3::new(0.0, 0.11, 0.0)));
    }
    m
}

/// A trough of bamboo, 2.2 m long in X.
pub fn bamboo(seed: u32) -> Model {
    let mut m = Model::default();
    m.add(Paint::DarkStone, chamfer_box_on(Vec3::new(2.2, 0.5, 0.56), 0.012).at(0.0, 0.03, 0.0));
    m.add(Paint::Graphite, chamfer_box_on(Vec3::new(2.1, 0.05, 0.46), 0.004));
    m.add(Paint::Earth, chamfer_box(Vec3::new(2.1, 0.04, 0.46), 0.01).at(0.0, 0.525, 0.0));
    let mut dice = Dice::new(seed);
    for i in 0..13 {
        let x = -0.98 + 0.163 * i as f32 + dice.between(-0.05, 0.05);
        culm(&mut m, Vec3::new(x, 0.53, dice.between(-0.16, 0.16)), &mut dice);
    }
    for _ in 0..40 {
        let blade = leaf(dice.between(0.12, 0.22), 0.022, 1.3, 0.3, 3);
        let at = Vec3::new(dice.between(-1.0, 1.0), 0.54, dice.between(-0.18, 0.18));
        m.add(Paint::Leaf, aimed(blade, dice.between(0.0, TAU), dice.between(0.6, 1.3), at));
    }
    m
}

/// One stem with its nodes and twigs of leaves.
fn culm(m: &mut Model, foot: Vec3, dice: &mut Dice) {
    let height = dice.between(2.0, 2.9);
    let lean = Vec3::new(dice.between(-0.14, 0.14), 0.0, dice.between(-0.1, 0.1));
    let at = |t: f32| foot + Vec3::Y * (height * t) + lean * (t * t);
    let radius = dice.between(0.011, 0.017);
    let mut rings = Vec::new();
    for node in 0..8 {
        for (t, r) in [(0.0, 1.0), (0.9, 0.94), (0.95, 1.16)] {
            let along = (node as f32 + t) / 8.0;
            rings.push(ring(&circle(radius * r * (1.0 - 0.55 * along), 7), at(along), Vec3::X, Vec3::NEG_Z));
        }
    }
    m.add(Paint::Green, loft(&rings, true, 70.0));
    for node in 2..8 {
        for _ in 0..3 {
            let from = at(node as f32 / 8.0);
            let heading = dice.between(0.0, TAU);
            let (sin, cos) = heading.sin_cos();
            let reach = dice.between(0.1, 0.3);
            let tip = from + Vec3::new(sin * reach, reach * 0.7, cos * reach);
            m.add(Paint::Green, sweep(&circle(0.0028, 3), &[from, tip], Vec3::X, false));
            for k in 0..5 {
                let blade = lancet(dice.between(0.13, 0.21), 0.024);
                let along = from.lerp(tip, 0.35 + 0.16 * k as f32);
                m.add(Paint::Leaf, aimed(blade, heading + dice.between(-1.3, 1.3), dice.between(-0.7, 0.35), along));
            }
        }
    }
}

/// A tree of about 6 m with a crown of leaf sprays.
pub fn tree(seed: u32) -> Model {
    let mut m = Model::default();
    let mut dice = Dice::new(seed);
    let trunk = [Vec3::ZERO, Vec3::new(0.05, 1.2, 0.03), Vec3::new(-0.02, 2.4, 0.08), Vec3::new(0.04, 4.2, 0.0)];
    m.add(Paint::Lawn, tube(&spline(&trunk, 4), 0.085, 8));
    for i in 0..7 {
        let (sin, cos) = (TAU * 0.382 * i as f32).sin_cos();
        let from = Vec3::new(0.0, 2.1 + 0.28 * i as f32, 0.05);
        let tip = from + Vec3::new(sin * 1.1, 0.9, cos * 1.1);
        m.add(Paint::Lawn, tube(&spline(&[from, from.lerp(tip, 0.5) - Vec3::Y * 0.1, tip], 3), 0.032, 5));
    }
    let middle = Vec3::new(0.0, 4.3, 0.0);
    for _ in 0..150 {
        let direction =
            Vec3::new(dice.between(-1.0, 1.0), dice.between(-0.75, 1.0), dice.between(-1.0, 1.0)).normalize_or(Vec3::Y);
        let at = middle + direction * Vec3::new(1.75, 1.7, 1.75) * dice.between(0.45, 1.0);
        let size = dice.between(0.75, 1.15);
        spray(&mut m, at, direction, size, &mut dice);
    }
    m
}

/// A picture of leaves that faces outwards, lit as the crown it belongs to.
fn spray(m: &mut Model, at: Vec3, outward: Vec3, size: f32, dice: &mut Dice) {
    let turn = Quat::from_rotation_arc(Vec3::Z, outward)
        * Quat::from_rotation_x(dice.between(-0.9, 0.9))
        * Quat::from_rotation_z(dice.between(0.0, TAU));
    let (u, v) = (turn * Vec3::X * size * 0.5, turn * Vec3::Y * size * 0.5);
    let mut card = Shape::default();
    card.face([at - u - v, at + u - v, at + u + v, at - u + v]);
    card.uvs = vec![Vec2::new(0.0, 1.0), Vec2::new(1.0, 1.0), Vec2::new(1.0, 0.0), Vec2::new(0.0, 0.0)];
    for n in &mut card.normals {
        *n = (outward + Vec3::Y * 0.35).normalize();
    }
    m.add(Paint::Foliage, card);
}

/// A clipped hedge along X with loose leaves on it.
pub fn hedge(length: f32, height: f32, depth: f32, seed: u32) -> Model {
    let mut m = Model::default();
    let mut dice = Dice::new(seed);
    m.add(
        Paint::Lawn,
        chamfer_box(Vec3::new(length, height - 0.1, depth - 0.12), 0.05).at(0.0, height * 0.5 - 0.05, 0.0),
    );
    let count = (length * 30.0) as u32;
    for _ in 0..count {
        let outward = Vec3::new(
            dice.between(-0.2, 0.2),
            dice.between(-0.2, 1.0),
            if dice.between(0.0, 1.0) > 0.5 { 1.0 } else { -1.0 },
        )
        .normalize();
        let at = Vec3::new(
            dice.between(-0.5, 0.5) * length,
            dice.between(0.12, 1.0) * (height - 0.1),
            outward.z.signum() * depth * 0.42 * dice.between(0.5, 1.0),
        );
        let size = dice.between(0.32, 0.48);
        spray(&mut m, at, outward, size, &mut dice);
    }
    m
}
