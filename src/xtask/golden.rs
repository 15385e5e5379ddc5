//! `cargo xtask golden`: the pictures that must not change by accident.

use std::process::Command;

use crate::fault::Fault;
use crate::place;
use crate::step;
use crate::suite;
use crate::toolchain;

/// Draws the goldens (those whose name contains `name`) and compares. What is drawn for `accepted` is the new truth: a
/// name, several with commas between, or `all`.
pub fn golden(name: Option<&str>, accepted: Option<&str>) -> Result<(), Fault> {
    let mut cargo = Command::new(toolchain::own_cargo());
    cargo.current_dir(place::root()).args(["test", "--package", "tests", "--test", "goldens"]);
    if let Some(accepted) = accepted {
        cargo.env("GOLDEN_ACCEPT", accepted);
    }
    cargo
        .arg("--")
        .args(name.or(accepted.filter(|names| *names != "all")).into_iter().flat_map(|names| names.split(',')));
    suite::draw_with_llvmpipe(&mut cargo);
    step::run("the goldens", &mut cargo)
}
