//! Tangents by way of a module of its own: what is made beside an import gives the same scene, and no surface takes the stack or forever.

use base64::Engine as _;
use bytes::Bytes;
use glam::{Vec2, Vec3};
use hall::gltf::{Document, Tangents, WarningKind, make_tangents, tangents_of};
use hall::{Limits, Primitive};

/// Corners that may meet in a point; `src/hall/gltf/mikktspace.rs` says why.
const MOST_MEETING: u32 = 1000;

/// A ball whose image is mirrored on one half, so that vertices on the border want several tangents.
fn ball() -> Primitive {
    let (rings, segments) = (8, 12);
    let mut ball = Primitive::default();
    for ring in 0..=rings {
        for segment in 0..=segments {
            let (v, u) = (ring as f32 / rings as f32, segment as f32 / segments as f32);
            let (polar, around) = (v * std::f32::consts::PI, u * std::f32::consts::TAU);
            let at = Vec3::new(polar.sin() * around.cos(), polar.cos(), polar.sin() * around.sin());
            ball.positions.push(at);
            ball.normals.push(at.normalize());
            ball.uvs[0].push(Vec2::new((u - 0.5).abs(), v));
        }
    }
    for ring in 0..rings {
        for segment in 0..segments {
            let [a, b] = [ring, ring + 1].map(|ring| ring * (segments + 1) + segment);
            ball.indices.extend([a, b, a + 1, a + 1, b, b + 1]);
        }
    }
    ball
}

/// Triangles that all meet in the origin, each with its neighbours.
fn fan(triangles: u32) -> Primitive {
    let around = |i: u32| Vec2::from_angle(i as f32 * std::f32::consts::TAU / triangles as f32);
    let rim = (0..triangles).map(|i| around(i).extend(0.0));
    let positions: Vec<Vec3> = std::iter::once(Vec3::ZERO).chain(rim).collect();
    Primitive {
        normals: vec![Vec3::Z; positions.len()],
        uvs: [positions.iter().map(|at| at.truncate()).collect(), Vec::new()],
        positions,
        indices: (0..triangles).flat_map(|i| [0, i + 1, (i + 1) % triangles + 1]).collect(),
        ..Primitive::default()
    }
}

/// With vertices of its own for each corner.
fn unshared(primitive: &Primitive) -> Primitive {
    let corners = || primitive.indices.iter().map(|i| *i as usize);
    Primitive {
        positions: corners().map(|i| primitive.positions[i]).collect(),
        normals: corners().map(|i| primitive.normals[i]).collect(),
        uvs: [corners().map(|i| primitive.uvs[0][i]).collect(), Vec::new()],
        indices: (0..primitive.indices.len() as u32).collect(),
        ..Primitive::default()
    }
}

/// A file that shows a surface with a normal map and without tangents.
fn file(surface: &Primitive) -> Bytes {
    let mut data = Vec::new();
    let mut views = Vec::new();
    let mut add = |bytes: Vec<u8>| {
        views.push(format!(r#"{{"buffer": 0, "byteOffset": {}, "byteLength": {}}}"#, data.len(), bytes.len()));
        data.extend(bytes);
    };
    let floats = |values: &mut dyn Iterator<Item = f32>| values.flat_map(f32::to_le_bytes).collect::<Vec<u8>>();
    add(floats(&mut surface.positions.iter().flat_map(|v| v.to_array())));
    add(floats(&mut surface.normals.iter().flat_map(|v| v.to_array())));
    add(floats(&mut surface.uvs[0].iter().flat_map(|v| v.to_array())));
    add(surface.indices.iter().flat_map(|i| i.to_le_bytes()).collect());
    let (vertices, corners, length) = (surface.positions.len(), surface.indices.len(), data.len());
    let data = base64::engine::general_purpose::STANDARD.encode(data);
    format!(
        r#"{{"asset": {{"version": "2.0"}}, "scene": 0, "scenes": [{{"nodes": [0]}}], "nodes": [{{"mesh": 0}}],
        "meshes": [{{"primitives": [{{"attributes": {{"POSITION": 0, "NORMAL": 1, "TEXCOORD_0": 2}}, "indices": 3, "material": 0}}]}}],
        "materials": [{{"normalTexture": {{"index": 0}}}}], "textures": [{{"source": 0}}], "images": [{{"uri": "bumps.png"}}],
        "accessors": [{{"bufferView": 0, "componentType": 5126, "type": "VEC3", "count": {vertices}}},
            {{"bufferView": 1, "componentType": 5126, "type": "VEC3", "count": {vertices}}},
            {{"bufferView": 2, "componentType": 5126, "type": "VEC2", "count": {vertices}}},
            {{"bufferView": 3, "componentType": 5125, "type": "SCALAR", "count": {corners}}}],
        "bufferViews": [{}],
        "buffers": [{{"byteLength": {length}, "uri": "data:application/octet-stream;base64,{data}"}}]}}"#,
        views.join(", ")
    )
    .into()
}

fn open(surface: &Primitive) -> Document {
    Document::open(file(surface), &Limits::default()).expect("it is glTF")
}

#[test]
fn tangents_from_outside_are_the_same() {
    let (inside, warnings) = open(&ball()).import(&|_| None).expect("they are made on the way");
    assert!(warnings.is_empty(), "{warnings:?}");

    let bare = open(&ball()).import_bare(&|_| None).expect("its buffer is there");
    let surfaces = bare.surfaces();
    assert_eq!(surfaces.len(), 1);
    let made = make_tangents(&surfaces[0]).expect("it is a plain surface");
    let (outside, _) = bare.finish(|primitive, _| Tangents::from_bytes(&made, primitive)).expect("it is small");

    let [inside, outside] = [inside, outside].map(|scene| scene.meshes[0].primitives[0].clone());
    assert!(inside.positions.len() > ball().positions.len(), "vertices on the border are split");
    assert_eq!(inside.tangents.len(), inside.positions.len());
    assert_eq!(inside.tangents, outside.tangents);
    assert_eq!(inside.indices, outside.indices);
    assert_eq!(inside.positions, outside.positions);
    assert_eq!(inside.normals, outside.normals);
    assert_eq!(inside.uvs, outside.uvs);
}

#[test]
fn a_surface_without_them_is_shown_with_a_warning() {
    let bare = open(&ball()).import_bare(&|_| None).expect("its buffer is there");
    let (scene, warnings) = bare.finish(|_, _| None).expect("it is small");
    let kinds: Vec<_> = warnings.iter().map(|warning| (warning.place.to_string(), &warning.kind)).collect();
    assert_eq!(kinds, [("mesh 0, primitive 0".to_owned(), &WarningKind::NoTangents)]);
    let surface = &scene.meshes[0].primitives[0];
    assert_eq!(surface.tangents.len(), surface.positions.len());
    for (tangent, normal) in surface.tangents.iter().zip(&surface.normals) {
        assert!(tangent.truncate().dot(*normal).abs() < 1e-5 && (tangent.truncate().length() - 1.0).abs() < 1e-5);
    }
}

/// The crate calls itself for each triangle around a point: with a million of them it would run out of stack.
#[test]
fn too_many_triangles_around_a_point_go_without() {
    assert!(tangents_of(&fan(MOST_MEETING), 0).is_some());
    assert!(tangents_of(&fan(MOST_MEETING + 1), 0).is_none());
    assert!(tangents_of(&unshared(&fan(MOST_MEETING + 1)), 0).is_none());
    let mut signed = unshared(&fan(MOST_MEETING + 1));
    signed.positions.iter_mut().step_by(6).for_each(|at| *at = -*at);
    assert!(tangents_of(&signed, 0).is_none(), "a zero is a zero whatever its sign");

    let (scene, warnings) = open(&fan(1_000_000)).import(&|_| None).expect("it is shown all the same");
    assert_eq!(scene.meshes[0].primitives[0].tangents.len(), 1_000_001);
    assert!(warnings.iter().any(|warning| warning.kind == WarningKind::NoTangents), "{warnings:?}");
}

/// The crate compares each triangle without an area with all others.
#[test]
fn triangles_without_an_area_are_left_out() {
    let mut surface = ball();
    let whole = tangents_of(&surface, 0).expect("it is a plain surface");
    surface.indices.extend([5; 3].repeat(100_000));
    let made = tangents_of(&surface, 0).expect("no one sees the rest");
    let (seen, unseen) = made.indices.split_at(whole.indices.len());
    assert_eq!((seen, &made.source, &made.tangents), (&whole.indices[..], &whole.source, &whole.tangents));
    assert!(unseen.iter().all(|index| *index == 5));
}

/// An engine doesn't trust its decoder, and a decoder doesn't trust its engine.
#[test]
fn bytes_that_are_no_tangents_are_refused() {
    let bare = open(&ball()).import_bare(&|_| None).expect("its buffer is there");
    let surface = bare.surfaces().remove(0);
    for length in 0..surface.len() {
        // A triangle less is a surface, too.
        let is_whole =
            length >= surface.len() - ball().indices.len() * 4 && (surface.len() - length).is_multiple_of(12);
        assert!(is_whole || make_tangents(&surface[..length]).is_none(), "{length}");
    }
    let primitive = ball();
    let made = tangents_of(&primitive, 0).expect("it is a plain surface");
    let bytes = made.to_bytes();
    assert_eq!(Tangents::from_bytes(&bytes, &primitive), Some(made));
    for length in (0..bytes.len()).filter(|length| !(bytes.len() - length).is_multiple_of(20)) {
        assert!(Tangents::from_bytes(&bytes[..length], &primitive).is_none(), "{length}");
    }
    for at in (3..primitive.indices.len() * 4 + primitive.positions.len() * 4).step_by(4) {
        let mut bytes = bytes.clone();
        bytes[at] ^= 0x80;
        assert!(Tangents::from_bytes(&bytes, &primitive).is_none(), "{at}");
    }
    assert!(Tangents::from_bytes(&bytes, &fan(3)).is_none());
}
