//! What can be made ready for a scene that is on its way.

use hall::manifest::ToneMapping;
use hall::{Aabb, Pose, Scene, Topology};

use super::Renderer;
use crate::lights::Lights;
use crate::look::{Look, Mode, Scenery};
use crate::medium::Medium;
use crate::mirror::is_polished;
use crate::sun::is_compact;
use crate::{Effects, Tier};

/// Ways of drawing that a scene will need, as far as its materials and lights say; the next to be made ready last.
pub(crate) type Outlook = Vec<(Look, Medium)>;

impl Renderer {
    /// Learns of a scene without meshes before the rest of it is there, for [`Renderer::prepare_next`]. How large it is is guessed by where its
    /// lamps are, and a large one is taken for a hall of several rooms; if it is none, the work was for nothing.
    pub fn expect(&mut self, scene: &Scene, effects: Effects, tone_mapping: ToneMapping, is_adapting: bool) {
        let is_full = self.gpu.info.tier == Tier::Full;
        let lights = Lights::new(scene, &Aabb::EMPTY);
        let bounds = lights.bounds(&Pose::rest(scene));
        let is_large = !bounds.is_empty() && !is_compact(&bounds);
        // A scene that speaks of its rooms says how many there are.
        let rooms = scene.light_probes.len();
        let has_rooms = if rooms > 0 { rooms > 1 } else { is_large };
        let has_mirror = is_full && scene.materials.iter().any(is_polished);
        let has_sun = lights.has_sun();
        let (has_lamps, has_live) = (lights.has_others(), lights.has_live());
        let scenery = [has_sun, has_lamps, has_mirror, is_full, has_rooms, has_sun && is_large, rooms > 0, has_live];
        self.mesh.set_scenery(Scenery::new(scenery));
        let look = |m| Look::of(Some(m), Topology::Triangles, false).mixed();
        let looks = scene.materials.iter().map(look).map(|look| if rooms > 0 { look } else { look.unprobed() });
        let is_refracting = looks.clone().any(|look| look.mode == Mode::Refracted);
        let seen = self.medium_for(effects, tone_mapping, is_adapting || is_refracting);
        self.outlook = [Medium::Light, seen].iter().flat_map(|m| looks.clone().map(|look| (look, *m))).collect();
    }

    /// Makes one more way of drawing ready for the scene that is expected; whether there are more. It may take a frame's time.
    pub fn prepare_next(&mut self) -> bool {
        let mut is_new = false;
        while !is_new {
            let Some((look, medium)) = self.outlook.pop() else { break };
            self.sky.prepare(&self.gpu, medium);
            self.contact.prepare(&self.gpu, medium);
            self.shadow.pipelines.prepare(&self.gpu);
            look.in_order().for_each(|look| is_new |= self.mesh.prepare_look(&self.gpu, look, medium));
        }
        is_new
    }
}
