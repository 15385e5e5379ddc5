//! What the scenes and the manifest say of each other, and what they cost.

use super::ids::nearest;
use super::{Check, Severity, Words, floor};
use crate::manifest::{Anchor, Hall};
use crate::{ImageSource, Scene, Topology};

/// More than this, and a phone drops frames.
const MANY_TRIANGLES: u64 = 1_000_000;
const MANY_DRAWS: u64 = 1_000;
const MANY_PIXELS: u64 = 64 << 20;

/// Less floor than this is no hall, square metres.
const LEAST_FLOOR: f32 = 1.0;

impl Check<'_> {
    /// All scenes of a hall, which share one space.
    pub(super) fn scenes(&mut self, scenes: &[(String, Scene)], manifest: Option<(&str, &Hall)>) {
        for (path, scene) in scenes {
            self.images(path, scene);
            self.variant_names(path, scene);
        }
        if scenes.is_empty() {
            return;
        }
        let all: Vec<&Scene> = scenes.iter().map(|(_, scene)| scene).collect();
        self.cost(&scenes[0].0, &all);
        let (entry, hall) = match manifest {
            Some((entry, hall)) => (entry, Some(hall)),
            None => (scenes[0].0.as_str(), None),
        };
        self.floor(entry, &all, hall);
        if let Some(hall) = hall {
            self.anchors(entry, hall, &all);
            self.offered_variants(entry, hall, &all);
            self.screens(entry, hall, &all);
        }
    }

    fn images(&mut self, path: &str, scene: &Scene) {
        let mut pixels = 0_u64;
        // A device decodes the one or the other.
        let is_shown = |id: u32| scene.textures.iter().any(|texture| texture.image.0 == id);
        let is_fallback = |id: u32| scene.textures.iter().any(|texture| texture.fallback.is_some_and(|f| f.0 == id));
        for (i, image) in scene.images.iter().enumerate() {
            let place = format!("images[{i}]");
            let is_spare = is_fallback(i as u32) && !is_shown(i as u32);
            let found = match &image.source {
                ImageSource::Missing => 0,
                ImageSource::Bytes(_, bytes) => self.image(path, &place, &image.name, bytes),
                ImageSource::File(file) => {
                    let file = crate::beside(path, file);
                    match (self.file)(&file) {
                        Some(bytes) => self.image(path, &place, &file, &bytes),
                        None => {
                            // The surface is shown without it.
                            self.missing(Severity::Warning, path, &place, &file);
                            0
                        }
                    }
                }
            };
            pixels += if is_spare { 0 } else { found };
        }
        let limit = self.limits.image_pixels;
        let (severity, limit) = match pixels {
            pixels if pixels > limit => (Severity::Error, limit),
            pixels if pixels > MANY_PIXELS => (Severity::Hint, MANY_PIXELS),
            _ => return,
        };
        let (found, limit) = (pixels / 1_000_000, limit / 1_000_000);
        let message = Words::new(
            format!("图片共 {found} 百万像素，建议不超过 {limit}"),
            format!("the images have {found} megapixels in all, more than {limit}"),
        );
        let hint = Words::new("缩小贴图，或让几个物体共用一张。", "Scale textures down, or let objects share one.");
        self.add(severity, "images-large", path, "images", message, hint);
    }

    fn cost(&mut self, path: &str, scenes: &[&Scene]) {
        let shown = || {
            let meshes = scenes.iter().flat_map(|s| s.nodes.iter().filter_map(|n| Some(&s.meshes[n.mesh?.index()])));
            meshes.flat_map(|m| &m.primitives)
        };
        let triangles = shown().filter(|p| p.topology == Topology::Triangles).map(|p| p.indices.len() as u64 / 3).sum();
        let draws = shown().count() as u64;
        for (code, found, limit, zh, en) in [
            ("triangles-many", triangles, MANY_TRIANGLES, "三角形", "triangles"),
            ("draws-many", draws, MANY_DRAWS, "绘制对象", "things to draw"),
        ] {
            if found > limit {
                let message = Words::new(
                    format!("共有 {found} 个{zh}，手机上建议不超过 {limit}"),
                    format!("there are {found} {en}, more than {limit} is slow on a phone"),
                );
                let hint = Words::new(
                    "简化模型，合并使用同一材质的对象。",
                    "Simplify the model, and join objects that share a material.",
                );
                self.add(Severity::Hint, code, path, "", message, hint);
            }
        }
    }

    fn floor(&mut self, entry: &str, scenes: &[&Scene], hall: Option<&Hall>) {
        let spawn = hall.and_then(|h| h.spawn).filter(|s| s.position.is_finite());
        if let Some(spawn) = spawn
            && !scenes.iter().any(|s| floor::has_floor_at(s, spawn.position))
        {
            let message = Words::new("出生点下面没有地面", "there is no floor under the spawn");
            let hint = Words::new(
                "把 spawn.position 移到地面上（脚的位置，单位米），或去掉 spawn 让系统自动选择。",
                "Move spawn.position onto the floor (where the feet are, metres), or leave spawn out.",
            );
            self.add(Severity::Error, "spawn-no-floor", entry, "spawn.position", message, hint);
        }
        let area: f32 = scenes.iter().map(|s| floor::floor_area(s)).sum();
        if spawn.is_none() && area < LEAST_FLOOR {
            let message = Words::new("场景里没有可以站立的地面", "there is no floor to stand on in the scene");
            let hint = Words::new(
                "添加至少一平方米的水平面；如果只是一件展品，请放进有地面的展厅。",
                "Add a level surface of a square metre at least; an exhibit alone belongs into a hall.",
            );
            self.add(Severity::Warning, "floor-missing", entry, "", message, hint);
        }
    }

    fn anchors(&mut self, entry: &str, hall: &Hall, scenes: &[&Scene]) {
        let names: Vec<&str> = scenes.iter().flat_map(|s| s.nodes.iter().map(|n| n.name.as_str())).collect();
        let exhibits = hall.exhibits.iter().enumerate().map(|(i, e)| (format!("exhibits[{i}].anchor"), &e.anchor));
        let portals = hall.portals.iter().enumerate().map(|(i, p)| (format!("portals[{i}].anchor"), &p.anchor));
        let sounds = hall.audio.iter().enumerate();
        let sounds = sounds.filter_map(|(i, s)| Some((format!("audio[{i}].anchor"), s.anchor.as_ref()?)));
        let screens: Vec<Anchor> = hall.screens.iter().map(|s| Anchor::Node(s.node.clone())).collect();
        let screens = screens.iter().enumerate().map(|(i, anchor)| (format!("screens[{i}].node"), anchor));
        for (place, anchor) in exhibits.chain(portals).chain(sounds).chain(screens) {
            match anchor {
                Anchor::Node(name) if !names.contains(&name.as_str()) => {
                    let message = Words::new(
                        format!("{place} 指向的节点“{name}”不在场景中"),
                        format!("{place}: there is no node {name:?} in the scenes"),
                    );
                    let hint = match nearest(name, &names) {
                        Some(near) => Words::new(format!("是不是“{near}”？"), format!("Perhaps {near:?}?")),
                        None => Words::new(
                            "写成场景中某个节点的名称，或改用 position。",
                            "Use the name of a node in the scene, or a position.",
                        ),
                    };
                    self.add(Severity::Error, "anchor-unknown", entry, place, message, hint);
                }
                Anchor::Position(position) if !position.is_finite() => {
                    let message = Words::new(format!("{place} 的数值超出范围"), format!("{place} is out of range"));
                    self.add(Severity::Error, "number-range", entry, place, message, Words::default());
                }
                _ => {}
            }
        }
    }
}
