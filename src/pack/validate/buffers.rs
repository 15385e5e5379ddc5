//! Buffers: where their bytes come from (glTF 2.0 §3.6.1.1).

use bytes::Bytes;

use super::Check;
use super::code::Code;
use super::container::Container;
use super::pointer::{Pointer, item};
use super::uri::{self, DATA_CHARS_MAX, Uri};
use super::value::Value;

/// What an address gives.
pub(super) enum Source {
    /// The media type and the bytes of a `data:` address; the grammar of some is broken, and engines read them all the same.
    Data {
        mime: String,
        bytes: Bytes,
        is_sound: bool,
    },
    File(Bytes),
    Nothing,
}

impl Check<'_> {
    /// The bytes of all buffers, as far as they are there.
    pub(super) fn buffers(&mut self, root: &Value, container: &Container) -> Vec<Option<Bytes>> {
        let buffers = root.list("buffers").iter().enumerate();
        buffers.map(|(i, buffer)| self.buffer(i, buffer, container)).collect()
    }

    fn buffer(&mut self, index: usize, buffer: &Value, container: &Container) -> Option<Bytes> {
        let at = item("buffers", index);
        let length = buffer.uint("byteLength");
        let is_chunk = self.is_glb && index == 0 && !buffer.has("uri") && !buffer.is_null();
        let bytes = match self.source(buffer, &at, length.is_some()) {
            Source::File(bytes) => Some(bytes),
            Source::Data { mime, bytes, is_sound } => {
                let is_buffer = matches!(mime.as_str(), "application/gltf-buffer" | "application/octet-stream");
                if is_sound && !is_buffer {
                    self.add(Code::BufferDataUriMimeTypeInvalid, &at.key("uri"), &[&mime]);
                }
                Some(bytes).filter(|_| is_buffer && is_sound)
            }
            Source::Nothing if is_chunk && length.is_some() => {
                if container.bin.is_none() {
                    self.add(Code::BufferMissingGlbData, &at, &[]);
                }
                container.bin.clone()
            }
            Source::Nothing => None,
        }?;
        let (found, needed) = (bytes.len() as u64, length?);
        if found < needed {
            self.add(Code::BufferByteLengthMismatch, &at, &[&found, &needed]);
            return None;
        }
        let padded = needed.next_multiple_of(4);
        if is_chunk && found > padded {
            self.add(Code::BufferGlbChunkTooBig, &at, &[&(found - padded)]);
        }
        Some(bytes)
    }

    /// Follows the `uri` of a buffer or an image, if that is allowed; a file is asked for only if it `is_wanted`.
    pub(super) fn source(&mut self, owner: &Value, at: &Pointer, is_wanted: bool) -> Source {
        let Some(uri) = owner.text("uri") else { return Source::Nothing };
        let at = at.key("uri");
        if self.is_glb {
            self.add(Code::UriGlb, &at, &[]);
        }
        if uri.len() > DATA_CHARS_MAX {
            self.add(Code::YzDataUriTooLarge, &at, &[&uri.len(), &DATA_CHARS_MAX]);
            return Source::Nothing;
        }
        match Uri::read(uri) {
            Uri::Broken(what) => {
                self.add(Code::InvalidUri, &at, &[&what]);
                Source::Nothing
            }
            Uri::Data(data) => {
                if !data.is_sound {
                    self.add(Code::InvalidUri, &at, &[&"not all of it can be decoded"]);
                } else if self.is_glb {
                    self.add(Code::DataUriGlb, &at, &[]);
                }
                let (mime, is_sound) = (data.mime, data.is_sound);
                data.bytes.map_or(Source::Nothing, |bytes| Source::Data { mime, bytes, is_sound })
            }
            Uri::NotRelative => {
                self.add(Code::NonRelativeUri, &at, &[&uri]);
                self.other_file(uri, &at, is_wanted, false)
            }
            Uri::Relative => self.other_file(uri, &at, is_wanted, true),
        }
    }

    fn other_file(&mut self, uri: &str, at: &Pointer, is_wanted: bool, is_relative: bool) -> Source {
        let Some(name) = uri::file(uri) else {
            self.add(Code::YzForbiddenUri, at, &[]);
            return Source::Nothing;
        };
        if !is_wanted {
            return Source::Nothing;
        }
        match (self.files)(&name) {
            Some(bytes) if bytes.len() as u64 <= self.limits.file_bytes => Source::File(bytes),
            Some(bytes) => {
                self.add(Code::YzFileTooLarge, at, &[&bytes.len(), &self.limits.file_bytes]);
                Source::Nothing
            }
            None => {
                if is_relative {
                    self.add(Code::IoError, at, &[&name]);
                }
                Source::Nothing
            }
        }
    }
}
