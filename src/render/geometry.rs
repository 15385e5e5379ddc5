//! Vertices as they are stored on the device.

use core::ops::Range;

use glam::{Affine3A, Mat3A, Vec2, Vec3, Vec4};
use hall::{Aabb, Primitive, Topology};

use crate::gpu::Gpu;

/// What every vertex has; `Vertex` in `shaders/vertex.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
pub(crate) struct Vertex {
    position: [f32; 3],
    /// Octahedral normal (xy) and tangent (zw); the sign of w is the bitangent's.
    tangent_frame: [i16; 4],
    uvs: [[f32; 2]; 2],
    /// Square root of the linear colour; alpha as it is.
    color: [u8; 4],
}

/// What a vertex that bends has besides; `Bones` in `shaders/vertex.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
pub(crate) struct Bones {
    joints: [u16; 4],
    weights: [u16; 4],
}

const VERTEX: wgpu::VertexBufferLayout<'static> = wgpu::VertexBufferLayout {
    array_stride: size_of::<Vertex>() as u64,
    step_mode: wgpu::VertexStepMode::Vertex,
    attributes: &wgpu::vertex_attr_array![
        0 => Float32x3, 1 => Snorm16x4, 2 => Float32x4, 3 => Unorm8x4
    ],
};

const BONES: wgpu::VertexBufferLayout<'static> = wgpu::VertexBufferLayout {
    array_stride: size_of::<Bones>() as u64,
    step_mode: wgpu::VertexStepMode::Vertex,
    attributes: &wgpu::vertex_attr_array![4 => Uint16x4, 5 => Unorm16x4],
};

/// Buffers of rigid geometry.
pub(crate) const RIGID: &[Option<wgpu::VertexBufferLayout<'static>>] = &[Some(VERTEX)];
/// Buffers of geometry that bends.
pub(crate) const BENT: &[Option<wgpu::VertexBufferLayout<'static>>] = &[Some(VERTEX), Some(BONES)];

/// Geometry on its way to the device.
#[derive(Default)]
pub(crate) struct Store {
    vertices: Vec<Vertex>,
    /// Empty, or as many as `vertices`.
    bones: Vec<Bones>,
    indices: Vec<u32>,
}

/// So much is uploaded at once; a multiple of 4.
const BYTES_A_STEP: usize = 1 << 18;

impl Store {
    /// Vertices, bones and indices.
    fn columns(&self) -> [&[u8]; 3] {
        let Self { vertices, bones, indices } = self;
        [bytemuck::cast_slice(vertices), bytemuck::cast_slice(bones), bytemuck::cast_slice(indices)]
    }

    pub(crate) fn index_count(&self) -> u32 {
        self.indices.len() as u32
    }

    pub(crate) fn vertex_count(&self) -> u32 {
        self.vertices.len() as u32
    }

    /// Adds a primitive as it is moved by `to_store`.
    pub(crate) fn add(&mut self, primitive: &Primitive, to_store: &Affine3A) {
        let first = self.vertex_count();
        let linear = to_store.matrix3;
        let mirrored = linear.determinant() < 0.0;
        let side = if mirrored { -1.0 } else { 1.0 };
        let normals = cofactors(&linear);
        for (i, &position) in primitive.positions.iter().enumerate() {
            let normal = normals * at(&primitive.normals, i, Vec3::Y) * side;
            let tangent = at(&primitive.tangents, i, Vec4::new(1.0, 0.0, 0.0, 1.0));
            let direction = linear * tangent.truncate();
            self.vertices.push(Vertex {
                position: to_store.transform_point3(position).into(),
                tangent_frame: packed_frame(normal, direction, tangent.w * side),
                uvs: [at(&primitive.uvs[0], i, Vec2::ZERO).into(), at(&primitive.uvs[1], i, Vec2::ZERO).into()],
                color: packed_color(at(&primitive.colors, i, Vec4::ONE)),
            });
        }
        self.indices.extend(primitive.indices.iter().map(|i| first + i));
        if mirrored && primitive.topology == Topology::Triangles {
            let start = self.indices.len() - primitive.indices.len();
            for corners in self.indices[start..].chunks_exact_mut(3) {
                corners.swap(1, 2);
            }
        }
    }

    /// Notes which of several materials the vertices from `first` on have, in the place of coordinates of an image.
    pub(crate) fn name_material(&mut self, first: u32, number: u32) {
        self.vertices[first as usize..].iter_mut().for_each(|v| v.uvs[0][0] = number as f32);
    }

    /// Orders triangles by where their centres are: `key` has 36 bits.
    pub(crate) fn sort_triangles(&mut self, indices: Range<u32>, key: impl Fn(Vec3) -> u64) {
        let at = |i: u32| Vec3::from(self.vertices[i as usize].position);
        let triangles = self.indices[indices.start as usize..indices.end as usize].chunks_exact(3);
        let known = triangles.clone();
        let keys = (0..).zip(triangles).map(|(i, t)| key((at(t[0]) + at(t[1]) + at(t[2])) / 3.0) << 28 | i).collect();
        let order = hall::sorted_from_bit(keys, 28);
        let sorted: Vec<u32> =
            order.iter().flat_map(|o| known.clone().nth((o & 0x0fff_ffff) as usize)).flatten().copied().collect();
        self.indices[indices.start as usize..indices.end as usize].copy_from_slice(&sorted);
    }

    /// Around the vertices of these indices.
    pub(crate) fn bounds_of(&self, indices: Range<u32>) -> Aabb {
        let indices = &self.indices[indices.start as usize..indices.end as usize];
        Aabb::around(indices.iter().map(|i| Vec3::from(self.vertices[*i as usize].position)))
    }

    /// Adds what makes the primitive added last bend: with the joints of a skin, or all of it with one.
    pub(crate) fn add_bones(&mut self, primitive: &Primitive, has_skin: bool) {
        let (all_joints, all_weights) =
            if has_skin { (&primitive.joints[..], &primitive.weights[..]) } else { Default::default() };
        for i in 0..primitive.positions.len() {
            let weights = at(all_weights, i, Vec4::X);
            let weights = weights / weights.element_sum().max(1e-6);
            self.bones.push(Bones {
                joints: at(all_joints, i, [0; 4]),
                weights: weights.to_array().map(|w| (w.clamp(0.0, 1.0) * 65535.0 + 0.5) as u16),
            });
        }
    }
}

/// A [`Store`] on its way to the device.
pub(crate) struct Upload {
    store: Store,
    uploaded: Uploaded,
    done_bytes: usize,
}

impl Upload {
    pub(crate) fn new(gpu: &Gpu, store: Store) -> Self {
        let buffer = |bytes: &[u8], usage: wgpu::BufferUsages| {
            gpu.device.create_buffer(&wgpu::BufferDescriptor {
                label: Some("geometry"),
                size: bytes.len().next_multiple_of(4).max(64) as u64,
                usage: usage | wgpu::BufferUsages::COPY_DST,
                mapped_at_creation: false,
            })
        };
        let [vertices, bones, indices] = store.columns();
        let uploaded = Uploaded {
            vertices: buffer(vertices, wgpu::BufferUsages::VERTEX),
            bones: buffer(bones, wgpu::BufferUsages::VERTEX),
            indices: buffer(indices, wgpu::BufferUsages::INDEX),
        };
        Self { store, uploaded, done_bytes: 0 }
    }

    /// Uploads the next slice; whether there was one.
    pub(crate) fn step(&mut self, gpu: &Gpu) -> bool {
        let Uploaded { vertices, bones, indices } = &self.uploaded;
        let mut from = self.done_bytes;
        for (bytes, buffer) in self.store.columns().into_iter().zip([vertices, bones, indices]) {
            if from < bytes.len() {
                let slice = &bytes[from..bytes.len().min(from + BYTES_A_STEP)];
                gpu.queue.write_buffer(buffer, from as u64, slice);
                // Else they would wait for the next picture, and go all at once.
                gpu.queue.submit([]);
                self.done_bytes += slice.len();
                return true;
            }
            from -= bytes.len();
        }
        false
    }

    pub(crate) fn finish(self) -> Uploaded {
        self.uploaded
    }
}

/// A [`Store`] on the device.
pub(crate) struct Uploaded {
    vertices: wgpu::Buffer,
    bones: wgpu::Buffer,
    indices: wgpu::Buffer,
}

impl Uploaded {
    pub(crate) fn bind(&self, pass: &mut wgpu::RenderPass<'_>) {
        pass.set_vertex_buffer(0, self.vertices.slice(..));
        pass.set_vertex_buffer(1, self.bones.slice(..));
        pass.set_index_buffer(self.indices.slice(..), wgpu::IndexFormat::Uint32);
    }
}

fn at<T: Copy>(values: &[T], i: usize, otherwise: T) -> T {
    values.get(i).copied().unwrap_or(otherwise)
}

/// Moves normals rightly for any scale; the determinant times the inverse transpose.
fn cofactors(m: &Mat3A) -> Mat3A {
    Mat3A::from_cols(m.y_axis.cross(m.z_axis), m.z_axis.cross(m.x_axis), m.x_axis.cross(m.y_axis))
}

/// Octahedral map of directions to a square (Cigolle et al., JCGT 3(2), 2014).
fn folded(direction: Vec3) -> Vec2 {
    let n = direction.try_normalize().unwrap_or(Vec3::Y);
    let n = n / n.abs().element_sum();
    if n.z >= 0.0 {
        return Vec2::new(n.x, n.y);
    }
    Vec2::new((1.0 - n.y.abs()) * 1f32.copysign(n.x), (1.0 - n.x.abs()) * 1f32.copysign(n.y))
}

fn packed_frame(normal: Vec3, tangent: Vec3, handedness: f32) -> [i16; 4] {
    let snorm = |v: f32| (v.clamp(-1.0, 1.0) * 32767.0).round() as i16;
    let n = folded(normal);
    let t = folded(tangent);
    // Never 0, or its sign would be lost.
    let w = (t.y * 0.5 + 0.5).max(1.0 / 32767.0);
    [snorm(n.x), snorm(n.y), snorm(t.x), snorm(w.copysign(handedness))]
}

fn packed_color(color: Vec4) -> [u8; 4] {
    let unorm = |v: f32| (v.clamp(0.0, 1.0) * 255.0 + 0.5) as u8;
    [unorm(color.x.max(0.0).sqrt()), unorm(color.y.max(0.0).sqrt()), unorm(color.z.max(0.0).sqrt()), unorm(color.w)]
}
