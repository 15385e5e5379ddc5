//! Sounds that are no MP4: MP3, WAV and Ogg by their content, and what is left of them without covers and tags.

use bytes::Bytes;

use super::wrong::{Wrong, both};

/// A sound that was looked through.
pub struct Sound {
    /// Without anything that is not heard.
    pub bytes: Bytes,
    /// As files of it end.
    pub ending: &'static str,
    /// For people: `MP3, 44100 Hz`.
    pub format: String,
    /// How long it is.
    pub duration_secs: f64,
}

/// The command that makes any sound right.
pub const SOUND_COMMAND: &str = "ffmpeg -i INPUT -vn -c:a aac -b:a 128k -movflags +faststart OUTPUT.m4a";

/// Frames that must follow each other for a file to be MP3: any two bytes may look like one.
const FRAMES_MIN: usize = 3;

/// What may follow the last frame without being a tag that is known, bytes.
const REST_MAX: usize = 64 << 10;

/// Says in both languages how to make a sound that plays.
pub fn sound_hint() -> hall::Words {
    both(
        format!("导出为 MP3 或 M4A（AAC），128 kbit/s 即可；或运行：{SOUND_COMMAND}"),
        format!("Export it as MP3 or M4A (AAC), of which 128 kbit/s are enough; or run: {SOUND_COMMAND}"),
    )
}

/// Looks through an MPEG sound: layer III and nothing else. `None` for what is none.
pub fn mp3(bytes: &Bytes) -> Option<Result<Sound, Wrong>> {
    let begin = tag_bytes(bytes);
    let first = Frame::read(bytes.get(begin..)?)?;
    let (mut at, mut count, mut secs) = (begin, 0, 0.0);
    while let Some(frame) = bytes.get(at..).and_then(Frame::read) {
        // The last one may be cut.
        at = at.saturating_add(frame.bytes).min(bytes.len());
        secs += frame.secs;
        count += 1;
    }
    let is_tag = bytes[at..].starts_with(b"TAG") || bytes[at..].starts_with(b"APETAGEX");
    if count < FRAMES_MIN && !(at == bytes.len() || is_tag) {
        return None;
    }
    if first.layer != 3 {
        let name = format!("MPEG Layer {}", first.layer);
        return Some(Err(foreign(&name)));
    }
    if !is_tag && bytes.len() - at > REST_MAX {
        let words =
            both(format!("播放到 {secs:.1} 秒后不再是声音数据"), format!("after {secs:.1} s it is no sound any more"));
        return Some(Err(Wrong::damaged(words)));
    }
    // Tags at the end; a player would skip them, and they may hold anything.
    let sound = bytes.slice(begin..at);
    Some(Ok(Sound { bytes: sound, ending: "mp3", format: format!("MP3, {} Hz", first.hertz), duration_secs: secs }))
}

/// Length of the tags before the first frame (ID3v2 §3.1).
fn tag_bytes(bytes: &[u8]) -> usize {
    let mut begin = 0_usize;
    while let Some(&[b'I', b'D', b'3', _, _, _, a, b, c, d]) = bytes.get(begin..begin.saturating_add(10)) {
        let length = [a, b, c, d].iter().fold(0, |length, byte| length << 7 | usize::from(byte & 0x7f));
        begin = begin.saturating_add(10 + length);
    }
    // Some writers leave zeros behind the tag.
    let zeros = bytes.get(begin..).unwrap_or_default().iter().take_while(|byte| **byte == 0).count();
    begin.saturating_add(zeros)
}

/// The header of a frame (ISO/IEC 11172-3 §2.4.1.3, 13818-3 §2.4).
struct Frame {
    layer: u32,
    hertz: u32,
    bytes: usize,
    secs: f64,
}

impl Frame {
    fn read(bytes: &[u8]) -> Option<Self> {
        /// Kilobits a second of MPEG 1 layers I to III, then of MPEG 2 layer I, and layers II and III.
        const RATES: [[u32; 14]; 5] = [
            [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
            [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
            [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
            [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
            [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
        ];
        let &[0xff, b, c, _, ..] = bytes else { return None };
        let (version, layer) = (b >> 3 & 3, 4 - u32::from(b >> 1 & 3));
        let (rate, hertz) = (usize::from(c >> 4), usize::from(c >> 2 & 3));
        if b & 0xe0 != 0xe0 || version == 1 || layer == 4 || !(1..=14).contains(&rate) || hertz == 3 {
            return None;
        }
        let is_first = version == 3;
        let row = if is_first { layer as usize - 1 } else { 3 + usize::from(layer > 1) };
        let halvings = match version {
            3 => 0,
            2 => 1,
            _ => 2,
        };
        let hertz = [44_100, 48_000, 32_000][hertz] >> halvings;
        let samples = match layer {
            1 => 384,
            3 if !is_first => 576,
            _ => 1152,
        };
        let padding = u32::from(c >> 1 & 1) * if layer == 1 { 4 } else { 1 };
        let bits = RATES[row][rate - 1] * 1000;
        let length = if layer == 1 { bits * 12 / hertz * 4 } else { samples / 8 * bits / hertz } + padding;
        Some(Self { layer, hertz, bytes: length as usize, secs: f64::from(samples) / f64::from(hertz) })
    }
}

/// Looks through a WAV (RIFF): numbers as they are, or floats. `None` for what is none.
pub fn wav(bytes: &Bytes) -> Option<Result<Sound, Wrong>> {
    if bytes.get(..4)? != b"RIFF" || bytes.get(8..12)? != b"WAVE" {
        return None;
    }
    Some(wav_chunks(bytes))
}

fn wav_chunks(bytes: &Bytes) -> Result<Sound, Wrong> {
    let broken = || Wrong::damaged(both("WAV 的数据块不完整", "a chunk of it is missing or too short"));
    let (mut at, mut form, mut data) = (12_usize, None, None);
    while let (Some(name), Some(length)) = (bytes.get(at..at + 4), bytes.get(at + 4..at + 8)) {
        let length = u32::from_le_bytes(length.try_into().map_err(|_| broken())?) as usize;
        let end = at.saturating_add(8).saturating_add(length);
        // Writers that were cut off say more than there is.
        let end = if name == b"data" { end.min(bytes.len()) } else { end };
        let body = at + 8..end;
        match name {
            b"fmt " if form.is_none() => form = Some(bytes.get(body).ok_or_else(broken)?),
            b"data" if data.is_none() => data = Some(body),
            _ if end > bytes.len() => return Err(broken()),
            _ => {}
        }
        at = end.saturating_add(length & 1);
    }
    let form = form.filter(|form| form.len() >= 16).ok_or_else(broken)?;
    let data = data.and_then(|range| bytes.get(range)).ok_or_else(broken)?;
    let two = |at: usize| u16::from_le_bytes([form[at], form[at + 1]]);
    let hertz = u32::from_le_bytes([form[4], form[5], form[6], form[7]]);
    let (kind, bits, block) = (two(0), two(14), two(12));
    let kind = if kind == 0xfffe && form.len() >= 26 { two(24) } else { kind };
    let name = match (kind, bits) {
        (1, 8 | 16 | 24 | 32) | (3, 32) => format!("WAV, {hertz} Hz, {bits} bit"),
        _ => return Err(foreign(&format!("WAV 0x{kind:04x}, {bits} bit"))),
    };
    if hertz == 0 || block == 0 {
        return Err(broken());
    }
    let duration_secs = data.len() as f64 / f64::from(block) / f64::from(hertz);
    let mut made = Vec::with_capacity(data.len() + form.len() + 28);
    made.extend_from_slice(b"RIFF\0\0\0\0WAVE");
    for (name, body) in [(b"fmt ", form), (b"data", data)] {
        made.extend_from_slice(name);
        made.extend_from_slice(&(body.len() as u32).to_le_bytes());
        made.extend_from_slice(body);
        made.resize(made.len().next_multiple_of(2), 0);
    }
    let length = (made.len() - 8) as u32;
    made[4..8].copy_from_slice(&length.to_le_bytes());
    Ok(Sound { bytes: made.into(), ending: "wav", format: name, duration_secs })
}

/// Looks through an Ogg (RFC 3533) of Opus (RFC 7845) or Vorbis. `None` for what is none.
pub fn ogg(bytes: &Bytes) -> Option<Result<Sound, Wrong>> {
    bytes.starts_with(b"OggS").then(|| ogg_pages(bytes))
}

fn ogg_pages(bytes: &Bytes) -> Result<Sound, Wrong> {
    let broken = || Wrong::damaged(both("Ogg 页不完整", "a page of it is cut short"));
    let (mut at, mut first, mut last, mut stream) = (0, None, 0_u64, None);
    while bytes.get(at..at + 4) == Some(b"OggS") {
        let head = bytes.get(at..at + 27).ok_or_else(broken)?;
        let segments = bytes.get(at + 27..at + 27 + usize::from(head[26])).ok_or_else(broken)?;
        let begin = at + 27 + segments.len();
        let end = begin + segments.iter().map(|length| usize::from(*length)).sum::<usize>();
        let body = bytes.get(begin..end).ok_or_else(broken)?;
        let serial = &head[14..18];
        // A second stream: pictures, or sounds in a row.
        if *stream.get_or_insert(serial) != serial {
            return Err(foreign("Ogg with several streams"));
        }
        first = first.or(Some(body));
        let granule = u64::from_le_bytes(head[6..14].try_into().map_err(|_| broken())?);
        last = if granule == u64::MAX { last } else { granule };
        at = end;
    }
    if at != bytes.len() {
        return Err(broken());
    }
    let hertz = |body: &[u8]| body.get(12..16).map(|rate| u32::from_le_bytes([rate[0], rate[1], rate[2], rate[3]]));
    let (name, hertz) = match first {
        // Opus counts in 48 kHz whatever it was made of.
        Some(body) if body.starts_with(b"OpusHead") => ("Opus", 48_000),
        Some(body) if body.starts_with(b"\x01vorbis") => ("Vorbis", hertz(body).unwrap_or(0)),
        Some(body) if body.starts_with(b"\x7fFLAC") => return Err(foreign("FLAC in Ogg")),
        Some(body) if body.starts_with(b"Speex") => return Err(foreign("Speex")),
        Some(body) if body.starts_with(b"\x80theora") => return Err(foreign("Theora")),
        _ => return Err(foreign("Ogg")),
    };
    if hertz == 0 {
        return Err(broken());
    }
    let duration_secs = last as f64 / f64::from(hertz);
    Ok(Sound { bytes: bytes.clone(), ending: "ogg", format: format!("Ogg {name}, {hertz} Hz"), duration_secs })
}

/// What a sound is that browsers don't play, or not all of them; nothing for what is unknown.
pub fn other_format(bytes: &[u8]) -> Option<&'static str> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    match bytes {
        _ if starts(b"fLaC") => Some("FLAC"),
        _ if starts(b"#!AMR") => Some("AMR"),
        _ if starts(b"MThd") => Some("MIDI"),
        _ if starts(b"caff") => Some("CAF"),
        _ if starts(b"\x30\x26\xb2\x75\x8e\x66\xcf\x11") => Some("WMA/WMV (ASF)"),
        _ if starts(b"FORM") => Some("AIFF"),
        _ if starts(b"MAC ") => Some("Monkey's Audio"),
        _ if starts(b"\x02#!SILK") || starts(b"#!SILK") => Some("SILK (WeChat)"),
        [0xff, second, ..] if second & 0xf6 == 0xf0 => Some("AAC (ADTS)"),
        _ => None,
    }
}

/// A format that some browsers don't play.
pub fn foreign(name: &str) -> Wrong {
    let what = both(
        format!("是 {name}，不在可用的格式（MP3、M4A、WAV、Ogg）之内"),
        format!("is {name}, none of the kinds that are taken: MP3, M4A, WAV, Ogg"),
    );
    Wrong::error("sound-format", what, sound_hint())
}
