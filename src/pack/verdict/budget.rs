//! What devices can take.

use serde::Serialize;

/// Where a hall is visited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Device {
    /// Of the middle class, a few years old, in an app's own browser.
    Phone,
    /// An office computer with the graphics of its processor.
    Desktop,
    /// One that draws by itself, for two eyes, 72 times a second.
    Headset,
}

impl Device {
    /// All, in the order of who comes most.
    pub const ALL: [Self; 3] = [Self::Phone, Self::Desktop, Self::Headset];
}

/// What a visit costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// Of everything that is shown, each as often as it is.
    Triangles,
    /// As the viewer draws: what stands still and hides what is behind it is one for each material.
    Draws,
    /// Of pictures on the graphics card with their smaller levels, bytes.
    TextureBytes,
    /// Of all scene files with their pictures, bytes.
    DownloadBytes,
    /// Of what must come before anything is seen, bytes: all but the pictures.
    FirstLookBytes,
    /// Lamps and suns.
    Lights,
}

impl Measure {
    /// All, in the order of a report.
    pub const ALL: [Self; 6] =
        [Self::FirstLookBytes, Self::DownloadBytes, Self::TextureBytes, Self::Triangles, Self::Draws, Self::Lights];

    /// Whether it counts bytes.
    pub fn is_in_bytes(self) -> bool {
        matches!(self, Self::TextureBytes | Self::DownloadBytes | Self::FirstLookBytes)
    }
}

/// Up to `good` nobody notices anything; beyond `most` the device stutters, keeps its visitor waiting or gives up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Budget {
    /// Included.
    pub good: u64,
    /// Included.
    pub most: u64,
}

const MB: u64 = 1_000_000;

/// The figures and where they come from: `docs/checking.md`.
pub const fn budget(device: Device, measure: Measure) -> Budget {
    use Device::{Desktop, Headset, Phone};
    let (good, most) = match (measure, device) {
        (Measure::Triangles, Phone) => (150_000, 500_000),
        (Measure::Triangles, Desktop) => (1_000_000, 5_000_000),
        (Measure::Triangles, Headset) => (250_000, 500_000),
        (Measure::Draws, Phone) => (100, 500),
        (Measure::Draws, Desktop) => (500, 2_000),
        (Measure::Draws, Headset) => (100, 300),
        (Measure::TextureBytes, Phone | Headset) => (256 * MB, 512 * MB),
        (Measure::TextureBytes, Desktop) => (512 * MB, 1024 * MB),
        (Measure::DownloadBytes, Phone) => (10 * MB, 50 * MB),
        (Measure::DownloadBytes, Desktop) => (50 * MB, 150 * MB),
        (Measure::DownloadBytes, Headset) => (25 * MB, 75 * MB),
        (Measure::FirstLookBytes, Phone) => (3 * MB, 10 * MB),
        (Measure::FirstLookBytes, Desktop) => (10 * MB, 25 * MB),
        (Measure::FirstLookBytes, Headset) => (5 * MB, 15 * MB),
        (Measure::Lights, Phone) => (8, 32),
        (Measure::Lights, Desktop) => (32, 128),
        (Measure::Lights, Headset) => (6, 16),
    };
    Budget { good, most }
}
