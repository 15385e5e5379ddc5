//! What a visit to a hall costs, and what of it costs most.

use std::collections::BTreeMap;

use hall::{AlphaMode, Image, ImageSource, Material, Scene, Topology};
use serde::Serialize;

use super::budget::Measure;

/// Of the parts of a sum those that are worth a name.
const PARTS_MAX: usize = 5;

/// A scene with what its files weigh.
pub struct Weighed {
    /// Of its file, from the hall's folder.
    pub path: String,
    /// As it was read.
    pub scene: Scene,
    /// Of the file and of its buffers, pictures in them included.
    pub file_bytes: u64,
    /// Of each of [`Scene::images`]; `None` where it could not be found or read.
    pub images: Vec<Option<Picture>>,
}

/// An encoded picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Encoded.
    pub size_bytes: u64,
    /// Width and height, pixels.
    pub size_px: (u32, u32),
    /// It lies in the scene's own files, not in one beside them.
    pub is_inside: bool,
    /// It stays in blocks of a byte a pixel on the graphics card.
    pub is_compressed: bool,
}

impl Picture {
    /// On the graphics card, with its smaller levels: a third more.
    pub fn memory_bytes(&self) -> u64 {
        memory_bytes(self.size_px, if self.is_compressed { 1 } else { 4 })
    }
}

/// Of a picture on the graphics card, with its smaller levels.
pub(crate) fn memory_bytes((width, height): (u32, u32), bytes_each: u64) -> u64 {
    (u64::from(width) * u64::from(height)).saturating_mul(bytes_each).saturating_mul(4) / 3
}

/// A total, and who contributes most to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sum {
    /// Of all parts.
    pub total: u64,
    /// The largest of them, the largest first.
    pub largest: Vec<Part>,
}

/// One contributor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// As its author named it, else its place.
    pub name: String,
    /// As a path of JSON in its file: `nodes[3]`.
    pub place: String,
    /// Its file, from the hall's folder.
    pub file: String,
    /// How much of the total.
    pub value: u64,
}

/// All measures of a hall.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Load(BTreeMap<Measure, Sum>);

impl Load {
    /// Adds everything up.
    pub fn of(scenes: &[Weighed]) -> Self {
        let mut load = Self::default();
        scenes.iter().for_each(|scene| load.add_scene(scene));
        for sum in load.0.values_mut() {
            // Stable: of equals the first in the file comes first.
            sum.largest.sort_by_key(|part| core::cmp::Reverse(part.value));
            sum.largest.truncate(PARTS_MAX);
        }
        load
    }

    /// One of them.
    pub fn sum(&self, measure: Measure) -> Sum {
        self.0.get(&measure).cloned().unwrap_or_default()
    }

    fn add(&mut self, measure: Measure, part: Part) {
        let sum = self.0.entry(measure).or_default();
        sum.total = sum.total.saturating_add(part.value);
        if part.value > 0 {
            sum.largest.push(part);
        }
    }

    fn add_scene(&mut self, weighed: &Weighed) {
        self.add_surfaces(weighed);
        self.add_pictures(weighed);
        for (i, node) in weighed.scene.nodes.iter().enumerate() {
            if node.light.is_some() {
                self.add(Measure::Lights, weighed.part("nodes", i, &node.name, 1));
            }
        }
    }

    fn add_surfaces(&mut self, weighed: &Weighed) {
        let scene = &weighed.scene;
        let moving = scene.moving_nodes();
        let mut drawn_together = vec![false; scene.materials.len() + 1];
        for (i, node) in scene.nodes.iter().enumerate() {
            let Some(mesh) = node.mesh else { continue };
            let (mut triangles, mut draws) = (0, 0);
            for primitive in &scene.meshes[mesh.index()].primitives {
                if primitive.topology == Topology::Triangles {
                    triangles += primitive.indices.len() as u64 / 3;
                }
                let number = primitive.material.map_or(scene.materials.len(), |m| m.index());
                let is_apart = moving[i] || node.skin.is_some() || !primitive.morph_targets.is_empty();
                if is_apart || scene.materials.get(number).is_some_and(is_seen_through) {
                    draws += 1;
                } else if !core::mem::replace(&mut drawn_together[number], true) {
                    let name = scene.materials.get(number).map_or("", |material| material.name.as_str());
                    self.add(Measure::Draws, weighed.part("materials", number, name, 1));
                }
            }
            self.add(Measure::Triangles, weighed.part("nodes", i, &node.name, triangles));
            self.add(Measure::Draws, weighed.part("nodes", i, &node.name, draws));
        }
    }

    fn add_pictures(&mut self, weighed: &Weighed) {
        let mut inside = 0;
        for (i, picture) in weighed.images.iter().enumerate() {
            let Some(picture) = picture.filter(|_| is_used(&weighed.scene, i)) else { continue };
            let part = |value| weighed.part("images", i, weighed.name_of(i), value);
            self.add(Measure::TextureBytes, part(picture.memory_bytes()));
            self.add(Measure::DownloadBytes, part(picture.size_bytes));
            inside += if picture.is_inside { picture.size_bytes } else { 0 };
        }
        let rest = weighed.file_bytes.saturating_sub(inside);
        let part = Part { name: weighed.path.clone(), place: String::new(), file: weighed.path.clone(), value: rest };
        self.add(Measure::DownloadBytes, part.clone());
        self.add(Measure::FirstLookBytes, part);
    }
}

impl Weighed {
    pub(super) fn part(&self, array: &str, index: usize, name: &str, value: u64) -> Part {
        let place = format!("{array}[{index}]");
        let name = if name.is_empty() { place.clone() } else { name.to_owned() };
        Part { name, place, file: self.path.clone(), value }
    }

    /// Of an image, or of its file.
    pub(super) fn name_of(&self, image: usize) -> &str {
        let Image { name, source } = &self.scene.images[image];
        match source {
            ImageSource::File(file) if name.is_empty() => file,
            _ => name,
        }
    }
}

/// A stand-in for another picture is not loaded.
fn is_used(scene: &Scene, image: usize) -> bool {
    scene.textures.iter().any(|texture| texture.image.index() == image)
}

fn is_seen_through(material: &Material) -> bool {
    material.alpha_mode == AlphaMode::Blend || material.transmission > 0.0
}
