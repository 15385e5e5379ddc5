//! Whether WebGL2 is done with a picture: asked while a hall comes, and never again.

use wasm_bindgen::JsCast;
use web_sys::{HtmlCanvasElement, WebGl2RenderingContext as Gl, WebGlSync};

/// A place in the stream of commands.
#[derive(Default)]
pub struct Fence(Option<WebGlSync>);

impl Fence {
    /// Puts it after everything that was asked for so far. On another interface than WebGL2 it does nothing.
    pub fn set(&mut self, canvas: &HtmlCanvasElement) {
        self.0 = context(canvas).and_then(|gl| {
            let sync = gl.fence_sync(Gl::SYNC_GPU_COMMANDS_COMPLETE, 0);
            gl.flush();
            sync
        });
    }

    /// Whether something before it is still to be done, or never will be.
    pub fn is_ahead(&mut self, canvas: &HtmlCanvasElement) -> bool {
        let Some(gl) = context(canvas) else { return false };
        // Of a context that is lost nothing will be done; the browser says so in a moment.
        if gl.is_context_lost() {
            return true;
        }
        let Some(sync) = &self.0 else { return false };
        let is_ahead = gl.get_sync_parameter(sync, Gl::SYNC_STATUS) == Gl::UNSIGNALED;
        if !is_ahead {
            gl.delete_sync(Some(sync));
            self.0 = None;
        }
        is_ahead
    }
}

/// What `wgpu` draws with, if that is WebGL2.
pub fn context(canvas: &HtmlCanvasElement) -> Option<Gl> {
    if cfg!(feature = "webgpu") {
        return None;
    }
    canvas.get_context("webgl2").ok().flatten()?.dyn_into().ok()
}
