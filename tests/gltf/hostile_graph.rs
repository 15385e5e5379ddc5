//! Graphs that have no end.

use hall::ImportError;
use hall::gltf::WarningKind;
use serde_json::{Value, json};

use crate::builder::*;

fn nodes(nodes: Vec<Value>) -> File {
    let mut file = File::triangle();
    file.json["nodes"] = json!(nodes);
    file
}

fn attack_file(file: &File) -> Outcome {
    attack(|| file.glb())
}

#[test]
fn cycles_are_cut() {
    let cycles = [
        vec![json!({"mesh": 0, "children": [0]})],
        vec![json!({"mesh": 0, "children": [1]}), json!({"children": [0]})],
        vec![json!({"mesh": 0, "children": [1, 1]}), json!({})],
        vec![json!({"mesh": 0, "children": [1]}), json!({"children": [2]}), json!({"children": [1]})],
    ];
    for cycle in cycles {
        let outcome = attack_file(&nodes(cycle.clone()));
        assert!(outcome.has_warning(|k| *k == WarningKind::NodeShared), "{cycle:?}: {:?}", outcome.result);
    }
}

#[test]
fn a_cycle_without_a_root_shows_nothing() {
    let mut file = nodes(vec![json!({"mesh": 0, "children": [1]}), json!({"children": [0]})]);
    file.json.as_object_mut().unwrap().remove("scenes");
    file.json.as_object_mut().unwrap().remove("scene");
    assert!(attack_file(&file).has_warning(|k| *k == WarningKind::Empty));
}

#[test]
fn two_parents_and_two_scenes_roots_count_once() {
    let file = nodes(vec![
        json!({"children": [1, 2]}),
        json!({"children": [3]}),
        json!({"children": [3]}),
        json!({"mesh": 0}),
    ]);
    let (scene, warnings) = file.import();
    assert_eq!(scene.nodes.len(), 4);
    assert_eq!(kinds(&warnings), [WarningKind::NodeShared]);
    assert_eq!(warnings[0].place.to_string(), "node 3");
}

#[test]
fn a_lattice_with_a_million_million_paths_is_walked_once() {
    // 41 levels, each node the child of its predecessor twice: 2^40 paths.
    let lattice = (0..41).map(|i| if i < 40 { json!({"children": [i + 1, i + 1]}) } else { json!({"mesh": 0}) });
    let outcome = attack_file(&nodes(lattice.collect()));
    assert!(outcome.has_warning(|k| *k == WarningKind::NodeShared));
}

#[test]
fn depth_has_an_end() {
    let chain = |length: usize| {
        (0..length).map(move |i| if i + 1 < length { json!({"children": [i + 1]}) } else { json!({"mesh": 0}) })
    };
    assert!(attack_file(&nodes(chain(200).collect())).result.is_ok());
    let outcome = attack_file(&nodes(chain(40_000).collect()));
    assert!(matches!(outcome.error(), ImportError::TooMuch { what: "nodes deep", .. }), "{}", outcome.error());
    assert_eq!(outcome.error().place().to_string(), "node 256");
    let outcome = attack_file(&nodes(chain(200_000).collect()));
    assert!(matches!(outcome.error(), ImportError::TooMuch { what: "node", found: 200_000, .. }));
}

#[test]
fn references_to_nowhere_are_refused_with_their_place() {
    let cases = [
        (json!([{"mesh": 7}]), "node 0: refers to mesh 7, there are 1"),
        (json!([{"mesh": 0, "skin": 3}]), "node 0: refers to skin 3, there are 0"),
        (json!([{"children": [5]}]), "node 0: refers to node 5, there are 1"),
        (json!([{"children": [4_294_967_295_u32]}]), "node 0: refers to node 4294967295, there are 1"),
    ];
    for (nodes_json, message) in cases {
        let mut file = File::triangle();
        file.json["nodes"] = nodes_json;
        assert_eq!(attack_file(&file).error().to_string(), message);
    }
    let mut file = File::triangle();
    file.json["scenes"][0]["nodes"] = json!([0, 9]);
    assert_eq!(attack_file(&file).error().to_string(), "scene 0: refers to node 9, there are 1");
    file.json["scene"] = json!(4);
    assert_eq!(attack_file(&file).error().to_string(), "file: refers to scene 4, there are 1");
}

#[test]
fn skins_may_not_loop_either() {
    // The joint is outside the scene and its own grandparent.
    let mut file = File::triangle();
    let joints = file.accessor(UNSIGNED_BYTE, "VEC4", 3, &[0; 12]);
    let weights = file.floats("VEC4", &[1.0, 0.0, 0.0, 0.0].repeat(3));
    file.primitive()["attributes"]["JOINTS_0"] = json!(joints);
    file.primitive()["attributes"]["WEIGHTS_0"] = json!(weights);
    file.json["nodes"] = json!([{"mesh": 0, "skin": 0}, {"children": [2]}, {"children": [1]}]);
    file.push("skins", json!({"joints": [2]}));
    let outcome = attack_file(&file);
    assert!(outcome.has_warning(|k| *k == WarningKind::JointOutsideScene));
    assert!(outcome.has_warning(|k| *k == WarningKind::NodeShared));
}

#[test]
fn numbers_too_large_for_a_float_are_refused() {
    for node in [
        json!({"mesh": 0, "translation": [1e39, 0, 0]}),
        json!({"mesh": 0, "scale": [1, -1e300, 0]}),
        json!({"mesh": 0, "rotation": [1e39, 0, 0, 1]}),
    ] {
        let outcome = attack_file(&nodes(vec![node]));
        assert!(matches!(outcome.error(), ImportError::NotFinite { .. }));
        assert_eq!(outcome.error().place().to_string(), "node 0");
    }
}

#[test]
fn wrong_types_tell_where() {
    let cases = [
        (json!({"mesh": 0, "translation": [1, 2]}), "node 0"),
        (json!({"mesh": 0, "translation": "far"}), "node 0"),
        (json!({"mesh": 0, "matrix": [1]}), "node 0"),
        (json!("node"), "node 0"),
        (json!([]), "node 0"),
    ];
    for (node, place) in cases {
        let outcome = attack_file(&nodes(vec![node]));
        assert!(matches!(outcome.error(), ImportError::Malformed { .. }), "{:?}", outcome.result);
        assert_eq!(outcome.error().place().to_string(), place);
    }
}
