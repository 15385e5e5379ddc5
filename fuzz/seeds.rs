//! Writes the fuzzer's first inputs: one small file for each thing that a glTF file or a hall can have.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

const FLOAT: u32 = 5126;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for (target, seeds) in [("gltf", gltf()), ("manifest", manifests())] {
        let folder = root.join(target);
        fs::create_dir_all(&folder).expect("the corpus folder can be made");
        for (name, bytes) in seeds {
            fs::write(folder.join(name), bytes).expect("a seed can be written");
        }
    }
}

/// A file under construction: a JSON document and its binary chunk.
struct File {
    json: Value,
    bin: Vec<u8>,
}

impl File {
    /// A quad of four vertices, indexed, with normals and texture coordinates.
    fn quad() -> Self {
        let json = json!({
            "asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": [0]}], "nodes": [{"mesh": 0, "name": "quad"}],
            "meshes": [{"primitives": [{"attributes": {}}]}], "accessors": [], "bufferViews": [],
        });
        let mut file = Self { json, bin: Vec::new() };
        file.attribute("POSITION", "VEC3", &[0., 0., 0., 1., 0., 0., 1., 1., 0., 0., 1., 0.]);
        file.attribute("NORMAL", "VEC3", &[0., 0., 1.].repeat(4));
        file.attribute("TEXCOORD_0", "VEC2", &[0., 1., 1., 1., 1., 0., 0., 0.]);
        let indices = file.accessor(5123, "SCALAR", 6, &[0, 0, 1, 0, 2, 0, 0, 0, 2, 0, 3, 0]);
        file.primitive()["indices"] = json!(indices);
        file
    }

    fn primitive(&mut self) -> &mut Value {
        &mut self.json["meshes"][0]["primitives"][0]
    }

    fn view(&mut self, bytes: &[u8]) -> usize {
        let views = self.json["bufferViews"].as_array_mut().expect("an array");
        views.push(json!({"buffer": 0, "byteOffset": self.bin.len(), "byteLength": bytes.len()}));
        self.bin.extend_from_slice(bytes);
        self.bin.resize(self.bin.len().next_multiple_of(4), 0);
        self.json["bufferViews"].as_array().map_or(0, Vec::len) - 1
    }

    fn accessor(&mut self, component: u32, type_: &str, count: usize, bytes: &[u8]) -> usize {
        let view = self.view(bytes);
        let accessors = self.json["accessors"].as_array_mut().expect("an array");
        accessors.push(json!({"bufferView": view, "componentType": component, "type": type_, "count": count}));
        accessors.len() - 1
    }

    fn floats(&mut self, type_: &str, values: &[f32]) -> usize {
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

    fn attribute(&mut self, name: &str, type_: &str, values: &[f32]) {
        let accessor = self.floats(type_, values);
        self.primitive()["attributes"][name] = json!(accessor);
    }

    fn glb(mut self) -> Vec<u8> {
        self.json["buffers"] = json!([{"byteLength": self.bin.len()}]);
        let mut json = self.json.to_string().into_bytes();
        json.resize(json.len().next_multiple_of(4), b' ');
        let total = 28 + json.len() + self.bin.len();
        let mut glb = b"glTF\x02\0\0\0".to_vec();
        glb.extend((total as u32).to_le_bytes());
        glb.extend((json.len() as u32).to_le_bytes());
        glb.extend(b"JSON");
        glb.extend(json);
        glb.extend((self.bin.len() as u32).to_le_bytes());
        glb.extend(b"BIN\0");
        glb.extend(self.bin);
        glb
    }

    fn gltf(mut self) -> Vec<u8> {
        use base64::Engine;
        let data = base64::engine::general_purpose::STANDARD.encode(&self.bin);
        let uri = format!("data:application/octet-stream;base64,{data}");
        self.json["buffers"] = json!([{"byteLength": self.bin.len(), "uri": uri}]);
        self.json.to_string().into_bytes()
    }
}

fn gltf() -> Vec<(String, Vec<u8>)> {
    let mut seeds = vec![("quad.glb".to_owned(), File::quad().glb()), ("quad.gltf".into(), File::quad().gltf())];
    for mode in 0..7 {
        let mut file = File::quad();
        file.primitive()["mode"] = json!(mode);
        seeds.push((format!("mode-{mode}.glb"), file.glb()));
    }
    for (name, make) in [
        ("flat", flat as fn() -> File),
        ("sparse", sparse),
        ("quantised", quantised),
        ("skin", skin),
        ("morph", morph),
        ("animation", animation),
        ("material", material),
        ("graph", graph),
        ("lights", lights),
        ("oddities", oddities),
        ("compressed", compressed),
        ("packed", packed),
        ("draco-edgebreaker", || draco(include_bytes!("../tests/gltf/edgebreaker.drc"))),
        ("draco-sequential", || draco(include_bytes!("../tests/gltf/sequential.drc"))),
    ] {
        seeds.push((format!("{name}.glb"), make().glb()));
        seeds.push((format!("{name}.gltf"), make().gltf()));
    }
    seeds
}

fn flat() -> File {
    let mut file = File::quad();
    file.primitive()["attributes"].as_object_mut().expect("an object").remove("NORMAL");
    file.attribute("COLOR_0", "VEC3", &[0.5; 12]);
    file
}

fn sparse() -> File {
    let mut file = File::quad();
    let (indices, values) = (file.view(&[1, 3]), file.view(&[0; 24]));
    file.json["accessors"][0]["sparse"] = json!({
        "count": 2, "indices": {"bufferView": indices, "componentType": 5121}, "values": {"bufferView": values},
    });
    file
}

fn quantised() -> File {
    let mut file = File::quad();
    let position = file.accessor(5122, "VEC3", 4, &[0, 1, 2, 3, 4, 5, 0, 0].repeat(4));
    file.json["accessors"][position]["normalized"] = json!(true);
    let view = file.json["accessors"][position]["bufferView"].as_u64().expect("a number") as usize;
    file.json["bufferViews"][view]["byteStride"] = json!(8);
    file.primitive()["attributes"]["POSITION"] = json!(position);
    file.json["extensionsRequired"] = json!(["KHR_mesh_quantization"]);
    file
}

fn skin() -> File {
    let mut file = File::quad();
    let joints = file.accessor(5121, "VEC4", 4, &[0, 1, 0, 0].repeat(4));
    file.primitive()["attributes"]["JOINTS_0"] = json!(joints);
    file.primitive()["attributes"]["JOINTS_1"] = json!(joints);
    file.attribute("WEIGHTS_0", "VEC4", &[0.5, 0.25, 0., 0.].repeat(4));
    file.attribute("WEIGHTS_1", "VEC4", &[0.25, 0., 0., 0.].repeat(4));
    let identity = [1., 0., 0., 0., 0., 1., 0., 0., 0., 0., 1., 0., 0., 0., 0., 1.];
    let matrices = file.floats("MAT4", &identity.repeat(2));
    file.json["nodes"] = json!([{"mesh": 0, "skin": 0}, {"children": [2]}, {"translation": [0, 1, 0]}]);
    file.json["skins"] = json!([{"joints": [1, 2], "inverseBindMatrices": matrices, "skeleton": 1}]);
    file
}

fn morph() -> File {
    let mut file = File::quad();
    let offsets = file.floats("VEC3", &[0.1; 12]);
    file.primitive()["targets"] = json!([{"POSITION": offsets, "NORMAL": offsets}, {"TANGENT": offsets}]);
    file.json["meshes"][0]["weights"] = json!([0.5, 0]);
    file.json["nodes"][0]["weights"] = json!([0.25, 1]);
    file
}

fn animation() -> File {
    let mut file = morph();
    let times = file.floats("SCALAR", &[0., 1., 2.]);
    let vectors = file.floats("VEC3", &[0.5; 9]);
    let cubic = file.floats("VEC4", &[0.5; 36]);
    let weights = file.floats("SCALAR", &[0.5; 6]);
    let channel = |sampler: usize, path: &str| json!({"sampler": sampler, "target": {"node": 0, "path": path}});
    file.json["animations"] = json!([{
        "channels": [channel(0, "translation"), channel(1, "rotation"), channel(0, "scale"), channel(2, "weights")],
        "samplers": [
            {"input": times, "output": vectors, "interpolation": "STEP"},
            {"input": times, "output": cubic, "interpolation": "CUBICSPLINE"},
            {"input": times, "output": weights},
        ],
    }]);
    file
}

fn material() -> File {
    let mut file = File::quad();
    file.attribute("TEXCOORD_1", "VEC2", &[0.5; 8]);
    file.attribute("TEXCOORD_2", "VEC2", &[0.5; 8]);
    file.primitive()["material"] = json!(0);
    let png = file.view(b"\x89PNG\r\n\x1a\n");
    file.json["images"] = json!([{"bufferView": png, "mimeType": "image/png"}, {"uri": "a/b%20c.png"}]);
    file.json["samplers"] = json!([{"magFilter": 9728, "minFilter": 9987, "wrapS": 33071, "wrapT": 33648}]);
    file.json["textures"] =
        json!([{"source": 0, "sampler": 0}, {"source": 1, "extensions": {"EXT_texture_webp": {"source": 1}}}]);
    let turned = json!({"KHR_texture_transform": {"offset": [0.5, 0], "rotation": 1, "scale": [2, 2], "texCoord": 2}});
    file.json["materials"] = json!([{
        "name": "brass", "alphaMode": "MASK", "alphaCutoff": 0.5, "doubleSided": true, "emissiveFactor": [1, 1, 1],
        "pbrMetallicRoughness": {
            "baseColorFactor": [1, 1, 1, 1], "metallicFactor": 1, "roughnessFactor": 0.5,
            "baseColorTexture": {"index": 0, "extensions": turned},
            "metallicRoughnessTexture": {"index": 1},
        },
        "normalTexture": {"index": 0, "scale": 2}, "occlusionTexture": {"index": 1, "strength": 0.5, "texCoord": 1},
        "emissiveTexture": {"index": 0},
        "extensions": {
            "KHR_materials_unlit": {},
            "KHR_materials_emissive_strength": {"emissiveStrength": 5},
            "KHR_materials_transmission": {"transmissionFactor": 1, "transmissionTexture": {"index": 0}},
        },
    }]);
    file
}

fn graph() -> File {
    let mut file = File::quad();
    file.json["nodes"] = json!([
        {"children": [1, 2], "rotation": [0, 0.7071068, 0, 0.7071068], "scale": [1, -1, 1]},
        {"mesh": 0, "matrix": [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 5, 6, 7, 1]},
        {"children": [3], "translation": [1, 2, 3]},
        {"mesh": 0},
    ]);
    file
}

fn lights() -> File {
    let mut file = File::quad();
    file.json["extensions"] = json!({"KHR_lights_punctual": {"lights": [
        {"type": "directional", "color": [1, 0.5, 0]}, {"type": "point", "range": 5, "intensity": 3},
        {"type": "spot", "spot": {"innerConeAngle": 0.1, "outerConeAngle": 0.5}},
    ]}});
    file.json["cameras"] = json!([
        {"type": "perspective", "perspective": {"yfov": 1, "znear": 0.1, "zfar": 9, "aspectRatio": 1.5}},
        {"type": "orthographic", "orthographic": {"xmag": 1, "ymag": 1, "znear": 0, "zfar": 9}},
    ]);
    file.json["nodes"][0]["camera"] = json!(1);
    file.json["nodes"][0]["extensions"] = json!({"KHR_lights_punctual": {"light": 2}});
    file
}

fn oddities() -> File {
    let mut file = material();
    file.json["nodes"][0] =
        json!({"mesh": 0.0, "skin": -1, "camera": -1, "name": 7, "children": null, "extras": {"a": []}});
    file.json["materials"][0]["normalTexture"]["texCoord"] = json!(-1);
    file.json["extensionsRequired"] = json!(["VENDOR_unknown"]);
    file
}

fn compressed() -> File {
    let mut file = File::quad();
    file.primitive()["extensions"] =
        json!({"KHR_draco_mesh_compression": {"bufferView": 0, "attributes": {"POSITION": 0}}});
    file.json["bufferViews"][1]["extensions"] = json!({"EXT_meshopt_compression": {
        "buffer": 0, "byteOffset": 0, "byteLength": 16, "byteStride": 12, "count": 4, "mode": "ATTRIBUTES",
    }});
    file
}

/// What meshoptimizer makes of 24 indices, of ten others, and of 24 unit vectors.
const TRIANGLES: [u8; 38] = [
    0xe1, 0xf0, 0x10, 0xfe, 0xff, 0xfe, 0x4f, 0x1e, 0xff, 0xf0, 0x0c, 0xff, 0x02, 0x02, 0x02, 0x00, 0xb6, 0x01, 0xff,
    0x02, 0x02, 0x02, 0x00, 0x76, 0x87, 0x56, 0x67, 0x78, 0xa9, 0x86, 0x65, 0x89, 0x68, 0x98, 0x01, 0x69, 0x00, 0x00,
];
const INDICES: [u8; 22] = [
    0xd1, 0x00, 0x04, 0xcd, 0x01, 0x04, 0x07, 0x98, 0x1f, 0xb7, 0x01, 0xde, 0x1d, 0x99, 0x1f, 0xbc, 0xfe, 0x0f, 0x00,
    0x00, 0x00, 0x00,
];
const VECTORS: [u8; 93] = [
    0xa0, 0x07, 0x00, 0x36, 0x25, 0x43, 0x3b, 0x07, 0x36, 0x60, 0x54, 0x5a, 0x4f, 0x5b, 0x83, 0x5f, 0x04, 0x48, 0xff,
    0xff, 0x00, 0x00, 0xdc, 0x4a, 0x4c, 0x45, 0x27, 0xc2, 0x35, 0x19, 0x07, 0x00, 0x2c, 0x34, 0x07, 0x2f, 0x55, 0x45,
    0x27, 0x40, 0x60, 0x68, 0x68, 0x33, 0x4d, 0xb3, 0x53, 0xff, 0xff, 0x00, 0x00, 0x27, 0x46, 0xfd, 0x40, 0x44, 0x1f,
    0x15, 0x46, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x7f, 0x7f,
];

fn packed() -> File {
    let mut file = File::quad();
    file.json["accessors"][0] = json!({"componentType": FLOAT, "type": "VEC3", "count": 70_000});
    let mut pack =
        |bytes: &[u8], count: usize, stride: usize, mode: &str, filter: &str, component: u32, type_: &str| {
            let accessor = file.accessor(component, type_, count, bytes);
            let view = file.json["accessors"][accessor]["bufferView"].as_u64().expect("a number") as usize;
            let (offset, length) = (file.json["bufferViews"][view]["byteOffset"].clone(), bytes.len());
            file.json["bufferViews"][view] = json!({"buffer": 0, "byteLength": count * stride, "extensions": {
                "EXT_meshopt_compression": {
                    "buffer": 0, "byteOffset": offset, "byteLength": length, "byteStride": stride, "count": count,
                    "mode": mode, "filter": filter,
                },
            }});
            accessor
        };
    let triangles = pack(&TRIANGLES, 24, 4, "TRIANGLES", "NONE", 5125, "SCALAR");
    let points = pack(&INDICES, 10, 2, "INDICES", "NONE", 5123, "SCALAR");
    let normals = pack(&VECTORS, 24, 4, "ATTRIBUTES", "OCTAHEDRAL", 5120, "VEC3");
    let turns = pack(&VECTORS, 24, 4, "ATTRIBUTES", "EXPONENTIAL", FLOAT, "SCALAR");
    file.json["meshes"][0]["primitives"] = json!([
        {"attributes": {"POSITION": 0}, "indices": triangles},
        {"attributes": {"POSITION": 0}, "indices": points, "mode": 0},
        {"attributes": {"POSITION": normals, "NORMAL": normals}},
    ]);
    file.json["animations"] = json!([{
        "channels": [{"sampler": 0, "target": {"node": 0, "path": "weights"}}],
        "samplers": [{"input": turns, "output": turns}],
    }]);
    file
}

/// A grid of 81 points that only Draco's bytes hold.
fn draco(bytes: &[u8]) -> File {
    let mut file = File::quad();
    let view = file.view(bytes);
    for (accessor, count) in [(0, 81), (1, 81), (2, 81), (3, 384)] {
        file.json["accessors"][accessor]["count"] = json!(count);
        file.json["accessors"][accessor].as_object_mut().expect("an object").remove("bufferView");
    }
    file.primitive()["extensions"] = json!({"KHR_draco_mesh_compression": {
        "bufferView": view, "attributes": {"POSITION": 0, "NORMAL": 1, "TEXCOORD_0": 2},
    }});
    file
}

fn manifests() -> Vec<(String, Vec<u8>)> {
    let words = json!({"zh-CN": "展厅", "en": "Hall"});
    let small = json!({"version": 1, "title": "大厅", "scenes": ["a.glb"]});
    let full = json!({
        "version": 1, "title": words, "summary": words, "organiser": {"name": words, "url": "https://example.org"},
        "scenes": ["a.glb"], "poster": "a.png", "environment": {"preset": "studio", "intensity": 1, "rotation_deg": 5},
        "exposure": 1, "spawn": {"position": [0, 0, 0], "heading_deg": 90},
        "viewpoints": [{"id": "a", "title": words, "eye": [0, 1, 2], "pitch_deg": 1, "fov_deg": 60}],
        "sections": [{"id": "s", "title": words}],
        "exhibits": [{
            "id": "e", "title": words, "section": "s", "anchor": {"node": "n"}, "viewpoint": "a", "model": "b.glb",
            "media": [{"kind": "image", "file": "a.png", "alt": words}, {"kind": "video", "file": "b.mp4"}],
            "variants": ["red"], "contact": {"name": words, "phone": "023", "email": "a@b", "url": "http://a"},
        }],
        "tours": [{"id": "t", "title": words, "stops": [{"exhibit": "e", "audio": {"en": "a.mp3"}, "captions": {"en": "a.vtt"}}]}],
        "portals": [{"hall": "other", "anchor": {"position": [1, 2, 3]}}],
        "floor_plan": {"file": "p.png", "min": [0, 0], "max": [1, 1]}, "audio": [{"file": "a.mp3", "gain": 0.5}],
        "activities": [{"id": "x", "title": words, "starts_at": "2026-11-22T09:00:00+08:00"}],
        "licences": [{"what": "a.glb", "licence": "CC0-1.0"}], "ai_generated": words,
    });
    [("small.json", small), ("full.json", full)]
        .map(|(name, json)| (name.to_owned(), json.to_string().into_bytes()))
        .into()
}
