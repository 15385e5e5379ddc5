//! The sample halls with their light computed: a copy of them for the server, next to which packs with light appear while it runs.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::fault::Fault;
use crate::place;

/// What the server takes before the hall that it was made of.
const LISTING: &str = "pack.json";

/// A folder with the sample halls; `server` is started once for each to compute its light, and writes a pack beside it when it is done. It is known
/// the next time.
///
/// # Errors
/// When files can't be copied, or the program can't be started.
pub fn halls(server: &Path) -> Result<PathBuf, Fault> {
    let (source, target) = (place::root().join("assets/halls"), place::workshop().join("halls"));
    let mut is_waited_for = false;
    for hall in folders(&source).map_err(Fault::file("read", &source))? {
        let copy = target.join(hall.file_name().unwrap_or_default());
        let has_changed = mirror(&hall, &copy).map_err(Fault::file("copy to", &copy))?;
        let pack = copy.join(LISTING);
        if has_changed && pack.exists() {
            fs::remove_file(&pack).map_err(Fault::file("remove", &pack))?;
        }
        is_waited_for |= !pack.exists();
        let mut command = Command::new(server);
        command.arg("pack").arg(&hall).arg("--out").arg(&copy).arg("--bake=preview");
        command.arg("--cache").arg(place::workshop().join("light"));
        let started = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        started.map_err(Fault::file("start", server))?;
    }
    if is_waited_for {
        eprintln!("light of the sample halls is being computed: some minutes, then reload the page");
    }
    Ok(target)
}

fn folders(of: &Path) -> io::Result<Vec<PathBuf>> {
    let mut folders: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(of)? {
        let path = entry?.path();
        if path.is_dir() {
            folders.push(path);
        }
    }
    folders.sort();
    Ok(folders)
}

/// Copies what differs; whether anything did.
fn mirror(from: &Path, to: &Path) -> io::Result<bool> {
    fs::create_dir_all(to)?;
    let mut has_changed = false;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (path, copy) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            has_changed |= mirror(&path, &copy)?;
        } else if fs::read(&path)? != fs::read(&copy).unwrap_or_default() {
            fs::copy(&path, &copy)?;
            has_changed = true;
        }
    }
    Ok(has_changed)
}
