//! What a visitor bumps into, as one small mesh.

use std::collections::{HashMap, HashSet};

use glam::Vec3;
use hall::Aabb;
use hall::walk::Triangle;
use meshopt::{SimplifyOptions, VertexDataAdapter, optimize_vertex_cache_in_place, simplify};
use serde_json::json;

use super::world::World;
use crate::document::{Accessor, Component, Document, Shape};

/// So far may what a visitor bumps into be from what is seen, metres.
pub const DEVIATION: f32 = 0.02;
/// The finest cell of the lattice that corners lie on, metres: 2⁻¹⁰.
const CELL_LEAST: f32 = 1.0 / 1024.0;
/// The coarsest that is written in 16 bits, metres; what is larger is written as floats.
const CELL_SHORT: f32 = 1.0 / 256.0;
/// The last places of the lattice on an axis: in 16 bits, and at all.
const LAST: (f32, f32) = (65_535.0, 1_073_741_824.0);
/// With a coarser one nothing fits any more, metres.
const CELL_MOST: f32 = 1.0 / 64.0;
/// In what is longer than this, lengths are not told apart well enough to take triangles away, metres.
const LONGEST: f32 = 4096.0;

/// What a visitor bumps into.
#[derive(Default)]
pub struct Collision {
    /// Without nodes.
    pub triangles: Vec<Triangle>,
    /// How many there were before any were taken away.
    pub source_triangles: usize,
    /// The same as a file.
    pub glb: Vec<u8>,
    /// It is so large that nobody could tell where anything is.
    pub is_too_large: bool,
}

/// A place on the lattice.
type Place = [i32; 3];

/// Whole numbers that stand for places.
struct Lattice {
    origin: Vec3,
    /// Metres.
    cell: f32,
    /// Whether every place is less than 2¹⁶.
    is_short: bool,
    /// Whether triangles can be taken away.
    is_exact: bool,
}

impl Lattice {
    fn around(bounds: &Aabb) -> Self {
        let size = bounds.size().max_element();
        let mut cell = CELL_LEAST;
        let is_short = |cell: f32| size / cell < LAST.0 - 1.0;
        while cell < CELL_SHORT && !is_short(cell) {
            cell *= 2.0;
        }
        while size / cell >= LAST.1 && cell.is_finite() {
            cell *= 2.0;
        }
        let origin = (bounds.min / cell).floor() * cell;
        Self { origin, cell, is_short: is_short(cell), is_exact: size <= LONGEST }
    }

    fn place(&self, at: Vec3) -> Place {
        ((at - self.origin) / self.cell).to_array().map(|v| v.round().clamp(0.0, LAST.1) as i32)
    }

    fn metres(&self, place: Place) -> Vec3 {
        self.origin + Vec3::from(place.map(|v| v as f32)) * self.cell
    }
}

/// Makes one mesh of everything that blocks a visitor: corners on a lattice, the same triangle once, and as few of them as [`DEVIATION`] allows.
pub fn collision(world: &World) -> Collision {
    let blocking = || world.triangles.iter().filter(|t| t.blocks && t.corners.iter().all(|c| c.is_finite()));
    let bounds = Aabb::around(blocking().flat_map(|triangle| triangle.corners));
    if bounds.is_empty() {
        return Collision::default();
    }
    let lattice = Lattice::around(&bounds);
    if lattice.cell.is_nan() || lattice.cell > CELL_MOST {
        return Collision { is_too_large: true, ..Collision::default() };
    }
    let parts = [false, true].map(|see_through| {
        let part = blocking().filter(|triangle| triangle.see_through == see_through);
        (Part::of(part, &lattice).simplified(&lattice), see_through)
    });
    let triangles = parts.iter().flat_map(|(part, see_through)| {
        part.indices.chunks_exact(3).map(|corners| {
            let corner = |at: usize| lattice.metres(part.places[corners[at] as usize]);
            Triangle { corners: [0, 1, 2].map(corner), node: None, blocks: true, see_through: *see_through }
        })
    });
    Collision {
        triangles: triangles.collect(),
        source_triangles: blocking().count(),
        glb: write(&parts, &lattice),
        is_too_large: false,
    }
}

/// What is seen through, or what is not.
#[derive(Default)]
struct Part {
    places: Vec<Place>,
    indices: Vec<u32>,
}

impl Part {
    fn of<'a>(triangles: impl Iterator<Item = &'a Triangle>, lattice: &Lattice) -> Self {
        let mut part = Self::default();
        let mut known: HashMap<Place, u32> = HashMap::new();
        let mut seen: HashSet<[u32; 3]> = HashSet::new();
        for triangle in triangles {
            let corners = triangle.corners.map(|corner| {
                let place = lattice.place(corner);
                *known.entry(place).or_insert_with(|| {
                    part.places.push(place);
                    (part.places.len() - 1) as u32
                })
            });
            let [a, b, c] = corners;
            // Both sides of a sheet block alike.
            let mut sorted = corners;
            sorted.sort_unstable();
            if a != b && b != c && c != a && seen.insert(sorted) {
                part.indices.extend(corners);
            }
        }
        part
    }

    fn simplified(mut self, lattice: &Lattice) -> Self {
        let metres: Vec<u8> = self
            .places
            .iter()
            .flat_map(|place| (lattice.metres(*place) - lattice.origin).to_array())
            .flat_map(f32::to_le_bytes)
            .collect();
        let can_be_less = lattice.is_exact && !self.indices.is_empty();
        if let (Ok(vertices), true) = (VertexDataAdapter::new(&metres, 12, 0), can_be_less) {
            let options = SimplifyOptions::ErrorAbsolute | SimplifyOptions::Prune;
            self.indices = simplify(&self.indices, &vertices, 0, DEVIATION, options, None);
            optimize_vertex_cache_in_place(&mut self.indices, self.places.len());
        }
        // By first use, without those that nobody uses any more.
        let mut number = vec![u32::MAX; self.places.len()];
        let mut places = Vec::new();
        for index in &mut self.indices {
            let number = &mut number[*index as usize];
            if *number == u32::MAX {
                *number = places.len() as u32;
                places.push(self.places[*index as usize]);
            }
            *index = *number;
        }
        Self { places, indices: self.indices }
    }
}

fn positions(places: &[Place], lattice: &Lattice) -> Accessor {
    if !lattice.is_short {
        let values: Vec<f32> = places.iter().flatten().map(|place| *place as f32).collect();
        return Accessor::floats(Shape::Vec3, &values);
    }
    let rows = places.iter().flat_map(|[x, y, z]| [*x as u16, *y as u16, *z as u16, 0]);
    Accessor {
        count: places.len(),
        stride: 8,
        bytes: rows.flat_map(u16::to_le_bytes).collect::<Vec<u8>>().into(),
        ..Accessor::tight(Shape::Vec3, Component::U16, false, Vec::new())
    }
}

fn write(parts: &[(Part, bool)], lattice: &Lattice) -> Vec<u8> {
    let mut document =
        Document { root: json!({"asset": {"version": "2.0", "generator": crate::TOOL}}), ..Document::default() };
    let mut primitives = Vec::new();
    for (part, see_through) in parts.iter().filter(|(part, _)| !part.indices.is_empty()) {
        let position = document.add(positions(&part.places, lattice));
        let indices = document.add(Accessor::indices(&part.indices));
        let (name, alpha) = if *see_through { ("see-through", 0.3) } else { ("solid", 1.0) };
        let mode = if *see_through { "BLEND" } else { "OPAQUE" };
        let material = document.push(
            "materials",
            json!({"name": name, "alphaMode": mode, "doubleSided": true, "pbrMetallicRoughness": {
                "baseColorFactor": [0.6, 0.65, 0.7, alpha], "metallicFactor": 0.0,
            }}),
        );
        primitives.push(json!({"attributes": {"POSITION": position}, "indices": indices, "material": material}));
    }
    let mesh = document.push("meshes", json!({"name": "collision", "primitives": primitives}));
    let (translation, scale) = (lattice.origin.to_array(), [lattice.cell; 3]);
    document.push("nodes", json!({"name": "collision", "mesh": mesh, "translation": translation, "scale": scale}));
    document.push("scenes", json!({"nodes": [0]}));
    document.root["scene"] = json!(0);
    if lattice.is_short {
        document.declare("KHR_mesh_quantization", true);
    }
    document.write(&[])
}
