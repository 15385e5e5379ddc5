//! Light from all around: environments, panoramas, and that no surface makes or swallows light.

use std::f32::consts::TAU;

use glam::{Quat, UVec2, Vec3, Vec4};
use hall::manifest::{EnvironmentPreset, ToneMapping};
use hall::{Image, ImageId, ImageLight, ImageSource, Material, Panorama, Sheen};
use image::{Rgba, RgbaImage};
use render::Tier;

use crate::compare::{Shot, check};
use crate::shapes::{Stage, at, matte, sphere};

fn balls() -> Shot {
    let mut stage = Stage::default();
    for (i, (metallic, roughness)) in [(1.0, 0.0), (1.0, 0.35), (0.0, 0.15), (0.0, 1.0)].into_iter().enumerate() {
        let material = Material { metallic, ..matte(Vec3::splat(0.9), roughness) };
        stage.put(sphere(0.48), material, at(Vec3::new(i as f32 * 1.05 - 1.575, 0.0, 0.0)));
    }
    let mut shot = Shot::of(stage.0, Vec3::new(0.0, 0.6, 5.2), Vec3::ZERO);
    shot.view = crate::compare::looking_at(Vec3::new(0.0, 0.6, 5.2), Vec3::ZERO, 18.0);
    shot.size_px = UVec2::new(420, 120);
    shot
}

#[test]
fn atrium() {
    let mut shot = balls();
    shot.environment.preset = EnvironmentPreset::Atrium;
    check("environment_atrium", &shot);
}

#[test]
fn evening() {
    let mut shot = balls();
    shot.environment.preset = EnvironmentPreset::Evening;
    shot.tone_mapping = ToneMapping::Agx;
    check("environment_evening", &shot);
}

/// Red light from +X, green from +Z, blue from above.
#[test]
fn panorama() {
    let (width, height) = (64u32, 32u32);
    let mut rgbe = Vec::new();
    for y in 0..height {
        for x in 0..width {
            let color = match (x * 8 / width, y * 4 / height) {
                (_, 0) => [20, 40, 255, 129],
                (3 | 4, _) => [255, 30, 20, 129],
                (5 | 6, _) => [30, 255, 20, 129],
                _ => [60, 60, 60, 127],
            };
            rgbe.extend(color);
        }
    }
    let mut shot = balls();
    shot.panorama = Some(Panorama { width, height, rgbe });
    check("environment_panorama", &shot);
}

/// Six pictures in RGBD, each brighter in its upper left quarter: red +X, dark red -X, blue above, grey below, green +Z, dark green -Z;
/// then all of it turned a quarter to the left.
#[test]
fn light_of_a_file() {
    let colors: [[u8; 3]; 6] =
        [[230, 40, 30], [110, 20, 15], [40, 80, 240], [90, 90, 90], [50, 220, 60], [25, 100, 30]];
    let face = |color: [u8; 3]| {
        RgbaImage::from_fn(16, 16, |x, y| {
            let alpha = if x < 8 && y < 8 { 50 } else { 200 };
            Rgba([color[0], color[1], color[2], alpha])
        })
    };
    for (name, turn) in [("ext_lights_image_based", 0.0), ("ext_lights_image_based_turned", 0.25 * TAU)] {
        let mut shot = balls();
        shot.images = (0..).map(ImageId).zip(colors.map(face)).collect();
        let named = |_| Image { name: String::new(), source: ImageSource::File("face.png".to_owned()) };
        shot.scene.images = (0..6).map(named).collect();
        shot.scene.image_light = Some(ImageLight {
            intensity: 1.0,
            rotation: Quat::from_rotation_y(turn),
            irradiance: Default::default(),
            specular_images: vec![[0, 1, 2, 3, 4, 5].map(ImageId)],
            image_size: 16,
        });
        check(name, &shot);
    }
}

/// A furnace: where light is the same from everywhere, what is white cannot be told from what is behind it (Heitz et al., SIGGRAPH 2016).
#[test]
fn white_things_vanish_in_white_light() {
    let mut stage = Stage::default();
    for column in 0..6 {
        for (row, metallic) in [(0, 0.0), (1, 1.0)] {
            let material =
                Material { base_color: Vec4::ONE, metallic, roughness: column as f32 / 5.0, ..Material::default() };
            stage.put(sphere(0.45), material, at(Vec3::new(column as f32 - 2.5, 0.5 - row as f32, 0.0)));
        }
    }
    let darkest = in_white_light(stage);
    assert!(darkest.0 > 0.955 && darkest.1 < 1.02, "{darkest:?}");
}

#[test]
fn fibres_make_no_light() {
    let mut stage = Stage::default();
    for column in 0..6 {
        let sheen = Sheen { color: Vec3::ONE, roughness: 0.2 + 0.16 * column as f32, ..Sheen::default() };
        let material = Material { sheen, ..matte(Vec3::ONE, 1.0) };
        stage.put(sphere(0.45), material, at(Vec3::new(column as f32 - 2.5, 0.0, 0.0)));
    }
    let (darkest, brightest) = in_white_light(stage);
    assert!(darkest > 0.90 && brightest < 1.03, "{darkest} {brightest}");
}

/// The darkest and the brightest pixel by the brightness of the light. On the base tier: the upper one darkens what is near others.
fn in_white_light(stage: Stage) -> (f32, f32) {
    let mut shot = Shot::of(stage.0, Vec3::new(0.0, 0.0, 7.6), Vec3::ZERO);
    shot.panorama = Some(Panorama { width: 8, height: 4, rgbe: [128, 128, 128, 129].repeat(32) });
    shot.exposure = 0.5;
    shot.tone_mapping = ToneMapping::None;
    let light = 0.5 * 2.0 * 128.0 / 255.0;
    let mut found = (f32::MAX, 0.0f32);
    for pixel in shot.draw(Tier::Base).pixels() {
        for channel in &pixel.0[..3] {
            let encoded = f32::from(*channel) / 255.0;
            let part = ((encoded + 0.055) / 1.055).powf(2.4) / light;
            found = (found.0.min(part), found.1.max(part));
        }
    }
    found
}
