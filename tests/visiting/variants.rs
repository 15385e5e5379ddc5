//! Looks are chosen for one exhibit, for the hall, and for all; and stay chosen after a lost context.

use glam::{UVec2, Vec3};
use hall::{Material, MaterialId, Scene};
use viewer::{Event, Offer, Wearer};

use crate::Visit;
use crate::sample::{MANIFEST, room};

const PLAIN: MaterialId = MaterialId(0);
const RED: MaterialId = MaterialId(1);
const BLUE: MaterialId = MaterialId(2);

/// The machine and the safe are red, blue, or plain; the floor is plain or blue.
fn painted() -> Scene {
    let mut scene = room();
    for color in [Vec3::X, Vec3::Z] {
        scene.materials.push(Material { base_color: color.extend(1.0), metallic: 0.0, ..Material::default() });
    }
    scene.variants = ["red", "blue", "plain"].map(str::to_owned).into();
    for (mesh, variants) in
        [(5, vec![(0, RED), (1, BLUE), (2, PLAIN)]), (7, vec![(0, RED), (1, BLUE)]), (0, vec![(1, BLUE)])]
    {
        scene.meshes[mesh].primitives[0].variants = variants;
    }
    scene
}

fn begun(manifest: &str, restore: Option<String>) -> Visit {
    let mut visit = Visit::new(true, restore);
    visit.files.insert("room.glb".to_owned(), hall::gltf::write_glb(&painted()));
    visit.open("hall.json", manifest.as_bytes());
    visit
}

fn names(visit: &Visit, offer: &Offer) -> Vec<String> {
    visit.app.look_names(offer).map(|name| name.unwrap_or("(own)").to_owned()).collect()
}

/// What is worn: the hall's floor, the machine, the safe.
fn worn(visit: &Visit) -> Vec<String> {
    visit.app.offers().iter().map(|offer| names(visit, offer)[offer.chosen].clone()).collect()
}

#[test]
fn each_exhibit_offers_what_it_wears() {
    let visit = begun(MANIFEST, None);
    let offered: Vec<_> = visit.app.offers().iter().map(|o| (o.exhibit, names(&visit, o), o.chosen)).collect();
    let text = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        offered,
        [
            (None, text(&["(own)", "blue"]), 0),
            (Some(0), text(&["red", "blue", "plain"]), 2),
            (Some(2), text(&["(own)", "red", "blue"]), 0),
        ]
    );
    assert!(visit.told.iter().any(|e| matches!(e, Event::Variants)), "it is told: {:?}", visit.told);
}

#[test]
fn the_manifest_says_what_is_offered_and_in_which_order() {
    let wished =
        MANIFEST.replace(r#"{"node": "machine"}"#, r#"{"node": "machine"}, "variants": ["blue", "green", "red"]"#);
    let visit = begun(&wished, None);
    let machine = &visit.app.offers()[1];
    assert_eq!((names(&visit, machine), machine.chosen), (vec!["blue".to_owned(), "red".to_owned()], 0));
    let is_said = |e: &Event| matches!(e, Event::Warning(text) if text == "exhibit machine has no variant: green");
    assert!(visit.told.iter().any(is_said), "{:?}", visit.told);
}

#[test]
fn one_is_chosen_or_all_and_a_lost_context_loses_nothing() {
    let mut visit = begun(MANIFEST, None);
    assert!(visit.app.set_variant(Some("red"), Wearer::Exhibit("machine")));
    assert_eq!(worn(&visit), ["(own)", "red", "(own)"], "of two that offer it, the one that was meant");
    assert!(visit.app.set_variant(Some("blue"), Wearer::All));
    assert_eq!(worn(&visit), ["blue", "blue", "blue"]);
    assert!(visit.app.set_variant(None, Wearer::Hall));
    assert_eq!(worn(&visit), ["(own)", "blue", "blue"]);
    for (name, wearer) in [("red", Wearer::Hall), ("green", Wearer::All), ("red", Wearer::Exhibit("poster"))] {
        assert!(!visit.app.set_variant(Some(name), wearer), "{name} {wearer:?}");
    }
    assert_eq!(worn(&visit), ["(own)", "blue", "blue"], "what is not offered changes nothing");

    visit.app.set_variant(Some("red"), Wearer::Exhibit("safe"));
    let again = begun(MANIFEST, Some(visit.app.save()));
    assert_eq!(worn(&again), ["(own)", "blue", "red"]);
    assert!(again.eye().distance(visit.eye()) < 0.01);
    let nonsense = begun(MANIFEST, Some("\n9\tred\nx\t\n\t\n0\tgreen".to_owned()));
    assert_eq!(worn(&nonsense), ["(own)", "plain", "(own)"]);
}

#[test]
fn what_is_chosen_is_seen() {
    let mut visit = begun(MANIFEST, None);
    let size_px = UVec2::new(160, 90);
    let mut renderer = crate::renderer(size_px);
    let mut middle = |visit: &mut Visit| {
        visit.app.draw(&mut renderer).expect("a picture");
        let pixels = pollster::block_on(renderer.read_pixels()).expect("pixels");
        let at = 4 * (52 * size_px.x as usize + 80);
        [pixels[at], pixels[at + 1], pixels[at + 2]]
    };
    visit.app.advance(0.0);
    middle(&mut visit);
    for (name, channel) in [("red", 0), ("blue", 2)] {
        visit.app.set_variant(Some(name), Wearer::Exhibit("machine"));
        assert!(visit.app.advance(0.0), "a choice is a reason to draw");
        let color = middle(&mut visit);
        let others = (0..3).filter(|c| *c != channel).map(|c| color[c]).max().unwrap_or(0);
        assert!(color[channel] / 2 > others, "{name}: {color:?}");
    }
}
