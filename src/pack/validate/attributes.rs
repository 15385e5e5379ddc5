//! Vertex attributes: their names, and the layouts that each may have (glTF 2.0 §3.7.2.1).

use super::accessors::Layout;
use super::schema_core::FLOAT;

const BYTE: u64 = 5120;
const UNSIGNED_BYTE: u64 = 5121;
const SHORT: u64 = 5122;
const UNSIGNED_SHORT: u64 = 5123;

/// A layout: element type, component type, whether it is normalised.
type Allowed = (&'static str, u64, bool);

/// What a primitive's attribute may be, by the word before the underscore; then what `KHR_mesh_quantization` adds.
const ATTRIBUTES: [(&str, &[Allowed], &[Allowed]); 7] = [
    (
        "POSITION",
        &[("VEC3", FLOAT, false)],
        &[
            ("VEC3", BYTE, false),
            ("VEC3", BYTE, true),
            ("VEC3", UNSIGNED_BYTE, false),
            ("VEC3", UNSIGNED_BYTE, true),
            ("VEC3", SHORT, false),
            ("VEC3", SHORT, true),
            ("VEC3", UNSIGNED_SHORT, false),
            ("VEC3", UNSIGNED_SHORT, true),
        ],
    ),
    ("NORMAL", &[("VEC3", FLOAT, false)], &[("VEC3", BYTE, true), ("VEC3", SHORT, true)]),
    ("TANGENT", &[("VEC4", FLOAT, false)], &[("VEC4", BYTE, true), ("VEC4", SHORT, true)]),
    (
        "TEXCOORD",
        &[("VEC2", FLOAT, false), ("VEC2", UNSIGNED_BYTE, true), ("VEC2", UNSIGNED_SHORT, true)],
        &[
            ("VEC2", BYTE, false),
            ("VEC2", BYTE, true),
            ("VEC2", UNSIGNED_BYTE, false),
            ("VEC2", SHORT, false),
            ("VEC2", SHORT, true),
            ("VEC2", UNSIGNED_SHORT, false),
        ],
    ),
    (
        "COLOR",
        &[
            ("VEC3", FLOAT, false),
            ("VEC3", UNSIGNED_BYTE, true),
            ("VEC3", UNSIGNED_SHORT, true),
            ("VEC4", FLOAT, false),
            ("VEC4", UNSIGNED_BYTE, true),
            ("VEC4", UNSIGNED_SHORT, true),
        ],
        &[],
    ),
    ("JOINTS", &[("VEC4", UNSIGNED_BYTE, false), ("VEC4", UNSIGNED_SHORT, false)], &[]),
    ("WEIGHTS", &[("VEC4", FLOAT, false), ("VEC4", UNSIGNED_BYTE, true), ("VEC4", UNSIGNED_SHORT, true)], &[]),
];

/// The same for morph targets.
const MORPHED: [(&str, &[Allowed], &[Allowed]); 5] = [
    (
        "POSITION",
        &[("VEC3", FLOAT, false)],
        &[("VEC3", BYTE, false), ("VEC3", BYTE, true), ("VEC3", SHORT, false), ("VEC3", SHORT, true)],
    ),
    ("NORMAL", &[("VEC3", FLOAT, false)], &[("VEC3", BYTE, true), ("VEC3", SHORT, true)]),
    ("TANGENT", &[("VEC3", FLOAT, false)], &[("VEC3", BYTE, true), ("VEC3", SHORT, true)]),
    (
        "TEXCOORD",
        &[
            ("VEC2", FLOAT, false),
            ("VEC2", BYTE, true),
            ("VEC2", UNSIGNED_BYTE, true),
            ("VEC2", SHORT, true),
            ("VEC2", UNSIGNED_SHORT, true),
        ],
        &[("VEC2", BYTE, false), ("VEC2", SHORT, false)],
    ),
    (
        "COLOR",
        &[
            ("VEC3", FLOAT, false),
            ("VEC3", BYTE, true),
            ("VEC3", UNSIGNED_BYTE, true),
            ("VEC3", SHORT, true),
            ("VEC3", UNSIGNED_SHORT, true),
            ("VEC4", FLOAT, false),
            ("VEC4", BYTE, true),
            ("VEC4", UNSIGNED_BYTE, true),
            ("VEC4", SHORT, true),
            ("VEC4", UNSIGNED_SHORT, true),
        ],
        &[],
    ),
];

/// Whether an attribute may be laid out like this; nothing for attributes of somebody's own.
pub(super) fn allows(name: &str, layout: Layout, is_morphed: bool, is_quantized: bool) -> Option<bool> {
    let word = name.split('_').next().unwrap_or_default();
    let table: &[_] = if is_morphed { &MORPHED } else { &ATTRIBUTES };
    let (_, plain, quantized) = table.iter().find(|(known, _, _)| *known == word)?;
    let is_one_of =
        |list: &[Allowed]| list.iter().any(|(element, component, normal)| layout.is(element, *component, *normal));
    Some(is_one_of(plain) || is_quantized && is_one_of(quantized))
}

/// A name that is not somebody's own (which begins with an underscore).
pub(super) enum Name<'n> {
    /// `POSITION`, `NORMAL` or `TANGENT`.
    Plain(&'n str),
    /// `TEXCOORD_1`
    Numbered(&'static str, usize),
    Own,
    Unknown,
}

/// Words that take a number.
pub(super) const NUMBERED: [&str; 4] = ["COLOR", "JOINTS", "TEXCOORD", "WEIGHTS"];

impl<'n> Name<'n> {
    pub fn read(name: &'n str) -> Self {
        if name.starts_with('_') {
            return Self::Own;
        }
        if matches!(name, "POSITION" | "NORMAL" | "TANGENT") {
            return Self::Plain(name);
        }
        let numbered = name.split_once('_').and_then(|(word, number)| {
            let word = NUMBERED.into_iter().find(|known| *known == word)?;
            let is_number = number == "0" || !number.starts_with('0') && number.bytes().all(|b| b.is_ascii_digit());
            let number = number.parse().ok().filter(|_| is_number)?;
            Some(Self::Numbered(word, number))
        });
        numbered.unwrap_or(Self::Unknown)
    }
}
