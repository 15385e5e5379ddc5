//! The binary chunk of a GLB under construction: accessors of one kind share a buffer view, equal ones are written once.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hasher};

use glam::{Vec2, Vec3, Vec4};
use serde_json::{Value, json};

use super::write::number;

/// Data of one component type and shape.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Index16,
    Index32,
    Vec2,
    Vec3,
    Vec4,
    /// Colours in normalised bytes.
    Bytes4,
    Joints,
    Scalar,
    /// Rotations over time; apart from [`Kind::Vec4`], which is for vertices.
    Keys4,
    Keys3,
    Keys2,
    /// Truth over time.
    Flags,
    Matrix,
}

const KINDS: [Kind; 13] = [
    Kind::Index16,
    Kind::Index32,
    Kind::Vec2,
    Kind::Vec3,
    Kind::Vec4,
    Kind::Bytes4,
    Kind::Joints,
    Kind::Scalar,
    Kind::Keys4,
    Kind::Keys3,
    Kind::Keys2,
    Kind::Flags,
    Kind::Matrix,
];

const ARRAY_BUFFER: u32 = 34962;
const ELEMENT_ARRAY_BUFFER: u32 = 34963;

impl Kind {
    /// Component type, type, bytes of an element.
    fn format(self) -> (u32, &'static str, usize) {
        match self {
            Self::Index16 => (5123, "SCALAR", 2),
            Self::Index32 => (5125, "SCALAR", 4),
            Self::Vec2 | Self::Keys2 => (5126, "VEC2", 8),
            Self::Vec3 | Self::Keys3 => (5126, "VEC3", 12),
            Self::Vec4 | Self::Keys4 => (5126, "VEC4", 16),
            Self::Bytes4 => (5121, "VEC4", 4),
            Self::Joints => (5123, "VEC4", 8),
            Self::Scalar => (5126, "SCALAR", 4),
            Self::Flags => (5121, "SCALAR", 1),
            Self::Matrix => (5126, "MAT4", 64),
        }
    }

    /// What the view is for, when it is for vertices.
    fn target(self) -> Option<u32> {
        match self {
            Self::Index16 | Self::Index32 => Some(ELEMENT_ARRAY_BUFFER),
            Self::Vec2 | Self::Vec3 | Self::Vec4 | Self::Bytes4 | Self::Joints => Some(ARRAY_BUFFER),
            Self::Scalar | Self::Keys4 | Self::Keys3 | Self::Keys2 | Self::Flags | Self::Matrix => None,
        }
    }
}

/// An accessor whose view has no number yet.
struct Pending {
    kind: Kind,
    offset: usize,
    length: usize,
    json: Value,
}

/// Everything that goes into the binary chunk.
#[derive(Default)]
pub(super) struct Data {
    of_kind: [Vec<u8>; KINDS.len()],
    accessors: Vec<Pending>,
    by_hash: HashMap<u64, Vec<usize>>,
    images: Vec<bytes::Bytes>,
}

impl Data {
    /// The index of an accessor with these bytes.
    fn accessor(&mut self, kind: Kind, bytes: &[u8], bounds: Option<(Value, Value)>) -> usize {
        let mut hasher = DefaultHasher::new();
        hasher.write(bytes);
        let candidates = self.by_hash.entry(hasher.finish()).or_default();
        let all = &mut self.of_kind[kind as usize];
        let is_equal = |accessor: &Pending| {
            let found = &all[accessor.offset..accessor.offset + accessor.length];
            accessor.kind == kind && accessor.json.get("min").is_some() == bounds.is_some() && found == bytes
        };
        let earlier = candidates.iter().copied().find(|i| {
            let accessor = &self.accessors[*i];
            accessor.kind == kind && is_equal(accessor)
        });
        if let Some(index) = earlier {
            return index;
        }
        let (component, type_, size) = kind.format();
        let mut json = json!({"componentType": component, "type": type_, "count": bytes.len() / size});
        if kind == Kind::Bytes4 {
            json["normalized"] = true.into();
        }
        if let Some((min, max)) = bounds {
            json["min"] = min;
            json["max"] = max;
        }
        let offset = all.len();
        all.extend_from_slice(bytes);
        all.resize(all.len().next_multiple_of(4), 0);
        candidates.push(self.accessors.len());
        self.accessors.push(Pending { kind, offset, length: bytes.len(), json });
        self.accessors.len() - 1
    }

    /// Indices, as short as they can be. 65535 itself would mean "restart".
    pub fn indices(&mut self, indices: &[u32]) -> usize {
        let is_short = indices.iter().all(|i| *i < u32::from(u16::MAX));
        let (kind, bytes): (_, Vec<u8>) = if is_short {
            (Kind::Index16, indices.iter().flat_map(|i| (*i as u16).to_le_bytes()).collect())
        } else {
            (Kind::Index32, indices.iter().flat_map(|i| i.to_le_bytes()).collect())
        };
        self.accessor(kind, &bytes, None)
    }

    pub fn positions(&mut self, values: &[Vec3]) -> usize {
        let bounds = crate::Aabb::around(values.iter().copied());
        let json = |v: Vec3| json!(v.to_array().map(number));
        self.accessor(
            Kind::Vec3,
            &bytes(values.iter().flat_map(|v| v.to_array())),
            Some((json(bounds.min), json(bounds.max))),
        )
    }

    pub fn vec2(&mut self, values: &[Vec2]) -> usize {
        self.accessor(Kind::Vec2, &bytes(values.iter().flat_map(|v| v.to_array())), None)
    }

    pub fn vec3(&mut self, kind: Kind, values: &[Vec3]) -> usize {
        self.accessor(kind, &bytes(values.iter().flat_map(|v| v.to_array())), None)
    }

    pub fn vec4(&mut self, kind: Kind, values: &[Vec4]) -> usize {
        self.accessor(kind, &bytes(values.iter().flat_map(|v| v.to_array())), None)
    }

    pub fn matrices(&mut self, values: &[glam::Mat4]) -> usize {
        self.accessor(Kind::Matrix, &bytes(values.iter().flat_map(|v| v.to_cols_array())), None)
    }

    pub fn joints(&mut self, values: &[[u16; 4]]) -> usize {
        let bytes: Vec<u8> = values.iter().flatten().flat_map(|j| j.to_le_bytes()).collect();
        self.accessor(Kind::Joints, &bytes, None)
    }

    /// Colours as bytes where that keeps every one of them to within a hair, else as floats.
    pub fn colors(&mut self, values: &[Vec4]) -> usize {
        let is_small = |v: &Vec4| v.cmpge(Vec4::ZERO).all() && v.cmple(Vec4::ONE).all();
        let rounded = |v: &Vec4| (*v * 255.0).round();
        if values.iter().all(|v| is_small(v) && (rounded(v) / 255.0).abs_diff_eq(*v, 1.0 / 1024.0)) {
            let bytes: Vec<u8> = values.iter().flat_map(|v| rounded(v).to_array().map(|c| c as u8)).collect();
            self.accessor(Kind::Bytes4, &bytes, None)
        } else {
            self.vec4(Kind::Vec4, values)
        }
    }

    /// Numbers over time; `bounds` for key times, which must have them.
    pub fn scalars(&mut self, values: &[f32], has_bounds: bool) -> usize {
        let bounds = has_bounds.then(|| {
            let min = values.iter().copied().fold(f32::INFINITY, f32::min);
            let max = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            (json!([number(min)]), json!([number(max)]))
        });
        self.accessor(Kind::Scalar, &bytes(values.iter().copied()), bounds)
    }

    /// Values over time of one to four numbers each.
    pub fn keys(&mut self, width: usize, values: &[f32]) -> usize {
        let kind = [Kind::Scalar, Kind::Keys2, Kind::Keys3, Kind::Keys4][width.clamp(1, 4) - 1];
        self.accessor(kind, &bytes(values.iter().copied()), None)
    }

    /// Truth over time.
    pub fn flags(&mut self, values: &[u8]) -> usize {
        self.accessor(Kind::Flags, values, None)
    }

    /// The number an image will have among the image views.
    pub fn image(&mut self, bytes: &bytes::Bytes) -> usize {
        let earlier = self.images.iter().position(|image| image == bytes);
        earlier.unwrap_or_else(|| {
            self.images.push(bytes.clone());
            self.images.len() - 1
        })
    }

    /// Accessors, buffer views and the chunk. Image `i` is in the view `first_image_view + i`.
    pub fn finish(self) -> Finished {
        let (mut views, mut chunk, mut view_of_kind) = (Vec::new(), Vec::new(), [0; KINDS.len()]);
        for kind in KINDS {
            let bytes = &self.of_kind[kind as usize];
            if bytes.is_empty() {
                continue;
            }
            view_of_kind[kind as usize] = views.len();
            let mut view = json!({"buffer": 0, "byteOffset": chunk.len(), "byteLength": bytes.len()});
            if let Some(target) = kind.target() {
                view["target"] = target.into();
                // Several accessors in one view of vertices need a stride (§3.6.2.4).
                if target == ARRAY_BUFFER {
                    view["byteStride"] = kind.format().2.into();
                }
            }
            views.push(view);
            chunk.extend_from_slice(bytes);
        }
        let first_image_view = views.len();
        for image in &self.images {
            views.push(json!({"buffer": 0, "byteOffset": chunk.len(), "byteLength": image.len()}));
            chunk.extend_from_slice(image);
            chunk.resize(chunk.len().next_multiple_of(4), 0);
        }
        let accessors = self.accessors.into_iter().map(|mut accessor| {
            accessor.json["bufferView"] = view_of_kind[accessor.kind as usize].into();
            if accessor.offset > 0 {
                accessor.json["byteOffset"] = accessor.offset.into();
            }
            accessor.json
        });
        Finished { accessors: accessors.collect(), views, chunk, first_image_view }
    }
}

/// The parts of a document that [`Data`] makes.
pub(super) struct Finished {
    pub accessors: Vec<Value>,
    pub views: Vec<Value>,
    pub chunk: Vec<u8>,
    pub first_image_view: usize,
}

fn bytes(numbers: impl Iterator<Item = f32>) -> Vec<u8> {
    numbers.flat_map(f32::to_le_bytes).collect()
}
