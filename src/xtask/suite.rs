//! Every check there is, one after the other, to the end, whatever fails on the way.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::Value;

use crate::chain::{self, Grade};
use crate::decoder;
use crate::fault::Fault;
use crate::machine;
use crate::page;
use crate::place;
use crate::tally::Tally;
use crate::toolchain::{self, TARGET, Toolchain};

/// `cargo xtask test`: sets up what is needed, then checks everything.
pub fn test() -> Result<(), Fault> {
    let mut suite = Suite::begin();
    suite.task("Set-up: compiler of C++", machine::provide_cpp);
    suite.task("Set-up: browser, software GPU, fonts", machine::provide_test_bench);
    let has_packages = suite.task("Set-up: packages of web/", || page::provide_packages().map(drop));
    suite.format_and_lints();
    suite.wasm_lints();
    suite.runner("Rust tests: units, house law, shaders, goldens, server", workspace_tests());
    let is_built = suite.task("Release build, within the budgets of size", || chain::build(Grade::Release).map(drop));
    if has_packages {
        suite.web_scripts();
    } else {
        suite.skip("Types of web/", "its packages are missing");
    }
    suite.command("Desktop viewer, whose pictures the specs compare", cargo(&VIEWER));
    if has_packages && is_built {
        suite.runner("Browser specs on WebGPU and WebGL2", browser_specs());
    } else {
        suite.skip("Browser specs on WebGPU and WebGL2", "there is no build to look at");
    }
    suite.end()
}

/// `cargo xtask check`: what needs neither a browser nor a GPU.
pub fn check() -> Result<(), Fault> {
    let mut suite = Suite::begin();
    suite.task("Set-up: compiler of C++", machine::provide_cpp);
    suite.format_and_lints();
    suite.runner("Unit tests", cargo(&["test", "--workspace", "--lib", "--bins", "--no-fail-fast"]));
    suite.runner("House law", cargo(&["test", "--package", "tests", "--test", "house"]));
    suite.end()
}

fn cargo(arguments: &[&str]) -> Command {
    let mut cargo = Command::new(toolchain::own_cargo());
    cargo.current_dir(place::root()).args(arguments);
    cargo
}

/// With the tests, which were compiled just before: alone it would have fewer features of what it stands on, and all that compiled again.
const VIEWER: [&str; 5] = ["build", "--workspace", "--tests", "--bin", "yunzhan-view"];

fn workspace_tests() -> Command {
    let mut command = cargo(&["test", "--workspace", "--no-fail-fast"]);
    draw_with_llvmpipe(&mut command);
    command
}

/// Lets a program see no other GPU than Mesa's software one, so that the same bits are drawn on every machine.
pub fn draw_with_llvmpipe(command: &mut Command) {
    if let Some(driver) = machine::llvmpipe_driver() {
        // The second name is the one that loaders before 1.3.207 know.
        command.env("VK_DRIVER_FILES", &driver).env("VK_ICD_FILENAMES", &driver);
    }
}

fn browser_specs() -> Command {
    let mut command = machine::npm(&["run", "--silent", "specs"]);
    if let Some(chromium) = machine::chromium() {
        command.env("CHROMIUM", chromium);
    }
    command
}

/// A run of checks and their count.
struct Suite {
    began: Instant,
    at: usize,
    tally: Tally,
    report: Vec<String>,
}

impl Suite {
    fn begin() -> Suite {
        Suite { began: Instant::now(), at: 0, tally: Tally::default(), report: Vec::new() }
    }

    fn format_and_lints(&mut self) {
        self.command("Formatting (rustfmt)", cargo(&["fmt", "--all", "--check"]));
        self.command("Lints (clippy)", cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]));
    }

    fn wasm_lints(&mut self) {
        let toolchain = match Toolchain::provide() {
            Ok(toolchain) => toolchain,
            Err(fault) => {
                return self.note("Lints for wasm32", Err(fault.to_string()), Tally::one(false), Instant::now());
            }
        };
        let decoders = decoder::Kind::ALL.map(|kind| ("unpack", kind.name()));
        let modules = [("viewer", "webgpu"), ("viewer", "webgl2")].into_iter().chain(decoders);
        for (package, feature) in modules {
            let name = format!("Lints for wasm32 (clippy, {feature})");
            if toolchain.has_clippy() {
                let arguments = ["clippy", "--package", package, "--lib", "--target", TARGET, "--features", feature];
                let mut clippy = cargo(&arguments);
                clippy.args(["--", "-D", "warnings"]);
                self.command(&name, clippy);
            } else {
                self.skip(&name, "this compiler has no clippy for wasm32");
            }
        }
    }

    /// The checks that `web/package.json` offers beside building and the specs.
    fn web_scripts(&mut self) {
        let path = place::web().join("package.json");
        let manifest = fs::read_to_string(path).ok().and_then(|text| serde_json::from_str::<Value>(&text).ok());
        let scripts = manifest.map_or(Value::Null, |manifest| manifest["scripts"].clone());
        self.command("Types of web/", machine::npm(&["run", "--silent", "typecheck"]));
        for (script, name) in [("lint", "Lints of web/"), ("format:check", "Formatting of web/")] {
            if scripts[script].is_string() {
                self.command(name, machine::npm(&["run", "--silent", script]));
            }
        }
    }

    /// A program that fails or doesn't.
    fn command(&mut self, name: &str, command: Command) {
        self.run(name, command, |is_good, _| Tally::one(is_good));
    }

    /// A test runner, whose tests are counted.
    fn runner(&mut self, name: &str, command: Command) {
        self.run(name, command, |is_good, output| {
            let mut tally = Tally::read(output);
            // What doesn't compile runs no test, and a runner without a test proves nothing.
            if (!is_good && tally.failed == 0) || tally.is_empty() {
                tally += Tally::one(false);
            }
            tally
        });
    }

    fn run(&mut self, name: &str, mut command: Command, count: impl FnOnce(bool, &str) -> Tally) {
        let (log, began) = self.announce(name);
        let ran = File::create(&log).and_then(|file| {
            let errors = file.try_clone()?;
            command.stdin(Stdio::null()).stdout(file).stderr(errors).status()
        });
        let output = String::from_utf8_lossy(&fs::read(&log).unwrap_or_default()).into_owned();
        let is_good = ran.as_ref().is_ok_and(|status| status.success());
        let tally = count(is_good, &output);
        let result = match ran {
            Ok(_) if tally.failed == 0 => Ok(()),
            Ok(status) => Err(format!("{output}\n({status})")),
            Err(error) => Err(format!("{command:?}: {error}")),
        };
        self.note(name, result, tally, began);
    }

    /// Work of ours, which shows its own progress. True if it succeeded.
    fn task(&mut self, name: &str, work: impl FnOnce() -> Result<(), Fault>) -> bool {
        let (_, began) = self.announce(name);
        let result = work();
        let is_good = result.is_ok();
        // Over budget is a failure, but what was built can be tested all the same.
        let is_usable = matches!(result, Ok(()) | Err(Fault::OverBudget(_)));
        self.note(name, result.map_err(|fault| fault.to_string()), Tally::one(is_good), began);
        is_usable
    }

    fn skip(&mut self, name: &str, why: &str) {
        self.at += 1;
        println!("[{}] {name}: skipped, {why}", self.at);
        self.report.push(format!("skip  {name}: {why}"));
        self.tally += Tally::SKIPPED;
    }

    /// Says what begins; gives the file its output goes to.
    fn announce(&mut self, name: &str) -> (PathBuf, Instant) {
        self.at += 1;
        println!("[{}] {name}", self.at);
        let folder = place::workshop().join("logs");
        // If it can't be made, opening the log will fail and say so.
        let _ = fs::create_dir_all(&folder);
        (folder.join(format!("{:02}.log", self.at)), Instant::now())
    }

    fn note(&mut self, name: &str, result: Result<(), String>, tally: Tally, began: Instant) {
        let secs = began.elapsed().as_secs_f64();
        let word = if result.is_ok() { "ok  " } else { "FAIL" };
        if let Err(output) = result {
            println!("{}", output.trim_end());
        }
        let count = if tally.passed + tally.failed + tally.skipped > 1 { format!(" ({tally})") } else { String::new() };
        let line = format!("{word}  {name}{count}, {secs:.1} s");
        println!("    {line}");
        self.report.push(line);
        self.tally += tally;
    }

    fn end(self) -> Result<(), Fault> {
        let secs = self.began.elapsed().as_secs();
        println!("\n{}\n", self.report.join("\n"));
        println!("in {} min {:02} s", secs / 60, secs % 60);
        println!("{}", self.tally);
        if self.tally.failed == 0 { Ok(()) } else { Err(Fault::ChecksFailed) }
    }
}
