//! [`Slot`]: a place in a hall that an author fills.

use glam::Vec3;

/// What a slot takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SlotKind {
    /// A picture on a wall.
    Poster,
    /// A film or a picture that shines.
    Screen,
    /// A thing.
    Plinth,
    /// The name of whoever exhibits.
    Logo,
    /// Where visitors are received.
    Reception,
}

impl SlotKind {
    /// As slots are named: `poster-1`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Poster => "poster",
            Self::Screen => "screen",
            Self::Plinth => "plinth",
            Self::Logo => "logo",
            Self::Reception => "reception",
        }
    }

    /// Chinese, English.
    pub fn title(self) -> [&'static str; 2] {
        match self {
            Self::Poster => ["海报", "Poster"],
            Self::Screen => ["屏幕", "Screen"],
            Self::Plinth => ["展台", "Plinth"],
            Self::Logo => ["标志", "Logo"],
            Self::Reception => ["服务台", "Reception"],
        }
    }
}

/// A place that an author fills. Its node in the scene has its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// `poster-1`: unique in the hall.
    pub name: String,
    /// What it takes.
    pub kind: SlotKind,
    /// Counted from 1 among those of its kind.
    pub number: u32,
    /// Width, height and depth of what fits, metres.
    pub size: Vec3,
    /// Where to see it from: eye.
    pub eye: Vec3,
    /// Where to look from there, degrees as in `hall.json`.
    pub heading_deg: f32,
    /// Upwards is positive.
    pub pitch_deg: f32,
}

impl Slot {
    /// Chinese, English.
    pub fn title(&self) -> [String; 2] {
        self.kind.title().map(|title| format!("{title} {}", self.number))
    }

    /// Its measures, as people write them.
    pub fn measures(&self) -> String {
        let metres = |v: f32| {
            let text = format!("{v:.2}");
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        };
        match self.kind {
            SlotKind::Plinth => {
                format!("{} × {} × {} m", metres(self.size.x), metres(self.size.z), metres(self.size.y))
            }
            _ => format!("{} × {} m", metres(self.size.x), metres(self.size.y)),
        }
    }
}
