//! A turbofan cut open: fan, compressor, combustor and turbine in a cradle. The axis is X, air flows along +X.

use std::f32::consts::TAU;

use glam::{Affine3A, Mat3, Quat, Vec2, Vec3};
use hall::{NodeId, Trs};

use super::Turning;
use super::blades::{Blade, blade, blade_row};
use super::parts::{bar, bolts, drum_x, turned_along_x};
use crate::geometry::{
    Polygon, Shape, chamfer_box, chamfer_box_on, extrude, lathe_arc, rectangle, spline, sweep, tube,
};
use crate::material::Paint;
use crate::model::Model;
use crate::stage::Stage;

/// Height of the axis.
const AXIS_Y: f32 = 1.08;
/// The window through which one looks in, degrees around the axis; 90 is up, 180 is towards +Z.
const WINDOW_DEG: [f32; 2] = [75.0, 208.0];

/// Sets the engine up; its rotor turns slowly.
pub fn engine(stage: &mut Stage, parent: NodeId) -> Turning {
    let mesh = stage.mesh("engine-body", body());
    stage.node("engine-body", Some(parent), Trs::default(), Some(mesh));
    let mesh = stage.mesh("engine-rotor", rotor());
    let at = Trs { translation: Vec3::new(0.0, AXIS_Y, 0.0), ..Trs::default() };
    let rotor = stage.node("engine-rotor", Some(parent), at, Some(mesh));
    let steps = 8;
    let times = (0..=steps).map(|i| i as f32 * 18.0 / steps as f32).collect();
    let turns = (0..=steps).map(|i| Quat::from_rotation_x(TAU * i as f32 / steps as f32)).collect();
    vec![(rotor, times, turns)]
}

/// A closed ring profile of (radius, x), open at the window, its cut faces apart.
fn cut_ring(profile: &[(f32, f32)], segments: u32) -> (Shape, Shape) {
    let mut closed = profile.to_vec();
    closed.push(profile[0]);
    let ring = lathe_arc(&closed, segments, 0.004, WINDOW_DEG[1] - 360.0, WINDOW_DEG[0]);
    let figure: Vec<Vec2> = profile.iter().map(|&(r, x)| Vec2::new(r, x)).collect();
    let face = extrude(&Polygon::from(figure), 0.004, 0.0).at(0.0, 0.0, -0.002);
    let faces = face.clone().turned_y(-WINDOW_DEG[0]).with(face.turned_y(-WINDOW_DEG[1]));
    (onto_axis(ring), onto_axis(faces))
}

/// From a lathe's axis (+Y; 0° is +X, 90° is +Z) to the engine's (+X; 90° is up, 180° is +Z).
fn onto_axis(shape: Shape) -> Shape {
    shape.placed(&Affine3A::from_mat3(Mat3::from_cols(Vec3::NEG_Z, Vec3::X, Vec3::Y)))
}

fn body() -> Model {
    // Long: one part after another, from the intake to the nozzle.
    let mut m = Model::default();
    let lip = [
        (0.665, -1.3),
        (0.64, -1.36),
        (0.655, -1.42),
        (0.69, -1.435),
        (0.725, -1.41),
        (0.75, -1.34),
        (0.76, -1.26),
        (0.68, -1.26),
        (0.665, -1.3),
    ];
    m.add(Paint::Steel, turned_along_x(&lip, 64, 0.0));
    let cowl = [
        (0.68, -1.258),
        (0.762, -1.258),
        (0.785, -1.0),
        (0.79, -0.6),
        (0.765, -0.1),
        (0.72, 0.3),
        (0.66, 0.62),
        (0.645, 0.62),
        (0.66, 0.2),
        (0.69, -0.3),
        (0.69, -0.9),
    ];
    let (cowl, cut) = cut_ring(&cowl, 40);
    m.add(Paint::WhiteLacquer, cowl).add(Paint::Teal, cut);
    let core = [
        (0.4, -0.66),
        (0.42, -0.62),
        (0.425, -0.3),
        (0.38, 0.05),
        (0.37, 0.42),
        (0.4, 0.62),
        (0.36, 0.9),
        (0.34, 0.9),
        (0.375, 0.62),
        (0.345, 0.42),
        (0.355, 0.05),
        (0.395, -0.3),
        (0.395, -0.6),
    ];
    let (core, cut) = cut_ring(&core, 36);
    m.add(Paint::Aluminium, core).add(Paint::Teal, cut);
    let liner = [
        (0.2, 0.06),
        (0.335, 0.06),
        (0.345, 0.12),
        (0.335, 0.4),
        (0.31, 0.42),
        (0.325, 0.38),
        (0.33, 0.12),
        (0.215, 0.1),
        (0.225, 0.38),
        (0.24, 0.42),
        (0.205, 0.4),
    ];
    let (liner, cut) = cut_ring(&liner, 30);
    m.add(Paint::Copper, liner).add(Paint::Copper, cut);
    m.add(
        Paint::HotMetal,
        turned_along_x(
            &[(0.35, 0.88), (0.36, 0.9), (0.33, 1.16), (0.3, 1.34), (0.29, 1.34), (0.315, 1.16), (0.345, 0.88)],
            48,
            0.0,
        ),
    );
    m.add(
        Paint::HotMetal,
        turned_along_x(&[(0.0, 0.86), (0.2, 0.86), (0.19, 1.05), (0.11, 1.36), (0.035, 1.52), (0.0, 1.54)], 36, 0.004),
    );

    struts_and_pipes(&mut m);
    let mut m = m.at(0.0, AXIS_Y, 0.0);
    cradle(&mut m);
    m
}

/// Outlet vanes, stators and the piping of the core.
fn struts_and_pipes(m: &mut Model) {
    let vane = Blade {
        radius: [0.41, 0.69],
        chord: [0.16, 0.17],
        pitch_deg: [80.0, 80.0],
        thickness: 0.07,
        sections: 1,
        sweep: 0.0,
    };
    for turn_deg in (0..360).step_by(18).map(|d| d as f32).filter(|d| !in_window(*d)) {
        m.add(Paint::Aluminium, blade(&vane).turned_x(turn_deg).at(-0.42, 0.0, 0.0));
    }
    for turn_deg in (135..340).step_by(34) {
        let (sin, cos) = (turn_deg as f32).to_radians().sin_cos();
        let at = |r: f32, x: f32| Vec3::new(x, r * cos, r * sin);
        let nozzle = [at(0.44, -0.08), at(0.46, 0.0), at(0.42, 0.06), at(0.36, 0.1)];
        m.add(Paint::Steel, tube(&spline(&nozzle, 4), 0.01, 8));
    }
    for (radius, x, paint) in [(0.455, -0.1, Paint::Steel), (0.43, 0.2, Paint::Copper), (0.425, 0.5, Paint::Steel)] {
        let path: Vec<Vec3> = (0..=28)
            .map(|i| {
                let (sin, cos) = (125.0 + 214.0 * i as f32 / 28.0_f32).to_radians().sin_cos();
                Vec3::new(x, radius * cos, radius * sin)
            })
            .collect();
        m.add(paint, tube(&path, 0.014, 8));
    }
    m.add(Paint::Graphite, chamfer_box(Vec3::new(0.34, 0.14, 0.26), 0.02).at(0.1, -0.5, 0.05));
    m.add(Paint::Steel, drum_x(0.07, 0.2, 0.01, 20).at(-0.12, -0.5, -0.02));
}

fn in_window(turn_deg: f32) -> bool {
    // Blades stand up at 0 and lean towards +Z as they turn; the window is measured from -Z over the top.
    let around = 90.0 + turn_deg.rem_euclid(360.0);
    (WINDOW_DEG[0] - 6.0..WINDOW_DEG[1] + 6.0).contains(&around)
        || (WINDOW_DEG[0] - 6.0..WINDOW_DEG[1] + 6.0).contains(&(around - 360.0))
}

/// Two saddles on a frame.
fn cradle(m: &mut Model) {
    for x in [-0.82, 0.3] {
        let radius = if x < 0.0 { 0.79 } else { 0.725 };
        let path: Vec<Vec3> = (0..=16)
            .map(|i| {
                let (sin, cos) = (-58.0 + 116.0 * i as f32 / 16.0_f32).to_radians().sin_cos();
                Vec3::new(x, AXIS_Y - (radius + 0.025) * cos, (radius + 0.025) * sin)
            })
            .collect();
        m.add(Paint::Graphite, sweep(&rectangle(0.1, 0.05), &path, Vec3::Y, true));
        for z in [-1.0, 1.0] {
            m.add(Paint::Graphite, bar(Vec3::new(x, 0.06, z * 0.62), Vec3::new(x, 0.62, z * 0.68), 0.035, 16));
            m.add(Paint::Steel, bolts(4, 0.06, 0.012).at(x, 0.08, z * 0.62));
        }
        m.add(Paint::Graphite, bar(Vec3::new(x, 0.11, -0.6), Vec3::new(x, 0.245, -0.02), 0.022, 12));
        m.add(Paint::Graphite, bar(Vec3::new(x, 0.11, 0.6), Vec3::new(x, 0.245, 0.02), 0.022, 12));
        m.add(Paint::Graphite, chamfer_box_on(Vec3::new(0.18, 0.08, 1.46), 0.01).at(x, 0.0, 0.0));
    }
    for z in [-0.62, 0.62] {
        m.add(Paint::Graphite, chamfer_box_on(Vec3::new(1.4, 0.07, 0.1), 0.01).at(-0.26, 0.003, z));
    }
}

/// Everything on the shafts, around the origin.
fn rotor() -> Model {
    // Long: one stage after another, from the fan to the turbine.
    let mut m = Model::default();
    let fan = Blade {
        radius: [0.19, 0.655],
        chord: [0.2, 0.3],
        pitch_deg: [62.0, 24.0],
        thickness: 0.05,
        sections: 6,
        sweep: 0.07,
    };
    m.add(Paint::Steel, blade_row(&fan, 20, -0.98));
    m.add(
        Paint::Graphite,
        turned_along_x(
            &[(0.0, -1.34), (0.03, -1.335), (0.09, -1.26), (0.17, -1.1), (0.205, -0.95), (0.21, -0.84), (0.0, -0.84)],
            36,
            0.006,
        ),
    );
    let swirl: Vec<Vec3> = (0..=26)
        .map(|i| {
            let t = i as f32 / 26.0;
            let (sin, cos) = (t * 3.6).sin_cos();
            let r = 0.035 + 0.115 * t;
            Vec3::new(-1.333 + 0.19 * t.powf(1.35) - 0.001, r * cos, r * sin)
        })
        .collect();
    m.add(Paint::WhiteLacquer, tube(&swirl, 0.009, 6));
    m.add(Paint::Steel, drum_x(0.07, 2.0, 0.004, 24).at(0.0, 0.0, 0.0));
    m.add(
        Paint::Aluminium,
        turned_along_x(
            &[(0.07, -0.72), (0.22, -0.68), (0.25, -0.4), (0.27, -0.05), (0.26, 0.0), (0.07, 0.02)],
            36,
            0.006,
        ),
    );
    for stage in 0..5 {
        let x = -0.61 + 0.125 * stage as f32;
        let root = 0.225 + 0.008 * stage as f32;
        let tip = 0.39 - 0.007 * stage as f32;
        let row = Blade {
            radius: [root, tip],
            chord: [0.06, 0.055],
            pitch_deg: [50.0, 38.0],
            thickness: 0.06,
            sections: 1,
            sweep: 0.0,
        };
        m.add(Paint::Steel, blade_row(&row, 26, x));
    }
    for stage in 0..3 {
        let x = 0.5 + 0.12 * stage as f32;
        let row = Blade {
            radius: [0.19, 0.335 - 0.008 * (2 - stage) as f32],
            chord: [0.07, 0.065],
            pitch_deg: [-48.0, -36.0],
            thickness: 0.09,
            sections: 1,
            sweep: 0.0,
        };
        m.add(Paint::HotMetal, blade_row(&row, 28, x));
        m.add(Paint::HotMetal, drum_x(0.2, 0.06, 0.006, 40).at(x, 0.0, 0.0));
    }
    m.add(Paint::HotMetal, drum_x(0.13, 0.5, 0.01, 32).at(0.6, 0.0, 0.0));
    m
}
