//! WebM by its head (RFC 8794, RFC 9559): codecs, size, duration. What comes after the first cluster is the browser's.

use super::wrong::{Wrong, both};

/// A WebM that was looked through.
#[derive(Debug, Default)]
pub struct WebM {
    /// For people: `VP9, Opus`.
    pub codecs: Vec<&'static str>,
    /// Width and height, pixels.
    pub size_px: (u32, u32),
    /// How long it says it is.
    pub duration_secs: Option<f64>,
}

/// Elements that are looked at before the first cluster.
const ELEMENTS_MAX: usize = 10_000;

/// Names of elements.
const HEADER: u32 = 0x1a45_dfa3;
const DOC_TYPE: u32 = 0x4282;
const SEGMENT: u32 = 0x1853_8067;
const CLUSTER: u32 = 0x1f43_b675;
const INFO: u32 = 0x1549_a966;
const SCALE: u32 = 0x2a_d7b1;
const DURATION: u32 = 0x4489;
const TRACKS: u32 = 0x1654_ae6b;
const TRACK: u32 = 0xae;
const CODEC: u32 = 0x86;
const ENCODINGS: u32 = 0x6d80;
const PICTURE: u32 = 0xe0;
const WIDTH: u32 = 0xb0;
const HEIGHT: u32 = 0xba;
const ATTACHMENTS: u32 = 0x1941_a469;

/// Looks through the head of a WebM.
///
/// # Errors
/// For Matroska that is no WebM, for other codecs, attachments and encryption, and what is cut short.
pub fn read(bytes: &[u8]) -> Result<WebM, Wrong> {
    let mut found = WebM::default();
    let mut budget = ELEMENTS_MAX;
    let mut elements = Elements { bytes, budget: &mut budget };
    let Some((HEADER, header)) = elements.next_one()? else { return Err(cut()) };
    let doc_type = Elements { bytes: header, budget: elements.budget }.find(DOC_TYPE)?;
    if doc_type != Some(b"webm") {
        return Err(foreign("Matroska (.mkv)"));
    }
    let Some((SEGMENT, segment)) = elements.next_one()? else { return Err(cut()) };
    let mut parts = Elements { bytes: segment, budget: elements.budget };
    while let Some((kind, body)) = parts.next_one()? {
        match kind {
            CLUSTER => break,
            INFO => info(body, parts.budget, &mut found)?,
            TRACKS => tracks(body, parts.budget, &mut found)?,
            ATTACHMENTS => return Err(foreign("WebM with attached files")),
            _ => {}
        }
    }
    if found.codecs.is_empty() { Err(cut()) } else { Ok(found) }
}

fn info(body: &[u8], budget: &mut usize, found: &mut WebM) -> Result<(), Wrong> {
    let mut parts = Elements { bytes: body, budget };
    let (mut scale_nanos, mut ticks) = (1_000_000, None);
    while let Some((kind, body)) = parts.next_one()? {
        match (kind, body) {
            (SCALE, body) => scale_nanos = number(body),
            (DURATION, &[a, b, c, d]) => ticks = Some(f64::from(f32::from_be_bytes([a, b, c, d]))),
            (DURATION, &[a, b, c, d, e, f, g, h]) => ticks = Some(f64::from_be_bytes([a, b, c, d, e, f, g, h])),
            _ => {}
        }
    }
    let secs = ticks.map(|ticks| ticks * scale_nanos as f64 / 1e9);
    found.duration_secs = secs.filter(|secs| secs.is_finite() && *secs >= 0.0);
    Ok(())
}

fn tracks(body: &[u8], budget: &mut usize, found: &mut WebM) -> Result<(), Wrong> {
    let mut parts = Elements { bytes: body, budget };
    while let Some((kind, track)) = parts.next_one()? {
        if kind != TRACK {
            continue;
        }
        let mut inner = Elements { bytes: track, budget: parts.budget };
        while let Some((kind, body)) = inner.next_one()? {
            match kind {
                CODEC => found.codecs.push(codec(body)?),
                ENCODINGS => return Err(foreign("WebM with packed or encrypted tracks")),
                PICTURE => {
                    let side = |kind, budget: &mut usize| {
                        let side = Elements { bytes: body, budget }.find(kind)?;
                        Ok(u32::try_from(number(side.unwrap_or_default())).unwrap_or(u32::MAX))
                    };
                    found.size_px = (side(WIDTH, inner.budget)?, side(HEIGHT, inner.budget)?);
                }
                _ => {}
            }
        }
    }
    Ok(())
}

fn codec(name: &[u8]) -> Result<&'static str, Wrong> {
    match name {
        b"V_VP8" => Ok("VP8"),
        b"V_VP9" => Ok("VP9"),
        b"A_OPUS" => Ok("Opus"),
        b"A_VORBIS" => Ok("Vorbis"),
        b"V_AV1" => Err(foreign("WebM with AV1")),
        other => Err(foreign(&format!("WebM with {}", other.escape_ascii()))),
    }
}

/// Elements in a row.
struct Elements<'a, 'b> {
    bytes: &'a [u8],
    budget: &'b mut usize,
}

impl<'a> Elements<'a, '_> {
    /// Name and content of the next one; of one whose length is not known, all that is left.
    fn next_one(&mut self) -> Result<Option<(u32, &'a [u8])>, Wrong> {
        if self.bytes.is_empty() {
            return Ok(None);
        }
        *self.budget = self.budget.checked_sub(1).ok_or_else(cut)?;
        let (kind, kind_bytes) = vint(self.bytes, 4, false).ok_or_else(cut)?;
        let (length, length_bytes) = vint(&self.bytes[kind_bytes..], 8, true).ok_or_else(cut)?;
        let rest = &self.bytes[kind_bytes + length_bytes..];
        let is_open = length == (1 << (7 * length_bytes)) - 1;
        let kind = kind as u32;
        // The last of these may be as long as the film is.
        let length = match usize::try_from(length) {
            Ok(length) if length <= rest.len() => length,
            _ if is_open || matches!(kind, SEGMENT | CLUSTER) => rest.len(),
            _ => return Err(cut()),
        };
        self.bytes = &rest[length..];
        Ok(Some((kind, &rest[..length])))
    }

    fn find(mut self, wanted: u32) -> Result<Option<&'a [u8]>, Wrong> {
        while let Some((kind, body)) = self.next_one()? {
            if kind == wanted {
                return Ok(Some(body));
            }
        }
        Ok(None)
    }
}

/// A number of variable length (RFC 8794 §4), and how long it is; names keep the bit that tells.
fn vint(bytes: &[u8], most: usize, drops_mark: bool) -> Option<(u64, usize)> {
    let first = *bytes.first()?;
    let length = first.leading_zeros() as usize + 1;
    let all = bytes.get(..length).filter(|_| length <= most)?;
    let value = all.iter().fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
    Some((if drops_mark { value & !(1 << (7 * length)) } else { value }, length))
}

fn number(bytes: &[u8]) -> u64 {
    bytes.iter().take(8).fold(0, |value, byte| value << 8 | u64::from(*byte))
}

fn cut() -> Wrong {
    Wrong::damaged(both("WebM 的结构不完整", "its WebM structure is cut short"))
}

fn foreign(name: &str) -> Wrong {
    let what = both(format!("是 {name}，不是所有浏览器都能播放"), format!("is {name}, which not every browser plays"));
    Wrong::error("film-codec", what, super::movie::film_hint())
}
