//! Content hashes of files, computed once for every state of a file.

use std::collections::HashMap;
use std::fs::{File, Metadata};
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use sha2::{Digest, Sha256};

/// What tells one state of a file from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// When it was written.
    pub modified: Option<SystemTime>,
    /// How long it is.
    pub size_bytes: u64,
}

impl Stamp {
    /// From what the file system says.
    pub fn of(metadata: &Metadata) -> Self {
        Self { modified: metadata.modified().ok(), size_bytes: metadata.len() }
    }
}

/// Remembers the SHA-256 of files by path and [`Stamp`].
#[derive(Default)]
pub struct Hashes {
    known: Mutex<HashMap<PathBuf, (Stamp, String)>>,
}

impl Hashes {
    /// The SHA-256 of an open file as 64 hexadecimal digits; leaves the file at its beginning. Blocks.
    ///
    /// # Errors
    /// When the file can't be read.
    pub fn sha256(&self, path: &Path, file: &mut File) -> io::Result<String> {
        let stamp = Stamp::of(&file.metadata()?);
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned();
        if let Some((of, hash)) = known
            && of == stamp
        {
            return Ok(hash);
        }
        let hash = hash_all(file)?;
        file.rewind()?;
        // A file that is being written while we read keeps no hash.
        if Stamp::of(&file.metadata()?) == stamp {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            known.insert(path.to_path_buf(), (stamp, hash.clone()));
        }
        Ok(hash)
    }
}

fn hash_all(file: &mut File) -> io::Result<String> {
    let mut hasher = Sha256::new();
    let mut chunk = vec![0; 1 << 16];
    loop {
        match file.read(&mut chunk)? {
            0 => return Ok(hex(&hasher.finalize())),
            length => hasher.update(&chunk[..length]),
        }
    }
}

/// The SHA-256 of bytes in memory as 64 hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
