//! Which lamps are in the light maps: they must not shine a second time on what has one.
//!
//! The sun's direct light is not: shadow maps draw its edges sharper than texels could.

use std::collections::BTreeSet;

use hall::{LightKind, Pose, Scene, Target};
use serde_json::{Value, json};

use crate::document::{Document, extension};

pub const NAME: &str = "KHR_lights_punctual";

/// Numbers of lights whose direct light goes into the light maps: they stand still, are always on, and nobody calls them dynamic.
pub fn baked(document: &Document, scene: &Scene, pose: &Pose, numbers: &[usize]) -> BTreeSet<usize> {
    let is_moving = scene.moving_nodes();
    let mut lamps: BTreeSet<usize> = BTreeSet::new();
    let mut live: BTreeSet<usize> = BTreeSet::new();
    for pointer in scene.animations.iter().flat_map(|animation| &animation.pointers) {
        if let Target::Light(light, _) = pointer.target {
            live.insert(light.index());
        }
    }
    let lights = lights(document);
    for (at, node) in scene.nodes.iter().enumerate() {
        let Some(light) = node.light.map(hall::LightId::index) else { continue };
        let says = numbers.get(at).and_then(|number| document.array("nodes").get(*number));
        let is_live = is_moving[at] || !pose.is_shown[at] || is_dynamic(says) || is_dynamic(lights.get(light));
        let is_lamp = scene.lights[light].kind != LightKind::Directional;
        if is_live {
            live.insert(light)
        } else {
            is_lamp && lamps.insert(light)
        };
    }
    &lamps - &live
}

fn lights(document: &Document) -> &[Value] {
    let lights = extension(&document.root, NAME).and_then(|lights| lights.get("lights")?.as_array());
    lights.map_or(&[], Vec::as_slice)
}

fn is_dynamic(value: Option<&Value>) -> bool {
    value.and_then(|value| value.get("extras")?.get("dynamic")?.as_bool()).unwrap_or(false)
}

/// Leaves in a scene only the light that goes into light maps: those lamps, and the suns that always shine, of which it is what bounces.
pub fn keep_only(scene: &mut Scene, document: &Document, lamps: &BTreeSet<usize>, numbers: &[usize]) {
    let is_moving = scene.moving_nodes();
    for (at, node) in scene.nodes.iter_mut().enumerate() {
        let Some(light) = node.light.map(hall::LightId::index) else { continue };
        let says = numbers.get(at).and_then(|number| document.array("nodes").get(*number));
        let is_live = is_moving[at] || is_dynamic(says) || is_dynamic(lights(document).get(light));
        let is_sun = scene.lights[light].kind == LightKind::Directional && !is_live;
        if !is_sun && !lamps.contains(&light) {
            node.light = None;
        }
    }
}

/// Says of lamps that they are in the light maps.
pub fn mark(document: &mut Document, lamps: &BTreeSet<usize>) {
    let lights = document.root.pointer_mut("/extensions/KHR_lights_punctual/lights").and_then(Value::as_array_mut);
    for (_, light) in lights.into_iter().flatten().enumerate().filter(|(at, _)| lamps.contains(at)) {
        let Value::Object(light) = light else { continue };
        let extras = light.entry("extras").or_insert_with(|| json!({}));
        if !extras.is_object() {
            *extras = json!({});
        }
        extras["baked"] = true.into();
    }
}
