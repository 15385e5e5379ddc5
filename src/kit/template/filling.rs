//! [`Filling`]: what an author puts into the slots of a template.

use std::collections::BTreeMap;

use hall::NodeId;

use crate::material::picture::Encoded;
use crate::product::{self, Turning};
use crate::stage::Stage;

/// Chinese, English.
pub type Said = [String; 2];

/// What a hall is filled with. Whatever is missing is shown as a slot that waits.
#[derive(Clone, Debug, Default)]
pub struct Filling {
    /// Of the hall.
    pub title: Option<Said>,
    /// Of the hall.
    pub summary: Option<Said>,
    /// Who shows it.
    pub organiser: Option<Said>,
    /// What the letters of the logo slots say: a large and a small line.
    pub lettering: Option<[String; 2]>,
    /// What the guide says first and last.
    pub welcome: Option<[Said; 2]>,
    /// By the name of a slot.
    pub slots: BTreeMap<String, Content>,
}

/// What is in a slot.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// Its name.
    pub title: Said,
    /// One sentence.
    pub summary: Said,
    /// Paragraphs.
    pub body: Said,
    /// What the guide says.
    pub narration: Said,
    /// For posters and screens.
    pub picture: Option<Encoded>,
    /// For plinths.
    pub product: Option<Product>,
}

/// A model of the kit that can stand on a plinth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Product {
    /// A six-axis robot, 2 m.
    Robot,
    /// A battery-electric platform, 4 m.
    Chassis,
    /// A jet engine cut open, 3 m.
    Engine,
    /// A compute module, 1 m.
    Chip,
    /// A model of a park on a table of its own, 2.6 m.
    Park,
}

impl Product {
    /// Sets it up on y = 0 below a node; gives what moves.
    pub fn place(self, stage: &mut Stage, parent: NodeId) -> Turning {
        match self {
            Self::Robot => return product::robot(stage, parent),
            Self::Engine => return product::engine(stage, parent),
            Self::Chassis => product::chassis(stage, parent),
            Self::Chip => product::chip(stage, parent),
            Self::Park => product::park(stage, parent),
        }
        Turning::new()
    }
}
