//! Byte ranges (RFC 9110 §14).

use std::ops::Range;

/// Ranges that one request may ask for; more is answered with the whole.
const MOST: usize = 16;

/// What a `Range` header asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Everything: no range, one that makes no sense, or several that don't touch.
    Whole,
    /// These bytes of it.
    Part(Range<u64>),
    /// Nothing that there is: 416.
    Beyond,
}

/// Reads a `Range` header against a file of `size_bytes`.
///
/// Several ranges count as one when they touch or overlap; when they don't, the whole is sent, as §14.2 allows: nobody who looks at halls asks for `multipart/byteranges`, and answering it multiplies work by what a header can hold.
pub fn asked(header: Option<&str>, size_bytes: u64) -> Asked {
    let Some(list) = header.and_then(|header| header.trim().strip_prefix("bytes=")) else { return Asked::Whole };
    let specs: Vec<&str> = list.split(',').map(str::trim).filter(|spec| !spec.is_empty()).collect();
    if specs.is_empty() || specs.len() > MOST {
        return Asked::Whole;
    }
    let mut parts = Vec::new();
    for spec in specs {
        match one(spec, size_bytes) {
            None => return Asked::Whole,
            Some(part) if part.is_empty() => {}
            Some(part) => parts.push(part),
        }
    }
    parts.sort_by_key(|part| part.start);
    let mut parts = parts.into_iter();
    let Some(mut joined) = parts.next() else { return Asked::Beyond };
    for part in parts {
        if part.start > joined.end {
            return Asked::Whole;
        }
        joined.end = joined.end.max(part.end);
    }
    Asked::Part(joined)
}

/// `a-b`, `a-` or `-n`; empty when it lies beyond the end, `None` when it is no range.
fn one(spec: &str, size_bytes: u64) -> Option<Range<u64>> {
    let (first, last) = spec.split_once('-')?;
    let number = |digits: &str| -> Option<u64> {
        // A number too large for us is larger than every file.
        let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| digits.parse().unwrap_or(u64::MAX))
    };
    match (first, last) {
        ("", suffix) => Some(size_bytes.saturating_sub(number(suffix)?)..size_bytes),
        (first, "") => Some(number(first)?.min(size_bytes)..size_bytes),
        (first, last) => {
            let (first, last) = (number(first)?, number(last)?);
            (first <= last).then(|| first.min(size_bytes)..last.saturating_add(1).min(size_bytes))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, asked};

    #[test]
    fn ranges_of_a_thousand_bytes() {
        for (header, expected) in [
            ("bytes=0-99", Asked::Part(0..100)),
            ("bytes=900-", Asked::Part(900..1000)),
            ("bytes=-100", Asked::Part(900..1000)),
            ("bytes=-5000", Asked::Part(0..1000)),
            ("bytes=990-99999999999999999999999", Asked::Part(990..1000)),
            ("bytes=0-9, 10-19", Asked::Part(0..20)),
            ("bytes=50-59,0-70", Asked::Part(0..71)),
            ("bytes=0-9,500-509", Asked::Whole),
            ("bytes=1000-", Asked::Beyond),
            ("bytes=-0", Asked::Beyond),
            ("bytes=2000-3000,5000-", Asked::Beyond),
            ("bytes=9-2", Asked::Whole),
            ("bytes=a-b", Asked::Whole),
            ("bytes=--5", Asked::Whole),
            ("bytes=", Asked::Whole),
            ("items=0-5", Asked::Whole),
        ] {
            assert_eq!(asked(Some(header), 1000), expected, "{header}");
        }
        assert_eq!(asked(Some("bytes=0-0"), 0), Asked::Beyond);
        assert_eq!(asked(None, 1000), Asked::Whole);
    }
}
