//! Pictures: far too large, far too small for what they unpack to, and with something else in them.

use serde_json::json;

use crate::json::scene;
use crate::paint::{chunk, exif, jpeg, moving_png, png, png_of, scans, segment, webp, zeros};
use crate::run::Hostile;

/// What a picture must not carry into a pack.
const SCRIPT: &[u8] = b"<script>alert(1)</script>";
const PLACE: &[u8] = b"29.7180N 106.6310E";

/// A floor with this picture on it.
fn texture(number: u32, what: &'static str, name: &str, bytes: impl Into<Vec<u8>>) -> Hostile {
    let properties = json!({
        "images": [{"uri": name}], "textures": [{"source": 0}],
        "materials": [{"pbrMetallicRoughness": {"baseColorTexture": {"index": 0}}}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0, "TEXCOORD_0": 1}, "material": 0}]}],
    });
    Hostile::new(number, what, "a.gltf", scene(properties).to_string()).beside(name, bytes)
}

/// A hall that shows this picture beside an exhibit.
fn exhibit(number: u32, what: &'static str, name: &str, bytes: impl Into<Vec<u8>>) -> Hostile {
    let manifest = json!({
        "version": 1, "title": {"en": "Fair"}, "scenes": ["a.gltf"],
        "exhibits": [{
            "id": "a", "title": {"en": "A"}, "anchor": {"position": [0, 0, 0]},
            "media": [{"kind": "image", "file": name, "alt": {"en": "A"}}],
        }],
    });
    let case = Hostile::new(number, what, "hall.json", manifest.to_string());
    case.beside("a.gltf", scene(json!({})).to_string()).beside(name, bytes)
}

/// The head of a WebP of this size.
fn webp_of(width: u32, height: u32) -> Vec<u8> {
    let [w, h] = [width - 1, height - 1].map(u32::to_le_bytes);
    [&b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0"[..], &w[..3], &h[..3]].concat()
}

/// The head of a JPEG of this size.
fn jpeg_of(width: u16, height: u16) -> Vec<u8> {
    let [h, w] = [height, width].map(u16::to_be_bytes);
    [&[0xff, 0xd8][..], &segment(0xc2, &[&[8][..], &h, &w, &[3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]].concat())].concat()
}

/// The head of a KTX2 of 4 by 4 pixels with these levels: offset and length.
fn ktx2(levels: u32, index: &[(u64, u64)]) -> Vec<u8> {
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

fn too_large() -> Vec<Hostile> {
    const LARGE: &str = "YZ_IMAGE_TOO_LARGE";
    vec![
        texture(53, "PNG of 20,000²", "a.png", png_of(20_000, 20_000)).refused(LARGE),
        texture(54, "PNG of 65,535², no pixels", "a.png", png_of(65_535, 65_535)).refused(LARGE),
        texture(55, "PNG of 2^31 a side", "a.png", png_of(1 << 31, 1 << 31)).refused(LARGE),
        exhibit(55, "the same beside an exhibit", "a.png", png_of(1 << 31, 1 << 31)).refused("image-large"),
        texture(58, "JPEG of 65,500²", "a.jpg", jpeg_of(65_500, 65_500)).refused(LARGE),
        texture(59, "WebP of 16,383²", "a.webp", webp_of(16_383, 16_383)).refused(LARGE),
        texture(60, "PNG without width", "a.png", png_of(0, 4)).refused("image-damaged"),
        texture(61, "PNG cut short", "a.png", &png(&[])[..60]).mended(""),
        texture(61, "JPEG cut short", "a.jpg", &jpeg(&[])[..200]).mended(""),
        texture(67, "KTX2 with levels of 2^63 bytes", "a.ktx2", ktx2(1, &[(104, 1 << 63)])).refused("YZ_IMAGE_LEVELS"),
        texture(68, "KTX2 with 2^32 levels", "a.ktx2", ktx2(u32::MAX, &[(0, 0); 32])).refused("YZ_IMAGE_LEVELS"),
    ]
}

/// Half a megabyte that unpacks to half a gigabyte, in a chunk that is no picture.
fn unpacking() -> Vec<Hostile> {
    let packed = [&[0x78, 0xda][..], &zeros(512), &[0; 4]].concat();
    let bomb = |kind: &[u8; 4]| png(&[chunk(kind, &[b"x\0\0", &packed[..]].concat())]);
    let widest = scans(8192, 99);
    vec![
        texture(56, "a profile of 512 MiB", "a.png", bomb(b"iCCP")).mended("YZ_IMAGE_METADATA"),
        exhibit(56, "the same beside an exhibit", "a.png", bomb(b"iCCP")).mended(""),
        texture(57, "a text of 512 MiB", "a.png", bomb(b"zTXt")).mended("YZ_IMAGE_METADATA"),
        texture(64, "8,192², 99 scans", "a.jpg", widest).mended(""),
        texture(64, "4,096², 20,000 scans", "a.jpg", scans(4096, 20_000)).mended(""),
    ]
}

fn something_else() -> Vec<Hostile> {
    let place = segment(0xe1, &[b"Exif\0\0", &exif(PLACE)[..]].concat());
    let text = [b"Comment\0", PLACE].concat();
    vec![
        texture(62, "PNG and HTML", "a.png", [&png(&[])[..], SCRIPT].concat()).mended("").without(SCRIPT),
        texture(62, "JPEG and HTML", "a.jpg", [&jpeg(&[])[..], SCRIPT].concat()).mended("").without(SCRIPT),
        exhibit(62, "PNG and HTML beside an exhibit", "a.png", [&png(&[])[..], SCRIPT].concat())
            .mended("")
            .without(SCRIPT),
        texture(63, "HTML called PNG", "a.png", SCRIPT).mended("gltf-image-unknown").without(SCRIPT),
        exhibit(63, "HTML called PNG beside an exhibit", "a.png", SCRIPT).refused("media-type"),
        texture(63, "WebP called PNG", "a.png", webp()).mended("IMAGE_NON_ENABLED_MIME_TYPE"),
        texture(65, "a PNG that moves", "a.png", moving_png(&text, SCRIPT)).mended("").without(PLACE),
        exhibit(65, "a PNG that moves, and HTML", "a.png", moving_png(&text, SCRIPT)).mended("").without(SCRIPT),
        exhibit(65, "a PNG that moves, and a place", "a.png", moving_png(&text, SCRIPT)).mended("").without(PLACE),
        texture(66, "JPEG with a place", "a.jpg", jpeg(std::slice::from_ref(&place))).mended("").without(PLACE),
        exhibit(66, "the same beside an exhibit", "a.jpg", jpeg(&[place])).mended("").without(PLACE),
        texture(66, "PNG with a place", "a.png", png(&[chunk(b"eXIf", &exif(PLACE))])).mended("").without(PLACE),
    ]
}

pub fn cases() -> Vec<Hostile> {
    [too_large(), unpacking(), something_else()].into_iter().flatten().collect()
}
