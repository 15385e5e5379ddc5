//! glTF files piece by piece.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use base64::Engine;
use bytes::Bytes;
use hall::gltf::{Document, WarningKind};
use hall::{ImportError, Limits, Scene, Warning};
use serde_json::{Value, json};

pub const BYTE: u32 = 5120;
pub const UNSIGNED_BYTE: u32 = 5121;
pub const SHORT: u32 = 5122;
pub const UNSIGNED_SHORT: u32 = 5123;
pub const UNSIGNED_INT: u32 = 5125;
pub const FLOAT: u32 = 5126;

/// A glTF file under construction.
pub struct File {
    pub json: Value,
    pub bin: Vec<u8>,
}

impl File {
    /// One scene without nodes.
    pub fn new() -> Self {
        Self {
            json: json!({
                "asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": []}],
                "nodes": [], "meshes": [], "accessors": [], "bufferViews": [],
            }),
            bin: Vec::new(),
        }
    }

    /// A triangle with corners at the origin, at +X and at +Y, shown by node 0.
    pub fn triangle() -> Self {
        let mut file = Self::new();
        let position = file.floats("VEC3", &[0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0]);
        file.show(json!({"attributes": {"POSITION": position}}));
        file
    }

    /// Adds to a top-level array; returns the index.
    pub fn push(&mut self, array: &str, value: Value) -> usize {
        if self.json.get(array).is_none() {
            self.json[array] = json!([]);
        }
        let array = self.json[array].as_array_mut().unwrap();
        array.push(value);
        array.len() - 1
    }

    /// A buffer view of these bytes.
    pub fn view(&mut self, bytes: &[u8]) -> usize {
        self.bin.resize(self.bin.len().next_multiple_of(4), 0);
        let view = json!({"buffer": 0, "byteOffset": self.bin.len(), "byteLength": bytes.len()});
        self.bin.extend_from_slice(bytes);
        self.push("bufferViews", view)
    }

    /// An accessor of tightly packed bytes.
    pub fn accessor(&mut self, component: u32, type_: &str, count: usize, bytes: &[u8]) -> usize {
        let view = self.view(bytes);
        self.push("accessors", json!({"bufferView": view, "componentType": component, "type": type_, "count": count}))
    }

    pub fn floats(&mut self, type_: &str, values: &[f32]) -> usize {
        let width = match type_ {
            "SCALAR" => 1,
            "VEC2" => 2,
            "VEC3" => 3,
            "VEC4" => 4,
            _ => 16,
        };
        let bytes: Vec<u8> = values.iter().flat_map(|v| v.to_le_bytes()).collect();
        self.accessor(FLOAT, type_, values.len() / width, &bytes)
    }

    pub fn shorts(&mut self, type_: &str, count: usize, values: &[u16]) -> usize {
        let bytes: Vec<u8> = values.iter().flat_map(|v| v.to_le_bytes()).collect();
        self.accessor(UNSIGNED_SHORT, type_, count, &bytes)
    }

    /// A mesh of one primitive, and a node at the root that shows it.
    pub fn show(&mut self, primitive: Value) -> usize {
        let mesh = self.push("meshes", json!({"primitives": [primitive]}));
        self.root(json!({"mesh": mesh}))
    }

    /// A node at the root of the scene.
    pub fn root(&mut self, node: Value) -> usize {
        let index = self.push("nodes", node);
        self.json["scenes"][0]["nodes"].as_array_mut().unwrap().push(json!(index));
        index
    }

    /// The only primitive of the first mesh.
    pub fn primitive(&mut self) -> &mut Value {
        &mut self.json["meshes"][0]["primitives"][0]
    }

    pub fn glb(&self) -> Bytes {
        let mut json = self.json.clone();
        if !self.bin.is_empty() {
            json["buffers"] = json!([{"byteLength": self.bin.len()}]);
        }
        glb(json.to_string().as_bytes(), &self.bin)
    }

    /// As JSON with the buffer in a `data:` address.
    pub fn gltf(&self) -> Bytes {
        let data = base64::engine::general_purpose::STANDARD.encode(&self.bin);
        let uri = format!("data:application/octet-stream;base64,{data}");
        let mut json = self.json.clone();
        json["buffers"] = json!([{"byteLength": self.bin.len(), "uri": uri}]);
        json.to_string().into()
    }

    /// Must be readable.
    pub fn import(&self) -> (Scene, Vec<Warning>) {
        import(self.glb()).unwrap()
    }

    /// Must be readable without a word.
    pub fn scene(&self) -> Scene {
        let (scene, warnings) = self.import();
        assert_eq!(warnings, [], "unexpected warnings");
        scene
    }

    pub fn error(&self) -> ImportError {
        import(self.glb()).map(|_| ()).unwrap_err()
    }
}

/// The container around JSON and a chunk.
pub fn glb(json: &[u8], bin: &[u8]) -> Bytes {
    let padded = |bytes: &[u8], with: u8| {
        let mut bytes = bytes.to_vec();
        bytes.resize(bytes.len().next_multiple_of(4), with);
        bytes
    };
    let (json, bin) = (padded(json, b' '), padded(bin, 0));
    let mut chunks = vec![(*b"JSON", json)];
    if !bin.is_empty() {
        chunks.push((*b"BIN\0", bin));
    }
    glb_of(&chunks)
}

/// The container around chunks as they are.
pub fn glb_of(chunks: &[([u8; 4], Vec<u8>)]) -> Bytes {
    let total = 12 + chunks.iter().map(|(_, bytes)| 8 + bytes.len()).sum::<usize>();
    let mut glb = b"glTF".to_vec();
    glb.extend(2_u32.to_le_bytes());
    glb.extend((total as u32).to_le_bytes());
    for (kind, bytes) in chunks {
        glb.extend((bytes.len() as u32).to_le_bytes());
        glb.extend(kind);
        glb.extend(bytes);
    }
    glb.into()
}

/// Reads a file that needs no others.
pub fn import(bytes: Bytes) -> Result<(Scene, Vec<Warning>), ImportError> {
    Document::open(bytes, &Limits::default())?.import(&|_| None)
}

pub fn kinds(warnings: &[Warning]) -> Vec<WarningKind> {
    warnings.iter().map(|w| w.kind.clone()).collect()
}

/// One at a time, so that the memory measured is that of the one.
static TURN: Mutex<()> = Mutex::new(());

/// What a hostile file led to.
#[derive(Debug)]
pub struct Outcome {
    pub result: Result<Vec<Warning>, ImportError>,
    pub time: Duration,
    pub peak_bytes: usize,
    pub file_bytes: usize,
}

impl Outcome {
    pub fn error(&self) -> &ImportError {
        self.result.as_ref().expect_err("this file should have been refused")
    }

    pub fn has_warning(&self, is_it: impl Fn(&WarningKind) -> bool) -> bool {
        self.result.as_ref().is_ok_and(|warnings| warnings.iter().any(|w| is_it(&w.kind)))
    }
}

/// Reads a hostile file. It may take ten seconds (on a busy machine) and 64 MiB, and eighty times its own size.
pub fn attack(make: impl FnOnce() -> Bytes) -> Outcome {
    let _turn = TURN.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let bytes = make();
    let file_bytes = bytes.len();
    crate::MEMORY.reset_peak_usage();
    let (before, start) = (crate::MEMORY.current_usage(), Instant::now());
    let result = import(bytes).map(|(_, warnings)| warnings);
    let time = start.elapsed();
    let peak_bytes = crate::MEMORY.peak_usage().saturating_sub(before);
    let outcome = Outcome { result, time, peak_bytes, file_bytes };
    assert!(outcome.time < Duration::from_secs(10), "took {:?}", outcome.time);
    assert!(outcome.peak_bytes < (64 << 20) + 80 * file_bytes, "{file_bytes} bytes took {} bytes", outcome.peak_bytes);
    outcome
}
