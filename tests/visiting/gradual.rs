//! A hall that comes in steps: what is read and put together a little at a time is the same at the end, and seen no sooner than it is there.

use glam::UVec2;
use hall::Limits;
use hall::gltf::{Document, write_glb};
use render::{Pixels, Renderer};
use viewer::Event;

use super::sample::{MANIFEST, room};
use super::{Visit, renderer};

const SIZE: UVec2 = UVec2::new(160, 90);

#[test]
fn a_file_that_is_read_in_steps_gives_the_same_scene() {
    let open = || Document::open(write_glb(&room()).into(), &Limits::default()).expect("it is glTF");
    let (whole, _) = open().import(&|_| None).expect("it can be read");
    let mut importing = open().import_in_steps(|_| None);
    let mut steps = 1;
    let bare = loop {
        match importing.step() {
            Some(bare) => break bare,
            None => steps += 1,
        }
    };
    let (scene, _) = bare.and_then(|bare| bare.finish_here()).expect("it can be read in steps");
    assert!(steps > scene.meshes.len(), "{steps} steps for {} meshes", scene.meshes.len());
    assert_eq!(format!("{scene:?}"), format!("{whole:?}"));
    assert!(importing.step().is_none(), "it is over");
}

/// Until all is there and lit.
fn finish(visit: &mut Visit, renderer: &mut Renderer) -> Vec<u8> {
    for frame in 0..1000 {
        if visit.app.is_complete() {
            return pollster::block_on(renderer.read_pixels()).expect("pixels");
        }
        visit.app.settle();
        visit.app.advance(0.5);
        visit.app.draw(renderer).expect("a picture");
        visit.serve();
        if frame == 0 {
            let paint = Pixels::Rgba8 { size_px: UVec2::splat(4), bytes: &[180, 170, 160, 255].repeat(16) };
            visit.app.set_image(renderer, hall::ImageId(0), Ok(paint));
        }
    }
    panic!("it is never complete: {:?}", visit.told);
}

#[test]
fn a_hall_in_steps_is_seen_when_it_is_there_and_looks_the_same_at_the_end() {
    let mut whole_renderer = renderer(SIZE);
    let mut whole = Visit::begun(true);
    let expected = finish(&mut whole, &mut whole_renderer);

    let mut renderer = renderer(SIZE);
    let mut visit = Visit::new(true, None);
    visit.app.set_gradual(&mut renderer);
    visit.open("hall.json", MANIFEST.as_bytes());
    assert!(visit.app.eye().is_none(), "nothing is read before somebody has time for it");
    let mut steps = 0;
    while visit.app.eye().is_none() {
        assert!(visit.app.go_on(&mut renderer), "there is more to do until somebody is inside");
        steps += 1;
    }
    assert!(steps > 5, "{steps} steps to read it");
    visit.app.advance(0.0);
    visit.app.draw(&mut renderer).expect("no trouble while there is nothing to see");
    visit.serve();
    assert_eq!(visit.app.drawn().0, 0, "what is not on the device yet is not drawn");
    while visit.app.go_on(&mut renderer) {
        steps += 1;
        assert!(steps < 1000, "it comes to an end");
    }
    visit.app.advance(0.0);
    visit.app.draw(&mut renderer).expect("the first picture");
    visit.serve();
    assert!(visit.told.iter().any(|event| matches!(event, Event::FirstLook)), "{:?}", visit.told);
    assert!(finish(&mut visit, &mut renderer) == expected, "it is the same hall");
}
