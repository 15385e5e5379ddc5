//! [`Stage`]: where models are set up, and how they become a [`Scene`].

use std::collections::BTreeMap;

use bytes::Bytes;
use glam::{Affine2, Quat, Vec2, Vec3};
use hall::{
    Aabb, Animation, Channel, Image, ImageId, ImageSource, Interpolation, Keys, Light, LightId, LightKind, Material,
    MaterialId, Mesh, MeshId, Node, NodeId, Primitive, Sampler, Scene, Texture, TextureId, TextureRef, Topology, Trs,
    Wrap,
};

use crate::KitError;
use crate::geometry::Shape;
use crate::material::picture::Encoded;
use crate::material::{Paint, Print, draw_print};
use crate::model::Model;
use crate::occlusion;
use crate::template::Theme;

/// A rectangle of floor whose contact shadows go into an image.
#[derive(Clone, Copy, Debug)]
pub struct FloorRect {
    /// Lowest x and z, metres.
    pub min: Vec2,
    /// Highest x and z, metres.
    pub max: Vec2,
}

/// A hall being set up.
#[derive(Debug)]
pub struct Stage {
    scene: Scene,
    pictures: BTreeMap<Print, Encoded>,
    floor: FloorRect,
    theme: Option<&'static Theme>,
    /// Materials that are no paint: pictures of their own, and whether these shine.
    own: Vec<(String, Encoded, bool)>,
}

impl Stage {
    /// Empty, with contact shadows to be baked for `floor`.
    pub fn new(floor: FloorRect) -> Self {
        Self { scene: Scene::default(), pictures: BTreeMap::new(), floor, theme: None, own: Vec::new() }
    }

    /// The same in the colours of a theme.
    pub fn themed(floor: FloorRect, theme: &'static Theme) -> Self {
        Self { theme: Some(theme), ..Self::new(floor) }
    }

    /// Takes in a surface that shows a picture of its own over its texture coordinates; `shines` makes it a screen.
    pub fn shown(&mut self, name: &str, shape: Shape, picture: Encoded, shines: bool) -> MeshId {
        let material = Paint::ALL.len() + self.own.len();
        self.own.push((name.into(), picture, shines));
        self.surfaces(name, vec![primitive(material, shape)])
    }

    /// Gives a picture that the palette leaves to the hall.
    pub fn picture(&mut self, print: Print, encoded: Encoded) {
        self.pictures.insert(print, encoded);
    }

    /// Takes a model in, so that nodes can show it.
    pub fn mesh(&mut self, name: &str, model: Model) -> MeshId {
        let primitives = model.surfaces.into_iter().map(|(paint, shape)| primitive(paint as usize, shape));
        self.surfaces(name, primitives.filter(|p| !p.indices.is_empty()).collect())
    }

    fn surfaces(&mut self, name: &str, primitives: Vec<Primitive>) -> MeshId {
        self.scene.meshes.push(Mesh { name: name.into(), primitives });
        MeshId(self.scene.meshes.len() as u32 - 1)
    }

    /// Adds a node.
    pub fn node(&mut self, name: &str, parent: Option<NodeId>, parent_from_node: Trs, mesh: Option<MeshId>) -> NodeId {
        self.scene.nodes.push(Node { name: name.into(), parent, parent_from_node, mesh, ..Node::default() });
        NodeId(self.scene.nodes.len() as u32 - 1)
    }

    /// Scales a node evenly.
    pub fn scale(&mut self, node: NodeId, factor: f32) {
        self.scene.nodes[node.index()].parent_from_node.scale = Vec3::splat(factor);
    }

    /// Adds a model that stands where it was modelled.
    pub fn fixed(&mut self, name: &str, model: Model) -> NodeId {
        let mesh = self.mesh(name, model);
        self.node(name, None, Trs::default(), Some(mesh))
    }

    /// Adds a node with a light that shines from `from` towards `to`.
    pub fn light(&mut self, name: &str, from: Vec3, to: Vec3, color: Vec3, intensity: f32, kind: LightKind) {
        let light = LightId(self.scene.lights.len() as u32);
        self.scene.lights.push(Light { name: name.into(), color, intensity, kind, is_baked: false });
        let rotation = Quat::from_rotation_arc(Vec3::NEG_Z, (to - from).normalize_or(Vec3::NEG_Y));
        let id = self.node(name, None, Trs { translation: from, rotation, ..Trs::default() }, None);
        self.scene.nodes[id.index()].light = Some(light);
    }

    /// Lets nodes turn: each has its rotation at `times_secs`, the last being the first again.
    pub fn animate(&mut self, name: &str, turning: Vec<(NodeId, Vec<f32>, Vec<Quat>)>) {
        let duration_secs = turning.iter().flat_map(|(_, times, _)| times.last().copied()).fold(0.0, f32::max);
        let channels = turning.into_iter().map(|(node, times_secs, rotations)| Channel {
            node,
            interpolation: Interpolation::Linear,
            times_secs,
            values: Keys::Rotation(rotations),
        });
        let (name, channels, pointers) = (name.into(), channels.collect(), Vec::new());
        self.scene.animations.push(Animation { name, duration_secs, channels, pointers });
    }

    /// Bakes contact shadows, paints the pictures and gives the finished scene.
    ///
    /// # Errors
    /// [`KitError::NoPicture`] when a picture the hall must draw is missing; [`KitError::Encode`], which would be a bug.
    pub fn finish(mut self) -> Result<Scene, KitError> {
        let shade = occlusion::bake(&mut self.scene, self.floor);
        self.pictures.insert(Print::FloorShade, shade.jpeg(85)?);
        let used = self.renumber_materials();
        for &paint in Paint::ALL.iter().filter(|paint| used.contains(&(**paint as u32))) {
            let mut material = paint.material();
            if let Some(theme) = self.theme {
                theme.dress(paint, &mut material);
            }
            material.base_color_texture = self.texture(paint.color_print(), 0)?;
            material.metallic_roughness_texture = self.texture(paint.gloss_print(), 0)?;
            material.normal_texture = self.texture(paint.relief_print(), 0)?;
            material.emissive_texture = self.texture(paint.glow_print(), 0)?;
            if paint.is_floor() {
                material.occlusion_texture = self.texture(Some(Print::FloorShade), 1)?;
            }
            self.scene.materials.push(material);
        }
        for (name, picture, shines) in std::mem::take(&mut self.own) {
            let texture = Some(self.add_texture(name.clone(), picture, Wrap::Clamp, Wrap::Clamp, 0));
            self.scene.materials.push(if shines {
                let (base_color, emissive) = (Vec3::splat(0.003).extend(1.0), Vec3::splat(1.1));
                Material {
                    name,
                    base_color,
                    emissive,
                    emissive_texture: texture,
                    roughness: 0.5,
                    metallic: 0.0,
                    ..Material::default()
                }
            } else {
                Material { name, base_color_texture: texture, roughness: 0.6, metallic: 0.0, ..Material::default() }
            });
        }
        Ok(self.scene)
    }

    /// Counts only the materials that something wears; gives their old numbers.
    fn renumber_materials(&mut self) -> Vec<u32> {
        let primitives = || self.scene.meshes.iter().flat_map(|mesh| &mesh.primitives);
        let mut used: Vec<u32> = primitives().filter_map(|p| p.material.map(|m| m.0)).collect();
        used.sort_unstable();
        used.dedup();
        for material in self.scene.meshes.iter_mut().flat_map(|mesh| &mut mesh.primitives).flat_map(|p| &mut p.material)
        {
            material.0 = used.partition_point(|old| *old < material.0) as u32;
        }
        used
    }

    fn add_texture(&mut self, name: String, picture: Encoded, wrap_u: Wrap, wrap_v: Wrap, uv_set: u8) -> TextureRef {
        let index = self.scene.images.len() as u32;
        let source = ImageSource::Bytes(picture.kind, Bytes::from(picture.bytes));
        self.scene.images.push(Image { name, source });
        let sampler = Sampler { wrap_u, wrap_v, ..Sampler::default() };
        self.scene.textures.push(Texture { image: ImageId(index), fallback: None, sampler });
        TextureRef { texture: TextureId(index), uv_set, image_from_uv: Affine2::IDENTITY }
    }

    /// The texture that shows a print; made when it is first asked for.
    fn texture(&mut self, print: Option<Print>, uv_set: u8) -> Result<Option<TextureRef>, KitError> {
        let Some(print) = print else { return Ok(None) };
        let name = format!("{print:?}");
        let known = self.scene.images.iter().position(|image| image.name == name);
        Ok(Some(match known {
            Some(index) => TextureRef { texture: TextureId(index as u32), uv_set, image_from_uv: Affine2::IDENTITY },
            None => {
                let encoded = match self.pictures.remove(&print) {
                    Some(encoded) => encoded,
                    None => draw_print(print)?.ok_or(KitError::NoPicture(print))?,
                };
                let tiled = matches!(
                    print,
                    Print::FloorStone
                        | Print::FloorPolish
                        | Print::BandStone
                        | Print::Walnut
                        | Print::Oak
                        | Print::Cloth
                        | Print::ClothRelief
                        | Print::Planks
                        | Print::Concrete
                );
                let wrap_v = if tiled { Wrap::Repeat } else { Wrap::Clamp };
                let wrap_u = if print == Print::Sky { Wrap::Repeat } else { wrap_v };
                self.add_texture(name, encoded, wrap_u, wrap_v, uv_set)
            }
        }))
    }
}

fn primitive(material: usize, shape: Shape) -> Primitive {
    Primitive {
        material: Some(MaterialId(material as u32)),
        topology: Topology::Triangles,
        bounds: Aabb::around(shape.positions.iter().copied()),
        indices: shape.indices,
        positions: shape.positions,
        normals: shape.normals,
        uvs: [shape.uvs, Vec::new()],
        ..Primitive::default()
    }
}

/// Where something stands, and its turn about +Y in degrees.
pub fn standing(x: f32, y: f32, z: f32, turn_deg: f32) -> Trs {
    Trs { translation: Vec3::new(x, y, z), rotation: Quat::from_rotation_y(turn_deg.to_radians()), ..Trs::default() }
}
