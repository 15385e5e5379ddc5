//! Floor, walls, columns, roof: what bears and encloses.

use glam::Vec3;

use super::plan::{AISLE_X, AISLE_Y, DAIS, ENTRANCE, HALF_X, HALF_Z, NAVE_Y};
use super::signs::{POSTER_Y, POSTERS, SCREEN};
use crate::geometry::{chamfer_box, chamfer_box_on, cuts, cuts_near_edges, lathe, panel};
use crate::material::Paint;
use crate::model::Model;
use crate::stage::{Stage, standing};

/// Sets the shell of the hall up.
pub fn build(stage: &mut Stage) {
    stage.fixed("floor", floor());
    stage.fixed("walls", walls());
    stage.fixed("roof", roof());
    stage.fixed("dais", dais());
    slat_walls(stage);
    let column = stage.mesh("column", column());
    for i in 0..6 {
        stage.node(
            &format!("column-{}", i + 1),
            None,
            standing(AISLE_X - 0.32, 0.0, 12.5 - 5.0 * i as f32, 0.0),
            Some(column),
        );
    }
}

/// Pale slabs, a dark band under the columns and along the glass, brass inlays that lead from the door to the reception.
fn floor() -> Model {
    let bands_x = [-5.98, -5.46, 9.4];
    let inlays_x = [-1.62, -1.59, 1.59, 1.62];
    let extra: Vec<f32> = bands_x.iter().chain(&inlays_x).map(|x| x + HALF_X).collect();
    let (u, v) = (cuts(0.0, HALF_X * 2.0, 2.0, &extra), cuts(0.0, HALF_Z * 2.0, 2.0, &[1.2, 3.0, 26.0]));
    let surface = |x: f32, z_from_door: f32| {
        let x = x - HALF_X;
        let mat = x.abs() < 1.59 && (1.2..3.0).contains(&z_from_door);
        let band = (bands_x[0]..bands_x[1]).contains(&x) || x > bands_x[2];
        let inlay = (1.59..1.62).contains(&x.abs()) && z_from_door < 26.0;
        if mat {
            Paint::Rubber
        } else if band {
            Paint::FloorBand
        } else if inlay {
            Paint::Brass
        } else {
            Paint::FloorStone
        }
    };
    let mut m = Model::default();
    for paint in [Paint::FloorStone, Paint::FloorBand, Paint::Brass, Paint::Rubber] {
        m.add(
            paint,
            panel(Vec3::new(-HALF_X, 0.0, HALF_Z), Vec3::X, Vec3::NEG_Z, &u, &v, |x, z| surface(x, z) == paint),
        );
    }
    // What carries the floor, so that its edge is not a line in the void.
    m.add(
        Paint::DarkStone,
        chamfer_box(Vec3::new(HALF_X * 2.0 + 0.9, 0.3, HALF_Z * 2.0 + 0.9), 0.01).at(0.0, -0.156, 0.0),
    );
    m
}

fn walls() -> Model {
    let mut m = Model::default();
    let along = cuts_near_edges(0.0, HALF_Z * 2.0, 0.75);
    let aisle_up = cuts_near_edges(0.0, AISLE_Y, 0.65);
    let nave_up = cuts(0.0, NAVE_Y, 0.7, &[0.12, 0.35, AISLE_Y, NAVE_Y - 0.35, NAVE_Y - 0.12]);
    let across = cuts(0.0, HALF_X * 2.0, 0.75, &[0.12, 0.35, AISLE_X + HALF_X, 19.65, 19.88]);
    let (west_along, west_up) = gallery_cuts(&along, &aisle_up);
    m.add(
        Paint::Plaster,
        panel(Vec3::new(-HALF_X, 0.0, HALF_Z), Vec3::NEG_Z, Vec3::Y, &west_along, &west_up, |_, _| true),
    );
    let north = |x: f32, y: f32| x > AISLE_X + HALF_X || y < AISLE_Y;
    m.add(Paint::Plaster, panel(Vec3::new(-HALF_X, 0.0, -HALF_Z), Vec3::X, Vec3::Y, &across, &nave_up, north));
    let [door_x, door_y] = ENTRANCE;
    let south_across =
        cuts(0.0, 20.0, 0.75, &[0.12, 0.35, HALF_X - door_x, HALF_X + door_x, HALF_X - AISLE_X, 19.65, 19.88]);
    let south_up = cuts(0.0, NAVE_Y, 0.7, &[0.12, 0.35, AISLE_Y, door_y, NAVE_Y - 0.35, NAVE_Y - 0.12]);
    let south = |x: f32, y: f32| {
        let x = HALF_X - x;
        !(x.abs() < door_x && y < door_y) && (x > AISLE_X || y < AISLE_Y)
    };
    m.add(Paint::Plaster, panel(Vec3::new(HALF_X, 0.0, HALF_Z), Vec3::NEG_X, Vec3::Y, &south_across, &south_up, south));
    // Skirting: a bronze strip that stands a little off the floor.
    let skirting = |length: f32| chamfer_box(Vec3::new(length, 0.1, 0.014), 0.003);
    m.add(Paint::Bronze, skirting(29.98).turned_y(90.0).at(-HALF_X + 0.007, 0.062, 0.0));
    m.add(Paint::Bronze, skirting(4.4).at(-7.72, 0.062, -HALF_Z + 0.007));
    for x in [-7.0, 7.0] {
        m.add(Paint::Bronze, skirting(5.9).at(x, 0.062, HALF_Z - 0.007));
    }
    m
}

/// The cuts of the gallery wall: finer around the screen and the posters, whose shadows are close.
fn gallery_cuts(along: &[f32], up: &[f32]) -> (Vec<f32>, Vec<f32>) {
    let mut edges: Vec<f32> = Vec::new();
    let [width, height, middle_y, z] = SCREEN;
    edges.extend([HALF_Z - z - width * 0.5, HALF_Z - z + width * 0.5]);
    let ([poster_width, poster_height], posters) = POSTERS;
    edges.extend(posters.iter().flat_map(|z| [HALF_Z - z - poster_width * 0.5, HALF_Z - z + poster_width * 0.5]));
    let near = |edges: &[f32]| -> Vec<f32> {
        edges.iter().flat_map(|e| [-0.45, -0.18, -0.05, 0.05, 0.18, 0.45].map(|d| e + d)).collect()
    };
    let rows = [
        middle_y - height * 0.5,
        middle_y + height * 0.5,
        POSTER_Y - poster_height * 0.5,
        POSTER_Y + poster_height * 0.5,
    ];
    let merged = |even: &[f32], fine: Vec<f32>| {
        let (from, to) = (even[0], even[even.len() - 1]);
        let coarse: Vec<f32> = even.iter().copied().filter(|c| fine.iter().all(|f| (f - c).abs() > 0.12)).collect();
        cuts(from, to, to - from, &[coarse, fine].concat())
    };
    (merged(along, near(&edges)), merged(up, near(&rows)))
}

/// Light-tight outer skin and the eaves.
fn roof() -> Model {
    let mut m = Model::default();
    m.add(Paint::Graphite, chamfer_box(Vec3::new(22.6, 0.35, 32.0), 0.02).at(0.6, 7.25, 0.0));
    m.add(Paint::Plaster, chamfer_box(Vec3::new(0.4, 7.3, 31.0), 0.02).at(-HALF_X - 0.22, 3.6, 0.0));
    m.add(Paint::Plaster, chamfer_box(Vec3::new(20.9, 7.3, 0.4), 0.02).at(0.0, 3.6, -HALF_Z - 0.22));
    let [door_x, door_y] = ENTRANCE;
    for side in [-1.0, 1.0] {
        let width = HALF_X + 0.45 - door_x;
        m.add(
            Paint::Plaster,
            chamfer_box(Vec3::new(width, 7.3, 0.4), 0.02).at(side * (door_x + width * 0.5), 3.6, HALF_Z + 0.22),
        );
    }
    m.add(
        Paint::Plaster,
        chamfer_box(Vec3::new(door_x * 2.0, 7.2 - door_y, 0.4), 0.02).at(0.0, (7.2 + door_y) * 0.5, HALF_Z + 0.22),
    );
    m
}

/// A round column with a bronze shoe and a shadow gap under the ceiling.
fn column() -> Model {
    let mut m = Model::default();
    let rows: Vec<(f32, f32)> = [0.1, 0.25, 0.6, 1.4, 2.4, 3.3, 3.65, 3.84].iter().map(|y| (0.25, *y)).collect();
    let mut profile = vec![(0.0, 0.1)];
    profile.extend(rows);
    profile.push((0.0, 3.84));
    m.add(Paint::Plaster, lathe(&profile, 40, 0.012));
    m.add(Paint::Bronze, lathe(&[(0.0, 0.0), (0.262, 0.0), (0.262, 0.1), (0.0, 0.1)], 40, 0.006));
    m.add(Paint::Graphite, lathe(&[(0.0, 3.83), (0.21, 3.83), (0.21, AISLE_Y), (0.0, AISLE_Y)], 32, 0.0));
    m
}

/// Walnut slats on a dark ground, in modules of 0.8 m: behind the reception, in the aisle.
fn slat_walls(stage: &mut Stage) {
    let mut grounds = Model::default();
    let ground = |width: f32, height: f32| chamfer_box_on(Vec3::new(width, height, 0.02), 0.002);
    grounds.add(Paint::Graphite, ground(11.2, NAVE_Y - 0.02).at(0.2, 0.0, -HALF_Z + 0.012));
    grounds.add(Paint::Graphite, ground(5.6, AISLE_Y - 0.02).turned_y(90.0).at(-HALF_X + 0.012, 0.0, 12.18));
    grounds.add(Paint::Graphite, ground(1.6, AISLE_Y - 0.02).turned_y(90.0).at(-HALF_X + 0.012, 0.0, -1.2));
    stage.fixed("slat-grounds", grounds);
    let tall = stage.mesh("slats-tall", slats(NAVE_Y - 0.06));
    for i in 0..14 {
        let x = -5.4 + 0.4 + 0.8 * i as f32;
        stage.node(&format!("slats-reception-{}", i + 1), None, standing(x, 0.02, -HALF_Z + 0.022, 0.0), Some(tall));
    }
    let low = stage.mesh("slats-low", slats(AISLE_Y - 0.06));
    for (i, z) in (0..7).map(|k| 14.58 - 0.8 * k as f32).chain([-0.8, -1.6]).enumerate() {
        stage.node(&format!("slats-aisle-{}", i + 1), None, standing(-HALF_X + 0.022, 0.02, z, 90.0), Some(low));
    }
}

/// Ten slats with rounded fronts, their backs at z = 0.
pub(crate) fn slats(height: f32) -> Model {
    let mut m = Model::default();
    let (half, depth, cut) = (0.022, 0.055, 0.006);
    // Across a slat: from the left flank over the front to the right flank.
    let profile = [
        (-half, 0.0, -1.0, 0.0),
        (-half, depth - cut, -1.0, 0.0),
        (-half + cut, depth, 0.0, 1.0),
        (half - cut, depth, 0.0, 1.0),
        (half, depth - cut, 1.0, 0.0),
        (half, 0.0, 1.0, 0.0),
    ];
    let rows = cuts(0.0, height, 2.2, &[0.25, height - 0.25]);
    for k in 0..10 {
        let mut slat = crate::geometry::Shape::default();
        let x = -0.36 + 0.08 * k as f32;
        for y in &rows {
            for (px, pz, nx, nz) in profile {
                slat.vertex(Vec3::new(x + px, *y, pz), Vec3::new(nx, 0.0, nz));
            }
        }
        let n = profile.len() as u32;
        for row in 0..rows.len() as u32 - 1 {
            for i in 0..n - 1 {
                let (a, b) = (row * n + i, (row + 1) * n + i);
                slat.quad(a, a + 1, b + 1, b);
            }
        }
        let shift = 0.13 * ((k * 7) % 10) as f32;
        let slat =
            slat.with_uvs(|p, n| glam::Vec2::new((p.x + p.z * n.x.signum()) / 1.2 + shift, -p.y / 1.2 + shift * 2.0));
        m.add(Paint::Walnut, slat);
    }
    m
}

/// The lounge, two steps up.
fn dais() -> Model {
    let [x, z_low, z_high, height] = DAIS;
    let mut m = Model::default();
    let (width, length) = (9.86 - x, z_high - z_low);
    m.add_across(
        Paint::Oak,
        chamfer_box_on(Vec3::new(width, height, length), 0.012).at(x + width * 0.5, 0.002, z_low + length * 0.5),
    );
    m.add_across(
        Paint::Oak,
        chamfer_box_on(Vec3::new(width, height * 0.5, 0.36), 0.012).at(x + width * 0.5, 0.002, z_high + 0.17),
    );
    m.add(
        Paint::LightStrip,
        chamfer_box(Vec3::new(width - 0.1, 0.012, 0.01), 0.002).at(
            x + width * 0.5,
            height * 0.5 + 0.02,
            z_high + 0.004,
        ),
    );
    m.add(
        Paint::LightStrip,
        chamfer_box(Vec3::new(width - 0.1, 0.012, 0.01), 0.002).at(x + width * 0.5, 0.02, z_high + 0.354),
    );
    m
}
