//! Where in a zip the hall is.

use super::error::ArchiveError;

const MANIFEST: &str = "hall.json";

/// Names that an error lists.
const LISTED: usize = 5;

/// The folder of the hall, with a slash behind it or empty, and the file in it that a viewer opens first.
///
/// That is `hall.json` at the top, or the only one below it; without any, the one scene, wherever it is.
pub fn find<'a>(names: impl Iterator<Item = &'a str>) -> Result<(String, String), ArchiveError> {
    let names: Vec<&str> = names.collect();
    if names.contains(&MANIFEST) {
        return Ok((String::new(), MANIFEST.into()));
    }
    let several = |names: &[&str]| ArchiveError::Several {
        names: names.iter().take(LISTED).map(|name| (*name).to_owned()).collect(),
    };
    let below = |name: &&str| name.strip_suffix(MANIFEST).is_some_and(|folder| folder.ends_with('/'));
    let manifests: Vec<&str> = names.iter().copied().filter(below).collect();
    match manifests[..] {
        [] => {}
        [manifest] => return Ok((manifest.trim_end_matches(MANIFEST).to_owned(), MANIFEST.into())),
        _ => return Err(several(&manifests)),
    }
    let ends_with = |name: &str, endings: &[&str]| {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        endings.iter().any(|wanted| ending.eq_ignore_ascii_case(wanted))
    };
    let scenes: Vec<&str> = names.iter().copied().filter(|name| ends_with(name, &["glb", "gltf"])).collect();
    match scenes[..] {
        [scene] => Ok((String::new(), scene.into())),
        [] => {
            let inner = names.iter().find(|name| ends_with(name, &["zip", "rar", "7z"]));
            Err(ArchiveError::NoHall { inner: inner.map(|name| (*name).to_owned()) })
        }
        _ => Err(several(&scenes)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(names: &[&str]) -> Option<(String, String)> {
        find(names.iter().copied()).ok()
    }

    #[test]
    fn a_hall_is_found_wherever_the_only_one_is() {
        let at = |folder: &str, entry: &str| Some((folder.to_owned(), entry.to_owned()));
        assert_eq!(found(&["a.glb", "b.glb", "hall.json"]), at("", "hall.json"));
        assert_eq!(found(&["展厅/a.glb", "展厅/b.glb", "展厅/hall.json"]), at("展厅/", "hall.json"));
        assert_eq!(found(&["source/a.GLB", "textures/a.png"]), at("", "source/a.GLB"));
        assert_eq!(found(&["a/b/hall.json", "a/b/x.glb", "readme.txt"]), at("a/b/", "hall.json"));
        assert_eq!(found(&["a/hall.json", "a/x.glb", "b/hall.json"]), None);
        assert_eq!(found(&["not-hall.json", "x.glb"]), at("", "x.glb"));
        assert_eq!(found(&["a.glb", "b.gltf"]), None);
        assert_eq!(found(&[]), None);
    }

    #[test]
    fn a_zip_in_a_zip_is_named() {
        let error = find(["a/hall.zip"].into_iter()).unwrap_err();
        assert!(error.told().words.en.contains("a/hall.zip"), "{error:?}");
    }
}
