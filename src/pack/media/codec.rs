//! What the tracks of an MP4 are encoded with: the sample descriptions (ISO/IEC 14496-12 §8.5.2, 14496-14, 14496-15).

use super::boxes::{Part, be16};
use super::wrong::Wrong;

/// Of a track.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Codec {
    /// For people: `H.264 High 3.1`.
    pub name: String,
    /// Every browser that our viewer runs in plays it.
    pub is_played: bool,
    /// Encrypted for players that have a key.
    pub is_protected: bool,
    /// Width and height, pixels.
    pub size_px: (u32, u32),
}

/// Bytes of a picture's and of a sound's description before its own boxes.
const VISUAL_BYTES: usize = 78;
const SOUND_BYTES: usize = 28;

/// Codes of formats that are not played everywhere, and what people call them.
const NAMES: [(&[u8; 4], &str); 32] = [
    (b"hvc1", "H.265 (HEVC)"),
    (b"hev1", "H.265 (HEVC)"),
    (b"dvh1", "Dolby Vision"),
    (b"dvhe", "Dolby Vision"),
    (b"vvc1", "H.266 (VVC)"),
    (b"av01", "AV1"),
    (b"vp08", "VP8"),
    (b"vp09", "VP9"),
    (b"mp4v", "MPEG-4 Part 2 (Xvid, DivX)"),
    (b"s263", "H.263"),
    (b"jpeg", "Motion JPEG"),
    (b"mjpa", "Motion JPEG"),
    (b"mjpb", "Motion JPEG"),
    (b"apch", "Apple ProRes"),
    (b"apcn", "Apple ProRes"),
    (b"apcs", "Apple ProRes"),
    (b"apco", "Apple ProRes"),
    (b"ap4h", "Apple ProRes"),
    (b"ap4x", "Apple ProRes"),
    (b"AVdn", "Avid DNxHD"),
    (b"AVdh", "Avid DNxHR"),
    (b"Opus", "Opus"),
    (b"ac-3", "Dolby Digital (AC-3)"),
    (b"ec-3", "Dolby Digital Plus"),
    (b"alac", "Apple Lossless"),
    (b"fLaC", "FLAC"),
    (b"samr", "AMR"),
    (b"sawb", "AMR"),
    (b"lpcm", "PCM"),
    (b"sowt", "PCM"),
    (b"twos", "PCM"),
    (b"in24", "PCM"),
];

/// The codec of the first description in `stsd`; nothing where there is none.
pub fn codec(stsd: &Part<'_>) -> Result<Option<Codec>, Wrong> {
    let Some(entry) = stsd.parts(8).next().transpose()? else { return Ok(None) };
    Ok(match &entry.kind {
        b"avc1" | b"avc3" => {
            let avc = inner(&entry, VISUAL_BYTES, b"avcC")?;
            avc.and_then(|avc| h264(avc.body)).map(|codec| Codec { size_px: size_px(&entry), ..codec })
        }
        b"mp4a" => mpeg4_sound(&entry)?,
        b".mp3" => Some(named("MP3", true)),
        b"encv" | b"enca" => Some(Codec { is_protected: true, ..named("DRM", false) }),
        kind => {
            let known = NAMES.iter().find(|(code, _)| *code == kind).map(|(_, name)| (*name).to_owned());
            let name = known.unwrap_or_else(|| kind.escape_ascii().to_string());
            Some(Codec { size_px: size_px(&entry), ..named(&name, false) })
        }
    })
}

fn named(name: &str, is_played: bool) -> Codec {
    Codec { name: name.into(), is_played, is_protected: false, size_px: (0, 0) }
}

/// As the description of a picture has it; of a sound this means nothing, and nobody asks.
fn size_px(entry: &Part<'_>) -> (u32, u32) {
    let side = |at| be16(entry.body, at).map_or(0, u32::from);
    (side(24), side(26))
}

fn inner<'a>(entry: &Part<'a>, skip: usize, kind: &[u8; 4]) -> Result<Option<Part<'a>>, Wrong> {
    entry.parts(skip).find(|part| part.as_ref().map_or(true, |part| part.kind == *kind)).transpose()
}

/// By the profile in the decoder's configuration (14496-15 §5.3.3): more than eight bits, or colours in full, are played by few.
fn h264(configuration: &[u8]) -> Option<Codec> {
    let [1, profile, compatibility, level, ..] = *configuration else { return None };
    let (name, is_played) = match profile {
        66 if compatibility & 0x40 != 0 => ("Constrained Baseline", true),
        66 => ("Baseline", true),
        77 => ("Main", true),
        88 => ("Extended", false),
        100 => ("High", true),
        110 => ("High 10", false),
        122 => ("High 4:2:2", false),
        244 | 44 => ("High 4:4:4", false),
        _ => ("?", false),
    };
    Some(named(&format!("H.264 {name} {}.{}", level / 10, level % 10), is_played))
}

/// AAC and MP3 by the elementary stream's descriptor (14496-1 §7.2.6), which QuickTime hides in `wave`.
fn mpeg4_sound(entry: &Part<'_>) -> Result<Option<Codec>, Wrong> {
    let more = match be16(entry.body, 8) {
        Some(1) => 16,
        Some(2) => 36,
        _ => 0,
    };
    let skip = SOUND_BYTES + more;
    let esds = match inner(entry, skip, b"esds")? {
        None => match inner(entry, skip, b"wave")? {
            Some(wave) => wave.find(b"esds")?,
            None => None,
        },
        found => found,
    };
    Ok(esds.and_then(|esds| object_type(esds.body)).map(|kind| match kind {
        0x40 | 0x66..=0x68 => named("AAC", true),
        0x69 | 0x6b => named("MP3", true),
        0xa5 => named("Dolby Digital (AC-3)", false),
        0xa6 => named("Dolby Digital Plus", false),
        0xa9 => named("DTS", false),
        0xdd => named("Vorbis", false),
        other => named(&format!("0x{other:02x}"), false),
    }))
}

/// The object type in the decoder's configuration.
fn object_type(esds: &[u8]) -> Option<u8> {
    // Version and flags of the box, then the first descriptor.
    let (tag, body) = descriptor(esds.get(4..)?)?;
    let flags = *body.get(2).filter(|_| tag == 3)?;
    let mut at = 3;
    at += if flags & 0x80 != 0 { 2 } else { 0 };
    // An address in place of sound: nothing that is played here has one.
    if flags & 0x40 != 0 {
        return None;
    }
    at += if flags & 0x20 != 0 { 2 } else { 0 };
    let (tag, configuration) = descriptor(body.get(at..)?)?;
    configuration.first().copied().filter(|_| tag == 4)
}

/// Tag and content of a descriptor, whose length is in up to four groups of seven bits.
fn descriptor(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let (tag, mut at, mut length) = (*bytes.first()?, 1, 0_usize);
    for _ in 0..4 {
        let byte = *bytes.get(at)?;
        at += 1;
        length = length << 7 | usize::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some((tag, bytes.get(at..)?.get(..length)?))
}
