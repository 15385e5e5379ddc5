//! Where somebody can stand: squares of the floor, found by walking there.
//!
//! A square counts when a body fits with its middle on the square's middle, by the same rules as for a visitor ([`hall::walk::Space`]).
//! Floors may lie above each other: a square is told apart from another of the same column by its height.

use std::collections::{HashMap, VecDeque};
use std::num::NonZero;
use std::thread;

use glam::{Vec3, vec3};
use hall::walk::Space;

/// Sides of squares in parts of the body's radius, the finest first. With the finest, a door a sixth wider than the body is never missed.
const SIDES: [f32; 3] = [1.0 / 3.0, 0.5, 2.0 / 3.0];
/// Ground, seen from above, that is looked at in the finest squares that give no more than this many.
const SQUARES_WISHED: f32 = 500_000.0;
/// Squares looked at before giving up.
pub const SQUARES_MAX: usize = 600_000;
/// Fewer places than this are not worth another thread.
const SHARE_LEAST: usize = 64;
/// Columns along a side of a tile.
const TILE: i32 = 16;
/// No neighbour.
pub const NONE: u32 = u32::MAX;
/// Towards the neighbours: -Z, +X, +Z, -X.
pub const WAYS: [(i32, i32); 4] = [(0, -1), (1, 0), (0, 1), (-1, 0)];

/// A square of floor.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    /// Its middle in sides along X.
    pub x: i32,
    /// Its middle in sides along Z.
    pub z: i32,
    /// The floor, metres.
    pub y: f32,
    /// The neighbours that one can step to, and back from, in the order of [`WAYS`].
    pub links: [u32; 4],
    /// Cells of one number can be reached from each other.
    pub island: u32,
    /// The next one of the same column.
    next: u32,
}

/// Squares of floor.
#[derive(Debug, Default)]
pub struct Cells {
    /// The side of a square, metres.
    pub side: f32,
    /// In the order in which they were found.
    pub cells: Vec<Cell>,
    /// Whether there are no more.
    pub is_whole: bool,
    /// How many islands there are; one is counted that is not there when nobody can stand where visitors begin.
    pub islands: u32,
    columns: Columns,
}

/// For each column the cell that was found there last, in tiles: of a large floor a table of columns one by one would take three times as much.
#[derive(Debug, Default)]
struct Columns {
    tiles: HashMap<(i32, i32), Box<[[u32; TILE as usize]; TILE as usize]>>,
}

impl Columns {
    /// [`NONE`] where there is none.
    fn get(&self, x: i32, z: i32) -> u32 {
        let tile = self.tiles.get(&(x.div_euclid(TILE), z.div_euclid(TILE)));
        tile.map_or(NONE, |tile| tile[z.rem_euclid(TILE) as usize][x.rem_euclid(TILE) as usize])
    }

    /// What was there before.
    fn put(&mut self, x: i32, z: i32, cell: u32) -> u32 {
        let tile = self.tiles.entry((x.div_euclid(TILE), z.div_euclid(TILE)));
        let tile = tile.or_insert_with(|| Box::new([[NONE; TILE as usize]; TILE as usize]));
        std::mem::replace(&mut tile[z.rem_euclid(TILE) as usize][x.rem_euclid(TILE) as usize], cell)
    }
}

impl Cells {
    /// Walks everywhere from each of `seeds` (on the floor, metres). What can be reached from the first is island 0, if there is a first.
    pub fn walk(space: &Space, seeds: &[Option<Vec3>]) -> Self {
        let size = space.bounds.size();
        let ground = (size.x * size.z).max(0.0);
        let fits = |side: &&f32| ground / (**side * space.body.radius).powi(2) <= SQUARES_WISHED;
        let side = SIDES.iter().find(fits).unwrap_or(&SIDES[SIDES.len() - 1]) * space.body.radius;
        let has_first = seeds.first().is_some_and(Option::is_some);
        let mut cells = Self { side, is_whole: true, islands: u32::from(!has_first), ..Self::default() };
        for seed in seeds.iter().flatten() {
            if cells.at(space, *seed).is_none()
                && let Some((x, z, y)) = cells.near(space, *seed)
            {
                let first = cells.add(x, z, y, cells.islands);
                cells.islands += 1;
                cells.spread(space, first);
            }
        }
        cells
    }

    /// The middle of a square at a height, metres.
    fn middle(&self, x: i32, z: i32, y: f32) -> Vec3 {
        vec3(x as f32 * self.side, y, z as f32 * self.side)
    }

    /// Where a cell is, metres.
    pub fn feet(&self, cell: &Cell) -> Vec3 {
        self.middle(cell.x, cell.z, cell.y)
    }

    /// The columns about a place, the nearest first.
    fn about(&self, feet: Vec3) -> Vec<(i32, i32)> {
        let (x, z) = ((feet.x / self.side).round() as i32, (feet.z / self.side).round() as i32);
        let mut about: Vec<(i32, i32)> = (-2..=2).flat_map(|dx| (-2..=2).map(move |dz| (x + dx, z + dz))).collect();
        let away = |(x, z): &(i32, i32)| self.middle(*x, *z, feet.y).distance_squared(feet);
        about.sort_by(|a, b| away(a).total_cmp(&away(b)));
        about
    }

    /// The cell that somebody at `feet` is on or beside.
    pub fn at(&self, space: &Space, feet: Vec3) -> Option<u32> {
        let found = |(x, z): (i32, i32)| self.in_column(x, z, feet.y, space.body.step);
        self.about(feet).into_iter().find_map(found)
    }

    /// The nearest square that somebody at `feet` can stand on.
    fn near(&self, space: &Space, feet: Vec3) -> Option<(i32, i32, f32)> {
        self.about(feet).into_iter().find_map(|(x, z)| space.stand_at(self.middle(x, z, feet.y)).map(|at| (x, z, at.y)))
    }

    /// The cell of a column whose height is nearest to `y`, at most `reach` metres away.
    fn in_column(&self, x: i32, z: i32, y: f32, reach: f32) -> Option<u32> {
        let mut best: Option<(f32, u32)> = None;
        let mut at = self.columns.get(x, z);
        while let Some(cell) = self.cells.get(at as usize) {
            let away = (cell.y - y).abs();
            if away <= reach && best.is_none_or(|(known, _)| away < known) {
                best = Some((away, at));
            }
            at = cell.next;
        }
        best.map(|(_, at)| at)
    }

    /// All cells of the same column as one.
    pub fn column(&self, cell: &Cell) -> impl Iterator<Item = u32> {
        let mut at = self.columns.get(cell.x, cell.z);
        std::iter::from_fn(move || {
            let here = at;
            at = self.cells.get(here as usize)?.next;
            Some(here)
        })
    }

    fn add(&mut self, x: i32, z: i32, y: f32, island: u32) -> u32 {
        let number = self.cells.len() as u32;
        let next = self.columns.put(x, z, number);
        self.cells.push(Cell { x, z, y, links: [NONE; 4], island, next });
        number
    }

    /// Walks on from a cell, one step further in each round.
    fn spread(&mut self, space: &Space, first: u32) {
        let mut round = VecDeque::from([first]);
        while !round.is_empty() {
            let wished: Vec<(u32, usize)> = round
                .drain(..)
                .flat_map(|cell| (0..4).map(move |way| (cell, way)))
                .filter(|(cell, way)| self.cells[*cell as usize].links[*way] == NONE)
                .collect();
            let stands = self.try_all(space, &wished);
            for ((from, way), stand) in wished.into_iter().zip(stands) {
                let Some(y) = stand else { continue };
                if self.cells.len() >= SQUARES_MAX {
                    self.is_whole = false;
                    return;
                }
                let Cell { x, z, island, .. } = self.cells[from as usize];
                let (x, z) = (x + WAYS[way].0, z + WAYS[way].1);
                // From two sides a floor has the same height but for rounding.
                let known = self.in_column(x, z, y, space.body.step * 0.1);
                let to = known.unwrap_or_else(|| {
                    let added = self.add(x, z, y, island);
                    round.push_back(added);
                    added
                });
                let back = (way + 2) % 4;
                // Where there is a way in one direction only, there is none.
                let is_open = self.cells[to as usize].links[back] == NONE && self.cells[to as usize].island == island;
                if is_open {
                    self.cells[to as usize].links[back] = from;
                    self.cells[from as usize].links[way] = to;
                }
            }
        }
    }

    /// For each way from a cell, at which height one stands at its end.
    fn try_all(&self, space: &Space, wished: &[(u32, usize)]) -> Vec<Option<f32>> {
        // On level floor two cells of a round want the same square.
        let (mut numbers, mut asked) = (HashMap::new(), Vec::new());
        let ends: Vec<usize> = wished
            .iter()
            .map(|(from, way)| {
                let Cell { x, z, y, .. } = self.cells[*from as usize];
                let (x, z) = (x + WAYS[*way].0, z + WAYS[*way].1);
                *numbers.entry((x, z, y.to_bits())).or_insert_with(|| {
                    asked.push(self.middle(x, z, y));
                    asked.len() - 1
                })
            })
            .collect();
        let stands = stand_at_all(space, &asked);
        ends.into_iter().map(|end| stands[end]).collect()
    }
}

/// At which height one stands at each place, metres.
fn stand_at_all(space: &Space, places: &[Vec3]) -> Vec<Option<f32>> {
    let stand = |feet: &Vec3| space.stand_at(*feet).map(|feet| feet.y);
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let share = places.len().div_ceil(threads).max(SHARE_LEAST);
    if places.len() <= share {
        return places.iter().map(stand).collect();
    }
    thread::scope(|scope| {
        let shares: Vec<_> = places
            .chunks(share)
            .map(|share| (share.len(), scope.spawn(move || share.iter().map(stand).collect::<Vec<_>>())))
            .collect();
        // Whoever panicked found nothing.
        shares.into_iter().flat_map(|(count, share)| share.join().unwrap_or_else(|_| vec![None; count])).collect()
    })
}
