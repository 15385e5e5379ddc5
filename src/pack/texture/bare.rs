//! A PNG without what is no picture, for decoders that would unpack it: half a megabyte of a profile may be five hundred of zeros.

use std::borrow::Cow;

use hall::ImageType;

/// Chunks that change what is seen (PNG, third edition, §11), and which way is up.
const SEEN: [&[u8; 4]; 12] =
    [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cICP", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"eXIf"];

const MAGIC: usize = 8;

/// What a decoder needs of a picture. Of kinds other than PNG nothing is taken away.
pub fn to_decode(bytes: &[u8]) -> Cow<'_, [u8]> {
    match ImageType::sniff(bytes) {
        Some(ImageType::Png) => png(bytes).map_or(Cow::Borrowed(bytes), Cow::Owned),
        _ => Cow::Borrowed(bytes),
    }
}

fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut bare = bytes.get(..MAGIC)?.to_vec();
    let mut at = MAGIC;
    // A file that is cut short is left to whoever decodes it.
    while let Some(head) = bytes.get(at..at + 8) {
        let length = u32::from_be_bytes(head[..4].try_into().ok()?) as usize;
        let end = at.checked_add(length)?.checked_add(12)?.min(bytes.len());
        let kind = &head[4..];
        if SEEN.iter().any(|seen| *seen == kind) {
            bare.extend_from_slice(&bytes[at..end]);
        }
        at = end;
        if kind == b"IEND" {
            break;
        }
    }
    Some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
        [&(data.len() as u32).to_be_bytes()[..], kind, data, &[0; 4]].concat()
    }

    #[test]
    fn a_png_loses_its_profile_its_texts_and_its_tail() {
        let magic = b"\x89PNG\r\n\x1a\n".to_vec();
        let [head, exif] = [chunk(b"IHDR", &[0; 13]), chunk(b"eXIf", b"MM")];
        let seen = [chunk(b"IDAT", b"pixels"), chunk(b"IEND", b"")].concat();
        let around = [
            &magic[..],
            &head,
            &exif,
            &chunk(b"iCCP", b"zeros"),
            &chunk(b"tEXt", b"GPS"),
            &seen,
            b"<script>alert(1)</script>",
        ];
        assert_eq!(to_decode(&around.concat())[..], [&magic[..], &head, &exif, &seen].concat());
    }

    #[test]
    fn what_is_cut_anywhere_is_no_trouble() {
        let whole = [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &[0; 13]), chunk(b"IDAT", b"pixels")].concat();
        for end in 0..whole.len() {
            assert!(to_decode(&whole[..end]).len() <= whole.len());
        }
    }
}
