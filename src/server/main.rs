//! The `yunzhan` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::command::main()
}
