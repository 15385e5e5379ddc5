//! Archives that are no zips: told apart by their first bytes, so that whoever sent one learns what to do.

use std::fs::File;
use std::io::{Read, Seek};
use std::path::Path;

/// Where each kind has its mark, the mark, and its name.
const KINDS: [(usize, &[u8], &str); 8] = [
    (0, b"Rar!\x1a\x07", "RAR"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"\x1f\x8b", "gzip"),
    (0, b"\xfd7zXZ\0", "xz"),
    (0, b"BZh", "bzip2"),
    (0, b"\x28\xb5\x2f\xfd", "Zstandard"),
    (0, b"MSCF", "CAB"),
    (257, b"ustar", "tar"),
];

/// What names of archives end with.
const ENDINGS: [&str; 10] = ["zip", "rar", "7z", "tar", "gz", "tgz", "xz", "bz2", "zst", "cab"];

/// So much of a file tells all kinds apart.
const HEAD_BYTES: u64 = 512;

/// Whether the name of a file says that it is an archive, whatever it is.
pub fn is_named_archive(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// What kind of archive a file is, if it is one and no zip. Nothing where it cannot be read: whoever reads it next says why.
pub(super) fn kind(mut file: &File) -> Option<&'static str> {
    let mut head = Vec::new();
    file.take(HEAD_BYTES).read_to_end(&mut head).ok()?;
    file.rewind().ok()?;
    let has = |at: usize, mark: &[u8]| head.get(at..).is_some_and(|rest| rest.starts_with(mark));
    KINDS.iter().find(|(at, mark, _)| has(*at, mark)).map(|(_, _, name)| *name)
}
