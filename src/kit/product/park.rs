//! A model of an industrial park on a table, 1:500.

use glam::{Vec2, Vec3};
use hall::{NodeId, Trs};

use crate::geometry::{
    Font, Polygon, Shape, Weight, chamfer_box, chamfer_box_on, circle, extrude, lathe, rectangle, rounded, spline,
    sweep, text_solid, tube,
};
use crate::material::Paint;
use crate::material::noise::Dice;
use crate::model::Model;
use crate::stage::Stage;

/// Half the size of the table top.
const HALF: Vec2 = Vec2::new(1.3, 0.85);
/// Height of the ground of the model.
const GROUND_Y: f32 = 0.82;

/// Sets the table and the model up.
pub fn park(stage: &mut Stage, parent: NodeId) {
    let mut m = Model::default();
    table(&mut m);
    let mut model = Model::default();
    ground(&mut model);
    buildings(&mut model);
    trees(&mut model);
    m.join(&model.at(0.0, GROUND_Y, 0.0));
    let mesh = stage.mesh("park-model", m);
    stage.node("park-model", Some(parent), Trs::default(), Some(mesh));
}

fn table(m: &mut Model) {
    m.add(Paint::Graphite, chamfer_box_on(Vec3::new(HALF.x * 2.0 - 0.3, 0.09, HALF.y * 2.0 - 0.3), 0.006));
    m.add_across(Paint::Walnut, chamfer_box(Vec3::new(HALF.x * 2.0, 0.66, HALF.y * 2.0), 0.012).at(0.0, 0.43, 0.0));
    m.add(
        Paint::LightStrip,
        chamfer_box(Vec3::new(HALF.x * 2.0 - 0.28, 0.012, HALF.y * 2.0 - 0.28), 0.003).at(0.0, 0.094, 0.0),
    );
    m.add(
        Paint::Graphite,
        chamfer_box(Vec3::new(HALF.x * 2.0 - 0.04, 0.03, HALF.y * 2.0 - 0.04), 0.004).at(0.0, 0.773, 0.0),
    );
    m.add(
        Paint::WhiteLacquer,
        chamfer_box(Vec3::new(HALF.x * 2.0, 0.034, HALF.y * 2.0), 0.006).at(0.0, GROUND_Y - 0.017, 0.0),
    );
    let name = text_solid(&Font::new(Weight::Bold), "云岭先进制造园 1:500", 0.1, 0.006, 0.0);
    m.add(Paint::Brass, name.at(0.0, 0.5, HALF.y - 0.001));
}

/// A flat plate on the ground.
fn plate(points: &[Vec2], height: f32) -> Shape {
    extrude(&Polygon::from(points.to_vec()), height, height * 0.3).turned_x(-90.0)
}

fn ground(m: &mut Model) {
    let river = [(-1.27, 0.44), (-0.9, 0.5), (-0.45, 0.42), (0.0, 0.5), (0.45, 0.62), (0.9, 0.58), (1.27, 0.66)];
    let river: Vec<Vec3> = river.iter().map(|p| Vec3::new(p.0, 0.0, p.1)).collect();
    m.add(Paint::DarkGlass, sweep(&rectangle(0.15, 0.006), &spline(&river, 6), Vec3::Y, true));
    for side in [-1.0, 1.0] {
        let bank: Vec<Vec3> = river.iter().map(|p| *p + Vec3::new(0.0, 0.002, side * 0.085)).collect();
        m.add(Paint::Oak, sweep(&rectangle(0.018, 0.012), &spline(&bank, 6), Vec3::Y, true));
    }
    for (from, to, width) in [
        (Vec2::new(-1.28, -0.02), Vec2::new(1.28, 0.02), 0.07),
        (Vec2::new(-0.42, -0.83), Vec2::new(-0.38, 0.83), 0.06),
        (Vec2::new(0.46, -0.83), Vec2::new(0.42, 0.83), 0.06),
        (Vec2::new(-1.28, -0.46), Vec2::new(1.28, -0.44), 0.04),
    ] {
        let path = [Vec3::new(from.x, 0.0, from.y), Vec3::new(to.x, 0.0, to.y)];
        m.add(Paint::GreyLacquer, sweep(&rectangle(width, 0.008), &path, Vec3::Y, true));
    }
    for (x, z) in [(-0.4, 0.43), (0.44, 0.62)] {
        m.add(Paint::WhiteLacquer, chamfer_box(Vec3::new(0.085, 0.014, 0.24), 0.003).at(x, 0.016, z));
        for side in [-1.0, 1.0] {
            let arch: Vec<Vec3> = (-6..=6)
                .map(|i| i as f32 / 6.0)
                .map(|t| Vec3::new(x + side * 0.036, 0.02 + 0.05 * (1.0 - t * t), z + 0.115 * t))
                .collect();
            m.add(Paint::Brass, tube(&arch, 0.0035, 6));
        }
    }
    for (x, z, w, d) in [
        (-0.85, -0.24, 0.7, 0.34),
        (0.02, -0.23, 0.72, 0.34),
        (0.86, -0.23, 0.7, 0.34),
        (-0.86, 0.21, 0.7, 0.3),
        (0.02, 0.22, 0.7, 0.3),
        (0.86, 0.25, 0.7, 0.34),
        (-0.85, -0.65, 0.7, 0.3),
        (0.03, -0.65, 0.7, 0.3),
        (0.88, -0.65, 0.68, 0.3),
    ] {
        let lot: Vec<Vec2> = rounded(&rectangle(w, d), 0.03, 3).iter().map(|p| *p + Vec2::new(x, -z)).collect();
        m.add(Paint::Plaster, plate(&lot, 0.008));
    }
}

/// Floors of white and dark glass in turn.
fn tower(size: Vec3, floors: u32) -> Model {
    let mut m = Model::default();
    m.add(Paint::DarkGlass, chamfer_box_on(Vec3::new(size.x * 0.94, size.y, size.z * 0.94), 0.001));
    for floor in 0..=floors {
        let slab = Vec3::new(size.x, size.y / floors as f32 * 0.42, size.z);
        m.add(Paint::WhiteLacquer, chamfer_box(slab, 0.0012).at(0.0, size.y * floor as f32 / floors as f32, 0.0));
    }
    m.add(Paint::GreyLacquer, chamfer_box_on(Vec3::new(size.x * 0.5, 0.02, size.z * 0.4), 0.002).at(0.0, size.y, 0.0));
    m
}

/// A factory hall with a saw-tooth roof whose glass looks north.
fn factory(width: f32, depth: f32, height: f32, teeth: u32) -> Model {
    let mut m = Model::default();
    m.add(Paint::WhiteLacquer, chamfer_box_on(Vec3::new(width, height, depth), 0.002));
    m.add(
        Paint::DarkGlass,
        chamfer_box(Vec3::new(width * 0.92, height * 0.22, depth * 1.006), 0.001).at(0.0, height * 0.55, 0.0),
    );
    let pitch = width / teeth as f32;
    for tooth in 0..teeth {
        let x = -width * 0.5 + pitch * tooth as f32;
        let figure = vec![Vec2::new(0.0, 0.0), Vec2::new(pitch * 0.94, 0.0), Vec2::new(pitch * 0.94, height * 0.42)];
        m.add(Paint::WhiteLacquer, extrude(&Polygon::from(figure), depth, 0.001).at(x, height, -depth * 0.5));
        m.add(
            Paint::DarkGlass,
            chamfer_box(Vec3::new(0.002, height * 0.3, depth * 0.92), 0.0005).at(x + pitch * 0.942, height * 1.2, 0.0),
        );
    }
    m
}

fn buildings(m: &mut Model) {
    m.join(&factory(0.5, 0.22, 0.07, 6).at(-0.86, 0.008, -0.25));
    m.join(&factory(0.52, 0.2, 0.06, 7).at(-0.86, 0.008, -0.66));
    m.join(&factory(0.46, 0.2, 0.065, 5).at(0.05, 0.008, -0.66));
    m.join(&factory(0.4, 0.22, 0.075, 4).at(0.92, 0.008, -0.24));
    for (x, z, w, d, h, floors) in [
        (-0.22, -0.22, 0.12, 0.14, 0.34, 16),
        (-0.02, -0.26, 0.12, 0.12, 0.26, 12),
        (0.2, -0.2, 0.16, 0.12, 0.19, 9),
        (0.22, -0.34, 0.1, 0.08, 0.12, 6),
        (0.68, -0.64, 0.12, 0.16, 0.16, 8),
        (0.88, -0.66, 0.12, 0.14, 0.22, 10),
        (1.08, -0.64, 0.12, 0.16, 0.14, 7),
        (-1.05, 0.2, 0.2, 0.12, 0.1, 5),
        (-0.75, 0.2, 0.2, 0.14, 0.13, 6),
        (0.72, 0.2, 0.14, 0.14, 0.15, 7),
        (0.98, 0.28, 0.22, 0.12, 0.09, 4),
    ] {
        m.join(&tower(Vec3::new(w, h, d), floors).at(x, 0.008, z));
    }
    // The exhibition centre: a shell over a glass drum, lit.
    m.add(
        Paint::LightStrip,
        lathe(&[(0.0, 0.0), (0.118, 0.0), (0.118, 0.04), (0.0, 0.04)], 40, 0.0).at(0.02, 0.008, 0.2),
    );
    m.add(
        Paint::WhiteLacquer,
        lathe(&[(0.0, 0.04), (0.15, 0.04), (0.152, 0.046), (0.11, 0.066), (0.05, 0.078), (0.0, 0.08)], 40, 0.001)
            .at(0.02, 0.008, 0.2),
    );
    for z in [-0.02, 0.1] {
        for x in [-0.24, -0.17] {
            m.add(
                Paint::GreyLacquer,
                lathe(&[(0.0, 0.0), (0.026, 0.0), (0.026, 0.06), (0.0, 0.074)], 20, 0.001).at(x, 0.008, 0.15 + z),
            );
        }
    }
    let landing = extrude(
        &Polygon { outer: circle(0.06, 32), holes: vec![circle(0.046, 32).into_iter().rev().collect()] },
        0.002,
        0.0,
    );
    m.add(Paint::Teal, landing.turned_x(-90.0).at(0.24, 0.0085, 0.24));
    m.add(
        Paint::Teal,
        text_solid(&Font::new(Weight::Bold), "H", 0.06, 0.002, 0.0).turned_x(-90.0).at(0.24, 0.0085, 0.262),
    );
}

fn trees(m: &mut Model) {
    let tree = lathe(&[(0.0, 0.006), (0.012, 0.01), (0.015, 0.02), (0.009, 0.031), (0.0, 0.035)], 5, 0.0);
    let mut dice = Dice::new(9);
    let mut plant = |x: f32, z: f32| {
        let size = dice.between(0.75, 1.25);
        m.add(
            Paint::Green,
            tree.clone().scaled(size, size * 1.1, size).at(
                x + dice.between(-0.006, 0.006),
                0.0,
                z + dice.between(-0.006, 0.006),
            ),
        );
    };
    for i in 0..26 {
        let x = -1.24 + 0.098 * i as f32;
        if (x + 0.4).abs() > 0.07 && (x - 0.44).abs() > 0.07 {
            plant(x, 0.055);
            plant(x, -0.055);
        }
    }
    for i in 0..34 {
        let x = -1.24 + 0.074 * i as f32;
        if (x + 0.4).abs() > 0.07 && (x - 0.44).abs() > 0.07 {
            plant(x, 0.76 - 0.03 * (x * 4.0).sin());
            plant(x + 0.03, 0.8);
        }
    }
}
