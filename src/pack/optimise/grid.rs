//! The grids on which positions are rounded, and the transforms that undo it.
//!
//! A cell is a power of two of a metre, and a grid begins at a multiple of its cell: meshes with cells of the same size share one lattice,
//! so walls that met before they were rounded meet afterwards.

use std::collections::{BTreeMap, BTreeSet};

use glam::{Mat4, Vec3};
use serde_json::{Value, json};

use crate::document::{Accessor, Document, Kind, Shape, extension, float, index, pointed_at, visit};

/// The size of a cell where nothing speaks against it: a quarter of a millimetre, as it is in the scene.
const CELL: f64 = 1.0 / 4096.0;

/// A mesh is at least so many cells long, however small it is: what is small is looked at closely.
const CELLS_MIN: f64 = 4095.0;
/// And at most so many: numbers have 16 bits.
const CELLS_MAX: f64 = 65534.0;
/// A morph target moves a vertex by at most so many cells.
const OFFSET_MAX: f64 = 32767.0;

/// Where whole numbers of positions stand for: `origin + cell * number`, in the units of the mesh.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grid {
    /// A power of two.
    pub cell: f64,
    /// A multiple of it.
    pub origin: [f64; 3],
}

/// What undoes the rounding.
#[derive(Clone, Debug, PartialEq)]
enum Seat {
    /// The nodes that show the mesh.
    Nodes,
    /// The skins that bend it: nodes of skinned meshes move nothing (glTF 2.0 §3.7.3.3).
    Skins(BTreeSet<usize>),
}

/// The grid of each mesh.
pub struct Grids {
    of_mesh: Vec<Option<(Grid, Seat)>>,
    /// By how much each mesh is enlarged at most; zero for what is shown in another way than by nodes that stand for themselves.
    scale_of_mesh: Vec<f64>,
}

/// Meshes that must share a grid, since they share numbers or a skin.
struct Family {
    meshes: Vec<usize>,
    min: [f64; 3],
    max: [f64; 3],
    offset_max: f64,
    scale: f64,
    skins: BTreeSet<usize>,
    is_plain: bool,
    is_possible: bool,
}

impl Grids {
    /// Chooses grids; none for meshes whose rounding nothing could undo.
    pub fn of(document: &mut Document) -> Self {
        let barred = barred(document);
        let shown = shown(document);
        let mut of_mesh = vec![None; document.array("meshes").len()];
        let mut scale_of_mesh = vec![0.0; of_mesh.len()];
        for family in families(document, &shown, &barred) {
            if let Some((grid, seat)) = family.grid() {
                let scale = if seat == Seat::Nodes { family.scale } else { 0.0 };
                family.meshes.iter().for_each(|mesh| scale_of_mesh[*mesh] = scale);
                family.meshes.iter().for_each(|mesh| of_mesh[*mesh] = Some((grid, seat.clone())));
            }
        }
        Self { of_mesh, scale_of_mesh }
    }

    /// By how much a mesh is enlarged at most where it stands; zero for what is shown by more than nodes, or bends.
    pub fn scale_of_mesh(&self, mesh: usize) -> f64 {
        self.scale_of_mesh.get(mesh).copied().unwrap_or(0.0)
    }

    /// The grid of a mesh.
    pub fn of_mesh(&self, mesh: usize) -> Option<&Grid> {
        self.of_mesh.get(mesh)?.as_ref().map(|(grid, _)| grid)
    }

    /// Puts what undoes the rounding into nodes and skins. A node that is more than the place of a mesh gets a child for it.
    pub fn place(&self, document: &mut Document, wishes: &super::Wishes) {
        let mut references = vec![0_u32; document.array("nodes").len()];
        visit(&mut document.root, Kind::Node, &mut |number| {
            if let Some(count) = number.as_u64().and_then(|at| references.get_mut(at as usize)) {
                *count += 1;
            }
        });
        for (at, references) in references.into_iter().enumerate() {
            let node = &document.array("nodes")[at];
            let Some(Some((grid, Seat::Nodes))) = index(node, "mesh").and_then(|mesh| self.of_mesh.get(mesh)) else {
                continue;
            };
            let name = node.get("name").and_then(Value::as_str);
            let is_wished = name.is_some_and(|name| wishes.kept_nodes.contains(name));
            let is_more = ["children", "camera", "extensions"].iter().any(|key| node.get(*key).is_some());
            if is_wished || is_more || references > 1 {
                hang(document, at, grid);
            } else {
                grid.move_node(&mut document.array_mut("nodes")[at]);
            }
        }
        self.place_in_skins(document);
    }

    fn place_in_skins(&self, document: &mut Document) {
        let mut of_skin: BTreeMap<usize, Grid> = BTreeMap::new();
        for (grid, seat) in self.of_mesh.iter().flatten() {
            if let Seat::Skins(skins) = seat {
                of_skin.extend(skins.iter().map(|skin| (*skin, *grid)));
            }
        }
        for (skin, grid) in of_skin {
            let value = &document.array("skins")[skin];
            let joints = value.get("joints").and_then(Value::as_array).map_or(0, Vec::len);
            let bound = index(value, "inverseBindMatrices").and_then(|at| document.accessors.get(at));
            let bound = bound.map(Accessor::to_f32s).unwrap_or_default();
            let mut matrices = Vec::new();
            for joint in 0..joints {
                let matrix = bound.get(joint * 16..joint * 16 + 16).map_or(Mat4::IDENTITY, Mat4::from_cols_slice);
                matrices.extend((matrix * grid.matrix()).to_cols_array());
            }
            let accessor = document.add(Accessor::floats(Shape::Mat4, &matrices));
            document.array_mut("skins")[skin]["inverseBindMatrices"] = json!(accessor);
        }
    }
}

impl Grid {
    fn matrix(&self) -> Mat4 {
        let origin = Vec3::from(self.origin.map(|value| value as f32));
        Mat4::from_translation(origin) * Mat4::from_scale(Vec3::splat(self.cell as f32))
    }

    /// Makes a node show numbers of the grid where it showed metres.
    fn move_node(&self, node: &mut Value) {
        if let Some(matrix) = numbers::<16>(node, "matrix") {
            let moved = Mat4::from_cols_array(&matrix) * self.matrix();
            node["matrix"] = floats(&moved.to_cols_array());
            return;
        }
        let translation = numbers::<3>(node, "translation").map_or(Vec3::ZERO, Vec3::from);
        let rotation = numbers::<4>(node, "rotation").map_or(glam::Quat::IDENTITY, glam::Quat::from_array);
        let scale = numbers::<3>(node, "scale").map_or(Vec3::ONE, Vec3::from);
        let origin = Vec3::from(self.origin.map(|value| value as f32));
        let moved = translation + rotation * (scale * origin);
        if moved != Vec3::ZERO {
            node["translation"] = floats(&moved.to_array());
        }
        node["scale"] = floats(&(scale * self.cell as f32).to_array());
    }
}

/// Gives a node a child that shows its mesh, and lets animations of weights move the child.
fn hang(document: &mut Document, at: usize, grid: &Grid) {
    let node = &mut document.array_mut("nodes")[at];
    let mut child = json!({});
    if let Value::Object(node) = node {
        for key in ["mesh", "weights"] {
            if let Some(value) = node.remove(key) {
                child[key] = value;
            }
        }
    }
    grid.move_node(&mut child);
    let child = document.push("nodes", child);
    let node = &mut document.array_mut("nodes")[at];
    match node.get_mut("children").and_then(Value::as_array_mut) {
        Some(children) => children.push(json!(child)),
        None => node["children"] = json!([child]),
    }
    let animations = document.array_mut("animations").iter_mut();
    let channels = animations.filter_map(|animation| animation.get_mut("channels")?.as_array_mut()).flatten();
    for target in channels.filter_map(|channel| channel.get_mut("target")) {
        if index(target, "node") == Some(at) && target.get("path").is_some_and(|path| path == "weights") {
            target["node"] = json!(child);
        }
    }
}

/// Meshes that something other than a node measures, or whose nodes place them in a way of their own.
fn barred(document: &mut Document) -> BTreeSet<usize> {
    let mut references: BTreeMap<u64, i64> = BTreeMap::new();
    visit(&mut document.root, Kind::Mesh, &mut |number| {
        *references.entry(number.as_u64().unwrap_or(0)).or_default() += 1
    });
    let pointed = pointed_at(&document.root, Kind::Node);
    let mut barred = BTreeSet::new();
    for (at, node) in document.array("nodes").iter().enumerate() {
        let Some(mesh) = index(node, "mesh") else { continue };
        references.entry(mesh as u64).and_modify(|count| *count -= 1);
        if extension(node, "EXT_mesh_gpu_instancing").is_some() || pointed.contains(&at) {
            barred.insert(mesh);
        }
    }
    barred.extend(references.into_iter().filter(|(_, count)| *count > 0).map(|(mesh, _)| mesh as usize));
    barred
}

/// How a mesh is shown: by how much it is enlarged at most, and with which skin.
#[derive(Default)]
struct Shown {
    scale: f64,
    skins: BTreeSet<usize>,
    is_plain: bool,
}

fn shown(document: &Document) -> Vec<Shown> {
    let nodes = document.array("nodes");
    let mut scales: Vec<f64> = nodes.iter().map(own_scale).collect();
    let mut parents = vec![None; nodes.len()];
    for (at, node) in nodes.iter().enumerate() {
        for child in node.get("children").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_u64) {
            if let Some(parent) = parents.get_mut(child as usize) {
                *parent = Some(at);
            }
        }
    }
    let own = scales.clone();
    for (at, scale) in scales.iter_mut().enumerate() {
        let (mut parent, mut steps) = (parents[at], 0);
        while let Some(above) = parent.filter(|_| steps < nodes.len()) {
            *scale *= own[above];
            (parent, steps) = (parents[above], steps + 1);
        }
    }
    let mut shown: Vec<Shown> = document.array("meshes").iter().map(|_| Shown::default()).collect();
    for (node, scale) in nodes.iter().zip(scales) {
        let Some(shown) = index(node, "mesh").and_then(|mesh| shown.get_mut(mesh)) else { continue };
        match index(node, "skin") {
            Some(skin) => drop(shown.skins.insert(skin)),
            None => {
                shown.is_plain = true;
                shown.scale = shown.scale.max(scale);
            }
        }
    }
    shown
}

fn own_scale(node: &Value) -> f64 {
    let axes = match numbers::<16>(node, "matrix") {
        Some(m) => [0, 4, 8].map(|at| Vec3::new(m[at], m[at + 1], m[at + 2]).length()),
        None => numbers::<3>(node, "scale").unwrap_or([1.0; 3]).map(f32::abs),
    };
    axes.into_iter().fold(0.0, f32::max).into()
}

fn families(document: &Document, shown: &[Shown], barred: &BTreeSet<usize>) -> Vec<Family> {
    let mut leader: Vec<usize> = (0..shown.len()).collect();
    let mut first_of: BTreeMap<(bool, usize), usize> = BTreeMap::new();
    let positions: Vec<[BTreeSet<usize>; 2]> = document.array("meshes").iter().map(positions).collect();
    for mesh in 0..shown.len() {
        let numbers = positions[mesh].iter().flatten().map(|accessor| (false, *accessor));
        for shared in numbers.chain(shown[mesh].skins.iter().map(|skin| (true, *skin))) {
            let other = *first_of.entry(shared).or_insert(mesh);
            let (from, to) = (leader[mesh], leader[other]);
            leader.iter_mut().filter(|leader| **leader == from).for_each(|leader| *leader = to);
        }
    }
    let mut families: BTreeMap<usize, Family> = BTreeMap::new();
    for mesh in 0..shown.len() {
        let family = families.entry(leader[mesh]).or_insert_with(Family::empty);
        family.meshes.push(mesh);
        family.scale = family.scale.max(shown[mesh].scale);
        family.skins.extend(&shown[mesh].skins);
        family.is_plain |= shown[mesh].is_plain;
        family.is_possible &= !barred.contains(&mesh);
        let [bases, offsets] = &positions[mesh];
        bases.iter().for_each(|at| family.enclose(document.accessors.get(*at)));
        let offsets = offsets.iter().filter_map(|at| document.accessors.get(*at)).flat_map(Accessor::to_f32s);
        family.offset_max = offsets.fold(family.offset_max, |max, offset| max.max(f64::from(offset.abs())));
    }
    families.into_values().collect()
}

/// The accessors of positions of a mesh, and of their offsets in morph targets.
fn positions(mesh: &Value) -> [BTreeSet<usize>; 2] {
    let mut found = [BTreeSet::new(), BTreeSet::new()];
    for primitive in mesh.get("primitives").and_then(Value::as_array).into_iter().flatten() {
        found[0].extend(primitive.get("attributes").and_then(|attributes| index(attributes, "POSITION")));
        let targets = primitive.get("targets").and_then(Value::as_array).into_iter().flatten();
        found[1].extend(targets.filter_map(|target| index(target, "POSITION")));
    }
    found
}

impl Family {
    fn empty() -> Self {
        Self {
            meshes: Vec::new(),
            min: [f64::MAX; 3],
            max: [f64::MIN; 3],
            offset_max: 0.0,
            scale: 0.0,
            skins: BTreeSet::new(),
            is_plain: false,
            is_possible: true,
        }
    }

    fn enclose(&mut self, positions: Option<&Accessor>) {
        let Some(positions) = positions.filter(|positions| positions.shape == Shape::Vec3) else {
            self.is_possible = false;
            return;
        };
        for (at, value) in positions.to_f32s().into_iter().enumerate() {
            self.min[at % 3] = self.min[at % 3].min(value.into());
            self.max[at % 3] = self.max[at % 3].max(value.into());
            self.is_possible &= value.is_finite();
        }
    }

    fn grid(&self) -> Option<(Grid, Seat)> {
        let seat = match (self.is_plain, self.skins.is_empty()) {
            (true, true) => Seat::Nodes,
            (false, false) => Seat::Skins(self.skins.clone()),
            _ => return None,
        };
        let extent = (0..3).map(|axis| self.max[axis] - self.min[axis]).fold(0.0, f64::max);
        if !(self.is_possible && extent.is_finite() && self.offset_max.is_finite()) {
            return None;
        }
        let scale = if seat == Seat::Nodes && self.scale > 0.0 { self.scale } else { 1.0 };
        let finest = (extent / CELLS_MAX).max(self.offset_max / OFFSET_MAX).log2().ceil();
        let wanted = (CELL / scale).min(if extent > 0.0 { extent / CELLS_MIN } else { CELL }).log2().floor();
        let cell = wanted.max(finest).clamp(-60.0, 60.0).exp2();
        Some((Grid { cell, origin: self.min.map(|min| (min / cell).floor() * cell) }, seat))
    }
}

pub(super) fn numbers<const N: usize>(value: &Value, key: &str) -> Option<[f32; N]> {
    let values = value.get(key)?.as_array()?;
    let numbers: Vec<f32> = values.iter().filter_map(Value::as_f64).map(|value| value as f32).collect();
    numbers.try_into().ok()
}

fn floats(values: &[f32]) -> Value {
    values.iter().copied().map(float).collect()
}
