//! A whole hall looked through: what `hall` finds, and what is in the media that it names.

use std::collections::BTreeMap;

use bytes::Bytes;
use hall::{Finding, Hall, Limits, Severity, beside, is_plain_path};
use serde::Serialize;

use super::accept::{Accepted, Facts, Product, accept, ensure_decodes};
use super::moving::too_large;
use super::wrong::{Wrong, both};
use super::{Use, texts, uses};
use crate::texture::{self, Fault};

/// What `hall` finds of media by their first bytes, which is found here by all of them.
const SUPERSEDED: [&str; 3] = ["media-type", "image-damaged", "panorama"];

/// What was found in a hall.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// What visitors would notice, the worst first.
    pub findings: Vec<Finding>,
    /// What the media are that can be shown.
    pub media: Vec<Medium>,
}

/// A medium that can be shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Medium {
    /// As the manifest names it.
    pub path: String,
    /// As it lies there, bytes.
    pub size_bytes: u64,
    /// What it is.
    #[serde(flatten)]
    pub facts: Facts,
}

/// Looks through a hall: `entry` is its `hall.json`, or a bare `.glb` or `.gltf`, as a path that `file` knows.
///
/// `file` is asked for no path that leads out of the hall's folder. No finding of [`Severity::Error`] means that the hall can be shown.
pub fn look(entry: &str, file: &dyn Fn(&str) -> Option<Bytes>, limits: &Limits) -> Look {
    let mut look = Look { findings: hall::check(entry, file, limits), media: Vec::new() };
    let manifest = file(entry).filter(|_| entry.ends_with(".json"));
    if let Some(hall) = manifest.and_then(|bytes| Hall::parse(&bytes).ok()) {
        look.findings.extend(texts::findings(entry, &hall));
        look.media(entry, &hall, file, limits);
    }
    look.findings.sort_by_key(|finding| finding.severity);
    look
}

impl Look {
    fn media(&mut self, entry: &str, hall: &Hall, file: &dyn Fn(&str) -> Option<Bytes>, limits: &Limits) {
        let mut known: BTreeMap<(&str, super::Role), Result<Accepted, Wrong>> = BTreeMap::new();
        let mut pixels = 0;
        let uses = uses(hall);
        for Use { place, path, role } in &uses {
            let bytes = Some(path).filter(|path| is_plain_path(path)).and_then(|path| file(&beside(entry, path)));
            // What is not there was found by `hall`.
            let Some(bytes) = bytes else { continue };
            let outcome = known.entry((path, *role)).or_insert_with(|| {
                let accepted = accept(*role, path, &bytes, limits)?;
                if matches!(accepted.product, Product::Picture) {
                    decoded(&bytes, &mut pixels, limits)?;
                }
                Ok(accepted)
            });
            self.findings.retain(|finding| finding.place != *place || !SUPERSEDED.contains(&finding.code));
            match outcome {
                Ok(accepted) => {
                    let advice = accepted.advice.iter().map(|wrong| wrong.finding(entry, place, path));
                    self.findings.extend(advice);
                    if !self.media.iter().any(|medium| medium.path == *path) {
                        let facts = accepted.facts.clone();
                        self.media.push(Medium { path: (*path).into(), size_bytes: bytes.len() as u64, facts });
                    }
                }
                Err(wrong) => {
                    let has_told = |finding: &Finding| finding.place == *place && finding.severity == Severity::Error;
                    if !self.findings.iter().any(has_told) {
                        self.findings.push(wrong.finding(entry, place, path));
                    }
                }
            }
        }
    }
}

/// Adds the pixels of a picture to those of all, and unpacks it if they are not too many.
fn decoded(bytes: &[u8], pixels: &mut u64, limits: &Limits) -> Result<(), Wrong> {
    let (width, height) = texture::size(bytes).ok_or_else(|| too_large(&Fault::Broken("no size".into())))?;
    *pixels = pixels.saturating_add(u64::from(width) * u64::from(height));
    if *pixels > limits.image_pixels {
        let most = limits.image_pixels / 1_000_000;
        let message = both(
            format!("使展厅图片的像素总数超过上限（{most} 百万）"),
            format!("is one picture too many: all together have more than {most} million pixels"),
        );
        let hint = both("缩小图片，或减少图片数量。", "Make pictures smaller, or show fewer.");
        return Err(Wrong::error("pictures-too-large", message, hint));
    }
    ensure_decodes(bytes, limits)
}
