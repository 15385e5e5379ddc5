//! Columns of numbers that no surface reads.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Wishes;
use crate::document::{Document, extension, index};

/// Drops texture coordinates above the highest set that a primitive's materials read, and tangents that no normal map asks for.
///
/// What is below nodes that are wished for keeps everything: a screen may come to hang there.
pub fn drop_unused(document: &mut Document, wishes: &Wishes) {
    let wished = meshes_below(document, wishes);
    let materials: Vec<Reads> = document.array("materials").iter().map(Reads::of).collect();
    for (mesh, value) in document.array_mut("meshes").iter_mut().enumerate() {
        let primitives = value.get_mut("primitives").and_then(Value::as_array_mut).into_iter().flatten();
        for primitive in primitives.filter(|_| !wished.contains(&mesh)) {
            let mut reads = Reads::default();
            worn(primitive).into_iter().filter_map(|at| materials.get(at)).for_each(|of| reads.join(of));
            let lists = ["attributes", "targets"];
            for list in lists {
                let holders = match primitive.get_mut(list) {
                    Some(Value::Array(targets)) => targets.iter_mut().collect(),
                    Some(attributes) => vec![attributes],
                    None => Vec::new(),
                };
                for holder in holders.into_iter().filter_map(Value::as_object_mut) {
                    holder.retain(|semantic, _| reads.wants(semantic));
                }
            }
        }
    }
}

/// Sets of texture coordinates that must not lose precision: those of light maps, whose texels are a wall apart.
pub fn exact_sets(document: &Document, primitive: &Value) -> BTreeSet<u64> {
    let light_map = |at: usize| extension(document.array("materials").get(at)?, "MOZ_lightmap");
    let set = |map: &Value| index(map, "texCoord").unwrap_or(0) as u64;
    worn(primitive).into_iter().filter_map(light_map).map(set).collect()
}

/// The materials that a primitive can wear.
pub fn worn(primitive: &Value) -> Vec<usize> {
    let mappings =
        extension(primitive, "KHR_materials_variants").and_then(|variants| variants.get("mappings")?.as_array());
    let of_variants = mappings.into_iter().flatten().filter_map(|mapping| index(mapping, "material"));
    index(primitive, "material").into_iter().chain(of_variants).collect()
}

/// What a material reads of a vertex.
#[derive(Default)]
struct Reads {
    /// One more than the highest set of texture coordinates.
    sets: u64,
    tangents: bool,
}

impl Reads {
    fn of(material: &Value) -> Self {
        let mut reads = Self::default();
        reads.look(material);
        reads.tangents |= extension(material, "KHR_materials_anisotropy").is_some();
        reads
    }

    fn look(&mut self, value: &Value) {
        let Value::Object(object) = value else { return };
        for (name, child) in object.iter().filter(|(name, _)| *name != "extras") {
            if child.get("index").is_some() {
                let moved =
                    extension(child, "KHR_texture_transform").and_then(|transform| index(transform, "texCoord"));
                let set = index(child, "texCoord").unwrap_or(0).max(moved.unwrap_or(0));
                self.sets = self.sets.max(set as u64 + 1);
                self.tangents |= name.to_lowercase().contains("normaltexture");
            }
            self.look(child);
        }
    }

    fn join(&mut self, other: &Self) {
        self.sets = self.sets.max(other.sets);
        self.tangents |= other.tangents;
    }

    fn wants(&self, semantic: &str) -> bool {
        match semantic.strip_prefix("TEXCOORD_").map(str::parse::<u64>) {
            Some(Ok(set)) => set < self.sets,
            _ => semantic != "TANGENT" || self.tangents,
        }
    }
}

/// Meshes of the nodes that are wished for, and of all that hang on them.
pub fn meshes_below(document: &Document, wishes: &Wishes) -> BTreeSet<usize> {
    let nodes = document.array("nodes");
    let is_wished =
        |node: &Value| node.get("name").and_then(Value::as_str).is_some_and(|name| wishes.kept_nodes.contains(name));
    let mut open: Vec<usize> = (0..nodes.len()).filter(|at| is_wished(&nodes[*at])).collect();
    let (mut seen, mut meshes) = (BTreeSet::new(), BTreeSet::new());
    while let Some(at) = open.pop() {
        let Some(node) = nodes.get(at).filter(|_| seen.insert(at)) else { continue };
        meshes.extend(index(node, "mesh"));
        let children = node.get("children").and_then(Value::as_array).into_iter().flatten();
        open.extend(children.filter_map(Value::as_u64).map(|child| child as usize));
    }
    meshes
}
