//! The sample halls with their light computed: the server shows a copy of each, in whose place a pack with light comes while it runs.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::fault::Fault;
use crate::place;

/// What a pack has and a hall has not.
const LISTING: &str = "pack.json";

/// A folder with the sample halls: packs of those whose light is known, copies of the others. This program is started once more to compute what is
/// missing ([`compute`]), while this process goes on to become the server.
///
/// # Errors
/// When files can't be copied, or the program can't be started.
pub fn halls(server: &Path) -> Result<PathBuf, Fault> {
    let shown = place::workshop().join("halls");
    let mut is_waited_for = false;
    for (name, hall) in sources()? {
        let (copy, shown) = (place::workshop().join("plain").join(&name), shown.join(&name));
        let has_changed = mirror(&hall, &copy).map_err(Fault::file("copy to", &copy))?;
        if has_changed || !shown.join(LISTING).exists() {
            // Nothing of a pack may be left, as it would be shown.
            remove(&shown).and_then(|()| mirror(&hall, &shown)).map_err(Fault::file("copy to", &shown))?;
            is_waited_for = true;
        }
    }
    if is_waited_for {
        eprintln!("light of the sample halls is being computed: some minutes, then reload the page");
        let own = std::env::current_exe().map_err(Fault::file("find", Path::new("xtask")))?;
        let started = Command::new(&own).arg("light").arg(server).stdin(Stdio::null()).spawn();
        started.map_err(Fault::file("start", &own))?;
    }
    Ok(shown)
}

/// Computes the light of the sample halls, as far as it isn't known, and puts packs in place of what is shown.
///
/// # Errors
/// When a hall can't be packed or put there; what was shown before is shown further on.
pub fn compute(server: &Path) -> Result<(), Fault> {
    for (name, hall) in sources()? {
        let (made, shown) = (place::workshop().join("lit").join(&name), place::workshop().join("halls").join(&name));
        let mut command = Command::new(server);
        command.arg("pack").arg(&hall).arg("--out").arg(&made).arg("--bake=preview");
        command.arg("--cache").arg(place::workshop().join("light")).stdout(Stdio::null());
        crate::step::run("computing light", &mut command)?;
        remove(&shown).and_then(|()| fs::rename(&made, &shown)).map_err(Fault::file("replace", &shown))?;
        eprintln!("{}: shown with its light from now on", name.display());
    }
    Ok(())
}

/// The sample halls by the names of their folders.
fn sources() -> Result<Vec<(PathBuf, PathBuf)>, Fault> {
    let source = place::root().join("assets/halls");
    let named = || {
        let mut halls = Vec::new();
        for entry in fs::read_dir(&source)? {
            let entry = entry?;
            if entry.path().is_dir() {
                halls.push((PathBuf::from(entry.file_name()), entry.path()));
            }
        }
        halls.sort();
        Ok(halls)
    };
    named().map_err(Fault::file("read", &source))
}

fn remove(folder: &Path) -> io::Result<()> {
    if folder.exists() { fs::remove_dir_all(folder) } else { Ok(()) }
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
