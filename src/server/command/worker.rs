//! The child process in which a hall is packed: whatever a hostile file does to it, the one who asked lives on.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Child, ExitCode, ExitStatus};
use std::time::{Duration, Instant};

use bytes::Bytes;
use clap::ArgMatches;
use hall::{Limits, Severity};
use pack::bake::Grade;
use pack::derive::{Camera, Shot, untaken};
use pack::{Extras, PackError, Report, Request, Step, Told};
use serde::Serialize;
use serde_json::{Value, json};

use super::camera;
use super::check::{Noted, manifest, refusals};
use super::source::{Place, Source};
use crate::confine::{Confinement, Rights, confine};
use crate::lang::Lang;

/// The command that nobody writes.
pub const NAME: &str = "pack-worker";

/// Memory that a pack may take, bytes: the largest hall within the limits, and as much again.
const MEMORY_BYTES: u64 = 4 << 30;
/// Computing time, all cores together, seconds.
const CPU_SECS: u64 = 900;
/// The same for a pack with KTX2 or computed light, which nobody waits for.
const EXTRAS_CPU_SECS: u64 = 4 * 3600;
/// One file of a pack, bytes.
const FILE_BYTES: u64 = 1 << 30;

/// A line that the worker writes.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Line {
    Confined { walls: Confinement },
    Progress { step: Step, file: String, part: f32 },
    Shot { shot: Shot },
    Done { report: Box<Report> },
    Refused { findings: Vec<Value> },
    Failed { error: Told },
}

/// Takes its own rights away, then packs; every line of its output is JSON.
pub fn run(matches: &ArgMatches, lang: Lang) -> ExitCode {
    let path = |name: &str| matches.get_one::<PathBuf>(name).cloned();
    let (Some(source), Some(target)) = (path("path"), path("out")) else { return ExitCode::from(2) };
    let Ok(place) = Place::at(&source, lang) else { return ExitCode::from(2) };
    let cache = path("cache");
    let has_ktx2 = matches.get_flag("ktx2");
    let bake = matches.get_one::<String>("bake").and_then(|name| Grade::named(name));
    let viewer = path("viewer").map(|name| name.display().to_string());
    match enclose(&place, &target, cache.as_deref(), has_ktx2 || bake.is_some()) {
        Ok(walls) => drop(say(&Line::Confined { walls })),
        Err(error) => {
            let what = target.display().to_string();
            let _ = say(&Line::Failed { error: PackError::Io { what, error }.told() });
            return ExitCode::FAILURE;
        }
    }
    let line = match place.open() {
        Ok(source) => work(&source, &target, (cache.as_deref(), viewer.as_deref()), (has_ktx2, bake)),
        Err(error) => Line::Failed { error },
    };
    let is_heard = say(&line).is_continue();
    if is_heard && matches!(line, Line::Done { .. }) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Leaves this process the source to read, and to write the folder that the pack is made in, and the cache; both are there.
fn enclose(place: &Place, target: &Path, cache: Option<&Path>, is_long: bool) -> io::Result<Confinement> {
    let workshop = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    confine(&Rights {
        reads: place.folder().into_iter().collect(),
        writes: [workshop].into_iter().chain(cache).collect(),
        memory_bytes: MEMORY_BYTES,
        cpu_secs: if is_long { EXTRAS_CPU_SECS } else { CPU_SECS },
        file_bytes: FILE_BYTES,
    })
}

/// Waits for a child, and ends it when it takes longer than it may.
///
/// # Errors
/// When the system does not know the child.
pub fn wait_at_most(child: &mut Child, longest: Duration) -> io::Result<ExitStatus> {
    const PAUSE_MAX: Duration = Duration::from_millis(20);
    let began = Instant::now();
    let mut pause = Duration::from_millis(1);
    while began.elapsed() < longest {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(PAUSE_MAX);
    }
    child.kill()?;
    child.wait()
}

fn work(
    source: &Source,
    target: &Path,
    (cache, viewer): (Option<&Path>, Option<&str>),
    (has_ktx2, bake): (bool, Option<Grade>),
) -> Line {
    let limits = Limits::default();
    let file = |relative: &str| source.read_whole(relative, limits.file_bytes);
    let findings = pack::look(&source.entry, &file, &limits).findings;
    let refusals = refusals(source, &limits);
    if let Some(error) = source.fault() {
        return Line::Failed { error };
    }
    if !refusals.is_empty() || findings.iter().any(|finding| finding.severity == Severity::Error) {
        let findings = findings.iter().filter_map(|finding| serde_json::to_value(finding).ok());
        return Line::Refused { findings: findings.chain(refusals.iter().map(as_finding)).collect() };
    }
    let request = Request { entry: &source.entry, file: &file, target, cache, limits: &limits };
    let watch = |step, file: &str, part| say(&Line::Progress { step, file: file.into(), part });
    let camera = viewer.map(|name| Camera { name, take: &ask_for });
    match pack::pack_with(&request, Extras { camera: camera.as_ref(), has_ktx2, bake }, &watch) {
        Ok(mut report) => {
            let hall = manifest(source, &limits).filter(|_| camera.is_none());
            report.warnings.extend(hall.as_ref().and_then(untaken));
            source.fault().map_or(Line::Done { report: Box::new(report) }, |error| Line::Failed { error })
        }
        Err(error) => Line::Failed { error: source.fault().unwrap_or_else(|| error.told()) },
    }
}

/// Has whoever started this process take a picture: none is started from here.
fn ask_for(shot: &Shot) -> Option<Bytes> {
    say(&Line::Shot { shot: *shot }).is_continue().then_some(())?;
    camera::receive(&mut io::stdin().lock())
}

/// What the specification says, in the form of what else is found.
fn as_finding(Noted { file, issue, .. }: &Noted) -> Value {
    let message = json!({"zh-CN": issue.message("zh-CN"), "en": issue.message("en")});
    let (code, place) = (issue.code.name(), issue.spot.to_string());
    json!({"severity": "error", "code": code, "file": file, "place": place, "message": message, "hint": {"zh-CN": "", "en": ""}})
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

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn who_takes_too_long_is_ended() {
        let began = Instant::now();
        let mut child = std::process::Command::new("sleep").arg("60").spawn().unwrap();
        let status = wait_at_most(&mut child, Duration::from_millis(50)).unwrap();
        assert!(!status.success() && began.elapsed() < Duration::from_secs(30), "{status}");
        let mut child = std::process::Command::new("true").spawn().unwrap();
        assert!(wait_at_most(&mut child, Duration::from_secs(60)).unwrap().success());
    }
}
