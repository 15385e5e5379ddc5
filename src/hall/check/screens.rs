//! Screens: where they are, and what they show.

use super::{Check, Severity, Words};
use crate::manifest::{Hall, Screen, ScreenFormat};
use crate::{ImageType, Scene, Surface};

impl Check<'_> {
    /// What screens show.
    pub(super) fn films(&mut self, entry: &str, hall: &Hall) {
        for (i, screen) in hall.screens.iter().enumerate() {
            let place = format!("screens[{i}].file");
            if let Some(bytes) = self.needed(Severity::Error, entry, &place, &screen.file) {
                self.film(entry, place, screen, &bytes);
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

    /// What a screen shows, and whether its ending says so.
    fn film(&mut self, entry: &str, place: String, screen: &Screen, bytes: &[u8]) {
        let file = &screen.file;
        let (message, hint) = match format_of(bytes) {
            None => (
                Words::new(
                    format!("“{file}”不是能在屏幕上播放的文件"),
                    format!("{file:?} is nothing that a screen can show"),
                ),
                Words::new(
                    "使用 MP4（H.264）或 WebM 视频，或 GIF、WebP、APNG 动图。",
                    "Use an MP4 (H.264) or WebM film, or a GIF, WebP or APNG that moves.",
                ),
            ),
            Some(format) if !screen.is_of(format) => {
                let ending = format.endings()[0];
                (
                    Words::new(
                        format!("“{file}”的扩展名与内容不符，内容是 .{ending}，网页会按扩展名播放而失败"),
                        format!("{file:?} is .{ending} by its content; pages go by the ending and fail to play it"),
                    ),
                    Words::new(
                        format!("把扩展名改为 .{ending}；QuickTime（.mov）请先转换为 MP4（H.264）。"),
                        format!("Let the name end in .{ending}; convert QuickTime (.mov) to MP4 (H.264) first."),
                    ),
                )
            }
            Some(_) => return self.long_medium(entry, &place, file, bytes),
        };
        self.add(Severity::Error, "media-type", entry, place, message, hint);
    }

    /// What screens are.
    pub(super) fn screens(&mut self, entry: &str, hall: &Hall, scenes: &[&Scene]) {
        for (i, screen) in hall.screens.iter().enumerate() {
            // A visitor sees it where the name comes first.
            let has_node = |scene: &&&Scene| scene.nodes.iter().any(|node| node.name == screen.node);
            let Some(scene) = scenes.iter().find(has_node) else { continue };
            let shown = scene.surfaces_of(&screen.node, screen.material.as_deref());
            let has_uvs = |s: &Surface| scene.meshes[s.mesh.index()].primitives[s.primitive].has_uvs();
            let (place, message, hint) = if shown.is_empty() {
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
            } else if !shown.iter().all(has_uvs) {
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

/// What a file is by its content.
fn format_of(bytes: &[u8]) -> Option<ScreenFormat> {
    match ImageType::sniff(bytes) {
        Some(ImageType::Png) => Some(ScreenFormat::Png),
        Some(ImageType::WebP) => Some(ScreenFormat::WebP),
        Some(ImageType::Avif) => Some(ScreenFormat::Avif),
        Some(ImageType::Jpeg | ImageType::Ktx2) => None,
        None if bytes.starts_with(b"GIF8") => Some(ScreenFormat::Gif),
        None if bytes.starts_with(b"\x1a\x45\xdf\xa3") => Some(ScreenFormat::WebM),
        None => (bytes.get(4..8) == Some(b"ftyp")).then_some(ScreenFormat::Mp4),
    }
}
