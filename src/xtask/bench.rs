//! `cargo xtask bench`: our hall page and other people's engines, side by side in one browser.
//! `cargo xtask fidelity`: the same model drawn by ours and by three.js, and how different that looks.

use std::process::Command;

use crate::chain::{self, Grade};
use crate::fault::Fault;
use crate::machine;
use crate::page;
use crate::place;
use crate::step;

/// What a comparison is called, and its scripts in `tests/bench/package.json`.
pub struct Comparison {
    name: &'static str,
    bundle: &'static str,
    run: &'static str,
}

/// What it costs.
pub const BENCH: Comparison = Comparison { name: "the bench", bundle: "build", run: "bench" };
/// What it looks like.
pub const FIDELITY: Comparison = Comparison { name: "the fidelity report", bundle: "build:fidelity", run: "fidelity" };

/// Builds the product, puts the others' packages in place, and compares. `flags` go to the runner, but for `--no-build`.
pub fn compare(comparison: &Comparison, mut flags: Vec<String>) -> Result<(), Fault> {
    let given = flags.len();
    flags.retain(|flag| flag != "--no-build");
    if flags.len() == given {
        match chain::build(Grade::Release) {
            // What is too large can be measured all the same, and then one knows what that costs.
            Err(fault @ Fault::OverBudget(_)) => eprintln!("warning: {fault}"),
            built => drop(built?),
        }
    }
    machine::provide_test_bench()?;
    page::provide_packages_of(&place::bench())?;
    step::run("bundling the pages", &mut npm(&["run", "--silent", comparison.bundle]))?;
    let mut runner = npm(&["run", "--silent", comparison.run, "--"]);
    runner.args(&flags);
    // npm runs in its package's folder; paths among the flags are the caller's.
    if let Ok(here) = std::env::current_dir() {
        runner.env("CALLED_FROM", here);
    }
    if let Some(chromium) = machine::chromium() {
        runner.env("CHROMIUM", chromium);
    }
    let failed = |how: String| Fault::Command { what: comparison.name.into(), how };
    let status = runner.status().map_err(|error| failed(error.to_string()))?;
    if status.success() { Ok(()) } else { Err(failed(status.to_string())) }
}

fn npm(arguments: &[&str]) -> Command {
    let mut command = machine::npm(arguments);
    command.current_dir(place::bench());
    command
}
