//! Shapes made by code: everything is triangles with normals, in metres, +Y up, counter-clockwise seen from outside.

mod extrude;
mod lathe;
mod loft;
mod outline;
mod panel;
mod rounded_box;
mod shape;
mod smooth;
mod sweep;
mod text;

pub use extrude::{Polygon, extrude};
pub use lathe::{lathe, lathe_arc};
pub use loft::{loft, ring};
pub use outline::{Outline, OutlinePoint, circle, outline, rectangle, rounded};
pub use panel::{cuts, cuts_near_edges, panel};
pub use rounded_box::{chamfer_box, chamfer_box_on};
pub use shape::Shape;
pub use sweep::{spline, sweep, tube};
pub use text::{Font, Weight, text_solid};
