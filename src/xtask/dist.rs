//! What is shipped: every file under a name that carries its content's hash, compressed ahead of time, and
//! `app.json`, in which the server reads what a page must load.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::thread;

use serde::Serialize;

use crate::chain::Grade;
use crate::decoder::{Decoder, Kind};
use crate::engine::{Engine, Flavour};
use crate::fault::Fault;
use crate::page::Pages;
use crate::place;
use crate::stamp::{self, Inputs};
use crate::step::Done;

/// What shrinks when compressed; pictures and WOFF2 fonts don't.
const COMPRESSIBLE: [&str; 9] = ["js", "css", "wasm", "svg", "json", "html", "txt", "map", "ttf"];

/// Characters of a hash in a file name: 32 bits, enough to tell two releases apart.
const HASH_CHARACTERS: usize = 8;

/// `dist/app.json`, without the names of the pages.
#[derive(Serialize)]
struct App {
    #[serde(flatten)]
    pages: BTreeMap<String, PageFiles>,
    engines: BTreeMap<&'static str, EngineFiles>,
    decoders: BTreeMap<&'static str, DecoderFiles>,
}

#[derive(Serialize)]
struct PageFiles {
    script: String,
    styles: Vec<String>,
}

#[derive(Serialize)]
struct EngineFiles {
    script: String,
    wasm: String,
    /// Before compression, as a page counts what has arrived.
    script_bytes: usize,
    wasm_bytes: usize,
}

#[derive(Serialize)]
struct DecoderFiles {
    wasm: String,
    wasm_bytes: usize,
}

/// One file on its way to `dist/app/`.
struct Item {
    name: String,
    bytes: Vec<u8>,
}

/// Fills `dist/app/` and writes `dist/app.json`; gives the names of what was put there.
pub fn assemble(engines: &[Engine], decoders: &[Decoder], pages: &Pages, grade: Grade) -> Result<Done<Shipped>, Fault> {
    let (items, shipped) = gather(engines, decoders, pages)?;
    let app = serde_json::to_string_pretty(&app(&items, &shipped, pages))
        .map_err(|error| Fault::content(&place::dist().join("app.json"), error.to_string()))?;
    let mut inputs = Inputs::of("dist").and_text(grade.profile()).and_text(&app);
    for item in &items {
        inputs = inputs.and_text(&item.name).and_text(&stamp::short_hash(&item.bytes, 64));
    }
    let digest = inputs.digest();
    let folder = place::dist().join("app");
    let mut made: Vec<PathBuf> = items.iter().flat_map(|item| files_of(&folder, &item.name)).collect();
    made.push(place::dist().join("app.json"));
    if stamp::is_fresh("dist", &digest, &made) {
        return Ok(Done::Fresh(shipped));
    }
    stamp::forget("dist");
    fs::create_dir_all(&folder).map_err(Fault::file("create", &folder))?;
    sweep(&folder, &made)?;
    compress_all(&folder, &items, grade)?;
    write(&place::dist().join("app.json"), app.as_bytes())?;
    stamp::record("dist-grade", grade.profile())?;
    stamp::record("dist", &digest)?;
    Ok(Done::Made(shipped))
}

/// File names in `dist/app/`.
#[derive(Default)]
pub struct Shipped {
    /// Flavour, script, module.
    pub engines: Vec<(Flavour, String, String)>,
    /// Kind, module.
    pub decoders: Vec<(Kind, String)>,
}

fn gather(engines: &[Engine], decoders: &[Decoder], pages: &Pages) -> Result<(Vec<Item>, Shipped), Fault> {
    let mut items = Vec::new();
    let mut shipped = Shipped::default();
    let mut read = |path: &Path, is_named: bool| -> Result<String, Fault> {
        let bytes = fs::read(path).map_err(Fault::file("read", path))?;
        let name = match (is_named, path.file_stem(), path.extension()) {
            (false, Some(stem), Some(extension)) => {
                let hash = stamp::short_hash(&bytes, HASH_CHARACTERS);
                format!("{}-{hash}.{}", stem.to_string_lossy(), extension.to_string_lossy())
            }
            _ => path.file_name().unwrap_or(OsStr::new("")).to_string_lossy().into_owned(),
        };
        items.push(Item { name: name.clone(), bytes });
        Ok(name)
    };
    for engine in engines {
        shipped.engines.push((engine.flavour, read(&engine.script, false)?, read(&engine.wasm, false)?));
    }
    for decoder in decoders {
        shipped.decoders.push((decoder.kind, read(&decoder.wasm, false)?));
    }
    for file in &pages.files {
        read(file, true)?;
    }
    Ok((items, shipped))
}

fn app(items: &[Item], shipped: &Shipped, pages: &Pages) -> App {
    let size = |name: &String| items.iter().find(|item| item.name == *name).map_or(0, |item| item.bytes.len());
    let url = |name: &String| format!("/app/{name}");
    let page_files = pages.pages.iter().map(|page| {
        let files = PageFiles { script: url(&page.script), styles: page.styles.iter().map(url).collect() };
        (page.name.clone(), files)
    });
    let engine_files = shipped.engines.iter().map(|(flavour, script, wasm)| {
        let (script_bytes, wasm_bytes) = (size(script), size(wasm));
        (flavour.name(), EngineFiles { script: url(script), wasm: url(wasm), script_bytes, wasm_bytes })
    });
    let decoder_files = shipped.decoders.iter().map(|(kind, wasm)| {
        let files = DecoderFiles { wasm: url(wasm), wasm_bytes: size(wasm) };
        (kind.name(), files)
    });
    App { pages: page_files.collect(), engines: engine_files.collect(), decoders: decoder_files.collect() }
}

fn is_compressible(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| COMPRESSIBLE.iter().any(|kind| extension == *kind))
}

/// A file and its compressed siblings.
fn files_of(folder: &Path, name: &str) -> Vec<PathBuf> {
    let endings: &[&str] = if is_compressible(name) { &["", ".br", ".gz"] } else { &[""] };
    endings.iter().map(|ending| folder.join(format!("{name}{ending}"))).collect()
}

/// Removes what earlier builds left behind.
fn sweep(folder: &Path, keep: &[PathBuf]) -> Result<(), Fault> {
    for file in stamp::files_below(folder)?.iter().filter(|file| !keep.contains(file)) {
        fs::remove_file(file).map_err(Fault::file("remove", file))?;
    }
    Ok(())
}

fn compress_all(folder: &Path, items: &[Item], grade: Grade) -> Result<(), Fault> {
    // A name carries the content's hash, so a file that is there is right, unless the other grade compressed it.
    let is_same_grade = stamp::is_fresh("dist-grade", grade.profile(), &[]);
    let is_there = |item: &&Item| is_same_grade && files_of(folder, &item.name).iter().all(|file| file.exists());
    let mut open: Vec<&Item> = items.iter().filter(|item| !is_there(item)).collect();
    // The large ones first, so that the workers end together.
    open.sort_by_key(|item| item.bytes.len());
    let queue = std::sync::Mutex::new(open);
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let work = || {
            // A worker that panicked ends the scope with a panic anyway.
            while let Some(item) = queue.lock().ok().and_then(|mut open| open.pop()) {
                compress(folder, item, grade)?;
            }
            Ok(())
        };
        let running: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        running
            .into_iter()
            .try_for_each(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

fn compress(folder: &Path, item: &Item, grade: Grade) -> Result<(), Fault> {
    let path = folder.join(&item.name);
    if is_compressible(&item.name) {
        let (brotli_quality, gzip_level) = if grade == Grade::Dev { (4, 4) } else { (11, 9) };
        let mut small = Vec::new();
        let parameters = brotli::enc::BrotliEncoderParams {
            quality: brotli_quality,
            lgwin: 24,
            size_hint: item.bytes.len(),
            ..Default::default()
        };
        let broken = |error| Fault::File { action: "compress", path: path.clone(), source: error };
        brotli::BrotliCompress(&mut item.bytes.as_slice(), &mut small, &parameters).map_err(broken)?;
        write(&folder.join(format!("{}.br", item.name)), &small)?;
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(gzip_level));
        let small = gzip.write_all(&item.bytes).and_then(|()| gzip.finish());
        let small = small.map_err(|error| Fault::File { action: "compress", path: path.clone(), source: error })?;
        write(&folder.join(format!("{}.gz", item.name)), &small)?;
    }
    write(&path, &item.bytes)
}

/// Writes a file so that a server running meanwhile sees either the old or the new one.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let mut name = path.file_name().unwrap_or(OsStr::new("")).to_os_string();
    name.push(".part");
    let part = path.with_file_name(name);
    fs::write(&part, bytes).map_err(Fault::file("write", &part))?;
    fs::rename(&part, path).map_err(Fault::file("rename", &part))
}

/// Puts the server's binary into `dist/bin/`.
pub fn install_server(built: &Path) -> Result<PathBuf, Fault> {
    let bin = place::dist().join("bin");
    fs::create_dir_all(&bin).map_err(Fault::file("create", &bin))?;
    let installed = bin.join(built.file_name().unwrap_or(OsStr::new("yunzhan")));
    let bytes = fs::read(built).map_err(Fault::file("read", built))?;
    if fs::read(&installed).is_ok_and(|old| old == bytes) {
        return Ok(installed);
    }
    // By rename: a running server keeps its file, and a copy keeps the permission to run.
    let part = installed.with_extension("part");
    fs::copy(built, &part).map_err(Fault::file("copy", built))?;
    fs::rename(&part, &installed).map_err(Fault::file("rename", &part))?;
    Ok(installed)
}
