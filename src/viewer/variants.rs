//! What a visitor may choose the look of (`KHR_materials_variants`), and what is chosen.
//!
//! A file names its variants once, and an exhibit wears them by itself: of two cars of one file, one may be red and the other blue.

use hall::{NodeId, Primitive, Scene};

use crate::exhibits::Exhibits;
use crate::setting::Setting;

/// Looks of one exhibit, or of everything that is part of none.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// Counted in hall order; `None` for everything that is part of no exhibit.
    pub exhibit: Option<usize>,
    /// Variants of the scene, two or more; `None` is the look that the file has without a variant.
    pub looks: Vec<Option<u32>>,
    /// Which of `looks` is worn.
    pub chosen: usize,
    /// Which of them was worn first.
    first: usize,
    nodes: Vec<NodeId>,
}

/// Whose look is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wearer<'a> {
    /// Everything that offers the look.
    All,
    /// Everything that is part of no exhibit.
    Hall,
    /// One exhibit, by id.
    Exhibit(&'a str),
}

/// All that can be chosen in a hall.
#[derive(Debug, Default)]
pub struct Offers {
    /// In hall order, the hall's own first.
    pub list: Vec<Offer>,
    /// Of the scene.
    pub names: Vec<String>,
}

impl Offers {
    /// Finds what can be chosen. The second value has what the manifest offers and the scene does not: an exhibit's id and a name.
    pub fn find(scene: &Scene, exhibits: &Exhibits, setting: Option<&Setting>) -> (Self, Vec<(String, String)>) {
        let mut offers = Self { list: Vec::new(), names: scene.variants.clone() };
        let mut lost = Vec::new();
        let count = setting.map_or(0, |s| s.exhibits.len());
        for exhibit in [None].into_iter().chain((0..count).map(Some)) {
            let wearing = |id: NodeId| exhibits.of_node(id) == exhibit && dressed(scene, id).next().is_some();
            let nodes: Vec<NodeId> = (0..scene.nodes.len() as u32).map(NodeId).filter(|id| wearing(*id)).collect();
            let mut looks: Vec<Option<u32>> =
                (0..scene.variants.len() as u32).filter(|v| is_worn(scene, &nodes, *v)).map(Some).collect();
            // Two of one name are one to a visitor.
            let named = |look: &Option<u32>| look.map(|v| scene.variants[v as usize].as_str());
            let mut seen = Vec::new();
            looks.retain(|look| {
                let is_new = !seen.contains(&named(look));
                seen.push(named(look));
                is_new
            });
            let wished = exhibit.and_then(|i| setting.map(|s| &s.exhibits[i])).filter(|e| !e.variants.is_empty());
            if let Some(wished) = wished {
                let of_name = |name: &String| looks.iter().copied().find(|look| named(look) == Some(name.as_str()));
                let missing = wished.variants.iter().filter(|name| of_name(name).is_none());
                lost.extend(missing.map(|name| (wished.id.clone(), name.clone())));
                looks = wished.variants.iter().filter_map(of_name).collect();
            }
            // Most files repeat their own look as one of the variants; it is then not offered twice.
            let own = looks.iter().position(|look| look.is_some_and(|v| is_own_look(scene, &nodes, v)));
            if own.is_none() && wished.is_none() && !looks.is_empty() {
                looks.insert(0, None);
            }
            let first = own.unwrap_or(0);
            if looks.len() > 1 {
                offers.list.push(Offer { exhibit, looks, chosen: first, first, nodes });
            }
        }
        (offers, lost)
    }

    /// The name of a look; `None` is the file's own.
    pub fn name(&self, look: Option<u32>) -> Option<&str> {
        look.and_then(|variant| self.names.get(variant as usize)).map(String::as_str)
    }

    /// Chooses by name, where `is_meant`; without a name what was worn first. Whether anything offers that.
    pub fn choose(&mut self, name: Option<&str>, is_meant: impl Fn(&Offer) -> bool) -> bool {
        let names = &self.names;
        let mut is_offered = false;
        for offer in self.list.iter_mut().filter(|offer| is_meant(offer)) {
            let is_named = |look: &Option<u32>| look.is_some_and(|v| Some(names[v as usize].as_str()) == name);
            let found = if name.is_none() { Some(offer.first) } else { offer.looks.iter().position(is_named) };
            offer.chosen = found.unwrap_or(offer.chosen);
            is_offered |= found.is_some();
        }
        is_offered
    }

    /// What each of so many nodes wears, for the renderer.
    pub fn worn(&self, nodes: usize) -> Vec<Option<u32>> {
        let mut worn = vec![None; nodes];
        for offer in &self.list {
            offer.nodes.iter().for_each(|node| worn[node.index()] = offer.looks[offer.chosen]);
        }
        worn
    }

    /// For [`Offers::restore`]: a line for each choice that is not the first one.
    pub fn save(&self) -> String {
        let changed = self.list.iter().filter(|offer| offer.chosen != offer.first);
        let line = |offer: &Offer| {
            let exhibit = offer.exhibit.map(|e| e.to_string()).unwrap_or_default();
            ["\n", &exhibit, "\t", self.name(offer.looks[offer.chosen]).unwrap_or_default()].concat()
        };
        changed.map(line).collect()
    }

    /// Takes up what [`Offers::save`] gave; lines that fit nothing are ignored.
    pub fn restore(&mut self, saved: &str) {
        for (exhibit, name) in saved.lines().filter_map(|line| line.split_once('\t')) {
            let exhibit: Option<usize> = exhibit.parse().ok();
            let name = Some(name).filter(|name| !name.is_empty());
            self.choose(name, |offer| offer.exhibit == exhibit);
        }
    }
}

/// Primitives at a node that have more than one material.
fn dressed(scene: &Scene, node: NodeId) -> impl Iterator<Item = &Primitive> {
    let mesh = scene.nodes[node.index()].mesh.map(|mesh| &scene.meshes[mesh.index()]);
    mesh.into_iter().flat_map(|mesh| &mesh.primitives).filter(|primitive| !primitive.variants.is_empty())
}

fn is_worn(scene: &Scene, nodes: &[NodeId], variant: u32) -> bool {
    nodes.iter().flat_map(|node| dressed(scene, *node)).any(|p| p.variants.iter().any(|(of, _)| *of == variant))
}

/// Whether a variant changes nothing.
fn is_own_look(scene: &Scene, nodes: &[NodeId], variant: u32) -> bool {
    let is_kept = |p: &Primitive| p.variants.iter().all(|(of, id)| *of != variant || Some(*id) == p.material);
    nodes.iter().flat_map(|node| dressed(scene, *node)).all(is_kept)
}
