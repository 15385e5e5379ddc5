//! Template halls: sound, light, reachable on foot, each theme its own, the same bytes each time.

use std::collections::BTreeSet;

use bytes::Bytes;
use hall::{Limits, Severity};
use kit::Package;
use kit::geometry::{Font, Weight};
use kit::template::{Filling, TEMPLATES, THEMES, Template, Theme, make, slots};

fn made(template: &Template, theme: &'static Theme) -> Package {
    make(template, theme, &Filling::default()).expect("a template can be made")
}

fn file<'a>(package: &'a Package, path: &str) -> Option<&'a [u8]> {
    package.files.iter().find(|(name, _)| name == path).map(|(_, bytes)| bytes.as_slice())
}

fn manifest(package: &Package) -> hall::Hall {
    serde_json::from_slice(file(package, "hall.json").expect("there is a manifest")).expect("it is one")
}

fn scene(package: &Package) -> hall::Scene {
    let bytes = Bytes::copy_from_slice(file(package, "hall.glb").expect("there is a scene"));
    let document = hall::gltf::Document::open(bytes, &Limits::default()).expect("it opens");
    let (scene, warnings) = document.import(&|_| None).expect("it is read");
    assert!(warnings.is_empty(), "{warnings:?}");
    scene
}

#[test]
fn every_template_checks_clean_in_every_theme_and_is_light() {
    for template in &TEMPLATES {
        for theme in &THEMES {
            let package = made(template, theme);
            let read = |path: &str| file(&package, path).map(Bytes::copy_from_slice);
            let findings = hall::check("hall.json", &read, &Limits::default());
            let serious: Vec<_> = findings.iter().filter(|f| f.severity != Severity::Hint).collect();
            assert!(serious.is_empty(), "{} {}: {serious:#?}", template.id, theme.id);
            let size_bytes = file(&package, "hall.glb").map_or(usize::MAX, <[u8]>::len);
            assert!(size_bytes <= 3_000_000, "{} has {size_bytes} bytes", template.id);
        }
    }
}

#[test]
fn one_gets_to_every_slot_on_foot() {
    for template in &TEMPLATES {
        let package = made(template, &THEMES[0]);
        let missed = pack::derive::unreachable(vec![scene(&package)], "hall.json", &manifest(&package));
        let missed: Vec<String> = missed.iter().map(|finding| format!("{finding:?}")).collect();
        assert!(missed.is_empty(), "{}: {missed:#?}", template.id);
    }
}

#[test]
fn every_slot_is_a_node_with_a_viewpoint_and_things_have_a_stop_in_the_tour() {
    for template in &TEMPLATES {
        let package = made(template, &THEMES[0]);
        let (hall, scene) = (manifest(&package), scene(&package));
        let slots = slots(template).expect("a template can be made");
        let names: BTreeSet<&str> = slots.iter().map(|slot| slot.name.as_str()).collect();
        assert_eq!(names.len(), slots.len(), "{}: a name twice", template.id);
        for kind in ["poster", "screen", "plinth", "logo", "reception"] {
            assert!(names.contains(format!("{kind}-1").as_str()), "{} has no {kind}", template.id);
        }
        for name in names {
            assert!(scene.nodes.iter().any(|node| node.name == name), "{}: no node {name}", template.id);
            assert!(hall.viewpoints.iter().any(|v| v.id == name), "{}: no viewpoint {name}", template.id);
        }
        for exhibit in &hall.exhibits {
            let stops = &hall.tours[0].stops;
            assert!(stops.iter().any(|s| s.exhibit.as_ref() == Some(&exhibit.id)), "{} is not in the tour", exhibit.id);
        }
    }
}

#[test]
fn themes_differ_in_colours_and_the_same_input_gives_the_same_bytes() {
    for template in &TEMPLATES {
        let package = made(template, &THEMES[0]);
        assert_eq!(package.files, made(template, &THEMES[0]).files, "{}", template.id);
        let mut colors = BTreeSet::new();
        for theme in &THEMES {
            let scene = scene(&made(template, theme));
            let wall = scene.materials.iter().find(|m| m.name == "Plaster").expect("walls have plaster");
            colors.insert(wall.base_color.to_array().map(f32::to_bits));
        }
        assert_eq!(colors.len(), THEMES.len(), "{}: two themes look alike", template.id);
    }
}

#[test]
fn every_character_that_is_drawn_has_a_glyph() {
    for template in &TEMPLATES {
        let package = made(template, &THEMES[0]);
        let words = String::from_utf8_lossy(file(&package, "hall.json").expect("there is a manifest")).into_owned();
        for weight in [Weight::Regular, Weight::Bold] {
            let font = Font::new(weight);
            let missing: String = words.chars().filter(|c| !c.is_control() && !font.has(*c)).collect();
            assert!(missing.is_empty(), "{weight:?} has no glyphs for {missing}");
        }
    }
}
