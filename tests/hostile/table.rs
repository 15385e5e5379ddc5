//! All cases, one after the other, and the table that tells of them.

use std::collections::BTreeSet;

use crate::run::{Fate, Hostile, outcome};
use crate::{addresses, archives, buffers, container, graph, images, json};

/// Numbers that have a row in docs/hostile.md and a case here.
const NUMBERS: std::ops::RangeInclusive<u32> = 1..=74;

fn all() -> Vec<Hostile> {
    let groups = [
        container::cases(),
        json::cases(),
        graph::cases(),
        buffers::cases(),
        addresses::cases(),
        images::cases(),
        archives::cases(),
    ];
    groups.into_iter().flatten().collect()
}

fn run(cases: Vec<Hostile>) {
    let mut bad = Vec::new();
    println!("{:>3} {:<44} {:^17} {:^17}  code", "", "", "check", "pack");
    for case in cases {
        let outcome = outcome(&case);
        println!("{}", outcome.line);
        let complain = |why| format!("{} {}: {why}", case.number, case.what);
        bad.extend(outcome.complaints.into_iter().map(complain));
    }
    assert!(bad.is_empty(), "\n{}", bad.join("\n"));
}

#[test]
fn containers() {
    run(container::cases());
}

#[test]
fn texts() {
    run(json::cases());
}

#[test]
fn graphs() {
    run(graph::cases());
}

#[test]
fn buffers_and_accessors() {
    run(buffers::cases());
}

#[test]
fn where_addresses_lead() {
    run(addresses::cases());
}

#[test]
fn pictures() {
    run(images::cases());
}

#[test]
fn zips() {
    run(archives::cases());
}

#[test]
fn every_number_has_a_case_and_a_row() {
    let cases = all();
    let tested: BTreeSet<u32> = cases.iter().map(|case| case.number).collect();
    assert_eq!(tested, NUMBERS.collect());
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/hostile.md");
    let page = std::fs::read_to_string(path).unwrap();
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| ")).collect();
    for case in &cases {
        let row = rows.iter().find(|row| row.starts_with(&format!("| {} |", case.number)));
        let row = row.unwrap_or_else(|| panic!("docs/hostile.md has no row {}", case.number));
        let is_told = case.code.is_empty() || row.contains(&format!("`{}`", case.code));
        assert!(is_told, "row {} does not name {}", case.number, case.code);
    }
}

#[test]
fn what_a_good_upload_needs_is_there() {
    // A case that is refused for want of a floor would prove nothing.
    let good = Hostile::new(0, "nothing wrong", "a.gltf", json::scene(serde_json::json!({})).to_string());
    run(vec![good.mended("")]);
    assert!(all().iter().any(|case| case.fate == Fate::Mended));
}
