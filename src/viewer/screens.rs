//! Screens in space: which surfaces are theirs, and whether somebody sees them.

use bytes::Bytes;
use glam::{Affine2, Affine3A, Vec2, Vec3, Vec4};
use hall::{
    Aabb, Image, ImageId, ImageSource, ImageType, Material, MaterialId, MeshId, Pose, Sampler, Scene, Surface, Texture,
    TextureId, TextureRef, Wrap,
};

use crate::setting;

/// From farther away nobody follows a film, in metres for a visitor of 1.6 m.
const FAR_METRES: f32 = 15.0;

/// One black pixel.
const BLACK: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0\x02\0\x01H\xaf\xa4q\0\0\0\0IEND\xaeB`\x82";

/// A screen in space.
#[derive(Clone, Debug)]
pub struct Screen {
    /// What it shows.
    pub image: ImageId,
    /// As it stood at first, metres; empty when the scene has no such surface.
    bounds: Aabb,
    nodes: Vec<usize>,
    /// Whether it shows frames, and its poster would come too late.
    pub is_live: bool,
}

/// Gives every screen an image of its own, which is its poster until frames come. The second value says in words what is not there.
pub fn fit(scene: &mut Scene, screens: &[setting::Screen]) -> (Vec<Screen>, Vec<String>) {
    let mut warnings = Vec::new();
    let mut fitted = Vec::new();
    for screen in screens {
        let image = ImageId(scene.images.len() as u32);
        let texture = TextureId(scene.textures.len() as u32);
        let (nodes, picture, is_spread) = dress(scene, screen, texture);
        let of_poster = screen.poster.clone().map(ImageSource::File);
        let of_material = picture.map(|t| scene.images[scene.textures[t.index()].image.index()].source.clone());
        let source = of_poster.or(of_material).filter(|source| !matches!(source, ImageSource::Missing));
        let source = source.unwrap_or(ImageSource::Bytes(ImageType::Png, Bytes::from_static(BLACK)));
        scene.images.push(Image { name: screen.node.clone(), source });
        let sampler = Sampler { wrap_u: Wrap::Clamp, wrap_v: Wrap::Clamp, ..Sampler::default() };
        scene.textures.push(Texture { image, fallback: None, sampler });
        if nodes.is_empty() || !is_spread {
            let lack =
                if nodes.is_empty() { "surface is not in the scene: " } else { "surface has no texture coordinates: " };
            warnings.push(["a screen's ", lack, &screen.node].concat());
        }
        fitted.push(Screen { image, bounds: Aabb::EMPTY, nodes, is_live: false });
    }
    (fitted, warnings)
}

/// Lets the surfaces of a screen show a texture. Their nodes, the texture that one of them showed before, and whether all of them can show one.
fn dress(scene: &mut Scene, screen: &setting::Screen, texture: TextureId) -> (Vec<usize>, Option<TextureId>, bool) {
    let mut nodes = Vec::new();
    let (mut picture, mut is_spread) = (None, true);
    for Surface { node, mesh, primitive } in scene.surfaces_of(&screen.node, screen.material.as_deref()) {
        if nodes.last() != Some(&node.index()) {
            // Others may show the same mesh, and no film.
            nodes.push(node.index());
            scene.nodes[node.index()].mesh = Some(MeshId(scene.meshes.len() as u32));
            scene.meshes.push(scene.meshes[mesh.index()].clone());
        }
        let Some(primitive) = scene.meshes.last_mut().map(|own| &mut own.primitives[primitive]) else { continue };
        let material = primitive.material.map_or_else(Material::default, |m| scene.materials[m.index()].clone());
        let shown = material.emissive_texture.or(material.base_color_texture);
        picture = picture.or(shown.map(|t| t.texture));
        is_spread &= primitive.has_uvs();
        primitive.material = Some(MaterialId(scene.materials.len() as u32));
        primitive.variants.clear();
        scene.materials.push(showing(material, shown, texture));
    }
    (nodes, picture, is_spread)
}

/// The material of a surface that shines with a texture: as bright as it shone before, or as white as paper.
fn showing(material: Material, shown: Option<TextureRef>, texture: TextureId) -> Material {
    let film = shown.unwrap_or(TextureRef { texture, uv_set: 0, image_from_uv: Affine2::IDENTITY });
    let film = Some(TextureRef { texture, ..film });
    if material.unlit {
        return Material { base_color: Vec4::ONE, base_color_texture: film, ..material };
    }
    Material {
        base_color: Vec4::new(0.0, 0.0, 0.0, 1.0),
        base_color_texture: None,
        metallic: 0.0,
        metallic_roughness_texture: None,
        roughness: material.roughness.clamp(0.1, 0.9),
        emissive: if material.emissive == Vec3::ZERO { Vec3::ONE } else { material.emissive },
        emissive_texture: film,
        transmission: 0.0,
        ..material
    }
}

impl Screen {
    /// Finds out where it stands.
    pub fn place(&mut self, scene: &Scene, pose: &Pose) {
        for node in &self.nodes {
            let Some(mesh) = scene.nodes[*node].mesh else { continue };
            for primitive in &scene.meshes[mesh.index()].primitives {
                self.bounds = self.bounds.union(primitive.bounds.transformed(&pose.world_from_node[*node]));
            }
        }
    }

    /// Whether it is in the picture, and near enough for one whose eye is `scale` times as high as a grown-up's.
    pub fn is_seen(&self, world_from_view: &Affine3A, picture_from_view: Vec2, scale: f32) -> bool {
        if self.bounds.is_empty() {
            return false;
        }
        let Aabb { min, max } = self.bounds;
        let eye = Vec3::from(world_from_view.translation);
        if eye.distance(eye.clamp(min, max)) > FAR_METRES * scale {
            return false;
        }
        let view_from_world = world_from_view.inverse();
        let corners: [Vec3; 8] = core::array::from_fn(|i| {
            let pick = |bit: usize, lo: f32, hi: f32| if i & bit == 0 { lo } else { hi };
            let corner = Vec3::new(pick(1, min.x, max.x), pick(2, min.y, max.y), pick(4, min.z, max.z));
            view_from_world.transform_point3(corner)
        });
        let is_outside =
            |side: &dyn Fn(Vec2, f32) -> bool| corners.iter().all(|v| side(v.truncate() * picture_from_view, -v.z));
        let sides: [&dyn Fn(Vec2, f32) -> bool; 5] =
            [&|_, w| w <= 0.0, &|p, w| p.x > w, &|p, w| p.x < -w, &|p, w| p.y > w, &|p, w| p.y < -w];
        !sides.iter().any(|side| is_outside(side))
    }
}
