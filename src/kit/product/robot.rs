//! A six-axis industrial robot with a gripper.

use std::f32::consts::TAU;

use glam::{Quat, Vec2, Vec3};
use hall::{NodeId, Trs};

use super::Turning;
use super::parts::{bolts, drum_x, drum_y, drum_z, fins_x, ring_x, rod_figure, turned_along_x};
use crate::geometry::{Polygon, chamfer_box, chamfer_box_on, extrude, lathe, loft, spline, tube};
use crate::material::Paint;
use crate::model::Model;
use crate::stage::Stage;

/// Sets the robot up; it moves through a slow picking cycle.
pub fn robot(stage: &mut Stage, parent: NodeId) -> Turning {
    let mut link = |name: &str, parent: NodeId, at: Vec3, turn_deg: f32, model: Model| {
        let mesh = stage.mesh(name, model);
        let rotation = Quat::from_rotation_z(turn_deg.to_radians());
        stage.node(name, Some(parent), Trs { translation: at, rotation, ..Trs::default() }, Some(mesh))
    };
    let base = link("robot-base", parent, Vec3::ZERO, 0.0, base());
    let waist = link("robot-waist", base, Vec3::new(0.0, 0.36, 0.0), 0.0, waist());
    let upper = link("robot-upper-arm", waist, SHOULDER, UPPER_DEG, upper_arm());
    let fore = link("robot-forearm", upper, Vec3::new(0.0, UPPER_LENGTH, 0.0), FORE_DEG, forearm());
    let wrist = link("robot-wrist", fore, Vec3::new(0.98, 0.13, 0.0), WRIST_DEG, wrist());

    let steps = 48;
    let times: Vec<f32> = (0..=steps).map(|i| i as f32 * 18.0 / steps as f32).collect();
    let wave = |phase: f32, harmonic: f32| {
        times.iter().map(move |t| ((t / 18.0 * harmonic + phase) * TAU).sin()).collect::<Vec<f32>>()
    };
    let about = |axis: Vec3, rest_deg: f32, swing_deg: f32, wave: Vec<f32>| -> Vec<Quat> {
        wave.iter().map(|w| Quat::from_axis_angle(axis, (rest_deg + swing_deg * w).to_radians())).collect()
    };
    vec![
        (waist, times.clone(), about(Vec3::Y, 0.0, 34.0, wave(0.0, 1.0))),
        (upper, times.clone(), about(Vec3::Z, UPPER_DEG, 9.0, wave(0.2, 2.0))),
        (fore, times.clone(), about(Vec3::Z, FORE_DEG, 10.0, wave(0.55, 2.0))),
        (wrist, times.clone(), about(Vec3::Z, WRIST_DEG, 12.0, wave(0.1, 2.0))),
    ]
}

const SHOULDER: Vec3 = Vec3::new(0.12, 0.46, 0.0);
const UPPER_LENGTH: f32 = 0.86;
const UPPER_DEG: f32 = 14.0;
const FORE_DEG: f32 = -2.0;
const WRIST_DEG: f32 = -72.0;

fn base() -> Model {
    let mut m = Model::default();
    m.add(Paint::Steel, chamfer_box_on(Vec3::new(0.74, 0.035, 0.74), 0.006));
    m.add(Paint::Graphite, bolts(8, 0.33, 0.022).turned_y(22.5).at(0.0, 0.035, 0.0));
    let foot = [
        (0.0, 0.035),
        (0.3, 0.035),
        (0.3, 0.08),
        (0.25, 0.13),
        (0.235, 0.27),
        (0.265, 0.3),
        (0.265, 0.345),
        (0.0, 0.345),
    ];
    m.add(Paint::Graphite, lathe(&foot, 40, 0.008));
    m.add(Paint::Graphite, chamfer_box(Vec3::new(0.2, 0.16, 0.24), 0.012).at(-0.29, 0.16, 0.0));
    for z in [-0.06, 0.02, 0.08] {
        m.add(Paint::Steel, drum_x(0.022, 0.03, 0.004, 14).at(-0.4, 0.17, z));
        let path = [
            Vec3::new(-0.41, 0.17, z),
            Vec3::new(-0.52, 0.15, z),
            Vec3::new(-0.58, 0.05, z * 1.4),
            Vec3::new(-0.7, 0.018, z * 1.8),
        ];
        m.add(Paint::Rubber, tube(&spline(&path, 5), 0.015, 8));
    }
    m
}

fn waist() -> Model {
    let mut m = Model::default();
    let turntable = [(0.0, 0.0), (0.28, 0.0), (0.3, 0.03), (0.3, 0.13), (0.26, 0.17), (0.0, 0.17)];
    m.add(Paint::WhiteLacquer, lathe(&turntable, 40, 0.01));
    m.add(Paint::Teal, lathe(&[(0.29, 0.062), (0.304, 0.062), (0.304, 0.092), (0.29, 0.092)], 40, 0.003));
    let mut cheek = vec![Vec2::new(-0.17, 0.12), Vec2::new(0.25, 0.12)];
    let center = SHOULDER.truncate();
    cheek.extend((0..=14).map(|i| center + Vec2::from_angle((-20.0 + 220.0 * i as f32 / 14.0).to_radians()) * 0.175));
    let cheek = extrude(&Polygon::from(cheek), 0.085, 0.014);
    m.add(Paint::WhiteLacquer, cheek.clone().at(0.0, 0.0, 0.125));
    m.add(Paint::WhiteLacquer, cheek.at(0.0, 0.0, -0.21));
    let [x, y, _] = SHOULDER.to_array();
    m.add(Paint::Graphite, drum_z(0.125, 0.1, 0.012, 32).at(x, y, 0.25));
    m.add(Paint::Teal, drum_z(0.085, 0.02, 0.006, 32).at(x, y, 0.305));
    m.add(Paint::Graphite, drum_z(0.105, 0.17, 0.012, 32).at(x, y, -0.28));
    let fins = fins_x(7, -0.06, 0.06, Vec3::new(0.009, 0.236, 0.236)).turned_y(90.0);
    m.add(Paint::Graphite, fins.at(x, y, -0.285));
    m.add(Paint::Graphite, chamfer_box(Vec3::new(0.16, 0.17, 0.2), 0.015).at(-0.12, 0.26, 0.0));
    m
}

fn upper_arm() -> Model {
    let mut m = Model::default();
    let figure = rod_figure(0.155, 0.125, UPPER_LENGTH, 14);
    m.add(Paint::WhiteLacquer, extrude(&Polygon::from(figure), 0.2, 0.035).at(0.0, 0.0, -0.1));
    let mut panel = rod_figure(0.07, 0.055, UPPER_LENGTH - 0.32, 10);
    for p in &mut panel {
        p.y += 0.16;
    }
    let panel = extrude(&Polygon::from(panel), 0.012, 0.004);
    m.add(Paint::Graphite, panel.clone().at(0.0, 0.0, 0.094));
    m.add(Paint::Graphite, panel.at(0.0, 0.0, -0.106));
    m.add(Paint::Graphite, drum_z(0.1, 0.24, 0.01, 32));
    for z in [-0.03, 0.03] {
        let path = [
            Vec3::new(-0.13, 0.05, z),
            Vec3::new(-0.2, 0.2, z),
            Vec3::new(-0.185, 0.45, z),
            Vec3::new(-0.175, 0.65, z),
            Vec3::new(-0.115, 0.83, z),
        ];
        m.add(Paint::Rubber, tube(&spline(&path, 5), 0.017, 8));
    }
    m.add(Paint::Graphite, chamfer_box(Vec3::new(0.06, 0.04, 0.14), 0.006).at(-0.165, 0.3, 0.0));
    m.add(Paint::Graphite, chamfer_box(Vec3::new(0.06, 0.04, 0.14), 0.006).at(-0.155, 0.62, 0.0));
    m
}

fn forearm() -> Model {
    let mut m = Model::default();
    m.add(Paint::WhiteLacquer, drum_z(0.135, 0.3, 0.02, 36));
    m.add(Paint::Teal, drum_z(0.09, 0.33, 0.006, 32));
    m.add(Paint::Graphite, drum_z(0.07, 0.345, 0.006, 32));
    let sections = [
        (-0.22, 0.085, 0.09, 3.2),
        (-0.2, 0.105, 0.11, 3.2),
        (-0.02, 0.125, 0.125, 3.2),
        (0.14, 0.11, 0.11, 3.0),
        (0.3, 0.082, 0.082, 2.6),
        (0.74, 0.068, 0.068, 2.2),
        (0.78, 0.074, 0.074, 2.0),
    ];
    let rings: Vec<Vec<Vec3>> = sections.iter().map(|&(x, w, h, p)| ring_x(w, h, p, 0.13, x, 24)).collect();
    m.add(Paint::WhiteLacquer, loft(&rings, true, 38.0));
    m.add(Paint::Graphite, drum_x(0.065, 0.12, 0.01, 24).at(-0.27, 0.16, 0.035));
    m.add(Paint::Graphite, drum_x(0.045, 0.14, 0.01, 20).at(-0.27, 0.1, -0.045));
    m.add(Paint::Teal, drum_x(0.0775, 0.022, 0.004, 32).at(0.8, 0.13, 0.0));
    m.add(Paint::Graphite, drum_x(0.072, 0.07, 0.008, 32).at(0.845, 0.13, 0.0));
    for z in [-0.062, 0.062] {
        let fork = extrude(&Polygon::from(rod_figure(0.06, 0.066, 0.13, 10)), 0.036, 0.008);
        m.add(Paint::WhiteLacquer, fork.turned_z(-90.0).at(0.85, 0.13, z - 0.018));
    }
    let hose = [
        Vec3::new(-0.2, 0.22, 0.05),
        Vec3::new(0.05, 0.31, 0.04),
        Vec3::new(0.4, 0.27, 0.02),
        Vec3::new(0.7, 0.23, 0.0),
        Vec3::new(0.86, 0.2, 0.0),
    ];
    m.add(Paint::Rubber, tube(&spline(&hose, 6), 0.016, 8));
    m.add(Paint::Graphite, chamfer_box(Vec3::new(0.04, 0.07, 0.07), 0.006).at(0.38, 0.235, 0.02));
    m
}

fn wrist() -> Model {
    let mut m = Model::default();
    m.add(Paint::Graphite, drum_z(0.058, 0.088, 0.008, 28));
    m.add(Paint::Teal, drum_z(0.036, 0.17, 0.004, 24));
    let flange = [(0.0, 0.03), (0.05, 0.03), (0.05, 0.1), (0.062, 0.105), (0.062, 0.13), (0.0, 0.13)];
    m.add(Paint::WhiteLacquer, turned_along_x(&flange, 28, 0.004));
    m.add(Paint::Steel, turned_along_x(&[(0.0, 0.13), (0.045, 0.13), (0.045, 0.15), (0.0, 0.15)], 28, 0.003));
    m.add(Paint::Graphite, chamfer_box(Vec3::new(0.085, 0.09, 0.19), 0.01).at(0.19, 0.0, 0.0));
    m.add(Paint::Steel, chamfer_box(Vec3::new(0.014, 0.05, 0.2), 0.002).at(0.237, 0.0, 0.0));
    for side in [-1.0, 1.0] {
        m.add(Paint::Aluminium, chamfer_box(Vec3::new(0.05, 0.05, 0.03), 0.004).at(0.262, 0.0, side * 0.07));
        m.add(Paint::Aluminium, chamfer_box(Vec3::new(0.13, 0.036, 0.016), 0.003).at(0.33, 0.0, side * 0.062));
        m.add(Paint::Rubber, chamfer_box(Vec3::new(0.045, 0.034, 0.01), 0.002).at(0.372, 0.0, side * 0.05));
    }
    // The part it carries: a small gear blank.
    m.add(Paint::Brass, drum_y(0.045, 0.05, 0.004, 24).at(0.372, 0.0, 0.0));
    m
}
