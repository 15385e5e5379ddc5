//! Pieces that have several materials to choose from (`KHR_materials_variants`): kept apart from merged geometry, so that a choice is a new list of draws and nothing is uploaded again.

use core::ops::Range;

use hall::{Aabb, MaterialId, NodeId, Primitive, Scene, Topology};

use super::{Draw, DrawList, Place, Shares};
use crate::look::Look;
use crate::material::first_of_mixed;

/// One material on one piece.
#[derive(Clone, Copy)]
pub(super) struct Outfit {
    pub look: Look,
    /// Which of the materials.
    pub material: u32,
}

impl Outfit {
    pub fn of(scene: &Scene, material: Option<MaterialId>, primitive: &Primitive, is_bent: bool) -> Self {
        let of_scene = material.map(|m| &scene.materials[m.index()]);
        let look = Look::of(of_scene, primitive.topology, is_bent);
        let look = if scene.light_probes.is_empty() { look.unprobed() } else { look };
        Self {
            look: Look { is_faceted: primitive.is_faceted, ..look },
            material: material.map_or(scene.materials.len() as u32, |m| m.0),
        }
    }

    /// Lets what has no images be drawn together with what has none either.
    pub fn mix(&mut self) {
        self.look = self.look.mixed();
    }

    /// Of its material among those that are bound together.
    pub fn number(&self) -> u32 {
        self.material - first_of_mixed(self.material)
    }

    /// What a primitive wears in each of its variants.
    pub fn choices(scene: &Scene, primitive: &Primitive, is_bent: bool) -> Vec<(u32, Self)> {
        let of = |material| Self::of(scene, Some(material), primitive, is_bent);
        primitive.variants.iter().map(|(variant, material)| (*variant, of(*material))).collect()
    }

    /// The draws that show a piece so.
    pub fn draws(
        self,
        object: u32,
        indices: &Range<u32>,
        (bounds, clusters): &Place,
        nodes: &Shares,
    ) -> impl Iterator<Item = (Draw, Shares)> {
        self.look.in_order().map(move |look| {
            let draw = Draw {
                look,
                material: self.material,
                object,
                indices: indices.clone(),
                bounds: *bounds,
                clusters: clusters.clone(),
                casts_shadow: look.mode.is_opaque() && look.topology == Topology::Triangles && !look.is_unlit,
                is_mirrored: false,
            };
            (draw, nodes.clone())
        })
    }
}

/// A piece with several materials to choose from.
pub(super) struct Wearer {
    pub node: NodeId,
    pub object: u32,
    pub indices: Range<u32>,
    pub bounds: Aabb,
    /// Without a variant, and in variants it has nothing for.
    pub plain: Outfit,
    pub choices: Vec<(u32, Outfit)>,
}

/// What it takes to draw up the list anew; empty where nothing can be chosen.
#[derive(Default)]
pub(super) struct Wardrobe {
    pub wearers: Vec<Wearer>,
    /// Draws of everything else.
    pub fixed: Vec<(Draw, Shares)>,
}

impl Wardrobe {
    /// All draws, where each node wears the variant of its number in `worn`.
    pub fn draws(&self, worn: &[Option<u32>]) -> Vec<(Draw, Shares)> {
        let mut all = self.fixed.clone();
        for wearer in &self.wearers {
            let variant = worn.get(wearer.node.index()).copied().flatten();
            let chosen = wearer.choices.iter().find(|(of, _)| Some(*of) == variant);
            let outfit = chosen.map_or(wearer.plain, |(_, outfit)| *outfit);
            let nodes = vec![(wearer.node, wearer.indices.clone())];
            all.extend(outfit.draws(wearer.object, &wearer.indices, &(wearer.bounds, 0..0), &nodes));
        }
        all
    }
}

impl DrawList {
    /// Shows each node in the variant of its number in `worn`, of [`Scene::variants`].
    pub(crate) fn dress(&mut self, worn: &[Option<u32>]) {
        if self.wardrobe.wearers.is_empty() {
            return;
        }
        self.arrange(self.wardrobe.draws(worn));
        self.place_movers();
        // Glass casts no shadow where wood did.
        let changed =
            self.wardrobe.wearers.iter().fold(Aabb::EMPTY, |all, w| {
                all.union(if w.object > 0 { self.movers.bounds(w.object) } else { w.bounds })
            });
        self.dressed = Some(changed);
    }
}
