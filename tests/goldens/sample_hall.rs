//! The sample hall as a visitor sees it who stands still: through the app, with all its pictures.

use std::path::Path;

use glam::UVec2;
use image::RgbaImage;
use render::{Pixels, Renderer, Tier};
use viewer::{App, Event, Options};

/// Serves what the app asks for from the hall's folder; gives what it tells besides.
fn serve(app: &mut App, folder: &Path) -> Vec<Event> {
    let mut told = Vec::new();
    while let Some(event) = app.next_event() {
        match event {
            Event::Need { file, .. } => app.supply(&file, std::fs::read(folder.join(&file)).expect("a file").into()),
            Event::Error { detail, .. } => panic!("{detail}"),
            other => told.push(other),
        }
    }
    told
}

/// The lobby from one of its viewpoints.
pub fn draw_lobby(viewpoint: &str, size_px: UVec2, tier: Tier) -> RgbaImage {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/halls/lobby");
    let mut app = App::new(Options { reduced_motion: true, restore: None });
    app.open("hall.json", std::fs::read(folder.join("hall.json")).expect("a manifest").into());
    serve(&mut app, &folder);
    app.resize(size_px.as_vec2());
    assert!(app.jump_to_viewpoint(viewpoint), "no viewpoint {viewpoint}");

    let options = render::Options { tier: Some(tier), ..Default::default() };
    let renderer = pollster::block_on(Renderer::offscreen(size_px, &options));
    let mut renderer = renderer.expect("goldens need a graphics device; on Debian: apt install mesa-vulkan-drivers");
    app.prepare(&mut renderer);
    for event in serve(&mut app, &folder) {
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
