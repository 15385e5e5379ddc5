//! Light that was computed: where it lies, and what is made of it.

#![allow(clippy::unwrap_used, reason = "a test that unwraps nothing has failed")]

mod atlas;
mod rgbm;
mod room;
