//! `yunzhan check`: whether a hall can be shown, how it fares on which device, and what to mend.
//!
//! A child process with few rights does the looking: whatever a hostile file does to it, the one who asked gets an answer.

mod page;
mod print;
mod seen;

use std::path::PathBuf;
use std::process::{Command, ExitCode, ExitStatus, Stdio};

use clap::ArgMatches;
use serde::Serialize;

use super::source::Source;
use super::{complain, worker};
use crate::lang::Lang;
use seen::Seen;

/// The command that nobody writes.
pub const WORKER: &str = "check-worker";

/// What a program reads.
#[derive(Serialize)]
struct Report<'a> {
    path: &'a std::path::Path,
    can_be_shown: bool,
    #[serde(flatten)]
    seen: &'a Seen,
    /// Why nothing could be looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// Exit code 0 when the hall can be shown, 1 when not, 3 when it can but is too heavy for one of the devices.
pub fn run(matches: &ArgMatches, lang: Lang) -> ExitCode {
    let Some(path) = matches.get_one::<PathBuf>("path") else { return ExitCode::from(2) };
    let failed = |why: String| {
        complain(lang, &path.display().to_string(), &why);
        ExitCode::FAILURE
    };
    let words = lang.pick("无法启动检查进程：", "the check can't start: ");
    let program = match std::env::current_exe() {
        Ok(program) => program,
        Err(error) => return failed(format!("{words}{error}")),
    };
    let mut command = Command::new(program);
    command.arg(WORKER).arg(path).args(["--lang", lang.tag()]).stdin(Stdio::null());
    if matches.get_flag("json") {
        command.arg("--json");
    }
    if let Some(page) = matches.get_one::<PathBuf>("html") {
        command.arg("--html").arg(page);
    }
    match command.status() {
        Ok(status) => match status.code() {
            // What it could not explain itself: a panic, or its rights taken away.
            None | Some(101 | 134) => failed(death(status, lang)),
            Some(code) => ExitCode::from(u8::try_from(code).unwrap_or(1)),
        },
        Err(error) => failed(format!("{words}{error}")),
    }
}

/// In the child: takes its own rights away, then looks and tells.
pub fn work(matches: &ArgMatches, lang: Lang) -> ExitCode {
    let Some(path) = matches.get_one::<PathBuf>("path") else { return ExitCode::from(2) };
    if let Err(error) = worker::confine(worker::CPU_SECS) {
        complain(lang, &path.display().to_string(), &error.to_string());
        return ExitCode::FAILURE;
    }
    let (seen, error) = match Source::at(path, lang) {
        Ok(source) => (Seen::of(&source, matches.contains_id("html")), None),
        Err(error) => (Seen::default(), Some(error)),
    };
    if let Some(file) = matches.get_one::<PathBuf>("html").filter(|_| error.is_none())
        && let Err(error) = std::fs::write(file, page::page(path, &seen, lang).into_string())
    {
        complain(lang, &file.display().to_string(), &error.to_string());
        return ExitCode::FAILURE;
    }
    let can_be_shown = error.is_none() && seen.can_be_shown();
    match &error {
        _ if matches.get_flag("json") => print_json(&Report { path, can_be_shown, seen: &seen, error }),
        Some(error) => complain(lang, &path.display().to_string(), error),
        None => print::print(path, &seen, lang),
    }
    match can_be_shown {
        true if seen.is_too_heavy() => ExitCode::from(3),
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

/// Why a worker said nothing at its end.
fn death(status: ExitStatus, lang: Lang) -> String {
    lang.pick(
        format!("检查进程意外结束（{status}）：这个文件需要的内存或时间超过上限，或者含有恶意内容；不要展示它"),
        format!(
            "the check died ({status}): this file takes more memory or time than it may, or means harm; don't show it"
        ),
    )
}

fn print_json(report: &Report<'_>) {
    match serde_json::to_string_pretty(report) {
        Ok(json) => anstream::println!("{json}"),
        Err(error) => anstream::eprintln!("{error}"),
    }
}
