//! Words that visitors see: plain text without characters that nobody sees.

use bytes::Bytes;
use hall::{Hall, Limits};
use serde_json::{Value, json};

use crate::media_files::{codes, delivered, looked, manifest, refused};
use crate::pictures::{exhibition, png};
use crate::place::{Place, pack_files};

/// A hall with these words, and one file that is not there to be looked at.
fn hall(change: impl FnOnce(&mut Value)) -> Vec<(&'static str, Bytes)> {
    let mut hall = manifest("poster", "a.png");
    hall["exhibits"] = json!([{"id": "e", "title": {"zh-CN": "甲", "en": "A"}, "anchor": {"position": [0, 0, 0]}}]);
    change(&mut hall);
    let text = hall.to_string().into_bytes();
    vec![("hall.json", text.into()), ("hall.glb", exhibition(&[png(4, 4)])), ("a.png", png(9, 9).into())]
}

fn found(files: &[(&str, Bytes)]) -> Vec<(&'static str, String)> {
    let file = |path: &str| files.iter().find(|(known, _)| *known == path).map(|(_, bytes)| bytes.clone());
    let look = pack::look("hall.json", &file, &Limits::default());
    look.findings.iter().map(|finding| (finding.code, finding.place.clone())).collect()
}

#[test]
fn hidden_characters_are_told_and_dropped() {
    let files = hall(|hall| {
        hall["title"]["en"] = json!("Fair\u{202e}gnp.exe\u{0000}\nhall");
        hall["exhibits"][0]["body"] = json!({"zh-CN": "第一段\n\n第二段\u{200f}", "en": "One\u{7}"});
        hall["exhibits"][0]["contact"] = json!({"phone": "023\u{202d}123"});
    });
    let places = ["title.en", "exhibits[0].body.en", "exhibits[0].body.zh-CN", "exhibits[0].contact.phone"];
    assert_eq!(found(&files), places.map(|place| ("text-characters", place.to_owned())));
    let place = Place::new();
    let report = pack_files(&place, "hall.json", &files).unwrap();
    let packed = std::fs::read(place.0.join("pack").join(&report.pack.manifest.unwrap().file)).unwrap();
    let hall = Hall::parse(&packed).unwrap();
    assert_eq!(hall.title.0["en"], "Fairgnp.exe hall");
    assert_eq!(hall.exhibits[0].body.0["zh-CN"], "第一段\n\n第二段");
    assert_eq!(hall.exhibits[0].contact.as_ref().unwrap().phone.as_deref(), Some("023123"));
    assert_eq!(hall.poster.as_deref(), Some("a.png"), "paths stay");
}

#[test]
fn a_manifest_without_them_stays_as_it_came() {
    let files = hall(|hall| hall["unknown"] = json!("kept"));
    let place = Place::new();
    let report = pack_files(&place, "hall.json", &files).unwrap();
    assert_eq!(std::fs::read(place.0.join("pack").join(&report.pack.manifest.unwrap().file)).unwrap(), files[0].1);
}

#[test]
fn long_words_markup_and_false_addresses_are_told() {
    let files = hall(|hall| {
        hall["exhibits"][0]["title"]["en"] = json!("a".repeat(501));
        hall["exhibits"][0]["body"] = json!({"zh-CN": "字".repeat(20_001), "en": "<b>bold</b>, if a < b > c"});
        hall["exhibits"][0]["summary"] = json!({"zh-CN": "a < b", "en": "1 <2> 3"});
        hall["exhibits"][0]["contact"] = json!({"email": "a@example.com?bcc=b@example.com"});
    });
    let of = |code: &'static str, place: &str| (code, place.to_owned());
    assert_eq!(
        found(&files),
        [
            of("text-too-long", "exhibits[0].title.en"),
            of("text-too-long", "exhibits[0].body.zh-CN"),
            of("email-malformed", "exhibits[0].contact.email"),
            of("text-markup", "exhibits[0].body.en"),
        ]
    );
}

#[test]
fn captions_are_webvtt() {
    let captions = "\u{feff}WEBVTT\n\n00:00.000 --> 00:02.000\n你好".as_bytes();
    assert_eq!(codes(&looked("captions", "a.vtt", captions)), Vec::<&str>::new());
    assert_eq!(delivered("captions", "a.vtt", captions), (captions.to_vec(), "vtt".into()));
    for bytes in [&b"1\n00:00:00,000 --> 00:00:02,000\nhi"[..], b"WEBVTTX", b"WEBVTT\n\xc4\xe3", b"<html>", b""] {
        assert_eq!(refused("captions", "a.vtt", bytes), "captions-format");
    }
}
