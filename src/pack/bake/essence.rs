//! What of a document light depends on: by this, and nothing else, the cache knows it again.

use ::bake::atlas::Patch;
use serde_json::Value;

use crate::document::{Document, take_extension};
use crate::optimise::{Wishes, drop_unused, prune};
use crate::store::key;

/// Layers of a surface that the path tracer leaves out.
const UNSEEN: [&str; 4] =
    ["KHR_materials_clearcoat", "KHR_materials_sheen", "KHR_materials_iridescence", "KHR_materials_anisotropy"];
/// Arrays whose elements are known by their numbers alone.
const NAMED: [&str; 11] = [
    "nodes",
    "meshes",
    "materials",
    "textures",
    "images",
    "samplers",
    "cameras",
    "skins",
    "animations",
    "scenes",
    "accessors",
];

/// The document without names, bumps, crevices, varnish, and whatever only these needed, as GLB; and which of its nodes
/// have lights that are baked.
///
/// Extras go, too: what they say of light (`dynamic`, `light_in_colors`) has been heeded by then.
pub fn essence(mut document: Document, lights: &[(usize, usize)]) -> Vec<u8> {
    for array in NAMED {
        document.array_mut(array).iter_mut().for_each(|element| forget(element, &["name", "extras"]));
    }
    forget(&mut document.root, &["extras", "asset"]);
    for material in document.array_mut("materials") {
        forget(material, &["normalTexture", "occlusionTexture"]);
        for layer in UNSEEN {
            let _ = take_extension(material, layer);
        }
    }
    // What is used may be found by its name only in documents that are shown.
    let wishes = Wishes::default();
    drop_unused(&mut document, &wishes);
    prune(&mut document, &wishes);
    forget(&mut document.root, &["extensionsUsed", "extensionsRequired"]);
    let mut essence = format!("{lights:?}").into_bytes();
    essence.append(&mut document.write(&[]));
    essence
}

fn forget(value: &mut Value, keys: &[&str]) {
    if let Value::Object(object) = value {
        keys.iter().for_each(|key| drop(object.remove(*key)));
    }
}

/// A number for how surfaces are to be laid out.
pub fn layout(patches: &[Patch]) -> String {
    let floats = |patch: &Patch| {
        let corners = patch.positions.iter().chain(&patch.normals).flat_map(|corner| corner.to_array());
        corners.chain([patch.texels_per_metre]).flat_map(f32::to_le_bytes).collect::<Vec<u8>>()
    };
    let numbers = |patch: &Patch| patch.triangles.iter().flatten().flat_map(|at| at.to_le_bytes()).collect::<Vec<u8>>();
    let parts: Vec<Vec<u8>> = patches.iter().flat_map(|patch| [floats(patch), numbers(patch)]).collect();
    key(parts.iter().map(Vec::as_slice))
}
