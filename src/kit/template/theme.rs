//! [`Theme`]: the colours, the wood and the light of a template hall.

use glam::Vec3;
use hall::Material;
use hall::manifest::EnvironmentPreset;

use crate::material::Paint;
use crate::material::picture::{hex, linear};

/// How a template hall is dressed.
#[derive(Debug)]
pub struct Theme {
    /// As on the command line.
    pub id: &'static str,
    /// Chinese, English.
    pub title: [&'static str; 2],
    /// What it looks like, Chinese and English.
    pub summary: [&'static str; 2],
    /// Walls, sRGB.
    pub wall: u32,
    /// Ceilings, sRGB.
    pub ceiling: u32,
    /// The one wall that stands out, sRGB.
    pub feature: u32,
    /// The colour of the house: lines, cushions, lacquer; sRGB.
    pub accent: u32,
    /// Frames, skirtings, fittings; sRGB of a metal.
    pub frame: u32,
    /// Plinths and counters, sRGB of a lacquer.
    pub lacquer: u32,
    /// The wood of slats, tops and linings.
    pub wood: Paint,
    /// Printed matter: ground and letters, sRGB.
    pub paper: [u32; 2],
    /// Colour of lamps, linear.
    pub lamp: Vec3,
    /// Factor on what shines by itself.
    pub glow: f32,
    /// Factor on the light of the surroundings.
    pub environment: f32,
    /// Which surroundings.
    pub preset: EnvironmentPreset,
}

/// Every theme; each fits every template.
pub static THEMES: [Theme; 3] = [
    Theme {
        id: "bright",
        title: ["明", "Bright"],
        summary: ["白墙、浅橡木、青绿点缀，日光色。", "White walls, pale oak, teal accents, light like day."],
        wall: 0xe9e7e2,
        ceiling: 0xf3f2ee,
        feature: 0x1d5f66,
        accent: 0x0f6e75,
        frame: 0x6a6a68,
        lacquer: 0xf0efeb,
        wood: Paint::Oak,
        paper: [0xf5f3ee, 0x22282b],
        lamp: Vec3::new(1.0, 0.95, 0.88),
        glow: 1.0,
        environment: 0.55,
        preset: EnvironmentPreset::Studio,
    },
    Theme {
        id: "warm",
        title: ["暖", "Warm"],
        summary: ["米灰墙、胡桃木、陶土红，暖光。", "Limewashed walls, walnut, terracotta, warm light."],
        wall: 0xdcd2c3,
        ceiling: 0xeae3d8,
        feature: 0x8c4a34,
        accent: 0xa4512f,
        frame: 0x5c4a3a,
        lacquer: 0xe6ddcf,
        wood: Paint::Walnut,
        paper: [0xf3ebdf, 0x3a2a20],
        lamp: Vec3::new(1.0, 0.88, 0.72),
        glow: 0.95,
        environment: 0.5,
        preset: EnvironmentPreset::Studio,
    },
    Theme {
        id: "night",
        title: ["夜", "Night"],
        summary: ["深灰墙、深木、亮橙点缀，聚光如剧场。", "Charcoal walls, dark wood, orange accents, pools of light."],
        wall: 0x3b3e42,
        ceiling: 0x2b2d30,
        feature: 0x202a36,
        accent: 0xd9702b,
        frame: 0x2e2c2a,
        lacquer: 0x55585c,
        wood: Paint::Walnut,
        paper: [0x1c2126, 0xf1ede4],
        lamp: Vec3::new(1.0, 0.9, 0.77),
        glow: 0.8,
        environment: 0.38,
        preset: EnvironmentPreset::Evening,
    },
];

impl Theme {
    /// Gives a paint the colours of the theme.
    pub fn dress(&self, paint: Paint, material: &mut Material) {
        let rgb = match paint {
            Paint::Plaster => self.wall,
            Paint::Ceiling => self.ceiling,
            Paint::Feature => self.feature,
            Paint::Teal | Paint::TealCloth => self.accent,
            Paint::Bronze => self.frame,
            Paint::WhiteLacquer => self.lacquer,
            Paint::Cove => self.ceiling,
            _ => 0,
        };
        if rgb != 0 {
            material.base_color = linear(hex(rgb)).extend(material.base_color.w);
        }
        if matches!(paint, Paint::LightPanel | Paint::LightStrip | Paint::Cove) {
            let strength = material.emissive.max_element() * self.glow;
            material.emissive = self.lamp.lerp(Vec3::ONE, 0.4) * strength;
        }
    }
}
