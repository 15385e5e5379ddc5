//! How a hall fares on a phone, a desktop and a headset: what it costs there, what of it costs most, and how to mend that.

mod budget;
mod load;
mod portraits;
mod read;
mod sketch;
mod words;

use hall::Words;
use serde::Serialize;

pub use budget::{Budget, Device, Measure, budget};
pub(crate) use load::memory_bytes;
pub use load::{Load, Part, Picture, Sum, Weighed};
pub use portraits::{Portrait, largest_meshes, largest_textures};
pub use read::weigh;
pub use sketch::sketch;
pub use words::in_bytes;

/// Names in a sentence; more are no help.
const NAMED_MAX: usize = 3;

/// How something fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// Nobody notices anything.
    Good,
    /// It can be felt.
    Heavy,
    /// The device can't be expected to manage.
    TooHeavy,
}

/// How a hall fares on one kind of device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Where.
    pub device: Device,
    /// The worst of its items.
    pub grade: Grade,
    /// Each measure.
    pub items: Vec<Item>,
}

/// One measure on one kind of device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    /// What was measured.
    pub measure: Measure,
    /// How much there is.
    pub found: u64,
    /// How much there may be.
    pub budget: Budget,
    /// How it fares.
    pub grade: Grade,
    /// Who contributes most, the largest first; empty where it is good.
    pub culprits: Vec<Part>,
    /// Both in one sentence.
    pub message: Words,
    /// How to mend it; empty where it is good.
    pub hint: Words,
}

/// Holds a load against the budgets of all devices.
pub fn judge(load: &Load) -> Vec<Verdict> {
    Device::ALL.map(|device| on(device, load)).into()
}

fn on(device: Device, load: &Load) -> Verdict {
    let items: Vec<Item> = Measure::ALL.iter().map(|measure| item(device, *measure, load.sum(*measure))).collect();
    let grade = items.iter().map(|item| item.grade).max().unwrap_or(Grade::Good);
    Verdict { device, grade, items }
}

fn item(device: Device, measure: Measure, sum: Sum) -> Item {
    let budget = budget(device, measure);
    let grade = match sum.total {
        total if total > budget.most => Grade::TooHeavy,
        total if total > budget.good => Grade::Heavy,
        _ => Grade::Good,
    };
    let mut culprits = if grade == Grade::Good { Vec::new() } else { sum.largest };
    culprits.truncate(NAMED_MAX);
    let message = words::message(measure, sum.total, budget, grade, &culprits);
    let hint = if grade == Grade::Good { Words::default() } else { words::hint(measure) };
    Item { measure, found: sum.total, budget, grade, culprits, message, hint }
}
