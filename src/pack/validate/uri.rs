//! Addresses: `data:` (RFC 2397), paths inside what was uploaded, and all others, which are not followed (RFC 3986).

use bytes::Bytes;

/// Characters that a `data:` address may have, so that its bytes are at most 32 MiB.
pub(super) const DATA_CHARS_MAX: usize = 44_739_243;

/// An address.
#[derive(Debug, PartialEq)]
pub(super) enum Uri {
    /// It breaks the grammar.
    Broken(&'static str),
    Data(DataUri),
    /// More than a relative path: with a scheme, an authority, a query or a fragment, or beginning with a slash.
    NotRelative,
    Relative,
}

/// A `data:` address.
#[derive(Debug, PartialEq)]
pub(super) struct DataUri {
    /// In lower case.
    pub mime: String,
    /// As far as they could be decoded at all.
    pub bytes: Option<Bytes>,
    /// Nothing had to be overlooked to decode them.
    pub is_sound: bool,
}

impl Uri {
    pub fn read(uri: &str) -> Self {
        if uri.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:")) {
            return DataUri::read(&uri[5..]).map_or_else(Self::Broken, Self::Data);
        }
        let (head, colon) = uri.split_at(uri.find([':', '/', '?', '#']).unwrap_or(uri.len()));
        if colon.starts_with(':') {
            return scheme(head).map_or(Self::NotRelative, Self::Broken);
        }
        let is_relative = !uri.starts_with('/') && !uri.contains(['?', '#']);
        if is_relative { Self::Relative } else { Self::NotRelative }
    }
}

/// What is wrong with a scheme (RFC 3986 §3.1).
fn scheme(scheme: &str) -> Option<&'static str> {
    let is_part = |b: u8| b.is_ascii_alphanumeric() || b"+-.".contains(&b);
    if scheme.is_empty() {
        Some("the scheme is empty")
    } else if !scheme.starts_with(|c: char| c.is_ascii_alphabetic()) || !scheme.bytes().all(is_part) {
        Some("a scheme has only letters, digits, +, - and .")
    } else {
        None
    }
}

impl DataUri {
    fn read(rest: &str) -> Result<Self, &'static str> {
        let (head, body) = rest.split_once(',').ok_or("there is no comma")?;
        let mut parts = head.split(';');
        let mime = parts.next().unwrap_or_default().to_ascii_lowercase();
        let is_typed = mime.is_empty() || mime.matches('/').count() == 1;
        let parameters: Vec<_> = parts.collect();
        let (is_base64, named) = match parameters.split_last() {
            Some((&"base64", named)) => (true, named),
            _ => (false, parameters.as_slice()),
        };
        let is_named = is_typed && named.iter().all(|parameter| parameter.contains('='));
        let mime = if mime.is_empty() { "text/plain".to_owned() } else { mime };
        let decoded = if is_base64 { base64(body) } else { percent_decode(body).map(|bytes| (bytes, true)) };
        Ok(match decoded {
            Some((bytes, is_strict)) => Self { mime, bytes: Some(bytes.into()), is_sound: is_named && is_strict },
            None => Self { mime, bytes: None, is_sound: false },
        })
    }
}

/// The file that an address means: relative, percent-decoded, with `/`, without `.`; nothing for one that leads elsewhere.
pub(super) fn file(uri: &str) -> Option<String> {
    // Before and after decoding: `%2e%2e%2f` is no better than `../`.
    clean(uri)?;
    clean(&String::from_utf8(percent_decode(uri)?).ok()?)
}

fn clean(path: &str) -> Option<String> {
    let has_drive = path.split('/').next().is_some_and(|first| first.contains(':'));
    if path.starts_with('/') || has_drive || path.contains('\\') || path.chars().any(char::is_control) {
        return None;
    }
    let segments: Vec<&str> = path.split('/').filter(|segment| *segment != ".").collect();
    let leads_out = segments.is_empty() || segments.iter().any(|segment| segment.is_empty() || *segment == "..");
    (!leads_out).then(|| segments.join("/"))
}

fn percent_decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut digit = || char::from(rest.next()?).to_digit(16);
        bytes.push(if byte == b'%' { (digit()? * 16 + digit()?) as u8 } else { byte });
    }
    Some(bytes)
}

/// Base64 (RFC 4648 §4), and whether it is as it should be: engines overlook line breaks and what is percent-encoded.
fn base64(text: &str) -> Option<(Vec<u8>, bool)> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count, mut digits, mut padding, mut is_strict) = (0_u32, 0, 0_usize, 0, true);
    let decoded = if text.contains('%') { Some(percent_decode(text)?) } else { None };
    for &byte in decoded.as_deref().unwrap_or(text.as_bytes()) {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => {
                padding += 1;
                continue;
            }
            _ if byte.is_ascii_whitespace() => {
                is_strict = false;
                continue;
            }
            _ => return None,
        };
        if padding > 0 {
            return None;
        }
        digits += 1;
        bits = bits << 6 | u32::from(digit);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    let is_padded = padding == 0 || padding < 3 && (digits + padding).is_multiple_of(4);
    // A single digit holds no byte.
    (digits % 4 != 1).then_some((bytes, is_strict && is_padded))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside() {
        assert_eq!(file("./textures/./a%20b.png").as_deref(), Some("textures/a b.png"));
        assert_eq!(file("%E5%B1%95.png").as_deref(), Some("展.png"));
        for uri in [
            "../a",
            "a/../b",
            "..%2fa",
            "%2e%2e/a",
            "/a",
            "%2fa",
            "//host/a",
            "file:///a",
            "http://host/",
            "C:/a",
            "c%3a/a",
            "\\\\host\\a",
            "a%5cb",
            "a%00",
            "a\0",
            "%ff",
            "%2",
            "%zz",
            "",
            ".",
            "a//b",
            "javascript:x",
        ] {
            assert_eq!(file(uri), None, "{uri}");
        }
    }

    #[test]
    fn addresses_are_told_apart() {
        assert_eq!(Uri::read("a/b:c.png"), Uri::Relative);
        for uri in ["http://host/a", "/a", "//host/a", "a?b", "a#b", "C:/a"] {
            assert_eq!(Uri::read(uri), Uri::NotRelative, "{uri}");
        }
        for uri in [":", "1a:b", "a b:c", "data:", "data:x"] {
            assert!(matches!(Uri::read(uri), Uri::Broken(_)), "{uri}");
        }
    }

    #[test]
    fn data_are_decoded() {
        let data = |uri: &str| match Uri::read(uri) {
            Uri::Data(data) => (data.mime, data.bytes.map(|bytes| bytes.to_vec()), data.is_sound),
            other => panic!("{uri}: {other:?}"),
        };
        let png = || "image/png".to_owned();
        assert_eq!(data("data:image/PNG;base64,AQIDBA=="), (png(), Some(vec![1, 2, 3, 4]), true));
        assert_eq!(data("DATA:image/png;base64,AQIDBA"), (png(), Some(vec![1, 2, 3, 4]), true));
        assert_eq!(data("data:image/png;base64,AQID\nBA%3D%3D"), (png(), Some(vec![1, 2, 3, 4]), false));
        assert_eq!(data("data:image/png;;base64,AA=="), (png(), Some(vec![0]), false));
        assert_eq!(data("data:png;base64,AA=="), ("png".to_owned(), Some(vec![0]), false));
        assert_eq!(data("data:image/png;base64,`"), (png(), None, false));
        assert_eq!(data("data:image/png;base64,A"), (png(), None, false));
        assert_eq!(data("data:,a%20b"), ("text/plain".to_owned(), Some(b"a b".to_vec()), true));
    }
}
