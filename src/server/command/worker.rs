//! The child process in which a hall is packed: whatever a hostile file does to it, the one who asked lives on.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ArgMatches;
use hall::{Finding, Limits, Severity};
use pack::{Report, Request, Step, Told};
use serde::Serialize;

use super::source::Source;
use crate::lang::Lang;

/// The command that nobody writes.
pub const NAME: &str = "pack-worker";

/// Memory that a pack may take, bytes: the largest hall within the limits, and as much again.
const MEMORY_BYTES: u64 = 4 << 30;
/// Computing time, all cores together, seconds.
pub(super) const CPU_SECS: u64 = 900;
/// The same for a pack with KTX2, which nobody waits for.
const KTX2_CPU_SECS: u64 = 4 * 3600;
/// One file of a pack, bytes.
const FILE_BYTES: u64 = 1 << 30;
/// Files open at a time.
const OPEN_FILES: u64 = 128;

/// A line that the worker writes.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Line {
    Progress { step: Step, file: String, part: f32 },
    Done { report: Box<Report> },
    Refused { findings: Vec<Finding> },
    Failed { error: Told },
}

/// Takes its own rights away, then packs; every line of its output is JSON.
pub fn run(matches: &ArgMatches, lang: Lang) -> ExitCode {
    let path = |name: &str| matches.get_one::<PathBuf>(name).cloned();
    let (Some(source), Some(target)) = (path("path"), path("out")) else { return ExitCode::from(2) };
    let has_ktx2 = matches.get_flag("ktx2");
    if let Err(error) = confine(if has_ktx2 { KTX2_CPU_SECS } else { CPU_SECS }) {
        anstream::eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    let Ok(source) = Source::at(&source, lang) else { return ExitCode::from(2) };
    let line = work(&source, &target, path("cache").as_deref(), has_ktx2);
    let is_heard = say(&line).is_continue();
    if is_heard && matches!(line, Line::Done { .. }) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

pub(super) fn confine(cpu_secs: u64) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use rlimit::Resource;
        for (resource, most) in [
            (Resource::AS, MEMORY_BYTES),
            (Resource::CPU, cpu_secs),
            (Resource::FSIZE, FILE_BYTES),
            (Resource::NOFILE, OPEN_FILES),
            (Resource::CORE, 0),
        ] {
            // Whoever called may have set less.
            let most = most.min(resource.get_hard()?);
            resource.set(most, most)?;
        }
    }
    Ok(())
}

fn work(source: &Source, target: &Path, cache: Option<&Path>, has_ktx2: bool) -> Line {
    let limits = Limits::default();
    let file = |relative: &str| source.read_whole(relative, limits.file_bytes);
    let findings = hall::check(&source.entry, &file, &limits);
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Line::Refused { findings };
    }
    let request = Request { entry: &source.entry, file: &file, target, cache, limits: &limits };
    let watch = |step, file: &str, part| say(&Line::Progress { step, file: file.into(), part });
    let pack = if has_ktx2 { pack::pack_with_ktx2 } else { pack::pack };
    match pack(&request, &watch) {
        Ok(report) => Line::Done { report: Box::new(report) },
        Err(error) => Line::Failed { error: error.told() },
    }
}

/// Nobody reads any more: nobody waits any more.
fn say(line: &Line) -> ControlFlow<()> {
    let Ok(text) = serde_json::to_string(line) else { return ControlFlow::Break(()) };
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        Ok(()) => ControlFlow::Continue(()),
        Err(_) => ControlFlow::Break(()),
    }
}
