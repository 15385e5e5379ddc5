//! Halls of blocks, to be walked in.

use bytes::Bytes;
use glam::{Vec3, vec3};
use serde_json::{Value, json};

use crate::place::{Draft, Packed, Place, pack_files};

/// A hall under construction. Metres.
pub struct House {
    pub draft: Draft,
    pub manifest: Value,
}

impl House {
    /// A floor of this size around the origin, its top at 0, with walls of 3 m around it.
    pub fn room(width: f32, depth: f32) -> Self {
        let (x, z) = (width / 2.0, depth / 2.0);
        Self::empty()
            .block("floor", vec3(-x - 0.2, -0.2, -z - 0.2), vec3(x + 0.2, 0.0, z + 0.2))
            .block("north", vec3(-x - 0.2, 0.0, -z - 0.2), vec3(x + 0.2, 3.0, -z))
            .block("south", vec3(-x - 0.2, 0.0, z), vec3(x + 0.2, 3.0, z + 0.2))
            .block("west", vec3(-x - 0.2, 0.0, -z), vec3(-x, 3.0, z))
            .block("east", vec3(x, 0.0, -z), vec3(x + 0.2, 3.0, z))
    }

    pub fn empty() -> Self {
        let manifest = json!({"version": 1, "title": {"en": "Hall <&>"}, "scenes": ["hall.glb"]});
        Self { draft: Draft::new(), manifest }
    }

    pub fn spawn(mut self, at: Vec3, heading_deg: f32) -> Self {
        self.manifest["spawn"] = json!({"position": at, "heading_deg": heading_deg});
        self
    }

    /// Something to see, at a node.
    pub fn exhibit(mut self, id: &str, node: &str) -> Self {
        let exhibit = json!({"id": id, "title": {"en": id}, "anchor": {"node": node}});
        match self.manifest["exhibits"].as_array_mut() {
            Some(exhibits) => exhibits.push(exhibit),
            None => self.manifest["exhibits"] = json!([exhibit]),
        }
        self
    }

    /// A box whose fronts look outwards.
    pub fn block(self, name: &str, min: Vec3, max: Vec3) -> Self {
        self.painted(name, min, max, None)
    }

    /// A box with a material.
    pub fn painted(mut self, name: &str, min: Vec3, max: Vec3, material: Option<usize>) -> Self {
        let mut positions: Vec<f32> = Vec::new();
        let mut uvs: Vec<f32> = Vec::new();
        let mut indices: Vec<u32> = Vec::new();
        for axis in 0..3 {
            for side in [0.0, 1.0] {
                let first = positions.len() as u32 / 3;
                for (u, v) in [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)] {
                    let mut part = Vec3::ZERO;
                    (part[axis], part[(axis + 1) % 3], part[(axis + 2) % 3]) = (side, u, v);
                    positions.extend((min + part * (max - min)).to_array());
                    uvs.extend([u, v]);
                }
                let turn = if side == 1.0 { [0, 1, 2, 0, 2, 3] } else { [0, 2, 1, 0, 3, 2] };
                indices.extend(turn.map(|corner| first + corner));
            }
        }
        self.mesh(name, &positions, &uvs, &indices, material);
        self
    }

    pub fn mesh(&mut self, name: &str, positions: &[f32], uvs: &[f32], indices: &[u32], material: Option<usize>) {
        let mut attributes = json!({"POSITION": self.draft.floats("VEC3", 3, positions)});
        if !uvs.is_empty() {
            attributes["TEXCOORD_0"] = json!(self.draft.floats("VEC2", 2, uvs));
        }
        let mut primitive = json!({"attributes": attributes, "indices": self.draft.indices(indices)});
        if let Some(material) = material {
            primitive["material"] = json!(material);
        }
        let mesh = self.draft.push("meshes", json!({"name": name, "primitives": [primitive]}));
        self.draft.root(json!({"name": name, "mesh": mesh}));
    }

    pub fn files(&self) -> [(&'static str, Bytes); 2] {
        [("hall.json", self.manifest.to_string().into_bytes().into()), ("hall.glb", self.draft.glb())]
    }

    pub fn pack(&self) -> Packed {
        let place = Place::new();
        let report = pack_files(&place, "hall.json", &self.files()).unwrap();
        Packed { place, report }
    }
}

/// A navigation mesh as its file has it.
pub struct Navigation {
    pub json: Value,
    pub area_m2: f32,
}

impl Navigation {
    pub fn of(packed: &Packed) -> Self {
        let listed = packed.report.pack.derived.as_ref().unwrap().navigation.as_ref().unwrap();
        assert!(listed.is_whole);
        let json: Value = serde_json::from_slice(&packed.file(&listed.file.file)).unwrap();
        assert_eq!(json["polygons"].as_array().unwrap().len() as u64, listed.polygons);
        Self { json, area_m2: listed.area_m2 }
    }

    /// Corners of each polygon, metres.
    pub fn polygons(&self) -> Vec<Vec<Vec3>> {
        let numbers: Vec<f32> =
            self.json["vertices"].as_array().unwrap().iter().map(|n| n.as_f64().unwrap() as f32 / 100.0).collect();
        let corner = |at: &Value| Vec3::from_slice(&numbers[3 * at.as_u64().unwrap() as usize..]);
        let polygons = self.json["polygons"].as_array().unwrap().iter();
        polygons.map(|polygon| polygon.as_array().unwrap().iter().map(corner).collect()).collect()
    }

    pub fn islands(&self) -> Vec<u64> {
        self.json["islands"].as_array().unwrap().iter().map(|island| island.as_u64().unwrap()).collect()
    }

    pub fn is_reachable(&self, id: &str) -> bool {
        let place = self.json["places"].as_array().unwrap().iter().find(|place| place["id"] == id).unwrap();
        place["is_reachable"].as_bool().unwrap()
    }
}
