//! What a hall is: its manifest, and its glTF read into plain scene data.
//!
//! The main types are [`Scene`] (everything that can be seen, as plain vectors) and [`Pose`] (where the nodes of a scene are at one moment).
//!
//! *Invariant:* no I/O and no GPU. Bytes come in, plain data goes out; whoever calls decides where bytes come from.

pub mod gltf;
mod limits;
pub mod manifest;
mod pose;
mod scene;

pub use gltf::{ImportError, Warning};
pub use limits::Limits;
pub use manifest::Hall;
pub use pose::Pose;
pub use scene::*;
