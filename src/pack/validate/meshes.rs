//! Meshes and their primitives (glTF 2.0 §3.7).

use std::collections::HashMap;

use super::Check;
use super::accessors::AccessorUse;
use super::attributes::{NUMBERED, Name, allows};
use super::code::Code;
use super::elements::Test;
use super::links::Links;
use super::materials::Needs;
use super::pointer::{Pointer, item};
use super::schema_core::{FLOAT, UNSIGNED_INT};
use super::value::Value;
use super::views::ViewUse;

const TRIANGLES: u64 = 4;

/// What the names of a primitive's attributes say.
#[derive(Default)]
pub(super) struct Names {
    has_normal: bool,
    has_tangent: bool,
    /// How many there are of each of [`NUMBERED`]; 0 if they have gaps.
    counts: [usize; 4],
}

impl Names {
    /// Sets of texture coordinates.
    fn texcoords(&self) -> usize {
        self.counts[2]
    }
}

/// Whether any primitive of a mesh has joints and weights that fit together.
pub(super) fn is_skinned(mesh: &Value) -> bool {
    mesh.list("primitives").iter().filter_map(|primitive| primitive.get("attributes")).any(|attributes| {
        let mut names = Names::read(attributes);
        names.drop_gaps();
        let [_, joints, _, weights] = names.0.counts;
        joints > 0 && joints == weights
    })
}

/// Names beside the highest number of each kind.
struct Numbered(Names, [usize; 4]);

impl Names {
    fn read(attributes: &Value) -> Numbered {
        let (mut names, mut ends) = (Self::default(), [0; 4]);
        for (name, _) in attributes.entries() {
            match Name::read(name) {
                Name::Plain("NORMAL") => names.has_normal = true,
                Name::Plain("TANGENT") => names.has_tangent = true,
                Name::Numbered(word, number) => {
                    let kind = NUMBERED.iter().position(|known| *known == word).unwrap_or(0);
                    names.counts[kind] += 1;
                    ends[kind] = ends[kind].max(number.saturating_add(1));
                }
                _ => {}
            }
        }
        Numbered(names, ends)
    }
}

impl Numbered {
    /// Of each kind that has a gap: the word, and how many there should be and are. It counts for nothing from then on.
    fn drop_gaps(&mut self) -> Vec<(&'static str, usize, usize)> {
        let Self(names, ends) = self;
        let mut gaps = Vec::new();
        for ((word, count), end) in NUMBERED.into_iter().zip(&mut names.counts).zip(ends) {
            if *count != *end {
                gaps.push((word, *end, *count));
                *count = 0;
            }
        }
        gaps
    }
}

impl Check<'_> {
    pub(super) fn meshes(&mut self, links: &mut Links, needs: &[Needs]) {
        let mut drawn = 0_u64;
        for (i, mesh) in links.all("meshes").iter().enumerate() {
            let at = item("meshes", i);
            self.target_counts(mesh, &at);
            for (p, primitive) in mesh.list("primitives").iter().enumerate() {
                let at = at.key("primitives").index(p);
                let count = self.primitive(links, primitive, needs, &at);
                drawn = drawn.saturating_add(count.unwrap_or(0));
            }
        }
        if drawn > self.limits.elements.saturating_mul(3) {
            let at = Pointer::default().key("meshes");
            self.add(Code::YzTooMany, &at, &[&drawn, &self.limits.elements.saturating_mul(3)]);
        }
    }

    /// All primitives of a mesh have equally many morph targets, and so has it weights.
    fn target_counts(&mut self, mesh: &Value, at: &Pointer) {
        let count = |primitive: &Value| primitive.list("targets").len();
        let Some(first) = mesh.list("primitives").first().map(count) else { return };
        for (p, primitive) in mesh.list("primitives").iter().enumerate() {
            if count(primitive) != first {
                let at = at.key("primitives").index(p);
                let at = if count(primitive) > 0 { at.key("targets") } else { at };
                self.add(Code::MeshPrimitivesUnequalTargetsCount, &at, &[]);
            }
        }
        if let Some(weights) = mesh.get("weights").map(|weights| weights.items().len()).filter(|count| *count != first)
        {
            self.add(Code::MeshInvalidWeightsCount, &at.key("weights"), &[&weights, &first]);
        }
    }

    /// Vertices or indices that are drawn, if that is known.
    fn primitive(&mut self, links: &mut Links, primitive: &Value, needs: &[Needs], at: &Pointer) -> Option<u64> {
        let names = self.names(primitive, at);
        let vertices = self.attributes_of(links, primitive, at);
        let count = self.indices_of(links, primitive, vertices, at).or(vertices);
        self.mode(primitive, count, at);
        self.material_of(links, primitive, &names, needs, at);
        let base = primitive.get("attributes").map_or(&[][..], Value::entries);
        let base: HashMap<&str, u64> =
            base.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_uint()?))).collect();
        for (t, target) in primitive.list("targets").iter().enumerate() {
            self.target(links, &base, target, &at.key("targets").index(t));
        }
        count
    }

    fn names(&mut self, primitive: &Value, at: &Pointer) -> Names {
        for (t, target) in primitive.list("targets").iter().enumerate() {
            for (name, _) in target.entries() {
                if matches!(Name::read(name), Name::Unknown | Name::Numbered("JOINTS" | "WEIGHTS", _)) {
                    self.add(Code::MeshPrimitiveInvalidAttribute, &at.key("targets").index(t).key(name), &[]);
                }
            }
        }
        let Some(attributes) = primitive.get("attributes") else { return Names::default() };
        let at = at.key("attributes");
        for (name, _) in attributes.entries().iter().filter(|(name, _)| matches!(Name::read(name), Name::Unknown)) {
            self.add(Code::MeshPrimitiveInvalidAttribute, &at.key(name), &[]);
        }
        if !attributes.has("POSITION") {
            self.add(Code::MeshPrimitiveNoPosition, &at, &[]);
        }
        let mut numbered = Names::read(attributes);
        if numbered.0.has_tangent && !numbered.0.has_normal {
            self.add(Code::MeshPrimitiveTangentWithoutNormal, &at.key("TANGENT"), &[]);
        }
        for (word, expected, found) in numbered.drop_gaps() {
            self.add(Code::MeshPrimitiveIndexedSemanticContinuity, &at, &[&word, &expected, &found]);
        }
        let [_, joints, _, weights] = numbered.0.counts;
        if joints != weights {
            self.add(Code::MeshPrimitiveJointsWeightsMismatch, &at, &[&joints, &weights]);
        }
        numbered.0
    }

    /// How many vertices the first attribute has.
    fn attributes_of(&mut self, links: &mut Links, primitive: &Value, at: &Pointer) -> Option<u64> {
        let attributes = primitive.get("attributes")?;
        let at = at.key("attributes");
        let mut vertices = None;
        for (name, value) in attributes.entries() {
            let Some(index) = value.as_uint() else { continue };
            let Some(accessor) = self.resolve_index(links, index as usize, "accessors", &at.key(name)) else {
                continue;
            };
            self.attribute(links, accessor, name, false, &at.key(name));
            let count = links.accessors[accessor].count;
            if vertices.is_none() {
                vertices = count;
            } else if count != vertices {
                self.add(Code::MeshPrimitiveUnequalAccessorCount, &at.key(name), &[]);
            }
            self.share(links, accessor, &at.key(name));
        }
        vertices
    }

    /// What holds for an attribute of a primitive as of a morph target.
    fn attribute(&mut self, links: &mut Links, index: usize, name: &str, is_morphed: bool, at: &Pointer) {
        self.use_accessor(links, index, (AccessorUse::Attribute, ViewUse::Vertices), at);
        let accessor = &links.accessors[index];
        let layout = accessor.layout;
        if name == "POSITION" && !accessor.has_bounds() {
            self.add(Code::MeshPrimitivePositionAccessorWithoutBounds, at, &[]);
        }
        let is_allowed = allows(name, layout, is_morphed, self.declares("KHR_mesh_quantization"));
        match is_allowed {
            Some(false) => self.add(Code::MeshPrimitiveAttributesAccessorInvalidFormat, at, &[&layout]),
            None if !is_morphed && layout.component_type == Some(UNSIGNED_INT) => {
                self.add(Code::MeshPrimitiveAttributesAccessorUnsignedInt, at, &[]);
            }
            _ => {}
        }
        let stride = links.view_of(index).map(|(_, view)| view.stride);
        let is_packed = stride == Some(None) && !accessor.element_bytes().is_multiple_of(4);
        if is_packed || accessor.offset.is_some_and(|offset| !offset.is_multiple_of(4)) {
            self.add(Code::MeshPrimitiveAccessorUnaligned, at, &[]);
        }
        let test = match name {
            "NORMAL" | "TANGENT" => Some(Test::UnitVectors),
            "COLOR_0" if layout.component_type == Some(FLOAT) => Some(Test::Clamped),
            _ => None,
        };
        if let Some(test) = test.filter(|_| !is_morphed && is_allowed == Some(true)) {
            links.tests.push((index, test, at.clone()));
        }
    }

    fn share(&mut self, links: &mut Links, accessor: usize, at: &Pointer) {
        if let Some((view, _)) = links.view_of(accessor) {
            self.share_view(links, view, accessor, at);
        }
    }

    /// How many indices there are.
    fn indices_of(&mut self, links: &mut Links, primitive: &Value, vertices: Option<u64>, at: &Pointer) -> Option<u64> {
        let index = self.resolve(links, primitive, "indices", "accessors", at)?;
        let at = at.key("indices");
        self.use_accessor(links, index, (AccessorUse::Indices, ViewUse::Indices), &at);
        if links.view_of(index).is_some_and(|(_, view)| view.stride.is_some()) {
            self.add(Code::MeshPrimitiveIndicesAccessorWithByteStride, &at, &[]);
        }
        let layout = links.accessors[index].layout;
        if [5121, 5123, UNSIGNED_INT].iter().any(|component| layout.is("SCALAR", *component, false)) {
            let are_triangles = primitive.uint("mode").unwrap_or(TRIANGLES) == TRIANGLES;
            let test = Test::Indices { vertices: vertices.unwrap_or(0), are_triangles };
            links.tests.push((index, test, at));
        } else {
            self.add(Code::MeshPrimitiveIndicesAccessorInvalidFormat, &at, &[&layout]);
        }
        links.accessors[index].count
    }

    /// Lines have two ends, triangles three corners.
    fn mode(&mut self, primitive: &Value, count: Option<u64>, at: &Pointer) {
        let mode = if primitive.has("mode") { primitive.uint("mode") } else { Some(TRIANGLES) };
        let (Some(mode), Some(count)) = (mode, count) else { return };
        let fits = match mode {
            1 => count.is_multiple_of(2),
            2 | 3 => count >= 2,
            TRIANGLES => count.is_multiple_of(3),
            5 | 6 => count >= 3,
            _ => true,
        };
        if !fits {
            self.add(Code::MeshPrimitiveIncompatibleMode, at, &[&count]);
        }
    }

    fn material_of(&mut self, links: &mut Links, primitive: &Value, names: &Names, needs: &[Needs], at: &Pointer) {
        let variants = self.variants_of(links, primitive, &at.keys(&["extensions", "KHR_materials_variants"]));
        let material = self.resolve(links, primitive, "material", "materials", at);
        let needed = material.map(|material| &needs[material]);
        if let Some(needs) = needed.filter(|needs| needs.has_tangents && !(names.has_normal && names.has_tangent)) {
            let code = if needs.can_make_tangents {
                Code::MeshPrimitiveGeneratedTangentSpace
            } else {
                Code::MeshPrimitiveNoTangentSpace
            };
            self.add(code, &at.key("material"), &[]);
        }
        let mut used = vec![false; names.texcoords()];
        let own = material.map(|material| (material, at.key("material")));
        for (material, at) in own.into_iter().chain(variants) {
            for (place, texcoord) in &needs[material].texcoords {
                match usize::try_from(*texcoord).ok().and_then(|texcoord| used.get_mut(texcoord)) {
                    Some(used) => *used = true,
                    None => self.add(Code::MeshPrimitiveTooFewTexcoords, &at, &[place, texcoord]),
                }
            }
        }
        let attributes = at.key("attributes");
        if names.has_tangent && !needed.is_some_and(|needs| needs.has_tangents) {
            self.add(Code::UnusedMeshTangent, &attributes.key("TANGENT"), &[]);
        }
        for (i, _) in used.iter().enumerate().filter(|(_, is_used)| !**is_used) {
            self.add(Code::UnusedObject, &attributes.key(&format!("TEXCOORD_{i}")), &[]);
        }
    }

    fn target(&mut self, links: &mut Links, base: &HashMap<&str, u64>, target: &Value, at: &Pointer) {
        for (name, value) in target.entries() {
            let Some(index) = value.as_uint() else { continue };
            let at = at.key(name);
            let Some(accessor) = self.resolve_index(links, index as usize, "accessors", &at) else { continue };
            self.attribute(links, accessor, name, true, &at);
            match base.get(name.as_str()).and_then(|base| links.accessors.get(*base as usize)) {
                None => self.add(Code::MeshPrimitiveMorphTargetNoBaseAccessor, &at, &[]),
                Some(base) if base.count != links.accessors[accessor].count => {
                    self.add(Code::MeshPrimitiveMorphTargetInvalidAttributeCount, &at, &[]);
                }
                Some(_) => {}
            }
            self.share(links, accessor, &at);
        }
    }
}
