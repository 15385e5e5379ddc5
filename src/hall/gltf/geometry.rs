//! Geometry as a decoder gives it: corners of triangles, and values of points by number, tightly packed.
//!
//! In a browser the decoder is a module of its own, and geometry comes from it as bytes.

use bytes::{Buf, Bytes};

use super::accessors::ComponentType;

/// Unpacked geometry.
#[derive(Clone, Debug)]
pub struct Geometry {
    pub(super) points: usize,
    /// Three a triangle, little-endian `u32`.
    pub(super) corners: Bytes,
    pub(super) attributes: Vec<Attribute>,
}

/// One value for each point.
#[derive(Clone, Debug)]
pub(super) struct Attribute {
    /// What the packed data call it.
    pub id: u32,
    pub component: ComponentType,
    /// Of one value.
    pub components: usize,
    pub values: Bytes,
}

/// Bytes of a corner.
const CORNER_BYTES: usize = size_of::<u32>();

impl Geometry {
    /// Three a triangle, little-endian `u32`, each less than the number of points.
    pub fn corners(&self) -> &Bytes {
        &self.corners
    }

    /// How many points there are.
    pub fn points(&self) -> usize {
        self.points
    }

    /// The values that the packed data call `id`: glTF's code of their components, how many components one has, and the values, tightly packed.
    pub fn values(&self, id: u32) -> Option<(u64, usize, &Bytes)> {
        let attribute = self.attributes.iter().find(|attribute| attribute.id == id)?;
        Some((attribute.component.code(), attribute.components, &attribute.values))
    }

    /// For [`Geometry::from_bytes`] elsewhere.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let number = |bytes: &mut Vec<u8>, n: usize| bytes.extend_from_slice(&(n as u32).to_le_bytes());
        number(&mut bytes, self.points);
        number(&mut bytes, self.corners.len() / CORNER_BYTES);
        number(&mut bytes, self.attributes.len());
        for Attribute { id, component, components, .. } in &self.attributes {
            number(&mut bytes, *id as usize);
            number(&mut bytes, component.code() as usize);
            number(&mut bytes, *components);
        }
        bytes.extend_from_slice(&self.corners);
        self.attributes.iter().for_each(|attribute| bytes.extend_from_slice(&attribute.values));
        bytes
    }

    /// What [`Geometry::to_bytes`] gave; `None` for anything else.
    pub fn from_bytes(bytes: Bytes) -> Option<Self> {
        let mut head = bytes.clone();
        let mut number = || head.try_get_u32_le().ok().map(|n| n as usize);
        let (points, corners, count) = (number()?, number()?, number()?);
        let mut attributes = Vec::new();
        for _ in 0..count {
            let (id, component, components) = (number()? as u32, number()? as u64, number()?);
            let component = ComponentType::of_code(component)?;
            attributes.push(Attribute { id, component, components, values: Bytes::new() });
        }
        let mut take = |length: usize| (length <= head.len()).then(|| head.split_to(length));
        let corners = take(corners.checked_mul(CORNER_BYTES)?)?;
        for attribute in &mut attributes {
            let size = attribute.components.checked_mul(attribute.component.size())?;
            attribute.values = take(points.checked_mul(size)?)?;
        }
        head.is_empty().then_some(Self { points, corners, attributes })
    }
}
