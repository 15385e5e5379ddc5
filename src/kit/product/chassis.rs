//! A battery-electric platform: pack, two motors, wheels, suspension. It points along +X.

use std::f32::consts::TAU;

use glam::{Vec2, Vec3};
use hall::{NodeId, Trs};

use super::parts::{bar, bolts, drum_x, drum_z, fins_x, spring};
use crate::geometry::{
    Font, Polygon, Shape, Weight, chamfer_box, extrude, lathe, rectangle, rounded, spline, sweep, text_solid, tube,
};
use crate::material::Paint;
use crate::model::Model;
use crate::stage::{Stage, standing};

/// Half the distance between the axles.
const AXLE_X: f32 = 1.42;
/// Half the distance between the middles of the wheels.
const WHEEL_Z: f32 = 0.8;
/// Radius of a tyre.
const TYRE_RADIUS: f32 = 0.35;

/// Sets the platform up.
pub fn chassis(stage: &mut Stage, parent: NodeId) {
    let mesh = stage.mesh("chassis-body", body());
    stage.node("chassis-body", Some(parent), Trs::default(), Some(mesh));
    let wheel = stage.mesh("chassis-wheel", wheel());
    for (name, x, z, turn) in [
        ("chassis-wheel-front-left", AXLE_X, -WHEEL_Z, 180.0 - 14.0),
        ("chassis-wheel-front-right", AXLE_X, WHEEL_Z, -14.0),
        ("chassis-wheel-rear-left", -AXLE_X, -WHEEL_Z, 180.0),
        ("chassis-wheel-rear-right", -AXLE_X, WHEEL_Z, 0.0),
    ] {
        stage.node(name, Some(parent), standing(x, TYRE_RADIUS, z, turn), Some(wheel));
    }
}

fn body() -> Model {
    let mut m = Model::default();
    pack(&mut m);
    for front in [true, false] {
        let axle = axle(front);
        m.join(&if front { axle.at(AXLE_X, 0.0, 0.0) } else { axle.turned_y(180.0).at(-AXLE_X, 0.0, 0.0) });
    }
    cables(&mut m);
    m
}

/// The battery: a tray with side rails, modules in view at the front, a ribbed cover over the rest.
fn pack(m: &mut Model) {
    let tray = rounded(&rectangle(2.06, 1.42), 0.06, 4);
    m.add(Paint::Aluminium, extrude(&Polygon::from(tray), 0.05, 0.006).turned_x(-90.0).at(0.0, 0.17, 0.0));
    let rail = [(0.0, 0.0), (0.09, 0.0), (0.11, 0.03), (0.11, 0.09), (0.07, 0.13), (0.0, 0.13)];
    let rail: Vec<Vec2> = rail.iter().map(|p| Vec2::new(p.0, p.1)).collect();
    let rail = extrude(&Polygon::from(rail), 2.1, 0.005).turned_y(90.0).at(-1.05, 0.19, -0.66);
    m.add(Paint::Aluminium, rail.clone().with(rail.turned_y(180.0)));
    for x in [-0.98, 0.98] {
        m.add(Paint::Aluminium, chamfer_box(Vec3::new(0.07, 0.1, 1.32), 0.008).at(x, 0.26, 0.0));
    }
    for row in 0..3 {
        for column in 0..2 {
            let (x, z) = (0.775 - 0.335 * row as f32, 0.636 * (column as f32 - 0.5));
            m.add(Paint::Graphite, chamfer_box(Vec3::new(0.31, 0.09, 0.61), 0.008).at(x, 0.265, z));
            for cell in 0..9 {
                let at = z - 0.264 + 0.066 * cell as f32;
                m.add(Paint::Teal, chamfer_box(Vec3::new(0.25, 0.02, 0.05), 0.004).at(x, 0.312, at));
            }
            for side in [-0.1, 0.1] {
                m.add(Paint::Copper, chamfer_box(Vec3::new(0.03, 0.012, 0.56), 0.003).at(x + side, 0.325, z));
            }
        }
    }
    let cover = rounded(&rectangle(1.16, 1.28), 0.05, 4);
    m.add(Paint::WhiteLacquer, extrude(&Polygon::from(cover), 0.09, 0.014).turned_x(-90.0).at(-0.39, 0.255, 0.0));
    for z in [-0.48, -0.29, 0.29, 0.48] {
        m.add(Paint::WhiteLacquer, chamfer_box(Vec3::new(1.02, 0.026, 0.055), 0.01).at(-0.39, 0.35, z));
    }
    let name = text_solid(&Font::new(Weight::Bold), "YZ-E 96 kWh", 0.13, 0.006, 0.0012);
    m.add(Paint::Graphite, name.turned_x(-90.0).at(-0.39, 0.344, 0.045));
    for x in [-0.93, 0.15] {
        for z in [-0.58, 0.58] {
            m.add(Paint::Steel, bolts(1, 0.0, 0.014).at(x, 0.345, z));
        }
    }
}

/// Motor, subframe, suspension and brakes of one axle, as at the front; +X is forward.
fn axle(front: bool) -> Model {
    // Long: one part after another, each placed by its own measures.
    let mut m = Model::default();
    let side = |shape: Shape| shape.and_mirrored_z();
    let beam = [
        Vec3::new(-0.42, 0.25, 0.3),
        Vec3::new(-0.2, 0.21, 0.36),
        Vec3::new(0.2, 0.21, 0.36),
        Vec3::new(0.5, 0.29, 0.42),
    ];
    m.add(Paint::Graphite, side(sweep(&rounded(&rectangle(0.07, 0.09), 0.015, 2), &spline(&beam, 5), Vec3::Y, true)));
    for x in [-0.18, 0.2] {
        m.add(Paint::Graphite, bar(Vec3::new(x, 0.21, -0.36), Vec3::new(x, 0.21, 0.36), 0.03, 14));
    }
    m.add(Paint::Aluminium, drum_z(0.145, 0.36, 0.02, 32).at(0.0, 0.4, -0.06));
    let fins = fins_x(9, -0.14, 0.14, Vec3::new(0.008, 0.31, 0.31)).turned_y(90.0);
    m.add(Paint::Aluminium, fins.at(0.0, 0.4, -0.07));
    m.add(Paint::Aluminium, drum_z(0.175, 0.12, 0.03, 32).at(0.03, 0.38, 0.19));
    m.add(Paint::Graphite, bolts(8, 0.13, 0.012).turned_x(90.0).at(0.03, 0.38, 0.25));
    m.add(Paint::Graphite, chamfer_box(Vec3::new(0.36, 0.09, 0.44), 0.02).at(0.0, 0.585, 0.0));
    m.add(Paint::Teal, chamfer_box(Vec3::new(0.24, 0.012, 0.06), 0.004).at(0.0, 0.633, 0.12));
    m.add(Paint::Steel, side(bar(Vec3::new(0.0, 0.36, 0.24), Vec3::new(0.0, 0.35, 0.7), 0.022, 14)));
    m.add(
        Paint::Rubber,
        side(
            lathe(
                &[(0.02, 0.0), (0.055, 0.01), (0.04, 0.03), (0.048, 0.045), (0.034, 0.065), (0.04, 0.08), (0.02, 0.1)],
                16,
                0.0,
            )
            .turned_x(90.0)
            .at(0.0, 0.36, 0.28),
        ),
    );
    for (y, inner, reach, radius) in [(0.24, 0.36, 0.16, 0.022), (0.52, 0.4, 0.13, 0.016)] {
        for x in [-reach, reach] {
            let arm =
                [Vec3::new(x, y + 0.01, inner), Vec3::new(x * 0.75, y, inner + 0.16), Vec3::new(0.0, y - 0.005, 0.695)];
            m.add(Paint::Aluminium, side(tube(&spline(&arm, 4), radius, 10)));
            m.add(Paint::Rubber, side(drum_x(radius * 1.9, 0.06, 0.006, 14).at(x, y + 0.01, inner)));
        }
    }
    let knuckle = [Vec3::new(0.0, 0.22, 0.69), Vec3::new(0.0, 0.36, 0.715), Vec3::new(0.0, 0.54, 0.69)];
    m.add(Paint::Aluminium, side(tube(&spline(&knuckle, 5), 0.034, 12)));
    m.add(Paint::Aluminium, side(drum_z(0.075, 0.07, 0.01, 24).at(0.0, TYRE_RADIUS, 0.72)));
    m.add(Paint::Steel, side(bar(Vec3::new(-0.06, 0.26, 0.6), Vec3::new(-0.1, 0.72, 0.47), 0.017, 12)));
    m.add(Paint::Graphite, side(bar(Vec3::new(-0.06, 0.26, 0.6), Vec3::new(-0.08, 0.46, 0.545), 0.034, 14)));
    let coil = spring(0.055, 0.27, 6, 0.009).turned_x(-15.0).turned_z(4.0);
    m.add(Paint::Orange, side(coil.at(-0.078, 0.44, 0.552)));
    let tower = [Vec3::new(-0.1, 0.74, 0.45), Vec3::new(-0.14, 0.62, 0.4), Vec3::new(-0.18, 0.22, 0.36)];
    m.add(Paint::Graphite, side(tube(&spline(&tower, 5), 0.024, 10)));
    m.add(Paint::Graphite, bar(Vec3::new(-0.1, 0.74, -0.47), Vec3::new(-0.1, 0.74, 0.47), 0.02, 12));
    if front {
        m.add(Paint::Steel, bar(Vec3::new(0.17, 0.32, -0.6), Vec3::new(0.17, 0.32, 0.6), 0.014, 12));
        m.add(Paint::Graphite, drum_z(0.035, 0.5, 0.008, 16).at(0.17, 0.32, 0.0));
        m.add(Paint::Graphite, chamfer_box(Vec3::new(0.05, 0.34, 0.66), 0.01).at(0.56, 0.42, 0.0));
        m.add(
            Paint::Aluminium,
            fins_x(22, -0.29, 0.29, Vec3::new(0.006, 0.3, 0.06)).turned_y(90.0).at(0.565, 0.42, 0.0),
        );
    }
    let bumper: Vec<Vec3> =
        (-5..=5).map(|i| i as f32 / 5.0).map(|t| Vec3::new(0.72 - 0.1 * t * t, 0.34, t * 0.62)).collect();
    m.add(Paint::Aluminium, sweep(&rounded(&rectangle(0.06, 0.11), 0.012, 2), &bumper, Vec3::Y, true));
    m.add(Paint::Aluminium, side(bar(Vec3::new(0.46, 0.29, 0.42), Vec3::new(0.68, 0.34, 0.4), 0.035, 14)));
    m
}

/// High-voltage and cooling lines.
fn cables(m: &mut Model) {
    for z in [-0.1, -0.05] {
        let front =
            [Vec3::new(0.95, 0.29, z), Vec3::new(1.08, 0.36, z), Vec3::new(1.18, 0.52, z), Vec3::new(1.28, 0.585, z)];
        m.add(Paint::Orange, tube(&spline(&front, 6), 0.016, 10));
        let rear = [
            Vec3::new(-0.95, 0.3, z),
            Vec3::new(-1.08, 0.37, z),
            Vec3::new(-1.18, 0.53, z),
            Vec3::new(-1.28, 0.585, z),
        ];
        m.add(Paint::Orange, tube(&spline(&rear, 6), 0.016, 10));
    }
    for z in [0.14, 0.19] {
        let hose = [
            Vec3::new(0.96, 0.28, z),
            Vec3::new(1.1, 0.3, z + 0.03),
            Vec3::new(1.3, 0.7, z + 0.06),
            Vec3::new(1.7, 0.68, z),
            Vec3::new(1.96, 0.5, z - 0.05),
        ];
        m.add(Paint::Rubber, tube(&spline(&hose, 6), 0.019, 10));
    }
}

/// A wheel around the origin, its outside towards +Z.
fn wheel() -> Model {
    // Long: one part after another, each placed by its own measures.
    let mut m = Model::default();
    let r = TYRE_RADIUS;
    let tyre = [
        (0.235, -0.1),
        (0.25, -0.112),
        (0.29, -0.12),
        (0.335, -0.11),
        (r - 0.004, -0.09),
        (r, -0.062),
        (r - 0.008, -0.058),
        (r - 0.008, -0.05),
        (r, -0.046),
        (r, -0.006),
        (r - 0.008, -0.004),
        (r - 0.008, 0.004),
        (r, 0.006),
        (r, 0.046),
        (r - 0.008, 0.05),
        (r - 0.008, 0.058),
        (r, 0.062),
        (r - 0.004, 0.09),
        (0.335, 0.11),
        (0.29, 0.12),
        (0.25, 0.112),
        (0.235, 0.1),
        (0.235, -0.1),
    ];
    m.add(Paint::Rubber, lathe(&tyre, 48, 0.0).turned_x(90.0));
    let rim = [
        (0.215, -0.1),
        (0.245, -0.104),
        (0.245, -0.09),
        (0.22, -0.06),
        (0.215, 0.05),
        (0.238, 0.09),
        (0.247, 0.104),
        (0.236, 0.108),
        (0.222, 0.085),
        (0.2, 0.05),
        (0.2, -0.09),
        (0.215, -0.1),
    ];
    m.add(Paint::Aluminium, lathe(&rim, 48, 0.0).turned_x(90.0));
    for k in 0..5 {
        let (sin, cos) = (TAU * k as f32 / 5.0).sin_cos();
        for lean in [-0.17, 0.17] {
            let (tip_sin, tip_cos) = (TAU * k as f32 / 5.0 + lean).sin_cos();
            let from = Vec3::new(0.05 * cos, 0.05 * sin, 0.062);
            let to = Vec3::new(0.218 * tip_cos, 0.218 * tip_sin, 0.082);
            let spoke = sweep(
                &rounded(&rectangle(0.028, 0.032), 0.007, 1),
                &[from, from.lerp(to, 0.5) + Vec3::Z * 0.008, to],
                Vec3::Z,
                false,
            );
            m.add(Paint::Aluminium, spoke);
        }
    }
    m.add(
        Paint::Aluminium,
        lathe(&[(0.0, 0.03), (0.075, 0.03), (0.07, 0.075), (0.045, 0.088), (0.0, 0.088)], 30, 0.004).turned_x(90.0),
    );
    m.add(Paint::Graphite, bolts(5, 0.048, 0.009).turned_x(90.0).at(0.0, 0.0, 0.084));
    m.add(Paint::Teal, lathe(&[(0.0, 0.085), (0.028, 0.085), (0.028, 0.094), (0.0, 0.094)], 20, 0.003).turned_x(90.0));
    m.add(
        Paint::Steel,
        lathe(&[(0.06, -0.02), (0.17, -0.02), (0.17, 0.008), (0.06, 0.008), (0.06, -0.02)], 40, 0.002).turned_x(90.0),
    );
    let caliper: Vec<Vec2> = (0..=8)
        .map(|i| Vec2::from_angle((35.0 + 60.0 * i as f32 / 8.0_f32).to_radians()) * 0.192)
        .chain((0..=8).map(|i| Vec2::from_angle((95.0 - 60.0 * i as f32 / 8.0_f32).to_radians()) * 0.125))
        .collect();
    m.add(Paint::Orange, extrude(&Polygon::from(caliper), 0.085, 0.008).at(0.0, 0.0, -0.048));
    m
}
