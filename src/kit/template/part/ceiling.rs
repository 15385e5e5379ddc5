//! Ceilings: flat ones with holes, coves of hidden light, skylights.

use glam::{Vec2, Vec3};

use crate::geometry::{Shape, chamfer_box, cuts, panel};
use crate::material::Paint;
use crate::model::Model;

/// A ceiling at height `y` over the rectangle from `low` to `high` (x and z), without the rectangles in `holes`.
pub fn flat(low: Vec2, high: Vec2, y: f32, holes: &[[Vec2; 2]]) -> Model {
    let xs: Vec<f32> = holes.iter().flat_map(|h| [h[0].x - low.x, h[1].x - low.x]).collect();
    let zs: Vec<f32> = holes.iter().flat_map(|h| [h[0].y - low.y, h[1].y - low.y]).collect();
    let size = high - low;
    let (u, v) = (
        cuts(0.0, size.x, 1.2, &[&xs[..], &[0.3, size.x - 0.3]].concat()),
        cuts(0.0, size.y, 1.2, &[&zs[..], &[0.3, size.y - 0.3]].concat()),
    );
    let solid = |x: f32, z: f32| {
        let p = low + Vec2::new(x, z);
        !holes.iter().any(|h| p.cmpgt(h[0]).all() && p.cmplt(h[1]).all())
    };
    let mut m = Model::default();
    m.add(Paint::Ceiling, panel(Vec3::new(low.x, y, low.y), Vec3::X, Vec3::Z, &u, &v, solid));
    m
}

/// The four sides of a recess from `y` up to `top`, `reach` metres of its lid washed by light that stands behind a lip, and the rest of the lid.
pub fn cove(low: Vec2, high: Vec2, y: f32, top: f32, reach: f32) -> Model {
    let mut m = Model::default();
    let middle = (low + high) * 0.5;
    let corners = [Vec2::new(low.x, high.y), high, Vec2::new(high.x, low.y), low];
    for i in 0..4 {
        let (a, b) = (corners[i], corners[(i + 1) % 4]);
        let at = |p: Vec2, y: f32| Vec3::new(p.x, y, p.y);
        let inner = |p: Vec2| p + (middle - p).signum() * reach;
        let inward = (middle - (a + b) * 0.5).normalize_or(Vec2::X);
        let mut lid = Shape::default();
        lid.face([at(b, top), at(a, top), at(inner(a), top), at(inner(b), top)]);
        lid.uvs = [0.0, 0.0, 1.0, 1.0].map(|v| Vec2::new(0.0, v)).to_vec();
        let mut flank = Shape::default();
        flank.face([at(b, y), at(a, y), at(a, top), at(b, top)]);
        flank.uvs = [0.0, 0.0, 0.12, 0.12].map(|v| Vec2::new(0.0, v)).to_vec();
        m.add(Paint::Cove, facing(lid, Vec3::NEG_Y)).add(Paint::Cove, facing(flank, at(inward, 0.0)));
        let turn_deg = if i % 2 == 0 { 0.0 } else { 90.0 };
        let lip = chamfer_box(Vec3::new(a.distance(b), 0.06, 0.2), 0.006).turned_y(turn_deg);
        let center = (a + b) * 0.5 + inward * 0.095;
        m.add(Paint::Ceiling, lip.at(center.x, y + 0.029, center.y));
    }
    let size = high - low - 2.0 * reach;
    if size.min_element() > 0.05 {
        let (u, v) = (cuts(0.0, size.x, 1.5, &[]), cuts(0.0, size.y, 1.5, &[]));
        m.add(
            Paint::Ceiling,
            panel(Vec3::new(low.x + reach, top, low.y + reach), Vec3::X, Vec3::Z, &u, &v, |_, _| true),
        );
    }
    m
}

/// A skylight: a shaft through the roof from `y` up to `top`, luminous glass on it, bars of metal below the glass every `step` metres along Z.
pub fn laylight(low: Vec2, high: Vec2, y: f32, top: f32, step: f32) -> Model {
    let mut m = Model::default();
    let size = high - low;
    let (u, w, v) = (cuts(0.0, size.x, 1.0, &[]), cuts(0.0, size.y, 1.0, &[]), cuts(0.0, top - y, 0.4, &[]));
    m.add(Paint::Ceiling, panel(Vec3::new(low.x, y, low.y), Vec3::X, Vec3::Y, &u, &v, |_, _| true));
    m.add(Paint::Ceiling, panel(Vec3::new(high.x, y, high.y), Vec3::NEG_X, Vec3::Y, &u, &v, |_, _| true));
    m.add(Paint::Ceiling, panel(Vec3::new(low.x, y, high.y), Vec3::NEG_Z, Vec3::Y, &w, &v, |_, _| true));
    m.add(Paint::Ceiling, panel(Vec3::new(high.x, y, low.y), Vec3::Z, Vec3::Y, &w, &v, |_, _| true));
    m.add(
        Paint::LightPanel,
        panel(Vec3::new(low.x, top, low.y), Vec3::X, Vec3::Z, &[0.0, size.x], &[0.0, size.y], |_, _| true),
    );
    for z in cuts(low.y, high.y, step, &[]) {
        m.add(
            Paint::Bronze,
            chamfer_box(Vec3::new(size.x, 0.09, 0.035), 0.004).at((low.x + high.x) * 0.5, top - 0.05, z),
        );
    }
    for x in [low.x + 0.02, (low.x + high.x) * 0.5, high.x - 0.02] {
        m.add(
            Paint::Bronze,
            chamfer_box(Vec3::new(0.035, 0.07, size.y), 0.004).at(x, top - 0.05, (low.y + high.y) * 0.5),
        );
    }
    m
}

/// The face turned so that it looks along `wanted`.
fn facing(face: Shape, wanted: Vec3) -> Shape {
    if face.normals[0].dot(wanted) < 0.0 { face.flipped() } else { face }
}
