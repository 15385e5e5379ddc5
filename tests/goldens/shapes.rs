//! Small scenes by code.

use glam::{Quat, Vec2, Vec3, Vec4};
use hall::{
    Aabb, Light, LightId, LightKind, Material, MaterialId, Mesh, MeshId, Node, NodeId, Primitive, Scene, Topology, Trs,
};

/// Adds things to a scene one after the other.
#[derive(Default)]
pub struct Stage(pub Scene);

impl Stage {
    pub fn material(&mut self, material: Material) -> MaterialId {
        self.0.materials.push(material);
        MaterialId(self.0.materials.len() as u32 - 1)
    }

    pub fn mesh(&mut self, primitive: Primitive) -> MeshId {
        self.0.meshes.push(Mesh { name: String::new(), primitives: vec![primitive] });
        MeshId(self.0.meshes.len() as u32 - 1)
    }

    pub fn node(&mut self, node: Node) -> NodeId {
        self.0.nodes.push(node);
        NodeId(self.0.nodes.len() as u32 - 1)
    }

    /// A primitive of a material at a place.
    pub fn put(&mut self, mut primitive: Primitive, material: Material, trs: Trs) -> NodeId {
        primitive.material = Some(self.material(material));
        let mesh = self.mesh(primitive);
        self.node(Node { mesh: Some(mesh), parent_from_node: trs, ..Node::default() })
    }

    /// A light at `position` that shines along `direction`.
    pub fn light(&mut self, kind: LightKind, color: Vec3, intensity: f32, position: Vec3, direction: Vec3) {
        self.0.lights.push(Light { name: String::new(), color, intensity, kind, is_baked: false });
        let light = Some(LightId(self.0.lights.len() as u32 - 1));
        let rotation = Quat::from_rotation_arc(Vec3::NEG_Z, direction.normalize());
        let parent_from_node = Trs { translation: position, rotation, scale: Vec3::ONE };
        self.node(Node { light, parent_from_node, ..Node::default() });
    }
}

pub fn at(translation: Vec3) -> Trs {
    Trs { translation, ..Trs::default() }
}

/// A dielectric of one colour.
pub fn matte(color: Vec3, roughness: f32) -> Material {
    Material { base_color: color.extend(1.0), metallic: 0.0, roughness, ..Material::default() }
}

fn finished(mut primitive: Primitive) -> Primitive {
    primitive.bounds = Aabb::around(primitive.positions.iter().copied());
    primitive
}

/// Of this radius around the origin.
pub fn sphere(radius: f32) -> Primitive {
    let (rings, segments) = (32u32, 64u32);
    let mut p = Primitive::default();
    for ring in 0..=rings {
        let polar = std::f32::consts::PI * ring as f32 / rings as f32;
        for segment in 0..=segments {
            let around = std::f32::consts::TAU * segment as f32 / segments as f32;
            let normal = Vec3::new(polar.sin() * around.sin(), polar.cos(), polar.sin() * around.cos());
            p.positions.push(normal * radius);
            p.normals.push(normal);
            p.tangents.push(Vec4::new(around.cos(), 0.0, -around.sin(), 1.0));
            p.uvs[0].push(Vec2::new(segment as f32 / segments as f32, ring as f32 / rings as f32));
        }
    }
    for ring in 0..rings {
        for segment in 0..segments {
            let a = ring * (segments + 1) + segment;
            let b = a + segments + 1;
            p.indices.extend([a, b, a + 1, a + 1, b, b + 1]);
        }
    }
    finished(p)
}

/// A rectangle in the plane of `across` and `up`, around the origin, facing `across × up`.
pub fn quad(across: Vec3, up: Vec3) -> Primitive {
    let normal = across.cross(up).normalize();
    let corners = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)];
    finished(Primitive {
        positions: corners.iter().map(|(x, y)| across * *x + up * *y).collect(),
        normals: vec![normal; 4],
        tangents: vec![across.normalize().extend(1.0); 4],
        uvs: [corners.iter().map(|(x, y)| Vec2::new(x + 0.5, 0.5 - y)).collect(), Vec::new()],
        indices: vec![0, 1, 2, 0, 2, 3],
        ..Primitive::default()
    })
}

/// Facing up.
pub fn floor(width: f32, depth: f32) -> Primitive {
    quad(Vec3::X * width, Vec3::NEG_Z * depth)
}

/// Around the origin.
pub fn cuboid(size: Vec3) -> Primitive {
    let mut p = Primitive::default();
    for (across, up) in [
        (Vec3::X, Vec3::Y),
        (Vec3::NEG_X, Vec3::Y),
        (Vec3::Z, Vec3::Y),
        (Vec3::NEG_Z, Vec3::Y),
        (Vec3::X, Vec3::NEG_Z),
        (Vec3::X, Vec3::Z),
    ] {
        let face = quad(across * size, up * size);
        let first = p.positions.len() as u32;
        let out = across.cross(up) * size * 0.5;
        p.positions.extend(face.positions.iter().map(|v| *v + out));
        p.normals.extend(face.normals);
        p.tangents.extend(face.tangents);
        p.uvs[0].extend(&face.uvs[0]);
        p.indices.extend(face.indices.iter().map(|i| i + first));
    }
    finished(p)
}

/// A round bar along +Y from the origin, open at its ends, with `rings` rings to bend at.
pub fn bar(radius: f32, height: f32, rings: u32) -> Primitive {
    let segments = 24u32;
    let mut p = Primitive::default();
    for ring in 0..=rings {
        for segment in 0..=segments {
            let around = std::f32::consts::TAU * segment as f32 / segments as f32;
            let normal = Vec3::new(around.sin(), 0.0, around.cos());
            p.positions.push(normal * radius + Vec3::Y * (height * ring as f32 / rings as f32));
            p.normals.push(normal);
            p.uvs[0].push(Vec2::new(segment as f32 / segments as f32, 1.0 - ring as f32 / rings as f32));
        }
    }
    for ring in 0..rings {
        for segment in 0..segments {
            let a = ring * (segments + 1) + segment;
            let b = a + segments + 1;
            p.indices.extend([a, a + 1, b, a + 1, b + 1, b]);
        }
    }
    finished(p)
}

/// Segments between points.
pub fn lines(points: &[Vec3]) -> Primitive {
    finished(Primitive {
        topology: Topology::Lines,
        positions: points.to_vec(),
        indices: (0..points.len() as u32).collect(),
        ..Primitive::default()
    })
}
