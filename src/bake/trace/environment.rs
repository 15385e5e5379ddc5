//! The environments that come with the renderer: `shaders/environment.wgsl`, in the same order and with the same numbers, so that what is baked
//! fits what is seen. A test compares the numbers.

use glam::{Vec2, Vec3};
use hall::manifest::EnvironmentPreset;

/// Radiance from a direction of unit length, in the environment's own space.
pub(crate) fn radiance(preset: EnvironmentPreset, direction: Vec3) -> Vec3 {
    match preset {
        EnvironmentPreset::Studio => studio(direction),
        EnvironmentPreset::Atrium => atrium(direction),
        EnvironmentPreset::Evening => evening(direction),
    }
}

fn mix(a: Vec3, b: Vec3, part: f32) -> Vec3 {
    a + (b - a) * part
}

fn mix_numbers(a: f32, b: f32, part: f32) -> f32 {
    a + (b - a) * part
}

fn smoothstep(low: f32, high: f32, x: f32) -> f32 {
    let t = ((x - low) / (high - low)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

fn saturate(x: f32) -> f32 {
    x.clamp(0.0, 1.0)
}

fn fract(x: f32) -> f32 {
    x - x.floor()
}

// The shader's own, from here on.

fn soft_box(direction: Vec3, axis: Vec3, across: Vec3, half_size: Vec2, rim: f32) -> f32 {
    let d = direction.dot(axis);
    if d <= 0.05 {
        return 0.0;
    }
    let p = direction / d;
    let at = Vec2::new(p.dot(across), p.dot(axis.cross(across))).abs();
    let edge = |i: usize| smoothstep(half_size[i] + rim, half_size[i] - rim, at[i]);
    edge(0) * edge(1)
}

fn studio(direction: Vec3) -> Vec3 {
    let up = direction.y;
    let floor_light = mix_numbers(0.22, 0.44, smoothstep(-1.0, -0.05, up));
    let wall_light = mix_numbers(0.44, 0.56, smoothstep(-0.05, 0.75, up));
    let mut light = if up > -0.05 { wall_light } else { floor_light };
    light += 3.6 * soft_box(direction, Vec3::new(0.0, 1.0, 0.0), Vec3::new(1.0, 0.0, 0.0), Vec2::new(0.60, 0.36), 0.08);
    let left = Vec3::new(-1.0, 0.42, 0.25).normalize();
    light +=
        3.4 * soft_box(direction, left, Vec3::new(0.0, 1.0, 0.0).cross(left).normalize(), Vec2::new(0.28, 0.62), 0.07);
    let right = Vec3::new(0.9, 0.30, -0.55).normalize();
    light += 1.6
        * soft_box(direction, right, Vec3::new(0.0, 1.0, 0.0).cross(right).normalize(), Vec2::new(0.22, 0.70), 0.07);
    let front = Vec3::new(0.35, 0.25, 1.0).normalize();
    light += 0.6
        * soft_box(direction, front, Vec3::new(0.0, 1.0, 0.0).cross(front).normalize(), Vec2::new(0.55, 0.40), 0.20);
    Vec3::splat(light)
}

fn atrium(direction: Vec3) -> Vec3 {
    let up = direction.y;
    let stone = mix(Vec3::new(0.34, 0.32, 0.29), Vec3::new(0.55, 0.53, 0.50), smoothstep(-1.0, -0.1, up));
    let wall = mix(Vec3::new(0.55, 0.54, 0.52), Vec3::new(0.80, 0.81, 0.82), smoothstep(-0.1, 0.6, up));
    let mut light = mix(stone, wall, smoothstep(-0.12, -0.06, up));
    if up > 0.05 {
        let p = Vec2::new(direction.x, direction.z) / up;
        let pane = |x: f32| smoothstep(0.46, 0.42, (fract(x * 1.4) - 0.5).abs());
        let roof = smoothstep(1.9, 1.6, p.x.abs()) * smoothstep(2.8, 2.4, p.y.abs());
        let sky = Vec3::new(3.0, 3.4, 3.9) * (1.0 - 0.25 * saturate(p.length() * 0.4));
        light = mix(light, sky, pane(p.x) * pane(p.y) * roof);
    }
    let sun = Vec3::new(0.45, 0.85, 0.3).normalize();
    light + Vec3::new(26.0, 23.0, 19.0) * smoothstep(0.992, 0.998, direction.dot(sun))
}

#[allow(clippy::approx_constant, reason = "the shader's number")]
fn evening(direction: Vec3) -> Vec3 {
    let up = direction.y;
    let mut light = mix(Vec3::new(0.09, 0.07, 0.055), Vec3::new(0.16, 0.12, 0.09), smoothstep(-0.8, 0.7, up));
    let across = direction.x.atan2(-direction.z);
    let window = smoothstep(0.42, 0.36, (fract(across * 1.6) - 0.5).abs())
        * smoothstep(-0.15, -0.1, up)
        * smoothstep(0.62, 0.56, up)
        * smoothstep(1.5, 1.3, across.abs());
    let dusk = mix(Vec3::new(0.95, 0.55, 0.38), Vec3::new(0.16, 0.28, 0.62), smoothstep(-0.1, 0.35, up));
    light = mix(light, dusk, window);
    for i in 0..4_u8 {
        let angle = f32::from(i) * 1.5708 + 0.6;
        let lamp = Vec3::new(angle.cos(), 1.15, angle.sin()).normalize();
        let across_lamp = Vec3::new(0.0, 1.0, 0.0).cross(lamp).normalize();
        light += Vec3::new(5.2, 3.5, 2.0) * soft_box(direction, lamp, across_lamp, Vec2::new(0.30, 0.12), 0.06);
    }
    light
}
