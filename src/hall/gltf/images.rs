//! Images, still encoded: which bytes they are, or which file.

use bytes::Bytes;

use super::Import;
use super::error::ImportError;
use super::place::{Part, Place};
use super::source;
use super::uri::{self, Uri};
use super::warning::WarningKind;
use crate::{Image, ImageSource, ImageType};

/// So much of an image of an unknown kind is kept, for whoever can tell what it is.
const HEAD_BYTES: usize = 64;

impl Import<'_> {
    /// All images of the file, in order.
    pub(super) fn images(&mut self) -> Vec<Image> {
        let elements = self.elements;
        let mut images = Vec::with_capacity(elements.images.len());
        for (i, element) in elements.images.iter().enumerate() {
            let place = Place::of(Part::Image, i);
            let image = element.get(place);
            let name = image.as_ref().ok().and_then(|image| image.name.as_ref());
            let name = self.name(name, place);
            let source = image.and_then(|image| self.image_source(image, place));
            let source = source.unwrap_or_else(|error| {
                self.warn(place, WarningKind::Broken(Box::new(error)));
                ImageSource::Missing
            });
            images.push(Image { name, source });
        }
        images
    }

    fn image_source(&mut self, image: &source::Image, place: Place) -> Result<ImageSource, ImportError> {
        let claimed = image.mime_type.as_deref();
        if let Some(view) = image.buffer_view {
            let (bytes, _) = self.view(view, place)?;
            return Ok(self.image_bytes(bytes, claimed, place));
        }
        let Some(uri) = &image.uri else {
            return Err(ImportError::malformed(place, "there is neither uri nor bufferView"));
        };
        match uri::parse(uri) {
            Some(Uri::File(file)) => Ok(ImageSource::File(file)),
            Some(Uri::Data(mime, bytes)) => Ok(self.image_bytes(bytes, claimed.or(Some(&mime)), place)),
            None => {
                self.warn(place, WarningKind::ImageUri { uri: uri::beginning(uri) });
                Ok(ImageSource::Missing)
            }
        }
    }

    fn image_bytes(&mut self, bytes: Bytes, claimed: Option<&str>, place: Place) -> ImageSource {
        let Some(found) = ImageType::sniff(&bytes) else {
            self.warn(place, WarningKind::ImageUnknown { head: bytes.slice(..bytes.len().min(HEAD_BYTES)) });
            return ImageSource::Missing;
        };
        if claimed.is_some_and(|claimed| claimed != found.mime() && claimed.starts_with("image/")) {
            self.warn(place, WarningKind::ImageType);
        }
        ImageSource::Bytes(found, bytes)
    }
}
