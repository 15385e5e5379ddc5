//! What is seen while a hall arrives: soon, in nearly the right light, and whatever was made ready before is not seen at all.

use glam::UVec2;
use hall::{Light, LightKind, Scene};
use render::{Pixels, Renderer};
use viewer::Event;

use super::sample::{add_box, room};
use super::{Visit, renderer};

const SIZE: UVec2 = UVec2::new(320, 180);

/// The room under a ceiling, with a lamp.
fn lit_room() -> Scene {
    let mut scene = room();
    add_box(&mut scene, "ceiling", glam::vec3(-6.0, 3.0, -5.0), glam::vec3(6.0, 3.2, 5.0));
    scene.lights.push(Light {
        name: "lamp".to_owned(),
        color: glam::Vec3::ONE,
        intensity: 400.0,
        kind: LightKind::Point { range: None },
        is_baked: false,
    });
    let mut lamp = hall::Node { name: "lamp".to_owned(), ..hall::Node::default() };
    lamp.light = Some(hall::LightId(0));
    lamp.parent_from_node.translation = glam::vec3(0.0, 2.5, 0.0);
    scene.nodes.push(lamp);
    scene
}

fn json_of(glb: &[u8]) -> Vec<u8> {
    let (from, length) = hall::gltf::json_chunk(glb).expect("a GLB");
    glb[from as usize..(from + length) as usize].to_vec()
}

/// The picture of the first look and the one that stays.
fn pictures(expected: Option<&[u8]>) -> [Vec<u8>; 2] {
    let glb = hall::gltf::write_glb(&lit_room());
    let mut visit = Visit::new(true, None);
    visit.files.insert("room.glb".to_owned(), glb.clone());
    let mut renderer = renderer(SIZE);
    if let Some(json) = expected {
        visit.app.expect(json.to_vec().into());
        let mut frames = 0;
        while visit.app.advance(0.0) {
            visit.app.draw(&mut renderer).expect("no trouble while there is nothing to see");
            frames += 1;
            assert!(frames < 100, "it is ready some time");
        }
        visit.serve();
        assert!(visit.told.is_empty(), "nobody is told of what is only made ready: {:?}", visit.told);
    }
    visit.open("room.glb", &glb);
    assert!(visit.app.advance(0.0));
    let first = look(&mut visit, &mut renderer);
    assert!(visit.told.iter().any(|e| matches!(e, Event::FirstLook)), "{:?}", visit.told);
    let paint = Pixels::Rgba8 { size_px: UVec2::splat(4), bytes: &[180, 170, 160, 255].repeat(16) };
    visit.app.set_image(&mut renderer, hall::ImageId(0), Ok(paint));
    let mut last = first.clone();
    while !visit.app.is_complete() {
        visit.app.advance(0.5);
        last = look(&mut visit, &mut renderer);
    }
    [first, last]
}

fn look(visit: &mut Visit, renderer: &mut Renderer) -> Vec<u8> {
    visit.app.draw(renderer).expect("a picture");
    visit.serve();
    pollster::block_on(renderer.read_pixels()).expect("pixels")
}

fn mean(pixels: &[u8]) -> f32 {
    let colors = pixels.chunks_exact(4).flat_map(|p| &p[..3]);
    colors.map(|&c| f32::from(c)).sum::<f32>() / (pixels.len() / 4 * 3) as f32
}

#[test]
fn what_is_made_ready_while_a_hall_comes_is_not_seen_in_its_pictures() {
    let json = json_of(&hall::gltf::write_glb(&lit_room()));
    assert!(pictures(Some(&json)) == pictures(None));
}

#[test]
fn json_that_says_something_else_than_the_file_does_no_harm() {
    let plain = pictures(None);
    let other = br#"{"asset": {"version": "2.0"}, "materials": [{"alphaMode": "BLEND"}, {"extensions": {"KHR_materials_unlit": {}}}]}"#;
    for json in [&b"not JSON"[..], b"{}", other] {
        assert!(pictures(Some(json)) == plain, "{}", String::from_utf8_lossy(json));
    }
}

#[test]
fn the_first_look_is_about_as_bright_as_what_stays() {
    let [first, last] = pictures(None).map(|pixels| mean(&pixels));
    assert!(first != last, "rooms are looked around in after the first look");
    assert!((first / last - 1.0).abs() < 0.2, "{first} and then {last}");
}
