//! How a visitor moves: loads a hall, walks in it, looks, picks exhibits; and the shells that windows and browsers are.
//!
//! The main types are [`App`] (a hall and a visitor in it), [`Input`] (what the visitor does) and [`Event`] (what the app asks for and tells). Under it, [`walk`] is the body among walls, and [`visitor`] the eyes on legs.
//!
//! *Invariant:* nothing outside `web/` and `desktop/` names a browser, a window, a file or a clock. A shell owns an app and its renderer, feeds it, and draws when it says so.

mod app;
mod event;
pub mod exhibits;
pub mod gestures;
mod input;
mod load;
mod merge;
mod screens;
mod setting;
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]
mod sharpness;
mod variants;
pub mod visitor;
pub mod walk;
#[cfg(target_arch = "wasm32")]
mod web;

pub use app::{App, Options};
pub use event::{Event, FileKind};
pub use exhibits::Mark;
pub use hall::walk::stand;
pub use input::{Input, Key};
pub use variants::{Offer, Wearer};
