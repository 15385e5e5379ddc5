//! From a document to GLB: accessors of the same form share a view, which is packed as one.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::codec::Mode;
use super::{Accessor, Component, Document, Filter, Kind, index, visit};

const PACKED: &str = "EXT_meshopt_compression";

/// What a view is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Usage {
    Index,
    Vertex,
    Other,
}

/// Accessors of one form share a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Form {
    usage: Usage,
    mode: Mode,
    filter: Filter,
    stride: usize,
}

impl Form {
    fn of(accessor: &Accessor, usage: Usage, mode: Mode) -> Self {
        // Rows of vertices begin at multiples of four (glTF 2.0 §3.6.2.4).
        let stride = if usage == Usage::Vertex { accessor.stride.next_multiple_of(4) } else { accessor.stride };
        Self { usage, mode, filter: accessor.filter, stride }
    }
}

/// The bytes of one form.
#[derive(Default)]
struct Pile {
    bytes: Vec<u8>,
}

/// Where an image is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Relative to the document.
    pub uri: String,
    /// As HTTP calls its type.
    pub mime: String,
}

/// The views of a GLB under construction.
#[derive(Default)]
struct Layout {
    chunk: Vec<u8>,
    views: Vec<Value>,
    /// Bytes that packed views stand for.
    unpacked_bytes: usize,
}

impl Document {
    /// The document as GLB, the same bytes for the same document. `addresses` says where images are found; those it doesn't name go along.
    pub fn write(&self, addresses: &[Option<Address>]) -> Vec<u8> {
        let mut root = self.root.clone();
        let mut layout = Layout::default();
        let accessors = self.accessors(&mut layout);
        let blobs: Vec<Value> = self.blobs.iter().map(|blob| layout.plain(blob).into()).collect();
        visit(&mut root, Kind::Blob, &mut |number| {
            if let Some(view) = number.as_u64().and_then(|blob| blobs.get(blob as usize)) {
                *number = view.clone();
            }
        });
        self.images(&mut root, addresses, &mut layout);
        let mut document = Self { root, ..Self::default() };
        if layout.unpacked_bytes > 0 {
            document.declare(PACKED, true);
        }
        let Value::Object(mut root) = document.root else { return Vec::new() };
        let mut buffers = vec![json!({"byteLength": layout.chunk.len()})];
        if layout.unpacked_bytes > 0 {
            let fallback = json!({PACKED: {"fallback": true}});
            buffers.push(json!({"byteLength": layout.unpacked_bytes, "extensions": fallback}));
        }
        let buffers = if layout.chunk.is_empty() { Vec::new() } else { buffers };
        for (name, values) in [("accessors", accessors), ("bufferViews", layout.views), ("buffers", buffers)] {
            if !values.is_empty() {
                root.insert(name.into(), values.into());
            }
        }
        root.retain(|_, value| !matches!(value, Value::Array(values) if values.is_empty()));
        let mut root = Value::Object(root);
        root.sort_all_objects();
        container(root.to_string().as_bytes(), &layout.chunk)
    }

    fn accessors(&self, layout: &mut Layout) -> Vec<Value> {
        let mut forms: Vec<Form> =
            self.accessors.iter().map(|accessor| Form::of(accessor, Usage::Other, Mode::Attributes)).collect();
        let mut is_bounded = vec![false; self.accessors.len()];
        self.mark(&mut forms, &mut is_bounded);
        let mut piles: BTreeMap<Form, Pile> = BTreeMap::new();
        let mut offsets = Vec::new();
        for (accessor, form) in self.accessors.iter().zip(&forms) {
            let pile = piles.entry(*form).or_default();
            // Other data may mix numbers of several sizes.
            pile.bytes.resize(pile.bytes.len().next_multiple_of(accessor.component.size()), 0);
            offsets.push(pile.bytes.len());
            pile.append(accessor, form.stride);
        }
        let views: BTreeMap<Form, usize> =
            piles.into_iter().map(|(form, pile)| (form, layout.pile(form, &pile))).collect();
        let all = self.accessors.iter().zip(forms).zip(offsets).zip(is_bounded);
        all.map(|(((accessor, form), offset), is_bounded)| written(accessor, views[&form], offset, is_bounded))
            .collect()
    }

    /// What each accessor is for, and which must say its bounds (glTF 2.0 §3.6.2.5).
    fn mark(&self, forms: &mut [Form], is_bounded: &mut [bool]) {
        let mut form = |at: Option<usize>, usage, mode| {
            if let Some(at) = at.filter(|at| *at < forms.len()) {
                forms[at] = Form::of(&self.accessors[at], usage, mode);
            }
        };
        let mut bound = |at: Option<usize>| {
            if let Some(is_bounded) = at.and_then(|at| is_bounded.get_mut(at)) {
                *is_bounded = true;
            }
        };
        for primitive in self.primitives() {
            let targets = primitive.get("targets").and_then(Value::as_array).into_iter().flatten();
            for attributes in targets.chain(primitive.get("attributes")) {
                bound(index(attributes, "POSITION"));
                for slot in attributes.as_object().into_iter().flat_map(Map::values) {
                    form(slot.as_u64().map(|at| at as usize), Usage::Vertex, Mode::Attributes);
                }
            }
            let is_triangles = index(primitive, "mode").is_none_or(|mode| mode == 4);
            let mode = if is_triangles { Mode::Triangles } else { Mode::Indices };
            form(index(primitive, "indices"), Usage::Index, mode);
        }
        let samplers = self.array("animations").iter().filter_map(|animation| animation.get("samplers")?.as_array());
        samplers.flatten().for_each(|sampler| bound(index(sampler, "input")));
    }

    fn images(&self, root: &mut Value, addresses: &[Option<Address>], layout: &mut Layout) {
        let images = root.get_mut("images").and_then(Value::as_array_mut).into_iter().flatten();
        for (i, image) in images.enumerate() {
            if let Some(Some(address)) = addresses.get(i) {
                image["uri"] = json!(address.uri);
                image["mimeType"] = json!(address.mime);
            } else if let Some(Some(bytes)) = self.images.get(i) {
                image["bufferView"] = json!(layout.plain(bytes));
                image["mimeType"] = json!(hall::ImageType::sniff(bytes).map_or("image/png", |kind| kind.mime()));
            }
        }
    }
}

impl Pile {
    fn append(&mut self, accessor: &Accessor, stride: usize) {
        if accessor.stride == stride {
            return self.bytes.extend_from_slice(&accessor.bytes);
        }
        for row in accessor.bytes.chunks_exact(accessor.stride) {
            self.bytes.extend_from_slice(row);
            self.bytes.resize(self.bytes.len() + stride - row.len(), 0);
        }
    }
}

impl Layout {
    /// A view of bytes as they are; returns its number.
    fn plain(&mut self, bytes: &[u8]) -> usize {
        let offset = self.put(bytes);
        self.views.push(json!({"buffer": 0, "byteOffset": offset, "byteLength": bytes.len()}));
        self.views.len() - 1
    }

    fn put(&mut self, bytes: &[u8]) -> usize {
        self.chunk.resize(self.chunk.len().next_multiple_of(4), 0);
        self.chunk.extend_from_slice(bytes);
        self.chunk.len() - bytes.len()
    }

    /// A view of rows, packed if that makes it smaller.
    fn pile(&mut self, form: Form, pile: &Pile) -> usize {
        let length = pile.bytes.len();
        let packed = form.mode.pack(&pile.bytes, form.stride);
        // What a filter has yet to finish can't be read without the codec.
        let packed = packed.filter(|packed| packed.len() < length || form.filter != Filter::None);
        let mut view = match packed {
            None => json!({"buffer": 0, "byteOffset": self.put(&pile.bytes), "byteLength": length}),
            Some(packed) => {
                let mut extension = json!({
                    "buffer": 0, "byteOffset": self.put(&packed), "byteLength": packed.len(),
                    "byteStride": form.stride, "count": length / form.stride, "mode": form.mode.name(),
                });
                match form.filter {
                    Filter::None => {}
                    Filter::Octahedral => extension["filter"] = json!("OCTAHEDRAL"),
                    Filter::Exponential => extension["filter"] = json!("EXPONENTIAL"),
                }
                let offset = self.unpacked_bytes;
                self.unpacked_bytes = (offset + length).next_multiple_of(4);
                json!({"buffer": 1, "byteOffset": offset, "byteLength": length, "extensions": {PACKED: extension}})
            }
        };
        match form.usage {
            Usage::Index => view["target"] = json!(34963),
            Usage::Vertex => {
                view["target"] = json!(34962);
                view["byteStride"] = json!(form.stride);
            }
            Usage::Other => {}
        }
        self.views.push(view);
        self.views.len() - 1
    }
}

fn written(accessor: &Accessor, view: usize, offset: usize, is_bounded: bool) -> Value {
    let mut object = accessor.rest.clone();
    object.insert("bufferView".into(), json!(view));
    object.insert("componentType".into(), json!(accessor.component.code()));
    object.insert("count".into(), json!(accessor.count));
    object.insert("type".into(), json!(accessor.shape.name()));
    if offset > 0 {
        object.insert("byteOffset".into(), json!(offset));
    }
    if accessor.normalized {
        object.insert("normalized".into(), json!(true));
    }
    if is_bounded {
        let (min, max) = accessor.bounds.clone().unwrap_or_else(|| accessor.measured());
        let numbers = |values: Vec<f64>| values.into_iter().map(|value| number(value, accessor.component)).collect();
        object.insert("min".into(), numbers(min));
        object.insert("max".into(), numbers(max));
    }
    Value::Object(object)
}

/// A bound, with as few digits as tell it from others of its kind.
fn number(value: f64, component: Component) -> Value {
    match component {
        Component::F32 => float(value as f32),
        _ => json!(value as i64),
    }
}

/// A number with as few digits as tell it from every other `f32`.
pub fn float(value: f32) -> Value {
    let shortest: f64 = value.to_string().parse().unwrap_or(f64::from(value));
    if shortest.fract() == 0.0 && shortest.abs() < 1e9 { json!(shortest as i64) } else { json!(shortest) }
}

/// GLB 2 (glTF 2.0 §4).
fn container(json: &[u8], chunk: &[u8]) -> Vec<u8> {
    let (json_bytes, chunk_bytes) = (json.len().next_multiple_of(4), chunk.len().next_multiple_of(4));
    let total = 20 + json_bytes + if chunk.is_empty() { 0 } else { 8 + chunk_bytes };
    let mut glb = Vec::with_capacity(total);
    glb.extend_from_slice(b"glTF");
    [2, total, json_bytes].iter().for_each(|word| glb.extend_from_slice(&(*word as u32).to_le_bytes()));
    glb.extend_from_slice(b"JSON");
    glb.extend_from_slice(json);
    glb.resize(20 + json_bytes, b' ');
    if !chunk.is_empty() {
        glb.extend_from_slice(&(chunk_bytes as u32).to_le_bytes());
        glb.extend_from_slice(b"BIN\0");
        glb.extend_from_slice(chunk);
        glb.resize(total, 0);
    }
    glb
}
