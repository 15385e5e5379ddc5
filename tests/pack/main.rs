//! What `pack` makes of a hall: read again, it shows the same.

mod command;
mod geometry;
mod large;
mod pictures;
mod place;
mod scenes;
mod verdict;
mod whole;
