//! `yunzhan-view` as a camera: takes pictures of a hall for its pack, in a process of its own with the rights of the one that packs.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use bytes::Bytes;
use pack::derive::Shot;

/// The viewer's program.
const PROGRAM: &str = "yunzhan-view";
/// A picture takes no longer, or there is none.
const PATIENCE: Duration = Duration::from_secs(120);
/// Between two looks at whether it is there.
const PAUSE: Duration = Duration::from_millis(20);
/// A picture is no larger, bytes.
const PNG_BYTES: u64 = 64 << 20;

/// The viewer: the one that was named, or the one beside this program, or the first on the path.
pub fn find(named: Option<&Path>) -> Option<PathBuf> {
    if let Some(named) = named {
        return Some(named.to_path_buf());
    }
    let name = format!("{PROGRAM}{}", std::env::consts::EXE_SUFFIX);
    let own = std::env::current_exe().ok().and_then(|own| Some(own.parent()?.to_path_buf()));
    let path = std::env::var_os("PATH").unwrap_or_default();
    own.into_iter().chain(std::env::split_paths(&path)).map(|folder| folder.join(&name)).find(|file| file.is_file())
}

/// Which viewer it is, by its own words; nothing for what is none.
pub fn name(viewer: &Path) -> Option<String> {
    let output = Command::new(viewer).arg("--version").stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Takes one picture of the hall at `path`, as PNG, by way of a file that is gone afterwards.
pub fn take(viewer: &Path, path: &Path, shot: &Shot) -> Option<Bytes> {
    let file = std::env::temp_dir().join(format!("yunzhan-shot-{}.png", std::process::id()));
    let (width, height) = shot.size_px;
    let mut command = Command::new(viewer);
    command.arg("shot").arg(path).arg("--size").arg(format!("{width}x{height}")).arg("--output").arg(&file);
    if let Some(from) = shot.from {
        let [x, y, z] = from.eye;
        command.arg(format!("--eye={x},{y},{z}"));
        command.arg(format!("--heading={}", from.heading_deg)).arg(format!("--pitch={}", from.pitch_deg));
    }
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let mut child = child.ok()?;
    let began = Instant::now();
    let is_done = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status.success(),
            Ok(None) if began.elapsed() < PATIENCE => std::thread::sleep(PAUSE),
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                break false;
            }
        }
    };
    let is_small = std::fs::metadata(&file).is_ok_and(|metadata| metadata.len() <= PNG_BYTES);
    let picture = if is_done && is_small { std::fs::read(&file).ok() } else { None };
    let _ = std::fs::remove_file(&file);
    picture.map(Bytes::from)
}
