//! Reads every glTF file below the folders on the command line and counts what became of them.
//!
//! A `*.report.json` beside a file (as the Khronos validator's own tests have) says whether that file is without error.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use bytes::Bytes;
use hall::Limits;
use hall::gltf::Document;

#[derive(Default)]
struct Count {
    read: usize,
    read_with_warnings: usize,
    refused: usize,
}

fn main() {
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    let mut slowest = (Duration::ZERO, PathBuf::new());
    let is_verbose = std::env::args().any(|a| a == "-v");
    for folder in std::env::args().skip(1).filter(|a| a != "-v") {
        for path in gltf_files(Path::new(&folder)) {
            let start = Instant::now();
            let result = read(&path);
            slowest = slowest.max((start.elapsed(), path.clone()));
            let errors = errors_of_report(&path);
            let class = match errors {
                None => "without a report",
                Some(0) => "without error in the report",
                Some(_) => "with errors in the report",
            };
            let count = counts.entry(class).or_default();
            match result {
                Ok(warnings) if warnings.is_empty() => count.read += 1,
                Ok(warnings) => {
                    count.read_with_warnings += 1;
                    if is_verbose || errors == Some(0) {
                        println!("warned   {}: {}", path.display(), warnings.join(" | "));
                    }
                }
                Err(error) => {
                    count.refused += 1;
                    if is_verbose || errors != Some(1) {
                        println!("refused  {} ({errors:?} errors): {error}", path.display());
                    }
                }
            }
        }
    }
    for (class, count) in counts {
        let Count { read, read_with_warnings, refused } = count;
        println!("{class}: {read} read, {read_with_warnings} read with warnings, {refused} refused");
    }
    println!("slowest: {:?} {}", slowest.0, slowest.1.display());
}

fn read(path: &Path) -> Result<Vec<String>, String> {
    let bytes = std::fs::read(path).map_err(|e| e.to_string())?;
    let document = Document::open(bytes.into(), &Limits::default()).map_err(|e| e.to_string())?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let file = |name: &str| std::fs::read(folder.join(name)).ok().map(Bytes::from);
    let (_, warnings) = document.import(&file).map_err(|e| e.to_string())?;
    Ok(warnings.iter().map(ToString::to_string).collect())
}

fn errors_of_report(path: &Path) -> Option<u64> {
    let report = PathBuf::from(format!("{}.report.json", path.display()));
    let report: serde_json::Value = serde_json::from_slice(&std::fs::read(report).ok()?).ok()?;
    report["issues"]["numErrors"].as_u64()
}

fn gltf_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder) else { return found };
    for path in entries.flatten().map(|e| e.path()) {
        if path.is_dir() {
            found.extend(gltf_files(&path));
        } else if path.extension().is_some_and(|e| e == "gltf" || e == "glb") {
            found.push(path);
        }
    }
    found.sort();
    found
}
