//! A booth of 60 m² in the dark of a trade hall: a raised floor, two walls, a beam of light around it.

use glam::{Vec2, Vec3};

use super::part::{LampKind, Wall, flat, pendant_bar, track};
use super::site::PlinthKind;
use super::{Site, Template};
use crate::geometry::{chamfer_box, chamfer_box_on, cuts, panel};
use crate::lobby::furniture::{chair, table};
use crate::lobby::plants;
use crate::lobby::room::slats;
use crate::material::Paint;
use crate::model::Model;

pub const TEMPLATE: Template = Template {
    id: "booth",
    title: ["标准展位", "Booth"],
    summary: [
        "60平方米的开放展位：抬高的木地板，一圈光带，屏幕、海报、两处展台和洽谈角。",
        "An open booth of 60 m²: a raised floor, a ring of light, a screen, posters, two plinths and a corner to talk.",
    ],
    area_m2: 60,
    theme: "bright",
    floor: Vec2::new(11.0, 8.0),
    build,
};

/// Half the booth, and of the dark hall around it.
const HALF: Vec2 = Vec2::new(5.0, 3.0);
const HALL: Vec2 = Vec2::new(11.0, 8.0);
/// Heights of the raised floor, of the walls, of the hall.
const FLOOR_Y: f32 = 0.1;
const WALL_Y: f32 = 3.5;
const HALL_Y: f32 = 6.5;
/// Where the store ends and the niche begins.
const NICHE_X: f32 = -2.5;

fn build(site: &mut Site) {
    site.spawn.position = Vec3::new(1.2, 0.0, 6.2);
    site.spawn.heading_deg = 6.0;
    site.overview = (Vec3::new(3.4, 1.65, 6.6), 24.0, 1.0);
    surroundings(site);
    shell(site);
    fill(site);
    light(site);
}

/// The trade hall: dark, so that the booth is what shines.
fn surroundings(site: &mut Site) {
    let mut m = Model::default();
    let (u, v) = (cuts(0.0, HALL.x * 2.0, 2.0, &[]), cuts(0.0, HALL.y * 2.0, 2.0, &[]));
    m.add(Paint::Concrete, panel(Vec3::new(-HALL.x, 0.0, HALL.y), Vec3::X, Vec3::NEG_Z, &u, &v, |_, _| true));
    let up = cuts(0.0, HALL_Y, 1.6, &[0.2]);
    for (origin, along, cuts) in [
        (Vec3::new(-HALL.x, 0.0, -HALL.y), Vec3::X, &u),
        (Vec3::new(HALL.x, 0.0, HALL.y), Vec3::NEG_X, &u),
        (Vec3::new(-HALL.x, 0.0, HALL.y), Vec3::NEG_Z, &v),
        (Vec3::new(HALL.x, 0.0, -HALL.y), Vec3::Z, &v),
    ] {
        m.add(Paint::Graphite, panel(origin, along, Vec3::Y, cuts, &up, |_, _| true));
    }
    m.add(Paint::Graphite, panel(Vec3::new(-HALL.x, HALL_Y, -HALL.y), Vec3::X, Vec3::Z, &u, &v, |_, _| true));
    for z in [-5.4, -1.8, 1.8, 5.4] {
        m.add(Paint::Bronze, chamfer_box(Vec3::new(HALL.x * 2.0 - 0.1, 0.3, 0.12), 0.01).at(0.0, HALL_Y - 0.4, z));
    }
    // Neighbours: pale blocks in the half-light.
    for (x, z, w, h, d) in
        [(-8.6, -6.2, 3.4, 3.2, 2.2), (8.4, -5.8, 3.8, 3.9, 2.6), (9.4, 1.5, 1.6, 2.6, 4.0), (-9.6, 2.0, 1.4, 3.4, 5.0)]
    {
        m.add(Paint::GreyLacquer, chamfer_box_on(Vec3::new(w, h, d), 0.02).at(x, 0.0, z));
        m.add(Paint::LightStrip, chamfer_box(Vec3::new(w + 0.01, 0.02, d + 0.01), 0.002).at(x, h - 0.35, z));
    }
    site.stage.fixed("trade-hall", m);
    let bars = [(-6.5, -1.8), (6.5, -1.8), (-6.5, 1.8), (6.5, 1.8), (0.0, 5.4), (-6.5, 5.4), (6.5, 5.4)];
    let places: Vec<(Vec2, f32)> = bars.iter().map(|(x, z)| (Vec2::new(*x, *z), 0.0)).collect();
    site.repeat("hall-light", pendant_bar(3.0, 0.9), HALL_Y - 0.95, &places);
}

fn shell(site: &mut Site) {
    let wood = site.theme.wood;
    let mut m = Model::default();
    raised_floor(&mut m);
    walls(&mut m);
    beam(&mut m, wood);
    site.stage.fixed("booth", m);
    let slats = rewooded(slats(WALL_Y - 0.06), wood);
    let x = NICHE_X + 0.012;
    site.repeat("slats", slats, FLOOR_Y + 0.02, &[(Vec2::new(x, -1.3), 90.0), (Vec2::new(x, -2.1), 90.0)]);
}

/// Boards on a dark plinth with light under its edge.
fn raised_floor(m: &mut Model) {
    let (w, d) = (HALF.x * 2.0, HALF.y * 2.0);
    m.add(Paint::Graphite, chamfer_box_on(Vec3::new(w - 0.1, FLOOR_Y - 0.02, d - 0.1), 0.004));
    m.add(Paint::LightStrip, chamfer_box(Vec3::new(w - 0.08, 0.012, d - 0.08), 0.002).at(0.0, 0.06, 0.0));
    m.add(Paint::Bronze, chamfer_box(Vec3::new(w, 0.03, d), 0.004).at(0.0, FLOOR_Y - 0.017, 0.0));
    let (u, v) = (cuts(0.0, w - 0.06, 2.0, &[]), cuts(0.0, d - 0.06, 2.0, &[]));
    let origin = Vec3::new(-HALF.x + 0.03, FLOOR_Y, HALF.y - 0.03);
    m.add(Paint::Planks, panel(origin, Vec3::X, Vec3::NEG_Z, &u, &v, |_, _| true));
}

/// The back, the side with the posters, and the store with the niche beside it.
fn walls(m: &mut Model) {
    let back_z = -HALF.y + 0.3;
    let wall = |from: [f32; 2], to: [f32; 2], thickness: f32, paint: Paint| Wall {
        from: from.into(),
        to: to.into(),
        height: WALL_Y,
        thickness,
        openings: &[],
        front: paint,
        back: paint,
    };
    let side_x = HALF.x - 0.3;
    for wall in [
        wall([-HALF.x, back_z], [HALF.x, back_z], 0.3, Paint::Plaster),
        wall([side_x, back_z], [side_x, HALF.y - 0.9], 0.3, Paint::Plaster),
        wall([-HALF.x, -0.5], [NICHE_X, -0.5], 0.25, Paint::Feature),
        wall([NICHE_X, -0.75], [NICHE_X, back_z], 0.25, Paint::Plaster),
    ] {
        m.join(&wall.model().at(0.0, FLOOR_Y - 0.005, 0.0));
    }
    m.join(&flat(Vec2::new(-HALF.x, back_z), Vec2::new(NICHE_X, -0.5), WALL_Y + FLOOR_Y - 0.03, &[]));
}

/// The beam around it all, with light along its lower edge, and battens over the middle.
fn beam(m: &mut Model, wood: Paint) {
    let y = WALL_Y + FLOOR_Y + 0.2;
    for (x, z, w, d) in [
        (0.0, HALF.y - 0.2, 10.0, 0.4),
        (0.0, -HALF.y + 0.15, 10.0, 0.3),
        (-HALF.x + 0.2, 0.0, 0.4, 5.6),
        (HALF.x - 0.15, 0.0, 0.3, 5.6),
    ] {
        m.add(Paint::WhiteLacquer, chamfer_box(Vec3::new(w, 0.4, d), 0.012).at(x, y, z));
        let strip = Vec3::new(w - 0.12, 0.012, (d - 0.12).max(0.1));
        m.add(Paint::LightStrip, chamfer_box(strip, 0.003).at(x, y - 0.203, z));
    }
    for x in [-HALF.x + 0.2, HALF.x - 0.15] {
        m.add(Paint::Bronze, chamfer_box_on(Vec3::new(0.12, WALL_Y, 0.12), 0.008).at(x, FLOOR_Y, HALF.y - 0.2));
    }
    for k in 0..22 {
        let batten = chamfer_box(Vec3::new(0.05, 0.16, 5.2), 0.004);
        m.add_across(wood, batten.at(-2.2 + 0.3 * k as f32, y - 0.02, 0.05));
    }
}

/// A model made of walnut in another wood.
pub(super) fn rewooded(mut model: Model, wood: Paint) -> Model {
    if let Some(shape) = model.surfaces.remove(&Paint::Walnut) {
        model.surfaces.insert(wood, shape);
    }
    model
}

fn fill(site: &mut Site) {
    let back_z = -HALF.y + 0.302;
    site.plinth(Vec3::new(1.1, FLOOR_Y, 0.9), 8.0, PlinthKind::Platform(2.8, 2.0), 2.2);
    site.plinth(Vec3::new(3.4, FLOOR_Y, -1.95), -20.0, PlinthKind::Case, 0.7);
    site.screen(Vec3::new(0.4, 1.95, back_z), 0.0, [3.52, 1.98]);
    let side_x = HALF.x - 0.302;
    for z in [-0.75, 0.45, 1.6] {
        site.poster(Vec3::new(side_x, 1.75, z), -90.0, [1.0, 1.5]);
    }
    site.logo(Vec3::new(-3.75, 2.35, -0.498), 0.0, 0.42, 3.2, true);
    site.logo(Vec3::new(0.0, WALL_Y + FLOOR_Y + 0.06, HALF.y), 0.0, 0.2, 4.2, true);
    site.reception(Vec3::new(-3.7, FLOOR_Y, 1.0), 0.0, desk(site.theme.wood));
    site.repeat("chair", chair(), FLOOR_Y, &[(Vec2::new(-1.75, -1.5), 60.0), (Vec2::new(-1.7, -2.2), 100.0)]);
    site.repeat("table", table(), FLOOR_Y, &[(Vec2::new(-1.0, -2.1), 0.0)]);
    site.repeat("plant", plants::strelitzia(71), FLOOR_Y, &[(Vec2::new(-2.15, -2.5), 20.0)]);
}

/// A small counter: a block of lacquer, a top of wood, light at its foot.
pub(super) fn desk(wood: Paint) -> Model {
    let mut m = Model::default();
    m.add(Paint::Graphite, chamfer_box_on(Vec3::new(2.04, 0.08, 0.5), 0.004));
    m.add(Paint::LightStrip, chamfer_box(Vec3::new(2.0, 0.012, 0.515), 0.003).at(0.0, 0.07, 0.0));
    m.add(Paint::WhiteLacquer, chamfer_box_on(Vec3::new(2.2, 0.92, 0.62), 0.012).at(0.0, 0.085, 0.0));
    for k in 0..27 {
        m.add(
            Paint::WhiteLacquer,
            chamfer_box_on(Vec3::new(0.05, 0.9, 0.03), 0.012).at(-1.04 + 0.08 * k as f32, 0.095, 0.317),
        );
    }
    m.add_across(wood, chamfer_box_on(Vec3::new(2.3, 0.05, 0.74), 0.01).at(0.0, 1.008, 0.0));
    m.add(Paint::Teal, chamfer_box_on(Vec3::new(0.012, 0.25, 0.36), 0.003).turned_z(-14.0).at(0.75, 1.06, -0.05));
    m
}

fn light(site: &mut Site) {
    let y = WALL_Y + FLOOR_Y - 0.02;
    site.repeat("track", track(6.0, 0.0), y - 0.06, &[(Vec2::new(1.2, 2.2), 0.0), (Vec2::new(1.2, -1.1), 0.0)]);
    // The ring of light, and what the battens give back.
    site.glow(Vec3::new(0.8, 3.0, 0.6), 36.0);
    site.glow(Vec3::new(-3.4, 3.0, 1.6), 22.0);
    let spots = [
        (Vec3::new(0.2, y, 2.2), Vec3::new(1.1, 0.6, 0.9), 110.0, 34.0),
        (Vec3::new(2.6, y, 0.6), Vec3::new(4.7, 1.5, 0.2), 13.0, 50.0),
        (Vec3::new(3.0, y, -0.9), Vec3::new(3.4, 1.0, -2.0), 34.0, 38.0),
        (Vec3::new(-1.6, y, 2.4), Vec3::new(-3.7, 1.3, -0.4), 90.0, 38.0),
    ];
    for (from, to, candela, half_deg) in spots {
        site.lamp(LampKind::Spot, from, to, candela, half_deg);
    }
    site.fitting(LampKind::Spot, Vec3::new(2.0, y, 2.2), Vec3::new(1.1, 0.8, 0.9));
    site.fitting(LampKind::Spot, Vec3::new(1.4, y, -1.1), Vec3::new(4.7, 1.5, 0.0));
}
