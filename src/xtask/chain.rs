//! The whole way from source to `dist/`, step by step.

use std::path::PathBuf;
use std::process::Command;

use crate::decoder;
use crate::dist;
use crate::engine::{self, Flavour};
use crate::fault::Fault;
use crate::machine;
use crate::page;
use crate::place;
use crate::sizes;
use crate::step::{self, Done, Progress};
use crate::toolchain::{self, Toolchain};

/// How much is done for size and speed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Grade {
    /// What is delivered.
    Release,
    /// Built fast, for a look while working.
    Dev,
}

impl Grade {
    /// From the presence of `--dev`.
    pub fn from_dev(is_dev: bool) -> Grade {
        if is_dev { Grade::Dev } else { Grade::Release }
    }

    /// The Cargo profile of the wasm.
    pub fn profile(self) -> &'static str {
        match self {
            Grade::Release => "web",
            Grade::Dev => "web-dev",
        }
    }

    /// The Cargo profile of the server, and the folder its output is in.
    fn server_profile(self) -> (&'static str, &'static str) {
        match self {
            Grade::Release => ("release", "release"),
            Grade::Dev => ("dev", "debug"),
        }
    }
}

/// Builds all of `dist/`; gives the path of the server's binary.
///
/// # Errors
/// [`Fault::OverBudget`] comes last, when all else is done and usable.
pub fn build(grade: Grade) -> Result<PathBuf, Fault> {
    let mut progress = Progress::new(10);
    progress.step("Packages of web/ (npm)", page::provide_packages)?;
    let toolchain = progress.step("Compiler for wasm32", || Toolchain::provide().map(Done::Made))?;
    let mut engines = Vec::new();
    for flavour in Flavour::ALL {
        let name = format!("Viewer for {} ({})", flavour.title(), grade.profile());
        engines.push(progress.step(&name, || engine::make(flavour, grade, &toolchain))?);
    }
    let mut decoders = Vec::new();
    for kind in decoder::Kind::ALL {
        let name = format!("Decoder of {} ({})", kind.name(), grade.profile());
        decoders.push(progress.step(&name, || decoder::make(kind, grade, &toolchain))?);
    }
    let pages = progress.step("Pages", page::bundle)?;
    let server = progress.step("Server", || build_server(grade))?;
    let shipped =
        progress.step("Names, compression, app.json", || dist::assemble(&engines, &decoders, &pages, grade))?;
    progress.finish("dist/ is ready");
    if grade == Grade::Release {
        sizes::weigh(&shipped, &pages, toolchain.is_small())?;
    }
    Ok(server)
}

/// Compiles the server. Cargo knows best whether there is anything to do, and says so fast.
fn build_server(grade: Grade) -> Result<Done<PathBuf>, Fault> {
    machine::provide_cpp()?;
    let (profile, folder) = grade.server_profile();
    let mut cargo = Command::new(toolchain::own_cargo());
    cargo.current_dir(place::root()).args(["build", "--package", "server", "--bin", "yunzhan", "--profile", profile]);
    step::run("compiling the server", &mut cargo)?;
    let built = place::target().join(folder).join(format!("yunzhan{}", std::env::consts::EXE_SUFFIX));
    dist::install_server(&built).map(Done::Made)
}
