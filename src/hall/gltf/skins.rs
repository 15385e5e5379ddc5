//! Skins that are in the scene.

use glam::Mat4;

use super::Import;
use super::accessors::{Rows, Type};
use super::error::ImportError;
use super::nodes::Graph;
use super::place::{Part, Place};
use super::warning::WarningKind;
use crate::{NodeId, Scene, Skin};

impl Import<'_> {
    pub(super) fn skins(&mut self, graph: &Graph, scene: &mut Scene) -> Result<(), ImportError> {
        let elements = self.elements;
        for (i, _) in graph.skins.iter().enumerate().filter(|(_, id)| id.is_some()) {
            let place = Place::of(Part::Skin, i);
            let source = elements.skins[i].get(place)?;
            ImportError::ensure_at_most(place, "joints", source.joints.len() as u64, u16::MAX.into())?;
            let joints = source.joints.iter().copied();
            let joints: Result<Vec<NodeId>, _> = joints.map(|joint| self.joint(joint, graph, place)).collect();
            let joints = joints?;
            let joint_from_mesh = match source.inverse_bind_matrices {
                None => vec![Mat4::IDENTITY; joints.len()],
                Some(accessor) => self.bind_matrices(accessor, joints.len(), place)?,
            };
            scene.skins.push(Skin { name: self.name(source.name.as_ref(), place), joints, joint_from_mesh });
        }
        check_joints(graph, scene)
    }

    fn joint(&self, joint: usize, graph: &Graph, place: Place) -> Result<NodeId, ImportError> {
        let count = graph.nodes.len();
        graph.nodes.get(joint).copied().flatten().ok_or(ImportError::Dangling {
            place,
            to: Part::Node,
            index: joint as u64,
            count: count as u64,
        })
    }

    fn bind_matrices(&mut self, accessor: usize, joints: usize, place: Place) -> Result<Vec<Mat4>, ImportError> {
        let accessor = self.accessor(accessor, place)?;
        let rows = if accessor.type_ == Type::Mat4 && accessor.is_float() { accessor.count.min(joints) } else { 0 };
        if rows < joints {
            self.warn(accessor.place, WarningKind::BindMatrices);
        }
        let numbers = self.finite(&accessor, 16, Rows::First(rows))?;
        let mut matrices: Vec<Mat4> = numbers.chunks_exact(16).map(Mat4::from_cols_slice).collect();
        matrices.resize(joints, Mat4::IDENTITY);
        Ok(matrices)
    }
}

/// Every joint that a mesh counts to must be in every skin that bends it.
fn check_joints(graph: &Graph, scene: &Scene) -> Result<(), ImportError> {
    let largest = |primitives: &[crate::Primitive]| primitives.iter().flat_map(|p| &p.joints).flatten().copied().max();
    let largest_joint: Vec<Option<u16>> = scene.meshes.iter().map(|m| largest(&m.primitives)).collect();
    for (node, source) in scene.nodes.iter().zip(&graph.sources) {
        if let (Some(mesh), Some(skin)) = (node.mesh, node.skin)
            && let Some(joint) = largest_joint[mesh.index()]
        {
            let count = scene.skins[skin.index()].joints.len();
            if usize::from(joint) >= count {
                let place = Place::of(Part::Node, *source);
                return Err(ImportError::IndexTooLarge { place, index: joint.into(), count: count as u64 });
            }
        }
    }
    Ok(())
}
