//! Where a body fits: what it bumps into, what it stands on, and where it had best stand.
//!
//! Said once, for those who walk in a hall and for those who say beforehand where one can.

mod bvh;
mod growing;
mod rooms;
mod space;
pub mod stand;
mod surfaces;

pub use bvh::{Bvh, Hit, Sees, Triangle};
pub use growing::Growing;
pub use rooms::{Parting, is_room, lookout, rooms};
pub use space::{Body, Space};
pub use surfaces::surfaces;
