//! A body on its feet: it slides along walls, climbs steps, falls, and always stands somewhere good.

use glam::{Vec2, Vec3, vec2};

use super::Space;

/// The length of one step of the simulation, seconds. Frames of any length are cut into these, so that a slow device walks the same way.
pub const TICK_SECS: f32 = 1.0 / 120.0;

const GRAVITY: f32 = 9.81;
const MAX_FALL_SPEED: f32 = 15.0;
/// In which time the speed comes close (1 - 1/e) to what is wished, seconds.
const RESPONSE_SECS: f32 = 0.09;

/// A body on its feet.
#[derive(Clone, Debug, Default)]
pub struct Walker {
    /// Where it stands, metres.
    pub feet: Vec3,
    /// Along x and z, metres a second.
    pub velocity: Vec2,
    fall_speed: f32,
    is_falling: bool,
    last_good: Vec3,
}

enum Attempt {
    Stands(Vec3),
    Falls(Vec3),
    /// A wall is in the way.
    Blocked,
    /// There is no floor within reach.
    Ledge,
}

impl Walker {
    /// Stands at `feet`, or as near as there is room; exactly there when there is none at all.
    pub fn place(&mut self, space: &Space, feet: Vec3) {
        let reach = space.body.height;
        let good = space.stand_at(feet).or_else(|| space.place_near(feet, reach, reach * 2.0));
        self.feet = good.unwrap_or(feet);
        self.last_good = self.feet;
        self.velocity = Vec2::ZERO;
        self.fall_speed = 0.0;
        self.is_falling = good.is_none();
    }

    /// Whether there is no floor under the feet.
    pub fn is_falling(&self) -> bool {
        self.is_falling
    }

    /// One tick towards the wished velocity (along x and z, metres a second).
    pub fn step(&mut self, space: &Space, wished: Vec2) {
        self.velocity += (wished - self.velocity) * (1.0 - (-TICK_SECS / RESPONSE_SECS).exp());
        if self.velocity.length_squared() < 1e-6 && !self.is_falling {
            self.velocity = Vec2::ZERO;
            return;
        }
        self.walk(space);
        if self.is_falling {
            self.fall(space);
        }
        let lowest = space.bounds.min.y - space.body.height;
        if self.feet.y < lowest || !self.feet.is_finite() {
            self.feet = self.last_good;
            self.velocity = Vec2::ZERO;
            self.fall_speed = 0.0;
        }
    }

    fn walk(&mut self, space: &Space) {
        let from = self.feet;
        let wish = self.velocity * TICK_SECS;
        match self.attempt(space, wish) {
            Attempt::Stands(feet) => self.stand(feet),
            Attempt::Falls(feet) => self.start_falling(feet),
            Attempt::Blocked => self.unstick(space),
            Attempt::Ledge if space.floor_under(self.feet, space.body.step).is_none() => self.is_falling = true,
            Attempt::Ledge => self.walk_along_ledge(space, wish),
        }
        let moved = vec2(self.feet.x - from.x, self.feet.z - from.z) / TICK_SECS;
        // A wall takes the speed against it, and never gives any.
        self.velocity = moved.clamp_length_max(self.velocity.length());
    }

    fn walk_along_ledge(&mut self, space: &Space, wish: Vec2) {
        for degrees in [25.0_f32, -25.0, 50.0, -50.0, 70.0, -70.0, 85.0, -85.0] {
            let turned = Vec2::from_angle(degrees.to_radians()).rotate(wish) * degrees.to_radians().cos();
            if let Attempt::Stands(feet) = self.attempt(space, turned) {
                self.stand(feet);
                return;
            }
        }
    }

    /// Where a move by `by` (along x and z, metres) ends.
    fn attempt(&self, space: &Space, by: Vec2) -> Attempt {
        let goal = space.clamped(self.feet + Vec3::new(by.x, 0.0, by.y));
        let Some(at) = space.push_out(goal).filter(|at| space.is_inside(*at)) else { return Attempt::Blocked };
        // Out of one wall must not be through another: a sound move is never longer than what was wished and a little.
        let (dx, dz) = (at.x - self.feet.x, at.z - self.feet.z);
        if dx.hypot(dz) > by.length() + space.body.radius * 0.1 {
            return Attempt::Blocked;
        }
        if self.is_falling {
            return Attempt::Falls(at);
        }
        match space.floor_under(at, space.body.drop) {
            Some(y) if at.y - y <= space.body.step => {
                let feet = Vec3::new(at.x, y, at.z);
                // Standing higher, the head may be where there is no room for it.
                let fits = (y - self.feet.y).abs() < 1e-4 || space.is_free(feet);
                if fits { Attempt::Stands(feet) } else { self.squeeze(space, feet, by) }
            }
            Some(_) => Attempt::Falls(at),
            None => Attempt::Ledge,
        }
    }

    /// On a step or ramp, something at the side that was too low or too high to matter may matter now.
    fn squeeze(&self, space: &Space, feet: Vec3, by: Vec2) -> Attempt {
        let Some(at) = space.push_out(feet) else { return Attempt::Blocked };
        let far = vec2(at.x - self.feet.x, at.z - self.feet.z).length() > by.length() + space.body.radius * 0.1;
        match space.floor_under(at, space.body.step) {
            Some(y) if !far && (y - at.y).abs() < space.body.step * 0.1 => {
                let at = Vec3::new(at.x, y, at.z);
                if space.is_inside(at) && space.is_free(at) { Attempt::Stands(at) } else { Attempt::Blocked }
            }
            _ => Attempt::Blocked,
        }
    }

    fn stand(&mut self, feet: Vec3) {
        self.feet = feet;
        self.last_good = feet;
        self.fall_speed = 0.0;
        self.is_falling = false;
    }

    fn start_falling(&mut self, feet: Vec3) {
        self.feet = feet;
        self.is_falling = true;
    }

    fn fall(&mut self, space: &Space) {
        self.fall_speed = (self.fall_speed + GRAVITY * TICK_SECS).min(MAX_FALL_SPEED);
        let by = self.fall_speed * TICK_SECS;
        match space.floor_under(self.feet, by) {
            Some(y) if y >= self.feet.y - by => {
                let landed = Vec3::new(self.feet.x, y, self.feet.z);
                let free = if space.is_free(landed) { Some(landed) } else { space.place_near(landed, 1.0, 1.0) };
                self.stand(free.unwrap_or(self.last_good));
            }
            _ => self.feet.y -= by,
        }
    }

    /// Whoever stands inside something (it was put there, or something else was) gets out of it.
    fn unstick(&mut self, space: &Space) {
        if !space.is_free(self.feet)
            && let Some(feet) = space.place_near(self.feet, space.body.height, space.body.height)
        {
            self.stand(feet);
        }
    }
}
