//! A hall with all its pictures and a renderer without a window, for tools that make pictures of it.

use std::path::{Path, PathBuf};

use glam::UVec2;
use render::{Renderer, Tier};
use viewer::{App, Event, Options};

use crate::files;

/// A hall that has been read, before there is anything to draw it with.
pub struct Opened {
    pub app: App,
    folder: PathBuf,
}

/// A hall, and what draws it.
pub struct Booth {
    pub app: App,
    pub renderer: Renderer,
}

/// How to draw it.
pub struct Look<'a> {
    pub size_px: UVec2,
    /// "base", "full", or the device's own.
    pub tier: Option<&'a str>,
    pub is_timed: bool,
}

impl Opened {
    /// Reads a hall. A picture stands still: where nothing `moves`, animations are at their beginning.
    pub fn read(path: &Path, moves: bool) -> Result<Self, String> {
        let mut app = App::new(Options { reduced_motion: !moves, restore: None });
        let folder = files::open(&mut app, path)?;
        files::load(&mut app, &folder, &mut |_| {})?;
        Ok(Self { app, folder })
    }

    /// Gets everything ready that a picture shows.
    pub fn set_up(self, look: &Look<'_>) -> Result<Booth, String> {
        let Self { mut app, folder } = self;
        app.resize(look.size_px.as_vec2());
        let tier = look.tier.map(|name| if name == "full" { Tier::Full } else { Tier::Base });
        let options = render::Options { tier, is_timed: look.is_timed };
        let renderer = pollster::block_on(Renderer::offscreen(look.size_px, &options));
        let mut renderer = renderer.map_err(|error| error.to_string())?;
        app.prepare(&mut renderer);
        let mut to_decode = Vec::new();
        files::load(&mut app, &folder, &mut |event| {
            if let Event::Decode { image, kind, bytes } = event {
                to_decode.push((image, kind, bytes));
            }
        })?;
        for (image, kind, bytes) in to_decode {
            let decoded = files::decode(image, kind, &bytes, renderer.info());
            files::upload(&mut app, &mut renderer, decoded);
        }
        app.advance(0.0);
        Ok(Booth { app, renderer })
    }
}

impl Booth {
    /// Rows from the top, RGBA8.
    pub fn take(&mut self) -> Result<(render::Drawn, Vec<u8>), String> {
        let mut drawn = self.app.draw(&mut self.renderer).map_err(|error| error.to_string())?;
        // Rooms are looked around in one after the other, twice.
        for _ in 1..2 * self.renderer.rooms() {
            if !self.app.is_complete() {
                drawn = self.app.draw(&mut self.renderer).map_err(|error| error.to_string())?;
            }
        }
        let pixels = pollster::block_on(self.renderer.read_pixels()).map_err(|error| error.to_string())?;
        Ok((drawn, pixels))
    }
}
