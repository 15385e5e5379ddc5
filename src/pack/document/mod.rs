//! A glTF document that can be changed: its JSON, and the data that it refers to, taken out of their buffers.
//!
//! Names, extras and unknown extensions stay where they were; buffers and their views are made anew when the document is written.

mod accessor;
mod codec;
mod lost;
mod references;
mod source;
mod unpack;
mod write;

pub use accessor::{Accessor, Component, Filter, Shape};
pub use references::{Kind, has_extension, is_understood, move_references, pointed_at, used, visit};
pub use source::OpenError;
pub use write::{Address, float};

use bytes::Bytes;
use serde_json::{Map, Value};

/// A document that can be changed.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Everything but accessors, buffers and their views. An image here has neither address nor view.
    pub root: Value,
    /// In the order of their numbers.
    pub accessors: Vec<Accessor>,
    /// In the order of their numbers, encoded as they came; `None` for what is not there.
    pub images: Vec<Option<Bytes>>,
    /// What extensions keep in views. Their `bufferView` is a number of this list until the document is written.
    pub blobs: Vec<Bytes>,
}

impl Document {
    /// A top-level array; empty where there is none.
    pub fn array(&self, name: &str) -> &[Value] {
        self.root.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// A top-level array to be changed; empty where there is none.
    pub fn array_mut(&mut self, name: &str) -> &mut [Value] {
        self.root.get_mut(name).and_then(Value::as_array_mut).map_or(&mut [], Vec::as_mut_slice)
    }

    /// Adds to a top-level array; returns the number.
    pub fn push(&mut self, name: &str, value: Value) -> usize {
        let Value::Object(root) = &mut self.root else { return 0 };
        let array = root.entry(name).or_insert_with(|| Value::Array(Vec::new()));
        let Value::Array(array) = array else { return 0 };
        array.push(value);
        array.len() - 1
    }

    /// Adds an accessor; returns its number.
    pub fn add(&mut self, accessor: Accessor) -> usize {
        self.accessors.push(accessor);
        self.accessors.len() - 1
    }

    /// All primitives of all meshes.
    pub fn primitives(&self) -> impl Iterator<Item = &Value> {
        self.array("meshes").iter().filter_map(|mesh| mesh.get("primitives")?.as_array()).flatten()
    }

    /// All primitives of all meshes, to be changed.
    pub fn primitives_mut(&mut self) -> impl Iterator<Item = &mut Value> {
        let meshes = self.array_mut("meshes").iter_mut();
        meshes.filter_map(|mesh| mesh.get_mut("primitives")?.as_array_mut()).flatten()
    }

    /// Declares an extension, as required if a reader that lacks it could not show the document.
    pub fn declare(&mut self, name: &str, is_required: bool) {
        for list in ["extensionsUsed", "extensionsRequired"].into_iter().take(1 + usize::from(is_required)) {
            if !self.array(list).iter().any(|known| known == name) {
                self.push(list, name.into());
            }
        }
    }

    /// Takes an extension from the lists of those that are used.
    pub fn retract(&mut self, name: &str) {
        let Value::Object(root) = &mut self.root else { return };
        for list in ["extensionsUsed", "extensionsRequired"] {
            if let Some(Value::Array(names)) = root.get_mut(list) {
                names.retain(|known| known != name);
                if names.is_empty() {
                    root.remove(list);
                }
            }
        }
    }
}

/// A property that is an index.
pub fn index(value: &Value, key: &str) -> Option<usize> {
    value.get(key)?.as_u64().and_then(|index| usize::try_from(index).ok())
}

/// The extension `name` of an object.
pub fn extension<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    value.get("extensions")?.get(name)
}

/// Takes an extension out of an object, and the object of extensions with the last.
pub fn take_extension(value: &mut Value, name: &str) -> Option<Value> {
    let Value::Object(object) = value else { return None };
    let Some(Value::Object(extensions)) = object.get_mut("extensions") else { return None };
    let taken = extensions.remove(name);
    if extensions.is_empty() {
        object.remove("extensions");
    }
    taken
}

/// Puts an extension into an object.
pub fn put_extension(value: &mut Value, name: &str, extension: Value) {
    let Value::Object(object) = value else { return };
    let extensions = object.entry("extensions").or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(extensions) = extensions {
        extensions.insert(name.into(), extension);
    }
}
