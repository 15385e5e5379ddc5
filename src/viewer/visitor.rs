//! Eyes on legs: turns wishes into ticks of a walk, and a walk into a smooth view.

mod errand;

use std::f32::consts::{FRAC_PI_2, PI, TAU};

use glam::{Affine3A, EulerRot, Quat, Vec2, Vec3, vec2};

use crate::input::Key;
use crate::walk::{Space, TICK_SECS, Walker};
use errand::Errand;
pub use errand::Progress;
pub use hall::walk::stand::Stance;

const WALK_SPEED: f32 = 2.0;
const RUN_SPEED: f32 = 4.5;
const TURN_SPEED: f32 = 1.6;
const MAX_PITCH: f32 = FRAC_PI_2 * 0.94;
/// A frame longer than this (a tab that slept) is not made up for, seconds.
const MAX_FRAME_SECS: f32 = 0.25;

/// In which time a view comes close (1 - 1/e) to where it should be, seconds.
mod response {
    pub const LOOK: f32 = 0.035;
    pub const ERRAND_LOOK: f32 = 0.28;
    pub const STEP: f32 = 0.1;
    pub const HELD: f32 = 0.35;
    pub const FOV: f32 = 0.25;
}

/// A named place to look from, wherever the feet are then.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// Metres.
    pub eye: Vec3,
    /// Radians; 0 looks along -Z, counter-clockwise from above.
    pub heading: f32,
    /// Radians, upwards.
    pub pitch: f32,
    /// Vertical field of view, radians; the visitor's own when missing.
    pub fov_y: Option<f32>,
}

/// Somebody in the hall.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    /// Its body.
    pub walker: Walker,
    /// Where it looks, radians; 0 looks along -Z, counter-clockwise from above.
    pub heading: f32,
    /// Radians, upwards.
    pub pitch: f32,
    /// Vertical field of view that a viewpoint asks for, radians.
    pub fov_y: f32,
    /// How much of it counts: 0 is the visitor's own field of view, 1 the viewpoint's.
    pub fov_part: f32,
    heading_goal: f32,
    pitch_goal: f32,
    fov_goal: Option<f32>,
    feet_before: Vec3,
    unspent_secs: f32,
    /// The shown eye from where the body has its eye, metres: steps are smoothed with it, viewpoints held.
    lag: Vec3,
    lag_goal: Vec3,
    /// Longer lags than this are no steps, metres.
    leg: f32,
    keys: u8,
    push: Vec2,
    wheel_metres: f32,
    errand: Option<Errand>,
    gave_up: bool,
}

impl Visitor {
    /// Stands and looks so at once; what it was up to is forgotten.
    pub fn place(&mut self, space: &Space, stance: &Stance) {
        self.walker.place(space, stance.feet);
        self.errand = None;
        self.leg = space.body.step * 1.5;
        self.feet_before = self.walker.feet;
        self.settle(space, stance);
        (self.heading, self.pitch) = (self.heading_goal, self.pitch_goal);
        self.lag = self.lag_goal;
        self.fov_y = self.fov_goal.unwrap_or(self.fov_y);
        self.fov_part = if self.fov_goal.is_some() { 1.0 } else { 0.0 };
    }

    /// Makes the view of `stance` the goal, from wherever the feet are.
    fn settle(&mut self, space: &Space, stance: &Stance) {
        self.aim(stance.heading, stance.pitch);
        self.fov_goal = stance.fov_y;
        self.lag_goal = stance.eye - (self.walker.feet + Vec3::Y * space.body.eye);
        if self.lag_goal.length() < 1e-3 {
            self.lag_goal = Vec3::ZERO;
        }
    }

    fn aim(&mut self, heading: f32, pitch: f32) {
        let turn = wrapped(heading - self.heading + PI) - PI;
        self.heading_goal = self.heading + turn;
        self.pitch_goal = pitch.clamp(-MAX_PITCH, MAX_PITCH);
    }

    /// Where the eye is, metres.
    pub fn eye(&self, space: &Space) -> Vec3 {
        // Not `lerp`: that would tremble when both are the same.
        let feet = self.feet_before + (self.walker.feet - self.feet_before) * (self.unspent_secs / TICK_SECS);
        feet + Vec3::Y * space.body.eye + self.lag
    }

    /// The eye's space; it looks along -Z.
    pub fn world_from_view(&self, space: &Space) -> Affine3A {
        let rotation = Quat::from_euler(EulerRot::YXZ, self.heading, self.pitch, 0.0);
        Affine3A::from_rotation_translation(rotation, self.eye(space))
    }

    /// Where the visitor is, to come back to.
    pub fn stance(&self, space: &Space) -> Stance {
        Stance {
            feet: self.walker.feet,
            eye: self.walker.feet + Vec3::Y * space.body.eye + self.lag_goal,
            heading: wrapped(self.heading_goal),
            pitch: self.pitch_goal,
            fov_y: self.fov_goal,
        }
    }

    /// Looks further to the left and upwards, radians.
    pub fn look(&mut self, by: Vec2) {
        self.heading_goal += by.x;
        self.pitch_goal = (self.pitch_goal + by.y).clamp(-MAX_PITCH, MAX_PITCH);
        if let Some(errand) = &mut self.errand {
            errand.steers = false;
        }
    }

    /// A key goes down or up.
    pub fn key(&mut self, key: Key, is_down: bool) {
        if is_down {
            self.keys |= key.bit();
        } else {
            self.keys &= !key.bit();
        }
    }

    /// To the right and forward, -1 to 1 each.
    pub fn push(&mut self, push: Vec2) {
        self.push = push.clamp_length_max(1.0);
    }

    /// Some way forward, metres, gently.
    pub fn roll(&mut self, metres: f32) {
        self.wheel_metres = (self.wheel_metres + metres).clamp(-1.5, 1.5);
    }

    /// Nobody presses anything.
    pub fn let_go(&mut self) {
        self.keys = 0;
        self.push = Vec2::ZERO;
    }

    /// Lets `dt_secs` pass. The second value is whether the view changed.
    pub fn advance(&mut self, space: &Space, dt_secs: f32) -> (Progress, bool) {
        let dt_secs = dt_secs.clamp(0.0, MAX_FRAME_SECS);
        let before = self.shown(space);
        self.turn(dt_secs);
        self.unspent_secs += dt_secs;
        while self.unspent_secs >= TICK_SECS {
            self.unspent_secs -= TICK_SECS;
            self.tick(space);
        }
        self.follow(dt_secs);
        let progress = self.progress(space);
        (progress, before != self.shown(space))
    }

    /// The same for who does not know yet where one can walk, and only looks around; whether the view changed.
    pub fn look_around(&mut self, space: &Space, dt_secs: f32) -> bool {
        let dt_secs = dt_secs.clamp(0.0, MAX_FRAME_SECS);
        let before = self.shown(space);
        self.turn(dt_secs);
        self.follow(dt_secs);
        before != self.shown(space)
    }

    fn turn(&mut self, dt_secs: f32) {
        let turn = f32::from(self.holds(Key::TurnLeft)) - f32::from(self.holds(Key::TurnRight));
        if turn != 0.0 {
            self.look(vec2(turn * TURN_SPEED * dt_secs, 0.0));
        }
    }

    fn shown(&self, space: &Space) -> (Vec3, [f32; 4]) {
        (self.eye(space), [self.heading, self.pitch, self.fov_y, self.fov_part])
    }

    fn tick(&mut self, space: &Space) {
        let wished = self.own_wish(space);
        if wished != Vec2::ZERO {
            self.gave_up |= self.errand.take().is_some();
            self.lag_goal = Vec3::ZERO;
            self.fov_goal = None;
        }
        let wished = if self.errand.is_some() { self.errand_wish(space) } else { wished };
        self.feet_before = self.walker.feet;
        self.walker.step(space, wished);
        let rise = self.walker.feet.y - self.feet_before.y;
        if rise.abs() > space.body.step * 0.05 && !self.walker.is_falling() {
            self.lag.y -= rise;
            self.feet_before.y = self.walker.feet.y;
        }
    }

    fn holds(&self, key: Key) -> bool {
        self.keys & key.bit() != 0
    }

    /// What keys, fingers and wheel ask for, along x and z, metres a second.
    fn own_wish(&mut self, space: &Space) -> Vec2 {
        let axis = |plus, minus| f32::from(self.holds(plus)) - f32::from(self.holds(minus));
        let keys = vec2(axis(Key::Right, Key::Left), axis(Key::Forward, Key::Back));
        let scale = pace(space);
        let speed = scale * if self.holds(Key::Run) { RUN_SPEED } else { WALK_SPEED };
        let mut wish = (keys + self.push).clamp_length_max(1.0) * speed;
        if self.wheel_metres != 0.0 {
            let speed = (self.wheel_metres * 5.0).clamp(-2.5, 2.5);
            self.wheel_metres -= speed * TICK_SECS;
            if self.wheel_metres.abs() < 0.01 {
                self.wheel_metres = 0.0;
            }
            wish.y += speed * scale;
        }
        let (sin, cos) = self.heading.sin_cos();
        vec2(cos, -sin) * wish.x + vec2(-sin, -cos) * wish.y
    }

    /// Lets the view come closer to where it should be.
    fn follow(&mut self, dt_secs: f32) {
        if self.errand.is_some() {
            self.steer();
        }
        let steered = self.errand.as_ref().is_some_and(|e| e.steers && e.stance.is_some());
        let look = if steered { response::ERRAND_LOOK } else { response::LOOK };
        approach(&mut self.heading, self.heading_goal, look, dt_secs, 1e-5);
        approach(&mut self.pitch, self.pitch_goal, look, dt_secs, 1e-5);
        if let Some(goal) = self.fov_goal {
            let response = if self.fov_part == 0.0 { 1e-6 } else { response::FOV };
            approach(&mut self.fov_y, goal, response, dt_secs, 1e-4);
        }
        let part = if self.fov_goal.is_some() { 1.0 } else { 0.0 };
        approach(&mut self.fov_part, part, response::FOV, dt_secs, 1e-3);
        let is_held = self.lag_goal != Vec3::ZERO || self.lag.length() > self.leg;
        let lag = if is_held { response::HELD } else { response::STEP };
        for axis in 0..3 {
            approach(&mut self.lag[axis], self.lag_goal[axis], lag, dt_secs, 1e-4);
        }
    }
}

/// How much faster a visitor of another scale walks.
fn pace(space: &Space) -> f32 {
    space.body.eye / 1.6
}

/// Moves `value` towards `goal` so that the way is the same in many short frames as in few long ones.
fn approach(value: &mut f32, goal: f32, response_secs: f32, dt_secs: f32, close: f32) {
    *value = goal + (*value - goal) * (-dt_secs / response_secs).exp();
    if (*value - goal).abs() < close {
        *value = goal;
    }
}

/// An angle from 0 to a whole turn, radians; `rem_euclid` would bring a division of 128 bits along.
pub fn wrapped(angle: f32) -> f32 {
    angle - TAU * (angle / TAU).floor()
}
