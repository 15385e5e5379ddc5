//! The sample hall: what is committed is what the code makes, it is sound, within its budgets, and one can stand where it says.

use std::sync::OnceLock;

use bytes::Bytes;
use glam::{Vec3, Vec3A};
use hall::{Limits, Pose, Scene, Severity};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../assets/halls/lobby");

fn committed(path: &str) -> Option<Bytes> {
    std::fs::read(format!("{FOLDER}/{path}")).ok().map(Bytes::from)
}

/// Made once for all tests; it takes half a minute.
fn package() -> &'static kit::Package {
    static PACKAGE: OnceLock<kit::Package> = OnceLock::new();
    PACKAGE.get_or_init(|| kit::lobby::lobby().expect("the lobby can be made"))
}

fn scene() -> &'static Scene {
    static SCENE: OnceLock<Scene> = OnceLock::new();
    SCENE.get_or_init(|| {
        let bytes = committed("lobby.glb").expect("lobby.glb is committed");
        let document = hall::gltf::Document::open(bytes, &Limits::default()).expect("lobby.glb opens");
        let (scene, warnings) = document.import(&|_| None).expect("lobby.glb imports");
        assert!(warnings.is_empty(), "{warnings:?}");
        scene
    })
}

#[test]
fn what_is_committed_is_what_the_code_makes() {
    for (path, made) in &package().files {
        let stored = committed(path).unwrap_or_default();
        assert!(
            stored.as_ref() == made.as_slice(),
            "assets/halls/lobby/{path} ({} bytes) is not what the kit makes ({} bytes); run `cargo run -p kit`",
            stored.len(),
            made.len()
        );
    }
}

#[test]
fn the_hall_checks_clean() {
    let findings = hall::check("hall.json", &committed, &Limits::default());
    let serious: Vec<_> = findings.iter().filter(|f| f.severity != Severity::Hint).collect();
    assert!(serious.is_empty(), "{serious:#?}");
}

#[test]
fn the_budgets_are_kept() {
    let size_bytes = committed("lobby.glb").map_or(usize::MAX, |b| b.len());
    assert!(size_bytes <= 6_000_000, "lobby.glb has {size_bytes} bytes");
    let scene = scene();
    assert!(scene.materials.len() <= 40, "{} materials", scene.materials.len());
    let triangles = |mesh: hall::MeshId| -> usize {
        scene.meshes[mesh.index()].primitives.iter().map(|p| p.indices.len() / 3).sum()
    };
    let shown: usize = scene.nodes.iter().filter_map(|n| n.mesh).map(triangles).sum();
    assert!(shown <= 260_000, "{shown} triangles are shown");
    for entry in std::fs::read_dir(format!("{FOLDER}/pictures")).expect("there are pictures") {
        let entry = entry.expect("a picture");
        let size_bytes = entry.metadata().expect("has a size").len();
        assert!(size_bytes <= 150_000, "{:?} has {size_bytes} bytes", entry.file_name());
    }
}

#[test]
fn every_triangle_has_an_area_and_every_normal_is_a_unit() {
    for mesh in &scene().meshes {
        for primitive in &mesh.primitives {
            for t in primitive.indices.chunks_exact(3) {
                let [a, b, c] = [t[0], t[1], t[2]].map(|i| primitive.positions[i as usize]);
                let doubled_area = (b - a).cross(c - a).length();
                assert!(doubled_area > 1e-8, "{}: a triangle of {doubled_area} m² at {a}", mesh.name);
            }
            for (n, p) in primitive.normals.iter().zip(&primitive.positions) {
                assert!((n.length() - 1.0).abs() < 1e-3, "{}: a normal of length {} at {p}", mesh.name, n.length());
            }
        }
    }
}

#[test]
fn one_can_stand_at_every_viewpoint() {
    let scene = scene();
    let mut pose = Pose::rest(scene);
    pose.update(&scene.nodes);
    let viewpoints = kit::lobby::manifest().viewpoints;
    assert!(viewpoints.len() >= 8);
    for (node, world) in scene.nodes.iter().zip(&pose.world_from_node) {
        let Some(mesh) = node.mesh else { continue };
        for primitive in &scene.meshes[mesh.index()].primitives {
            for t in primitive.indices.chunks_exact(3) {
                let corners = [t[0], t[1], t[2]].map(|i| world.transform_point3(primitive.positions[i as usize]));
                for viewpoint in &viewpoints {
                    // From the knees, above low steps, to the top of the head.
                    for height in [0.6, 1.1, viewpoint.eye.y, viewpoint.eye.y + 0.15] {
                        let at = viewpoint.eye.with_y(height);
                        let gap = distance(at, corners);
                        assert!(gap > 0.2, "viewpoint {} is {gap:.2} m from {}", viewpoint.id, node.name);
                    }
                }
            }
        }
    }
}

#[test]
fn every_exhibit_is_a_node_that_is_seen_from_its_viewpoint() {
    let scene = scene();
    let mut pose = Pose::rest(scene);
    pose.update(&scene.nodes);
    let manifest = kit::lobby::manifest();
    assert_eq!(manifest.exhibits.len(), 6);
    for exhibit in &manifest.exhibits {
        let name = format!("exhibit-{}", exhibit.id);
        let node = scene.nodes.iter().position(|n| n.name == name).expect("the exhibit's node exists");
        let viewpoint = manifest.viewpoints.iter().find(|v| Some(&v.id) == exhibit.viewpoint.as_ref());
        let viewpoint = viewpoint.expect("the exhibit's viewpoint exists");
        let to = Vec3::from(pose.world_from_node[node].translation) - viewpoint.eye;
        let heading_deg = (-to.x).atan2(-to.z).to_degrees();
        let off_deg = (heading_deg - viewpoint.heading_deg + 540.0).rem_euclid(360.0) - 180.0;
        assert!(off_deg.abs() < 25.0, "{name} is {off_deg:.0}° off the middle of its view");
    }
}

#[test]
fn every_character_on_show_has_a_glyph() {
    use kit::geometry::{Font, Weight};
    let words = serde_json::to_string(&kit::lobby::manifest()).expect("the manifest is JSON");
    for weight in [Weight::Regular, Weight::Bold] {
        let font = Font::new(weight);
        let missing: String = words.chars().filter(|c| !c.is_control() && !font.has(*c)).collect();
        assert!(missing.is_empty(), "{weight:?} has no glyphs for {missing}");
    }
}

/// From a point to a triangle, metres (Ericson, Real-Time Collision Detection, 2005, §5.1.5).
fn distance(p: Vec3, [a, b, c]: [Vec3; 3]) -> f32 {
    let (p, a, b, c) = (Vec3A::from(p), Vec3A::from(a), Vec3A::from(b), Vec3A::from(c));
    // Nearly all triangles are far away.
    if p.clamp(a.min(b).min(c), a.max(b).max(c)).distance_squared(p) > 0.1 {
        return 1.0;
    }
    let (ab, ac, bc) = (b - a, c - a, c - b);
    let (snom, sdenom) = ((p - a).dot(ab), (p - b).dot(a - b));
    let (tnom, tdenom) = ((p - a).dot(ac), (p - c).dot(a - c));
    if snom <= 0.0 && tnom <= 0.0 {
        return p.distance(a);
    }
    let (unom, udenom) = ((p - b).dot(bc), (p - c).dot(b - c));
    if sdenom <= 0.0 && unom <= 0.0 {
        return p.distance(b);
    }
    if tdenom <= 0.0 && udenom <= 0.0 {
        return p.distance(c);
    }
    let n = ab.cross(ac);
    let vc = n.dot((a - p).cross(b - p));
    if vc <= 0.0 && snom >= 0.0 && sdenom >= 0.0 {
        return p.distance(a + ab * (snom / (snom + sdenom)));
    }
    let va = n.dot((b - p).cross(c - p));
    if va <= 0.0 && unom >= 0.0 && udenom >= 0.0 {
        return p.distance(b + bc * (unom / (unom + udenom)));
    }
    let vb = n.dot((c - p).cross(a - p));
    if vb <= 0.0 && tnom >= 0.0 && tdenom >= 0.0 {
        return p.distance(a + ac * (tnom / (tnom + tdenom)));
    }
    let sum = va + vb + vc;
    p.distance((a * va + b * vb + c * vc) / sum)
}
