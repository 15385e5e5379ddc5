//! Paths inside a hall's folder.

/// The path, from the hall's folder, of a file that another file there refers to: `models/a.bin` for `a.bin` in `models/a.gltf`.
pub fn beside(file: &str, relative: &str) -> String {
    match file.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{relative}"),
        None => relative.to_owned(),
    }
}
