//! Makes a document show its light maps.

use std::collections::{BTreeMap, BTreeSet};

use ::bake::atlas::{Part, RANGE};
use bytes::Bytes;
use serde_json::{Value, json};

use super::candidates::{Candidate, forget_occlusion};
use crate::document::{Accessor, Component, Document, Kind, Shape, index, put_extension, visit};
use crate::optimise::Geometry;

const LIGHT_MAP: &str = "MOZ_lightmap";
/// Says that colours of vertices are light, which is now computed.
const LIGHT_IN_COLORS: &str = "light_in_colors";

/// Gives candidates the parts that lie on pages. A mesh that is shown by several nodes becomes one for each of those with light.
pub fn apply(document: &mut Document, candidates: Vec<Candidate>, parts: Vec<Vec<Part>>, pages: Vec<Bytes>) {
    let textures = add_pictures(document, "light", pages);
    let mut wear = Wear { textures, known: BTreeMap::new() };
    let mut of_node: BTreeMap<usize, Vec<(Candidate, Vec<Part>)>> = BTreeMap::new();
    for (candidate, parts) in candidates.into_iter().zip(parts).filter(|(_, parts)| !parts.is_empty()) {
        of_node.entry(candidate.node).or_default().push((candidate, parts));
    }
    let users = users(document);
    let mut is_taken = BTreeSet::new();
    for (node, lit) in of_node {
        let Some(mesh) = lit.first().map(|(candidate, _)| candidate.mesh) else { continue };
        let mut value = document.array("meshes")[mesh].clone();
        let is_light = is_light_in_colors(document, &value);
        let old = value["primitives"].as_array().cloned().unwrap_or_default();
        let mut lit: BTreeMap<usize, _> = lit.into_iter().map(|lit| (lit.0.primitive, lit)).collect();
        let mut primitives = Vec::new();
        for (at, primitive) in old.into_iter().enumerate() {
            match lit.remove(&at) {
                Some((candidate, parts)) => {
                    for part in parts {
                        primitives.push(wear.primitive(document, &primitive, &candidate, part, is_light));
                    }
                }
                None => primitives.push(primitive),
            }
        }
        value["primitives"] = primitives.into();
        // The last to show a mesh may change it.
        if users.get(&mesh) == Some(&1) && is_taken.insert(mesh) {
            document.array_mut("meshes")[mesh] = value;
        } else {
            let at = document.push("meshes", value);
            document.array_mut("nodes")[node]["mesh"] = at.into();
        }
    }
    document.declare(LIGHT_MAP, false);
}

/// A copy in which no colour of a vertex is light: what bounces would be darkened by it.
pub fn without_painted_light(document: &Document) -> Document {
    let mut plain = document.clone();
    let is_light: Vec<bool> = document.array("meshes").iter().map(|mesh| is_light_in_colors(document, mesh)).collect();
    for (mesh, _) in plain.array_mut("meshes").iter_mut().zip(is_light).filter(|(_, is_light)| *is_light) {
        let primitives = mesh.get_mut("primitives").and_then(Value::as_array_mut).into_iter().flatten();
        for attributes in primitives.filter_map(|primitive| primitive.get_mut("attributes")?.as_object_mut()) {
            attributes.remove("COLOR_0");
        }
    }
    plain
}

/// By mesh: how often anything refers to it.
fn users(document: &mut Document) -> BTreeMap<usize, usize> {
    let mut users = BTreeMap::new();
    visit(&mut document.root, Kind::Mesh, &mut |number| {
        *users.entry(number.as_u64().unwrap_or(u64::MAX) as usize).or_default() += 1;
    });
    users
}

/// The mesh says it, or the whole document of all its meshes.
fn is_light_in_colors(document: &Document, mesh: &Value) -> bool {
    let says = |value: Option<&Value>| value.and_then(|value| value.get("extras")?.get(LIGHT_IN_COLORS)?.as_bool());
    says(Some(mesh)).or(says(document.root.get("asset"))).unwrap_or(false)
}

/// Adds pictures of light; gives the numbers of their textures.
pub fn add_pictures(document: &mut Document, name: &str, pages: Vec<Bytes>) -> Vec<usize> {
    const LINEAR: u32 = 9729;
    const CLAMP: u32 = 33071;
    // Without smaller levels: in those, charts flow into each other.
    let sampler = json!({"magFilter": LINEAR, "minFilter": LINEAR, "wrapS": CLAMP, "wrapT": CLAMP});
    let sampler = document.push("samplers", sampler);
    let mut textures = Vec::new();
    for (at, page) in pages.into_iter().enumerate() {
        let name = format!("{name}-{}", at + 1);
        document.images.resize(document.array("images").len(), None);
        let image = document.push("images", json!({"name": name}));
        document.images.push(Some(page));
        textures.push(document.push("textures", json!({"name": name, "sampler": sampler, "source": image})));
    }
    textures
}

/// Materials with light maps.
struct Wear {
    /// By page.
    textures: Vec<usize>,
    /// By material, page and set of coordinates.
    known: BTreeMap<(Option<usize>, usize, u64), usize>,
}

impl Wear {
    fn material(&mut self, document: &mut Document, source: Option<usize>, page: usize, set: u64) -> usize {
        if let Some(known) = self.known.get(&(source, page, set)) {
            return *known;
        }
        let of_source = source.and_then(|at| document.array("materials").get(at)).cloned();
        let mut material = of_source.unwrap_or_else(|| json!({}));
        forget_occlusion(&mut material);
        let mut map = json!({"index": self.textures[page], "intensity": RANGE});
        if set > 0 {
            map["texCoord"] = set.into();
        }
        put_extension(&mut material, LIGHT_MAP, map);
        let at = document.push("materials", material);
        self.known.insert((source, page, set), at);
        at
    }

    fn primitive(
        &mut self,
        document: &mut Document,
        source: &Value,
        candidate: &Candidate,
        part: Part,
        is_light: bool,
    ) -> Value {
        let mut primitive = source.clone();
        let semantic = format!("TEXCOORD_{}", candidate.set);
        let mut geometry = Geometry { columns: candidate.geometry.columns.clone(), indices: Vec::new(), mode: 4 };
        geometry.columns.retain(|(role, _)| role.semantic != semantic && !(is_light && role.semantic == "COLOR_0"));
        geometry.gather(&part.sources);
        geometry.add(&semantic, coordinates(&part));
        // As the document winds them: what is mirrored in the world was turned for its light.
        let is_turned = candidate.is_mirrored;
        let wind = |[a, b, c]: [u32; 3]| if is_turned { [a, c, b] } else { [a, b, c] };
        geometry.indices = part.triangles.iter().flat_map(|triangle| wind(*triangle)).collect();
        if let Value::Object(primitive) = &mut primitive {
            primitive.insert("attributes".into(), json!({}));
        }
        geometry.put(document, &mut primitive);
        primitive["material"] = self.material(document, index(source, "material"), part.page, candidate.set).into();
        primitive
    }
}

/// Whole numbers: a page has at most 1,024 texels a side, so each is 64 of them.
fn coordinates(part: &Part) -> Accessor {
    let whole = |value: f32| (value.clamp(0.0, 1.0) * f32::from(u16::MAX)).round() as u16;
    let numbers = part.uvs.iter().flat_map(|uv| [whole(uv.x), whole(uv.y)]);
    Accessor::tight(Shape::Vec2, Component::U16, true, numbers.flat_map(u16::to_le_bytes).collect())
}
