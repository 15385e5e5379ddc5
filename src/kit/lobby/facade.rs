//! The long glass façade to the east, and the glazed entrance to the south.

use glam::Vec3;

use super::plan::{ENTRANCE, HALF_X, HALF_Z, NAVE_Y};
use crate::geometry::{Polygon, Shape, chamfer_box, chamfer_box_on, extrude, rectangle, rounded, sweep};
use crate::material::Paint;
use crate::model::Model;
use crate::stage::{Stage, standing};

/// Height of the glass.
const GLASS_Y: f32 = 6.05;
/// Height of the transom.
const TRANSOM_Y: f32 = 2.9;

/// Sets façade and entrance up.
pub fn build(stage: &mut Stage) {
    let fin = stage.mesh("facade-fin", fin());
    for i in 0..=20 {
        stage.node(
            &format!("facade-fin-{}", i + 1),
            None,
            standing(HALF_X + 0.1, 0.0, HALF_Z - 1.5 * i as f32, 0.0),
            Some(fin),
        );
    }
    stage.fixed("facade-frame", frame());
    stage.fixed("facade-glass", glass());
    stage.fixed("entrance", entrance());
    stage.fixed("entrance-glass", entrance_glass());
}

/// A slim fin: a flat bar outside the glass and a narrow cap inside.
fn fin() -> Model {
    let mut m = Model::default();
    m.add(Paint::Bronze, chamfer_box_on(Vec3::new(0.17, GLASS_Y + 0.12, 0.05), 0.004).at(0.09, 0.06, 0.0));
    m.add(Paint::Bronze, chamfer_box_on(Vec3::new(0.06, GLASS_Y + 0.12, 0.05), 0.004).at(-0.05, 0.06, 0.0));
    m
}

fn frame() -> Model {
    let mut m = Model::default();
    let length = HALF_Z * 2.0 + 0.5;
    m.add(Paint::DarkStone, chamfer_box_on(Vec3::new(0.42, 0.14, length), 0.008).at(HALF_X + 0.06, 0.0, 0.0));
    m.add(Paint::Bronze, chamfer_box(Vec3::new(0.12, 0.06, length - 0.3), 0.004).at(HALF_X + 0.07, TRANSOM_Y, 0.0));
    m.add(Paint::Bronze, chamfer_box(Vec3::new(0.14, 0.1, length - 0.3), 0.004).at(HALF_X + 0.07, 0.19, 0.0));
    m.add(
        Paint::Plaster,
        chamfer_box(Vec3::new(0.5, NAVE_Y - GLASS_Y + 0.16, length), 0.01).at(
            HALF_X + 0.18,
            (NAVE_Y + GLASS_Y + 0.16) * 0.5,
            0.0,
        ),
    );
    m.add(
        Paint::Bronze,
        chamfer_box(Vec3::new(0.16, 0.09, length - 0.3), 0.004).at(HALF_X + 0.07, GLASS_Y + 0.045, 0.0),
    );
    m
}

/// A pane as two sheets that face both ways; `u` and `v` span it from `origin`.
pub(crate) fn pane(origin: Vec3, u: Vec3, v: Vec3, thickness: f32) -> Shape {
    let off = u.cross(v).normalize() * thickness;
    let mut shape = Shape::default();
    shape.face([origin, origin + u, origin + u + v, origin + v]);
    shape.face([origin + u - off, origin - off, origin - off + v, origin + u - off + v]);
    shape
}

fn glass() -> Model {
    let mut m = Model::default();
    for i in 0..20 {
        let z = HALF_Z - 0.025 - 1.5 * i as f32;
        for (low, high) in [(0.24, TRANSOM_Y - 0.03), (TRANSOM_Y + 0.03, GLASS_Y)] {
            m.add(
                Paint::FacadeGlass,
                pane(Vec3::new(HALF_X + 0.06, low, z), Vec3::NEG_Z * 1.45, Vec3::Y * (high - low), 0.012),
            );
        }
    }
    m
}

/// The portal: a deep walnut frame with two pairs of doors.
fn entrance() -> Model {
    let [half, height] = ENTRANCE;
    let mut m = Model::default();
    let z = HALF_Z + 0.08;
    for side in [-1.0, 1.0] {
        m.add(Paint::Walnut, chamfer_box_on(Vec3::new(0.16, height, 0.7), 0.008).at(side * (half - 0.08), 0.0, z));
        m.add(Paint::Bronze, chamfer_box_on(Vec3::new(0.06, height - 0.16, 0.1), 0.004).at(side * 1.92, 0.0, z + 0.1));
        for x in [0.06, 1.84] {
            m.add(Paint::Bronze, chamfer_box_on(Vec3::new(0.055, 2.5, 0.05), 0.004).at(side * x, 0.02, z + 0.1));
        }
        for y in [0.07, 2.49] {
            m.add(Paint::Bronze, chamfer_box(Vec3::new(1.74, 0.1, 0.05), 0.004).at(side * 0.95, y, z + 0.1));
        }
        let handle = [
            Vec3::new(0.0, 0.75, 0.0),
            Vec3::new(0.0, 0.75, -0.07),
            Vec3::new(0.0, 1.75, -0.07),
            Vec3::new(0.0, 1.75, 0.0),
        ];
        m.add(
            Paint::Brass,
            sweep(&rounded(&rectangle(0.024, 0.03), 0.008, 2), &handle, Vec3::X, true).at(side * 0.15, 0.0, z + 0.08),
        );
    }
    m.add_across(Paint::Walnut, chamfer_box(Vec3::new(half * 2.0, 0.16, 0.7), 0.008).at(0.0, height - 0.08, z));
    m.add(Paint::Bronze, chamfer_box(Vec3::new(half * 2.0 - 0.32, 0.07, 0.1), 0.004).at(0.0, 2.6, z + 0.1));
    m.add(Paint::Brass, chamfer_box(Vec3::new(half * 2.0 - 0.3, 0.012, 0.3), 0.003).at(0.0, 0.005, z));
    // Graphic dots at eye level, so that nobody walks into the glass.
    let dot = extrude(&Polygon::from(crate::geometry::circle(0.025, 16)), 0.001, 0.0);
    for i in 0..17 {
        let x = -1.76 + 0.22 * i as f32;
        if x.abs() > 0.12 {
            m.add(Paint::WhiteLacquer, dot.clone().turned_y(180.0).at(x, 1.35, z + 0.085));
        }
    }
    m
}

fn entrance_glass() -> Model {
    let [half, height] = ENTRANCE;
    let mut m = Model::default();
    let z = HALF_Z + 0.18;
    let mut add = |low_x: f32, high_x: f32, low_y: f32, high_y: f32| {
        let pane =
            pane(Vec3::new(high_x, low_y, z), Vec3::NEG_X * (high_x - low_x), Vec3::Y * (high_y - low_y), -0.012);
        m.add(Paint::FacadeGlass, pane);
    };
    for side in [-1.0_f32, 1.0] {
        let span = |a: f32, b: f32| if side < 0.0 { (-b, -a) } else { (a, b) };
        let (a, b) = span(0.09, 1.81);
        add(a, b, 0.12, 2.44);
        let (a, b) = span(1.95, half - 0.16);
        add(a, b, 0.01, 2.565);
        let (a, b) = span(0.0, half - 0.16);
        add(a, b, 2.635, height - 0.16);
    }
    m
}
