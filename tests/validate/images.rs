//! Addresses and images: what is missing, what is something else than it says.

use pack::validate::Code;
use serde_json::json;

use crate::case::{Case, data_uri};

/// The head of a PNG of this size up to its pixels, with these chunks in between.
pub fn png(width: u32, height: u32, chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
    let header = [&size[..], &[8, 2, 0, 0, 0]].concat();
    let mut chunk = |kind: &[u8; 4], data: &[u8]| {
        bytes.extend((data.len() as u32).to_be_bytes());
        bytes.extend(kind);
        bytes.extend(data);
        bytes.extend([0; 4]);
    };
    chunk(b"IHDR", &header);
    chunks.iter().for_each(|(kind, data)| chunk(kind, data));
    chunk(b"IDAT", &[0; 8]);
    bytes
}

/// The head of a JPEG of this size.
pub fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let [h, w] = [height, width].map(u16::to_be_bytes);
    [&[0xff, 0xd8, 0xff, 0xc2, 0, 17, 8][..], &h, &w, &[3, 1, 0, 0, 2, 0, 0, 3, 0, 0]].concat()
}

/// The head of an extended WebP of this size.
pub fn webp(width: u32, height: u32, features: u8) -> Vec<u8> {
    let [w, h] = [width - 1, height - 1].map(u32::to_le_bytes);
    [&b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0"[..], &[features, 0, 0, 0], &w[..3], &h[..3]].concat()
}

/// The head of a KTX2 of 4 by 4 pixels with these levels: offset and length.
pub fn ktx2(levels: u32, index: &[(u64, u64)]) -> Vec<u8> {
    let mut bytes = b"\xabKTX 20\xbb\r\n\x1a\n".to_vec();
    bytes.resize(80, 0);
    bytes[20] = 4;
    bytes[24] = 4;
    bytes[40..44].copy_from_slice(&levels.to_le_bytes());
    for (offset, length) in index {
        bytes.extend([offset.to_le_bytes(), length.to_le_bytes(), length.to_le_bytes()].concat());
    }
    bytes
}

fn image(code: Code, bytes: &[u8]) -> Case {
    Case::of(code, "/images/0", json!({"images": [{"uri": "a.png"}]})).beside("a.png", bytes)
}

fn uri(code: Code, uri: &str) -> Case {
    Case::of(code, "/images/0/uri", json!({"images": [{"uri": uri}]}))
}

pub fn cases() -> Vec<Case> {
    let good = png(4, 4, &[]);
    let in_glb = |code| {
        let file = crate::case::gltf(json!({"images": [{"uri": data_uri("image/png", &png(4, 4, &[]))}]}));
        Case::glb(code, "/images/0/uri", crate::case::glb(&[(b"JSON", &crate::case::chunk(&file))]))
    };
    let typed = json!({"images": [{"uri": "a.png", "mimeType": "image/jpeg"}]});
    let buffer = |uri: &str| json!({"buffers": [{"uri": uri, "byteLength": 4}]});
    let texture = json!({
        "extensionsUsed": ["EXT_texture_webp"], "images": [{"uri": "a.png"}], "textures": [{"source": 0}],
    });
    vec![
        uri(Code::IoError, "a.png"),
        uri(Code::InvalidUri, ":"),
        uri(Code::InvalidUri, "data:image/png;base64,`"),
        uri(Code::InvalidUri, &data_uri("image/jpeg", &good)),
        uri(Code::NonRelativeUri, "http://example.com/a.png"),
        in_glb(Code::UriGlb),
        in_glb(Code::DataUriGlb),
        image(Code::ImageUnrecognizedFormat, b"<html>, or whatever this is"),
        image(Code::ImageUnexpectedEos, &good[..20]),
        image(Code::ImageUnexpectedEos, &jpeg(4, 4)[..14]),
        image(Code::ImageDataInvalid, b"\xff\xd8\xff\xe0\0\x01..........."),
        image(Code::ImageDataInvalid, &png(4, 4, &[(b"gAMA", &[0; 3])])),
        image(Code::ImageNpotDimensions, &jpeg(4, 5)),
        image(Code::ImageNonEnabledMimeType, &webp(4, 4, 0)),
        image(Code::ImageFeaturesUnsupported, &webp(4, 4, 2)),
        image(Code::ImageFeaturesUnsupported, &png(4, 4, &[(b"pHYs", &[0, 0, 0, 1, 0, 0, 0, 2, 0])])),
        Case::of(Code::ImageMimeTypeInvalid, "/images/0/uri", typed).beside("a.png", &good),
        Case::of(Code::TextureInvalidImageMimeType, "/textures/0/source", texture).beside("a.png", &webp(4, 4, 0)),
        Case::of(Code::IoError, "/buffers/0/uri", buffer("a.bin")),
        Case::of(Code::BufferByteLengthMismatch, "/buffers/0", buffer("a.bin")).beside("a.bin", &[0; 3]),
        Case::of(Code::BufferDataUriMimeTypeInvalid, "/buffers/0/uri", buffer("data:text/html;base64,AAAAAA==")),
    ]
}

#[test]
fn addresses_and_images() {
    cases().iter().for_each(Case::check);
}

#[test]
fn good_images_have_no_issues() {
    for (bytes, extension) in
        [(png(4, 4, &[(b"sRGB", &[0])]), None), (jpeg(8, 4), None), (webp(4, 4, 0x10), Some("EXT_texture_webp"))]
    {
        let mut file = json!({"images": [{"uri": "a b.png"}]});
        if let Some(extension) = extension {
            file["extensionsUsed"] = json!([extension]);
        }
        file["images"][0]["uri"] = json!("a%20b.png");
        let report = Case::of(Code::IoError, "", file).beside("a b.png", &bytes).report();
        assert_eq!(crate::case::places(&report), [("UNUSED_OBJECT".to_owned(), "/images/0".to_owned())]);
    }
}
