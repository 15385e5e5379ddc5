//! Looks to choose from: named so that a visitor can tell them apart, and worn by what they are offered for.

use super::ids::nearest;
use super::{Check, Severity, Words};
use crate::Scene;
use crate::manifest::{Anchor, Hall};

impl Check<'_> {
    /// The names that a file gives its variants.
    pub(super) fn variant_names(&mut self, path: &str, scene: &Scene) {
        for (i, name) in scene.variants.iter().enumerate() {
            let place = format!("extensions.KHR_materials_variants.variants[{i}]");
            let message = if name.trim().is_empty() {
                Words::new("外观变体没有名称", "a material variant has no name")
            } else if let Some(first) = scene.variants[..i].iter().position(|other| other == name) {
                // People count from one.
                let first = first + 1;
                Words::new(
                    format!("外观变体“{name}”与第 {first} 个同名，访客只能选到前一个"),
                    format!(
                        "the material variant {name:?} has the name of number {first}; only that one can be chosen"
                    ),
                )
            } else {
                continue;
            };
            let hint = Words::new(
                "在建模软件中给每个变体不同的名称。",
                "Give each variant a name of its own in the modelling program.",
            );
            self.add(Severity::Warning, "variant-name", path, place, message, hint);
        }
    }

    /// The names that the manifest offers.
    pub(super) fn offered_variants(&mut self, entry: &str, hall: &Hall, scenes: &[&Scene]) {
        for (i, exhibit) in hall.exhibits.iter().enumerate().filter(|(_, exhibit)| !exhibit.variants.is_empty()) {
            let worn: Vec<&str> = scenes.iter().flat_map(|scene| worn_below(scene, &exhibit.anchor)).collect();
            for (v, name) in exhibit.variants.iter().enumerate().filter(|(_, name)| !worn.contains(&name.as_str())) {
                let place = format!("exhibits[{i}].variants[{v}]");
                let message = Words::new(
                    format!("{place}：该展品没有名为“{name}”的外观"),
                    format!("{place}: nothing at this exhibit has a variant {name:?}"),
                );
                let hint = match nearest(name, &worn) {
                    Some(near) => Words::new(format!("是不是“{near}”？"), format!("Perhaps {near:?}?")),
                    None if worn.is_empty() => Words::new(
                        "anchor 所指的节点没有外观变体（KHR_materials_variants）；请检查 anchor，或去掉 variants。",
                        "The node of its anchor has no material variants (KHR_materials_variants); check the anchor, or remove variants.",
                    ),
                    None => Words::new(
                        format!("可用的有：{}。", worn.join("、")),
                        format!("There are: {}.", worn.join(", ")),
                    ),
                };
                self.add(Severity::Warning, "variant-unknown", entry, place, message, hint);
            }
        }
    }
}

/// Names of the variants that change something at an anchor.
fn worn_below<'a>(scene: &'a Scene, anchor: &Anchor) -> Vec<&'a str> {
    let Anchor::Node(name) = anchor else { return Vec::new() };
    let mut is_worn = vec![false; scene.variants.len()];
    for (node, _) in scene.nodes.iter().zip(scene.below(name)).filter(|(_, is_below)| *is_below) {
        let Some(mesh) = node.mesh else { continue };
        let choices = scene.meshes[mesh.index()].primitives.iter().flat_map(|p| &p.variants);
        choices.for_each(|(variant, _)| is_worn[*variant as usize] = true);
    }
    scene.variants.iter().zip(is_worn).filter(|(_, is_worn)| *is_worn).map(|(name, _)| name.as_str()).collect()
}
