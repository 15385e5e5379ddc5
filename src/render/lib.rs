//! How a hall looks: scene data in, pictures out, through `wgpu`.
//!
//! The main types are [`Renderer`] (a device, what was uploaded to it, and where it draws) and [`Frame`] (what one picture needs to know).
//!
//! *Invariant:* the only room that names `wgpu`. It never reads files, decodes images, or knows what a visitor or an exhibit is.

mod bindings;
#[cfg(not(target_arch = "wasm32"))]
mod clock;
mod cluster;
mod cover;
mod draw_list;
mod entry;
mod frame;
mod geometry;
mod gpu;
mod grid;
mod image;
mod lights;
mod look;
mod material;
mod medium;
mod mirror;
mod movers;
mod pass;
mod renderer;
mod shaders;
#[cfg(not(target_arch = "wasm32"))]
#[doc(hidden)]
pub mod shorten;
mod stage;
mod sun;
mod target;
mod uniforms;
mod view;

#[cfg(not(target_arch = "wasm32"))]
pub use clock::PassCost;
pub use frame::*;
pub use renderer::{Capture, Coming, Renderer};
#[doc(hidden)]
pub use shaders::{ALL as SHADERS, Layout, UNIFORMS};
/// What a window or canvas must be to be drawn on.
pub use wgpu::SurfaceTarget;
