//! The browser's events become [`Input`].

use std::rc::Rc;

use glam::{Vec2, vec2};
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Document, Event, FocusOptions, HtmlCanvasElement, KeyboardEvent, PointerEvent, WheelEvent};

use super::listener::{Listener, Listeners, Sizes};
use super::shell::{Shared, Shell};
use crate::gestures::PointerKind;
use crate::input::{Input, Key};

/// Registers everything that the canvas listens to.
pub fn listen(shared: &Shared) -> Result<Listeners, JsValue> {
    let canvas = shared.try_borrow().map_err(|_| "the viewer is busy")?.canvas.clone();
    let document = canvas.owner_document().ok_or("the canvas is in no document")?;
    // Reached with the keyboard, and never scrolled or zoomed instead of looked around in.
    if canvas.get_attribute("tabindex").is_none() {
        canvas.set_attribute("tabindex", "0")?;
    }
    canvas.style().set_property("touch-action", "none")?;

    let mut events = Vec::new();
    let mut on_canvas = |kind: &'static str, then: fn(&mut Shell, &Event)| -> Result<(), JsValue> {
        let shared = shared.clone();
        events.push(Listener::new(&canvas, kind, move |event| Shell::with(&shared, |shell| then(shell, &event)))?);
        Ok(())
    };
    on_canvas("pointerdown", pointer_down)?;
    on_canvas("pointermove", pointer_move)?;
    on_canvas("pointerup", pointer_up)?;
    on_canvas("pointercancel", pointer_cancel)?;
    on_canvas("lostpointercapture", pointer_cancel)?;
    on_canvas("pointerleave", |shell, _| shell.app.input(Input::Hover(None)))?;
    on_canvas("wheel", wheel)?;
    on_canvas("keydown", key_down)?;
    on_canvas("keyup", key_up)?;
    on_canvas("blur", |shell, _| shell.app.input(Input::Leave))?;

    let lost = shared.clone();
    events.push(Listener::new(&canvas, "webglcontextlost", move |_| {
        Shell::lose(&lost, "the browser took the WebGL context away");
    })?);
    let seen = shared.clone();
    events.push(Listener::new(&document, "visibilitychange", move |_| {
        Shell::with(&seen, |shell| {
            shell.app.input(Input::Leave);
            shell.wake();
        });
    })?);

    let sized = shared.clone();
    let sizes = Sizes::new(&canvas, move || Shell::fit(&sized))?;
    let drawn = Rc::downgrade(shared);
    let frames = Closure::<dyn FnMut(f64)>::new(move |now_ms| {
        if let Some(shared) = drawn.upgrade() {
            Shell::frame(&shared, now_ms);
        }
    });
    if let Ok(mut shell) = shared.try_borrow_mut() {
        shell.on_frame = Some(frames.as_ref().unchecked_ref::<js_sys::Function>().clone());
    }
    Ok(Listeners::new(events, sizes, frames))
}

fn pointer_down(shell: &mut Shell, event: &Event) {
    let Some(event) = event.dyn_ref::<PointerEvent>() else { return };
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    // A canvas that is not shown cannot have the focus, nor be pressed.
    let _ = shell.canvas.focus_with_options(&options);
    if event.button() != 0 {
        return;
    }
    if is_locked(&shell.canvas) {
        let middle = vec2(shell.canvas.client_width() as f32, shell.canvas.client_height() as f32) * 0.5;
        return shell.app.input(Input::Press { at_px: middle });
    }
    // Without the capture a drag ends at the edge of the canvas; no more harm than that.
    let _ = shell.canvas.set_pointer_capture(event.pointer_id());
    shell.gestures.down(event.pointer_id(), kind(event), at_px(event));
    shell.app.input(Input::Hover(None));
}

fn pointer_move(shell: &mut Shell, event: &Event) {
    let Some(event) = event.dyn_ref::<PointerEvent>() else { return };
    if is_locked(&shell.canvas) {
        let by_px = vec2(event.movement_x() as f32, event.movement_y() as f32);
        return shell.app.input(Input::Turn { by_px });
    }
    let input = shell.gestures.moved(event.pointer_id(), at_px(event));
    let is_hover = kind(event) == PointerKind::Mouse && !shell.gestures.is_active();
    let input = input.or_else(|| is_hover.then(|| Input::Hover(Some(at_px(event)))));
    input.into_iter().for_each(|input| shell.app.input(input));
}

fn pointer_up(shell: &mut Shell, event: &Event) {
    let Some(event) = event.dyn_ref::<PointerEvent>() else { return };
    let input = shell.gestures.up(event.pointer_id(), at_px(event));
    input.into_iter().for_each(|input| shell.app.input(input));
}

fn pointer_cancel(shell: &mut Shell, event: &Event) {
    let Some(event) = event.dyn_ref::<PointerEvent>() else { return };
    let input = shell.gestures.cancel(event.pointer_id());
    input.into_iter().for_each(|input| shell.app.input(input));
}

/// In a frame of another page the wheel is that page's until the visitor has stepped in.
fn wheel(shell: &mut Shell, event: &Event) {
    let Some(event) = event.dyn_ref::<WheelEvent>() else { return };
    let has_focus = document(&shell.canvas).and_then(|d| d.active_element()).is_some_and(|e| **shell.canvas == e);
    if event.ctrl_key() || !(has_focus || is_top_page()) {
        return;
    }
    event.prevent_default();
    let px_per_unit = match event.delta_mode() {
        WheelEvent::DOM_DELTA_LINE => 33.0,
        WheelEvent::DOM_DELTA_PAGE => 300.0,
        _ => 1.0,
    };
    shell.app.input(Input::Wheel { by_px: event.delta_y() as f32 * px_per_unit });
}

fn key_down(shell: &mut Shell, event: &Event) {
    let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let code = event.code();
    if let Some(key) = Key::at(&code) {
        shell.app.input(Input::Key(key, true));
    } else if code == "Enter" || code == "NumpadEnter" {
        shell.app.input(Input::Act);
    } else if code == "KeyL" && !event.repeat() {
        lock_pointer(&shell.canvas);
    } else {
        return;
    }
    event.prevent_default();
}

fn key_up(shell: &mut Shell, event: &Event) {
    let key = event.dyn_ref::<KeyboardEvent>().and_then(|e| Key::at(&e.code()));
    key.into_iter().for_each(|key| shell.app.input(Input::Key(key, false)));
}

fn kind(event: &PointerEvent) -> PointerKind {
    if event.pointer_type() == "mouse" { PointerKind::Mouse } else { PointerKind::Touch }
}

/// CSS pixels from the upper left corner of the canvas.
fn at_px(event: &PointerEvent) -> Vec2 {
    vec2(event.offset_x() as f32, event.offset_y() as f32)
}

fn document(canvas: &HtmlCanvasElement) -> Option<Document> {
    canvas.owner_document()
}

fn is_locked(canvas: &HtmlCanvasElement) -> bool {
    document(canvas).and_then(|d| d.pointer_lock_element()).is_some_and(|e| e == ***canvas)
}

/// Browsers answer with a promise, older ones with nothing; a refusal is no error.
fn lock_pointer(canvas: &HtmlCanvasElement) {
    let ask = Reflect::get(canvas, &"requestPointerLock".into()).ok().and_then(|ask| ask.dyn_into::<Function>().ok());
    let answer = ask.and_then(|ask| ask.call0(canvas).ok());
    if let Some(promise) = answer.and_then(|answer| answer.dyn_into::<Promise>().ok()) {
        spawn_local(async move {
            let _ = JsFuture::from(promise).await;
        });
    }
}

fn is_top_page() -> bool {
    let Some(window) = web_sys::window() else { return true };
    window.parent().is_ok_and(|parent| parent.is_some_and(|parent| parent == window))
}
