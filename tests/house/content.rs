//! What every room and every file owes the reader: an invariant, an origin, no loose ends, a name that says something.

use crate::{expect_none, expect_one, files_below, rooms, root, texts_below};

/// Endings of files in which people write words.
const TEXT: [&str; 14] =
    [".rs", ".toml", ".md", ".wgsl", ".ts", ".vue", ".css", ".js", ".mjs", ".html", ".svg", ".json", ".yml", ".sh"];

/// Names under which anything may hide.
const EMPTY_NAMES: [&str; 8] = ["util", "utils", "common", "helper", "helpers", "manager", "misc", "shared"];

/// The module documentation a file opens with, as one line.
fn opening(text: &str) -> String {
    let lines = text.lines().take_while(|line| line.starts_with("//!"));
    lines.map(|line| line.trim_start_matches("//!").trim()).collect::<Vec<_>>().join(" ")
}

fn opening_complaints(file: &str, text: &str) -> Vec<String> {
    let opening = opening(text);
    if opening.is_empty() {
        return vec![format!("{file} opens without saying what it is (`//! …`)")];
    }
    let after = opening.split("*Invariant:*").nth(1).map(str::trim);
    if after.is_some_and(|words| words.len() > 20) { Vec::new() } else { vec![format!("{file} names no *Invariant:*")] }
}

fn loose_end_complaints(file: &str, text: &str) -> Vec<String> {
    // Written so that this file does not find itself.
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME")];
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    let is_loose = |line: &&str| line.split(|letter| !is_part(letter)).any(|word| marks.contains(&word));
    text.lines().filter(is_loose).map(|line| format!("{file}: loose end: {}", line.trim())).collect()
}

fn name_complaints(file: &str) -> Vec<String> {
    let parts = file.split('/').map(|part| part.split('.').next().unwrap_or(part));
    let is_empty = |part: &&str| EMPTY_NAMES.contains(&part.to_lowercase().as_str());
    parts.filter(is_empty).map(|part| format!("{file}: `{part}` says nothing about what is inside")).collect()
}

/// The files that a README speaks of: everything in it between back quotes; `*` stands for any part of a name.
fn origin_complaints(files: &[String], readme: &str) -> Vec<String> {
    let named: Vec<&str> = readme.split('`').skip(1).step_by(2).collect();
    let is_named = |file: &str| named.iter().any(|name| is_match(name, file));
    let unnamed = files.iter().filter(|file| !is_named(file));
    unnamed.map(|file| format!("assets/{file}: assets/README.md names neither origin nor licence")).collect()
}

/// Does `file` fit a name in which each `*` stands for anything but a slash?
fn is_match(name: &str, file: &str) -> bool {
    match name.split_once('*') {
        None => name == file,
        Some((start, rest)) => file.strip_prefix(start).is_some_and(|file| {
            let end = file.find('/').unwrap_or(file.len());
            (0..=end).filter(|at| file.is_char_boundary(*at)).any(|at| is_match(rest, &file[at..]))
        }),
    }
}

#[test]
fn every_room_says_what_it_is_and_what_it_never_does() {
    let complaints = rooms().into_iter().flat_map(|room| {
        let files = ["lib.rs", "main.rs"].map(|file| format!("src/{room}/{file}"));
        let file = files.into_iter().find(|file| root().join(file).exists()).expect("a room has a root file");
        let text = std::fs::read_to_string(root().join(&file)).expect("sources are UTF-8");
        opening_complaints(&file, &text)
    });
    expect_none(complaints.collect());
}

#[test]
fn no_loose_ends() {
    let folders = ["src", "tests", "shaders", "web", "docs", ".ci"];
    let texts = folders.into_iter().flat_map(|folder| texts_below(folder, &TEXT));
    let texts = texts.filter(|(file, _)| !file.ends_with("package-lock.json"));
    expect_none(texts.flat_map(|(file, text)| loose_end_complaints(&file, &text)).collect());
}

#[test]
fn names_say_what_is_inside() {
    let files = ["src", "tests", "shaders", "web", "docs"].into_iter().flat_map(files_below);
    expect_none(files.flat_map(|(file, _)| name_complaints(&file)).collect());
}

#[test]
fn every_asset_has_an_origin() {
    let files =
        files_below("assets").into_iter().filter_map(|(file, _)| Some(file.strip_prefix("assets/")?.to_string()));
    let files: Vec<String> = files.filter(|file| file != "README.md").collect();
    let readme = std::fs::read_to_string(root().join("assets/README.md")).unwrap_or_default();
    expect_none(origin_complaints(&files, &readme));
}

#[test]
fn a_room_without_opening_or_invariant_is_found() {
    expect_one(&opening_complaints("lib.rs", "mod x;\n"), "without saying");
    expect_one(&opening_complaints("lib.rs", "//! A room.\n"), "no *Invariant:*");
    expect_one(&opening_complaints("lib.rs", "//! A room. *Invariant:*\n"), "no *Invariant:*");
    expect_none(opening_complaints("lib.rs", "//! A room.\n//!\n//! *Invariant:* it never opens a\n//! file.\n"));
}

#[test]
fn a_loose_end_is_found() {
    for mark in [concat!("TO", "DO"), concat!("FIX", "ME")] {
        expect_one(&loose_end_complaints("x.rs", &format!("let a = 1; // {mark}: more\n")), "loose end");
        expect_one(&loose_end_complaints("x.md", &format!("{mark} later\n")), "loose end");
    }
    expect_none(loose_end_complaints("x.rs", concat!("let ", "TO", "DOS", " = 1; // to do something\n")));
}

#[test]
fn an_empty_name_is_found() {
    expect_one(&name_complaints("src/render/utils.rs"), "`utils`");
    expect_one(&name_complaints("web/visit/common/x.ts"), "`common`");
    expect_none(name_complaints("src/render/pass/shadow.rs"));
}

#[test]
fn an_asset_without_origin_is_found() {
    let files = ["halls/lobby/hall.json", "halls/lobby/a.png", "halls/lobby/deep/b.png", "font.ttf"].map(String::from);
    let readme = "| `halls/lobby/hall.json` | ours |\n| `halls/lobby/*.png`, `font.ttf` | ours |";
    expect_one(&origin_complaints(&files, readme), "deep/b.png");
    assert_eq!(origin_complaints(&files, "nothing").len(), files.len());
}
