//! `yunzhan pack`: what it prints, and what a hostile hall can do to it.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::pictures::{bomb, exhibition, png};
use crate::place::Place;

fn run(place: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yunzhan-tested"));
    command.current_dir(place).arg("pack").args(arguments);
    // A viewer that lies beside the program would take pictures.
    if !arguments.contains(&"--viewer") {
        command.args(["--viewer", "none"]);
    }
    command.output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_hall_is_packed_beside_the_one_who_asked() {
    let place = Place::new();
    place.write(
        "halls/fair/hall.json",
        json!({"version": 1, "title": {"en": "Fair"}, "scenes": ["fair.glb"]}).to_string(),
    );
    place.write("halls/fair/fair.glb", exhibition(&[png(1200, 900)]));
    let english = run(&place.0, &["halls/fair", "--lang", "en"]);
    assert!(english.status.success(), "{}", text(&english.stderr));
    let said = text(&english.stdout);
    assert!(said.contains("fair.pack") && said.contains("phone") && said.contains("geometry"), "{said}");
    assert!(place.0.join("fair.pack/pack.json").is_file());
    let chinese = text(&run(&place.0, &["halls/fair/hall.json", "-o", "other", "--lang", "zh-CN"]).stdout);
    assert!(chinese.contains("手机") && chinese.contains("几何"), "{chinese}");
    let files = place.files();
    assert_eq!(files["fair.pack/pack.json"], files["other/pack.json"]);
}

#[test]
fn programs_read_json() {
    let place = Place::new();
    place.write("a.glb", exhibition(&[png(20, 20)]));
    let output = run(&place.0, &["a.glb", "--json", "--cache", "kept"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["made"], 3, "a scene, a picture, and what is derived");
    assert_eq!(report["pack"]["scenes"][0]["path"], "a.glb");
    let again: Value = serde_json::from_slice(&run(&place.0, &["a.glb", "--json", "--cache", "kept"]).stdout).unwrap();
    assert_eq!((&again["made"], &again["reused"]), (&json!(0), &json!(2)));
}

#[test]
fn what_cannot_be_shown_is_not_packed() {
    let place = Place::new();
    place.write("a.glb", b"PK");
    for (lang, words) in [("en", "neither a glTF nor a GLB"), ("zh-CN", "不能展示")] {
        let output = run(&place.0, &["a.glb", "--lang", lang]);
        assert_eq!(output.status.code(), Some(1));
        assert!(text(&output.stderr).contains(words), "{}", text(&output.stderr));
    }
    assert_eq!(run(&place.0, &["nothing.glb"]).status.code(), Some(1));
    assert_eq!(place.files().len(), 1);
}

#[test]
fn a_model_of_another_kind_is_refused_once_with_what_to_do() {
    let place = Place::new();
    place.write("a.glb", b"Kaydara FBX Binary  \0\x1a\0 and more");
    for (lang, name, hint) in [("en", "this is an FBX model", "Blender"), ("zh-CN", "这是 FBX 模型", "Blender")] {
        let packed = text(&run(&place.0, &["a.glb", "--lang", lang]).stderr);
        let mut check = Command::new(env!("CARGO_BIN_EXE_yunzhan-tested"));
        let checked = check.current_dir(&place.0).args(["check", "a.glb", "--lang", lang]).output().unwrap();
        for said in [packed, text(&checked.stdout)] {
            assert!(said.contains(name) && said.contains(hint), "{said}");
            assert!(!said.contains("YZ_") && !said.contains("JSON"), "no word of what nobody asked about: {said}");
        }
    }
}

#[test]
fn a_bomb_is_refused_by_name() {
    let place = Place::new();
    place.write("a.glb", exhibition(&[png(4, 4), bomb(20_000)]));
    let output = run(&place.0, &["a.glb", "--lang", "en"]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(said.contains("images[1]") && said.contains("20000 by 20000"), "{said}");
    assert_eq!(place.files().len(), 1);
}

#[test]
#[cfg(unix)]
fn who_asked_outlives_the_worker() {
    let place = Place::new();
    // Within the limits of a picture, above those of the memory that there is.
    place.write("a.glb", exhibition(&[bomb(8000)]));
    let program = env!("CARGO_BIN_EXE_yunzhan-tested");
    let line = format!("ulimit -v 200000; exec '{program}' pack a.glb --lang en");
    let output = Command::new("sh").current_dir(&place.0).args(["-c", &line]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(said.contains("the worker died"), "{said} {}", text(&output.stdout));
    assert_eq!(place.files().len(), 1, "{:?}", place.files().keys());
}

#[test]
#[cfg(unix)]
fn a_link_out_of_the_folder_leads_nowhere() {
    let place = Place::new();
    place.write("secret.pdf", b"%PDF-1.7 secret");
    let manifest = json!({
        "version": 1, "title": {"en": "Fair"}, "scenes": ["fair.glb"],
        "exhibits": [{"id": "a", "title": {"en": "A"}, "anchor": {"position": [0, 0, 0]}, "media": [{"kind": "document", "file": "a.pdf"}]}],
    });
    place.write("fair/hall.json", manifest.to_string());
    place.write("fair/fair.glb", exhibition(&[png(4, 4)]));
    std::os::unix::fs::symlink("../secret.pdf", place.0.join("fair/a.pdf")).unwrap();
    let output = run(&place.0, &["fair", "--lang", "en"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stdout));
    assert!(!place.0.join("fair.pack").exists());
}

#[test]
fn a_check_says_how_a_hall_fares_and_shows_what_is_heavy() {
    let place = Place::new();
    place.write("a.glb", exhibition(&[png(4, 4)]));
    let check = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yunzhan-tested"));
        command.current_dir(&place.0).arg("check").args(arguments).output().unwrap()
    };
    let output = check(&["a.glb", "--lang", "en", "--html", "report.html"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("Phone  good"), "{}", text(&output.stdout));
    let page = String::from_utf8(place.files()["report.html"].clone()).unwrap();
    assert!(page.contains("VR headset") && page.contains("data:image/png;base64,"));
    assert!(!page.contains("<script") && !page.contains("http"), "it stands for itself");

    let report: Value = serde_json::from_slice(&check(&["a.glb", "--json"]).stdout).unwrap();
    assert_eq!(report["devices"].as_array().map(Vec::len), Some(3));
    assert_eq!(report["devices"][0]["items"][0]["measure"], "first-look-bytes");
    assert_eq!(report["can_be_shown"], true);
}

#[test]
fn a_check_exits_with_3_where_a_hall_is_too_heavy_for_a_device() {
    let place = Place::new();
    // Three pictures of 8000 × 8000 pixels take a gigabyte of a phone, and hardly anything of the file.
    place.write("a.glb", exhibition(&[bomb(8000), bomb(8000), bomb(8000)]));
    let mut command = Command::new(env!("CARGO_BIN_EXE_yunzhan-tested"));
    let output = command.current_dir(&place.0).args(["check", "a.glb", "--lang", "en"]).output().unwrap();
    let said = text(&output.stdout);
    assert!(
        said.contains("too heavy") && said.contains("memory for textures: 1024.0 MB, more than 512.0 MB"),
        "{said}"
    );
    assert_eq!(output.status.code(), Some(3), "{said}");
}

/// A program that says it is a viewer, and gives the same picture whatever it is asked for; it notes what that was.
#[cfg(unix)]
fn viewer(place: &Place, picture: &str) -> String {
    use std::os::unix::fs::PermissionsExt;
    let script = format!(
        "#!/bin/sh\n[ \"$1\" = --version ] && echo 'viewer 7' && exit 0\necho \"$@\" >> '{0}/asked'\n\
         while [ \"$1\" != --output ]; do shift; done\ncp '{0}/{picture}' \"$2\"\n",
        place.0.display()
    );
    let path = place.write("viewer", script);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path.display().to_string()
}

#[test]
#[cfg(unix)]
fn a_viewer_takes_the_pictures_that_are_missing() {
    let place = Place::new();
    let house = crate::house::House::room(8.0, 8.0).spawn(glam::vec3(0.0, 0.0, 3.0), 0.0);
    let house = house.block("vase", glam::vec3(-0.2, 0.0, -0.2), glam::vec3(0.2, 1.2, 0.2)).exhibit("vase", "vase");
    house.files().into_iter().for_each(|(name, bytes)| drop(place.write(&format!("hall/{name}"), bytes)));
    place.write("picture.png", png(640, 480));
    let viewer = viewer(&place, "picture.png");
    let pack = |out: &str| {
        let output = run(&place.0, &["hall", "-o", out, "--viewer", &viewer, "--cache", "kept", "--json"]);
        serde_json::from_slice::<Value>(&output.stdout).unwrap()
    };
    let (first, again) = (pack("a"), pack("b"));
    let derived = &first["pack"]["derived"];
    assert_eq!(derived, &again["pack"]["derived"]);
    assert!(derived["poster"]["file"].as_str().unwrap().ends_with(".jpg"));
    assert!(derived["thumbnails"]["vase"]["file"].as_str().unwrap().ends_with(".webp"));
    let asked = String::from_utf8(place.files()["asked"].clone()).unwrap();
    let lines: Vec<&str> = asked.lines().collect();
    assert_eq!(lines.len(), 2, "what was taken is not taken again: {asked}");
    assert!(lines[0].contains("--size 1280x720") && !lines[0].contains("--eye"), "{asked}");
    assert!(lines[1].contains("--eye=") && lines[1].contains("--heading="), "{asked}");

    let broken = run(&place.0, &["hall", "-o", "c", "--viewer", "/bin/false", "--lang", "en"]);
    assert!(broken.status.success(), "what is no viewer takes no pictures");
    let said = text(&broken.stdout);
    assert!(said.contains("the hall has no poster, there is no picture of vase, and none was taken"), "{said}");
    assert!(first["warnings"].as_array().unwrap().is_empty(), "nothing is missing: {}", first["warnings"]);
    std::fs::write(place.0.join("picture.png"), b"not a picture").unwrap();
    let said = run(&place.0, &["hall", "-o", "d", "--viewer", &viewer, "--lang", "en"]);
    assert!(text(&said.stdout).contains("took no picture"), "{}", text(&said.stdout));
}

#[test]
fn a_check_says_what_visitors_do_not_get_to() {
    let place = Place::new();
    let house = crate::house::House::room(8.0, 8.0).spawn(glam::vec3(0.0, 0.0, 3.0), 0.0);
    let house = house.block("stage", glam::vec3(-4.0, 0.0, -4.0), glam::vec3(4.0, 0.8, 0.0));
    let house = house.block("vase", glam::vec3(-0.2, 0.8, -3.0), glam::vec3(0.2, 2.2, -2.6));
    let mut house = house.exhibit("vase", "vase");
    house.manifest["viewpoints"] = json!([{"id": "up", "eye": [0, 2.4, -1.5]}]);
    house.manifest["exhibits"][0]["viewpoint"] = json!("up");
    house.files().into_iter().for_each(|(name, bytes)| drop(place.write(&format!("hall/{name}"), bytes)));
    let mut command = Command::new(env!("CARGO_BIN_EXE_yunzhan-tested"));
    let output = command.current_dir(&place.0).args(["check", "hall", "--json"]).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap();
    let found = findings.iter().find(|finding| finding["code"] == "place-unreachable").unwrap();
    assert_eq!((&found["place"], &found["severity"]), (&json!("exhibits[0]"), &json!("warning")));
    assert!(found["message"]["zh-CN"].as_str().unwrap().contains("步行到不了展品“vase”"), "{found}");
    assert_eq!(output.status.code(), Some(0), "it can be shown");
}
