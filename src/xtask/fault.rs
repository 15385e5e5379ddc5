//! What can go wrong while building, in words a person can act on.

use std::io;
use std::path::{Path, PathBuf};

/// A failure of a task.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// A program or a part of one is not on this machine and can't be put there without the user.
    #[error("{tool} is missing: {why}; install it with\n\n    {install}\n")]
    Missing { tool: String, why: String, install: String },
    /// A program ran and failed; its own output has been shown.
    #[error("{what} failed ({how})")]
    Command { what: String, how: String },
    /// A file or folder could not be read or written.
    #[error("cannot {action} {path}: {source}", path = path.display())]
    File { action: &'static str, path: PathBuf, source: io::Error },
    /// A file is there but does not hold what it must.
    #[error("{path}: {detail}", path = path.display())]
    Content { path: PathBuf, detail: String },
    /// wasm-bindgen refused the module.
    #[error("wasm-bindgen: {0}")]
    Bindgen(String),
    /// What a visitor must load to see the first picture is larger than allowed.
    #[error("over budget: {0}")]
    OverBudget(String),
    /// Checks failed; the suite has reported which.
    #[error("checks failed")]
    ChecksFailed,
}

impl Fault {
    /// For `map_err` on a file operation: `.map_err(Fault::file("read", &path))`.
    pub fn file(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Fault + use<> {
        let path = path.to_path_buf();
        move |source| Fault::File { action, path, source }
    }

    /// A file that lacks something.
    pub fn content(path: &Path, detail: impl Into<String>) -> Fault {
        Fault::Content { path: path.to_path_buf(), detail: detail.into() }
    }
}
