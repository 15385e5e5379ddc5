//! Skins: joints, and the matrices that bind a mesh to them (glTF 2.0 §3.7.3).

use std::collections::HashSet;

use super::Check;
use super::accessors::AccessorUse;
use super::code::Code;
use super::elements::Test;
use super::graph::Graph;
use super::links::Links;
use super::pointer::{Pointer, item};
use super::schema_core::FLOAT;
use super::value::Value;
use super::views::ViewUse;

impl Check<'_> {
    /// For each skin the nodes on which all its joints hang.
    pub(super) fn skins(&mut self, links: &mut Links, graph: &Graph) -> Vec<HashSet<usize>> {
        let skins = links.all("skins").iter().enumerate();
        skins.map(|(i, skin)| self.skin(links, graph, skin, &item("skins", i))).collect()
    }

    fn skin(&mut self, links: &mut Links, graph: &Graph, skin: &Value, at: &Pointer) -> HashSet<usize> {
        let mut common: Option<HashSet<usize>> = None;
        for (j, joint) in skin.list("joints").iter().enumerate() {
            let Some(joint) = joint.as_uint() else { continue };
            let joint = self.resolve_index(links, joint as usize, "nodes", &at.key("joints").index(j));
            let Some(line) = joint.map(|joint| graph.line(joint).into_iter().collect::<HashSet<_>>()) else { continue };
            match &mut common {
                None => common = Some(line),
                Some(common) => common.retain(|node| line.contains(node)),
            }
        }
        let common = common.unwrap_or_default();
        if common.is_empty() && skin.get("joints").is_some() {
            self.add(Code::SkinNoCommonRoot, &at.key("joints"), &[]);
        }
        self.bind_matrices(links, skin, at);
        let nodes = links.all("nodes");
        if let Some(skeleton) = skin.index("skeleton") {
            let at = at.key("skeleton");
            if nodes.get(skeleton).is_none_or(Value::is_null) {
                self.add(Code::UnresolvedReference, &at, &[&skeleton]);
            } else if !common.contains(&skeleton) {
                self.add(Code::SkinSkeletonInvalid, &at, &[]);
            }
        }
        common
    }

    fn bind_matrices(&mut self, links: &mut Links, skin: &Value, at: &Pointer) {
        let key = "inverseBindMatrices";
        let Some(index) = self.resolve(links, skin, key, "accessors", at) else { return };
        let at = at.key(key);
        self.use_accessor(links, index, (AccessorUse::InverseBindMatrices, ViewUse::InverseBindMatrices), &at);
        if links.view_of(index).is_some_and(|(_, view)| view.stride.is_some()) {
            self.add(Code::SkinIbmAccessorWithByteStride, &at, &[]);
        }
        let accessor = &links.accessors[index];
        if accessor.layout.is("MAT4", FLOAT, false) {
            links.tests.push((index, Test::InverseBindMatrices, at.clone()));
        } else {
            self.add(Code::SkinIbmInvalidFormat, &at, &[&accessor.layout]);
        }
        let (joints, count) = (skin.list("joints").len() as u64, links.accessors[index].count.unwrap_or(0));
        if count < joints {
            self.add(Code::InvalidIbmAccessorCount, &at, &[&count, &joints]);
        }
    }
}
