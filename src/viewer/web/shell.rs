//! An app on a canvas: its size, its frames, and what it tells the page.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use glam::{UVec2, Vec2};
use hall::ImageId;
use js_sys::{Date, Function};
use render::{Info, RenderError, Renderer};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlCanvasElement, WebglLoseContext};

use super::decode::{self, Order};
use super::decoded::Decoded;
use super::fence::{self, Fence};
use super::soon::soon;
use super::tell;
use crate::app::App;
use crate::event::Event;
use crate::gestures::Gestures;
use crate::sharpness::Sharpness;

/// More pixels than this for one of the page's cost more than one sees.
const MAX_PIXEL_RATIO: f64 = 2.0;
/// Uploading and making mip levels takes time: a frame begins with nothing more after so many texels, and larger images come in bands.
pub const TEXELS_A_FRAME: u32 = 1 << 18;
/// A task that goes on with what has come ends after so long, before the first picture: between two of them the page does what it has to.
const TASK_MS: f64 = 20.0;
/// Of a frame's time after that.
const FRAME_PART_MS: f64 = 6.0;
/// A small image takes as long as so many texels.
const LEAST_TEXELS: u32 = 1 << 16;

/// A shell that its listeners share.
pub type Shared = Rc<RefCell<Shell>>;

/// An app on a canvas.
pub struct Shell {
    pub app: App,
    pub canvas: HtmlCanvasElement,
    pub gestures: Gestures,
    pub to_decode: VecDeque<Order>,
    pub decoding: usize,
    decoded: VecDeque<(ImageId, Result<Decoded, String>)>,
    /// Called by the browser before it paints.
    pub on_frame: Option<Function>,
    /// `None` once it is lost or given up.
    renderer: Option<Renderer>,
    pub on_event: Function,
    is_active: bool,
    frame_asked: Option<i32>,
    /// Somebody goes on with what has come.
    is_going_on: bool,
    last_frame_ms: Option<f64>,
    /// After the last picture of a hall that is not whole yet.
    fence: Fence,
    pixel_ratio: f64,
    sharpness: Sharpness,
    /// Part of the full width and height that is drawn.
    scale: f32,
    has_pointer_cursor: bool,
}

impl Shell {
    /// Puts an app on a canvas.
    pub fn new(mut app: App, mut renderer: Renderer, canvas: HtmlCanvasElement, on_event: Function) -> Self {
        let sharpness = Sharpness::new(renderer.info().is_software);
        app.set_effects(sharpness.effects());
        app.set_slow(renderer.info().is_software);
        app.set_gradual(&mut renderer);
        Self {
            app,
            canvas,
            gestures: Gestures::default(),
            to_decode: VecDeque::new(),
            decoding: 0,
            decoded: VecDeque::new(),
            on_frame: None,
            renderer: Some(renderer),
            on_event,
            is_active: true,
            frame_asked: None,
            is_going_on: false,
            last_frame_ms: None,
            fence: Fence::default(),
            pixel_ratio: 1.0,
            sharpness,
            scale: 1.0,
            has_pointer_cursor: false,
        }
    }

    /// Does something with the shell, then tells the page what came of it. After a panic the shell stays locked, and this does nothing.
    pub fn with(shared: &Shared, then: impl FnOnce(&mut Self)) {
        if let Ok(mut shell) = shared.try_borrow_mut() {
            then(&mut shell);
        }
        Self::tell(shared);
    }

    /// Passes events on while the shell is not borrowed: the page may call back from within.
    fn tell(shared: &Shared) {
        loop {
            let (on_event, object) = {
                let Ok(mut shell) = shared.try_borrow_mut() else { return };
                match shell.app.next_event() {
                    None => break,
                    Some(Event::Decode { image, kind, bytes }) => {
                        let max_side = shell.info().map_or(2048, |info| info.max_texture_side);
                        let formats = shell.info().map(|info| info.formats).unwrap_or_default();
                        shell.to_decode.push_back(Order { image, kind, bytes, max_side, formats });
                        continue;
                    }
                    Some(event) => (shell.on_event.clone(), tell::object(&event, &shell.app)),
                }
            };
            if let Some(object) = object {
                tell::call(&on_event, &object);
            }
        }
        decode::start_waiting(shared);
    }

    /// Asks the browser for a frame, unless one is on its way or none is wanted.
    pub fn ask_for_frame(shared: &Shared) {
        let Ok(mut shell) = shared.try_borrow_mut() else { return };
        if !shell.is_active || shell.renderer.is_none() || shell.frame_asked.is_some() {
            return;
        }
        if let (Some(window), Some(on_frame)) = (web_sys::window(), &shell.on_frame) {
            shell.frame_asked = window.request_animation_frame(on_frame).ok();
        }
    }

    /// A frame at `now_ms` of the browser's clock.
    pub fn frame(shared: &Shared, now_ms: f64) {
        let mut is_other_screen = false;
        if let Ok(mut shell) = shared.try_borrow_mut() {
            shell.frame_asked = None;
            is_other_screen = pixel_ratio() != shell.pixel_ratio;
        }
        if is_other_screen {
            Self::fit(shared);
        }
        Self::with_device(shared, |shell, renderer| {
            if let Some(words) = renderer.lost() {
                return Err(RenderError::Lost(words));
            }
            let began_ms = Date::now();
            while shell.app.settle() && Date::now() - began_ms < FRAME_PART_MS {}
            let has_time = Date::now() - began_ms < FRAME_PART_MS;
            // Until all is there, software gets its work piece by piece: else the first picture would wait for what was asked after it.
            if !shell.app.is_complete() && (renderer.is_at_work() || shell.fence.is_ahead(&shell.canvas)) {
                // WebGL2 would have the page wait until there is room for them.
                if cfg!(feature = "webgpu") && has_time {
                    shell.upload(renderer);
                }
                return Ok(());
            }
            let dt_secs = shell.last_frame_ms.map_or(0.0, |last| (now_ms - last) / 1000.0);
            shell.last_frame_ms = Some(now_ms);
            if has_time {
                shell.upload(renderer);
            }
            let is_decoding = !shell.decoded.is_empty() || shell.decoding > 0;
            shell.app.set_decoding(is_decoding);
            let mut needs_draw = shell.app.advance(dt_secs as f32);
            shell.show_cursor();
            // Until all is there, frames are slow for other reasons.
            if shell.app.is_complete() {
                let scale = shell.sharpness.frame(dt_secs as f32, needs_draw);
                shell.app.set_effects(shell.sharpness.effects());
                if scale != shell.scale {
                    shell.scale = scale;
                    needs_draw |= shell.match_size(renderer)?;
                }
            }
            if needs_draw {
                shell.app.draw(renderer)?;
                if renderer.info().is_software && !shell.app.is_complete() {
                    renderer.watch();
                    shell.fence.set(&shell.canvas);
                }
            }
            Ok(())
        });
        Self::ask_for_frame(shared);
    }

    /// Goes on with what has come, in short tasks, as far as the first picture.
    pub fn go_on(shared: &Shared) {
        match shared.try_borrow_mut() {
            Ok(mut shell) if !shell.is_going_on => shell.is_going_on = true,
            _ => return,
        }
        let shared = shared.clone();
        spawn_local(async move {
            loop {
                let mut has_more = false;
                Self::with_device(&shared, |shell, renderer| {
                    let began_ms = Date::now();
                    has_more = true;
                    while has_more && Date::now() - began_ms < TASK_MS {
                        has_more = shell.app.go_on(renderer);
                    }
                    shell.is_going_on = has_more;
                    Ok(())
                });
                if !has_more {
                    return;
                }
                soon().await;
            }
        });
    }

    /// Takes an image for the next frames.
    pub fn take_image(shared: &Shared, image: ImageId, decoded: Result<Decoded, String>) {
        Self::with(shared, |shell| shell.decoded.push_back((image, decoded)));
    }

    /// Uploads what has been decoded: a few at a time, so that frames go on.
    fn upload(&mut self, renderer: &mut Renderer) {
        let mut left = TEXELS_A_FRAME;
        while left > 0 {
            let Some((image, decoded)) = self.decoded.front_mut() else { break };
            left = left.saturating_sub(decoded.as_ref().map_or(0, Decoded::texels).max(LEAST_TEXELS));
            if let Ok(begun) = decoded
                && !begun.is_last()
            {
                self.app.set_band(renderer, *image, begun.pixels());
                begun.advance();
                continue;
            }
            let Some((image, decoded)) = self.decoded.pop_front() else { break };
            self.decoding = self.decoding.saturating_sub(1);
            self.app.set_image(renderer, image, decoded.as_ref().map(Decoded::pixels).map_err(String::clone));
        }
    }

    /// Makes the picture as large as the canvas is shown, and draws it at once: a resized canvas is empty.
    pub fn fit(shared: &Shared) {
        Self::with_device(shared, |shell, renderer| {
            if shell.match_size(renderer)? { shell.app.draw(renderer).map(|_| ()) } else { Ok(()) }
        });
    }

    /// Makes the picture as large as it should be; whether it was another size before, and is empty now.
    fn match_size(&mut self, renderer: &mut Renderer) -> Result<bool, RenderError> {
        let size_px = wanted_size(&self.canvas, self.scale, renderer.info().max_texture_side);
        self.pixel_ratio = pixel_ratio();
        self.app.resize(shown_size(&self.canvas));
        if size_px == renderer.size_px() {
            return Ok(false);
        }
        self.canvas.set_width(size_px.x);
        self.canvas.set_height(size_px.y);
        renderer.resize(size_px)?;
        self.app.redraw();
        Ok(true)
    }

    /// Does something that the device may fail at, and tells the page how it went.
    pub fn with_device(shared: &Shared, then: impl FnOnce(&mut Self, &mut Renderer) -> Result<(), RenderError>) {
        let mut outcome = Ok(());
        Self::with(shared, |shell| {
            // Taken out, so that the app and the renderer can be used together.
            if let Some(mut renderer) = shell.renderer.take() {
                outcome = then(shell, &mut renderer);
                shell.renderer = Some(renderer);
            }
        });
        match outcome {
            // Nothing to draw on: the next frame tries again.
            Ok(()) | Err(RenderError::NoTarget) => {}
            Err(RenderError::Lost(words)) => Self::lose(shared, &words),
            Err(error) => {
                let on_event = shared.try_borrow().map(|shell| shell.on_event.clone());
                if let Ok(on_event) = on_event {
                    tell::error(&on_event, "draw", &error.to_string(), None);
                }
            }
        }
    }

    /// The device is gone: no more frames, and the page is told once.
    pub fn lose(shared: &Shared, words: &str) {
        let on_event = {
            let Ok(mut shell) = shared.try_borrow_mut() else { return };
            if shell.renderer.take().is_none() {
                return;
            }
            shell.on_event.clone()
        };
        tell::lost(&on_event, words);
    }

    /// What the device is.
    pub fn info(&self) -> Option<&Info> {
        self.renderer.as_ref().map(Renderer::info)
    }

    /// Lets frames come, or not.
    pub fn set_active(&mut self, on: bool) {
        self.is_active = on;
        self.last_frame_ms = None;
        if !on {
            self.app.input(crate::Input::Leave);
            self.forget_frame();
        }
    }

    /// The time until now is not made up for.
    pub fn wake(&mut self) {
        self.last_frame_ms = None;
    }

    /// Really loses the device: the canvas's WebGL context, or the renderer's own device.
    pub fn lose_context(&mut self) {
        let extension = self.webgl_lose_context();
        match (&extension, &self.renderer) {
            (Some(extension), _) => extension.lose_context(),
            (None, Some(renderer)) => renderer.lose(),
            (None, None) => {}
        }
    }

    fn webgl_lose_context(&self) -> Option<WebglLoseContext> {
        if self.info().is_none_or(|info| info.backend != "WebGL2") {
            return None;
        }
        fence::context(&self.canvas)?.get_extension("WEBGL_lose_context").ok()?.map(JsCast::unchecked_into)
    }

    /// Frees everything.
    pub fn end(&mut self) {
        self.is_active = false;
        self.forget_frame();
        self.on_frame = None;
        self.lose_context();
        self.renderer = None;
        self.app = App::default();
        self.to_decode.clear();
        self.decoded.clear();
    }

    fn forget_frame(&mut self) {
        if let (Some(window), Some(asked)) = (web_sys::window(), self.frame_asked.take()) {
            // A frame that has come already need not be cancelled.
            let _ = window.cancel_animation_frame(asked);
        }
    }

    fn show_cursor(&mut self) {
        let wanted = self.app.is_above_exhibit();
        if wanted != self.has_pointer_cursor {
            self.has_pointer_cursor = wanted;
            // A canvas without a style has no cursor to change.
            let _ = self.canvas.style().set_property("cursor", if wanted { "pointer" } else { "" });
        }
    }
}

fn shown_size(canvas: &HtmlCanvasElement) -> Vec2 {
    Vec2::new(canvas.client_width() as f32, canvas.client_height() as f32)
}

/// The size of a picture for a canvas as it is shown, pixels; `scale` is the part of its sides that is drawn.
pub fn wanted_size(canvas: &HtmlCanvasElement, scale: f32, limit: u32) -> UVec2 {
    let wanted = (shown_size(canvas) * pixel_ratio() as f32 * scale).round();
    wanted.as_uvec2().clamp(UVec2::ONE, UVec2::splat(limit))
}

/// Pixels of the picture for one of the page's.
fn pixel_ratio() -> f64 {
    web_sys::window().map_or(1.0, |w| w.device_pixel_ratio()).clamp(0.5, MAX_PIXEL_RATIO)
}
