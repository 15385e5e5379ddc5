//! How a hall travels: what was uploaded is checked before anything is made of it.
//!
//! The main type is [`validate::Report`]: everything that is wrong with a glTF file, and whether it is taken in spite of it.
//!
//! *Invariant:* no file is opened and no address followed: whoever calls gives the bytes, and names lead nowhere but into what was uploaded.

pub mod validate;
