//! The `gltf` crate reads the same files: what both understand, both must understand alike.

use std::path::Path;

use bytes::Bytes;
use glam::{Quat, Vec3, Vec4};
use gltf::material::AlphaMode as PeerMode;
use hall::{AlphaMode, Scene};

use crate::builder::import;
use crate::roundtrip::scene;

fn assert_alike(file: &Bytes) {
    let (ours, _) = import(file.clone()).unwrap();
    // Its validation refuses extensions that it doesn't know.
    let theirs = gltf::Gltf::from_slice_without_validation(file).unwrap();
    assert_nodes_alike(&ours, &theirs);
    assert_materials_alike(&ours, &theirs);
    assert_meshes_alike(&ours, &theirs);
    assert_eq!(ours.images.len(), theirs.images().len());
    assert_eq!(ours.cameras.len(), theirs.cameras().len());
    assert_eq!(ours.skins.len(), theirs.skins().len());
    let channels: Vec<usize> = theirs.animations().map(|a| a.channels().count()).collect();
    assert_eq!(ours.animations.iter().map(|a| a.channels.len()).collect::<Vec<_>>(), channels);
}

fn assert_nodes_alike(ours: &Scene, theirs: &gltf::Document) {
    assert_eq!(ours.nodes.len(), theirs.nodes().len());
    for (node, peer) in ours.nodes.iter().zip(theirs.nodes()) {
        let (translation, rotation, scale) = peer.transform().decomposed();
        assert_eq!(node.name, peer.name().unwrap_or_default());
        let place = node.parent_from_node;
        assert!(place.translation.abs_diff_eq(Vec3::from(translation), 1e-6), "{}", node.name);
        assert!(place.rotation.dot(Quat::from_array(rotation)).abs() > 1.0 - 1e-5, "{}", node.name);
        assert!(place.scale.abs_diff_eq(Vec3::from(scale), 1e-6), "{}", node.name);
        assert_eq!(node.mesh.map(|m| m.index()), peer.mesh().map(|m| m.index()), "{}", node.name);
        assert_eq!(node.skin.map(|s| s.index()), peer.skin().map(|s| s.index()), "{}", node.name);
        for child in peer.children() {
            assert_eq!(ours.nodes[child.index()].parent.map(|p| p.index()), Some(peer.index()), "{}", node.name);
        }
    }
}

fn assert_materials_alike(ours: &Scene, theirs: &gltf::Document) {
    assert_eq!(ours.materials.len(), theirs.materials().len());
    for (material, peer) in ours.materials.iter().zip(theirs.materials()) {
        let metallic_roughness = peer.pbr_metallic_roughness();
        let name = &material.name;
        assert_eq!(name, peer.name().unwrap_or_default());
        assert!(material.base_color.abs_diff_eq(Vec4::from(metallic_roughness.base_color_factor()), 1e-6), "{name}");
        assert!((material.metallic - metallic_roughness.metallic_factor()).abs() < 1e-6, "{name}");
        assert!((material.roughness - metallic_roughness.roughness_factor()).abs() < 1e-6, "{name}");
        assert_eq!(material.double_sided, peer.double_sided(), "{name}");
        let texture = metallic_roughness.base_color_texture().map(|info| info.texture().index());
        assert_eq!(material.base_color_texture.map(|t| t.texture.index()), texture, "{name}");
        let normal_scale = peer.normal_texture().map_or(1.0, |t| t.scale());
        assert!((material.normal_scale - normal_scale).abs() < 1e-6, "{name}");
        match (material.alpha_mode, peer.alpha_mode()) {
            (AlphaMode::Opaque, PeerMode::Opaque) | (AlphaMode::Blend, PeerMode::Blend) => {}
            (AlphaMode::Mask { cutoff }, PeerMode::Mask) => {
                assert!((cutoff - peer.alpha_cutoff().unwrap_or(0.5)).abs() < 1e-6, "{name}");
            }
            (found, expected) => panic!("{name}: {found:?} instead of {expected:?}"),
        }
    }
}

fn assert_meshes_alike(ours: &Scene, theirs: &gltf::Gltf) {
    assert_eq!(ours.meshes.len(), theirs.meshes().len());
    for (mesh, peer) in ours.meshes.iter().zip(theirs.meshes()) {
        assert_eq!(mesh.name, peer.name().unwrap_or_default());
        assert_eq!(mesh.primitives.len(), peer.primitives().len(), "{}", mesh.name);
        for (primitive, peer) in mesh.primitives.iter().zip(peer.primitives()) {
            let reader = peer.reader(|_| theirs.blob.as_deref());
            let indices: Vec<u32> = reader.read_indices().unwrap().into_u32().collect();
            assert_eq!(primitive.material.map(|m| m.index()), peer.material().index(), "{}", mesh.name);
            assert_eq!(primitive.indices.len(), indices.len(), "{}", mesh.name);
            assert_eq!(primitive.morph_targets.len(), peer.morph_targets().len(), "{}", mesh.name);
        }
    }
}

#[test]
fn the_gltf_crate_reads_what_we_write() {
    let mut scene = scene();
    // It wants a node in every channel.
    scene.animations[0].pointers.clear();
    assert_alike(&Bytes::from(hall::gltf::write_glb(&scene)));
}

#[test]
fn the_gltf_crate_reads_the_lobby_as_we_do() {
    let lobby = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/halls/lobby/lobby.glb");
    assert_alike(&Bytes::from(std::fs::read(lobby).unwrap()));
}
