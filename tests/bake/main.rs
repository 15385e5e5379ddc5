//! Baked light: beside formulas, beside radiosity, and beside pictures taken by nothing but chance.

#![allow(clippy::unwrap_used, reason = "a test that unwraps nothing has failed")]

mod again;
mod atlas;
mod cornell;
mod corners;
mod denoise;
mod direct;
mod environment;
mod furnace;
mod glass;
mod lamps;
mod probes;
mod rgbm;
mod room;
mod set;
mod settle;
mod sky;
mod sparks;
mod speed;
mod watch;
