//! `hall.json` from bytes.

use hall::manifest::{Anchor, EnvironmentPreset, Hall, MediaKind};
use hall::{ManifestError, VERSION};

fn error(json: &str) -> ManifestError {
    Hall::parse(json.as_bytes()).unwrap_err()
}

#[test]
fn the_smallest_hall_has_defaults() {
    let hall = Hall::parse(r#"{"version":1,"title":"大厅","scenes":["a.glb"]}"#.as_bytes()).unwrap();
    assert_eq!(hall.title.in_language("en"), ("大厅", "zh-CN"));
    assert_eq!((hall.exposure, hall.environment.preset), (1.0, EnvironmentPreset::Studio));
    assert!(hall.spawn.is_none() && hall.exhibits.is_empty());
}

#[test]
fn a_hall_comes_back_as_it_was_written() {
    let json = r#"{
        "version": 1,
        "title": {"zh-CN": "展厅", "en": "Hall"},
        "scenes": ["hall.glb"],
        "spawn": {"position": [1, 0, -2], "heading_deg": 90},
        "exhibits": [{
            "id": "robot", "title": "机器人", "anchor": {"node": "Robot"},
            "media": [{"kind": "image", "file": "robot.jpg", "alt": "机械臂"}]
        }, {"id": "b", "title": "B", "anchor": {"position": [0, 1, 2]}}],
        "tours": [{"id": "short", "title": "导览", "stops": [{"exhibit": "robot", "audio": {"en": "a.mp3"}}]}]
    }"#;
    let hall = Hall::parse(json.as_bytes()).unwrap();
    assert_eq!(hall.exhibits[0].anchor, Anchor::Node("Robot".into()));
    assert_eq!(hall.exhibits[0].media[0].kind, MediaKind::Image);
    assert_eq!(hall.title.in_language("en"), ("Hall", "en"));
    let again = serde_json::to_vec(&hall).unwrap();
    assert_eq!(Hall::parse(&again).unwrap(), hall);
}

#[test]
fn a_byte_order_mark_is_skipped() {
    assert!(Hall::parse("\u{feff}{\"version\":1,\"title\":\"a\",\"scenes\":[]}".as_bytes()).is_ok());
}

#[test]
fn errors_tell_path_line_and_column() {
    let json = "{\"version\": 1, \"title\": \"a\", \"scenes\": [],\n \"exhibits\": [{\"id\": \"x\", \"title\": 5}]}";
    let ManifestError::Property { path, line, .. } = error(json) else { panic!("{}", error(json)) };
    assert_eq!((path.as_str(), line), ("exhibits[0].title", 2));
    assert!(error(json).to_string().contains("words, or an object of words by language"), "{}", error(json));

    let json = r#"{"version":1,"title":"a","scenes":[],"spawn":{"position":[1,2]}}"#;
    assert!(matches!(error(json), ManifestError::Property { path, .. } if path == "spawn.position"));
    let json = r#"{"version":1,"title":"a","scenes":[],"exhibits":[{"id":"a","title":"a","anchor":{"room":"b"}}]}"#;
    assert!(error(json).to_string().contains("exhibits[0].anchor"), "{}", error(json));
    assert!(error(r#"{"version":1,"scenes":[]}"#).to_string().contains("title"));
}

#[test]
fn broken_json_tells_line_and_column() {
    let found = error("{\n\"version\": 1,,");
    assert!(matches!(found, ManifestError::Syntax { line: 2, column: 14, .. }), "{found}");
    assert!(matches!(error("{\"version\":1,\"title\":\"a\",\"scenes\":[]} x"), ManifestError::Syntax { .. }));
    assert!(matches!(error(""), ManifestError::Syntax { .. }));
    assert!(matches!(error(&"[".repeat(100_000)), ManifestError::Syntax { .. } | ManifestError::Property { .. }));
}

#[test]
fn other_versions_are_named_whatever_their_shape() {
    assert_eq!(error(r#"{"version":2,"rooms":[]}"#), ManifestError::Version { found: 2 });
    assert_eq!(VERSION, 1);
}

#[test]
fn endless_manifests_are_refused() {
    let long = " ".repeat(5 << 20);
    assert!(matches!(error(&long), ManifestError::TooLong { .. }));
}
