//! Animations of a GLB under construction.

use serde_json::{Value, json};

use super::khr_animation_pointer::{self, CAMERA_FACTORS, LIGHT_FACTORS};
use super::layer::{CORE, LAYERS, Layer};
use super::write::{Object, Writer};
use super::write_data::Kind;
use super::{khr_lights_punctual, khr_node_visibility, khr_texture_transform};
use crate::{
    Animation, CameraFactor, Factor, Interpolation, Keys, Material, Pointer, Projection, Scene, Target, TransformPart,
};

impl Writer {
    /// `None` for one that moves nothing: glTF wants at least one channel.
    pub(super) fn animation(&mut self, animation: &Animation, scene: &Scene) -> Option<Value> {
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
            channels.push(json!({"sampler": samplers.len(), "target": {"node": channel.node.0, "path": path}}));
            samplers.push(sampler(input, channel.interpolation, output));
        }
        for pointer in &animation.pointers {
            let Some(path) = path(&pointer.target, scene) else { continue };
            self.extensions.push(khr_animation_pointer::NAME);
            let extension = json!({khr_animation_pointer::NAME: {"pointer": path}});
            let target = json!({"path": "pointer", "extensions": extension});
            channels.push(json!({"sampler": samplers.len(), "target": target}));
            let input = self.data.scalars(&pointer.times_secs, true);
            let output = self.output(pointer, &scene.materials);
            samplers.push(sampler(input, pointer.interpolation, output));
        }
        let mut object = Object::named(&animation.name);
        let is_moving = !channels.is_empty();
        object.set("channels", channels);
        object.set("samplers", samplers);
        is_moving.then(|| object.finish())
    }

    fn output(&mut self, pointer: &Pointer, materials: &[Material]) -> usize {
        match pointer.target {
            Target::Visible(_) => {
                let values: Vec<u8> = pointer.values.iter().map(|value| u8::from(*value > 0.0)).collect();
                self.data.flags(&values)
            }
            // The file's strength is multiplied in when it is read.
            Target::Factor(material, Factor::Emissive) => {
                let strength = materials[material.index()].emissive.max_element().max(1.0);
                let values: Vec<f32> = pointer.values.iter().map(|value| value / strength).collect();
                self.data.keys(3, &values)
            }
            target => self.data.keys(target.width(), &pointer.values),
        }
    }
}

fn sampler(input: usize, interpolation: Interpolation, output: usize) -> Value {
    let mut sampler = Object::default();
    sampler.set("input", input);
    sampler.set("output", output);
    match interpolation {
        Interpolation::Linear => {}
        Interpolation::Step => sampler.set("interpolation", "STEP"),
        Interpolation::CubicSpline => sampler.set("interpolation", "CUBICSPLINE"),
    }
    sampler.finish()
}

/// Where the file has what a pointer changes.
fn path(target: &Target, scene: &Scene) -> Option<String> {
    let name = |layer: &Layer| match layer.name {
        "" => String::new(),
        name => format!("extensions/{name}/"),
    };
    let all = || std::iter::once(&CORE).chain(LAYERS);
    Some(match target {
        Target::Visible(node) => format!("/nodes/{}/extensions/{}/visible", node.0, khr_node_visibility::NAME),
        Target::Factor(material, factor) => {
            let found = |layer: &'static Layer| Some((layer, layer.factors.iter().find(|(_, known)| known == factor)?));
            let (layer, (path, _)) = all().find_map(found)?;
            format!("/materials/{}/{}{path}", material.0, name(layer))
        }
        Target::Transform { material, map, part, .. } => {
            let found = |layer: &'static Layer| Some((layer, layer.maps.iter().find(|(_, known)| known == map)?));
            let (layer, (path, _)) = all().find_map(found)?;
            let slash = if path.is_empty() { "" } else { "/" };
            let part = match part {
                TransformPart::Offset => "offset",
                TransformPart::Rotation => "rotation",
                TransformPart::Scale => "scale",
            };
            let name = name(layer);
            let transform = khr_texture_transform::NAME;
            format!("/materials/{}/{name}{path}{slash}extensions/{transform}/{part}", material.0)
        }
        Target::Light(light, factor) => {
            let (path, _) = LIGHT_FACTORS.iter().find(|(_, known)| known == factor)?;
            format!("/extensions/{}/lights/{}/{path}", khr_lights_punctual::NAME, light.0)
        }
        Target::Camera(camera, factor) => {
            let lens = match scene.cameras[camera.index()].projection {
                Projection::Perspective { .. } => "perspective/",
                Projection::Orthographic { .. } => "orthographic/",
            };
            let is_it = |(path, known): &&(&str, CameraFactor)| known == factor && path.starts_with(lens);
            let (path, _) = CAMERA_FACTORS.iter().find(is_it)?;
            format!("/cameras/{}/{path}", camera.0)
        }
    })
}
