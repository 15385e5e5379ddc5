//! Fingers and mouse buttons become drags, taps and pushes.

use glam::Vec2;

use crate::input::Input;

/// What points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointerKind {
    /// A mouse, with its main button.
    Mouse,
    /// A finger or pen.
    Touch,
}

impl PointerKind {
    /// How far it may shake before a press is a drag, CSS pixels.
    fn slack_px(self) -> f32 {
        match self {
            Self::Mouse => 5.0,
            Self::Touch => 10.0,
        }
    }
}

/// Two fingers this far from where they came down push with all their force, CSS pixels.
const FULL_PUSH_PX: f32 = 80.0;

/// The pointers that are down now.
#[derive(Clone, Debug, Default)]
pub struct Gestures {
    down: Vec<Pointer>,
    is_pushing: bool,
}

#[derive(Clone, Copy, Debug)]
struct Pointer {
    id: i32,
    kind: PointerKind,
    began_px: Vec2,
    last_px: Vec2,
    /// It has moved, or was one of two: lifting it is no tap.
    is_drag: bool,
}

impl Gestures {
    /// A pointer comes down. Positions are CSS pixels; `id` tells pointers apart.
    pub fn down(&mut self, id: i32, kind: PointerKind, at_px: Vec2) {
        self.cancel(id);
        self.down.push(Pointer { id, kind, began_px: at_px, last_px: at_px, is_drag: false });
        if self.down.len() == 2 {
            for pointer in &mut self.down {
                (pointer.began_px, pointer.is_drag) = (pointer.last_px, true);
            }
        }
    }

    /// A pointer that is down moves; others are ignored.
    pub fn moved(&mut self, id: i32, at_px: Vec2) -> Option<Input> {
        let pointer = self.down.iter_mut().find(|p| p.id == id)?;
        let by_px = at_px - pointer.last_px;
        if !pointer.is_drag && at_px.distance(pointer.began_px) < pointer.kind.slack_px() {
            return None;
        }
        pointer.last_px = at_px;
        // The slack itself is not dragged: the view would jump.
        let is_first = !std::mem::replace(&mut pointer.is_drag, true);
        match self.down.len() {
            1 if !is_first && by_px != Vec2::ZERO => Some(Input::Drag { by_px }),
            2 => {
                self.is_pushing = true;
                let moved: Vec2 = self.down.iter().map(|p| p.last_px - p.began_px).sum::<Vec2>() * 0.5;
                Some(Input::Push((moved * Vec2::new(1.0, -1.0) / FULL_PUSH_PX).clamp_length_max(1.0)))
            }
            _ => None,
        }
    }

    /// A pointer is lifted.
    pub fn up(&mut self, id: i32, at_px: Vec2) -> Option<Input> {
        let pointer = self.down.iter().find(|p| p.id == id).copied()?;
        let is_tap = self.down.len() == 1 && !pointer.is_drag;
        self.cancel(id).or_else(|| is_tap.then_some(Input::Press { at_px }))
    }

    /// A pointer is gone without meaning anything; a push it was part of ends.
    pub fn cancel(&mut self, id: i32) -> Option<Input> {
        self.down.retain(|p| p.id != id);
        let ends = self.is_pushing && self.down.len() < 2;
        self.is_pushing &= !ends;
        ends.then_some(Input::Push(Vec2::ZERO))
    }

    /// Whether anything is down.
    pub fn is_active(&self) -> bool {
        !self.down.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use glam::vec2;

    use super::*;

    #[test]
    fn a_still_finger_taps_and_a_moving_one_drags() {
        let mut gestures = Gestures::default();
        gestures.down(1, PointerKind::Touch, vec2(100.0, 100.0));
        assert_eq!(gestures.moved(1, vec2(104.0, 100.0)), None);
        assert_eq!(gestures.up(1, vec2(104.0, 100.0)), Some(Input::Press { at_px: vec2(104.0, 100.0) }));

        gestures.down(2, PointerKind::Touch, vec2(100.0, 100.0));
        assert_eq!(gestures.moved(2, vec2(112.0, 100.0)), None);
        assert_eq!(gestures.moved(2, vec2(115.0, 104.0)), Some(Input::Drag { by_px: vec2(3.0, 4.0) }));
        assert_eq!(gestures.up(2, vec2(115.0, 104.0)), None);
    }

    #[test]
    fn two_fingers_push_and_lifting_one_ends_it_without_a_tap() {
        let mut gestures = Gestures::default();
        gestures.down(1, PointerKind::Touch, vec2(100.0, 300.0));
        gestures.down(2, PointerKind::Touch, vec2(200.0, 300.0));
        gestures.moved(1, vec2(100.0, 260.0));
        assert_eq!(gestures.moved(2, vec2(200.0, 260.0)), Some(Input::Push(vec2(0.0, 0.5))));
        assert_eq!(gestures.up(1, vec2(100.0, 260.0)), Some(Input::Push(Vec2::ZERO)));
        assert_eq!(gestures.up(2, vec2(200.0, 260.0)), None);
        assert!(!gestures.is_active());
    }
}
