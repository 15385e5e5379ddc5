//! Cameras (glTF 2.0 §3.10).

use std::f32::consts::PI;

use glam::Vec2;

use super::Import;
use super::place::{Part, Place};
use super::source;
use super::warning::WarningKind;
use crate::{Camera, Projection, Scene};

/// What a camera that cannot be read sees: a usual lens.
const FALLBACK: Projection = Projection::Perspective { fov_y: 0.8, near: 0.1, far: None };

impl Import<'_> {
    pub(super) fn cameras(&mut self, scene: &mut Scene) {
        for (i, element) in self.elements.cameras.iter().enumerate() {
            let place = Place::of(Part::Camera, i);
            let (name, projection) = match element.get(place) {
                Ok(camera) => (camera.name.as_ref(), projection(camera)),
                Err(error) => {
                    self.warn(place, WarningKind::Broken(Box::new(error)));
                    (None, Some(FALLBACK))
                }
            };
            if projection.is_none() {
                self.warn(place, WarningKind::InvalidProperty { property: "type" });
            }
            let name = self.name(name, place);
            scene.cameras.push(Camera { name, projection: projection.unwrap_or(FALLBACK) });
        }
    }
}

fn projection(camera: &source::Camera) -> Option<Projection> {
    match camera.type_.as_str() {
        "perspective" => {
            let lens = camera.perspective.as_ref()?;
            let is_sane = lens.yfov > 0.0 && lens.yfov < PI && lens.znear > 0.0 && lens.znear.is_finite();
            let far = lens.zfar.filter(|far| *far > lens.znear && far.is_finite());
            is_sane.then_some(Projection::Perspective { fov_y: lens.yfov, near: lens.znear, far })
        }
        "orthographic" => {
            let lens = camera.orthographic.as_ref()?;
            let half_size = Vec2::new(lens.xmag, lens.ymag).abs();
            let is_sane = half_size.is_finite() && half_size.min_element() > 0.0;
            let is_deep = lens.zfar > lens.znear && lens.zfar.is_finite() && lens.znear.is_finite();
            (is_sane && is_deep).then_some(Projection::Orthographic { half_size, near: lens.znear, far: lens.zfar })
        }
        _ => None,
    }
}
