//! From a hall's files to what is weighed.

use bytes::Bytes;
use hall::gltf::Document;
use hall::{Hall, Image, ImageHeader, ImageSource, ImageType, Limits, beside};

use super::load::{Picture, Weighed};

type Files<'a> = &'a dyn Fn(&str) -> Option<Bytes>;

/// Reads the scenes of a hall: `entry` is its `hall.json`, or a bare `.glb` or `.gltf`, as a path that `file` knows.
/// What cannot be read is left out; the check says what is wrong with it.
pub fn weigh(entry: &str, file: Files<'_>, limits: &Limits) -> Vec<Weighed> {
    let paths = match file(entry).filter(|_| entry.ends_with(".json")) {
        Some(bytes) => Hall::parse(&bytes).map_or(Vec::new(), |hall| hall.scenes),
        None => vec![entry.to_owned()],
    };
    paths.into_iter().filter_map(|path| scene(path, file, limits)).collect()
}

fn scene(path: String, file: Files<'_>, limits: &Limits) -> Option<Weighed> {
    let bytes = file(&path)?;
    let near = |name: &str| file(&beside(&path, name));
    let document = Document::open(bytes.clone(), limits).ok()?;
    let buffers = document.buffer_files().iter().filter_map(|name| near(name)).map(|bytes| bytes.len() as u64);
    let file_bytes = bytes.len() as u64 + buffers.sum::<u64>();
    let (scene, _) = document.import(&near).ok()?;
    let images = scene.images.iter().map(|image| picture(image, &near)).collect();
    Some(Weighed { path, scene, file_bytes, images })
}

fn picture(image: &Image, near: Files<'_>) -> Option<Picture> {
    let bytes = bytes_of(image, near)?;
    let header = ImageHeader::read(&bytes).ok()?;
    Some(Picture {
        size_bytes: bytes.len() as u64,
        size_px: (header.width, header.height),
        is_inside: matches!(image.source, ImageSource::Bytes(..)),
        is_compressed: header.kind == ImageType::Ktx2,
    })
}

/// Of an image in a file or beside it.
pub(super) fn bytes_of(image: &Image, near: Files<'_>) -> Option<Bytes> {
    match &image.source {
        ImageSource::Bytes(_, bytes) => Some(bytes.clone()),
        ImageSource::File(name) => near(name),
        ImageSource::Missing => None,
    }
}
