//! How a hall travels.
//!
//! *Invariant:* knows no page, no GPU and no network.

pub mod document;
pub mod optimise;
pub mod texture;
