//! For the smallest tier: all light that stands still lies in light maps and grids, so that a phone computes none of it.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use serde_json::Value;

use super::{LIGHT_PROBES, lamps};
use crate::document::{Document, extension, index, take_extension};
use crate::store::sha256;

/// What makes lamps superfluous.
#[derive(Clone, Debug)]
pub struct Whole {
    /// Pages of light with all that shines, under the SHA-256 of those that leave it to lamps.
    pub pages: BTreeMap<String, Bytes>,
    /// For each room what its accessor holds.
    pub rooms: Vec<Vec<u8>>,
    /// Numbers of the lights whose light this is.
    pub lamps: BTreeSet<usize>,
}

impl Whole {
    /// The page that stands in for an image.
    pub fn page(&self, image: Option<&Bytes>) -> Option<&Bytes> {
        self.pages.get(&sha256(image?))
    }

    /// Puts the lamps of a document out, and their light into its rooms. Its pages of light are up to whoever writes them.
    pub fn apply(&self, document: &mut Document) {
        let mut is_shining = false;
        for node in document.array_mut("nodes") {
            let light = extension(node, lamps::NAME).and_then(|light| index(light, "light"));
            match light {
                Some(light) if self.lamps.contains(&light) => drop(take_extension(node, lamps::NAME)),
                Some(_) => is_shining = true,
                None => {}
            }
        }
        if !is_shining && take_extension(&mut document.root, lamps::NAME).is_some() {
            document.retract(lamps::NAME);
        }
        let on_show = index(&document.root, "scene").unwrap_or(0);
        let irradiance = |room: &Value| index(room, "irradiance");
        let rooms = document.array("scenes").get(on_show).and_then(|scene| extension(scene, LIGHT_PROBES));
        let rooms = rooms.and_then(|probes| probes.get("rooms")?.as_array()).into_iter().flatten();
        let accessors: Vec<Option<usize>> = rooms.map(irradiance).collect();
        for (at, bytes) in accessors.into_iter().zip(&self.rooms) {
            if let Some(accessor) = at.and_then(|at| document.accessors.get_mut(at)) {
                accessor.bytes = Bytes::from(bytes.clone());
            }
        }
    }
}
