//! Containers: a GLB that lies about itself, and files that are something else.

use crate::case::{chunk, glb};
use crate::json::scene;
use crate::run::Hostile;

/// A GLB of these bytes behind its head, which says how long it is.
fn headed(version: u32, body: &[u8]) -> Vec<u8> {
    [&b"glTF"[..], &version.to_le_bytes(), &(12 + body.len() as u32).to_le_bytes(), body].concat()
}

pub fn cases() -> Vec<Hostile> {
    let json = chunk(&scene(serde_json::json!({})));
    let good = glb(&[(b"JSON", &json)]);
    let case = |number, what, bytes: &[u8]| Hostile::new(number, what, "a.glb", bytes);
    let mut long = good.clone();
    long[8..12].copy_from_slice(&u32::MAX.to_le_bytes());
    let mut unaligned = json.clone();
    unaligned.push(b' ');
    vec![
        case(1, "22 bytes, a length of 4 GiB", b"glTF\x02\0\0\0\xff\xff\xff\xff\xf0\xff\xff\xffJSON{}")
            .refused("GLB_CHUNK_TOO_BIG"),
        case(1, "a whole file, a length of 4 GiB", &long).refused("GLB_LENGTH_MISMATCH"),
        case(2, "an empty file", b"").refused("YZ_UNREADABLE"),
        case(3, "bad magic", b"glTX\x02\0\0\0\x0c\0\0\0").refused("YZ_UNREADABLE"),
        case(4, "version 1", &headed(1, &good[12..])).refused("GLB_INVALID_VERSION"),
        case(4, "version 3", &headed(3, &good[12..])).refused("GLB_INVALID_VERSION"),
        case(5, "a head cut short", &good[..9]).refused("GLB_UNEXPECTED_END_OF_HEADER"),
        case(5, "a chunk cut short", &good[..good.len() / 2]).refused("GLB_UNEXPECTED_END_OF_CHUNK_DATA"),
        case(6, "two chunks of JSON", &glb(&[(b"JSON", &json), (b"JSON", &json)])).mended("GLB_DUPLICATE_CHUNK"),
        case(7, "BIN first", &glb(&[(b"BIN\0", &[0; 4]), (b"JSON", &json)])).refused("GLB_UNEXPECTED_FIRST_CHUNK"),
        case(8, "a chunk off its place", &glb(&[(b"JSON", &unaligned)])).mended("GLB_CHUNK_LENGTH_UNALIGNED"),
        case(9, "bytes behind the end", &[&good[..], b"<script>alert(1)</script>"].concat())
            .mended("GLB_EXTRA_DATA")
            .without(b"<script>"),
        case(10, "an unknown chunk", &glb(&[(b"JSON", &json), (b"EVIL", b"<script>")]))
            .mended("GLB_UNKNOWN_CHUNK_TYPE")
            .without(b"<script>"),
        case(11, "a zip", b"PK\x03\x04\x14\0\0\0\0\0").refused("YZ_UNREADABLE"),
        case(11, "HTML", b"<!doctype html><script>alert(1)</script>").refused("YZ_UNREADABLE"),
        case(11, "a program", &[&b"MZ\x90\0"[..], &[0; 600]].concat()).refused("YZ_UNREADABLE"),
    ]
}
