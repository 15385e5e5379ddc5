//! What a visitor must load before the first picture, weighed and held to a budget.

use std::fs;
use std::path::Path;

use serde::Serialize;

use crate::decoder::Kind;
use crate::dist::Shipped;
use crate::engine::Flavour;
use crate::fault::Fault;
use crate::page::Pages;
use crate::place;

/// Bytes in the KB of this page and of the budgets.
const KB: f64 = 1000.0;

/// What engine and overlay together may weigh at most, brotli bytes: all that a visitor loads before the first picture.
fn budget_bytes(flavour: Flavour) -> u64 {
    match flavour {
        Flavour::WebGpu => 275_000,
        Flavour::WebGl2 => 925_000,
    }
}

/// What a decoder may weigh at most, brotli bytes.
fn decoder_budget_bytes(kind: Kind) -> u64 {
    match kind {
        Kind::Draco => 60_000,
        Kind::Ktx2 => 95_000,
        Kind::Tangents => 20_000,
    }
}

/// One file, or several together, as they lie on the disk and as they travel.
#[derive(Clone, Copy, Default, Serialize)]
struct Weight {
    raw_bytes: u64,
    gzip_bytes: u64,
    brotli_bytes: u64,
}

#[derive(Serialize)]
struct Part {
    what: &'static str,
    file: String,
    #[serde(flatten)]
    weight: Weight,
}

/// A decoder, which a page loads when a hall has something for it.
#[derive(Serialize)]
struct DecoderLoad {
    decoder: &'static str,
    #[serde(flatten)]
    part: Part,
    budget_brotli_bytes: u64,
}

/// `dist/sizes.json`.
#[derive(Serialize)]
struct Sizes {
    engines: Vec<Load>,
    decoders: Vec<DecoderLoad>,
}

#[derive(Serialize)]
struct Load {
    engine: &'static str,
    parts: Vec<Part>,
    total: Weight,
    /// What the overlay loads when the first picture stands; not in the total.
    later: Vec<Part>,
    budget_brotli_bytes: u64,
}

/// Weighs the shipped files, prints the table, writes `dist/sizes.json`. What was made without the source of the
/// standard library (`is_small` is false) is larger than what is delivered, and not held to the budgets.
///
/// # Errors
/// [`Fault::OverBudget`] when a flavour and the overlay together, or a decoder, exceed their budget; everything is written by then.
pub fn weigh(shipped: &Shipped, pages: &Pages, is_small: bool) -> Result<(), Fault> {
    let engines = shipped.engines.iter().map(|(flavour, script, wasm)| load(*flavour, script, wasm, pages));
    let decoders = shipped.decoders.iter().map(|(kind, wasm)| {
        let (decoder, budget_brotli_bytes) = (kind.name(), decoder_budget_bytes(*kind));
        Ok(DecoderLoad { decoder, part: part("decoder", wasm)?, budget_brotli_bytes })
    });
    let sizes = Sizes { engines: engines.collect::<Result<_, _>>()?, decoders: decoders.collect::<Result<_, _>>()? };
    let path = place::dist().join("sizes.json");
    let json = serde_json::to_string_pretty(&sizes).map_err(|error| Fault::content(&path, error.to_string()))?;
    fs::write(&path, json).map_err(Fault::file("write", &path))?;
    print(&sizes);
    let engines = sizes.engines.iter().map(|load| (load.engine, load.total.brotli_bytes, load.budget_brotli_bytes));
    let decoders = sizes.decoders.iter();
    let decoders = decoders.map(|load| (load.decoder, load.part.weight.brotli_bytes, load.budget_brotli_bytes));
    let over = engines.chain(decoders).filter(|(_, bytes, budget)| bytes > budget);
    let over: Vec<String> = over.map(|(what, bytes, budget)| format!("{what} by {} bytes", bytes - budget)).collect();
    match (over.is_empty(), is_small) {
        (true, _) => Ok(()),
        (false, true) => Err(Fault::OverBudget(over.join(", "))),
        (false, false) => {
            eprintln!("      over budget, as the standard library was not built for size: {}", over.join(", "));
            Ok(())
        }
    }
}

fn load(flavour: Flavour, script: &str, wasm: &str, pages: &Pages) -> Result<Load, Fault> {
    let mut parts = vec![part("engine", wasm)?, part("glue", script)?];
    let mut later = Vec::new();
    for page in pages.pages.iter().filter(|page| page.name == "visit") {
        for file in &page.first {
            parts.push(part("overlay", file)?);
        }
        for file in &page.late {
            later.push(part("later", file)?);
        }
    }
    let mut total = Weight::default();
    for Part { weight, .. } in &parts {
        total.raw_bytes += weight.raw_bytes;
        total.gzip_bytes += weight.gzip_bytes;
        total.brotli_bytes += weight.brotli_bytes;
    }
    let budget_brotli_bytes = budget_bytes(flavour);
    Ok(Load { engine: flavour.title(), parts, total, later, budget_brotli_bytes })
}

fn part(what: &'static str, name: &str) -> Result<Part, Fault> {
    let length = |ending: &str| {
        let path = place::dist().join("app").join(format!("{name}{ending}"));
        fs::metadata(&path).map(|file| file.len()).map_err(Fault::file("weigh", Path::new(&path)))
    };
    let weight = Weight { raw_bytes: length("")?, gzip_bytes: length(".gz")?, brotli_bytes: length(".br")? };
    Ok(Part { what, file: name.into(), weight })
}

fn print(sizes: &Sizes) {
    eprintln!("\n{:<8}{:<9}{:<34}{:>10}{:>10}{:>10}", "", "", "to the first picture, in KB", "raw", "gzip", "brotli");
    for load in &sizes.engines {
        let mut engine = load.engine;
        for Part { what, file, weight } in &load.parts {
            eprintln!("{}", row(engine, what, file, weight));
            engine = "";
        }
        eprintln!("{}  of {}", row("", "total", "", &load.total), kb(load.budget_brotli_bytes));
        for Part { what, file, weight } in &load.later {
            eprintln!("{}", row("", what, file, weight));
        }
    }
    eprintln!("{:<17}later, when a hall needs it", "");
    for DecoderLoad { part, budget_brotli_bytes, .. } in &sizes.decoders {
        eprintln!("{}  of {}", row("", part.what, &part.file, &part.weight), kb(*budget_brotli_bytes));
    }
    eprintln!();
}

fn row(engine: &str, what: &str, file: &str, weight: &Weight) -> String {
    let (raw, gzip, brotli) = (kb(weight.raw_bytes), kb(weight.gzip_bytes), kb(weight.brotli_bytes));
    format!("{engine:<8}{what:<9}{file:<34}{raw:>10}{gzip:>10}{brotli:>10}")
}

fn kb(bytes: u64) -> String {
    format!("{:.1}", bytes as f64 / KB)
}
