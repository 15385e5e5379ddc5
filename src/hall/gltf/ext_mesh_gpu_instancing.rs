//! `EXT_mesh_gpu_instancing`: one mesh in many places. Each place becomes a node below the one that has the extension; merging equal meshes is the
//! renderer's work.

use glam::Quat;

use super::accessors::{Accessor, Rows, Type};
use super::error::ImportError;
use super::json::ValueExt;
use super::nodes::Graph;
use super::place::{Part, Place};
use super::warning::WarningKind;
use super::{Import, vertices};
use crate::json::Json;
use crate::{Node, NodeId, Scene, Trs};

const NAME: &str = "EXT_mesh_gpu_instancing";
/// In the extras of a node: the names of its instances, as `pack` keeps those of the nodes that they were.
const NAMES: &str = "instance_names";

/// These names, for whoever makes something of a hall. Browsers only show it, and nothing that a manifest names is an instance.
pub(super) fn names(extras: Option<&Json>) -> Option<&[Json]> {
    if cfg!(target_arch = "wasm32") {
        return None;
    }
    extras?.get(NAMES)?.as_array()
}

impl Import<'_> {
    /// Adds a node for each instance, after all nodes of the file.
    pub(super) fn instances(&mut self, graph: &mut Graph, scene: &mut Scene) -> Result<(), ImportError> {
        let elements = self.elements;
        for at in 0..scene.nodes.len() {
            let index = graph.sources[at];
            let Some(extension) = elements.nodes[index].extension(NAME) else { continue };
            let place = Place::of(Part::Node, index);
            let Some(mesh) = scene.nodes[at].mesh else { continue };
            let Some(places) = self.places(extension, scene.nodes.len(), place)? else {
                self.warn(place, WarningKind::ExtensionMalformed { name: NAME });
                continue;
            };
            scene.nodes[at].mesh = None;
            scene.nodes[at].skin = None;
            let names = names(elements.nodes[index].raw.get("extras"));
            for (i, parent_from_node) in places.into_iter().enumerate() {
                let name = match names.and_then(|names| names.get(i)?.as_str()) {
                    Some(name) => super::visible(name, self.limits.name_chars),
                    None => [&scene.nodes[at].name, "[", &i.to_string(), "]"].concat(),
                };
                let parent = Some(NodeId(at as u32));
                scene.nodes.push(Node { name, parent, parent_from_node, mesh: Some(mesh), ..Node::default() });
                graph.sources.push(index);
            }
        }
        Ok(())
    }

    /// `None` when the extension gives no place at all.
    fn places(&mut self, extension: &Json, nodes: usize, place: Place) -> Result<Option<Vec<Trs>>, ImportError> {
        let translations = self.instance_attribute(extension, "TRANSLATION", Type::Vec3, place)?;
        let rotations = self.instance_attribute(extension, "ROTATION", Type::Vec4, place)?;
        let scales = self.instance_attribute(extension, "SCALE", Type::Vec3, place)?;
        let all = [&translations, &rotations, &scales];
        let Some(count) = all.into_iter().flatten().map(|a| a.count).min() else { return Ok(None) };
        let total = (nodes as u64).saturating_add(count as u64);
        ImportError::ensure_at_most(place, "nodes", total, self.limits.nodes)?;
        let mut places = vec![Trs::default(); count];
        let rows = Rows::First(count);
        if let Some(accessor) = translations {
            let values = vertices::vec3s(&self.finite(&accessor, 3, rows)?);
            places.iter_mut().zip(values).for_each(|(place, value)| place.translation = value);
        }
        if let Some(accessor) = rotations {
            let values = self.finite(&accessor, 4, rows)?;
            let values = values.chunks_exact(4).map(Quat::from_slice);
            places.iter_mut().zip(values).for_each(|(place, value)| place.rotation = vertices::unit(value));
        }
        if let Some(accessor) = scales {
            let values = vertices::vec3s(&self.finite(&accessor, 3, rows)?);
            places.iter_mut().zip(values).for_each(|(place, value)| place.scale = value);
        }
        Ok(Some(places))
    }

    fn instance_attribute(
        &mut self,
        extension: &Json,
        attribute: &'static str,
        type_: Type,
        place: Place,
    ) -> Result<Option<Accessor>, ImportError> {
        let index = extension.get("attributes").and_then(|attributes| attributes.index(attribute));
        let Some(index) = index else { return Ok(None) };
        let accessor = self.accessor(index, place)?;
        if accessor.type_ == type_ {
            return Ok(Some(accessor));
        }
        self.warn(accessor.place, WarningKind::AttributeIgnored { attribute });
        Ok(None)
    }
}
