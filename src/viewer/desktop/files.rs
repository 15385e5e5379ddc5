//! A hall on disk: what the app asks for is read from its folder.

use std::path::{Component, Path, PathBuf};

use bytes::Bytes;
use hall::{Hall, ImageId, ImageType, Limits, TexelFormat, Texels};
use render::Info;
use viewer::{App, Event};

/// Opens a hall's folder, its `hall.json`, or a glTF or GLB; the folder that other files are relative to.
pub fn open(app: &mut App, path: &Path) -> Result<PathBuf, String> {
    let file = if path.is_dir() { path.join("hall.json") } else { path.to_owned() };
    let bytes = read(&file)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    app.open(&name, bytes);
    Ok(file.parent().map(Path::to_owned).unwrap_or_default())
}

/// What `hall.json` says in words; `None` for a glTF alone, or what the app has complained about already.
pub fn words(path: &Path) -> Option<Hall> {
    let file = if path.is_dir() { path.join("hall.json") } else { path.to_owned() };
    read(&file).ok().and_then(|bytes| Hall::parse(&bytes).ok())
}

/// Serves everything that the app asks for until it asks for nothing more. Errors are returned, warnings printed, the rest passed to `then`.
pub fn load(app: &mut App, folder: &Path, then: &mut dyn FnMut(Event)) -> Result<(), String> {
    let mut errors = Vec::new();
    while let Some(event) = app.next_event() {
        match event {
            Event::Need { file, .. } => match inside(folder, &file).and_then(|path| read(&path)) {
                Ok(bytes) => app.supply(&file, bytes),
                Err(words) => app.fail(&file, &words),
            },
            Event::Error { detail, file, .. } => {
                errors.push(file.map_or_else(|| detail.clone(), |file| format!("{file}: {detail}")));
            }
            Event::Warning(text) => eprintln!("yunzhan-view: warning: {text}"),
            other => then(other),
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors.join("\n")) }
}

/// The path of a hall's file; never one outside of the hall's folder.
fn inside(folder: &Path, file: &str) -> Result<PathBuf, String> {
    let relative = Path::new(file);
    let is_inside = relative.components().all(|c| matches!(c, Component::Normal(_) | Component::CurDir));
    if is_inside { Ok(folder.join(relative)) } else { Err(format!("{file} is outside of the hall's folder")) }
}

fn read(path: &Path) -> Result<Bytes, String> {
    std::fs::read(path).map(Bytes::from).map_err(|error| format!("cannot read {}: {error}", path.display()))
}

/// A decoded image.
pub struct Decoded {
    /// Which of the scene.
    pub image: ImageId,
    /// Its pixels, or why not.
    pub texels: Result<Texels, String>,
}

/// Decodes an image for a device.
pub fn decode(image: ImageId, kind: ImageType, bytes: &[u8], device: &Info) -> Decoded {
    let format = match kind {
        ImageType::Png => image::ImageFormat::Png,
        ImageType::Jpeg => image::ImageFormat::Jpeg,
        ImageType::WebP => image::ImageFormat::WebP,
        ImageType::Avif => return Decoded { image, texels: Err("AVIF is decoded in browsers only".into()) },
        ImageType::Ktx2 => {
            let texels = unpack::unpack_ktx2(bytes, device.formats, device.max_texture_side, &Limits::default());
            return Decoded { image, texels: texels.map_err(|error| error.to_string()) };
        }
    };
    let decoded = image::load_from_memory_with_format(bytes, format).map_err(|error| error.to_string());
    let texels = decoded.and_then(|decoded| {
        let rgba = decoded.into_rgba8();
        let size_px = [rgba.width(), rgba.height()];
        let texels = Texels::new(TexelFormat::Rgba8, size_px, 1, rgba.into_raw().into());
        texels.ok_or_else(|| "the image has no pixels".to_owned())
    });
    Decoded { image, texels }
}

/// Hands a decoded image to the app.
pub fn upload(app: &mut App, renderer: &mut render::Renderer, decoded: Decoded) {
    let Decoded { image, texels } = decoded;
    app.set_image(renderer, image, texels.as_ref().map(render::Pixels::Texels).map_err(String::clone));
}
