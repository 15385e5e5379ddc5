//! What `yunzhan check` says of a hall.

use std::collections::BTreeMap;

use bytes::Bytes;
use glam::{Quat, Vec3};
use hall::gltf::write_glb;
use hall::{Aabb, Finding, Limits, Mesh, MeshId, Node, Primitive, Scene, Severity, Trs, check};
use serde_json::{Value, json};

pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\0\0\0\x01\0\x08\x02\0\0\0\0\0\0\0\0\0\0\0IDAT";

/// Ten metres by ten, level, with a node to hang an exhibit on.
fn floor() -> Scene {
    let positions: Vec<Vec3> =
        [(-5.0, -5.0), (-5.0, 5.0), (5.0, 5.0), (5.0, -5.0)].map(|(x, z)| Vec3::new(x, 0.0, z)).into();
    let primitive = Primitive {
        indices: vec![0, 1, 2, 0, 2, 3],
        normals: vec![Vec3::Y; 4],
        bounds: Aabb::around(positions.iter().copied()),
        positions,
        ..Primitive::default()
    };
    Scene {
        nodes: vec![
            Node { name: "Floor".into(), mesh: Some(MeshId(0)), ..Node::default() },
            Node { name: "Plinth".into(), ..Node::default() },
        ],
        meshes: vec![Mesh { name: "floor".into(), primitives: vec![primitive] }],
        ..Scene::default()
    }
}

/// A hall without fault.
pub struct Folder {
    pub hall: Value,
    pub files: BTreeMap<String, Bytes>,
}

impl Folder {
    pub fn new() -> Self {
        let words = |zh: &str, en: &str| json!({"zh-CN": zh, "en": en});
        let hall = json!({
            "version": 1,
            "title": words("展厅", "Hall"),
            "scenes": ["floor.glb"],
            "poster": "pictures/poster.png",
            "spawn": {"position": [0, 0, 0]},
            "viewpoints": [{"id": "door", "eye": [0, 1.6, 4]}],
            "sections": [{"id": "east", "title": words("东区", "East")}],
            "exhibits": [{
                "id": "robot", "title": words("机器人", "Robot"), "section": "east", "viewpoint": "door",
                "anchor": {"node": "Plinth"},
                "media": [{"kind": "image", "file": "pictures/poster.png", "alt": words("机械臂", "An arm")}],
            }],
            "tours": [{"id": "short", "title": words("导览", "Tour"), "stops": [{"exhibit": "robot"}]}],
        });
        let glb = Bytes::from(write_glb(&floor()));
        let png = Bytes::from_static(PNG);
        let files = BTreeMap::from([("floor.glb".to_owned(), glb), ("pictures/poster.png".to_owned(), png)]);
        Self { hall, files }
    }

    pub fn check(&self) -> Vec<Finding> {
        let hall = Bytes::from(self.hall.to_string());
        let file = |path: &str| if path == "hall.json" { Some(hall.clone()) } else { self.files.get(path).cloned() };
        check("hall.json", &file, &Limits::default())
    }

    /// The only finding.
    pub fn finding(&self) -> Finding {
        let findings = self.check();
        assert_eq!(findings.len(), 1, "{findings:#?}");
        findings[0].clone()
    }

    fn expect(&self, code: &str, severity: Severity, place: &str) {
        let finding = self.finding();
        assert_eq!((finding.code, finding.severity, finding.place.as_str()), (code, severity, place), "{finding:#?}");
        assert!(!finding.message("zh-CN").is_empty() && finding.message("en").is_ascii(), "{finding:#?}");
    }
}

#[test]
fn a_good_hall_has_no_findings() {
    assert_eq!(Folder::new().check(), []);
}

#[test]
fn a_bare_glb_is_checked_too() {
    let glb = Bytes::from(write_glb(&floor()));
    let findings =
        |name: &str, bytes: Bytes| check(name, &|path| (path == name).then(|| bytes.clone()), &Limits::default());
    assert_eq!(findings("a.glb", glb.clone()), []);
    let cut = findings("a.glb", glb.slice(..100));
    assert_eq!((cut[0].code, cut[0].severity), ("gltf-cut-short", Severity::Error));
    let gone = check("a.glb", &|_| None, &Limits::default());
    assert_eq!(gone[0].code, "file-missing");
    // A wall and nothing to stand on.
    let mut wall = floor();
    wall.nodes[0].parent_from_node = Trs { rotation: Quat::from_rotation_x(1.5), ..Trs::default() };
    assert_eq!(findings("a.glb", write_glb(&wall).into())[0].code, "floor-missing");
}

#[test]
fn unreadable_manifests_tell_where() {
    let findings = check("hall.json", &|_| Some(Bytes::from_static(b"{\n  oops")), &Limits::default());
    assert_eq!(findings[0].code, "manifest-syntax");
    assert!(findings[0].message("zh-CN").contains("第 2 行第 3 列"), "{}", findings[0].message("zh-CN"));
    assert!(findings[0].message("en").contains("line 2, column 3"));
    let mut folder = Folder::new();
    folder.hall["exhibits"][0]["title"] = json!(5);
    folder.expect("manifest-property", Severity::Error, "exhibits[0].title");
    folder.hall["version"] = json!(3);
    folder.expect("manifest-version", Severity::Error, "version");
}

#[test]
fn misspelt_properties_are_named() {
    let mut folder = Folder::new();
    folder.hall["$schema"] = json!("https://example.org/hall.schema.json");
    folder.hall["exhibits"][0]["sumary"] = json!("拼错");
    folder.expect("property-unknown", Severity::Warning, "exhibits.0.sumary");
}

#[test]
fn references_are_followed() {
    type Change = fn(&mut Value);
    let cases: [(Change, &str, &str); 7] = [
        (|h| h["exhibits"][0]["section"] = json!("west"), "id-unknown", "exhibits[0].section"),
        (|h| h["exhibits"][0]["viewpoint"] = json!("dor"), "id-unknown", "exhibits[0].viewpoint"),
        (|h| h["tours"][0]["stops"][0]["exhibit"] = json!("x"), "id-unknown", "tours[0].stops[0].exhibit"),
        (|h| h["tours"][0]["stops"][0] = json!({}), "stop-nowhere", "tours[0].stops[0]"),
        (|h| h["exhibits"][0]["anchor"] = json!({"node": "Plint"}), "anchor-unknown", "exhibits[0].anchor"),
        (|h| h["sections"][0]["id"] = json!("a b"), "id-unsuitable", "sections[0].id"),
        (|h| h["spawn"]["position"] = json!([0, 3, 0]), "spawn-no-floor", "spawn.position"),
    ];
    for (change, code, place) in cases {
        let mut folder = Folder::new();
        change(&mut folder.hall);
        let findings = folder.check();
        assert!(findings.iter().any(|f| f.code == code && f.place == place), "{code}: {findings:#?}");
    }
    let mut folder = Folder::new();
    folder.hall["exhibits"][0]["viewpoint"] = json!("dor");
    assert_eq!(folder.finding().hint("zh-CN"), "是不是“door”？");
    let viewpoint = folder.hall["viewpoints"][0].clone();
    folder.hall["exhibits"][0]["viewpoint"] = json!("door");
    folder.hall["viewpoints"] = json!([viewpoint, viewpoint]);
    folder.expect("id-duplicate", Severity::Error, "viewpoints[1].id");
}

#[test]
fn words_are_wanted_in_both_languages() {
    let mut folder = Folder::new();
    folder.hall["title"] = json!("只有中文");
    folder.expect("language-missing", Severity::Hint, "title");
    folder.hall["title"] = json!({"en": "English only"});
    folder.expect("language-missing", Severity::Warning, "title");
    folder.hall["title"] = json!("  ");
    folder.expect("title-missing", Severity::Error, "title");
    let mut folder = Folder::new();
    folder.hall["exhibits"][0]["media"][0]["alt"] = json!({});
    folder.expect("alt-missing", Severity::Warning, "exhibits[0].media[0].alt");
}

#[test]
fn files_are_there_and_what_they_claim() {
    let mut folder = Folder::new();
    folder.hall["poster"] = json!("pictures/Poster.png");
    folder.expect("file-missing", Severity::Error, "poster");
    let mut folder = Folder::new();
    folder.files.insert("film.mp4".into(), Bytes::from_static(b"<html>"));
    folder.hall["exhibits"][0]["media"][0]["kind"] = json!("video");
    folder.hall["exhibits"][0]["media"][0]["file"] = json!("film.mp4");
    folder.expect("media-type", Severity::Error, "exhibits[0].media[0].file");
    let mut folder = Folder::new();
    let mut huge = PNG.to_vec();
    huge[16..20].copy_from_slice(&20_000_u32.to_be_bytes());
    folder.files.insert("huge.png".into(), huge.into());
    folder.hall["poster"] = json!("huge.png");
    folder.expect("image-large", Severity::Error, "poster");
    folder.hall["scenes"] = json!(["floor.glb", "missing.glb"]);
    assert!(folder.check().iter().any(|f| f.code == "file-missing" && f.place == "scenes[1]"));
    folder.hall["scenes"] = json!([]);
    assert!(folder.check().iter().any(|f| f.code == "scenes-empty"));
}

#[test]
fn paths_that_lead_out_of_the_folder_are_never_asked_for() {
    for path in
        ["../secret.png", "/etc/passwd", "http://host/a.png", "a/../../b.png", "C:\\a.png", "a\\b.png", "./a.png", ""]
    {
        let mut folder = Folder::new();
        folder.hall["poster"] = json!(path);
        let hall = Bytes::from(folder.hall.to_string());
        let file = |asked: &str| {
            assert_ne!(asked, path, "a path out of the folder was asked for");
            if asked == "hall.json" { Some(hall.clone()) } else { folder.files.get(asked).cloned() }
        };
        let findings = check("hall.json", &file, &Limits::default());
        assert!(findings.iter().any(|f| f.code == "path-forbidden" && f.place == "poster"), "{path}: {findings:#?}");
    }
}

#[test]
fn scenes_in_folders_find_their_neighbours() {
    let mut folder = Folder::new();
    let gltf = json!({
        "asset": {"version": "2.0"}, "scenes": [{"nodes": [0]}], "nodes": [{"mesh": 0, "name": "Extra"}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}],
        "accessors": [{"bufferView": 0, "componentType": 5126, "type": "VEC3", "count": 3}],
        "bufferViews": [{"buffer": 0, "byteLength": 36}],
        "buffers": [{"byteLength": 36, "uri": "a.bin"}],
        "images": [{"uri": "b.png"}],
    });
    folder.files.insert("models/a.gltf".into(), gltf.to_string().into());
    folder.hall["scenes"] = json!(["floor.glb", "models/a.gltf"]);
    let finding = &folder.check()[0];
    assert_eq!((finding.code, finding.file.as_str()), ("gltf-missing-file", "models/a.gltf"));
    folder.files.insert("models/a.bin".into(), vec![0; 36].into());
    let finding = folder.finding();
    assert_eq!((finding.code, finding.place.as_str()), ("file-missing", "images[0]"));
    assert_eq!(finding.severity, Severity::Warning, "the hall is shown all the same");
    folder.files.insert("models/b.png".into(), Bytes::from_static(PNG));
    assert_eq!(folder.check(), []);
}

#[test]
fn broken_models_are_explained_in_both_languages() {
    let mut folder = Folder::new();
    let gltf = json!({
        "asset": {"version": "2.0"}, "scenes": [{"nodes": [0]}], "nodes": [{"mesh": 0}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 7}}]}],
    });
    folder.files.insert("a.gltf".into(), gltf.to_string().into());
    folder.hall["exhibits"][0]["model"] = json!("a.gltf");
    let finding = folder.finding();
    assert_eq!(finding.place, "meshes[0].primitives[0]");
    assert_eq!(finding.message("zh-CN"), "网格 0，图元 0：引用了不存在的访问器 7（共 0 个）");
    assert_eq!(finding.message("en"), "mesh 0, primitive 0: refers to accessor 7, there are 0");
    let json = serde_json::to_value(&finding).unwrap();
    assert_eq!(json["severity"], "error");
    assert!(json["message"]["zh-CN"].is_string() && json["hint"]["en"].is_string());
}

#[test]
fn extensions_that_cannot_be_read_are_explained() {
    let gltf = |key: &str| {
        let mut folder = Folder::new();
        let mut gltf = json!({
            "asset": {"version": "2.0"}, "scenes": [{"nodes": [0]}], "nodes": [{"mesh": 0}],
            "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}],
            "accessors": [{"componentType": 5126, "type": "VEC3", "count": 3}],
        });
        gltf[key] = json!(["VENDOR_magic"]);
        folder.files.insert("a.gltf".into(), gltf.to_string().into());
        folder.hall["exhibits"][0]["model"] = json!("a.gltf");
        folder.finding()
    };
    let refused = gltf("extensionsRequired");
    assert_eq!((refused.code, refused.severity), ("gltf-required-extension", Severity::Error));
    let ignored = gltf("extensionsUsed");
    assert_eq!((ignored.code, ignored.severity), ("gltf-unknown-extension", Severity::Warning));
    for finding in [refused, ignored] {
        assert!(finding.message("zh-CN").contains("VENDOR_magic") && finding.message("en").contains("VENDOR_magic"));
    }
}

#[test]
fn the_worst_comes_first() {
    let mut folder = Folder::new();
    folder.hall["title"] = json!("只有中文");
    folder.hall["poster"] = json!("gone.png");
    folder.hall["nonsense"] = json!(1);
    let severities: Vec<Severity> = folder.check().iter().map(|f| f.severity).collect();
    assert_eq!(severities, [Severity::Error, Severity::Warning, Severity::Hint]);
}

#[test]
fn numbers_out_of_range_are_named() {
    type Change = fn(&mut Value);
    let cases: [(Change, &str); 6] = [
        (|h| h["exposure"] = json!(0), "exposure"),
        (|h| h["exposure"] = json!(1e39), "exposure"),
        (|h| h["viewpoints"][0]["pitch_deg"] = json!(91), "viewpoints[0].pitch_deg"),
        (|h| h["viewpoints"][0]["fov_deg"] = json!(0), "viewpoints[0].fov_deg"),
        (|h| h["environment"] = json!({"intensity": -1}), "environment.intensity"),
        (|h| h["audio"] = json!([{"file": "pictures/poster.png", "gain": -1}]), "audio[0].gain"),
    ];
    for (change, place) in cases {
        let mut folder = Folder::new();
        change(&mut folder.hall);
        let findings = folder.check();
        assert!(findings.iter().any(|f| f.code == "number-range" && f.place == place), "{place}: {findings:#?}");
    }
}

#[test]
fn looks_that_nobody_can_choose_are_named() {
    let mut scene = floor();
    scene.materials = vec![Default::default()];
    scene.variants = ["day", "night", "day", ""].map(str::to_owned).into();
    scene.meshes[0].primitives[0].variants = vec![(0, hall::MaterialId(0)), (1, hall::MaterialId(0))];
    let mut folder = Folder::new();
    folder.files.insert("floor.glb".into(), write_glb(&scene).into());
    folder.hall["exhibits"][0]["anchor"] = json!({"node": "Floor"});
    folder.hall["exhibits"][0]["variants"] = json!(["day", "nigth"]);
    let found = folder.check();
    let places: Vec<_> =
        found.iter().filter(|f| f.code.starts_with("variant")).map(|f| (f.code, &f.place[..])).collect();
    let names = "extensions.KHR_materials_variants.variants";
    let (double, empty) = (format!("{names}[2]"), format!("{names}[3]"));
    assert_eq!(
        places,
        [("variant-name", &double[..]), ("variant-name", &empty[..]), ("variant-unknown", "exhibits[0].variants[1]")]
    );
    let twice = found.iter().find(|f| f.place == double).expect("a finding");
    assert!(twice.message("en").contains("number 1;") && twice.message("zh-CN").contains("第 1 个"), "{twice:?}");
    let unknown = found.iter().find(|f| f.code == "variant-unknown").expect("a finding");
    assert!(unknown.hint("en").contains("night") && unknown.hint("zh-CN").contains("night"), "{unknown:?}");
}

#[test]
fn screens_are_looked_at() {
    let mut folder = Folder::new();
    let words = json!({"zh-CN": "屏幕", "en": "Screen"});
    let screen =
        |id: &str, node: &str, file: &str| json!({"id": id, "title": words, "node": node, "file": file, "alt": words});
    folder.files.insert("film.webm".into(), Bytes::from_static(b"\x1a\x45\xdf\xa3 and so on"));
    folder.files.insert("words.txt".into(), Bytes::from_static(b"no film"));
    folder.hall["screens"] =
        json!(
            [screen("a", "Floor", "film.webm"), screen("b", "Plinth", "words.txt"), screen("b", "Wall", "gone.mp4"),]
        );
    folder.hall["screens"][0]["poster"] = json!("gone.png");
    folder.hall["screens"][0]["captions"] = json!({"zh-CN": "gone.vtt"});
    folder.hall["screens"][1]["alt"] = json!({});
    let found: Vec<_> = folder.check().into_iter().map(|f| (f.code, f.place)).collect();
    for (code, place) in [
        ("screen-surface", "screens[0].node"),
        ("file-missing", "screens[0].poster"),
        ("file-missing", "screens[0].captions.zh-CN"),
        ("screen-surface", "screens[1].node"),
        ("media-type", "screens[1].file"),
        ("alt-missing", "screens[1].alt"),
        ("id-duplicate", "screens[2].id"),
        ("anchor-unknown", "screens[2].node"),
        ("file-missing", "screens[2].file"),
    ] {
        assert!(found.contains(&(code, place.to_owned())), "{code} at {place} is missing in {found:?}");
    }
    assert_eq!(found.len(), 9, "{found:?}");
}

#[test]
fn a_screens_file_is_named_for_what_it_is() {
    let [mp4, webm] = [b"\0\0\0\x20ftypisom".as_slice(), b"\x1a\x45\xdf\xa3"];
    let [gif, webp] = [b"GIF89a".as_slice(), b"RIFF\0\0\0\0WEBPVP8X"];
    let cases: [(&str, &[u8], bool); 11] = [
        ("film.mp4", mp4, true),
        ("films/FILM.M4V", mp4, true),
        ("film.mov", mp4, false),
        ("film", mp4, false),
        ("mp4", mp4, false),
        ("film.mp4/loop", gif, false),
        ("film.mp4", webm, false),
        ("loop.mp4", gif, false),
        ("loop.gif", webp, false),
        ("loop.gif", gif, true),
        ("loop.apng", PNG, true),
    ];
    for (file, bytes, is_right) in cases {
        let mut folder = Folder::new();
        let words = json!({"zh-CN": "屏幕", "en": "Screen"});
        folder.hall["screens"] = json!([{"id": "a", "title": words, "node": "Floor", "file": file, "alt": words}]);
        folder.files.insert(file.to_owned(), Bytes::copy_from_slice(bytes));
        let found = folder.check();
        let finding = found.iter().find(|f| (f.code, f.place.as_str()) == ("media-type", "screens[0].file"));
        assert_eq!(finding.is_none(), is_right, "{file}: {found:?}");
        let Some(finding) = finding else { continue };
        assert!(finding.message("zh-CN").contains("扩展名") && finding.message("en").contains("ending"), "{finding:?}");
        assert_eq!(finding.severity, Severity::Error);
    }
}
