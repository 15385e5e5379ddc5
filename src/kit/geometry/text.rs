//! Letters as solids, from the outlines of the committed fonts.

use glam::Vec2;
use ttf_parser::{Face, OutlineBuilder};

use super::{Polygon, Shape, extrude};

static REGULAR: &[u8] = include_bytes!("../../../assets/fonts/YunzhanSans-Regular.otf");
static BOLD: &[u8] = include_bytes!("../../../assets/fonts/YunzhanSans-Bold.otf");

/// How heavy letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// For reading.
    Regular,
    /// For headings and signs.
    Bold,
}

/// A font of the kit; lengths are in em.
pub struct Font {
    face: Face<'static>,
}

impl Font {
    /// One of the two fonts in `assets/fonts`.
    ///
    /// # Panics
    /// If the committed font is not a font, which a test would notice.
    pub fn new(weight: Weight) -> Self {
        let bytes = match weight {
            Weight::Regular => REGULAR,
            Weight::Bold => BOLD,
        };
        Self { face: Face::parse(bytes, 0).expect("the committed font parses") }
    }

    /// Whether there is a glyph.
    pub fn has(&self, character: char) -> bool {
        self.face.glyph_index(character).is_some()
    }

    /// How far the pen moves, em.
    pub fn advance(&self, character: char) -> f32 {
        let glyph = self.face.glyph_index(character).unwrap_or_default();
        f32::from(self.face.glyph_hor_advance(glyph).unwrap_or(0)) / f32::from(self.face.units_per_em())
    }

    /// The width of a line, em.
    pub fn width(&self, line: &str) -> f32 {
        line.chars().map(|c| self.advance(c)).sum()
    }

    /// Draws the outline of a character in font units, y up.
    pub fn outline(&self, character: char, builder: &mut dyn OutlineBuilder) {
        if let Some(glyph) = self.face.glyph_index(character) {
            self.face.outline_glyph(glyph, builder);
        }
    }

    /// Font units in an em.
    pub fn units_per_em(&self) -> f32 {
        f32::from(self.face.units_per_em())
    }

    /// The figures a line of text is made of, em; it begins at the origin and stands on y = 0. A curve becomes `steps` straight pieces.
    pub fn polygons(&self, line: &str, steps: u32) -> Vec<Polygon> {
        let mut pen = 0.0;
        let mut all = Vec::new();
        for character in line.chars() {
            let mut contours = Contours { scale: 1.0 / self.units_per_em(), steps, ..Contours::default() };
            self.outline(character, &mut contours);
            all.extend(contours.polygons(Vec2::new(pen, 0.0)));
            pen += self.advance(character);
        }
        all
    }
}

/// A line of text as a solid: `height` is the em, the front faces +Z at z = `depth`, centred on x = 0, standing on y = 0.
pub fn text_solid(font: &Font, line: &str, height: f32, depth: f32, bevel: f32) -> Shape {
    let shift = font.width(line) * 0.5;
    let mut solid = Shape::default();
    // Small letters need no smoother curves than the eye can see.
    let steps = if height > 0.5 { 4 } else { 2 };
    for mut polygon in font.polygons(line, steps) {
        for p in polygon.outer.iter_mut().chain(polygon.holes.iter_mut().flatten()) {
            *p = (*p - Vec2::new(shift, 0.0)) * height;
        }
        solid.join(&extrude(&polygon, depth, bevel));
    }
    solid
}

/// Collects flattened contours of a glyph.
#[derive(Default)]
struct Contours {
    scale: f32,
    steps: u32,
    rings: Vec<Vec<Vec2>>,
    pen: Vec2,
}

impl Contours {
    fn go(&mut self, to: Vec2) {
        if let Some(ring) = self.rings.last_mut()
            && ring.last().is_none_or(|last| last.distance_squared(to) > 1e-8)
        {
            ring.push(to);
        }
        self.pen = to;
    }

    /// Outer rings counter-clockwise, each with the holes that lie in it.
    fn polygons(mut self, offset: Vec2) -> Vec<Polygon> {
        let area = |ring: &[Vec2]| -> f32 {
            (0..ring.len()).map(|i| ring[i].perp_dot(ring[(i + 1) % ring.len()])).sum::<f32>() * 0.5
        };
        for ring in &mut self.rings {
            if ring.len() > 1 && ring[0].distance_squared(ring[ring.len() - 1]) < 1e-8 {
                ring.pop();
            }
        }
        self.rings.retain(|ring| ring.len() > 2 && area(ring).abs() > 1e-7);
        self.rings.sort_by(|a, b| area(b).abs().total_cmp(&area(a).abs()));
        let outer_sign = self.rings.first().map_or(1.0, |ring| area(ring).signum());
        let mut polygons: Vec<Polygon> = Vec::new();
        for mut ring in self.rings {
            let is_outer = area(&ring).signum() == outer_sign;
            if (area(&ring) > 0.0) != is_outer {
                ring.reverse();
            }
            if is_outer {
                polygons.push(ring.into());
            } else if let Some(owner) = polygons.iter_mut().rev().find(|p| contains(&p.outer, ring[0])) {
                owner.holes.push(ring);
            }
        }
        for p in polygons.iter_mut().flat_map(|p| p.outer.iter_mut().chain(p.holes.iter_mut().flatten())) {
            *p += offset;
        }
        polygons
    }
}

/// Whether a point is in a ring (even-odd).
fn contains(ring: &[Vec2], p: Vec2) -> bool {
    let mut inside = false;
    for i in 0..ring.len() {
        let (a, b) = (ring[i], ring[(i + 1) % ring.len()]);
        if (a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x {
            inside = !inside;
        }
    }
    inside
}

impl OutlineBuilder for Contours {
    fn move_to(&mut self, x: f32, y: f32) {
        self.rings.push(Vec::new());
        self.go(Vec2::new(x, y) * self.scale);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.go(Vec2::new(x, y) * self.scale);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (a, b, c) = (self.pen, Vec2::new(x1, y1) * self.scale, Vec2::new(x, y) * self.scale);
        for s in 1..=self.steps {
            let t = s as f32 / self.steps as f32;
            self.go(a.lerp(b, t).lerp(b.lerp(c, t), t));
        }
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let (a, d) = (self.pen, Vec2::new(x, y) * self.scale);
        let (b, c) = (Vec2::new(x1, y1) * self.scale, Vec2::new(x2, y2) * self.scale);
        for s in 1..=self.steps {
            let t = s as f32 / self.steps as f32;
            let (ab, bc, cd) = (a.lerp(b, t), b.lerp(c, t), c.lerp(d, t));
            self.go(ab.lerp(bc, t).lerp(bc.lerp(cd, t), t));
        }
    }

    fn close(&mut self) {}
}
