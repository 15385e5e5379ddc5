//! The viewer for the browser: compiled, bound to JavaScript, optimised; once for WebGPU, once for WebGL2.

use std::fs;
use std::path::{Path, PathBuf};

use wasm_bindgen_cli_support::Bindgen;

use crate::chain::Grade;
use crate::fault::Fault;
use crate::machine;
use crate::names;
use crate::place;
use crate::stamp::{self, Inputs};
use crate::step::{self, Done};
use crate::toolchain::{TARGET, Toolchain};

/// What every browser from Chromium 100, Safari 15.4 and Firefox 104 on understands, and rustc emits. Named one by
/// one: `--all-features` makes a module that no released browser loads.
const WASM_FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Passes that make the module smaller and its compressed form larger: code that is written out twice compresses better than
/// code that was made different on purpose.
const WASM_PASSES_AGAINST_COMPRESSION: [&str; 4] =
    ["--skip-pass=inlining", "--skip-pass=inlining-optimizing", "--skip-pass=local-cse", "--skip-pass=simplify-locals"];

/// The sources that end up in the wasm.
const SOURCES: [&str; 10] = [
    "Cargo.toml",
    "Cargo.lock",
    ".cargo",
    "src/hall",
    "src/render",
    "src/viewer",
    "shaders",
    // How it is made belongs to what it is made of.
    "src/xtask/engine.rs",
    "src/xtask/names.rs",
    "src/xtask/toolchain.rs",
];

/// One of the two wasm builds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    WebGpu,
    WebGl2,
}

impl Flavour {
    /// Both, the small one first.
    pub const ALL: [Flavour; 2] = [Flavour::WebGpu, Flavour::WebGl2];

    /// The Cargo feature, and the name in `app.json`.
    pub fn name(self) -> &'static str {
        match self {
            Flavour::WebGpu => "webgpu",
            Flavour::WebGl2 => "webgl2",
        }
    }

    /// For people.
    pub fn title(self) -> &'static str {
        match self {
            Flavour::WebGpu => "WebGPU",
            Flavour::WebGl2 => "WebGL2",
        }
    }
}

/// The finished files of one flavour.
pub struct Engine {
    pub flavour: Flavour,
    pub script: PathBuf,
    pub wasm: PathBuf,
}

/// Makes one flavour, unless it is there already.
pub fn make(flavour: Flavour, grade: Grade, toolchain: &Toolchain) -> Result<Done<Engine>, Fault> {
    let product = format!("engine-{}-{}", flavour.name(), grade.profile());
    let folder = place::workshop().join(&product);
    let stem = format!("yunzhan_{}", flavour.name());
    let engine =
        Engine { flavour, script: folder.join(format!("{stem}.js")), wasm: folder.join(format!("{stem}.wasm")) };
    let digest = digest(&product, toolchain)?;
    if stamp::is_fresh(&product, &digest, &[engine.script.clone(), engine.wasm.clone()]) {
        return Ok(Done::Fresh(engine));
    }
    stamp::forget(&product);
    fs::create_dir_all(&folder).map_err(Fault::file("create", &folder))?;
    let compiled = compile(flavour, grade, toolchain)?;
    bind(&compiled, &engine, grade)?;
    optimise(&engine, grade)?;
    stamp::record(&product, &digest)?;
    Ok(Done::Made(engine))
}

fn digest(product: &str, toolchain: &Toolchain) -> Result<String, Fault> {
    let mut inputs = Inputs::of(product).and_text(&toolchain.version);
    inputs = inputs.and_tree(&place::web().join("package-lock.json"))?;
    for source in SOURCES {
        inputs = inputs.and_tree(&place::root().join(source))?;
    }
    Ok(inputs.and_built_in_assets()?.digest())
}

/// Compiles the viewer; gives the raw module.
fn compile(flavour: Flavour, grade: Grade, toolchain: &Toolchain) -> Result<PathBuf, Fault> {
    let mut cargo = match grade {
        Grade::Release => toolchain.cargo_small("build"),
        Grade::Dev => toolchain.cargo("build"),
    };
    cargo.args(["--package", "viewer", "--lib", "--profile", grade.profile(), "--features", flavour.name()]);
    step::run(&format!("compiling the {} viewer", flavour.title()), &mut cargo)?;
    Ok(place::target().join(TARGET).join(grade.profile()).join("viewer.wasm"))
}

/// Makes the JavaScript beside the module, and the module that fits it.
fn bind(compiled: &Path, engine: &Engine, grade: Grade) -> Result<(), Fault> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(compiled).remove_name_section(true).remove_producers_section(true).typescript(false);
    // The page says where the module is: its name carries a hash that the script can't know.
    bindgen.omit_default_module_path(true);
    let bound = bindgen.web(true).and_then(Bindgen::generate_output);
    let mut bound = bound.map_err(|error| Fault::Bindgen(format!("{error:#}")))?;
    let snippets = bound.snippets().iter().filter(|(_, scripts)| !scripts.is_empty()).map(|(name, _)| name);
    let scripts: Vec<&String> =
        snippets.chain(bound.local_modules().keys()).chain(bound.npm_dependencies().keys()).collect();
    if !scripts.is_empty() {
        let detail = format!("the module brings scripts of its own, which would be left behind: {scripts:?}");
        return Err(Fault::Bindgen(detail));
    }
    let script = match grade {
        Grade::Release => names::shorten(&mut bound)?,
        Grade::Dev => bound.js().to_owned(),
    };
    let wasm = bound.wasm_mut().emit_wasm();
    fs::write(&engine.wasm, wasm).map_err(Fault::file("write", &engine.wasm))?;
    fs::write(&engine.script, script).map_err(Fault::file("write", &engine.script))
}

/// Makes both files small.
fn optimise(engine: &Engine, grade: Grade) -> Result<(), Fault> {
    if grade == Grade::Dev {
        return Ok(());
    }
    optimise_wasm(&engine.wasm, &[])?;
    let small = engine.script.with_extension("small.js");
    let mut rolldown = machine::web_tool("rolldown");
    rolldown.arg(&engine.script).args(["--format", "esm", "--minify", "--file"]).arg(&small);
    step::output("minifying the glue", &mut rolldown)?;
    fs::rename(&small, &engine.script).map_err(Fault::file("rename", &small))
}

/// Makes a module small.
pub fn optimise_wasm(wasm: &Path, more_passes: &[&str]) -> Result<(), Fault> {
    let mut wasm_opt = machine::web_tool("wasm-opt");
    wasm_opt
        // `-Oz` makes the module smaller and its compressed form larger. The first KB of memory is the far end of the stack, where
        // nothing is read: so what is added to an address can stand in the load.
        .args(["-Os", "--strip-target-features", "--low-memory-unused"])
        .args(more_passes)
        .args(WASM_PASSES_AGAINST_COMPRESSION)
        .args(WASM_FEATURES)
        .arg(wasm)
        .arg("-o")
        .arg(wasm);
    step::run("wasm-opt", &mut wasm_opt)
}
