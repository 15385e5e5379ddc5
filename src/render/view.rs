//! Matrices of a view, and what lies outside of it.

use glam::{Affine3A, Mat4, Vec2, Vec3, Vec4};
use hall::{Aabb, Projection};

use crate::View;

/// What a projection sees, with the nearest depth at 1 and the farthest at 0.
pub(crate) fn clip_from_view(projection: &Projection, aspect: f32) -> Mat4 {
    match *projection {
        // Endless whatever `far` says: with this depth it costs no precision.
        Projection::Perspective { fov_y, near, .. } => {
            let f = 1.0 / (0.5 * fov_y).tan();
            Mat4::from_cols(
                Vec4::new(f / aspect, 0.0, 0.0, 0.0),
                Vec4::new(0.0, f, 0.0, 0.0),
                Vec4::new(0.0, 0.0, 0.0, -1.0),
                Vec4::new(0.0, 0.0, near.max(1e-4), 0.0),
            )
        }
        Projection::Orthographic { half_size, near, far } => {
            let half = Vec2::new(half_size.y * aspect, half_size.y);
            box_projection(half, near, far)
        }
    }
}

/// Parallel, looking along -Z.
pub(crate) fn box_projection(half: Vec2, near: f32, far: f32) -> Mat4 {
    let depth = (far - near).max(1e-4);
    Mat4::from_cols(
        Vec4::new(1.0 / half.x, 0.0, 0.0, 0.0),
        Vec4::new(0.0, 1.0 / half.y, 0.0, 0.0),
        Vec4::new(0.0, 0.0, 1.0 / depth, 0.0),
        Vec4::new(0.0, 0.0, far / depth, 1.0),
    )
}

impl View {
    /// The matrix of this view in a target of these pixels.
    pub(crate) fn clip_from_world(&self, target_px: glam::UVec2) -> Mat4 {
        let [_, _, width, height] = self.viewport_px.unwrap_or([0, 0, target_px.x, target_px.y]);
        let aspect = width.max(1) as f32 / height.max(1) as f32;
        clip_from_view(&self.projection, aspect) * Mat4::from(self.world_from_view.inverse())
    }
}

/// The planes around a view. A point is inside when each plane's dot product with it is positive.
pub(crate) struct Frustum([Vec4; 5]);

impl Frustum {
    /// Left, right, bottom, top and near; far is left out, as nothing in a hall is that far (Gribb & Hartmann, 2001).
    pub(crate) fn new(clip_from_world: &Mat4) -> Self {
        let rows = clip_from_world.transpose();
        let (x, y, z, w) = (rows.x_axis, rows.y_axis, rows.z_axis, rows.w_axis);
        Self([w + x, w - x, w + y, w - y, w - z])
    }

    pub(crate) fn may_see(&self, bounds: &Aabb) -> bool {
        if bounds.is_empty() {
            return false;
        }
        let (center, half) = (bounds.center(), bounds.size() * 0.5);
        self.0.iter().all(|plane| {
            let n: Vec3 = plane.truncate();
            n.dot(center) + plane.w + n.abs().dot(half) >= 0.0
        })
    }

    pub(crate) fn sees_all(&self, bounds: &Aabb) -> bool {
        let (center, half) = (bounds.center(), bounds.size() * 0.5);
        self.0.iter().all(|plane| {
            let n: Vec3 = plane.truncate();
            n.dot(center) + plane.w - n.abs().dot(half) >= 0.0
        })
    }
}

/// A camera at `eye` that looks along `forward`.
pub(crate) fn looking(eye: Vec3, forward: Vec3, up: Vec3) -> Affine3A {
    let z = -forward.normalize();
    let x = up.cross(z).normalize();
    Affine3A::from_cols(x.into(), z.cross(x).into(), z.into(), eye.into())
}
