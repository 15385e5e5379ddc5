//! The ceilings: a coffer with hidden light, luminous panels and walnut battens over the nave; downlights in the aisle; tracks of spotlights.

use glam::{Vec2, Vec3};

use super::plan::{AISLE_X, AISLE_Y, COFFER, HALF_X, HALF_Z, NAVE_Y};
use crate::geometry::{Shape, chamfer_box, cuts, lathe, panel};
use crate::material::Paint;
use crate::model::Model;
use crate::stage::{Stage, standing};

/// Sets the ceilings up.
pub fn build(stage: &mut Stage) {
    stage.fixed("ceiling", ceiling());
    stage.fixed("ceiling-cove", cove());
    let bay = stage.mesh("ceiling-bay", bay());
    let middle = (COFFER[0] + COFFER[1]) * 0.5;
    for i in 0..5 {
        stage.node(
            &format!("ceiling-bay-{}", i + 1),
            None,
            standing(middle, COFFER[3], 9.6 - 4.8 * i as f32, 0.0),
            Some(bay),
        );
    }
    let downlight = stage.mesh("downlight", downlight());
    for i in 0..11 {
        stage.node(
            &format!("downlight-{}", i + 1),
            None,
            standing(-7.7, AISLE_Y, 13.5 - 2.7 * i as f32, 0.0),
            Some(downlight),
        );
    }
    stage.fixed("wall-washer", wall_washer());
}

fn ceiling() -> Model {
    let mut m = Model::default();
    let [low, high, half_z, top] = COFFER;
    let u = cuts(0.0, HALF_X - AISLE_X, 0.8, &[0.15, 0.45, low - AISLE_X, high - AISLE_X, 15.0, 15.28]);
    let v = cuts(0.0, HALF_Z * 2.0, 1.0, &[0.15, 0.45, HALF_Z - half_z, HALF_Z + half_z, 29.55, 29.85]);
    let solid = |x: f32, z: f32| !((low..high).contains(&(x + AISLE_X)) && (z - HALF_Z).abs() < half_z);
    m.add(Paint::Plaster, panel(Vec3::new(AISLE_X, NAVE_Y, -HALF_Z), Vec3::X, Vec3::Z, &u, &v, solid));
    let aisle_u = cuts(0.0, AISLE_X + HALF_X, 0.8, &[0.15, 0.45]);
    let aisle_v = cuts(0.0, HALF_Z * 2.0, 1.0, &[0.15, 0.45, 29.55, 29.85]);
    m.add(
        Paint::Plaster,
        panel(Vec3::new(-HALF_X, AISLE_Y, -HALF_Z), Vec3::X, Vec3::Z, &aisle_u, &aisle_v, |_, _| true),
    );
    // The fascia over the columns, with a bronze edge.
    let up = cuts(0.0, NAVE_Y - AISLE_Y, 0.7, &[0.2, NAVE_Y - AISLE_Y - 0.15]);
    m.add(Paint::Plaster, panel(Vec3::new(AISLE_X, AISLE_Y, HALF_Z), Vec3::NEG_Z, Vec3::Y, &aisle_v, &up, |_, _| true));
    m.add(
        Paint::Bronze,
        chamfer_box(Vec3::new(0.05, 0.09, HALF_Z * 2.0 - 0.01), 0.004).at(AISLE_X, AISLE_Y + 0.02, 0.0),
    );
    m.add(
        Paint::LightStrip,
        chamfer_box(Vec3::new(0.02, 0.012, HALF_Z * 2.0 - 0.4), 0.002).at(AISLE_X - 0.02, AISLE_Y - 0.028, 0.0),
    );
    // The lid of the coffer between the luminous panels.
    let lid_u = cuts(0.0, high - low - 2.4, 1.2, &[]);
    let lid_v = cuts(0.0, half_z * 2.0 - 2.4, 1.2, &[]);
    m.add(
        Paint::Plaster,
        panel(Vec3::new(low + 1.2, top, -half_z + 1.2), Vec3::X, Vec3::Z, &lid_u, &lid_v, |_, _| true),
    );
    m
}

/// The rim of the coffer: flanks and the outer strip of the lid, washed by lines of light that stand behind a lip.
fn cove() -> Model {
    let [low, high, half_z, top] = COFFER;
    let mut m = Model::default();
    let corners = [Vec2::new(low, half_z), Vec2::new(high, half_z), Vec2::new(high, -half_z), Vec2::new(low, -half_z)];
    let middle = Vec2::new((low + high) * 0.5, 0.0);
    for i in 0..4 {
        let (a, b) = (corners[i], corners[(i + 1) % 4]);
        let at = |p: Vec2, y: f32| Vec3::new(p.x, y, p.y);
        let inner = |p: Vec2| p + (middle - p).signum() * 1.2;
        let mut lid = Shape::default();
        lid.face([at(b, top), at(a, top), at(inner(a), top), at(inner(b), top)]);
        lid.uvs = vec![Vec2::new(0.0, 0.0), Vec2::new(0.0, 0.0), Vec2::new(0.0, 1.0), Vec2::new(0.0, 1.0)];
        let mut flank = Shape::default();
        flank.face([at(b, NAVE_Y), at(a, NAVE_Y), at(a, top), at(b, top)]);
        flank.uvs = vec![Vec2::splat(0.0), Vec2::splat(0.0), Vec2::new(0.0, 0.12), Vec2::new(0.0, 0.12)];
        m.add(Paint::Cove, facing(lid, Vec3::NEG_Y))
            .add(Paint::Cove, facing(flank, at((middle - (a + b) * 0.5).normalize(), 0.0)));
        let along = (b - a).length();
        let lip = chamfer_box(Vec3::new(along + 0.02, 0.07, 0.24), 0.006).turned_y(if i % 2 == 0 { 0.0 } else { 90.0 });
        let center = (a + b) * 0.5 + (middle - (a + b) * 0.5).normalize() * 0.11;
        m.add(Paint::Plaster, lip.at(center.x, NAVE_Y + 0.034, center.y));
    }
    m
}

/// The face turned so that it looks along `wanted`.
fn facing(face: Shape, wanted: Vec3) -> Shape {
    if face.normals[0].dot(wanted) < 0.0 { face.flipped() } else { face }
}

/// One bay of the coffer: a stretched luminous panel in a frame, and battens beside it. It hangs from y = 0.
fn bay() -> Model {
    let mut m = Model::default();
    let (width, length) = (9.0, 2.9);
    m.add(Paint::LightPanel, chamfer_box(Vec3::new(width, 0.03, length), 0.006).at(0.0, -0.045, 0.0));
    for side in [-1.0, 1.0] {
        m.add(
            Paint::Bronze,
            chamfer_box(Vec3::new(width + 0.1, 0.1, 0.045), 0.004).at(0.0, -0.048, side * (length * 0.5 + 0.022)),
        );
        m.add(
            Paint::Bronze,
            chamfer_box(Vec3::new(0.045, 0.1, length), 0.004).at(side * (width * 0.5 + 0.022), -0.048, 0.0),
        );
    }
    for k in 0..11 {
        let z = length * 0.5 + 0.24 + 0.142 * k as f32;
        m.add_across(Paint::Walnut, chamfer_box(Vec3::new(width + 0.1, 0.17, 0.06), 0.005).at(0.0, -0.13, z));
    }
    m
}

/// A recessed fitting: a dark cone with light at its bottom. y = 0 is the ceiling.
pub(crate) fn downlight() -> Model {
    let mut m = Model::default();
    m.add(Paint::Graphite, lathe(&[(0.052, 0.0), (0.058, -0.006), (0.072, -0.004), (0.074, 0.0)], 24, 0.0));
    m.add(Paint::LightStrip, lathe(&[(0.0, -0.0025), (0.052, -0.0025)], 24, 0.0));
    m
}

/// A slot of light along the gallery wall.
fn wall_washer() -> Model {
    let mut m = Model::default();
    m.add(
        Paint::LightStrip,
        chamfer_box(Vec3::new(0.05, 0.016, 24.2), 0.002).at(-HALF_X + 0.09, AISLE_Y - 0.008, -2.8),
    );
    m.add(Paint::Graphite, chamfer_box(Vec3::new(0.012, 0.06, 24.2), 0.002).at(-HALF_X + 0.125, AISLE_Y - 0.03, -2.8));
    m
}
