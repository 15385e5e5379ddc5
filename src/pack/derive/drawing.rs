//! The floor plan as a picture: SVG whose units are metres, with -Z up on the page.

use std::fmt::Write;

use glam::{Vec2, Vec3, vec2};
use hall::manifest::Hall;

use super::section::{Line, solid};

/// Paper, floor, walls, glass, furniture and its edge, steps, exhibits and their edge, marks, words.
mod ink {
    pub const PAPER: &str = "#f6f4ef";
    pub const FLOOR: &str = "#ffffff";
    pub const WALL: &str = "#2b2f33";
    pub const GLASS: &str = "#8fb3bf";
    pub const THING: &str = "#e3e0d8";
    pub const THING_EDGE: &str = "#a9a599";
    pub const STEP: &str = "#c9c5ba";
    pub const EXHIBIT: &str = "#f0d9c0";
    pub const EXHIBIT_EDGE: &str = "#b4763a";
    pub const MARK: &str = "#a4441f";
    pub const WORDS: &str = "#5c5f61";
}

/// Pixels for a metre where nobody says how large the picture is.
const PX_PER_METRE: f32 = 40.0;
/// Neither side is longer than this then, pixels.
const PX_MAX: f32 = 1600.0;

/// Everything on one floor that is drawn. Metres along X and Z.
pub struct Drawing {
    /// Lowest X and Z of the picture.
    pub min: Vec2,
    /// Highest X and Z of the picture.
    pub max: Vec2,
    /// Rings around what is inside, and around what is not.
    pub floor: Vec<Vec<Vec2>>,
    /// Edges of steps.
    pub steps: Vec<[Vec2; 2]>,
    /// Rings around what stands on the floor, and around its holes.
    pub things: Vec<Vec<Vec2>>,
    /// The same for exhibits.
    pub exhibits: Vec<Vec<Vec2>>,
    /// Cuts through what is solid.
    pub walls: Vec<Line>,
    /// Cuts through glass.
    pub glass: Vec<Line>,
    /// The middle of each exhibit, in the order of their numbers from 1 on, with its name.
    pub marks: Vec<(Vec2, String)>,
    /// Where visitors begin, and where they look.
    pub spawn: Option<(Vec2, f32)>,
}

/// Draws the plan. The same drawing gives the same bytes.
pub fn svg(drawing: &Drawing, hall: Option<&Hall>) -> String {
    let size = drawing.max - drawing.min;
    let scale = PX_PER_METRE.min(PX_MAX / size.max_element().max(1e-3));
    let mut out = String::new();
    let (min, px) = (drawing.min, (size * scale).round());
    let _ = write!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="{} {} {} {}" width="{}" height="{}" role="img" font-family="system-ui,sans-serif">"#,
        short(min.x),
        short(min.y),
        short(size.x),
        short(size.y),
        px.x,
        px.y
    );
    let title = hall.map(|hall| hall.title.in_language("zh-CN").0).unwrap_or_default();
    let _ = write!(out, "<title>{}</title>", escaped(title));
    let _ = write!(
        out,
        r#"<path fill="{}" d="M{} {}h{}v{}h-{}z"/>"#,
        ink::PAPER,
        short(min.x),
        short(min.y),
        short(size.x),
        short(size.y),
        short(size.x)
    );
    floors(&mut out, drawing);
    shapes(&mut out, &drawing.things, ink::THING, ink::THING_EDGE);
    shapes(&mut out, &drawing.exhibits, ink::EXHIBIT, ink::EXHIBIT_EDGE);
    walls(&mut out, drawing);
    let unit = (size.max_element() / 60.0).clamp(0.22, 2.0);
    spawn(&mut out, drawing, unit);
    marks(&mut out, drawing, unit);
    ruler(&mut out, drawing, unit);
    out.push_str("</svg>\n");
    out
}

/// Centimetres are enough; without zeros that say nothing.
fn short(metres: f32) -> String {
    let text = format!("{metres:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".into() } else { text.into() }
}

fn escaped(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).fold(String::new(), |mut out, c| {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
        out
    })
}

fn path(points: &[Vec2], is_closed: bool) -> String {
    let mut path = String::new();
    for (at, point) in points.iter().enumerate() {
        let _ = write!(path, "{}{} {}", if at == 0 { 'M' } else { 'L' }, short(point.x), short(point.y));
    }
    if is_closed {
        path.push('z');
    }
    path
}

fn floors(out: &mut String, drawing: &Drawing) {
    shapes(out, &drawing.floor, ink::FLOOR, "none");
    let steps: String = drawing.steps.iter().map(|ends| path(ends, false)).collect();
    if !steps.is_empty() {
        let _ = write!(
            out,
            r#"<path fill="none" stroke="{}" stroke-width=".03" stroke-linecap="round" d="{steps}"/>"#,
            ink::STEP
        );
    }
}

fn shapes(out: &mut String, rings: &[Vec<Vec2>], fill: &str, edge: &str) {
    let all: String = rings.iter().map(|ring| path(ring, true)).collect();
    if !all.is_empty() {
        let _ = write!(
            out,
            r#"<path fill="{fill}" fill-rule="evenodd" stroke="{edge}" stroke-width=".04" stroke-linejoin="round" d="{all}"/>"#
        );
    }
}

/// What is solid is filled where its cut is closed and its fronts look outwards; everything else is a line.
fn walls(out: &mut String, drawing: &Drawing) {
    let is_solid = solid(&drawing.walls);
    let filled = drawing.walls.iter().zip(is_solid).filter(|(_, is_solid)| *is_solid);
    let filled: String = filled.map(|(line, _)| path(&line.points, true)).collect();
    let lines: String = drawing.walls.iter().map(|line| path(&line.points, line.is_closed)).collect();
    let glass: String = drawing.glass.iter().map(|line| path(&line.points, line.is_closed)).collect();
    for (fill, width, edge, all) in
        [("none", ".05", ink::GLASS, glass), (ink::WALL, "0", "none", filled), ("none", ".05", ink::WALL, lines)]
    {
        if !all.is_empty() {
            let _ = write!(
                out,
                r#"<path fill="{fill}" stroke="{edge}" stroke-width="{width}" stroke-linejoin="round" stroke-linecap="round" d="{all}"/>"#
            );
        }
    }
}

/// A dart that looks where visitors look when they come in.
fn spawn(out: &mut String, drawing: &Drawing, unit: f32) {
    let Some((at, heading)) = drawing.spawn else { return };
    let ahead = vec2(-heading.sin(), -heading.cos()) * unit;
    let side = ahead.perp();
    let dart = [at + ahead * 1.1, at - ahead * 0.8 + side * 0.75, at - ahead * 0.4, at - ahead * 0.8 - side * 0.75];
    let _ = write!(out, r#"<path fill="{}" d="{}"/>"#, ink::WALL, path(&dart, true));
}

fn marks(out: &mut String, drawing: &Drawing, unit: f32) {
    for (at, (place, name)) in drawing.marks.iter().enumerate() {
        let (x, z) = (short(place.x), short(place.y));
        let number = at + 1;
        let size = if number < 10 { unit * 1.15 } else { unit * 0.95 };
        let _ = write!(
            out,
            r##"<g><title>{}</title><circle cx="{x}" cy="{z}" r="{}" fill="{}" stroke="#fff" stroke-width="{}"/><text x="{x}" y="{}" fill="#fff" font-size="{}" font-weight="600" text-anchor="middle">{number}</text></g>"##,
            escaped(name),
            short(unit * 0.85),
            ink::MARK,
            short(unit * 0.12),
            short(place.y + size * 0.36),
            short(size),
        );
    }
}

/// How long a metre is: a bar of five parts, at the lower left.
fn ruler(out: &mut String, drawing: &Drawing, unit: f32) {
    let size = drawing.max - drawing.min;
    let metres = [50.0, 25.0, 10.0, 5.0, 2.5, 1.0].into_iter().find(|metres| *metres <= size.x * 0.3).unwrap_or(0.5);
    let (left, low) = (drawing.min.x + unit, drawing.max.y - unit);
    let (part, height) = (metres / 5.0, unit * 0.2);
    let bar = |at: i32| path(&[vec2(left + part * at as f32, low), vec2(left + part * (at + 1) as f32, low)], false);
    let dark: String = [0, 2, 4].into_iter().map(bar).collect();
    let whole = path(&[vec2(left, low), vec2(left + metres, low)], false);
    let (wide, thin) = (short(height * 1.5), short(height * 0.9));
    let _ = write!(out, r#"<path fill="none" stroke="{}" stroke-width="{wide}" d="{whole}"/>"#, ink::WORDS);
    let inner = path(&[vec2(left + 0.02, low), vec2(left + metres - 0.02, low)], false);
    let _ = write!(out, r##"<path fill="none" stroke="#fff" stroke-width="{thin}" d="{inner}"/>"##);
    let _ = write!(out, r#"<path fill="none" stroke="{}" stroke-width="{wide}" d="{dark}"/>"#, ink::WORDS);
    let _ = write!(
        out,
        r#"<text x="{}" y="{}" fill="{}" font-size="{}">{} m</text>"#,
        short(left + metres + unit * 0.4),
        short(low + unit * 0.3),
        ink::WORDS,
        short(unit * 0.9),
        short(metres),
    );
}

/// Seen from above.
pub fn flat(at: Vec3) -> Vec2 {
    vec2(at.x, at.z)
}
