//! [`Shape`]: triangles, and how they are moved, joined and given texture coordinates.

use glam::{Affine3A, Mat3, Quat, Vec2, Vec3};

/// Triangles of one surface. `normals` is as long as `positions`; `uvs` is as long or empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shape {
    /// Metres.
    pub positions: Vec<Vec3>,
    /// Unit length.
    pub normals: Vec<Vec3>,
    /// Image coordinates; when empty, [`Shape::project_uvs`] makes them.
    pub uvs: Vec<Vec2>,
    /// Three a triangle, counter-clockwise from outside.
    pub indices: Vec<u32>,
}

impl Shape {
    /// Adds a vertex and gives its index.
    pub fn vertex(&mut self, position: Vec3, normal: Vec3) -> u32 {
        self.positions.push(position);
        self.normals.push(normal);
        self.positions.len() as u32 - 1
    }

    /// Adds a triangle, unless it has no area.
    pub fn triangle(&mut self, a: u32, b: u32, c: u32) {
        let [pa, pb, pc] = [a, b, c].map(|i| self.positions[i as usize]);
        if (pb - pa).cross(pc - pa).length_squared() > 1e-15 {
            self.indices.extend([a, b, c]);
        }
    }

    /// Adds a quadrilateral as two triangles.
    pub fn quad(&mut self, a: u32, b: u32, c: u32, d: u32) {
        self.triangle(a, b, c);
        self.triangle(a, c, d);
    }

    /// Adds a flat face with four corners of its own.
    pub fn face(&mut self, corners: [Vec3; 4]) {
        let normal = (corners[1] - corners[0]).cross(corners[3] - corners[0]).normalize_or(Vec3::Y);
        let [a, b, c, d] = corners.map(|p| self.vertex(p, normal));
        self.quad(a, b, c, d);
    }

    /// How many triangles.
    pub fn triangle_count(&self) -> usize {
        self.indices.len() / 3
    }

    /// Adds another shape. When only one of them has texture coordinates, the other's are zero.
    pub fn join(&mut self, other: &Shape) {
        let base = self.positions.len() as u32;
        if !self.uvs.is_empty() || !other.uvs.is_empty() {
            self.uvs.resize(self.positions.len(), Vec2::ZERO);
            self.uvs.extend(&other.uvs);
            self.uvs.resize(self.positions.len() + other.positions.len(), Vec2::ZERO);
        }
        self.positions.extend(&other.positions);
        self.normals.extend(&other.normals);
        self.indices.extend(other.indices.iter().map(|i| i + base));
    }

    /// This shape and another one.
    pub fn with(mut self, other: Shape) -> Self {
        self.join(&other);
        self
    }

    /// Moved by an affine transform; mirrored when its determinant is negative.
    pub fn placed(mut self, transform: &Affine3A) -> Self {
        let linear = Mat3::from(transform.matrix3);
        let normal_matrix = linear.inverse().transpose();
        for p in &mut self.positions {
            *p = transform.transform_point3(*p);
        }
        for n in &mut self.normals {
            *n = (normal_matrix * *n).normalize_or(Vec3::Y);
        }
        if linear.determinant() < 0.0 {
            for triangle in self.indices.chunks_exact_mut(3) {
                triangle.swap(1, 2);
            }
        }
        self
    }

    /// Moved.
    pub fn at(self, x: f32, y: f32, z: f32) -> Self {
        self.placed(&Affine3A::from_translation(Vec3::new(x, y, z)))
    }

    /// Turned about the origin.
    pub fn turned(self, rotation: Quat) -> Self {
        self.placed(&Affine3A::from_quat(rotation))
    }

    /// Turned about +X, degrees.
    pub fn turned_x(self, angle_deg: f32) -> Self {
        self.turned(Quat::from_rotation_x(angle_deg.to_radians()))
    }

    /// Turned about +Y, degrees.
    pub fn turned_y(self, angle_deg: f32) -> Self {
        self.turned(Quat::from_rotation_y(angle_deg.to_radians()))
    }

    /// Turned about +Z, degrees.
    pub fn turned_z(self, angle_deg: f32) -> Self {
        self.turned(Quat::from_rotation_z(angle_deg.to_radians()))
    }

    /// Scaled about the origin; negative factors mirror.
    pub fn scaled(self, x: f32, y: f32, z: f32) -> Self {
        self.placed(&Affine3A::from_scale(Vec3::new(x, y, z)))
    }

    /// Stands where it is and, mirrored, on the other side of the plane x = 0.
    pub fn and_mirrored_x(self) -> Self {
        let mirrored = self.clone().scaled(-1.0, 1.0, 1.0);
        self.with(mirrored)
    }

    /// Stands where it is and, mirrored, on the other side of the plane z = 0.
    pub fn and_mirrored_z(self) -> Self {
        let mirrored = self.clone().scaled(1.0, 1.0, -1.0);
        self.with(mirrored)
    }

    /// `count` copies evenly around +Y.
    pub fn around_y(&self, count: u32) -> Self {
        let mut all = Self::default();
        for i in 0..count {
            all.join(&self.clone().turned_y(360.0 * i as f32 / count as f32));
        }
        all
    }

    /// The same surface seen from its other side.
    pub fn flipped(mut self) -> Self {
        for n in &mut self.normals {
            *n = -*n;
        }
        for triangle in self.indices.chunks_exact_mut(3) {
            triangle.swap(1, 2);
        }
        self
    }

    /// Gives texture coordinates by looking at the shape along the axis nearest to each triangle, one image every `metres_per_image`.
    /// Triangles that look along different axes stop sharing vertices. A shape that has texture coordinates stays as it is.
    pub fn project_uvs(&mut self, metres_per_image: f32) {
        if !self.uvs.is_empty() {
            return;
        }
        let old = std::mem::take(self);
        let mut copies = vec![[u32::MAX; 3]; old.positions.len()];
        for triangle in old.indices.chunks_exact(3) {
            let corners = [0, 1, 2].map(|k| old.positions[triangle[k] as usize]);
            let face = (corners[1] - corners[0]).cross(corners[2] - corners[0]).abs();
            let axis = if face.y >= face.x && face.y >= face.z { 1 } else { usize::from(face.z > face.x) * 2 };
            for &i in triangle {
                let copy = &mut copies[i as usize][axis];
                if *copy == u32::MAX {
                    let p = old.positions[i as usize];
                    *copy = self.vertex(p, old.normals[i as usize]);
                    let uv = [Vec2::new(p.z, -p.y), Vec2::new(p.x, p.z), Vec2::new(p.x, -p.y)][axis];
                    self.uvs.push(uv / metres_per_image);
                }
                self.indices.push(*copy);
            }
        }
    }

    /// Texture coordinates from position and normal.
    pub fn with_uvs(mut self, uv: impl Fn(Vec3, Vec3) -> Vec2) -> Self {
        self.uvs = self.positions.iter().zip(&self.normals).map(|(&p, &n)| uv(p, n)).collect();
        self
    }
}

impl Shape {
    /// The triangles whose middle `choose` wants, and the others; both keep their normals.
    pub fn split(&self, choose: impl Fn(Vec3) -> bool) -> (Shape, Shape) {
        let mut halves = (Shape::default(), Shape::default());
        let mut new_index = vec![[u32::MAX; 2]; self.positions.len()];
        for triangle in self.indices.chunks_exact(3) {
            let middle = triangle.iter().map(|&i| self.positions[i as usize]).sum::<Vec3>() / 3.0;
            let chosen = choose(middle);
            let half = if chosen { &mut halves.0 } else { &mut halves.1 };
            for &i in triangle {
                let slot = &mut new_index[i as usize][usize::from(chosen)];
                if *slot == u32::MAX {
                    *slot = half.vertex(self.positions[i as usize], self.normals[i as usize]);
                    if let Some(uv) = self.uvs.get(i as usize) {
                        half.uvs.push(*uv);
                    }
                }
                half.indices.push(*slot);
            }
        }
        halves
    }
}
