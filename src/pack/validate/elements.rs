//! The data of accessors: each is read once, and everything that wants to know something about it looks on.

use std::collections::HashMap;

use bytes::Bytes;

use super::Check;
use super::accessors::{Accessor, Layout};
use super::code::Code;
use super::links::Links;
use super::pointer::{Pointer, item};
use super::probes::{Findings, Probe};
use super::schema_core::{FLOAT, UNSIGNED_INT};

/// What somebody wants to know about the data of an accessor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Test {
    /// Vectors of three have length 1; a fourth component is a sign.
    UnitVectors,
    /// Everything is between 0 and 1.
    Clamped,
    /// Times come one after the other.
    Times,
    /// Rotations have length 1; on a spline every third of them is one.
    Rotations { is_cubic: bool },
    /// The last row is that of an affine matrix.
    InverseBindMatrices,
    /// Indices of as many vertices, of triangles or of something else.
    Indices { vertices: u64, are_triangles: bool },
}

/// Accessors in buffers whose bytes are there.
pub(super) struct Data<'r> {
    pub links: &'r Links<'r>,
    pub buffers: &'r [Option<Bytes>],
}

impl<'r> Data<'r> {
    /// The bytes of a stretch of a view. Nothing for one that is broken, has no data, or begins at no multiple of `alignment`.
    fn stretch(&self, view: usize, offset: u64, length: u64, alignment: u64) -> Option<&'r [u8]> {
        let view = self.links.views.get(view)?;
        let range = view.range()?;
        let begin = range.start.checked_add(offset)?;
        let end = begin.checked_add(length)?;
        let is_aligned = offset.is_multiple_of(alignment) && begin.is_multiple_of(alignment);
        let bytes = self.buffers.get(view.buffer?)?.as_ref()?;
        if !is_aligned || end > range.end {
            return None;
        }
        bytes.get(usize::try_from(begin).ok()?..usize::try_from(end).ok()?)
    }

    /// All bytes of a view.
    pub fn view_bytes(&self, view: usize) -> Option<Bytes> {
        let view = self.links.views.get(view)?;
        let range = view.range()?;
        let bytes = self.buffers.get(view.buffer?)?.as_ref()?;
        let (begin, end) = (usize::try_from(range.start).ok()?, usize::try_from(range.end).ok()?);
        (end <= bytes.len()).then(|| bytes.slice(begin..end))
    }

    /// Indices and values of a sparse accessor, as bytes; nothing for one that is broken.
    pub fn sparse(&self, accessor: &Accessor) -> Option<(Vec<u64>, &'r [u8])> {
        let sparse = accessor.sparse.as_ref().filter(|sparse| Some(sparse.count) <= accessor.count)?;
        let part = |(view, offset): (Option<usize>, Option<u64>), element: u64, alignment: u64| {
            self.stretch(view?, offset?, element.checked_mul(sparse.count)?, alignment)
        };
        let index_bytes = sparse.index_bytes?;
        let element = accessor.component_bytes() * accessor.components();
        let indices = part(sparse.indices, index_bytes, index_bytes)?;
        let values = part(sparse.values, element, accessor.component_bytes())?;
        let indices = indices.chunks_exact(index_bytes as usize);
        Some((
            indices.map(|index| index.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte))).collect(),
            values,
        ))
    }

    /// Calls with index and component of every number. False if there are no data, or they are broken.
    pub fn read(&self, accessor: &Accessor, take: &mut dyn FnMut(u64, usize, f64)) -> bool {
        let (Some(count), Some(kind), components) =
            (accessor.count, accessor.layout.component_type, accessor.components())
        else {
            return false;
        };
        let view = accessor.view.and_then(|view| self.links.views.get(view));
        let (element, stride) = (accessor.element_bytes(), accessor.stride(view));
        let (width, columns) = (accessor.component_bytes() as usize, accessor.columns());
        let base = accessor.view.and_then(|view| {
            let length = accessor.bytes(self.links.views.get(view))?;
            self.stretch(view, accessor.offset?, length, accessor.component_bytes())
        });
        let sparse = self.sparse(accessor);
        let is_broken = components == 0
            || stride < element
            || accessor.view.is_some() && base.is_none()
            || accessor.sparse.is_some() && sparse.is_none()
            || accessor.view.is_none() && accessor.sparse.is_none();
        if is_broken {
            return false;
        }
        let mut replaced = sparse.iter().flat_map(|(indices, values)| {
            indices.iter().copied().zip(values.chunks_exact(width * components as usize))
        });
        let mut next = replaced.next();
        for i in 0..count {
            while next.is_some_and(|(at, _)| at < i) {
                next = replaced.next();
            }
            let new = next.filter(|(at, _)| *at == i).map(|(_, values)| values);
            for component in 0..components {
                let (column, row) = (component / columns.0, component % columns.0);
                let offset = (i * stride + column * accessor.column_stride()) as usize + row as usize * width;
                let old = base.and_then(|bytes| bytes.get(offset..offset + width));
                let new = new.map(|values| &values[component as usize * width..][..width]);
                take(
                    i * components + component,
                    component as usize,
                    new.or(old).map_or(0.0, |bytes| number(kind, bytes)),
                );
            }
        }
        true
    }
}

/// A component as a number.
fn number(component_type: u64, bytes: &[u8]) -> f64 {
    match (component_type, bytes) {
        (5120, &[a]) => f64::from(a as i8),
        (5121, &[a]) => f64::from(a),
        (5122, &[a, b]) => f64::from(i16::from_le_bytes([a, b])),
        (5123, &[a, b]) => f64::from(u16::from_le_bytes([a, b])),
        (UNSIGNED_INT, &[a, b, c, d]) => f64::from(u32::from_le_bytes([a, b, c, d])),
        (FLOAT, &[a, b, c, d]) => f64::from(f32::from_le_bytes([a, b, c, d])),
        _ => 0.0,
    }
}

/// The fraction that a normalised integer stands for (glTF 2.0 §3.11).
pub(super) fn fraction(layout: Layout, value: f64) -> f64 {
    match layout.component_type {
        Some(5120) if layout.is_normalized => (value / 127.0).max(-1.0),
        Some(5121) if layout.is_normalized => value / 255.0,
        Some(5122) if layout.is_normalized => (value / 32767.0).max(-1.0),
        Some(5123) if layout.is_normalized => value / 65535.0,
        _ => value,
    }
}

impl Check<'_> {
    /// Looks at the data of all accessors.
    pub(super) fn data(&mut self, data: &Data) {
        let mut tests: HashMap<usize, Vec<(Test, Vec<&Pointer>)>> = HashMap::new();
        for (accessor, test, at) in &data.links.tests {
            let tests = tests.entry(*accessor).or_default();
            match tests.iter_mut().find(|(known, _)| known == test) {
                Some((_, places)) => places.push(at),
                None => tests.push((*test, vec![at])),
            }
        }
        for (i, accessor) in data.links.accessors.iter().enumerate() {
            let at = item("accessors", i);
            self.sparse_indices(data, accessor, &at);
            let own = Probe::of_accessor(accessor).into_iter().map(|probe| (probe, vec![&at]));
            let others = tests.remove(&i).into_iter().flatten();
            let others = others.map(|(test, places)| (Probe::of_test(test, accessor), places));
            let mut probes: Vec<_> =
                own.chain(others).map(|(probe, places)| (probe, places, Findings::default())).collect();
            let is_read = !probes.is_empty()
                && data.read(accessor, &mut |index, component, value| {
                    for (probe, _, findings) in &mut probes {
                        probe.take(index, component, value, findings);
                    }
                });
            for (mut probe, places, mut findings) in probes.into_iter().filter(|_| is_read) {
                probe.end(&mut findings);
                self.found_in_data(&findings, &places);
            }
        }
    }

    fn found_in_data(&mut self, findings: &Findings, places: &[&Pointer]) {
        for finding in &findings.0 {
            let details: Vec<&dyn ToString> = finding.details.iter().map(|detail| detail as &dyn ToString).collect();
            for at in places {
                self.add(finding.code, &at.keys(&finding.below), &details);
            }
        }
    }

    fn sparse_indices(&mut self, data: &Data, accessor: &Accessor, at: &Pointer) {
        let (Some((indices, _)), Some(count)) = (data.sparse(accessor), accessor.count) else { return };
        let at = at.key("sparse");
        for (i, index) in indices.iter().enumerate() {
            if i > 0 && *index <= indices[i - 1] {
                self.add(Code::AccessorSparseIndicesNonIncreasing, &at, &[&i, index]);
            }
            if *index >= count {
                self.add(Code::AccessorSparseIndexOob, &at, &[&i, index]);
            }
        }
    }
}
