//! Animations (glTF 2.0 §3.11).

use std::collections::HashMap;

use super::Check;
use super::accessors::{AccessorUse, Layout};
use super::code::Code;
use super::elements::Test;
use super::links::Links;
use super::pointer::{Pointer, item};
use super::schema_core::FLOAT;
use super::value::Value;
use super::views::ViewUse;

const POINTER: &str = "KHR_animation_pointer";

/// A sampler whose accessors are there.
#[derive(Clone, Copy, Default)]
struct Sampler {
    input: Option<usize>,
    output: Option<usize>,
    is_cubic: bool,
}

impl Check<'_> {
    pub(super) fn animations(&mut self, links: &mut Links) {
        for (i, animation) in links.all("animations").iter().enumerate() {
            let at = item("animations", i);
            if animation.get("channels").is_none() || animation.get("samplers").is_none() {
                continue;
            }
            let samplers = animation.list("samplers").iter().enumerate();
            let samplers: Vec<_> =
                samplers.map(|(s, sampler)| self.sampler(links, sampler, &at.key("samplers").index(s))).collect();
            let (channels, mut used) = (animation.list("channels"), vec![false; samplers.len()]);
            for (c, channel) in channels.iter().enumerate() {
                let at = at.key("channels").index(c);
                let mesh = self.channel_target(links, channel, &at.key("target"));
                let Some(index) = channel.index("sampler") else { continue };
                match samplers.get(index) {
                    Some(sampler) => {
                        used[index] = true;
                        self.channel_values(links, channel, *sampler, mesh, &at.key("sampler"));
                    }
                    None => self.add(Code::UnresolvedReference, &at.key("sampler"), &[&index]),
                }
            }
            self.duplicate_targets(channels, &at.key("channels"));
            for (s, _) in used.iter().enumerate().filter(|(_, is_used)| !**is_used) {
                self.add(Code::UnusedObject, &at.key("samplers").index(s), &[]);
            }
        }
    }

    fn sampler(&mut self, links: &mut Links, sampler: &Value, at: &Pointer) -> Sampler {
        let is_cubic = sampler.text("interpolation") == Some("CUBICSPLINE");
        let [input, output] = [("input", AccessorUse::Times), ("output", AccessorUse::Keys)].map(|(key, usage)| {
            let index = self.resolve(links, sampler, key, "accessors", at)?;
            let at = at.key(key);
            self.use_accessor(links, index, (usage, ViewUse::Other), &at);
            if links.view_of(index).is_some_and(|(_, view)| view.stride.is_some()) {
                self.add(Code::AnimationSamplerAccessorWithByteStride, &at, &[]);
            }
            Some(index)
        });
        if let Some(input) = input {
            self.times(links, input, is_cubic, &at.key("input"));
        }
        Sampler { input, output, is_cubic }
    }

    fn times(&mut self, links: &mut Links, input: usize, is_cubic: bool, at: &Pointer) {
        let accessor = &links.accessors[input];
        if accessor.layout.is("SCALAR", FLOAT, false) {
            links.tests.push((input, Test::Times, at.clone()));
        } else {
            self.add(Code::AnimationSamplerInputAccessorInvalidFormat, at, &[&accessor.layout]);
        }
        let accessor = &links.accessors[input];
        if !accessor.has_bounds() {
            self.add(Code::AnimationSamplerInputAccessorWithoutBounds, at, &[]);
        }
        if let Some(count) = accessor.count.filter(|count| is_cubic && *count < 2) {
            self.add(Code::AnimationSamplerInputAccessorTooFewElements, at, &[&count, &2]);
        }
    }

    /// What a channel moves; the morph targets of its mesh, if there is one.
    fn channel_target(&mut self, links: &mut Links, channel: &Value, at: &Pointer) -> Option<usize> {
        let target = channel.get("target")?;
        self.target_pointer(target, at);
        let node = target.index("node")?;
        self.resolve_index(links, node, "nodes", &at.key("node"))?;
        let node = &links.all("nodes")[node];
        let mesh = node.index("mesh").and_then(|mesh| links.all("meshes").get(mesh));
        let targets =
            mesh.and_then(|mesh| mesh.list("primitives").first()).map_or(0, |first| first.list("targets").len());
        match target.text("path") {
            Some("translation" | "rotation" | "scale") => {
                if node.get("matrix").is_some() {
                    self.add(Code::AnimationChannelTargetNodeMatrix, at, &[]);
                }
                let skin = node.index("skin").and_then(|skin| links.all("skins").get(skin));
                if skin.is_some_and(|skin| !skin.is_null()) {
                    self.add(Code::AnimationChannelTargetNodeSkin, &at.key("path"), &[]);
                }
            }
            Some("weights") if targets == 0 => {
                self.add(Code::AnimationChannelTargetNodeWeightsNoMorphs, at, &[]);
            }
            _ => {}
        }
        Some(targets)
    }

    fn target_pointer(&mut self, target: &Value, at: &Pointer) {
        if target.extension(POINTER).filter(|_| self.declares(POINTER)).is_none() {
            return;
        }
        let at = at.keys(&["extensions", POINTER]);
        // Whether what it points at exists, and can be moved so, is the reader's to say.
        self.add(Code::IncompleteExtensionSupport, &at, &[]);
        if target.index("node").is_some() {
            self.add(Code::KhrAnimationPointerAnimationChannelTargetNode, &at, &[]);
        }
        let path = target.text("path").unwrap_or_default();
        if path != "pointer" {
            self.add(Code::KhrAnimationPointerAnimationChannelTargetPath, &at, &[&path]);
        }
    }

    fn channel_values(
        &mut self,
        links: &mut Links,
        channel: &Value,
        sampler: Sampler,
        targets: Option<usize>,
        at: &Pointer,
    ) {
        let (Some(output), Some(target)) = (sampler.output, channel.get("target")) else { return };
        let Some(path) = target.text("path") else { return };
        let accessor = &links.accessors[output];
        if !allows(path, accessor.layout) {
            let details: [&dyn ToString; 2] = [&accessor.layout, &path];
            self.add(Code::AnimationSamplerOutputAccessorInvalidFormat, at, &details);
        }
        let per_key = match path {
            "translation" | "rotation" | "scale" => 1,
            "weights" => targets.unwrap_or(0) as u64,
            _ => 0,
        };
        let keys = sampler.input.and_then(|input| links.accessors[input].count);
        let expected =
            keys.map_or(0, |keys| keys.saturating_mul(if sampler.is_cubic { 3 } else { 1 }) * per_key.min(1 << 20));
        if let Some(count) = accessor.count.filter(|count| expected > 0 && *count != expected) {
            self.add(Code::AnimationSamplerOutputAccessorInvalidCount, at, &[&count, &expected]);
        }
        if path == "rotation" && accessor.components() == 4 {
            links.tests.push((output, Test::Rotations { is_cubic: sampler.is_cubic }, at.clone()));
        }
    }

    /// Two channels that move the same.
    fn duplicate_targets(&mut self, channels: &[Value], at: &Pointer) {
        let mut alike: HashMap<(usize, &str), Vec<usize>> = HashMap::new();
        for (c, channel) in channels.iter().enumerate() {
            let target = channel.get("target");
            let node = target.and_then(|target| target.index("node"));
            // A channel without sampler moves nothing.
            if let (Some(node), true) = (node, channel.index("sampler").is_some()) {
                let path = target.and_then(|target| target.text("path")).unwrap_or_default();
                alike.entry((node, path)).or_default().push(c);
            }
        }
        let mut alike: Vec<_> = alike.into_values().collect();
        alike.sort_unstable();
        for group in alike {
            for (i, channel) in group.iter().enumerate() {
                for other in &group[i + 1..] {
                    if self.report.is_full(Code::AnimationDuplicateTargets) {
                        return;
                    }
                    self.add(Code::AnimationDuplicateTargets, &at.index(*channel).key("target"), &[other]);
                }
            }
        }
    }
}

/// Whether values of a path may be laid out like this (§3.11).
fn allows(path: &str, layout: Layout) -> bool {
    let element = match path {
        "translation" | "scale" => return layout.is("VEC3", FLOAT, false),
        "rotation" => "VEC4",
        "weights" => "SCALAR",
        _ => return true,
    };
    let integers = [5120, 5121, 5122, 5123];
    layout.is(element, FLOAT, false) || integers.iter().any(|component| layout.is(element, *component, true))
}
