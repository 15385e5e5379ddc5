//! Addresses in a glTF file: `data:` and plain relative paths, nothing else (RFC 3986, RFC 2397).

use bytes::Bytes;

/// An address that may be followed.
pub(super) enum Uri {
    /// The bytes of a `data:` address, and the type that it claims.
    Data(String, Bytes),
    /// Relative to the glTF file, percent-decoded, with `/`, without `.` and `..`.
    File(String),
}

/// `None` for whatever may not be followed or cannot be decoded.
pub(super) fn parse(uri: &str) -> Option<Uri> {
    let scheme = uri.get(..5).unwrap_or_default();
    if scheme.eq_ignore_ascii_case("data:") {
        let (mime, bytes) = data(&uri[5..])?;
        return Some(Uri::Data(mime, bytes));
    }
    path(uri).map(Uri::File)
}

/// Whether a path, not percent-encoded, stays inside its folder. The rule of `hall.json` too, for those who check it.
#[cfg(not(target_arch = "wasm32"))]
pub fn is_plain_path(path: &str) -> bool {
    clean(path).is_some_and(|clean| clean == path)
}

/// A short form for messages.
pub(super) fn beginning(uri: &str) -> String {
    super::visible(uri, 80)
}

fn path(uri: &str) -> Option<String> {
    // Before and after decoding: `%2e%2e%2f` is no better than `../`.
    clean(uri)?;
    clean(&String::from_utf8(percent_decode(uri)?).ok()?)
}

/// Drops `.` segments; `None` for what leads elsewhere.
fn clean(path: &str) -> Option<String> {
    let colon_first = path.split('/').next().is_some_and(|first| first.contains(':'));
    if path.starts_with('/') || colon_first || path.contains('\\') || path.chars().any(char::is_control) {
        return None;
    }
    let mut clean = String::new();
    for segment in path.split('/').filter(|s| *s != ".") {
        if segment == ".." || segment.is_empty() {
            return None;
        }
        if !clean.is_empty() {
            clean.push('/');
        }
        clean.push_str(segment);
    }
    (!clean.is_empty()).then_some(clean)
}

fn percent_decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes().iter();
    while let Some(&byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |b: Option<&u8>| char::from(*b?).to_digit(16);
        let (high, low) = (digit(rest.next())?, digit(rest.next())?);
        bytes.push((high * 16 + low) as u8);
    }
    Some(bytes)
}

fn data(rest: &str) -> Option<(String, Bytes)> {
    let (head, body) = rest.split_once(',')?;
    let mime = head.split(';').next().unwrap_or_default().to_ascii_lowercase();
    let is_base64 = head.rsplit(';').next().is_some_and(|last| last.eq_ignore_ascii_case("base64"));
    if !is_base64 {
        return Some((mime, percent_decode(body)?.into()));
    }
    // Some writers percent-encode `+`, `/` and `=`.
    let bytes = base64(body.as_bytes()).or_else(|| base64(&percent_decode(body)?))?;
    Some((mime, bytes.into()))
}

/// Base64 (RFC 4648 §4), with line breaks or without the `=` at its end, too. The crate for it is a kilobyte more of the wasm.
fn base64(text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count, mut is_over) = (0_u32, 0, false);
    for &c in text.iter().filter(|c| !c.is_ascii_whitespace()) {
        let digit = match c {
            b'=' => {
                is_over = true;
                continue;
            }
            _ if is_over => return None,
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(digit);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    // A single digit holds no byte.
    (count < 6).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(uri: &str) -> Option<String> {
        match parse(uri) {
            Some(Uri::File(path)) => Some(path),
            _ => None,
        }
    }

    #[test]
    fn plain_paths_are_decoded_and_cleaned() {
        assert_eq!(file("a.bin").as_deref(), Some("a.bin"));
        assert_eq!(file("./textures/./a%20b.png").as_deref(), Some("textures/a b.png"));
        assert_eq!(file("%E5%B1%95%E5%8E%85.png").as_deref(), Some("展厅.png"));
        assert_eq!(file("a#1.png").as_deref(), Some("a#1.png"));
    }

    #[test]
    fn whatever_leads_elsewhere_is_refused() {
        for uri in [
            "../a.bin",
            "a/../../b",
            "a/../b",
            "..%2fa.bin",
            "%2e%2e/a.bin",
            "/etc/passwd",
            "%2fetc/passwd",
            "//host/a.bin",
            "file:///etc/passwd",
            "http://169.254.169.254/latest",
            "HTTP://host/",
            "C:/a.bin",
            "c%3a/a.bin",
            "\\\\host\\share",
            "a\\b.bin",
            "a%5cb.bin",
            "a%00.bin",
            "a\0.bin",
            "%ff.bin",
            "%2",
            "%zz",
            "",
            ".",
            "a//b",
            "javascript:alert(1)",
        ] {
            assert_eq!(file(uri), None, "{uri}");
        }
    }

    #[test]
    fn data_addresses_are_decoded() {
        let bytes = |uri: &str| match parse(uri) {
            Some(Uri::Data(mime, bytes)) => Some((mime, bytes.to_vec())),
            _ => None,
        };
        let expected = Some(("image/png".to_owned(), vec![1, 2, 3, 4]));
        assert_eq!(bytes("data:image/png;base64,AQIDBA=="), expected);
        assert_eq!(bytes("DATA:image/png;base64,AQIDBA"), expected);
        assert_eq!(bytes("data:image/png;base64,AQID\nBA%3D%3D"), expected);
        assert_eq!(bytes("data:text/plain,a%20b"), Some(("text/plain".into(), b"a b".to_vec())));
        assert_eq!(bytes("data:;base64,+/9A"), Some((String::new(), vec![251, 255, 64])));
        assert_eq!(bytes("data:;base64,zZ09AQ"), Some((String::new(), vec![205, 157, 61, 1])));
        for damaged in ["!", "A", "AQIDB", "AQ==AQ==", "-_8="] {
            assert_eq!(bytes(&format!("data:;base64,{damaged}")), None, "{damaged}");
        }
        assert_eq!(bytes("data:nothing"), None);
    }
}
