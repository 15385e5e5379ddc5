//! Reception, benches, chairs, tables, and where the plants stand.

use glam::{Vec2, Vec3};

use super::plan::{AISLE_X, DAIS, HALF_X, HALF_Z};
use super::plants;
use crate::geometry::{
    Polygon, Shape, chamfer_box, chamfer_box_on, circle, extrude, lathe, lathe_arc, loft, rectangle, rounded, sweep,
    tube,
};
use crate::material::Paint;
use crate::model::Model;
use crate::stage::{Stage, standing};

/// Sets the furniture up.
pub fn build(stage: &mut Stage) {
    stage.fixed("reception-desk", reception().at(0.0, 0.0, -11.9));
    let bench = stage.mesh("bench", bench());
    for (i, (x, z, turn)) in
        [(-8.4, -4.2, 90.0), (-8.4, -8.4, 90.0), (8.75, -1.8, 90.0), (8.75, 11.2, 90.0)].into_iter().enumerate()
    {
        stage.node(&format!("bench-{}", i + 1), None, standing(x, 0.0, z, turn), Some(bench));
    }
    let chair = stage.mesh("lounge-chair", chair());
    let [x, z_low, z_high, y] = DAIS;
    let (mx, mz) = ((x + 9.6) * 0.5, (z_low + z_high) * 0.5);
    for (i, (dx, dz, turn)) in
        [(-1.0, 0.75, 125.0), (1.0, 0.85, -120.0), (-0.95, -1.0, 50.0), (1.05, -0.95, -48.0)].into_iter().enumerate()
    {
        stage.node(&format!("lounge-chair-{}", i + 1), None, standing(mx + dx, y + 0.002, mz + dz, turn), Some(chair));
    }
    stage.fixed("lounge-table", table().at(mx + 0.02, y + 0.002, mz - 0.08));
    stage.fixed("lounge-rug", rug().at(mx, y + 0.001, mz));
    stage.fixed("balustrade", balustrade());
    stage.fixed("lounge-door", door());
    let tuft = stage.mesh("tuft", plants::tuft(3));
    stage.node("tuft-reception", None, standing(1.75, 1.122, -11.82, 0.0), Some(tuft));
    stage.node("tuft-lounge", None, standing(mx + 0.12, y + 0.402, mz - 0.2, 40.0), Some(tuft));
    let bamboo = stage.mesh("bamboo", plants::bamboo(31));
    for (i, z) in [8.6, 1.2, -4.9].into_iter().enumerate() {
        stage.node(
            &format!("bamboo-{}", i + 1),
            None,
            standing(9.28, 0.0, z, 90.0 + 180.0 * (i % 2) as f32),
            Some(bamboo),
        );
    }
    let tall = [stage.mesh("strelitzia-a", plants::strelitzia(71)), stage.mesh("strelitzia-b", plants::strelitzia(83))];
    for (i, (x, y, z)) in
        [(-4.75, 0.0, -13.9), (9.2, DAIS[3], -14.2), (-9.3, 0.0, -14.2), (-4.9, 0.0, 14.2), (4.9, 0.0, 14.2)]
            .into_iter()
            .enumerate()
    {
        stage.node(&format!("strelitzia-{}", i + 1), None, standing(x, y, z, 50.0 * i as f32), Some(tall[i % 2]));
    }
}

/// A desk of 4.6 m with a fluted stone front, an oak top and light at its foot. Visitors stand towards +Z.
pub(crate) fn reception() -> Model {
    let mut m = Model::default();
    let half = 2.3;
    m.add(Paint::Graphite, chamfer_box_on(Vec3::new(half * 2.0 - 0.16, 0.1, 0.62), 0.006));
    m.add(Paint::LightStrip, chamfer_box(Vec3::new(half * 2.0 - 0.3, 0.014, 0.012), 0.003).at(0.0, 0.086, 0.322));
    m.add(Paint::DarkStone, chamfer_box_on(Vec3::new(half * 2.0, 0.98, 0.62), 0.01).at(0.0, 0.1, 0.0));
    let flute = lathe_arc(&[(0.032, 0.1), (0.032, 0.2), (0.032, 0.55), (0.032, 1.075)], 6, 0.0, 0.0, 180.0);
    for i in 0..72 {
        m.add(Paint::WhiteLacquer, flute.clone().at(-half + 0.03 + 0.064 * i as f32, 0.0, 0.305));
    }
    m.add_across(Paint::Oak, chamfer_box_on(Vec3::new(half * 2.0 + 0.1, 0.045, 0.78), 0.01).at(0.0, 1.078, 0.02));
    m.add(Paint::Brass, chamfer_box(Vec3::new(half * 2.0 + 0.02, 0.012, 0.66), 0.002).at(0.0, 1.075, 0.02));
    // The working side: a lower top, screens, drawers.
    m.add_across(Paint::Oak, chamfer_box(Vec3::new(half * 2.0 - 0.1, 0.035, 0.6), 0.006).at(0.0, 0.74, -0.58));
    for x in [-half + 0.1, 0.0, half - 0.1] {
        m.add(Paint::Graphite, chamfer_box_on(Vec3::new(0.05, 0.72, 0.56), 0.005).at(x, 0.0, -0.58));
    }
    for x in [-1.2, 1.0] {
        m.add(Paint::DarkGlass, chamfer_box(Vec3::new(0.56, 0.33, 0.012), 0.004).turned_x(8.0).at(x, 1.03, -0.44));
        m.add(Paint::Graphite, chamfer_box(Vec3::new(0.57, 0.34, 0.014), 0.004).turned_x(8.0).at(x, 1.03, -0.432));
        m.add(Paint::Aluminium, chamfer_box_on(Vec3::new(0.05, 0.16, 0.02), 0.003).at(x, 0.757, -0.42));
        m.add(Paint::Aluminium, chamfer_box_on(Vec3::new(0.22, 0.012, 0.16), 0.003).at(x, 0.757, -0.43));
        m.join(&task_chair().turned_y(168.0 + 14.0 * x).at(x + 0.06, 0.0, -1.25));
    }
    m
}

/// A low-backed office chair looking along +Z.
fn task_chair() -> Model {
    let mut m = Model::default();
    for k in 0..5 {
        let leg =
            sweep(&rectangle(0.04, 0.025), &[Vec3::new(0.0, 0.09, 0.0), Vec3::new(0.0, 0.055, 0.3)], Vec3::Y, true);
        m.add(Paint::Aluminium, leg.turned_y(72.0 * k as f32));
        m.add(
            Paint::Rubber,
            lathe(&[(0.0, -0.02), (0.028, -0.02), (0.028, 0.02), (0.0, 0.02)], 12, 0.006)
                .turned_z(90.0)
                .at(0.0, 0.028, 0.3)
                .turned_y(72.0 * k as f32),
        );
    }
    m.add(Paint::Graphite, lathe(&[(0.0, 0.06), (0.03, 0.06), (0.03, 0.42), (0.0, 0.42)], 14, 0.004));
    m.add(Paint::Cloth, cushion(0.5, 0.09, 0.48, 0.02).at(0.0, 0.46, 0.0));
    m.add(Paint::Cloth, cushion(0.46, 0.08, 0.42, 0.02).turned_x(-82.0).at(0.0, 0.76, -0.25));
    m.add(
        Paint::Graphite,
        sweep(
            &rectangle(0.06, 0.02),
            &[Vec3::new(0.0, 0.42, -0.05), Vec3::new(0.0, 0.45, -0.28), Vec3::new(0.0, 0.72, -0.3)],
            Vec3::Y,
            true,
        ),
    );
    m
}

/// A soft block around the origin: swollen in the middle of each face.
pub(crate) fn cushion(width: f32, height: f32, depth: f32, swell: f32) -> Shape {
    let figure = |inset: f32| rounded(&rectangle(width - inset, depth - inset), 0.07, 4);
    let layer = |inset: f32, y: f32| -> Vec<Vec3> { figure(inset).iter().map(|p| Vec3::new(p.x, y, -p.y)).collect() };
    let h = height * 0.5;
    let rings = [
        layer(0.3, -h - swell * 0.4),
        layer(0.05, -h),
        layer(0.0, -h * 0.5),
        layer(0.0, h * 0.5),
        layer(0.05, h),
        layer(0.18, h + swell * 0.7),
        layer(0.34, h + swell),
    ];
    loft(&rings, true, 70.0)
}

/// A bench of 2 m along X: oak slats and two cushions on a bronze frame.
pub(crate) fn bench() -> Model {
    let mut m = Model::default();
    for x in [-0.78, 0.78] {
        let frame = rounded(&rectangle(0.46, 0.36), 0.03, 3);
        let inner: Vec<Vec2> = rounded(&rectangle(0.4, 0.3), 0.02, 3).into_iter().rev().collect();
        let frame = extrude(&Polygon { outer: frame, holes: vec![inner] }, 0.05, 0.005);
        m.add(Paint::Bronze, frame.turned_y(90.0).at(x - 0.025, 0.18, 0.0));
    }
    for k in 0..7 {
        m.add_across(
            Paint::Oak,
            chamfer_box(Vec3::new(2.0, 0.035, 0.056), 0.006).at(0.0, 0.379, -0.204 + 0.068 * k as f32),
        );
    }
    m.add(Paint::Cloth, cushion(0.94, 0.07, 0.46, 0.02).at(-0.48, 0.44, 0.0));
    m.add(Paint::TealCloth, cushion(0.5, 0.07, 0.46, 0.02).at(0.28, 0.44, 0.0));
    m
}

/// A tub chair looking along +Z.
pub(crate) fn chair() -> Model {
    let mut m = Model::default();
    let mut rings = Vec::new();
    // The shell: a horseshoe that rises towards the back, drawn as sections along it.
    for i in 0..=24 {
        let t = i as f32 / 24.0 * 2.0 - 1.0;
        let angle = t * 2.05;
        let (sin, cos) = angle.sin_cos();
        let rise = 0.3 + 0.2 * (1.0 - t * t).powf(0.8);
        let out = Vec3::new(sin, 0.0, -cos);
        let center = out * Vec3::new(0.345, 0.0, 0.33) + Vec3::Y * (0.2 + rise * 0.5);
        let figure = rounded(&rectangle(0.085, rise), 0.042, 4);
        rings.push(crate::geometry::ring(&figure, center, out, Vec3::Y));
    }
    let shell = loft(&rings, true, 60.0);
    m.add(Paint::TealCloth, shell);
    m.add(Paint::Cloth, cushion(0.62, 0.14, 0.62, 0.035).at(0.0, 0.36, 0.03));
    m.add(
        Paint::TealCloth,
        extrude(&Polygon::from(circle(0.36, 32)), 0.1, 0.02).turned_x(-90.0).scaled(1.0, 1.0, 0.95).at(0.0, 0.18, 0.0),
    );
    for (x, z) in [(-0.24, 0.22), (0.24, 0.22), (-0.22, -0.22), (0.22, -0.22)] {
        m.add(Paint::Walnut, tube(&[Vec3::new(x, 0.2, z), Vec3::new(x * 1.18, 0.0, z * 1.18)], 0.016, 10));
    }
    m
}

/// A round table on a foot.
pub(crate) fn table() -> Model {
    let mut m = Model::default();
    m.add(Paint::DarkStone, lathe(&[(0.0, 0.375), (0.42, 0.375), (0.42, 0.4), (0.0, 0.4)], 56, 0.006));
    m.add(
        Paint::Brass,
        lathe(
            &[(0.0, 0.0), (0.24, 0.0), (0.24, 0.012), (0.03, 0.026), (0.025, 0.36), (0.06, 0.376), (0.0, 0.376)],
            36,
            0.004,
        ),
    );
    m.add(Paint::WhiteLacquer, chamfer_box(Vec3::new(0.21, 0.008, 0.28), 0.002).turned_y(24.0).at(-0.17, 0.404, 0.14));
    m.add(Paint::Teal, chamfer_box(Vec3::new(0.19, 0.01, 0.26), 0.002).turned_y(-8.0).at(-0.16, 0.413, 0.13));
    m
}

pub(crate) fn rug() -> Model {
    let mut m = Model::default();
    m.add(Paint::Cloth, extrude(&Polygon::from(circle(1.55, 64)), 0.012, 0.005).turned_x(-90.0));
    m
}

/// Glass in a bronze shoe along the edge of the dais, with an oak rail.
fn balustrade() -> Model {
    let mut m = Model::default();
    let [x, z_low, z_high, y] = DAIS;
    let (from, to) = (z_low + 0.25, z_high - 0.05);
    let length = to - from;
    let middle = (from + to) * 0.5;
    m.add(Paint::Bronze, chamfer_box_on(Vec3::new(0.09, 0.13, length), 0.006).at(x + 0.08, y - 0.01, middle));
    let panes = 4;
    for i in 0..panes {
        let pane = length / panes as f32;
        let z = from + pane * (i as f32 + 0.5);
        m.add(Paint::CaseGlass, chamfer_box(Vec3::new(0.017, 0.96, pane - 0.018), 0.003).at(x + 0.08, y + 0.55, z));
    }
    let rail = rounded(&rectangle(0.06, 0.045), 0.015, 3);
    let path = [Vec3::new(x + 0.08, y + 1.04, from - 0.02), Vec3::new(x + 0.08, y + 1.04, to + 0.02)];
    m.add(Paint::Oak, sweep(&rail, &path, Vec3::Y, true));
    m
}

/// The door to the meeting rooms at the end of the aisle: a walnut portal with two leaves.
fn door() -> Model {
    let mut m = Model::default();
    let (x, z) = ((AISLE_X - HALF_X) * 0.5 + 0.1, -HALF_Z);
    for side in [-1.0, 1.0] {
        m.add(Paint::Bronze, chamfer_box_on(Vec3::new(0.08, 2.62, 0.16), 0.005).at(x + side * 1.02, 0.0, z + 0.06));
        m.add(Paint::Walnut, chamfer_box_on(Vec3::new(0.965, 2.5, 0.05), 0.005).at(x + side * 0.487, 0.015, z + 0.05));
        m.add(Paint::Brass, chamfer_box(Vec3::new(0.024, 0.9, 0.028), 0.006).at(x + side * 0.08, 1.1, z + 0.115));
        for y in [0.75, 1.45] {
            m.add(Paint::Brass, chamfer_box(Vec3::new(0.02, 0.02, 0.05), 0.003).at(x + side * 0.08, y, z + 0.09));
        }
    }
    m.add(Paint::Bronze, chamfer_box_on(Vec3::new(2.12, 0.08, 0.16), 0.005).at(x, 2.54, z + 0.06));
    m.add(Paint::Graphite, chamfer_box_on(Vec3::new(1.96, 2.54, 0.02), 0.002).at(x, 0.0, z + 0.012));
    m
}
