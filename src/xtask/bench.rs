//! `cargo xtask bench`: our hall page and other people's engines, side by side in one browser.

use std::process::Command;

use crate::chain::{self, Grade};
use crate::fault::Fault;
use crate::machine;
use crate::page;
use crate::place;
use crate::step;

/// Builds the product, puts the peers' packages in place, and measures. `flags` go to the runner, but for `--no-build`.
pub fn bench(mut flags: Vec<String>) -> Result<(), Fault> {
    let given = flags.len();
    flags.retain(|flag| flag != "--no-build");
    if flags.len() == given {
        match chain::build(Grade::Release) {
            // What is too large can be measured all the same, and then one knows what that costs.
            Err(fault @ Fault::OverBudget(_)) => eprintln!("warning: {fault}"),
            built => drop(built?),
        }
    }
    let folder = place::bench();
    page::provide_packages_of(&folder)?;
    step::run("bundling the peers' pages", npm(&["run", "--silent", "build"]).env("NODE_ENV", "production"))?;
    let mut runner = npm(&["run", "--silent", "bench", "--"]);
    runner.args(&flags);
    // npm runs in its package's folder; paths among the flags are the caller's.
    if let Ok(here) = std::env::current_dir() {
        runner.env("CALLED_FROM", here);
    }
    if let Some(chromium) = machine::chromium() {
        runner.env("CHROMIUM", chromium);
    }
    let status =
        runner.status().map_err(|error| Fault::Command { what: "the bench".into(), how: error.to_string() })?;
    if status.success() { Ok(()) } else { Err(Fault::Command { what: "the bench".into(), how: status.to_string() }) }
}

fn npm(arguments: &[&str]) -> Command {
    let mut command = machine::npm(arguments);
    command.current_dir(place::bench());
    command
}
