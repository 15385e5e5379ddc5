//! Halls under construction, and packs read again as a viewer would.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use bytes::Bytes;
use hall::gltf::Document;
use hall::{Limits, Scene};
use pack::texture::Tier;
use pack::{PackError, Report, Request};
use serde_json::{Value, json};

/// A folder that goes with the test.
pub struct Place(pub PathBuf);

impl Place {
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("yunzhan-pack-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    /// Every file below, by its path, with its bytes.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        gather(&self.0, &self.0, &mut files);
        files
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn gather(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            gather(root, &path, files);
        } else {
            files.insert(path.strip_prefix(root).unwrap().display().to_string(), fs::read(&path).unwrap());
        }
    }
}

/// Packs files that only exist here, into `place/pack`.
pub fn pack_files(place: &Place, entry: &str, files: &[(&str, Bytes)]) -> Result<Report, PackError> {
    let file = |name: &str| files.iter().find(|(known, _)| *known == name).map(|(_, bytes)| bytes.clone());
    let (target, limits) = (place.0.join("pack"), Limits::default());
    let request = Request { entry, file: &file, target: &target, cache: None, limits: &limits };
    pack::pack(&request, &|_, _, _| ControlFlow::Continue(()))
}

/// Packs a GLB, and reads what came of it.
pub fn repack(glb: Bytes) -> Packed {
    let place = Place::new();
    let report = pack_files(&place, "a.glb", &[("a.glb", glb)]).unwrap();
    Packed { place, report }
}

/// A pack to be looked at.
pub struct Packed {
    pub place: Place,
    pub report: Report,
}

impl Packed {
    /// The bytes of a file of the pack.
    pub fn file(&self, file: &str) -> Bytes {
        fs::read(self.place.0.join("pack").join(file)).unwrap().into()
    }

    pub fn glb(&self, tier: Tier) -> Bytes {
        self.file(&self.report.pack.scenes[0].tiers[&tier].scene.file)
    }

    pub fn scene(&self) -> Scene {
        read(self.glb(Tier::Desktop))
    }

    pub fn json(&self) -> Value {
        json_of(&self.glb(Tier::Desktop))
    }
}

/// A GLB as visitors' reader has it.
pub fn read(glb: Bytes) -> Scene {
    Document::open(glb, &Limits::default()).unwrap().import(&|_| None).unwrap().0
}

/// The same with files beside it.
pub fn read_beside(glb: Bytes, folder: &Path) -> Scene {
    let file = |name: &str| fs::read(folder.join(name)).ok().map(Bytes::from);
    Document::open(glb, &Limits::default()).unwrap().import(&file).unwrap().0
}

pub fn json_of(glb: &[u8]) -> Value {
    let length = u32::from_le_bytes(glb[12..16].try_into().unwrap()) as usize;
    serde_json::from_slice(&glb[20..20 + length]).unwrap()
}

/// A glTF document under construction.
pub struct Draft {
    pub json: Value,
    pub bin: Vec<u8>,
}

impl Draft {
    pub fn new() -> Self {
        let json = json!({
            "asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": []}], "nodes": [], "meshes": [],
            "accessors": [], "bufferViews": [],
        });
        Self { json, bin: Vec::new() }
    }

    pub fn push(&mut self, array: &str, value: Value) -> usize {
        if self.json.get(array).is_none() {
            self.json[array] = json!([]);
        }
        let array = self.json[array].as_array_mut().unwrap();
        array.push(value);
        array.len() - 1
    }

    pub fn view(&mut self, bytes: &[u8]) -> usize {
        self.bin.resize(self.bin.len().next_multiple_of(4), 0);
        let view = json!({"buffer": 0, "byteOffset": self.bin.len(), "byteLength": bytes.len()});
        self.bin.extend_from_slice(bytes);
        self.push("bufferViews", view)
    }

    pub fn floats(&mut self, shape: &str, width: usize, values: &[f32]) -> usize {
        let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        let view = self.view(&bytes);
        let column = |at: usize| values.iter().skip(at).step_by(width).copied();
        let min: Vec<f32> = (0..width).map(|at| column(at).fold(f32::MAX, f32::min)).collect();
        let max: Vec<f32> = (0..width).map(|at| column(at).fold(f32::MIN, f32::max)).collect();
        let count = values.len() / width;
        let accessor = json!({
            "bufferView": view, "componentType": 5126, "type": shape, "count": count, "min": min, "max": max,
        });
        self.push("accessors", accessor)
    }

    pub fn bytes(&mut self, shape: &str, count: usize, values: &[u8]) -> usize {
        let view = self.view(values);
        self.push("accessors", json!({"bufferView": view, "componentType": 5121, "type": shape, "count": count}))
    }

    pub fn indices(&mut self, values: &[u32]) -> usize {
        let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        let view = self.view(&bytes);
        self.push(
            "accessors",
            json!({"bufferView": view, "componentType": 5125, "type": "SCALAR", "count": values.len()}),
        )
    }

    /// A node at the root of the scene.
    pub fn root(&mut self, node: Value) -> usize {
        let at = self.push("nodes", node);
        self.json["scenes"][0]["nodes"].as_array_mut().unwrap().push(json!(at));
        at
    }

    /// A material that shows a picture as its base colour.
    pub fn painted(&mut self, picture: &[u8]) -> usize {
        let view = self.view(picture);
        let mime_type = hall::ImageType::sniff(picture).map_or("image/png", hall::ImageType::mime);
        let image = self.push("images", json!({"bufferView": view, "mimeType": mime_type}));
        let texture = self.push("textures", json!({"source": image}));
        self.push("materials", json!({"pbrMetallicRoughness": {"baseColorTexture": {"index": texture}}}))
    }

    pub fn glb(&self) -> Bytes {
        let mut json = self.json.clone();
        json["buffers"] = json!([{"byteLength": self.bin.len()}]);
        let mut json = json.to_string().into_bytes();
        json.resize(json.len().next_multiple_of(4), b' ');
        let mut bin = self.bin.clone();
        bin.resize(bin.len().next_multiple_of(4), 0);
        let mut glb = b"glTF".to_vec();
        let word = |glb: &mut Vec<u8>, word: usize| glb.extend_from_slice(&(word as u32).to_le_bytes());
        [2, 28 + json.len() + bin.len(), json.len()].into_iter().for_each(|value| word(&mut glb, value));
        glb.extend_from_slice(b"JSON");
        glb.extend_from_slice(&json);
        word(&mut glb, bin.len());
        glb.extend_from_slice(b"BIN\0");
        glb.extend_from_slice(&bin);
        glb.into()
    }
}

/// Vertices and triangles of a wavy sheet of `side` by `side` squares, metres.
pub struct Sheet {
    pub positions: Vec<f32>,
    pub normals: Vec<f32>,
    pub uvs: Vec<f32>,
    pub indices: Vec<u32>,
}

impl Sheet {
    /// `size` metres long; its picture is repeated `repeats` times.
    pub fn new(side: u32, size: f32, repeats: f32) -> Self {
        let mut sheet = Self { positions: vec![], normals: vec![], uvs: vec![], indices: vec![] };
        for at in 0..(side + 1) * (side + 1) {
            let (u, v) = ((at % (side + 1)) as f32 / side as f32, (at / (side + 1)) as f32 / side as f32);
            let height = (u * 7.0).sin() * 0.1 * size;
            sheet.positions.extend([u * size, height, v * size]);
            let slope = glam::vec3(-(u * 7.0).cos() * 0.7, 1.0, 0.0).normalize();
            sheet.normals.extend(slope.to_array());
            sheet.uvs.extend([u * repeats, v * repeats]);
        }
        for square in 0..side * side {
            let corner = square / side * (side + 1) + square % side;
            let [a, b, c, d] = [corner, corner + 1, corner + side + 1, corner + side + 2];
            sheet.indices.extend([a, c, b, b, c, d]);
        }
        sheet
    }

    /// The primitive of this sheet, in a draft.
    pub fn primitive(&self, draft: &mut Draft) -> Value {
        let position = draft.floats("VEC3", 3, &self.positions);
        let normal = draft.floats("VEC3", 3, &self.normals);
        let uv = draft.floats("VEC2", 2, &self.uvs);
        let indices = draft.indices(&self.indices);
        json!({"attributes": {"POSITION": position, "NORMAL": normal, "TEXCOORD_0": uv}, "indices": indices})
    }
}
