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

/// How cargo is called for wasm32.
pub struct Toolchain {
    cargo: PathBuf,
    builds_std: bool,
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
        Ok(Toolchain { cargo: own_cargo(), builds_std: false, version })
    }

    fn debian() -> Result<Toolchain, Fault> {
        let version = step::output("rustc -vV", Command::new("/usr/bin/rustc").arg("-vV"))?;
        Ok(Toolchain { cargo: PathBuf::from("/usr/bin/cargo"), builds_std: true, version })
    }

    /// Can clippy look at wasm32 code? Debian's clippy is no part of the build's needs.
    pub fn has_clippy(&self) -> bool {
        !self.builds_std
    }

    /// A cargo command for wasm32, in the workspace's root.
    pub fn cargo(&self, verb: &str) -> Command {
        let mut command = Command::new(&self.cargo);
        command.current_dir(place::root()).args([verb, "--target", TARGET]);
        if self.builds_std {
            // Cargo must not pick up rustup's wrappers again, and rustc must take -Z though it is a release.
            command.env("RUSTC", "/usr/bin/rustc").env("RUSTC_BOOTSTRAP", "1").env_remove("RUSTUP_TOOLCHAIN");
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld");
            command.arg("-Zbuild-std=std,panic_abort");
        }
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
