//! `cargo xtask serve`: what was built, started.

use std::process::Command;

use crate::chain::{self, Grade};
use crate::fault::Fault;
use crate::place;

/// Builds, then becomes the server. `flags` are the server's own, but for `--dev`.
pub fn serve(mut flags: Vec<String>) -> Result<(), Fault> {
    let given = flags.len();
    flags.retain(|flag| flag != "--dev");
    let grade = Grade::from_dev(flags.len() < given);
    let server = match chain::build(grade) {
        // A hall that loads slowly can still be looked at, and that is how one finds out why.
        Err(fault @ Fault::OverBudget(_)) => {
            eprintln!("warning: {fault}");
            place::dist().join("bin").join(format!("yunzhan{}", std::env::consts::EXE_SUFFIX))
        }
        built => built?,
    };
    let is_given = |name: &str| flags.iter().any(|flag| flag == name || flag.starts_with(&format!("{name}=")));
    // A server that is made for finding faults would take hours for light.
    let halls = match grade {
        Grade::Release if !is_given("--halls") => crate::light::halls(&server)?,
        _ => place::root().join("assets/halls"),
    };
    let mut command = Command::new(server);
    command.current_dir(place::root()).arg("serve");
    for (name, path) in [("--dist", place::dist()), ("--halls", halls)] {
        if !is_given(name) {
            command.arg(name).arg(path);
        }
    }
    become_program(command.args(&flags))
}

/// The server takes this process's place, so that Ctrl-C and a supervisor's signals reach it and nobody else.
#[cfg(unix)]
fn become_program(command: &mut Command) -> Result<(), Fault> {
    use std::os::unix::process::CommandExt as _;
    let error = command.exec();
    Err(Fault::Command { what: "starting the server".into(), how: error.to_string() })
}

#[cfg(not(unix))]
fn become_program(command: &mut Command) -> Result<(), Fault> {
    crate::step::run("the server", command)
}
