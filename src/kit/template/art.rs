//! What is printed in template halls: pictures of slots that wait, labels, posters of the samples.

use glam::Vec2;

use super::{Slot, SlotKind, Theme};
use crate::KitError;
use crate::geometry::Weight;
use crate::material::canvas::Canvas;
use crate::material::noise::fractal;
use crate::material::picture::Encoded;

/// 0xRRGGBB with an alpha.
fn rgba(rgb: u32, alpha: u32) -> u32 {
    rgb << 8 | alpha
}

/// What a poster is drawn like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motif {
    /// Hills behind hills.
    Ridges,
    /// Circles that widen.
    Rings,
    /// A field of dots that swell.
    Dots,
    /// Lines that run together.
    Lines,
}

/// The picture of a slot that nobody has filled.
///
/// # Errors
/// [`KitError::Encode`], which would be a bug.
pub fn waiting(slot: &Slot, theme: &Theme) -> Result<Encoded, KitError> {
    let long = if slot.kind == SlotKind::Screen { 960.0 } else { 720.0 };
    let scale = long / slot.size.x.max(slot.size.y);
    let (width, height) = ((slot.size.x * scale).round(), (slot.size.y * scale).round());
    let [paper, ink] = if slot.kind == SlotKind::Screen { [0x10202a, 0xe8f0f0] } else { theme.paper };
    let mut c = Canvas::new(width as u32, height as u32, rgba(paper, 255));
    let motif = [Motif::Ridges, Motif::Rings, Motif::Lines, Motif::Dots][(slot.number as usize + 3) % 4];
    draw(&mut c, motif, [width, height], theme.accent, 0x60, slot.number);
    let (margin, unit) = (width.min(height) * 0.07, width.min(height) / 20.0);
    let frame =
        [(margin, margin), (width - margin, margin), (width - margin, height - margin), (margin, height - margin)];
    c.line(&frame.map(|(x, y)| Vec2::new(x, y)), true, 2.0, rgba(ink, 0x70));
    let [zh, en] = slot.title();
    let left = margin + unit * 1.2;
    c.text(&zh, left, margin + unit * 3.0, unit * 1.9, Weight::Bold, rgba(ink, 255));
    c.text(&en, left, margin + unit * 4.6, unit * 1.0, Weight::Regular, rgba(ink, 0xc0));
    c.rect(left, margin + unit * 5.4, unit * 2.4, unit * 0.16, rgba(theme.accent, 255));
    let bottom = height - margin - unit * 1.2;
    c.text(&slot.measures(), left, bottom, unit * 0.95, Weight::Regular, rgba(ink, 0xc0));
    c.picture().jpeg(82)
}

/// The words on the post beside a plinth.
///
/// # Errors
/// [`KitError::Encode`], which would be a bug.
pub fn label([zh, en]: &[String; 2], below: &str, theme: &Theme) -> Result<Encoded, KitError> {
    let [paper, ink] = theme.paper;
    let mut c = Canvas::new(448, 288, rgba(paper, 255));
    c.rect(0.0, 0.0, 10.0, 288.0, rgba(theme.accent, 255));
    c.text(zh, 40.0, 72.0, 38.0, Weight::Bold, rgba(ink, 255));
    c.text(en, 40.0, 108.0, 22.0, Weight::Regular, rgba(ink, 0xb0));
    c.rect(40.0, 130.0, 368.0, 1.5, rgba(ink, 0x50));
    c.paragraph(below, 40.0, 168.0, 370.0, 22.0, 33.0, Weight::Regular, rgba(ink, 255));
    c.picture().jpeg(80)
}

/// A poster or a screen with words: a heading in two languages, one line below.
#[derive(Clone, Copy, Debug)]
pub struct Printed<'a> {
    /// Pixels.
    pub size: [f32; 2],
    /// How it is drawn.
    pub motif: Motif,
    /// Ground, motif and letters, sRGB.
    pub colors: [u32; 3],
    /// Chinese, English.
    pub heading: [&'a str; 2],
    /// In Chinese.
    pub line: &'a str,
    /// Says that this is a sample.
    pub note: &'a str,
}

/// Draws it.
///
/// # Errors
/// [`KitError::Encode`], which would be a bug.
pub fn printed(what: &Printed) -> Result<Encoded, KitError> {
    let [width, height] = what.size;
    let [ground, tone, ink] = what.colors;
    let mut c = Canvas::new(width as u32, height as u32, rgba(ground, 255));
    draw(&mut c, what.motif, what.size, tone, 0xe0, what.heading[0].len() as u32);
    let unit = width.min(height) / 20.0;
    let left = unit * 1.6;
    c.text(what.heading[0], left, unit * 3.8, unit * 2.3, Weight::Bold, rgba(ink, 255));
    c.spaced_text(what.heading[1], left, unit * 5.4, unit * 0.9, 0.04, Weight::Regular, rgba(ink, 0xd0));
    c.rect(left, unit * 6.2, unit * 2.4, unit * 0.16, rgba(ink, 255));
    let y = height - unit * 3.1;
    c.paragraph(what.line, left, y, width - left * 2.0, unit * 0.92, unit * 1.4, Weight::Regular, rgba(ink, 255));
    c.text(what.note, left, height - unit * 0.8, unit * 0.56, Weight::Regular, rgba(ink, 0xa0));
    c.picture().jpeg(80)
}

/// Fills the lower two thirds with a motif.
fn draw(c: &mut Canvas, motif: Motif, [width, height]: [f32; 2], tone: u32, alpha: u32, seed: u32) {
    match motif {
        Motif::Ridges => {
            for layer in 0..4_u32 {
                let foot = height * 0.9;
                let mut ridge = vec![Vec2::new(0.0, height)];
                for i in 0..=60 {
                    let t = i as f32 / 60.0;
                    let n = fractal(Vec2::new(t * 0.5, 0.3), [4 + layer as i32 * 2, 1], 4, 900 + seed * 31 + layer * 7);
                    ridge.push(Vec2::new(width * t, foot - height * (0.42 - 0.1 * layer as f32) * (0.35 + n)));
                }
                ridge.push(Vec2::new(width, height));
                c.figure(&ridge, rgba(tone, alpha * (layer + 1) / 6));
            }
            c.disc(width * 0.7, height * 0.42, width.min(height) * 0.07, rgba(0xd9794b, alpha));
        }
        Motif::Rings => {
            let center = Vec2::new(width * 0.62, height * 0.64);
            for k in 0..12_u32 {
                let radius = width.min(height) * (0.05 + 0.035 * k as f32);
                let from = 40.0 * k as f32 + 17.0 * seed as f32;
                c.arc(center, radius, from, from + 230.0, 2.0 + 0.5 * k as f32, rgba(tone, alpha * (14 - k) / 14));
            }
            c.disc(center.x, center.y, width.min(height) * 0.035, rgba(0xd9794b, alpha));
        }
        Motif::Dots => {
            let step = width.min(height) / 22.0;
            let (columns, rows) = ((width / step) as i32, (height / step) as i32);
            for row in rows * 2 / 5..rows - 3 {
                for column in 1..columns {
                    let p = Vec2::new(column as f32, row as f32) * step;
                    let n = fractal(p / width.max(height), [4, 4], 3, 950 + seed);
                    c.disc(p.x, p.y, step * 0.44 * (n * 1.9 - 0.4).clamp(0.06, 1.0), rgba(tone, alpha));
                }
            }
        }
        Motif::Lines => {
            for k in 0..26_u32 {
                let t = k as f32 / 25.0;
                let points: Vec<Vec2> = (0..=48)
                    .map(|i| {
                        let x = i as f32 / 48.0;
                        let n = fractal(Vec2::new(x * 0.4, 0.2), [5, 1], 3, 970 + seed) - 0.5;
                        let squeeze = 0.25 + 0.75 * (x - 0.55).abs() * 1.8;
                        Vec2::new(width * x, height * (0.66 + (t - 0.5) * 0.42 * squeeze + n * 0.2))
                    })
                    .collect();
                c.line(&points, false, 2.0, rgba(tone, alpha * (6 + k) / 32));
            }
        }
    }
}
