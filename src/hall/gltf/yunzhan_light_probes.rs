//! `YUNZHAN_light_probes`: what the rooms of a scene look like from within, and the light that bounces there. `yunzhan pack --bake` writes it.

use glam::{UVec3, Vec3};

use super::Import;
use super::accessors::{Rows, Type};
use super::elements::extension;
use super::json::ValueExt;
use super::place::{Part, Place};
use super::warning::WarningKind;
use crate::json::Json;
use crate::{Aabb, LightProbe, Scene, TextureId};

pub(super) const NAME: &str = "YUNZHAN_light_probes";

impl Import<'_> {
    /// The rooms of the scene on show. Without data, what bounces is left empty.
    pub(super) fn light_probes(&mut self, scene: &mut Scene, has_data: bool) {
        let index = self.elements.scene.unwrap_or(0);
        let elements = self.elements;
        let Some(says) = elements.scenes.get(index).and_then(|scene| extension(&scene.raw, NAME)) else { return };
        let place = Place::of(Part::Scene, index);
        match self.read_probes(says, scene.textures.len(), has_data.then_some(place)) {
            Some(probes) => scene.light_probes = probes,
            None => self.warn(place, WarningKind::ExtensionMalformed { name: NAME }),
        }
    }

    fn read_probes(&mut self, says: &Json, textures: usize, place: Option<Place>) -> Option<Vec<LightProbe>> {
        let picture = says.get("faces")?.index("index").filter(|texture| *texture < textures)?;
        let rooms = says.get("rooms")?.as_array().filter(|rooms| rooms.len() <= LightProbe::ROOMS_MAX)?;
        let mut probes = Vec::new();
        let mut rows = 0;
        for (room, first_face) in rooms.iter().zip((0..).step_by(6)) {
            let point = |key| room.f32s::<3>(key).map(Vec3::from);
            let bounds = Aabb { min: point("min")?, max: point("max")? };
            let position = point("position").filter(|at| at.is_finite())?;
            let counts = point("counts")?;
            let is_sound = bounds.size().is_finite() && bounds.size().min_element() > 0.0;
            let limit = Vec3::splat(LightProbe::PLACES_MAX as f32);
            if !is_sound || counts.cmplt(Vec3::ONE).any() || counts.cmpgt(limit).any() || counts.fract() != Vec3::ZERO {
                return None;
            }
            let counts = counts.as_uvec3();
            let picture = TextureId(picture as u32);
            let mut probe = LightProbe { bounds, position, picture, first_face, counts, bounced: Vec::new() };
            rows += probe.rows();
            if rows > LightProbe::ROWS_MAX {
                return None;
            }
            if let Some(place) = place {
                probe.bounced = self.bounced(room.index("irradiance")?, counts, place)?;
            }
            probes.push(probe);
        }
        Some(probes)
    }

    /// Halves as they are, as whole numbers.
    fn bounced(&mut self, accessor: usize, counts: UVec3, place: Place) -> Option<Vec<[u16; 4]>> {
        const EXPONENT: u32 = 0x7c00;
        let accessor = self.accessor(accessor, place).ok()?;
        let count = 3 * counts.element_product() as usize;
        if accessor.count != count || accessor.type_ != Type::Vec4 {
            return None;
        }
        let wholes = self.wholes(&accessor, 4, Rows::First(count)).ok()?;
        // What is infinite or no number has all bits of the exponent.
        let is_sound = |half: &u32| *half <= 0xffff && half & EXPONENT != EXPONENT;
        let rows = wholes.as_chunks::<4>().0;
        wholes.iter().all(is_sound).then(|| rows.iter().map(|row| row.map(|half| half as u16)).collect())
    }
}
