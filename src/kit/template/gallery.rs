//! A gallery: three rooms in a row under skylights, doors on one axis, a window on the garden at its end.

use glam::{Vec2, Vec3};

use super::booth::desk;
use super::part::{LampKind, Opening, Wall, cove, flat, laylight, track};
use super::site::PlinthKind;
use super::{Site, Template};
use crate::geometry::{Shape, chamfer_box, cuts, panel};
use crate::lobby::facade::pane;
use crate::lobby::furniture::bench;
use crate::lobby::{outside, plants};
use crate::material::Paint;
use crate::model::Model;

pub const TEMPLATE: Template = Template {
    id: "gallery",
    title: ["连廊展厅", "Gallery"],
    summary: [
        "三间相连的展室，顶部天光，厚墙门洞在一条轴线上，尽头是一扇看得见花园的窗。适合图片、书画和小件展品。",
        "Three rooms in a row under skylights; their doors lie on one axis that ends in a window on the garden. For pictures and small things.",
    ],
    area_m2: 216,
    theme: "bright",
    floor: Vec2::new(4.5, 12.4),
    build,
};

/// Half the width, height of the rooms, top of the skylights.
const HALF_X: f32 = 4.5;
const ROOM_Y: f32 = 4.2;
const SKY_Y: f32 = 4.85;
/// Where the rooms begin and end along z, from the entrance.
const ROOMS: [[f32; 2]; 3] = [[4.3, 12.4], [-3.9, 3.7], [-12.4, -4.5]];
/// The doors: half their width, their height.
const DOOR: [f32; 2] = [1.15, 3.0];
/// The window at the end: half its width, lower and upper edge.
const WINDOW: [f32; 3] = [1.7, 0.45, 3.3];

fn build(site: &mut Site) {
    site.spawn.position = Vec3::new(0.3, 0.0, 11.0);
    site.spawn.heading_deg = 1.5;
    site.overview = (Vec3::new(0.5, 1.62, 11.5), 3.0, 1.0);
    shell(site);
    ceilings(site);
    garden(site);
    fill(site);
    light(site);
}

fn shell(site: &mut Site) {
    let mut m = Model::default();
    let length = 24.8;
    let (u, v) = (cuts(0.0, HALF_X * 2.0, 2.0, &[]), cuts(0.0, length, 2.0, &[]));
    m.add(Paint::Planks, panel(Vec3::new(-HALF_X, 0.0, 12.4), Vec3::X, Vec3::NEG_Z, &u, &v, |_, _| true));
    m.add(Paint::Graphite, chamfer_box(Vec3::new(HALF_X * 2.0 + 1.4, 0.3, length + 1.2), 0.01).at(0.0, -0.16, 0.0));
    let wall = |from: [f32; 2], to: [f32; 2], openings| Wall {
        from: from.into(),
        to: to.into(),
        height: SKY_Y + 0.2,
        thickness: 0.6,
        openings,
        front: Paint::Plaster,
        back: Paint::Plaster,
    };
    let door = [Opening { along: HALF_X - DOOR[0], width: DOOR[0] * 2.0, bottom: 0.0, top: DOOR[1] }];
    let window = [Opening { along: HALF_X - WINDOW[0], width: WINDOW[0] * 2.0, bottom: WINDOW[1], top: WINDOW[2] }];
    m.join(&wall([-HALF_X, 12.4], [-HALF_X, -12.4], &[]).model());
    m.join(&wall([HALF_X, -12.4], [HALF_X, 12.4], &[]).model());
    m.join(&wall([HALF_X, 12.4], [-HALF_X, 12.4], &[]).model());
    m.join(&wall([-HALF_X, -12.4], [HALF_X, -12.4], &window).model());
    for z in [4.3, -3.9] {
        m.join(&wall([-HALF_X, z], [HALF_X, z], &door).model());
    }
    // A brass line in the floor of each door.
    for z in [4.0, -4.2] {
        m.add(Paint::Brass, chamfer_box(Vec3::new(DOOR[0] * 2.0, 0.008, 0.03), 0.002).at(0.0, 0.003, z + 0.28));
        m.add(Paint::Brass, chamfer_box(Vec3::new(DOOR[0] * 2.0, 0.008, 0.03), 0.002).at(0.0, 0.003, z - 0.28));
    }
    // The end of the last room in the colour of the theme.
    let half = WINDOW[0] + 0.02;
    for side in [-1.0_f32, 1.0] {
        let width = HALF_X - half;
        m.add(
            Paint::Feature,
            chamfer_box(Vec3::new(width, ROOM_Y, 0.02), 0.002).at(side * (half + width * 0.5), ROOM_Y * 0.5, -12.388),
        );
    }
    m.add(
        Paint::Feature,
        chamfer_box(Vec3::new(half * 2.0, ROOM_Y - WINDOW[2] - 0.02, 0.02), 0.002).at(
            0.0,
            (ROOM_Y + WINDOW[2] + 0.02) * 0.5,
            -12.388,
        ),
    );
    m.add(
        Paint::Feature,
        chamfer_box(Vec3::new(half * 2.0, WINDOW[1] - 0.04, 0.02), 0.002).at(0.0, WINDOW[1] * 0.5 - 0.02, -12.388),
    );
    m.add_across(
        site.theme.wood,
        chamfer_box(Vec3::new(WINDOW[0] * 2.0 + 0.12, 0.05, 0.72), 0.008).at(0.0, WINDOW[1] - 0.005, -12.66),
    );
    glazing(&mut m);
    site.stage.fixed("rooms", m);
}

/// The window: a slim frame at the outer face of the wall, its glass.
fn glazing(m: &mut Model) {
    let [half, bottom, top] = WINDOW;
    let z = -12.92;
    for x in [-half, -half / 3.0, half / 3.0, half] {
        m.add(
            Paint::Bronze,
            chamfer_box(Vec3::new(0.05, top - bottom, 0.09), 0.005).at(x * 0.985, (top + bottom) * 0.5, z),
        );
    }
    for y in [bottom + 0.03, top - 0.03] {
        m.add(Paint::Bronze, chamfer_box(Vec3::new(half * 2.0, 0.05, 0.09), 0.005).at(0.0, y, z));
    }
    m.add(Paint::FacadeGlass, pane(Vec3::new(-half, bottom, z), Vec3::X * half * 2.0, Vec3::Y * (top - bottom), 0.012));
}

fn ceilings(site: &mut Site) {
    let mut m = Model::default();
    for (i, [near, far]) in [[4.3, 12.4], [-3.9, 3.7], [-12.4, -4.5]].into_iter().enumerate() {
        let hole = [Vec2::new(-2.5, near + 1.9), Vec2::new(2.5, far - 1.9)];
        m.join(&flat(Vec2::new(-HALF_X, near), Vec2::new(HALF_X, far), ROOM_Y, &[hole]));
        if i == 0 {
            m.join(&cove(hole[0], hole[1], ROOM_Y, SKY_Y - 0.2, 0.9));
        } else {
            m.join(&laylight(hole[0], hole[1], ROOM_Y, SKY_Y, 1.0));
        }
        // A shadow gap where wall and ceiling meet.
        for x in [-HALF_X + 0.012, HALF_X - 0.012] {
            m.add(
                Paint::Graphite,
                chamfer_box(Vec3::new(0.02, 0.025, far - near), 0.002).at(x, ROOM_Y - 0.012, (near + far) * 0.5),
            );
        }
    }
    m.add(Paint::Ceiling, chamfer_box(Vec3::new(HALF_X * 2.0 + 1.2, 0.2, 26.0), 0.01).at(0.0, SKY_Y + 0.3, 0.0));
    site.stage.fixed("ceilings", m);
}

/// What the window shows: a lawn, a hedge, trees, hills.
fn garden(site: &mut Site) {
    let mut m = Model::default();
    let mut lawn = Shape::default();
    lawn.face([
        Vec3::new(-60.0, -0.1, -13.2),
        Vec3::new(60.0, -0.1, -13.2),
        Vec3::new(60.0, -0.1, -85.0),
        Vec3::new(-60.0, -0.1, -85.0),
    ]);
    m.add(Paint::Lawn, lawn);
    m.add(Paint::Paving, chamfer_box(Vec3::new(9.0, 0.08, 2.2), 0.01).at(0.0, -0.08, -14.4));
    site.stage.fixed("garden", m);
    site.stage.fixed("sky", outside::sky());
    let places = [(-3.4, -19.0), (1.8, -21.5), (5.6, -18.4), (-7.6, -22.0), (-1.2, -27.0), (9.5, -25.0)];
    let places: Vec<(Vec2, f32)> =
        places.iter().enumerate().map(|(i, (x, z))| (Vec2::new(*x, *z), 67.0 * i as f32)).collect();
    site.repeat("tree", plants::tree(11), -0.1, &places);
    site.repeat(
        "hedge",
        plants::hedge(6.0, 0.8, 0.7, 5),
        -0.08,
        &[(Vec2::new(-4.5, -16.8), 0.0), (Vec2::new(2.6, -16.8), 0.0)],
    );
}

fn fill(site: &mut Site) {
    let x = HALF_X - 0.002;
    site.logo(Vec3::new(-2.85, 2.0, 4.302), 0.0, 0.42, 3.4, true);
    site.reception(Vec3::new(-3.0, 0.0, 8.4), 90.0, desk(site.theme.wood));
    site.poster(Vec3::new(x, 1.7, 10.2), -90.0, [1.2, 1.8]);
    site.poster(Vec3::new(x, 1.7, 7.0), -90.0, [1.2, 1.8]);
    site.screen(Vec3::new(2.85, 1.75, 4.302), 0.0, [2.4, 1.35]);
    site.plinth(Vec3::new(0.0, 0.0, -0.1), 0.0, PlinthKind::Case, 0.7);
    for z in [1.9, -0.1, -2.1] {
        site.poster(Vec3::new(-x, 1.7, z), 90.0, [1.2, 1.6]);
    }
    site.poster(Vec3::new(x, 1.7, -0.1), -90.0, [3.6, 1.8]);
    site.plinth(Vec3::new(-2.2, 0.0, -8.2), 20.0, PlinthKind::Round(0.95), 1.6);
    site.plinth(Vec3::new(2.2, 0.0, -8.2), -20.0, PlinthKind::Round(0.95), 1.6);
    site.poster(Vec3::new(x, 1.7, -10.6), -90.0, [1.2, 1.8]);
    site.poster(Vec3::new(-x, 1.7, -10.6), 90.0, [1.2, 1.8]);
    site.repeat("bench", bench(), 0.0, &[(Vec2::new(0.0, -10.6), 0.0), (Vec2::new(2.6, 2.2), 90.0)]);
    site.repeat("plant", plants::strelitzia(83), 0.0, &[(Vec2::new(-3.9, 11.8), 20.0), (Vec2::new(3.9, 11.8), 200.0)]);
}

fn light(site: &mut Site) {
    let y = ROOM_Y - 0.1;
    let tracks: Vec<(Vec2, f32)> =
        ROOMS.iter().flat_map(|[a, b]| [-2.7, 2.7].map(|x| (Vec2::new(x, (a + b) * 0.5), 90.0))).collect();
    site.repeat("track", track(5.6, 0.0), y - 0.02, &tracks);
    // The skylights.
    for [near, far] in ROOMS {
        site.glow(Vec3::new(0.0, ROOM_Y - 0.7, (near + far) * 0.5), 21.0);
    }
    let spots = [
        (Vec3::new(-2.7, y, 6.4), Vec3::new(-2.85, 1.9, 4.3), 24.0, 40.0),
        (Vec3::new(0.4, y, 1.9), Vec3::new(0.0, 0.9, -0.1), 34.0, 26.0),
        (Vec3::new(0.0, y, -6.0), Vec3::new(0.0, 0.6, -8.4), 40.0, 46.0),
    ];
    for (from, to, candela, half_deg) in spots {
        site.lamp(LampKind::Spot, from, to, candela, half_deg);
    }
    for (x, z) in
        [(2.7, 10.2), (2.7, 7.0), (-2.7, 1.9), (-2.7, -2.1), (2.7, 1.4), (2.7, -1.6), (2.7, -10.6), (-2.7, -10.6)]
    {
        site.fitting(LampKind::Spot, Vec3::new(x, y, z), Vec3::new(f32::signum(x) * HALF_X, 1.6, z));
    }
}
