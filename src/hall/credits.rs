//! Who made what is shown, and what may be done with it.

/// One line of what a file says of its makers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// What it says.
    pub kind: CreditKind,
    /// As in BCP 47 (`zh-CN`); empty where the file names none.
    pub language: String,
    /// In that language, or an address; without control characters.
    pub text: String,
}

/// What a [`Credit`] says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CreditKind {
    /// What it is called.
    Title,
    /// Who made it.
    Creator,
    /// Whose it is.
    Rights,
    /// What it is.
    Description,
    /// What it was made from.
    Source,
    /// What may be done with it.
    License,
    /// `asset.copyright`, as it is.
    Copyright,
}
