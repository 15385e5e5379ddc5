//! The app as it is looked at from elsewhere than where a visitor walked to.

use glam::Vec3;
use hall::Projection;
use render::View;

use super::App;
use crate::stand::upright;

impl App {
    /// Sees the hall with a camera of its own from now on, not through the visitor's eye: metres, radians.
    pub fn look_from(&mut self, eye: Vec3, target: Vec3, fov_y: f32) {
        self.fixed = Some((eye, target, fov_y));
        self.needs_draw = true;
    }

    /// Stands somewhere at once; `feet` is on the floor, metres, angles in radians.
    pub fn stand_at(&mut self, feet: Vec3, heading: f32, pitch: f32) {
        if let Some(world) = self.walkable() {
            let stance = upright(&world.space, feet, heading, pitch);
            world.visitor.place(&world.space, &stance);
            self.needs_draw = true;
        }
    }
}

/// What is seen at `target` from `eye` (metres); the angle in radians.
pub(super) fn view_from(eye: Vec3, target: Vec3, fov_y: f32) -> View {
    let up = if (target - eye).normalize_or_zero().y.abs() > 0.99 { Vec3::Z } else { Vec3::Y };
    let view_from_world = glam::camera::rh::view::look_at_mat4(eye, target, up);
    View {
        world_from_view: glam::Affine3A::from_mat4(view_from_world.inverse()),
        projection: Projection::Perspective { fov_y, near: 0.01 * eye.distance(target), far: None },
        viewport_px: None,
    }
}
