//! Scenes of a few rectangles, and texels on them.

use std::ops::ControlFlow;

use bake::{Lit, Quality, Sky, Texel, World};
use glam::{Vec2, Vec3, Vec4};
use hall::{
    Light, LightId, LightKind, Material, MaterialId, Mesh, MeshId, Node, Pose, Primitive, Scene, Topology, Trs,
};

/// A scene as it is put together.
#[derive(Default)]
pub struct Set {
    pub scene: Scene,
}

/// Two triangles: a corner, and the two edges from there; its front is where `u × v` points.
#[derive(Clone, Copy)]
pub struct Wall {
    pub corner: Vec3,
    pub u: Vec3,
    pub v: Vec3,
}

impl Wall {
    pub fn normal(&self) -> Vec3 {
        self.u.cross(self.v).normalize()
    }

    /// A texel; `at` is from 0 to 1 along both edges.
    pub fn texel(&self, at: Vec2) -> Texel {
        let position = self.corner + self.u * at.x + self.v * at.y;
        Texel { position, normal: self.normal(), face: self.normal(), size: 0.01 }
    }

    /// `across` by `down` texels, row by row along `u`.
    pub fn texels(&self, across: u32, down: u32) -> Vec<Texel> {
        let size = self.u.length() / across as f32;
        let at = |i: u32| Vec2::new((i % across) as f32 + 0.5, (i / across) as f32 + 0.5);
        let count = Vec2::new(across as f32, down as f32);
        (0..across * down).map(|i| Texel { size, ..self.texel(at(i) / count) }).collect()
    }
}

/// Scatters a part of the light, and mirrors nothing.
pub fn matt(color: Vec3) -> Material {
    let mut material = Material { base_color: color.extend(1.0), metallic: 0.0, ..Material::default() };
    material.specular.factor = 0.0;
    material
}

/// Only shines.
pub fn shining(light: Vec3) -> Material {
    Material { emissive: light, ..matt(Vec3::ZERO) }
}

/// Six walls whose fronts look inwards: floor, ceiling, then -X, +X, -Z, +Z.
pub fn room(low: Vec3, high: Vec3) -> [Wall; 6] {
    let size = high - low;
    let (x, y, z) = (Vec3::X * size.x, Vec3::Y * size.y, Vec3::Z * size.z);
    [
        Wall { corner: low, u: z, v: x },
        Wall { corner: low + y, u: x, v: z },
        Wall { corner: low, u: y, v: z },
        Wall { corner: low + x, u: z, v: y },
        Wall { corner: low, u: x, v: y },
        Wall { corner: low + z, u: y, v: x },
    ]
}

/// The same with its fronts outwards.
pub fn block(low: Vec3, high: Vec3) -> [Wall; 6] {
    room(low, high).map(|Wall { corner, u, v }| Wall { corner, u: v, v: u })
}

impl Set {
    pub fn material(&mut self, material: Material) -> MaterialId {
        self.scene.materials.push(material);
        MaterialId(self.scene.materials.len() as u32 - 1)
    }

    pub fn walls(&mut self, material: Material, walls: &[Wall]) {
        let material = self.material(material);
        for wall in walls {
            self.wall(material, *wall, |_| Vec4::ONE);
        }
    }

    /// The colour of the corners is chosen by where they are, from 0 to 1 along both edges; so are the coordinates of a picture.
    pub fn wall(&mut self, material: MaterialId, Wall { corner, u, v }: Wall, color: impl Fn(Vec2) -> Vec4) {
        let corners = [Vec2::ZERO, Vec2::X, Vec2::ONE, Vec2::Y];
        let primitive = Primitive {
            material: Some(material),
            topology: Topology::Triangles,
            indices: vec![0, 1, 2, 0, 2, 3],
            positions: corners.map(|at| corner + u * at.x + v * at.y).to_vec(),
            normals: vec![u.cross(v).normalize(); 4],
            uvs: [corners.to_vec(), Vec::new()],
            colors: corners.map(color).to_vec(),
            ..Primitive::default()
        };
        self.scene.meshes.push(Mesh { name: String::new(), primitives: vec![primitive] });
        let mesh = Some(MeshId(self.scene.meshes.len() as u32 - 1));
        self.scene.nodes.push(Node { mesh, ..Node::default() });
    }

    /// It shines from `from` to `to`.
    pub fn lamp(&mut self, from: Vec3, to: Vec3, color: Vec3, intensity: f32, kind: LightKind) {
        self.scene.lights.push(Light { name: String::new(), color, intensity, kind, is_baked: false });
        let rotation = glam::Quat::from_rotation_arc(Vec3::NEG_Z, (to - from).normalize());
        let light = Some(LightId(self.scene.lights.len() as u32 - 1));
        let parent_from_node = Trs { translation: from, rotation, ..Trs::default() };
        self.scene.nodes.push(Node { light, parent_from_node, ..Node::default() });
    }

    pub fn world(&self, sky: Sky) -> World {
        World::new(&self.scene, &Pose::rest(&self.scene), &|_| None, sky)
    }

    pub fn dark_world(&self) -> World {
        self.world(Sky::Even(Vec3::ZERO))
    }
}

/// With so many paths, whatever the noise.
pub fn paths(paths: u32) -> Quality {
    Quality { paths, paths_min: paths, tolerance: 0.0, ..Quality::FINAL }
}

pub fn lit(world: &World, texels: &[Texel], quality: &Quality) -> Vec<Lit> {
    bake::light(world, texels, quality, &|_| ControlFlow::Continue(())).expect("nothing breaks it")
}

pub fn lit_at(world: &World, texel: Texel, quality: &Quality) -> Lit {
    lit(world, &[texel], quality)[0]
}

#[track_caller]
pub fn expect_near(what: &str, is: f32, wanted: f32, part: f32) {
    let off = is / wanted - 1.0;
    println!("{what}: {is:.5}, expected {wanted:.5}: {:+.2} %", off * 100.0);
    assert!(off.abs() <= part, "{what}: {is} is not {wanted}");
}
