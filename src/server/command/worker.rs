//! The child process in which a hall is packed: whatever a hostile file does to it, the one who asked lives on.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ArgMatches;
use hall::{Finding, Limits, Severity};
use pack::derive::{Camera, Shot};
use pack::{Report, Request, Step, Told};
use serde::Serialize;

use super::camera;
use super::source::Source;
use crate::lang::Lang;

/// The command that nobody writes.
pub const NAME: &str = "pack-worker";

/// Memory that a pack may take, bytes: the largest hall within the limits, and as much again.
const MEMORY_BYTES: u64 = 4 << 30;
/// Computing time, all cores together, seconds.
const CPU_SECS: u64 = 900;
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
    if let Err(error) = confine() {
        anstream::eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    let Ok(source) = Source::at(&source, lang) else { return ExitCode::from(2) };
    let viewer = path("viewer").and_then(|viewer| Some((camera::name(&viewer)?, viewer)));
    let line = work(&source, &target, path("cache").as_deref(), viewer);
    let is_heard = say(&line).is_continue();
    if is_heard && matches!(line, Line::Done { .. }) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

pub(super) fn confine() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use rlimit::Resource;
        for (resource, most) in [
            (Resource::AS, MEMORY_BYTES),
            (Resource::CPU, CPU_SECS),
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

fn work(source: &Source, target: &Path, cache: Option<&Path>, viewer: Option<(String, PathBuf)>) -> Line {
    let limits = Limits::default();
    let file = |relative: &str| source.read_whole(relative, limits.file_bytes);
    let findings = hall::check(&source.entry, &file, &limits);
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Line::Refused { findings };
    }
    let request = Request { entry: &source.entry, file: &file, target, cache, limits: &limits };
    let watch = |step, file: &str, part| say(&Line::Progress { step, file: file.into(), part });
    let whole = source.folder.join(&source.entry);
    let take = |shot: &Shot| viewer.as_ref().and_then(|(_, viewer)| camera::take(viewer, &whole, shot));
    let camera = viewer.as_ref().map(|(name, _)| Camera { name, take: &take });
    match pack::pack_with(&request, camera.as_ref(), &watch) {
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
