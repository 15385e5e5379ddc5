//! The arrays of a glTF document, typed one element at a time, so that one broken element spoils nothing else.

use crate::json::{Json, Object};

use super::error::ImportError;
use super::place::{Part, Place};
use super::repair;
use super::source;
use super::typed::FromJson;
use super::warning::Warning;
use crate::Limits;

/// One element of a top-level array.
pub(super) struct Element<T> {
    /// Typed; else why it cannot be read.
    item: Result<T, String>,
    /// As the file has it, repaired: extensions are read from here.
    pub raw: Json,
}

impl<T> Element<T> {
    pub fn get(&self, place: Place) -> Result<&T, ImportError> {
        self.item.as_ref().map_err(|detail| ImportError::malformed(place, detail.clone()))
    }

    /// The object of an extension.
    pub fn extension(&self, name: &str) -> Option<&Json> {
        extension(&self.raw, name)
    }
}

/// The object of an extension of any object.
pub(super) fn extension<'a>(value: &'a Json, name: &str) -> Option<&'a Json> {
    value.get("extensions")?.get(name)
}

/// A glTF document. Nothing in it has been checked beyond its form.
#[derive(Default)]
pub(super) struct Elements {
    pub accessors: Vec<Element<source::Accessor>>,
    pub animations: Vec<Element<source::Animation>>,
    pub buffers: Vec<Element<source::Buffer>>,
    pub buffer_views: Vec<Element<source::BufferView>>,
    pub cameras: Vec<Element<source::Camera>>,
    pub images: Vec<Element<source::Image>>,
    pub materials: Vec<Element<source::Material>>,
    pub meshes: Vec<Element<source::Mesh>>,
    pub nodes: Vec<Element<source::Node>>,
    pub samplers: Vec<Element<source::Sampler>>,
    pub scenes: Vec<Element<source::Scene>>,
    pub skins: Vec<Element<source::Skin>>,
    pub textures: Vec<Element<source::Texture>>,
    /// Which scene is shown.
    pub scene: Option<usize>,
    /// What the file says of itself.
    pub asset: Json,
    /// Extensions of the document itself.
    pub extensions: Json,
    pub extensions_used: Vec<String>,
    pub extensions_required: Vec<String>,
}

impl Elements {
    pub fn read(root: Json, limits: &Limits, warnings: &mut Vec<Warning>) -> Result<Self, ImportError> {
        let Json::Object(mut root) = root else {
            return Err(ImportError::malformed(Place::FILE, "the root is not an object"));
        };
        check_version(root.get("asset"))?;
        let scene = root.remove("scene");
        if scene.as_ref().is_some_and(|v| v.as_u64().is_none()) {
            return Err(ImportError::malformed(Place::FILE, "scene is not an index"));
        }
        let extensions_required = names(root.remove("extensionsRequired"));
        let extensions_used = names(root.remove("extensionsUsed"));
        let extensions = root.remove("extensions").unwrap_or_default();
        let asset = root.remove("asset").unwrap_or_default();
        let mut array = Arrays { root, warnings };
        // One after the other: what must be dropped when one fails would fill pages if all were made in one expression.
        let mut read = Self {
            scene: scene.and_then(|v| v.as_u64()).map(|v| usize::try_from(v).unwrap_or(usize::MAX)),
            extensions_used,
            extensions_required,
            asset,
            extensions,
            ..Self::default()
        };
        array.take("accessors", Part::Accessor, limits.accessors, &mut read.accessors)?;
        array.take("animations", Part::Animation, limits.animation_channels, &mut read.animations)?;
        array.take("buffers", Part::Buffer, limits.textures, &mut read.buffers)?;
        array.take("bufferViews", Part::BufferView, limits.accessors, &mut read.buffer_views)?;
        array.take("cameras", Part::Camera, limits.nodes, &mut read.cameras)?;
        array.take("images", Part::Image, limits.textures, &mut read.images)?;
        array.take("materials", Part::Material, limits.materials, &mut read.materials)?;
        array.take("meshes", Part::Mesh, limits.primitives, &mut read.meshes)?;
        array.take("nodes", Part::Node, limits.nodes, &mut read.nodes)?;
        array.take("samplers", Part::Sampler, limits.textures, &mut read.samplers)?;
        array.take("scenes", Part::Scene, limits.nodes, &mut read.scenes)?;
        array.take("skins", Part::Skin, limits.nodes, &mut read.skins)?;
        array.take("textures", Part::Texture, limits.textures, &mut read.textures)?;
        Ok(read)
    }
}

fn names(list: Option<Json>) -> Vec<String> {
    let mut names = Vec::new();
    for value in list.as_ref().and_then(Json::as_array).unwrap_or_default() {
        names.extend(value.as_str().map(str::to_owned));
    }
    names
}

struct Arrays<'a> {
    root: Object,
    warnings: &'a mut Vec<Warning>,
}

impl Arrays<'_> {
    fn take<T: FromJson>(
        &mut self,
        key: &str,
        part: Part,
        limit: u64,
        into: &mut Vec<Element<T>>,
    ) -> Result<(), ImportError> {
        for raw in self.take_values(key, part, limit)? {
            into.push(Element { item: T::from_json(&raw).map_err(|e| e.to_string()), raw });
        }
        Ok(())
    }

    /// Everything of [`Arrays::take`] that does not depend on the type.
    fn take_values(&mut self, key: &str, part: Part, limit: u64) -> Result<Vec<Json>, ImportError> {
        let mut values = match self.root.remove(key) {
            None => return Ok(Vec::new()),
            Some(Json::Array(values)) => values,
            Some(_) => return Err(ImportError::malformed(Place::FILE, format!("{key} is not an array"))),
        };
        ImportError::ensure_at_most(Place::FILE, part.english(), values.len() as u64, limit)?;
        for (i, value) in values.iter_mut().enumerate() {
            repair::repair(value, Place::of(part, i), self.warnings);
        }
        Ok(values)
    }
}

fn check_version(asset: Option<&Json>) -> Result<(), ImportError> {
    let version = asset.and_then(|a| a.get("version"));
    let Some(version) = version.and_then(Json::as_str) else {
        return Err(ImportError::malformed(Place::FILE, "asset.version is missing"));
    };
    let min = asset.and_then(|a| a.get("minVersion")).and_then(Json::as_str).unwrap_or("2.0");
    if !version.starts_with("2.") || min != "2.0" {
        let found = if min == "2.0" { version } else { min };
        return Err(ImportError::Version { found: found.chars().take(16).collect() });
    }
    Ok(())
}
