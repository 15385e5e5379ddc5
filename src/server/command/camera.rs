//! `yunzhan-view` as a camera: takes pictures of a hall for its pack, asked by the process that packs, which may start none itself.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use bytes::Bytes;
use pack::derive::Shot;
use serde_json::Value;

use super::source::Place;
use super::worker::wait_at_most;

/// The viewer's program.
const PROGRAM: &str = "yunzhan-view";
/// A picture takes no longer, or there is none.
const PATIENCE: Duration = Duration::from_secs(120);
/// A picture is no larger, bytes.
const PNG_BYTES: u64 = 64 << 20;

/// A viewer, and what it is to look at.
pub struct Camera {
    /// Which one it is, by its own words.
    pub name: String,
    viewer: PathBuf,
    hall: PathBuf,
}

impl Camera {
    /// The viewer that was named, or the one beside this program, or the first on the path; none for what is in a zip, and for what is no viewer.
    pub fn of(named: Option<&Path>, place: &Place) -> Option<Self> {
        let Place::Folder(folder, entry) = place else { return None };
        let viewer = find(named)?;
        let output = Command::new(&viewer).arg("--version").stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
        let name = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        let is_viewer = output.status.success() && !name.is_empty();
        is_viewer.then(|| Self { name, viewer, hall: folder.join(entry) })
    }

    /// Takes a picture, as PNG; `shot` is a [`Shot`] as it was sent.
    pub fn take(&self, shot: Value) -> Option<Vec<u8>> {
        let shot: Shot = serde_json::from_value(shot).ok()?;
        // By way of a file that nobody else can have, and that is gone afterwards.
        let folder = std::env::temp_dir().join(format!("yunzhan-shot-{}", std::process::id()));
        fs::create_dir(&folder).ok()?;
        let file = folder.join("shot.png");
        let is_taken = self.shoot(&shot, &file).unwrap_or(false);
        let is_small = fs::metadata(&file).is_ok_and(|metadata| metadata.len() <= PNG_BYTES);
        let picture = if is_taken && is_small { fs::read(&file).ok() } else { None };
        let _ = fs::remove_dir_all(&folder);
        picture
    }

    fn shoot(&self, shot: &Shot, file: &Path) -> io::Result<bool> {
        let (width, height) = shot.size_px;
        let mut command = Command::new(&self.viewer);
        command.arg("shot").arg(&self.hall).arg("--size").arg(format!("{width}x{height}")).arg("--output").arg(file);
        if let Some(from) = shot.from {
            let [x, y, z] = from.eye;
            command.arg(format!("--eye={x},{y},{z}"));
            command.arg(format!("--heading={}", from.heading_deg)).arg(format!("--pitch={}", from.pitch_deg));
        }
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        Ok(wait_at_most(&mut child, PATIENCE)?.success())
    }
}

fn find(named: Option<&Path>) -> Option<PathBuf> {
    if let Some(named) = named {
        return Some(named.to_path_buf()).filter(|named| named != Path::new("none"));
    }
    let name = format!("{PROGRAM}{}", std::env::consts::EXE_SUFFIX);
    let own = std::env::current_exe().ok().and_then(|own| Some(own.parent()?.to_path_buf()));
    let path = std::env::var_os("PATH").unwrap_or_default();
    own.into_iter().chain(std::env::split_paths(&path)).map(|folder| folder.join(&name)).find(|file| file.is_file())
}

/// Sends a picture to the one who asked: its length, 0 for none, then its bytes.
///
/// # Errors
/// When nobody listens.
pub fn send(to: &mut impl Write, picture: Option<Vec<u8>>) -> io::Result<()> {
    let picture = picture.unwrap_or_default();
    to.write_all(&(picture.len() as u64).to_le_bytes())?;
    to.write_all(&picture)?;
    to.flush()
}

/// Takes what [`send`] sent.
pub fn receive(from: &mut impl Read) -> Option<Bytes> {
    let mut length = [0; 8];
    from.read_exact(&mut length).ok()?;
    let length = Some(u64::from_le_bytes(length)).filter(|length| (1..=PNG_BYTES).contains(length))?;
    let mut picture = Vec::new();
    from.take(length).read_to_end(&mut picture).ok()?;
    (picture.len() as u64 == length).then(|| picture.into())
}
