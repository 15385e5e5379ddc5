//! What is there twice becomes one: numbers, pictures, samplers, textures, materials, meshes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use crate::document::{Accessor, Component, Document, Filter, Kind, Shape, is_understood, move_references, pointed_at};

/// Makes one of all that are equal, from what others are made of to what is made of others.
///
/// Materials and meshes must have the same name, too; those that an animation changes by pointer stay for themselves.
pub fn dedupe(document: &mut Document) {
    accessors(document);
    if !is_understood(&document.root) {
        return;
    }
    images(document);
    for (kind, named) in [(Kind::Sampler, false), (Kind::Texture, false), (Kind::Material, true), (Kind::Mesh, true)] {
        elements(document, kind, named);
    }
}

/// Everything that two accessors must have in common.
type Content<'a> = (Shape, Component, bool, usize, Filter, String, &'a [u8]);

fn accessors(document: &mut Document) {
    let content = |accessor: &Accessor| {
        let rest = Value::Object(accessor.rest.clone()).to_string();
        (accessor.shape, accessor.component, accessor.normalized, accessor.stride, accessor.filter, rest)
    };
    let mut known: HashMap<Content<'_>, usize> = HashMap::new();
    let mut moved = Vec::new();
    let mut kept = Vec::new();
    for (i, accessor) in document.accessors.iter().enumerate() {
        let (shape, component, normalized, stride, filter, rest) = content(accessor);
        let content = (shape, component, normalized, stride, filter, rest, &accessor.bytes[..]);
        let to = *known.entry(content).or_insert_with(|| {
            kept.push(i);
            kept.len() - 1
        });
        moved.push(Some(to));
    }
    document.accessors = kept.into_iter().map(|i| document.accessors[i].clone()).collect();
    move_references(&mut document.root, Kind::Accessor, &moved);
}

/// Pictures by what is in them; of several names the first stays.
fn images(document: &mut Document) {
    let without_name = |value: &Value| {
        let mut value = value.clone();
        value.as_object_mut().map(|object| object.remove("name"));
        value.to_string()
    };
    let bytes = &document.images;
    let key = |i: usize, value: &Value| {
        let bytes = bytes.get(i)?.as_ref()?;
        Some((without_name(value), bytes.clone()))
    };
    let keys: Vec<_> = document.array("images").iter().enumerate().map(|(i, value)| key(i, value)).collect();
    let (kept, moved) = firsts(&keys);
    document.images = kept.iter().map(|i| document.images[*i].clone()).collect();
    keep(document, Kind::Image, &kept, &moved);
}

fn elements(document: &mut Document, kind: Kind, named: bool) {
    let apart = pointed_at(&document.root, kind);
    let key = |(i, value): (usize, &Value)| {
        let mut value = value.clone();
        if !named {
            value.as_object_mut().map(|object| object.remove("name"));
        }
        (!apart.contains(&i)).then(|| value.to_string())
    };
    let keys: Vec<_> = document.array(kind.array()).iter().enumerate().map(key).collect();
    let (kept, moved) = firsts(&keys);
    keep(document, kind, &kept, &moved);
}

/// Of equal keys the first; what has none stays. Gives who stays, and where everyone is to be found then.
fn firsts<K: Ord + Clone>(keys: &[Option<K>]) -> (Vec<usize>, Vec<Option<usize>>) {
    let mut known: BTreeMap<K, usize> = BTreeMap::new();
    let (mut kept, mut moved) = (Vec::new(), Vec::new());
    for (i, key) in keys.iter().enumerate() {
        let to = key.as_ref().and_then(|key| known.get(key).copied());
        let to = to.unwrap_or_else(|| {
            kept.push(i);
            kept.len() - 1
        });
        if let Some(key) = key {
            known.entry(key.clone()).or_insert(to);
        }
        moved.push(Some(to));
    }
    (kept, moved)
}

/// Keeps some elements of a kind, and moves all references.
pub(super) fn keep(document: &mut Document, kind: Kind, kept: &[usize], moved: &[Option<usize>]) {
    if let Some(Value::Array(elements)) = document.root.get_mut(kind.array()) {
        let kept: BTreeSet<usize> = kept.iter().copied().collect();
        let mut at = 0;
        elements.retain(|_| {
            at += 1;
            kept.contains(&(at - 1))
        });
    }
    move_references(&mut document.root, kind, moved);
}
