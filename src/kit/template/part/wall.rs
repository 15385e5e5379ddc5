//! Thick walls with openings, reveals and skirting.

use glam::{Affine3A, Quat, Vec2, Vec3};

use crate::geometry::{chamfer_box, cuts, panel};
use crate::material::Paint;
use crate::model::Model;

/// A hole in a wall, metres.
#[derive(Clone, Copy, Debug)]
pub struct Opening {
    /// From where the wall begins to where the hole does.
    pub along: f32,
    /// How wide it is.
    pub width: f32,
    /// Lower edge; 0 for a door.
    pub bottom: f32,
    /// Upper edge.
    pub top: f32,
}

/// A wall seen from above: its front lies on the line from `from` to `to` and looks to the left of it (to +Z when it runs along +X).
#[derive(Clone, Copy, Debug)]
pub struct Wall<'a> {
    /// x and z, metres.
    pub from: Vec2,
    /// x and z, metres.
    pub to: Vec2,
    /// Metres.
    pub height: f32,
    /// Behind the front, metres.
    pub thickness: f32,
    /// Doors and windows.
    pub openings: &'a [Opening],
    /// Colour of the front.
    pub front: Paint,
    /// Colour of the back, the ends and the reveals.
    pub back: Paint,
}

impl Wall<'_> {
    /// The wall with its skirting and the linings of its doors.
    pub fn model(&self) -> Model {
        let length = self.from.distance(self.to);
        let mut m = self.faces(length);
        self.trim(&mut m, length);
        let along = (self.to - self.from) / length;
        let turn = Quat::from_rotation_y((-along.y).atan2(along.x));
        m.placed(&Affine3A::from_rotation_translation(turn, Vec3::new(self.from.x, 0.0, self.from.y)))
    }

    fn faces(&self, length: f32) -> Model {
        let (h, t) = (self.height, self.thickness);
        let mut m = Model::default();
        let edges: Vec<f32> = self.openings.iter().flat_map(|o| [o.along, o.along + o.width]).collect();
        let near = |far: f32| [0.12, 0.4, far - 0.4, far - 0.12];
        let u = cuts(0.0, length, 0.9, &[&near(length)[..], &edges].concat());
        let heights: Vec<f32> = self.openings.iter().flat_map(|o| [o.bottom, o.top]).collect();
        let v = cuts(0.0, h, 0.9, &[&near(h)[..], &heights].concat());
        let solid = |x: f32, y: f32| {
            !self.openings.iter().any(|o| (o.along..o.along + o.width).contains(&x) && (o.bottom..o.top).contains(&y))
        };
        m.add(self.front, panel(Vec3::ZERO, Vec3::X, Vec3::Y, &u, &v, solid));
        let back: Vec<f32> = u.iter().rev().map(|x| length - x).collect();
        let behind = Vec3::new(length, 0.0, -t);
        m.add(self.back, panel(behind, Vec3::NEG_X, Vec3::Y, &back, &v, |x, y| solid(length - x, y)));
        let thick = [0.0, t];
        m.add(self.back, panel(Vec3::new(0.0, 0.0, -t), Vec3::Z, Vec3::Y, &thick, &v, |_, _| true));
        m.add(self.back, panel(Vec3::new(length, 0.0, 0.0), Vec3::NEG_Z, Vec3::Y, &thick, &v, |_, _| true));
        m.add(self.back, panel(Vec3::new(0.0, h, 0.0), Vec3::X, Vec3::NEG_Z, &u, &thick, |_, _| true));
        for o in self.openings {
            let (a, b) = (o.along, o.along + o.width);
            let up = cuts(0.0, o.top - o.bottom, 0.9, &[]);
            let across = cuts(0.0, o.width, 0.9, &[]);
            m.add(self.back, panel(Vec3::new(a, o.bottom, 0.0), Vec3::NEG_Z, Vec3::Y, &thick, &up, |_, _| true));
            m.add(self.back, panel(Vec3::new(b, o.bottom, -t), Vec3::Z, Vec3::Y, &thick, &up, |_, _| true));
            m.add(self.back, panel(Vec3::new(a, o.top, -t), Vec3::X, Vec3::Z, &across, &thick, |_, _| true));
            if o.bottom > 0.0 {
                m.add(
                    self.back,
                    panel(Vec3::new(a, o.bottom, 0.0), Vec3::X, Vec3::NEG_Z, &across, &thick, |_, _| true),
                );
            }
        }
        m
    }

    /// A strip of metal that stands a little off the floor, and thin linings that stand a little proud of doors.
    fn trim(&self, m: &mut Model, length: f32) {
        let t = self.thickness;
        let mut from = 0.0;
        let mut doors: Vec<&Opening> = self.openings.iter().filter(|o| o.bottom <= 0.0).collect();
        doors.sort_by(|a, b| a.along.total_cmp(&b.along));
        for end in doors.iter().map(|o| (o.along, o.along + o.width)).chain([(length, length)]) {
            let run = end.0 - from - 0.04;
            if run > 0.05 {
                for z in [0.006, -t - 0.006] {
                    m.add(
                        Paint::Bronze,
                        chamfer_box(Vec3::new(run, 0.09, 0.012), 0.003).at(from + 0.02 + run * 0.5, 0.06, z),
                    );
                }
            }
            from = end.1;
        }
        for o in doors {
            let depth = t + 0.03;
            for x in [o.along + 0.01, o.along + o.width - 0.01] {
                m.add(Paint::Bronze, chamfer_box(Vec3::new(0.02, o.top, depth), 0.004).at(x, o.top * 0.5, -t * 0.5));
            }
            let lintel = chamfer_box(Vec3::new(o.width, 0.02, depth), 0.004);
            m.add(Paint::Bronze, lintel.at(o.along + o.width * 0.5, o.top - 0.01, -t * 0.5));
        }
    }
}
