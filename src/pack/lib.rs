//! How a hall travels: from what an author uploads, checked before anything is made of it, to what a visitor fetches.
//!
//! The main types are [`validate::Report`] (what is wrong with a glTF file), [`verdict::Verdict`] (how a hall fares on a device), [`document::Document`] (a glTF file
//! that can be changed), [`archive::Archive`] (a hall in a zip), [`Pack`] (what a pack holds) and [`Report`] (what was done); [`pack`] does all of it.
//!
//! *Invariant:* knows no page, no GPU and no network, and opens no file that it is not given; writes only beside the place that it is given, and nothing there until
//! all is made.

pub mod archive;
pub mod bake;
mod bundle;
pub mod derive;
pub mod document;
mod drawn;
mod error;
mod gate;
mod ktx2;
pub mod listing;
mod media;
pub mod optimise;
mod pack;
mod pictures;
mod plan;
mod scene;
mod store;
pub mod texture;
pub mod validate;
pub mod verdict;
mod work;

pub use error::{PackError, Told};
pub use listing::Pack;
pub use media::{Facts, Look, Medium, Wrong, look};
pub use pack::{Extras, Report, Request, pack, pack_with};
pub use store::{put_in_place, staging};
pub use work::{Change, Step, Watch};

/// What makes packs. Counted up with whatever changes their bytes, so that caches forget.
pub const TOOL: &str = concat!("yunzhan ", env!("CARGO_PKG_VERSION"), ", packs 4");
