//! Buffer views: stretches of buffers, and what they are used for (glTF 2.0 §3.6.1).

use std::collections::HashSet;

use super::Check;
use super::code::Code;
use super::links::Links;
use super::pointer::{Pointer, item};
use super::schema_core::{ARRAY_BUFFER, ELEMENT_ARRAY_BUFFER};
use super::value::Value;

/// What a view holds; one view holds one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ViewUse {
    Vertices,
    Indices,
    InverseBindMatrices,
    Image,
    Other,
}

/// A buffer view, as far as it could be read.
#[derive(Default)]
pub(super) struct View {
    pub buffer: Option<usize>,
    /// In bytes, from the beginning of the buffer.
    pub offset: Option<u64>,
    pub length: Option<u64>,
    pub stride: Option<u64>,
    usage: Option<ViewUse>,
    /// The accessors of attributes that lie here, if there is no stride.
    attributes: HashSet<usize>,
}

impl View {
    pub fn read(value: &Value) -> Self {
        let usage = match value.uint("target") {
            Some(ARRAY_BUFFER) => Some(ViewUse::Vertices),
            Some(ELEMENT_ARRAY_BUFFER) => Some(ViewUse::Indices),
            _ => None,
        };
        Self {
            buffer: value.index("buffer"),
            offset: offset(value),
            length: value.uint("byteLength"),
            stride: value.uint("byteStride"),
            usage,
            attributes: HashSet::new(),
        }
    }

    /// Where it lies in its buffer; nothing for a view that is broken.
    pub fn range(&self) -> Option<std::ops::Range<u64>> {
        let begin = self.offset?;
        Some(begin..begin.checked_add(self.length?)?)
    }
}

/// `byteOffset`, which is 0 if absent; nothing if it is broken.
pub(super) fn offset(value: &Value) -> Option<u64> {
    if value.has("byteOffset") { value.uint("byteOffset") } else { Some(0) }
}

impl Check<'_> {
    pub(super) fn views(&mut self, links: &mut Links) {
        for (i, value) in links.all("bufferViews").iter().enumerate().filter(|(_, value)| !value.is_null()) {
            let at = item("bufferViews", i);
            self.stride(value, &at);
            let Some(buffer) = self.resolve(links, value, "buffer", "buffers", &at) else { continue };
            let Some(available) = links.all("buffers")[buffer].uint("byteLength") else { continue };
            let view = &links.views[i];
            let begin = view.offset.unwrap_or(0);
            let too_long = if view.offset.is_some_and(|begin| begin >= available) {
                Some("byteOffset")
            } else if begin.saturating_add(view.length.unwrap_or(0)) > available {
                Some("byteLength")
            } else {
                None
            };
            if let Some(key) = too_long {
                self.add(Code::BufferViewTooLong, &at.key(key), &[&buffer, &available]);
            }
        }
    }

    fn stride(&mut self, view: &Value, at: &Pointer) {
        let Some(stride) = view.uint("byteStride") else { return };
        let at = at.key("byteStride");
        if let Some(length) = view.uint("byteLength").filter(|length| stride > *length) {
            self.add(Code::BufferViewTooBigByteStride, &at, &[&stride, &length]);
        }
        if !stride.is_multiple_of(4) {
            self.add(Code::ValueMultipleOf, &at, &[&stride, &4]);
        }
        if view.uint("target") == Some(ELEMENT_ARRAY_BUFFER) {
            self.add(Code::BufferViewInvalidByteStride, &at, &[]);
        }
    }

    /// Notes what a view is used for.
    pub(super) fn use_view(&mut self, links: &mut Links, view: usize, usage: ViewUse, at: &Pointer) {
        let view = &mut links.views[view];
        match view.usage {
            None => {
                view.usage = Some(usage);
                if matches!(usage, ViewUse::Vertices | ViewUse::Indices) {
                    self.add(Code::BufferViewTargetMissing, at, &[]);
                }
            }
            Some(before) if before != usage => self.add(Code::BufferViewTargetOverride, at, &[]),
            Some(_) => {}
        }
    }

    /// Two attributes in one view must say how they are woven into each other.
    pub(super) fn share_view(&mut self, links: &mut Links, view: usize, accessor: usize, at: &Pointer) {
        let view = &mut links.views[view];
        if view.stride.is_some() {
            return;
        }
        if view.attributes.insert(accessor) && view.attributes.len() > 1 {
            self.add(Code::MeshPrimitiveAccessorWithoutByteStride, at, &[]);
        }
    }
}
