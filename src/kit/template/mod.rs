//! Template halls: rooms with named slots that an author fills.
//!
//! [`make`] gives a hall in the colours of a [`Theme`], filled as a [`Filling`] says; a slot with nothing in it says what it is for.

pub mod art;
mod booth;
mod filling;
mod gallery;
mod manifest;
mod part;
mod site;
mod slot;
mod theme;

pub use filling::{Content, Filling, Product};
pub use site::Site;
pub use slot::{Slot, SlotKind};
pub use theme::{THEMES, Theme};

use glam::Vec2;

use crate::{FloorRect, KitError, Package};

/// A hall to be filled.
#[derive(Debug)]
pub struct Template {
    /// As on the command line.
    pub id: &'static str,
    /// Chinese, English.
    pub title: [&'static str; 2],
    /// What it is like, Chinese and English.
    pub summary: [&'static str; 2],
    /// Floor, square metres.
    pub area_m2: u32,
    /// The theme it has when no other is asked for.
    pub theme: &'static str,
    /// Highest x and z of the floor whose contact shadows lie in an image; lowest ones are the negatives.
    floor: Vec2,
    build: fn(&mut Site),
}

/// Every template.
pub static TEMPLATES: [Template; 2] = [booth::TEMPLATE, gallery::TEMPLATE];

/// The template of this name.
pub fn template(id: &str) -> Option<&'static Template> {
    TEMPLATES.iter().find(|template| template.id == id)
}

/// The theme of this name.
pub fn theme(id: &str) -> Option<&'static Theme> {
    THEMES.iter().find(|theme| theme.id == id)
}

/// Makes a hall: `hall.json` and `hall.glb`.
///
/// # Errors
/// See [`KitError`].
pub fn make(template: &Template, theme: &'static Theme, filling: &Filling) -> Result<Package, KitError> {
    let site = built(template, theme, filling)?;
    let mut json = serde_json::to_vec_pretty(&manifest::manifest(template, &site))?;
    json.push(b'\n');
    let scene = site.stage.finish()?;
    let glb = hall::gltf::write_glb_noting(&scene, &serde_json::json!({"light_in_colors": true}));
    Ok(Package { files: vec![("hall.json".into(), json), ("hall.glb".into(), glb)] })
}

/// The slots of a template, in the order of the tour.
///
/// # Errors
/// See [`KitError`].
pub fn slots(template: &Template) -> Result<Vec<Slot>, KitError> {
    Ok(built(template, &THEMES[0], &Filling::default())?.slots)
}

fn built<'a>(template: &Template, theme: &'static Theme, filling: &'a Filling) -> Result<Site<'a>, KitError> {
    let floor = FloorRect { min: -template.floor, max: template.floor };
    let mut site = Site::new(floor, theme, filling);
    (template.build)(&mut site);
    site.close()?;
    Ok(site)
}
