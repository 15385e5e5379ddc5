//! The palette of a hall: every surface that may occur, with its optical constants.

use glam::Vec3;
use hall::{AlphaMode, Material};

use super::Print;
use super::picture::{hex, linear};

macro_rules! paints {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// A surface. The order is that of the materials in the file.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Paint { $($(#[$doc])* $name),* }

        impl Paint {
            /// Every paint there is, in order.
            pub const ALL: &[Paint] = &[$(Paint::$name),*];

            /// As the material is named in the file.
            pub fn name(self) -> &'static str {
                match self { $(Paint::$name => stringify!($name)),* }
            }
        }
    };
}

paints! {
    /// Polished pale limestone slabs, with contact shadows in the second texture coordinates.
    FloorStone,
    /// Dark inlaid bands, with contact shadows in the second texture coordinates.
    FloorBand,
    /// Dark stone for plinths, sills and the paving outside.
    DarkStone,
    /// Warm white wall plaster.
    Plaster,
    /// Walnut.
    Walnut,
    /// Pale oak.
    Oak,
    /// White satin lacquer.
    WhiteLacquer,
    /// Warm grey satin lacquer, for bodies of machines.
    GreyLacquer,
    /// Near-black satin lacquer.
    Graphite,
    /// Teal gloss, the colour of the house.
    Teal,
    /// Dark bronze anodised aluminium: façade, frames.
    Bronze,
    /// Satin brass.
    Brass,
    /// Bright brushed steel.
    Steel,
    /// Cast or blasted aluminium.
    Aluminium,
    /// Metal that has been hot: straw to blue.
    HotMetal,
    /// Copper.
    Copper,
    /// Black rubber and plastic.
    Rubber,
    /// Façade glass.
    FacadeGlass,
    /// Glass of showcases and balustrades.
    CaseGlass,
    /// Dark gloss: canopies, screens that are off, water.
    DarkGlass,
    /// Oatmeal upholstery.
    Cloth,
    /// Teal upholstery.
    TealCloth,
    /// Broad leaves.
    Leaf,
    /// Green of stems and culms.
    Green,
    /// Soil.
    Earth,
    /// Stretched luminous ceiling.
    LightPanel,
    /// Thin lines of light.
    LightStrip,
    /// Plaster washed by a hidden light along its upper edge.
    Cove,
    /// Light that the sign throws on its panel.
    SignHalo,
    /// Posters.
    Posters,
    /// Labels of the exhibits.
    Labels,
    /// The large screen.
    Screen,
    /// Processed silicon.
    Wafer,
    /// Signal orange: high voltage, accents.
    Orange,
    /// Solder mask and carrier boards.
    Board,
    /// Sprays of leaves of trees outside, cut out; their light is baked.
    Foliage,
    /// Paving outside; its light is baked.
    Paving,
    /// Lawn, hedges and trunks outside; their light is baked.
    Lawn,
    /// The sky and the hills around, as they are.
    Sky,
    /// Oak planks on the floor, with contact shadows in the second texture coordinates.
    Planks,
    /// Ground and sealed concrete, with contact shadows in the second texture coordinates.
    Concrete,
    /// Ceilings.
    Ceiling,
    /// A wall in the colour of the theme.
    Feature,
}

impl Paint {
    /// How much of a surface one image covers, for paints whose images are laid on by projection; `None` for the others.
    pub fn metres_per_image(self) -> Option<f32> {
        Some(match self {
            Self::FloorStone => 2.4,
            Self::FloorBand | Self::DarkStone => 1.6,
            Self::Walnut | Self::Oak => 1.2,
            Self::Planks => 1.8,
            Self::Concrete => 3.0,
            Self::Cloth | Self::TealCloth => 0.24,
            Self::Leaf
            | Self::Foliage
            | Self::Cove
            | Self::SignHalo
            | Self::Posters
            | Self::Labels
            | Self::Screen
            | Self::Wafer
            | Self::Sky => 1.0,
            _ => return None,
        })
    }

    /// Whether ambient occlusion may be baked into vertices: not on what shines, what one sees through, and what has it in an image.
    pub fn takes_vertex_shade(self) -> bool {
        !matches!(self, Self::FacadeGlass | Self::CaseGlass | Self::LightPanel | Self::LightStrip | Self::Screen)
            && !self.is_backdrop()
            && !self.is_floor()
    }

    /// Whether it has its contact shadows in an image, not in its vertices.
    pub fn is_floor(self) -> bool {
        matches!(self, Self::FloorStone | Self::FloorBand | Self::Planks | Self::Concrete)
    }

    /// Whether it is outside: shown as it is, with the light of sun and sky baked into its vertices.
    pub fn is_backdrop(self) -> bool {
        matches!(self, Self::Foliage | Self::Paving | Self::Lawn | Self::Sky)
    }

    /// Whether it keeps light from others.
    pub fn casts_shade(self) -> bool {
        !matches!(self, Self::FacadeGlass | Self::CaseGlass | Self::Sky | Self::Foliage)
    }

    /// The picture that colours it.
    pub fn color_print(self) -> Option<Print> {
        Some(match self {
            Self::FloorStone => Print::FloorStone,
            Self::FloorBand | Self::DarkStone => Print::BandStone,
            Self::Walnut => Print::Walnut,
            Self::Oak => Print::Oak,
            Self::Cloth | Self::TealCloth => Print::Cloth,
            Self::Leaf => Print::Leaf,
            Self::Foliage => Print::Foliage,
            Self::Posters => Print::Posters,
            Self::Labels => Print::Labels,
            Self::Wafer => Print::Wafer,
            Self::Sky => Print::Sky,
            Self::Planks => Print::Planks,
            Self::Concrete => Print::Concrete,
            _ => return None,
        })
    }

    /// The picture of its roughness and metalness.
    pub fn gloss_print(self) -> Option<Print> {
        (self == Self::FloorStone).then_some(Print::FloorPolish)
    }

    /// The picture of its relief.
    pub fn relief_print(self) -> Option<Print> {
        matches!(self, Self::Cloth | Self::TealCloth).then_some(Print::ClothRelief)
    }

    /// The picture of the light it gives.
    pub fn glow_print(self) -> Option<Print> {
        Some(match self {
            Self::Cove => Print::Cove,
            Self::SignHalo => Print::SignHalo,
            Self::Screen => Print::Screen,
            _ => return None,
        })
    }

    /// Its constants, without textures.
    pub fn material(self) -> Material {
        let base = |rgb: u32, metallic: f32, roughness: f32| Material {
            name: self.name().into(),
            base_color: linear(hex(rgb)).extend(1.0),
            metallic,
            roughness,
            ..Material::default()
        };
        let glass = |rgb: u32| Material { transmission: 0.97, ..base(rgb, 0.0, 0.03) };
        let glowing =
            |rgb: u32, strength: f32| Material { emissive: linear(hex(rgb)) * strength, ..base(0x202020, 0.0, 0.6) };
        match self {
            Self::FloorStone => base(0xffffff, 0.0, 0.24),
            Self::FloorBand => base(0xffffff, 0.0, 0.2),
            Self::DarkStone => base(0xffffff, 0.0, 0.34),
            Self::Plaster => base(0xe6e2da, 0.0, 0.9),
            Self::Walnut => base(0xffffff, 0.0, 0.5),
            Self::Oak | Self::Planks => base(0xffffff, 0.0, 0.48),
            Self::WhiteLacquer => base(0xeceae5, 0.0, 0.28),
            Self::GreyLacquer => base(0xa3a7a8, 0.0, 0.34),
            Self::Graphite => base(0x2b2d30, 0.0, 0.42),
            Self::Teal => base(0x0f6e75, 0.0, 0.25),
            Self::Bronze => base(0x574b40, 0.85, 0.42),
            Self::Brass => base(0xcfae74, 1.0, 0.3),
            Self::Steel => base(0xc9cacb, 1.0, 0.22),
            Self::Aluminium => base(0xb4b8bb, 1.0, 0.42),
            Self::HotMetal => base(0x9a8672, 1.0, 0.36),
            Self::Copper => base(0xd29a78, 1.0, 0.3),
            Self::Rubber => base(0x1b1b1d, 0.0, 0.72),
            Self::FacadeGlass => glass(0xf1f7f4),
            Self::CaseGlass => glass(0xf4faf7),
            Self::DarkGlass => base(0x0c1418, 0.0, 0.06),
            Self::Cloth => base(0xd8cfc0, 0.0, 0.95),
            Self::TealCloth => base(0x41757a, 0.0, 0.95),
            Self::Leaf => Material { double_sided: true, ..base(0xffffff, 0.0, 0.45) },
            Self::Green => Material { double_sided: true, ..base(0x64804c, 0.0, 0.7) },
            Self::Earth => base(0x4b3e33, 0.0, 0.95),
            Self::LightPanel => glowing(0xfff9f1, 2.5),
            Self::LightStrip => glowing(0xfff2e2, 6.0),
            Self::Cove => Material { emissive: linear(hex(0xfff0dc)) * 1.7, ..base(0xefece6, 0.0, 0.92) },
            Self::SignHalo => Material { emissive: linear(hex(0xffe2b8)) * 1.6, ..base(0x3a322b, 0.0, 0.55) },
            Self::Posters | Self::Labels => base(0xffffff, 0.0, 0.55),
            Self::Screen => Material { emissive: Vec3::splat(1.15), ..base(0x08090a, 0.0, 0.2) },
            Self::Wafer => base(0xffffff, 0.85, 0.16),
            Self::Orange => base(0xe0661c, 0.0, 0.4),
            Self::Board => base(0x1d4a3c, 0.0, 0.38),
            Self::Foliage => Material {
                unlit: true,
                double_sided: true,
                alpha_mode: AlphaMode::Mask { cutoff: 0.5 },
                ..base(0xffffff, 0.0, 1.0)
            },
            Self::Paving => Material { unlit: true, ..base(0xe9e4da, 0.0, 1.0) },
            Self::Lawn => Material { unlit: true, ..base(0x8f9f72, 0.0, 1.0) },
            Self::Sky => Material { unlit: true, double_sided: true, ..base(0xffffff, 0.0, 1.0) },
            Self::Concrete => base(0xe8e8e6, 0.0, 0.36),
            Self::Ceiling => base(0xf0eee9, 0.0, 0.92),
            Self::Feature => base(0x0f6e75, 0.0, 0.85),
        }
    }
}
