//! Files: ranges, validators, caching, encodings, content types.

use std::time::{Duration, Instant};

use crate::client::ask;
use crate::fixture::{PNG, Place, age};

/// A thousand different bytes.
fn thousand() -> Vec<u8> {
    (0..1000_u32).map(|n| (n * 7 % 251) as u8).collect()
}

const FILE: &str = "/h/lobby/files/data.bin";

fn with_data() -> Place {
    let place = Place::with_lobby();
    place.write("halls/lobby/data.bin", thousand());
    place
}

#[test]
fn a_range_is_answered_with_exactly_these_bytes() {
    let place = with_data();
    let server = place.serve();
    let whole = server.fetch(FILE, &[]);
    assert_eq!((whole.status, whole.header("accept-ranges"), whole.body.as_slice()), (200, "bytes", &thousand()[..]));
    for (range, first, last) in [
        ("bytes=0-99", 0, 99),
        ("bytes=990-", 990, 999),
        ("bytes=-10", 990, 999),
        ("bytes=500-5000", 500, 999),
        ("bytes=999-999", 999, 999),
        ("bytes=0-9,10-19", 0, 19),
    ] {
        let part = server.fetch(FILE, &[("Range", range)]);
        assert_eq!(part.status, 206, "{range}");
        assert_eq!(part.header("content-range"), format!("bytes {first}-{last}/1000"), "{range}");
        assert_eq!(part.header("content-length"), (last - first + 1).to_string(), "{range}");
        assert_eq!(part.body, thousand()[first..=last], "{range}");
    }
    for range in ["bytes=0-9,500-509", "bytes=9-2", "lines=1-2", "bytes=x"] {
        let reply = server.fetch(FILE, &[("Range", range)]);
        assert_eq!((reply.status, reply.body.len()), (200, 1000), "{range}");
    }
    let beyond = server.fetch(FILE, &[("Range", "bytes=1000-")]);
    assert_eq!((beyond.status, beyond.header("content-range")), (416, "bytes */1000"));
}

#[test]
fn a_resumed_download_never_mixes_two_versions() {
    let place = with_data();
    let server = place.serve();
    let etag = server.fetch(FILE, &[]).header("etag").to_owned();
    let resume = |tag: &str| server.fetch(FILE, &[("Range", "bytes=500-"), ("If-Range", tag)]);
    assert_eq!((resume(&etag).status, resume(&etag).body.len()), (206, 500));
    let mut changed = thousand();
    changed[700] ^= 1;
    place.write("halls/lobby/data.bin", &changed);
    age(&place.path("halls/lobby/data.bin"), 60);
    let again = resume(&etag);
    assert_eq!((again.status, again.body), (200, changed));
    assert_eq!(resume(&format!("W/{etag}")).status, 200, "a weak tag is no promise about bytes");
}

#[test]
fn what_a_browser_has_is_not_sent_again() {
    let place = with_data();
    let server = place.serve();
    let first = server.fetch(FILE, &[]);
    let etag = first.header("etag").to_owned();
    assert!(etag.starts_with('"') && etag.len() == 34, "a strong tag: {etag}");
    for tags in [etag.clone(), format!("W/{etag}"), format!("\"other\", {etag}"), "*".into()] {
        let reply = server.fetch(FILE, &[("If-None-Match", &tags)]);
        assert_eq!((reply.status, reply.body.len(), reply.header("etag")), (304, 0, etag.as_str()), "{tags}");
    }
    assert_eq!(server.fetch(FILE, &[("If-None-Match", "\"other\"")]).status, 200);
    assert_eq!(server.fetch(FILE, &[("If-Match", "\"other\"")]).status, 412);
    assert_eq!(server.fetch(FILE, &[("If-Match", &etag)]).status, 200);
    let unchanged = server.fetch(FILE, &[("If-None-Match", &etag), ("Range", "bytes=0-9")]);
    assert_eq!(unchanged.status, 304, "the condition goes before the range");
}

#[test]
fn head_is_get_without_a_body() {
    let place = with_data();
    let server = place.serve();
    for path in [FILE, "/", "/h/lobby", "/h/lobby/catalogue", "/app/visit-0123abcd.js"] {
        let (get, head) = (server.fetch(path, &[]), ask(server.address, "HEAD", path, &[]));
        assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
        for name in ["content-length", "content-type", "etag", "cache-control"] {
            assert_eq!(head.header(name), get.header(name), "{path} {name}");
        }
    }
}

#[test]
fn only_an_address_that_names_the_content_is_kept_for_ever() {
    let place = with_data();
    let server = place.serve();
    let hash = server.fetch(FILE, &[]).header("etag")[1..17].to_owned();
    let cache = |path: &str| server.fetch(path, &[]).header("cache-control").to_owned();
    let immutable = "public, max-age=31536000, immutable";
    assert_eq!(cache(&format!("{FILE}?v={hash}")), immutable);
    assert_eq!(cache(FILE), "no-cache");
    assert_eq!(cache(&format!("{FILE}?v=0000000000000000")), "no-cache");
    assert_eq!(cache(&format!("{FILE}?v=")), "no-cache");
    place.write("halls/lobby/data.bin", "other bytes");
    assert_eq!(cache(&format!("{FILE}?v={hash}")), "no-cache", "the old address must not pin the new bytes");
    place.write("dist/app/plain.js", "1");
    assert_eq!(cache("/app/visit-0123abcd.js"), immutable);
    assert_eq!(cache("/app/plain.js"), "no-cache");
    assert_eq!(cache("/h/lobby"), "no-cache");
}

#[test]
fn compressed_variants_go_to_those_who_take_them() {
    let place = Place::with_lobby();
    for (name, bytes) in
        [("app-0123abcd.wasm", "plain wasm"), ("app-0123abcd.wasm.br", "br"), ("app-0123abcd.wasm.gz", "gz")]
    {
        place.write(&format!("dist/app/{name}"), bytes);
    }
    let server = place.serve();
    let path = "/app/app-0123abcd.wasm";
    for (accepts, encoding, body) in [
        ("gzip, deflate, br, zstd", "br", "br"),
        ("gzip", "gzip", "gz"),
        ("br;q=0.5, gzip", "gzip", "gz"),
        ("br;q=0, gzip;q=0", "", "plain wasm"),
        ("*", "br", "br"),
        ("BR", "br", "br"),
        ("identity", "", "plain wasm"),
        ("brr, gzi", "", "plain wasm"),
    ] {
        let reply = server.fetch(path, &[("Accept-Encoding", accepts)]);
        assert_eq!((reply.header("content-encoding"), reply.text().as_str()), (encoding, body), "{accepts}");
        assert_eq!(reply.header("content-type"), "application/wasm", "{accepts}");
        assert_eq!(reply.header("vary"), "Accept-Encoding", "{accepts}");
        assert_eq!(reply.header("content-length"), body.len().to_string(), "{accepts}");
    }
    let plain = server.fetch(path, &[]);
    let small = server.fetch(path, &[("Accept-Encoding", "br")]);
    assert_ne!(plain.header("etag"), small.header("etag"), "other bytes, other tag");
    let tag = small.header("etag").to_owned();
    assert_eq!(server.fetch(path, &[("Accept-Encoding", "br"), ("If-None-Match", &tag)]).status, 304);
    let part = server.fetch(path, &[("Accept-Encoding", "br"), ("Range", "bytes=0-4")]);
    assert_eq!((part.status, part.header("content-encoding"), part.text().as_str()), (206, "", "plain"));
}

#[test]
fn a_variant_older_than_its_file_is_not_trusted() {
    let place = Place::with_lobby();
    place.write("halls/lobby/scene.gltf", "plain");
    let variant = place.write("halls/lobby/scene.gltf.br", "small");
    let server = place.serve();
    let ask = || server.fetch("/h/lobby/files/scene.gltf", &[("Accept-Encoding", "br")]);
    assert_eq!((ask().header("content-encoding"), ask().text().as_str()), ("br", "small"));
    age(&variant, 3600);
    assert_eq!((ask().header("content-encoding"), ask().text().as_str()), ("", "plain"));
}

#[test]
fn every_file_says_what_it_is() {
    let place = Place::with_lobby();
    let server = place.serve();
    for (name, kind) in [
        ("a.glb", "model/gltf-binary"),
        ("a.GLTF", "model/gltf+json"),
        ("a.bin", "application/octet-stream"),
        ("a.png", "image/png"),
        ("a.jpeg", "image/jpeg"),
        ("a.webp", "image/webp"),
        ("a.ktx2", "image/ktx2"),
        ("a.mp4", "video/mp4"),
        ("a.mp3", "audio/mpeg"),
        ("a.vtt", "text/vtt; charset=utf-8"),
        ("hall.json", "application/json"),
    ] {
        place.write(&format!("halls/lobby/x/{name}"), PNG);
        let reply = server.fetch(&format!("/h/lobby/files/x/{name}"), &[]);
        assert_eq!((reply.status, reply.header("content-type")), (200, kind), "{name}");
        assert_eq!(reply.header("content-disposition"), "", "{name}");
    }
    for (name, kind) in [
        ("a-0123abcd.js", "text/javascript; charset=utf-8"),
        ("a-0123abcd.css", "text/css; charset=utf-8"),
        ("a-0123abcd.wasm", "application/wasm"),
        ("a-0123abcd.svg", "image/svg+xml"),
    ] {
        place.write(&format!("dist/app/{name}"), "x");
        assert_eq!(server.fetch(&format!("/app/{name}"), &[]).header("content-type"), kind, "{name}");
    }
}

#[test]
fn geometry_is_compressed_in_the_background_and_kept() {
    let place = Place::with_lobby();
    let plain: Vec<u8> = (0..200_000_u32).flat_map(|n| (n / 64).to_le_bytes()).collect();
    place.write("halls/lobby/room.bin", &plain);
    place.write("halls/lobby/noise.bin", noise(50_000));
    place.write("halls/lobby/photo.jpg", &plain);
    let server = place.serve();
    let ask = |name: &str| server.fetch(&format!("/h/lobby/files/{name}"), &[("Accept-Encoding", "br")]);
    let begun = Instant::now();
    while ask("room.bin").header("content-encoding") != "br" {
        assert!(begun.elapsed() < Duration::from_secs(20), "no copy was made");
        std::thread::sleep(Duration::from_millis(50));
    }
    let small = ask("room.bin");
    assert!(small.body.len() * 4 < plain.len(), "{} of {} bytes", small.body.len(), plain.len());
    let mut unpacked = Vec::new();
    brotli::BrotliDecompress(&mut small.body.as_slice(), &mut unpacked).expect("it is Brotli");
    assert_eq!(unpacked, plain);
    assert_eq!(small.header("vary"), "Accept-Encoding");
    let whole = server.fetch("/h/lobby/files/room.bin", &[]);
    assert_eq!((whole.header("content-encoding"), &whole.body), ("", &plain));
    assert_eq!(ask("noise.bin").header("content-encoding"), "", "what does not shrink is sent as it is");
    assert_eq!(ask("photo.jpg").header("content-encoding"), "", "pictures are compressed already");
    let copies =
        || std::fs::read_dir(place.path("data/compressed")).expect("copies are kept in the data folder").count();
    assert!(copies() >= 2);
    place.write("halls/lobby/room.bin", "other bytes");
    assert_eq!(ask("room.bin").text(), "other bytes", "a copy belongs to content, not to a name");
}

/// Bytes that nothing compresses (xorshift32).
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        (state >> 24) as u8
    };
    (0..length).map(|_| next()).collect()
}
