//! The images of tiled surfaces: stone, wood, cloth, leaves, silicon, sky.

use std::f32::consts::{PI, TAU};

use glam::{Vec2, Vec3};

use super::noise::{fractal, hash};
use super::picture::{Picture, hex, mix, ramp};

/// Pale limestone in four slabs, two by two, with fine joints.
pub fn floor_stone(side: u32) -> Picture {
    Picture::paint(side, side, |uv| {
        let (color, joint) = stone(uv, [hex(0xbfbcb5), hex(0xd6d3cc)], side);
        mix(color, hex(0x87847d), joint * 0.85)
    })
}

/// The same slabs as roughness (green) and metalness (blue, none): polished with cloudy wear, dull joints.
pub fn floor_polish(side: u32) -> Picture {
    Picture::paint(side, side, |uv| {
        let (_, joint) = stone(uv, [Vec3::ZERO, Vec3::ONE], side);
        let wear = fractal(uv, [5, 5], 4, 71);
        Vec3::new(1.0, 0.62 + 0.3 * wear + 0.4 * joint, 0.0)
    })
}

/// Dark stone for bands, plinth tops and the reception.
pub fn band_stone(side: u32) -> Picture {
    Picture::paint(side, side, |uv| {
        let warp = Vec2::new(fractal(uv, [3, 3], 3, 5), fractal(uv, [3, 3], 3, 9)) - 0.5;
        let vein = 1.0 - (fractal(uv + warp * 0.25, [3, 3], 4, 23) - 0.5).abs() * 2.0;
        let grain = fractal(uv, [64, 64], 2, 31);
        let base = mix(hex(0x4a4845), hex(0x5c5955), fractal(uv, [6, 6], 4, 3) + (grain - 0.5) * 0.5);
        let here = ramp(0.48, 0.66, fractal(uv, [4, 4], 2, 29));
        mix(base, hex(0x8a847a), ramp(0.955, 1.0, vein) * 0.5 * here)
    })
}

/// Colour between two tones, and how much of a joint a point is.
fn stone(uv: Vec2, tones: [Vec3; 2], side: u32) -> (Vec3, f32) {
    let slab = (uv * 2.0).floor();
    let inside = uv * 2.0 - slab;
    let own = hash(slab.x as i32, slab.y as i32, 17);
    let shifted = uv + Vec2::new(own, own * 0.7) * 3.0;
    let warp = Vec2::new(fractal(shifted, [4, 4], 3, 41), fractal(shifted, [4, 4], 3, 43)) - 0.5;
    let cloud = fractal(shifted + warp * 0.18, [4, 6], 5, 47);
    let vein = 1.0 - (fractal(shifted + warp * 0.3, [3, 3], 3, 53) - 0.5).abs() * 2.0;
    let fossil = ramp(0.62, 0.75, fractal(shifted, [40, 40], 2, 59));
    let tone = 0.18 + cloud * 0.75 + (own - 0.5) * 0.22 + ramp(0.94, 1.0, vein) * 0.22 - fossil * 0.12;
    let edge = inside.min(Vec2::ONE - inside).min_element() * side as f32 * 0.5;
    (mix(tones[0], tones[1], tone), 1.0 - ramp(0.5, 1.6, edge))
}

/// Boards with the grain along v; `tones` dark to light.
pub fn wood(width: u32, height: u32, tones: [u32; 3], boards: i32, seed: u32) -> Picture {
    let [dark, middle, light] = tones.map(hex);
    Picture::paint(width, height, |uv| {
        let board = (uv.x * boards as f32).floor() as i32;
        let own = hash(board, 1, seed);
        let x = uv.x * boards as f32;
        let shifted = Vec2::new(uv.x, (uv.y + own).fract());
        let bend = fractal(shifted, [boards, 2], 3, seed + 3) - 0.5;
        let rings = (x * 2.2 + bend * 5.5 + own * 9.0) * TAU;
        let growth = 0.5 + 0.5 * (rings.sin() * 0.75 + (rings * 2.1 + 1.3).sin() * 0.25);
        let fibre = fractal(shifted, [boards * 40, 6], 2, seed + 7);
        let pores = ramp(0.66, 0.8, fractal(shifted, [boards * 56, 14], 2, seed + 11));
        let tone = growth * 0.55 + fibre * 0.4 + (own - 0.5) * 0.3;
        mix(mix(dark, middle, tone * 1.6), light, (tone - 0.5) * 1.3) * (1.0 - pores * 0.22)
    })
}

/// Woven upholstery: how high the yarn is.
pub fn weave(uv: Vec2) -> f32 {
    let threads = 24.0;
    let (x, y) = (uv.x * threads, uv.y * threads);
    let over = (x.floor() as i32 + y.floor() as i32).rem_euclid(2) == 0;
    let (across, along) = if over { (x.fract(), y.fract()) } else { (y.fract(), x.fract()) };
    let fuzz = fractal(uv, [96, 96], 2, 77);
    (across * PI).sin().powf(0.6) * (0.55 + 0.45 * (along * PI).sin()) * 0.85 + fuzz * 0.15
}

/// The colour of the upholstery: grey to white, tinted by the paint.
pub fn cloth(side: u32) -> Picture {
    Picture::paint(side, side, |uv| {
        let mottle = fractal(uv, [24, 24], 3, 81);
        Vec3::splat(0.62 + 0.28 * weave(uv) + 0.1 * mottle)
    })
}

/// One leaf over the whole image, tip at v = 0: midrib, side veins, a little yellow.
pub fn leaf(width: u32, height: u32) -> Picture {
    Picture::paint(width, height, |uv| {
        let side = (uv.x - 0.5).abs() * 2.0;
        let vein = ((uv.y * 1.0 + side * 0.18) * 22.0).fract();
        let ribs = (1.0 - ramp(0.0, 0.16, vein)) * 0.35 * (1.0 - side * 0.5);
        let midrib = 1.0 - ramp(0.02, 0.07, side);
        let tone = fractal(uv, [4, 6], 4, 91);
        let base = mix(hex(0x2f5a2c), hex(0x5e8f42), tone * 0.9 + side * 0.15);
        mix(mix(base, hex(0x86a85c), ribs), hex(0xa9bf78), midrib * 0.8)
    })
}

/// A spray of small leaves on a transparent ground, for the crowns of trees.
pub fn foliage(side: u32) -> Picture {
    let leaves: Vec<(Vec2, Vec2, f32, f32)> = (0..46)
        .map(|i| {
            let r = |k: i32| hash(i, k, 133);
            let angle = r(0) * TAU;
            let at = Vec2::splat(0.5) + Vec2::from_angle(r(1) * TAU) * 0.36 * r(2).sqrt();
            (at, Vec2::from_angle(angle), 0.07 + 0.045 * r(3), r(4))
        })
        .collect();
    Picture::paint_alpha(side, side, |uv| {
        let mut color = hex(0x86a060);
        let mut alpha = 0.0_f32;
        for &(at, axis, length, tone) in &leaves {
            let d = uv - at;
            let (along, across) = (d.dot(axis) / length, d.dot(axis.perp()) / length);
            let width = 0.48 * (1.0 - along * along).max(0.0) * (1.0 - along * 0.25);
            let inside = ramp(0.0, 0.10, width - across.abs());
            if along.abs() < 1.0 && inside > 0.0 {
                let shade = mix(hex(0x6c8a52), hex(0xb9cc8c), tone * 0.75 + across * 0.5 + 0.1);
                color = mix(color, shade, inside);
                alpha = alpha.max(inside);
            }
        }
        (color, alpha)
    })
}

/// A processed wafer seen from the front: dies in the colours of thin films, within a circle that fills the image.
pub fn wafer(side: u32) -> Picture {
    Picture::paint(side, side, |uv| {
        let p = uv * 2.0 - 1.0;
        let cells = Vec2::new(15.0, 12.0);
        let cell = (uv * cells).floor();
        let inside = (uv * cells - cell) * 2.0 - 1.0;
        let corner = ((cell + Vec2::new(f32::from(cell.x < cells.x * 0.5), f32::from(cell.y < cells.y * 0.5))
            - cells * 0.5)
            / (cells * 0.5))
            .length();
        let film = p.x * 0.9 + p.y * 0.55 + 0.16 * (p.length() * 3.0).sin();
        let rainbow = Vec3::new(
            0.5 + 0.5 * (film * 3.6 + 0.3).sin(),
            0.5 + 0.5 * (film * 3.6 + 2.1).sin(),
            0.5 + 0.5 * (film * 3.6 + 4.2).sin(),
        );
        let blocks = hash((inside.x * 3.4).round() as i32, (inside.y * 2.6).round() as i32, 7);
        let die = mix(hex(0x8f95a3), rainbow, 0.55) * (0.72 + 0.32 * blocks);
        let street = ramp(0.86, 0.94, inside.abs().max_element());
        let silicon = mix(hex(0x9a9fa8), rainbow, 0.18);
        if corner < 1.02 { mix(die, hex(0xc8ccd4), street * 0.8) } else { silicon }
    })
}

/// A hazy morning: u runs once around the horizon, v from the zenith (0) to below the horizon (1; the horizon is at 0.8).
/// Wooded ridges stand behind each other, paler with distance, as in an ink painting.
pub fn sky(width: u32, height: u32) -> Picture {
    let ridge = |u: f32, layer: i32| {
        let n = fractal(Vec2::new(u, 0.37), [5 + layer * 3, 1], 5, 201 + layer as u32 * 13);
        let detail = fractal(Vec2::new(u, 0.11), [60 + layer * 30, 1], 3, 301 + layer as u32);
        0.8 - (0.125 - 0.03 * layer as f32) * (0.25 + n * 1.1) - detail * 0.006
    };
    Picture::paint(width, height, |uv| {
        let up = 1.0 - uv.y / 0.8;
        let cloud = ramp(0.52, 0.8, fractal(Vec2::new(uv.x, uv.y), [10, 12], 5, 171)) * ramp(0.0, 0.35, up);
        let mut color = mix(hex(0xeef1ee), hex(0x9fc0dd), up.max(0.0).powf(0.65));
        color = mix(color, hex(0xf7f7f5), cloud * 0.55);
        for layer in 0..3 {
            let top = ridge(uv.x, layer);
            let body = ramp(top, top + 0.004, uv.y);
            let tone = mix(hex(0xb9cad2), hex(0x7f9a94), layer as f32 / 2.0);
            let mist = ramp(top, 0.815, uv.y) * 0.75;
            color = mix(color, mix(tone, hex(0xe9edea), mist), body);
        }
        color
    })
}
