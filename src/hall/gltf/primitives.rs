//! One primitive: attributes gathered, lists made of strips, missing normals supplied.

use crate::json::Json;
use glam::{Vec3, Vec4};

use super::accessors::{Accessor, Rows, Type};
use super::error::ImportError;
use super::place::{Part, Place};
use super::source::{self, Attributes};
use super::topology::Mode;
use super::vertices::{self, Selection};
use super::warning::WarningKind;
use super::{Import, khr_materials_variants, topology};
use crate::{Aabb, Material, MaterialId, MorphTarget, Primitive, Scene, Topology};

impl Import<'_> {
    /// `None` for a primitive that shows nothing.
    pub(super) fn primitive(
        &mut self,
        source: &source::Primitive,
        raw: &Json,
        scene: &Scene,
        place: Place,
    ) -> Result<Option<Primitive>, ImportError> {
        self.unpack(source, raw, place)?;
        let (attributes, materials) = (&source.attributes, &scene.materials);
        let Some(position) = self.position(attributes, place)? else { return Ok(None) };
        let (topology, indices) = self.list(source, position.count, place)?;
        if indices.is_empty() {
            self.warn(place, WarningKind::EmptyPrimitive);
            return Ok(None);
        }
        let material = self.material_of(source, place);
        let normal = self.attribute(attributes, "NORMAL", "NORMAL", &[Type::Vec3], &position, place)?;
        let is_flat = topology == Topology::Triangles && normal.is_none();
        let selection = if is_flat { Selection::unshared(indices) } else { Selection::used(indices, position.count) };
        let rows = selection.rows();
        let mut primitive = Primitive { material, topology, ..Primitive::default() };
        primitive.variants = self.variants_of(raw, scene.variants.len(), place);
        primitive.positions = vertices::vec3s(&self.finite(&position, 3, rows)?);
        if let Some(normal) = normal {
            primitive.normals = self.normals(&normal, rows)?;
        }
        let sets = self.uv_sets_of(&primitive, materials, place);
        self.uvs(attributes, sets, &position, rows, &mut primitive, place)?;
        let colors = self.attribute(attributes, "COLOR_0", "COLOR_0", &[Type::Vec3, Type::Vec4], &position, place)?;
        if let Some(colors) = colors {
            primitive.colors = vertices::vec4s(&self.mended(&colors, 4, rows, "COLOR_0")?);
        }
        self.skinning(attributes, &position, rows, &mut primitive, place)?;
        let tangent_slot = khr_materials_variants::tangent_slot(&primitive, materials);
        let tangent_slot = tangent_slot.filter(|_| topology == Topology::Triangles);
        for (i, target) in source.targets.iter().enumerate() {
            let place = place.and(Part::MorphTarget, i);
            let target = self.morph_target(target, &position, rows, !is_flat, tangent_slot.is_some(), place)?;
            primitive.morph_targets.push(target);
        }
        if tangent_slot.is_some() && !is_flat {
            let tangent = self.attribute(attributes, "TANGENT", "TANGENT", &[Type::Vec4], &position, place)?;
            if let Some(tangent) = tangent {
                primitive.tangents = self.tangents(&tangent, rows, &primitive.normals)?;
            }
        }
        primitive.indices = selection.indices;
        self.supply_normals(&mut primitive, place)?;
        primitive.bounds = Aabb::around(primitive.indices.iter().map(|i| primitive.positions[*i as usize]));
        self.check_bounds(&position, primitive.bounds);
        self.check_uvs(&primitive, materials, place);
        Ok(Some(primitive))
    }

    /// `None` for a primitive without positions.
    fn position(&mut self, attributes: &Attributes, place: Place) -> Result<Option<Accessor>, ImportError> {
        let Some(position) = attributes.find("POSITION") else {
            self.warn(place, WarningKind::EmptyPrimitive);
            return Ok(None);
        };
        let position = self.accessor(position, place)?;
        if position.type_ != Type::Vec3 {
            return Err(ImportError::malformed(position.place, "positions are not VEC3"));
        }
        Ok(Some(position))
    }

    /// Normals that the file leaves to the reader. Vertices without them are unshared by now.
    fn supply_normals(&mut self, primitive: &mut Primitive, place: Place) -> Result<(), ImportError> {
        if primitive.topology == Topology::Triangles && primitive.normals.is_empty() {
            self.decoded.spend(place, (primitive.positions.len() * size_of::<Vec3>()) as u64)?;
            primitive.normals = vertices::flat_normals(&primitive.positions);
            primitive.is_faceted = !primitive.joints.is_empty() || !primitive.morph_targets.is_empty();
        }
        Ok(())
    }

    fn material_of(&mut self, source: &source::Primitive, place: Place) -> Option<MaterialId> {
        let index = source.material?;
        if index < self.elements.materials.len() {
            return Some(MaterialId(index as u32));
        }
        self.warn(place, WarningKind::Dangling { to: Part::Material, index: index as u64 });
        None
    }

    /// Indices, all less than `count`, as a list of points, lines or triangles.
    fn list(
        &mut self,
        source: &source::Primitive,
        count: usize,
        place: Place,
    ) -> Result<(Topology, Vec<u32>), ImportError> {
        // Draco knows triangles only, whatever strip they were.
        let mode = source.mode.filter(|_| self.draco.is_empty());
        let Some(mode) = mode.map_or(Some(Mode::Triangles), Mode::coded) else {
            return Err(ImportError::malformed(place, "mode is unknown"));
        };
        let accessor = source.indices.map(|i| self.accessor(i, place)).transpose()?;
        let index_count = accessor.as_ref().map_or(count, |a| a.count);
        let elements = topology::elements(mode, index_count);
        let topology = topology::topology(mode);
        self.drawn.spend(place, elements as u64)?;
        if !matches!(mode, Mode::Points | Mode::Lines | Mode::Triangles) {
            let unrolled = elements.saturating_mul(topology::indices_per_element(topology) * size_of::<u32>());
            self.decoded.spend(place, unrolled as u64)?;
        }
        let indices = match accessor {
            None => {
                self.decoded.spend(place, (count as u64).saturating_mul(4))?;
                (0..count as u32).collect()
            }
            Some(accessor) if accessor.type_ != Type::Scalar => {
                return Err(ImportError::malformed(accessor.place, "indices are not SCALAR"));
            }
            Some(accessor) => {
                let indices = self.wholes(&accessor, 1, Rows::First(accessor.count))?;
                if let Some(&index) = indices.iter().find(|i| **i as usize >= count) {
                    let (index, count) = (index.into(), count as u64);
                    return Err(ImportError::IndexTooLarge { place: accessor.place, index, count });
                }
                indices
            }
        };
        let (indices, is_leftover) = topology::unroll(mode, indices);
        if is_leftover {
            self.warn(place, WarningKind::LeftoverIndices);
        }
        Ok((topology, indices))
    }

    /// An attribute that fits the positions; `None` when there is none, or, with a warning, when it does not fit.
    fn attribute(
        &mut self,
        attributes: &Attributes,
        semantic: &str,
        name: &'static str,
        types: &[Type],
        position: &Accessor,
        place: Place,
    ) -> Result<Option<Accessor>, ImportError> {
        let Some(index) = attributes.find(semantic) else { return Ok(None) };
        self.fitting(index, name, types, position, place)
    }

    fn fitting(
        &mut self,
        index: usize,
        attribute: &'static str,
        types: &[Type],
        position: &Accessor,
        place: Place,
    ) -> Result<Option<Accessor>, ImportError> {
        let accessor = self.accessor(index, place)?;
        if types.contains(&accessor.type_) && accessor.count >= position.count {
            return Ok(Some(accessor));
        }
        self.warn(accessor.place, WarningKind::AttributeIgnored { attribute });
        Ok(None)
    }

    fn normals(&mut self, accessor: &Accessor, rows: Rows) -> Result<Vec<Vec3>, ImportError> {
        let mut normals = vertices::vec3s(&self.mended(accessor, 3, rows, "NORMAL")?);
        let mut is_short = false;
        for normal in &mut normals {
            *normal = vertices::direction(*normal).unwrap_or_else(|| {
                is_short = true;
                Vec3::Y
            });
        }
        if is_short {
            self.warn(accessor.place, WarningKind::UnusableValues { attribute: "NORMAL" });
        }
        Ok(normals)
    }

    fn tangents(&mut self, accessor: &Accessor, rows: Rows, normals: &[Vec3]) -> Result<Vec<Vec4>, ImportError> {
        let mut tangents = vertices::vec4s(&self.mended(accessor, 4, rows, "TANGENT")?);
        for (tangent, normal) in tangents.iter_mut().zip(normals) {
            let direction = vertices::direction(tangent.truncate()).unwrap_or_else(|| normal.any_orthonormal_vector());
            *tangent = direction.extend(if tangent.w < 0.0 { -1.0 } else { 1.0 });
        }
        Ok(tangents)
    }

    fn uvs(
        &mut self,
        attributes: &Attributes,
        sets: [u32; 2],
        position: &Accessor,
        rows: Rows,
        primitive: &mut Primitive,
        place: Place,
    ) -> Result<(), ImportError> {
        for (slot, set) in sets.into_iter().enumerate() {
            let semantic = ["TEXCOORD_", &set.to_string()].concat();
            if let Some(uv) = self.attribute(attributes, &semantic, "TEXCOORD", &[Type::Vec2], position, place)? {
                primitive.uvs[slot] = vertices::vec2s(&self.mended(&uv, 2, rows, "TEXCOORD")?);
            }
        }
        Ok(())
    }

    fn skinning(
        &mut self,
        attributes: &Attributes,
        position: &Accessor,
        rows: Rows,
        primitive: &mut Primitive,
        place: Place,
    ) -> Result<(), ImportError> {
        let count = rows.count();
        let (mut joints, mut weights) = (Vec::new(), Vec::new());
        for (joint, weight) in [("JOINTS_0", "WEIGHTS_0"), ("JOINTS_1", "WEIGHTS_1")] {
            let joint = self.attribute(attributes, joint, "JOINTS", &[Type::Vec4], position, place)?;
            let weight = self.attribute(attributes, weight, "WEIGHTS", &[Type::Vec4], position, place)?;
            if let (Some(joint), Some(weight)) = (joint, weight) {
                joints.push(self.wholes(&joint, 4, rows)?);
                weights.push(self.finite(&weight, 4, rows)?);
            }
        }
        if joints.is_empty() {
            return Ok(());
        }
        self.decoded.spend(place, count as u64 * 32)?;
        let sets = joints.len();
        primitive.joints.reserve_exact(count);
        primitive.weights.reserve_exact(count);
        let (mut of_vertex, mut weight_of_vertex) = ([0; 8], [0.0; 8]);
        for vertex in 0..count {
            for set in 0..sets {
                of_vertex[set * 4..][..4].copy_from_slice(&joints[set][vertex * 4..][..4]);
                weight_of_vertex[set * 4..][..4].copy_from_slice(&weights[set][vertex * 4..][..4]);
            }
            let (four, weights) = vertices::four_heaviest(&of_vertex[..sets * 4], &weight_of_vertex[..sets * 4]);
            primitive.joints.push(four);
            primitive.weights.push(weights);
        }
        Ok(())
    }

    fn morph_target(
        &mut self,
        source: &Attributes,
        position: &Accessor,
        rows: Rows,
        has_normals: bool,
        has_tangents: bool,
        place: Place,
    ) -> Result<MorphTarget, ImportError> {
        let mut read = |index: Option<usize>, name| -> Result<Vec<Vec3>, ImportError> {
            let Some(index) = index else { return Ok(Vec::new()) };
            match self.fitting(index, name, &[Type::Vec3], position, place)? {
                Some(accessor) => Ok(vertices::vec3s(&self.finite(&accessor, 3, rows)?)),
                None => Ok(Vec::new()),
            }
        };
        Ok(MorphTarget {
            positions: read(source.find("POSITION"), "POSITION")?,
            normals: read(source.find("NORMAL").filter(|_| has_normals), "NORMAL")?,
            tangents: read(source.find("TANGENT").filter(|_| has_normals && has_tangents), "TANGENT")?,
        })
    }

    /// `min` and `max` that are too narrow make an object vanish at the edge of the picture in readers that believe them.
    fn check_bounds(&mut self, position: &Accessor, bounds: Aabb) {
        let Some((min, max)) = self.declared_bounds(position) else { return };
        let slack = Vec3::splat(1e-4) + bounds.size().abs() * 1e-3;
        if bounds.min.cmplt(min - slack).any() || bounds.max.cmpgt(max + slack).any() {
            self.warn(position.place, WarningKind::Bounds);
        }
    }

    fn declared_bounds(&self, position: &Accessor) -> Option<(Vec3, Vec3)> {
        use super::json::ValueExt;
        let raw = &self.elements.accessors[position.index].raw;
        let (min, max) = (raw.f32s::<3>("min")?, raw.f32s::<3>("max")?);
        position.is_float().then_some((min.into(), max.into()))
    }

    fn check_uvs(&mut self, primitive: &Primitive, materials: &[Material], place: Place) {
        let textures = khr_materials_variants::worn(primitive).flat_map(|id| materials[id.index()].textures());
        if textures.flatten().any(|texture| primitive.uvs[usize::from(texture.uv_set)].is_empty()) {
            self.warn(place, WarningKind::NoTextureCoordinates);
        }
    }
}
