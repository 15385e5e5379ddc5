//! Names in a zip: what letters they are, and that they stay inside.

use encoding_rs::GB18030;
use rawzip::ZipFileHeaderRecord;
use rawzip::extra_fields::ExtraFieldId;

use super::error::{ArchiveError, NameFault};

/// A name in UTF-8 that stands beside one in letters of the old kind (Info-ZIP, APPNOTE 4.6.9).
const UNICODE_PATH: u16 = 0x7075;

/// What systems leave in a zip without being asked.
const JUNK: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];
const JUNK_FOLDER: &str = "__MACOSX";

/// A name that stays inside, with `/` between folders.
#[derive(Debug, PartialEq, Eq)]
pub enum Name {
    File(String),
    Folder(String),
    /// Of a file that nobody misses.
    Junk,
}

/// Whether the letters of a name can only be those of Chinese Windows, which writes no mark that says so.
pub fn is_old(record: &ZipFileHeaderRecord<'_>) -> bool {
    !record.flags().is_utf8() && str::from_utf8(record.file_path().as_bytes()).is_err()
}

/// Reads the name of an entry. `has_old_letters` says that other names in the same zip can be read only as GB 18030: then this one is that, too.
pub fn read(record: &ZipFileHeaderRecord<'_>, has_old_letters: bool, bytes_max: usize) -> Result<Name, ArchiveError> {
    let raw = record.file_path().as_bytes();
    let fault = |why| ArchiveError::Name { name: shown(raw), why };
    if raw.len() > bytes_max {
        return Err(fault(NameFault::TooLong));
    }
    let is_old = has_old_letters && !record.flags().is_utf8();
    let as_utf8 = || str::from_utf8(raw).ok().filter(|_| !is_old).map(str::to_owned);
    let as_old = || GB18030.decode_without_bom_handling_and_without_replacement(raw).map(std::borrow::Cow::into_owned);
    let text = beside(record, raw).or_else(as_utf8).or_else(as_old).ok_or_else(|| fault(NameFault::Letters))?;
    confine(&text).map_err(|why| ArchiveError::Name { name: shown(text.as_bytes()), why })
}

/// The name in UTF-8 that belongs to this one, if there is one.
fn beside(record: &ZipFileHeaderRecord<'_>, raw: &[u8]) -> Option<String> {
    let (_, field) = record.extra_fields().find(|(id, _)| *id == ExtraFieldId::new(UNICODE_PATH))?;
    let (head, text) = field.split_at_checked(5)?;
    let sum = u32::from_le_bytes(head.get(1..)?.try_into().ok()?);
    let mut crc = rawzip::Crc32::new();
    crc.update(raw);
    (head[0] == 1 && crc.checksum() == sum).then(|| str::from_utf8(text).ok().map(str::to_owned))?
}

fn confine(text: &str) -> Result<Name, NameFault> {
    let text = text.replace('\\', "/");
    if text.starts_with('/') || text.split('/').next().is_some_and(|first| first.contains(':')) {
        return Err(NameFault::Absolute);
    }
    if text.chars().any(char::is_control) {
        return Err(NameFault::Control);
    }
    let parts: Vec<&str> = text.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    if parts.contains(&"..") {
        return Err(NameFault::Outside);
    }
    let Some(last) = parts.last() else { return Err(NameFault::Empty) };
    if parts[0] == JUNK_FOLDER || JUNK.contains(last) || last.starts_with("._") {
        return Ok(Name::Junk);
    }
    let name = parts.join("/");
    Ok(if text.ends_with('/') { Name::Folder(name) } else { Name::File(name) })
}

/// A short form for messages.
fn shown(raw: &[u8]) -> String {
    const CHARS: usize = 80;
    let text = String::from_utf8_lossy(raw);
    text.chars().take(CHARS).flat_map(char::escape_debug).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_inside() {
        for (text, why) in [
            ("../a.glb", NameFault::Outside),
            ("a/../../b", NameFault::Outside),
            ("..\\a.glb", NameFault::Outside),
            ("/etc/passwd", NameFault::Absolute),
            ("\\\\host\\share\\a", NameFault::Absolute),
            ("C:\\a.glb", NameFault::Absolute),
            ("a\0b", NameFault::Control),
            ("./", NameFault::Empty),
            ("", NameFault::Empty),
        ] {
            assert_eq!(confine(text), Err(why), "{text:?}");
        }
    }

    #[test]
    fn names_are_made_plain() {
        assert_eq!(confine("a\\b/./c.glb"), Ok(Name::File("a/b/c.glb".into())));
        assert_eq!(confine("a//b/"), Ok(Name::Folder("a/b".into())));
        for junk in ["__MACOSX/._a.glb", "a/.DS_Store", "a/Thumbs.db", "b/._hall.json"] {
            assert_eq!(confine(junk), Ok(Name::Junk));
        }
    }
}
