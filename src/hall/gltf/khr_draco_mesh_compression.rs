//! `KHR_draco_mesh_compression`: geometry packed with Draco. `draco.rs` unpacks it, or somebody else does ahead of the import.

use bytes::Bytes;

use super::accessors::ComponentType;
use super::error::ImportError;
use super::geometry::Geometry;
use super::place::{Part, Place};
use super::source::{self, Attributes};
use super::typed::{FromJson, object};
use super::warning::WarningKind;
use super::{Document, Import, elements};
use crate::json::Json;

pub(super) const NAME: &str = "KHR_draco_mesh_compression";

object!(
    /// The extension's object. Its attributes are Draco's unique ids.
    Compressed {
        buffer_view: usize = "bufferView",
        attributes: Attributes = "attributes",
    }
);

/// What an accessor of the primitive at hand reads instead of a buffer view.
pub(super) struct Unpacked {
    pub accessor: usize,
    pub count: usize,
    pub component: ComponentType,
    /// Of one element.
    pub components: usize,
    /// Tightly packed.
    pub bytes: Bytes,
}

/// Geometry of a document that is packed with Draco.
pub struct PackedGeometry {
    /// Each stretch once: its buffer view, and its bytes.
    pub views: Vec<(usize, Bytes)>,
    /// Triangles that all of them together may have.
    pub most_faces: u64,
    /// What all of them together may take in memory.
    pub most_bytes: u64,
}

impl Document {
    /// What [`Document::supply_geometry`] may bring before [`Document::import`]. `file` gives the bytes of a buffer file.
    ///
    /// # Errors
    /// Those of the buffers, which the import would have as well.
    pub fn packed_geometry(&self, file: &dyn Fn(&str) -> Option<Bytes>) -> Result<PackedGeometry, ImportError> {
        let mut import = Import::new(self, Vec::new(), file)?;
        let mut is_known = vec![false; self.elements.buffer_views.len()];
        let mut views = Vec::new();
        for (i, mesh) in self.elements.meshes.iter().enumerate() {
            for raw in mesh.raw.get("primitives").and_then(Json::as_array).unwrap_or_default() {
                let compressed = elements::extension(raw, NAME).and_then(|raw| Compressed::from_json(raw).ok());
                let view = compressed.map(|compressed| compressed.buffer_view);
                let Some(view) = view.filter(|view| is_known.get(*view) == Some(&false)) else { continue };
                is_known[view] = true;
                // What is wrong with a view is said by the import.
                if let Ok((bytes, _)) = import.view(view, Place::of(Part::Mesh, i)) {
                    views.push((view, bytes));
                }
            }
        }
        Ok(PackedGeometry { views, most_faces: import.drawn.limit, most_bytes: import.decoded.limit })
    }

    /// Geometry of a view as [`Geometry::to_bytes`] has it, or `None` where it could not be unpacked.
    pub fn supply_geometry(&mut self, view: usize, bytes: Option<Bytes>) {
        self.geometries.push((view, bytes.and_then(Geometry::from_bytes)));
    }
}

impl Import<'_> {
    /// Unpacks the geometry of a primitive if it is packed; its accessors read it until the next primitive.
    pub(super) fn unpack(&mut self, source: &source::Primitive, raw: &Json, place: Place) -> Result<(), ImportError> {
        self.draco.clear();
        let Some(extension) = elements::extension(raw, NAME) else { return Ok(()) };
        let unpacked = match Compressed::from_json(extension) {
            Ok(compressed) => self.unpack_draco(source, &compressed, place),
            Err(misfit) => Err(ImportError::malformed(place, [NAME, ": ", &misfit.to_string()].concat())),
        };
        let Err(error) = unpacked else { return Ok(()) };
        self.draco.clear();
        let elements = self.elements;
        let has_data = |index: usize| {
            let accessor = elements.accessors.get(index).and_then(|a| a.get(place).ok());
            accessor.is_some_and(|a| a.buffer_view.is_some())
        };
        if source.attributes.accessors().chain(source.indices).all(has_data) {
            self.warn(place, WarningKind::ExtensionIgnored { name: NAME, instead: "the uncompressed copy is shown" });
            return Ok(());
        }
        Err(error)
    }

    fn unpack_draco(
        &mut self,
        source: &source::Primitive,
        compressed: &Compressed,
        place: Place,
    ) -> Result<(), ImportError> {
        let unsound = || ImportError::Extension { place, name: NAME.into() };
        let geometry = self.geometry(compressed.buffer_view, place)?.ok_or_else(unsound)?;
        let points = geometry.points;
        if let Some(accessor) = source.indices {
            let bytes = geometry.corners.clone();
            self.decoded.spend(place, bytes.len() as u64)?;
            let component = ComponentType::U32;
            let count = bytes.len() / component.size();
            self.draco.push(Unpacked { accessor, count, component, components: 1, bytes });
        }
        for (name, id) in compressed.attributes.entries() {
            let Some(accessor) = source.attributes.find(name) else { continue };
            let attribute = geometry.attributes.iter().find(|a| a.id as usize == *id).ok_or_else(unsound)?;
            let (component, components, bytes) = (attribute.component, attribute.components, attribute.values.clone());
            self.decoded.spend(place, bytes.len() as u64)?;
            self.draco.push(Unpacked { accessor, count: points, component, components, bytes });
        }
        Ok(())
    }

    /// The geometry in a view; `None` where it is unsound, or nobody has unpacked it.
    fn geometry(&mut self, view: usize, place: Place) -> Result<Option<Geometry>, ImportError> {
        if let Some((_, geometry)) = self.geometries.iter().rev().find(|(of, _)| *of == view) {
            return Ok(geometry.clone());
        }
        #[cfg(feature = "draco")]
        {
            let (bytes, _) = self.view(view, place)?;
            Ok(super::draco::unpack_draco(&bytes, self.drawn.left(), self.decoded.left()))
        }
        #[cfg(not(feature = "draco"))]
        {
            self.view(view, place).map(|_| None)
        }
    }
}
