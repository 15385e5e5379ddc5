//! What nothing refers to goes.

use serde_json::Value;

use super::Wishes;
use super::dedupe::keep;
use crate::document::{Document, Kind, is_understood, move_references, used};

/// Drops nodes that are in no scene, then what only they used: meshes, materials, textures, samplers, images, numbers.
///
/// Nodes that are wished for by name stay, and so does whatever a skin, an animation or an extension refers to.
/// In a document with references of an unknown kind only numbers go.
pub fn prune(document: &mut Document, wishes: &Wishes) {
    if is_understood(&document.root) {
        while drop_unused(document, Kind::Node, wishes) {}
        for kind in [Kind::Mesh, Kind::Material, Kind::Texture, Kind::Sampler, Kind::Image] {
            drop_unused(document, kind, wishes);
        }
    }
    let used = used(&mut document.root, Kind::Accessor, document.accessors.len());
    let (kept, moved) = numbered(&used);
    document.accessors = kept.iter().map(|i| document.accessors[*i].clone()).collect();
    move_references(&mut document.root, Kind::Accessor, &moved);
}

/// True if anything went.
fn drop_unused(document: &mut Document, kind: Kind, wishes: &Wishes) -> bool {
    let elements = document.array(kind.array());
    let is_wished = |element: &Value| {
        let name = element.get("name").and_then(Value::as_str);
        kind == Kind::Node && name.is_some_and(|name| wishes.kept_nodes.contains(name))
    };
    let wished: Vec<bool> = elements.iter().map(is_wished).collect();
    let used = used(&mut document.root, kind, wished.len());
    let stays: Vec<bool> = used.iter().zip(wished).map(|(used, wished)| *used || wished).collect();
    let (kept, moved) = numbered(&stays);
    if kind == Kind::Image {
        document.images = kept.iter().filter_map(|i| document.images.get(*i).cloned()).collect();
    }
    keep(document, kind, &kept, &moved);
    kept.len() < stays.len()
}

/// Who stays, and their new numbers.
fn numbered(stays: &[bool]) -> (Vec<usize>, Vec<Option<usize>>) {
    let (mut kept, mut moved) = (Vec::new(), Vec::new());
    for (i, stays) in stays.iter().enumerate() {
        moved.push(stays.then_some(kept.len()));
        if *stays {
            kept.push(i);
        }
    }
    (kept, moved)
}
