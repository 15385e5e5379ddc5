//! A compute module ten times its size on a tilted carrier, and two wafers behind it. It stands on the top of a plinth.

use glam::{Vec2, Vec3};
use hall::{NodeId, Trs};

use super::parts::{drum_y, drum_z};
use crate::geometry::{Font, Polygon, Shape, Weight, chamfer_box, circle, extrude, lathe, text_solid};
use crate::material::Paint;
use crate::material::noise::Dice;
use crate::model::Model;
use crate::stage::Stage;

/// Sets module and wafers up.
pub fn chip(stage: &mut Stage, parent: NodeId) {
    let mut m = Model::default();
    m.join(&module().placed(&glam::Affine3A::from_rotation_x(0.62)).at(0.0, 0.215, 0.13));
    for x in [-0.19, 0.19] {
        m.add(Paint::Steel, crate::product::parts::bar(Vec3::new(x, 0.0, -0.02), Vec3::new(x, 0.3, -0.02), 0.012, 14));
        m.add(Paint::Steel, drum_y(0.035, 0.014, 0.004, 20).at(x, 0.007, -0.02));
        m.add(Paint::Steel, crate::product::parts::bar(Vec3::new(x, 0.0, 0.27), Vec3::new(x, 0.09, 0.27), 0.012, 14));
        m.add(Paint::Steel, drum_y(0.035, 0.014, 0.004, 20).at(x, 0.007, 0.27));
    }
    m.join(&wafer(0.3).turned_y(16.0).at(-0.44, 0.0, -0.14));
    m.join(&wafer(0.24).turned_y(-20.0).at(0.45, 0.0, -0.1));
    let mesh = stage.mesh("chip-module", m);
    stage.node("chip-module", Some(parent), Trs::default(), Some(mesh));
}

/// A module that lies in the XZ plane, its face up.
fn module() -> Model {
    let mut m = Model::default();
    m.add(Paint::Board, chamfer_box(Vec3::new(0.56, 0.012, 0.5), 0.003));
    m.add(Paint::Copper, chamfer_box(Vec3::new(0.548, 0.004, 0.488), 0.001).at(0.0, -0.006, 0.0));
    m.add(Paint::Graphite, chamfer_box(Vec3::new(0.4, 0.012, 0.34), 0.003).at(0.0, 0.011, 0.0));
    for x in [-0.062, 0.062] {
        m.add(Paint::Steel, chamfer_box(Vec3::new(0.118, 0.016, 0.15), 0.002).at(x, 0.025, 0.0));
        m.add(Paint::Wafer, die_face(0.112, 0.144).at(x, 0.0335, 0.0));
    }
    for x in [-0.155, 0.155] {
        for z in [-0.115, -0.038, 0.038, 0.115] {
            for layer in 0..4 {
                let size = Vec3::new(0.056, 0.0042, 0.068);
                let paint = if layer % 2 == 0 { Paint::Graphite } else { Paint::GreyLacquer };
                m.add(paint, chamfer_box(size, 0.0008).at(x, 0.0192 + 0.0043 * layer as f32, z));
            }
        }
    }
    let mut dice = Dice::new(77);
    for x in (-12..=12).map(|i| i as f32 * 0.0205) {
        for z in [-0.222, -0.198, 0.198, 0.222] {
            if dice.between(0.0, 1.0) > 0.16 {
                let size = Vec3::new(0.011, 0.007, 0.015);
                m.add(Paint::Brass, crude_box(size).at(x, 0.0095, z));
            }
        }
    }
    for z in (-7..=7).map(|i| i as f32 * 0.022) {
        for x in [-0.257, -0.232, 0.232, 0.257] {
            if dice.between(0.0, 1.0) > 0.2 {
                m.add(Paint::GreyLacquer, crude_box(Vec3::new(0.015, 0.008, 0.009)).at(x, 0.01, z));
            }
        }
    }
    let ring = Polygon {
        outer: crate::geometry::rounded(&crate::geometry::rectangle(0.44, 0.38), 0.02, 3),
        holes: vec![
            crate::geometry::rounded(&crate::geometry::rectangle(0.405, 0.345), 0.012, 3).into_iter().rev().collect(),
        ],
    };
    m.add(Paint::Steel, extrude(&ring, 0.018, 0.003).turned_x(-90.0).at(0.0, 0.006, 0.0));
    let name = text_solid(&Font::new(Weight::Bold), "YZ-C1  2.5D", 0.022, 0.0012, 0.0);
    m.add(Paint::WhiteLacquer, name.turned_x(-90.0).at(0.0, 0.017, 0.163));
    m
}

/// A box of five faces for parts the size of a grain of rice.
fn crude_box(size: Vec3) -> Shape {
    let h = size * 0.5;
    let p = |x: f32, y: f32, z: f32| Vec3::new(h.x * x, h.y * y, h.z * z);
    let mut shape = Shape::default();
    shape.face([p(-1., 1., 1.), p(1., 1., 1.), p(1., 1., -1.), p(-1., 1., -1.)]);
    shape.face([p(-1., -1., 1.), p(1., -1., 1.), p(1., 1., 1.), p(-1., 1., 1.)]);
    shape.face([p(1., -1., -1.), p(-1., -1., -1.), p(-1., 1., -1.), p(1., 1., -1.)]);
    shape.face([p(1., -1., 1.), p(1., -1., -1.), p(1., 1., -1.), p(1., 1., 1.)]);
    shape.face([p(-1., -1., -1.), p(-1., -1., 1.), p(-1., 1., 1.), p(-1., 1., -1.)]);
    shape
}

/// A piece of the wafer's picture, as large as a reticle shows it.
fn die_face(width: f32, depth: f32) -> Shape {
    let (x, z) = (width * 0.5, depth * 0.5);
    let mut face = Shape::default();
    face.face([Vec3::new(-x, 0.0, z), Vec3::new(x, 0.0, z), Vec3::new(x, 0.0, -z), Vec3::new(-x, 0.0, -z)]);
    face.with_uvs(|p, _| Vec2::new(0.3 + p.x / width * 0.056, 0.375 + p.z / depth * 0.07))
}

/// A wafer of `diameter` upright on a small stand, its face towards +Z.
fn wafer(diameter: f32) -> Model {
    let mut m = Model::default();
    let radius = diameter * 0.5;
    let lift = radius + 0.05;
    let disc = extrude(&Polygon::from(circle(radius, 64)), 0.003, 0.0008);
    let (face, rest) = disc.split(|p| p.z > 0.0029);
    let face = face.with_uvs(|p, _| Vec2::new(0.5 + p.x / diameter, 0.5 - p.y / diameter));
    m.add(Paint::Wafer, face.turned_x(-8.0).at(0.0, lift, 0.0));
    m.add(Paint::Steel, rest.turned_x(-8.0).at(0.0, lift, 0.0));
    m.add(Paint::Graphite, chamfer_box(Vec3::new(diameter * 0.7, 0.02, 0.09), 0.004).at(0.0, 0.01, 0.0));
    for x in [-0.28, 0.28] {
        m.add(Paint::Graphite, chamfer_box(Vec3::new(0.02, 0.06, 0.035), 0.003).at(x * diameter, 0.045, 0.012));
    }
    m.add(Paint::Brass, drum_z(0.006, 0.01, 0.001, 12).at(0.0, 0.012, 0.047));
    m.add(
        Paint::Graphite,
        lathe(&[(0.0, 0.0), (0.012, 0.0), (0.012, 0.03), (0.0, 0.03)], 12, 0.002).at(0.0, 0.02, -0.02),
    );
    m
}
