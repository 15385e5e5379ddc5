//! What a visitor must load before the first picture, weighed and held to a budget.

use std::fs;
use std::path::Path;

use serde::Serialize;

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
/// [`Fault::OverBudget`] when a flavour and the overlay together exceed their budget; everything is written by then.
pub fn weigh(shipped: &Shipped, pages: &Pages, is_small: bool) -> Result<(), Fault> {
    let loads = shipped.iter().map(|(flavour, script, wasm)| load(*flavour, script, wasm, pages));
    let loads = loads.collect::<Result<Vec<_>, _>>()?;
    let path = place::dist().join("sizes.json");
    let json = serde_json::to_string_pretty(&loads).map_err(|error| Fault::content(&path, error.to_string()))?;
    fs::write(&path, json).map_err(Fault::file("write", &path))?;
    print(&loads);
    let over = loads.iter().filter(|load| load.total.brotli_bytes > load.budget_brotli_bytes);
    let over: Vec<String> = over
        .map(|load| format!("{} by {} bytes", load.engine, load.total.brotli_bytes - load.budget_brotli_bytes))
        .collect();
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

fn print(loads: &[Load]) {
    let kb = |bytes: u64| format!("{:.1}", bytes as f64 / KB);
    eprintln!("\n{:<8}{:<9}{:<34}{:>10}{:>10}{:>10}", "", "", "to the first picture, in KB", "raw", "gzip", "brotli");
    for load in loads {
        let mut engine = load.engine;
        for Part { what, file, weight } in &load.parts {
            let (raw, gzip, brotli) = (kb(weight.raw_bytes), kb(weight.gzip_bytes), kb(weight.brotli_bytes));
            eprintln!("{engine:<8}{what:<9}{file:<34}{raw:>10}{gzip:>10}{brotli:>10}");
            engine = "";
        }
        let Weight { raw_bytes, gzip_bytes, brotli_bytes } = load.total;
        let (raw, gzip, brotli) = (kb(raw_bytes), kb(gzip_bytes), kb(brotli_bytes));
        let budget = kb(load.budget_brotli_bytes);
        eprintln!("{:<8}{:<9}{:<34}{raw:>10}{gzip:>10}{brotli:>10}  of {budget}", "", "total", "");
        for Part { what, file, weight } in &load.later {
            let (raw, gzip, brotli) = (kb(weight.raw_bytes), kb(weight.gzip_bytes), kb(weight.brotli_bytes));
            eprintln!("{:<8}{what:<9}{file:<34}{raw:>10}{gzip:>10}{brotli:>10}", "");
        }
    }
    eprintln!();
}
