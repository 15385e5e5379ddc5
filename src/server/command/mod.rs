//! The command line: `yunzhan serve`, `yunzhan check`, `yunzhan pack`, `yunzhan template`, `yunzhan config`.

mod args;
mod camera;
mod check;
mod pack;
mod serve;
mod source;
mod template;
mod worker;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ArgMatches;

use crate::lang::Lang;
use crate::settings::{Layers, SettingsError};

/// The settings file that is read when it is there and no other is named.
const SETTINGS_FILE: &str = "yunzhan.toml";

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    run(std::env::args_os().collect())
}

/// Runs the program; `args` begins with its name.
///
/// Exit code 0 is success, 1 a failure that was explained, 2 a wrong command line.
pub fn run(args: Vec<OsString>) -> ExitCode {
    let lang = args::spoken(&args);
    let matches = match args::command(lang).try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error) => {
            // A closed pipe is the reader's choice.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let outcome = match matches.subcommand() {
        Some(("check", matches)) => return check::run(matches, lang),
        Some((check::WORKER, matches)) => return check::work(matches, lang),
        Some(("pack", matches)) => return pack::run(matches, lang),
        Some((worker::NAME, matches)) => return worker::run(matches, lang),
        Some(("template", matches)) => return template::run(matches, lang),
        Some(("config", matches)) => layers(matches).and_then(|layers| {
            layers.settings()?;
            anstream::print!("{}", layers.to_toml(lang));
            Ok(ExitCode::SUCCESS)
        }),
        Some((_, matches)) => {
            layers(matches).and_then(|layers| layers.settings()).map(|settings| serve::run(settings, lang))
        }
        None => Ok(ExitCode::from(2)),
    };
    outcome.unwrap_or_else(|error| {
        complain(lang, lang.pick("设置有误", "the settings are wrong"), &error.to_string());
        ExitCode::FAILURE
    })
}

/// What `serve` and `config` are told.
fn layers(matches: &ArgMatches) -> Result<Layers, SettingsError> {
    let named = matches.get_one::<PathBuf>("config").cloned();
    let variable = |name: &str| std::env::var(name).ok();
    let file = named.or_else(|| variable("YUNZHAN_CONFIG").map(PathBuf::from)).or_else(|| {
        let file = Path::new(SETTINGS_FILE);
        file.is_file().then(|| file.to_path_buf())
    });
    Layers::collect(&|flag| matches.get_one::<String>(flag).cloned(), &variable, file.as_deref())
}

/// An error on the error stream: what, and why.
fn complain(lang: Lang, what: &str, why: &str) {
    let red = anstyle::AnsiColor::Red.on_default().bold();
    anstream::eprintln!("{red}{}{red:#}{what}{}{why}", lang.pick("错误：", "error: "), lang.pick("：", ": "));
}
