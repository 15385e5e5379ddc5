//! How much of a document is drawn.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::document::{Document, extension, index};

/// Triangles as drawn: a mesh shown twice counts twice.
pub fn triangles(document: &Document) -> u64 {
    let of_mesh: Vec<u64> = document.array("meshes").iter().map(|mesh| of_mesh(document, mesh)).collect();
    let nodes = document.array("nodes");
    let children = |value: &Value, key: &str| {
        let list = value.get(key).and_then(Value::as_array).into_iter().flatten();
        list.filter_map(Value::as_u64).map(|at| at as usize).collect::<Vec<_>>()
    };
    let scene = document.array("scenes").get(index(&document.root, "scene").unwrap_or(0));
    let mut open = scene.map_or_else(|| (0..nodes.len()).collect(), |scene| children(scene, "nodes"));
    let (mut seen, mut triangles) = (BTreeSet::new(), 0);
    while let Some(at) = open.pop() {
        let Some(node) = nodes.get(at).filter(|_| seen.insert(at)) else { continue };
        let drawn = index(node, "mesh").and_then(|mesh| of_mesh.get(mesh)).copied().unwrap_or(0);
        triangles += drawn * places(document, node);
        open.extend(children(node, "children"));
    }
    triangles
}

/// In how many places a node shows its mesh.
fn places(document: &Document, node: &Value) -> u64 {
    let attributes =
        extension(node, "EXT_mesh_gpu_instancing").and_then(|places| places.get("attributes")?.as_object());
    let counts = attributes.into_iter().flatten().filter_map(|(_, at)| document.accessors.get(at.as_u64()? as usize));
    counts.map(|accessor| accessor.count as u64).min().unwrap_or(1)
}

fn of_mesh(document: &Document, mesh: &Value) -> u64 {
    let primitives = mesh.get("primitives").and_then(Value::as_array).into_iter().flatten();
    let corners = |primitive: &Value| {
        let of = index(primitive, "indices").or_else(|| index(primitive.get("attributes")?, "POSITION"));
        of.and_then(|at| document.accessors.get(at)).map_or(0, |accessor| accessor.count as u64)
    };
    let triangles = primitives.map(|primitive| match index(primitive, "mode").unwrap_or(4) {
        4 => corners(primitive) / 3,
        5 | 6 => corners(primitive).saturating_sub(2),
        _ => 0,
    });
    triangles.sum()
}
