//! What moves: skeletons, and node properties over time.

use glam::{Mat4, Quat, Vec3};

use crate::{NodeId, Pointer};

/// A skeleton.
#[derive(Clone, Debug, Default)]
pub struct Skin {
    /// As the author named it.
    pub name: String,
    /// Nodes that [`Primitive::joints`] count through.
    pub joints: Vec<NodeId>,
    /// Joint space from mesh space at rest; as many as `joints`.
    pub joint_from_mesh: Vec<Mat4>,
}

/// Node properties over time.
#[derive(Clone, Debug, Default)]
pub struct Animation {
    /// As the author named it.
    pub name: String,
    /// The last key of any channel.
    pub duration_secs: f32,
    /// Nodes that move.
    pub channels: Vec<Channel>,
    /// Everything else that moves.
    pub pointers: Vec<Pointer>,
}

/// One property of one node over time.
#[derive(Clone, Debug)]
pub struct Channel {
    /// Which node.
    pub node: NodeId,
    /// Between keys.
    pub interpolation: Interpolation,
    /// Key times, strictly increasing, never empty.
    pub times_secs: Vec<f32>,
    /// Their values; see [`Interpolation`] for how many a key has.
    pub values: Keys,
}

/// Values of a channel, in the unit of the property.
#[derive(Clone, Debug)]
pub enum Keys {
    /// Metres.
    Translation(Vec<Vec3>),
    /// Unit quaternions (tangents of cubic keys are not of unit length).
    Rotation(Vec<Quat>),
    /// Factors.
    Scale(Vec<Vec3>),
    /// As many a key as the mesh has morph targets, key after key.
    MorphWeights(Vec<f32>),
}

/// What happens between two keys (glTF 2.0 appendix C).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Interpolation {
    /// Straight, or along the shorter arc for rotations. One value a key.
    #[default]
    Linear,
    /// The earlier key holds. One value a key.
    Step,
    /// Hermite. Three values a key: in-tangent, value, out-tangent.
    CubicSpline,
}
