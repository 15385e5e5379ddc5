//! Blades of fans, compressors and rotors.

use glam::{Quat, Vec2, Vec3};

use crate::geometry::{Shape, loft, ring};

/// What a blade looks like at its root and at its tip.
#[derive(Clone, Copy, Debug)]
pub struct Blade {
    /// Distance from the axis of root and tip, metres.
    pub radius: [f32; 2],
    /// Length of the section at root and tip, metres.
    pub chord: [f32; 2],
    /// Angle between the section and the plane of rotation at root and tip, degrees.
    pub pitch_deg: [f32; 2],
    /// Thickness as part of the chord.
    pub thickness: f32,
    /// Sections between root and tip.
    pub sections: u32,
    /// How far the tip lies behind the root along the rotation, metres.
    pub sweep: f32,
}

/// A blade that stands along +Y; the axis of rotation is X.
pub fn blade(shape: &Blade) -> Shape {
    let rings: Vec<Vec<Vec3>> = (0..=shape.sections)
        .map(|i| {
            let t = i as f32 / shape.sections as f32;
            let between = |pair: [f32; 2]| pair[0] + (pair[1] - pair[0]) * t;
            let chord = between(shape.chord);
            let section: Vec<Vec2> =
                SECTION.iter().map(|p| Vec2::new(p.0, p.1 * shape.thickness * 8.0) * chord).collect();
            let turn = Quat::from_rotation_y(between(shape.pitch_deg).to_radians());
            let center = Vec3::new(0.0, between(shape.radius), shape.sweep * t * t);
            ring(&section, center, turn * Vec3::Z, turn * Vec3::X)
        })
        .collect();
    loft(&rings, true, 50.0)
}

/// `count` of the blade around X, moved along X.
pub fn blade_row(shape: &Blade, count: u32, x: f32) -> Shape {
    let one = blade(shape);
    let mut all = Shape::default();
    for i in 0..count {
        all.join(&one.clone().turned_x(360.0 * i as f32 / count as f32));
    }
    all.at(x, 0.0, 0.0)
}

/// A cambered section of length 1 around its middle, counter-clockwise.
const SECTION: [(f32, f32); 6] = [(-0.5, 0.0), (-0.15, -0.015), (0.2, 0.0), (0.5, 0.03), (0.2, 0.105), (-0.2, 0.1)];
