//! Where visitors can walk, as convex polygons, and whether they get to what there is to see.

use std::collections::VecDeque;

use glam::Vec3;
use hall::walk::{Body, Space};
use serde::Serialize;

use super::cells::{Cells, NONE};
use super::outline::{Mosaic, outlines};
use super::places::{Place, PlaceKind};
use super::polygons::{Polygons, polygons};

/// Between two squares of one region no more than this is up or down, metres: what is more is a step, and an edge.
const SMOOTH: f32 = 0.1;
/// The version of the file's layout, counted up when readers of the last one would go wrong.
const VERSION: u32 = 1;

/// What visitors can walk on.
pub struct Navmesh {
    /// Convex, along common edges.
    pub polygons: Polygons,
    /// The island of each polygon; visitors begin on 0.
    pub islands: Vec<u32>,
    /// Seen from above, square metres, on island 0.
    pub area: f32,
    /// Whether nothing was too much.
    pub is_whole: bool,
}

/// Squares with the region each is in: connected, smooth, and nowhere above itself.
struct Regions<'a> {
    cells: &'a Cells,
    of: Vec<u32>,
}

impl Mosaic for Regions<'_> {
    fn count(&self) -> usize {
        self.of.len()
    }

    fn region(&self, square: usize) -> u32 {
        self.of[square]
    }

    fn neighbour(&self, square: usize, way: usize) -> Option<usize> {
        Some(self.cells.cells[square].links[way]).filter(|link| *link != NONE).map(|link| link as usize)
    }

    fn middle(&self, square: usize) -> Vec3 {
        self.cells.feet(&self.cells.cells[square])
    }

    fn side(&self) -> f32 {
        self.cells.side
    }
}

fn regions(cells: &Cells) -> (Regions<'_>, u32) {
    let mut of = vec![NONE; cells.cells.len()];
    let mut count = 0;
    for first in 0..of.len() {
        if of[first] != NONE {
            continue;
        }
        of[first] = count;
        let mut open = VecDeque::from([first]);
        while let Some(at) = open.pop_front() {
            let cell = &cells.cells[at];
            for link in cell.links.into_iter().filter(|link| *link != NONE) {
                let next = &cells.cells[link as usize];
                let is_smooth = of[link as usize] == NONE && (next.y - cell.y).abs() <= SMOOTH;
                if is_smooth && cells.column(next).all(|other| of[other as usize] != count) {
                    of[link as usize] = count;
                    open.push_back(link as usize);
                }
            }
        }
        count += 1;
    }
    (Regions { cells, of }, count)
}

/// Makes polygons of squares.
pub fn navmesh(cells: &Cells) -> Navmesh {
    let (regions, count) = regions(cells);
    let outlines = outlines(&regions, count as usize, cells.side, SMOOTH);
    let mut island_of = vec![0; count as usize];
    regions.of.iter().zip(&cells.cells).for_each(|(region, cell)| island_of[*region as usize] = cell.island);
    let polygons = polygons(&outlines);
    let islands = polygons.regions.iter().map(|region| island_of[*region as usize]).collect();
    let on_first = cells.cells.iter().filter(|cell| cell.island == 0).count();
    Navmesh { polygons, islands, area: on_first as f32 * cells.side * cells.side, is_whole: cells.is_whole }
}

/// The file's layout, as JSON. Lengths in it are centimetres, so that they are short.
#[derive(Serialize)]
struct File<'a> {
    version: u32,
    agent: Agent,
    /// X, Y, Z of each corner, one after the other.
    vertices: Vec<i32>,
    /// Corners of each polygon, clockwise seen from above. Polygons with a common edge are neighbours.
    polygons: &'a [Vec<u32>],
    /// Of each polygon.
    islands: &'a [u32],
    places: Vec<Stand<'a>>,
}

/// Who can walk there.
#[derive(Serialize)]
struct Agent {
    radius: i32,
    height: i32,
    step: i32,
}

/// Where one stands to see something.
#[derive(Serialize)]
struct Stand<'a> {
    kind: PlaceKind,
    id: &'a str,
    /// Where the feet are; nothing where nobody can stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    feet: Option<[i32; 3]>,
    is_reachable: bool,
}

fn centimetres(metres: f32) -> i32 {
    (metres * 100.0).round() as i32
}

/// The navigation mesh as a file.
pub fn write(navmesh: &Navmesh, places: &[Place], body: &Body) -> Vec<u8> {
    let in_centimetres = |at: Vec3| at.to_array().map(centimetres);
    let places = places.iter().map(|Place { kind, id, feet, is_reachable, .. }| {
        let feet = feet.map(in_centimetres);
        Stand { kind: *kind, id, feet, is_reachable: *is_reachable }
    });
    let file = File {
        version: VERSION,
        agent: Agent {
            radius: centimetres(body.radius),
            height: centimetres(body.height),
            step: centimetres(body.step),
        },
        vertices: navmesh.polygons.corners.iter().flat_map(|at| in_centimetres(*at)).collect(),
        polygons: &navmesh.polygons.polygons,
        islands: &navmesh.islands,
        places: places.collect(),
    };
    serde_json::to_vec(&file).unwrap_or_default()
}

/// Walks from the first place on, then from those that were not reached, and notes what can be reached.
pub fn explore(space: &Space, places: &mut [Place]) -> Cells {
    let seeds: Vec<Option<Vec3>> = places.iter().map(|place| place.feet).collect();
    let cells = Cells::walk(space, &seeds);
    for place in places {
        let at = place.feet.and_then(|feet| cells.at(space, feet));
        place.is_reachable = at.is_some_and(|at| cells.cells[at as usize].island == 0);
    }
    cells
}
