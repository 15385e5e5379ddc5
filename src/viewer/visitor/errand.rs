//! Errands: ways that a visitor is sent along, and goes until it wants something else.

use glam::{Vec2, Vec3, vec2};

use super::{Stance, Visitor, pace};
use crate::walk::{Space, TICK_SECS, route};

/// What became of an errand in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Nothing to report.
    None,
    /// The visitor is where it was sent.
    Arrived,
    /// The visitor went its own way instead.
    GaveUp,
}

/// A way, and what is at its end.
#[derive(Clone, Debug)]
pub(super) struct Errand {
    way: Vec<Vec3>,
    next: usize,
    speed: f32,
    /// How to stand and look there; as one likes when missing.
    pub stance: Option<Stance>,
    /// Whether it turns the head, too; not any more once the visitor has looked around.
    pub steers: bool,
    age_secs: f32,
    still_secs: f32,
}

impl Visitor {
    /// Whether the visitor is on its way to somewhere.
    pub fn is_on_errand(&self) -> bool {
        self.errand.is_some()
    }

    /// Where the errand ends, metres.
    pub fn errand_goal(&self) -> Option<Vec3> {
        self.errand.as_ref().and_then(|e| e.way.last().copied())
    }

    /// Walks to `feet` (metres, on the floor); around things where a straight way is barred. False when there is no way.
    pub fn walk_to(&mut self, space: &Space, feet: Vec3) -> bool {
        let way = route(space, self.walker.feet, feet);
        self.lag_goal = Vec3::ZERO;
        self.fov_goal = None;
        self.start(space, way, None)
    }

    /// Walks to a stance and looks as it says. Without a way on foot it is there at once.
    pub fn send(&mut self, space: &Space, stance: &Stance) {
        let near = space.place_near(stance.feet, space.body.height * 0.5, space.body.height).unwrap_or(stance.feet);
        let way = route(space, self.walker.feet, near);
        if !self.start(space, way, Some(Stance { feet: near, ..*stance })) {
            self.place(space, stance);
            self.start(space, Some(vec![self.walker.feet]), Some(*stance));
        }
    }

    fn start(&mut self, space: &Space, way: Option<Vec<Vec3>>, stance: Option<Stance>) -> bool {
        let Some(way) = way else { return false };
        let mut length = 0.0;
        let mut from = self.walker.feet;
        for place in &way {
            length += from.distance(*place);
            from = *place;
        }
        let scale = pace(space);
        let speed = (length / 3.5).clamp(1.8 * scale, 6.0 * scale);
        self.wheel_metres = 0.0;
        self.errand = Some(Errand { way, next: 0, speed, stance, steers: true, age_secs: 0.0, still_secs: 0.0 });
        true
    }

    /// Where the errand leads to, along x and z, metres a second.
    pub(super) fn errand_wish(&mut self, space: &Space) -> Vec2 {
        let feet = self.walker.feet;
        let speed_now = self.walker.velocity.length();
        let Some(errand) = &mut self.errand else { return Vec2::ZERO };
        errand.age_secs += TICK_SECS;
        let to = |place: Vec3| vec2(place.x - feet.x, place.z - feet.z);
        let close = space.body.radius;
        while errand.next + 1 < errand.way.len() && to(errand.way[errand.next]).length() < close {
            errand.next += 1;
        }
        let ahead = to(errand.way[errand.next]);
        let mut left = ahead.length();
        for pair in errand.way[errand.next..].windows(2) {
            left += pair[0].distance(pair[1]);
        }
        let is_there = errand.next + 1 == errand.way.len() && left < close * 0.1;
        let is_still = speed_now < errand.speed * 0.08;
        errand.still_secs = if is_still && !is_there { errand.still_secs + TICK_SECS } else { 0.0 };
        if is_there {
            return Vec2::ZERO;
        }
        let scale = pace(space);
        let speed = errand.speed.min(0.25 * scale + left * 3.0) * (errand.age_secs / 0.5).min(1.0);
        ahead.normalize_or_zero() * speed
    }

    /// On the way one looks ahead, at its end at what one came for.
    pub(super) fn steer(&mut self) {
        let feet = self.walker.feet;
        let Some(Errand { way, next, stance: Some(stance), steers: true, .. }) = &self.errand else { return };
        let (stance, ahead) = (*stance, way[*next] - feet);
        let left = way.last().map_or(0.0, |end| vec2(end.x - feet.x, end.z - feet.z).length());
        let is_last = *next + 1 == way.len();
        if is_last && left < 2.5 {
            self.aim(stance.heading, stance.pitch);
        } else {
            self.aim((-ahead.x).atan2(-ahead.z), 0.0);
        }
    }

    /// What became of the errand; what is over is forgotten.
    pub(super) fn progress(&mut self, space: &Space) -> Progress {
        if std::mem::take(&mut self.gave_up) {
            return Progress::GaveUp;
        }
        let Some(errand) = &mut self.errand else { return Progress::None };
        let Some(goal) = errand.way.last() else { return Progress::None };
        let feet = self.walker.feet;
        let left = vec2(goal.x - feet.x, goal.z - feet.z).length();
        let is_stuck = errand.still_secs > 0.8 || errand.age_secs > 12.0;
        if left > space.body.radius * 0.4 && !is_stuck {
            return Progress::None;
        }
        let Some(stance) = errand.stance else {
            self.errand = None;
            return Progress::Arrived;
        };
        let steers = errand.steers;
        if is_stuck && left > space.body.radius {
            self.place(space, &stance);
            return Progress::Arrived;
        }
        // The last centimetres of the walk and of the look end together.
        if steers {
            self.settle(space, &stance);
        }
        let turn = (self.heading_goal - self.heading).abs().max((self.pitch_goal - self.pitch).abs());
        let is_settled = turn < 0.02 && (self.lag - self.lag_goal).length() < space.body.radius * 0.1;
        if !steers || is_settled {
            self.errand = None;
            return Progress::Arrived;
        }
        Progress::None
    }
}
