//! How a hall looks: scene data in, pictures out, through `wgpu`.
//!
//! The main types are [`Renderer`] (a device, what was uploaded to it, and where it draws) and [`Frame`] (what one picture needs to know).
//!
//! *Invariant:* the only room that names `wgpu`. It never reads files, decodes images, or knows what a visitor or an exhibit is.

mod frame;
mod renderer;

pub use frame::*;
pub use renderer::Renderer;
/// What a window or canvas must be to be drawn on.
pub use wgpu::SurfaceTarget;
