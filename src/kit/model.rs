//! [`Model`]: shapes sorted by the paint on them.

use std::collections::BTreeMap;

use glam::{Affine3A, Quat, Vec3};

use crate::geometry::Shape;
use crate::material::Paint;

/// An object as it is designed: for each paint, all the triangles that wear it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// In the order of the paints, so that the same design gives the same bytes.
    pub surfaces: BTreeMap<Paint, Shape>,
}

impl Model {
    /// Adds a shape; textured paints give it texture coordinates if it has none.
    pub fn add(&mut self, paint: Paint, mut shape: Shape) -> &mut Self {
        match paint.metres_per_image() {
            Some(metres) => shape.project_uvs(metres),
            None => shape.uvs.clear(),
        }
        self.surfaces.entry(paint).or_default().join(&shape);
        self
    }

    /// Adds a wooden or brushed shape whose grain runs across the direction that [`Model::add`] would give it.
    pub fn add_across(&mut self, paint: Paint, mut shape: Shape) -> &mut Self {
        if let Some(metres) = paint.metres_per_image() {
            shape.project_uvs(metres);
            for uv in &mut shape.uvs {
                *uv = uv.perp();
            }
        }
        self.add(paint, shape)
    }

    /// Adds everything of another model.
    pub fn join(&mut self, other: &Model) -> &mut Self {
        for (paint, shape) in &other.surfaces {
            self.surfaces.entry(*paint).or_default().join(shape);
        }
        self
    }

    /// Moved by an affine transform.
    pub fn placed(mut self, transform: &Affine3A) -> Self {
        for shape in self.surfaces.values_mut() {
            *shape = std::mem::take(shape).placed(transform);
        }
        self
    }

    /// Moved.
    pub fn at(self, x: f32, y: f32, z: f32) -> Self {
        self.placed(&Affine3A::from_translation(Vec3::new(x, y, z)))
    }

    /// Turned about +Y, degrees.
    pub fn turned_y(self, angle_deg: f32) -> Self {
        self.placed(&Affine3A::from_quat(Quat::from_rotation_y(angle_deg.to_radians())))
    }

    /// Scaled evenly about the origin.
    pub fn scaled(self, factor: f32) -> Self {
        self.placed(&Affine3A::from_scale(Vec3::splat(factor)))
    }

    /// How many triangles.
    pub fn triangle_count(&self) -> usize {
        self.surfaces.values().map(Shape::triangle_count).sum()
    }
}
