//! Tangents where a normal map needs them and the file has none: made when all else of the scene is there, in `mikktspace.rs`, or by somebody
//! else where a build goes without it.

use bytes::Bytes;
use glam::{Vec3, Vec4};

use super::error::ImportError;
use super::place::Place;
use super::warning::{self, Warning, WarningKind};
use super::{Budget, khr_materials_variants};
use crate::{Map, Material, Primitive, Scene, Topology};

/// A scene of which some surfaces may still lack tangents.
pub struct Bare {
    pub(super) scene: Scene,
    pub(super) warnings: Vec<Warning>,
    /// What geometry may still take.
    pub(super) decoded: Budget,
    pub(super) lacking: Vec<Lacking>,
}

/// A primitive that has a normal map and no tangents.
pub(super) struct Lacking {
    pub mesh: usize,
    pub primitive: usize,
    /// Of the texture coordinates along which it wants them.
    pub uv_slot: usize,
    pub place: Place,
}

impl Bare {
    /// What tangents are made of, for who makes them elsewhere: one piece for each surface that lacks them.
    pub fn surfaces(&self) -> Vec<Bytes> {
        let bytes = |lacking: &Lacking| {
            to_bytes(&self.scene.meshes[lacking.mesh].primitives[lacking.primitive], lacking.uv_slot)
        };
        self.lacking.iter().map(bytes).collect()
    }

    /// The scene with tangents as far as this build makes them.
    ///
    /// # Errors
    /// Those of [`Bare::finish`].
    pub fn finish_here(self) -> Result<(Scene, Vec<Warning>), ImportError> {
        #[cfg(feature = "tangents")]
        let make = super::mikktspace::tangents_of;
        #[cfg(not(feature = "tangents"))]
        let make = |_: &Primitive, _| None;
        self.finish(make)
    }

    /// The scene with tangents that `make` gives for a primitive and a slot of its texture coordinates, in the order of [`Bare::surfaces`].
    /// Where it gives none a surface gets tangents that only lie in it, and a warning.
    ///
    /// # Errors
    /// When they take more memory than they may.
    pub fn finish(
        mut self,
        mut make: impl FnMut(&Primitive, usize) -> Option<Tangents>,
    ) -> Result<(Scene, Vec<Warning>), ImportError> {
        for &Lacking { mesh, primitive, uv_slot, place } in &self.lacking {
            let primitive = &mut self.scene.meshes[mesh].primitives[primitive];
            let most = primitive.indices.len().max(primitive.positions.len());
            self.decoded.spend(place, (most * size_of::<Vec4>()) as u64)?;
            if let Some(made) = make(primitive, uv_slot) {
                let added = made.source.len() - primitive.positions.len();
                self.decoded.spend(place, added.saturating_mul(bytes_per_vertex(primitive)) as u64)?;
                made.give(primitive);
            } else {
                warning::add(&mut self.warnings, place, WarningKind::NoTangents);
                primitive.tangents = primitive.normals.iter().copied().map(plain).collect();
            }
        }
        Ok((self.scene, self.warnings))
    }
}

/// The slot of texture coordinates along which a primitive wants tangents that it lacks.
pub(super) fn lacking(primitive: &Primitive, materials: &[Material]) -> Option<usize> {
    let is_bare = primitive.topology == Topology::Triangles && primitive.tangents.is_empty();
    let slot = khr_materials_variants::tangent_slot(primitive, materials).filter(|_| is_bare);
    slot.filter(|slot| !primitive.uvs[*slot].is_empty())
}

/// The slot of texture coordinates along which a material wants tangents, if it wants any.
pub(super) fn uv_slot(material: &Material) -> Option<usize> {
    let textures = material.textures();
    let bent = Map::ALL.into_iter().filter(|map| map.is_normal()).find_map(|map| textures[map as usize]);
    let is_brushed = material.anisotropy.strength > 0.0;
    match bent.or(material.anisotropy.texture.filter(|_| is_brushed)) {
        Some(texture) => Some(usize::from(texture.uv_set)),
        None => is_brushed.then_some(0),
    }
}

/// A tangent that only lies in the surface.
pub(super) fn plain(normal: Vec3) -> Vec4 {
    normal.any_orthonormal_vector().extend(1.0)
}

/// Bytes of a number.
const WORD: usize = size_of::<u32>();

/// How many vertices; their positions, normals and texture coordinates; three numbers a triangle.
fn to_bytes(primitive: &Primitive, uv_slot: usize) -> Bytes {
    let count = primitive.positions.len() as u32;
    let columns: [&[u8]; 5] = [
        &count.to_le_bytes(),
        bytemuck::cast_slice(&primitive.positions),
        bytemuck::cast_slice(&primitive.normals),
        bytemuck::cast_slice(&primitive.uvs[uv_slot]),
        bytemuck::cast_slice(&primitive.indices),
    ];
    columns.concat().into()
}

/// What [`to_bytes`] gave, with its texture coordinates in the first slot; `None` for anything else.
#[cfg(feature = "tangents")]
pub(super) fn from_bytes(bytes: &[u8]) -> Option<Primitive> {
    let (count, rest) = bytes.split_first_chunk::<WORD>()?;
    let count = u32::from_le_bytes(*count) as usize;
    let (positions, rest) = rest.split_at_checked(count.checked_mul(size_of::<Vec3>())?)?;
    let (normals, rest) = rest.split_at_checked(count.checked_mul(size_of::<Vec3>())?)?;
    let (uvs, indices) = rest.split_at_checked(count.checked_mul(size_of::<glam::Vec2>())?)?;
    let is_whole = indices.len().is_multiple_of(3 * WORD);
    let indices: Vec<u32> = is_whole.then(|| bytemuck::pod_collect_to_vec(indices))?;
    let primitive = Primitive {
        positions: bytemuck::pod_collect_to_vec(positions),
        normals: bytemuck::pod_collect_to_vec(normals),
        uvs: [bytemuck::pod_collect_to_vec(uvs), Vec::new()],
        indices,
        ..Primitive::default()
    };
    primitive.indices.iter().all(|index| (*index as usize) < count).then_some(primitive)
}

/// Tangents of a primitive, for which some of its vertices had to be split.
#[derive(Debug, PartialEq)]
pub struct Tangents {
    /// Which of the new vertices each corner is.
    pub indices: Vec<u32>,
    /// Which of the old vertices each new one is a copy of; the first are themselves.
    pub source: Vec<u32>,
    /// Of each new vertex.
    pub tangents: Vec<Vec4>,
}

impl Tangents {
    /// For [`Tangents::from_bytes`] elsewhere.
    pub fn to_bytes(&self) -> Vec<u8> {
        let columns: [&[u8]; 3] = [
            bytemuck::cast_slice(&self.indices),
            bytemuck::cast_slice(&self.source),
            bytemuck::cast_slice(&self.tangents),
        ];
        columns.concat()
    }

    /// What [`Tangents::to_bytes`] gave for this primitive; `None` for anything else.
    pub fn from_bytes(bytes: &[u8], primitive: &Primitive) -> Option<Self> {
        let (old, corners) = (primitive.positions.len(), primitive.indices.len());
        let (indices, rest) = bytes.split_at_checked(corners * WORD)?;
        let count = rest.len() / (WORD + size_of::<Vec4>());
        let (source, tangents) = rest.split_at(count * WORD);
        if tangents.len() != count * size_of::<Vec4>() {
            return None;
        }
        let made = Self {
            indices: bytemuck::pod_collect_to_vec(indices),
            source: bytemuck::pod_collect_to_vec(source),
            tangents: bytemuck::pod_collect_to_vec(tangents),
        };
        let is_sound = made.indices.iter().all(|index| (*index as usize) < count)
            && made.source.iter().all(|source| (*source as usize) < old)
            && (old..=old + corners).contains(&count);
        is_sound.then_some(made)
    }

    fn give(self, primitive: &mut Primitive) {
        gather(primitive, &self.source);
        primitive.indices = self.indices;
        primitive.tangents = self.tangents;
    }
}

fn bytes_per_vertex(primitive: &Primitive) -> usize {
    let morphs = primitive.morph_targets.iter().map(|t| t.positions.len() + t.normals.len() + t.tangents.len());
    let morphs = morphs.sum::<usize>() / primitive.positions.len().max(1);
    (10 + 3 * morphs) * size_of::<Vec4>()
}

fn gather(primitive: &mut Primitive, source: &[u32]) {
    fn each<T: Copy>(values: &mut Vec<T>, source: &[u32]) {
        if let Some(originals) = source.get(values.len()..).filter(|_| !values.is_empty()) {
            values.reserve_exact(originals.len());
            originals.iter().for_each(|o| values.push(values[*o as usize]));
        }
    }
    each::<Vec3>(&mut primitive.positions, source);
    each(&mut primitive.normals, source);
    each(&mut primitive.uvs[0], source);
    each(&mut primitive.uvs[1], source);
    each(&mut primitive.colors, source);
    each(&mut primitive.joints, source);
    each(&mut primitive.weights, source);
    for target in &mut primitive.morph_targets {
        each(&mut target.positions, source);
        each(&mut target.normals, source);
        each(&mut target.tangents, source);
    }
}
