//! Packs among the halls: the paths of the hall that each was made of, with files for each kind of device.

use std::collections::BTreeSet;
use std::fs;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use hall::Limits;
use image::{ImageFormat, Rgb, RgbImage};
use pack::{Extras, Request, pack_with};
use serde_json::{Value, json};

use crate::fixture::{Place, Running};
use crate::pages::config;

const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// A picture that is larger than a phone's.
fn picture(seed: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let pixels = RgbImage::from_fn(1200, 96, |x, y| Rgb([(x / 5) as u8, (y * 2) as u8, seed as u8]));
    pixels.write_to(&mut bytes, ImageFormat::Png).expect("pictures can be written");
    bytes.into_inner()
}

/// An empty page.
const PAPER: &str = concat!(
    "%PDF-1.7\n",
    "1 0 obj\n",
    "<< /Type /Catalog /Pages 2 0 R >>\n",
    "endobj\n",
    "2 0 obj\n",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>\n",
    "endobj\n",
    "3 0 obj\n",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>\n",
    "endobj\n",
    "xref\n",
    "0 4\n",
    "0000000000 65535 f \n",
    "0000000009 00000 n \n",
    "0000000058 00000 n \n",
    "0000000115 00000 n \n",
    "trailer\n",
    "<< /Size 4 /Root 1 0 R >>\n",
    "startxref\n",
    "184\n",
    "%%EOF\n",
);

/// A triangle with a picture that lies beside.
fn scene() -> String {
    let numbers: [f32; 15] = [0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0];
    let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
    json!({
        "asset": {"version": "2.0", "copyright": "某厂"}, "scene": 0, "scenes": [{"nodes": [0]}], "nodes": [{"mesh": 0, "name": "plinth"}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0, "TEXCOORD_0": 1}, "material": 0}]}],
        "materials": [{"pbrMetallicRoughness": {"baseColorTexture": {"index": 0}}}],
        "textures": [{"source": 0}], "images": [{"uri": "wall.png"}],
        "accessors": [
            {"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3", "min": [0, 0, 0], "max": [1, 0, 1]},
            {"bufferView": 0, "byteOffset": 36, "componentType": 5126, "count": 3, "type": "VEC2"},
        ],
        "bufferViews": [{"buffer": 0, "byteLength": 60}],
        "buffers": [{"byteLength": 60, "uri": format!("data:application/octet-stream;base64,{}", STANDARD.encode(bytes))}],
    })
    .to_string()
}

/// A hall to be packed, `source`, with all its files.
fn write_source(place: &Place) {
    let manifest = json!({
        "version": 1, "title": {"zh-CN": "打包的展厅"}, "scenes": ["scenes/room.gltf"], "poster": "poster.png",
        "exhibits": [{"id": "a", "title": {"zh-CN": "甲"}, "anchor": {"node": "plinth"}, "media": [
            {"kind": "image", "file": "media/a.png", "alt": {"zh-CN": "图"}}, {"kind": "document", "file": "media/说明 1.pdf"},
        ]}],
    });
    place.write("source/hall.json", manifest.to_string());
    place.write("source/scenes/room.gltf", scene());
    place.write("source/scenes/wall.png", picture(0));
    place.write("source/poster.png", picture(1));
    place.write("source/media/a.png", picture(2));
    place.write("source/media/说明 1.pdf", PAPER);
    place.write("dist/app.json", crate::fixture::APP);
    place.write("dist/app/visit-0123abcd.js", "import './engine.js';");
}

/// Packs `source`, from `entry` on, to `target` in the place.
fn make_pack(place: &Place, entry: &str, target: &str, has_ktx2: bool) {
    let folder = place.path("source");
    let file = |name: &str| fs::read(folder.join(name)).ok().map(Bytes::from);
    let (target, limits) = (place.path(target), Limits::default());
    fs::create_dir_all(target.parent().expect("it is in the place")).expect("folders can be made");
    let request = Request { entry, file: &file, target: &target, cache: None, limits: &limits };
    let extras = Extras { has_ktx2, ..Extras::default() };
    pack_with(&request, extras, &|_, _, _| ControlFlow::Continue(())).expect("the hall can be packed");
}

fn packed(has_ktx2: bool) -> (Place, Running) {
    let place = Place::empty();
    write_source(&place);
    make_pack(&place, "hall.json", "halls/fair.pack", has_ktx2);
    let server = place.serve();
    (place, server)
}

/// The files that a device of this tier is told of, as the page makes them of its JSON.
fn of_tier(config: &Value, tier: &str) -> serde_json::Map<String, Value> {
    let mut files = config["files"].as_object().expect("files are listed").clone();
    files.extend(config["tiers"][tier].as_object().cloned().unwrap_or_default());
    files
}

fn url(files: &serde_json::Map<String, Value>, path: &str) -> String {
    files[path]["url"].as_str().expect("a file has an address").to_owned()
}

/// The pictures that a GLB names, beside the scene's path.
fn pictures(glb: &[u8]) -> BTreeSet<String> {
    let length = u32::from_le_bytes(glb[12..16].try_into().expect("a GLB has a head")) as usize;
    let json: Value = serde_json::from_slice(&glb[20..20 + length]).expect("a GLB has JSON");
    let images = json["images"].as_array().into_iter().flatten();
    images.map(|image| format!("scenes/{}", image["uri"].as_str().expect("it lies beside"))).collect()
}

#[test]
fn a_pack_is_a_hall_and_each_tier_has_its_files() {
    let (_place, server) = packed(false);
    let config = config(&server.browse("/h/fair").text());
    assert_eq!((&config["entry"], &config["title"]), (&"hall.json".into(), &"打包的展厅".into()));
    assert!(config["tiers"].get("desktop").is_none() && config["tiers"].get("high").is_none(), "{}", config["tiers"]);
    let mut scenes = BTreeSet::new();
    for tier in ["phone", "desktop", "high"] {
        let files = of_tier(&config, tier);
        for path in ["hall.json", "scenes/room.gltf", "poster.png", "media/a.png", "media/说明 1.pdf"] {
            assert!(files.contains_key(path), "{tier}: {path}");
        }
        for (path, file) in &files {
            let reply = server.fetch(file["url"].as_str().expect("an address"), &[]);
            assert_eq!((reply.status, reply.header("cache-control")), (200, IMMUTABLE), "{tier}: {path}");
            assert_eq!(reply.body.len() as u64, file["size_bytes"].as_u64().expect("a size"), "{tier}: {path}");
            let etag = reply.header("etag").trim_matches('"').to_owned();
            assert!(server::hashes::sha256(&reply.body).starts_with(&etag), "{tier}: {path}: {etag}");
        }
        let glb = server.fetch(&url(&files, "scenes/room.gltf"), &[]);
        assert_eq!(glb.header("content-type"), "model/gltf-binary", "what it is, not what it was");
        let named = pictures(&glb.body);
        assert!(named.len() == 1 && named.iter().all(|path| files.contains_key(path)), "{tier}: {named:?}");
        let picture = server.fetch(&url(&files, "media/a.png"), &[]);
        assert_eq!(picture.header("content-type"), "image/webp");
        let width = image::load_from_memory(&picture.body).expect("it is a picture").width();
        assert_eq!(width, if tier == "phone" { 1024 } else { 1200 });
        scenes.insert(url(&files, "scenes/room.gltf"));
    }
    assert_eq!(scenes.len(), 2, "a phone has its own, the others share one");
    let poster = server.fetch(config["poster"].as_str().expect("it has a poster"), &[]);
    assert_eq!(poster.header("content-type"), "image/jpeg");
    let paper = server.fetch(&url(&of_tier(&config, "phone"), "media/说明 1.pdf"), &[]);
    assert_eq!((paper.body.as_slice(), paper.header("content-disposition")), (PAPER.as_bytes(), "attachment"));
    assert_eq!(config["credits"][0]["says"][0]["text"], "某厂");
}

#[test]
fn a_phone_is_given_ktx2_where_there_is_some() {
    let (_place, server) = packed(true);
    let config = config(&server.browse("/h/fair").text());
    for (tier, ending, kind) in [("phone", ".ktx2", "image/ktx2"), ("desktop", ".webp", "image/webp")] {
        let files = of_tier(&config, tier);
        let glb = server.fetch(&url(&files, "scenes/room.gltf"), &[]).body;
        let named = pictures(&glb).into_iter().next().expect("it has a picture");
        assert!(named.ends_with(ending), "{tier}: {named}");
        let reply = server.fetch(&url(&files, &named), &[]);
        assert_eq!((reply.status, reply.header("content-type")), (200, kind));
    }
}

#[test]
fn without_a_version_a_path_is_what_most_see_and_is_asked_about_again() {
    let (_place, server) = packed(false);
    let config = config(&server.browse("/h/fair").text());
    let most = server.fetch(&url(&of_tier(&config, "desktop"), "scenes/room.gltf"), &[]);
    for query in ["", "?v=", "?v=0", "?v=0000000000000000", "?v=../../secret"] {
        let reply = server.fetch(&format!("/h/fair/files/scenes/room.gltf{query}"), &[]);
        assert_eq!((reply.status, reply.header("cache-control")), (200, "no-cache"), "{query}");
        assert!(reply.body == most.body, "{query}");
    }
    let again = server.fetch("/h/fair/files/scenes/room.gltf", &[("If-None-Match", most.header("etag"))]);
    assert_eq!(again.status, 304);
}

#[test]
fn what_a_pack_does_not_list_is_not_there() {
    let (place, server) = packed(false);
    place.write("halls/fair.pack/files/secret.glb", "not listed");
    let folder = fs::read_dir(place.path("halls/fair.pack/files")).expect("it has files");
    let inside = folder.flatten().map(|file| format!("files/{}", file.file_name().to_string_lossy()));
    for path in inside.chain(["pack.json".into(), "scenes/wall.png".into(), "..%2fhall.json".into()]) {
        assert_eq!(server.fetch(&format!("/h/fair/files/{path}"), &[]).status, 404, "{path}");
    }
}

#[test]
fn a_damaged_file_is_not_sent_under_a_name_that_promises_another() {
    let (place, server) = packed(false);
    let files = of_tier(&config(&server.browse("/h/fair").text()), "desktop");
    let address = url(&files, "media/a.png");
    assert_eq!(server.fetch(&address, &[]).status, 200);
    let hash = address.split("?v=").nth(1).expect("it has a version");
    let folder = fs::read_dir(place.path("halls/fair.pack/files")).expect("it has files");
    let file = folder.flatten().find(|file| file.file_name().to_string_lossy().starts_with(hash)).expect("it is there");
    fs::write(file.path(), "something else").expect("files can be written");
    assert_eq!(server.fetch(&address, &[]).status, 404);
    assert_eq!(server.fetch(&url(&files, "hall.json"), &[]).status, 200, "the others are as they were");
}

#[test]
fn the_page_of_a_hall_is_compressed_for_who_takes_that() {
    let (_place, server) = packed(false);
    let plain = server.fetch("/h/fair", &[]);
    let small = server.fetch("/h/fair", &[("Accept-Encoding", "gzip, br")]);
    assert_eq!((plain.header("content-encoding"), small.header("content-encoding")), ("", "br"));
    for reply in [&plain, &small] {
        assert!(reply.header("vary").contains("Accept-Encoding") && reply.header("vary").contains("Accept-Language"));
        assert!(reply.header("content-security-policy").contains("default-src 'self'"));
    }
    let mut unpacked = Vec::new();
    brotli::BrotliDecompress(&mut &small.body[..], &mut unpacked).expect("it is Brotli");
    assert!(unpacked == plain.body && small.body.len() * 2 < plain.body.len());
}

/// Changes the listing of a pack.
fn relist(place: &Place, change: impl FnOnce(&mut Value)) {
    let path = place.path("halls/fair.pack/pack.json");
    let mut listing: Value = serde_json::from_slice(&fs::read(&path).expect("there is a listing")).expect("it is JSON");
    change(&mut listing);
    place.write("halls/fair.pack/pack.json", listing.to_string());
}

#[test]
fn a_pack_that_cannot_be_served_says_why() {
    type Harm = fn(&Place);
    let cases: [(Harm, &str); 6] = [
        (|place| relist(place, |listing| listing["version"] = json!(99)), "版本是 99"),
        (|place| drop(place.write("halls/fair.pack/pack.json", "{")), "pack.json 不正确"),
        (
            |place| relist(place, |listing| listing["manifest"]["file"] = json!("../../source/hall.json")),
            "不是发布包的文件",
        ),
        (
            |place| relist(place, |listing| listing["media"]["poster.png"]["file"] = json!("/etc/passwd")),
            "不是发布包的文件",
        ),
        (|place| relist(place, |listing| listing["scenes"] = json!([])), "scenes/room.gltf"),
        (
            |place| fs::remove_dir_all(place.path("halls/fair.pack/files")).expect("folders can be removed"),
            "缺少场景文件",
        ),
    ];
    for (harm, words) in cases {
        let place = Place::empty();
        write_source(&place);
        make_pack(&place, "hall.json", "halls/fair.pack", false);
        harm(&place);
        let server = place.serve();
        let page = server.browse("/h/fair");
        assert_eq!(page.status, 500, "{words}");
        assert!(page.text().contains(words), "{words}: {}", page.text());
        assert_eq!(server.fetch("/healthz", &[]).json()["broken_halls"], 1);
        assert_eq!(server.fetch("/h/fair/files/pack.json", &[]).status, 404);
    }
}

#[test]
fn a_pack_goes_before_what_it_was_made_of() {
    let place = Place::empty();
    write_source(&place);
    copy(&place.path("source"), &place.path("halls/fair"));
    let server = place.serve();
    let is_source = |server: &Running| config(&server.browse("/h/fair").text())["files"]["scenes/wall.png"].is_object();
    assert!(is_source(&server), "the source is served as long as there is no pack");
    make_pack(&place, "hall.json", "halls/fair.pack", false);
    assert!(!is_source(&server), "its pack is");
    assert_eq!(server.fetch("/healthz", &[]).json()["halls"], 1, "both are one hall");
    fs::remove_dir_all(place.path("halls/fair.pack")).expect("folders can be removed");
    assert!(is_source(&server));
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("folders can be made");
    for child in fs::read_dir(from).expect("it is a folder").flatten() {
        let target = to.join(child.file_name());
        if child.path().is_dir() {
            copy(&child.path(), &target);
        } else {
            fs::copy(child.path(), target).expect("files can be copied");
        }
    }
}

#[test]
fn a_packed_scene_without_a_manifest_is_a_hall_named_by_its_folder() {
    let place = Place::empty();
    write_source(&place);
    make_pack(&place, "scenes/room.gltf", "halls/样板间.pack", false);
    let server = place.serve();
    let config = config(&server.browse("/h/%E6%A0%B7%E6%9D%BF%E9%97%B4").text());
    assert_eq!((&config["entry"], &config["title"]), (&"scenes/room.gltf".into(), &"样板间".into()));
    let files = of_tier(&config, "phone");
    let glb = server.fetch(&url(&files, "scenes/room.gltf"), &[]);
    assert_eq!((glb.status, &glb.body[..4]), (200, &b"glTF"[..]));
}

#[test]
fn a_pack_can_be_read_without_walking() {
    let (_place, server) = packed(true);
    let text = server.browse("/h/fair/catalogue").text();
    assert!(text.contains("/h/fair/files/media/a.png?v=") && text.contains("某厂"), "{text}");
    let home = server.browse("/").text();
    assert!(home.contains("打包的展厅") && home.contains("/h/fair/files/poster.png?v="));
}
