//! Light from all around: as large as it is shown, and as bright as it was.

use hall::Panorama;
use pack::texture::{Tier, panoramas};
use serde_json::json;

use crate::place::{Place, pack_files};

const HEAD: &str = "#?RADIANCE\n# made by a camera at a place\nFORMAT=32-bit_rle_rgbe\nSOFTWARE=x\n\n";

/// Rows as they are; light by column and row.
fn panorama(width: u32, height: u32, light: impl Fn(u32, u32) -> [u8; 4]) -> Vec<u8> {
    let mut bytes = format!("{HEAD}-Y {height} +X {width}\n").into_bytes();
    (0..height).for_each(|y| (0..width).for_each(|x| bytes.extend(light(x, y))));
    bytes
}

/// A sky that grows lighter to one side, and a sun of one pixel.
fn sky(width: u32, height: u32) -> Vec<u8> {
    panorama(width, height, |x, y| {
        if (x, y) == (width / 3, height / 3) {
            [255, 250, 230, 145]
        } else {
            [100 + (x * 100 / width) as u8, 120, 90, 128]
        }
    })
}

/// The mean of each channel.
fn mean(panorama: &Panorama) -> [f64; 3] {
    let mut sum = [0.0; 3];
    for pixel in panorama.rgbe.chunks_exact(4) {
        let scale = f64::from(i32::from(pixel[3]) - 128).exp2() / 255.0;
        (0..3).for_each(|channel| sum[channel] += f64::from(pixel[channel]) * scale);
    }
    sum.map(|sum| sum / f64::from(panorama.width * panorama.height))
}

#[test]
fn a_panorama_is_as_large_as_it_is_shown() {
    let source = sky(3000, 1500);
    let before = Panorama::parse(&source).unwrap();
    let tiers = panoramas(&source).unwrap();
    for (bytes, (width, height)) in tiers.iter().zip([(1024, 512), (2048, 1024), (2048, 1024)]) {
        let found = Panorama::parse(bytes).unwrap();
        assert_eq!((found.width, found.height), (width, height));
        for (after, before) in mean(&found).into_iter().zip(mean(&before)) {
            assert!((after - before).abs() < before * 0.01, "{after} {before}");
        }
        assert!(!String::from_utf8_lossy(bytes).contains("camera"), "what its head says goes");
    }
    assert_eq!(tiers[1], tiers[2]);
    assert!(tiers[0].len() * 4 < source.len());
    assert_eq!(panoramas(&source).unwrap(), tiers);
}

#[test]
fn what_is_small_keeps_every_number() {
    // Runs, none, rows that are too short to be packed, and black.
    let grain = |x: u32, y: u32| [(x * 7 + y) as u8, (x / 200) as u8, (x * y) as u8, 128 + (x % 3) as u8];
    for (width, height) in [(1000, 3), (7, 4), (8, 1), (1, 1)] {
        let source = panorama(width, height, grain);
        let before = Panorama::parse(&source).unwrap();
        for bytes in panoramas(&source).unwrap() {
            let after = Panorama::parse(&bytes).unwrap();
            assert_eq!((after.width, after.height, &after.rgbe), (width, height, &before.rgbe));
        }
    }
    let black = panoramas(&panorama(4096, 2, |_, _| [0; 4])).unwrap();
    assert!(Panorama::parse(&black[0]).unwrap().rgbe.iter().all(|byte| *byte == 0));
}

#[test]
fn a_halls_panorama_has_a_file_for_each_tier() {
    let manifest = json!({
        "version": 1, "title": {"en": "Hall"}, "scenes": ["hall.glb"], "environment": {"panorama": "sky.hdr"},
    });
    let files = [
        ("hall.json", manifest.to_string().into_bytes().into()),
        ("hall.glb", crate::pictures::exhibition(&[crate::pictures::png(4, 4)])),
        ("sky.hdr", sky(2048, 1024).into()),
    ];
    let place = Place::new();
    let report = pack_files(&place, "hall.json", &files).unwrap();
    let media = &report.pack.media["sky.hdr"];
    let width = |tier: Tier| {
        let file = media.of_tier(tier).unwrap();
        assert!(file.file.ends_with(".hdr"), "{}", file.file);
        Panorama::parse(&std::fs::read(place.0.join("pack").join(&file.file)).unwrap()).unwrap().width
    };
    assert_eq!(Tier::ALL.map(width), [1024, 2048, 2048]);
}
