//! `yunzhan check`: whether a hall can be shown, how it fares on which device, and what to mend.
//!
//! A child process with few rights does the looking: whatever a hostile file does to it, the one who asked gets an answer.

mod page;
mod print;
mod seen;

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, ExitStatus, Stdio};
use std::time::Duration;

use clap::ArgMatches;
use pack::Told;
use serde::Serialize;

use super::source::Place;
use super::{complain, worker};
use crate::confine::{Confinement, Rights, confine};
use crate::lang::Lang;
use seen::Seen;
pub use seen::{Noted, manifest, refusals};

/// The command that nobody writes.
pub const WORKER: &str = "check-worker";

/// Memory that a check may take, bytes.
const MEMORY_BYTES: u64 = 1 << 30;
/// Computing time, seconds; and how long whoever asked waits for it.
const CPU_SECS: u64 = 60;
const LONGEST: Duration = Duration::from_secs(60);
/// A page of a report, bytes.
const FILE_BYTES: u64 = 64 << 20;

/// What a child sees of the environment: how terminals like their colours.
const ENVIRONMENT: [&str; 5] = ["TERM", "COLORTERM", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"];

/// What a program reads.
#[derive(Serialize)]
struct Report<'a> {
    path: &'a Path,
    can_be_shown: bool,
    #[serde(flatten)]
    seen: &'a Seen,
    /// Why nothing could be looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    /// The same, stable, for machines.
    #[serde(skip_serializing_if = "Option::is_none")]
    error_code: Option<&'static str>,
    /// Which walls stood around the process that looked.
    #[serde(skip_serializing_if = "Option::is_none")]
    confinement: Option<Confinement>,
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
    command.env_clear().envs(ENVIRONMENT.iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
    if matches.get_flag("json") {
        command.arg("--json");
    }
    let page = matches.get_one::<PathBuf>("html");
    let was_there = page.is_some_and(|page| page.exists());
    if let Some(page) = page {
        command.arg("--html").arg(page);
    }
    let status = command.spawn().and_then(|mut child| worker::wait_at_most(&mut child, LONGEST));
    if let Some(page) = page.filter(|page| !was_there && fs::metadata(page).is_ok_and(|file| file.len() == 0)) {
        // The child made it before it knew whether there is something to write.
        let _ = fs::remove_file(page);
    }
    match status {
        Ok(status) => match status.code() {
            // What it could not explain itself: a panic, or its rights taken away.
            None | Some(101 | 134) if matches.get_flag("json") => {
                let (seen, error) = (&Seen::default(), Some(death(status, lang)));
                let error_code = Some("worker");
                print_json(&Report { path, can_be_shown: false, seen, error, error_code, confinement: None });
                ExitCode::FAILURE
            }
            None | Some(101 | 134) => failed(death(status, lang)),
            Some(code) => ExitCode::from(u8::try_from(code).unwrap_or(1)),
        },
        Err(error) => failed(format!("{words}{error}")),
    }
}

/// In the child: takes its own rights away, then looks and tells.
pub fn work(matches: &ArgMatches, lang: Lang) -> ExitCode {
    let Some(path) = matches.get_one::<PathBuf>("path") else { return ExitCode::from(2) };
    let is_json = matches.get_flag("json");
    let failed = |what: &Path, why: &str| {
        complain(lang, &what.display().to_string(), why);
        ExitCode::FAILURE
    };
    let report = |seen: &Seen, error: Option<String>, error_code, confinement| {
        let can_be_shown = error.is_none() && seen.can_be_shown();
        print_json(&Report { path, can_be_shown, seen, error, error_code, confinement });
        ExitCode::FAILURE
    };
    let place = match Place::at(path, lang) {
        Ok(place) => place,
        Err(why) if is_json => return report(&Seen::default(), Some(why), Some("unreadable"), None),
        Err(why) => return failed(path, &why),
    };
    let page = matches.get_one::<PathBuf>("html");
    let page = match page.map(|path| open_page(path).map_err(|error| (path, error))).transpose() {
        Ok(page) => page,
        Err((path, error)) => return failed(path, &error.to_string()),
    };
    let walls = match enclose(&place) {
        Ok(walls) => walls,
        Err(error) => return failed(path, &error.to_string()),
    };
    let seen = match look(place, page.is_some()) {
        Ok(seen) => seen,
        Err(told) if is_json => {
            let why = print::in_lang(&told.words, lang);
            return report(&Seen::default(), Some(why), Some(told.code), Some(walls));
        }
        Err(told) => return failed(path, &print::in_lang(&told.words, lang)),
    };
    if let Some(Err(error)) = page.map(|page| write_page(page, &page::page(path, &seen, lang).into_string())) {
        return failed(path, &error.to_string());
    }
    if is_json {
        report(&seen, None, None, Some(walls));
    } else {
        print::print(path, &seen, lang);
    }
    match seen.can_be_shown() {
        true if seen.is_too_heavy() => ExitCode::from(3),
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

/// Leaves this process the hall's folder to read, and nothing to write but what is open already.
fn enclose(place: &Place) -> io::Result<Confinement> {
    let (memory_bytes, cpu_secs, file_bytes) = (MEMORY_BYTES, CPU_SECS, FILE_BYTES);
    let reads = place.folder().into_iter().collect();
    confine(&Rights { reads, writes: Vec::new(), memory_bytes, cpu_secs, file_bytes })
}

fn look(place: Place, has_pictures: bool) -> Result<Seen, Told> {
    let source = place.open()?;
    let seen = Seen::of(&source, has_pictures);
    source.fault().map_or(Ok(seen), Err)
}

/// What stands in a page that is there already stays until there is something new to write.
fn open_page(path: &Path) -> io::Result<File> {
    File::options().write(true).create(true).truncate(false).open(path)
}

fn write_page(mut page: File, text: &str) -> io::Result<()> {
    page.set_len(0)?;
    page.write_all(text.as_bytes())
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
