//! Objects that are placed, bent and morphed in every frame: their uniforms, and the texels that vertex shaders read.
//!
//! WebGL2 has no storage buffers, so joint matrices and morph weights go through one small float texture that is written once a frame,
//! and morph offsets through one that is written once a scene.

use glam::{Affine3A, Mat4, UVec2, Vec3, Vec4};
use hall::{Aabb, NodeId, Pose, Primitive, Scene, Skin};

use crate::draw_list::has_skin;
use crate::gpu::{Gpu, TextureShape};
use crate::uniforms::Object;

/// Texels in a row of `pose_map`.
const POSE_ROW: usize = 256;
/// Texels in a row of `morph_map`.
const MORPH_ROW: usize = 1024;

struct Mover {
    node: NodeId,
    skin: Option<usize>,
    /// By joints, of which it has one where it has no skin.
    is_bent: bool,
    uniform: Object,
    /// In mesh space, as large as morph targets can make it.
    rest_bounds: Aabb,
    /// In the world as last posed; empty while it is hidden.
    bounds: Aabb,
    is_hidden: bool,
}

/// All of them.
pub(crate) struct Movers {
    list: Vec<Mover>,
    /// Nodes whose joints are in the texels already, where, and whether they are those of a skin.
    jointed: Vec<(NodeId, u32, bool)>,
    skins: Vec<Skin>,
    pose_texels: Vec<Vec4>,
    pose_len: usize,
    morph_texels: Vec<Vec4>,
    /// Never posed.
    is_new: bool,
    moved: Vec<Aabb>,
}

impl Movers {
    pub(crate) fn new() -> Self {
        Self {
            list: Vec::new(),
            jointed: Vec::new(),
            skins: Vec::new(),
            pose_texels: Vec::new(),
            pose_len: 0,
            morph_texels: Vec::new(),
            is_new: true,
            moved: Vec::new(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// Adds a primitive at a node; its number among the objects, where 0 is the world.
    pub(crate) fn add(
        &mut self,
        scene: &Scene,
        node: NodeId,
        primitive: &Primitive,
        is_bent: bool,
        first_vertex: u32,
    ) -> u32 {
        let mut uniform = Object::WORLD;
        let skin = scene.nodes[node.index()].skin.filter(|_| has_skin(&scene.nodes[node.index()], primitive));
        let skin = skin.map(|s| s.index());
        if skin.is_some() && self.skins.is_empty() {
            self.skins = scene.skins.clone();
        }
        if is_bent {
            let start = self.pose_len as u32;
            let known = self.jointed.iter().find(|(n, _, is_skin)| *n == node && *is_skin == skin.is_some());
            uniform.joints_start = known.map_or(start, |(_, start, _)| *start);
            if known.is_none() {
                self.pose_len += 3 * skin.map_or(1, |skin| self.skins[skin].joints.len());
                self.jointed.push((node, start, skin.is_some()));
            }
        }
        let targets = &primitive.morph_targets;
        let mut rest_bounds = primitive.bounds;
        let vertex_count = primitive.positions.len();
        let texels = 3 * targets.len() * vertex_count;
        if !targets.is_empty() && (self.morph_texels.len() + texels) / MORPH_ROW < 2048 {
            uniform.morph_count = targets.len() as u32;
            uniform.weights_start = self.pose_len as u32;
            uniform.offsets_start = self.morph_texels.len() as u32;
            uniform.first_vertex = first_vertex;
            uniform.vertex_count = vertex_count as u32;
            self.pose_len += targets.len().div_ceil(4);
            for target in targets {
                let mut reach = Vec3::ZERO;
                for i in 0..vertex_count {
                    for offsets in [&target.positions, &target.normals, &target.tangents] {
                        let offset = offsets.get(i).copied().unwrap_or_default();
                        self.morph_texels.push(offset.extend(0.0));
                    }
                    reach = reach.max(target.positions.get(i).copied().unwrap_or_default().abs());
                }
                rest_bounds = Aabb { min: rest_bounds.min - reach, max: rest_bounds.max + reach };
            }
        } else if !targets.is_empty() {
            log::warn!("too many morph targets: some of them stand still");
        }
        self.list.push(Mover { node, skin, is_bent, uniform, rest_bounds, bounds: Aabb::EMPTY, is_hidden: false });
        self.list.len() as u32
    }

    /// Makes everything true for a pose; whether something has changed. [`Movers::moved`] says where.
    pub(crate) fn update(&mut self, pose: &Pose) -> bool {
        let is_first = core::mem::replace(&mut self.is_new, false);
        self.moved.clear();
        self.pose_texels.resize(self.pose_len.next_multiple_of(POSE_ROW).max(POSE_ROW), Vec4::ZERO);
        for mover in &mut self.list {
            let before = mover.bounds;
            let mut has_changed = false;
            let mut set = |place: &mut Vec4, value: Vec4| {
                has_changed |= *place != value;
                *place = value;
            };
            let world_from_node = pose.world_from_node[mover.node.index()];
            let u = &mut mover.uniform;
            let weights = &pose.morph_weights[mover.node.index()];
            for t in 0..u.morph_count.div_ceil(4) {
                let weight = |i: u32| weights.get((4 * t + i) as usize).copied().unwrap_or(0.0);
                let texel = &mut self.pose_texels[(u.weights_start + t) as usize];
                set(texel, Vec4::new(weight(0), weight(1), weight(2), weight(3)));
            }
            let mut set_joint = |j: usize, m: Affine3A| {
                let rows = Mat4::from(m).transpose();
                let start = u.joints_start as usize + 3 * j;
                set(&mut self.pose_texels[start], rows.x_axis);
                set(&mut self.pose_texels[start + 1], rows.y_axis);
                set(&mut self.pose_texels[start + 2], rows.z_axis);
            };
            if let Some(skin) = mover.skin {
                mover.bounds = Aabb::EMPTY;
                let skin = &self.skins[skin];
                for (j, (joint, joint_from_mesh)) in skin.joints.iter().zip(&skin.joint_from_mesh).enumerate() {
                    let m = pose.world_from_node[joint.index()] * Affine3A::from_mat4(*joint_from_mesh);
                    set_joint(j, m);
                    mover.bounds = mover.bounds.union(mover.rest_bounds.transformed(&m));
                }
            } else {
                if mover.is_bent {
                    set_joint(0, world_from_node);
                }
                let m = Mat4::from(world_from_node);
                set(&mut u.world_from_mesh.x_axis, m.x_axis);
                set(&mut u.world_from_mesh.y_axis, m.y_axis);
                set(&mut u.world_from_mesh.z_axis, m.z_axis);
                set(&mut u.world_from_mesh.w_axis, m.w_axis);
                u.scale = signed_scale(&world_from_node);
                mover.bounds = mover.rest_bounds.transformed(&world_from_node);
            }
            let is_hidden = !pose.is_shown[mover.node.index()];
            has_changed |= is_hidden != mover.is_hidden;
            mover.is_hidden = is_hidden;
            if is_hidden {
                mover.bounds = Aabb::EMPTY;
            }
            if has_changed {
                self.moved.push(before.union(mover.bounds));
            }
        }
        !self.moved.is_empty() || (is_first && !self.list.is_empty())
    }

    /// Something there looks otherwise, though nothing has moved.
    pub(crate) fn touch(&mut self, bounds: Aabb) {
        self.moved.push(bounds);
    }

    /// Where something was or is that the last update has changed.
    pub(crate) fn moved(&self) -> &[Aabb] {
        &self.moved
    }

    /// Of an object (not 0), in the world as last posed.
    pub(crate) fn bounds(&self, object: u32) -> Aabb {
        self.list[object as usize - 1].bounds
    }

    /// Of an object (not 0).
    pub(crate) fn is_mirrored(&self, object: u32) -> bool {
        self.list[object as usize - 1].uniform.scale < 0.0
    }

    /// In the order of their numbers, from 1.
    pub(crate) fn uniforms(&self) -> impl Iterator<Item = &Object> {
        self.list.iter().map(|m| &m.uniform)
    }

    /// The two textures: `pose_map`, `morph_map`.
    pub(crate) fn textures(&mut self, gpu: &Gpu) -> (wgpu::Texture, wgpu::Texture) {
        let data = |row: usize, texels: usize| {
            gpu.texture(&TextureShape::flat(
                "vertex data",
                UVec2::new(row as u32, texels.div_ceil(row).max(1) as u32),
                wgpu::TextureFormat::Rgba32Float,
                wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST,
            ))
        };
        let pose = data(POSE_ROW, self.pose_len);
        let morph = data(MORPH_ROW, self.morph_texels.len());
        self.morph_texels.resize(self.morph_texels.len().next_multiple_of(MORPH_ROW), Vec4::ZERO);
        write_rows(gpu, &morph, MORPH_ROW, &self.morph_texels);
        self.morph_texels = Vec::new();
        (pose, morph)
    }

    /// Writes what [`Movers::update`] found.
    pub(crate) fn upload(&self, gpu: &Gpu, pose_map: &wgpu::Texture) {
        if self.pose_len > 0 {
            write_rows(gpu, pose_map, POSE_ROW, &self.pose_texels);
        }
    }
}

/// How much larger things become, negative when they are mirrored; never 0.
fn signed_scale(transform: &Affine3A) -> f32 {
    let volume = transform.matrix3.determinant();
    volume.abs().cbrt().max(1e-6).copysign(volume)
}

fn write_rows(gpu: &Gpu, texture: &wgpu::Texture, row: usize, texels: &[Vec4]) {
    if texels.is_empty() {
        return;
    }
    gpu.queue.write_texture(
        texture.as_image_copy(),
        bytemuck::cast_slice(texels),
        wgpu::TexelCopyBufferLayout { offset: 0, bytes_per_row: Some(16 * row as u32), rows_per_image: None },
        wgpu::Extent3d { width: row as u32, height: (texels.len() / row) as u32, depth_or_array_layers: 1 },
    );
}
