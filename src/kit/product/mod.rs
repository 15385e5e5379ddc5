//! Exhibits: machines modelled part by part. Each function sets its parts up below a node, standing on y = 0 around the origin.

mod aircraft;
mod blades;
mod chassis;
mod chip;
mod engine;
mod park;
mod parts;
mod robot;

pub use aircraft::aircraft;
pub use chassis::chassis;
pub use chip::chip;
pub use engine::engine;
pub use park::park;
pub use robot::robot;

use glam::Quat;
use hall::NodeId;

/// Nodes that turn: which, when, how.
pub type Turning = Vec<(NodeId, Vec<f32>, Vec<Quat>)>;
