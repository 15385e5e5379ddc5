//! What `pack` makes of a hall: read again, it shows the same.

#![allow(clippy::unwrap_used, reason = "a test that unwraps nothing has failed")]

mod bundles;
mod channels;
mod command;
mod derive;
mod derive_plan;
mod geometry;
mod house;
mod ktx2;
mod large;
mod levels;
mod media;
mod media_documents;
mod media_drawings;
mod media_files;
mod media_pictures;
mod media_sounds;
mod media_texts;
mod panoramas;
mod pictures;
mod place;
mod repeats;
mod scenes;
mod tolerant;
mod verdict;
mod whole;
