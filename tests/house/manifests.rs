//! Manifests: imports between rooms, the outside worlds, versions in one place, flat crates.

use toml::{Table, Value};

use crate::{expect_none, expect_one, files_below, rooms, root};

/// What each room may import of ours. `tests` may import all.
const LAW: [(&str, &[&str]); 9] = [
    ("hall", &[]),
    ("unpack", &["hall"]),
    ("render", &["hall"]),
    ("viewer", &["hall", "render", "unpack"]),
    ("kit", &["hall"]),
    ("bake", &["hall"]),
    ("pack", &["bake", "hall"]),
    ("server", &["hall", "kit", "pack"]),
    ("xtask", &[]),
];

/// The outside worlds, and the rooms that know them. Whatever is not named here is nobody's in particular.
pub const WORLDS: [(&str, &[&str]); 48] = [
    // Only beside our own reader, in tests.
    ("gltf", &[]),
    ("gltf-json", &[]),
    ("wgpu", &["render"]),
    ("wgpu-core", &["render"]),
    ("wgpu-hal", &["render"]),
    ("naga", &["render"]),
    ("winit", &["viewer"]),
    ("web-sys", &["viewer"]),
    ("js-sys", &["viewer"]),
    ("wasm-bindgen", &["viewer"]),
    ("wasm-bindgen-futures", &["viewer"]),
    ("gilrs", &["viewer"]),
    ("axum", &["server"]),
    ("hyper", &["server"]),
    ("hyper-util", &["server"]),
    ("tower", &["server"]),
    ("tower-http", &["server"]),
    ("tokio", &["server"]),
    ("maud", &["server"]),
    ("sqlx", &["server"]),
    ("rusqlite", &["server"]),
    ("object_store", &["server"]),
    ("async-nats", &["server"]),
    ("reqwest", &["server"]),
    ("fast_image_resize", &["pack"]),
    ("meshopt", &["pack"]),
    ("webp", &["pack"]),
    ("rawzip", &["pack"]),
    ("lopdf", &["pack"]),
    ("resvg", &["pack"]),
    ("rlimit", &["server"]),
    ("landlock", &["server"]),
    ("seccompiler", &["server"]),
    ("draco-core", &["hall"]),
    ("bevy_mikktspace", &["hall"]),
    ("basisu", &["unpack"]),
    ("ruzstd", &["unpack"]),
    ("basis-universal", &["pack"]),
    ("zstd", &["pack"]),
    ("ktx2", &["pack"]),
    ("intel_tex_2", &["pack"]),
    ("texpresso", &["pack"]),
    ("ravif", &["pack"]),
    ("obvhs", &["bake"]),
    ("embree4-rs", &["bake"]),
    ("xatlas-rs", &["bake"]),
    ("wasm-bindgen-cli-support", &["xtask"]),
    ("walrus", &["xtask"]),
];

/// The tables of a manifest in which dependencies stand, `target.….dependencies` included.
fn dependency_tables(manifest: &Table) -> Vec<&Table> {
    const KINDS: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];
    let targets = manifest.get("target").and_then(Value::as_table).into_iter().flat_map(Table::values);
    let holders = std::iter::once(manifest).chain(targets.filter_map(Value::as_table));
    holders.flat_map(|holder| KINDS.iter().filter_map(|kind| holder.get(*kind)?.as_table())).collect()
}

/// The names of a room's dependencies; a renamed one counts as what it is.
pub fn dependencies(manifest: &Table) -> Vec<String> {
    let named = dependency_tables(manifest).into_iter().flatten();
    let name =
        |(name, value): (&String, &Value)| value.get("package").and_then(Value::as_str).unwrap_or(name).to_string();
    named.map(name).collect()
}

fn parse(manifest: &str) -> Table {
    manifest.parse().expect("a manifest is TOML")
}

fn import_complaints(room: &str, manifest: &str) -> Vec<String> {
    let Some((_, allowed)) = LAW.iter().find(|(name, _)| *name == room) else {
        return vec![format!("src/{room}: the law knows no such room; see docs/architecture.md")];
    };
    let is_room = |name: &str| LAW.iter().any(|(room, _)| *room == name) || name == "tests";
    let mut complaints = Vec::new();
    for name in dependencies(&parse(manifest)) {
        if is_room(&name) && !allowed.contains(&name.as_str()) {
            complaints.push(format!("src/{room} imports {name}; it may import {allowed:?}"));
        }
        if let Some((_, homes)) = WORLDS.iter().find(|(world, _)| *world == name)
            && !homes.contains(&room)
        {
            complaints.push(format!("src/{room} depends on {name}, which only {homes:?} may know"));
        }
    }
    complaints
}

/// Versions, lints, profiles stand in the root manifest only; a crate's sources lie flat in its folder.
fn shape_complaints(place: &str, manifest: &str) -> Vec<String> {
    let manifest = parse(manifest);
    let mut complaints = Vec::new();
    for (name, value) in dependency_tables(&manifest).into_iter().flatten() {
        let is_inherited = value.get("workspace").and_then(Value::as_bool) == Some(true);
        let is_pinned = ["version", "path", "git", "registry"].iter().any(|key| value.get(key).is_some());
        if !is_inherited || is_pinned {
            complaints.push(format!("{place}: {name} must be `workspace = true`; versions stand in the root manifest"));
        }
    }
    for table in ["profile", "patch", "workspace"] {
        if manifest.contains_key(table) {
            complaints.push(format!("{place}: [{table}] stands in the root manifest only"));
        }
    }
    let inherits = |table: &Value| table.get("workspace").and_then(Value::as_bool) == Some(true);
    if !manifest.get("lints").is_some_and(inherits) {
        complaints.push(format!("{place}: lacks `[lints] workspace = true`"));
    }
    for key in ["version", "edition", "rust-version", "license", "publish"] {
        if !manifest.get("package").and_then(|package| package.get(key)).is_some_and(inherits) {
            complaints.push(format!("{place}: `{key}.workspace = true` is missing"));
        }
    }
    if let Some(lib) = manifest.get("lib")
        && lib.get("path").and_then(Value::as_str) != Some("lib.rs")
    {
        complaints.push(format!("{place}: a crate is flat: `[lib] path = \"lib.rs\"`"));
    }
    complaints
}

fn manifest_of(place: &str) -> String {
    std::fs::read_to_string(root().join(place).join("Cargo.toml")).expect("a member has a manifest")
}

#[test]
fn rooms_import_one_way() {
    expect_none(
        rooms().iter().flat_map(|room| import_complaints(room, &manifest_of(&format!("src/{room}")))).collect(),
    );
}

#[test]
fn versions_lints_and_profiles_stand_in_the_root_manifest() {
    let mut places: Vec<String> = rooms().iter().map(|room| format!("src/{room}")).collect();
    places.push("tests".into());
    expect_none(places.iter().flat_map(|place| shape_complaints(place, &manifest_of(place))).collect());
}

#[test]
fn crates_lie_flat() {
    let sources = files_below("src").into_iter().map(|(name, _)| name);
    expect_none(sources.filter(|name| name.split('/').nth(2) == Some("src")).collect());
}

/// A room's manifest in which all is well but for `more`.
fn manifest_with(more: &str) -> String {
    format!(
        "[package]\nname = \"x\"\nversion.workspace = true\nedition.workspace = true\nrust-version.workspace = true\n\
         license.workspace = true\npublish.workspace = true\n[lib]\npath = \"lib.rs\"\n[lints]\nworkspace = true\n{more}"
    )
}

#[test]
fn a_good_manifest_passes() {
    let good =
        manifest_with("[dependencies]\nhall.workspace = true\nwgpu = { workspace = true, features = [\"std\"] }\n");
    expect_none(import_complaints("render", &good));
    expect_none(shape_complaints("src/render", &good));
}

#[test]
fn an_import_against_the_arrows_is_found_in_every_kind_of_table() {
    for table in ["dependencies", "dev-dependencies", "build-dependencies", "target.'cfg(unix)'.dependencies"] {
        let manifest = manifest_with(&format!("[{table}]\nviewer.workspace = true\n"));
        expect_one(&import_complaints("render", &manifest), "imports viewer");
    }
    expect_one(
        &import_complaints("server", &manifest_with("[dependencies]\nrender.workspace = true\n")),
        "imports render",
    );
    let renamed = manifest_with("[dependencies]\npicture = { workspace = true, package = \"render\" }\n");
    expect_one(&import_complaints("server", &renamed), "imports render");
}

#[test]
fn an_outside_world_in_the_wrong_room_is_found() {
    for (room, world) in
        [("viewer", "wgpu"), ("server", "gltf"), ("render", "web-sys"), ("kit", "meshopt"), ("hall", "axum")]
    {
        let manifest = manifest_with(&format!("[dependencies]\n{world}.workspace = true\n"));
        expect_one(&import_complaints(room, &manifest), world);
    }
}

#[test]
fn an_unknown_room_is_found() {
    expect_one(&import_complaints("lounge", &manifest_with("")), "no such room");
}

#[test]
fn a_version_outside_the_root_is_found() {
    for dependency in ["glam = \"0.34\"", "glam = { version = \"0.34\" }", "hall = { path = \"../hall\" }"] {
        let manifest = manifest_with(&format!("[dependencies]\n{dependency}\n"));
        expect_one(&shape_complaints("src/x", &manifest), "versions stand in the root");
    }
    expect_one(&shape_complaints("src/x", &manifest_with("[profile.dev]\nopt-level = 3\n")), "[profile]");
}

#[test]
fn a_crate_that_is_not_flat_or_goes_its_own_way_is_found() {
    expect_one(&shape_complaints("src/x", &manifest_with("").replace("\"lib.rs\"", "\"src/lib.rs\"")), "flat");
    expect_one(&shape_complaints("src/x", &manifest_with("").replace("[lints]\nworkspace = true", "")), "lints");
    expect_one(&shape_complaints("src/x", &manifest_with("").replace("edition.workspace", "edition2")), "edition");
}
