//! The hall seen from above, one drawing for each floor that visitors get to.

use std::collections::HashMap;

use glam::Vec2;
use hall::Aabb;
use hall::manifest::Hall;
use hall::walk::Body;

use super::cells::{Cells, NONE};
use super::drawing::{Drawing, flat, svg};
use super::footprint::Footprint;
use super::navmesh::Navmesh;
use super::places::{PLACES_MAX, Place};
use super::section::{section, solid};
use super::world::World;

/// Floors of one storey are within this of each other, metres up or down.
const STOREY: f32 = 1.2;
/// Less is no storey, square metres.
const LEAST_STOREY: f32 = 8.0;
/// More storeys are not drawn.
const STOREYS_MAX: usize = 6;
/// Walls are cut so high above the floor, metres.
const CUT: f32 = 1.2;
/// What is lower stands in nobody's way, metres.
const LOW: f32 = 0.06;
/// Exhibits are drawn from the floor up to here, metres.
const HIGH: f32 = 6.0;
/// Around where visitors get to, metres.
const MARGIN: f32 = 1.6;

/// A drawing of a storey.
pub struct FloorPlan {
    /// SVG.
    pub svg: String,
    /// The floor, metres.
    pub y: f32,
    /// Lowest X and Z, metres.
    pub min: Vec2,
    /// Highest X and Z, metres.
    pub max: Vec2,
    /// Where the exhibits of the storey are: their number on the drawing, from 1, counts through this.
    pub exhibits: Vec<(String, Vec2)>,
}

/// Heights of the storeys that visitors get to, the one with the most floor first, metres.
fn storeys(cells: &Cells) -> Vec<f32> {
    const STEP: f32 = 0.1;
    let mut count: HashMap<i32, u32> = HashMap::new();
    for cell in cells.cells.iter().filter(|cell| cell.island == 0) {
        *count.entry((cell.y / STEP).round() as i32).or_default() += 1;
    }
    let mut storeys = Vec::new();
    while storeys.len() < STOREYS_MAX {
        let Some(most) = count.iter().map(|(y, count)| (*count, *y)).max() else { break };
        let y = most.1 as f32 * STEP;
        let is_near = |at: &i32| (*at as f32 * STEP - y).abs() <= STOREY;
        let here: u32 = count.iter().filter(|(at, _)| is_near(at)).map(|(_, count)| *count).sum();
        if storeys.is_empty() || here as f32 * cells.side * cells.side >= LEAST_STOREY {
            storeys.push(y);
        }
        count.retain(|at, _| !is_near(at));
    }
    storeys
}

/// Where an exhibit is, and which pieces are its own.
struct Shown<'a> {
    id: &'a str,
    name: &'a str,
    bounds: Aabb,
    is_own: Vec<bool>,
}

/// Draws all storeys.
pub fn floor_plans(
    world: &World,
    cells: &Cells,
    navmesh: &Navmesh,
    places: &[Place],
    hall: Option<&Hall>,
) -> Vec<FloorPlan> {
    let exhibits = hall.iter().flat_map(|hall| &hall.exhibits).take(PLACES_MAX);
    let shown: Vec<Shown<'_>> = exhibits
        .filter_map(|exhibit| {
            let (is_own, bounds, _) = world.at_anchor(&exhibit.anchor)?;
            Some(Shown { id: &exhibit.id, name: exhibit.title.in_language("zh-CN").0, bounds, is_own })
        })
        .collect();
    let storeys = storeys(cells);
    // What hangs or stands between two floors belongs to the lower one.
    let storey_of = |y: f32| {
        let below = storeys.iter().filter(|storey| **storey <= y + 0.5).copied().reduce(f32::max);
        below.or_else(|| storeys.iter().copied().reduce(f32::min))
    };
    storeys
        .iter()
        .map(|y| {
            let here: Vec<&Shown<'_>> =
                shown.iter().filter(|shown| storey_of(shown.bounds.min.y) == Some(*y)).collect();
            floor_plan(world, (cells, navmesh), (places, *y), &here, hall)
        })
        .collect()
}

fn floor_plan(
    world: &World,
    (cells, navmesh): (&Cells, &Navmesh),
    (places, y): (&[Place], f32),
    shown: &[&Shown<'_>],
    hall: Option<&Hall>,
) -> FloorPlan {
    let body = Body::default();
    let is_here = |height: f32| (height - y).abs() <= STOREY;
    let reached = cells.cells.iter().filter(|cell| cell.island == 0 && is_here(cell.y));
    let around = Aabb::around(reached.map(|cell| cells.feet(cell)));
    // Whole decimetres: a page puts "you are here" by them.
    let (min, max) = ((flat(around.min) - MARGIN) * 10.0, (flat(around.max) + MARGIN) * 10.0);
    let (min, max) = (min.floor() / 10.0, max.ceil() / 10.0);

    let is_exhibit: Vec<bool> =
        (0..world.pieces.len()).map(|piece| shown.iter().any(|shown| shown.is_own[piece])).collect();
    let [walls, glass] = [false, true].map(|see_through| {
        let pieces = world.pieces.iter().zip(&is_exhibit).filter(|(_, is_exhibit)| !**is_exhibit);
        let triangles = pieces.flat_map(|(piece, _)| &world.triangles[piece.first..][..piece.count]);
        let mut lines = section(triangles.filter(|t| t.blocks && t.see_through == see_through), y + CUT);
        lines.retain(|line| line.touches(min, max));
        lines
    });
    let (mut things, exhibits) = standing(world, &is_exhibit, (min, max), y);
    let mut cut = Footprint::new(min, max);
    cut.add_cut(&walls, &solid(&walls));
    things.subtract(&cut);
    cut.add_cut(&glass, &[]);
    for cell in cells.cells.iter().filter(|cell| is_here(cell.y)) {
        // The middle of a body gets no nearer to a wall than its radius.
        let radius = if cell.links.contains(&NONE) { body.radius + cells.side } else { 0.5 * cells.side };
        cut.add_square(flat(cells.feet(cell)), cells.side, radius);
    }
    cut.fill();
    let middle = |shown: &&Shown<'_>| flat(shown.bounds.center()).clamp(min, max);
    let spawn = places.first().and_then(|place| Some((place.feet?, place.heading)));
    let drawing = Drawing {
        min,
        max,
        floor: cut.rings(),
        steps: steps(navmesh, &is_here),
        things: things.rings(),
        exhibits: exhibits.rings(),
        walls,
        glass,
        marks: shown.iter().map(|shown| (middle(shown), shown.name.to_owned())).collect(),
        spawn: spawn.filter(|(feet, _)| is_here(feet.y)).map(|(feet, heading)| (flat(feet), heading)),
    };
    let exhibits = shown.iter().map(|shown| (shown.id.to_owned(), middle(shown))).collect();
    FloorPlan { svg: svg(&drawing, hall), y, min, max, exhibits }
}

/// What stands on the floor, exhibits apart.
fn standing(world: &World, is_exhibit: &[bool], (min, max): (Vec2, Vec2), y: f32) -> (Footprint, Footprint) {
    let (mut things, mut exhibits) = (Footprint::new(min, max), Footprint::new(min, max));
    for (piece, is_exhibit) in world.pieces.iter().zip(is_exhibit) {
        for triangle in &world.triangles[piece.first..][..piece.count] {
            match *is_exhibit {
                true => exhibits.add(&triangle.corners, y + LOW, y + HIGH),
                false if triangle.blocks && !triangle.see_through => {
                    things.add(&triangle.corners, y + Body::default().step, y + CUT);
                }
                false => {}
            }
        }
    }
    (things, exhibits)
}

/// The edges of steps: where two regions meet, and not at one height.
fn steps(navmesh: &Navmesh, is_here: &dyn Fn(f32) -> bool) -> Vec<[Vec2; 2]> {
    let all = &navmesh.polygons;
    let corner = |at: u32| all.corners[at as usize];
    let mut steps = Vec::new();
    let mut region_at: HashMap<(u32, u32), u32> = HashMap::new();
    for (polygon, region) in all.polygons.iter().zip(&all.regions) {
        for (at, from) in polygon.iter().enumerate().filter(|(_, from)| is_here(corner(**from).y)) {
            let to = polygon[(at + 1) % polygon.len()];
            match region_at.remove(&(to, *from)) {
                Some(other) if other != *region => steps.push([*from, to].map(|at| flat(corner(at)))),
                Some(_) => {}
                None => {
                    region_at.insert((*from, to), *region);
                }
            }
        }
    }
    steps
}
