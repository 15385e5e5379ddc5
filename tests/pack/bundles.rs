//! Bundles: all pictures of a scene in one file, small ones first.

use std::collections::BTreeSet;
use std::fs;
use std::io::Cursor;

use hall::ImageHeader;
use image::{ImageFormat, Rgb, RgbImage};
use pack::Pack;
use pack::listing::{FileRef, TierFiles};

use crate::pictures::exhibition;
use crate::place::{Place, pack_files};

/// A picture that is worth a small one; a plain one of up to 64 pixels is not.
fn grain(width: u32, height: u32) -> Vec<u8> {
    let noise =
        |x: u32, y: u32| (x.wrapping_mul(0x9e37_79b9) ^ y.wrapping_mul(0x85eb_ca6b)).wrapping_mul(0xc2b2_ae35) >> 24;
    let pixels = RgbImage::from_fn(width, height, |x, y| Rgb([noise(x, y) as u8, noise(y, x) as u8, 90]));
    let mut bytes = Cursor::new(Vec::new());
    pixels.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn packed(pictures: &[Vec<u8>]) -> (Place, Pack) {
    let place = Place::new();
    let report = pack_files(&place, "hall.glb", &[("hall.glb", exhibition(pictures))]).unwrap();
    (place, report.pack)
}

fn read(place: &Place, file: &FileRef) -> Vec<u8> {
    fs::read(place.0.join("pack").join(&file.file)).unwrap()
}

#[test]
fn a_bundle_holds_small_pictures_and_then_all_in_their_order() {
    let (place, pack) = packed(&[grain(700, 300), grain(16, 16), grain(300, 500), grain(1500, 900)]);
    let mut small_count = 0;
    for files in pack.scenes[0].tiers.values() {
        let TierFiles { pictures, bundle, .. } = files;
        let bundle = bundle.as_ref().unwrap();
        let bytes = read(&place, &bundle.file);
        assert_eq!(bytes.len() as u64, bundle.file.size_bytes);
        let mut known = BTreeSet::new();
        let distinct: Vec<_> = pictures.iter().filter(|file| known.insert(&file.file)).collect();
        assert_eq!((bundle.small_bytes.len(), bundle.memory_bytes.len()), (distinct.len(), distinct.len()));
        let mut from = 0;
        let mut next = |length: u64| {
            let part = &bytes[from..from + length as usize];
            from += part.len();
            part
        };
        for (length, file) in bundle.small_bytes.iter().zip(&distinct) {
            let small = next(*length);
            assert_eq!(small.is_empty(), file.size_bytes <= 4096, "{}", file.size_bytes);
            if !small.is_empty() {
                small_count += 1;
                let (small, whole) =
                    (ImageHeader::read(small).unwrap(), ImageHeader::read(&read(&place, file)).unwrap());
                assert_eq!(small.width.max(small.height), 64);
                let shapes = [small, whole].map(|header| f64::from(header.width) / f64::from(header.height));
                assert!((shapes[0] / shapes[1] - 1.0).abs() < 0.1, "{shapes:?}");
            }
        }
        for (memory, file) in bundle.memory_bytes.iter().zip(&distinct) {
            let whole = next(file.size_bytes);
            assert!(whole == read(&place, file));
            let header = ImageHeader::read(whole).unwrap();
            assert_eq!(*memory, u64::from(header.width) * u64::from(header.height) * 16 / 3);
        }
        assert_eq!(from, bytes.len());
    }
    assert_eq!(small_count, 9);
}

#[test]
fn one_picture_is_no_bundle() {
    let (_, pack) = packed(&[grain(700, 300)]);
    assert!(pack.scenes[0].tiers.values().all(|files| files.bundle.is_none()));
}

#[test]
fn a_listing_from_before_there_were_bundles_is_read() {
    let (_, pack) = packed(&[grain(700, 300), grain(300, 500)]);
    let mut listing = serde_json::to_value(&pack).unwrap();
    for files in listing["scenes"][0]["tiers"].as_object_mut().unwrap().values_mut() {
        assert!(files.as_object_mut().unwrap().remove("bundle").is_some());
    }
    for seen in listing["scenes"][0]["pictures"].as_array_mut().unwrap() {
        assert!(seen.as_object_mut().unwrap().remove("bounds").is_some());
    }
    let old: Pack = serde_json::from_value(listing).unwrap();
    assert!(old.scenes[0].tiers.values().all(|files| files.bundle.is_none()));
}
