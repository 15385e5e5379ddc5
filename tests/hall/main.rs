//! Manifests: read with errors that say where, and looked through for what makes no sense.

#![allow(clippy::unwrap_used, reason = "a test that unwraps nothing has failed")]

mod check;
mod contents;
mod parse;
