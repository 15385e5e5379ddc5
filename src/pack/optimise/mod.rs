//! Steps that make a document smaller and quicker to draw, without a visitor or a manifest missing anything.
//!
//! Each step is a function on the document. Nodes keep their names, extras and extensions; what is shared stays shared.

mod attributes;
mod dedupe;
mod geometry;
mod grid;
mod order;
mod prune;
mod quantise;
mod weld;

pub use dedupe::dedupe;
pub use prune::prune;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::document::{Document, index};
use geometry::Geometry;
use grid::Grids;

/// What the steps must heed.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// Names of nodes that something outside of the document refers to: they stay, with all that their surfaces have.
    pub kept_nodes: BTreeSet<String>,
}

/// Everything about geometry, from unused attributes to the order of triangles.
pub fn geometry(document: &mut Document, wishes: &Wishes) {
    attributes::drop_unused(document, wishes);
    let grids = Grids::of(document);
    let shared = shared_indices(document);
    let mut done: BTreeMap<String, Value> = BTreeMap::new();
    for mesh in 0..document.array("meshes").len() {
        let primitives = document.array("meshes")[mesh].get("primitives").and_then(Value::as_array);
        for at in 0..primitives.map_or(0, Vec::len) {
            let mut primitive = document.array("meshes")[mesh]["primitives"][at].clone();
            let exact = attributes::exact_sets(document, &primitive);
            let key = key(&primitive, &exact);
            if let Some(same) = done.get(&key) {
                geometry::put_fields(&mut primitive, same);
            } else if let Some(mut geometry) = Geometry::take(document, &primitive) {
                quantise::quantise(&mut geometry, grids.of_mesh(mesh), &exact);
                weld::weld(&mut geometry);
                order::order(&mut geometry, index(&primitive, "indices").is_some_and(|at| shared.contains(&at)));
                geometry.put(document, &mut primitive);
                done.insert(key, geometry::fields(&primitive));
            }
            document.array_mut("meshes")[mesh]["primitives"][at] = primitive;
        }
    }
    grids.place(document, wishes);
    document.declare("KHR_mesh_quantization", true);
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
fn key(primitive: &Value, exact: &BTreeSet<u64>) -> String {
    format!("{}{exact:?}", geometry::fields(primitive))
}
