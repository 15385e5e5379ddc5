//! The pictures that surfaces wear, and which of them are painted here.

use glam::Vec3;

use super::picture::{Encoded, Picture, ramp};
use super::{floors, surface};
use crate::KitError;

/// A picture of the palette. The order is that of the images in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Print {
    /// Colour of the pale floor.
    FloorStone,
    /// Roughness of the pale floor.
    FloorPolish,
    /// Contact shadows on the floor; baked.
    FloorShade,
    /// Colour of dark stone.
    BandStone,
    /// Colour of walnut.
    Walnut,
    /// Colour of oak.
    Oak,
    /// Colour of upholstery.
    Cloth,
    /// Relief of upholstery.
    ClothRelief,
    /// One broad leaf.
    Leaf,
    /// Sprays of leaves.
    Foliage,
    /// A processed wafer.
    Wafer,
    /// Sky and hills.
    Sky,
    /// Light falling off from an edge.
    Cove,
    /// Light around the sign; the hall draws it.
    SignHalo,
    /// Posters; the hall draws them.
    Posters,
    /// Labels; the hall draws them.
    Labels,
    /// The large screen; the hall draws it.
    Screen,
    /// Oak planks with their joints.
    Planks,
    /// Concrete.
    Concrete,
}

/// Paints and encodes a picture, if it is one that every hall shares.
///
/// # Errors
/// [`KitError::Encode`], which would be a bug.
pub fn draw_print(print: Print) -> Result<Option<Encoded>, KitError> {
    Ok(Some(match print {
        Print::FloorStone => surface::floor_stone(1024).jpeg(80)?,
        Print::FloorPolish => surface::floor_polish(512).jpeg(72)?,
        Print::BandStone => surface::band_stone(512).jpeg(80)?,
        Print::Walnut => surface::wood(512, 1024, [0x3a2619, 0x63442f, 0x8a6547], 6, 401).jpeg(80)?,
        Print::Oak => surface::wood(512, 1024, [0x9c7c58, 0xbd9c74, 0xd2b690], 6, 433).jpeg(80)?,
        Print::Cloth => surface::cloth(256).jpeg(78)?,
        Print::ClothRelief => Picture::normals(256, 5.0, surface::weave).jpeg(80)?,
        Print::Leaf => surface::leaf(128, 256).jpeg(84)?,
        Print::Foliage => surface::foliage(256).png()?,
        Print::Wafer => surface::wafer(512).jpeg(84)?,
        Print::Sky => surface::sky(2048, 512).jpeg(82)?,
        Print::Planks => floors::planks(1024, [0xa38d70, 0xc0aa8a, 0xd6c4a8]).jpeg(76)?,
        Print::Concrete => floors::concrete(768).jpeg(74)?,
        Print::Cove => {
            Picture::paint(8, 128, |uv| Vec3::splat((-(uv.y * 4.2)).exp() * (1.0 - ramp(0.85, 1.0, uv.y)))).png()?
        }
        Print::FloorShade | Print::SignHalo | Print::Posters | Print::Labels | Print::Screen => return Ok(None),
    }))
}
