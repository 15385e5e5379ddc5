//! `yunzhan pack`.

use std::fs;
use std::io::{BufRead, BufReader, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, ChildStdout, Command, ExitCode, ExitStatus, Stdio};
use std::thread;
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use clap::ArgMatches;
use pack::PackError;
use pack::bake::Grade;
use pack::verdict::in_bytes;
use serde_json::{Value, json};

use super::camera::{self, Camera};
use super::source::Place;
use super::{complain, worker};
use crate::lang::Lang;

/// Steps by their names in a report, in the order in which they are done.
const STEPS: [(&str, &str, &str); 8] = [
    ("dedupe", "合并重复", "what was there twice"),
    ("prune", "去除无用", "what nothing refers to"),
    ("bake", "烘焙光照", "light"),
    ("geometry", "几何", "geometry"),
    ("compress", "压缩", "compression"),
    ("pictures", "图片", "pictures"),
    ("derive", "平面图与导航", "floor plan and ways"),
    ("ktx2", "KTX2 贴图", "pictures as KTX2"),
];

/// A pack takes no longer than this, whatever it waits for.
const LONGEST: Duration = Duration::from_secs(1800);
/// The same with KTX2 or computed light.
const LONGEST_EXTRAS: Duration = Duration::from_secs(4 * 3600);

/// Tiers by their names in a report.
const TIERS: [(&str, &str, &str); 3] =
    [("phone", "手机", "phone"), ("desktop", "桌面", "desktop"), ("high", "高清", "high")];

/// Exit code 0 when there is a pack, 1 when not.
pub fn run(matches: &ArgMatches, lang: Lang) -> ExitCode {
    let Some(path) = matches.get_one::<PathBuf>("path") else { return ExitCode::from(2) };
    let is_json = matches.get_flag("json");
    let place = match Place::at(path, lang) {
        Ok(place) => place,
        Err(why) => {
            return fail(path, &json!({"error": {"code": "unreadable", "message": why}}), &why, is_json, lang);
        }
    };
    let target = matches.get_one::<PathBuf>("out").cloned().unwrap_or_else(|| target_for(path));
    let folder = |name: &str| matches.get_one::<PathBuf>(name).map(PathBuf::as_path);
    let camera = Camera::of(folder("viewer"), &place);
    let bake = match matches.get_one::<String>("bake").map(String::as_str) {
        None if place.wants_light() => Some(Grade::Final.name()),
        grade => grade.filter(|grade| *grade != "none"),
    };
    let (cache, camera, has_ktx2) = (folder("cache"), camera.as_ref(), matches.get_flag("ktx2"));
    let order = Order { path, cache, camera, has_ktx2, bake };
    let answer = ask(&order, &target, lang, is_json);
    match answer {
        Ok(Answer::Done(report)) if is_json => print_json(&report),
        Ok(Answer::Done(report)) => print(path, &target, &report, lang),
        Ok(Answer::Refused(findings)) => {
            let why = refusal(&findings, lang);
            fail(path, &json!({"findings": findings}), &why, is_json, lang)
        }
        Ok(Answer::Failed(error)) => {
            let why = error[lang.tag()].as_str().unwrap_or_default().to_owned();
            fail(path, &json!({"error": error}), &why, is_json, lang)
        }
        Err(why) => fail(path, &json!({"error": {"code": "worker", "message": why}}), &why, is_json, lang),
    }
}

/// `lobby.pack` for `halls/lobby` and for `lobby.glb`, in the current folder.
fn target_for(path: &Path) -> PathBuf {
    let whole = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let is_manifest = whole.file_name().is_some_and(|name| name == crate::library::MANIFEST);
    let named = if is_manifest { whole.parent().unwrap_or(&whole) } else { &whole };
    let stem = if named.is_dir() { named.file_name() } else { named.file_stem() };
    PathBuf::from(stem.unwrap_or_default()).with_added_extension("pack")
}

/// What a worker is given.
struct Order<'a> {
    path: &'a Path,
    cache: Option<&'a Path>,
    camera: Option<&'a Camera>,
    has_ktx2: bool,
    /// How well light is computed, if it is.
    bake: Option<&'a str>,
}

/// What a worker's last line says.
enum Answer {
    Done(Value),
    Refused(Value),
    Failed(Value),
}

impl Answer {
    fn failed(error: &PackError) -> Self {
        Self::Failed(serde_json::to_value(error.told()).unwrap_or_default())
    }
}

/// Who takes pictures, and where they go.
type Shots<'a> = Option<(&'a Camera, ChildStdin)>;

/// Has a child process do the work, in a folder beside the target that it can't leave; what it made is then moved there.
fn ask(order: &Order<'_>, target: &Path, lang: Lang, is_quiet: bool) -> Result<Answer, String> {
    let workshop = pack::staging(target, std::process::id());
    // What an earlier process of the same number left.
    let _ = fs::remove_dir_all(&workshop);
    let made = [Some(workshop.as_path()), order.cache].into_iter().flatten().try_for_each(|folder| {
        fs::create_dir_all(folder).map_err(|error| PackError::Io { what: folder.display().to_string(), error })
    });
    let answer = match made {
        Ok(()) => ask_in(&workshop, order, target, lang, is_quiet),
        Err(error) => Ok(Answer::failed(&error)),
    };
    // Where the child died it could not tidy up.
    let _ = fs::remove_dir_all(&workshop);
    answer
}

fn ask_in(workshop: &Path, order: &Order<'_>, target: &Path, lang: Lang, is_quiet: bool) -> Result<Answer, String> {
    let failed =
        |error: std::io::Error| format!("{}{error}", lang.pick("无法启动打包进程：", "the worker can't start: "));
    let made = workshop.join("pack");
    let mut command = Command::new(std::env::current_exe().map_err(failed)?);
    command.arg(worker::NAME).arg(order.path).arg("--out").arg(&made).env_clear();
    // The allocator of glibc gives back at once what was taken in such pieces; else it would keep the memory of all pictures to the end.
    command.env("MALLOC_MMAP_THRESHOLD_", "1048576");
    if let Some(cache) = order.cache {
        command.arg("--cache").arg(cache);
    }
    if order.has_ktx2 {
        command.arg("--ktx2");
    }
    if let Some(grade) = order.bake {
        command.arg(format!("--bake={grade}"));
    }
    if let Some(camera) = order.camera {
        command.arg("--viewer").arg(&camera.name);
    }
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().map_err(failed)?;
    outlive_interrupts();
    let said = child.stdout.take();
    let is_long = order.has_ktx2 || order.bake.is_some();
    let longest = if is_long { LONGEST_EXTRAS } else { LONGEST };
    let mut shots = order.camera.zip(child.stdin.take());
    let (answer, status) = thread::scope(|scope| {
        let listener = scope.spawn(|| said.and_then(|said| listen(said, &mut shots, is_quiet, lang)));
        let status = worker::wait_at_most(&mut child, longest);
        (listener.join().ok().flatten(), status)
    });
    let status = status.map_err(failed)?;
    match answer.ok_or_else(|| death(status, lang))? {
        Answer::Done(report) => match pack::put_in_place(&made, target) {
            Ok(()) => Ok(Answer::Done(report)),
            Err(error) => Ok(Answer::failed(&error)),
        },
        other => Ok(other),
    }
}

/// Ctrl-C ends the child, which is of the same group; this process stays to tidy up after it.
fn outlive_interrupts() {
    std::thread::spawn(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        if let Ok(runtime) = runtime {
            let _ = runtime.block_on(tokio::signal::ctrl_c());
        }
    });
}

/// The last thing that a worker says; a report says, too, which walls stood around it.
/// Pictures that it asks for are taken meanwhile.
fn listen(said: ChildStdout, shots: &mut Shots<'_>, is_quiet: bool, lang: Lang) -> Option<Answer> {
    let shows = !is_quiet && std::io::stderr().is_terminal();
    let (mut answer, mut walls) = (None, Value::Null);
    for line in BufReader::new(said).lines().map_while(Result::ok) {
        let Ok(mut line) = serde_json::from_str::<Value>(&line) else { continue };
        if shows && let Some(progress) = line.get("progress") {
            show(progress, lang);
        }
        if let (Some(asked), Some((camera, answers))) = (line.get_mut("shot"), shots.as_mut()) {
            // A child that is gone needs no picture.
            let _ = camera::send(answers, camera.take(asked["shot"].take()));
        }
        if let Some(known) = line.get_mut("confined") {
            walls = known["walls"].take();
        }
        let said =
            [("done", "report"), ("refused", "findings"), ("failed", "error")].into_iter().find_map(|(kind, key)| {
                let said = line.get_mut(kind)?.get_mut(key)?.take();
                Some(match kind {
                    "done" => Answer::Done(said),
                    "refused" => Answer::Refused(said),
                    _ => Answer::Failed(said),
                })
            });
        answer = said.or(answer);
    }
    if shows {
        anstream::eprint!("\r\u{1b}[K");
    }
    if let Some(Answer::Done(report)) = &mut answer {
        report["confinement"] = walls;
    }
    answer
}

fn show(progress: &Value, lang: Lang) {
    let step = progress["step"].as_str().unwrap_or_default();
    let known = STEPS.iter().find(|(name, ..)| *name == step);
    let words = known.map_or(lang.pick("读取", "reading"), |(_, zh, en)| lang.pick(*zh, *en));
    let percent = (progress["part"].as_f64().unwrap_or(0.0) * 100.0).round();
    let file = progress["file"].as_str().unwrap_or_default();
    anstream::eprint!("\r\u{1b}[K{words} {file} {percent} %");
}

/// Why a worker said nothing at its end.
fn death(status: ExitStatus, lang: Lang) -> String {
    lang.pick(
        format!("打包进程意外结束（{status}）：这个展厅需要的内存或时间超过上限，或者含有恶意文件；什么都没有写入"),
        format!("the worker died ({status}): this hall takes more memory or time than it may, or means harm; nothing was written"),
    )
}

fn refusal(findings: &Value, lang: Lang) -> String {
    let all = findings.as_array().map_or(&[][..], Vec::as_slice);
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    let words = |finding: &Value, key: &str| finding[key][lang.tag()].as_str().unwrap_or_default().to_owned();
    // What the validator can't read was told in plain words, if by anybody.
    let is_plain = |finding: &Value| !text(finding, "code").starts_with("YZ_UNREADABLE");
    let is_told = |of: &Value| {
        let is_of = |finding: &&Value| finding["severity"] == "error" && finding["file"] == of["file"];
        !is_plain(of) && all.iter().filter(is_of).any(is_plain)
    };
    let mut lines = vec![lang.pick("这个展厅不能展示", "the hall cannot be shown").to_owned()];
    for finding in all.iter().filter(|finding| finding["severity"] == "error" && !is_told(finding)) {
        let place = [text(finding, "file"), text(finding, "place")];
        let place = place.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ");
        lines.push(format!("  {place}: {}", words(finding, "message")));
        let hint = words(finding, "hint");
        lines.extend((!hint.is_empty()).then(|| format!("    {hint}")));
    }
    lines.join("\n")
}

fn fail(path: &Path, report: &Value, why: &str, is_json: bool, lang: Lang) -> ExitCode {
    if is_json {
        print_json(report);
    } else {
        complain(lang, &path.display().to_string(), why);
    }
    ExitCode::FAILURE
}

fn print_json(value: &Value) -> ExitCode {
    match serde_json::to_string_pretty(value) {
        Ok(json) => anstream::println!("{json}"),
        Err(error) => anstream::eprintln!("{error}"),
    }
    ExitCode::SUCCESS
}

/// Sizes before and after, step by step, tier by tier; then what a visitor may miss.
fn print(path: &Path, target: &Path, report: &Value, lang: Lang) -> ExitCode {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    anstream::println!("{bold}{}{bold:#} → {bold}{}{bold:#}\n", path.display(), target.display());
    for (name, zh, en) in STEPS {
        let change = &report["changes"][name];
        if let (Some(before), Some(after)) = (change["before_bytes"].as_u64(), change["after_bytes"].as_u64()) {
            anstream::println!("  {:>10} → {:>10}  {}", in_bytes(before), in_bytes(after), lang.pick(zh, en));
        }
    }
    let source = report["source_bytes"].as_u64().unwrap_or(0);
    anstream::println!("\n  {:>10}  {}", in_bytes(source), lang.pick("原始文件", "source"));
    for (name, zh, en) in TIERS {
        let bytes = report["pack"]["total_bytes"][name].as_u64().unwrap_or(0);
        let ktx2 = report["pack"]["ktx2_bytes"][name].as_u64();
        let ktx2 = ktx2.map_or(String::new(), |bytes| {
            format!("{}{}", lang.pick("，用 KTX2 为 ", ", with KTX2 "), in_bytes(bytes))
        });
        anstream::println!("  {:>10}  {}{ktx2}", in_bytes(bytes), lang.pick(zh, en));
    }
    let count = |key: &str| report[key].as_u64().unwrap_or(0);
    let (made, reused) = (count("made"), count("reused"));
    let counts =
        lang.pick(format!("新做 {made} 项，沿用 {reused} 项"), format!("{made} made, {reused} from the cache"));
    anstream::println!("\n  {dim}{counts}{dim:#}");
    let yellow = AnsiColor::Yellow.on_default().bold();
    for warning in report["warnings"].as_array().into_iter().flatten() {
        let words = warning[lang.tag()].as_str().unwrap_or_default();
        anstream::println!("  {yellow}{}{yellow:#}  {words}", lang.pick("! 警告", "! warning"));
    }
    ExitCode::SUCCESS
}
