//! Numbers that fill a square evenly: Sobol's sequence, shuffled and scrambled by hashes (Burley, "Practical Hash-based Owen Scrambling", JCGT
//! 9(4), 2020), two dimensions at a time; and a direction by the cosine.

use core::f32::consts::TAU;

use glam::{Vec2, Vec3};

/// One sample of a place. Each pair of dimensions is its own sequence over the samples; the first of any power of two of them fill the square.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sampler {
    /// Of the place.
    seed: u32,
    /// Which sample.
    index: u32,
    /// State of the numbers that follow no order.
    loose: u32,
}

impl Sampler {
    pub(crate) fn new(seed: u32, index: u32) -> Self {
        Self { seed, index, loose: mixed(seed ^ 0x68bc_21eb, index) }
    }

    /// Two numbers from 0 to less than 1 of a pair of dimensions.
    pub(crate) fn pair(&self, pair: u32) -> Vec2 {
        let seed = mixed(self.seed, pair);
        let index = scrambled(self.index, seed);
        let x = scrambled(index.reverse_bits(), mixed(seed, 1));
        let y = scrambled(second_dimension(index), mixed(seed, 2));
        Vec2::new(unit(x), unit(y))
    }

    /// A number from 0 to less than 1 without any order.
    pub(crate) fn loose(&mut self) -> f32 {
        self.loose = self.loose.wrapping_add(0x9e37_79b9);
        unit(mixed(self.loose, 3))
    }
}

/// The upper 24 bits as a number from 0 to less than 1.
fn unit(bits: u32) -> f32 {
    (bits >> 8) as f32 * (1.0 / 16_777_216.0)
}

/// A hash of both (the finaliser of MurmurHash3).
pub(crate) fn mixed(a: u32, b: u32) -> u32 {
    let mut x = a ^ b.wrapping_mul(0x9e37_79b1).rotate_left(15);
    x = (x ^ (x >> 16)).wrapping_mul(0x85eb_ca6b);
    x = (x ^ (x >> 13)).wrapping_mul(0xc2b2_ae35);
    x ^ (x >> 16)
}

/// Of a place: equal places have equal numbers, wherever they stand in a list.
pub(crate) fn seed_of(position: Vec3, normal: Vec3) -> u32 {
    [position, normal].iter().flat_map(Vec3::to_array).fold(0x2545_f491, |seed, x| mixed(seed, x.to_bits()))
}

/// Owen's scrambling of all bits.
fn scrambled(x: u32, seed: u32) -> u32 {
    let mut x = x.reverse_bits().wrapping_add(seed);
    for factor in [0x6c50_b47c, 0xb82f_1e52, 0xc7af_e638, 0x8d22_f6e6] {
        x ^= x.wrapping_mul(factor);
    }
    x.reverse_bits()
}

/// Sobol's second dimension, of which the first is the van der Corput sequence.
fn second_dimension(mut index: u32) -> u32 {
    let (mut sum, mut direction) = (0, 1_u32 << 31);
    while index != 0 {
        if index & 1 == 1 {
            sum ^= direction;
        }
        index >>= 1;
        direction ^= direction >> 1;
    }
    sum
}

/// A direction around a normal, as often as its cosine is large.
pub(crate) fn cosine_direction(normal: Vec3, at: Vec2) -> Vec3 {
    let (along, across) = normal.any_orthonormal_pair();
    let (sin, cos) = (TAU * at.x).sin_cos();
    let radius = at.y.sqrt();
    (along * (cos * radius) + across * (sin * radius) + normal * (1.0 - at.y).max(0.0).sqrt()).normalize()
}

/// A direction to anywhere.
pub(crate) fn sphere_direction(at: Vec2) -> Vec3 {
    let (sin, cos) = (TAU * at.x).sin_cos();
    let y = 1.0 - 2.0 * at.y;
    let radius = (1.0 - y * y).max(0.0).sqrt();
    Vec3::new(cos * radius, y, sin * radius)
}
