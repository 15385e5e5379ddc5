//! Which corners of triangles are at the same place, so that edges can be told to meet.

use std::collections::HashMap;

use glam::{I64Vec3, Vec3};

use super::Patch;

/// Corners that are nearer than this are one, metres.
const LATTICE: f32 = 5e-5;

/// Numbers of places: for each patch, for each of its vertices.
#[derive(Clone, Debug)]
pub struct Welded {
    /// Equal for what is at the same place, in whichever patch.
    pub places: Vec<Vec<u32>>,
}

impl Welded {
    /// Of all patches together. Numbers are given in the order of first use.
    pub fn of(patches: &[Patch]) -> Self {
        let mut known: HashMap<I64Vec3, u32> = HashMap::new();
        let mut number = |position: &Vec3| {
            let next = known.len() as u32;
            *known.entry((*position / LATTICE).round().as_i64vec3()).or_insert(next)
        };
        let places = patches.iter().map(|patch| patch.positions.iter().map(&mut number).collect());
        Self { places: places.collect() }
    }
}

/// The three edges of a triangle as pairs of places, the lower first.
pub fn edges(places: &[u32], triangle: [u32; 3]) -> [(u32, u32); 3] {
    let [a, b, c] = triangle.map(|at| places[at as usize]);
    [(a, b), (b, c), (c, a)].map(|(from, to)| (from.min(to), from.max(to)))
}
