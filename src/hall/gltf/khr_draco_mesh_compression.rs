//! `KHR_draco_mesh_compression`: geometry packed with Draco, unpacked by the `draco-core` crate.
//!
//! A build without it (WebGPU's, which is small) shows a primitive's uncompressed copy, where there is one.
#![cfg_attr(not(feature = "draco"), allow(dead_code))]

use bytes::Bytes;

use super::accessors::ComponentType;
use super::error::ImportError;
use super::place::Place;
use super::source::{self, Attributes};
use super::typed::{FromJson, object};
use super::warning::WarningKind;
use super::{Import, elements};
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

impl ImportError {
    /// Whether a build of this program with another set of decoders could read the file.
    pub fn lacks_decoder(&self) -> bool {
        let is_draco = matches!(self, Self::Extension { name, .. } if name == NAME);
        is_draco && cfg!(not(feature = "draco"))
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

    #[cfg(not(feature = "draco"))]
    fn unpack_draco(&mut self, _: &source::Primitive, _: &Compressed, place: Place) -> Result<(), ImportError> {
        Err(ImportError::Extension { place, name: NAME.into() })
    }

    #[cfg(feature = "draco")]
    fn unpack_draco(
        &mut self,
        source: &source::Primitive,
        compressed: &Compressed,
        place: Place,
    ) -> Result<(), ImportError> {
        use draco_core::decode_limits::DecodeLimits;
        use draco_core::{DecoderBuffer, Mesh, MeshDecoder};

        let (bytes, _) = self.view(compressed.buffer_view, place)?;
        let limits = DecodeLimits::default()
            .with_max_faces(self.drawn.left())
            .with_max_points(self.decoded.left())
            .with_max_decoded_bytes(self.decoded.left());
        let mut mesh = Mesh::new();
        let mut buffer = DecoderBuffer::new(&bytes).with_limits(limits);
        let unsound = || ImportError::Extension { place, name: NAME.into() };
        MeshDecoder::new().decode(&mut buffer, &mut mesh).map_err(|_| unsound())?;

        let points = mesh.num_points();
        if let Some(accessor) = source.indices {
            let count = mesh.num_faces().saturating_mul(3);
            self.decoded.spend(place, (count as u64).saturating_mul(4))?;
            let corners = mesh.faces().iter().flatten();
            let bytes: Vec<u8> = corners.flat_map(|point| point.0.to_le_bytes()).collect();
            self.draco.push(Unpacked {
                accessor,
                count,
                component: ComponentType::U32,
                components: 1,
                bytes: bytes.into(),
            });
        }
        for (name, id) in compressed.attributes.entries() {
            let Some(accessor) = source.attributes.find(name) else { continue };
            let id = u32::try_from(*id).map_err(|_| unsound())?;
            let attribute = mesh.attribute_by_unique_id(id).ok_or_else(unsound)?;
            let component = component_type(attribute.data_type()).ok_or_else(unsound)?;
            let components = usize::from(attribute.num_components());
            self.decoded.spend(place, (points as u64).saturating_mul((components * component.size()) as u64))?;
            let bytes = values(attribute, points, components * component.size()).ok_or_else(unsound)?;
            self.draco.push(Unpacked { accessor, count: points, component, components, bytes: bytes.into() });
        }
        Ok(())
    }
}

#[cfg(feature = "draco")]
fn component_type(of: draco_core::DataType) -> Option<ComponentType> {
    use draco_core::DataType;
    Some(match of {
        DataType::Int8 => ComponentType::I8,
        DataType::Uint8 => ComponentType::U8,
        DataType::Int16 => ComponentType::I16,
        DataType::Uint16 => ComponentType::U16,
        DataType::Uint32 => ComponentType::U32,
        DataType::Float32 => ComponentType::F32,
        _ => return None,
    })
}

/// One value for each point: Draco keeps equal values once.
#[cfg(feature = "draco")]
fn values(attribute: &draco_core::PointAttribute, points: usize, size: usize) -> Option<Vec<u8>> {
    let stride = usize::try_from(attribute.byte_stride()).ok().filter(|stride| *stride >= size)?;
    let data = attribute.buffer().data();
    let mut bytes = Vec::with_capacity(points * size);
    for point in 0..points {
        let value = attribute.mapped_index(draco_core::PointIndex(point as u32)).0 as usize;
        let start = value.checked_mul(stride)?;
        bytes.extend_from_slice(data.get(start..start.checked_add(size)?)?);
    }
    Some(bytes)
}
