//! Any bytes as a `hall.json`, and as the files it names: findings, never a panic.
#![no_main]

use bytes::Bytes;
use hall::{Limits, check};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let bytes = Bytes::copy_from_slice(data);
    let limits = Limits { decoded_bytes: 64 << 20, elements: 100_000, json_values: 200_000, ..Limits::default() };
    for finding in check("hall.json", &|_| Some(bytes.clone()), &limits) {
        assert!(!finding.message("zh-CN").is_empty() && !finding.message("en").is_empty());
    }
});
