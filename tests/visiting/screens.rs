//! Screens show their posters, then frames; and know whether somebody sees them.

use glam::{UVec2, Vec3, vec3};
use hall::{ImageId, Material, MaterialId, Scene};
use render::{Pixels, Renderer};
use viewer::{Event, FileKind};

use crate::Visit;
use crate::sample::{MANIFEST, add_box, paint, room};

/// A screen before the north wall, of the room's own material, and a frame around it that shows nothing.
fn with_screen() -> Scene {
    let mut scene = room();
    let frame = MaterialId(scene.materials.len() as u32);
    scene.materials.push(Material { name: "frame".into(), metallic: 0.0, ..Material::default() });
    scene.materials[0].name = "panel".into();
    add_box(&mut scene, "screen", vec3(-2.0, 0.5, -4.9), vec3(2.0, 2.5, -4.8));
    let mut edge = scene.meshes.last().expect("a mesh").primitives[0].clone();
    edge.positions.iter_mut().for_each(|p| *p = (*p - Vec3::Y * 1.5) * vec3(1.1, 1.1, 0.5) + vec3(0.0, 1.5, -2.45));
    edge.material = Some(frame);
    scene.meshes.last_mut().expect("a mesh").primitives.push(edge);
    // What stands before it would hide it.
    scene.nodes[5].parent_from_node.translation = vec3(4.0, 0.0, 0.0);
    scene
}

fn begun(screen: &str) -> Visit {
    let manifest = MANIFEST.replace(r#""exhibits""#, &format!(r#""screens": [{screen}], "exhibits""#));
    let mut visit = Visit::new(true, None);
    visit.files.insert("room.glb".to_owned(), hall::gltf::write_glb(&with_screen()));
    visit.files.insert("poster.png".to_owned(), paint());
    visit.open("hall.json", manifest.as_bytes());
    visit
}

const SCREEN: &str =
    r#"{"id": "s", "title": "屏", "node": "screen", "material": "panel", "file": "f.mp4", "poster": "poster.png"}"#;
const SIZE_PX: UVec2 = UVec2::new(160, 90);

/// The middle of the picture, and a place on the frame's edge, seen from a place before the screen.
fn picture(visit: &mut Visit, renderer: &mut Renderer) -> [[u8; 3]; 2] {
    visit.app.advance(0.0);
    visit.app.draw(renderer).expect("a picture");
    visit.serve();
    let pixels = pollster::block_on(renderer.read_pixels()).expect("pixels");
    let at = |x: usize, y: usize| {
        let at = 4 * (y * SIZE_PX.x as usize + x);
        [pixels[at], pixels[at + 1], pixels[at + 2]]
    };
    [at(80, 45), at(80, 83)]
}

/// Decodes nothing: what was asked for is one colour.
fn paint_all(visit: &mut Visit, renderer: &mut Renderer, color: [u8; 4]) -> Vec<ImageId> {
    let asked = visit.told.iter().filter_map(|e| if let Event::Decode { image, .. } = e { Some(*image) } else { None });
    let asked: Vec<ImageId> = asked.collect();
    visit.told.clear();
    for image in &asked {
        let pixels = Pixels::Rgba8 { size_px: UVec2::splat(2), bytes: &color.repeat(4) };
        visit.app.set_image(renderer, *image, Ok(pixels));
    }
    asked
}

fn is_mostly(color: [u8; 3], channel: usize) -> bool {
    let others = (0..3).filter(|c| *c != channel).map(|c| color[c]).max();
    color[channel] > 120 && others.is_some_and(|other| color[channel] / 2 > other)
}

#[test]
fn the_poster_then_frames_and_no_late_poster() {
    let mut visit = begun(SCREEN);
    assert!(visit.asked.contains(&("poster.png".to_owned(), FileKind::Image)), "{:?}", visit.asked);
    assert!(!visit.asked.iter().any(|(file, _)| file == "f.mp4"), "films are the shell's own business");
    let mut renderer = crate::renderer(SIZE_PX);
    visit.app.look_from(vec3(0.0, 1.5, -2.5), vec3(0.0, 1.5, -4.8), 1.0);
    picture(&mut visit, &mut renderer);
    assert_eq!(paint_all(&mut visit, &mut renderer, [0, 255, 0, 255]).len(), 2, "the room's paint, and the poster");
    let [screen, edge] = picture(&mut visit, &mut renderer);
    assert!(is_mostly(screen, 1), "the poster: {screen:?}");
    assert!(!is_mostly(edge, 1), "another material of the node shows nothing: {edge:?}");

    for (size, color, channel) in [(4, [255, 0, 0, 255], 0), (4, [0, 0, 255, 255], 2), (8, [255, 0, 0, 255], 0)] {
        let bytes = color.repeat((size * size) as usize);
        visit.app.show_on_screen(&mut renderer, 0, Pixels::Rgba8 { size_px: UVec2::splat(size), bytes: &bytes });
        assert!(visit.app.advance(0.0), "a frame is a reason to draw");
        let [screen, edge] = picture(&mut visit, &mut renderer);
        assert!(is_mostly(screen, channel) && !is_mostly(edge, channel), "{size}: {screen:?} {edge:?}");
    }
    let late = Pixels::Rgba8 { size_px: UVec2::splat(2), bytes: &[0, 255, 0, 255].repeat(4) };
    visit.app.set_image(&mut renderer, ImageId(1), Ok(late));
    let [screen, _] = picture(&mut visit, &mut renderer);
    assert!(is_mostly(screen, 0), "a poster that comes late comes too late: {screen:?}");
    visit.app.show_on_screen(&mut renderer, 7, Pixels::Rgba8 { size_px: UVec2::ONE, bytes: &[0; 4] });
}

#[test]
fn screens_know_whether_they_are_seen() {
    let mut visit = begun(SCREEN);
    let seen = |visit: &Visit| visit.app.seen_screens().collect::<Vec<_>>();
    visit.app.stand_at(vec3(0.0, 0.0, 2.0), 0.0, 0.0);
    assert_eq!(seen(&visit), [true]);
    visit.app.stand_at(vec3(0.0, 0.0, 2.0), 3.1, 0.0);
    assert_eq!(seen(&visit), [false], "it is behind");
    visit.app.stand_at(vec3(0.0, 0.0, 2.0), 1.3, 0.0);
    assert_eq!(seen(&visit), [false], "it is beside the picture");

    let mut scene = with_screen();
    scene.nodes[8].parent_from_node.translation = vec3(0.0, 0.0, -14.0);
    let mut far = Visit::new(true, None);
    far.files.insert("room.glb".to_owned(), hall::gltf::write_glb(&scene));
    far.open(
        "hall.json",
        MANIFEST.replace(r#""exhibits""#, &format!(r#""screens": [{SCREEN}], "exhibits""#)).as_bytes(),
    );
    far.app.stand_at(vec3(0.0, 0.0, 2.0), 0.0, 0.0);
    assert_eq!(seen(&far), [false], "nobody follows a film from 21 m");
}

#[test]
fn only_surfaces_that_show_a_film_need_texture_coordinates() {
    let told = |bare: usize, screen: &str| {
        let mut scene = with_screen();
        let mesh = scene.meshes.last_mut().expect("a mesh");
        mesh.primitives[bare].uvs = Default::default();
        let mut visit = Visit::new(true, None);
        visit.files.insert("room.glb".to_owned(), hall::gltf::write_glb(&scene));
        let manifest = MANIFEST.replace(r#""exhibits""#, &format!(r#""screens": [{screen}], "exhibits""#));
        visit.open("hall.json", manifest.as_bytes());
        visit.told.iter().any(|e| matches!(e, Event::Warning(text) if text.contains("texture coordinates")))
    };
    assert!(!told(1, SCREEN), "the frame shows nothing");
    assert!(told(0, SCREEN), "nothing to spread the film by");
    let whole = SCREEN.replace(r#""material": "panel", "#, "");
    assert!(told(1, &whole), "without a material the frame shows the film, too");
}

#[test]
fn without_a_poster_it_shows_what_its_material_did_and_lost_screens_are_named() {
    let mut visit = begun(
        r#"{"id": "s", "title": "屏", "node": "screen", "material": "panel", "file": "f.gif"},
        {"id": "t", "title": "屏", "node": "nowhere", "file": "f.gif"}"#,
    );
    let is_said = |e: &Event| matches!(e, Event::Warning(text) if text.contains("nowhere"));
    assert!(visit.told.iter().any(is_said), "{:?}", visit.told);
    assert_eq!(visit.app.seen_screens().collect::<Vec<_>>(), [true, false]);
    let mut renderer = crate::renderer(SIZE_PX);
    visit.app.look_from(vec3(0.0, 1.5, -2.5), vec3(0.0, 1.5, -4.8), 1.0);
    picture(&mut visit, &mut renderer);
    paint_all(&mut visit, &mut renderer, [0, 255, 0, 255]);
    let [screen, _] = picture(&mut visit, &mut renderer);
    assert!(is_mostly(screen, 1), "{screen:?}");
}
