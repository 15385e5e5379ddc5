//! The scene graph: walked without recursion, each node once, parents before children.

use glam::{Mat3, Mat4, Quat, Vec3};

use super::error::ImportError;
use super::place::{Part, Place};
use super::source;
use super::warning::WarningKind;
use super::{Import, khr_node_visibility};
use crate::{CameraId, MeshId, Node, NodeId, Scene, SkinId, Trs};

/// Which things of the file are in the scene, under which number.
pub(super) struct Graph {
    /// For each node of the scene, which node of the file it is.
    pub sources: Vec<usize>,
    pub nodes: Vec<Option<NodeId>>,
    pub meshes: Vec<Option<MeshId>>,
    pub skins: Vec<Option<SkinId>>,
}

/// The nodes of the file as a forest.
struct Walk {
    /// In the order of the walk.
    order: Vec<usize>,
    is_reached: Vec<bool>,
    parent: Vec<Option<usize>>,
    /// Only there because a skin needs it.
    is_hidden: Vec<bool>,
}

impl Import<'_> {
    /// Fills the nodes of the scene, all but their morph weights.
    pub(super) fn graph(&mut self, scene: &mut Scene) -> Result<Graph, ImportError> {
        let elements = self.elements;
        let count = elements.nodes.len();
        let mut walk = Walk {
            order: Vec::new(),
            is_reached: vec![false; count],
            parent: vec![None; count],
            is_hidden: vec![false; count],
        };
        for root in self.roots()? {
            self.walk(root, false, &mut walk)?;
        }
        self.walk_joints(&mut walk)?;
        // A file whose parents already stand before their children keeps its order.
        if walk.order.iter().all(|n| walk.parent[*n].is_none_or(|parent| parent < *n)) {
            walk.order.sort_unstable();
        }
        let mut graph = Graph {
            sources: walk.order,
            nodes: vec![None; count],
            meshes: vec![None; elements.meshes.len()],
            skins: vec![None; elements.skins.len()],
        };
        self.number(&mut graph, &walk.is_hidden)?;
        for &index in &graph.sources {
            let parent = walk.parent[index].and_then(|parent| graph.nodes[parent]);
            let node = self.node(index, parent, walk.is_hidden[index], &graph)?;
            scene.nodes.push(node);
        }
        self.instances(&mut graph, scene)?;
        Ok(graph)
    }

    fn roots(&mut self) -> Result<Vec<usize>, ImportError> {
        let elements = self.elements;
        if elements.scenes.is_empty() && elements.scene.is_none() {
            self.warn(Place::FILE, WarningKind::NoScene);
            let mut is_child = vec![false; elements.nodes.len()];
            for node in elements.nodes.iter().filter_map(|n| n.get(Place::FILE).ok()) {
                for child in &node.children {
                    if let Some(flag) = is_child.get_mut(*child) {
                        *flag = true;
                    }
                }
            }
            return Ok((0..is_child.len()).filter(|i| !is_child[*i]).collect());
        }
        let index = elements.scene.unwrap_or(0);
        ImportError::ensure_exists(Place::FILE, Part::Scene, index, elements.scenes.len())?;
        let place = Place::of(Part::Scene, index);
        let roots = elements.scenes[index].get(place)?.nodes.clone();
        for &root in &roots {
            ImportError::ensure_exists(place, Part::Node, root, elements.nodes.len())?;
        }
        Ok(roots)
    }

    /// Walks down from `root`, each node once.
    fn walk(&mut self, root: usize, is_hidden: bool, walk: &mut Walk) -> Result<(), ImportError> {
        let elements = self.elements;
        let mut stack = vec![(root, None, 1)];
        while let Some((index, parent, depth)) = stack.pop() {
            let place = Place::of(Part::Node, index);
            if std::mem::replace(&mut walk.is_reached[index], true) {
                self.warn(place, WarningKind::NodeShared);
                continue;
            }
            ImportError::ensure_at_most(place, "nodes deep", depth, self.limits.node_depth)?;
            walk.order.push(index);
            walk.parent[index] = parent.or(walk.parent[index]);
            walk.is_hidden[index] = is_hidden;
            for child in elements.nodes[index].get(place)?.children.iter().rev() {
                ImportError::ensure_exists(place, Part::Node, *child, elements.nodes.len())?;
                stack.push((*child, Some(index), depth + 1));
            }
        }
        Ok(())
    }

    /// Takes in joints that are not part of the scene, with whatever they hang on.
    fn walk_joints(&mut self, walk: &mut Walk) -> Result<(), ImportError> {
        let elements = self.elements;
        let mut is_wanted = vec![false; elements.skins.len()];
        for &index in &walk.order {
            let node = elements.nodes[index].get(Place::of(Part::Node, index))?;
            if let Some(flag) = node.skin.and_then(|skin| is_wanted.get_mut(skin)) {
                *flag = true;
            }
        }
        let wanted = (0..is_wanted.len()).filter(|i| is_wanted[*i]);
        let joints = wanted.filter_map(|i| elements.skins[i].get(Place::FILE).ok()).flat_map(|skin| &skin.joints);
        let missing: Vec<usize> = joints.copied().filter(|j| walk.is_reached.get(*j) == Some(&false)).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let mut parent = vec![None; elements.nodes.len()];
        for (index, node) in elements.nodes.iter().enumerate() {
            for child in node.get(Place::FILE).iter().flat_map(|n| &n.children) {
                if let Some(slot @ None) = parent.get_mut(*child) {
                    *slot = Some(index);
                }
            }
        }
        for joint in missing.into_iter() {
            if walk.is_reached[joint] {
                continue;
            }
            self.warn(Place::of(Part::Node, joint), WarningKind::JointOutsideScene);
            let mut top = joint;
            // A cycle ends after as many steps as the tree may be deep.
            for _ in 0..self.limits.node_depth {
                match parent[top].filter(|up| !walk.is_reached[*up]) {
                    Some(up) => top = up,
                    None => break,
                }
            }
            walk.parent[top] = parent[top].filter(|up| walk.is_reached[*up]);
            self.walk(top, true, walk)?;
        }
        Ok(())
    }

    /// Numbers the nodes, meshes and skins that are used, in the order of the file.
    fn number(&mut self, graph: &mut Graph, is_hidden: &[bool]) -> Result<(), ImportError> {
        let elements = self.elements;
        for (number, &index) in graph.sources.iter().enumerate() {
            graph.nodes[index] = Some(NodeId(number as u32));
            let place = Place::of(Part::Node, index);
            let node = elements.nodes[index].get(place)?;
            let Some(mesh) = node.mesh.filter(|_| !is_hidden[index]) else { continue };
            ImportError::ensure_exists(place, Part::Mesh, mesh, elements.meshes.len())?;
            graph.meshes[mesh] = Some(MeshId(0));
            if let Some(skin) = node.skin {
                ImportError::ensure_exists(place, Part::Skin, skin, elements.skins.len())?;
                graph.skins[skin] = Some(SkinId(0));
            }
        }
        graph.meshes.iter_mut().flatten().enumerate().for_each(|(i, mesh)| *mesh = MeshId(i as u32));
        graph.skins.iter_mut().flatten().enumerate().for_each(|(i, skin)| *skin = SkinId(i as u32));
        Ok(())
    }

    fn node(
        &mut self,
        index: usize,
        parent: Option<NodeId>,
        is_hidden: bool,
        graph: &Graph,
    ) -> Result<Node, ImportError> {
        let element = &self.elements.nodes[index];
        let place = Place::of(Part::Node, index);
        let source = element.get(place)?;
        let mut node = Node {
            name: self.name(source.name.as_ref(), place),
            parent,
            parent_from_node: self.transform(source, place)?,
            visible: khr_node_visibility::is_visible(element),
            ..Node::default()
        };
        if is_hidden {
            return Ok(node);
        }
        node.mesh = source.mesh.and_then(|mesh| graph.meshes[mesh]);
        node.skin = source.skin.filter(|_| node.mesh.is_some()).and_then(|skin| graph.skins[skin]);
        node.light = self.light_of(element, place);
        if let Some(camera) = source.camera {
            if camera < self.elements.cameras.len() {
                node.camera = Some(CameraId(camera as u32));
            } else {
                self.warn(place, WarningKind::Dangling { to: Part::Camera, index: camera as u64 });
            }
        }
        Ok(node)
    }

    fn transform(&mut self, source: &source::Node, place: Place) -> Result<Trs, ImportError> {
        let trs = match &source.matrix {
            Some(matrix) => {
                let (trs, is_exact) = decompose(Mat4::from_cols_array(matrix));
                if !is_exact {
                    self.warn(place, WarningKind::Matrix);
                }
                trs
            }
            None => {
                let rotation = Quat::from_array(source.rotation.unwrap_or([0.0, 0.0, 0.0, 1.0]));
                let length = rotation.length();
                if length.is_finite() && (length - 1.0).abs() > 0.01 {
                    self.warn(place, WarningKind::Rotation);
                }
                Trs {
                    translation: source.translation.map_or(Vec3::ZERO, Vec3::from),
                    rotation: if length > 1e-6 { rotation / length } else { Quat::IDENTITY },
                    scale: source.scale.map_or(Vec3::ONE, Vec3::from),
                }
            }
        };
        if trs.translation.is_finite() && trs.rotation.is_finite() && trs.scale.is_finite() {
            Ok(trs)
        } else {
            Err(ImportError::NotFinite { place })
        }
    }
}

/// The nearest translation, rotation and scale, and whether it says the same as the matrix.
fn decompose(matrix: Mat4) -> (Trs, bool) {
    let axes = Mat3::from_mat4(matrix);
    let mut scale = Vec3::new(axes.x_axis.length(), axes.y_axis.length(), axes.z_axis.length());
    if axes.determinant() < 0.0 {
        scale.x = -scale.x;
    }
    // An orthonormal frame (Gram-Schmidt), even when an axis has no length.
    let x = (axes.x_axis * scale.x.signum()).normalize_or(Vec3::X);
    let y = axes.y_axis.reject_from_normalized(x).normalize_or(x.any_orthonormal_vector());
    let frame = Mat3::from_cols(x, y, x.cross(y));
    let trs = Trs { translation: matrix.w_axis.truncate(), rotation: Quat::from_mat3(&frame).normalize(), scale };
    let largest = scale.abs().max_element().max(1e-6);
    let is_same = Mat3::from_mat4(Mat4::from(trs.affine())).abs_diff_eq(axes, largest * 1e-3);
    let last_row = matrix.row(3);
    let is_affine = last_row.abs_diff_eq(glam::Vec4::W, 1e-3);
    (trs, is_same && is_affine && axes.determinant() != 0.0)
}
