//! The last stage: the file is read as the visitors' browsers will read it. Only this decides whether a file can be shown; what else the
//! specification calls an error may well be repaired.

use bytes::Bytes;
use hall::ImportError;
use hall::gltf::{Document, Part, Place};

use super::Check;
use super::code::Code;
use super::pointer::Pointer;

impl Check<'_> {
    pub(super) fn read(&mut self, file: Bytes) {
        let read = Document::open(file, self.limits).and_then(|document| document.import(self.files));
        let Err(error) = read else { return };
        let at = pointer(error.place());
        match error {
            ImportError::RequiredExtension { names } => {
                self.add(Code::YzRequiredExtension, &Pointer::default().key("extensionsRequired"), &[&names]);
            }
            ImportError::ForbiddenUri { .. } => self.add(Code::YzForbiddenUri, &at, &[]),
            ImportError::TooMuch { what, found, limit, .. } => {
                self.add(Code::YzTooMany, &at, &[&format!("{found} {what}"), &limit]);
            }
            error => self.add(Code::YzUnreadable, &at, &[&error]),
        }
    }
}

/// What the reader names by kind and number; of several the innermost that stands for itself.
fn pointer(place: Place) -> Pointer {
    let mut at = Pointer::default();
    for (part, index) in place.parts() {
        let (is_inside, collection) = match part {
            Part::Scene => (false, "scenes"),
            Part::Node => (false, "nodes"),
            Part::Mesh => (false, "meshes"),
            Part::Primitive => (true, "primitives"),
            Part::MorphTarget => (true, "targets"),
            Part::Accessor => (false, "accessors"),
            Part::BufferView => (false, "bufferViews"),
            Part::Buffer => (false, "buffers"),
            Part::Material => (false, "materials"),
            Part::Texture => (false, "textures"),
            Part::Sampler => (false, "samplers"),
            Part::Image => (false, "images"),
            Part::Skin => (false, "skins"),
            Part::Animation => (false, "animations"),
            Part::Channel => (true, "channels"),
            Part::AnimationSampler => (true, "samplers"),
            Part::Camera => (false, "cameras"),
            Part::Light => (false, "lights"),
        };
        let outside = if is_inside { at } else { Pointer::default() };
        at = outside.key(collection).index(index as usize);
    }
    at
}
