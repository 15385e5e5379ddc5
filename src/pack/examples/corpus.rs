//! Measures the validator against a folder of glTF files, each with the report of the Khronos glTF validator beside it (`x.gltf.report.json`),
//! such as the `test` folder of that project: `cargo run --release -p pack --example corpus -- FOLDER`.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use bytes::Bytes;
use hall::Limits;
use pack::validate::{Code, Format, Report, Severity, Spot, validate_as};
use serde_json::Value;

/// Codes and places, each with how often it is there.
type Issues = BTreeMap<(String, String), usize>;

/// What became of the files.
#[derive(Default)]
struct Tally {
    files: usize,
    erroneous: usize,
    identical: usize,
    false_accepts: Vec<String>,
    false_rejects: Vec<String>,
    tolerated: usize,
    slowest: Duration,
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("which folder?")?;
    let is_verbose = std::env::args().any(|argument| argument == "--verbose");
    let mut tally = Tally::default();
    for file in files_below(Path::new(&folder))? {
        compare(&file, is_verbose, &mut tally)?;
    }
    let Tally { files, erroneous, identical, false_accepts, false_rejects, tolerated, slowest } = &tally;
    println!("{files} files, {erroneous} of them with errors");
    println!("{identical} reports are the same, code by code and place by place");
    println!("{} false accepts: {}", false_accepts.len(), false_accepts.join(", "));
    println!("{} false rejects: {}", false_rejects.len(), false_rejects.join(", "));
    println!("{tolerated} files with errors are taken, because they can be shown");
    println!("at most {slowest:.1?} a file");
    Ok(())
}

fn files_below(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            match path.extension().and_then(|extension| extension.to_str()) {
                _ if path.is_dir() => open.push(path),
                Some("gltf" | "glb") => files.push(path),
                _ => {}
            }
        }
    }
    files.sort();
    Ok(files)
}

fn compare(path: &Path, is_verbose: bool, tally: &mut Tally) -> Result<(), Box<dyn Error>> {
    let report: Value = serde_json::from_slice(&fs::read(format!("{}.report.json", path.display()))?)?;
    let messages = report["issues"]["messages"].as_array().cloned().unwrap_or_default();
    let expected = count(messages.iter().map(|message| {
        let offset = message["offset"].as_u64().map(|offset| format!("byte {offset}"));
        let pointer = message["pointer"].as_str().unwrap_or_default();
        (message["code"].as_str().unwrap_or_default().to_owned(), offset.unwrap_or_else(|| pointer.to_owned()))
    }));
    let is_erroneous = messages.iter().any(|message| message["severity"] == 0);

    let folder = path.parent().unwrap_or(Path::new("."));
    let files = |name: &str| fs::read(folder.join(name)).ok().map(Bytes::from);
    let format =
        if path.extension().is_some_and(|extension| extension == "glb") { Format::Binary } else { Format::Json };
    let bytes = fs::read(path)?;
    let began = Instant::now();
    let found = validate_as(format, &bytes, &files, &Limits::default());
    tally.slowest = tally.slowest.max(began.elapsed());

    let khronos = found.issues.iter().filter(|issue| !issue.code.is_own());
    let ours = count(khronos.map(|issue| (issue.code.name().to_owned(), issue.spot.to_string())));
    let name = path.display().to_string();
    tally.files += 1;
    tally.erroneous += usize::from(is_erroneous);
    tally.identical += usize::from(expected == ours);
    tally.tolerated += usize::from(is_erroneous && found.is_accepted());
    if is_verbose {
        print_differences(&name, &expected, &ours, &found);
    }
    if is_erroneous && !found.has_errors() {
        tally.false_accepts.push(name);
    } else if !is_erroneous && (found.has_errors() || !found.is_accepted()) {
        let first = found.issues.iter().find(|issue| issue.severity() == Severity::Error);
        tally.false_rejects.push(format!("{name} ({})", first.map_or("", |issue| issue.code.name())));
    }
    Ok(())
}

fn count(issues: impl Iterator<Item = (String, String)>) -> Issues {
    let mut counts = Issues::new();
    issues.for_each(|issue| *counts.entry(issue).or_default() += 1);
    counts
}

fn print_differences(name: &str, expected: &Issues, ours: &Issues, report: &Report) {
    let lacks = expected.iter().filter(|(issue, count)| ours.get(issue) != Some(count)).map(|pair| ("-", pair));
    let adds = ours.iter().filter(|(issue, count)| expected.get(issue) != Some(count)).map(|pair| ("+", pair));
    let lines: Vec<_> = lacks.chain(adds).collect();
    if !lines.is_empty() {
        println!("{name}");
    }
    for (sign, ((code, place), count)) in lines {
        println!("  {sign} {count} {code} {place}");
    }
    for issue in report.issues.iter().filter(|issue| issue.code.is_own() && issue.code != Code::YzUnreadable) {
        println!("  {} {} {}", name, issue.code.name(), issue.spot);
    }
    if let Some(issue) = report.issues.iter().find(|issue| issue.code == Code::YzUnreadable) {
        let place = if issue.spot == Spot::Pointer("/".into()) { String::new() } else { issue.spot.to_string() };
        println!("  {name} refused: {} {place}", issue.message("en"));
    }
}
