//! Images: where their bytes come from, what kind they are, how large (glTF 2.0 §3.8.3).

use bytes::Bytes;
use hall::{ImageError, ImageHeader, ImageType};

use super::Check;
use super::buffers::Source;
use super::code::Code;
use super::elements::Data;
use super::links::Links;
use super::pointer::{Pointer, item};
use super::value::Value;
use super::views::ViewUse;

/// Packed metadata of this size are no description and no profile of a screen any more.
const METADATA_BYTES_MAX: u32 = 128 << 10;

/// The bytes of an image.
struct Encoded {
    bytes: Bytes,
    /// Which property they come from.
    key: &'static str,
    /// What a `data:` address calls them.
    mime: Option<String>,
    is_sound: bool,
}

impl Check<'_> {
    /// What images say of themselves, and the views they refer to.
    pub(super) fn images(&mut self, links: &mut Links) {
        for (i, image) in links.all("images").iter().enumerate().filter(|(_, image)| !image.is_null()) {
            let at = item("images", i);
            let (has_view, has_uri) = (image.get("bufferView").is_some(), image.get("uri").is_some());
            if has_view && image.get("mimeType").is_none() {
                self.add(Code::UnsatisfiedDependency, &at.key("bufferView"), &[&"mimeType"]);
            }
            if has_view == has_uri {
                self.add(Code::OneOfMismatch, &at, &[&"bufferView, uri"]);
            }
            let Some(view) = self.resolve(links, image, "bufferView", "bufferViews", &at) else { continue };
            self.use_view(links, view, ViewUse::Image, &at.key("bufferView"));
            if links.views[view].stride.is_some() {
                self.add(Code::ImageBufferViewWithByteStride, &at.key("bufferView"), &[]);
            }
        }
    }

    /// What the images themselves say; for each its media type, if it is known.
    pub(super) fn image_data(&mut self, data: &Data) -> Vec<Option<&'static str>> {
        let mut pixels = 0;
        let mut kinds = Vec::new();
        for (i, image) in data.links.all("images").iter().enumerate() {
            let at = item("images", i);
            let header = self.encoded(data, image, &at).and_then(|encoded| self.image(image, &encoded, &at));
            pixels += header.as_ref().map_or(0, |header| u64::from(header.width) * u64::from(header.height));
            kinds.push(header.map(|header| header.kind.mime()));
        }
        if pixels > self.limits.image_pixels {
            let at = Pointer::default().key("images");
            self.add(Code::YzImagesTooLarge, &at, &[&pixels, &self.limits.image_pixels]);
        }
        kinds
    }

    fn encoded(&mut self, data: &Data, image: &Value, at: &Pointer) -> Option<Encoded> {
        match self.source(image, at, true) {
            Source::Data { mime, bytes, is_sound } => Some(Encoded { bytes, key: "uri", mime: Some(mime), is_sound }),
            Source::File(bytes) => Some(Encoded { bytes, key: "uri", mime: None, is_sound: true }),
            Source::Nothing if image.get("uri").is_some() => None,
            Source::Nothing => {
                let bytes = data.view_bytes(image.index("bufferView")?)?;
                Some(Encoded { bytes, key: "bufferView", mime: None, is_sound: true })
            }
        }
    }

    fn image(&mut self, image: &Value, encoded: &Encoded, at: &Pointer) -> Option<ImageHeader> {
        let Encoded { bytes, key, mime, is_sound } = encoded;
        let declared = image.text("mimeType");
        if is_svg(bytes) || [mime.as_deref(), declared].contains(&Some("image/svg+xml")) {
            self.add(Code::YzSvgImage, &at.key(key), &[]);
        }
        let header = ImageHeader::read(bytes);
        if let Ok(header) = &header {
            self.image_size(header, at);
        }
        if !is_sound {
            return None;
        }
        let kind = Some(bytes).filter(|bytes| bytes.len() >= 14).and_then(|bytes| ImageType::sniff(bytes));
        if mime.as_ref().is_some_and(|mime| kind.map(ImageType::mime) != Some(mime)) {
            self.add(Code::InvalidUri, &at.key(key), &[&"the data are not what the address says they are"]);
            return None;
        }
        let header = match header {
            Ok(header) => header,
            Err(error) => {
                match error {
                    ImageError::Unrecognised => self.add(Code::ImageUnrecognizedFormat, at, &[]),
                    ImageError::Cut => self.add(Code::ImageUnexpectedEos, at, &[]),
                    ImageError::Broken(what) => self.add(Code::ImageDataInvalid, at, &[&what]),
                }
                return None;
            }
        };
        self.image_kind(&header, declared, &at.key(key), at);
        Some(header)
    }

    fn image_kind(&mut self, header: &ImageHeader, declared: Option<&str>, source_at: &Pointer, at: &Pointer) {
        let extension = match header.kind {
            ImageType::Png | ImageType::Jpeg => None,
            ImageType::WebP => Some("EXT_texture_webp"),
            ImageType::Avif => Some("EXT_texture_avif"),
            ImageType::Ktx2 => Some("KHR_texture_basisu"),
        };
        let mime = header.kind.mime();
        if extension.is_some_and(|extension| !self.declares(extension)) {
            self.add(Code::ImageNonEnabledMimeType, at, &[&mime]);
        }
        if let Some(declared) = declared.filter(|declared| *declared != mime) {
            self.add(Code::ImageMimeTypeInvalid, source_at, &[&mime, &declared]);
        }
        if !header.width.is_power_of_two() || !header.height.is_power_of_two() {
            self.add(Code::ImageNpotDimensions, at, &[&header.width, &header.height]);
        }
        if header.has_inks {
            self.add(Code::ImageDataInvalid, at, &[&"it has neither one nor three colours"]);
        }
        if header.has_ignored_features {
            self.add(Code::ImageFeaturesUnsupported, at, &[]);
        }
    }

    /// What a header promises to whoever decodes the rest.
    fn image_size(&mut self, header: &ImageHeader, at: &Pointer) {
        let (width, height, side) = (header.width, header.height, self.limits.image_side);
        if width > side || height > side {
            self.add(Code::YzImageTooLarge, at, &[&width, &height, &side]);
        }
        if width == 0 || height == 0 {
            self.add(Code::YzImageEmpty, at, &[]);
        }
        if header.packed_metadata > METADATA_BYTES_MAX {
            self.add(Code::YzImageMetadata, at, &[&header.packed_metadata]);
        }
        if !header.has_sound_levels {
            self.add(Code::YzImageLevels, at, &[]);
        }
    }

    /// Textures must have images of a kind that their place allows; `kinds` are those of the images by their content.
    pub(super) fn texture_kinds(&mut self, links: &Links, kinds: &[Option<&'static str>]) {
        const PLACES: [(&[&str], &[&str]); 4] = [
            (&[], &["image/jpeg", "image/png"]),
            (&["extensions", "EXT_texture_webp"], &["image/webp"]),
            (&["extensions", "EXT_texture_avif"], &["image/avif"]),
            (&["extensions", "KHR_texture_basisu"], &["image/ktx2"]),
        ];
        for (i, texture) in links.all("textures").iter().enumerate() {
            for (path, allowed) in PLACES {
                if path.last().is_some_and(|name| !self.declares(name)) {
                    continue;
                }
                let source = texture.below(path).and_then(|place| place.index("source"));
                let Some(image) = source.filter(|source| *source < kinds.len()) else { continue };
                let kind = links.all("images")[image].text("mimeType").or(kinds[image]);
                if let Some(kind) = kind.filter(|kind| !allowed.contains(kind)) {
                    let at = item("textures", i).keys(path).key("source");
                    self.add(Code::TextureInvalidImageMimeType, &at, &[&kind]);
                }
            }
        }
    }
}

/// A picture that is a document, and may have scripts and addresses in it.
fn is_svg(bytes: &[u8]) -> bool {
    const LOOKED_AT: usize = 1024;
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(LOOKED_AT)]);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    text.starts_with('<') && text.contains("<svg")
}
