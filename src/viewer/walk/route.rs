//! A way around the furniture: A* over a grid of places to stand.

use glam::Vec3;

use super::Space;

/// Cells looked at before giving up; a hall of 60 × 60 m has as many.
const MAX_CELLS: usize = 40_000;

/// Places to walk through one after another, the last of them `to` (metres, on the floor). `None` when there is no way on foot.
pub fn route(space: &Space, from: Vec3, to: Vec3) -> Option<Vec<Vec3>> {
    if can_walk_straight(space, from, to) {
        return Some(vec![to]);
    }
    let cells = search(space, from, to)?;
    Some(shortened(space, from, &cells))
}

/// Whether a body that stands at `from` gets to `to` (both on the floor, metres) without turning.
pub fn can_walk_straight(space: &Space, from: Vec3, to: Vec3) -> bool {
    let across = Vec3::new(to.x - from.x, 0.0, to.z - from.z);
    let pieces = (across.length() / (space.body.radius * 0.4)).ceil().max(1.0);
    let mut at = from;
    for _ in 0..pieces as u32 {
        match space.stand_at(at + across / pieces) {
            Some(next) => at = next,
            None => return false,
        }
    }
    (at.y - to.y).abs() <= space.body.step
}

struct Cell {
    x: i32,
    z: i32,
    feet: Vec3,
    from: usize,
    walked: f32,
    done: bool,
}

/// The cells from next to `from` up to `to`.
fn search(space: &Space, from: Vec3, to: Vec3) -> Option<Vec<Vec3>> {
    let size = space.body.radius * 1.2;
    let width = ((space.bounds.size().x / size) as i32 + 3).min(4096);
    let depth = ((space.bounds.size().z / size) as i32 + 3).min(4096);
    let origin = space.bounds.min;
    let column =
        |x: i32, z: i32| ((0..width).contains(&x) && (0..depth).contains(&z)).then_some((z * width + x) as usize);
    let cell_of = |p: Vec3| (((p.x - origin.x) / size).round() as i32, ((p.z - origin.z) / size).round() as i32);
    let (x, z) = cell_of(from);
    let goal = cell_of(to);
    let mut taken = vec![u32::MAX; (width * depth) as usize];
    let mut cells = vec![Cell { x, z, feet: from, from: usize::MAX, walked: 0.0, done: false }];
    *taken.get_mut(column(x, z)?)? = 0;
    let mut open = Open::default();
    open.push(from.distance(to), 0);
    while let Some(index) = open.pop() {
        if std::mem::replace(&mut cells[index].done, true) {
            continue;
        }
        let Cell { x, z, feet, walked, .. } = cells[index];
        if (x - goal.0).abs() <= 1 && (z - goal.1).abs() <= 1 && can_walk_straight(space, feet, to) {
            return Some(way_back(&cells, index, to));
        }
        if cells.len() > MAX_CELLS {
            return None;
        }
        for (dx, dz) in [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1)] {
            let Some(slot) = column(x + dx, z + dz) else { continue };
            let walked = walked + size * ((dx * dx + dz * dz) as f32).sqrt();
            if let Some(known) = cells.get_mut(taken[slot] as usize) {
                if !known.done && walked < known.walked - 1e-4 && (known.feet.y - feet.y).abs() <= space.body.step {
                    (known.walked, known.from) = (walked, index);
                    open.push(walked + known.feet.distance(to), taken[slot] as usize);
                }
                continue;
            }
            let at = Vec3::new(origin.x + (x + dx) as f32 * size, feet.y, origin.z + (z + dz) as f32 * size);
            if let Some(feet) = space.stand_at(at) {
                taken[slot] = cells.len() as u32;
                open.push(walked + feet.distance(to), cells.len());
                cells.push(Cell { x: x + dx, z: z + dz, feet, from: index, walked, done: false });
            }
        }
    }
    None
}

fn way_back(cells: &[Cell], mut index: usize, to: Vec3) -> Vec<Vec3> {
    let mut way = vec![to];
    while let Some(cell) = cells.get(index).filter(|c| c.from != usize::MAX) {
        way.push(cell.feet);
        index = cell.from;
    }
    way.reverse();
    way
}

/// Leaves out every place that can be cut off by walking straight.
fn shortened(space: &Space, from: Vec3, way: &[Vec3]) -> Vec<Vec3> {
    let mut short = Vec::new();
    let (mut at, mut next) = (from, 0);
    while next < way.len() {
        let mut farthest = next;
        for (i, place) in way.iter().enumerate().skip(next + 1) {
            if can_walk_straight(space, at, *place) {
                farthest = i;
            }
        }
        at = way[farthest];
        short.push(at);
        next = farthest + 1;
    }
    short
}

/// Cells by what the way through them would cost, the cheapest first: a binary heap.
#[derive(Default)]
struct Open {
    heap: std::collections::BinaryHeap<(std::cmp::Reverse<u32>, usize)>,
}

impl Open {
    fn push(&mut self, cost: f32, cell: usize) {
        // Millimetres; positive floats in order would do as well, but integers need no wrapper.
        self.heap.push((std::cmp::Reverse((cost * 1000.0) as u32), cell));
    }

    fn pop(&mut self) -> Option<usize> {
        self.heap.pop().map(|(_, cell)| cell)
    }
}
