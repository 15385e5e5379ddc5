//! Brotli copies of what halls brought uncompressed, made in the background and kept in the data folder by content hash.
//!
//! Geometry comes out of most programs as plain numbers, and half of a phone's first minute is spent on it.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use crate::hashes::sha256;

/// Smaller files gain nothing that a packet does not lose; larger ones would hold the worker for minutes.
const WORTH_BYTES: std::ops::RangeInclusive<u64> = 1 << 10..=256 << 20;
/// Brotli's quality: 9 takes about a second for 10 MB in a release build, 11 half a minute.
const QUALITY: i32 = 9;
/// Files waiting for their turn; more are asked for again with the next request.
const QUEUE: usize = 1024;

/// The copies there are, and a worker that makes more.
pub struct Compressed {
    folder: PathBuf,
    wishes: SyncSender<(PathBuf, String)>,
}

impl Compressed {
    /// Keeps its files in `data`, which is made when the first one is written. Starts the worker, which ends with this.
    pub fn new(data: &Path) -> Self {
        let folder = data.join("compressed");
        let (wishes, wished) = sync_channel(QUEUE);
        let made = folder.clone();
        let worker = std::thread::Builder::new().name("compress".into());
        if let Err(error) = worker.spawn(move || work(&made, &wished)) {
            tracing::warn!(%error, "files are sent as they are: no thread to compress them");
        }
        Self { folder, wishes }
    }

    /// The Brotli copy of the content with this hash, and its length. When there is none yet, it is asked for.
    ///
    /// `path` is where the content lies. Blocks on the file system.
    pub fn find(&self, path: &Path, sha256: &str, size_bytes: u64) -> Option<(File, u64)> {
        if !WORTH_BYTES.contains(&size_bytes) {
            return None;
        }
        match File::open(self.folder.join(format!("{sha256}.br"))) {
            // An empty copy says that compressing gained nothing.
            Ok(file) => {
                file.metadata().ok().filter(|metadata| metadata.len() > 0).map(|metadata| (file, metadata.len()))
            }
            Err(_) => {
                let _ = self.wishes.try_send((path.to_path_buf(), sha256.to_owned()));
                None
            }
        }
    }
}

/// What is written for one visitor, compressed while they wait: 4 KB of 20 take half a millisecond, and 0.13 s less at 1 Mbit/s.
pub fn at_once(plain: &[u8]) -> Option<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams { quality: 5, size_hint: plain.len(), ..Default::default() };
    let mut small = Vec::new();
    brotli::BrotliCompress(&mut &*plain, &mut small, &parameters).ok()?;
    Some(small)
}

fn work(folder: &Path, wished: &Receiver<(PathBuf, String)>) {
    for (path, hash) in wished {
        let target = folder.join(format!("{hash}.br"));
        if target.exists() {
            continue;
        }
        match make(&path, &hash, folder, &target) {
            Ok(Some((from, to))) => tracing::debug!(path = %path.display(), from, to, "compressed"),
            Ok(None) => {}
            Err(error) => {
                tracing::warn!(path = %path.display(), %error, "cannot keep a compressed copy; sent as it is");
            }
        }
    }
}

/// Compresses one file; the lengths before and after. `None` when the file is no longer what was asked for.
fn make(path: &Path, hash: &str, folder: &Path, target: &Path) -> io::Result<Option<(usize, usize)>> {
    let mut plain = Vec::new();
    File::open(path)?.take(*WORTH_BYTES.end()).read_to_end(&mut plain)?;
    if sha256(&plain) != hash {
        return Ok(None);
    }
    let parameters =
        brotli::enc::BrotliEncoderParams { quality: QUALITY, lgwin: 22, size_hint: plain.len(), ..Default::default() };
    let mut small = Vec::new();
    brotli::BrotliCompress(&mut plain.as_slice(), &mut small, &parameters)?;
    if small.len() * 10 > plain.len() * 9 {
        small.clear();
    }
    fs::create_dir_all(folder)?;
    // Nobody ever opens half a copy: it gets its name when it is whole.
    let unfinished = folder.join(format!("{hash}.part"));
    let mut file = File::create(&unfinished)?;
    file.write_all(&small)?;
    file.sync_all()?;
    fs::rename(unfinished, target)?;
    Ok(Some((plain.len(), small.len())))
}
