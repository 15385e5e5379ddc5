//! The images of floors: planks, concrete.

use std::f32::consts::TAU;

use glam::{Vec2, Vec3};

use super::noise::{fractal, hash};
use super::picture::{Picture, hex, mix, ramp};

/// Boards along v in the image; each runs once around it.
const BOARDS: i32 = 9;

/// Planks along v, each of its own tone, with fine joints; `tones` dark to light.
pub fn planks(side: u32, tones: [u32; 3]) -> Picture {
    let [dark, middle, light] = tones.map(hex);
    Picture::paint(side, side, |uv| {
        let x = uv.x * BOARDS as f32;
        let board = x.floor() as i32;
        let offset = hash(board, 3, 611);
        // Two planks to a board, of unequal length.
        let v = (uv.y + offset).fract();
        let second = v > 0.42 + 0.2 * hash(board, 4, 611);
        let own = hash(board, i32::from(second), 613);
        let shifted = Vec2::new(uv.x, (uv.y + own).fract());
        let bend = fractal(shifted, [BOARDS, 2], 3, 617) - 0.5;
        let rings = (x * 1.6 + bend * 4.0 + own * 9.0) * TAU;
        let growth = 0.5 + 0.5 * (rings.sin() * 0.7 + (rings * 2.1).sin() * 0.3);
        let fibre = fractal(shifted, [BOARDS * 30, 5], 2, 619);
        let tone = growth * 0.3 + fibre * 0.35 + own * 0.5;
        let color = mix(mix(dark, middle, tone * 1.7), light, (tone - 0.45) * 1.5);
        let across = (x - board as f32).min(1.0 - x + board as f32) / BOARDS as f32;
        let cut = 0.42 + 0.2 * hash(board, 4, 611);
        let along = (v - cut).abs().min(v).min(1.0 - v);
        let joint = ramp(0.4, 1.6, across.min(along) * side as f32);
        color * (0.5 + 0.5 * joint)
    })
}

/// Concrete: clouds of grey, and the pores that air left.
pub fn concrete(side: u32) -> Picture {
    Picture::paint(side, side, |uv| {
        let warp = Vec2::new(fractal(uv, [3, 3], 3, 805), fractal(uv, [3, 3], 3, 807)) - 0.5;
        let cloud = fractal(uv + warp * 0.2, [4, 4], 6, 811);
        let stain = ramp(0.5, 0.75, fractal(uv, [2, 3], 4, 813));
        let grain = fractal(uv, [128, 128], 2, 817) - 0.5;
        let pore = ramp(0.8, 0.88, fractal(uv, [90, 90], 1, 819));
        let tone = cloud * 0.9 + grain * 0.35 - stain * 0.12;
        mix(hex(0xa6a5a2), hex(0xc9c8c4), tone) * (1.0 - 0.08 * pore) * Vec3::new(1.0, 1.0, 0.99)
    })
}
