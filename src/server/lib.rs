//! How a hall is published: pages, files and checking, behind one HTTP port.
//!
//! The main types are [`Server`] (state, routes, life), [`library::Library`] (the halls of a folder, as they are now) and [`Settings`] (what an operator can set, and who set it).
//! [`command::main`] is the `yunzhan` program.
//!
//! *Invariant:* never sees the GPU, answers only GET and HEAD, and runs nothing that a hall brought along: files of halls are bytes with a content type and a sandbox.

pub mod command;
pub mod compressed;
pub mod confine;
pub mod delivery;
pub mod dist;
pub mod error;
pub mod hall_files;
pub mod hashes;
pub mod headers;
pub mod lang;
pub mod library;
pub mod links;
pub mod listen;
pub mod media_type;
pub mod pages;
pub mod range;
pub mod serve;
pub mod settings;
pub mod stall;
pub mod static_files;
pub mod words;

pub use serve::{Server, StartError};
pub use settings::{Layers, Settings};
