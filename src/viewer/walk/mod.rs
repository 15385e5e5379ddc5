//! How a body moves through a hall: collision, steps, ways.
//!
//! Its own code, because a physics engine is larger than the rest of the viewer; see `docs/architecture.md`.

mod route;
mod walker;

pub use hall::walk::{Body, Bvh, Growing, Hit, Parting, Sees, Space, Triangle, rooms, surfaces};
pub use route::{can_walk_straight, route};
pub use walker::{TICK_SECS, Walker};
