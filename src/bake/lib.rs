//! How light settles: computed once, so that a phone gets it for nothing.
//!
//! The main types are [`atlas::Atlas`] (where on the pages of a light map each surface lies), [`World`] (everything that light meets), [`Texel`] (a place whose light is asked for) and [`Lit`] (the answer, by [`light`]).
//!
//! *Invariant:* no I/O and no GPU; the same input gives the same numbers, whatever the number of threads.

pub mod atlas;
mod denoise;
mod settle;
mod texel;
mod trace;

pub use denoise::{Guide, denoise};
pub use settle::settle;
pub use texel::{Lit, Texel};
pub use trace::{
    Camera, Picture, Quality, Seen, Sky, World, around, direct, direct_probe, face_direction, harmonics,
    irradiance_from, irradiance_probe, light, picture,
};
