//! What a schema is made of. The tables are in [`super::schema_core`] and [`super::schema_extensions`], the walker that applies them in
//! [`super::walk`].

/// Objects that an extension may hang on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Host {
    Root,
    Accessor,
    Animation,
    AnimationChannelTarget,
    Buffer,
    BufferView,
    Image,
    Material,
    Mesh,
    Node,
    Primitive,
    Sampler,
    Scene,
    Texture,
    TextureInfo,
    /// Where no extension has a place so far.
    Elsewhere,
}

/// An object: its properties besides `extensions` and `extras`.
pub(super) struct Shape {
    pub host: Host,
    pub properties: &'static [Property],
}

/// One property of an object.
pub(super) struct Property {
    pub name: &'static str,
    pub kind: Kind,
    pub is_required: bool,
    pub when: When,
}

/// Whether a property counts at all.
pub(super) enum When {
    Always,
    /// Only beside another one.
    Has(&'static str),
    /// Only if a property that stands before it in the table has this value.
    Is(&'static str, &'static str),
}

/// What the value of a property can be.
pub(super) enum Kind {
    /// An index.
    Index,
    /// Indices, none twice.
    Indices,
    /// A whole number within bounds.
    Uint(u64, u64),
    /// One of these numbers.
    Enum(&'static [u64]),
    Flag,
    Number(Range),
    /// So many numbers; any number of them if empty.
    Numbers(&'static [usize], Range),
    Text,
    /// One of these words, and of those that a declared extension adds.
    Word(&'static [&'static str], &'static [(&'static str, &'static str)]),
    /// Text of a form, which the second value describes.
    Pattern(fn(&str) -> bool, &'static str),
    Object(&'static Shape),
    /// An array of objects.
    Objects(&'static Shape),
    /// An array of objects at the top level, where each stands for itself.
    Collection(&'static Shape),
    /// Text, none twice.
    Strings,
    /// Attributes by name.
    Attributes,
    /// An array of attributes by name.
    Targets,
    /// `min` or `max`: as many numbers as the accessor's type has components, of its component type.
    Bounds,
    /// Whatever it likes to be.
    Any,
}

/// Numbers between two others.
#[derive(Clone, Copy)]
pub(super) struct Range {
    min: f64,
    max: f64,
    is_min_open: bool,
    is_max_open: bool,
    is_zero_allowed: bool,
}

impl Range {
    pub const ALL: Self = Self::new(f64::NEG_INFINITY, f64::INFINITY);
    /// From 0 to 1, both included.
    pub const UNIT: Self = Self::new(0.0, 1.0);
    pub const NOT_NEGATIVE: Self = Self::new(0.0, f64::INFINITY);
    pub const POSITIVE: Self = Self::NOT_NEGATIVE.above_min();

    pub const fn new(min: f64, max: f64) -> Self {
        Self { min, max, is_min_open: false, is_max_open: false, is_zero_allowed: false }
    }

    /// Without the lower end.
    pub const fn above_min(self) -> Self {
        Self { is_min_open: true, ..self }
    }

    /// Without the upper end.
    pub const fn below_max(self) -> Self {
        Self { is_max_open: true, ..self }
    }

    /// And 0, wherever the range begins.
    pub const fn or_zero(self) -> Self {
        Self { is_zero_allowed: true, ..self }
    }

    /// Infinite numbers are in no range.
    pub fn contains(&self, number: f64) -> bool {
        let is_above = if self.is_min_open { number > self.min } else { number >= self.min };
        let is_below = if self.is_max_open { number < self.max } else { number <= self.max };
        number.is_finite() && (is_above && is_below || self.is_zero_allowed && number == 0.0)
    }
}

/// A property that may be absent.
pub(super) const fn may(name: &'static str, kind: Kind) -> Property {
    Property { name, kind, is_required: false, when: When::Always }
}

/// A property that must be there.
pub(super) const fn must(name: &'static str, kind: Kind) -> Property {
    Property { name, kind, is_required: true, when: When::Always }
}

impl Property {
    pub const fn when(self, when: When) -> Self {
        // Field by field: a const function may not drop what it replaces.
        let Self { name, kind, is_required, when: _ } = self;
        Self { name, kind, is_required, when }
    }
}

pub(super) const fn shape(host: Host, properties: &'static [Property]) -> Shape {
    Shape { host, properties }
}
