//! The sample hall: the lobby of an invented industrial park, 20 × 30 m, with six exhibits.

pub(crate) mod ceiling;
pub(crate) mod displays;
pub(crate) mod facade;
pub(crate) mod furniture;
mod graphics;
pub(crate) mod light;
mod manifest;
pub(crate) mod outside;
mod plan;
pub(crate) mod plants;
pub(crate) mod room;
pub(crate) mod signs;
mod words;

use glam::Vec2;
use hall::Scene;

pub use manifest::manifest;

use crate::{FloorRect, KitError, Package, Stage};

/// Makes the sample hall: `hall.json` and `lobby.glb`. The pictures beside them are taken of it with `yunzhan-view shot`.
///
/// # Errors
/// See [`KitError`].
pub fn lobby() -> Result<Package, KitError> {
    let mut json = serde_json::to_vec_pretty(&manifest())?;
    json.push(b'\n');
    // Whoever computes the light of the hall needs to know that it was painted.
    let glb = hall::gltf::write_glb_noting(&scene()?, &serde_json::json!({"light_in_colors": true}));
    let files = vec![("hall.json".into(), json), ("lobby.glb".into(), glb)];
    Ok(Package { files })
}

/// The room and all that is in it.
///
/// # Errors
/// See [`KitError`].
pub fn scene() -> Result<Scene, KitError> {
    let half = Vec2::new(plan::HALF_X, plan::HALF_Z);
    let mut stage = Stage::new(FloorRect { min: -half, max: half });
    room::build(&mut stage);
    ceiling::build(&mut stage);
    facade::build(&mut stage);
    outside::build(&mut stage);
    furniture::build(&mut stage);
    signs::build(&mut stage);
    displays::build(&mut stage);
    light::build(&mut stage);
    graphics::draw(&mut stage)?;
    stage.finish()
}
