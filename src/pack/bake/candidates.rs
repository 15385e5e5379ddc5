//! Which surfaces get light maps: what stands still, is not seen through, and is not cut finer than its light.

use std::collections::{BTreeMap, BTreeSet};

use ::bake::atlas::Patch;
use glam::{Affine3A, Mat3, Vec3};
use hall::{Pose, Scene};
use serde_json::Value;

use crate::document::{Document, Kind, extension, index, pointed_at};
use crate::optimise::{Geometry, worn};
use crate::texture::each_texture;

/// A triangle must have so many texels in the mean: what is finer has more corners than its light has shades, and keeps the light of its surroundings.
const TEXELS_PER_TRIANGLE: f32 = 0.5;
/// What is smaller is looked at from near, square metres.
const SMALL: f32 = 1.0;
/// And so much finer.
const FINER: f32 = 1.5;
/// What is larger is a ground or a sky, square metres.
const LARGE: f32 = 1000.0;
/// Further pictures of a material that leave room for a light map: a device has three in all.
const FURTHER_MAX: usize = 2;
/// Metals show no light that was scattered.
const METALLIC_MAX: f64 = 0.9;

/// A primitive where a node shows it.
pub struct Candidate {
    /// Numbers in the document.
    pub node: usize,
    pub mesh: usize,
    pub primitive: usize,
    /// What it draws.
    pub geometry: Geometry,
    /// The same in the world.
    pub patch: Patch,
    /// Whether its triangles were turned for that, as its node mirrors it.
    pub is_mirrored: bool,
    /// Which set of texture coordinates the light map gets.
    pub set: u64,
}

/// All of them, in the order of nodes. `numbers` are those of the document's nodes by those of the scene.
pub fn find(document: &Document, (scene, pose, numbers): (&Scene, &Pose, &[usize]), density: f32) -> Vec<Candidate> {
    let is_moving = scene.moving_nodes();
    let skinned = joints(document);
    let changed = pointed_at(&document.root, Kind::Material);
    let mut shown: BTreeMap<usize, usize> = BTreeMap::new();
    numbers.iter().for_each(|number| *shown.entry(*number).or_default() += 1);
    let mut candidates = Vec::new();
    for (at, number) in numbers.iter().enumerate() {
        let Some(node) = document.array("nodes").get(*number) else { continue };
        let is_still = !is_moving[at] && pose.is_shown[at] && shown[number] == 1 && !skinned.contains(number);
        let is_plain = node.get("skin").is_none() && extension(node, "EXT_mesh_gpu_instancing").is_none();
        let Some(mesh) = index(node, "mesh").filter(|_| is_still && is_plain) else { continue };
        let primitives = document.array("meshes").get(mesh).and_then(|mesh| mesh.get("primitives")?.as_array());
        for (primitive, value) in primitives.into_iter().flatten().enumerate() {
            let Some(set) = light_set(document, value, &changed) else { continue };
            let Some(geometry) = Geometry::take(document, value).filter(|geometry| geometry.mode == 4) else {
                continue;
            };
            let geometry = faceted(geometry);
            let world_from_node = &pose.world_from_node[at];
            let Some(patch) = patch(&geometry, world_from_node, density) else { continue };
            let is_mirrored = side(world_from_node) < 0.0;
            candidates.push(Candidate { node: *number, mesh, primitive, geometry, patch, is_mirrored, set });
        }
    }
    candidates
}

/// Nodes that bend skins.
fn joints(document: &Document) -> BTreeSet<usize> {
    let joints = document.array("skins").iter().filter_map(|skin| skin.get("joints")?.as_array()).flatten();
    joints.filter_map(Value::as_u64).map(|joint| joint as usize).collect()
}

/// The set of texture coordinates for the light map of a primitive, if it can have one.
fn light_set(document: &Document, primitive: &Value, changed: &BTreeSet<usize>) -> Option<u64> {
    let attributes = primitive.get("attributes")?.as_object()?;
    let materials = worn(primitive);
    // What can be chosen wears several.
    if primitive.get("targets").is_some() || materials.len() > 1 || materials.iter().any(|at| changed.contains(at)) {
        return None;
    }
    let default = Value::Object(serde_json::Map::new());
    let material = materials.first().and_then(|at| document.array("materials").get(*at)).unwrap_or(&default);
    if !takes_light(material) {
        return None;
    }
    let mut used = material.clone();
    forget_occlusion(&mut used);
    let sets = sets(&used);
    if sets.len() > 1 {
        return None;
    }
    let has = |set: u64| attributes.contains_key(&format!("TEXCOORD_{set}"));
    match sets.first() {
        None if !has(0) => Some(0),
        None | Some(0) if has(0) => Some(1),
        Some(1) if has(1) => Some(2),
        _ => None,
    }
}

fn takes_light(material: &Value) -> bool {
    let is_opaque = material.get("alphaMode").is_none_or(|mode| mode != "BLEND");
    let barred =
        ["KHR_materials_unlit", "KHR_materials_transmission", "KHR_materials_diffuse_transmission", "MOZ_lightmap"];
    let is_plain = barred.iter().all(|name| extension(material, name).is_none());
    let surface = material.get("pbrMetallicRoughness");
    let metallic = surface.and_then(|surface| surface.get("metallicFactor")?.as_f64()).unwrap_or(1.0);
    let is_mapped = surface.is_some_and(|surface| surface.get("metallicRoughnessTexture").is_some());
    let is_glossy = extension(material, "KHR_materials_pbrSpecularGlossiness").is_some();
    let mut further = 0;
    material.get("extensions").into_iter().for_each(|extensions| each_texture(extensions, &mut |_, _| further += 1));
    is_opaque && is_plain && (metallic <= METALLIC_MAX || is_mapped || is_glossy) && further <= FURTHER_MAX
}

/// A picture of occlusion that is spread like a light map is what light maps show better; one that is repeated like the colours stays.
pub fn forget_occlusion(material: &mut Value) {
    let is_whole = material.get("occlusionTexture").is_some_and(|map| set_of(map) > 0);
    if let Value::Object(material) = material
        && is_whole
    {
        material.remove("occlusionTexture");
    }
}

fn set_of(map: &Value) -> u64 {
    let moved = extension(map, "KHR_texture_transform").and_then(|transform| index(transform, "texCoord"));
    moved.or(index(map, "texCoord")).unwrap_or(0) as u64
}

/// Sets of texture coordinates that a material reads.
fn sets(value: &Value) -> BTreeSet<u64> {
    let mut found = BTreeSet::new();
    let Value::Object(object) = value else { return found };
    for (_, child) in object.iter().filter(|(name, _)| *name != "extras") {
        if child.get("index").is_some() {
            found.insert(set_of(child));
        }
        found.append(&mut sets(child));
    }
    found
}

/// Without normals every triangle is flat, so its corners must be its own.
fn faceted(mut geometry: Geometry) -> Geometry {
    if geometry.column("NORMAL").is_none() {
        let corners = std::mem::take(&mut geometry.indices);
        geometry.gather(&corners);
        geometry.indices = (0..corners.len() as u32).collect();
    }
    geometry
}

/// What is drawn, in the world; nothing for what is too fine.
fn patch(geometry: &Geometry, world_from_node: &Affine3A, density: f32) -> Option<Patch> {
    let local = vec3s(&geometry.column("POSITION")?.to_f32s());
    let positions: Vec<Vec3> = local.iter().map(|point| world_from_node.transform_point3(*point)).collect();
    let cofactors = cofactors(world_from_node);
    let side = side(world_from_node);
    let mut triangles: Vec<[u32; 3]> = geometry.indices.chunks_exact(3).map(|t| [t[0], t[1], t[2]]).collect();
    if side < 0.0 {
        triangles.iter_mut().for_each(|[_, b, c]| std::mem::swap(b, c));
    }
    let mut patch = Patch { positions, normals: Vec::new(), triangles, texels_per_metre: density };
    patch.normals = match geometry.column("NORMAL") {
        Some(normals) => {
            let normals = vec3s(&normals.to_f32s());
            normals.iter().map(|normal| (cofactors * *normal * side).normalize_or(Vec3::Y)).collect()
        }
        None => patch.flat_normals(),
    };
    let area = patch.area();
    if area < SMALL {
        patch.texels_per_metre *= FINER;
    } else if area > LARGE {
        patch.texels_per_metre *= (LARGE / area).sqrt();
    }
    let texels = area * patch.texels_per_metre * patch.texels_per_metre;
    let is_worth = texels >= TEXELS_PER_TRIANGLE * patch.triangles.len() as f32;
    (is_worth && area.is_finite() && area > 0.0).then_some(patch)
}

/// -1 for what mirrors.
fn side(transform: &Affine3A) -> f32 {
    Mat3::from(transform.matrix3).determinant().signum()
}

/// What moves normals as a transform moves planes.
fn cofactors(transform: &Affine3A) -> Mat3 {
    let m = Mat3::from(transform.matrix3);
    Mat3::from_cols(m.y_axis.cross(m.z_axis), m.z_axis.cross(m.x_axis), m.x_axis.cross(m.y_axis))
}

fn vec3s(numbers: &[f32]) -> Vec<Vec3> {
    numbers.chunks_exact(3).map(Vec3::from_slice).collect()
}
