//! `YUNZHAN_light_probes`: light that was computed ahead, of each room of a scene.

use super::Check;
use super::links::Links;
use super::pointer::item;
use crate::bake::LIGHT_PROBES;

impl Check<'_> {
    pub(super) fn light_probes(&mut self, links: &mut Links) {
        for (i, scene) in links.all("scenes").iter().enumerate() {
            let Some(probes) = scene.extension(LIGHT_PROBES).filter(|_| self.declares(LIGHT_PROBES)) else { continue };
            let at = item("scenes", i).keys(&["extensions", LIGHT_PROBES]);
            if let Some(faces) = probes.get("faces") {
                self.resolve(links, faces, "index", "textures", &at.key("faces"));
            }
            for (i, room) in probes.list("rooms").iter().enumerate() {
                self.resolve(links, room, "irradiance", "accessors", &at.key("rooms").index(i));
            }
        }
    }
}
