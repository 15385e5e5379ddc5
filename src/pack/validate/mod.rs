//! Is this glTF 2.0, and do we take it?
//!
//! What is wrong is said in the codes, severities and JSON pointers of the Khronos glTF validator; what that one lets pass and a server must
//! not, in codes of our own. The stages go from cheap to dear, and each meets its limits before it takes memory or time: container, JSON,
//! counts, schema, references, graph, resources, data; in the end the file is read as a visitor's browser reads it.
//!
//! *Invariant:* whatever the bytes are, it ends soon, recursion is bounded (127 levels of JSON), and memory stays below a small multiple of
//! the input; only the reading at the end takes what a visitor's device would take, and only for files that have passed everything else.

mod accessors;
mod animations;
mod attributes;
mod buffers;
mod cameras;
mod code;
mod container;
mod counts;
mod declared;
mod elements;
mod graph;
mod images;
mod influences;
mod issue;
mod json;
mod light_probes;
mod lights;
mod links;
mod materials;
mod meshes;
mod nodes;
mod packed;
mod phrases;
mod pointer;
mod probes;
mod reader;
mod schema;
mod schema_core;
mod schema_extensions;
mod skins;
mod textures;
mod uri;
mod value;
mod variants;
mod views;
mod walk;

use std::collections::HashSet;

use bytes::Bytes;
use hall::Limits;

pub use code::{Code, Severity};
use container::Container;
use elements::Data;
pub use issue::{Issue, Report, Spot};
use json::JsonError;
use links::Links;
use pointer::Pointer;
use schema_core::{HEAD, ROOT};
use value::Value;

/// The two forms of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `.gltf`
    Json,
    /// `.glb`
    Binary,
}

impl Format {
    /// Told by the first byte.
    pub fn of(file: &[u8]) -> Self {
        if file.first() == Some(&b'g') { Self::Binary } else { Self::Json }
    }
}

/// Looks through a file of either form. `files` gives the bytes of another file by its path relative to this one, percent-decoded, with `/`;
/// it is asked for no path that leads elsewhere.
pub fn validate(file: &[u8], files: &dyn Fn(&str) -> Option<Bytes>, limits: &Limits) -> Report {
    validate_as(Format::of(file), file, files, limits)
}

/// Like [`validate`], for a file whose form is known from elsewhere, as by its name.
pub fn validate_as(format: Format, file: &[u8], files: &dyn Fn(&str) -> Option<Bytes>, limits: &Limits) -> Report {
    let is_glb = format == Format::Binary;
    let mut check = Check { limits, files, is_glb, declared: HashSet::new(), report: Report::default() };
    check.file(file);
    check.report
}

/// One check under way.
struct Check<'a> {
    limits: &'a Limits,
    files: &'a dyn Fn(&str) -> Option<Bytes>,
    is_glb: bool,
    /// The names in `extensionsUsed`.
    declared: HashSet<String>,
    report: Report,
}

impl Check<'_> {
    fn add(&mut self, code: Code, at: &Pointer, details: &[&dyn ToString]) {
        self.report.add(code, at.spot(), details);
    }

    /// An issue of the container.
    fn at(&mut self, code: Code, offset: usize, details: &[&dyn ToString]) {
        self.report.add(code, Spot::Offset(offset as u64), details);
    }

    /// An issue of the file as a whole.
    fn whole(&mut self, code: Code, details: &[&dyn ToString]) {
        self.report.add(code, Spot::Pointer(String::new()), details);
    }

    fn file(&mut self, file: &[u8]) {
        let length = file.len() as u64;
        if length > self.limits.file_bytes {
            return self.whole(Code::YzFileTooLarge, &[&length, &self.limits.file_bytes]);
        }
        let file = Bytes::copy_from_slice(file);
        let container = if self.is_glb {
            self.glb(&file)
        } else {
            Container { json: Some(file.clone()), bin: None, is_whole: true }
        };
        let root = container.json.as_ref().and_then(|text| self.json(text));
        let Some(mut root) = root else { return self.broken("there is no JSON that could be read") };
        self.duplicate_keys(&root);
        if !self.counts(&root) {
            return;
        }
        if !self.schema(&mut root) {
            return self.broken("this is not glTF 2");
        }
        let is_whole = container.is_whole;
        self.document(&root, container, length);
        if !is_whole {
            return self.broken("the file is cut short");
        }
        if self.report.is_accepted() {
            self.read(file);
        }
    }

    /// Nothing more can be checked, so nobody shall read it.
    fn broken(&mut self, what: &'static str) {
        self.whole(Code::YzUnreadable, &[&what]);
    }

    /// Holds the file against its schema. False for another version of glTF, about which nothing can be said.
    fn schema(&mut self, root: &mut Value) -> bool {
        let at = Pointer::default();
        let claim = root.below(&["asset", "version"]).and_then(Value::as_text).map(str::to_owned);
        self.declare(root);
        self.walk_names(root, &ROOT, &at);
        self.walk_properties(root, HEAD, &at);
        // `2.0.1` breaks the schema, and every engine reads it.
        let is_two = self.version(root.get("asset")) || claim.is_some_and(|version| version.starts_with("2."));
        if is_two {
            self.walk_properties(root, &ROOT.properties[HEAD.len()..], &at);
            self.walk_extensions(root, &ROOT, &at);
        }
        is_two
    }

    /// References, graph, resources and data.
    fn document(&mut self, root: &Value, container: Container, file_bytes: u64) {
        let mut links = Links::new(root);
        self.cameras(&links);
        self.lights(&links);
        self.light_probes(&mut links);
        self.views(&mut links);
        self.accessors(&mut links);
        self.images(&mut links);
        self.textures(&mut links);
        let needs = self.materials(&mut links);
        self.meshes(&mut links, &needs);
        let graph = self.graph(&mut links);
        self.nodes(&mut links);
        let roots = self.skins(&mut links, &graph);
        self.animations(&mut links);
        let scenes = self.scenes(&mut links, &graph);
        self.graph_as_a_whole(&links, &graph, &roots, &scenes);
        self.unused(&links);
        if !container.is_whole {
            return;
        }
        let buffers = self.buffers(root, &container);
        if self.is_small_enough(&links, &buffers, file_bytes) {
            let data = Data { links: &links, buffers: &buffers };
            let kinds = self.image_data(&data);
            self.texture_kinds(&links, &kinds);
            self.data(&data);
            self.influences(&data);
        }
    }

    /// The text as a tree, as far as it can be made one.
    fn json(&mut self, text: &Bytes) -> Option<Value> {
        let length = text.len() as u64;
        if length > self.limits.json_bytes {
            self.whole(Code::YzJsonTooLarge, &[&length, &self.limits.json_bytes]);
            return None;
        }
        // Some writers put a byte order mark before the text, or fill a chunk up with zeros; every engine looks over both.
        let begin = if text.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let end = text.len() - text.iter().rev().take_while(|byte| **byte == 0).count();
        if begin > 0 {
            self.whole(Code::InvalidJson, &[&"a byte order mark"]);
        }
        if end < text.len() {
            self.whole(Code::InvalidJson, &[&"zeros at the end"]);
        }
        match json::parse(text.get(begin..end).unwrap_or_default(), self.limits.json_values) {
            Ok(root @ Value::Object(_)) => return Some(root),
            Ok(_) => self.whole(Code::TypeMismatch, &[&"object"]),
            Err(JsonError::Syntax { offset, what }) => {
                self.whole(Code::InvalidJson, &[&format!("{what}, byte {}", begin + offset)]);
            }
            Err(JsonError::TooDeep) => self.whole(Code::YzJsonTooDeep, &[&json::DEPTH_MAX]),
            Err(JsonError::TooMany) => self.whole(Code::YzJsonTooManyValues, &[&self.limits.json_values]),
        }
        None
    }
}
