//! What one sees through the glass: a terrace, hedges and trees, lawn, and the hills in the morning haze.

use std::f32::consts::TAU;

use glam::{Vec2, Vec3};

use super::plan::{HALF_X, HALF_Z};
use super::plants;
use crate::geometry::{Shape, chamfer_box_on, cuts, panel};
use crate::material::Paint;
use crate::model::Model;
use crate::stage::{Stage, standing};

/// How far away the sky is.
const SKY_RADIUS: f32 = 90.0;

/// Sets the surroundings up.
pub fn build(stage: &mut Stage) {
    stage.fixed("terrace", terrace());
    stage.fixed("sky", sky());
    let trees = [stage.mesh("tree-a", plants::tree(11)), stage.mesh("tree-b", plants::tree(23))];
    let places = [
        (16.4, 11.0),
        (17.8, 6.2),
        (16.2, 1.0),
        (17.6, -4.4),
        (16.6, -9.6),
        (18.2, -14.6),
        (22.5, 8.6),
        (23.6, -1.6),
        (22.2, -12.0),
        (24.0, 15.5),
        (17.0, 17.5),
        (9.0, 22.5),
        (3.4, 25.5),
        (-4.2, 24.5),
        (-8.6, 21.4),
        (12.6, 27.0),
        (28.5, 3.5),
        (29.0, -8.0),
    ];
    for (i, (x, z)) in places.into_iter().enumerate() {
        let node =
            stage.node(&format!("tree-{}", i + 1), None, standing(x, -0.05, z, 67.0 * i as f32), Some(trees[i % 2]));
        stage.scale(node, 0.85 + 0.09 * ((i * 5) % 7) as f32);
    }
    let hedge = stage.mesh("hedge", plants::hedge(6.0, 0.85, 0.7, 5));
    for i in 0..6 {
        stage.node(&format!("hedge-{}", i + 1), None, standing(14.6, -0.03, 13.5 - 6.4 * i as f32, 90.0), Some(hedge));
    }
    for (i, x) in [-8.0, 8.4].into_iter().enumerate() {
        stage.node(&format!("hedge-south-{}", i + 1), None, standing(x, -0.03, 19.2, 0.0), Some(hedge));
    }
}

fn terrace() -> Model {
    let mut m = Model::default();
    let u = cuts(0.0, 3.7, 1.0, &[0.12]);
    let v = cuts(0.0, 44.0, 2.0, &[]);
    m.add(Paint::Paving, panel(Vec3::new(HALF_X + 0.3, -0.02, 22.0), Vec3::X, Vec3::NEG_Z, &u, &v, |_, _| true));
    let front_u = cuts(0.0, 30.3, 2.0, &[]);
    let front_v = cuts(0.0, 6.6, 1.0, &[0.2]);
    m.add(
        Paint::Paving,
        panel(Vec3::new(-20.0, -0.02, HALF_Z + 7.0), Vec3::X, Vec3::NEG_Z, &front_u, &front_v, |_, _| true),
    );
    for i in 0..30 {
        let z = 21.0 - 1.5 * i as f32;
        m.add(Paint::Paving, chamfer_box_on(Vec3::new(3.6, 0.012, 0.02), 0.002).at(HALF_X + 2.15, -0.026, z));
    }
    m.add(Paint::Paving, chamfer_box_on(Vec3::new(0.3, 0.34, 40.0), 0.012).at(14.05, -0.03, 0.0));
    let lawn = cuts(0.0, 180.0, 12.0, &[]);
    m.add(
        Paint::Lawn,
        panel(Vec3::new(-90.0, -0.06, 90.0), Vec3::X, Vec3::NEG_Z, &lawn, &lawn, |x, z| {
            Vec2::new(x - 90.0, z - 90.0).length() < 88.0 && !((x - 90.0).abs() < 9.5 && (z - 90.0).abs() < 14.5)
        }),
    );
    m
}

/// A dome that is seen from inside, from a little below the horizon to the zenith.
pub(crate) fn sky() -> Model {
    let mut dome = Shape::default();
    let (around, up) = (40, 9);
    for j in 0..=up {
        // From 5 degrees below the horizon to the zenith; v is 0.8 at the horizon.
        let t = j as f32 / up as f32;
        let elevation = (-5.0 + 95.0 * t.powf(1.25)).to_radians();
        for i in 0..=around {
            let turn = i as f32 / around as f32;
            let (sin, cos) = (turn * TAU).sin_cos();
            let direction = Vec3::new(cos * elevation.cos(), elevation.sin(), sin * elevation.cos());
            dome.vertex(direction * SKY_RADIUS, -direction);
            let v = if elevation < 0.0 {
                0.8 - elevation / 0.0873 * 0.2
            } else {
                0.8 * (1.0 - elevation / (TAU / 4.0)).powf(1.6)
            };
            dome.uvs.push(Vec2::new(turn * 2.0, v));
        }
    }
    for j in 0..up {
        for i in 0..around {
            let (a, b) = (j * (around + 1) + i, (j + 1) * (around + 1) + i);
            dome.quad(a, a + 1, b + 1, b);
        }
    }
    let mut m = Model::default();
    m.add(Paint::Sky, dome);
    m
}
