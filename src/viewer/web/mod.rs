//! The browser's shell: a canvas, its events, and one handle for the page.

mod decode;
mod decoded;
mod fence;
mod handle;
mod listener;
mod report;
mod shell;
mod soon;
mod tell;
mod translate;
