//! A room whose light was computed, beside the same room without: light that bounced is seen, and no lamp shines twice.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::PathBuf;

use bytes::Bytes;
use glam::{UVec2, Vec3, vec3};
use hall::{LightKind, Limits};
use image::RgbaImage;
use pack::bake::Grade;
use pack::texture::Tier;
use pack::{Extras, Request, pack_with};
use viewer::App;

use crate::sample_hall::{draw_hall, read};
use crate::shapes::{Stage, at, cuboid, matte, quad};

const SIZE: UVec2 = UVec2::new(480, 270);

/// Six metres wide and deep and three high, one wall of it red, a block in the middle, a lamp under the ceiling.
fn room() -> Bytes {
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
    hall::gltf::write_glb(&stage.0).into()
}

/// The files of a pack of the room, by the names that they have for each other.
struct Baked(BTreeMap<String, Bytes>);

impl Baked {
    fn new(source: &Bytes) -> Self {
        let target: PathBuf = std::env::temp_dir().join(format!("yunzhan-baked-{}", std::process::id()));
        let file = |name: &str| (name == "room.glb").then(|| source.clone());
        let limits = Limits::default();
        let request = Request { entry: "room.glb", file: &file, target: &target, cache: None, limits: &limits };
        let extras = Extras { bake: Some(Grade::Preview), ..Extras::default() };
        let report = pack_with(&request, extras, &|_, _, _| ControlFlow::Continue(())).expect("the room can be packed");
        let tier = &report.pack.scenes[0].tiers[&Tier::Phone];
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
