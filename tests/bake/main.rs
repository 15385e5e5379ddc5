//! Baked light: beside formulas, beside radiosity, and beside pictures taken by nothing but chance.

mod cornell;
mod corners;
mod denoise;
mod environment;
mod furnace;
mod glass;
mod lamps;
mod probes;
mod set;
mod sky;
mod sparks;
mod speed;
mod watch;
