//! Animations sampled into a pose (glTF 2.0 §3.11 and appendix C).

use glam::{Quat, Vec3};

use crate::{Channel, Interpolation, Keys, Pose, Scene};

/// Puts the nodes, and whatever else moves, where an animation has them at `time_secs`; before the first key the first value holds, after the last the last.
///
/// What the animation does not move is left alone, and `world_from_node` is not touched: [`Pose::update`] comes after. An index beyond
/// the scene's animations does nothing.
pub fn animate(scene: &Scene, animation: usize, time_secs: f32, pose: &mut Pose) {
    let Some(animation) = scene.animations.get(animation) else { return };
    for channel in &animation.channels {
        let Some(key) = Key::at(&channel.times_secs, time_secs) else { continue };
        apply(channel, key, pose);
    }
    let mut transforms = Vec::new();
    for pointer in &animation.pointers {
        let Some(key) = Key::at(&pointer.times_secs, time_secs) else { continue };
        let width = pointer.target.width();
        let mut value = [0.0; 4];
        for (i, number) in value[..width].iter_mut().enumerate() {
            *number = scalar(|row| pointer.values[row * width + i], pointer.interpolation, key);
        }
        pose.put(pointer.target, &value[..width], &mut transforms);
    }
}

/// Between which keys a moment is.
#[derive(Clone, Copy)]
struct Key {
    before: usize,
    after: usize,
    /// From 0 at the one before to 1 at the one after.
    part: f32,
    span_secs: f32,
}

impl Key {
    fn at(times_secs: &[f32], time_secs: f32) -> Option<Self> {
        let last = times_secs.len().checked_sub(1)?;
        let after = times_secs.partition_point(|t| *t <= time_secs).min(last);
        let before = after.saturating_sub(usize::from(times_secs[after] > time_secs));
        let span_secs = times_secs[after] - times_secs[before];
        let part = if span_secs > 0.0 { ((time_secs - times_secs[before]) / span_secs).clamp(0.0, 1.0) } else { 0.0 };
        Some(Self { before, after, part, span_secs })
    }
}

fn apply(channel: &Channel, key: Key, pose: &mut Pose) {
    let node = channel.node.index();
    let trs = &mut pose.parent_from_node[node];
    let mode = channel.interpolation;
    match &channel.values {
        Keys::Translation(values) => trs.translation = vec3(values, mode, key),
        Keys::Scale(values) => trs.scale = vec3(values, mode, key),
        Keys::Rotation(values) => trs.rotation = rotation(values, mode, key),
        Keys::MorphWeights(values) => {
            let weights = &mut pose.morph_weights[node];
            let count = weights.len();
            for (i, weight) in weights.iter_mut().enumerate() {
                *weight = scalar(|row| values[row * count + i], mode, key);
            }
        }
    }
}

/// Weights of the four rows that a cubic segment mixes: value and out-tangent before, in-tangent and value after.
fn hermite(key: Key) -> [f32; 4] {
    let (t, span) = (key.part, key.span_secs);
    let (t2, t3) = (t * t, t * t * t);
    [2.0 * t3 - 3.0 * t2 + 1.0, span * (t3 - 2.0 * t2 + t), span * (t3 - t2), 3.0 * t2 - 2.0 * t3]
}

/// The rows that [`hermite`] weighs. A cubic key has three: in-tangent, value, out-tangent.
fn cubic_rows(key: Key) -> [usize; 4] {
    [key.before * 3 + 1, key.before * 3 + 2, key.after * 3, key.after * 3 + 1]
}

fn vec3(values: &[Vec3], mode: Interpolation, key: Key) -> Vec3 {
    match mode {
        Interpolation::Step => values[key.before],
        Interpolation::Linear => values[key.before].lerp(values[key.after], key.part),
        Interpolation::CubicSpline => {
            cubic_rows(key).into_iter().zip(hermite(key)).map(|(row, weight)| values[row] * weight).sum()
        }
    }
}

fn scalar(value: impl Fn(usize) -> f32, mode: Interpolation, key: Key) -> f32 {
    match mode {
        Interpolation::Step => value(key.before),
        Interpolation::Linear => value(key.before) + (value(key.after) - value(key.before)) * key.part,
        Interpolation::CubicSpline => {
            cubic_rows(key).into_iter().zip(hermite(key)).map(|(row, weight)| value(row) * weight).sum()
        }
    }
}

fn rotation(values: &[Quat], mode: Interpolation, key: Key) -> Quat {
    match mode {
        Interpolation::Step => values[key.before],
        // `slerp` takes the shorter arc.
        Interpolation::Linear => values[key.before].slerp(values[key.after], key.part),
        Interpolation::CubicSpline => {
            let rows = cubic_rows(key).into_iter().zip(hermite(key));
            let mixed = rows.fold(Quat::from_xyzw(0.0, 0.0, 0.0, 0.0), |sum, (row, weight)| sum + values[row] * weight);
            if mixed.length_squared() > 1e-12 { mixed.normalize() } else { values[key.before * 3 + 1] }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::f32::consts::FRAC_PI_2;

    use super::*;
    use crate::{Animation, Node, NodeId};

    fn sampled(interpolation: Interpolation, times_secs: &[f32], values: Keys, time_secs: f32) -> Pose {
        let channel = Channel { node: NodeId(0), interpolation, times_secs: times_secs.to_vec(), values };
        let animation = Animation { channels: vec![channel], ..Animation::default() };
        let node = Node { morph_weights: vec![0.0; 2], ..Node::default() };
        let scene = Scene { nodes: vec![node], animations: vec![animation], ..Scene::default() };
        let mut pose = Pose::rest(&scene);
        animate(&scene, 0, time_secs, &mut pose);
        animate(&scene, 9, time_secs, &mut pose);
        pose
    }

    fn x_at(interpolation: Interpolation, xs: &[f32], time_secs: f32) -> f32 {
        let values = Keys::Translation(xs.iter().map(|x| Vec3::X * *x).collect());
        sampled(interpolation, &[1.0, 2.0, 4.0], values, time_secs).parent_from_node[0].translation.x
    }

    #[test]
    fn linear_goes_straight_and_stops_at_the_ends() {
        let x = |time| x_at(Interpolation::Linear, &[0.0, 10.0, 30.0], time);
        assert_eq!([x(-5.0), x(1.0), x(1.5), x(2.0), x(3.0), x(4.0), x(99.0)], [0.0, 0.0, 5.0, 10.0, 20.0, 30.0, 30.0]);
    }

    #[test]
    fn step_holds_until_the_next_key() {
        let x = |time| x_at(Interpolation::Step, &[0.0, 10.0, 30.0], time);
        assert_eq!([x(0.0), x(1.99), x(2.0), x(3.9), x(4.0), x(5.0)], [0.0, 0.0, 10.0, 10.0, 30.0, 30.0]);
    }

    #[test]
    fn cubic_passes_its_keys_and_leaves_along_its_tangents() {
        // In-tangent, value, out-tangent of three keys.
        let keys = [9.0, 0.0, 2.0, 2.0, 10.0, 0.0, 0.0, 30.0, 9.0];
        let x = |time| x_at(Interpolation::CubicSpline, &keys, time);
        assert_eq!([x(0.0), x(1.0), x(2.0), x(4.0), x(9.0)], [0.0, 0.0, 10.0, 30.0, 30.0]);
        // Symmetric tangents over one second: half way is half way. Over two seconds from rest to rest as well.
        assert!((x(1.5) - 5.0).abs() < 1e-5 && (x(3.0) - 20.0).abs() < 1e-5);
        let slope = (x(1.001) - x(1.0)) / 0.001;
        assert!((slope - 2.0).abs() < 0.1, "{slope}");
    }

    #[test]
    fn rotations_take_the_shorter_arc() {
        let quarter = Quat::from_rotation_y(FRAC_PI_2);
        for end in [quarter, -quarter] {
            let pose = sampled(Interpolation::Linear, &[0.0, 1.0], Keys::Rotation(vec![Quat::IDENTITY, end]), 0.5);
            let found = pose.parent_from_node[0].rotation;
            assert!(found.angle_between(Quat::from_rotation_y(FRAC_PI_2 / 2.0)) < 1e-3, "{found}");
        }
    }

    #[test]
    fn morph_weights_are_mixed_each_for_itself() {
        let keys = Keys::MorphWeights(vec![0.0, 1.0, 1.0, 0.0]);
        assert_eq!(sampled(Interpolation::Linear, &[0.0, 4.0], keys, 1.0).morph_weights[0], [0.25, 0.75]);
    }
}
