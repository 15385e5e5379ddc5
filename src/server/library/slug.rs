//! Slugs: a hall's name in addresses.

use std::path::Path;

use super::packed::title_of;

/// Characters of a slug, at most.
const LONGEST: usize = 64;

/// From the name of a hall's folder, without the `.pack` of a pack, or file; `None` when nothing of it can be said in a slug.
///
/// ASCII letters (in lower case), digits and Chinese characters stay; runs of anything else become one `-`, none at the ends.
pub fn slug_of(path: &Path) -> Option<String> {
    let name = if path.is_dir() { title_of(path) } else { path.file_stem()?.to_string_lossy().into_owned() };
    let mut slug = String::new();
    for letter in name.chars().flat_map(char::to_lowercase).take(LONGEST) {
        if letter.is_ascii_alphanumeric() || is_chinese(letter) {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    (!slug.is_empty()).then(|| slug.to_owned())
}

/// CJK Unified Ideographs and their extension A, and the iteration mark.
fn is_chinese(letter: char) -> bool {
    matches!(letter, '\u{3005}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

#[cfg(test)]
mod tests {
    use super::slug_of;
    use std::path::Path;

    #[test]
    fn names_become_slugs() {
        for (name, slug) in [
            ("lobby", Some("lobby")),
            ("My Hall (2).glb", Some("my-hall-2")),
            ("渝北展厅.glb", Some("渝北展厅")),
            ("--A__B--", Some("a-b")),
            ("…", None),
        ] {
            assert_eq!(slug_of(Path::new(name)).as_deref(), slug, "{name}");
        }
    }
}
