//! The exhibits on their plinths, each with its label.

use glam::{Vec2, Vec3};
use hall::{NodeId, Trs};

use super::plan::{AIRCRAFT, AIRCRAFT_Y, CHASSIS, CHIP, COFFER, ENGINE, PARK, ROBOT};
use crate::geometry::{Polygon, Shape, chamfer_box, chamfer_box_on, circle, extrude, lathe, rectangle, rounded, tube};
use crate::material::Paint;
use crate::model::Model;
use crate::product;
use crate::stage::{Stage, standing};

/// Sets the exhibits up; they move in one gentle animation.
pub fn build(stage: &mut Stage) {
    let mut turning = product::Turning::new();

    let robot = exhibit(stage, "robot", ROBOT, round_plinth(1.5, 0.3), 0.3);
    turning.extend(product::robot(stage, robot));
    let chassis = exhibit(stage, "chassis", CHASSIS, platform(5.3, 2.7, 0.22), 0.22);
    product::chassis(stage, chassis);
    let engine = exhibit(stage, "engine", ENGINE, platform(3.7, 2.2, 0.26), 0.26);
    turning.extend(product::engine(stage, engine));
    let chip = exhibit(stage, "chip", CHIP, showcase(), 0.9);
    product::chip(stage, chip);
    let aircraft = exhibit(stage, "aircraft", AIRCRAFT, aircraft_base(), AIRCRAFT_Y);
    turning.extend(product::aircraft(stage, aircraft));
    let park = exhibit(stage, "park", PARK, Model::default(), 0.0);
    product::park(stage, park);
    stage.animate("exhibits", turning);

    // Labels stand where one comes from, and look there.
    for (i, (x, z, heading_deg)) in LABELS.into_iter().enumerate() {
        let mesh = stage.mesh(&format!("label-{}", i + 1), label_stand(i));
        stage.node(&format!("label-{}", i + 1), None, standing(x, 0.0, z, heading_deg), Some(mesh));
    }
}

/// Where labels stand, in the order of the exhibits: x, z, and the turn about +Y (0 faces +Z), degrees.
pub const LABELS: [(f32, f32, f32); 6] = [
    (-2.55, 8.2, 30.0),
    (2.2, 6.55, -55.0),
    (-1.72, 0.75, 45.0),
    (2.0, -0.75, -75.0),
    (2.75, -3.6, -30.0),
    (-6.3, 2.7, 80.0),
];

/// A node for an exhibit with its plinth; gives the node that the product stands on, `height` above the floor.
fn exhibit(stage: &mut Stage, id: &str, [x, z, turn_deg]: [f32; 3], plinth: Model, height: f32) -> NodeId {
    let node = stage.node(&format!("exhibit-{id}"), None, standing(x, 0.0, z, turn_deg), None);
    if plinth.triangle_count() > 0 {
        let mesh = stage.mesh(&format!("plinth-{id}"), plinth);
        stage.node(&format!("plinth-{id}"), Some(node), Trs::default(), Some(mesh));
    }
    stage.node(&format!("product-{id}"), Some(node), standing(0.0, height + 0.002, 0.0, 0.0), None)
}

/// A disc of white lacquer over a recessed foot with light, its top of dark stone.
pub(crate) fn round_plinth(radius: f32, height: f32) -> Model {
    let mut m = Model::default();
    m.add(Paint::Graphite, lathe(&[(0.0, 0.0), (radius - 0.08, 0.0), (radius - 0.08, 0.07), (0.0, 0.07)], 72, 0.0));
    m.add(
        Paint::LightStrip,
        lathe(
            &[(radius - 0.078, 0.05), (radius - 0.07, 0.05), (radius - 0.07, 0.064), (radius - 0.078, 0.064)],
            72,
            0.0,
        ),
    );
    m.add(
        Paint::WhiteLacquer,
        lathe(&[(0.0, 0.07), (radius, 0.07), (radius, height - 0.025), (0.0, height - 0.025)], 72, 0.008),
    );
    m.add(
        Paint::DarkStone,
        lathe(
            &[
                (0.0, height - 0.025),
                (radius - 0.012, height - 0.025),
                (radius - 0.012, height),
                (radius * 0.5, height),
                (0.0, height),
            ],
            72,
            0.004,
        ),
    );
    m
}

/// A low platform with rounded corners, built like the round plinth.
pub(crate) fn platform(width: f32, depth: f32, height: f32) -> Model {
    let figure = |inset: f32| Polygon::from(rounded(&rectangle(width - inset, depth - inset), 0.32, 6));
    let mut m = Model::default();
    let up = |shape: Shape, y: f32| shape.turned_x(-90.0).at(0.0, y, 0.0);
    m.add(Paint::Graphite, up(extrude(&figure(0.18), 0.07, 0.0), 0.0));
    m.add(Paint::LightStrip, up(extrude(&figure(0.165), 0.014, 0.0), 0.05));
    m.add(Paint::WhiteLacquer, up(extrude(&figure(0.0), height - 0.095, 0.008), 0.07));
    m.add(Paint::DarkStone, up(extrude(&figure(0.024), 0.025, 0.004), height - 0.025));
    m
}

/// A plinth of 1.3 × 0.9 m with a glass hood.
pub(crate) fn showcase() -> Model {
    let (width, depth, top, glass_top) = (1.3, 0.95, 0.9, 1.72);
    let mut m = Model::default();
    m.add(Paint::Graphite, chamfer_box_on(Vec3::new(width - 0.12, 0.08, depth - 0.12), 0.004));
    m.add(Paint::WhiteLacquer, chamfer_box_on(Vec3::new(width, top - 0.11, depth), 0.01).at(0.0, 0.08, 0.0));
    m.add(Paint::Bronze, chamfer_box_on(Vec3::new(width - 0.02, 0.02, depth - 0.02), 0.002).at(0.0, top - 0.032, 0.0));
    m.add(Paint::Cloth, chamfer_box_on(Vec3::new(width - 0.06, 0.012, depth - 0.06), 0.003).at(0.0, top - 0.012, 0.0));
    let (w, d, h) = (width * 0.5 - 0.012, depth * 0.5 - 0.012, glass_top - top + 0.02);
    for side in [-1.0, 1.0] {
        m.add(
            Paint::CaseGlass,
            chamfer_box_on(Vec3::new(width - 0.024, h, 0.008), 0.002).at(0.0, top - 0.012, side * d),
        );
        m.add(
            Paint::CaseGlass,
            chamfer_box_on(Vec3::new(0.008, h, depth - 0.044), 0.002).at(side * w, top - 0.012, 0.0),
        );
    }
    m.add(
        Paint::CaseGlass,
        chamfer_box_on(Vec3::new(width - 0.02, 0.01, depth - 0.02), 0.002).at(0.0, glass_top + 0.009, 0.0),
    );
    m
}

/// A low disc with a landing mark, and the cables up to the ceiling.
fn aircraft_base() -> Model {
    let mut m = Model::default();
    m.join(&round_plinth(1.5, 0.16));
    let ring = |outer: f32, inner: f32| {
        extrude(
            &Polygon { outer: circle(outer, 56), holes: vec![circle(inner, 56).into_iter().rev().collect()] },
            0.002,
            0.0,
        )
        .turned_x(-90.0)
    };
    m.add(Paint::WhiteLacquer, ring(1.25, 1.21).at(0.0, 0.1605, 0.0))
        .add(Paint::Teal, ring(0.62, 0.5).at(0.0, 0.1605, 0.0));
    for (x, y, z) in [(0.62, 0.8, 0.0), (-0.62, 0.8, 0.0), (0.0, 0.62, 1.3)] {
        let foot = Vec3::new(x, AIRCRAFT_Y + y, z);
        m.add(Paint::Steel, tube(&[foot, Vec3::new(x, COFFER[3] - 0.01, z)], 0.004, 6));
        m.add(
            Paint::Steel,
            lathe(&[(0.0, 0.0), (0.018, 0.0), (0.012, 0.05), (0.0, 0.05)], 12, 0.002).at(x, AIRCRAFT_Y + y - 0.01, z),
        );
    }
    m
}

/// A post with a tilted panel that shows the `index`-th of six labels; it faces +Z.
fn label_stand(index: usize) -> Model {
    let mut m = Model::default();
    m.add(Paint::Bronze, lathe(&[(0.0, 0.0), (0.15, 0.0), (0.15, 0.012), (0.0, 0.012)], 36, 0.003));
    m.add(Paint::Bronze, chamfer_box_on(Vec3::new(0.05, 0.98, 0.018), 0.003).at(0.0, 0.01, -0.01));
    let (width, height) = (0.45, 0.3);
    let tilt = |shape: Shape| shape.turned_x(-38.0).at(0.0, 1.02, 0.0);
    m.add(Paint::Bronze, tilt(chamfer_box(Vec3::new(width + 0.016, height + 0.016, 0.014), 0.003)));
    let mut face = Shape::default();
    let (x, y) = (width * 0.5, height * 0.5);
    face.face([Vec3::new(-x, -y, 0.008), Vec3::new(x, -y, 0.008), Vec3::new(x, y, 0.008), Vec3::new(-x, y, 0.008)]);
    let (column, row) = ((index % 2) as f32, (index / 2) as f32);
    face.uvs = [(0.0, 1.0), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0)]
        .map(|(u, v)| Vec2::new((column + u) / 2.0, (row + v) / 3.0))
        .to_vec();
    m.add(Paint::Labels, tilt(face));
    m
}
