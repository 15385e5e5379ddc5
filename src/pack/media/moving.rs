//! Pictures that move: GIF, APNG and animated WebP stay what they are, without anything that is not seen.
//!
//! Their frames are not decoded here. Every chunk is walked to the end of the picture; metadata and whatever stands behind the end stay out.

use bytes::Bytes;
use hall::{ImageType, Limits};

use super::wrong::{Wrong, both};
use crate::texture::Fault;

/// Frames of one picture.
const FRAMES_MAX: usize = 10_000;

/// A picture that moves.
pub struct Moving {
    /// Without metadata.
    pub bytes: Bytes,
    /// As files of it end.
    pub ending: &'static str,
    /// Frames; 1 for one that stands still.
    pub frames: usize,
    /// Width and height, pixels.
    pub size_px: (u32, u32),
}

/// Looks through a GIF, PNG or WebP; `None` for what is none of these.
pub fn moving(bytes: &[u8], limits: &Limits) -> Option<Result<Moving, Wrong>> {
    let walked = match ImageType::sniff(bytes) {
        Some(ImageType::Png) => png(bytes),
        Some(ImageType::WebP) => webp(bytes),
        None if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") => gif(bytes),
        _ => return None,
    };
    Some(walked.ok_or_else(cut).and_then(|moving| within(moving, limits)))
}

fn within(moving: Moving, limits: &Limits) -> Result<Moving, Wrong> {
    let (width, height) = moving.size_px;
    if width.max(height) > limits.image_side {
        return Err(too_large(&Fault::TooLarge { width, height, side_max: limits.image_side }));
    }
    if moving.frames > FRAMES_MAX {
        let what = both(
            format!("有 {} 帧，上限为 {FRAMES_MAX}", moving.frames),
            format!("has {} frames, the limit is {FRAMES_MAX}", moving.frames),
        );
        let hint = both("请改用 MP4 影片。", "Make it an MP4 film.");
        return Err(Wrong::error("picture-frames", what, hint));
    }
    if width == 0 || height == 0 || moving.frames == 0 { Err(cut()) } else { Ok(moving) }
}

/// What the decoder of pictures says.
pub fn too_large(fault: &Fault) -> Wrong {
    match fault {
        Fault::TooLarge { width, height, side_max } => Wrong::error(
            "picture-too-large",
            both(
                format!("为 {width} × {height} 像素，每边上限为 {side_max}"),
                format!("has {width} by {height} pixels, the limit is {side_max} a side"),
            ),
            both("缩小到 4096 像素以内。", "Scale it down to 4096 pixels."),
        ),
        other => Wrong::error(
            "picture-damaged",
            both(format!("图片无法解码：{other}"), format!("can't be decoded: {other}")),
            both("用图片软件打开并重新保存为 PNG 或 JPEG。", "Open it in a picture editor and save it as PNG or JPEG."),
        ),
    }
}

fn cut() -> Wrong {
    Wrong::damaged(both("图片数据不完整", "its picture is cut short"))
}

/// Chunks that are seen (PNG third edition §5.6); all others are left out.
const PNG_SEEN: [&[u8; 4]; 15] = [
    b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"acTL", b"fcTL", b"fdAT", b"gAMA", b"cHRM", b"sRGB", b"sBIT",
    b"cICP", b"mDCV", b"bKGD",
];

fn png(bytes: &[u8]) -> Option<Moving> {
    let mut made = bytes.get(..8)?.to_vec();
    let (mut at, mut frames) = (8, 0);
    loop {
        let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize;
        let kind = bytes.get(at + 4..at + 8)?;
        let end = at.checked_add(length)?.checked_add(12)?;
        let chunk = bytes.get(at..end)?;
        if PNG_SEEN.iter().any(|seen| *seen == kind) {
            made.extend_from_slice(chunk);
        }
        frames += usize::from(kind == b"fcTL");
        at = end;
        if kind == b"IEND" {
            break;
        }
    }
    let side = |at: usize| Some(u32::from_be_bytes(made.get(at..at + 4)?.try_into().ok()?));
    let size_px = (side(16)?, side(20)?);
    (made.get(12..16)? == b"IHDR").then_some(())?;
    Some(Moving { bytes: made.into(), ending: "png", frames: frames.max(1), size_px })
}

/// Chunks of WebP that are seen (RFC 9649 §2.7).
const WEBP_SEEN: [&[u8; 4]; 6] = [b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF"];

/// Bits of `VP8X` that tell of a profile, Exif and XMP.
const WEBP_METADATA: u8 = 0x20 | 0x08 | 0x04;

fn webp(bytes: &[u8]) -> Option<Moving> {
    let length = u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?) as usize;
    let bytes = bytes.get(..length.checked_add(8)?)?;
    let mut made = b"RIFF\0\0\0\0WEBP".to_vec();
    let (mut at, mut frames, mut size_px) = (12, 0, None);
    while at < bytes.len() {
        let kind = bytes.get(at..at + 4)?;
        let length = u32::from_le_bytes(bytes.get(at + 4..at + 8)?.try_into().ok()?) as usize;
        let end = at.checked_add(8)?.checked_add(length)?;
        let chunk = bytes.get(at..end)?;
        if WEBP_SEEN.iter().any(|seen| *seen == kind) {
            let begin = made.len();
            made.extend_from_slice(chunk);
            made.resize(made.len().next_multiple_of(2), 0);
            if kind == b"VP8X" {
                *made.get_mut(begin + 8)? &= !WEBP_METADATA;
                let u24 = |at: usize| {
                    Some(u32::from_le_bytes([*chunk.get(at)?, *chunk.get(at + 1)?, *chunk.get(at + 2)?, 0]))
                };
                size_px = Some((u24(12)? + 1, u24(15)? + 1));
            }
        }
        frames += usize::from(kind == b"ANMF");
        at = end.checked_add(length & 1)?;
    }
    let size_px = size_px.or_else(|| crate::texture::size(bytes))?;
    let length = u32::try_from(made.len() - 8).ok()?;
    made[4..8].copy_from_slice(&length.to_le_bytes());
    Some(Moving { bytes: made.into(), ending: "webp", frames: frames.max(1), size_px })
}

/// Blocks of a GIF (GIF89a §12 and on): comments, texts and what other programs left in it stay out, but for how often it repeats.
fn gif(bytes: &[u8]) -> Option<Moving> {
    let table_bytes = |packed: u8| if packed & 0x80 == 0 { 0 } else { 3_usize << ((packed & 7) + 1) };
    let side = |at: usize| Some(u32::from(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?])));
    let size_px = (side(6)?, side(8)?);
    let mut at = 13 + table_bytes(*bytes.get(10)?);
    let mut made = bytes.get(..at)?.to_vec();
    let mut frames = 0;
    loop {
        let begin = at;
        let is_seen = match *bytes.get(at)? {
            0x3b => break,
            0x2c => {
                frames += 1;
                at += 10 + table_bytes(*bytes.get(at + 9)?) + 1;
                true
            }
            0x21 => {
                let label = *bytes.get(at + 1)?;
                at += 2;
                // How long a frame stays; how often all of it repeats.
                label == 0xf9
                    || label == 0xff && matches!(bytes.get(at + 1..at + 12), Some(b"NETSCAPE2.0" | b"ANIMEXTS1.0"))
            }
            _ => return None,
        };
        // Blocks of up to 255 bytes, ended by an empty one.
        while let length @ 1.. = usize::from(*bytes.get(at)?) {
            at += 1 + length;
        }
        at += 1;
        if is_seen {
            made.extend_from_slice(bytes.get(begin..at)?);
        }
    }
    made.push(0x3b);
    Some(Moving { bytes: made.into(), ending: "gif", frames, size_px })
}
