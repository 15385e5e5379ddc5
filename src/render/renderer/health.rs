//! How the device is.

use super::Renderer;
use crate::RenderError;

impl Renderer {
    /// Why the device is gone, if it is: nothing is drawn any more, and whoever idles should look here now and then.
    pub fn lost(&self) -> Option<String> {
        match self.gpu.check_lost() {
            Err(RenderError::Lost(why)) => Some(why),
            _ => None,
        }
    }

    /// From now on [`Renderer::is_at_work`] says whether what has been drawn until now is done.
    pub fn watch(&self) {
        self.gpu.watch();
    }

    /// Whether what was drawn before [`Renderer::watch`] is not done yet. On WebGL2 nobody knows.
    pub fn is_at_work(&self) -> bool {
        self.gpu.is_at_work()
    }

    /// Really gives the device up, and frees what is on it; [`Renderer::lost`] will say so.
    pub fn lose(&self) {
        self.gpu.device.destroy();
    }
}
