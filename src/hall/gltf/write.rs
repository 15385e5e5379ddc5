//! A [`Scene`] as GLB, the same bytes for the same scene.

use serde_json::{Map, Value, json};

use super::write_data::{Data, Kind};
use super::write_surface::{sampler, with_view};
use super::{khr_node_visibility, write_document};
use crate::{Mesh, Node, Primitive, Projection, Sampler, Scene, Topology};

const GENERATOR: &str = "yunzhan";

/// Writes a scene as GLB. Equal images and equal data are written once; images in files stay in their files.
pub fn write_glb(scene: &Scene) -> Vec<u8> {
    write_glb_noting(scene, &Value::Null)
}

/// The same with a note on all of it, in the extras of the asset; null is none.
pub fn write_glb_noting(scene: &Scene, note: &Value) -> Vec<u8> {
    let mut writer = Writer::default();
    let meshes: Vec<Value> = scene.meshes.iter().map(|m| writer.mesh(m)).collect();
    let skins: Vec<Value> = scene.skins.iter().map(|s| writer.skin(s)).collect();
    let animations: Vec<Value> = scene.animations.iter().filter_map(|a| writer.animation(a, scene)).collect();
    let images: Vec<Value> = scene.images.iter().map(|i| writer.image(i)).collect();
    let textures: Vec<Value> = scene.textures.iter().map(|t| writer.texture(t, &scene.images)).collect();
    let materials: Vec<Value> = scene.materials.iter().map(|m| writer.material(m)).collect();
    let cameras: Vec<Value> = scene.cameras.iter().map(camera).collect();
    let extensions = writer.document(scene);
    let nodes = writer.nodes(&scene.nodes);
    let roots: Vec<usize> = (0..scene.nodes.len()).filter(|i| scene.nodes[*i].parent.is_none()).collect();

    let data = writer.data.finish();
    let mut root = Map::new();
    let mut asset = write_document::asset(scene, GENERATOR);
    if !note.is_null() {
        asset["extras"] = note.clone();
    }
    root.insert("asset".into(), asset);
    root.insert("scene".into(), json!(0));
    root.insert("scenes".into(), json!([write_document::scene(scene, &roots)]));
    if extensions != json!({}) {
        root.insert("extensions".into(), extensions);
    }
    if !data.chunk.is_empty() {
        root.insert("buffers".into(), json!([{"byteLength": data.chunk.len()}]));
    }
    writer.extensions.sort_unstable();
    writer.extensions.dedup();
    let images = images.into_iter().map(|image| with_view(image, data.first_image_view)).collect();
    let samplers = writer.samplers.iter().map(sampler).collect();
    let extensions = writer.extensions.iter().map(|name| json!(name)).collect();
    for (key, values) in [
        ("accessors", data.accessors),
        ("animations", animations),
        ("bufferViews", data.views),
        ("cameras", cameras),
        ("extensionsUsed", extensions),
        ("images", images),
        ("materials", materials),
        ("meshes", meshes),
        ("nodes", nodes),
        ("samplers", samplers),
        ("skins", skins),
        ("textures", textures),
    ] {
        if !values.is_empty() {
            root.insert(key.into(), Value::Array(values));
        }
    }
    let mut root = Value::Object(root);
    root.sort_all_objects();
    container(&root.to_string().into_bytes(), &data.chunk)
}

fn container(json: &[u8], chunk: &[u8]) -> Vec<u8> {
    let json_length = json.len().next_multiple_of(4);
    let chunk_length = chunk.len().next_multiple_of(4);
    let chunk_total = if chunk.is_empty() { 0 } else { 8 + chunk_length };
    let total = 12 + 8 + json_length + chunk_total;
    let mut glb = Vec::with_capacity(total);
    glb.extend_from_slice(b"glTF");
    for word in [2, total as u32, json_length as u32] {
        glb.extend_from_slice(&word.to_le_bytes());
    }
    glb.extend_from_slice(b"JSON");
    glb.extend_from_slice(json);
    glb.resize(20 + json_length, b' ');
    if !chunk.is_empty() {
        glb.extend_from_slice(&(chunk_length as u32).to_le_bytes());
        glb.extend_from_slice(b"BIN\0");
        glb.extend_from_slice(chunk);
        glb.resize(total, 0);
    }
    glb
}

/// A number with as few digits as tell it from every other `f32`.
pub(super) fn number(value: f32) -> Value {
    let shortest: f64 = value.to_string().parse().unwrap_or(f64::from(value));
    if shortest.fract() == 0.0 && shortest.abs() < 1e9 {
        return json!(shortest as i64);
    }
    json!(shortest)
}

pub(super) fn numbers(values: &[f32]) -> Value {
    values.iter().copied().map(number).collect()
}

/// An object of what differs from its default.
#[derive(Default)]
pub(super) struct Object(pub Map<String, Value>);

impl Object {
    pub fn named(name: &str) -> Self {
        let mut object = Self::default();
        object.set_if(!name.is_empty(), "name", || name.into());
        object
    }

    pub fn set(&mut self, key: &str, value: impl Into<Value>) {
        self.0.insert(key.into(), value.into());
    }

    pub fn set_if(&mut self, is_needed: bool, key: &str, value: impl FnOnce() -> Value) {
        if is_needed {
            self.set(key, value());
        }
    }

    pub fn set_some(&mut self, key: &str, value: Option<Value>) {
        if let Some(value) = value {
            self.set(key, value);
        }
    }

    pub fn finish(self) -> Value {
        Value::Object(self.0)
    }
}

#[derive(Default)]
pub(super) struct Writer {
    pub data: Data,
    pub samplers: Vec<Sampler>,
    pub extensions: Vec<&'static str>,
}

impl Writer {
    fn mesh(&mut self, mesh: &Mesh) -> Value {
        let mut object = Object::named(&mesh.name);
        let primitives: Vec<Value> = mesh.primitives.iter().map(|p| self.primitive(p)).collect();
        object.set("primitives", primitives);
        object.finish()
    }

    fn primitive(&mut self, primitive: &Primitive) -> Value {
        let data = &mut self.data;
        let mut attributes = Object::default();
        attributes.set("POSITION", data.positions(&primitive.positions));
        attributes.set_if(!primitive.normals.is_empty() && !primitive.is_faceted, "NORMAL", || {
            data.vec3(Kind::Vec3, &primitive.normals).into()
        });
        attributes
            .set_if(!primitive.tangents.is_empty(), "TANGENT", || data.vec4(Kind::Vec4, &primitive.tangents).into());
        for (key, uvs) in ["TEXCOORD_0", "TEXCOORD_1"].into_iter().zip(&primitive.uvs) {
            attributes.set_if(!uvs.is_empty(), key, || data.vec2(uvs).into());
        }
        attributes.set_if(!primitive.colors.is_empty(), "COLOR_0", || data.colors(&primitive.colors).into());
        attributes.set_if(!primitive.joints.is_empty(), "JOINTS_0", || data.joints(&primitive.joints).into());
        attributes
            .set_if(!primitive.weights.is_empty(), "WEIGHTS_0", || data.vec4(Kind::Vec4, &primitive.weights).into());
        let mut object = Object::default();
        object.set("attributes", attributes.finish());
        object.set("indices", data.indices(&primitive.indices));
        object.set_some("material", primitive.material.map(|m| m.0.into()));
        match primitive.topology {
            Topology::Points => object.set("mode", 0),
            Topology::Lines => object.set("mode", 1),
            Topology::Triangles => {}
        }
        let targets = primitive.morph_targets.iter().map(|target| {
            let mut object = Object::default();
            object.set_if(!target.positions.is_empty(), "POSITION", || data.positions(&target.positions).into());
            object.set_if(!target.normals.is_empty(), "NORMAL", || data.vec3(Kind::Vec3, &target.normals).into());
            object.set_if(!target.tangents.is_empty(), "TANGENT", || data.vec3(Kind::Vec3, &target.tangents).into());
            object.finish()
        });
        let targets: Vec<Value> = targets.collect();
        object.set_if(!targets.is_empty(), "targets", || targets.into());
        object.set_some("extensions", write_document::variants(primitive));
        object.finish()
    }

    fn skin(&mut self, skin: &crate::Skin) -> Value {
        let mut object = Object::named(&skin.name);
        object.set("joints", skin.joints.iter().map(|j| j.0).collect::<Vec<_>>());
        // An accessor has at least one element.
        if !skin.joint_from_mesh.is_empty() {
            object.set("inverseBindMatrices", self.data.matrices(&skin.joint_from_mesh));
        }
        object.finish()
    }

    fn nodes(&mut self, nodes: &[Node]) -> Vec<Value> {
        let mut children = vec![Vec::new(); nodes.len()];
        for (i, node) in nodes.iter().enumerate() {
            if let Some(parent) = node.parent {
                children[parent.index()].push(i);
            }
        }
        nodes.iter().zip(children).map(|(node, children)| self.node(node, children)).collect()
    }

    fn node(&mut self, node: &Node, children: Vec<usize>) -> Value {
        let mut object = Object::named(&node.name);
        let trs = node.parent_from_node;
        object.set_if(trs.translation != glam::Vec3::ZERO, "translation", || numbers(&trs.translation.to_array()));
        object.set_if(trs.rotation != glam::Quat::IDENTITY, "rotation", || numbers(&trs.rotation.to_array()));
        object.set_if(trs.scale != glam::Vec3::ONE, "scale", || numbers(&trs.scale.to_array()));
        object.set_some("mesh", node.mesh.map(|m| m.0.into()));
        object.set_some("skin", node.skin.map(|s| s.0.into()));
        object.set_some("camera", node.camera.map(|c| c.0.into()));
        object.set_if(node.morph_weights.iter().any(|w| *w != 0.0), "weights", || numbers(&node.morph_weights));
        object.set_if(!children.is_empty(), "children", || children.into());
        let mut extensions = Object::default();
        extensions.set_some("KHR_lights_punctual", node.light.map(|l| json!({"light": l.0})));
        extensions.set_if(!node.visible, khr_node_visibility::NAME, || json!({"visible": false}));
        if !node.visible {
            self.extensions.push(khr_node_visibility::NAME);
        }
        object.set_if(!extensions.0.is_empty(), "extensions", || extensions.finish());
        object.finish()
    }
}

fn camera(camera: &crate::Camera) -> Value {
    let mut object = Object::named(&camera.name);
    match camera.projection {
        Projection::Perspective { fov_y, near, far } => {
            let mut lens = Object::default();
            lens.set("yfov", number(fov_y));
            lens.set("znear", number(near));
            lens.set_some("zfar", far.map(number));
            object.set("type", "perspective");
            object.set("perspective", lens.finish());
        }
        Projection::Orthographic { half_size, near, far } => {
            let (x, y) = (number(half_size.x), number(half_size.y));
            object.set("type", "orthographic");
            object.set("orthographic", json!({"xmag": x, "ymag": y, "znear": number(near), "zfar": number(far)}));
        }
    }
    object.finish()
}
