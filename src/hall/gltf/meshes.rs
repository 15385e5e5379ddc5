//! Meshes that are in the scene, and the morph weights of the nodes that show them.

use crate::json::Json;

use super::Import;
use super::error::ImportError;
use super::importing::pause;
use super::nodes::Graph;
use super::place::{Part, Place};
use super::tangents::{self, Lacking};
use crate::{Mesh, MorphTarget, Scene};

impl Import<'_> {
    pub(super) async fn meshes(&mut self, graph: &Graph, scene: &mut Scene) -> Result<(), ImportError> {
        let elements = self.elements;
        let mut primitives = 0;
        for (i, _) in graph.meshes.iter().enumerate().filter(|(_, id)| id.is_some()) {
            let place = Place::of(Part::Mesh, i);
            let element = &elements.meshes[i];
            let source = element.get(place)?;
            primitives += source.primitives.len() as u64;
            ImportError::ensure_at_most(place, "primitives", primitives, self.limits.primitives)?;
            let raw = element.raw.get("primitives").and_then(Json::as_array).unwrap_or_default();
            let mut mesh = Mesh { name: self.name(source.name.as_ref(), place), primitives: Vec::new() };
            for (p, (source, raw)) in source.primitives.iter().zip(raw).enumerate() {
                let place = place.and(Part::Primitive, p);
                let Some(primitive) = self.primitive(source, raw, scene, place)? else { continue };
                if let Some(uv_slot) = tangents::lacking(&primitive, &scene.materials) {
                    let (mesh, primitive) = (scene.meshes.len(), mesh.primitives.len());
                    self.lacking.push(Lacking { mesh, primitive, uv_slot, place });
                }
                mesh.primitives.push(primitive);
                pause().await;
            }
            let targets = morph_targets(&mesh);
            mesh.primitives.iter_mut().for_each(|p| p.morph_targets.resize_with(targets, MorphTarget::default));
            scene.meshes.push(mesh);
        }
        self.morph_weights(graph, scene)
    }

    fn morph_weights(&mut self, graph: &Graph, scene: &mut Scene) -> Result<(), ImportError> {
        let elements = self.elements;
        for (node, &index) in scene.nodes.iter_mut().zip(&graph.sources) {
            let Some(mesh) = node.mesh else { continue };
            let targets = morph_targets(&scene.meshes[mesh.index()]);
            let place = Place::of(Part::Node, index);
            let source = elements.nodes[index].get(place)?;
            let of_mesh = source.mesh.and_then(|m| elements.meshes[m].get(place).ok()?.weights.as_ref());
            self.decoded.spend(place, (targets * size_of::<f32>()) as u64)?;
            let weights = source.weights.as_ref().or(of_mesh).map_or(&[][..], Vec::as_slice);
            let weights = weights.iter().map(|w| if w.is_finite() { *w } else { 0.0 });
            node.morph_weights = weights.chain(std::iter::repeat(0.0)).take(targets).collect();
        }
        Ok(())
    }
}

/// Morph targets of the primitive that has most.
fn morph_targets(mesh: &Mesh) -> usize {
    mesh.primitives.iter().map(|p| p.morph_targets.len()).max().unwrap_or(0)
}
