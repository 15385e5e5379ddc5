//! What every step of one pack shares: the source, the place for what is made, the one who watches.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Mutex;

use bytes::Bytes;
use hall::{Limits, Words};
use serde::{Deserialize, Serialize};

use crate::error::PackError;
use crate::store::Store;

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// Reading and unpacking the source.
    Read,
    /// Making one of what is there twice.
    Dedupe,
    /// Dropping what nothing refers to.
    Prune,
    /// Computing the light of static surfaces.
    Bake,
    /// Vertices and triangles: rounding, welding, ordering.
    Geometry,
    /// Turning, shrinking and encoding pictures.
    Pictures,
    /// Packing what is left.
    Compress,
    /// What is made from the whole: collision, navigation, floor plans, the order of fetching.
    Derive,
    /// Encoding pictures once more, as KTX2.
    Ktx2,
}

/// Told what is being done, in which file and how much of that step is over (0 to 1); breaks to cancel.
pub type Watch<'a> = dyn Fn(Step, &str, f32) -> ControlFlow<()> + Sync + 'a;

/// What a step did to the size of something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Bytes.
    pub before_bytes: u64,
    /// Bytes.
    pub after_bytes: u64,
}

impl Change {
    /// Both together.
    pub fn add(&mut self, other: Self) {
        self.before_bytes += other.before_bytes;
        self.after_bytes += other.after_bytes;
    }
}

/// One pack under way.
pub struct Work<'a> {
    /// Gives the bytes of a file by its path from the hall's folder.
    pub file: &'a dyn Fn(&str) -> Option<Bytes>,
    /// Whether pictures are made as KTX2, too.
    pub has_ktx2: bool,
    /// Where everything goes.
    pub store: &'a Store,
    /// What the source may ask for.
    pub limits: &'a Limits,
    /// Who watches.
    pub watch: &'a Watch<'a>,
    /// What each step changed, all files together.
    pub changes: Mutex<BTreeMap<Step, Change>>,
    /// What a visitor may miss.
    pub warnings: Mutex<Vec<Words>>,
}

impl Work<'_> {
    /// The bytes of a file.
    ///
    /// # Errors
    /// If it is not there.
    pub fn read(&self, path: &str) -> Result<Bytes, PackError> {
        (self.file)(path).ok_or_else(|| PackError::Missing { path: path.into() })
    }

    /// Tells who watches.
    ///
    /// # Errors
    /// If that one has had enough.
    pub fn tell(&self, step: Step, path: &str, part: f32) -> Result<(), PackError> {
        match (self.watch)(step, path, part) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(PackError::Cancelled),
        }
    }

    /// Notes what a step did.
    pub fn note(&self, step: Step, before_bytes: u64, after_bytes: u64) {
        let mut changes = self.changes.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        changes.entry(step).or_default().add(Change { before_bytes, after_bytes });
    }

    /// What visitors may miss, from warning number `first` on.
    pub fn warnings_from(&self, first: usize) -> Vec<Words> {
        let warnings = self.warnings.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        warnings.get(first..).unwrap_or_default().to_vec()
    }

    /// Notes what a visitor may miss.
    pub fn warn(&self, zh: String, en: String) {
        let mut warnings = self.warnings.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        warnings.push(Words { zh, en });
    }
}
