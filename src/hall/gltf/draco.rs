//! Draco's bitstream, unpacked by the `draco-core` crate.

use draco_core::decode_limits::DecodeLimits;
use draco_core::{DataType, DecoderBuffer, Mesh, MeshDecoder, PointAttribute, PointIndex};

use super::accessors::ComponentType;
use super::geometry::{Attribute, Geometry};

/// Unpacks one stretch of packed geometry; `None` where it is unsound, or has more triangles or takes more memory than it may.
/// Attributes of types that glTF doesn't have are left out.
pub fn unpack_draco(bytes: &[u8], most_faces: u64, most_bytes: u64) -> Option<Geometry> {
    let limits = DecodeLimits::default()
        .with_max_faces(most_faces)
        .with_max_points(most_bytes)
        .with_max_decoded_bytes(most_bytes);
    let mut mesh = Mesh::new();
    let mut buffer = DecoderBuffer::new(bytes).with_limits(limits);
    MeshDecoder::new().decode(&mut buffer, &mut mesh).ok()?;

    let points = mesh.num_points();
    let mut left = most_bytes.checked_sub((mesh.num_faces() as u64).checked_mul(12)?)?;
    let corners: Vec<u8> = mesh.faces().iter().flatten().flat_map(|point| point.0.to_le_bytes()).collect();
    let mut attributes = Vec::new();
    for index in 0..mesh.num_attributes() {
        let attribute = mesh.attribute(index);
        let Some(component) = component_type(attribute.data_type()) else { continue };
        let components = usize::from(attribute.num_components());
        let size = components * component.size();
        left = left.checked_sub((points as u64).checked_mul(size as u64)?)?;
        let values = values(attribute, points, size)?.into();
        attributes.push(Attribute { id: attribute.unique_id(), component, components, values });
    }
    Some(Geometry { points, corners: corners.into(), attributes })
}

fn component_type(of: DataType) -> Option<ComponentType> {
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
fn values(attribute: &PointAttribute, points: usize, size: usize) -> Option<Vec<u8>> {
    let stride = usize::try_from(attribute.byte_stride()).ok().filter(|stride| *stride >= size)?;
    let data = attribute.buffer().data();
    let mut bytes = Vec::with_capacity(points * size);
    for point in 0..points {
        let value = attribute.mapped_index(PointIndex(point as u32)).0 as usize;
        let start = value.checked_mul(stride)?;
        bytes.extend_from_slice(data.get(start..start.checked_add(size)?)?);
    }
    Some(bytes)
}
