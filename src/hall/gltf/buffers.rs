//! Buffers and their views: where bytes are, before anything is known of their meaning.

use bytes::Bytes;

use super::elements::{Element, Elements};
use super::error::ImportError;
use super::ext_meshopt_compression::Packed;
use super::place::{Part, Place};
use super::source;
use super::uri::{self, Uri};
use super::warning::{Warning, WarningKind};
use super::{Budget, Document, Import, extensions};

/// Decoded geometry that needs no justification by the size of the file.
const FREE_BYTES: u64 = 16 << 20;

/// Where the bytes of a buffer come from.
pub(super) enum BufferSource {
    Bytes(Bytes),
    File(String),
    /// A stand-in for data that an extension compressed away, or a mistake; an error when used.
    Nowhere,
}

/// Where the bytes of each buffer come from. A buffer that cannot be read counts as one without data.
pub(super) fn sources(elements: &Elements, bin: Option<Bytes>) -> Result<Vec<BufferSource>, ImportError> {
    let mut bin = bin;
    let mut sources = Vec::with_capacity(elements.buffers.len());
    for (i, buffer) in elements.buffers.iter().enumerate() {
        let place = Place::of(Part::Buffer, i);
        let uri = buffer.get(place).ok().and_then(|b| b.uri.as_ref());
        sources.push(match uri {
            None if i == 0 => bin.take().map_or(BufferSource::Nowhere, BufferSource::Bytes),
            None => BufferSource::Nowhere,
            Some(uri) => match uri::parse(uri) {
                Some(Uri::Data(_, bytes)) => BufferSource::Bytes(bytes),
                Some(Uri::File(file)) => BufferSource::File(file),
                None => return Err(ImportError::ForbiddenUri { place, uri: uri::beginning(uri) }),
            },
        });
    }
    Ok(sources)
}

/// The files among them, each once.
pub(super) fn files(sources: &[BufferSource]) -> Vec<String> {
    let mut files = Vec::new();
    for source in sources {
        if let BufferSource::File(file) = source
            && !files.contains(file)
        {
            files.push(file.clone());
        }
    }
    files
}

impl<'a> Import<'a> {
    /// Gathers the buffers.
    pub(super) fn new(
        document: &'a Document,
        warnings: Vec<Warning>,
        file: &dyn Fn(&str) -> Option<Bytes>,
    ) -> Result<Self, ImportError> {
        let limits = &document.limits;
        let mut import = Self {
            limits,
            elements: &document.elements,
            buffers: Vec::with_capacity(document.buffers.len()),
            warnings,
            decoded: Budget::new("bytes of decoded geometry and animation", 0),
            drawn: Budget::new("triangles, lines and points", limits.elements),
            channels: Budget::new("animation channels", limits.animation_channels),
            keys: Budget::new("animation keys", limits.animation_keys),
            uv_sets: Vec::new(),
            unpacked: vec![None; document.elements.buffer_views.len()],
            geometries: &document.geometries,
            draco: Vec::new(),
            lacking: Vec::new(),
        };
        let mut total_bytes = document.json_bytes;
        for (i, source) in document.buffers.iter().enumerate() {
            let place = Place::of(Part::Buffer, i);
            let bytes = match source {
                BufferSource::Nowhere => None,
                BufferSource::Bytes(bytes) => Some(bytes.clone()),
                BufferSource::File(name) => Some(
                    file(name).ok_or_else(|| ImportError::MissingFile { place, file: super::visible(name, 256) })?,
                ),
            };
            let bytes = bytes.map(|bytes| import.cut_to_declared(i, bytes)).transpose()?;
            total_bytes += bytes.as_ref().map_or(0, |b| b.len() as u64);
            import.buffers.push(bytes);
        }
        let proportional = FREE_BYTES.saturating_add(total_bytes.saturating_mul(limits.decoded_per_file_byte));
        import.decoded.limit = limits.decoded_bytes.min(proportional);
        Ok(import)
    }

    fn cut_to_declared(&mut self, buffer: usize, bytes: Bytes) -> Result<Bytes, ImportError> {
        let place = Place::of(Part::Buffer, buffer);
        let found = bytes.len() as u64;
        ImportError::ensure_at_most(place, "bytes", found, self.limits.file_bytes)?;
        let needed = self.elements.buffers[buffer].get(place).map_or(0, |b| b.byte_length);
        if needed > found {
            self.warn(place, WarningKind::BufferShort { needed, found });
        }
        Ok(bytes.slice(..found.min(needed) as usize))
    }

    /// The bytes of a view, unpacked if need be, and its stride.
    pub(super) fn view(&mut self, index: usize, place: Place) -> Result<(Bytes, Option<usize>), ImportError> {
        let elements = self.elements;
        ImportError::ensure_exists(place, Part::BufferView, index, elements.buffer_views.len())?;
        let place = place.and(Part::BufferView, index);
        let element = &elements.buffer_views[index];
        let view = element.get(place)?;
        let stride = view.byte_stride.filter(|s| *s > 0);
        if let Some(bytes) = self.unpacked(index, element, place)? {
            return Ok((bytes, stride));
        }
        let offset = view.byte_offset.unwrap_or(0);
        Ok((self.buffer_range(view.buffer, offset, view.byte_length, place)?, stride))
    }

    /// A stretch of a buffer.
    fn buffer_range(&self, buffer: usize, offset: u64, length: u64, place: Place) -> Result<Bytes, ImportError> {
        ImportError::ensure_exists(place, Part::Buffer, buffer, self.buffers.len())?;
        let Some(bytes) = &self.buffers[buffer] else {
            return Err(ImportError::malformed(place, "its buffer has no data"));
        };
        let needed = offset.saturating_add(length);
        let found = bytes.len() as u64;
        if needed > found {
            return Err(ImportError::OutOfBounds { place, needed, found });
        }
        Ok(bytes.slice(offset as usize..needed as usize))
    }

    /// The bytes of a view that an extension packed; `None` for a plain one. Each is unpacked once.
    fn unpacked(
        &mut self,
        index: usize,
        element: &Element<source::BufferView>,
        place: Place,
    ) -> Result<Option<Bytes>, ImportError> {
        let Some((name, extension)) = extensions::packed_view(element) else { return Ok(None) };
        if let Some(bytes) = &self.unpacked[index] {
            return Ok(Some(bytes.clone()));
        }
        let unsound = || ImportError::Extension { place, name: name.into() };
        let packed = Packed::read(extension).ok_or_else(unsound)?;
        let bytes = self.buffer_range(packed.buffer, packed.offset, packed.length, place)?;
        if !packed.is_plausible() {
            return Err(unsound());
        }
        self.decoded.spend(place, (packed.count as u64).saturating_mul(packed.stride as u64))?;
        let bytes = Bytes::from(packed.unpack(&bytes).ok_or_else(unsound)?);
        self.unpacked[index] = Some(bytes.clone());
        Ok(Some(bytes))
    }
}
