//! Triangles that shine, drawn by their power.

use glam::{Vec2, Vec3};

/// Where triangles shine.
#[derive(Debug, Default)]
pub(crate) struct Emitters {
    slots: Vec<u32>,
    /// Sum of the power of all up to each.
    sums: Vec<f32>,
    /// Luminance of each slot of the tree; empty when nothing shines.
    shine: Vec<f32>,
}

impl Emitters {
    /// From the mean luminance and the area of each slot.
    pub(crate) fn new(shine: Vec<f32>, area: impl Fn(usize) -> f32) -> Self {
        let mut emitters = Self::default();
        let mut sum = 0.0;
        for (slot, shine) in shine.iter().enumerate() {
            let power = shine * area(slot);
            if power > 0.0 {
                sum += power;
                emitters.slots.push(slot as u32);
                emitters.sums.push(sum);
            }
        }
        if !emitters.slots.is_empty() {
            emitters.shine = shine;
        }
        emitters
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// How densely points of a slot are drawn, per square metre.
    pub(crate) fn density(&self, slot: usize) -> f32 {
        self.shine.get(slot).map_or(0.0, |shine| shine / self.sums.last().copied().unwrap_or(1.0))
    }

    /// A slot, and where in it: a number from 0 to 1 again, made of what is left of `at`.
    pub(crate) fn sample(&self, at: f32) -> Option<(usize, f32)> {
        let aim = at * self.sums.last()?;
        let i = self.sums.partition_point(|sum| *sum <= aim).min(self.sums.len() - 1);
        let before = if i == 0 { 0.0 } else { self.sums[i - 1] };
        let rest = ((aim - before) / (self.sums[i] - before)).clamp(0.0, 1.0);
        Some((self.slots[i] as usize, rest))
    }
}

/// A point of a triangle, each as likely as any other.
pub(crate) fn point_in([a, b, c]: [Vec3; 3], at: Vec2) -> Vec3 {
    let root = at.x.sqrt();
    a * (1.0 - root) + b * (root * (1.0 - at.y)) + c * (root * at.y)
}
