//! Nodes: their transforms, and what hangs on them (glTF 2.0 §3.5).

use glam::{DMat4, DQuat, DVec3};

use super::Check;
use super::code::Code;
use super::links::Links;
use super::pointer::{Pointer, item};
use super::probes::VECTOR4_TOLERANCE;
use super::value::Value;

/// A matrix made of translation, rotation and scale comes back from them with at most this error.
const MATRIX_TOLERANCE: f64 = 5e-5;

impl Check<'_> {
    /// What nodes say and refer to, besides each other.
    pub(super) fn nodes(&mut self, links: &mut Links) {
        for (i, node) in links.all("nodes").iter().enumerate().filter(|(_, node)| !node.is_null()) {
            let at = item("nodes", i);
            self.transform(node, &at);
            for key in ["skin", "weights"] {
                if node.get("mesh").is_none() && node.get(key).is_some() {
                    self.add(Code::UnsatisfiedDependency, &at.key(key), &[&"mesh"]);
                }
            }
            self.resolve(links, node, "camera", "cameras", &at);
            let skin = self.resolve(links, node, "skin", "skins", &at);
            if let Some(mesh) = self.resolve(links, node, "mesh", "meshes", &at) {
                self.mesh_of(links, node, mesh, skin.is_some(), &at);
            }
            self.light_of(links, node, &at);
            self.instances_of(links, node, &at);
        }
    }

    fn transform(&mut self, node: &Value, at: &Pointer) {
        let rotation = node.numbers("rotation");
        let length = rotation.map(|rotation| rotation.iter().map(|part| part * part).sum::<f64>().sqrt());
        if length.is_some_and(|length| (length - 1.0).abs() > VECTOR4_TOLERANCE) {
            self.add(Code::RotationNonUnit, &at.key("rotation"), &[]);
        }
        let Some(matrix) = matrix(node) else { return };
        let at = at.key("matrix");
        if ["translation", "rotation", "scale"].iter().any(|key| node.get(key).is_some()) {
            self.add(Code::NodeMatrixTrs, &at, &[]);
        }
        if matrix == DMat4::IDENTITY {
            self.add(Code::NodeMatrixDefault, &at, &[]);
        } else if !is_decomposable(matrix) {
            self.add(Code::NodeMatrixNonTrs, &at, &[]);
        }
    }

    fn mesh_of(&mut self, links: &mut Links, node: &Value, mesh: usize, has_skin: bool, at: &Pointer) {
        let primitives = links.all("meshes")[mesh].list("primitives");
        let Some(first) = primitives.first() else { return };
        let targets = first.list("targets").len();
        match node.get("weights").map(|weights| weights.items().len()) {
            Some(weights) if weights != targets => {
                self.add(Code::NodeWeightsInvalid, &at.key("weights"), &[&weights, &targets]);
            }
            Some(_) => {}
            None => links.use_weights(mesh),
        }
        match (has_skin, links.skinned[mesh]) {
            (true, false) => self.add(Code::NodeSkinWithNonSkinnedMesh, at, &[]),
            (false, true) => self.add(Code::NodeSkinnedMeshWithoutSkin, at, &[]),
            _ => {}
        }
    }

    /// `EXT_mesh_gpu_instancing`: accessors that are no vertices of a mesh.
    fn instances_of(&mut self, links: &mut Links, node: &Value, at: &Pointer) {
        const NAME: &str = "EXT_mesh_gpu_instancing";
        let attributes = node.extension(NAME).filter(|_| self.declares(NAME)).and_then(|e| e.get("attributes"));
        let at = at.keys(&["extensions", NAME, "attributes"]);
        for (name, value) in attributes.map_or(&[][..], Value::entries) {
            if let Some(index) = value.as_uint() {
                self.resolve_index(links, index as usize, "accessors", &at.key(name));
            }
        }
    }
}

fn matrix(node: &Value) -> Option<DMat4> {
    let numbers: [f64; 16] = node.numbers("matrix")?.try_into().ok()?;
    Some(DMat4::from_cols_array(&numbers))
}

/// Whether a node moves what hangs on it.
pub(super) fn has_transform(node: &Value) -> bool {
    let is_other = |key, rest: &[f64]| node.numbers(key).is_some_and(|numbers| numbers != rest);
    matrix(node).is_some_and(|matrix| matrix != DMat4::IDENTITY)
        || is_other("translation", &[0.0; 3])
        || is_other("rotation", &[0.0, 0.0, 0.0, 1.0])
        || is_other("scale", &[1.0; 3])
}

/// Whether a matrix is made of translation, rotation and scale.
fn is_decomposable(matrix: DMat4) -> bool {
    let last_row = matrix.row(3).to_array();
    if last_row != [0.0, 0.0, 0.0, 1.0] || matrix.determinant() == 0.0 {
        return false;
    }
    let axes = [matrix.x_axis, matrix.y_axis, matrix.z_axis].map(|axis| axis.truncate());
    let mut scale = DVec3::from_array(axes.map(DVec3::length));
    if matrix.determinant() < 0.0 {
        scale.x = -scale.x;
    }
    let frame = glam::DMat3::from_cols(axes[0] / scale.x, axes[1] / scale.y, axes[2] / scale.z);
    let rotation = DQuat::from_mat3(&frame).normalize();
    let again = DMat4::from_scale_rotation_translation(scale, rotation, matrix.w_axis.truncate());
    again.abs_diff_eq(matrix, MATRIX_TOLERANCE)
}
