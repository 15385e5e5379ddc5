//! What template halls are built of: walls with openings, ceilings, lamps, frames.

mod ceiling;
mod lamp;
mod wall;

pub use ceiling::{cove, flat, laylight};
pub use lamp::{LampKind, pendant_bar, track};
pub use wall::{Opening, Wall};
