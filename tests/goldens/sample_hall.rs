//! The sample hall as a visitor sees it who stands still: through the app, with all its pictures.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use glam::UVec2;
use image::RgbaImage;
use render::{Pixels, Renderer, Tier};
use viewer::{App, Event, Options};

/// Serves what the app asks for; gives what it tells besides.
fn serve(app: &mut App, file: &dyn Fn(&str) -> Bytes) -> Vec<Event> {
    let mut told = Vec::new();
    while let Some(event) = app.next_event() {
        match event {
            Event::Need { file: name, .. } => app.supply(&name, file(&name)),
            Event::Error { detail, .. } => panic!("{detail}"),
            other => told.push(other),
        }
    }
    told
}

/// Where the hall of samples is.
pub fn lobby() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/halls/lobby")
}

/// The bytes of a file.
pub fn read(path: &Path) -> Bytes {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).into()
}

/// The lobby from one of its viewpoints.
pub fn draw_lobby(viewpoint: &str, size_px: UVec2, tier: Tier) -> RgbaImage {
    let stand = |app: &mut App| assert!(app.jump_to_viewpoint(viewpoint), "no viewpoint {viewpoint}");
    draw_hall("hall.json", &|name| read(&lobby().join(name)), &stand, size_px, tier)
}

/// The hall whose first file is `entry`, as a visitor sees it whom `stand` has put somewhere.
pub fn draw_hall(
    entry: &str,
    file: &dyn Fn(&str) -> Bytes,
    stand: &dyn Fn(&mut App),
    size_px: UVec2,
    tier: Tier,
) -> RgbaImage {
    let mut app = App::new(Options { reduced_motion: true, restore: None });
    app.open(entry, file(entry));
    serve(&mut app, file);
    app.resize(size_px.as_vec2());
    stand(&mut app);

    let options = render::Options { tier: Some(tier), ..Default::default() };
    let renderer = pollster::block_on(Renderer::offscreen(size_px, &options));
    let mut renderer = renderer.expect("goldens need a graphics device; on Debian: apt install mesa-vulkan-drivers");
    app.prepare(&mut renderer);
    for event in serve(&mut app, file) {
        if let Event::Decode { image, bytes, .. } = event {
            let decoded = image::load_from_memory(&bytes).expect("an image").into_rgba8();
            let size_px = UVec2::new(decoded.width(), decoded.height());
            app.set_image(&mut renderer, image, Ok(Pixels::Rgba8 { size_px, bytes: &decoded }));
        }
    }
    app.advance(0.0);
    app.draw(&mut renderer).expect("a picture");
    let pixels = pollster::block_on(renderer.read_pixels()).expect("pixels");
    RgbaImage::from_raw(size_px.x, size_px.y, pixels).expect("as many pixels as asked for")
}
