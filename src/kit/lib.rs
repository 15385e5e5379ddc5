//! How a hall is made: geometry, materials, product models and whole halls by code.
//!
//! [`Model`] is an object as it is designed (shapes by [`material::Paint`]); [`Stage`] is where models are set up, and gives a [`hall::Scene`];
//! [`lobby::lobby`] makes the sample hall, [`template::make`] the halls that authors fill; both are a [`Package`] of files.
//!
//! *Invariant:* no I/O and no chance. The same code gives the same bytes; who calls writes them.

mod bvh;
pub mod geometry;
pub mod lobby;
pub mod material;
mod model;
mod occlusion;
pub mod product;
mod stage;
pub mod template;

pub use model::Model;
pub use stage::{FloorRect, Stage, standing};

/// The files of a hall.
#[derive(Clone, Debug, Default)]
pub struct Package {
    /// Relative path and content.
    pub files: Vec<(String, Vec<u8>)>,
}

/// Why a hall could not be made; each is a bug of the kit.
#[derive(Debug, thiserror::Error)]
pub enum KitError {
    /// An encoder refused a picture.
    #[error("a picture cannot be encoded: {0}")]
    Encode(#[from] image::ImageError),
    /// The hall draws this picture itself, and did not.
    #[error("the hall has not drawn its picture {0:?}")]
    NoPicture(material::Print),
    /// The manifest cannot be written.
    #[error("hall.json cannot be written: {0}")]
    Manifest(#[from] serde_json::Error),
}
