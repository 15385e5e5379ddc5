//! Pictures: upright, without metadata, as large as a tier shows, and never a danger.

use std::io::Cursor;

use bytes::Bytes;
use hall::Limits;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageBuffer, ImageEncoder, ImageFormat, Luma, Rgb, RgbImage, Rgba};
use pack::texture::{Content, Fault, Tier, Usage, derive};
use serde_json::json;

use crate::place::{Draft, Packed, Sheet, repack};

const COLOR: Usage = Usage { content: Content::Color, has_alpha: true, ..Usage::PICTURE };
const NORMAL: Usage = Usage { content: Content::Normal, has_alpha: false, ..Usage::PICTURE };

pub fn encoded(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Red grows to the right, green downwards.
fn slope(width: u32, height: u32) -> RgbImage {
    let part = |at: u32, of: u32| (at * 255 / of.max(2).saturating_sub(1)) as u8;
    ImageBuffer::from_fn(width, height, |x, y| Rgb([part(x, width), part(y, height), 60]))
}

pub fn png(width: u32, height: u32) -> Vec<u8> {
    encoded(slope(width, height), ImageFormat::Png)
}

fn decoded(bytes: &[u8]) -> DynamicImage {
    image::load_from_memory_with_format(bytes, ImageFormat::WebP).unwrap()
}

fn derived(source: &[u8], usage: Usage) -> [DynamicImage; 3] {
    derive(source, usage, &Limits::default()).unwrap().map(|bytes| decoded(&bytes))
}

fn near(a: &[u8], b: &[u8], most: i32) -> bool {
    a.iter().zip(b).all(|(a, b)| (i32::from(*a) - i32::from(*b)).abs() <= most)
}

#[test]
fn each_tier_has_its_size_and_keeps_the_shape() {
    let sizes = derived(&png(3000, 1500), COLOR).map(|image| (image.width(), image.height()));
    assert_eq!(sizes, [(1024, 512), (2048, 1024), (3000, 1500)]);
    let [phone, desktop, high] = derive(&png(600, 20), COLOR, &Limits::default()).unwrap();
    assert!(phone == desktop && desktop == high, "what is small is small for all");
}

/// Pictures are made smaller some rows at a time.
#[test]
fn there_are_no_seams_in_what_was_made_smaller() {
    for height in [1500, 2999, 4096] {
        let [phone, ..] = derived(&png(700, height), COLOR).map(|image| image.to_rgb8());
        assert_eq!(phone.height(), 1024);
        let rows = phone.height();
        for y in 0..rows {
            let expected = (f64::from(y) + 0.5) / f64::from(rows) * 255.0;
            let found = f64::from(phone.get_pixel(phone.width() / 2, y).0[1]);
            assert!((found - expected).abs() < 5.0, "row {y} of {rows}: {found}, not {expected:.1}");
        }
    }
}

#[test]
fn colours_are_mixed_as_light() {
    let board = ImageBuffer::from_fn(2048, 2048, |x, y| Rgb([if (x + y) % 2 == 0 { 255_u8 } else { 0 }; 3]));
    let [phone, ..] = derived(&encoded(board, ImageFormat::Png), COLOR);
    // Half of the light is 188 of 255 in sRGB; half of the number would be 128.
    assert!(near(&phone.to_rgb8().get_pixel(500, 500).0, &[188; 3], 4), "{:?}", phone.to_rgb8().get_pixel(500, 500));
}

#[test]
fn directions_stay_directions() {
    let tilted = |x: u32| if x.is_multiple_of(2) { [218_u8, 128, 218] } else { [38, 128, 218] };
    let map = ImageBuffer::from_fn(2048, 64, |x, _| Rgb(tilted(x)));
    let [phone, ..] = derived(&encoded(map, ImageFormat::Png), NORMAL);
    // The mean of both points straight up, and has length 1 again.
    assert!(
        near(&phone.to_rgb8().get_pixel(400, 16).0, &[128, 128, 255], 6),
        "{:?}",
        phone.to_rgb8().get_pixel(400, 16)
    );
}

#[test]
fn what_one_colour_fills_is_one_pixel() {
    let plain = ImageBuffer::from_pixel(512, 512, Rgb([10_u8, 200, 30]));
    let [phone, ..] = derived(&encoded(plain, ImageFormat::Png), COLOR);
    assert_eq!((phone.width(), phone.height()), (1, 1));
    assert_eq!(phone.to_rgb8().get_pixel(0, 0).0, [10, 200, 30]);
}

#[test]
fn alpha_is_kept_where_somebody_reads_it_and_exactly() {
    let holes =
        ImageBuffer::from_fn(256, 256, |x, y| Rgba([200_u8, 100, 50, if (x / 8 + y / 8) % 2 == 0 { 255 } else { 0 }]));
    let source = encoded(holes.clone(), ImageFormat::Png);
    let [kept, ..] = derived(&source, COLOR);
    let alphas = |image: &DynamicImage| image.to_rgba8().pixels().map(|pixel| pixel.0[3]).collect::<Vec<_>>();
    assert_eq!(alphas(&kept), alphas(&holes.into()));
    let [dropped, ..] = derived(&source, Usage { has_alpha: false, ..COLOR });
    assert!(!dropped.color().has_alpha());
}

#[test]
fn sixteen_bits_and_greys_are_read() {
    let deep = ImageBuffer::from_fn(80, 80, |x, _| Rgb([if x < 40 { 0x8000_u16 } else { 0xffff }, 0, 0]));
    let [phone, ..] = derived(&encoded(deep, ImageFormat::Png), COLOR);
    assert!(near(&phone.to_rgb8().get_pixel(10, 40).0, &[128, 0, 0], 4), "{:?}", phone.to_rgb8().get_pixel(10, 40));
    let grey = ImageBuffer::from_fn(80, 80, |x, _| Luma([if x < 40 { 60_u8 } else { 200 }]));
    let [phone, ..] = derived(&encoded(grey, ImageFormat::Png), COLOR);
    assert!(near(&phone.to_rgb8().get_pixel(70, 40).0, &[200; 3], 4));
}

/// Exif that says "turn me right" and where the picture was taken (TIFF 6.0; Exif 2.32 §4.6).
fn exif() -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0\x02\0".to_vec();
    let entry = |tiff: &mut Vec<u8>, tag: u16, kind: u16, count: u32, value: u32| {
        tiff.extend_from_slice(&tag.to_le_bytes());
        tiff.extend_from_slice(&kind.to_le_bytes());
        tiff.extend_from_slice(&count.to_le_bytes());
        tiff.extend_from_slice(&value.to_le_bytes());
    };
    entry(&mut tiff, 0x0112, 3, 1, 6);
    entry(&mut tiff, 0x8825, 4, 1, 38);
    tiff.extend_from_slice(&[0; 4]);
    tiff.extend_from_slice(&1_u16.to_le_bytes());
    entry(&mut tiff, 0x001d, 2, 11, 56);
    tiff.extend_from_slice(&[0; 4]);
    tiff.extend_from_slice(b"2026:11:27\0");
    tiff
}

pub fn photograph() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
    encoder.set_exif_metadata(exif()).unwrap();
    encoder.encode_image(&slope(120, 60)).unwrap();
    bytes
}

#[test]
fn photographs_stand_upright_and_forget_where_they_were_taken() {
    let source = photograph();
    let holds = |bytes: &[u8]| bytes.windows(10).any(|window| window == b"2026:11:27");
    assert!(holds(&source), "the test has something to find");
    let tiers = derive(&source, COLOR, &Limits::default()).unwrap();
    assert!(tiers.iter().all(|bytes| !holds(bytes) && !bytes.windows(4).any(|window| window == b"EXIF")));
    let upright = decoded(&tiers[0]).to_rgb8();
    assert_eq!((upright.width(), upright.height()), (60, 120));
    // Turned right, the left end is on top: red grows downwards, green to the left.
    let (top, bottom) = (upright.get_pixel(30, 3), upright.get_pixel(30, 116));
    assert!(top.0[0] < 40 && bottom.0[0] > 215, "{top:?} {bottom:?}");
    let (left, right) = (upright.get_pixel(3, 60), upright.get_pixel(56, 60));
    assert!(left.0[1] > 200 && right.0[1] < 55, "{left:?} {right:?}");
}

/// A baseline JPEG of one block of eight by eight equal pixels, CMYK as Adobe writes it: 255 is no ink (ITU-T T.81, Annex B).
pub fn cmyk(ink: [u8; 4]) -> Vec<u8> {
    let mut jpeg = vec![0xff, 0xd8];
    let segment = |jpeg: &mut Vec<u8>, mark: u8, body: &[u8]| {
        jpeg.extend_from_slice(&[0xff, mark]);
        jpeg.extend_from_slice(&(body.len() as u16 + 2).to_be_bytes());
        jpeg.extend_from_slice(body);
    };
    segment(&mut jpeg, 0xee, b"Adobe\0\x64\0\0\0\0\0");
    segment(&mut jpeg, 0xdb, &[&[0][..], &[8; 64]].concat());
    segment(&mut jpeg, 0xc0, &[8, 0, 8, 0, 8, 4, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0]);
    // Nine classes of differences in four bits each; "no more" in one.
    let dc = [&[0x00, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0][..], &[0, 1, 2, 3, 4, 5, 6, 7, 8]].concat();
    segment(&mut jpeg, 0xc4, &dc);
    segment(&mut jpeg, 0xc4, &[0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    segment(&mut jpeg, 0xda, &[4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0]);
    let mut bits = String::new();
    for value in ink {
        let difference = i32::from(value) - 128;
        let class = 32 - difference.unsigned_abs().leading_zeros();
        let low = if difference < 0 { difference + (1 << class) - 1 } else { difference };
        bits += &format!("{class:04b}");
        if class > 0 {
            bits += &format!("{low:0width$b}", width = class as usize);
        }
        bits += "0";
    }
    bits += &"1".repeat(bits.len().next_multiple_of(8) - bits.len());
    for byte in bits.as_bytes().chunks(8) {
        let byte = byte.iter().fold(0_u8, |byte, bit| byte << 1 | (bit - b'0'));
        jpeg.push(byte);
        if byte == 0xff {
            jpeg.push(0);
        }
    }
    jpeg.extend_from_slice(&[0xff, 0xd9]);
    jpeg
}

#[test]
fn colours_of_print_are_read() {
    for (ink, seen) in
        [([255, 0, 0, 255], [255, 0, 0]), ([255, 255, 255, 255], [255; 3]), ([0, 255, 255, 255], [0, 255, 255])]
    {
        let [phone, ..] = derived(&cmyk(ink), COLOR);
        assert!(near(&phone.to_rgb8().get_pixel(0, 0).0, &seen, 6), "{ink:?}: {:?}", phone.to_rgb8().get_pixel(0, 0));
    }
}

/// A PNG that says it is `side` pixels wide and high, and has next to nothing in it.
pub fn bomb(side: u32) -> Vec<u8> {
    let mut png = png(1, 1);
    png[16..20].copy_from_slice(&side.to_be_bytes());
    png[20..24].copy_from_slice(&side.to_be_bytes());
    let mut crc = u32::MAX;
    for byte in &png[12..29] {
        crc ^= u32::from(*byte);
        (0..8).for_each(|_| crc = crc >> 1 ^ (0xedb8_8320 & (crc & 1).wrapping_neg()));
    }
    png[29..33].copy_from_slice(&(!crc).to_be_bytes());
    png
}

#[test]
fn what_is_too_large_is_refused_before_it_is_unpacked() {
    let refused = derive(&bomb(20_000), COLOR, &Limits::default());
    assert_eq!(refused, Err(Fault::TooLarge { width: 20_000, height: 20_000, side_max: 8192 }));
}

#[test]
fn what_is_cut_short_is_a_fault_and_no_panic() {
    for source in [png(300, 300), photograph(), cmyk([9; 4])] {
        for length in [0, 1, 8, 30, source.len() / 2] {
            let _ = derive(&source[..length], COLOR, &Limits::default());
        }
        assert!(derive(&source[..20], COLOR, &Limits::default()).is_err());
    }
}

/// A sheet with each of these pictures on it.
pub fn exhibition(pictures: &[Vec<u8>]) -> Bytes {
    let mut draft = Draft::new();
    for (at, picture) in pictures.iter().enumerate() {
        let material = draft.painted(picture);
        let mut primitive = Sheet::new(2, 1.0, 1.0).primitive(&mut draft);
        primitive["material"] = json!(material);
        let mesh = draft.push("meshes", json!({"primitives": [primitive]}));
        // Each is farther away than the one before, and looks smaller.
        let place = [at as f32 * 6.0 + 4.0, 0.0, 0.0];
        draft.root(json!({"name": format!("picture {at}"), "mesh": mesh, "translation": place}));
    }
    draft.glb()
}

#[test]
fn textures_lie_beside_the_scene_in_the_order_in_which_they_matter() {
    let packed: Packed = repack(exhibition(&[png(70, 70), png(1500, 80), png(90, 90)]));
    let json = packed.json();
    assert!(json["textures"].as_array().unwrap().iter().all(|texture| texture.get("source").is_none()));
    assert!(json["extensionsRequired"].as_array().unwrap().contains(&json!("EXT_texture_webp")));
    let scene = &packed.report.pack.scenes[0];
    for tier in Tier::ALL {
        let files = &scene.tiers[&tier];
        assert_eq!(files.pictures.len(), 3);
        let sides = files.pictures.iter().map(|picture| decoded(&packed.file(&picture.file)).width());
        assert!(sides.clone().all(|side| side <= tier.side_max()), "{:?}", sides.collect::<Vec<_>>());
        let glb = crate::place::json_of(&packed.file(&files.scene.file));
        for image in glb["images"].as_array().unwrap() {
            let uri = format!("files/{}", image["uri"].as_str().unwrap());
            assert!(files.pictures.iter().any(|picture| picture.file == uri), "{uri}");
        }
    }
    let seen: Vec<f32> = scene.pictures.iter().map(|picture| picture.angle).collect();
    assert!(seen.is_sorted_by(|a, b| a >= b), "{seen:?}");
}

#[test]
fn a_broken_texture_becomes_plain_with_a_warning() {
    let mut broken = png(64, 64);
    broken.truncate(60);
    let packed = repack(exhibition(&[broken, png(64, 64)]));
    assert_eq!(packed.report.warnings.len(), 1);
    assert!(packed.report.warnings[0].en.contains("images[0]"), "{}", packed.report.warnings[0].en);
    assert_eq!(packed.report.pack.scenes[0].tiers[&Tier::Phone].pictures.len(), 2);
}

#[test]
fn a_texture_that_is_too_large_stops_the_pack() {
    let place = crate::place::Place::new();
    let glb = exhibition(&[bomb(20_000)]);
    let error = crate::place::pack_files(&place, "a.glb", &[("a.glb", glb)]).unwrap_err();
    assert_eq!(error.code(), "picture-too-large");
    let told = error.told().words;
    assert!(told.zh.contains("图片过大") && told.en.contains("20000"), "{told:?}");
    assert!(place.files().is_empty());
}
