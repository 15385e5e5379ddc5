//! Noise that tiles and is the same on every machine: integer hashes, no tables.

use glam::Vec2;

/// A number from 0 to 1 for a point of a lattice.
pub fn hash(x: i32, y: i32, seed: u32) -> f32 {
    let mut h =
        (x as u32).wrapping_mul(0x9e37_79b1) ^ (y as u32).wrapping_mul(0x85eb_ca77) ^ seed.wrapping_mul(0xc2b2_ae3d);
    h = (h ^ h >> 15).wrapping_mul(0x2c1b_3c6d);
    h = (h ^ h >> 12).wrapping_mul(0x297a_2d39);
    ((h ^ h >> 15) >> 8) as f32 / 16_777_216.0
}

/// Smooth noise from 0 to 1 that repeats after `period` lattice cells.
pub fn smooth(p: Vec2, period: [i32; 2], seed: u32) -> f32 {
    let cell = p.floor();
    let f = p - cell;
    let f = f * f * f * (f * (f * 6.0 - 15.0) + 10.0);
    let (x, y) = (cell.x as i32, cell.y as i32);
    let at = |dx: i32, dy: i32| hash((x + dx).rem_euclid(period[0]), (y + dy).rem_euclid(period[1]), seed);
    let low = at(0, 0) + (at(1, 0) - at(0, 0)) * f.x;
    let high = at(0, 1) + (at(1, 1) - at(0, 1)) * f.x;
    low + (high - low) * f.y
}

/// Octaves of [`smooth`], each twice as fine and half as strong; about 0 to 1. `uv` runs from 0 to 1 over the image.
pub fn fractal(uv: Vec2, cells: [i32; 2], octaves: u32, seed: u32) -> f32 {
    let (mut sum, mut weight, mut total) = (0.0, 1.0, 0.0);
    for octave in 0..octaves {
        let period = [cells[0] << octave, cells[1] << octave];
        let p = uv * Vec2::new(period[0] as f32, period[1] as f32);
        sum += smooth(p, period, seed + octave * 101) * weight;
        total += weight;
        weight *= 0.5;
    }
    sum / total
}

/// A sequence of numbers for placing things by chance, the same each time.
#[derive(Clone, Debug)]
pub struct Dice {
    seed: u32,
    thrown: i32,
}

impl Dice {
    /// A new sequence.
    pub fn new(seed: u32) -> Self {
        Self { seed, thrown: 0 }
    }

    /// From `low` to `high`.
    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        self.thrown += 1;
        low + (high - low) * hash(self.thrown, self.thrown >> 8, self.seed)
    }
}
