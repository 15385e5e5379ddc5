//! The one handle that a page holds. Its TypeScript surface is `Viewer` in `web/visit/engine.ts`.

use std::cell::RefCell;
use std::rc::Rc;

use bytes::Bytes;
use glam::Vec3;
use hall::{ImageId, Texels};
use js_sys::{Array, Float32Array, Function, Object, Reflect, Uint8Array};
use render::{Pixels, Renderer, SurfaceTarget};
use wasm_bindgen::prelude::*;
use web_sys::{HtmlCanvasElement, HtmlVideoElement};

use super::decoded::Decoded;
use super::listener::Listeners;
use super::shell::{Shared, Shell, wanted_size};
use super::soon::soon;
use super::{report, translate};
use crate::app::{App, Options};
use crate::variants::Wearer;

/// Every device draws pictures with sides of so many pixels.
const LEAST_LIMIT: u32 = 2048;

/// A hall on a canvas.
#[wasm_bindgen]
pub struct Viewer {
    shell: Shared,
    listeners: RefCell<Option<Listeners>>,
}

#[wasm_bindgen]
impl Viewer {
    /// Starts on a canvas. `options` is `{reducedMotion: boolean, restore?: string}`; `on_event` gets every event.
    ///
    /// Rejects with a readable message when there is no graphics device.
    pub async fn create(canvas: HtmlCanvasElement, options: JsValue, on_event: Function) -> Result<Viewer, JsError> {
        report::install(&on_event);
        let option = |name: &str| Reflect::get(&options, &name.into()).unwrap_or(JsValue::UNDEFINED);
        let app = App::new(Options {
            reduced_motion: option("reducedMotion").is_truthy(),
            restore: option("restore").as_string().filter(|s| !s.is_empty()),
        });
        // Changed later, its size would wait for all that has been asked of the device until then.
        let size_px = wanted_size(&canvas, 1.0, LEAST_LIMIT);
        canvas.set_width(size_px.x);
        canvas.set_height(size_px.y);
        let target = SurfaceTarget::Canvas(canvas.clone());
        let renderer = Renderer::for_window(target, size_px, &render::Options::default(), soon).await;
        let renderer = renderer.map_err(|error| JsError::new(&error.to_string()))?;
        let shell = Rc::new(RefCell::new(Shell::new(app, renderer, canvas, on_event)));
        let listeners = translate::listen(&shell).map_err(|error| JsError::new(&report::words(&error)))?;
        Shell::fit(&shell);
        Shell::ask_for_frame(&shell);
        Ok(Viewer { shell, listeners: RefCell::new(Some(listeners)) })
    }

    /// Begins with `hall.json` or a bare glTF or GLB.
    pub fn open(&self, name: &str, bytes: Vec<u8>) {
        Shell::with(&self.shell, |shell| shell.app.open(name, Bytes::from(bytes)));
        Shell::go_on(&self.shell);
    }

    /// The JSON of a GLB that will be the answer to a `need` of a scene.
    pub fn expect(&self, json: Vec<u8>) {
        Shell::with(&self.shell, |shell| shell.app.expect(Bytes::from(json)));
    }

    /// The answer to `need`.
    pub fn supply(&self, file: &str, bytes: Vec<u8>) {
        Shell::with(&self.shell, |shell| shell.app.supply(file, Bytes::from(bytes)));
        Shell::go_on(&self.shell);
    }

    /// A smaller or larger state of a picture that was needed, before its answer or after it.
    pub fn refine(&self, file: &str, bytes: Vec<u8>) {
        Shell::with(&self.shell, |shell| shell.app.refine(file, &Bytes::from(bytes)));
    }

    /// The other answer to `need`.
    pub fn fail(&self, file: &str, reason: &str) {
        Shell::with(&self.shell, |shell| shell.app.fail(file, reason));
        Shell::go_on(&self.shell);
    }

    /// The answer to `unpack-image`: [`Texels`] in bytes.
    #[wasm_bindgen(js_name = supplyTexels)]
    pub fn supply_texels(&self, image: u32, bytes: Vec<u8>) {
        let texels = Texels::from_bytes(Bytes::from(bytes));
        let decoded = texels.map(Decoded::Texels).ok_or_else(|| "its decoder gave something else".to_owned());
        Shell::take_image(&self.shell, ImageId(image), decoded);
    }

    /// The other answer to `unpack-image`.
    #[wasm_bindgen(js_name = failImage)]
    pub fn fail_image(&self, image: u32, reason: String) {
        Shell::take_image(&self.shell, ImageId(image), Err(reason));
    }

    /// The answer to `unpack-geometry`: for each that was packed what its decoder gave, or `null`.
    #[wasm_bindgen(js_name = supplyGeometry)]
    pub fn supply_geometry(&self, file: &str, unpacked: Array) {
        let bytes = |piece: JsValue| piece.dyn_into().ok().map(|piece: Uint8Array| Bytes::from(piece.to_vec()));
        let unpacked = unpacked.iter().map(bytes).collect();
        Shell::with(&self.shell, |shell| shell.app.supply_geometry(file, unpacked));
        Shell::go_on(&self.shell);
    }

    /// Walks up to an exhibit, then `exhibit-open`.
    #[wasm_bindgen(js_name = focusExhibit)]
    pub fn focus_exhibit(&self, id: &str) {
        Shell::with(&self.shell, |shell| shell.app.focus_exhibit(id));
    }

    /// Closes the exhibit that is open.
    #[wasm_bindgen(js_name = releaseExhibit)]
    pub fn release_exhibit(&self) {
        Shell::with(&self.shell, |shell| shell.app.release_exhibit());
    }

    /// Goes to a viewpoint.
    #[wasm_bindgen(js_name = goToViewpoint)]
    pub fn go_to_viewpoint(&self, id: &str) {
        Shell::with(&self.shell, |shell| shell.app.go_to_viewpoint(id));
    }

    /// Shows things in a variant of their file; without a name as they were at first. `exhibit` is an id, empty for what is part
    /// of no exhibit, and without it everything that offers the look is meant. False when nothing does.
    #[wasm_bindgen(js_name = setVariant)]
    pub fn set_variant(&self, name: Option<String>, exhibit: Option<String>) -> bool {
        let wearer = match exhibit.as_deref() {
            None => Wearer::All,
            Some("") => Wearer::Hall,
            Some(id) => Wearer::Exhibit(id),
        };
        let mut is_offered = false;
        Shell::with(&self.shell, |shell| is_offered = shell.app.set_variant(name.as_deref(), wearer));
        is_offered
    }

    /// One number for each screen, in hall order: 1 where it is in the picture and near enough to look at.
    #[wasm_bindgen(js_name = seenScreens)]
    pub fn seen_screens(&self) -> Float32Array {
        let shell = self.shell.try_borrow();
        let seen = shell.iter().flat_map(|shell| shell.app.seen_screens().collect::<Vec<_>>());
        Float32Array::from(&seen.map(|is_seen| f32::from(u8::from(is_seen))).collect::<Vec<_>>()[..])
    }

    /// Shows a frame on a screen now: of an `HTMLVideoElement`, or an `ImageBitmap`.
    #[wasm_bindgen(js_name = showOnScreen)]
    pub fn show_on_screen(&self, index: usize, frame: JsValue) {
        let pixels = match frame.dyn_into::<HtmlVideoElement>() {
            Ok(video) => Pixels::Video(video),
            Err(bitmap) => Pixels::Bitmap(bitmap.unchecked_into()),
        };
        Shell::with_device(&self.shell, |shell, renderer| {
            shell.app.show_on_screen(renderer, index, pixels);
            Ok(())
        });
    }

    /// Sees the hall with a camera of its own: eye and target in metres, the vertical angle in degrees. For comparisons with other engines.
    #[wasm_bindgen(js_name = lookFrom)]
    #[expect(clippy::too_many_arguments, reason = "numbers cross the border cheapest")]
    pub fn look_from(&self, ex: f32, ey: f32, ez: f32, tx: f32, ty: f32, tz: f32, fov_y_deg: f32) {
        Shell::with(&self.shell, |shell| {
            shell.app.look_from(Vec3::new(ex, ey, ez), Vec3::new(tx, ty, tz), fov_y_deg.to_radians());
        });
        Shell::ask_for_frame(&self.shell);
    }

    /// Whether flights and animations are not wanted.
    #[wasm_bindgen(js_name = setReducedMotion)]
    pub fn set_reduced_motion(&self, on: bool) {
        Shell::with(&self.shell, |shell| shell.app.set_reduced_motion(on));
    }

    /// `false` stops the frames (a hidden tab), `true` lets them go on.
    #[wasm_bindgen(js_name = setActive)]
    pub fn set_active(&self, on: bool) {
        Shell::with(&self.shell, |shell| shell.set_active(on));
        Shell::ask_for_frame(&self.shell);
    }

    /// Three numbers for each exhibit, in hall order: x, y (CSS pixels in the canvas), visible (0 to 1).
    #[wasm_bindgen(js_name = exhibitMarks)]
    pub fn exhibit_marks(&self) -> Float32Array {
        let shell = self.shell.try_borrow();
        let marks = shell.as_ref().map_or(&[][..], |shell| shell.app.exhibit_marks());
        let numbers: Vec<f32> = marks.iter().flat_map(|m| [m.at_px.x, m.at_px.y, m.visible]).collect();
        Float32Array::from(&numbers[..])
    }

    /// Where the visitor is, for `options.restore`.
    pub fn save(&self) -> String {
        self.shell.try_borrow().map(|shell| shell.app.save()).unwrap_or_default()
    }

    /// Numbers for tests and the curious.
    pub fn stats(&self) -> Object {
        let stats = Object::new();
        let set = |name: &str, value: JsValue| {
            // Setting a property of a plain object cannot fail.
            let _ = Reflect::set(&stats, &name.into(), &value);
        };
        if let Ok(shell) = self.shell.try_borrow() {
            let (frames, drawn) = shell.app.drawn();
            set("frames", JsValue::from_f64(frames as f64));
            set("draws", drawn.draws.into());
            set("triangles", JsValue::from_f64(drawn.triangles as f64));
            if let Some(info) = shell.info() {
                set("tier", if info.tier == render::Tier::Full { "full" } else { "base" }.into());
                set("backend", info.backend.into());
                set("adapter", info.adapter.as_str().into());
            }
            if let Some((eye, heading, _)) = shell.app.eye() {
                let eye: Array = eye.to_array().into_iter().map(JsValue::from).collect();
                set("eye", eye.into());
                set("headingDeg", crate::visitor::wrapped(heading).to_degrees().into());
            }
        }
        stats
    }

    /// Drops the device for real, as a driver reset does; for tests.
    #[wasm_bindgen(js_name = loseContext)]
    pub fn lose_context(&self) {
        Shell::with(&self.shell, |shell| shell.lose_context());
    }

    /// Removes every listener and frees the GPU. Nothing happens after it.
    pub fn destroy(&self) {
        drop(self.listeners.take());
        if let Ok(mut shell) = self.shell.try_borrow_mut() {
            shell.end();
        }
    }
}

impl Drop for Viewer {
    fn drop(&mut self) {
        self.destroy();
    }
}
