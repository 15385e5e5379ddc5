//! What goes wrong is said: a panic becomes an event, a warning a line of the console.

use std::cell::RefCell;

use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::console;

use super::tell;

thread_local! {
    static ON_EVENT: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// Sends panics to `on_event` and warnings to the console.
pub fn install(on_event: &Function) {
    ON_EVENT.with(|slot| *slot.borrow_mut() = Some(on_event.clone()));
    std::panic::set_hook(Box::new(|panic| {
        let text = panic.to_string();
        console::error_1(&text.as_str().into());
        let on_event = ON_EVENT.with(|slot| slot.try_borrow().ok().and_then(|f| f.clone()));
        if let Some(on_event) = on_event {
            tell::error(&on_event, "panic", &text, None);
        }
    }));
    // Fails only when it has been set before, by another viewer on this page.
    if log::set_logger(&Console).is_ok() {
        log::set_max_level(log::LevelFilter::Warn);
    }
}

/// An exception in words.
pub fn words(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => error.message().into(),
        None => error.as_string().unwrap_or_else(|| "unknown error".to_owned()),
    }
}

struct Console;

impl log::Log for Console {
    fn enabled(&self, metadata: &log::Metadata<'_>) -> bool {
        metadata.level() <= log::Level::Warn
    }

    fn log(&self, record: &log::Record<'_>) {
        if self.enabled(record.metadata()) {
            console::warn_1(&record.args().to_string().into());
        }
    }

    fn flush(&self) {}
}
