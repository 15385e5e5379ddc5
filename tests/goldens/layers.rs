//! One picture for each `KHR_materials_*`: a row of balls with more and more of it.

use glam::{Quat, Vec3, Vec4};
use hall::{
    AlphaMode, Anisotropy, Clearcoat, DiffuseTransmission, Iridescence, LightKind, Material, Primitive, Sheen,
    Specular, Trs, Volume,
};

use crate::compare::{Shot, check};
use crate::shapes::{Stage, at, bar, matte, quad, sphere};

/// Balls before stripes, lit by the studio and a lamp at the left.
fn row(name: &str, ball: impl Fn(f32) -> Material) {
    let mut stage = Stage::default();
    for i in 0..10 {
        let color = if i % 2 == 0 { Vec3::new(0.1, 0.12, 0.15) } else { Vec3::new(0.75, 0.7, 0.6) };
        stage.put(
            quad(Vec3::X * 0.5, Vec3::Y * 2.0),
            matte(color, 0.9),
            at(Vec3::new(i as f32 * 0.5 - 2.25, 0.0, -0.9)),
        );
    }
    let lamp = LightKind::Spot { range: None, inner_angle: 0.5, outer_angle: 0.8 };
    stage.light(lamp, Vec3::new(1.0, 0.95, 0.9), 40.0, Vec3::new(-2.0, 2.0, 3.0), Vec3::new(0.6, -0.6, -1.0));
    for i in 0..4 {
        let place = at(Vec3::new(i as f32 * 1.05 - 1.575, 0.0, 0.0));
        stage.put(brushed_sphere(0.48), ball(i as f32 / 3.0), place);
    }
    let mut shot = Shot::of(stage.0, Vec3::new(0.0, 0.2, 5.2), Vec3::ZERO);
    shot.view = crate::compare::looking_at(Vec3::new(0.0, 0.2, 5.2), Vec3::ZERO, 18.0);
    shot.size_px = glam::UVec2::new(420, 120);
    check(name, &shot);
}

/// A ball whose tangents run around its axis.
fn brushed_sphere(radius: f32) -> Primitive {
    let mut ball = sphere(radius);
    ball.tangents =
        ball.normals.iter().map(|n| Vec3::Y.cross(*n).try_normalize().unwrap_or(Vec3::X).extend(1.0)).collect();
    ball
}

#[test]
fn clearcoat() {
    row("khr_materials_clearcoat", |part| Material {
        clearcoat: Clearcoat { factor: part, roughness: 0.05, ..Clearcoat::default() },
        ..matte(Vec3::new(0.5, 0.02, 0.03), 0.6)
    });
}

#[test]
fn sheen() {
    row("khr_materials_sheen", |part| Material {
        sheen: Sheen { color: Vec3::new(0.9, 0.8, 1.0) * part, roughness: 0.4, ..Sheen::default() },
        ..matte(Vec3::new(0.1, 0.02, 0.15), 0.9)
    });
}

#[test]
fn iridescence() {
    row("khr_materials_iridescence", |part| Material {
        iridescence: Iridescence {
            factor: 1.0,
            ior: 1.5,
            thickness_max_nm: 150.0 + 450.0 * part,
            ..Iridescence::default()
        },
        metallic: 1.0,
        ..matte(Vec3::splat(0.5), 0.15)
    });
}

#[test]
fn anisotropy() {
    row("khr_materials_anisotropy", |part| Material {
        anisotropy: Anisotropy { strength: part, ..Anisotropy::default() },
        metallic: 1.0,
        ..matte(Vec3::new(0.85, 0.8, 0.75), 0.35)
    });
}

#[test]
fn specular_and_ior() {
    row("khr_materials_specular", |part| Material {
        specular: Specular { factor: part, color: Vec3::new(1.0, 0.6, 0.2), ..Specular::default() },
        ior: 1.8,
        ..matte(Vec3::new(0.02, 0.05, 0.1), 0.15)
    });
}

#[test]
fn transmission_with_roughness() {
    row("khr_materials_transmission", |part| Material {
        transmission: 1.0,
        volume: Volume { thickness: 0.05, ..Volume::default() },
        ..matte(Vec3::ONE, 0.7 * part)
    });
}

#[test]
fn volume() {
    row("khr_materials_volume", |part| Material {
        transmission: 1.0,
        volume: Volume {
            thickness: 0.8,
            attenuation_distance: 2.0 - 1.8 * part,
            attenuation_color: Vec3::new(0.2, 0.8, 0.6),
            ..Volume::default()
        },
        ..matte(Vec3::ONE, 0.0)
    });
}

/// Balls that bend, before a red sheet and a green pane that colours what is behind it: both are seen in the balls.
#[test]
fn glass_before_glass() {
    let mut stage = Stage::default();
    for i in 0..10 {
        let color = if i % 2 == 0 { Vec3::new(0.1, 0.12, 0.15) } else { Vec3::new(0.75, 0.7, 0.6) };
        let place = at(Vec3::new(i as f32 * 0.5 - 2.25, 0.0, -1.2));
        stage.put(quad(Vec3::X * 0.5, Vec3::Y * 2.0), matte(color, 0.9), place);
    }
    let glass = |color, roughness, thickness| Material {
        transmission: 1.0,
        volume: Volume { thickness, ..Volume::default() },
        ..matte(color, roughness)
    };
    let sheet =
        Material { alpha_mode: AlphaMode::Blend, base_color: Vec4::new(0.8, 0.05, 0.05, 0.6), ..matte(Vec3::ONE, 0.6) };
    stage.put(quad(Vec3::X * 1.6, Vec3::Y * 1.2), sheet, at(Vec3::new(-0.9, 0.0, -0.8)));
    stage.put(
        quad(Vec3::X * 1.6, Vec3::Y * 1.2),
        glass(Vec3::new(0.3, 0.9, 0.4), 0.2, 0.02),
        at(Vec3::new(0.9, 0.0, -0.8)),
    );
    for (i, roughness) in [0.0, 0.3, 0.0, 0.3].into_iter().enumerate() {
        stage.put(sphere(0.4), glass(Vec3::ONE, roughness, 0.4), at(Vec3::new(i as f32 * 0.95 - 1.425, 0.0, 0.0)));
    }
    let mut shot = Shot::of(stage.0, Vec3::new(0.0, 0.2, 5.2), Vec3::ZERO);
    shot.view = crate::compare::looking_at(Vec3::new(0.0, 0.2, 5.2), Vec3::ZERO, 18.0);
    shot.size_px = glam::UVec2::new(420, 120);
    check("glass_before_glass", &shot);
}

#[test]
fn dispersion() {
    row("khr_materials_dispersion", |part| Material {
        transmission: 1.0,
        ior: 1.7,
        volume: Volume { thickness: 0.8, dispersion: 5.0 * part, ..Volume::default() },
        ..matte(Vec3::ONE, 0.0)
    });
}

/// The lamp stands behind: leaves and paper shine through.
#[test]
fn diffuse_transmission() {
    let mut stage = Stage::default();
    stage.light(LightKind::Point { range: None }, Vec3::ONE, 12.0, Vec3::new(0.0, 0.6, -1.5), Vec3::NEG_Y);
    for i in 0..4 {
        let factor = i as f32 / 3.0;
        let paper = Material {
            diffuse_transmission: DiffuseTransmission {
                factor,
                color: Vec3::new(1.0, 0.7, 0.4),
                ..DiffuseTransmission::default()
            },
            double_sided: true,
            ..matte(Vec3::splat(0.8), 0.9)
        };
        stage.put(quad(Vec3::X * 0.9, Vec3::Y * 0.9), paper, at(Vec3::new(i as f32 * 1.05 - 1.575, 0.0, 0.0)));
    }
    let mut shot = Shot::of(stage.0, Vec3::new(0.0, 0.2, 5.2), Vec3::ZERO);
    shot.view = crate::compare::looking_at(Vec3::new(0.0, 0.2, 5.2), Vec3::ZERO, 18.0);
    shot.size_px = glam::UVec2::new(420, 120);
    shot.environment.intensity = 0.2;
    check("khr_materials_diffuse_transmission", &shot);
}

/// A lamp that shines to all sides and one in a cone, each before posts; 90 small ones on the floor behind.
#[test]
fn lamps() {
    let mut stage = Stage::default();
    stage.put(crate::shapes::floor(12.0, 12.0), matte(Vec3::splat(0.6), 0.7), at(Vec3::ZERO));
    for i in 0..6 {
        let angle = i as f32 * std::f32::consts::FRAC_PI_3;
        let place = Vec3::new(angle.cos() * 0.9 - 1.6, 0.0, angle.sin() * 0.9 + 1.0);
        stage.put(bar(0.08, 0.7, 1), matte(Vec3::splat(0.7), 0.6), at(place));
    }
    stage.light(
        LightKind::Point { range: None },
        Vec3::new(1.0, 0.8, 0.6),
        1.2,
        Vec3::new(-1.6, 0.5, 1.0),
        Vec3::NEG_Y,
    );
    let tilted = Trs { translation: Vec3::new(1.6, 0.4, 1.0), rotation: Quat::from_rotation_y(0.5), scale: Vec3::ONE };
    stage.put(crate::shapes::cuboid(Vec3::new(0.5, 0.8, 0.5)), matte(Vec3::splat(0.7), 0.6), tilted);
    let spot = LightKind::Spot { range: None, inner_angle: 0.3, outer_angle: 0.5 };
    stage.light(spot, Vec3::new(0.6, 0.8, 1.0), 12.0, Vec3::new(3.0, 2.4, 1.4), Vec3::new(-0.55, -1.0, -0.1));
    for i in 0..90 {
        let (x, z) = ((i % 15) as f32 * 0.7 - 4.9, -(i / 15) as f32 * 0.7 - 0.8);
        let color = Vec4::new((i % 3 == 0) as u8 as f32, (i % 3 == 1) as u8 as f32, (i % 3 == 2) as u8 as f32, 0.0);
        let small = LightKind::Point { range: Some(0.6) };
        stage.light(small, color.truncate() * 0.9 + 0.1, 0.12, Vec3::new(x, 0.2, z), Vec3::NEG_Y);
    }
    let mut shot = Shot::of(stage.0, Vec3::new(0.0, 3.4, 5.6), Vec3::new(0.0, 0.0, -0.4));
    shot.environment.intensity = 0.03;
    check("lamps", &shot);
}

/// A body that a pose mirrors is drawn by other pipelines: everything is there for them although nothing has moved since.
#[test]
fn a_mirrored_body_of_glass_looks_like_itself() {
    let picture = |side: f32| {
        let mut stage = Stage::default();
        stage.put(quad(Vec3::X * 3.0, Vec3::Y * 3.0), matte(Vec3::new(0.8, 0.3, 0.2), 0.9), at(Vec3::Z * -0.9));
        let glass = Material {
            transmission: 1.0,
            volume: Volume { thickness: 0.9, ..Volume::default() },
            ..matte(Vec3::new(0.8, 0.95, 0.9), 0.3)
        };
        stage.put(sphere(0.6), glass, Trs { scale: Vec3::new(side, 1.0, 1.0), ..Trs::default() });
        Shot::of(stage.0, Vec3::new(0.0, 0.0, 4.0), Vec3::ZERO).draw(render::Tier::Full)
    };
    let (plain, mirrored) = (picture(1.0), picture(-1.0));
    let difference = |(a, b): (&u8, &u8)| u64::from(a.abs_diff(*b));
    let sum: u64 = plain.as_raw().iter().zip(mirrored.as_raw()).map(difference).sum();
    let mean = sum as f64 / plain.as_raw().len() as f64;
    assert!(mean < 0.5, "another picture: {mean}");
}
