//! Joints and their weights, vertex by vertex (glTF 2.0 §3.7.3.3).

use std::collections::HashSet;

use super::Check;
use super::code::Code;
use super::elements::{Data, fraction};
use super::pointer::Pointer;
use super::value::Value;

/// By so much may weights miss the sum of 1 for each weight that is not 0.
const SUM_TOLERANCE: f64 = 2e-7;

/// Sets of four influences that are looked at; engines use two at most.
const SETS_MAX: usize = 8;

/// The fewest joints of all skins of a mesh, and the skin that has them.
#[derive(Clone, Copy)]
struct Fewest {
    joints: usize,
    skin: usize,
}

impl Check<'_> {
    /// Looks at the skinned meshes. Two primitives with the same data and equally many joints are looked at once.
    pub(super) fn influences(&mut self, data: &Data) {
        let fewest = fewest_joints(data);
        let mut seen = HashSet::new();
        let mut vertices = 0;
        for (m, mesh) in data.links.all("meshes").iter().enumerate() {
            let Some(fewest) = fewest[m] else { continue };
            for (p, primitive) in mesh.list("primitives").iter().enumerate() {
                let sets = influence_sets(primitive);
                if !sets.is_empty() && seen.insert((sets.clone(), fewest.joints)) {
                    let at = Pointer::default().key("meshes").index(m).key("primitives").index(p).key("attributes");
                    vertices += data.links.accessors.get(sets[0].0).and_then(|joints| joints.count).unwrap_or(0);
                    if vertices > self.limits.elements {
                        return self.add(Code::YzTooMany, &at, &[&vertices, &self.limits.elements]);
                    }
                    self.influences_of(data, &sets, fewest, &at);
                }
            }
        }
    }

    fn influences_of(&mut self, data: &Data, sets: &[(usize, usize)], fewest: Fewest, at: &Pointer) {
        let read = |index: usize| {
            let mut values = Vec::new();
            let accessor = data.links.accessors.get(index)?;
            data.read(accessor, &mut |_, _, value| values.push(fraction(accessor.layout, value) as f32));
            (accessor.components() == 4 && !values.is_empty()).then_some(values)
        };
        let read = sets.iter().map(|(joints, weights)| Some((read(*joints)?, read(*weights)?)));
        let Some(sets) = read.collect::<Option<Vec<_>>>() else { return };
        let vertices =
            sets.iter().flat_map(|(joints, weights)| [joints.len() / 4, weights.len() / 4]).min().unwrap_or(0);
        for vertex in 0..vertices {
            self.vertex(vertex, &sets, fewest, at);
        }
    }

    fn vertex(&mut self, vertex: usize, sets: &[(Vec<f32>, Vec<f32>)], fewest: Fewest, at: &Pointer) {
        let (mut used, mut sum, mut tolerance) = (Vec::new(), 0.0_f32, 0.0);
        for index in vertex * 4..vertex * 4 + 4 {
            for (set, (joints, weights)) in sets.iter().enumerate() {
                let (joint, weight) = (joints[index], weights[index]);
                let joints_at = || at.key(&format!("JOINTS_{set}"));
                if joint as usize >= fewest.joints {
                    self.add(Code::AccessorJointsIndexOob, &joints_at(), &[&index, &joint, &fewest.skin]);
                } else if weight == 0.0 {
                    if joint != 0.0 {
                        self.add(Code::AccessorJointsUsedZeroWeight, &joints_at(), &[&index, &joint]);
                    }
                } else {
                    let is_new = !used.contains(&joint.to_bits());
                    used.push(joint.to_bits());
                    if !is_new {
                        self.add(Code::AccessorJointsIndexDuplicate, &joints_at(), &[&index, &joint]);
                    }
                    if weight < 0.0 {
                        self.add(Code::AccessorWeightsNegative, &at.key(&format!("WEIGHTS_{set}")), &[&index, &weight]);
                    } else if is_new {
                        sum += weight;
                        tolerance += SUM_TOLERANCE;
                    }
                }
            }
        }
        if (f64::from(sum) - 1.0).abs() > tolerance {
            for set in 0..sets.len() {
                let at = at.key(&format!("WEIGHTS_{set}"));
                self.add(Code::AccessorWeightsNonNormalized, &at, &[&(vertex * 4 + 3), &sum]);
            }
        }
    }
}

/// For each mesh, of the skins it is shown with.
fn fewest_joints(data: &Data) -> Vec<Option<Fewest>> {
    let mut fewest: Vec<Option<Fewest>> = vec![None; data.links.all("meshes").len()];
    for node in data.links.all("nodes") {
        let (Some(mesh), Some(skin)) = (node.index("mesh"), node.index("skin")) else { continue };
        let joints = data.links.all("skins").get(skin).map_or(0, |skin| skin.list("joints").len());
        let Some(known) = fewest.get_mut(mesh).filter(|_| joints > 0) else { continue };
        if known.is_none_or(|known| joints < known.joints) {
            *known = Some(Fewest { joints, skin });
        }
    }
    fewest
}

/// The accessors of joints and weights, set by set; none unless all are there.
fn influence_sets(primitive: &Value) -> Vec<(usize, usize)> {
    let Some(attributes) = primitive.get("attributes") else { return Vec::new() };
    let count = |prefix: &str| attributes.entries().iter().filter(|(name, _)| name.starts_with(prefix)).count();
    if count("JOINTS_") != count("WEIGHTS_") || count("JOINTS_") > SETS_MAX {
        return Vec::new();
    }
    let set = |i| Some((attributes.index(&format!("JOINTS_{i}"))?, attributes.index(&format!("WEIGHTS_{i}"))?));
    (0..count("JOINTS_")).map(set).collect::<Option<_>>().unwrap_or_default()
}
