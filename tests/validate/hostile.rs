//! What is made to hurt whoever reads it: each ends soon, takes little memory and is refused for the right reason.

use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use hall::Limits;
use pack::validate::{Code, validate};
use serde_json::{Value, json};

use crate::case::{Case, bounded, chunk, data_uri, gltf, mesh, places, zeros};
use crate::images::{jpeg, ktx2, png, webp};

fn text() -> Vec<Case> {
    let nested = |depth: usize| {
        format!(r#"{{"asset":{{"version":"2.0"}},"extras":{}{}}}"#, "[".repeat(depth), "]".repeat(depth))
    };
    let twice = r#"{"asset":{"version":"2.0"},"images":[{"uri":"a.png","uri":"http://169.254.169.254/latest"}]}"#;
    vec![
        Case::text(Code::YzJsonTooDeep, "", &nested(200_000)),
        Case::text(Code::YzJsonTooDeep, "", &nested(127)),
        Case::text(Code::YzDuplicateKey, "/images/0/uri", twice),
        Case::text(Code::YzForbiddenUri, "/images/0/uri", twice),
        Case::text(Code::YzJsonTooLarge, "", &" ".repeat((64 << 20) + 1)),
        Case::text(Code::YzJsonTooManyValues, "", &format!("[{}0]", "0,".repeat(8_000_000))),
        Case::text(Code::InvalidJson, "", r#"{"asset":{"version":"2.0"},"extras":"\ud800"}"#),
        Case::of(Code::YzNameCharacters, "/nodes/0/name", json!({"nodes": [{"name": "gnp.\u{202e}exe"}]})),
        Case::of(Code::YzNameCharacters, "/materials/0/name", json!({"materials": [{"name": "a\u{0}b"}]})),
        Case::of(
            Code::YzNameTooLong,
            "/meshes/0/name",
            json!({"meshes": [{"name": "n".repeat(1000), "primitives": []}]}),
        ),
    ]
}

fn counts() -> Vec<Case> {
    let many = |collection: &str, count: usize| json!({collection: vec![json!({}); count]});
    let primitives = json!({"meshes": vec![json!({"primitives": vec![json!({"attributes": {}}); 1000]}); 60]});
    vec![
        Case::of(Code::YzTooMany, "/materials", many("materials", 300_000)),
        Case::of(Code::YzTooMany, "/scenes", many("scenes", 100_000)),
        Case::of(Code::YzTooMany, "/images", many("images", 1_001)),
        Case::of(Code::YzTooMany, "/meshes", primitives),
        Case::of(Code::YzTooMany, "/meshes", {
            let drawn = json!({"attributes": {"POSITION": 0}});
            json!({"accessors": [bounded("VEC3", 1_000_000)], "meshes": [{"primitives": vec![drawn; 100]}]})
        }),
        Case::of(Code::YzTooMuchData, "/accessors", json!({"accessors": [bounded("VEC3", 500_000_000)]})),
        Case::of(Code::YzTooMuchData, "/accessors", json!({"accessors": [zeros("VEC3", 1 << 53)]})),
        Case::of(Code::YzTooMuchData, "/accessors", json!({"accessors": vec![zeros("MAT4", 300_000); 1000]})),
    ]
}

fn overflows() -> Vec<Case> {
    let of = |view: Value, accessor: Value| json!({"buffers": [{"byteLength": 16}], "bufferViews": [view], "accessors": [accessor]});
    let huge = 18_446_744_073_709_551_615_u64;
    let accessor = |count: u64, offset: u64| json!({"bufferView": 0, "byteOffset": offset, "componentType": 5126, "type": "VEC4", "count": count});
    let packed = |count: u64, stride: u64| {
        json!({"buffer": 0, "byteLength": 16, "extensions": {"EXT_meshopt_compression": {
            "buffer": 0, "byteLength": 16, "byteStride": stride, "count": count, "mode": "ATTRIBUTES",
        }}})
    };
    let mut draco = b"DRACO\x02\x02\x01\x00\0\0".to_vec();
    draco.extend([0xff, 0xff, 0xff, 0xff, 0x0f, 0xff, 0xff, 0xff, 0xff, 0x0f]);
    let draco_place = "/meshes/0/primitives/0/extensions/KHR_draco_mesh_compression";
    let draco_file = json!({
        "accessors": [bounded("VEC3", 3)],
        "meshes": mesh(json!({"attributes": {"POSITION": 0}, "extensions": {
            "KHR_draco_mesh_compression": {"bufferView": 0, "attributes": {"POSITION": 0}},
        }})),
    });
    vec![
        Case::of(
            Code::BufferViewTooLong,
            "/bufferViews/0/byteOffset",
            of(json!({"buffer": 0, "byteOffset": huge, "byteLength": huge}), accessor(1, 0)),
        ),
        Case::of(
            Code::AccessorTooLong,
            "/accessors/0",
            of(json!({"buffer": 0, "byteLength": 16}), accessor(0x1000_0001, 0)),
        ),
        Case::of(
            Code::AccessorTooLong,
            "/accessors/0/byteOffset",
            of(json!({"buffer": 0, "byteLength": 16}), accessor(huge, huge)),
        ),
        Case::of(
            Code::YzPackedTooMuch,
            "/bufferViews/0/extensions/EXT_meshopt_compression",
            of(packed(0x1_0000_0000 / 256, 256), accessor(1, 0)),
        ),
        Case::of(Code::YzTooMuchData, "/accessors", of(packed(1 << 50, 256), accessor(1, 0))),
        Case::with_views(Code::YzPackedTooMuch, draco_place, draco_file, &[&draco]),
    ]
}

fn graphs() -> Vec<Case> {
    let chain = |length: usize| {
        let mut nodes: Vec<Value> = (1..length).map(|next| json!({"children": [next]})).collect();
        nodes.push(json!({}));
        json!({"nodes": nodes, "scenes": [{"nodes": [0]}], "scene": 0})
    };
    let mut doubled: Vec<Value> = (0..40).map(|i| json!({"children": [2 * i + 2, 2 * i + 3]})).collect();
    doubled = doubled.into_iter().flat_map(|node| [node.clone(), node]).chain([json!({}), json!({})]).collect();
    vec![
        Case::of(
            Code::NodeLoop,
            "/nodes/0",
            json!({"nodes": [{"children": [0]}], "scenes": [{"nodes": [0]}], "scene": 0}),
        ),
        Case::of(Code::YzNodeTooDeep, "/nodes", chain(257)),
        Case::of(Code::YzNodeTooDeep, "/nodes", chain(50_000)),
        Case::of(Code::YzTooMany, "/nodes", chain(200_000)),
        Case::of(
            Code::NodeParentOverride,
            "/nodes/1/children/0",
            json!({"nodes": doubled, "scenes": [{"nodes": [0, 1]}], "scene": 0}),
        ),
        Case::of(
            Code::NodeLoop,
            "/nodes/1",
            json!({
                "nodes": [{"mesh": 0, "skin": 0}, {"children": [2]}, {"children": [1]}], "skins": [{"joints": [1, 2], "skeleton": 1}],
                "accessors": [bounded("VEC3", 3)], "meshes": mesh(json!({"attributes": {"POSITION": 0}})),
            }),
        ),
    ]
}

fn images() -> Vec<Case> {
    let of = |code, bytes: &[u8]| Case::of(code, "/images/0", json!({"images": [{"uri": "a"}]})).beside("a", bytes);
    let many = json!({"images": vec![json!({"uri": "a"}); 9]});
    let svg = data_uri("image/svg+xml", b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>");
    vec![
        of(Code::YzImageTooLarge, &png(20_000, 20_000, &[])),
        of(Code::YzImageTooLarge, &png(65_535, 65_535, &[])),
        of(Code::YzImageTooLarge, &png(1 << 31, 1 << 31, &[])),
        of(Code::YzImageTooLarge, &jpeg(65_500, 65_500)),
        of(Code::YzImageTooLarge, &webp(16_383, 16_383, 0)),
        of(Code::YzImageEmpty, &png(0, 4, &[])),
        of(Code::YzImageMetadata, &png(4, 4, &[(b"iCCP", &[0; 522 << 10])])),
        of(Code::YzImageMetadata, &png(4, 4, &[(b"zTXt", &[0; 522 << 10])])),
        of(Code::YzImageLevels, &ktx2(1, &[(104, 1 << 63)])),
        of(Code::YzImageLevels, &ktx2(0xffff_ffff, &[(0, 0); 32])),
        of(Code::ImageUnexpectedEos, &ktx2(0xffff_ffff, &[])),
        of(Code::ImageDataInvalid, &png(4, 4, &vec![(b"tEXt", b"".as_slice()); 5000])),
        Case::of(Code::YzImagesTooLarge, "/images", many).beside("a", &png(8192, 8192, &[])),
        Case::of(Code::YzSvgImage, "/images/0/uri", json!({"images": [{"uri": svg}]})),
        Case::of(Code::YzSvgImage, "/images/0/uri", json!({"images": [{"uri": "a"}]}))
            .beside("a", b"<?xml version='1.0'?><svg/>"),
    ]
}

fn addresses() -> Vec<Case> {
    let leading_out = [
        "../a.bin",
        "a/../../b",
        "..%2fa.bin",
        "%2e%2e/a",
        "/etc/passwd",
        "%2fetc/passwd",
        "//host/a",
        "file:///etc/passwd",
        "http://169.254.169.254/latest",
        "C:/a.bin",
        "c%3a/a.bin",
        "\\\\host\\share",
        "a%5cb.bin",
        "a%00.bin",
        "%ff.bin",
    ];
    let buffer = |uri: &str| json!({"buffers": [{"byteLength": 4, "uri": uri}]});
    let mut cases: Vec<_> =
        leading_out.iter().map(|uri| Case::of(Code::YzForbiddenUri, "/buffers/0/uri", buffer(uri))).collect();
    let long = format!("data:application/octet-stream;base64,{}", "A".repeat(48 << 20));
    cases.push(Case::of(Code::YzDataUriTooLarge, "/buffers/0/uri", buffer(&long)));
    cases.push(Case::of(Code::YzForbiddenUri, "/images/0/uri", json!({"images": [{"uri": "javascript:alert(1)"}]})));
    cases
}

fn requirements() -> Vec<Case> {
    let required = json!({"extensionsUsed": ["EXT_x"], "extensionsRequired": ["EXT_x"]});
    vec![Case::of(Code::YzRequiredExtension, "/extensionsRequired", required)]
}

/// Tests that make large files take turns, so that the memory that one takes is its own.
static TURN: Mutex<()> = Mutex::new(());

/// Waits for its turn, which lasts as long as what is given back.
pub fn turn() -> MutexGuard<'static, ()> {
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

pub fn cases() -> Vec<Case> {
    [text(), counts(), overflows(), graphs(), images(), addresses(), requirements()].into_iter().flatten().collect()
}

#[test]
fn hostile_files() {
    let _turn = turn();
    cases().iter().for_each(Case::check);
}

#[test]
fn what_is_hostile_is_refused() {
    let _turn = turn();
    for case in cases().iter().filter(|case| case.code.refuses()) {
        assert!(!case.report().is_accepted(), "{} {}", case.code.name(), case.place);
    }
}

#[test]
fn files_that_lead_out_are_never_asked_for() {
    let _turn = turn();
    for case in addresses() {
        let ask = |name: &str| -> Option<Bytes> { panic!("asked for {name}") };
        validate(&case.bytes, &ask, &Limits::default());
    }
}

#[test]
fn memory_stays_in_proportion() {
    let _turn = turn();
    const BYTES_FREE: usize = 48 << 20;
    for case in cases() {
        let beside: usize = case.beside.iter().map(|(_, bytes)| bytes.len()).sum();
        crate::MEMORY.reset_peak_usage();
        let before = crate::MEMORY.current_usage();
        case.report();
        let taken = crate::MEMORY.peak_usage().saturating_sub(before);
        let allowed = BYTES_FREE + 24 * (case.bytes.len() + beside);
        assert!(taken <= allowed, "{} took {taken} bytes of {allowed} for {}", case.code.name(), case.bytes.len());
    }
}

#[test]
fn no_damaged_byte_leads_to_a_panic() {
    let json = gltf(json!({
        "scene": 0, "scenes": [{"nodes": [0]}], "nodes": [{"mesh": 0}], "meshes": mesh(json!({"attributes": {"POSITION": 0}})),
        "accessors": [{"bufferView": 0, "componentType": 5126, "type": "VEC3", "count": 3, "min": [0, 0, 0], "max": [0, 0, 0]}],
        "bufferViews": [{"buffer": 0, "byteLength": 36}], "buffers": [{"byteLength": 36}],
    }));
    let file = crate::case::glb(&[(b"JSON", &chunk(&json)), (b"BIN\0", &[0; 36])]);
    let none = |_: &str| None;
    assert!(validate(&file, &none, &Limits::default()).is_accepted());
    for at in 0..file.len() {
        for damage in [0, b'"', b'9', b'-', b'{', 0xff] {
            let mut damaged = file.clone();
            damaged[at] = damage;
            validate(&damaged, &none, &Limits::default());
        }
    }
}

#[test]
fn what_every_engine_shows_is_taken() {
    let shown = |more: Value| {
        let mut file = json!({
            "scene": 0, "scenes": [{"nodes": [0]}], "nodes": [{"mesh": 0}], "textures": [{"source": 0}], "images": [{"uri": "a.png"}],
            "materials": [{"pbrMetallicRoughness": {"baseColorTexture": {"index": 0, "texCoord": -1}}}],
            "accessors": [{"bufferView": 0, "componentType": 5126, "type": "VEC3", "count": 3}],
            "meshes": mesh(json!({"attributes": {"POSITION": 0}, "material": 0})),
        });
        more.as_object().unwrap().iter().for_each(|(name, value)| file[name] = value.clone());
        Case::with_views(Code::YzUnreadable, "", file, &[&[0; 36]])
    };
    for case in [
        shown(json!({})),
        shown(json!({"asset": {"version": "2.0.1"}})),
        shown(json!({"nodes": [{"mesh": 0, "matrix": [1, 0, 0, 0, 0.5, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]}]})),
        shown(json!({"nodes": [{"mesh": 0, "camera": 7}]})),
    ] {
        let report = case.report();
        assert!(report.has_errors() && report.is_accepted(), "{:?}", report.refusals().collect::<Vec<_>>());
    }
    assert!(!places(&shown(json!({})).report()).is_empty());
}
