//! The decoders that a page loads when a hall needs them: small modules of their own, without glue.

use std::fs;
use std::path::PathBuf;

use crate::chain::Grade;
use crate::engine;
use crate::fault::Fault;
use crate::place;
use crate::stamp::{self, Inputs};
use crate::step::{self, Done};
use crate::toolchain::{TARGET, Toolchain};

/// The sources that end up in a decoder.
const SOURCES: [&str; 9] = [
    "Cargo.toml",
    "Cargo.lock",
    ".cargo",
    "src/hall",
    "src/unpack",
    // How it is made belongs to what it is made of.
    "src/xtask/decoder.rs",
    "src/xtask/engine.rs",
    "src/xtask/toolchain.rs",
    "web/package-lock.json",
];

/// What it unpacks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Draco,
    Ktx2,
    /// Nothing: it makes the tangents that a file leaves to its reader.
    Tangents,
}

impl Kind {
    /// Each a module of its own.
    pub const ALL: [Kind; 3] = [Kind::Draco, Kind::Ktx2, Kind::Tangents];

    /// The Cargo feature, and the name in `app.json`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Draco => "draco",
            Kind::Ktx2 => "ktx2",
            Kind::Tangents => "tangents",
        }
    }
}

/// A finished module.
pub struct Decoder {
    pub kind: Kind,
    pub wasm: PathBuf,
}

/// Makes one, unless it is there already.
pub fn make(kind: Kind, grade: Grade, toolchain: &Toolchain) -> Result<Done<Decoder>, Fault> {
    let product = format!("decoder-{}-{}", kind.name(), grade.profile());
    let folder = place::workshop().join(&product);
    let decoder = Decoder { kind, wasm: folder.join(format!("unpack_{}.wasm", kind.name())) };
    let mut inputs = Inputs::of(&product).and_text(&toolchain.version);
    for source in SOURCES {
        inputs = inputs.and_tree(&place::root().join(source))?;
    }
    let digest = inputs.digest();
    if stamp::is_fresh(&product, &digest, std::slice::from_ref(&decoder.wasm)) {
        return Ok(Done::Fresh(decoder));
    }
    stamp::forget(&product);
    fs::create_dir_all(&folder).map_err(Fault::file("create", &folder))?;
    let mut cargo = match grade {
        Grade::Release => toolchain.cargo_small("build"),
        Grade::Dev => toolchain.cargo("build"),
    };
    cargo.args(["--package", "unpack", "--lib", "--profile", grade.profile(), "--features", kind.name()]);
    step::run(&format!("compiling the decoder of {}", kind.name()), &mut cargo)?;
    let compiled = place::target().join(TARGET).join(grade.profile()).join("unpack.wasm");
    fs::copy(&compiled, &decoder.wasm).map_err(Fault::file("copy", &compiled))?;
    if grade == Grade::Release {
        engine::optimise_wasm(&decoder.wasm, &["--strip-debug", "--strip-producers"])?;
    }
    stamp::record(&product, &digest)?;
    Ok(Done::Made(decoder))
}
