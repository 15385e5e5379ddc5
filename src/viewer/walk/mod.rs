//! How a body moves through a hall: collision, steps, ways.
//!
//! Its own code, because a physics engine is larger than the rest of the viewer; see `docs/architecture.md`.

mod bvh;
mod rooms;
mod route;
mod space;
mod surfaces;
mod walker;

pub use bvh::{Bvh, Hit, Sees, Triangle};
pub use rooms::rooms;
pub use route::{can_walk_straight, route};
pub use space::{Body, Space};
pub use surfaces::surfaces;
pub use walker::{TICK_SECS, Walker};
