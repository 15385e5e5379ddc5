//! Animations (glTF 2.0 §3.11) of what is in the scene.

use glam::Quat;

use super::Import;
use super::accessors::{Accessor, Rows, Type};
use super::error::ImportError;
use super::khr_animation_pointer::{self, Pointed};
use super::nodes::Graph;
use super::place::{Part, Place};
use super::source;
use super::vertices;
use super::warning::WarningKind;
use crate::json::Json;
use crate::{Animation, Channel, Factor, Interpolation, Keys, NodeId, Pointer, Scene, Target};

/// A channel as the file has it.
struct Track<'a> {
    animation: &'a source::Animation,
    channel: &'a source::Channel,
    raw: &'a Json,
    place: Place,
}

/// What a channel moves.
enum Moved {
    Node(NodeId, Property),
    /// Its numbers are to be multiplied.
    Target(Target, f32),
    /// Emission, by its strength, which is to be multiplied with a colour.
    Strength(Target, [f32; 3]),
}

/// Keys that have been read.
struct Curve {
    interpolation: Interpolation,
    times_secs: Vec<f32>,
    numbers: Vec<f32>,
}

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
            let raw = element.raw.get("channels").and_then(Json::as_array).unwrap_or_default();
            for (c, (channel, raw)) in source.channels.iter().zip(raw).enumerate() {
                let track = Track { animation: source, channel, raw, place: place.and(Part::Channel, c) };
                self.channel(&track, graph, scene, &mut animation)?;
            }
            let of_nodes = animation.channels.iter().filter_map(|c| c.times_secs.last());
            let ends = of_nodes.chain(animation.pointers.iter().filter_map(|p| p.times_secs.last()));
            animation.duration_secs = ends.copied().fold(0.0, f32::max);
            scene.animations.push(animation);
        }
        Ok(())
    }

    /// Leaves out a channel that moves nothing that is shown, or cannot be played.
    fn channel(
        &mut self,
        track: &Track,
        graph: &Graph,
        scene: &Scene,
        animation: &mut Animation,
    ) -> Result<(), ImportError> {
        let Some(moved) = self.moved(track, graph, scene)? else { return Ok(()) };
        let (type_, rows) = match &moved {
            Moved::Node(_, Property::Translation | Property::Scale) => (Type::Vec3, 1),
            Moved::Node(_, Property::Rotation) => (Type::Vec4, 1),
            Moved::Node(node, Property::MorphTargetWeights) => {
                (Type::Scalar, scene.nodes[node.index()].morph_weights.len())
            }
            Moved::Target(target, _) => (Type::vector(target.width()), 1),
            Moved::Strength(..) => (Type::Scalar, 1),
        };
        let Some(Curve { interpolation, times_secs, numbers }) = self.curve(track, type_, rows)? else {
            self.warn(track.place, WarningKind::ChannelIgnored);
            return Ok(());
        };
        let (target, values) = match moved {
            Moved::Node(node, property) => {
                let values = values(property, &numbers, interpolation);
                animation.channels.push(Channel { node, interpolation, times_secs, values });
                return Ok(());
            }
            Moved::Target(target, by) => (target, numbers.into_iter().map(|number| number * by).collect()),
            Moved::Strength(target, color) => {
                (target, numbers.into_iter().flat_map(|strength| color.map(|part| part * strength)).collect())
            }
        };
        let interpolation = if matches!(target, Target::Visible(_)) { Interpolation::Step } else { interpolation };
        animation.pointers.push(Pointer { target, interpolation, times_secs, values });
        Ok(())
    }

    /// `None`, perhaps with a warning, for what does not move.
    fn moved(&mut self, track: &Track, graph: &Graph, scene: &Scene) -> Result<Option<Moved>, ImportError> {
        let (path, place) = (&track.channel.target.path, track.place);
        let (node, path) = match khr_animation_pointer::path(track.raw).filter(|_| path == "pointer") {
            None => (track.channel.target.node, path.clone()),
            Some(pointer) => match self.pointed(pointer, graph, scene) {
                Some(Pointed::Node(node, path)) => (Some(node), path),
                Some(Pointed::Target(target, by)) => return Ok(Some(Moved::Target(target, by))),
                Some(Pointed::Strength(material, color)) => {
                    return Ok(Some(Moved::Strength(Target::Factor(material, Factor::Emissive), color)));
                }
                Some(Pointed::Hidden) => return Ok(None),
                None => (None, String::new()),
            },
        };
        let Some(node) = node else {
            self.warn(place, WarningKind::ChannelIgnored);
            return Ok(None);
        };
        ImportError::ensure_exists(place, Part::Node, node, graph.nodes.len())?;
        let Some(node) = graph.nodes[node] else { return Ok(None) };
        let property = property(&path);
        if property.is_none() {
            self.warn(place, WarningKind::ChannelIgnored);
        }
        Ok(property.map(|property| Moved::Node(node, property)))
    }

    /// The keys of a channel whose values are `rows` elements of a type; `None` when it cannot be played.
    fn curve(&mut self, track: &Track, type_: Type, rows: usize) -> Result<Option<Curve>, ImportError> {
        let (place, sampler) = (track.place, track.channel.sampler);
        ImportError::ensure_exists(place, Part::AnimationSampler, sampler, track.animation.samplers.len())?;
        let sampler = &track.animation.samplers[sampler];
        let input = self.accessor(sampler.input, place)?;
        let output = self.accessor(sampler.output, place)?;
        let Some(interpolation) = interpolation(sampler) else { return Ok(None) };
        let rows_per_key = rows * if interpolation == Interpolation::CubicSpline { 3 } else { 1 };
        let keys = output.count.checked_div(rows_per_key).unwrap_or(0).min(input.count);
        let is_playable = input.type_ == Type::Scalar && output.type_ == type_ && keys > 0 && keys == input.count;
        if !is_playable {
            return Ok(None);
        }
        self.keys.spend(place, keys as u64)?;
        let mut times_secs = self.finite(&input, 1, Rows::First(keys))?;
        let mut numbers = self.finite(&output, type_.multiplicity(), Rows::First(keys * rows_per_key))?;
        self.keep_increasing(&mut times_secs, &mut numbers, &input);
        Ok(Some(Curve { interpolation, times_secs, numbers }))
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
            Keys::Rotation(quats.map(|(i, q)| if is_value(i) { vertices::unit(q) } else { q }).collect())
        }
    }
}
