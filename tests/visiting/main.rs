//! The app as a shell sees it: files are asked for and come, visitors go to exhibits, and what is broken is said.

mod first_look;
mod gradual;
mod sample;
mod screens;
mod variants;

use std::collections::BTreeMap;

use glam::{UVec2, Vec3, vec2, vec3};
use hall::{Animation, Channel, ImageId, ImageType, Interpolation, Keys, Material, NodeId, Scene, Trs};
use viewer::{App, Event, FileKind, Input, Key, Options};

use sample::{MANIFEST, SIZE, add_box, paint, pictures, room, with_sheets};

struct Visit {
    app: App,
    files: BTreeMap<String, Vec<u8>>,
    asked: Vec<(String, FileKind)>,
    told: Vec<Event>,
}

impl Visit {
    fn new(reduced_motion: bool, restore: Option<String>) -> Self {
        let mut app = App::new(Options { reduced_motion, restore });
        app.resize(SIZE);
        let files = [
            ("room.glb".to_owned(), hall::gltf::write_glb(&room())),
            ("extra/pictures.glb".to_owned(), hall::gltf::write_glb(&pictures())),
            ("paint.png".to_owned(), paint()),
        ];
        Self { app, files: BTreeMap::from(files), asked: Vec::new(), told: Vec::new() }
    }

    /// A visit of the whole hall, every file served.
    fn begun(reduced_motion: bool) -> Self {
        let mut visit = Self::new(reduced_motion, None);
        visit.open("hall.json", MANIFEST.as_bytes());
        assert!(visit.app.eye().is_some(), "the visitor is inside: {:?}", visit.told);
        visit
    }

    fn open(&mut self, name: &str, bytes: &[u8]) {
        self.app.open(name, bytes.to_vec().into());
        self.serve();
    }

    fn serve(&mut self) {
        while let Some(event) = self.app.next_event() {
            if let Event::Need { file, kind } = &event {
                self.asked.push((file.clone(), *kind));
                match self.files.get(file) {
                    Some(bytes) => self.app.supply(file, bytes.clone().into()),
                    None => self.app.fail(file, "404"),
                }
            }
            self.told.push(event);
        }
    }

    /// Until `is_done` says so of an event, at most `secs`; how long it took.
    fn until(&mut self, secs: f32, is_done: impl Fn(&Event) -> bool) -> Option<f32> {
        let from = self.told.len();
        for frame in 0..(secs * 60.0) as u32 {
            self.app.advance(1.0 / 60.0);
            self.serve();
            if self.told[from..].iter().any(&is_done) {
                return Some(frame as f32 / 60.0);
            }
        }
        None
    }

    fn pass(&mut self, secs: f32) {
        self.until(secs, |_| false);
    }

    fn eye(&self) -> Vec3 {
        self.app.eye().expect("a visitor").0
    }
}

fn renderer(size_px: UVec2) -> render::Renderer {
    let options = render::Options::default();
    pollster::block_on(render::Renderer::offscreen(size_px, &options)).expect("a graphics device")
}

fn is_open(exhibit: usize) -> impl Fn(&Event) -> bool {
    move |event| matches!(event, Event::ExhibitOpen(index) if *index == exhibit)
}

#[test]
fn every_file_is_asked_for_once_and_relative_to_the_hall() {
    let visit = Visit::begun(false);
    let asked: Vec<(&str, FileKind)> = visit.asked.iter().map(|(file, kind)| (file.as_str(), *kind)).collect();
    assert_eq!(
        asked,
        [("room.glb", FileKind::Scene), ("extra/pictures.glb", FileKind::Scene), ("paint.png", FileKind::Image)]
    );
    assert!(visit.told.iter().all(|e| matches!(e, Event::Need { .. })), "nothing else is said: {:?}", visit.told);
    assert!((visit.eye() - vec3(0.0, 1.6, 3.0)).length() < 0.01, "it stands at the spawn: {}", visit.eye());
}

#[test]
fn the_first_look_comes_before_the_images_and_completion_after_them() {
    let mut visit = Visit::begun(false);
    let mut renderer = renderer(UVec2::new(320, 180));
    assert!(visit.app.advance(0.0));
    visit.told.clear();
    let first = visit.app.draw(&mut renderer).expect("a picture");
    assert!(first.triangles > 0);
    visit.serve();
    assert!(
        matches!(visit.told[..], [Event::FirstLook, Event::Decode { kind: ImageType::Png, .. }]),
        "{:?}",
        visit.told
    );
    let before = pollster::block_on(renderer.read_pixels()).expect("pixels");

    let pixels = render::Pixels::Rgba8 { size_px: UVec2::splat(4), bytes: &[180, 20, 20, 255].repeat(16) };
    visit.app.set_image(&mut renderer, ImageId(0), Ok(pixels));
    assert!(visit.app.advance(0.0), "a new image is a reason to draw");
    visit.app.draw(&mut renderer).expect("a picture");
    assert!(!visit.app.is_complete(), "the first look has the device for itself for a moment");
    while !visit.app.is_complete() {
        assert!(visit.app.advance(0.5), "better light is a reason to draw");
        visit.app.draw(&mut renderer).expect("a picture");
    }
    visit.serve();
    assert!(matches!(visit.told.last(), Some(Event::Complete)), "{:?}", visit.told);
    assert!(visit.app.is_complete());
    let after = pollster::block_on(renderer.read_pixels()).expect("pixels");
    assert!(before != after, "the image is seen");

    for _ in 0..120 {
        visit.app.advance(1.0 / 60.0);
    }
    visit.app.draw(&mut renderer).expect("a picture");
    assert!(!visit.app.advance(1.0 / 60.0), "who stands still in a still hall is not drawn again");
    visit.app.input(Input::Key(Key::Forward, true));
    visit.app.advance(1.0 / 60.0);
    assert!(visit.app.advance(1.0 / 60.0), "who walks is");
}

#[test]
fn an_exhibit_is_walked_up_to_seen_and_left() {
    let mut visit = Visit::begun(false);
    visit.app.focus_exhibit("machine");
    let secs = visit.until(10.0, is_open(0)).expect("the machine opens");
    assert!(secs > 0.3, "the visitor walks there, and does not jump: {secs} s");
    let (eye, heading, _) = visit.app.eye().expect("a visitor");
    let to = (vec3(0.0, 0.7, -2.0) - eye).with_y(0.0);
    assert!(to.length() < 3.5, "it stands {} m away", to.length());
    assert!(to.normalize().dot(viewer::stand::ahead(heading)) > 0.99, "it looks at it");
    assert!(visit.app.exhibit_marks()[0].visible > 0.5);
    assert!(visit.told.iter().any(|e| matches!(e, Event::ExhibitNear(Some(0)))), "{:?}", visit.told);

    visit.app.input(Input::Key(Key::Back, true));
    let left = visit.until(3.0, |e| matches!(e, Event::ExhibitClose));
    assert!(left.is_some(), "walking away closes it");
    visit.app.input(Input::Key(Key::Back, false));

    visit.app.focus_exhibit("safe");
    visit.until(15.0, is_open(2)).expect("the way leads around the partition");
    visit.app.release_exhibit();
    visit.serve();
    assert!(matches!(visit.told.last(), Some(Event::ExhibitClose)));
}

#[test]
fn a_click_on_an_exhibit_goes_there_and_one_on_the_floor_walks() {
    let mut visit = Visit::begun(false);
    // The machine is straight ahead, a little below the middle.
    visit.app.input(Input::Press { at_px: SIZE * vec2(0.5, 0.62) });
    visit.until(10.0, is_open(0)).expect("the machine opens");

    let mut visit = Visit::begun(false);
    visit.pass(0.1);
    let from = visit.eye();
    visit.app.input(Input::Press { at_px: SIZE * vec2(0.75, 0.8) });
    visit.pass(4.0);
    let walked = visit.eye() - from;
    assert!(walked.x > 0.3 && walked.z < -0.5, "it walked {walked}");
    assert!(!visit.told.iter().any(|e| matches!(e, Event::ExhibitOpen(_))));
}

#[test]
fn marks_are_where_exhibits_are_seen_and_hidden_behind_walls() {
    let mut visit = Visit::begun(true);
    visit.app.stand_at(vec3(-4.5, 0.0, 2.0), 0.0, 0.0);
    visit.app.advance(1.0 / 60.0);
    let marks = visit.app.exhibit_marks();
    assert_eq!(marks[2].visible, 0.0, "the safe is behind the partition");
    assert_eq!(marks[1].visible, 0.0, "the poster is beside the picture");
    visit.app.stand_at(vec3(-3.0, 0.0, -2.0), 60_f32.to_radians(), 0.0);
    visit.app.advance(1.0 / 60.0);
    assert_eq!(visit.app.exhibit_marks()[2].visible, 1.0, "the safe is in view");

    visit.app.stand_at(vec3(0.0, 0.0, 2.0), 0.0, 0.0);
    visit.app.advance(1.0 / 60.0);
    let mark = visit.app.exhibit_marks()[0];
    assert!((mark.at_px.x - SIZE.x * 0.5).abs() < 2.0 && mark.at_px.y > SIZE.y * 0.5, "{mark:?}");
}

#[test]
fn with_reduced_motion_one_is_there_at_once_and_nothing_moves_by_itself() {
    let mut visit = Visit::begun(true);
    visit.app.focus_exhibit("safe");
    visit.serve();
    assert!(visit.told.iter().any(is_open(2)), "it is open at once: {:?}", visit.told);
    let there = visit.eye();
    visit.pass(1.0);
    assert!(visit.eye().distance(there) < 0.01, "and nothing glides afterwards");

    let moving = |reduced_motion: bool| {
        let mut scene = room();
        scene.animations.push(Animation {
            name: "turn".to_owned(),
            duration_secs: 1.0,
            pointers: Vec::new(),
            channels: vec![Channel {
                node: NodeId(5),
                interpolation: Interpolation::Linear,
                times_secs: vec![0.0, 1.0],
                values: Keys::Translation(vec![Vec3::ZERO, Vec3::X]),
            }],
        });
        let mut visit = Visit::new(reduced_motion, None);
        visit.open("room.glb", &hall::gltf::write_glb(&scene));
        let mut renderer = renderer(UVec2::new(64, 36));
        visit.app.advance(0.0);
        // The first look, and one in the light that has settled.
        visit.app.draw(&mut renderer).expect("a picture");
        visit.app.draw(&mut renderer).expect("a picture");
        visit.app.advance(0.1)
    };
    assert!(moving(false), "an animation is a reason to draw");
    assert!(!moving(true), "but not for those who asked for stillness");
}

#[test]
fn a_viewpoint_is_reached_exactly_and_kept_for_the_next_visit() {
    let mut visit = Visit::begun(false);
    visit.app.go_to_viewpoint("above");
    visit.pass(6.0);
    let (eye, heading, pitch) = visit.app.eye().expect("a visitor");
    assert!(eye.distance(vec3(2.0, 2.6, 2.0)) < 0.05, "the eye is at {eye}");
    assert!((heading.to_degrees() - 45.0).abs() < 1.0 && (pitch.to_degrees() + 20.0).abs() < 1.0);

    let mut again = Visit::new(false, Some(visit.app.save()));
    again.open("hall.json", MANIFEST.as_bytes());
    assert!(again.eye().distance(eye) < 0.05, "after a lost context it is there again, at {}", again.eye());
    let (_, heading_again, _) = again.app.eye().expect("a visitor");
    assert!((heading_again - heading).abs() < 0.01);
}

#[test]
fn what_is_broken_is_said_and_the_rest_is_shown() {
    let mut visit = Visit::new(false, None);
    visit.files.remove("extra/pictures.glb");
    visit.open("hall.json", MANIFEST.as_bytes());
    let error = visit.told.iter().find(|e| matches!(e, Event::Error { .. }));
    assert!(
        matches!(error, Some(Event::Error { code: "file", file: Some(file), .. }) if file == "extra/pictures.glb"),
        "{:?}",
        visit.told
    );
    assert!(
        visit.told.iter().any(|e| matches!(e, Event::Warning(text) if text.contains("poster"))),
        "{:?}",
        visit.told
    );
    assert!(visit.app.eye().is_some(), "the room itself is shown");

    for (name, bytes) in [("hall.json", &b"{\"version\": 1"[..]), ("x.glb", b"not a model"), ("x.gltf", b"{}")] {
        let mut visit = Visit::new(false, None);
        visit.open(name, bytes);
        let detail = visit.told.iter().find_map(|e| match e {
            Event::Error { detail, .. } => Some(detail.clone()),
            _ => None,
        });
        assert!(detail.is_some_and(|d| d.len() > 5), "{name}: {:?}", visit.told);
        assert!(visit.app.eye().is_none());
        visit.app.advance(1.0);
        visit.app.input(Input::Press { at_px: SIZE * 0.5 });
        visit.app.focus_exhibit("machine");
    }
}

#[test]
fn two_files_are_one_hall() {
    let mut visit = Visit::begun(true);
    visit.app.focus_exhibit("poster");
    visit.until(0.1, is_open(1)).expect("the poster opens");
    let (eye, heading, _) = visit.app.eye().expect("a visitor");
    assert!(eye.x < 5.0 && viewer::stand::ahead(heading).x > 0.8, "it looks at the east wall, from {eye}");
    assert_eq!(visit.app.exhibit_marks()[1].visible, 1.0);
}

#[test]
fn leaves_are_walked_through_and_glass_is_not() {
    let leaf = Material { double_sided: true, ..Material::default() };
    let cut_out = Material { alpha_mode: hall::AlphaMode::Mask { cutoff: 0.5 }, ..Material::default() };
    let glass = Material { double_sided: true, transmission: 0.95, ..Material::default() };
    let cases = [("leaves", 0.4, leaf.clone(), true), ("cut out", 2.0, cut_out, true), ("walls", 2.0, leaf, false)];
    for (name, size, material, is_through) in cases.into_iter().chain([("glass", 0.5, glass, false)]) {
        let mut visit = Visit::new(false, None);
        visit.files.insert("room.glb".to_owned(), hall::gltf::write_glb(&with_sheets(size, material)));
        visit.open("hall.json", MANIFEST.as_bytes());
        visit.app.input(Input::Key(Key::Forward, true));
        visit.pass(1.6);
        assert_eq!(visit.eye().z < 0.5, is_through, "{name}: the visitor is at {}", visit.eye());
    }
}

#[test]
fn a_model_without_a_hall_is_walked_around() {
    let mut scene = Scene::default();
    scene.materials.push(Material::default());
    add_box(&mut scene, "vase", vec3(-0.1, -0.2, -0.1), vec3(0.1, 0.2, 0.1));
    scene.nodes[0].parent_from_node = Trs { translation: vec3(7.0, 3.0, 0.0), ..Trs::default() };
    let mut visit = Visit::new(false, None);
    visit.open("vase.glb", &hall::gltf::write_glb(&scene));
    let (eye, heading, pitch) = visit.app.eye().expect("a visitor");
    let to = vec3(7.0, 3.0, 0.0) - eye;
    assert!(to.length() > 0.3 && to.length() < 1.5, "it is seen from {} m", to.length());
    let ahead = viewer::stand::ahead(heading) * pitch.cos() + Vec3::Y * pitch.sin();
    assert!(to.normalize().dot(ahead) > 0.99, "the visitor looks at it");
    visit.app.input(Input::Key(Key::Left, true));
    visit.pass(1.0);
    assert!(visit.eye().distance(eye) > 0.1, "one can walk");
}
