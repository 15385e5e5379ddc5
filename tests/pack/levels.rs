//! Tiers as levels of detail: fewer triangles where a mesh has more than a tier shows, and nothing else.

use std::collections::BTreeSet;

use bytes::Bytes;
use glam::Vec3;
use hall::{Primitive, Scene};
use pack::texture::Tier;
use serde_json::{Value, json};

use crate::place::{Draft, Packed, Place, Sheet, pack_files, read, repack};

/// Squares along a side of a sheet that is a metre long: 20,000 triangles, of which a phone doesn't show half.
const DENSE: u32 = 100;

/// A GLB with a sheet, changed by `change`.
fn hall(side: u32, change: impl FnOnce(&mut Draft, &mut Value)) -> Bytes {
    let mut draft = Draft::new();
    let mut primitive = Sheet::new(side, 1.0, 1.0).primitive(&mut draft);
    let picture = crate::pictures::png(8, 8);
    primitive["material"] = json!(draft.painted(&picture));
    change(&mut draft, &mut primitive);
    let mesh = draft.push("meshes", json!({"name": "sheet", "primitives": [primitive]}));
    draft.root(json!({"name": "sheet", "mesh": mesh}));
    draft.glb()
}

fn triangles(packed: &Packed, tier: Tier) -> u64 {
    packed.report.pack.scenes[0].tiers[&tier].triangles
}

/// The only primitive of a scene, with its positions in metres.
fn placed(scene: &Scene) -> Primitive {
    let mut primitive = scene.meshes[0].primitives[0].clone();
    let pose = hall::Pose::rest(scene);
    let node = scene.nodes.iter().position(|node| node.mesh.is_some()).unwrap();
    primitive.positions.iter_mut().for_each(|p| *p = pose.world_from_node[node].transform_point3(*p));
    primitive
}

/// How high a sheet of a metre is there.
fn height(p: Vec3) -> f32 {
    (p.x * 7.0).sin() * 0.1
}

#[test]
fn a_phone_gets_fewer_triangles_of_a_dense_mesh() {
    let packed = repack(hall(DENSE, |_, _| {}));
    let all = u64::from(DENSE * DENSE * 2);
    assert_eq!(triangles(&packed, Tier::High), all);
    assert_eq!(triangles(&packed, Tier::Desktop), all, "a centimetre is not too dense for a desktop");
    let phone = triangles(&packed, Tier::Phone);
    assert!(phone * 2 < all && phone > 100, "{phone}");
    let primitive = placed(&read(packed.glb(Tier::Phone)));
    assert_eq!(primitive.indices.len() as u64 / 3, phone, "the listing counts what is drawn");
    assert_eq!(packed.report.pack.scenes[0].counts.triangles, all);
    for triangle in primitive.indices.chunks_exact(3) {
        let corners = [0, 1, 2].map(|at| primitive.positions[triangle[at] as usize]);
        let middle = (corners[0] + corners[1] + corners[2]) / 3.0;
        let off = (middle.y - height(middle)).abs();
        assert!(off < 0.0015, "{off} m at {middle}: half a millimetre is the bound in the mean");
    }
}

#[test]
fn open_edges_stay_where_they_were() {
    let packed = repack(hall(DENSE, |_, _| {}));
    let edge = |tier| {
        let points = placed(&read(packed.glb(tier))).positions.into_iter();
        let points = points.filter(|p| [p.x, p.z].iter().any(|v| v.abs() < 1e-4 || (v - 1.0).abs() < 1e-4));
        points.map(|p| (p * 4096.0).round().as_ivec3().to_array()).collect::<BTreeSet<_>>()
    };
    assert_eq!(edge(Tier::High).len(), DENSE as usize * 4);
    assert_eq!(edge(Tier::Phone), edge(Tier::High));
}

#[test]
fn a_desktop_gets_fewer_where_a_mesh_is_far_too_dense() {
    let packed = repack(hall(3 * DENSE, |_, _| {}));
    let [phone, desktop, high] = Tier::ALL.map(|tier| triangles(&packed, tier));
    assert_eq!(high, 180_000);
    assert!(phone < desktop && desktop * 2 < high, "{phone} {desktop}");
}

#[test]
fn what_bends_is_lit_or_is_small_is_one_file_for_all() {
    let bent = |draft: &mut Draft, primitive: &mut Value| {
        let offsets = vec![0.01; 3 * (DENSE as usize + 1).pow(2)];
        let offset = draft.floats("VEC3", 3, &offsets);
        primitive["targets"] = json!([{"POSITION": offset}]);
    };
    let skinned = |draft: &mut Draft, primitive: &mut Value| {
        let count = (DENSE as usize + 1).pow(2);
        let (joints, weights) = (vec![0; 4 * count], [255, 0, 0, 0].repeat(count));
        primitive["attributes"]["JOINTS_0"] = json!(draft.bytes("VEC4", count, &joints));
        let weights = draft.bytes("VEC4", count, &weights);
        draft.json["accessors"][weights]["normalized"] = json!(true);
        primitive["attributes"]["WEIGHTS_0"] = json!(weights);
    };
    let lit = |draft: &mut Draft, primitive: &mut Value| {
        let count = (DENSE as usize + 1).pow(2);
        let colors: Vec<u8> = (0..count).flat_map(|vertex| [vertex as u8, 200, 200, 255]).collect();
        let color = draft.bytes("VEC4", count, &colors);
        draft.json["accessors"][color]["normalized"] = json!(true);
        primitive["attributes"]["COLOR_0"] = json!(color);
    };
    for glb in [hall(DENSE, bent), hall(DENSE, skinned), hall(DENSE, lit), hall(12, |_, _| {})] {
        let packed = repack(glb);
        let files = Tier::ALL.map(|tier| packed.report.pack.scenes[0].tiers[&tier].scene.file.clone());
        assert!(files[0] == files[1] && files[1] == files[2], "{files:?}");
    }
}

#[test]
fn what_the_manifest_names_keeps_more() {
    let manifest = |node: &str| {
        json!({
            "version": 1, "title": {"en": "Hall"}, "scenes": ["hall.glb"],
            "exhibits": [{"id": "a", "title": {"en": "A"}, "anchor": {"node": node}}],
        })
    };
    let packed = |node: &str| {
        let files =
            [("hall.json", manifest(node).to_string().into_bytes().into()), ("hall.glb", hall(DENSE, |_, _| {}))];
        let place = Place::new();
        let report = pack_files(&place, "hall.json", &files).unwrap();
        triangles(&Packed { place, report }, Tier::Phone)
    };
    let (named, other) = (packed("sheet"), packed("another"));
    assert!(named > other + other / 2, "{named} {other}");
}
