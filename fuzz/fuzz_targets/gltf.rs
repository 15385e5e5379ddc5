//! Any bytes as a glTF file: a sound scene or an error, never a panic, a hang or a flood.
#![no_main]

use bytes::Bytes;
use hall::gltf::{Document, write_glb};
use hall::{Limits, Pose, Scene, animate};
use libfuzzer_sys::fuzz_target;

/// Small, so that a slow input is found as such.
fn limits() -> Limits {
    Limits { decoded_bytes: 128 << 20, elements: 300_000, json_values: 400_000, ..Limits::default() }
}

fuzz_target!(|data: &[u8]| {
    let limits = limits();
    let Ok(document) = Document::open(Bytes::copy_from_slice(data), &limits) else { return };
    // Buffer files: the input itself stands in for all of them.
    let Ok((scene, warnings)) = document.import(&|_| Some(Bytes::copy_from_slice(data))) else { return };
    assert!(warnings.iter().all(|warning| !warning.to_string().is_empty()));
    check(&scene);
    let again = Document::open(write_glb(&scene).into(), &Limits::default()).expect("what was written can be opened");
    if scene.meshes.iter().all(|m| m.primitives.iter().all(|p| !p.positions.is_empty())) {
        let (again, _) = again.import(&|_| None).expect("what was written can be read");
        assert_eq!(again.nodes.len(), scene.nodes.len());
    }
});

/// The promises of `hall::Scene`.
fn check(scene: &Scene) {
    for (i, node) in scene.nodes.iter().enumerate() {
        assert!(node.parent.is_none_or(|parent| parent.index() < i));
        assert!(node.camera.is_none_or(|camera| camera.index() < scene.cameras.len()));
        assert!(node.light.is_none_or(|light| light.index() < scene.lights.len()));
        let Some(mesh) = node.mesh.map(|m| &scene.meshes[m.index()]) else { continue };
        let joints = node.skin.map(|s| scene.skins[s.index()].joints.len());
        for primitive in &mesh.primitives {
            assert_eq!(node.morph_weights.len(), primitive.morph_targets.len());
            let largest = primitive.joints.iter().flatten().max();
            assert!(largest.is_none_or(|largest| joints.is_none_or(|count| usize::from(*largest) < count)));
        }
    }
    for primitive in scene.meshes.iter().flat_map(|m| &m.primitives) {
        let count = primitive.positions.len();
        assert!(!primitive.indices.is_empty() && primitive.indices.iter().all(|i| (*i as usize) < count));
        let lengths = [
            primitive.normals.len(),
            primitive.tangents.len(),
            primitive.uvs[0].len(),
            primitive.uvs[1].len(),
            primitive.colors.len(),
            primitive.joints.len(),
            primitive.weights.len(),
        ];
        assert!(lengths.iter().all(|l| *l == 0 || *l == count));
        assert!(primitive.positions.iter().all(|p| p.is_finite()));
        assert!(primitive.normals.iter().all(|n| n.is_normalized()));
        assert!(primitive.tangents.iter().all(|t| t.is_finite()));
        assert!(primitive.material.is_none_or(|m| m.index() < scene.materials.len()));
    }
    for texture in &scene.textures {
        assert!(texture.image.index() < scene.images.len());
    }
    for skin in &scene.skins {
        assert_eq!(skin.joints.len(), skin.joint_from_mesh.len());
        assert!(skin.joints.iter().all(|j| j.index() < scene.nodes.len()));
    }
    let mut pose = Pose::rest(scene);
    for (i, animation) in scene.animations.iter().enumerate() {
        for channel in &animation.channels {
            assert!(channel.times_secs.is_sorted_by(|a, b| a < b));
        }
        for part in [-1.0, 0.0, 0.3, 1.0, 2.0] {
            animate(scene, i, animation.duration_secs * part, &mut pose);
        }
    }
    pose.update(&scene.nodes);
}
