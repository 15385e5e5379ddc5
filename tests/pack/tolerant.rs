//! What no visitor sees, and nobody can read, stops no pack: the check lets it pass with a warning.

use bytes::Bytes;
use hall::{Limits, Severity};
use serde_json::{Value, json};

use crate::place::{Draft, Packed, Place, Sheet, json_of, pack_files, read};

/// A sheet that is seen, and an accessor whose bytes are in no file.
fn draft() -> (Draft, usize) {
    let mut draft = Draft::new();
    let primitive = Sheet::new(4, 2.0, 1.0).primitive(&mut draft);
    let mesh = draft.push("meshes", json!({"name": "floor", "primitives": [primitive]}));
    draft.root(json!({"name": "floor", "mesh": mesh}));
    let view = draft.push("bufferViews", json!({"buffer": 1, "byteLength": 4096}));
    let lost = json!({"bufferView": view, "componentType": 5126, "type": "VEC3", "count": 3});
    let lost = draft.push("accessors", lost);
    (draft, lost)
}

/// The same with a second buffer, for which there are no bytes.
fn glb(draft: &Draft) -> Bytes {
    let whole = draft.glb();
    let json_bytes = u32::from_le_bytes(whole[12..16].try_into().unwrap()) as usize;
    let mut json = json_of(&whole);
    json["buffers"].as_array_mut().unwrap().push(json!({"byteLength": 4096}));
    let mut text = json.to_string().into_bytes();
    text.resize(text.len().next_multiple_of(4), b' ');
    let rest = &whole[20 + json_bytes..];
    let word = |number: usize| (number as u32).to_le_bytes();
    let head = [&b"glTF"[..], &word(2), &word(20 + text.len() + rest.len()), &word(text.len()), b"JSON"];
    [&head.concat()[..], &text, rest].concat().into()
}

/// Packs it after the check has let it pass.
#[track_caller]
fn packed(draft: &Draft) -> Packed {
    let glb = glb(draft);
    let look = pack::look("a.glb", &|name| (name == "a.glb").then(|| glb.clone()), &Limits::default());
    assert!(look.findings.iter().all(|finding| finding.severity != Severity::Error), "{:?}", look.findings);
    assert!(look.findings.iter().any(|finding| finding.code == "gltf-broken-part"), "it is told: {:?}", look.findings);
    let place = Place::new();
    let report = pack_files(&place, "a.glb", &[("a.glb", glb)]).unwrap();
    Packed { place, report }
}

/// The sheet is as it was, and nothing refers to what is lost.
#[track_caller]
fn assert_sheet(packed: &Packed) -> Value {
    let scene = packed.scene();
    let triangles: usize = scene.meshes.iter().flat_map(|m| &m.primitives).map(|p| p.indices.len() / 3).sum();
    assert_eq!(triangles, 32);
    assert!(scene.nodes.iter().any(|node| node.name == "floor"));
    packed.json()
}

#[test]
fn a_mesh_in_no_scene_may_be_broken() {
    let (mut draft, lost) = draft();
    let position = draft.json["meshes"][0]["primitives"][0]["attributes"]["POSITION"].clone();
    let primitives = json!([
        {"attributes": {"POSITION": lost}},
        {"attributes": {"POSITION": position}, "indices": lost, "targets": [{"POSITION": lost}]},
    ]);
    let mesh = draft.push("meshes", json!({"name": "nowhere", "primitives": primitives}));
    // Two nodes, of which an animation moves one, so that it stays.
    let node = draft.push("nodes", json!({"name": "moved", "mesh": mesh}));
    let (times, places) = (draft.floats("SCALAR", 1, &[0.0, 1.0]), draft.floats("VEC3", 3, &[0.0; 6]));
    let samplers = json!([{"input": lost, "output": lost}, {"input": times, "output": places}]);
    let target = |node: usize| json!({"node": node, "path": "translation"});
    let channels = json!([{"sampler": 0, "target": target(node)}, {"sampler": 1, "target": target(0)}]);
    draft.push("animations", json!({"name": "both", "samplers": samplers, "channels": channels}));
    let packed = packed(&draft);
    let json = assert_sheet(&packed);
    let animation = &json["animations"][0];
    assert_eq!((animation["channels"].as_array().unwrap().len(), &animation["channels"][0]["sampler"]), (1, &json!(0)));
    assert_eq!(packed.scene().animations[0].channels.len(), 1, "what moves the sheet goes on moving it");
}

#[test]
fn a_skin_that_nothing_wears_may_be_broken() {
    let (mut draft, lost) = draft();
    draft.push("skins", json!({"joints": [0], "inverseBindMatrices": lost}));
    let json = assert_sheet(&packed(&draft));
    assert!(json["skins"][0].get("inverseBindMatrices").is_none(), "{}", json["skins"]);
}

#[test]
fn an_attribute_that_nobody_reads_may_be_broken() {
    let (mut draft, lost) = draft();
    draft.json["meshes"][0]["primitives"][0]["attributes"]["_MINE"] = json!(lost);
    let json = assert_sheet(&packed(&draft));
    assert!(json["meshes"][0]["primitives"][0]["attributes"].get("_MINE").is_none());
}

#[test]
fn what_is_seen_may_not() {
    for slot in ["/meshes/0/primitives/0/attributes/POSITION", "/meshes/0/primitives/0/indices"] {
        let (mut draft, lost) = draft();
        *draft.json.pointer_mut(slot).unwrap() = json!(lost);
        let glb = glb(&draft);
        let look = pack::look("a.glb", &|name| (name == "a.glb").then(|| glb.clone()), &Limits::default());
        assert!(look.findings.iter().any(|finding| finding.severity == Severity::Error), "{slot}");
        let place = Place::new();
        assert!(pack_files(&place, "a.glb", &[("a.glb", glb)]).is_err(), "{slot}");
    }
    let (draft, _) = draft();
    assert_eq!(read(draft.glb()).meshes.len(), 1, "the sheet alone is read");
}
