//! How much a device can draw while the visitor moves.

use render::Effects;

/// Parts of the full width and height, and what else is drawn.
const LEVELS: [(f32, Effects); 5] =
    [(1.0, Effects::ALL), (1.0, Effects::NONE), (0.75, Effects::NONE), (0.55, Effects::NONE), (0.4, Effects::NONE)];
/// Where a device without a GPU begins.
const SOFTWARE_LEVEL: usize = 1;
/// A frame that takes longer does not look like motion any more, seconds.
const SLOW_SECS: f32 = 1.0 / 24.0;
/// A frame that takes less leaves room for more pixels, seconds.
const FAST_SECS: f32 = 1.0 / 50.0;
/// So many slow frames are no accident.
const SLOW_FRAMES: u32 = 3;
/// After so many fast frames more pixels are tried; each time for longer, so that it does not go to and fro.
const FAST_FRAMES: u32 = 120;
/// When nothing has moved for this long, the picture is drawn once in full, seconds.
const STILL_SECS: f32 = 0.25;

/// Finds out how much a device can draw while the visitor moves. A still picture always has all pixels.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sharpness {
    level: usize,
    slow_frames: u32,
    fast_frames: u32,
    tries: u32,
    still_secs: f32,
    was_moving: bool,
    is_full: bool,
}

impl Sharpness {
    /// For a device with or without a GPU.
    pub fn new(is_software: bool) -> Self {
        Self { level: if is_software { SOFTWARE_LEVEL } else { 0 }, ..Self::default() }
    }

    /// What is drawn besides surfaces. Not for still pictures alone: what comes and goes with every step would be worse than what is missing.
    pub fn effects(&self) -> Effects {
        LEVELS[self.level].1
    }

    /// Takes note of a frame: how long after the one before it comes, and whether anything moves in it. Answers with the part of the full width and height to draw it with.
    pub fn frame(&mut self, secs: f32, is_moving: bool) -> f32 {
        if is_moving && self.was_moving && !self.is_full {
            self.judge(secs);
        }
        self.still_secs = if is_moving { 0.0 } else { self.still_secs + secs };
        // The frame after a full one was waiting for all its pixels: it says nothing about the others.
        self.is_full = self.level > 0 && self.still_secs >= STILL_SECS;
        self.was_moving = is_moving;
        if self.is_full { 1.0 } else { LEVELS[self.level].0 }
    }

    fn judge(&mut self, secs: f32) {
        self.slow_frames = if secs > SLOW_SECS { self.slow_frames + 1 } else { 0 };
        self.fast_frames = if secs < FAST_SECS { self.fast_frames + 1 } else { 0 };
        if self.slow_frames >= SLOW_FRAMES && self.level + 1 < LEVELS.len() {
            self.level += 1;
            self.slow_frames = 0;
        }
        if self.fast_frames >= FAST_FRAMES << self.tries.min(6) && self.level > 0 {
            self.level -= 1;
            self.tries += 1;
            self.fast_frames = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_device_draws_less_while_moving_and_all_when_still() {
        let mut sharpness = Sharpness::default();
        let moving: Vec<f32> = (0..20).map(|_| sharpness.frame(0.1, true)).collect();
        assert_eq!(moving[0], 1.0);
        assert_eq!(moving[19], 0.4);
        let still: Vec<f32> = (0..5).map(|_| sharpness.frame(0.1, false)).collect();
        assert_eq!(still, [0.4, 0.4, 1.0, 1.0, 1.0]);
        assert_eq!(sharpness.frame(0.1, true), 0.4);
    }

    #[test]
    fn a_fast_device_always_draws_all_and_one_hiccup_changes_nothing() {
        let mut sharpness = Sharpness::default();
        for i in 0..2000 {
            assert_eq!(sharpness.frame(if i % 50 == 0 { 0.2 } else { 1.0 / 60.0 }, i % 300 > 40), 1.0);
        }
    }

    #[test]
    fn a_device_in_between_does_not_go_to_and_fro() {
        // 30 ms with all pixels is neither; 50 ms is slow, three quarters of its pixels are fast.
        let mut sharpness = Sharpness::default();
        let (mut scale, mut changes) = (1.0, 0);
        for _ in 0..20_000 {
            let next = sharpness.frame(if scale == 1.0 { 0.05 } else { 0.015 }, true);
            changes += u32::from(next != scale);
            scale = next;
        }
        assert!(changes < 20, "{changes} changes in five minutes");
        assert_eq!(scale, 0.75);
    }
}
