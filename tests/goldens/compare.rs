//! Draws a picture on both tiers and compares it with the expected one.
//!
//! A golden is a folder: `expected-base.png`, `expected-full.png` and `golden.toml` with its tolerance. Failure writes `actual-….png` and
//! `diff-….png` to `tests/actual/NAME/`. Nothing is accepted by itself: `cargo xtask golden --accept NAME` (or `GOLDEN_ACCEPT=NAME` in the
//! environment; `all` for every golden) takes the picture as it is now for expected.

use std::path::{Path, PathBuf};

use glam::{UVec2, Vec3};
use hall::{Aabb, ImageId, Pose, Projection, Scene, TexelFormat, Texels};
use image::{Rgba, RgbaImage};
use render::{Adaptation, Effects, Environment, Frame, Options, Pixels, Renderer, Tier, View};
use serde::Deserialize;

use crate::textures::Packed;

/// `golden.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tolerance {
    /// Largest difference of a channel that is not seen, 0 to 255.
    channel: u8,
    /// Share of all pixels that may differ by more, 0 to 1.
    share: f64,
}

/// What a golden shows.
pub struct Shot {
    pub scene: Scene,
    /// Decoded pixels of the images of the scene.
    pub images: Vec<(ImageId, RgbaImage)>,
    /// Images that are unpacked for the device.
    pub packed: Vec<Packed>,
    pub pose: Pose,
    pub view: View,
    pub size_px: UVec2,
    pub exposure: f32,
    pub adaptation: Option<Adaptation>,
    pub effects: Effects,
    pub tone_mapping: hall::manifest::ToneMapping,
    pub environment: Environment,
    /// Takes the environment's place.
    pub panorama: Option<hall::Panorama>,
    /// Let the room light itself.
    pub capture: bool,
    /// What walls part, when it is looked around in.
    pub rooms: Vec<Aabb>,
    /// What stands on the floor.
    pub standing: Vec<(hall::NodeId, hall::Aabb)>,
    /// The variant that each node wears; none when empty.
    pub worn: Vec<Option<u32>>,
    pub highlight: Vec<hall::NodeId>,
    pub floor_mark: Option<(Vec3, f32)>,
}

impl Shot {
    /// A scene at rest, 400 × 300.
    pub fn of(scene: Scene, eye: Vec3, target: Vec3) -> Self {
        let pose = Pose::rest(&scene);
        Self {
            scene,
            pose,
            images: Vec::new(),
            packed: Vec::new(),
            view: looking_at(eye, target, 40.0),
            size_px: UVec2::new(400, 300),
            exposure: 1.0,
            adaptation: None,
            effects: Effects { ambient: true, ..Effects::NONE },
            tone_mapping: Default::default(),
            environment: Environment::default(),
            panorama: None,
            capture: false,
            rooms: Vec::new(),
            standing: Vec::new(),
            worn: Vec::new(),
            highlight: Vec::new(),
            floor_mark: None,
        }
    }

    /// Draws on a device used as `tier`.
    pub fn draw(&self, tier: Tier) -> RgbaImage {
        pollster::block_on(async {
            let options = Options { tier: Some(tier), ..Default::default() };
            let mut renderer = Renderer::offscreen(self.size_px, &options)
                .await
                .expect("goldens need a graphics device; on Debian: apt install mesa-vulkan-drivers");
            assert_eq!(renderer.info().tier, tier, "the device can't be used as {tier:?}");
            renderer.set_environment(self.environment);
            if let Some(panorama) = &self.panorama {
                renderer.set_panorama(panorama);
            }
            renderer.set_scene(&self.scene);
            if let Some(light) = &self.scene.image_light {
                renderer.set_image_light(light);
            }
            for (id, image) in &self.images {
                let size_px = [image.width(), image.height()];
                let texels = Texels::new(TexelFormat::Rgba8, size_px, 1, image.as_raw().clone().into());
                renderer.set_image(*id, Pixels::Texels(&texels.expect("a whole picture")));
            }
            if !self.worn.is_empty() {
                renderer.set_variants(&self.worn);
            }
            self.packed.iter().for_each(|packed| crate::textures::upload(&mut renderer, *packed));
            renderer.set_standing(&self.pose, &self.standing);
            if self.capture {
                if !self.rooms.is_empty() {
                    renderer.set_rooms(&self.rooms);
                }
                (0..renderer.rooms()).for_each(|room| renderer.capture_room(&self.pose, room, false));
            }
            let frame = Frame {
                pose: &self.pose,
                views: &[self.view],
                exposure: self.exposure,
                adaptation: self.adaptation,
                effects: self.effects,
                tone_mapping: self.tone_mapping,
                highlight: &self.highlight,
                floor_mark: self.floor_mark,
            };
            let drawn = renderer.draw(&frame).expect("a picture");
            assert!(drawn.draws > 0 && drawn.triangles > 0, "nothing was drawn: {drawn:?}");
            let pixels = renderer.read_pixels().await.expect("pixels");
            RgbaImage::from_raw(self.size_px.x, self.size_px.y, pixels).expect("as many pixels as asked for")
        })
    }
}

/// A camera at `eye` that looks at `target`; vertical field of view in degrees.
pub fn looking_at(eye: Vec3, target: Vec3, fov_deg: f32) -> View {
    let z = (eye - target).normalize();
    let x = Vec3::Y.cross(z).normalize();
    View {
        world_from_view: glam::Affine3A::from_cols(x.into(), z.cross(x).into(), z.into(), eye.into()),
        projection: Projection::Perspective { fov_y: fov_deg.to_radians(), near: 0.05, far: None },
        viewport_px: None,
    }
}

/// Draws `shot` on both tiers and fails with every difference from `tests/goldens/NAME/`.
pub fn check(name: &str, shot: &Shot) {
    check_drawn(name, |tier| shot.draw(tier));
}

/// As [`check`], for a picture that `draw` makes.
pub fn check_drawn(name: &str, draw: impl Fn(Tier) -> RgbaImage) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("goldens").join(name);
    let failures: Vec<_> = [(Tier::Base, "base"), (Tier::Full, "full")]
        .into_iter()
        .filter_map(|(tier, tag)| compare(name, tag, &folder, &draw(tier)).err())
        .collect();
    assert!(failures.is_empty(), "\n{}\n", failures.join("\n"));
}

fn compare(name: &str, tag: &str, folder: &Path, actual: &RgbaImage) -> Result<(), String> {
    let expected_file = folder.join(format!("expected-{tag}.png"));
    let accept = std::env::var("GOLDEN_ACCEPT").unwrap_or_default();
    if accept.split(',').any(|a| a == name || a == "all") {
        actual.save(&expected_file).map_err(|e| format!("{}: {e}", expected_file.display()))?;
        return Ok(());
    }
    let how = format!("look at them; if the new picture is right: cargo xtask golden --accept {name}");
    let Ok(expected) = image::open(&expected_file) else {
        let file = write_actual(name, &format!("actual-{tag}"), actual)?;
        return Err(format!("{name} ({tag}): no {}; see {}\n  {how}", expected_file.display(), file.display()));
    };
    let expected = expected.to_rgba8();
    let toml = std::fs::read_to_string(folder.join("golden.toml")).map_err(|e| format!("{name}/golden.toml: {e}"))?;
    let tolerance: Tolerance = toml::from_str(&toml).map_err(|e| format!("{name}/golden.toml: {e}"))?;
    if expected.dimensions() != actual.dimensions() {
        write_actual(name, &format!("actual-{tag}"), actual)?;
        return Err(format!("{name} ({tag}): {:?} pixels, expected {:?}", actual.dimensions(), expected.dimensions()));
    }

    let mut diff = RgbaImage::new(actual.width(), actual.height());
    let mut worst = 0;
    let mut different = 0u32;
    for ((a, e), d) in actual.pixels().zip(expected.pixels()).zip(diff.pixels_mut()) {
        let far = (0..4).map(|c| a[c].abs_diff(e[c])).max().unwrap_or(0);
        worst = worst.max(far);
        different += u32::from(far > tolerance.channel);
        // Differences that count in red, others in grey, ten times as strong.
        let shown = far.saturating_mul(10);
        *d = if far > tolerance.channel { Rgba([255, 0, 0, 255]) } else { Rgba([shown, shown, shown, 255]) };
    }
    let share = f64::from(different) / f64::from(actual.width() * actual.height());
    if share <= tolerance.share {
        return Ok(());
    }
    let file = write_actual(name, &format!("actual-{tag}"), actual)?;
    write_actual(name, &format!("diff-{tag}"), &diff)?;
    Err(format!(
        "{name} ({tag}): {:.3} % of the pixels differ by more than {} (allowed {:.3} %), the worst by {worst}; see {}\n  {how}",
        share * 100.0,
        tolerance.channel,
        tolerance.share * 100.0,
        file.display(),
    ))
}

fn write_actual(name: &str, file: &str, picture: &RgbaImage) -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("actual").join(name);
    let file = folder.join(format!("{file}.png"));
    std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    picture.save(&file).map_err(|e| format!("{}: {e}", file.display()))?;
    Ok(file)
}
