//! A room whose light was computed, beside the same room without: light that bounced is seen, and no lamp shines twice. And what moves in it, beside
//! what the path tracer says.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use bake::{Camera, Sky, World, picture};
use bytes::Bytes;
use glam::{Affine3A, Quat, UVec2, Vec3, vec3};
use hall::{Animation, Channel, Interpolation, Keys, LightKind, Limits, NodeId, Pose};
use image::RgbaImage;
use pack::bake::Grade;
use pack::texture::Tier;
use pack::{Extras, Request, pack_with};
use viewer::App;

use crate::sample_hall::{draw_hall, read};
use crate::shapes::{Stage, at, cuboid, matte, quad, sphere};

const SIZE: UVec2 = UVec2::new(480, 270);

/// Six metres wide and deep and three high, one wall of it red, a block in the middle, a lamp under the ceiling.
fn room() -> Bytes {
    hall::gltf::write_glb(&stage().0).into()
}

fn stage() -> Stage {
    let mut stage = Stage::default();
    let (white, red) = (Vec3::splat(0.7), vec3(0.7, 0.05, 0.05));
    let (x, y, z) = (Vec3::X * 6.0, Vec3::Y * 3.0, Vec3::Z * 6.0);
    for (across, up, middle, color) in [
        (x, -z, Vec3::ZERO, white),
        (x, z, vec3(0.0, 3.0, 0.0), white),
        (x, y, vec3(0.0, 1.5, -3.0), white),
        (-x, y, vec3(0.0, 1.5, 3.0), white),
        (-z, y, vec3(-3.0, 1.5, 0.0), red),
        (z, y, vec3(3.0, 1.5, 0.0), white),
    ] {
        stage.put(quad(across, up), matte(color, 1.0), at(middle));
    }
    stage.put(cuboid(vec3(1.0, 1.0, 1.0)), matte(white, 1.0), at(vec3(0.0, 0.5, -1.0)));
    stage.light(LightKind::Point { range: None }, Vec3::ONE, 6.0, vec3(0.0, 2.6, 0.0), Vec3::NEG_Y);
    stage
}

/// The files of a pack of the room, by the names that they have for each other.
struct Baked(BTreeMap<String, Bytes>);

impl Baked {
    /// As devices have it that can add what is in no light map.
    fn new(source: &Bytes) -> Self {
        Self::of(source, Tier::Desktop)
    }

    fn of(source: &Bytes, tier: Tier) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("yunzhan-baked-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let target: PathBuf = std::env::temp_dir().join(name);
        let file = |name: &str| (name == "room.glb").then(|| source.clone());
        let limits = Limits::default();
        let request = Request { entry: "room.glb", file: &file, target: &target, cache: None, limits: &limits };
        let extras = Extras { bake: Some(Grade::Preview), ..Extras::default() };
        let report = pack_with(&request, extras, &|_, _, _| ControlFlow::Continue(())).expect("the room can be packed");
        let tier = &report.pack.scenes[0].tiers[&tier];
        let name = |file: &pack::listing::FileRef| file.file.rsplit('/').next().unwrap_or_default().to_owned();
        let pictures = tier.pictures.iter().map(|picture| (name(picture), read(&target.join(&picture.file))));
        let mut files: BTreeMap<String, Bytes> = pictures.collect();
        files.insert("room.glb".into(), read(&target.join(&tier.scene.file)));
        std::fs::remove_dir_all(&target).expect("it was made here");
        Self(files)
    }

    /// The same without a word of which lamps are in the light maps.
    fn forgetful(&self) -> Self {
        let mut files = self.0.clone();
        let glb = &files["room.glb"];
        let (from, to): (&[u8], &[u8]) = (b"\"baked\":true", b"\"baked\":null");
        let found = glb.windows(from.len()).position(|window| window == from).expect("the lamp is marked");
        let whole = [&glb[..found], to, &glb[found + to.len()..]].concat();
        files.insert("room.glb".into(), whole.into());
        Self(files)
    }

    fn draw(&self, tier: render::Tier) -> RgbaImage {
        draw(&|name| self.0[name].clone(), tier)
    }
}

fn draw(file: &dyn Fn(&str) -> Bytes, tier: render::Tier) -> RgbaImage {
    let stand = |app: &mut App| app.jump_to(vec3(0.0, 1.6, 2.8), 0.0, -0.15);
    draw_hall("room.glb", file, &stand, SIZE, tier)
}

/// Mean red, green and blue around a place, parts of width and height.
fn color(picture: &RgbaImage, x: f32, y: f32) -> Vec3 {
    let (left, top) = ((x * SIZE.x as f32) as u32 - 8, (y * SIZE.y as f32) as u32 - 8);
    let pixels = (0..256).map(|at| picture.get_pixel(left + at % 16, top + at / 16).0);
    pixels.map(|[r, g, b, _]| vec3(f32::from(r), f32::from(g), f32::from(b))).sum::<Vec3>() / 256.0
}

#[test]
fn a_room_with_light_maps_shows_light_that_bounced_and_each_lamp_once() {
    let source = room();
    let baked = Baked::new(&source);
    for tier in [render::Tier::Base, render::Tier::Full] {
        let (before, after) = (draw(&|_| source.clone(), tier), baked.draw(tier));
        let (left, right) = (color(&after, 0.15, 0.85), color(&after, 0.85, 0.85));
        assert!(left.x / left.y > 1.05 * right.x / right.y, "the floor beside the red wall is red: {left} {right}");
        for (x, y) in [(0.5, 0.85), (0.85, 0.4), (0.15, 0.85)] {
            let (of_source, of_pack) = (color(&before, x, y).y, color(&after, x, y).y);
            assert!((0.5..2.0).contains(&(of_pack / of_source)), "at {x}, {y}: {of_source} became {of_pack}");
            assert!((20.0..250.0).contains(&of_pack), "at {x}, {y}: {of_pack}");
        }
        let twice = baked.forgetful().draw(tier);
        let (once, twice) = (color(&after, 0.85, 0.85).y, color(&twice, 0.85, 0.85).y);
        assert!(twice > 1.1 * once, "{once}, and with the lamp once more {twice}");
    }
}

/// The tier for phones has no lamp any more, and looks as the other does: in the mean within 4 %, and nowhere by more than a seventh.
#[test]
fn a_phone_sees_the_same_room_and_lights_nothing() {
    let mut stage = stage();
    // The sun comes from behind, where there is no wall any more.
    stage.light(LightKind::Directional, Vec3::ONE, 2.0, Vec3::ZERO, vec3(-0.3, -0.5, -1.0));
    stage.0.nodes.remove(3);
    let source: Bytes = hall::gltf::write_glb(&stage.0).into();
    let phone = Baked::of(&source, Tier::Phone);
    let glb = &phone.0["room.glb"];
    let text = String::from_utf8_lossy(glb);
    assert!(!text.contains("KHR_lights_punctual") && text.contains("MOZ_lightmap"), "nothing is left to light");
    for tier in [render::Tier::Base, render::Tier::Full] {
        let (desktop, phone) = (Baked::new(&source).draw(tier), phone.draw(tier));
        let mut off = Vec::new();
        for (x, y) in [(0.5, 0.85), (0.85, 0.4), (0.15, 0.85), (0.5, 0.4), (0.3, 0.7), (0.7, 0.75), (0.15, 0.4)] {
            let (of_desktop, of_phone) = (color(&desktop, x, y), color(&phone, x, y));
            println!("{tier:?} at {x}, {y}: {of_desktop:.0} and {of_phone:.0}");
            off.push(of_phone.element_sum() / of_desktop.element_sum() - 1.0);
        }
        let mean = off.iter().sum::<f32>() / off.len() as f32;
        assert!(mean.abs() < 0.04 && off.iter().all(|off| off.abs() < 0.15), "{tier:?}: {off:?}");
    }
}

/// A sun that says that light maps hold its light shines on what has none, and on nothing else.
#[test]
fn a_sun_in_light_maps_shines_on_what_has_none() {
    let baked = |is_baked: bool| {
        let mut stage = stage();
        stage.light(LightKind::Directional, Vec3::ONE, 2.0, Vec3::ZERO, vec3(-0.3, -0.5, -1.0));
        stage.0.lights[1].is_baked = is_baked;
        // The sun comes from behind, where there is no wall any more.
        stage.0.nodes.remove(3);
        let ball = stage.put(sphere(0.4), matte(Vec3::splat(0.5), 1.0), at(vec3(0.0, 1.4, 0.8)));
        set_moving(&mut stage, ball);
        Baked::new(&hall::gltf::write_glb(&stage.0).into())
    };
    let (live, baked) = (baked(false), baked(true));
    for tier in [render::Tier::Base, render::Tier::Full] {
        let (live, baked) = (live.draw(tier), baked.draw(tier));
        let at = |x, y| (color(&live, x, y).y, color(&baked, x, y).y);
        let (floor, ball) = (at(0.5, 0.85), at(0.5, 0.4));
        println!("{tier:?}: floor {floor:?}, ball {ball:?}");
        assert!(floor.0 > 1.05 * floor.1, "{tier:?}: the sun is on the floor twice: {floor:?}");
        assert!((ball.0 / ball.1 - 1.0).abs() < 0.02, "{tier:?}: the sun is not on what moves: {ball:?}");
    }
}

/// A thing whose size is negative along an axis is turned inside out by nobody: a ball looks the same so.
#[test]
fn what_is_turned_over_mirrors_as_before() {
    let picture = |scale: Vec3| {
        let mut stage = stage();
        let steel = hall::Material { metallic: 1.0, ..matte(Vec3::splat(0.8), 0.2) };
        let place = hall::Trs { scale, ..at(vec3(0.0, 1.4, 0.8)) };
        let ball = stage.put(sphere(0.4), steel, place);
        // What stands still is turned the right way when it is loaded.
        set_moving(&mut stage, ball);
        Baked::of(&hall::gltf::write_glb(&stage.0).into(), Tier::Phone).draw(render::Tier::Base)
    };
    let (plain, turned) = (picture(Vec3::ONE), picture(vec3(-1.0, 1.0, 1.0)));
    for (x, y) in [(0.5, 0.4), (0.46, 0.45), (0.54, 0.45), (0.5, 0.5)] {
        let (plain, turned) = (color(&plain, x, y), color(&turned, x, y));
        println!("{x}, {y}: {plain:.0} {turned:.0}");
        assert!((plain - turned).abs().max_element() < 6.0, "at {x}, {y}: {plain} became {turned}");
    }
}

/// Balls in the middle, before the red wall, in the shadow of the block, high up, and low on the side of the white wall.
const BALLS: [Vec3; 5] =
    [vec3(0.0, 1.4, 0.8), vec3(-2.4, 1.2, 0.5), vec3(0.9, 0.3, -1.3), vec3(1.5, 2.3, 1.5), vec3(2.5, 0.4, 1.5)];
const RADIUS: f32 = 0.15;
/// Radians; the ball fills all of it.
const FOV: f32 = 0.16;

/// Where a ball is looked at from.
fn eye_of(ball: Vec3) -> Vec3 {
    ball + vec3(0.1, 0.3, 1.0).normalize() * 1.1
}

/// The room with balls that mirror nothing. Those that move get no light map, and are not there while light is computed.
fn with_balls(are_moving: bool) -> Stage {
    let mut stage = stage();
    for ball in BALLS {
        let mut dull = matte(Vec3::splat(0.8), 1.0);
        dull.specular.factor = 0.0;
        let node = stage.put(sphere(RADIUS), dull, at(ball));
        if are_moving {
            set_moving(&mut stage, node);
        }
    }
    stage
}

/// Has something move, although it stays.
fn set_moving(stage: &mut Stage, node: NodeId) {
    let (times_secs, values) = (vec![0.0, 1.0], Keys::Rotation(vec![Quat::IDENTITY; 2]));
    let channels = vec![Channel { node, interpolation: Interpolation::Linear, times_secs, values }];
    stage.0.animations.push(Animation { duration_secs: 1.0, channels, ..Animation::default() });
}

/// From what a screen shows without tone mapping, sRGB, to light.
fn light_of(picture: &RgbaImage) -> Vec3 {
    let linear = |byte: u8| {
        let value = f32::from(byte) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    let count = (picture.width() * picture.height()) as f32;
    picture.pixels().map(|pixel| vec3(linear(pixel.0[0]), linear(pixel.0[1]), linear(pixel.0[2]))).sum::<Vec3>() / count
}

/// A ball that moves is as bright as if light went to it: the mean of all places is off by less than 8 %, each by less than 20 %.
#[test]
fn what_moves_in_a_baked_room_is_as_bright_as_the_tracer_says() {
    const SIDE: UVec2 = UVec2::splat(48);
    const MANIFEST: &str =
        r#"{"version": 1, "title": "室", "scenes": ["room.glb"], "tone_mapping": "none", "exposure": 0.5}"#;
    let baked = Baked::new(&hall::gltf::write_glb(&with_balls(true).0).into());
    let scene = with_balls(false).0;
    let world = World::new(&scene, &Pose::rest(&scene), &|_| None, Sky::Even(Vec3::ZERO));
    let mut sum = 0.0;
    for ball in BALLS {
        let file = |name: &str| if name == "hall.json" { Bytes::from(MANIFEST) } else { baked.0[name].clone() };
        let stand = |app: &mut App| app.look_from(eye_of(ball), ball, FOV);
        let towards = glam::camera::rh::view::look_at_mat4(eye_of(ball), ball, Vec3::Y).inverse();
        let world_from_camera = Affine3A::from_mat4(towards);
        let camera = Camera { world_from_camera, fov_y: FOV, width: 16, height: 16 };
        let pixels = picture(&world, &camera, 1024, 2);
        let wanted = pixels.iter().sum::<Vec3>() / pixels.len() as f32;
        let drawn = light_of(&draw_hall("hall.json", &file, &stand, SIDE, render::Tier::Base)) / 0.5;
        let off = drawn / wanted - 1.0;
        println!("a ball at {ball}: {drawn:.3}, traced {wanted:.3}, off by {:.1} %", 100.0 * off);
        assert!(off.abs().max_element() < 0.2, "at {ball}: {drawn}, traced {wanted}");
        sum += off.element_sum() / 3.0;
    }
    assert!((sum / BALLS.len() as f32).abs() < 0.08, "{sum}");
}
