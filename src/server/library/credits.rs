//! Who made the models of a hall: what their files say, read once for every state of a file.

use std::collections::HashMap;
use std::io::{Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use hall::{Credit, Limits, gltf};

use super::{Entry, Library, OpenFile};

/// Longest JSON that is read for a few names. A `.gltf` that has its geometry inside may be longer, and is then not read.
const JSON_BYTES: u64 = 16 << 20;

/// What one file says of its makers.
#[derive(Clone, Debug)]
pub struct FileCredits {
    /// From the hall's folder, with `/`.
    pub path: String,
    /// At least one.
    pub credits: Arc<[Credit]>,
}

/// Credits of files by path and hash.
pub(super) type Known = Mutex<HashMap<PathBuf, (String, Arc<[Credit]>)>>;

impl Library {
    /// What the scenes and models of a hall say of their makers, in the order of the manifest. Blocks on the file system.
    pub fn credits(&self, entry: &Entry) -> Vec<FileCredits> {
        let Ok(hall) = &entry.content else { return Vec::new() };
        let models = hall.exhibits.iter().filter_map(|exhibit| exhibit.model.as_ref());
        let mut paths: Vec<&String> = Vec::new();
        for path in hall.scenes.iter().chain(models) {
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
        let of_file = |path: &String| {
            let credits = self.credits_of(self.open(entry, path, "")?);
            (!credits.is_empty()).then(|| FileCredits { path: path.clone(), credits })
        };
        paths.into_iter().filter_map(of_file).collect()
    }

    fn credits_of(&self, mut open: OpenFile) -> Arc<[Credit]> {
        let known = self.credited.lock().unwrap_or_else(PoisonError::into_inner).get(&open.path).cloned();
        if let Some((hash, credits)) = known
            && hash == open.sha256
        {
            return credits;
        }
        let credits = read_json(&mut open).and_then(|json| gltf::credits(json, &Limits::default()).ok());
        let credits: Arc<[Credit]> = credits.unwrap_or_default().into();
        let mut known = self.credited.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(open.path, (open.sha256, credits.clone()));
        credits
    }
}

/// The JSON of a glTF or GLB file, without what else is in it.
fn read_json(open: &mut OpenFile) -> Option<Bytes> {
    let mut head = Vec::new();
    (&mut open.file).take(gltf::HEAD_BYTES).read_to_end(&mut head).ok()?;
    let (start, length) = gltf::json_chunk(&head).unwrap_or((0, open.size_bytes));
    if length > JSON_BYTES {
        tracing::warn!(path = %open.path.display(), length, limit = JSON_BYTES, "credits are not read from so long a JSON");
        return None;
    }
    open.file.seek(SeekFrom::Start(start)).ok()?;
    let mut json = Vec::new();
    (&mut open.file).take(length).read_to_end(&mut json).ok()?;
    Some(json.into())
}
