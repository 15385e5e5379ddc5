//! Steps that make a document smaller and quicker to draw, without a visitor or a manifest missing anything.
//!
//! Each step is a function on the document. Nodes keep their names, extras and extensions; what is shared stays shared.

mod attributes;
mod dedupe;
mod geometry;
mod grid;
mod instance;
mod order;
mod prune;
mod quantise;
mod simplify;
mod tangents;
mod weld;

pub(crate) use attributes::{drop_unused, worn};
pub use dedupe::dedupe;
pub(crate) use geometry::Geometry;
pub use prune::prune;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::bake::Bake;
use crate::document::{Document, index};
use crate::texture::Tier;
use grid::{Grid, Grids};
use simplify::Seen;

/// What the steps must heed.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// Names of nodes that something outside of the document refers to: they stay, with all that their surfaces have.
    pub kept_nodes: BTreeSet<String>,
    /// How its light is to be computed, if it is.
    pub bake: Option<Bake>,
}

/// A primitive, by mesh and number, that draws something else in a tier.
type Lesser = Vec<(usize, usize, Value)>;

/// Everything about geometry, from unused attributes to the order of triangles. Gives the document anew for each tier that gets fewer triangles.
pub fn geometry(document: &mut Document, wishes: &Wishes) -> BTreeMap<Tier, Document> {
    attributes::drop_unused(document, wishes);
    let grids = Grids::of(document);
    let shared = shared_indices(document);
    let bent = tangents::sets(document);
    let named = attributes::meshes_below(document, wishes);
    let mut done: BTreeMap<String, (Value, Vec<(Tier, Value)>)> = BTreeMap::new();
    let mut lesser: BTreeMap<Tier, Lesser> = BTreeMap::new();
    for mesh in 0..document.array("meshes").len() {
        let primitives = document.array("meshes")[mesh].get("primitives").and_then(Value::as_array);
        for at in 0..primitives.map_or(0, Vec::len) {
            let mut primitive = document.array("meshes")[mesh]["primitives"][at].clone();
            let exact = attributes::exact_sets(document, &primitive);
            let is_named = named.contains(&mesh);
            let key = key(&primitive, &exact, is_named);
            if !done.contains_key(&key)
                && let Some(geometry) = Geometry::take(document, &primitive)
            {
                let is_shared = index(&primitive, "indices").is_some_and(|at| shared.contains(&at));
                let seen = Seen { scale: if is_shared { 0.0 } else { grids.scale_of_mesh(mesh) }, is_named };
                let levels = simplify::levels(&geometry, seen);
                let bent = bent.get(&geometry::fields(&primitive).to_string()).copied().flatten();
                // Tangents split vertices: what gets some has indices of its own from then on.
                let is_shared = is_shared && bent.is_none();
                let settled = Settled { grid: grids.of_mesh(mesh), exact, is_shared, bent };
                let whole = finish(document, geometry, &primitive, &settled);
                let mut finish = |(tier, less)| (tier, finish(document, less, &primitive, &settled));
                done.insert(key.clone(), (whole, levels.into_iter().map(&mut finish).collect()));
            }
            if let Some((whole, levels)) = done.get(&key) {
                geometry::put_fields(&mut primitive, whole);
                levels.iter().for_each(|(tier, less)| lesser.entry(*tier).or_default().push((mesh, at, less.clone())));
            }
            document.array_mut("meshes")[mesh]["primitives"][at] = primitive;
        }
    }
    grids.place(document, wishes);
    instance::instance(document, wishes);
    document.declare("KHR_mesh_quantization", true);
    lesser.into_iter().map(|(tier, lesser)| (tier, with(document, lesser))).collect()
}

/// What is decided of a primitive beyond its own numbers.
struct Settled<'a> {
    grid: Option<&'a Grid>,
    /// Sets of texture coordinates that stay as they are.
    exact: BTreeSet<u64>,
    /// Whether others with other numbers use its indices.
    is_shared: bool,
    /// The set of texture coordinates along which it gets tangents.
    bent: Option<usize>,
}

/// Rounds, welds and orders what a primitive draws, and adds it to the document; gives the fields that refer to it.
fn finish(document: &mut Document, mut geometry: Geometry, primitive: &Value, settled: &Settled<'_>) -> Value {
    if let Some(set) = settled.bent {
        weld::weld(&mut geometry);
        tangents::add(&mut geometry, set);
    }
    quantise::quantise(&mut geometry, settled.grid, &settled.exact);
    weld::weld(&mut geometry);
    order::order(&mut geometry, settled.is_shared);
    let mut drawn = primitive.clone();
    geometry.put(document, &mut drawn);
    geometry::fields(&drawn)
}

/// The document with other primitives.
fn with(document: &Document, lesser: Lesser) -> Document {
    let mut document = document.clone();
    for (mesh, at, fields) in lesser {
        let primitive = document.array_mut("meshes")[mesh].get_mut("primitives").and_then(|all| all.get_mut(at));
        primitive.into_iter().for_each(|primitive| geometry::put_fields(primitive, &fields));
    }
    document
}

/// Indices of primitives that differ in other numbers.
fn shared_indices(document: &Document) -> BTreeSet<usize> {
    let mut users: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    let primitives = document.array("meshes").iter().filter_map(|mesh| mesh.get("primitives")?.as_array()).flatten();
    for primitive in primitives {
        if let Some(at) = index(primitive, "indices") {
            users.entry(at).or_default().insert(geometry::fields(primitive).to_string());
        }
    }
    users.into_iter().filter(|(_, users)| users.len() > 1).map(|(at, _)| at).collect()
}

/// The same for primitives that draw the same numbers, whatever they wear.
fn key(primitive: &Value, exact: &BTreeSet<u64>, is_named: bool) -> String {
    format!("{}{exact:?}{is_named}", geometry::fields(primitive))
}
