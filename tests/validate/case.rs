//! One file and what must be found in it.

use std::time::{Duration, Instant};

use base64::Engine;
use bytes::Bytes;
use hall::Limits;
use pack::validate::{Code, Format, Report, validate_as};
use serde_json::{Value, json};

/// Whatever a file is, the answer must not take longer.
const SECONDS_MAX: Duration = Duration::from_secs(10);

/// A file, and one issue that it has.
pub struct Case {
    pub code: Code,
    pub place: String,
    pub format: Format,
    pub bytes: Vec<u8>,
    pub beside: Vec<(&'static str, Vec<u8>)>,
}

impl Case {
    /// Of glTF 2.0 with these properties.
    pub fn of(code: Code, place: &str, properties: Value) -> Self {
        Self::text(code, place, &gltf(properties).to_string())
    }

    /// The same with the bytes of buffer views, all in buffer 0.
    pub fn with_views(code: Code, place: &str, properties: Value, views: &[&[u8]]) -> Self {
        Self::of(code, place, with_views(properties, views))
    }

    pub fn text(code: Code, place: &str, text: &str) -> Self {
        Self { code, place: place.into(), format: Format::Json, bytes: text.into(), beside: Vec::new() }
    }

    pub fn glb(code: Code, place: &str, bytes: Vec<u8>) -> Self {
        Self { code, place: place.into(), format: Format::Binary, bytes, beside: Vec::new() }
    }

    /// With another file beside it.
    pub fn beside(mut self, name: &'static str, bytes: &[u8]) -> Self {
        self.beside.push((name, bytes.to_vec()));
        self
    }

    pub fn report(&self) -> Report {
        let file = |name: &str| {
            let (_, bytes) = self.beside.iter().find(|(known, _)| *known == name)?;
            Some(Bytes::copy_from_slice(bytes))
        };
        let began = Instant::now();
        let report = validate_as(self.format, &self.bytes, &file, &Limits::default());
        assert!(began.elapsed() < SECONDS_MAX, "{} took {:?}", self.code.name(), began.elapsed());
        report
    }

    /// Fails unless the issue is found at its place.
    #[track_caller]
    pub fn check(&self) {
        let found = places(&self.report());
        let wanted = (self.code.name().to_owned(), self.place.clone());
        assert!(found.contains(&wanted), "{wanted:?} is not among {found:#?}");
    }
}

/// Codes and places of all issues.
pub fn places(report: &Report) -> Vec<(String, String)> {
    report.issues.iter().map(|issue| (issue.code.name().to_owned(), issue.spot.to_string())).collect()
}

/// glTF 2.0 with these properties.
pub fn gltf(properties: Value) -> Value {
    let mut file = json!({"asset": {"version": "2.0"}});
    for (name, value) in properties.as_object().unwrap() {
        file[name] = value.clone();
    }
    file
}

/// With the bytes of buffer views, all in buffer 0, each beginning at a multiple of four. Views that are there keep what else they say.
pub fn with_views(mut properties: Value, views: &[&[u8]]) -> Value {
    let mut bytes = Vec::new();
    for (i, view) in views.iter().enumerate() {
        bytes.resize(usize::next_multiple_of(bytes.len(), 4), 0);
        let known = properties["bufferViews"].get(i).cloned().unwrap_or(json!({}));
        let mut merged = json!({"buffer": 0, "byteOffset": bytes.len(), "byteLength": view.len()});
        known.as_object().unwrap().iter().for_each(|(name, value)| merged[name] = value.clone());
        if properties.get("bufferViews").is_none() {
            properties["bufferViews"] = json!([]);
        }
        let all = properties["bufferViews"].as_array_mut().unwrap();
        if i < all.len() {
            all[i] = merged
        } else {
            all.push(merged)
        }
        bytes.extend_from_slice(view);
    }
    properties["buffers"] = json!([{"byteLength": bytes.len(), "uri": data_uri("application/octet-stream", &bytes)}]);
    properties
}

pub fn data_uri(mime: &str, bytes: &[u8]) -> String {
    format!("data:{mime};base64,{}", base64::engine::general_purpose::STANDARD.encode(bytes))
}

pub fn floats(values: &[f32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

pub fn shorts(values: &[u16]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

/// A GLB of these chunks, with the right length.
pub fn glb(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (kind, data) in chunks {
        body.extend((data.len() as u32).to_le_bytes());
        body.extend(*kind);
        body.extend(*data);
    }
    let mut file = b"glTF\x02\0\0\0".to_vec();
    file.extend((12 + body.len() as u32).to_le_bytes());
    file.extend(body);
    file
}

/// JSON text, filled up with blanks to a multiple of four.
pub fn chunk(value: &Value) -> Vec<u8> {
    let mut text = value.to_string().into_bytes();
    text.resize(text.len().next_multiple_of(4), b' ');
    text
}

/// An accessor of floats without data.
pub fn zeros(element: &str, count: u64) -> Value {
    json!({"componentType": 5126, "type": element, "count": count})
}

/// The same with `min` and `max` of 0.
pub fn bounded(element: &str, count: u64) -> Value {
    let width = match element {
        "SCALAR" => 1,
        "VEC2" => 2,
        "VEC3" => 3,
        _ => 4,
    };
    let bound = vec![0; width];
    json!({"componentType": 5126, "type": element, "count": count, "min": bound, "max": bound})
}

/// A mesh of one primitive.
pub fn mesh(primitive: Value) -> Value {
    json!([{"primitives": [primitive]}])
}
