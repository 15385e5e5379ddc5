//! What a hall is: its manifest, and its glTF read into plain scene data.
//!
//! The main types are [`Scene`] (everything that can be seen, as plain vectors) and [`Pose`] (where the nodes of a scene are at one moment).
//!
//! *Invariant:* no I/O and no GPU. Bytes come in, plain data goes out; whoever calls decides where bytes come from.

mod animate;
#[cfg(not(target_arch = "wasm32"))]
mod check;
mod credits;
mod factors;
pub mod gltf;
pub mod json;
mod layers;
mod light;
mod limits;
pub mod manifest;
mod motion;
mod order;
mod panorama;
mod parse;
mod path;
mod pointers;
mod pose;
mod scene;
#[cfg(not(target_arch = "wasm32"))]
mod schema;
mod surface;
mod texels;
mod text;
pub mod walk;

pub use animate::animate;
#[cfg(not(target_arch = "wasm32"))]
pub use check::{Content, Finding, ImageError, ImageHeader, Severity, Words, check, import_words};
pub use credits::*;
pub use factors::Factor;
#[cfg(not(target_arch = "wasm32"))]
pub use gltf::uri::is_plain_path;
pub use gltf::{ImportError, Warning};
pub use layers::*;
pub use light::*;
pub use limits::Limits;
pub use manifest::Hall;
pub use motion::*;
pub use order::sorted_from_bit;
pub use panorama::Panorama;
pub use parse::{ManifestError, VERSION};
pub use path::beside;
pub use pointers::*;
pub use pose::Pose;
pub use scene::*;
#[cfg(not(target_arch = "wasm32"))]
pub use schema::manifest_schema;
pub use surface::*;
pub use texels::*;
