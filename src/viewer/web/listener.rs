//! Listeners that are owned: dropping one removes it.

use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::{AddEventListenerOptions, Event, EventTarget, ResizeObserver};

/// Everything that calls into the shell from outside.
pub struct Listeners {
    _events: Vec<Listener>,
    _sizes: Sizes,
    _frames: Closure<dyn FnMut(f64)>,
}

impl Listeners {
    /// Holds them until it is dropped.
    pub fn new(events: Vec<Listener>, sizes: Sizes, frames: Closure<dyn FnMut(f64)>) -> Self {
        Self { _events: events, _sizes: sizes, _frames: frames }
    }
}

/// One listener on one target.
pub struct Listener {
    target: EventTarget,
    kind: &'static str,
    closure: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Calls `then` with every event of this kind; it may call `preventDefault`.
    pub fn new(target: &EventTarget, kind: &'static str, then: impl FnMut(Event) + 'static) -> Result<Self, JsValue> {
        let closure = Closure::<dyn FnMut(Event)>::new(then);
        let options = AddEventListenerOptions::new();
        options.set_passive(false);
        target.add_event_listener_with_callback_and_add_event_listener_options(kind, function(&closure), &options)?;
        Ok(Self { target: target.clone(), kind, closure })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        // A target that is gone has no listener to remove.
        let _ = self.target.remove_event_listener_with_callback(self.kind, function(&self.closure));
    }
}

/// Calls back when an element's size changes.
pub struct Sizes {
    observer: ResizeObserver,
    _closure: Closure<dyn FnMut()>,
}

impl Sizes {
    /// Watches one element.
    pub fn new(element: &web_sys::Element, then: impl FnMut() + 'static) -> Result<Self, JsValue> {
        let closure = Closure::<dyn FnMut()>::new(then);
        let observer = ResizeObserver::new(closure.as_ref().unchecked_ref())?;
        observer.observe(element);
        Ok(Self { observer, _closure: closure })
    }
}

impl Drop for Sizes {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

fn function(closure: &Closure<dyn FnMut(Event)>) -> &Function {
    closure.as_ref().unchecked_ref()
}
