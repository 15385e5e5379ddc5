//! What `pack` makes of a hall: read again, it shows the same.

#![allow(clippy::unwrap_used, reason = "a test that unwraps nothing has failed")]

mod command;
mod geometry;
mod large;
mod levels;
mod pictures;
mod place;
mod repeats;
mod scenes;
mod verdict;
mod whole;
