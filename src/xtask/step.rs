//! Showing what is going on: the steps of a build as they start and end, and running programs in them.

use std::fmt::Display;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::fault::Fault;

/// Prints the steps of a task, numbered.
pub struct Progress {
    of: usize,
    at: usize,
    began: Instant,
}

impl Progress {
    /// A task of `of` steps.
    pub fn new(of: usize) -> Progress {
        Progress { of, at: 0, began: Instant::now() }
    }

    /// Runs one step and says how long it took. `Ok(None)` from the work means that there was nothing to do.
    pub fn step<T>(&mut self, name: &str, work: impl FnOnce() -> Result<Done<T>, Fault>) -> Result<T, Fault> {
        self.at += 1;
        eprintln!("[{}/{}] {name}", self.at, self.of);
        let began = Instant::now();
        match work()? {
            Done::Made(value) => {
                eprintln!("      {:.1} s", began.elapsed().as_secs_f64());
                Ok(value)
            }
            Done::Fresh(value) => {
                eprintln!("      nothing changed");
                Ok(value)
            }
        }
    }

    /// The closing line.
    pub fn finish(self, what: impl Display) {
        eprintln!("{what} in {:.1} s\n", self.began.elapsed().as_secs_f64());
    }
}

/// What a step did.
pub enum Done<T> {
    /// It made its product.
    Made(T),
    /// The product was there already.
    Fresh(T),
}

/// Runs a program to its end, its output going where ours goes.
pub fn run(what: &str, command: &mut Command) -> Result<(), Fault> {
    // Our standard output is for results only; what programs tell on the way is progress.
    let status =
        command.stdin(Stdio::null()).stdout(std::io::stderr()).status().map_err(|error| refused(what, &error))?;
    if status.success() { Ok(()) } else { Err(Fault::Command { what: what.into(), how: status.to_string() }) }
}

/// Runs a program and gives what it printed; on failure what it complained about is shown.
pub fn output(what: &str, command: &mut Command) -> Result<String, Fault> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| refused(what, &error))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    eprint!("{}", String::from_utf8_lossy(&output.stdout));
    eprint!("{}", String::from_utf8_lossy(&output.stderr));
    Err(Fault::Command { what: what.into(), how: output.status.to_string() })
}

fn refused(what: &str, error: &std::io::Error) -> Fault {
    Fault::Command { what: what.into(), how: error.to_string() }
}
