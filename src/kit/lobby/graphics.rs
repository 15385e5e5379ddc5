//! What is printed and shown in the hall: labels, posters, the screen, the glow behind the sign.

use glam::{Vec2, Vec3};

use super::signs::{SIGN_LINES, SIGN_PANEL, SIGN_WORDS};
use super::words::EXHIBITS;
use crate::KitError;
use crate::geometry::{Font, Weight};
use crate::material::Print;
use crate::material::canvas::Canvas;
use crate::material::noise::fractal;
use crate::material::picture::Picture;
use crate::stage::Stage;

const INK: u32 = 0x22282bff;
const PALE: u32 = 0x4e5659ff;
const TEAL: u32 = 0x0f6e75ff;
const PAPER: u32 = 0xf4f1ebff;

/// Draws the hall's own pictures.
///
/// # Errors
/// [`KitError::Encode`], which would be a bug.
pub fn draw(stage: &mut Stage) -> Result<(), KitError> {
    stage.picture(Print::Labels, labels().jpeg(80)?);
    stage.picture(Print::Posters, posters().jpeg(70)?);
    stage.picture(Print::Screen, screen().jpeg(86)?);
    stage.picture(Print::SignHalo, sign_halo().jpeg(88)?);
    Ok(())
}

/// Six labels, two by three.
fn labels() -> Picture {
    let (width, height) = (576.0, 384.0);
    let mut c = Canvas::new(1152, 1152, PAPER);
    for (i, words) in EXHIBITS.iter().enumerate() {
        let (x, y) = ((i % 2) as f32 * width, (i / 2) as f32 * height);
        c.rect(x, y, width, height, PAPER);
        c.rect(x, y, 12.0, height, TEAL);
        let left = x + 50.0;
        c.text(&format!("0{}", i + 1), left, y + 70.0, 40.0, Weight::Bold, TEAL);
        c.rect(left + 62.0, y + 54.0, width - 160.0, 2.0, 0xc9c4b8ff);
        c.text(words.title[0], left, y + 138.0, 42.0, Weight::Bold, INK);
        c.text(words.title[1], left, y + 182.0, 28.0, Weight::Regular, PALE);
        let end = c.paragraph(words.summary[0], left, y + 230.0, width - 92.0, 27.0, 39.0, Weight::Regular, INK);
        c.text(words.exhibitor[0], left, (end + 14.0).max(y + 346.0), 21.0, Weight::Regular, PALE);
    }
    c.picture()
}

/// Four posters, two by two.
fn posters() -> Picture {
    let (width, height) = (800.0, 1200.0);
    let mut c = Canvas::new(1600, 2400, PAPER);
    poster_hills(&mut c, Vec2::ZERO);
    poster_orbit(&mut c, Vec2::new(width, 0.0));
    poster_blades(&mut c, Vec2::new(0.0, height));
    poster_grid(&mut c, Vec2::new(width, height));
    c.picture()
}

/// Title block that all posters share.
fn poster_words(c: &mut Canvas, at: Vec2, number: &str, zh: [&str; 2], en: [&str; 2], colors: [u32; 2]) {
    let [strong, soft] = colors;
    c.text(number, at.x + 64.0, at.y + 112.0, 44.0, Weight::Bold, strong);
    c.spaced_text("YUNZHAN", at.x + 536.0, at.y + 108.0, 30.0, 0.18, Weight::Bold, soft);
    c.rect(at.x + 64.0, at.y + 138.0, 672.0, 2.5, soft);
    c.text(zh[0], at.x + 60.0, at.y + 254.0, 96.0, Weight::Bold, strong);
    c.spaced_text(en[0], at.x + 64.0, at.y + 312.0, 32.0, 0.06, Weight::Regular, soft);
    c.paragraph(zh[1], at.x + 64.0, at.y + 1052.0, 672.0, 30.0, 46.0, Weight::Regular, strong);
    c.text(en[1], at.x + 64.0, at.y + 1148.0, 23.0, Weight::Regular, soft);
}

/// The hall itself: hills behind hills, a sun.
fn poster_hills(c: &mut Canvas, at: Vec2) {
    c.gradient(at.x, at.y, 800.0, 1200.0, 0xf3ede2ff, 0xe6ddceff);
    c.disc(at.x + 560.0, at.y + 520.0, 96.0, 0xd9794bff);
    for (layer, tone) in [0x9fb9baff_u32, 0x6d9596ff, 0x3b7377ff, 0x174f55ff].into_iter().enumerate() {
        let mut ridge = vec![Vec2::new(at.x, at.y + 985.0)];
        for i in 0..=80 {
            let t = i as f32 / 80.0;
            let n = fractal(Vec2::new(t * 0.5, 0.3), [4 + layer as i32 * 2, 1], 4, 700 + layer as u32 * 9);
            ridge.push(Vec2::new(
                at.x + 800.0 * t,
                at.y + 590.0 + 105.0 * layer as f32 - n * (320.0 - 46.0 * layer as f32) + 120.0,
            ));
        }
        ridge.push(Vec2::new(at.x + 800.0, at.y + 985.0));
        c.figure(&ridge, tone);
    }
    poster_words(
        c,
        at,
        "01",
        ["走进云展", "推开门，沿铜线向前。六件展品，一条光的走廊。"],
        ["Welcome to Yunzhan", "Six exhibits along a line of light."],
        [INK, 0x6e6a60ff],
    );
}

/// Making: arcs of a robot's reach.
fn poster_orbit(c: &mut Canvas, at: Vec2) {
    c.gradient(at.x, at.y, 800.0, 1200.0, 0x12383dff, 0x0b2529ff);
    let center = at + Vec2::new(240.0, 880.0);
    for k in 0..14 {
        let radius = 90.0 + 40.0 * k as f32;
        let alpha = 0x30 + 0x0c * k as u32;
        let from = -88.0 + 2.0 * k as f32;
        c.arc(
            center,
            radius.min(470.0 + k as f32),
            from,
            from + 52.0 + 2.6 * k as f32,
            3.0,
            0x63b7b400 | alpha.min(0xff),
        );
    }
    let joints = [
        center,
        center + Vec2::new(70.0, -270.0),
        center + Vec2::new(330.0, -400.0),
        center + Vec2::new(410.0, -270.0),
    ];
    c.line(&joints, false, 46.0, 0xf1ede5ff);
    for (i, j) in joints.into_iter().enumerate() {
        c.disc(j.x, j.y, 44.0 - 7.0 * i as f32, 0xf1ede5ff);
        c.disc(j.x, j.y, 24.0 - 4.0 * i as f32, 0x1a8a90ff);
    }
    c.rect(center.x - 130.0, center.y + 36.0, 260.0, 22.0, 0xf1ede5ff);
    c.disc(joints[3].x, joints[3].y + 74.0, 20.0, 0xd9a35bff);
    poster_words(
        c,
        at,
        "02",
        ["智能制造", "把重复交给机器，把判断留给人。"],
        ["Making", "Leave repetition to machines, judgement to people."],
        [0xf4f1ebff, 0x8fb5b4ff],
    );
}

/// Power: a ring of blades.
fn poster_blades(c: &mut Canvas, at: Vec2) {
    c.gradient(at.x, at.y, 800.0, 1200.0, 0xe9e4daff, 0xd8d0c2ff);
    let center = at + Vec2::new(400.0, 660.0);
    for k in 0..22 {
        let turn = Vec2::from_angle(k as f32 / 22.0 * std::f32::consts::TAU);
        let point = |x: f32, y: f32| center + turn.rotate(Vec2::new(x, y));
        let blade = [
            point(84.0, -14.0),
            point(190.0, -40.0),
            point(300.0, -22.0),
            point(296.0, 20.0),
            point(190.0, -2.0),
            point(86.0, 14.0),
        ];
        c.figure(&blade, if k % 2 == 0 { 0xb5562bff } else { 0xcf7a45ff });
    }
    c.arc(center, 318.0, 0.0, 360.0, 10.0, 0x3a3a38ff);
    c.disc(center.x, center.y, 78.0, 0x3a3a38ff);
    c.disc(center.x, center.y, 40.0, 0xe9e4daff);
    poster_words(
        c,
        at,
        "03",
        ["动力之心", "一片叶子的弧度，决定一台机器的呼吸。"],
        ["Power", "The curve of a blade is how a machine breathes."],
        [INK, 0x77705fff],
    );
}

/// Digital: a field of squares that grows into a city.
fn poster_grid(c: &mut Canvas, at: Vec2) {
    c.gradient(at.x, at.y, 800.0, 1200.0, 0xf2f1edff, 0xdfe6e4ff);
    for row in 0..11 {
        for column in 0..12 {
            let (x, y) = (at.x + 64.0 + 56.0 * column as f32, at.y + 380.0 + 54.0 * row as f32);
            let n = fractal(Vec2::new(column as f32 / 24.0, row as f32 / 22.0), [3, 3], 3, 811);
            let grown = ((n - 0.3) * 2.2 + row as f32 * 0.045 - 0.2).clamp(0.06, 1.0);
            let size = 46.0 * grown;
            let tone = [0x0f6e75ff, 0x2f8f92ff, 0x8fbfbcff, 0xd9794bff]
                [if n > 0.64 { 3 } else { ((1.0 - grown) * 2.9) as usize }];
            c.rect(x + (46.0 - size) * 0.5, y + (46.0 - size) * 0.5, size, size, tone);
        }
    }
    poster_words(
        c,
        at,
        "04",
        ["数字园区", "一颗芯片、一片天空、一座园区，同一份数据。"],
        ["Digital park", "A chip, a sky, a park: one set of data."],
        [INK, 0x66757aff],
    );
}

/// The screen: hills at dusk, and what the hall is.
fn screen() -> Picture {
    let (width, height) = (1280.0, 480.0);
    let mut c = Canvas::new(1280, 480, 0x000000ff);
    c.gradient(0.0, 0.0, width, 300.0, 0x0b2a3eff, 0x2f6f83ff);
    c.gradient(0.0, 300.0, width, 180.0, 0x2f6f83ff, 0xd7a27aff);
    c.disc(900.0, 250.0, 62.0, 0xf6dcb0ff);
    for (layer, tone) in [0x5f97a2ff_u32, 0x3b7786ff, 0x1f5566ff, 0x0d3344ff].into_iter().enumerate() {
        let mut ridge = vec![Vec2::new(0.0, height)];
        for i in 0..=160 {
            let t = i as f32 / 160.0;
            let n = fractal(Vec2::new(t, 0.3), [6 + layer as i32 * 3, 1], 5, 900 + layer as u32 * 7);
            ridge.push(Vec2::new(width * t, 270.0 + 56.0 * layer as f32 - (n - 0.45) * (190.0 - 30.0 * layer as f32)));
        }
        ridge.push(Vec2::new(width, height));
        c.figure(&ridge, tone);
    }
    c.text("云上看园区", 84.0, 150.0, 84.0, Weight::Bold, 0xffffffff);
    c.spaced_text("A PARK IN THE CLOUDS", 88.0, 202.0, 28.0, 0.1, Weight::Regular, 0xd5e8eaff);
    c.rect(88.0, 226.0, 64.0, 5.0, 0xf0a868ff);
    for (i, (number, zh)) in [("6", "件展品"), ("3", "个展区"), ("24", "小时开放")].into_iter().enumerate() {
        let x = 88.0 + 178.0 * i as f32;
        let end = c.text(number, x, 428.0, 54.0, Weight::Bold, 0xffffffff);
        c.text(zh, end + 10.0, 426.0, 24.0, Weight::Regular, 0xbfd9ddff);
    }
    c.picture()
}

/// The letters of the sign, out of focus: light that falls back on the panel.
fn sign_halo() -> Picture {
    let [width, height, _] = SIGN_PANEL;
    let scale = 512.0 / width;
    let (w, h) = (512, (height * scale).round() as u32);
    let mut c = Canvas::new(w, h, 0x000000ff);
    let font = Font::new(Weight::Bold);
    for (words, [size, up]) in SIGN_WORDS.into_iter().zip(SIGN_LINES) {
        let x = (width - font.width(words) * size) * 0.5 * scale;
        c.text(words, x, (height - up - size * 0.12) * scale, size * scale, Weight::Bold, 0xffffffff);
    }
    let letters: Vec<f32> = c.picture().rgba.chunks_exact(4).map(|p| f32::from(p[0]) / 255.0).collect();
    let near = blurred(&letters, w as usize, h as usize, 5);
    let far = blurred(&letters, w as usize, h as usize, 22);
    Picture::paint(w, h, |uv| {
        let i = (uv.y * h as f32) as usize * w as usize + (uv.x * w as f32) as usize;
        Vec3::splat((near[i] * 0.75 + far[i] * 0.85).min(1.0).powf(0.6))
    })
}

/// Three box blurs one after another: nearly a Gaussian.
fn blurred(field: &[f32], width: usize, height: usize, radius: usize) -> Vec<f32> {
    let mut field = field.to_vec();
    for _ in 0..3 {
        for (count, length, step, stride) in [(height, width, 1, width), (width, height, width, 1)] {
            let source = field.clone();
            for line in 0..count {
                for i in 0..length {
                    let (from, to) = (i.saturating_sub(radius), (i + radius + 1).min(length));
                    let sum: f32 = (from..to).map(|k| source[line * stride + k * step]).sum();
                    field[line * stride + i * step] = sum / (2 * radius + 1) as f32;
                }
            }
        }
    }
    field
}
