//! Accessors: bytes to numbers (glTF 2.0 §3.6.2), sparse ones, all component types, normalised or not, whatever `KHR_mesh_quantization` adds.

use bytes::Bytes;

use super::Import;
use super::error::ImportError;
use super::importing::pause;
use super::place::{Part, Place};
use super::source;
use super::warning::WarningKind;

/// An accessor that has been checked: every element it has lies inside its bytes.
pub(super) struct Accessor {
    pub index: usize,
    pub place: Place,
    pub count: usize,
    pub type_: Type,
    component: ComponentType,
    normalized: bool,
    /// `None` reads as zeros.
    base: Option<Strided>,
    sparse: Option<Sparse>,
}

struct Strided {
    bytes: Bytes,
    stride: usize,
}

/// Elements that replace those of the base.
struct Sparse {
    /// Strictly increasing.
    indices: Vec<u32>,
    values: Bytes,
}

/// Which elements to read, and in which order.
#[derive(Clone, Copy)]
pub(super) enum Rows<'a> {
    /// The first so many.
    First(usize),
    /// These; each less than the accessor's count.
    Some(&'a [u32]),
}

impl Rows<'_> {
    pub fn count(self) -> usize {
        match self {
            Self::First(count) => count,
            Self::Some(rows) => rows.len(),
        }
    }

    fn get(self, i: usize) -> usize {
        match self {
            Self::First(_) => i,
            Self::Some(rows) => rows[i] as usize,
        }
    }
}

/// What an element is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Scalar,
    Vec2,
    Vec3,
    Vec4,
    Mat2,
    Mat3,
    Mat4,
}

impl Type {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "SCALAR" => Self::Scalar,
            "VEC2" => Self::Vec2,
            "VEC3" => Self::Vec3,
            "VEC4" => Self::Vec4,
            "MAT2" => Self::Mat2,
            "MAT3" => Self::Mat3,
            "MAT4" => Self::Mat4,
            _ => return None,
        })
    }

    /// Of one to four components.
    pub fn vector(components: usize) -> Self {
        [Self::Scalar, Self::Vec2, Self::Vec3, Self::Vec4][components.clamp(1, 4) - 1]
    }

    /// How many components an element has.
    pub fn multiplicity(self) -> usize {
        match self {
            Self::Scalar => 1,
            Self::Vec2 => 2,
            Self::Vec3 => 3,
            Self::Vec4 | Self::Mat2 => 4,
            Self::Mat3 => 9,
            Self::Mat4 => 16,
        }
    }
}

/// What a component of an accessor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ComponentType {
    /// Signed, 8 bits.
    I8,
    /// Unsigned, 8 bits.
    U8,
    /// Signed, 16 bits.
    I16,
    /// Unsigned, 16 bits.
    U16,
    /// Unsigned, 32 bits.
    U32,
    /// Floating, 32 bits.
    F32,
}

impl ComponentType {
    /// By its number (glTF 2.0 §3.6.2.2). `what` is the property that has it.
    fn coded(code: u64, place: Place, what: &str) -> Result<Self, ImportError> {
        Self::of_code(code).ok_or_else(|| ImportError::malformed(place, [what, " is unknown"].concat()))
    }

    /// By the number that glTF gives it (§3.6.2.2).
    pub fn of_code(code: u64) -> Option<Self> {
        [Self::I8, Self::U8, Self::I16, Self::U16, Self::U32, Self::F32].into_iter().find(|c| c.code() == code)
    }

    /// The number that glTF gives it.
    pub fn code(self) -> u64 {
        match self {
            Self::I8 => 5120,
            Self::U8 => 5121,
            Self::I16 => 5122,
            Self::U16 => 5123,
            Self::U32 => 5125,
            Self::F32 => 5126,
        }
    }

    /// Bytes.
    pub fn size(self) -> usize {
        match self {
            Self::I8 | Self::U8 => 1,
            Self::I16 | Self::U16 => 2,
            Self::U32 | Self::F32 => 4,
        }
    }
}

/// Bytes of one element, columns of small matrices padded to four (§3.6.2.4).
fn element_size(type_: Type, component: ComponentType) -> usize {
    match (type_, component.size()) {
        (Type::Mat2, 1) => 8,
        (Type::Mat3, 1) => 12,
        (Type::Mat3, 2) => 24,
        (_, size) => type_.multiplicity() * size,
    }
}

impl Import<'_> {
    /// Looks at every accessor once, so that a broken one that nothing uses is at least named.
    pub(super) async fn check_unused(&mut self) {
        let mut unpacked_bytes = 0;
        for i in 0..self.elements.accessors.len() {
            if let Err(error) = self.accessor(i, Place::FILE) {
                self.warn(error.place(), WarningKind::Broken(Box::new(error)));
            }
            // A buffer view has been unpacked for it.
            if self.decoded.spent > unpacked_bytes {
                unpacked_bytes = self.decoded.spent;
                pause().await;
            }
        }
    }

    /// Checks an accessor. `place` is that of who refers to it.
    pub(super) fn accessor(&mut self, index: usize, place: Place) -> Result<Accessor, ImportError> {
        let elements = self.elements;
        ImportError::ensure_exists(place, Part::Accessor, index, elements.accessors.len())?;
        let place = place.and(Part::Accessor, index);
        let accessor = elements.accessors[index].get(place)?;
        let component = ComponentType::coded(accessor.component_type, place, "componentType")?;
        let type_ = Type::named(&accessor.type_).ok_or_else(|| ImportError::malformed(place, "type is unknown"))?;
        let size = element_size(type_, component);
        let count = usize::try_from(accessor.count).unwrap_or(usize::MAX);
        if let Some(unpacked) = self.draco.iter().find(|unpacked| unpacked.accessor == index) {
            if unpacked.components != type_.multiplicity() {
                return Err(ImportError::malformed(place, "its packed data are of another type"));
            }
            let (component, count) = (unpacked.component, unpacked.count);
            let stride = unpacked.components * component.size();
            let base = Some(Strided { bytes: unpacked.bytes.clone(), stride });
            return Ok(Accessor {
                index,
                place,
                count,
                type_,
                component,
                normalized: accessor.normalized,
                base,
                sparse: None,
            });
        }
        let base = match accessor.buffer_view {
            None => None,
            Some(view) => {
                let (bytes, stride) = self.view(view, place)?;
                let offset = accessor.byte_offset.unwrap_or(0);
                Some(strided(bytes, offset, stride.unwrap_or(size), size, count, place)?)
            }
        };
        let sparse = match &accessor.sparse {
            None => None,
            Some(sparse) => Some(self.sparse(sparse, size, count, place)?),
        };
        if count > u32::MAX as usize {
            return Err(ImportError::malformed(place, "count is beyond any index"));
        }
        Ok(Accessor { index, place, count, type_, component, normalized: accessor.normalized, base, sparse })
    }

    fn sparse(
        &mut self,
        sparse: &source::Sparse,
        size: usize,
        count: usize,
        place: Place,
    ) -> Result<Sparse, ImportError> {
        let changed = usize::try_from(sparse.count).unwrap_or(usize::MAX);
        if changed > count {
            return Err(ImportError::malformed(place, "sparse.count is more than count"));
        }
        let component = ComponentType::coded(sparse.indices.component_type, place, "sparse.indices.componentType")?;
        let (bytes, _) = self.view(sparse.indices.buffer_view, place)?;
        let width = component.size();
        self.decoded.spend(place, (changed as u64).saturating_mul(4))?;
        let indices = strided(bytes, sparse.indices.byte_offset.unwrap_or(0), width, width, changed, place)?;
        let indices: Vec<u32> = (0..changed).map(|i| whole(&indices.bytes[i * width..], component)).collect();
        if !indices.is_sorted_by(|a, b| a < b) {
            return Err(ImportError::malformed(place, "sparse indices do not increase"));
        }
        if let Some(&last) = indices.last().filter(|last| **last as usize >= count) {
            return Err(ImportError::IndexTooLarge { place, index: last.into(), count: count as u64 });
        }
        let (bytes, _) = self.view(sparse.values.buffer_view, place)?;
        let values = strided(bytes, sparse.values.byte_offset.unwrap_or(0), size, size, changed, place)?;
        Ok(Sparse { indices, values: values.bytes })
    }

    /// Numbers, `width` for each row. What the accessor has fewer of is filled with 1 (the alpha of a colour), more is left out.
    pub(super) fn floats(&mut self, accessor: &Accessor, width: usize, rows: Rows) -> Result<Vec<f32>, ImportError> {
        let count = rows.count();
        self.decoded.spend(accessor.place, (count * width * size_of::<f32>()) as u64)?;
        let filled = accessor.type_.multiplicity().min(width);
        let size = accessor.component.size();
        let mut numbers = vec![1.0; count * width];
        for (i, row) in numbers.chunks_exact_mut(width).enumerate() {
            let Some(element) = accessor.element(rows.get(i)) else {
                row[..filled].fill(0.0);
                continue;
            };
            for (number, bytes) in row.iter_mut().zip(element.chunks_exact(size)) {
                *number = real(bytes, accessor.component, accessor.normalized);
            }
        }
        Ok(numbers)
    }

    /// As [`Import::floats`], for data that is useless with a single infinity in it.
    pub(super) fn finite(&mut self, accessor: &Accessor, width: usize, rows: Rows) -> Result<Vec<f32>, ImportError> {
        let numbers = self.floats(accessor, width, rows)?;
        if numbers.iter().all(|n| n.is_finite()) {
            Ok(numbers)
        } else {
            Err(ImportError::NotFinite { place: accessor.place })
        }
    }

    /// As [`Import::floats`], with 0 for what is no number, and a warning.
    pub(super) fn mended(
        &mut self,
        accessor: &Accessor,
        width: usize,
        rows: Rows,
        attribute: &'static str,
    ) -> Result<Vec<f32>, ImportError> {
        let mut numbers = self.floats(accessor, width, rows)?;
        let mut bad = 0;
        for number in numbers.iter_mut().filter(|n| !n.is_finite()) {
            *number = 0.0;
            bad += 1;
        }
        if bad > 0 {
            self.warn(accessor.place, WarningKind::UnusableValues { attribute });
        }
        Ok(numbers)
    }

    /// Unsigned whole numbers, `width` for each row; what the accessor has fewer of is 0.
    pub(super) fn wholes(&mut self, accessor: &Accessor, width: usize, rows: Rows) -> Result<Vec<u32>, ImportError> {
        if !matches!(accessor.component, ComponentType::U8 | ComponentType::U16 | ComponentType::U32) {
            return Err(ImportError::malformed(accessor.place, "componentType is not an unsigned whole number"));
        }
        let count = rows.count();
        self.decoded.spend(accessor.place, (count * width * size_of::<u32>()) as u64)?;
        let size = accessor.component.size();
        let mut numbers = vec![0; count * width];
        for (i, row) in numbers.chunks_exact_mut(width).enumerate() {
            let Some(element) = accessor.element(rows.get(i)) else { continue };
            for (number, bytes) in row.iter_mut().zip(element.chunks_exact(size)) {
                *number = whole(bytes, accessor.component);
            }
        }
        Ok(numbers)
    }
}

/// Checks that `count` elements lie inside `bytes`.
fn strided(
    bytes: Bytes,
    offset: u64,
    stride: usize,
    size: usize,
    count: usize,
    place: Place,
) -> Result<Strided, ImportError> {
    if stride < size {
        return Err(ImportError::malformed(place, format!("byteStride {stride} is less than an element ({size})")));
    }
    let found = bytes.len() as u64;
    let elements = match count as u64 {
        0 => 0,
        count => (count - 1).saturating_mul(stride as u64).saturating_add(size as u64),
    };
    let needed = offset.saturating_add(elements);
    if needed > found {
        return Err(ImportError::OutOfBounds { place, needed, found });
    }
    Ok(Strided { bytes: bytes.slice(offset as usize..), stride })
}

impl Accessor {
    /// The bytes of one element; `None` reads as zeros.
    fn element(&self, index: usize) -> Option<&[u8]> {
        let size = element_size(self.type_, self.component);
        if let Some(sparse) = &self.sparse
            && let Ok(at) = sparse.indices.binary_search(&(index as u32))
        {
            return sparse.values.get(at * size..(at + 1) * size);
        }
        let base = self.base.as_ref()?;
        base.bytes.get(index * base.stride..index * base.stride + size)
    }

    /// Whether the components are floats.
    pub fn is_float(&self) -> bool {
        self.component == ComponentType::F32
    }
}

fn whole(bytes: &[u8], component: ComponentType) -> u32 {
    match (component, bytes) {
        (ComponentType::U8, [a, ..]) => u32::from(*a),
        (ComponentType::U16, [a, b, ..]) => u32::from(u16::from_le_bytes([*a, *b])),
        (_, [a, b, c, d, ..]) => u32::from_le_bytes([*a, *b, *c, *d]),
        _ => 0,
    }
}

/// Normalised as in §3.6.2.2.
fn real(bytes: &[u8], component: ComponentType, normalized: bool) -> f32 {
    let (value, max) = match (component, bytes) {
        (ComponentType::F32, [a, b, c, d]) => return f32::from_le_bytes([*a, *b, *c, *d]),
        (ComponentType::I8, [a]) => (f32::from(*a as i8), 127.0),
        (ComponentType::U8, [a]) => (f32::from(*a), 255.0),
        (ComponentType::I16, [a, b]) => (f32::from(i16::from_le_bytes([*a, *b])), 32767.0),
        (ComponentType::U16, [a, b]) => (f32::from(u16::from_le_bytes([*a, *b])), 65535.0),
        (_, [a, b, c, d]) => (u32::from_le_bytes([*a, *b, *c, *d]) as f32, 4_294_967_295.0),
        _ => return 0.0,
    };
    if normalized { (value / max).max(-1.0) } else { value }
}
