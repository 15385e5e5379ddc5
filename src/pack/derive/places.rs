//! Where visitors stand: where they begin, and before what there is to see.

use glam::{Vec3, vec3};
use hall::manifest::{Hall, Viewpoint};
use hall::walk::stand::{Stance, Subject, ahead, arrive, in_front_of, upright};
use hall::walk::{Body, Space, Triangle};
use serde::{Deserialize, Serialize};

use super::world::World;

/// Of each kind, no more are looked at.
pub const PLACES_MAX: usize = 128;

/// What somebody stands somewhere for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PlaceKind {
    /// Visitors begin here.
    Spawn,
    /// To see an exhibit.
    Exhibit,
    /// To look from a named place.
    Viewpoint,
    /// To go to another hall.
    Portal,
}

/// Where somebody stands, and what for.
#[derive(Clone, Debug)]
pub struct Place {
    /// What for.
    pub kind: PlaceKind,
    /// Which of that kind; empty for the spawn.
    pub id: String,
    /// Which in the manifest's list of that kind.
    pub number: usize,
    /// On the floor, metres; nothing where nobody can stand.
    pub feet: Option<Vec3>,
    /// Metres.
    pub eye: Vec3,
    /// Radians; 0 looks along -Z, counter-clockwise from above.
    pub heading: f32,
    /// Radians, upwards.
    pub pitch: f32,
    /// Whether one gets there on foot from where visitors begin.
    pub is_reachable: bool,
}

impl Place {
    fn of(kind: PlaceKind, (number, id): (usize, &str), stance: &Stance, feet: Option<Vec3>) -> Self {
        let Stance { eye, heading, pitch, .. } = *stance;
        Self { kind, id: id.into(), number, feet, eye, heading, pitch, is_reachable: false }
    }
}

/// The space that visitors of a hall are in, and the place where they begin; nothing where the scene is a thing to be looked at and no room.
///
/// `world` must hold something.
pub fn enter(world: &World, solid: Vec<Triangle>, hall: Option<&Hall>) -> Option<(Space, Place)> {
    let spawn = hall.and_then(|hall| hall.spawn).filter(|spawn| spawn.position.is_finite());
    let (space, stance) = match spawn {
        Some(spawn) => {
            let space = Space::new(solid, Body::default());
            let stance = upright(&space, spawn.position, spawn.heading_deg.to_radians(), 0.0);
            (space, stance)
        }
        None => arrive(solid, world.bounds()),
    };
    if space.body != Body::default() {
        return None;
    }
    let reach = space.body.height;
    let feet = space.stand_at(stance.feet).or_else(|| space.place_near(stance.feet, reach, reach * 2.0));
    let eye = feet.map_or(stance.eye, |feet| feet + Vec3::Y * space.body.eye);
    Some((space, Place::of(PlaceKind::Spawn, (0, ""), &Stance { eye, ..stance }, feet)))
}

/// All places that a hall names, the one where visitors begin (`spawn`) first.
pub fn places(world: &World, space: &Space, hall: Option<&Hall>, spawn: Place) -> Vec<Place> {
    let from = spawn.eye;
    let mut places = vec![spawn];
    let Some(hall) = hall else { return places };
    for (number, exhibit) in hall.exhibits.iter().enumerate().take(PLACES_MAX) {
        let named = exhibit.viewpoint.as_ref().and_then(|id| hall.viewpoints.iter().find(|v| v.id == *id));
        let stance = match named {
            Some(viewpoint) => look_from(space, viewpoint),
            None => {
                let Some((_, bounds, front)) = world.at_anchor(&exhibit.anchor) else { continue };
                let subject = Subject { bounds, front, node_is_own: &|_| false, seen_from: Some(from) };
                let stance = in_front_of(space, &subject);
                let centre = upright(space, bounds.center() - Vec3::Y * space.body.eye, 0.0, 0.0);
                (stance.unwrap_or(centre), stance.map(|stance| stance.feet))
            }
        };
        places.push(Place::of(PlaceKind::Exhibit, (number, &exhibit.id), &stance.0, stance.1));
    }
    for (number, viewpoint) in hall.viewpoints.iter().enumerate().take(PLACES_MAX) {
        let (stance, feet) = look_from(space, viewpoint);
        places.push(Place::of(PlaceKind::Viewpoint, (number, &viewpoint.id), &stance, feet));
    }
    for (number, portal) in hall.portals.iter().enumerate().take(PLACES_MAX) {
        let Some((_, bounds, _)) = world.at_anchor(&portal.anchor) else { continue };
        let at = vec3(bounds.center().x, bounds.min.y, bounds.center().z);
        let reach = 0.5 * bounds.size().max_element() + space.body.height;
        let feet = space.place_near(at + Vec3::Y * space.body.step, reach.min(10.0), space.body.height);
        places.push(Place::of(
            PlaceKind::Portal,
            (number, &portal.hall),
            &upright(space, feet.unwrap_or(at), 0.0, 0.0),
            feet,
        ));
    }
    places.retain(|place| place.eye.is_finite());
    places
}

/// Where the feet are of somebody who looks from a viewpoint.
fn look_from(space: &Space, viewpoint: &Viewpoint) -> (Stance, Option<Vec3>) {
    let (heading, pitch) = (viewpoint.heading_deg.to_radians(), viewpoint.pitch_deg.to_radians());
    let below = space.bounds.size().y + space.body.height;
    let near = viewpoint.eye - Vec3::Y * space.body.step;
    let feet = space.place_near(near, space.body.height * 2.0, below);
    (Stance { feet: feet.unwrap_or(near), eye: viewpoint.eye, heading, pitch, fov_y: None }, feet)
}

/// The direction that a place looks in, of unit length.
pub fn direction(place: &Place) -> Vec3 {
    ahead(place.heading) * place.pitch.cos() + Vec3::Y * place.pitch.sin()
}
