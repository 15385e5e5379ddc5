//! A whole hall: the same bytes each time, nothing made twice, nothing left behind.

use std::collections::BTreeSet;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use bytes::Bytes;
use hall::Limits;
use pack::texture::Tier;
use pack::{Pack, PackError, Report, Request, Step};
use serde_json::json;

use crate::pictures::{exhibition, png};
use crate::place::{Draft, Place, Sheet, json_of, pack_files};

/// A hall of two files and some media.
fn files() -> Vec<(&'static str, Bytes)> {
    let manifest = json!({
        "version": 1, "title": {"en": "Hall"}, "scenes": ["scenes/hall.glb"], "poster": "poster.png",
        "spawn": {"position": [0, 0, 0], "heading_deg": -90},
        "exhibits": [{
            "id": "a", "title": {"en": "A"}, "anchor": {"node": "picture 0"}, "model": "model.glb",
            "media": [{"kind": "image", "file": "a.png", "alt": {"en": "A"}}, {"kind": "document", "file": "a.pdf"}],
        }],
    });
    vec![
        ("hall.json", manifest.to_string().into_bytes().into()),
        ("scenes/hall.glb", exhibition(&[png(40, 40), png(1300, 700)])),
        ("model.glb", exhibition(&[png(44, 44)])),
        ("poster.png", png(300, 200).into()),
        ("a.png", png(1200, 30).into()),
        ("a.pdf", crate::media_documents::pdf("", "", &[]).into()),
    ]
}

fn pack_into(target: &Path, cache: Option<&Path>, files: &[(&str, Bytes)]) -> Result<Report, PackError> {
    let file = |name: &str| files.iter().find(|(known, _)| *known == name).map(|(_, bytes)| bytes.clone());
    let limits = Limits::default();
    let request = Request { entry: "hall.json", file: &file, target, cache, limits: &limits };
    pack::pack(&request, &|_, _, _| ControlFlow::Continue(()))
}

#[test]
fn the_same_source_gives_the_same_bytes() {
    let (a, b) = (Place::new(), Place::new());
    pack_files(&a, "hall.json", &files()).unwrap();
    pack_files(&b, "hall.json", &files()).unwrap();
    assert!(a.files().len() > 8);
    assert!(a.files() == b.files());
}

#[test]
fn the_listing_names_every_file_and_no_other() {
    let place = Place::new();
    let report = pack_files(&place, "hall.json", &files()).unwrap();
    let listing: Pack = serde_json::from_slice(&place.files()["pack/pack.json"]).unwrap();
    assert_eq!(listing, report.pack);
    let mut named = BTreeSet::from(["pack/pack.json".to_owned()]);
    let mut name = |file: &pack::listing::FileRef| {
        let bytes = fs::read(place.0.join("pack").join(&file.file)).unwrap();
        assert_eq!(bytes.len() as u64, file.size_bytes);
        named.insert(format!("pack/{}", file.file));
    };
    listing.manifest.iter().chain(&listing.sketch).for_each(&mut name);
    for scene in &listing.scenes {
        scene.tiers.values().flat_map(|tier| tier.pictures.iter().chain([&tier.scene])).for_each(&mut name);
        scene.tiers.values().flat_map(|tier| &tier.bundle).for_each(|bundle| name(&bundle.file));
    }
    for media in listing.media.values() {
        Tier::ALL.iter().filter_map(|tier| media.of_tier(*tier)).for_each(&mut name);
    }
    listing.derived.iter().flat_map(|derived| derived.files()).for_each(&mut name);
    assert_eq!(named, place.files().into_keys().collect());
    assert_eq!(
        listing.scenes.iter().map(|scene| scene.path.as_str()).collect::<Vec<_>>(),
        ["scenes/hall.glb", "model.glb"]
    );
    assert_eq!(listing.media.keys().collect::<Vec<_>>(), ["a.pdf", "a.png", "poster.png"]);
    let poster = listing.media["poster.png"].of_tier(Tier::Phone).unwrap();
    assert!(poster.file.ends_with(".jpg"), "other sites read JPEG");
    assert_eq!(listing.scenes[0].counts.triangles, 16);
}

#[test]
fn a_node_that_the_manifest_names_stays_where_it_was() {
    let place = Place::new();
    let report = pack_files(&place, "hall.json", &files()).unwrap();
    let glb = fs::read(place.0.join("pack").join(&report.pack.scenes[0].tiers[&Tier::Phone].scene.file)).unwrap();
    let json = json_of(&glb);
    let node = json["nodes"].as_array().unwrap().iter().find(|node| node["name"] == "picture 0").unwrap();
    assert_eq!(node["translation"], json!([4, 0, 0]));
    assert!(node.get("mesh").is_none() && node.get("scale").is_none(), "its mesh hangs on a child: {node}");
}

#[test]
fn a_screens_surface_keeps_its_texture_coordinates() {
    let mut draft = Draft::new();
    for name in ["screen", "wall"] {
        let primitive = Sheet::new(2, 1.0, 1.0).primitive(&mut draft);
        let mesh = draft.push("meshes", json!({"name": name, "primitives": [primitive]}));
        draft.root(json!({"name": name, "mesh": mesh}));
    }
    let manifest = json!({
        "version": 1, "title": {"en": "Hall"}, "scenes": ["hall.glb"],
        "screens": [{"id": "s", "title": {"en": "S"}, "node": "screen", "file": "film.mp4"}],
    });
    let place = Place::new();
    let files = [("hall.json", manifest.to_string().into_bytes().into()), ("hall.glb", draft.glb())];
    let report = pack_files(&place, "hall.json", &files).unwrap();
    let glb = fs::read(place.0.join("pack").join(&report.pack.scenes[0].tiers[&Tier::Phone].scene.file)).unwrap();
    let json = json_of(&glb);
    let has_uvs = |mesh: usize| json["meshes"][mesh]["primitives"][0]["attributes"].get("TEXCOORD_0").is_some();
    assert!(has_uvs(0), "a film is spread by them");
    assert!(!has_uvs(1), "nothing is spread on a wall without a picture");
    assert_eq!(report.warnings.len(), 1, "the film is missing");
}

#[test]
fn what_was_made_is_not_made_again() {
    let (place, files) = (Place::new(), files());
    let cache = place.0.join("cache");
    let first = pack_into(&place.0.join("a"), Some(&cache), &files).unwrap();
    assert!(first.made > 0 && first.reused == 0, "{} {}", first.made, first.reused);
    let second = pack_into(&place.0.join("b"), Some(&cache), &files).unwrap();
    assert_eq!((second.made, second.reused), (0, 6), "two scenes, their bundles, a picture, and what is derived");
    assert_eq!(first.pack, second.pack);
    assert_eq!(first.changes, second.changes);
    let all = place.files();
    let below = |folder: &str| {
        all.iter()
            .filter_map(|(name, bytes)| Some((name.strip_prefix(folder)?.to_owned(), bytes.clone())))
            .collect::<Vec<_>>()
    };
    assert!(below("a/") == below("b/"));
    // Another scene with the same pictures: only the scene is new.
    let mut changed = files.clone();
    changed[2].1 = exhibition(&[png(40, 40), png(40, 40)]);
    let third = pack_into(&place.0.join("c"), Some(&cache), &changed).unwrap();
    assert_eq!(third.made, 1);
}

#[test]
fn a_cache_that_lost_a_file_is_not_believed() {
    let (place, files) = (Place::new(), files());
    let cache = place.0.join("cache");
    pack_into(&place.0.join("a"), Some(&cache), &files).unwrap();
    for file in fs::read_dir(cache.join("files")).unwrap() {
        fs::write(file.unwrap().path(), b"cut short").unwrap();
    }
    let second = pack_into(&place.0.join("b"), Some(&cache), &files).unwrap();
    assert_eq!(second.reused, 0);
    let all = place.files();
    assert_eq!(all["a/pack.json"], all["b/pack.json"]);
}

#[test]
fn a_cancelled_pack_leaves_nothing() {
    let files = files();
    let file = |name: &str| files.iter().find(|(known, _)| *known == name).map(|(_, bytes)| bytes.clone());
    let limits = Limits::default();
    // At each of the times when somebody could have had enough.
    for enough in 0..12 {
        let place = Place::new();
        let target = place.0.join("pack");
        let request = Request { entry: "hall.json", file: &file, target: &target, cache: None, limits: &limits };
        let told = AtomicU32::new(0);
        let watch = |_: Step, _: &str, _: f32| match told.fetch_add(1, Ordering::Relaxed) >= enough {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        };
        let error = pack::pack(&request, &watch).unwrap_err();
        assert!(matches!(error, PackError::Cancelled), "{error}");
        assert_eq!(fs::read_dir(&place.0).unwrap().count(), 0, "after {enough}");
    }
}

#[test]
fn a_new_pack_takes_the_place_of_an_old_one_and_of_nothing_else() {
    let (place, files) = (Place::new(), files());
    let target = place.0.join("pack");
    pack_into(&target, None, &files).unwrap();
    place.write("pack/files/old", b"of the last one");
    pack_into(&target, None, &files).unwrap();
    assert!(!target.join("files/old").exists());
    place.write("precious/letter.txt", b"dear");
    let error = pack_into(&place.0.join("precious"), None, &files).unwrap_err();
    assert_eq!(error.code(), "disk");
    assert_eq!(place.files()["precious/letter.txt"], b"dear");
}

#[test]
fn two_packs_at_once_do_not_collide() {
    let (place, files) = (Place::new(), files());
    let target = place.0.join("pack");
    std::thread::scope(|scope| {
        let packs: Vec<_> =
            (0..4).map(|_| scope.spawn(|| pack_into(&target, Some(&place.0.join("cache")), &files))).collect();
        packs.into_iter().for_each(|pack| drop(pack.join().unwrap().unwrap()));
    });
    let alone = Place::new();
    pack_files(&alone, "hall.json", &files).unwrap();
    let all = place.files();
    assert!(all.iter().filter(|(name, _)| name.starts_with("pack/")).count() == alone.files().len());
    assert!(!all.keys().any(|name| name.contains(".part") || name.contains(".old")), "{:?}", all.keys());
}

#[test]
fn the_sample_hall_is_packed_whole() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/halls/lobby");
    let (place, limits) = (Place::new(), Limits::default());
    let file = |name: &str| fs::read(folder.join(name)).ok().map(Bytes::from);
    let target = place.0.join("pack");
    let request = Request { entry: "hall.json", file: &file, target: &target, cache: None, limits: &limits };
    let report = pack::pack(&request, &|_, _, _| ControlFlow::Continue(())).unwrap();
    assert!(report.warnings.is_empty(), "{:?}", report.warnings);
    assert!(report.pack.total_bytes[&Tier::Desktop] * 2 < report.source_bytes, "{:?}", report.pack.total_bytes);
    let before = crate::place::read(fs::read(folder.join("lobby.glb")).unwrap().into());
    let after = fs::read(target.join(&report.pack.scenes[0].tiers[&Tier::Desktop].scene.file)).unwrap();
    let after = crate::place::read(after.into());
    assert_eq!(crate::scenes::names(&before), crate::scenes::names(&after));
    let triangles = |scene: &hall::Scene| {
        let shown =
            scene.nodes.iter().filter_map(|node| node.mesh).flat_map(|mesh| &scene.meshes[mesh.index()].primitives);
        shown.map(|primitive| primitive.indices.len()).sum::<usize>()
    };
    assert_eq!(triangles(&before), triangles(&after));
    assert_eq!(before.materials.len(), after.materials.len());
}
