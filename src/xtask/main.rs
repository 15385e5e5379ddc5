//! The builder: turns the source tree into a server that can be started, and proves that it works.
//!
//! `cargo xtask build | serve | test | check | golden | bench | fidelity`. The path of a build: [`toolchain`] provides
//! the wasm32 target, [`engine`] makes the two wasm flavours, [`page`] bundles `web/`, [`dist`] names, compresses and
//! lists the files, [`sizes`] holds them to their budgets. [`suite`] runs every check there is, one [`step`] after the
//! other; [`bench`] sets the product beside other people's.
//!
//! *Invariant:* imports no other room, so a broken room can still be built, tested and reported on. It changes
//! nothing outside `target/`, `dist/`, folders of npm packages and what tests keep as their results, but for Debian
//! packages, which it installs only as root and never without naming them.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod bench;
mod chain;
mod decoder;
mod dist;
mod engine;
mod fault;
mod golden;
mod light;
mod machine;
mod names;
mod page;
mod place;
mod serve;
mod sizes;
mod stamp;
mod step;
mod suite;
mod tally;
mod toolchain;

use fault::Fault;

/// Builds, serves and checks Yunzhan.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the viewer (WebGPU and WebGL2), the pages and the server into dist/
    Build {
        /// Fast and large: no link-time optimisation, no wasm-opt, no budgets
        #[arg(long)]
        dev: bool,
    },
    /// Build, then start the server; flags go to `yunzhan serve` (but --dev: see build)
    Serve {
        /// For example --port 8080
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "FLAGS")]
        flags: Vec<String>,
    },
    /// Compute the light of the sample halls for `serve`, which does this itself
    #[command(hide = true)]
    Light {
        /// The server's program
        server: std::path::PathBuf,
    },
    /// Everything: format, lints, unit tests, the house law, goldens, server, release build, types, browser specs
    Test,
    /// The quick half of test: format, lints, unit tests, the house law
    Check,
    /// Run the golden pictures; --accept takes a picture as the new truth
    Golden {
        /// Only the goldens whose name contains this
        name: Option<String>,
        /// Take what is drawn for this golden as the new truth (several: a,b; every one: all)
        #[arg(long, value_name = "NAME", conflicts_with = "name")]
        accept: Option<String>,
    },
    /// Build, then measure the hall page beside other engines in one browser; flags go to the runner
    Bench {
        /// --quick, --only SCENE, --engines a,b, --models DIR, --profile; and --no-build to measure dist/ as it is
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "FLAGS")]
        flags: Vec<String>,
    },
    /// Build, then draw models with ours and with three.js and say how different that looks; flags go to the runner
    Fidelity {
        /// --models DIR, --environment FILE.hdr, --engine webgl2|webgpu, --only NAME; and --no-build
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "FLAGS")]
        flags: Vec<String>,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Build { dev } => chain::build(chain::Grade::from_dev(dev)).map(drop),
        Task::Serve { flags } => serve::serve(flags),
        Task::Light { server } => light::compute(&server),
        Task::Test => suite::test(),
        Task::Check => suite::check(),
        Task::Bench { flags } => bench::compare(&bench::BENCH, flags),
        Task::Fidelity { flags } => bench::compare(&bench::FIDELITY, flags),
        Task::Golden { name, accept } => golden::golden(name.as_deref(), accept.as_deref()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        // The suite has already said everything, and its closing line must stay the last one.
        Err(Fault::ChecksFailed) => ExitCode::FAILURE,
        Err(fault) => {
            eprintln!("\nerror: {fault}");
            ExitCode::FAILURE
        }
    }
}
