//! A scene on its way to the device.

use core::ops::ControlFlow;

use hall::Scene;
use hall::manifest::ToneMapping;

use super::Renderer;
use crate::Effects;
use crate::draw_list::Assembly;

/// A scene that is being made ready, while the one before it is still drawn.
pub struct Coming(Box<Assembly>);

impl Renderer {
    /// Uploads geometry and materials; every image is neutral until [`Renderer::set_image`]. Replaces the scene before.
    pub fn set_scene(&mut self, scene: &Scene) {
        let list = Assembly::whole(&self.gpu, scene);
        self.take_up_scene(scene, list);
    }

    /// The same in steps, each of which takes a small part of a frame's time.
    pub fn begin_scene(&self, scene: &Scene) -> Coming {
        Coming(Box::new(Assembly::new(scene)))
    }

    /// Goes a step on with the scene that it was begun with, which has not changed since; what is left to do then. With the last step the scene
    /// is there.
    pub fn go_on_with_scene(&mut self, scene: &Scene, coming: Coming) -> Option<Coming> {
        match coming.0.step(&self.gpu, scene) {
            ControlFlow::Continue(rest) => Some(Coming(rest)),
            ControlFlow::Break(list) => {
                self.take_up_scene(scene, list);
                None
            }
        }
    }

    /// Makes one more thing ready for the first picture of the scene that is there; whether there was one. It may take a frame's time.
    pub fn prepare_picture(&mut self, effects: Effects, tone_mapping: ToneMapping, is_adapting: bool) -> bool {
        let medium = self.medium_for(effects, tone_mapping, is_adapting || self.behind.is_some());
        if self.stage.list.draws.iter().any(|draw| self.mesh.prepare_look(&self.gpu, draw.look, medium)) {
            return true;
        }
        self.more_ready += 1;
        match self.more_ready {
            1 => self.sky.prepare(&self.gpu, medium),
            2 => self.shadow.pipelines.prepare(&self.gpu),
            3 if self.is_awaiting_rooms => self.contact.prepare(&self.gpu, medium),
            4 if self.is_awaiting_rooms => self.mip.prepare(&self.gpu),
            5 if self.is_awaiting_rooms => self.probe.prepare(&self.gpu),
            _ => return false,
        }
        true
    }
}
