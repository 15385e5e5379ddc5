//! Numbers that can't be read, and that nobody sees: what refers to them is cut off, as every viewer passes it over.

use serde_json::{Map, Value};

use super::{index, take_extension};

const INSTANCES: &str = "EXT_mesh_gpu_instancing";

/// By mesh: whether a node in a scene shows it. Without scenes every node is in one.
pub(super) fn shown_meshes(root: &Value) -> Vec<bool> {
    let array = |name: &str| root.get(name).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let nodes = array("nodes");
    let listed = |of: &Value, name: &str| -> Vec<usize> {
        let numbers = of.get(name).and_then(Value::as_array).into_iter().flatten();
        numbers.filter_map(|number| usize::try_from(number.as_u64()?).ok()).collect()
    };
    let mut open: Vec<usize> = match array("scenes") {
        [] => (0..nodes.len()).collect(),
        scenes => scenes.iter().flat_map(|scene| listed(scene, "nodes")).collect(),
    };
    let (mut is_reached, mut is_shown) = (vec![false; nodes.len()], vec![false; array("meshes").len()]);
    while let Some(at) = open.pop() {
        let Some(node) = nodes.get(at).filter(|_| !std::mem::replace(&mut is_reached[at], true)) else { continue };
        if let Some(is_shown) = index(node, "mesh").and_then(|mesh| is_shown.get_mut(mesh)) {
            *is_shown = true;
        }
        open.extend(listed(node, "children"));
    }
    is_shown
}

/// Cuts off what refers to accessors that are lost. Positions and indices of what is shown are not cut off: without them it would not be what it was.
pub(super) fn cut(root: &mut Value, is_lost: &[bool]) {
    let is_shown = shown_meshes(root);
    let is_lost = |slot: &Value| slot.as_u64().is_some_and(|at| is_lost.get(at as usize) == Some(&true));
    for (at, mesh) in elements(root, "meshes").iter_mut().enumerate() {
        let Some(Value::Array(primitives)) = mesh.get_mut("primitives") else { continue };
        let is_needed = is_shown.get(at) == Some(&true);
        primitives.retain_mut(|primitive| is_needed || !draws(primitive, &is_lost));
        primitives.iter_mut().for_each(|primitive| cut_primitive(primitive, &is_lost, is_needed));
    }
    for skin in elements(root, "skins").iter_mut().filter_map(Value::as_object_mut) {
        skin.retain(|name, slot| name != "inverseBindMatrices" || !is_lost(slot));
    }
    for node in elements(root, "nodes") {
        let pointer = format!("/extensions/{INSTANCES}/attributes");
        let Some(Value::Object(attributes)) = node.pointer_mut(&pointer) else { continue };
        attributes.retain(|_, slot| !is_lost(slot));
        if attributes.is_empty() {
            take_extension(node, INSTANCES);
        }
    }
    elements(root, "animations").iter_mut().for_each(|animation| cut_animation(animation, &is_lost));
    cut_empty(root);
}

fn elements<'a>(root: &'a mut Value, name: &str) -> &'a mut [Value] {
    root.get_mut(name).and_then(Value::as_array_mut).map_or(&mut [], Vec::as_mut_slice)
}

/// Whether a primitive draws what is lost.
fn draws(primitive: &Value, is_lost: &dyn Fn(&Value) -> bool) -> bool {
    let drawn = [primitive.get("indices"), primitive.pointer("/attributes/POSITION")];
    drawn.into_iter().flatten().any(is_lost)
}

fn cut_primitive(primitive: &mut Value, is_lost: &dyn Fn(&Value) -> bool, is_needed: bool) {
    let keep = |name: &str, slot: &Value| !is_lost(slot) || is_needed && name == "POSITION";
    if let Some(Value::Object(attributes)) = primitive.get_mut("attributes") {
        attributes.retain(|name, slot| keep(name, slot));
    }
    let targets = primitive.get_mut("targets").and_then(Value::as_array_mut).into_iter().flatten();
    targets.filter_map(Value::as_object_mut).for_each(|target| target.retain(|_, slot| !is_lost(slot)));
}

/// Channels whose numbers are lost go, and samplers without a channel, as the others keep theirs by number.
fn cut_animation(animation: &mut Value, is_lost: &dyn Fn(&Value) -> bool) {
    let samplers = animation.get("samplers").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let is_whole = |sampler: &Value| !["input", "output"].into_iter().filter_map(|name| sampler.get(name)).any(is_lost);
    let mut count = 0;
    let mut number = |is_whole: bool| {
        count += usize::from(is_whole);
        is_whole.then(|| count - 1)
    };
    let moved: Vec<Option<usize>> = samplers.iter().map(|sampler| number(is_whole(sampler))).collect();
    if moved.iter().all(Option::is_some) {
        return;
    }
    if let Some(Value::Array(samplers)) = animation.get_mut("samplers") {
        let mut at = 0;
        samplers.retain(|_| {
            at += 1;
            moved[at - 1].is_some()
        });
    }
    if let Some(Value::Array(channels)) = animation.get_mut("channels") {
        channels.retain_mut(|channel| match index(channel, "sampler").and_then(|at| moved.get(at)) {
            Some(None) => false,
            Some(Some(to)) => {
                channel["sampler"] = Value::from(*to);
                true
            }
            None => true,
        });
    }
}

/// What has nothing left that it needs goes: animations without channels, and meshes without primitives from their nodes.
fn cut_empty(root: &mut Value) {
    let is_empty = |of: &Value, name: &str| of.get(name).and_then(Value::as_array).is_none_or(Vec::is_empty);
    let bare: Vec<bool> = elements(root, "meshes").iter().map(|mesh| is_empty(mesh, "primitives")).collect();
    for node in elements(root, "nodes").iter_mut().filter_map(Value::as_object_mut) {
        node.retain(|name, mesh| {
            name != "mesh" || mesh.as_u64().is_none_or(|mesh| bare.get(mesh as usize) != Some(&true))
        });
    }
    let Value::Object(root) = root else { return };
    retain(root, "animations", |animation| !is_empty(animation, "channels"));
}

fn retain(root: &mut Map<String, Value>, name: &str, stays: impl Fn(&Value) -> bool) {
    if let Some(Value::Array(elements)) = root.get_mut(name) {
        elements.retain(stays);
        if elements.is_empty() {
            root.remove(name);
        }
    }
}
