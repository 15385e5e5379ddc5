//! Accessors: what lies in a buffer view and how (glTF 2.0 §3.6.2).

use std::fmt;

use super::Check;
use super::code::Code;
use super::links::Links;
use super::pointer::{Pointer, item};
use super::schema_core::{FLOAT, UNSIGNED_INT};
use super::value::Value;
use super::views::{View, ViewUse, offset};
use super::walk::component_count;

/// What an accessor holds; one accessor holds one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AccessorUse {
    Attribute,
    Indices,
    InverseBindMatrices,
    Times,
    Keys,
}

/// Type, component type, and whether integers stand for fractions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout<'r> {
    pub element_type: Option<&'r str>,
    pub component_type: Option<u64>,
    pub is_normalized: bool,
}

impl Layout<'_> {
    pub fn is(&self, element_type: &str, component_type: u64, is_normalized: bool) -> bool {
        self.element_type == Some(element_type)
            && self.component_type == Some(component_type)
            && self.is_normalized == is_normalized
    }
}

impl fmt::Display for Layout<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let component = match self.component_type {
            Some(5120) => "BYTE",
            Some(5121) => "UNSIGNED_BYTE",
            Some(5122) => "SHORT",
            Some(5123) => "UNSIGNED_SHORT",
            Some(UNSIGNED_INT) => "UNSIGNED_INT",
            Some(FLOAT) => "FLOAT",
            _ => "?",
        };
        let normalized = if self.is_normalized { ", normalized" } else { "" };
        write!(f, "{} of {component}{normalized}", self.element_type.unwrap_or("?"))
    }
}

/// An accessor, as far as it could be read.
pub(super) struct Accessor<'r> {
    pub view: Option<usize>,
    /// In bytes, from the beginning of the view.
    pub offset: Option<u64>,
    pub count: Option<u64>,
    pub layout: Layout<'r>,
    pub min: Option<Vec<f64>>,
    pub max: Option<Vec<f64>>,
    pub sparse: Option<Sparse>,
    usage: Option<AccessorUse>,
}

/// Elements of an accessor that are replaced.
pub(super) struct Sparse {
    pub count: u64,
    pub index_bytes: Option<u64>,
    pub indices: (Option<usize>, Option<u64>),
    pub values: (Option<usize>, Option<u64>),
}

impl<'r> Accessor<'r> {
    pub fn read(value: &'r Value) -> Self {
        Self {
            view: value.index("bufferView"),
            offset: if value.get("bufferView").is_some() { offset(value) } else { Some(0) },
            count: value.uint("count"),
            layout: Layout {
                element_type: value.text("type"),
                component_type: value.uint("componentType"),
                is_normalized: value.flag("normalized"),
            },
            min: value.numbers("min"),
            max: value.numbers("max"),
            sparse: value.get("sparse").and_then(Sparse::read),
            usage: None,
        }
    }

    /// Components of one element; none for a type that is not known.
    pub fn components(&self) -> u64 {
        self.layout.element_type.and_then(component_count).unwrap_or(0) as u64
    }

    pub fn component_bytes(&self) -> u64 {
        self.layout.component_type.map_or(4, bytes_of)
    }

    /// Components that lie together, and how often: a matrix has columns, each of which begins at a multiple of four bytes (§3.6.2.4).
    pub fn columns(&self) -> (u64, u64) {
        match self.layout.element_type {
            Some("MAT2") => (2, 2),
            Some("MAT3") => (3, 3),
            Some("MAT4") => (4, 4),
            _ => (self.components(), 1),
        }
    }

    /// Bytes from one column of a matrix to the next.
    pub fn column_stride(&self) -> u64 {
        let (rows, columns) = self.columns();
        let bytes = rows * self.component_bytes();
        if columns > 1 { bytes.next_multiple_of(4) } else { bytes }
    }

    /// From the first to the last byte of one element.
    pub fn element_bytes(&self) -> u64 {
        let (rows, columns) = self.columns();
        self.column_stride() * (columns - 1) + rows * self.component_bytes()
    }

    /// From one element to the next.
    pub fn stride(&self, view: Option<&View>) -> u64 {
        let (_, columns) = self.columns();
        view.and_then(|view| view.stride).unwrap_or(self.column_stride() * columns)
    }

    /// From the first to the last byte.
    pub fn bytes(&self, view: Option<&View>) -> Option<u64> {
        self.stride(view).checked_mul(self.count?.checked_sub(1)?)?.checked_add(self.element_bytes())
    }

    /// What it takes in memory when every element is there, in bytes.
    pub fn unpacked_bytes(&self) -> u64 {
        self.count.unwrap_or(0).saturating_mul(self.components()).saturating_mul(4)
    }

    pub fn has_bounds(&self) -> bool {
        self.min.is_some() && self.max.is_some()
    }

    fn is_broken(&self) -> bool {
        self.count.is_none() || self.layout.component_type.is_none() || self.layout.element_type.is_none()
    }
}

impl Sparse {
    fn read(value: &Value) -> Option<Self> {
        let (indices, values) = (value.get("indices")?, value.get("values")?);
        Some(Self {
            count: value.uint("count")?,
            index_bytes: indices.uint("componentType").map(bytes_of),
            indices: (indices.index("bufferView"), offset(indices)),
            values: (values.index("bufferView"), offset(values)),
        })
    }
}

fn bytes_of(component_type: u64) -> u64 {
    match component_type {
        5120 | 5121 => 1,
        5122 | 5123 => 2,
        _ => 4,
    }
}

/// A stretch of a view: where it begins, and how long it is, in bytes; and the bytes whose multiples it begins at.
struct Stretch {
    offset: u64,
    bytes: Option<u64>,
    alignment: u64,
}

impl Check<'_> {
    pub(super) fn accessors(&mut self, links: &mut Links) {
        for (i, value) in links.all("accessors").iter().enumerate().filter(|(_, value)| !value.is_null()) {
            let at = item("accessors", i);
            self.accessor_alone(value, &at);
            if links.accessors[i].is_broken() {
                continue;
            }
            if let Some(view) = self.resolve(links, value, "bufferView", "bufferViews", &at) {
                let (accessor, view) = (&links.accessors[i], &links.views[view]);
                let (stride, element) = (view.stride.unwrap_or(u64::MAX), accessor.element_bytes());
                let alignment = accessor.component_bytes();
                let stretch =
                    accessor.offset.map(|offset| Stretch { offset, bytes: accessor.bytes(Some(view)), alignment });
                if stride < element {
                    self.add(Code::AccessorSmallByteStride, &at, &[&stride, &element]);
                }
                self.stretch(stretch, view, &at);
            }
            self.sparse(links, i, value, &at.key("sparse"));
        }
    }

    /// What an accessor says of itself.
    fn accessor_alone(&mut self, value: &Value, at: &Pointer) {
        if value.get("bufferView").is_none() && value.has("byteOffset") {
            self.add(Code::UnsatisfiedDependency, &at.key("byteOffset"), &[&"bufferView"]);
        }
        if value.flag("normalized") && matches!(value.uint("componentType"), Some(FLOAT | UNSIGNED_INT)) {
            self.add(Code::AccessorNormalizedInvalid, &at.key("normalized"), &[]);
        }
        let accessor = Accessor::read(value);
        let is_matrix = accessor.columns().1 > 1;
        if is_matrix && accessor.offset.is_some_and(|offset| !offset.is_multiple_of(4)) {
            self.add(Code::AccessorMatrixAlignment, &at.key("byteOffset"), &[]);
        }
    }

    /// Whether it fits into its view, and how it is aligned (§3.6.2.4).
    fn stretch(&mut self, stretch: Option<Stretch>, view: &View, at: &Pointer) {
        let Some(Stretch { offset, bytes, alignment }) = stretch else { return };
        if !offset.is_multiple_of(alignment) {
            self.add(Code::AccessorOffsetAlignment, &at.key("byteOffset"), &[&offset, &alignment]);
        }
        let Some(begin) = view.offset else { return };
        let total = begin.saturating_add(offset);
        if !total.is_multiple_of(alignment) {
            self.add(Code::AccessorTotalOffsetAlignment, at, &[&total, &alignment]);
        }
        let Some(available) = view.length else { return };
        let needed = bytes.and_then(|bytes| bytes.checked_add(offset)).unwrap_or(u64::MAX);
        if offset > available {
            self.add(Code::AccessorTooLong, &at.key("byteOffset"), &[&needed, &available]);
        } else if needed > available {
            self.add(Code::AccessorTooLong, at, &[&needed, &available]);
        }
    }

    fn sparse(&mut self, links: &mut Links, accessor: usize, value: &Value, at: &Pointer) {
        let accessor = &links.accessors[accessor];
        let Some(sparse) = &accessor.sparse else { return };
        let count = sparse.count;
        if let Some(all) = accessor.count.filter(|all| count > *all) {
            self.add(Code::AccessorSparseCountOutOfRange, &at.key("count"), &[&count, &all]);
        }
        let value_bytes = accessor.component_bytes();
        let parts = [
            ("indices", sparse.index_bytes, sparse.index_bytes.and_then(|bytes| bytes.checked_mul(count))),
            ("values", Some(value_bytes), (value_bytes * accessor.components()).checked_mul(count)),
        ];
        for (key, alignment, bytes) in parts {
            let Some(part) = value.below(&["sparse", key]) else { continue };
            let at = at.key(key);
            let Some(view) = self.resolve(links, part, "bufferView", "bufferViews", &at) else { continue };
            self.use_view(links, view, ViewUse::Other, &at.key("bufferView"));
            let view = &links.views[view];
            if view.stride.is_some() {
                self.add(Code::BufferViewInvalidByteStride, &at.key("bufferView"), &[]);
            }
            if let (Some(alignment), Some(offset)) = (alignment, offset(part)) {
                self.stretch(Some(Stretch { offset, bytes, alignment }), view, &at);
            }
        }
    }

    /// Notes what an accessor, and with it its view, is used for.
    pub(super) fn use_accessor(
        &mut self,
        links: &mut Links,
        index: usize,
        (usage, view_usage): (AccessorUse, ViewUse),
        at: &Pointer,
    ) {
        let view = links.view_of(index).map(|(view, _)| view);
        let accessor = &mut links.accessors[index];
        match accessor.usage {
            None => accessor.usage = Some(usage),
            Some(before) if before != usage => self.add(Code::AccessorUsageOverride, at, &[]),
            Some(_) => {}
        }
        if let Some(view) = view {
            self.use_view(links, view, view_usage, at);
        }
    }
}

impl<'r> Links<'r> {
    /// The view of an accessor, if both are there.
    pub fn view_of(&self, accessor: usize) -> Option<(usize, &View)> {
        let view = self.accessors[accessor].view?;
        let is_there = self.all("bufferViews").get(view).is_some_and(|value| !value.is_null());
        is_there.then(|| (view, &self.views[view]))
    }
}
