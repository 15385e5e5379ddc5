//! Animations (glTF 2.0 §3.11) of nodes that are in the scene.

use glam::Quat;

use super::Import;
use super::accessors::{Accessor, Rows, Type};
use super::error::ImportError;
use super::nodes::Graph;
use super::place::{Part, Place};
use super::source;
use super::vertices;
use super::warning::WarningKind;
use crate::{Animation, Channel, Interpolation, Keys, Scene};

impl Import<'_> {
    /// An animation that is no animation is left out; data that lies is an error here too.
    pub(super) fn animations(&mut self, graph: &Graph, scene: &mut Scene) -> Result<(), ImportError> {
        let elements = self.elements;
        for (i, element) in elements.animations.iter().enumerate() {
            let place = Place::of(Part::Animation, i);
            let source = match element.get(place) {
                Ok(source) => source,
                Err(error) => {
                    self.warn(place, WarningKind::Broken(Box::new(error)));
                    continue;
                }
            };
            self.channels.spend(place, source.channels.len() as u64)?;
            let mut animation = Animation { name: self.name(source.name.as_ref(), place), ..Animation::default() };
            for (c, channel) in source.channels.iter().enumerate() {
                animation.channels.extend(self.channel(source, channel, graph, scene, place.and(Part::Channel, c))?);
            }
            let ends = animation.channels.iter().filter_map(|c| c.times_secs.last());
            animation.duration_secs = ends.copied().fold(0.0, f32::max);
            scene.animations.push(animation);
        }
        Ok(())
    }

    /// `None` for a channel that moves nothing that is shown, or cannot be played.
    fn channel(
        &mut self,
        animation: &source::Animation,
        source: &source::Channel,
        graph: &Graph,
        scene: &Scene,
        place: Place,
    ) -> Result<Option<Channel>, ImportError> {
        let Some(target) = source.target.node else {
            self.warn(place, WarningKind::ChannelIgnored);
            return Ok(None);
        };
        ImportError::ensure_exists(place, Part::Node, target, graph.nodes.len())?;
        let Some(node) = graph.nodes[target] else { return Ok(None) };
        let sampler = source.sampler;
        ImportError::ensure_exists(place, Part::AnimationSampler, sampler, animation.samplers.len())?;
        let sampler = &animation.samplers[sampler];
        let input = self.accessor(sampler.input, place)?;
        let output = self.accessor(sampler.output, place)?;
        let (Some(path), Some(interpolation)) = (property(&source.target.path), interpolation(sampler)) else {
            self.warn(place, WarningKind::ChannelIgnored);
            return Ok(None);
        };
        let morphs = scene.nodes[node.index()].morph_weights.len();
        let (type_, width) = match path {
            Property::Translation | Property::Scale => (Type::Vec3, 3),
            Property::Rotation => (Type::Vec4, 4),
            Property::MorphTargetWeights => (Type::Scalar, morphs),
        };
        let per_key = if interpolation == Interpolation::CubicSpline { 3 } else { 1 };
        let rows_per_key = per_key * if path == Property::MorphTargetWeights { morphs } else { 1 };
        let keys = output.count.checked_div(rows_per_key).unwrap_or(0).min(input.count);
        let is_playable = input.type_ == Type::Scalar && output.type_ == type_ && keys > 0 && keys == input.count;
        if !is_playable {
            self.warn(place, WarningKind::ChannelIgnored);
            return Ok(None);
        }
        self.keys.spend(place, keys as u64)?;
        let width = if type_ == Type::Scalar { 1 } else { width };
        let mut times_secs = self.finite(&input, 1, Rows::First(keys))?;
        let mut numbers = self.finite(&output, width, Rows::First(keys * rows_per_key))?;
        self.keep_increasing(&mut times_secs, &mut numbers, &input);
        let values = values(path, &numbers, interpolation);
        Ok(Some(Channel { node, interpolation, times_secs, values }))
    }

    fn keep_increasing(&mut self, times_secs: &mut Vec<f32>, numbers: &mut Vec<f32>, input: &Accessor) {
        if times_secs.is_sorted_by(|a, b| a < b) {
            return;
        }
        self.warn(input.place, WarningKind::KeyTimes);
        let per_key = numbers.len() / times_secs.len();
        let mut kept = 0;
        for key in 0..times_secs.len() {
            if kept > 0 && times_secs[key] <= times_secs[kept - 1] {
                continue;
            }
            times_secs[kept] = times_secs[key];
            numbers.copy_within(key * per_key..(key + 1) * per_key, kept * per_key);
            kept += 1;
        }
        times_secs.truncate(kept);
        numbers.truncate(kept * per_key);
    }
}

/// What of a node a channel moves.
#[derive(Clone, Copy, PartialEq)]
enum Property {
    Translation,
    Rotation,
    Scale,
    MorphTargetWeights,
}

fn property(path: &str) -> Option<Property> {
    match path {
        "translation" => Some(Property::Translation),
        "rotation" => Some(Property::Rotation),
        "scale" => Some(Property::Scale),
        "weights" => Some(Property::MorphTargetWeights),
        _ => None,
    }
}

fn interpolation(sampler: &source::AnimationSampler) -> Option<Interpolation> {
    match sampler.interpolation.as_deref() {
        None | Some("LINEAR") => Some(Interpolation::Linear),
        Some("STEP") => Some(Interpolation::Step),
        Some("CUBICSPLINE") => Some(Interpolation::CubicSpline),
        Some(_) => None,
    }
}

fn values(path: Property, numbers: &[f32], interpolation: Interpolation) -> Keys {
    match path {
        Property::Translation => Keys::Translation(vertices::vec3s(numbers)),
        Property::Scale => Keys::Scale(vertices::vec3s(numbers)),
        Property::MorphTargetWeights => Keys::MorphWeights(numbers.to_vec()),
        Property::Rotation => {
            let is_value = |i: usize| interpolation != Interpolation::CubicSpline || i % 3 == 1;
            let quats = numbers.chunks_exact(4).map(Quat::from_slice).enumerate();
            Keys::Rotation(quats.map(|(i, q)| if is_value(i) { unit(q) } else { q }).collect())
        }
    }
}

fn unit(rotation: Quat) -> Quat {
    let length = rotation.length();
    if length > 1e-6 && length.is_finite() { rotation / length } else { Quat::IDENTITY }
}
