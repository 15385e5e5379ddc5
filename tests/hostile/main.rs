//! What is made to hurt whoever reads it, through the program itself: each case of docs/hostile.md ends soon, takes little memory and is told by its code.

#![allow(clippy::unwrap_used, reason = "a test that unwraps nothing has failed")]

mod addresses;
mod archives;
mod buffers;
#[path = "../validate/case.rs"]
#[allow(dead_code, reason = "another test uses the rest")]
mod case;
#[cfg(target_os = "linux")]
mod confine;
mod container;
mod graph;
mod images;
mod json;
mod paint;
#[path = "../pack/place.rs"]
#[allow(dead_code, reason = "another test uses the rest")]
mod place;
mod run;
mod table;
mod zip;
