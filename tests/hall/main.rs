//! Manifests: read with errors that say where, and looked through for what makes no sense.

mod check;
mod parse;
