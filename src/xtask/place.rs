//! Where things are: every path the builder uses, from the workspace's root.

use std::env;
use std::path::{Path, PathBuf};

/// The workspace's root folder.
pub fn root() -> PathBuf {
    // Cargo says it at run time, too, which stays right when the folder was moved after compiling.
    let own =
        env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    own.ancestors().nth(2).map_or(own.clone(), Path::to_path_buf)
}

/// Cargo's output folder.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |path| root().join(path))
}

/// The builder's own intermediate files: stamps, engines, logs.
pub fn workshop() -> PathBuf {
    target().join("xtask")
}

/// What is shipped: `app/`, `app.json`, `bin/`.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// The npm workspace.
pub fn web() -> PathBuf {
    root().join("web")
}

/// The bench, with npm packages of its own.
pub fn bench() -> PathBuf {
    root().join("tests/bench")
}
