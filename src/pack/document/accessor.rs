//! Numbers in rows: what an accessor gives, without the buffers they came from (glTF 2.0 §3.6.2).

use bytes::Bytes;
pub use hall::gltf::ComponentType as Component;
use serde_json::{Map, Value};

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// One number.
    Scalar,
    /// Two.
    Vec2,
    /// Three.
    Vec3,
    /// Four.
    Vec4,
    /// Two columns of two.
    Mat2,
    /// Three columns of three.
    Mat3,
    /// Four columns of four.
    Mat4,
}

const SHAPES: [(Shape, &str); 7] = [
    (Shape::Scalar, "SCALAR"),
    (Shape::Vec2, "VEC2"),
    (Shape::Vec3, "VEC3"),
    (Shape::Vec4, "VEC4"),
    (Shape::Mat2, "MAT2"),
    (Shape::Mat3, "MAT3"),
    (Shape::Mat4, "MAT4"),
];

impl Shape {
    /// By the name that glTF gives it.
    pub fn named(name: &str) -> Option<Self> {
        SHAPES.into_iter().find(|(_, known)| *known == name).map(|(shape, _)| shape)
    }

    /// The name that glTF gives it.
    pub fn name(self) -> &'static str {
        SHAPES.into_iter().find(|(shape, _)| *shape == self).map_or("SCALAR", |(_, name)| name)
    }

    /// Rows and columns.
    pub fn dimensions(self) -> (usize, usize) {
        match self {
            Self::Scalar => (1, 1),
            Self::Vec2 => (2, 1),
            Self::Vec3 => (3, 1),
            Self::Vec4 => (4, 1),
            Self::Mat2 => (2, 2),
            Self::Mat3 => (3, 3),
            Self::Mat4 => (4, 4),
        }
    }

    /// Numbers of a row.
    pub fn width(self) -> usize {
        let (rows, columns) = self.dimensions();
        rows * columns
    }
}

fn read(component: Component, bytes: &[u8]) -> f64 {
    match (component, bytes) {
        (Component::I8, [a]) => f64::from(*a as i8),
        (Component::U8, [a]) => f64::from(*a),
        (Component::I16, [a, b]) => f64::from(i16::from_le_bytes([*a, *b])),
        (Component::U16, [a, b]) => f64::from(u16::from_le_bytes([*a, *b])),
        (Component::U32, [a, b, c, d]) => f64::from(u32::from_le_bytes([*a, *b, *c, *d])),
        (Component::F32, [a, b, c, d]) => f64::from(f32::from_le_bytes([*a, *b, *c, *d])),
        _ => 0.0,
    }
}

/// The largest whole number, which stands for 1 where numbers are normalised.
fn one(component: Component) -> f64 {
    match component {
        Component::I8 => 127.0,
        Component::U8 => 255.0,
        Component::I16 => 32767.0,
        Component::U16 => 65535.0,
        Component::U32 => 4_294_967_295.0,
        Component::F32 => 1.0,
    }
}

/// What the codec does to rows after it has unpacked them (`EXT_meshopt_compression`, appendix B).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Filter {
    /// Nothing.
    #[default]
    None,
    /// Makes unit vectors of two numbers.
    Octahedral,
    /// Makes floats of whole numbers and an exponent.
    Exponential,
}

/// Numbers in rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Accessor {
    /// What a row is.
    pub shape: Shape,
    /// What a number is.
    pub component: Component,
    /// Whether whole numbers stand for 0 to 1, or -1 to 1.
    pub normalized: bool,
    /// How many rows.
    pub count: usize,
    /// Bytes from one row to the next.
    pub stride: usize,
    /// What has not been done yet to the bytes; a codec will, on their way back.
    pub filter: Filter,
    /// `count * stride`.
    pub bytes: Bytes,
    /// Lowest and highest row as readers will have them, where a filter hides them.
    pub bounds: Option<(Vec<f64>, Vec<f64>)>,
    /// Name and extras.
    pub rest: Map<String, Value>,
}

impl Accessor {
    /// Of rows without gaps.
    pub fn tight(shape: Shape, component: Component, normalized: bool, bytes: Vec<u8>) -> Self {
        let stride = row_bytes(shape, component);
        Self {
            shape,
            component,
            normalized,
            count: bytes.len() / stride,
            stride,
            filter: Filter::None,
            bytes: bytes.into(),
            bounds: None,
            rest: Map::new(),
        }
    }

    /// Of floats.
    pub fn floats(shape: Shape, values: &[f32]) -> Self {
        Self::tight(shape, Component::F32, false, values.iter().flat_map(|value| value.to_le_bytes()).collect())
    }

    /// Of indices, as short as they can be.
    pub fn indices(values: &[u32]) -> Self {
        // The highest number would start a new strip (glTF 2.0 §3.7.2.1).
        if values.iter().all(|value| *value < u32::from(u16::MAX)) {
            let bytes = values.iter().flat_map(|value| (*value as u16).to_le_bytes()).collect();
            return Self::tight(Shape::Scalar, Component::U16, false, bytes);
        }
        Self::tight(Shape::Scalar, Component::U32, false, values.iter().flat_map(|value| value.to_le_bytes()).collect())
    }

    /// The bytes of a row.
    pub fn row(&self, at: usize) -> &[u8] {
        &self.bytes[at * self.stride..][..self.stride]
    }

    /// Where in a row its numbers are, in bytes.
    fn offsets(&self) -> Vec<usize> {
        let (rows, columns) = self.shape.dimensions();
        let column_bytes = column_bytes(self.shape, self.component);
        let of_column = |column| (0..rows).map(move |row| column * column_bytes + row * self.component.size());
        (0..columns).flat_map(of_column).collect()
    }

    /// All numbers, row by row, as they are stored.
    fn stored(&self) -> impl Iterator<Item = f64> {
        let (offsets, size) = (self.offsets(), self.component.size());
        (0..self.count * offsets.len()).map(move |at| {
            let start = at / offsets.len() * self.stride + offsets[at % offsets.len()];
            read(self.component, &self.bytes[start..start + size])
        })
    }

    /// All numbers as floats, row by row, without the gaps of small matrices. Not for what a filter has yet to finish.
    pub fn to_f32s(&self) -> Vec<f32> {
        if self.component == Component::F32 && self.stride == row_bytes(self.shape, self.component) {
            let (floats, _) = self.bytes.as_chunks::<4>();
            return floats.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
        }
        if !self.normalized {
            return self.stored().map(|number| number as f32).collect();
        }
        self.stored().map(|number| (number / one(self.component)).max(-1.0) as f32).collect()
    }

    /// All numbers as indices.
    pub fn to_u32s(&self) -> Vec<u32> {
        let (size, component) = (self.component.size(), self.component);
        self.bytes.chunks_exact(self.stride).map(|row| read(component, &row[..size]) as u32).collect()
    }

    /// The same with other rows: `order` says which.
    pub fn gather(&self, order: &[u32]) -> Self {
        let mut bytes = Vec::with_capacity(order.len() * self.stride);
        order.iter().for_each(|at| bytes.extend_from_slice(self.row(*at as usize)));
        Self { count: order.len(), bytes: bytes.into(), bounds: None, ..self.clone() }
    }

    /// Lowest and highest of the stored numbers, as `min` and `max` have them.
    pub fn measured(&self) -> (Vec<f64>, Vec<f64>) {
        let width = self.shape.width();
        let (mut min, mut max) = (vec![f64::MAX; width], vec![f64::MIN; width]);
        for (at, value) in self.stored().enumerate() {
            min[at % width] = min[at % width].min(value);
            max[at % width] = max[at % width].max(value);
        }
        (min, max)
    }
}

/// Bytes of a column of a matrix, or of a vector: those of matrices are filled up to four (§3.6.2.4).
fn column_bytes(shape: Shape, component: Component) -> usize {
    let (rows, columns) = shape.dimensions();
    let bytes = rows * component.size();
    if columns > 1 { bytes.next_multiple_of(4) } else { bytes }
}

/// Bytes of a row without a gap behind it.
pub(super) fn row_bytes(shape: Shape, component: Component) -> usize {
    column_bytes(shape, component) * shape.dimensions().1
}
