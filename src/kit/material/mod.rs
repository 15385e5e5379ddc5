//! What things are made of: [`Paint`] names a surface, [`Print`] the pictures on surfaces.

pub mod canvas;
mod floors;
pub mod noise;
mod palette;
pub mod picture;
mod print;
mod surface;

pub use palette::Paint;
pub use print::{Print, draw_print};
