//! glTF files made by code, read into scenes: what authors have must come through, what is hostile must not get far.

#![allow(clippy::unwrap_used, reason = "a test that unwraps nothing has failed")]

mod animation;
mod builder;
mod document;
mod draco;
mod geometry;
mod graph;
mod hostile_buffers;
mod hostile_container;
mod hostile_graph;
mod instances;
mod layers;
mod looks;
mod morph_and_skin;
mod packed;
mod packed_1;
mod peer;
mod pointers;
mod probes;
mod roundtrip;

/// Tells how much an import took at most.
#[global_allocator]
static MEMORY: peak_alloc::PeakAlloc = peak_alloc::PeakAlloc;
