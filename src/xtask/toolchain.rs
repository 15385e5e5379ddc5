//! The wasm32 target: found, or provided, in three ways.
//!
//! 1. The compiler in use has it. 2. `rustup` adds it. 3. Debian's own compiler is installed beside, and builds the
//!    standard library for wasm32 from Debian's source package; that is the way where rustup's servers are out of reach.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::fault::Fault;
use crate::machine;
use crate::place;
use crate::step;

/// The one target of the viewer in a browser.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's compiler, cargo, library source and linker; Debian 12 and newer have them.
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld"];

/// What makes the delivered modules small: a panic is a trap, without the words of it and all that formats them. The
/// standard library must be built along for that. `-Zfmt-debug=none` would go too far: naga writes numbers into the
/// shaders of WebGL2 with `{:?}`.
///
/// Small functions are put into their callers before code is made of them, which rustc does by itself only where it works for speed: what is
/// left of chains of iterators is smaller than the calls.
const SMALL: [&str; 5] = [
    "-Zunstable-options",
    "-Cpanic=immediate-abort",
    "-Zlocation-detail=none",
    "-Zfmt-debug=shallow",
    "-Zinline-mir=yes",
];

/// How cargo is called for wasm32.
pub struct Toolchain {
    cargo: PathBuf,
    is_debian: bool,
    has_std_source: bool,
    /// The compiler's own words on its version: part of every engine's stamp.
    pub version: String,
}

impl Toolchain {
    /// Finds a compiler that can make wasm32, or provides one.
    pub fn provide() -> Result<Toolchain, Fault> {
        if own_compiler_has_target() {
            return Toolchain::own();
        }
        if machine::find("rustup").is_some() {
            let mut add = Command::new("rustup");
            let added = step::run("rustup target add", add.args(["target", "add", TARGET]).current_dir(place::root()));
            if added.is_ok() && own_compiler_has_target() {
                return Toolchain::own();
            }
            eprintln!("      rustup could not add {TARGET}");
        }
        if machine::is_debian() {
            machine::provide_packages(&DEBIAN_PACKAGES, "the compiler in use can't make wasm32, and Debian's can")?;
            return Toolchain::debian();
        }
        Err(Fault::Missing {
            tool: TARGET.into(),
            why: "the viewer in the browser is compiled for it".into(),
            install: format!("rustup target add {TARGET}"),
        })
    }

    fn own() -> Result<Toolchain, Fault> {
        let version = step::output("rustc -vV", rustc().arg("-vV"))?;
        let has_std_source = own_compiler_has_source()? || own_compiler_gets_source()?;
        if !has_std_source {
            eprintln!(
                "      without the source of the standard library the engines come out larger than they are delivered"
            );
        }
        Ok(Toolchain { cargo: own_cargo(), is_debian: false, has_std_source, version })
    }

    fn debian() -> Result<Toolchain, Fault> {
        let version = step::output("rustc -vV", Command::new("/usr/bin/rustc").arg("-vV"))?;
        Ok(Toolchain { cargo: PathBuf::from("/usr/bin/cargo"), is_debian: true, has_std_source: true, version })
    }

    /// Can clippy look at wasm32 code? Debian's clippy is no part of the build's needs.
    pub fn has_clippy(&self) -> bool {
        !self.is_debian
    }

    /// Does [`Toolchain::cargo_small`] make what is delivered?
    pub fn is_small(&self) -> bool {
        self.has_std_source
    }

    /// A cargo command for wasm32, in the workspace's root.
    pub fn cargo(&self, verb: &str) -> Command {
        let mut command = Command::new(&self.cargo);
        command.current_dir(place::root()).args([verb, "--target", TARGET]);
        if self.is_debian {
            // Cargo must not pick up rustup's wrappers again, and rustc must take -Z though it is a release.
            command.env("RUSTC", "/usr/bin/rustc").env("RUSTC_BOOTSTRAP", "1").env_remove("RUSTUP_TOOLCHAIN");
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld");
            command.arg("-Zbuild-std=std,panic_abort");
        }
        command
    }

    /// A cargo command for wasm32 that leaves out what only a developer reads.
    pub fn cargo_small(&self, verb: &str) -> Command {
        let mut command = self.cargo(verb);
        if !self.has_std_source {
            return command;
        }
        if !self.is_debian {
            command.env("RUSTC_BOOTSTRAP", "1").arg("-Zbuild-std=std,panic_abort");
        }
        command.arg("-Zbuild-std-features=optimize_for_size");
        command.env_remove("RUSTFLAGS").env("CARGO_ENCODED_RUSTFLAGS", SMALL.join("\u{1f}"));
        command
    }
}

/// The cargo that started us.
pub fn own_cargo() -> PathBuf {
    std::env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from)
}

fn rustc() -> Command {
    // Beside the cargo that started us, so that a chosen toolchain (`cargo +nightly`) stays chosen.
    let beside = own_cargo().with_file_name(format!("rustc{}", std::env::consts::EXE_SUFFIX));
    let mut rustc = Command::new(if beside.is_file() { beside } else { PathBuf::from("rustc") });
    rustc.current_dir(place::root());
    rustc
}

fn own_compiler_has_target() -> bool {
    let asked = rustc().args(["--print", "target-libdir", "--target", TARGET]).stderr(Stdio::null()).output();
    let Ok(answer) = asked else { return false };
    // The compiler names the folder whether or not the library is in it.
    let folder = String::from_utf8_lossy(&answer.stdout).trim().to_string();
    let files = std::fs::read_dir(Path::new(&folder)).into_iter().flatten().flatten();
    answer.status.success() && files.into_iter().any(|file| file.file_name().to_string_lossy().starts_with("libstd-"))
}

/// Does the compiler in use have the source of its standard library?
fn own_compiler_has_source() -> Result<bool, Fault> {
    let sysroot = step::output("rustc --print sysroot", rustc().args(["--print", "sysroot"]))?;
    Ok(Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library/std/Cargo.toml").is_file())
}

fn own_compiler_gets_source() -> Result<bool, Fault> {
    if machine::find("rustup").is_none() {
        return Ok(false);
    }
    let mut add = Command::new("rustup");
    let added =
        step::run("rustup component add", add.args(["component", "add", "rust-src"]).current_dir(place::root()));
    Ok(added.is_ok() && own_compiler_has_source()?)
}
