//! What a visitor does, in words of our own: shells translate their events into these.

use glam::Vec2;

/// What a visitor does. Pixels are CSS pixels (logical pixels of a window) from the upper left corner of the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Input {
    /// A key of the walk goes down or up.
    Key(Key, bool),
    /// The picture is dragged: what is under the pointer stays there.
    Drag {
        /// Since the last one.
        by_px: Vec2,
    },
    /// The pointer is locked and moves: the visitor turns that way.
    Turn {
        /// Since the last one.
        by_px: Vec2,
    },
    /// A click or tap that was no drag.
    Press {
        /// Where.
        at_px: Vec2,
    },
    /// A mouse is above the picture, or no longer (`None`).
    Hover(Option<Vec2>),
    /// The wheel, or two fingers on a touchpad; forward is negative as in browsers.
    Wheel {
        /// Since the last one; a notch of a wheel is about 100.
        by_px: f32,
    },
    /// Two fingers (or a stick) push: to the right and forward, each -1 to 1; zero when released.
    Push(Vec2),
    /// Opens what the visitor stands at.
    Act,
    /// Nobody is at the keys any more (the window lost its focus).
    Leave,
}

/// Keys of the walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Key {
    /// W, arrow up.
    Forward,
    /// S, arrow down.
    Back,
    /// A, arrow left: a step to the side.
    Left,
    /// D, arrow right: a step to the side.
    Right,
    /// Q.
    TurnLeft,
    /// E.
    TurnRight,
    /// Shift.
    Run,
}

impl Key {
    /// The key at this place of the keyboard, as `KeyboardEvent.code` names places: they are the same on every layout.
    pub fn at(code: &str) -> Option<Self> {
        Some(match code {
            "KeyW" | "ArrowUp" => Self::Forward,
            "KeyS" | "ArrowDown" => Self::Back,
            "KeyA" | "ArrowLeft" => Self::Left,
            "KeyD" | "ArrowRight" => Self::Right,
            "KeyQ" => Self::TurnLeft,
            "KeyE" => Self::TurnRight,
            "ShiftLeft" | "ShiftRight" => Self::Run,
            _ => return None,
        })
    }

    /// One bit for each key.
    pub(crate) fn bit(self) -> u8 {
        1 << self as u8
    }
}
