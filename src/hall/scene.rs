//! A glTF scene as plain data: metres, right-handed, +Y up, linear colour, radians, column vectors.
//!
//! Everything is in vectors, and refers to everything else by typed index. An importer only ever makes scenes whose indices are in range
//! and whose nodes stand after their parents, so that readers need neither checks nor recursion.

use glam::{Affine3A, Quat, Vec2, Vec3, Vec4};

use crate::{Animation, Credit, Image, ImageLight, Light, LightProbe, Material, Skin, Target, Texture};

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The same number, to index a slice with.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

index! {
    /// Which of [`Scene::nodes`].
    NodeId,
    /// Which of [`Scene::meshes`].
    MeshId,
    /// Which of [`Scene::materials`].
    MaterialId,
    /// Which of [`Scene::textures`].
    TextureId,
    /// Which of [`Scene::images`].
    ImageId,
    /// Which of [`Scene::skins`].
    SkinId,
    /// Which of [`Scene::cameras`].
    CameraId,
    /// Which of [`Scene::lights`].
    LightId,
}

/// Everything that a hall shows, as plain data.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    /// Parents stand before their children.
    pub nodes: Vec<Node>,
    /// Geometry that nodes place in the world.
    pub meshes: Vec<Mesh>,
    /// Surfaces that primitives refer to.
    pub materials: Vec<Material>,
    /// Pairs of image and sampler that materials refer to.
    pub textures: Vec<Texture>,
    /// Encoded pictures; decoding them is the shell's work.
    pub images: Vec<Image>,
    /// Skeletons that nodes with a skinned mesh refer to.
    pub skins: Vec<Skin>,
    /// What moves by itself.
    pub animations: Vec<Animation>,
    /// Cameras that nodes carry.
    pub cameras: Vec<Camera>,
    /// Punctual lights that nodes carry.
    pub lights: Vec<Light>,
    /// Names of what a visitor may choose from; [`Primitive::variants`] count through them.
    pub variants: Vec<String>,
    /// What lights all of it from everywhere.
    pub image_light: Option<ImageLight>,
    /// The light in its rooms, where it was computed ahead.
    pub light_probes: Vec<LightProbe>,
    /// Who made it.
    pub credits: Vec<Credit>,
}

impl Scene {
    /// For each node, whether it is the first of this name or hangs on that one.
    pub fn below(&self, name: &str) -> Vec<bool> {
        let root = self.nodes.iter().position(|node| node.name == name);
        let mut is_below = vec![false; self.nodes.len()];
        for (i, node) in self.nodes.iter().enumerate() {
            is_below[i] = Some(i) == root || node.parent.is_some_and(|parent| is_below[parent.index()]);
        }
        is_below
    }

    /// For each node, whether an animation moves or hides it, or what it hangs on.
    pub fn moving_nodes(&self) -> Vec<bool> {
        let mut is_moving = vec![false; self.nodes.len()];
        for channel in self.animations.iter().flat_map(|a| &a.channels) {
            is_moving[channel.node.index()] = true;
        }
        for pointer in self.animations.iter().flat_map(|a| &a.pointers) {
            if let Target::Visible(node) = pointer.target {
                is_moving[node.index()] = true;
            }
        }
        for (i, node) in self.nodes.iter().enumerate() {
            is_moving[i] |= node.parent.is_some_and(|parent| is_moving[parent.index()]);
        }
        is_moving
    }

    /// What the name of a node means, with everything below it; of a material only, when one is named.
    pub fn surfaces_of(&self, node: &str, material: Option<&str>) -> Vec<Surface> {
        let mut found = Vec::new();
        for (i, is_below) in self.below(node).into_iter().enumerate() {
            let Some(mesh) = self.nodes[i].mesh.filter(|_| is_below) else { continue };
            for (primitive, p) in self.meshes[mesh.index()].primitives.iter().enumerate() {
                let name = p.material.map_or("", |m| &self.materials[m.index()].name);
                if material.is_none_or(|wanted| wanted == name) {
                    found.push(Surface { node: NodeId(i as u32), mesh, primitive });
                }
            }
        }
        found
    }
}

/// A primitive where a node shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Surface {
    /// The node.
    pub node: NodeId,
    /// Its mesh.
    pub mesh: MeshId,
    /// Which primitive of the mesh.
    pub primitive: usize,
}

/// A place in the scene graph, and what is there.
#[derive(Clone, Debug)]
pub struct Node {
    /// As the author named it; may be empty, need not be unique.
    pub name: String,
    /// `None` for a root. Always less than the node's own index.
    pub parent: Option<NodeId>,
    /// Where this node is in its parent's space, before any animation.
    pub parent_from_node: Trs,
    /// The mesh shown here.
    pub mesh: Option<MeshId>,
    /// The skeleton that bends the mesh. The node's own transform then does not matter (glTF 2.0 §3.7.3.2).
    pub skin: Option<SkinId>,
    /// The camera here, looking along -Z.
    pub camera: Option<CameraId>,
    /// The light here, shining along -Z.
    pub light: Option<LightId>,
    /// One weight for each morph target of the mesh; empty when it has none.
    pub morph_weights: Vec<f32>,
    /// `KHR_node_visibility`: `false` hides what is here and what hangs on it.
    pub visible: bool,
}

impl Default for Node {
    fn default() -> Self {
        Self {
            name: String::new(),
            parent: None,
            parent_from_node: Trs::default(),
            mesh: None,
            skin: None,
            camera: None,
            light: None,
            morph_weights: Vec::new(),
            visible: true,
        }
    }
}

/// Translation, rotation and scale, applied to a point in the order scale, rotation, translation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trs {
    /// Metres.
    pub translation: Vec3,
    /// Of unit length.
    pub rotation: Quat,
    /// May be negative (a mirrored node).
    pub scale: Vec3,
}

impl Default for Trs {
    fn default() -> Self {
        Self { translation: Vec3::ZERO, rotation: Quat::IDENTITY, scale: Vec3::ONE }
    }
}

impl Trs {
    /// The same as a matrix.
    pub fn affine(&self) -> Affine3A {
        Affine3A::from_scale_rotation_translation(self.scale, self.rotation, self.translation)
    }
}

/// Pieces of geometry that move together.
#[derive(Clone, Debug, Default)]
pub struct Mesh {
    /// As the author named it.
    pub name: String,
    /// One for each material.
    pub primitives: Vec<Primitive>,
}

/// What the indices of a primitive make. Strips, fans and loops are unrolled at import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topology {
    /// Each index a point.
    Points,
    /// Each two indices a segment.
    Lines,
    /// Each three indices a triangle, counter-clockwise seen from its front.
    #[default]
    Triangles,
}

/// Geometry of one material. Every attribute is either empty or as long as `positions`.
#[derive(Clone, Debug, Default)]
pub struct Primitive {
    /// `None` is glTF's default material (white, metallic 1, roughness 1: §3.9).
    pub material: Option<MaterialId>,
    /// `KHR_materials_variants`: other materials for some of [`Scene::variants`], each at most once.
    pub variants: Vec<(u32, MaterialId)>,
    /// What the indices make.
    pub topology: Topology,
    /// Never empty for a primitive an importer made; one or more per topology element, all less than `positions.len()`.
    pub indices: Vec<u32>,
    /// Mesh space, metres.
    pub positions: Vec<Vec3>,
    /// Unit length. An importer always fills them for triangles.
    pub normals: Vec<Vec3>,
    /// The file has no normals and the primitive bends: [`Primitive::normals`] are those at rest, and every triangle is flat wherever it bends to.
    pub is_faceted: bool,
    /// `xyz` unit length, `w` ±1 the handedness of the bitangent. Filled when the material has a normal map.
    pub tangents: Vec<Vec4>,
    /// The two texture coordinate sets that [`TextureRef::uv_set`] chooses from; (0, 0) is the upper left corner of an image.
    pub uvs: [Vec<Vec2>; 2],
    /// Linear colour and alpha that multiply the base colour.
    pub colors: Vec<Vec4>,
    /// Indices into [`Skin::joints`], four a vertex.
    pub joints: Vec<[u16; 4]>,
    /// Their weights; sum 1.
    pub weights: Vec<Vec4>,
    /// Offsets that [`Node::morph_weights`] scale and add.
    pub morph_targets: Vec<MorphTarget>,
    /// Of `positions` at rest, without morph targets.
    pub bounds: Aabb,
}

impl Primitive {
    /// Whether there is anything to spread a picture by.
    pub fn has_uvs(&self) -> bool {
        self.uvs.iter().any(|uvs| !uvs.is_empty())
    }
}

/// Offsets to add to a primitive's attributes; each is empty or as long as the primitive's `positions`.
#[derive(Clone, Debug, Default)]
pub struct MorphTarget {
    /// Metres.
    pub positions: Vec<Vec3>,
    /// Added before normalising.
    pub normals: Vec<Vec3>,
    /// Added to `xyz` before normalising.
    pub tangents: Vec<Vec3>,
}

/// A box along the axes. Empty when `min > max`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Aabb {
    /// Lowest corner, metres.
    pub min: Vec3,
    /// Highest corner, metres.
    pub max: Vec3,
}

impl Default for Aabb {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl Aabb {
    /// Holds nothing; the neutral element of [`Aabb::union`].
    pub const EMPTY: Self = Self { min: Vec3::INFINITY, max: Vec3::NEG_INFINITY };

    /// The smallest box around the points.
    pub fn around(points: impl IntoIterator<Item = Vec3>) -> Self {
        points.into_iter().fold(Self::EMPTY, |b, p| Self { min: b.min.min(p), max: b.max.max(p) })
    }

    /// The smallest box around both.
    pub fn union(self, other: Self) -> Self {
        Self { min: self.min.min(other.min), max: self.max.max(other.max) }
    }

    /// Whether no point is inside.
    pub fn is_empty(&self) -> bool {
        !self.min.cmple(self.max).all()
    }

    /// Metres; meaningless when empty.
    pub fn center(&self) -> Vec3 {
        (self.min + self.max) * 0.5
    }

    /// From the lowest to the highest corner, metres; meaningless when empty.
    pub fn size(&self) -> Vec3 {
        self.max - self.min
    }

    /// The smallest box around this one moved by `transform` (Arvo, Graphics Gems I, 1990). Empty stays empty.
    pub fn transformed(&self, transform: &Affine3A) -> Self {
        if self.is_empty() {
            return *self;
        }
        let center = transform.transform_point3(self.center());
        let half = self.size() * 0.5;
        let m = transform.matrix3;
        let extent = Vec3::from(m.x_axis.abs() * half.x + m.y_axis.abs() * half.y + m.z_axis.abs() * half.z);
        Self { min: center - extent, max: center + extent }
    }
}

/// A camera that looks along -Z of its node.
#[derive(Clone, Debug)]
pub struct Camera {
    /// As the author named it.
    pub name: String,
    /// What it sees.
    pub projection: Projection,
}

/// What a camera sees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Projection {
    /// With vanishing points.
    Perspective {
        /// Vertical angle, radians.
        fov_y: f32,
        /// Metres.
        near: f32,
        /// Metres; `None` is endless.
        far: Option<f32>,
    },
    /// Parallel.
    Orthographic {
        /// Half of the visible width and height, metres.
        half_size: Vec2,
        /// Metres.
        near: f32,
        /// Metres.
        far: f32,
    },
}
