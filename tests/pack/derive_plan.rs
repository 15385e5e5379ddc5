//! In which order a hall is fetched, and how it looks from above.

use glam::{Vec3, vec3};
use pack::derive::PlaceKind;
use pack::texture::Tier;
use serde_json::json;

use crate::house::House;
use crate::pictures::png;
use crate::place::Packed;

/// A picture on a wall: where, and how large, metres; and how many pixels it has.
fn hung(mut house: House, name: &str, at: Vec3, size: Vec3, side_px: u32) -> House {
    let material = house.draft.painted(&png(side_px, side_px));
    house.painted(name, at, at + size, Some(material))
}

/// A visitor in the west looks west; in the east, behind a wall, hangs a picture that is nearer than the one in view.
fn gallery() -> Packed {
    let house = House::room(20.0, 8.0)
        .block("wall", vec3(1.0, 0.0, -4.0), vec3(1.2, 3.0, 3.0))
        .spawn(vec3(-1.0, 0.0, -2.0), 90.0);
    let house = hung(house, "hidden", vec3(1.2, 1.0, -3.0), vec3(0.02, 2.0, 2.0), 40);
    let house = hung(house, "seen", vec3(-10.0, 1.0, -3.0), vec3(0.02, 1.0, 1.0), 41);
    let house = hung(house, "large", vec3(-10.0, 0.2, 0.0), vec3(0.02, 2.6, 3.0), 42);
    let mut house = house.exhibit("seen", "seen");
    house.manifest["viewpoints"] = json!([{"id": "east", "eye": [4.0, 1.6, -2.0], "heading_deg": 90}]);
    house.pack()
}

/// The side of a picture by its number in the plan, pixels.
fn side(packed: &Packed, picture: usize) -> u32 {
    let files = &packed.report.pack.scenes[0].tiers[&Tier::High];
    image::load_from_memory(&packed.file(&files.pictures[picture].file)).unwrap().width()
}

#[test]
fn what_is_behind_a_wall_comes_after_what_is_seen() {
    let packed = gallery();
    let plan = packed.report.pack.plan.as_ref().unwrap();
    let sides: Vec<u32> = plan.pictures.iter().map(|picture| side(&packed, picture.picture)).collect();
    assert_eq!(sides, [42, 41, 40], "the large one, the small one, the hidden one");
    assert!(plan.pictures[1].seen > 0.0 && plan.pictures[2].seen == 0.0);
    assert!(plan.pictures[2].distance < plan.pictures[1].distance, "though it is nearer");
    // Who fetches pictures in the order of their list does right.
    assert_eq!(plan.pictures.iter().map(|picture| picture.picture).collect::<Vec<_>>(), [0, 1, 2]);
}

#[test]
fn every_place_says_what_is_seen_from_it() {
    let packed = gallery();
    let plan = packed.report.pack.plan.as_ref().unwrap();
    let view = |kind, id: &str| plan.views.iter().find(|view| view.kind == kind && view.id == id).unwrap();
    let (east, seen) = (view(PlaceKind::Viewpoint, "east"), view(PlaceKind::Exhibit, "seen"));
    assert_eq!(side(&packed, plan.pictures[east.pictures[0] as usize].picture), 40);
    assert!(seen.pictures.iter().all(|picture| side(&packed, plan.pictures[*picture as usize].picture) != 40));
    assert!(east.eye == [4.0, 1.6, -2.0] && seen.eye[0] < 1.0);
}

#[test]
fn cells_hold_every_node_once_by_its_number_in_the_file() {
    let packed = gallery();
    let (plan, json) = (packed.report.pack.plan.as_ref().unwrap(), packed.json());
    let nodes = json["nodes"].as_array().unwrap();
    let mut listed: Vec<u32> =
        plan.cells.iter().flat_map(|cell| cell.nodes.iter().flat_map(|[first, last]| *first..=*last)).collect();
    listed.sort_unstable();
    let shown = (0..nodes.len() as u32).filter(|at| nodes[*at as usize].get("mesh").is_some());
    assert_eq!(listed, shown.collect::<Vec<_>>());
    assert_eq!(
        plan.cells.iter().map(|cell| cell.triangles).sum::<u64>(),
        packed.report.pack.scenes[0].counts.triangles
    );
    let seen: Vec<f32> = plan.cells.iter().map(|cell| cell.seen).collect();
    assert!(seen.is_sorted_by(|a, b| a >= b), "{seen:?}");
    let rays = seen.iter().sum::<f32>();
    assert!((0.2..=1.0).contains(&rays), "{rays} of all directions end somewhere");
}

#[test]
fn a_picture_is_wanted_as_fine_as_it_is_seen() {
    // Close to the eye, a picture of 6 m needs more pixels than a phone gets; at the far end a small one needs few.
    let house = House::room(30.0, 8.0).spawn(vec3(-12.0, 0.0, 0.0), 90.0);
    let house = hung(house, "near", vec3(-12.8, 0.0, -3.0), vec3(0.02, 3.0, 6.0), 2100);
    let packed = hung(house, "far", vec3(14.9, 1.0, -1.0), vec3(0.02, 1.0, 1.0), 2200).pack();
    let plan = packed.report.pack.plan.as_ref().unwrap();
    let tier = |side_px: u32| plan.pictures.iter().find(|p| side(&packed, p.picture) == side_px).unwrap().tier;
    assert_eq!((tier(2100), tier(2200)), (Tier::Desktop, Tier::Phone));
}

#[test]
fn a_floor_plan_is_true_to_scale_and_numbers_its_exhibits() {
    let packed = House::room(10.0, 8.0)
        .spawn(vec3(0.0, 0.0, 3.0), 0.0)
        .block("pillar", vec3(1.0, 0.0, -0.5), vec3(2.0, 3.0, 0.5))
        .block("bench", vec3(-4.0, 0.0, 1.0), vec3(-2.0, 0.45, 1.5))
        .block("vase", vec3(-3.0, 0.0, -2.5), vec3(-2.5, 1.2, -2.0))
        .block("lamp", vec3(3.5, 2.2, 1.5), vec3(4.0, 2.6, 2.0))
        .exhibit("vase", "vase")
        .exhibit("lamp & light", "lamp")
        .pack();
    let [plan] = &packed.report.pack.derived.as_ref().unwrap().floor_plans[..] else { panic!("one storey") };
    let svg = String::from_utf8(packed.file(&plan.file.file).to_vec()).unwrap();
    let [width, depth] = [plan.max[0] - plan.min[0], plan.max[1] - plan.min[1]];
    let number = |value: f32| format!("{value:.2}").trim_end_matches('0').trim_end_matches('.').to_owned();
    let view_box = [plan.min[0], plan.min[1], width, depth].map(number).join(" ");
    assert!(svg.contains(&format!("viewBox=\"{view_box}\"")), "{view_box} in {}", &svg[..200]);
    assert!(plan.min[0] < -5.2 && plan.min[1] < -4.2 && plan.max[0] > 5.2 && plan.max[1] > 4.2, "{plan:?}");
    assert!(svg.contains("<title>Hall &lt;&amp;&gt;</title>") && svg.contains("<title>lamp &amp; light</title>"));
    let ids: Vec<&str> = plan.exhibits.iter().map(|exhibit| exhibit.id.as_str()).collect();
    assert_eq!(ids, ["vase", "lamp & light"]);
    assert!((plan.exhibits[0].at[0] + 2.75).abs() < 0.01 && (plan.exhibits[0].at[1] + 2.25).abs() < 0.01);
    assert_eq!(svg.matches("<circle").count(), 2);
    // The pillar is cut, and filled: its four corners follow each other in one path.
    let walls = svg.split("<path").find(|path| path.starts_with(" fill=\"#2b2f33\" stroke=\"none\"")).unwrap();
    let pillar = walls.split('M').find(|ring| ring.contains("2 .5") || ring.contains("2 0.5")).unwrap();
    assert_eq!(pillar.matches(['L', 'z']).count(), 4, "{pillar}");
    for script in ["<script", "href", "url(", "http://", "https://"] {
        assert!(!svg.replace("http://www.w3.org/2000/svg", "").contains(script), "it stands for itself: {script}");
    }
}
