//! The validator: every code is provoked at its place by a small file made for it, and hostile files get what they deserve.

#![allow(clippy::unwrap_used, reason = "a test that unwraps nothing has failed")]

mod case;
mod container;
mod data;
mod extensions;
mod hostile;
mod images;
mod meshes;
mod references;
mod schema;

use std::collections::BTreeSet;

use pack::validate::{Code, Severity};

/// Tells how much a check took at most.
#[global_allocator]
static MEMORY: peak_alloc::PeakAlloc = peak_alloc::PeakAlloc;

/// Needs a file of more than 200 MiB.
const TOO_DEAR: Code = Code::YzFileTooLarge;

#[test]
fn every_code_is_provoked() {
    let _turn = hostile::turn();
    let cases = [
        container::cases(),
        data::cases(),
        extensions::cases(),
        hostile::cases(),
        images::cases(),
        meshes::cases(),
        references::cases(),
        schema::cases(),
    ];
    let mut provoked: BTreeSet<Code> = cases.iter().flatten().map(|case| case.code).chain([TOO_DEAR]).collect();
    // What the reader says last: files of other kinds, in `container`.
    provoked.insert(Code::YzUnreadable);
    let missing: Vec<_> = Code::ALL.iter().filter(|code| !provoked.contains(code)).map(|code| code.name()).collect();
    assert!(missing.is_empty(), "no test provokes {missing:?}");
}

#[test]
fn names_are_unique_and_messages_have_all_their_details() {
    let names: BTreeSet<_> = Code::ALL.iter().map(|code| code.name()).collect();
    assert_eq!(names.len(), Code::ALL.len());
    assert!(Code::ALL.iter().all(|code| !code.refuses() || code.severity() == Severity::Error));
    let cases =
        [container::cases(), data::cases(), extensions::cases(), images::cases(), meshes::cases(), references::cases()];
    for issue in cases.iter().flatten().flat_map(|case| case.report().issues) {
        for lang in ["en", "zh-CN"] {
            let message = issue.message(lang);
            assert!(!message.is_empty() && !message.contains("{0}") && !message.contains("{1}"), "{message}");
        }
        assert_ne!(issue.message("en"), issue.message("zh-CN"), "{}", issue.code.name());
    }
}
