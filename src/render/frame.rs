//! What goes in and out of a renderer, without naming the GPU.

use glam::{Affine3A, UVec2};
use hall::manifest::{EnvironmentPreset, ToneMapping};
use hall::{NodeId, Pose, Projection};

/// How much the device can do. Ask for this, never for a single capability.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// What WebGL2 can do: the baseline that always works.
    Base,
    /// What WebGPU and native devices can do.
    Full,
}

/// Wishes about a renderer.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Draw as this tier does even if the device can do more; goldens of the base tier are made so.
    pub tier: Option<Tier>,
    /// Note how long each pass takes, where the device can tell. For [`crate::Renderer::pass_costs`]; never in a browser.
    pub is_timed: bool,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Info {
    /// What the device is used as.
    pub tier: Tier,
    /// "WebGPU", "WebGL2", "Vulkan", "Metal" or "DirectX 12".
    pub backend: &'static str,
    /// As the driver names it; may be empty.
    pub adapter: String,
    /// Longest side of a texture, pixels.
    pub max_texture_side: u32,
    /// The device is the CPU: every pixel is dear.
    pub is_software: bool,
    /// What images may be in, beside plain pixels.
    pub formats: hall::TexelFormats,
}

/// What makes a picture better and can be left out; the base tier has none of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effects {
    /// Crevices are darker.
    pub ambient: bool,
    /// Polished floors show the hall itself, not a picture taken in its middle.
    pub mirror: bool,
    /// What is brighter than white glows.
    pub bloom: bool,
    /// Edges of what is brighter than white are as smooth as others.
    pub edges: bool,
}

impl Default for Effects {
    fn default() -> Self {
        Self::ALL
    }
}

impl Effects {
    /// All of it.
    pub const ALL: Self = Self { ambient: true, mirror: true, bloom: true, edges: true };
    /// For slow devices.
    pub const NONE: Self = Self { ambient: false, mirror: false, bloom: false, edges: false };
}

/// Light that comes from all around, and the backdrop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Environment {
    /// What it is, unless there is a panorama.
    pub preset: EnvironmentPreset,
    /// Factor on its light.
    pub intensity: f32,
    /// Turned about +Y, radians.
    pub rotation: f32,
}

impl Default for Environment {
    fn default() -> Self {
        Self { preset: EnvironmentPreset::Studio, intensity: 1.0, rotation: 0.0 }
    }
}

/// Decoded pixels of an image.
pub enum Pixels<'a> {
    /// Rows from the top, four bytes a pixel, alpha not premultiplied; colour or data as the file has it.
    Rgba8 {
        /// Width and height.
        size_px: UVec2,
        /// `4 * width * height`.
        bytes: &'a [u8],
    },
    /// In a format of [`Info::formats`] or plain; colour or data as the file has it.
    Texels(&'a hall::Texels),
    /// Decoded by the browser (`colorSpaceConversion: "none"`, `premultiplyAlpha: "none"`).
    #[cfg(target_arch = "wasm32")]
    Bitmap(wgpu::web_sys::ImageBitmap),
    /// Rows of such an image, which come from the top down: with the last of them it is shown.
    #[cfg(target_arch = "wasm32")]
    Band {
        /// Width and height of all of it.
        size_px: UVec2,
        /// Rows above.
        y: u32,
        /// As wide as all of it.
        rows: wgpu::web_sys::ImageBitmap,
    },
    /// The frame that a film is at.
    #[cfg(target_arch = "wasm32")]
    Video(wgpu::web_sys::HtmlVideoElement),
}

/// One pair of eyes, or one eye.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// Where the eye is; it looks along -Z.
    pub world_from_view: Affine3A,
    /// What it sees; the aspect ratio is that of the viewport.
    pub projection: Projection,
    /// Left, top, width, height in the target; `None` is all of it.
    pub viewport_px: Option<[u32; 4]>,
}

/// Exposure that follows the picture, as eyes get used to a darker room; in steps of a factor of two (EV) on top of [`Frame::exposure`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adaptation {
    /// The darkest that bright pictures get.
    pub min_ev: f32,
    /// The brightest that dark pictures get.
    pub max_ev: f32,
    /// How far towards its own brightness this picture goes, from that of the one before: 0 to 1.
    pub part: f32,
}

/// What one picture needs to know.
pub struct Frame<'a> {
    /// Where the nodes of the scene are.
    pub pose: &'a Pose,
    /// From where it is seen; one or more.
    pub views: &'a [View],
    /// Factor on all light before tone mapping.
    pub exposure: f32,
    /// None leaves the exposure as it is.
    pub adaptation: Option<Adaptation>,
    /// From light to what a screen shows.
    pub tone_mapping: ToneMapping,
    /// What may cost extra.
    pub effects: Effects,
    /// Nodes (with all below them) drawn with a soft outline.
    pub highlight: &'a [NodeId],
    /// A place on the floor to mark, metres, and how visible the mark is (0 to 1).
    pub floor_mark: Option<(glam::Vec3, f32)>,
}

/// What one picture cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    /// Draw calls of all passes.
    pub draws: u32,
    /// Triangles of all passes.
    pub triangles: u64,
}

impl Drawn {
    /// Counts a draw call of triangles with these indices.
    pub(crate) fn add(&mut self, indices: &core::ops::Range<u32>) {
        self.draws += 1;
        self.triangles += u64::from(indices.end - indices.start) / 3;
    }
}

/// Why there is no renderer, or no picture.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// No adapter that can draw the base tier.
    #[error("no graphics device can be used: {0}")]
    NoDevice(String),
    /// The device went away (driver reset, tab in the background); make a new renderer.
    #[error("the graphics device was lost: {0}")]
    Lost(String),
    /// The window cannot be drawn on now (minimised, or being resized); try again with the next frame.
    #[error("there is nothing to draw on at the moment")]
    NoTarget,
    /// The target is larger than the device's limit.
    #[error("a picture of {width} × {height} pixels is larger than this device can draw (limit {limit} a side)")]
    TooLarge {
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
        /// Pixels.
        limit: u32,
    },
}
