//! Files that a manifest names: there, inside the folder, and what they claim to be.

use bytes::Bytes;

use super::image_header::ImageHeader;
use super::{Check, Severity, Words, content};
use crate::gltf::uri::is_plain_path;
use crate::gltf::{Document, Part, Place, WarningKind};
use crate::manifest::{Hall, MediaKind};
use crate::{ImageType, ImportError, Panorama, Scene, beside};

/// Above this, a picture costs a phone more than it gives.
const LARGE_IMAGE_SIDE: u32 = 4096;

/// Above this, a film or sound should be cut or compressed.
const LARGE_MEDIA_BYTES: usize = 100 << 20;

impl Check<'_> {
    /// The bytes of a file that the manifest names; findings when there are none.
    pub(super) fn needed(&mut self, severity: Severity, entry: &str, place: &str, path: &str) -> Option<Bytes> {
        if !is_plain_path(path) {
            let zh = format!("{place} 的路径“{path}”不在展厅文件夹内");
            let en = format!("{place}: the path {path:?} is not a plain path inside the hall's folder");
            let hint = Words::new(
                "把文件放进展厅文件夹，写成 pictures/a.jpg 这样的相对路径。",
                "Put the file into the hall's folder and write a relative path such as pictures/a.jpg.",
            );
            self.add(Severity::Error, "path-forbidden", entry, place, Words::new(zh, en), hint);
            return None;
        }
        let bytes = (self.file)(&beside(entry, path));
        if bytes.is_none() {
            self.missing(severity, entry, place, path);
        }
        bytes
    }

    pub(super) fn missing(&mut self, severity: Severity, entry: &str, place: &str, path: &str) {
        let message = Words::new(format!("缺少文件“{path}”"), format!("the file {path:?} is missing"));
        let hint = Words::new(
            "检查文件名（包括大小写），并把文件放进展厅文件夹。",
            "Check the name, capital letters included, and put the file into the hall's folder.",
        );
        self.add(severity, "file-missing", entry, place, message, hint);
    }

    /// Everything but scenes.
    pub(super) fn media(&mut self, entry: &str, hall: &Hall) {
        if let Some(poster) = &hall.poster {
            self.picture(entry, "poster", poster);
        }
        if let Some(plan) = &hall.floor_plan {
            self.picture(entry, "floor_plan.file", &plan.file);
        }
        if let Some(panorama) = &hall.environment.panorama
            && let Some(bytes) = self.needed(Severity::Error, entry, "environment.panorama", panorama)
            && let Err(words) = Panorama::parse(&bytes)
        {
            let message =
                Words::new(format!("全景光照文件无法读取（{words}）"), format!("the panorama cannot be read: {words}"));
            let hint = Words::new("导出为 Radiance HDR（.hdr）格式。", "Export it as Radiance HDR (.hdr).");
            self.add(Severity::Error, "panorama", entry, "environment.panorama", message, hint);
        }
        for (i, sound) in hall.audio.iter().enumerate() {
            self.medium(entry, &format!("audio[{i}].file"), MediaKind::Audio, &sound.file);
        }
        for (i, exhibit) in hall.exhibits.iter().enumerate() {
            for (m, media) in exhibit.media.iter().enumerate() {
                let place = format!("exhibits[{i}].media[{m}]");
                self.medium(entry, &format!("{place}.file"), media.kind, &media.file);
                if media.alt.is_empty() && media.kind != MediaKind::Document {
                    self.no_alt(entry, &place);
                }
            }
            if let Some(model) = &exhibit.model {
                let place = format!("exhibits[{i}].model");
                if let Some(bytes) = self.needed(Severity::Error, entry, &place, model) {
                    self.import(&beside(entry, model), bytes);
                }
            }
        }
        self.films(entry, hall);
        for (i, tour) in hall.tours.iter().enumerate() {
            for (s, stop) in tour.stops.iter().enumerate() {
                for (key, files) in [("audio", &stop.audio), ("captions", &stop.captions)] {
                    for (lang, file) in files {
                        let place = format!("tours[{i}].stops[{s}].{key}.{lang}");
                        self.needed(Severity::Error, entry, &place, file);
                    }
                }
            }
        }
    }

    pub(super) fn no_alt(&mut self, entry: &str, place: &str) {
        let message = Words::new(format!("{place} 没有替代文字"), format!("{place} has no alternative text"));
        let hint = Words::new(
            "用一句话写明看到或听到的内容，供看不见或听不到的人阅读。",
            "Say in one sentence what is seen or heard, for those who can't.",
        );
        self.add(Severity::Warning, "alt-missing", entry, format!("{place}.alt"), message, hint);
    }

    pub(super) fn picture(&mut self, entry: &str, place: &str, path: &str) {
        self.medium(entry, place, MediaKind::Image, path);
    }

    fn medium(&mut self, entry: &str, place: &str, kind: MediaKind, path: &str) {
        let Some(bytes) = self.needed(Severity::Error, entry, place, path) else { return };
        if !is_of_kind(kind, &bytes) {
            let (zh, en) = match kind {
                MediaKind::Image => ("PNG、JPEG 或 WebP 图片", "a PNG, JPEG or WebP image"),
                MediaKind::Video => ("MP4 视频", "an MP4 film"),
                MediaKind::Audio => ("MP3、M4A、Ogg 或 WAV 声音", "an MP3, M4A, Ogg or WAV sound"),
                MediaKind::Document => ("PDF 文档", "a PDF document"),
            };
            let message = Words::new(format!("“{path}”不是{zh}"), format!("{path:?} is not {en}"));
            let hint = Words::new("转换格式，不要只改扩展名。", "Convert it; renaming is not enough.");
            self.add(Severity::Error, "media-type", entry, place, message, hint);
        } else if kind == MediaKind::Image {
            self.image(entry, place, path, &bytes);
        } else {
            self.long_medium(entry, place, path, &bytes);
        }
    }

    pub(super) fn long_medium(&mut self, entry: &str, place: &str, path: &str, bytes: &[u8]) {
        if bytes.len() > LARGE_MEDIA_BYTES {
            let megabytes = bytes.len() >> 20;
            let message = Words::new(format!("“{path}”有 {megabytes} MB"), format!("{path:?} has {megabytes} MB"));
            let hint = Words::new("压缩或剪短，手机用户会感谢您。", "Compress or shorten it; phones will be grateful.");
            self.add(Severity::Hint, "media-large", entry, place, message, hint);
        }
    }

    /// Size and shape of a picture; its pixels, when known.
    pub(super) fn image(&mut self, file: &str, place: &str, name: &str, bytes: &[u8]) -> u64 {
        let Some((width, height)) = size(bytes) else {
            if ImageType::sniff(bytes).is_none() {
                // The surface is shown without it, as it is when the file holds such an image itself.
                let (message, hint) = content::no_image(name, bytes);
                self.add(Severity::Warning, "gltf-image-unknown", file, place, message, hint);
                return 0;
            }
            let message = Words::new(
                format!("图片“{name}”已损坏，读不出尺寸"),
                format!("the image {name:?} is damaged: it has no size"),
            );
            let hint = Words::new("重新保存该图片。", "Save the image again.");
            self.add(Severity::Error, "image-damaged", file, place, message, hint);
            return 0;
        };
        let side = width.max(height);
        let (severity, limit) = match side {
            side if side > self.limits.image_side => (Severity::Error, self.limits.image_side),
            side if side > LARGE_IMAGE_SIDE => (Severity::Hint, LARGE_IMAGE_SIDE),
            _ => return u64::from(width) * u64::from(height),
        };
        let message = Words::new(
            format!("图片“{name}”为 {width} × {height} 像素，边长超过 {limit}"),
            format!("the image {name:?} is {width} by {height} pixels, more than {limit} on a side"),
        );
        let hint = Words::new(
            format!("缩小到 {} 像素以内。", limit.min(LARGE_IMAGE_SIDE)),
            format!("Scale it down to {} pixels.", limit.min(LARGE_IMAGE_SIDE)),
        );
        self.add(severity, "image-large", file, place, message, hint);
        u64::from(width) * u64::from(height)
    }

    /// The scene of a glTF file; findings for what is wrong with it.
    pub(super) fn import(&mut self, path: &str, bytes: Bytes) -> Option<(String, Scene)> {
        use super::place::json_path;
        use super::{words_error, words_warning};
        let file = self.file;
        let imported = Document::open(bytes.clone(), self.limits)
            .and_then(|document| document.import(&|name| file(&beside(path, name))));
        match imported {
            Ok((scene, warnings)) => {
                for warning in warnings {
                    let severity = words_warning::severity(&warning);
                    let (message, hint) = match &warning.kind {
                        WarningKind::ImageUnknown { head } => {
                            content::no_image(image_name(&scene, warning.place), head)
                        }
                        _ => (words_warning::message(&warning), words_warning::hint(&warning)),
                    };
                    self.add(severity, warning.code(), path, json_path(warning.place), message, hint);
                }
                Some((path.to_owned(), scene))
            }
            Err(error) => {
                let known = if error == ImportError::NotGltf { content::no_scene(&bytes) } else { None };
                let (message, hint) =
                    known.unwrap_or_else(|| (words_error::import_words(&error), words_error::hint(&error)));
                self.add(Severity::Error, error.code(), path, json_path(error.place()), message, hint);
                None
            }
        }
    }
}

/// How a scene calls the image at a place.
fn image_name(scene: &Scene, place: Place) -> &str {
    let at = place.parts().find(|(part, _)| *part == Part::Image).map(|(_, index)| index as usize);
    at.and_then(|at| scene.images.get(at)).map_or("", |image| &image.name)
}

fn is_of_kind(kind: MediaKind, bytes: &[u8]) -> bool {
    match kind {
        // A page shows it, not the engine.
        MediaKind::Image => ImageType::sniff(bytes).is_some_and(|kind| kind != ImageType::Ktx2),
        MediaKind::Video => bytes.get(4..8) == Some(b"ftyp"),
        MediaKind::Audio => {
            let is_mpeg = matches!(bytes, [0xff, second, ..] if second & 0xe0 == 0xe0);
            let starts = |magic: &[u8]| bytes.starts_with(magic);
            is_mpeg || starts(b"ID3") || starts(b"OggS") || starts(b"RIFF") || bytes.get(4..8) == Some(b"ftyp")
        }
        MediaKind::Document => bytes.starts_with(b"%PDF-"),
    }
}

/// Width and height of a picture that has any, pixels.
fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let ImageHeader { width, height, .. } = ImageHeader::read(bytes).ok()?;
    (width > 0 && height > 0).then_some((width, height))
}
