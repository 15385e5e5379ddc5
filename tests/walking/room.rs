//! Rooms made of triangles, and somebody in them.

use glam::{Vec2, Vec3, vec2, vec3};
use hall::NodeId;
use viewer::stand;
use viewer::visitor::Visitor;
use viewer::walk::{Body, Space, Triangle};

/// Triangles of a room under construction.
#[derive(Default)]
pub struct Room(pub Vec<Triangle>);

impl Room {
    pub fn quad(mut self, corners: [Vec3; 4]) -> Self {
        let [a, b, c, d] = corners;
        for corners in [[a, b, c], [a, c, d]] {
            self.0.push(Triangle { corners, node: Some(NodeId(0)), blocks: true, see_through: false });
        }
        self
    }

    pub fn floor(self, min: Vec2, max: Vec2, y: f32) -> Self {
        self.quad([vec3(min.x, y, min.y), vec3(min.x, y, max.y), vec3(max.x, y, max.y), vec3(max.x, y, min.y)])
    }

    /// A sheet without thickness from one point of the plan to another.
    pub fn wall(self, from: Vec2, to: Vec2, height: f32) -> Self {
        let at = |p: Vec2, y: f32| vec3(p.x, y, p.y);
        self.quad([at(from, 0.0), at(to, 0.0), at(to, height), at(from, height)])
    }

    pub fn walls(self, min: Vec2, max: Vec2) -> Self {
        let (a, b, c, d) = (min, vec2(max.x, min.y), max, vec2(min.x, max.y));
        self.wall(a, b, 3.0).wall(b, c, 3.0).wall(c, d, 3.0).wall(d, a, 3.0)
    }

    /// A block on the floor, with a top.
    pub fn block(self, min: Vec2, max: Vec2, height: f32) -> Self {
        let (a, b, c, d) = (min, vec2(max.x, min.y), max, vec2(min.x, max.y));
        self.wall(a, b, height).wall(b, c, height).wall(c, d, height).wall(d, a, height).floor(min, max, height)
    }

    pub fn space(self) -> Space {
        Space::new(self.0, Body::default())
    }
}

/// 10 × 8 m with walls around it.
pub fn hall() -> Room {
    Room::default().floor(vec2(-5.0, -4.0), vec2(5.0, 4.0), 0.0).walls(vec2(-5.0, -4.0), vec2(5.0, 4.0))
}

pub fn visitor_at(space: &Space, feet: Vec3, heading: f32) -> Visitor {
    let mut visitor = Visitor::default();
    visitor.place(space, &stand::upright(space, feet, heading, 0.0));
    visitor
}

/// Lets `secs` pass at a frame rate, calling `each` after every frame.
pub fn pass(visitor: &mut Visitor, space: &Space, secs: f32, fps: f32, mut each: impl FnMut(&Visitor)) {
    for _ in 0..(secs * fps).round() as u32 {
        visitor.advance(space, 1.0 / fps);
        each(visitor);
    }
}
