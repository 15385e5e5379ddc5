//! Lamps: what is seen of them. The light itself is [`crate::Stage::light`].

use glam::Vec3;

use crate::geometry::{chamfer_box, lathe};
use crate::lobby::light::spotlight;
use crate::material::Paint;
use crate::model::Model;

/// What a lamp looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LampKind {
    /// A black cylinder that is aimed.
    Spot,
    /// A wide bell of aluminium that hangs in a high hall.
    Bell,
}

impl LampKind {
    /// It shines along -Y from the origin.
    pub fn model(self) -> Model {
        match self {
            Self::Spot => spotlight(),
            Self::Bell => bell(),
        }
    }
}

fn bell() -> Model {
    let mut m = Model::default();
    let outer = [(0.06, 0.3), (0.1, 0.24), (0.2, 0.14), (0.3, 0.02), (0.31, 0.0)];
    let profile: Vec<(f32, f32)> = outer.iter().rev().copied().chain([(0.0, 0.3)]).collect();
    m.add(Paint::Graphite, lathe(&profile, 32, 0.003));
    m.add(Paint::Graphite, lathe(&[(0.0, 0.3), (0.07, 0.3), (0.07, 0.5), (0.0, 0.5)], 20, 0.006));
    m.add(Paint::LightStrip, lathe(&[(0.0, 0.012), (0.27, 0.012)], 28, 0.0).flipped());
    m.add(Paint::Graphite, lathe(&[(0.27, 0.012), (0.31, 0.0)], 28, 0.0).flipped());
    m.add(Paint::Graphite, chamfer_box(Vec3::new(0.012, 1.2, 0.012), 0.002).at(0.0, 1.08, 0.0));
    m
}

/// A black track along X around the origin, `length` metres, its lower side at y = 0.06, hung on rods up to `ceiling` above the origin.
pub fn track(length: f32, ceiling: f32) -> Model {
    let mut m = Model::default();
    m.add(Paint::Graphite, chamfer_box(Vec3::new(length, 0.04, 0.045), 0.004).at(0.0, 0.08, 0.0));
    if ceiling > 0.12 {
        for x in [-0.4, 0.0, 0.4] {
            let rod = chamfer_box(Vec3::new(0.012, ceiling - 0.1, 0.012), 0.001);
            m.add(Paint::Graphite, rod.at(x * length, (ceiling + 0.1) * 0.5, 0.0));
        }
    }
    m
}

/// A bar of light along X that hangs on two wires from `ceiling` metres above it.
pub fn pendant_bar(length: f32, ceiling: f32) -> Model {
    let mut m = Model::default();
    m.add(Paint::Graphite, chamfer_box(Vec3::new(length, 0.06, 0.07), 0.006).at(0.0, 0.03, 0.0));
    m.add(Paint::LightStrip, chamfer_box(Vec3::new(length - 0.04, 0.012, 0.05), 0.002).at(0.0, -0.004, 0.0));
    for x in [-0.42, 0.42] {
        let wire = chamfer_box(Vec3::new(0.006, ceiling - 0.05, 0.006), 0.001);
        m.add(Paint::Graphite, wire.at(x * length, (ceiling + 0.05) * 0.5, 0.0));
    }
    m
}
