//! Containers, JSON and addresses that lie.

use bytes::Bytes;
use hall::ImportError;
use hall::gltf::WarningKind;
use serde_json::json;

use crate::builder::*;

fn bytes(text: impl AsRef<[u8]>) -> Bytes {
    Bytes::copy_from_slice(text.as_ref())
}

#[test]
fn files_of_other_kinds_are_refused() {
    for content in [&b""[..], b" ", b"<html>", b"PK\x03\x04zip", b"\x7fELF", b"MZ", b"[]", b"\"glTF\"", b"glT", b"%PDF"]
    {
        let outcome = attack(|| bytes(content));
        assert_eq!(*outcome.error(), ImportError::NotGltf, "{content:?}");
    }
}

#[test]
fn lengths_that_lie_are_refused() {
    // 22 bytes that say they are 4 GiB.
    let outcome = attack(|| bytes(b"glTF\x02\0\0\0\xff\xff\xff\xff\xff\xff\xff\xffJSON{}"));
    assert!(matches!(outcome.error(), ImportError::CutShort { found: 22, .. }));
    let outcome = attack(|| bytes(b"glTF\x02\0\0\0\x16\0\0\0\xff\xff\xff\xffJSON{}"));
    assert!(matches!(outcome.error(), ImportError::CutShort { what: "GLB chunk", needed: 0xffff_ffff, found: 2 }));
    for length in 4..20 {
        let outcome = attack(|| File::triangle().glb().slice(..length));
        assert!(matches!(outcome.error(), ImportError::CutShort { .. }), "{length} bytes: {}", outcome.error());
    }
}

#[test]
fn every_cut_of_a_file_is_refused() {
    let glb = File::triangle().glb();
    for length in 0..glb.len() {
        assert!(attack(|| glb.slice(..length)).result.is_err(), "{length} of {} bytes", glb.len());
    }
}

#[test]
fn broken_containers_are_refused() {
    let json = br#"{"asset":{"version":"2.0"}}"#.to_vec();
    let outcome = attack(|| glb_of(&[(*b"BIN\0", vec![0; 4]), (*b"JSON", json.clone())]));
    assert!(matches!(outcome.error(), ImportError::Container { what: "the first chunk is not JSON" }));
    let outcome = attack(|| glb_of(&[]));
    assert!(matches!(outcome.error(), ImportError::Container { what: "there is no JSON chunk" }));
    for version in [0_u8, 1, 3, 255] {
        let mut glb = File::triangle().glb().to_vec();
        glb[4] = version;
        let outcome = attack(|| glb.into());
        assert_eq!(*outcome.error(), ImportError::Version { found: version.to_string() });
    }
}

#[test]
fn odd_containers_are_read_with_a_warning() {
    let file = File::triangle();
    let mut json = file.json.clone();
    json["buffers"] = json!([{"byteLength": file.bin.len()}]);
    let json = json.to_string().into_bytes();
    let chunks = |more: &[([u8; 4], Vec<u8>)]| {
        let mut chunks = vec![(*b"JSON", json.clone()), (*b"BIN\0", file.bin.clone())];
        chunks.extend_from_slice(more);
        glb_of(&chunks)
    };
    let second = attack(|| chunks(&[(*b"BIN\0", vec![1; 4])]));
    assert!(second.has_warning(|k| *k == WarningKind::StrayChunk));
    let unknown = attack(|| chunks(&[(*b"evil", vec![1; 4])]));
    assert!(unknown.has_warning(|k| *k == WarningKind::StrayChunk));
    let unaligned = attack(|| chunks(&[(*b"evil", vec![1; 3])]));
    assert!(unaligned.has_warning(|k| *k == WarningKind::UnalignedChunk));
    let polyglot = attack(|| [&file.glb()[..], b"<script>alert(1)</script>"].concat().into());
    assert!(polyglot.has_warning(|k| *k == WarningKind::TrailingBytes { bytes: 25 }));
    let marked = attack(|| [b"\xef\xbb\xbf", &file.gltf()[..]].concat().into());
    assert!(marked.has_warning(|k| *k == WarningKind::ByteOrderMark));
}

#[test]
fn broken_json_tells_where() {
    let outcome = attack(|| bytes("{\n  \"asset\": {\"version\": \"2.0\"},\n  \"nodes\": [,]\n}"));
    assert!(matches!(outcome.error(), ImportError::Json { line: 3, column: 13, .. }), "{}", outcome.error());
    for text in [
        "{",
        "{\"asset\":{\"version\":\"2.0\"}} trailing",
        "{\"asset\":{\"version\":\"2.0\"},\"x\":NaN}",
        "{\"asset\":{\"version\":\"2.0\"},\"x\":Infinity}",
        "{\"asset\":{\"version\":\"2.0\"},\"x\":1e400}",
        "{\"asset\":{\"version\":\"2.0\"},\"x\":\"\\ud800\"}",
        "{'asset':{}}",
    ] {
        assert!(matches!(attack(|| bytes(text)).error(), ImportError::Json { .. }), "{text}");
    }
    let outcome = attack(|| bytes(b"{\"asset\":{\"version\":\"2.0\"},\"x\":\"\xff\xfe\"}"));
    assert!(matches!(outcome.error(), ImportError::Json { .. }));
}

#[test]
fn nesting_has_an_end() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = format!("{}0{}", open.repeat(200_000), close.repeat(200_000));
        let text = format!("{{\"asset\":{{\"version\":\"2.0\"}},\"extras\":{deep}}}");
        assert!(matches!(attack(|| bytes(text)).error(), ImportError::Json { .. }));
    }
}

#[test]
fn twice_the_same_key_is_named() {
    let outcome =
        attack(|| bytes(r#"{"asset":{"version":"2.0"},"images":[{"uri":"a.png","uri":"http://169.254.169.254/"}]}"#));
    assert!(outcome.has_warning(|k| *k == WarningKind::DuplicateKey { key: "uri".into() }));
    assert!(outcome.has_warning(|k| matches!(k, WarningKind::ImageUri { .. })));
}

#[test]
fn prototypes_are_only_names() {
    let outcome =
        attack(|| bytes(r#"{"asset":{"version":"2.0"},"__proto__":{"scene":7},"scenes":[{"__proto__":[]}]}"#));
    assert!(outcome.result.is_ok());
}

#[test]
fn floods_of_values_are_refused() {
    let materials = attack(|| {
        let list = vec!["{}"; 300_000].join(",");
        bytes(format!(r#"{{"asset":{{"version":"2.0"}},"materials":[{list}]}}"#))
    });
    assert!(matches!(materials.error(), ImportError::TooMuch { what: "material", found: 300_000, .. }));
    let objects = attack(|| {
        let list = vec!["{\"a\":0}"; 1_000_000].join(",");
        bytes(format!(r#"{{"asset":{{"version":"2.0"}},"extras":[{list}]}}"#))
    });
    assert!(matches!(objects.error(), ImportError::TooMuch { what: "JSON values", .. }));
    let scenes = attack(|| {
        let list = vec!["{}"; 100_000].join(",");
        bytes(format!(r#"{{"asset":{{"version":"2.0"}},"scenes":[{list}]}}"#))
    });
    assert!(matches!(scenes.error(), ImportError::TooMuch { what: "scene", .. }));
}

#[test]
fn roots_of_the_wrong_type_are_refused() {
    for text in [
        "{}",
        r#"{"asset":7}"#,
        r#"{"asset":{"version":2}}"#,
        r#"{"asset":{"version":"1.0"}}"#,
        r#"{"asset":{"version":"3.0"}}"#,
        r#"{"asset":{"version":"2.0","minVersion":"2.1"}}"#,
        r#"{"asset":{"version":"2.0"},"nodes":{}}"#,
        r#"{"asset":{"version":"2.0"},"meshes":"many"}"#,
        r#"{"asset":{"version":"2.0"},"scene":-1}"#,
        r#"{"asset":{"version":"2.0"},"scene":"first"}"#,
        r#"{"asset":{"version":"2.0"},"scene":0}"#,
    ] {
        assert!(attack(|| bytes(text)).result.is_err(), "{text}");
    }
}

#[test]
fn addresses_of_buffers_stay_in_the_folder() {
    for uri in [
        "../secret.bin",
        "..%2fsecret.bin",
        "%2e%2e/secret.bin",
        "a/../../secret.bin",
        "/etc/passwd",
        "%2fetc/passwd",
        "file:///etc/passwd",
        "http://169.254.169.254/latest/meta-data",
        "//host/share.bin",
        "\\\\host\\share.bin",
        "C:\\secret.bin",
        "c:/secret.bin",
        "%ff.bin",
        "a%00.bin",
        "",
        "data:application/octet-stream;base64,????",
    ] {
        let outcome = attack(|| {
            bytes(json!({"asset": {"version": "2.0"}, "buffers": [{"byteLength": 4, "uri": uri}]}).to_string())
        });
        assert!(matches!(outcome.error(), ImportError::ForbiddenUri { .. }), "{uri}: {:?}", outcome.result);
    }
}

#[test]
fn huge_data_addresses_cost_what_they_weigh() {
    let outcome = attack(|| {
        let uri = format!("data:application/octet-stream;base64,{}", "AAAA".repeat(8 << 20));
        bytes(json!({"asset": {"version": "2.0"}, "buffers": [{"byteLength": 25_165_824, "uri": uri}]}).to_string())
    });
    assert!(outcome.peak_bytes < 5 * outcome.file_bytes, "{} for {}", outcome.peak_bytes, outcome.file_bytes);
}
