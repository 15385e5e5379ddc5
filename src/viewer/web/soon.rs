//! The end of a task.

use js_sys::Promise;
use wasm_bindgen_futures::JsFuture;

/// Lets the page do what waits, then goes on. Downloads wait as well: the browser holds little of them, and then they stand still.
pub async fn soon() {
    let soon = Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            // Without a timer nobody could be called back.
            let _ = window.set_timeout_with_callback(&resolve);
        }
    });
    // A timer doesn't fail.
    let _ = JsFuture::from(soon).await;
}
