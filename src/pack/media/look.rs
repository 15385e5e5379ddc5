//! A whole hall looked through: what `hall` finds, and what is in the media that it names.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use hall::{Finding, Hall, Limits, Severity, beside, is_plain_path};
use serde::Serialize;

use super::accept::{Accepted, Facts, Product, accept, ensure_decodes};
use super::wrong::{Wrong, both};
use super::{Role, Use, texts, uses};
use crate::texture;

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

/// What was made of a file in a role: without the bytes, for all films together may be more than there is memory.
type Outcome = Result<(Facts, Vec<Wrong>), Wrong>;

impl Look {
    fn media(&mut self, entry: &str, hall: &Hall, file: &dyn Fn(&str) -> Option<Bytes>, limits: &Limits) {
        let is_told = |finding: &&Finding| finding.severity == Severity::Error && !SUPERSEDED.contains(&finding.code);
        let told: BTreeSet<String> =
            self.findings.iter().filter(is_told).map(|finding| finding.place.clone()).collect();
        let (mut known, mut pixels) = (BTreeMap::<(&str, Role), Option<Outcome>>::new(), 0);
        let mut listed = BTreeSet::new();
        let uses = uses(hall);
        for Use { path, role, .. } in &uses {
            known.entry((path, *role)).or_insert_with(|| {
                // What is not there was found by `hall`.
                let bytes =
                    Some(path).filter(|path| is_plain_path(path)).and_then(|path| file(&beside(entry, path)))?;
                let outcome = outcome(*role, path, &bytes, &mut pixels, limits);
                if let Some(facts) =
                    outcome.as_ref().ok().map(|(facts, _)| facts.clone()).filter(|_| listed.insert(*path))
                {
                    self.media.push(Medium { path: (*path).into(), size_bytes: bytes.len() as u64, facts });
                }
                Some(outcome)
            });
        }
        let is_looked_at = |used: &&Use<'_>| matches!(known.get(&(used.path, used.role)), Some(Some(_)));
        let places: BTreeSet<&str> = uses.iter().filter(is_looked_at).map(|used| used.place.as_str()).collect();
        self.findings
            .retain(|finding| !(SUPERSEDED.contains(&finding.code) && places.contains(finding.place.as_str())));
        for Use { place, path, role } in &uses {
            match known.get(&(*path, *role)) {
                Some(Some(Ok((_, advice)))) => {
                    self.findings.extend(advice.iter().map(|wrong| wrong.finding(entry, place, path)));
                }
                Some(Some(Err(wrong))) if !told.contains(place) => {
                    self.findings.push(wrong.finding(entry, place, path));
                }
                _ => {}
            }
        }
    }
}

fn outcome(role: Role, path: &str, bytes: &Bytes, pixels: &mut u64, limits: &Limits) -> Outcome {
    let Accepted { product, facts, advice } = accept(role, path, bytes, limits)?;
    if matches!(product, Product::Picture) {
        decoded(bytes, pixels, limits)?;
    }
    Ok((facts, advice))
}

/// Adds the pixels of a picture to those of all, and unpacks it if they are not too many.
fn decoded(bytes: &[u8], pixels: &mut u64, limits: &Limits) -> Result<(), Wrong> {
    // Of a header that is not understood here the decoder knows more, which has its own limits.
    let (width, height) = texture::size(bytes).unwrap_or_default();
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
    let found = ensure_decodes(bytes, limits)?;
    *pixels = pixels.saturating_add(if width == 0 { found } else { 0 });
    Ok(())
}
