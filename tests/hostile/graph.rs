//! Graphs: circles, towers, and trees that are none.

use serde_json::{Value, json};

use crate::json::scene;
use crate::run::Hostile;

fn case(number: u32, what: &'static str, properties: Value) -> Hostile {
    Hostile::new(number, what, "a.gltf", scene(properties).to_string())
}

/// Nodes below each other; the last one is the floor.
fn chain(length: usize) -> Value {
    let mut nodes: Vec<Value> = (1..length).map(|next| json!({"children": [next]})).collect();
    nodes.push(json!({"mesh": 0}));
    json!({"nodes": nodes})
}

pub fn cases() -> Vec<Hostile> {
    let doubled = (0..40).map(|i| json!({"children": [2 * i + 2, 2 * i + 3]}));
    let doubled = doubled.flat_map(|node| [node.clone(), node]).chain([json!({"mesh": 0}), json!({"mesh": 0})]);
    let scenes: Vec<Value> = (0..100_000).map(|_| json!({"nodes": [0]})).collect();
    vec![
        case(23, "a node that is its own child", json!({"nodes": [{"mesh": 0, "children": [0]}]})).mended("NODE_LOOP"),
        case(24, "50,000 nodes below each other", chain(50_000)).refused("YZ_NODE_TOO_DEEP"),
        case(24, "200,000 nodes below each other", chain(200_000)).refused("YZ_TOO_MANY"),
        case(
            25,
            "82 nodes with 2^40 paths",
            json!({"nodes": doubled.collect::<Vec<_>>(), "scenes": [{"nodes": [0, 1]}]}),
        )
        .mended("NODE_PARENT_OVERRIDE"),
        case(26, "two nodes below each other", json!({"nodes": [{"mesh": 0, "children": [1]}, {"children": [0]}]}))
            .mended("NODE_LOOP"),
        case(
            27,
            "a skin whose joints are a circle",
            json!({
                "nodes": [{"mesh": 0, "skin": 0}, {"children": [2]}, {"children": [1]}],
                "skins": [{"joints": [1, 2], "skeleton": 1}],
            }),
        )
        .mended("NODE_LOOP"),
        case(28, "100,000 scenes", json!({"scenes": scenes})).refused("YZ_TOO_MANY"),
    ]
}
