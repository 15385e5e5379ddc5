//! One hostile upload: what it is, and what the program makes of it.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use wait4::Wait4;

use crate::place::Place;

/// Computing time, both processes and all their threads together.
const CPU_MAX: Duration = Duration::from_secs(10);
/// The larger of both processes.
const MEMORY_MAX: u64 = 1 << 30;

/// Tells the launcher what to run, and where the program's words go.
const LAUNCHED: &str = "YUNZHAN_LAUNCHED";
const SAID: &str = "said.json";
/// Names another build of the program to be measured, such as the one that is delivered.
const PROGRAM: &str = "YUNZHAN_PROGRAM";
/// Stands before what the launcher measured.
const MEASURED: &str = "measured:";

/// What becomes of an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Neither shown nor packed.
    Refused,
    /// Shown, and packed with what is wrong taken out.
    Mended,
}

/// One hostile upload.
pub struct Hostile {
    /// Its row in docs/hostile.md.
    pub number: u32,
    pub what: &'static str,
    /// The file that the command line names.
    pub entry: &'static str,
    pub files: Vec<(String, Vec<u8>)>,
    /// A code that the check gives, or the pack; empty where nothing is to be said.
    pub code: &'static str,
    pub fate: Fate,
    /// Something in the source that no file of a pack may hold.
    pub gone: &'static [u8],
}

impl Hostile {
    pub fn new(number: u32, what: &'static str, entry: &'static str, bytes: impl Into<Vec<u8>>) -> Self {
        let files = vec![(entry.to_owned(), bytes.into())];
        Self { number, what, entry, files, code: "", fate: Fate::Refused, gone: b"" }
    }

    pub fn refused(self, code: &'static str) -> Self {
        Self { code, fate: Fate::Refused, ..self }
    }

    pub fn mended(self, code: &'static str) -> Self {
        Self { code, fate: Fate::Mended, ..self }
    }

    pub fn without(self, gone: &'static [u8]) -> Self {
        Self { gone, ..self }
    }

    pub fn beside(mut self, name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.push((name.to_owned(), bytes.into()));
        self
    }
}

/// How a run of the program went.
pub struct Run {
    pub status: i32,
    pub said: Value,
    pub wall: Duration,
    pub cpu: Duration,
    pub memory_bytes: u64,
}

impl Run {
    /// Runs the program in a place, by way of a small process: a child begins with the peak of memory of the one that started it.
    pub fn of(place: &Place, arguments: &[&str]) -> Self {
        let launcher = Command::new(std::env::current_exe().unwrap())
            .args(["run::launch", "--exact", "--ignored", "--nocapture", "--test-threads=1"])
            .current_dir(&place.0)
            .env(LAUNCHED, serde_json::to_string(arguments).unwrap())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&launcher.stdout).into_owned();
        let measured = text.lines().find_map(|line| line.split_once(MEASURED)).map(|(_, measured)| measured.trim());
        let measured: Vec<u64> =
            measured.unwrap_or_else(|| panic!("{text}")).split(' ').map(|n| n.parse().unwrap()).collect();
        let out = place.0.join(SAID);
        let said = serde_json::from_slice(&std::fs::read(&out).unwrap()).unwrap_or(Value::Null);
        std::fs::remove_file(out).unwrap();
        Self {
            status: i32::try_from(measured[0]).unwrap(),
            said,
            wall: Duration::from_micros(measured[1]),
            cpu: Duration::from_micros(measured[2]),
            memory_bytes: measured[3],
        }
    }

    /// All codes that were said.
    pub fn codes(&self) -> BTreeSet<String> {
        let listed = ["findings", "specification"].into_iter().filter_map(|key| self.said[key].as_array()).flatten();
        let codes = listed.map(|finding| &finding["code"]);
        let codes = codes.chain([&self.said["error_code"], &self.said["error"]["code"]]);
        codes.filter_map(Value::as_str).map(str::to_owned).collect()
    }

    fn complaints(&self, command: &str) -> Vec<String> {
        let mut complaints = Vec::new();
        if self.cpu > CPU_MAX {
            complaints.push(format!("{command} took {:?}", self.cpu));
        }
        if self.memory_bytes > MEMORY_MAX {
            complaints.push(format!("{command} took {} MB", self.memory_bytes >> 20));
        }
        if self.said.is_null() || self.codes().contains("worker") {
            complaints.push(format!("{command} said nothing: its child died"));
        }
        if !matches!(self.status, 0 | 1 | 3) {
            complaints.push(format!("{command} ended with {}", self.status));
        }
        complaints
    }
}

/// What came of an upload: a line for a person, and what went wrong.
pub struct Outcome {
    pub line: String,
    pub complaints: Vec<String>,
}

/// Uploads a case, and asks the program to check and to pack it.
pub fn outcome(case: &Hostile) -> Outcome {
    let place = Place::new();
    for (name, bytes) in &case.files {
        place.write(&format!("in/{name}"), bytes);
    }
    let path = format!("in/{}", case.entry);
    let check = Run::of(&place, &["check", &path, "--json", "--html", "report.html", "--lang", "en"]);
    let pack = Run::of(&place, &["pack", &path, "--json", "-o", "out", "--lang", "en", "--viewer", "none"]);
    let mut complaints = [check.complaints("check"), pack.complaints("pack")].concat();
    let codes: BTreeSet<String> = check.codes().into_iter().chain(pack.codes()).collect();
    if !case.code.is_empty() && !codes.contains(case.code) {
        complaints.push(format!("{} is not among {codes:?}", case.code));
    }
    let is_shown = check.said["can_be_shown"] == true;
    let fates = [("check", is_shown), ("pack", pack.status == 0)];
    for (command, is_taken) in fates {
        if is_taken != (case.fate == Fate::Mended) {
            complaints.push(format!("{command}: is_taken is {is_taken}, it should be {:?}; {codes:?}", case.fate));
        }
    }
    let files = place.files();
    let made: Vec<_> = files.iter().filter(|(name, _)| !name.starts_with("in/") && *name != "report.html").collect();
    if case.fate == Fate::Refused && !made.is_empty() {
        complaints.push(format!("left behind: {:?}", made.iter().map(|(name, _)| name).collect::<Vec<_>>()));
    }
    let holds = |bytes: &[u8]| !case.gone.is_empty() && bytes.windows(case.gone.len()).any(|part| part == case.gone);
    if !case.gone.is_empty() && !files.iter().any(|(name, bytes)| name.starts_with("in/") && holds(bytes)) {
        complaints.push("what should go was never there".into());
    }
    let kept = made.iter().filter(|(_, bytes)| holds(bytes));
    complaints.extend(kept.map(|(name, _)| format!("{name} still holds what should be gone")));
    let cost = |run: &Run| format!("{:>6.2} s {:>5} MB", run.wall.as_secs_f64(), run.memory_bytes >> 20);
    let line = format!("{:>3} {:<44} {} {}  {}", case.number, case.what, cost(&check), cost(&pack), case.code);
    Outcome { line, complaints }
}

#[test]
#[ignore = "runs the program for a test that measures it"]
fn launch() {
    let arguments: Vec<String> = serde_json::from_str(&std::env::var(LAUNCHED).unwrap()).unwrap();
    let program = std::env::var_os(PROGRAM).unwrap_or_else(|| env!("CARGO_BIN_EXE_yunzhan-tested").into());
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stderr(Stdio::null()).stdout(std::fs::File::create(SAID).unwrap());
    let began = Instant::now();
    let used = command.spawn().unwrap().wait4().unwrap();
    let (wall, cpu) = (began.elapsed(), used.rusage.utime + used.rusage.stime);
    // A signal is no way to end.
    let code = used.status.code().unwrap_or(255);
    println!("{MEASURED} {code} {} {} {}", wall.as_micros(), cpu.as_micros(), used.rusage.maxrss);
}
