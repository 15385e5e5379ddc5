//! The scene graph (glTF 2.0 §3.5.2): a forest, or what was made of it. Nothing here recurses, and no walk is longer than the graph may be deep.

use std::collections::{HashMap, HashSet};

use super::Check;
use super::code::Code;
use super::links::Links;
use super::nodes::has_transform;
use super::pointer::{Pointer, item};

/// Scenes and nodes that are looked through for all skinned meshes together. More is no file that anybody made.
const STEPS_MAX: usize = 10_000_000;

/// Who is whose child.
pub(super) struct Graph {
    /// Of a node that has several parents, the last one.
    parents: Vec<Option<usize>>,
    depth_max: usize,
}

impl Graph {
    pub fn parent(&self, node: usize) -> Option<usize> {
        self.parents.get(node).copied().flatten()
    }

    /// A node and what it hangs on, from below, as far as the graph may be deep. A loop is walked along until then.
    pub fn line(&self, node: usize) -> Vec<usize> {
        std::iter::successors(Some(node), |at| self.parent(*at)).take(self.depth_max.saturating_add(1)).collect()
    }

    /// Nodes that are their own ancestors: what remains when those without children in a loop are taken away again and again.
    fn loops(&self) -> Vec<usize> {
        let mut children = vec![0_usize; self.parents.len()];
        for parent in self.parents.iter().flatten() {
            children[*parent] += 1;
        }
        let mut leaves: Vec<usize> = (0..children.len()).filter(|node| children[*node] == 0).collect();
        let mut is_gone = vec![false; children.len()];
        while let Some(leaf) = leaves.pop() {
            is_gone[leaf] = true;
            if let Some(parent) = self.parents[leaf] {
                children[parent] -= 1;
                if children[parent] == 0 {
                    leaves.push(parent);
                }
            }
        }
        // Each node has one parent, so what hangs on a loop without being part of it has gone.
        (0..is_gone.len()).filter(|node| !is_gone[*node]).collect()
    }

    /// How many nodes stand above each, itself included; loops, which have no top, are left out.
    fn depths(&self) -> Vec<usize> {
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); self.parents.len()];
        for (node, parent) in self.parents.iter().enumerate() {
            if let Some(parent) = parent {
                children[*parent].push(node);
            }
        }
        let mut depths = vec![0; self.parents.len()];
        let roots = (0..self.parents.len()).filter(|node| self.parents[*node].is_none());
        let mut open: Vec<(usize, usize)> = roots.map(|root| (root, 1)).collect();
        while let Some((node, depth)) = open.pop() {
            depths[node] = depth;
            open.extend(children[node].iter().map(|child| (*child, depth + 1)));
        }
        depths
    }
}

impl Check<'_> {
    /// Children of nodes and roots of scenes.
    pub(super) fn graph(&mut self, links: &mut Links) -> Graph {
        let nodes = links.all("nodes");
        let depth_max = usize::try_from(self.limits.node_depth).unwrap_or(usize::MAX);
        let mut graph = Graph { parents: vec![None; nodes.len()], depth_max };
        for (i, node) in nodes.iter().enumerate() {
            let at = item("nodes", i).key("children");
            for (c, child) in node.list("children").iter().enumerate() {
                let Some(child) = child.as_uint() else { continue };
                let at = at.index(c);
                let Some(child) = self.resolve_index(links, child as usize, "nodes", &at) else { continue };
                if graph.parents[child].replace(i).is_some() {
                    self.add(Code::NodeParentOverride, &at, &[&child]);
                }
            }
        }
        if graph.depths().iter().any(|depth| *depth > depth_max) {
            self.add(Code::YzNodeTooDeep, &Pointer::default().key("nodes"), &[&depth_max]);
        }
        graph
    }

    /// Scenes and the nodes in them; for each node the scenes that name it.
    pub(super) fn scenes(&mut self, links: &mut Links, graph: &Graph) -> HashMap<usize, Vec<usize>> {
        let mut scenes_of: HashMap<usize, Vec<usize>> = HashMap::new();
        for (s, scene) in links.all("scenes").iter().enumerate() {
            for (r, root) in scene.list("nodes").iter().enumerate() {
                let Some(root) = root.as_uint() else { continue };
                let at = item("scenes", s).key("nodes").index(r);
                let Some(root) = self.resolve_index(links, root as usize, "nodes", &at) else { continue };
                if graph.parent(root).is_some() {
                    self.add(Code::SceneNonRootNode, &at, &[&root]);
                }
                let scenes = scenes_of.entry(root).or_default();
                if scenes.last() != Some(&s) {
                    scenes.push(s);
                }
            }
        }
        let at = Pointer::default();
        if let Some(scene) = links.root.index("scene")
            && links.all("scenes").get(scene).is_none_or(|scene| scene.is_null())
        {
            self.add(Code::UnresolvedReference, &at.key("scene"), &[&scene]);
        }
        scenes_of
    }

    /// What can be said of nodes only when everything refers to everything: loops, empty nodes, skinned meshes out of place.
    pub(super) fn graph_as_a_whole(
        &mut self,
        links: &Links,
        graph: &Graph,
        skins: &[HashSet<usize>],
        scenes_of: &HashMap<usize, Vec<usize>>,
    ) {
        let mut steps = STEPS_MAX;
        for node in graph.loops() {
            self.add(Code::NodeLoop, &item("nodes", node), &[]);
        }
        let joints: HashSet<u64> = links
            .all("skins")
            .iter()
            .flat_map(|skin| skin.list("joints"))
            .filter_map(|joint| joint.as_uint())
            .collect();
        for (i, node) in links.all("nodes").iter().enumerate().filter(|(_, node)| !node.is_null()) {
            let is_there = |key, collection| {
                node.index(key).is_some_and(|index| links.all(collection).get(index).is_some_and(|v| !v.is_null()))
            };
            let is_bare = !is_there("mesh", "meshes")
                && !is_there("camera", "cameras")
                && node.list("children").is_empty()
                && node.get("extras").is_none()
                && !self.has_extensions(node);
            if is_bare && !joints.contains(&(i as u64)) {
                self.add(Code::NodeEmpty, &item("nodes", i), &[]);
            }
            if let Some(roots) = node.index("skin").and_then(|skin| skins.get(skin)) {
                self.skinned_node(links, graph, i);
                self.scenes_of_skin(graph, i, roots, scenes_of, &mut steps);
            }
        }
    }

    /// Extensions that mean something on a node; what stands in the wrong place means nothing.
    fn has_extensions(&self, node: &super::value::Value) -> bool {
        let extensions = node.get("extensions").map_or(&[][..], super::value::Value::entries);
        extensions.iter().any(|(name, _)| {
            let known = super::schema_extensions::known(name).filter(|_| self.declares(name));
            known.is_none_or(|extension| extension.shape_on(super::schema::Host::Node).is_some())
        })
    }

    fn skinned_node(&mut self, links: &Links, graph: &Graph, node: usize) {
        let at = item("nodes", node);
        let nodes = links.all("nodes");
        if has_transform(&nodes[node]) {
            self.add(Code::NodeSkinnedMeshLocalTransforms, &at, &[]);
        }
        let line = graph.line(node);
        if line.len() > 1 {
            if line[1..].iter().any(|above| has_transform(&nodes[*above])) {
                self.add(Code::NodeSkinnedMeshParentTransforms, &at, &[]);
            }
            self.add(Code::NodeSkinnedMeshNonRoot, &at, &[]);
        }
    }

    /// A skinned mesh is in no scene without its joints.
    fn scenes_of_skin(
        &mut self,
        graph: &Graph,
        node: usize,
        roots: &HashSet<usize>,
        scenes_of: &HashMap<usize, Vec<usize>>,
        steps: &mut usize,
    ) {
        let Some(top) = roots.iter().find(|root| graph.parent(**root).is_none()) else { return };
        let mut scenes = |node: usize| -> HashSet<usize> {
            let line = graph.line(node);
            let lists = line.iter().filter_map(|node| scenes_of.get(node));
            let looked_through = line.len() + lists.clone().map(Vec::len).sum::<usize>();
            *steps = steps.saturating_sub(looked_through);
            if *steps == 0 { HashSet::new() } else { lists.flatten().copied().collect() }
        };
        if !scenes(node).is_subset(&scenes(*top)) && *steps > 0 {
            self.add(Code::NodeSkinNoScene, &item("nodes", node), &[]);
        }
    }
}
