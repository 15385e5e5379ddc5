//! Screens: where they are, and what they show.

use super::{Check, Severity, Words};
use crate::manifest::{Hall, Screen};
use crate::{ImageType, Scene};

impl Check<'_> {
    /// What screens show.
    pub(super) fn films(&mut self, entry: &str, hall: &Hall) {
        for (i, screen) in hall.screens.iter().enumerate() {
            let place = format!("screens[{i}].file");
            if let Some(bytes) = self.needed(Severity::Error, entry, &place, &screen.file) {
                if is_film(&bytes) {
                    self.long_medium(entry, &place, &screen.file, &bytes);
                } else {
                    let message = Words::new(
                        format!("“{}”不是能在屏幕上播放的文件", screen.file),
                        format!("{:?} is nothing that a screen can show", screen.file),
                    );
                    let hint = Words::new(
                        "使用 MP4（H.264）或 WebM 视频，或 GIF、WebP、APNG 动图。",
                        "Use an MP4 (H.264) or WebM film, or a GIF, WebP or APNG that moves.",
                    );
                    self.add(Severity::Error, "media-type", entry, place, message, hint);
                }
            }
            if let Some(poster) = &screen.poster {
                self.picture(entry, &format!("screens[{i}].poster"), poster);
            }
            for (lang, file) in &screen.captions {
                self.needed(Severity::Error, entry, &format!("screens[{i}].captions.{lang}"), file);
            }
            if screen.alt.is_empty() {
                self.no_alt(entry, &format!("screens[{i}]"));
            }
        }
    }

    /// What screens are.
    pub(super) fn screens(&mut self, entry: &str, hall: &Hall, scenes: &[&Scene]) {
        for (i, screen) in hall.screens.iter().enumerate() {
            let shown: Vec<Surface> = scenes.iter().flat_map(|scene| surfaces(scene, screen)).collect();
            let is_there = scenes.iter().any(|scene| scene.nodes.iter().any(|node| node.name == screen.node));
            let (place, message, hint) = if !is_there {
                continue;
            } else if shown.is_empty() {
                (
                    format!("screens[{i}].{}", if screen.material.is_some() { "material" } else { "node" }),
                    Words::new(
                        format!("屏幕“{}”没有可以显示画面的表面", screen.id),
                        format!("the screen {:?} has no surface to show anything on", screen.id),
                    ),
                    Words::new(
                        "node 应指向一个网格；如写了 material，名称要与文件中的材质一致。",
                        "Let node name a mesh, and material, if there is one, a material of it.",
                    ),
                )
            } else if shown.iter().any(|surface| !surface.has_coordinates) {
                (
                    format!("screens[{i}].node"),
                    Words::new(
                        format!("屏幕“{}”的表面没有纹理坐标，画面无法铺开", screen.id),
                        format!("the screen {:?} has no texture coordinates to spread a picture by", screen.id),
                    ),
                    Words::new(
                        "请在建模软件中为该网格展开 UV，让整幅画面占满 0 到 1。",
                        "Unwrap that mesh in the modelling program, so that the whole picture fills 0 to 1.",
                    ),
                )
            } else {
                continue;
            };
            self.add(Severity::Error, "screen-surface", entry, place, message, hint);
        }
    }
}

struct Surface {
    has_coordinates: bool,
}

fn surfaces(scene: &Scene, screen: &Screen) -> Vec<Surface> {
    let Some(root) = scene.nodes.iter().position(|node| node.name == screen.node) else { return Vec::new() };
    let mut is_below = vec![false; scene.nodes.len()];
    let mut found = Vec::new();
    for (i, node) in scene.nodes.iter().enumerate() {
        is_below[i] = i == root || node.parent.is_some_and(|parent| is_below[parent.index()]);
        let Some(mesh) = node.mesh.filter(|_| is_below[i]) else { continue };
        let material = |p: &crate::Primitive| p.material.map_or("", |m| scene.materials[m.index()].name.as_str());
        let is_meant = |p: &&crate::Primitive| screen.material.as_ref().is_none_or(|name| name == material(p));
        let shown = scene.meshes[mesh.index()].primitives.iter().filter(is_meant);
        found.extend(shown.map(|p| Surface { has_coordinates: p.uvs.iter().any(|uvs| !uvs.is_empty()) }));
    }
    found
}

fn is_film(bytes: &[u8]) -> bool {
    let is_webm = bytes.starts_with(b"\x1a\x45\xdf\xa3");
    let is_picture = matches!(ImageType::sniff(bytes), Some(ImageType::Png | ImageType::WebP));
    is_webm || is_picture || bytes.starts_with(b"GIF8") || bytes.get(4..8) == Some(b"ftyp")
}
