//! Width and height of an encoded picture from its header, without decoding it.

/// Pixels; `None` for a header that is cut short, and for what is no picture.
pub(super) fn image_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let size = match crate::ImageType::sniff(bytes)? {
        crate::ImageType::Png => (u32_be(bytes, 16)?, u32_be(bytes, 20)?),
        crate::ImageType::Jpeg => jpeg(bytes)?,
        crate::ImageType::WebP => webp(bytes)?,
        crate::ImageType::Avif => avif(bytes)?,
        crate::ImageType::Ktx2 => (u32_le(bytes, 20)?, u32_le(bytes, 24)?),
    };
    (size.0 > 0 && size.1 > 0).then_some(size)
}

fn u32_be(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn u32_le(bytes: &[u8], at: usize) -> Option<u32> {
    u32_be(bytes, at).map(u32::swap_bytes)
}

fn u16_be(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?).into())
}

/// Goes from marker to marker to the frame header (ITU T.81 §B.2).
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        let [0xff, marker] = *bytes.get(at..at + 2)? else { return None };
        match marker {
            0xff => at += 1,
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                return Some((u16_be(bytes, at + 7)?, u16_be(bytes, at + 5)?));
            }
            0x01 | 0xd0..=0xd8 => at += 2,
            _ => at += 2 + u16_be(bytes, at + 2)?.max(2) as usize,
        }
    }
}

/// The three kinds of first chunk (RFC 9649 §2).
fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    let byte = |at: usize| bytes.get(at).copied().map(u32::from);
    match bytes.get(12..16)? {
        b"VP8X" => {
            let u24 = |at| Some((byte(at)? | byte(at + 1)? << 8 | byte(at + 2)? << 16) + 1);
            Some((u24(24)?, u24(27)?))
        }
        b"VP8L" => {
            let bits = byte(21)? | byte(22)? << 8 | byte(23)? << 16 | byte(24)? << 24;
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        b"VP8 " => Some(((byte(26)? | byte(27)? << 8) & 0x3fff, (byte(28)? | byte(29)? << 8) & 0x3fff)),
        _ => None,
    }
}

/// The first `ispe` property (ISO/IEC 23008-12 §6.5.3); in an image of tiles it may be that of a tile.
fn avif(bytes: &[u8]) -> Option<(u32, u32)> {
    const HEADER_BYTES: usize = 4096;
    let header = &bytes[..bytes.len().min(HEADER_BYTES)];
    let at = header.windows(4).position(|name| name == b"ispe")?;
    Some((u32_be(bytes, at + 8)?, u32_be(bytes, at + 12)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_tell_the_size() {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend_from_slice(&[0, 0, 2, 0, 0, 0, 1, 0]);
        assert_eq!(image_size(&png), Some((512, 256)));
        assert_eq!(image_size(&png[..20]), None);
        let jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xff\xc2\x00\x11\x08\x01\x00\x02\x00\x03";
        assert_eq!(image_size(jpeg), Some((512, 256)));
        let webp = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\x01\0\xff\0\0";
        assert_eq!(image_size(webp), Some((512, 256)));
        let webp = b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\xff\xc1\x3f\x00";
        assert_eq!(image_size(webp), Some((512, 256)));
        let webp = b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a\x00\x02\x00\x01";
        assert_eq!(image_size(webp), Some((512, 256)));
        let avif = b"\0\0\0\x1cftypavif....meta....ispe\0\0\0\0\0\0\x02\0\0\0\x01\0";
        assert_eq!(image_size(avif), Some((512, 256)));
        let ktx2 = b"\xabKTX 20\xbb\r\n\x1a\n........\0\x02\0\0\0\x01\0\0";
        assert_eq!(image_size(ktx2), Some((512, 256)));
        assert_eq!(image_size(b"GIF89a"), None);
    }
}
