//! A picture's file without what is no picture: texts, profiles, places where it was taken, and whatever hangs on behind its end.
//!
//! What is packed in such chunks is never unpacked here: half a megabyte of a profile may be five hundred of zeros.

use std::borrow::Cow;

use hall::ImageType;

/// Chunks of PNG that change what is seen (PNG, third edition, §11), those of moving pictures among them.
const PNG_SEEN: [&[u8; 4]; 14] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cICP", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"acTL",
    b"fcTL", b"fdAT",
];
/// Which way is up.
const PNG_EXIF: &[u8; 4] = b"eXIf";

/// Chunks of WebP that change what is seen (RFC 9649 §2.7).
const WEBP_SEEN: [&[u8; 4]; 7] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
/// `VP8X` says that there are EXIF and XMP.
const WEBP_METADATA_BITS: u8 = 0x0c;

const PNG_MAGIC: usize = 8;
const RIFF_HEAD: usize = 12;

/// What a decoder needs of a picture, which way is up included.
pub fn to_decode(bytes: &[u8]) -> Cow<'_, [u8]> {
    match ImageType::sniff(bytes) {
        Some(ImageType::Png) => png(bytes, true).map_or(Cow::Borrowed(bytes), Cow::Owned),
        _ => Cow::Borrowed(bytes),
    }
}

/// What is shown of a picture that goes along without being made anew. Of kinds other than PNG and WebP, and of broken files, nothing is taken away.
pub fn to_show(bytes: &[u8]) -> Cow<'_, [u8]> {
    let bare = match ImageType::sniff(bytes) {
        Some(ImageType::Png) => png(bytes, false),
        Some(ImageType::WebP) => webp(bytes),
        _ => None,
    };
    bare.map_or(Cow::Borrowed(bytes), Cow::Owned)
}

fn png(bytes: &[u8], keeps_exif: bool) -> Option<Vec<u8>> {
    let mut bare = bytes.get(..PNG_MAGIC)?.to_vec();
    let mut at = PNG_MAGIC;
    // A file that is cut short is left to whoever decodes it.
    while let Some(head) = bytes.get(at..at + 8) {
        let length = u32::from_be_bytes(head[..4].try_into().ok()?) as usize;
        let end = at.checked_add(length)?.checked_add(12)?.min(bytes.len());
        let kind = &head[4..];
        if PNG_SEEN.iter().any(|seen| *seen == kind) || (keeps_exif && kind == PNG_EXIF) {
            bare.extend_from_slice(&bytes[at..end]);
        }
        at = end;
        if kind == b"IEND" {
            break;
        }
    }
    Some(bare)
}

fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut bare = bytes.get(..RIFF_HEAD)?.to_vec();
    let said = u32::from_le_bytes(bytes[4..8].try_into().ok()?) as usize;
    let end = said.checked_add(8)?.min(bytes.len());
    let mut at = RIFF_HEAD;
    while let Some(head) = bytes.get(at..at + 8).filter(|_| at + 8 <= end) {
        let length = u32::from_le_bytes(head[4..].try_into().ok()?) as usize;
        let next = at.checked_add(8)?.checked_add(length.next_multiple_of(2))?.min(end);
        if WEBP_SEEN.iter().any(|seen| **seen == head[..4]) {
            let place = bare.len();
            bare.extend_from_slice(&bytes[at..next]);
            if head.starts_with(b"VP8X") {
                *bare.get_mut(place + 8)? &= !WEBP_METADATA_BITS;
            }
        }
        at = next;
    }
    let size_bytes = u32::try_from(bare.len() - 8).ok()?;
    bare[4..8].copy_from_slice(&size_bytes.to_le_bytes());
    Some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
        [&(data.len() as u32).to_be_bytes()[..], kind, data, &[0; 4]].concat()
    }

    #[test]
    fn a_png_loses_its_texts_and_its_tail() {
        let magic = b"\x89PNG\r\n\x1a\n".to_vec();
        let seen = [chunk(b"IHDR", &[0; 13]), chunk(b"IDAT", b"pixels"), chunk(b"IEND", b"")].concat();
        let around = [
            &magic[..],
            &chunk(b"IHDR", &[0; 13]),
            &chunk(b"eXIf", b"MM"),
            &chunk(b"tEXt", b"GPS"),
            &chunk(b"iCCP", &[0; 99]),
            &chunk(b"IDAT", b"pixels"),
            &chunk(b"IEND", b""),
            b"<html>",
        ];
        let around = around.concat();
        assert_eq!(to_show(&around)[..], [&magic[..], &seen].concat());
        assert!(to_decode(&around).windows(4).any(|kind| kind == b"eXIf"));
        assert_eq!(to_decode(&around).len(), magic.len() + seen.len() + 14);
    }

    #[test]
    fn a_webp_loses_its_metadata_and_its_tail() {
        let chunk = |kind: &[u8; 4], data: &[u8]| [&kind[..], &(data.len() as u32).to_le_bytes(), data].concat();
        let file = |flags: u8, more: &[Vec<u8>]| {
            let body = [vec![chunk(b"VP8X", &[flags, 0, 0, 0, 0, 0, 0, 0, 0, 0])], more.to_vec()].concat().concat();
            [b"RIFF", &(body.len() as u32 + 4).to_le_bytes()[..], b"WEBP", &body].concat()
        };
        let seen = [chunk(b"ANIM", &[0; 6]), chunk(b"ANMF", &[7; 20])];
        let mut around = file(0x0e, &[seen.as_slice(), &[chunk(b"EXIF", b"GPS "), chunk(b"XMP ", b"<x/>")]].concat());
        around.extend_from_slice(b"<script>");
        assert_eq!(to_show(&around)[..], file(0x02, &seen));
    }

    #[test]
    fn what_is_broken_stays_or_ends() {
        for bytes in
            [&b"\x89PNG\r\n\x1a\n"[..], b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIDAT", b"RIFF\0\0\0\0WEBP", b"", b"GIF89a"]
        {
            assert!(to_show(bytes).len() <= bytes.len().max(RIFF_HEAD));
            assert!(to_decode(bytes).len() <= bytes.len());
        }
    }
}
