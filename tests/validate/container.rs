//! GLB containers that are broken, or lie about their lengths.

use pack::validate::Code;
use serde_json::json;

use crate::case::{Case, chunk, glb, gltf};

fn empty() -> Vec<u8> {
    chunk(&gltf(json!({})))
}

fn with_length(mut file: Vec<u8>, length: u32) -> Vec<u8> {
    file[8..12].copy_from_slice(&length.to_le_bytes());
    file
}

pub fn cases() -> Vec<Case> {
    let plain = glb(&[(b"JSON", &empty())]);
    let end = plain.len();
    let truncated = plain[..end - 1].to_vec();
    let at_end = |bytes: usize| format!("byte {bytes}");
    vec![
        Case::glb(Code::GlbUnexpectedEndOfHeader, "byte 0", Vec::new()),
        Case::glb(Code::GlbUnexpectedEndOfHeader, "byte 7", plain[..7].to_vec()),
        Case::glb(Code::GlbInvalidMagic, "byte 0", [&b"glTH"[..], &plain[4..]].concat()),
        Case::glb(Code::GlbInvalidVersion, "byte 4", [&b"glTF\x01\0\0\0"[..], &plain[8..]].concat()),
        Case::glb(Code::GlbLengthTooSmall, "byte 8", with_length(plain[..12].to_vec(), 12)),
        Case::glb(Code::GlbLengthMismatch, &at_end(end), with_length(plain.clone(), 0xffff_ffff)),
        Case::glb(Code::GlbUnexpectedEndOfChunkHeader, "byte 15", plain[..15].to_vec()),
        Case::glb(Code::GlbUnexpectedEndOfChunkData, &at_end(end - 1), truncated),
        Case::glb(
            Code::GlbUnexpectedEndOfChunkData,
            "byte 22",
            b"glTF\x02\0\0\0\xff\xff\xff\xff\xff\xff\xff\xffJSON{}".to_vec(),
        ),
        Case::glb(Code::GlbChunkTooBig, "byte 12", with_length(plain.clone(), 13)),
        Case::glb(Code::GlbChunkLengthUnaligned, "byte 12", glb(&[(b"JSON", br#"{"asset":{"version":"2.0"}}"#)])),
        Case::glb(Code::GlbEmptyChunk, "byte 12", glb(&[(b"JSON", b"")])),
        Case::glb(Code::GlbUnexpectedFirstChunk, "byte 12", glb(&[(b"BIN\0", &[0; 4]), (b"JSON", &empty())])),
        Case::glb(Code::GlbDuplicateChunk, &at_end(end), glb(&[(b"JSON", &empty()), (b"JSON", &empty())])),
        Case::glb(Code::GlbEmptyBinChunk, &at_end(end), glb(&[(b"JSON", &empty()), (b"BIN\0", b"")])),
        Case::glb(Code::GlbUnknownChunkType, &at_end(end), glb(&[(b"JSON", &empty()), (b"ABCD", &[0; 4])])),
        Case::glb(
            Code::GlbUnexpectedBinChunk,
            &at_end(end + 12),
            glb(&[(b"JSON", &empty()), (b"ABCD", &[0; 4]), (b"BIN\0", &[0; 4])]),
        ),
        Case::glb(Code::GlbExtraData, &at_end(end), [&plain[..], b"<html>"].concat()),
        Case::glb(
            Code::BufferMissingGlbData,
            "/buffers/0",
            glb(&[(b"JSON", &chunk(&gltf(json!({"buffers": [{"byteLength": 4}]}))))]),
        ),
        Case::glb(
            Code::BufferGlbChunkTooBig,
            "/buffers/0",
            glb(&[(b"JSON", &chunk(&gltf(json!({"buffers": [{"byteLength": 1}]})))), (b"BIN\0", &[0; 8])]),
        ),
    ]
}

#[test]
fn containers() {
    cases().iter().for_each(Case::check);
}

#[test]
fn every_cut_of_a_file_is_refused() {
    let json = chunk(&gltf(json!({"buffers": [{"byteLength": 8}]})));
    let file = glb(&[(b"JSON", &json), (b"BIN\0", &[0; 8])]);
    assert!(Case::glb(Code::GlbExtraData, "", file.clone()).report().is_accepted());
    for length in 0..file.len() {
        let report = Case::glb(Code::GlbExtraData, "", file[..length].to_vec()).report();
        assert!(report.has_errors() && !report.is_accepted(), "{length} of {} bytes", file.len());
    }
}

#[test]
fn files_of_other_kinds_are_refused() {
    let none = |_: &str| None;
    for content in [&b""[..], b" ", b"<html>", b"PK\x03\x04zip", b"\x7fELF", b"MZ", b"[]", b"\"glTF\"", b"glT", b"%PDF"]
    {
        let report = pack::validate::validate(content, &none, &hall::Limits::default());
        assert!(report.has_errors() && !report.is_accepted(), "{content:?}");
    }
}
