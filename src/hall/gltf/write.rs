//! A [`Scene`] as GLB, the same bytes for the same scene.

use serde_json::{Map, Value, json};

use super::write_data::{Data, Kind};
use crate::{
    AlphaMode, Animation, Image, ImageSource, Interpolation, Keys, Light, LightKind, Material, Mesh, MipFilter, Node,
    Primitive, Projection, Sampler, Scene, TextureRef, Topology, Wrap,
};

const GENERATOR: &str = "yunzhan";

/// Writes a scene as GLB. Equal images and equal data are written once; images in files stay in their files.
pub fn write_glb(scene: &Scene) -> Vec<u8> {
    let mut writer = Writer::default();
    let meshes: Vec<Value> = scene.meshes.iter().map(|m| writer.mesh(m)).collect();
    let skins: Vec<Value> = scene.skins.iter().map(|s| writer.skin(s)).collect();
    let animations: Vec<Value> = scene.animations.iter().filter_map(|a| writer.animation(a)).collect();
    let images: Vec<Value> = scene.images.iter().map(|i| writer.image(i)).collect();
    let textures: Vec<Value> = scene.textures.iter().map(|t| writer.texture(t, &scene.images)).collect();
    let materials: Vec<Value> = scene.materials.iter().map(|m| writer.material(m)).collect();
    let cameras: Vec<Value> = scene.cameras.iter().map(camera).collect();
    let lights: Vec<Value> = scene.lights.iter().map(light).collect();
    let nodes = writer.nodes(&scene.nodes);
    let roots: Vec<usize> = (0..scene.nodes.len()).filter(|i| scene.nodes[*i].parent.is_none()).collect();

    let data = writer.data.finish();
    let mut root = Map::new();
    root.insert("asset".into(), json!({"version": "2.0", "generator": GENERATOR}));
    root.insert("scene".into(), json!(0));
    root.insert("scenes".into(), json!([if roots.is_empty() { json!({}) } else { json!({"nodes": roots}) }]));
    if !lights.is_empty() {
        writer.extensions.push("KHR_lights_punctual");
        root.insert("extensions".into(), json!({"KHR_lights_punctual": {"lights": lights}}));
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

fn numbers(values: &[f32]) -> Value {
    values.iter().copied().map(number).collect()
}

/// An object of what differs from its default.
#[derive(Default)]
struct Object(Map<String, Value>);

impl Object {
    fn named(name: &str) -> Self {
        let mut object = Self::default();
        object.set_if(!name.is_empty(), "name", || name.into());
        object
    }

    fn set(&mut self, key: &str, value: impl Into<Value>) {
        self.0.insert(key.into(), value.into());
    }

    fn set_if(&mut self, is_needed: bool, key: &str, value: impl FnOnce() -> Value) {
        if is_needed {
            self.set(key, value());
        }
    }

    fn set_some(&mut self, key: &str, value: Option<Value>) {
        if let Some(value) = value {
            self.set(key, value);
        }
    }

    fn finish(self) -> Value {
        Value::Object(self.0)
    }
}

#[derive(Default)]
struct Writer {
    data: Data,
    samplers: Vec<Sampler>,
    extensions: Vec<&'static str>,
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
        attributes.set_if(!primitive.normals.is_empty(), "NORMAL", || data.vec3(Kind::Vec3, &primitive.normals).into());
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
        object.finish()
    }

    fn skin(&mut self, skin: &crate::Skin) -> Value {
        let mut object = Object::named(&skin.name);
        object.set("joints", skin.joints.iter().map(|j| j.0).collect::<Vec<_>>());
        object.set("inverseBindMatrices", self.data.matrices(&skin.joint_from_mesh));
        object.finish()
    }

    /// `None` for one that moves nothing: glTF wants at least one channel.
    fn animation(&mut self, animation: &Animation) -> Option<Value> {
        if animation.channels.is_empty() {
            return None;
        }
        let (mut channels, mut samplers) = (Vec::new(), Vec::new());
        for channel in &animation.channels {
            let input = self.data.scalars(&channel.times_secs, true);
            let (path, output) = match &channel.values {
                Keys::Translation(values) => ("translation", self.data.vec3(Kind::Keys3, values)),
                Keys::Scale(values) => ("scale", self.data.vec3(Kind::Keys3, values)),
                Keys::Rotation(values) => {
                    let values: Vec<_> = values.iter().map(|q| glam::Vec4::from(*q)).collect();
                    ("rotation", self.data.vec4(Kind::Keys4, &values))
                }
                Keys::MorphWeights(values) => ("weights", self.data.scalars(values, false)),
            };
            let mut sampler = Object::default();
            sampler.set("input", input);
            sampler.set("output", output);
            match channel.interpolation {
                Interpolation::Linear => {}
                Interpolation::Step => sampler.set("interpolation", "STEP"),
                Interpolation::CubicSpline => sampler.set("interpolation", "CUBICSPLINE"),
            }
            channels.push(json!({"sampler": samplers.len(), "target": {"node": channel.node.0, "path": path}}));
            samplers.push(sampler.finish());
        }
        let mut object = Object::named(&animation.name);
        object.set("channels", channels);
        object.set("samplers", samplers);
        Some(object.finish())
    }

    /// The view is still counted from the first image view; [`with_view`] puts it right.
    fn image(&mut self, image: &Image) -> Value {
        let mut object = Object::named(&image.name);
        match &image.source {
            ImageSource::Bytes(type_, bytes) => {
                object.set("mimeType", type_.mime());
                object.set("bufferView", self.data.image(bytes));
            }
            ImageSource::File(file) => object.set("uri", percent_encode(file)),
            // glTF wants an image to have something; this one leads nowhere, which is what it means.
            ImageSource::Missing => object.set("uri", "missing"),
        }
        object.finish()
    }

    fn texture(&mut self, texture: &crate::Texture, images: &[Image]) -> Value {
        let at = self.samplers.iter().position(|s| *s == texture.sampler).unwrap_or_else(|| {
            self.samplers.push(texture.sampler);
            self.samplers.len() - 1
        });
        let source = texture.image.0;
        let is_webp = matches!(images[texture.image.index()].source, ImageSource::Bytes(crate::ImageType::WebP, _));
        if is_webp {
            self.extensions.push("EXT_texture_webp");
            return json!({"sampler": at, "extensions": {"EXT_texture_webp": {"source": source}}});
        }
        json!({"sampler": at, "source": source})
    }

    fn texture_ref(&mut self, texture: Option<TextureRef>) -> Option<Value> {
        let texture = texture?;
        let mut object = Object::default();
        object.set("index", texture.texture.0);
        object.set_if(texture.uv_set != 0, "texCoord", || texture.uv_set.into());
        let transform = texture.image_from_uv;
        if transform != glam::Affine2::IDENTITY {
            self.extensions.push("KHR_texture_transform");
            let (scale, angle, offset) = transform.to_scale_angle_translation();
            let mut extension = Object::default();
            extension.set("offset", numbers(&offset.to_array()));
            extension.set("rotation", number(-angle));
            extension.set("scale", numbers(&scale.to_array()));
            object.set("extensions", json!({"KHR_texture_transform": extension.finish()}));
        }
        Some(object.finish())
    }

    fn material(&mut self, material: &Material) -> Value {
        let mut metallic_roughness = Object::default();
        metallic_roughness.set_if(material.base_color != glam::Vec4::ONE, "baseColorFactor", || {
            numbers(&material.base_color.to_array())
        });
        metallic_roughness.set_if(material.metallic != 1.0, "metallicFactor", || number(material.metallic));
        metallic_roughness.set_if(material.roughness != 1.0, "roughnessFactor", || number(material.roughness));
        metallic_roughness.set_some("baseColorTexture", self.texture_ref(material.base_color_texture));
        metallic_roughness.set_some("metallicRoughnessTexture", self.texture_ref(material.metallic_roughness_texture));
        let mut object = Object::named(&material.name);
        object.set_if(!metallic_roughness.0.is_empty(), "pbrMetallicRoughness", || metallic_roughness.finish());
        if let Some(mut normal) = self.texture_ref(material.normal_texture) {
            normal["scale"] = number(material.normal_scale);
            object.set("normalTexture", normal);
        }
        if let Some(mut occlusion) = self.texture_ref(material.occlusion_texture) {
            occlusion["strength"] = number(material.occlusion_strength);
            object.set("occlusionTexture", occlusion);
        }
        object.set_some("emissiveTexture", self.texture_ref(material.emissive_texture));
        match material.alpha_mode {
            AlphaMode::Opaque => {}
            AlphaMode::Mask { cutoff } => {
                object.set("alphaMode", "MASK");
                object.set("alphaCutoff", number(cutoff));
            }
            AlphaMode::Blend => object.set("alphaMode", "BLEND"),
        }
        object.set_if(material.double_sided, "doubleSided", || true.into());
        self.material_extensions(material, &mut object);
        object.finish()
    }

    fn material_extensions(&mut self, material: &Material, object: &mut Object) {
        let mut extensions = Object::default();
        let strength = material.emissive.max_element();
        let factor = if strength > 1.0 { material.emissive / strength } else { material.emissive };
        object.set_if(factor != glam::Vec3::ZERO, "emissiveFactor", || numbers(&factor.to_array()));
        if strength > 1.0 {
            extensions.set("KHR_materials_emissive_strength", json!({"emissiveStrength": number(strength)}));
        }
        if material.unlit {
            extensions.set("KHR_materials_unlit", json!({}));
        }
        if material.transmission > 0.0 || material.transmission_texture.is_some() {
            let mut transmission = Object::default();
            transmission.set("transmissionFactor", number(material.transmission));
            transmission.set_some("transmissionTexture", self.texture_ref(material.transmission_texture));
            extensions.set("KHR_materials_transmission", transmission.finish());
        }
        const NAMES: [&str; 3] =
            ["KHR_materials_emissive_strength", "KHR_materials_unlit", "KHR_materials_transmission"];
        self.extensions.extend(NAMES.into_iter().filter(|name| extensions.0.contains_key(*name)));
        object.set_if(!extensions.0.is_empty(), "extensions", || extensions.finish());
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
        object.set_some("extensions", node.light.map(|l| json!({"KHR_lights_punctual": {"light": l.0}})));
        object.finish()
    }
}

fn with_view(mut image: Value, first_image_view: usize) -> Value {
    if let Some(view) = image.get("bufferView").and_then(Value::as_u64) {
        image["bufferView"] = (view as usize + first_image_view).into();
    }
    image
}

/// What RFC 3986 allows in a path stays as it is.
fn percent_encode(path: &str) -> String {
    let mut encoded = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
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

fn light(light: &Light) -> Value {
    let mut object = Object::named(&light.name);
    object.set_if(light.color != glam::Vec3::ONE, "color", || numbers(&light.color.to_array()));
    object.set("intensity", number(light.intensity));
    match light.kind {
        LightKind::Directional => object.set("type", "directional"),
        LightKind::Point { range } => {
            object.set("type", "point");
            object.set_some("range", range.map(number));
        }
        LightKind::Spot { range, inner_angle, outer_angle } => {
            object.set("type", "spot");
            object.set_some("range", range.map(number));
            let (inner, outer) = (number(inner_angle), number(outer_angle));
            object.set("spot", json!({"innerConeAngle": inner, "outerConeAngle": outer}));
        }
    }
    object.finish()
}

fn sampler(sampler: &Sampler) -> Value {
    let min = match (sampler.min_linear, sampler.mip) {
        (false, None) => 9728,
        (true, None) => 9729,
        (false, Some(MipFilter::Nearest)) => 9984,
        (true, Some(MipFilter::Nearest)) => 9985,
        (false, Some(MipFilter::Linear)) => 9986,
        (true, Some(MipFilter::Linear)) => 9987,
    };
    let wrap = |wrap| match wrap {
        Wrap::Repeat => 10497,
        Wrap::Mirror => 33648,
        Wrap::Clamp => 33071,
    };
    let mag = if sampler.mag_linear { 9729 } else { 9728 };
    json!({"magFilter": mag, "minFilter": min, "wrapS": wrap(sampler.wrap_u), "wrapT": wrap(sampler.wrap_v)})
}
