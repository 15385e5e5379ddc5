//! Nodes that repeat a mesh, and tangents made ahead: fewer bytes or less work for whoever reads them, and the same to see.

use bytes::Bytes;
use pack::Pack;
use pack::texture::Tier;
use serde_json::{Value, json};

use crate::place::{Draft, Place, Sheet, json_of, pack_files, read, repack};
use crate::scenes::{corners, expect_same_triangles, names};

const CHAIRS: usize = 20;

/// Rows of chairs in a turned group, some of which are more than chairs.
fn hall() -> Bytes {
    let mut draft = Draft::new();
    let primitive = Sheet::new(4, 0.5, 1.0).primitive(&mut draft);
    let mesh = draft.push("meshes", json!({"name": "chair", "primitives": [primitive]}));
    let mut chairs = Vec::new();
    for at in 0..CHAIRS {
        let turn = glam::Quat::from_rotation_y(at as f32 * 0.3);
        let mut node = json!({
            "name": format!("chair-{at:02}"), "mesh": mesh, "rotation": turn.to_array(),
            "translation": [at as f32 * 0.7, 0.1, (at % 5) as f32 * 1.1], "scale": [1.0, 1.0 + at as f32 * 0.01, 1.0],
        });
        if at == 3 {
            node["extras"] = json!({"seat": "A3"});
        }
        chairs.push(draft.push("nodes", node));
    }
    draft.root(json!({"name": "row", "children": chairs, "rotation": [0, 0.6, 0, 0.8], "translation": [1, 2, 3]}));
    let times = draft.floats("SCALAR", 1, &[0.0, 1.0]);
    let moves = draft.floats("VEC3", 3, &[0.0, 0.0, 0.0, 0.0, 1.0, 0.0]);
    draft.push(
        "animations",
        json!({
            "samplers": [{"input": times, "output": moves}],
            "channels": [{"sampler": 0, "target": {"node": chairs[7], "path": "translation"}}],
        }),
    );
    draft.glb()
}

fn packed() -> (Place, Pack) {
    let manifest = json!({
        "version": 1, "title": {"en": "Hall"}, "scenes": ["hall.glb"],
        "exhibits": [{"id": "a", "title": {"en": "A"}, "anchor": {"node": "chair-05"}}],
    });
    let place = Place::new();
    let files = [("hall.json", manifest.to_string().into_bytes().into()), ("hall.glb", hall())];
    let report = pack_files(&place, "hall.json", &files).unwrap();
    (place, report.pack)
}

#[test]
fn repeats_become_instances_in_the_same_places_under_the_same_names() {
    let (place, pack) = packed();
    let tier = &pack.scenes[0].tiers[&Tier::Desktop];
    let glb: Bytes = std::fs::read(place.0.join("pack").join(&tier.scene.file)).unwrap().into();
    let json = json_of(&glb);
    let nodes = json["nodes"].as_array().unwrap();
    let instanced: Vec<&Value> =
        nodes.iter().filter(|node| node.pointer("/extensions/EXT_mesh_gpu_instancing").is_some()).collect();
    assert_eq!(instanced.len(), 1);
    let names_kept = instanced[0]["extras"]["instance_names"].as_array().unwrap();
    assert_eq!(names_kept.len(), CHAIRS - 3, "an exhibit, one with extras and one that moves stay nodes");
    for name in ["chair-03", "chair-05", "chair-07"] {
        assert!(nodes.iter().any(|node| node["name"] == name), "{name}");
        assert!(!names_kept.contains(&json!(name)), "{name}");
    }
    assert!(json["extensionsRequired"].as_array().unwrap().contains(&json!("EXT_mesh_gpu_instancing")));
    let (before, after) = (read(hall()), read(glb));
    assert_eq!(names(&before), names(&after));
    for at in 0..CHAIRS {
        let name = format!("chair-{at:02}");
        // Within a cell of the grid, and what eight bits leave of a normal.
        expect_same_triangles(&corners(&before, &name), &corners(&after, &name), 0.000_25, 0.025, f32::MAX);
    }
    assert_eq!(tier.triangles, CHAIRS as u64 * 32, "each chair counts");
}

#[test]
fn few_repeats_stay_nodes() {
    let mut draft = Draft::new();
    let primitive = Sheet::new(4, 0.5, 1.0).primitive(&mut draft);
    let mesh = draft.push("meshes", json!({"primitives": [primitive]}));
    for at in 0..3 {
        draft.root(json!({"name": format!("chair {at}"), "mesh": mesh, "translation": [at, 0, 0]}));
    }
    let packed = repack(draft.glb());
    assert_eq!(packed.json()["nodes"].as_array().unwrap().len(), 3);
    assert!(!packed.json().to_string().contains("EXT_mesh_gpu_instancing"));
}

#[test]
fn tangents_are_those_that_the_reader_would_make() {
    let mut draft = Draft::new();
    let material = draft.painted(&crate::pictures::png(8, 8));
    draft.json["materials"][material]["normalTexture"] = json!({"index": 0});
    let mut primitive = Sheet::new(12, 1.0, 1.0).primitive(&mut draft);
    primitive["material"] = json!(material);
    let mesh = draft.push("meshes", json!({"primitives": [primitive]}));
    draft.root(json!({"mesh": mesh}));
    let packed = repack(draft.glb());
    assert!(packed.json()["meshes"][0]["primitives"][0]["attributes"].get("TANGENT").is_some());
    let (before, after) = (read(draft.glb()), packed.scene());
    let (before, after) = (&before.meshes[0].primitives[0], &after.meshes[0].primitives[0]);
    assert_eq!(before.tangents.len(), before.positions.len());
    let mut compared = 0;
    for (uv, tangent) in before.uvs[0].iter().zip(&before.tangents) {
        let like = after.uvs[0].iter().position(|other| other.distance(*uv) < 1e-3).unwrap();
        let found = after.tangents[like];
        assert_eq!(found.w, tangent.w);
        let off = found.truncate().angle_between(tangent.truncate());
        assert!(off < 0.03, "{off} radians at {uv}");
        compared += 1;
    }
    assert_eq!(compared, 13 * 13);
}
