//! Drawing in the plane: fields, lines and lettering for posters, labels and screens.

use glam::Vec2;
use tiny_skia::{
    Color, FillRule, GradientStop, LinearGradient, Paint, Path, PathBuilder, Pixmap, Point, Rect, SpreadMode, Stroke,
    Transform,
};

use super::picture::Picture;
use crate::geometry::{Font, Weight};

/// A picture that is drawn on; lengths in pixels, y down.
pub struct Canvas {
    pixmap: Pixmap,
    regular: Font,
    bold: Font,
}

/// A colour with alpha: 0xRRGGBBAA.
pub type Rgba = u32;

fn color(rgba: Rgba) -> Color {
    let [r, g, b, a] = rgba.to_be_bytes();
    Color::from_rgba8(r, g, b, a)
}

fn solid(rgba: Rgba) -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color(color(rgba));
    paint
}

impl Canvas {
    /// Filled with one colour.
    ///
    /// # Panics
    /// When a side is 0.
    pub fn new(width: u32, height: u32, ground: Rgba) -> Self {
        let mut pixmap = Pixmap::new(width, height).expect("a canvas has a size");
        pixmap.fill(color(ground));
        Self { pixmap, regular: Font::new(Weight::Regular), bold: Font::new(Weight::Bold) }
    }

    fn font(&self, weight: Weight) -> &Font {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    fn fill(&mut self, path: Option<Path>, paint: &Paint) {
        if let Some(path) = path {
            self.pixmap.fill_path(&path, paint, FillRule::Winding, Transform::identity(), None);
        }
    }

    /// A rectangle.
    pub fn rect(&mut self, x: f32, y: f32, width: f32, height: f32, rgba: Rgba) {
        let path = Rect::from_xywh(x, y, width, height).map(PathBuilder::from_rect);
        self.fill(path, &solid(rgba));
    }

    /// A rectangle that goes from one colour at the top to another at the bottom.
    pub fn gradient(&mut self, x: f32, y: f32, width: f32, height: f32, top: Rgba, bottom: Rgba) {
        let stops = vec![GradientStop::new(0.0, color(top)), GradientStop::new(1.0, color(bottom))];
        let ends = (Point::from_xy(x, y), Point::from_xy(x, y + height));
        if let Some(shader) = LinearGradient::new(ends.0, ends.1, stops, SpreadMode::Pad, Transform::identity()) {
            let paint = Paint { shader, anti_alias: true, ..Paint::default() };
            let path = Rect::from_xywh(x, y, width, height).map(PathBuilder::from_rect);
            self.fill(path, &paint);
        }
    }

    /// A disc.
    pub fn disc(&mut self, x: f32, y: f32, radius: f32, rgba: Rgba) {
        self.fill(PathBuilder::from_circle(x, y, radius), &solid(rgba));
    }

    /// A closed figure.
    pub fn figure(&mut self, corners: &[Vec2], rgba: Rgba) {
        let path = polyline(corners, true);
        self.fill(path, &solid(rgba));
    }

    /// An open or closed line.
    pub fn line(&mut self, points: &[Vec2], closed: bool, width: f32, rgba: Rgba) {
        if let Some(path) = polyline(points, closed) {
            let stroke = Stroke {
                width,
                line_join: tiny_skia::LineJoin::Round,
                line_cap: tiny_skia::LineCap::Round,
                ..Stroke::default()
            };
            self.pixmap.stroke_path(&path, &solid(rgba), &stroke, Transform::identity(), None);
        }
    }

    /// An arc about a centre, degrees clockwise from +x.
    pub fn arc(&mut self, center: Vec2, radius: f32, from_deg: f32, to_deg: f32, width: f32, rgba: Rgba) {
        let steps = ((to_deg - from_deg).abs() / 3.0).ceil().max(2.0) as u32;
        let points: Vec<Vec2> = (0..=steps)
            .map(|i| {
                let angle = (from_deg + (to_deg - from_deg) * i as f32 / steps as f32).to_radians();
                center + Vec2::from_angle(angle) * radius
            })
            .collect();
        self.line(&points, false, width, rgba);
    }

    /// A line of text; `x` is where it begins and `y` its base line, `size` the em. Gives where it ends.
    pub fn text(&mut self, line: &str, x: f32, y: f32, size: f32, weight: Weight, rgba: Rgba) -> f32 {
        self.spaced_text(line, x, y, size, 0.0, weight, rgba)
    }

    /// As [`Canvas::text`], with `spacing` em between letters.
    #[allow(clippy::too_many_arguments)]
    pub fn spaced_text(
        &mut self,
        line: &str,
        x: f32,
        y: f32,
        size: f32,
        spacing: f32,
        weight: Weight,
        rgba: Rgba,
    ) -> f32 {
        let mut pen = x;
        let mut path = GlyphPath { builder: PathBuilder::new(), scale: 1.0, x: 0.0, y };
        let font = self.font(weight);
        path.scale = size / font.units_per_em();
        for character in line.chars() {
            path.x = pen;
            font.outline(character, &mut path);
            pen += (font.advance(character) + spacing) * size;
        }
        let path = path.builder.finish();
        self.fill(path, &solid(rgba));
        pen
    }

    /// Text broken into lines no wider than `width`: between words, and between any two Chinese characters. Gives the base line after the last.
    #[allow(clippy::too_many_arguments)]
    pub fn paragraph(
        &mut self,
        words: &str,
        x: f32,
        y: f32,
        width: f32,
        size: f32,
        leading: f32,
        weight: Weight,
        rgba: Rgba,
    ) -> f32 {
        let mut y = y;
        for line in break_lines(self.font(weight), words, width / size) {
            self.text(&line, x, y, size, weight, rgba);
            y += leading;
        }
        y
    }

    /// The pixels, opaque where something opaque was drawn.
    pub fn picture(&self) -> Picture {
        let rgba = self.pixmap.pixels().iter().flat_map(|p| {
            let c = p.demultiply();
            [c.red(), c.green(), c.blue(), c.alpha()]
        });
        Picture { width: self.pixmap.width(), height: self.pixmap.height(), rgba: rgba.collect() }
    }
}

fn polyline(points: &[Vec2], closed: bool) -> Option<Path> {
    let mut builder = PathBuilder::new();
    let (first, rest) = points.split_first()?;
    builder.move_to(first.x, first.y);
    for p in rest {
        builder.line_to(p.x, p.y);
    }
    if closed {
        builder.close();
    }
    builder.finish()
}

fn break_lines(font: &Font, words: &str, width_em: f32) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0.0;
    let characters: Vec<char> = words.chars().collect();
    let mut i = 0;
    while i < characters.len() {
        let latin = |c: char| (c as u32) < 0x2000 && c != ' ';
        let mut end = i + 1;
        while latin(characters[i]) && end < characters.len() && latin(characters[end]) {
            end += 1;
        }
        // Closing punctuation never begins a line.
        while end < characters.len() && "，。、；：？！）」》".contains(characters[end]) {
            end += 1;
        }
        let piece: String = characters[i..end].iter().collect();
        let piece_width = font.width(&piece);
        if used + piece_width > width_em && used > 0.0 {
            lines.push(String::new());
            used = 0.0;
        }
        if !(used == 0.0 && piece == " ") {
            if let Some(line) = lines.last_mut() {
                line.push_str(&piece);
            }
            used += piece_width;
        }
        i = end;
    }
    lines
}

/// Font outlines into a path, y turned down.
struct GlyphPath {
    builder: PathBuilder,
    scale: f32,
    x: f32,
    y: f32,
}

impl GlyphPath {
    fn place(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, self.y - y * self.scale)
    }
}

impl ttf_parser::OutlineBuilder for GlyphPath {
    fn move_to(&mut self, x: f32, y: f32) {
        let p = self.place(x, y);
        self.builder.move_to(p.0, p.1);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let p = self.place(x, y);
        self.builder.line_to(p.0, p.1);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (c, p) = (self.place(x1, y1), self.place(x, y));
        self.builder.quad_to(c.0, c.1, p.0, p.1);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let (a, b, p) = (self.place(x1, y1), self.place(x2, y2), self.place(x, y));
        self.builder.cubic_to(a.0, a.1, b.0, b.1, p.0, p.1);
    }

    fn close(&mut self) {
        self.builder.close();
    }
}
