//! What refers to what: which elements are used, and what the views and accessors are used for.

use std::collections::HashMap;

use super::Check;
use super::accessors::Accessor;
use super::code::Code;
use super::elements::Test;
use super::meshes::is_skinned;
use super::pointer::Pointer;
use super::value::Value;
use super::views::View;

/// The top-level collections whose elements should be used by something.
const USABLE: [&str; 11] = [
    "accessors",
    "buffers",
    "bufferViews",
    "cameras",
    "images",
    "materials",
    "meshes",
    "nodes",
    "samplers",
    "skins",
    "textures",
];

/// Collections inside extensions, for which the same holds.
const USABLE_IN_EXTENSIONS: [(&str, &str); 2] =
    [("KHR_lights_punctual", "lights"), ("KHR_materials_variants", "variants")];

/// What has been found so far.
pub(super) struct Links<'r> {
    pub root: &'r Value,
    pub views: Vec<View>,
    pub accessors: Vec<Accessor<'r>>,
    /// What to look for in the data of accessors, and where to report it.
    pub tests: Vec<(usize, Test, Pointer)>,
    /// For each mesh, whether it has joints and weights.
    pub skinned: Vec<bool>,
    used: HashMap<&'static str, Vec<bool>>,
}

impl<'r> Links<'r> {
    pub fn new(root: &'r Value) -> Self {
        let views = root.list("bufferViews").iter().map(View::read).collect();
        let accessors = root.list("accessors").iter().map(Accessor::read).collect();
        let skinned = root.list("meshes").iter().map(is_skinned).collect();
        Self { root, views, accessors, tests: Vec::new(), skinned, used: HashMap::new() }
    }

    /// The elements of a top-level collection; what is broken is null.
    pub fn all(&self, collection: &str) -> &'r [Value] {
        self.root.list(collection)
    }

    /// The elements of a collection in an extension of the root.
    fn inside(&self, extension: &str, collection: &str) -> &'r [Value] {
        self.root.extension(extension).map_or(&[], |value| value.list(collection))
    }

    fn mark(&mut self, collection: &'static str, elements: &[Value], index: usize) -> bool {
        let is_there = elements.get(index).is_some_and(|element| !element.is_null());
        if is_there {
            let used = self.used.entry(collection).or_default();
            used.resize(elements.len(), false);
            used[index] = true;
        }
        is_there
    }

    fn is_used(&self, collection: &str, index: usize) -> bool {
        self.used.get(collection).is_some_and(|used| used[index])
    }
}

impl Check<'_> {
    /// The element of a collection that a property refers to, if there is one; it is used then.
    pub(super) fn resolve(
        &mut self,
        links: &mut Links,
        owner: &Value,
        key: &str,
        collection: &'static str,
        at: &Pointer,
    ) -> Option<usize> {
        let index = owner.index(key)?;
        self.resolve_index(links, index, collection, &at.key(key))
    }

    /// The same for an index that stands somewhere itself.
    pub(super) fn resolve_index(
        &mut self,
        links: &mut Links,
        index: usize,
        collection: &'static str,
        at: &Pointer,
    ) -> Option<usize> {
        let elements = links.all(collection);
        let is_there = links.mark(collection, elements, index);
        self.found(is_there, index, at)
    }

    /// The same for a collection in an extension of the root, which must be there.
    pub(super) fn resolve_inside(
        &mut self,
        links: &mut Links,
        index: usize,
        (extension, collection): (&str, &'static str),
        at: &Pointer,
    ) -> Option<usize> {
        let elements = links.inside(extension, collection);
        let is_there = links.mark(collection, elements, index);
        self.found(is_there, index, at)
    }

    fn found(&mut self, is_there: bool, index: usize, at: &Pointer) -> Option<usize> {
        if !is_there {
            self.add(Code::UnresolvedReference, at, &[&index]);
        }
        is_there.then_some(index)
    }

    /// What nothing refers to.
    pub(super) fn unused(&mut self, links: &Links) {
        let root = Pointer::default();
        for collection in USABLE {
            self.unused_of(links, collection, links.all(collection), &root.key(collection));
        }
        for (extension, collection) in USABLE_IN_EXTENSIONS {
            if !self.declares(extension) {
                continue;
            }
            let at = root.keys(&["extensions", extension, collection]);
            self.unused_of(links, collection, links.inside(extension, collection), &at);
        }
        for (i, mesh) in links.all("meshes").iter().enumerate() {
            let is_overridden = links.is_used("meshes", i) && !links.is_used("weights", i);
            if mesh.get("weights").is_some() && is_overridden {
                self.add(Code::UnusedMeshWeights, &root.key("meshes").index(i).key("weights"), &[]);
            }
        }
    }

    fn unused_of(&mut self, links: &Links, collection: &str, elements: &[Value], at: &Pointer) {
        for (i, element) in elements.iter().enumerate() {
            if !element.is_null() && !links.is_used(collection, i) {
                self.add(Code::UnusedObject, &at.index(i), &[]);
            }
        }
    }
}

impl Links<'_> {
    /// Some node takes the weights of this mesh as they are.
    pub fn use_weights(&mut self, mesh: usize) {
        let meshes = self.all("meshes");
        self.mark("weights", meshes, mesh);
    }
}
