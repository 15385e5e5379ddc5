//! Draco by way of a module of its own: what is unpacked ahead of an import gives the same scene.

use base64::Engine as _;
use bytes::Bytes;
use hall::Limits;
use hall::gltf::{Document, Geometry, unpack_draco};

const DRC: &[u8] = include_bytes!("../gltf/edgebreaker.drc");

/// Two primitives of the same packed geometry, and nothing else to show.
fn file() -> Bytes {
    let data = base64::engine::general_purpose::STANDARD.encode(DRC);
    let primitive = r#"{"attributes": {"POSITION": 0, "NORMAL": 1}, "indices": 2,
        "extensions": {"KHR_draco_mesh_compression": {"bufferView": 0, "attributes": {"POSITION": 0, "NORMAL": 1}}}}"#;
    let length = DRC.len();
    format!(
        r#"{{"asset": {{"version": "2.0"}}, "scene": 0, "scenes": [{{"nodes": [0]}}], "nodes": [{{"mesh": 0}}],
        "extensionsUsed": ["KHR_draco_mesh_compression"], "extensionsRequired": ["KHR_draco_mesh_compression"],
        "meshes": [{{"primitives": [{primitive}, {primitive}]}}],
        "accessors": [{{"componentType": 5126, "type": "VEC3", "count": 81}}, {{"componentType": 5126, "type": "VEC3", "count": 81}},
            {{"componentType": 5123, "type": "SCALAR", "count": 384}}],
        "bufferViews": [{{"buffer": 0, "byteLength": {length}}}],
        "buffers": [{{"byteLength": {length}, "uri": "data:application/octet-stream;base64,{data}"}}]}}"#
    )
    .into()
}

#[test]
fn geometry_from_outside_is_the_same() {
    let open = || Document::open(file(), &Limits::default()).expect("it is glTF");
    let (inside, _) = open().import(&|_| None).expect("it is unpacked on the way");

    let mut document = open();
    let packed = document.packed_geometry(&|_| None).expect("its buffer is there");
    assert_eq!(packed.views, [(0, Bytes::from_static(DRC))]);
    let geometry = unpack_draco(&packed.views[0].1, packed.most_faces, packed.most_bytes).expect("it is sound");
    document.supply_geometry(0, Some(geometry.to_bytes().into()));
    let (outside, warnings) = document.import(&|_| None).expect("it has been unpacked");
    assert!(warnings.is_empty(), "{warnings:?}");
    for (inside, outside) in inside.meshes[0].primitives.iter().zip(&outside.meshes[0].primitives) {
        assert_eq!(inside.indices, outside.indices);
        assert_eq!(inside.positions, outside.positions);
        assert_eq!(inside.normals, outside.normals);
    }
    assert_eq!(outside.meshes[0].primitives.len(), 2);
}

#[test]
fn what_could_not_be_unpacked_is_named() {
    let mut document = Document::open(file(), &Limits::default()).expect("it is glTF");
    document.supply_geometry(0, None);
    let error = document.import(&|_| None).expect_err("there is nothing to show").to_string();
    assert!(error.contains("KHR_draco_mesh_compression"), "{error}");
}

#[test]
fn limits_hold() {
    assert!(unpack_draco(DRC, 127, 1 << 20).is_none());
    assert!(unpack_draco(DRC, 128, 1000).is_none());
    assert!(unpack_draco(DRC, 128, 1 << 20).is_some());
}

/// An engine doesn't trust its decoder either.
#[test]
fn bytes_that_are_no_geometry_are_refused() {
    let bytes = unpack_draco(DRC, 1000, 1 << 20).expect("it is sound").to_bytes();
    assert!(Geometry::from_bytes(bytes.clone().into()).is_some());
    for length in 0..bytes.len() {
        assert!(Geometry::from_bytes(Bytes::copy_from_slice(&bytes[..length])).is_none(), "{length}");
    }
    for at in 0..48 {
        let mut bytes = bytes.clone();
        bytes[at] ^= 0x80;
        let _ = Geometry::from_bytes(bytes.into());
    }
}
