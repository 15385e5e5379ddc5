//! The app as screens show films in it.

use render::{Effects, Pixels, Renderer};

use super::App;

impl App {
    /// What pictures may cost extra from now on; everything unless this says otherwise.
    pub fn set_effects(&mut self, effects: Effects) {
        self.needs_draw |= effects != self.effects;
        self.effects = effects;
    }

    /// Whether every picture is dear: then none is drawn for each of the images that come, nor of what moves by itself, until all is there.
    pub fn set_slow(&mut self, on: bool) {
        self.is_slow = on;
    }

    /// Whether images that have come are on their way to the GPU.
    pub fn set_decoding(&mut self, on: bool) {
        self.is_decoding = on;
    }

    /// There is no picture any more: the next one is drawn in any case.
    pub fn redraw(&mut self) {
        self.is_empty = true;
        self.needs_draw = true;
    }

    /// For each screen, in the order of the manifest, whether it is in the picture and near enough to look at.
    pub fn seen_screens(&self) -> impl Iterator<Item = bool> {
        self.world.iter().flat_map(|world| {
            let (view, picture) = (world.visitor.world_from_view(&world.space), world.picture_from_view(self.size_px));
            let scale = world.space.body.eye / 1.6;
            world.screens.iter().map(move |screen| screen.is_seen(&view, picture, scale))
        })
    }

    /// Shows a frame on a screen from now on; frames of one size cost no new memory. Nothing happens before the first look, or on a screen that isn't there.
    pub fn show_on_screen(&mut self, renderer: &mut Renderer, index: usize, frame: Pixels<'_>) {
        if !self.is_uploaded {
            return;
        }
        let Some(screen) = self.world.as_mut().and_then(|world| world.screens.get_mut(index)) else { return };
        screen.is_live = true;
        renderer.set_image(screen.image, frame);
        self.needs_draw = true;
    }
}
