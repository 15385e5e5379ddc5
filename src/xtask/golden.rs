//! `cargo xtask golden`: the pictures that must not change by accident.

use std::process::Command;

use crate::fault::Fault;
use crate::place;
use crate::step;
use crate::suite;
use crate::toolchain;

/// Draws the goldens (those whose name contains `name`) and compares; or takes what is drawn for `accepted`.
pub fn golden(name: Option<&str>, accepted: Option<&str>) -> Result<(), Fault> {
    let mut cargo = Command::new(toolchain::own_cargo());
    cargo.current_dir(place::root()).args(["test", "--package", "tests", "--test", "goldens"]);
    if let Some(accepted) = accepted {
        cargo.env("GOLDEN_ACCEPT", accepted);
    }
    cargo.arg("--").args(name.or(accepted));
    suite::draw_with_llvmpipe(&mut cargo);
    step::run("the goldens", &mut cargo)
}
