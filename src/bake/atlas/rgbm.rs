//! Light beyond white in eight bits a channel: colour as sRGB, times the square of alpha, times [`RANGE`].
//!
//! Alpha follows the brightest light of the neighbourhood, smoothly: encoders that lose something lose it in the colours, of which then most are well lit
//! numbers, and what is read between two texels is right, as alpha hardly differs there.

use glam::{UVec2, Vec3};

/// The light that is white with an alpha of 1; what is brighter is cut off. `MOZ_lightmap`'s `intensity` brings it back.
pub const RANGE: f32 = 16.0;
/// Side of the squares whose brightest light alpha follows, texels.
const BLOCK: u32 = 8;
/// The least alpha, of 255: below it colours have to be dark themselves.
const ALPHA_MIN: f32 = 8.0;

/// Four bytes a texel, row by row.
pub fn encode(size: UVec2, page: &[Vec3]) -> Vec<u8> {
    let envelope = Envelope::of(size, page);
    let mut bytes = Vec::with_capacity(page.len() * 4);
    for (at, light) in page.iter().enumerate() {
        let highest = envelope.at(at as u32 % size.x, at as u32 / size.x);
        let alpha = ((highest / RANGE).sqrt() * 255.0).ceil().clamp(ALPHA_MIN, 255.0);
        let white = (alpha / 255.0).powi(2) * RANGE;
        let color = (*light / white).to_array().map(|channel| (srgb(channel) * 255.0).round() as u8);
        bytes.extend_from_slice(&color);
        bytes.push(alpha as u8);
    }
    bytes
}

/// The light of a texel.
pub fn decode(texel: [u8; 4]) -> Vec3 {
    let [r, g, b, alpha] = texel.map(|number| f32::from(number) / 255.0);
    Vec3::from([r, g, b].map(linear)) * (alpha * alpha * RANGE)
}

fn srgb(light: f32) -> f32 {
    let light = light.clamp(0.0, 1.0);
    if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 }
}

fn linear(value: f32) -> f32 {
    if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

/// The brightest light of each square and those around it.
struct Envelope {
    across: u32,
    down: u32,
    highest: Vec<f32>,
}

impl Envelope {
    fn of(size: UVec2, page: &[Vec3]) -> Self {
        let (across, down) = (size.x.div_ceil(BLOCK).max(1), size.y.div_ceil(BLOCK).max(1));
        let mut own = vec![0.0_f32; (across * down) as usize];
        for (at, light) in page.iter().enumerate() {
            let block = at as u32 / size.x / BLOCK * across + at as u32 % size.x / BLOCK;
            own[block as usize] = own[block as usize].max(light.max_element());
        }
        let mut highest = own.clone();
        for y in 0..down {
            for x in 0..across {
                for near_y in y.saturating_sub(1)..=(y + 1).min(down - 1) {
                    for near_x in x.saturating_sub(1)..=(x + 1).min(across - 1) {
                        let near = own[(near_y * across + near_x) as usize];
                        let slot = &mut highest[(y * across + x) as usize];
                        *slot = slot.max(near);
                    }
                }
            }
        }
        Self { across, down, highest }
    }

    /// At a texel: mixed of the squares around it, so never below its own light.
    fn at(&self, x: u32, y: u32) -> f32 {
        let axis = |texel: u32, count: u32| {
            let at = ((texel as f32 + 0.5) / BLOCK as f32 - 0.5).clamp(0.0, (count - 1) as f32);
            let low = at.floor();
            (low as u32, (low as u32 + 1).min(count - 1), at - low)
        };
        let ((left, right, part_x), (top, bottom, part_y)) = (axis(x, self.across), axis(y, self.down));
        let of = |x: u32, y: u32| self.highest[(y * self.across + x) as usize];
        let mix = |a: f32, b: f32, part: f32| a + (b - a) * part;
        mix(mix(of(left, top), of(right, top), part_x), mix(of(left, bottom), of(right, bottom), part_x), part_y)
    }
}
