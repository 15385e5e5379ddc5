//! Places in a glTF file as paths of its JSON.

use crate::gltf::{Part, Place};

fn key(part: Part) -> &'static str {
    match part {
        Part::Scene => "scenes",
        Part::Node => "nodes",
        Part::Mesh => "meshes",
        Part::Primitive => "primitives",
        Part::MorphTarget => "targets",
        Part::Accessor => "accessors",
        Part::BufferView => "bufferViews",
        Part::Buffer => "buffers",
        Part::Material => "materials",
        Part::Texture => "textures",
        Part::Sampler | Part::AnimationSampler => "samplers",
        Part::Image => "images",
        Part::Skin => "skins",
        Part::Animation => "animations",
        Part::Channel => "channels",
        Part::Camera => "cameras",
        Part::Light => "lights",
    }
}

/// `meshes[3].primitives[1] → accessors[7]`: a point leads inside, an arrow to what is referred to.
pub(super) fn json_path(place: Place) -> String {
    let mut path = String::new();
    for (part, index) in place.parts() {
        let is_inside = matches!(part, Part::Primitive | Part::MorphTarget | Part::Channel | Part::AnimationSampler);
        if !path.is_empty() {
            path.push_str(if is_inside { "." } else { " → " });
        }
        path.push_str(&format!("{}[{index}]", key(part)));
    }
    path
}

/// What a person reads before the message: 「网格 3，图元 1：」.
pub(super) fn chinese_prefix(place: Place) -> String {
    if place.is_file() { String::new() } else { format!("{}：", place.chinese()) }
}
