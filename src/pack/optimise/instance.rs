//! Nodes that repeat a mesh become one with many places (`EXT_mesh_gpu_instancing`).

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::Wishes;
use super::grid::numbers;
use crate::document::{Accessor, Document, Kind, Shape, index, is_understood, visit};

const NAME: &str = "EXT_mesh_gpu_instancing";
/// In the extras of the node: the names of those that it stands for, in the order of their places. `hall::gltf` gives them back.
const NAMES: &str = "instance_names";

/// Fewer nodes that are alike stay nodes.
const REPEATS_MIN: usize = 4;
/// The JSON of an accessor, bytes, and what packing leaves of its numbers.
const ACCESSOR_BYTES: usize = 90;
const PACKED_PART: f64 = 0.6;
/// What must be saved, bytes.
const SAVED_MIN: usize = 256;

/// What nodes have in common that become one: the list that they stand in, their mesh, and their name without a counter.
type Likeness = ((&'static str, usize), usize, String);

/// Where a node is.
struct Place {
    translation: [f32; 3],
    rotation: [f32; 4],
    scale: [f32; 3],
}

/// Makes one node of at least [`REPEATS_MIN`] that stand beside each other, show the same mesh and are nothing else, where that makes the document smaller.
///
/// What has children, a skin, a camera, extensions, extras, a matrix, or a name that is wished for or no counter tells from its like, stays; so does
/// whatever an animation, a skin or a pointer refers to.
pub fn instance(document: &mut Document, wishes: &Wishes) {
    if !is_understood(&document.root) {
        return;
    }
    let mut references = vec![0_u32; document.array("nodes").len()];
    visit(&mut document.root, Kind::Node, &mut |number| {
        if let Some(count) = number.as_u64().and_then(|at| references.get_mut(at as usize)) {
            *count += 1;
        }
    });
    let mut alike: BTreeMap<Likeness, Vec<usize>> = BTreeMap::new();
    for (kind, list) in [("scenes", "nodes"), ("nodes", "children")] {
        for (holder, value) in document.array(kind).iter().enumerate() {
            let members = value.get(list).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_u64);
            for at in members.map(|at| at as usize).filter(|at| references.get(*at) == Some(&1)) {
                if let Some((mesh, stem)) = repeatable(&document.array("nodes")[at], wishes) {
                    alike.entry(((kind, holder), mesh, stem)).or_default().push(at);
                }
            }
        }
    }
    for ((holder, mesh, _), nodes) in alike {
        if nodes.len() >= REPEATS_MIN {
            unite(document, holder, mesh, &nodes);
        }
    }
}

/// The mesh of a node that is nothing but its place, and its name without a counter.
fn repeatable(node: &Value, wishes: &Wishes) -> Option<(usize, String)> {
    let known = ["mesh", "name", "translation", "rotation", "scale"];
    let is_plain = node.as_object()?.keys().all(|key| known.contains(&key.as_str()));
    let name = node.get("name").and_then(Value::as_str).unwrap_or_default();
    if !is_plain || wishes.kept_nodes.contains(name) {
        return None;
    }
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches(['.', '_', '-', ' ']);
    Some((index(node, "mesh")?, stem.to_owned()))
}

fn place(node: &Value) -> Place {
    Place {
        translation: numbers(node, "translation").unwrap_or_default(),
        rotation: numbers(node, "rotation").unwrap_or([0.0, 0.0, 0.0, 1.0]),
        scale: numbers(node, "scale").unwrap_or([1.0; 3]),
    }
}

/// Makes one of nodes that `holder` lists, if that saves bytes. It has no name: nothing of that name was there before.
fn unite(document: &mut Document, (kind, holder): (&str, usize), mesh: usize, nodes: &[usize]) {
    let all = document.array("nodes");
    let places: Vec<Place> = nodes.iter().map(|at| place(&all[*at])).collect();
    let names: Vec<&str> =
        nodes.iter().map(|at| all[*at].get("name").and_then(Value::as_str).unwrap_or_default()).collect();
    let before_bytes: usize = nodes.iter().map(|at| all[*at].to_string().len() + at.to_string().len() + 2).sum();
    let mut columns = Vec::new();
    columns.push(("TRANSLATION", Shape::Vec3, places.iter().flat_map(|place| place.translation).collect::<Vec<f32>>()));
    if places.iter().any(|place| place.rotation != [0.0, 0.0, 0.0, 1.0]) {
        columns.push(("ROTATION", Shape::Vec4, places.iter().flat_map(|place| place.rotation).collect()));
    }
    if places.iter().any(|place| place.scale != [1.0; 3]) {
        columns.push(("SCALE", Shape::Vec3, places.iter().flat_map(|place| place.scale).collect()));
    }
    let mut node = json!({"mesh": mesh});
    if names.iter().any(|name| !name.is_empty()) {
        node["extras"] = json!({NAMES: names});
    }
    let numbers_bytes: usize = columns.iter().map(|(.., values)| values.len() * size_of::<f32>()).sum();
    let after_bytes = node.to_string().len()
        + columns.len() * ACCESSOR_BYTES
        + (numbers_bytes as f64 * PACKED_PART) as usize
        + NAME.len()
        + SAVED_MIN;
    if after_bytes > before_bytes {
        return;
    }
    let attributes = columns
        .into_iter()
        .map(|(name, shape, values)| (name.to_owned(), json!(document.add(Accessor::floats(shape, &values)))));
    let attributes: Map<String, Value> = attributes.collect();
    node["extensions"] = json!({NAME: {"attributes": attributes}});
    document.array_mut("nodes")[nodes[0]] = node;
    let list = if kind == "scenes" { "nodes" } else { "children" };
    if let Some(Value::Array(members)) = document.array_mut(kind)[holder].get_mut(list) {
        let gone = |member: &Value| member.as_u64().is_some_and(|at| nodes[1..].contains(&(at as usize)));
        members.retain(|member| !gone(member));
    }
    document.declare(NAME, true);
}
