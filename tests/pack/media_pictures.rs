//! Pictures that a manifest names, and the whole way through the program for what is hostile.

use std::process::{Command, Output};

use image::{ImageBuffer, ImageFormat, Luma, Rgba};
use pack::texture::Tier;
use serde_json::Value;

use crate::media_files::{Film, codes, delivered, error, files, holds, looked, packed, refused};
use crate::pictures::{bomb, cmyk, encoded, photograph, png};
use crate::place::{Draft, Place, Sheet};

const EICAR: &[u8] = concat!("X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR", "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").as_bytes();

#[test]
fn every_kind_of_still_picture_comes_out_in_three_sizes() {
    let alpha = ImageBuffer::from_fn(3000, 40, |x, _| Rgba([200_u8, 10, 10, if x % 2 == 0 { 255 } else { 90 }]));
    let deep = ImageBuffer::from_fn(3000, 40, |x, _| Luma([x as u16 * 20]));
    let cases = [
        ("a.png", encoded(alpha, ImageFormat::Png), [1024, 2048, 3000]),
        ("b.png", encoded(deep, ImageFormat::Png), [1024, 2048, 3000]),
        ("c.jpg", photograph(), [60, 60, 60]),
        ("d.jpg", cmyk([255, 0, 0, 255]), [1, 1, 1]),
    ];
    for (name, source, widths) in cases {
        assert_eq!(codes(&looked("image", name, &source)), Vec::<&str>::new(), "{name}");
        let (place, report) = packed("image", name, &source).unwrap();
        let width = |tier: Tier| {
            let file = report.pack.media[name].of_tier(tier).unwrap();
            let bytes = std::fs::read(place.0.join("pack").join(&file.file)).unwrap();
            image::load_from_memory_with_format(&bytes, ImageFormat::WebP).unwrap().width()
        };
        assert_eq!(Tier::ALL.map(width), widths, "{name}");
    }
}

#[test]
fn a_picture_under_a_false_name_is_told_and_mended() {
    assert_eq!(codes(&looked("image", "a.jpg", &png(40, 40))), ["media-name"]);
    assert_eq!(delivered("image", "a.jpg", &png(40, 40)).1, "webp");
}

#[test]
fn a_broken_picture_is_an_error() {
    let cut = &png(64, 64)[..60];
    assert_eq!(error(&looked("image", "a.png", cut)).code, "picture-damaged");
    let look = looked("image", "a.png", &bomb(20_000));
    assert_eq!(error(&look).code, "image-large");
}

fn chunk(kind: &[u8], body: &[u8]) -> Vec<u8> {
    [&(body.len() as u32).to_be_bytes()[..], kind, body, &[0; 4]].concat()
}

/// An APNG of two frames; what is in them nobody looks at.
fn apng() -> Vec<u8> {
    let still = png(8, 8);
    let (head, rest) = still.split_at(33);
    let frame = chunk(b"fcTL", &[0; 26]);
    [head, &chunk(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]), &chunk(b"tEXt", b"secret"), &frame, &frame, rest].concat()
}

/// A GIF of two frames of one pixel.
fn gif() -> Vec<u8> {
    let head = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff";
    let frame = b"\x21\xf9\x04\0\x0a\0\0\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0";
    let comment = b"\x21\xfe\x06secret\0";
    [&head[..], b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0", comment, frame, frame, b"\x3b"].concat()
}

fn webp() -> Vec<u8> {
    let chunk = |kind: &[u8], body: &[u8]| [kind, &(body.len() as u32).to_le_bytes(), body].concat();
    let head = chunk(b"VP8X", &[0x02 | 0x08, 0, 0, 0, 7, 0, 0, 7, 0, 0]);
    let frame = chunk(b"ANMF", &[0; 24]);
    let body = [b"WEBP".to_vec(), head, chunk(b"ANIM", &[0; 6]), frame.clone(), frame, chunk(b"EXIF", b"secret")];
    chunk(b"RIFF", &body.concat())
}

#[test]
fn what_moves_goes_on_moving_without_what_nobody_sees() {
    for (name, source, place) in [("a.png", apng(), "image"), ("a.webp", webp(), "image"), ("a.gif", gif(), "screen")] {
        let look = looked(place, name, &source);
        assert_eq!(codes(&look), Vec::<&str>::new(), "{name}");
        assert!(look.media[0].facts.format.contains("2 frames"), "{}", look.media[0].facts.format);
        let polyglot = [&source[..], b"<script>alert(1)</script>"].concat();
        let (made, ending) = delivered(place, name, &polyglot);
        assert!(name.ends_with(&ending) && holds(&source, b"secret"), "{name}");
        assert!(!holds(&made, b"secret") && !holds(&made, b"script"), "{name}");
        assert_eq!(delivered(place, name, &made).0, made, "nothing is left to drop");
        for length in 0..source.len() {
            let _ = looked(place, name, &source[..length]);
        }
        assert!(looked(place, name, &source[..source.len() - 9]).media.is_empty(), "{name}");
    }
    assert_eq!(refused("image", "a.gif", &gif()), "media-type");
}

fn run(place: &Place, command: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_yunzhan-tested")).current_dir(&place.0).args(command).output().unwrap()
}

/// Cases 75 to 79 of the hostile ones, the whole way: the check says what and where in both languages, the pack is not made.
#[test]
fn hostile_media_are_refused_by_the_program() {
    let film = Film { source: (0, b"file:///etc/passwd\0"), ..Film::default() }.write();
    let cases: [(&str, &str, &[u8], &str); 7] = [
        (
            "image",
            "a.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            "drawing-active",
        ),
        ("document", "a.pdf", b"%PDF-1.7\n<< /S /JavaScript /JS (a) >>\nstartxref\n0\n%%EOF", "media-damaged"),
        ("video", "a.mp4", &film, "film-elsewhere"),
        ("image", "a.jpg", b"<!DOCTYPE html><html><script>alert(1)</script></html>", "media-type"),
        ("image", "a.png", EICAR, "media-type"),
        ("audio", "a.mp3", EICAR, "media-type"),
        ("document", "a.pdf", EICAR, "media-type"),
    ];
    for (kind, name, bytes, code) in cases {
        let place = Place::new();
        files(kind, name, bytes).iter().for_each(|(path, bytes)| drop(place.write(path, bytes)));
        let output = run(&place, &["check", ".", "--json"]);
        assert_eq!(output.status.code(), Some(1), "{name}");
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let finding = &report["findings"][0];
        assert_eq!((finding["code"].as_str(), finding["severity"].as_str()), (Some(code), Some("error")), "{name}");
        assert_eq!(finding["place"], "exhibits[0].media[0].file");
        assert!(finding["message"]["zh-CN"].as_str().unwrap().contains(name), "{finding}");
        assert!(!finding["hint"]["en"].as_str().unwrap().is_empty(), "{finding}");
        let output = run(&place, &["pack", ".", "-o", "out", "--json"]);
        assert_eq!(output.status.code(), Some(1), "{name}");
        assert!(!place.0.join("out").exists(), "{name}");
    }
}

#[test]
fn the_check_says_what_each_medium_is() {
    let place = Place::new();
    let film = Film::default().write();
    files("video", "a.mp4", &film).iter().for_each(|(path, bytes)| drop(place.write(path, bytes)));
    let said = String::from_utf8(run(&place, &["check", ".", "--lang", "en", "--html", "a.html"]).stdout).unwrap();
    let line = "MP4, H.264 High 3.1, AAC · 640 × 360 · 0:04.0";
    assert!(said.contains(line), "{said}");
    assert!(std::fs::read_to_string(place.0.join("a.html")).unwrap().contains(line));
    let report: Value = serde_json::from_slice(&run(&place, &["check", ".", "--json"]).stdout).unwrap();
    assert_eq!(report["media"][0]["duration_secs"], 4.0);
    assert_eq!(report["media"][0]["size_px"], serde_json::json!([640, 360]));
}

/// The reader of headers, the check and the packing each look at a picture in their own way.
#[test]
fn a_texture_for_printers_is_shown_and_packed() {
    let mut draft = Draft::new();
    let material = draft.painted(&cmyk([255, 0, 0, 255]));
    let mut primitive = Sheet::new(2, 4.0, 1.0).primitive(&mut draft);
    primitive["material"] = material.into();
    let mesh = draft.push("meshes", serde_json::json!({"primitives": [primitive]}));
    draft.root(serde_json::json!({"mesh": mesh}));
    let place = Place::new();
    place.write("a.glb", draft.glb());
    let output = run(&place, &["check", "a.glb", "--json"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), &report["can_be_shown"]), (Some(0), &true.into()), "{report}");
    let output = run(&place, &["pack", "a.glb", "-o", "out", "--viewer", "none", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn a_texture_of_a_kind_that_nobody_shows_is_called_so() {
    let place = Place::new();
    place.write("a.tif", b"II*\0\x08\0\0\0\0\0\0\0\0\0\0\0");
    let mut draft = Draft::new();
    let image = draft.push("images", serde_json::json!({"uri": "a.tif"}));
    let texture = draft.push("textures", serde_json::json!({"source": image}));
    let material = serde_json::json!({"pbrMetallicRoughness": {"baseColorTexture": {"index": texture}}});
    let material = draft.push("materials", material);
    let mut primitive = Sheet::new(2, 4.0, 1.0).primitive(&mut draft);
    primitive["material"] = material.into();
    let mesh = draft.push("meshes", serde_json::json!({"primitives": [primitive]}));
    draft.root(serde_json::json!({"mesh": mesh}));
    place.write("a.glb", draft.glb());
    let output = run(&place, &["check", "a.glb", "--lang", "en"]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.code() == Some(0) && said.contains("\"a.tif\" is a TIFF"), "{said}");
    let output = run(&place, &["pack", "a.glb", "-o", "out", "--viewer", "none", "--json"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "what the check lets pass is packed: {report}");
    let warning = &report["warnings"][0];
    assert!(warning["en"].as_str().unwrap().contains("images[0]"), "{warning}");
    assert!(warning["zh-CN"].as_str().unwrap().contains("不是 PNG"), "{warning}");
}
