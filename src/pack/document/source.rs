//! From a file to a document: buffers, views and sparse data disappear, packed data are unpacked.

use bytes::Bytes;
use hall::gltf::{Address, ImportError, Parts, parts, unpack_meshopt};
use hall::json::Json;
use hall::{ImageType, Limits, import_words};
use serde_json::{Map, Number, Value};

use super::accessor::row_bytes;
use super::{Accessor, Component, Document, Kind, Shape, lost, unpack, used, visit};

const PACKED_VIEWS: [&str; 2] = ["EXT_meshopt_compression", "KHR_meshopt_compression"];

/// Why a file is no document that could be changed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum OpenError {
    /// Not even its parts can be told.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// Something that is used cannot be read.
    #[error("accessors[{0}] cannot be read, export the file again")]
    Accessor(usize),
    /// Geometry packed with Draco cannot be unpacked.
    #[error("the Draco geometry in bufferViews[{0}] cannot be unpacked, export it without Draco")]
    Draco(usize),
}

impl OpenError {
    /// In Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Import(error) => import_words(error).zh,
            Self::Accessor(at) => format!("无法读取 accessors[{at}]，请重新导出"),
            Self::Draco(at) => format!("无法解开 bufferViews[{at}] 中用 Draco 压缩的网格，请关闭 Draco 后重新导出"),
        }
    }
}

impl Document {
    /// Reads a file. `file` gives the bytes of a file beside it. Everything that is used is copied or unpacked.
    ///
    /// # Errors
    /// For what is broken or more than the limits allow. Images that cannot be found are `None` instead.
    pub fn open(bytes: &Bytes, file: &dyn Fn(&str) -> Option<Bytes>, limits: &Limits) -> Result<Self, OpenError> {
        let Parts { root, bin } = parts(bytes, limits)?;
        let views = Views::new(&root, bin, file, limits);
        let mut document = Self { root: value(&root), ..Self::default() };
        let accessors = root.get("accessors").and_then(Json::as_array).unwrap_or_default();
        let mut drawn = unpack::draco(&mut document, &views, limits)?;
        document.take_accessors(&views, accessors, limits)?;
        document.accessors.append(&mut drawn);
        document.take_images(&views, file);
        if let Value::Object(root) = &mut document.root {
            ["accessors", "bufferViews", "buffers"].iter().for_each(|name| drop(root.remove(*name)));
        }
        document.take_blobs(&views);
        PACKED_VIEWS.iter().chain([&unpack::DRACO]).for_each(|name| document.retract(name));
        Ok(document)
    }

    /// Reads all that is used. What can't be read, and nobody sees, is cut off, for visitors' reader passes it over as well.
    fn take_accessors(&mut self, views: &Views<'_>, accessors: &[Json], limits: &Limits) -> Result<(), OpenError> {
        let mut left = limits.decoded_bytes;
        let is_used = used(&mut self.root, Kind::Accessor, accessors.len());
        let read = |(accessor, is_used)| if is_used { views.accessor(accessor, &mut left) } else { Some(nothing()) };
        let read: Vec<Option<Accessor>> = accessors.iter().zip(is_used).map(read).collect();
        let is_lost: Vec<bool> = read.iter().map(Option::is_none).collect();
        if is_lost.contains(&true) {
            lost::cut(&mut self.root, &is_lost);
            let is_used = used(&mut self.root, Kind::Accessor, accessors.len());
            if let Some(at) = is_used.iter().zip(is_lost).position(|(is_used, is_lost)| *is_used && is_lost) {
                return Err(OpenError::Accessor(at));
            }
        }
        self.accessors.extend(read.into_iter().map(|accessor| accessor.unwrap_or_else(nothing)));
        Ok(())
    }

    fn take_images(&mut self, views: &Views<'_>, file: &dyn Fn(&str) -> Option<Bytes>) {
        let mut images = Vec::new();
        for image in self.array_mut("images") {
            let Value::Object(image) = image else {
                images.push(None);
                continue;
            };
            let view = image.remove("bufferView").and_then(|view| view.as_u64());
            let uri = image.remove("uri");
            image.remove("mimeType");
            let address = uri.as_ref().and_then(Value::as_str).and_then(Address::parse);
            images.push(match (view, address) {
                (Some(view), _) => views.bytes(view as usize),
                (None, Some(Address::Data(bytes))) => Some(bytes),
                (None, Some(Address::File(name))) => file(&name),
                (None, None) => None,
            });
        }
        self.images = images.into_iter().map(|image| image.filter(|bytes| ImageType::sniff(bytes).is_some())).collect();
    }

    fn take_blobs(&mut self, views: &Views<'_>) {
        let mut blobs = Vec::new();
        visit(&mut self.root, Kind::Blob, &mut |number| {
            let bytes = number.as_u64().and_then(|view| views.bytes(view as usize));
            *number = Value::from(blobs.len());
            blobs.push(bytes.unwrap_or_default());
        });
        self.blobs = blobs;
    }
}

/// In place of what nobody reads.
fn nothing() -> Accessor {
    Accessor::tight(Shape::Scalar, Component::U8, false, Vec::new())
}

/// The same value as `serde_json` has it, in which whole numbers stay whole.
fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(truth) => Value::Bool(*truth),
        Json::Number(number) if number.fract() == 0.0 && number.abs() < 9e15 => Value::from(*number as i64),
        Json::Number(number) => Number::from_f64(*number).map_or(Value::Null, Value::Number),
        Json::String(text) => Value::String(text.clone()),
        Json::Array(values) => values.iter().map(value).collect(),
        Json::Object(object) => {
            let entries = object.entries().iter();
            Value::Object(entries.map(|(key, child)| (key.clone(), value(child))).collect::<Map<_, _>>())
        }
    }
}

fn number(json: &Json, key: &str) -> Option<usize> {
    json.get(key)?.as_u64().and_then(|number| usize::try_from(number).ok())
}

/// The bytes behind views.
pub(super) struct Views<'a> {
    views: &'a [Json],
    buffers: Vec<Option<Bytes>>,
    /// By view: what was packed, unpacked.
    unpacked: Vec<Option<Bytes>>,
}

impl<'a> Views<'a> {
    fn new(root: &'a Json, bin: Option<Bytes>, file: &dyn Fn(&str) -> Option<Bytes>, limits: &Limits) -> Self {
        let array = |name| root.get(name).and_then(Json::as_array).unwrap_or_default();
        let (mut bin, mut buffers) = (bin, Vec::new());
        for (i, buffer) in array("buffers").iter().enumerate() {
            let bytes = match buffer.get("uri").and_then(Json::as_str).map(Address::parse) {
                None => bin.take().filter(|_| i == 0),
                Some(Some(Address::Data(bytes))) => Some(bytes),
                Some(Some(Address::File(name))) => file(&name),
                Some(None) => None,
            };
            buffers.push(bytes);
        }
        let views = array("bufferViews");
        let mut left = limits.decoded_bytes;
        let unpack = |view: &Json| {
            let packed = PACKED_VIEWS.iter().find_map(|name| view.get("extensions")?.get(name))?;
            let bytes = unpack_meshopt(packed, &|buffer| buffers.get(buffer)?.clone(), left)?;
            left -= bytes.len() as u64;
            Some(Bytes::from(bytes))
        };
        let unpacked = views.iter().map(unpack).collect();
        Self { views, buffers, unpacked }
    }

    /// The bytes of a view.
    pub(super) fn bytes(&self, at: usize) -> Option<Bytes> {
        if let Some(bytes) = self.unpacked.get(at)? {
            return Some(bytes.clone());
        }
        let view = &self.views[at];
        let bytes = self.buffers.get(number(view, "buffer")?)?.as_ref()?;
        let (offset, length) = (number(view, "byteOffset").unwrap_or(0), number(view, "byteLength")?);
        let end = offset.checked_add(length).filter(|end| *end <= bytes.len())?;
        Some(bytes.slice(offset..end))
    }

    /// `None` for what cannot be read, or would take more than what is left.
    fn accessor(&self, json: &Json, left: &mut u64) -> Option<Accessor> {
        let shape = Shape::named(json.get("type")?.as_str()?)?;
        let component = Component::of_code(json.get("componentType")?.as_u64()?)?;
        let (count, row) = (number(json, "count")?, row_bytes(shape, component));
        let total = count.checked_mul(row)?;
        *left = left.checked_sub(total as u64)?;
        let mut bytes = match number(json, "bufferView") {
            Some(view) => self.rows(view, number(json, "byteOffset").unwrap_or(0), count, row)?,
            None => vec![0; total],
        };
        if let Some(sparse) = json.get("sparse") {
            self.overwrite(sparse, row, &mut bytes)?;
        }
        let normalized = json.get("normalized").and_then(Json::as_bool).unwrap_or(false);
        let mut rest = value(json);
        if let Value::Object(rest) = &mut rest {
            rest.retain(|key, _| matches!(key.as_str(), "name" | "extras"));
        }
        let rest = if let Value::Object(rest) = rest { rest } else { Map::new() };
        Some(Accessor { rest, ..Accessor::tight(shape, component, normalized, bytes) })
    }

    /// Rows of a view, without the gaps between them.
    fn rows(&self, view: usize, offset: usize, count: usize, row: usize) -> Option<Vec<u8>> {
        let bytes = self.bytes(view)?;
        let stride = number(&self.views[view], "byteStride").filter(|stride| *stride > 0).unwrap_or(row);
        let Some(last) = count.checked_sub(1) else { return Some(Vec::new()) };
        let end = offset.checked_add(last.checked_mul(stride)?)?.checked_add(row)?;
        let bytes = bytes.get(offset..end)?;
        if stride == row {
            return Some(bytes.to_vec());
        }
        Some((0..count).flat_map(|at| &bytes[at * stride..][..row]).copied().collect())
    }

    /// Puts the values of a sparse accessor where its indices say (§3.6.2.3).
    fn overwrite(&self, sparse: &Json, row: usize, bytes: &mut [u8]) -> Option<()> {
        let count = number(sparse, "count")?;
        let part = |name: &str, row: usize| {
            let part = sparse.get(name)?;
            self.rows(number(part, "bufferView")?, number(part, "byteOffset").unwrap_or(0), count, row)
        };
        let component = Component::of_code(sparse.get("indices")?.get("componentType")?.as_u64()?)?;
        let indices = Accessor::tight(Shape::Scalar, component, false, part("indices", component.size())?);
        let values = part("values", row)?;
        for (at, value) in indices.to_u32s().into_iter().zip(values.chunks_exact(row)) {
            bytes.get_mut(at as usize * row..)?.get_mut(..row)?.copy_from_slice(value);
        }
        Some(())
    }
}
