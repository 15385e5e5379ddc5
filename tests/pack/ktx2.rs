//! KTX2, the second product: what is encoded comes out of the reader that visitors have as it was, and a pack names it.
//!
//! How near it comes is measured as PSNR, 10 · log₁₀(255² / mean of squares), in decibels, over the channels that count.

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use bytes::Bytes;
use hall::{ImageSource, ImageType, Limits, TexelFormat, TexelFormats, Texels};
use image::{DynamicImage, ImageBuffer, ImageFormat, Rgb, Rgba};
use pack::texture::{Content, Fault, Tier, Usage, ktx2};
use pack::{Extras, PackError, Report, Request, Step, pack_with};
use serde_json::json;
use unpack::unpack_ktx2;

use crate::pictures::{bomb, encoded, exhibition, png};
use crate::place::{Place, json_of, read_beside};

const COLOR: Usage = Usage { content: Content::Color, has_alpha: true, ..Usage::PICTURE };
const LIGHT: Usage = Usage { content: Content::Light, has_alpha: false, ..Usage::PICTURE };
const DATA: Usage = Usage { content: Content::Data, has_alpha: false, ..Usage::PICTURE };
const NORMAL: Usage = Usage { content: Content::Normal, has_alpha: false, ..Usage::PICTURE };

const PLAIN: TexelFormats = TexelFormats { bc: false, etc2: false, astc: false };

/// What is painted at a place, 0 to 1 from the left and from the top: no two corners are alike, and everything is larger than a block.
fn chart(x: f32, y: f32) -> [u8; 4] {
    let disc = (x - 0.3).hypot(y - 0.35) < 0.2;
    let [r, g, b] = if disc { [0.9, 0.75, 0.15] } else { [0.1 + 0.7 * x, 0.15 + 0.6 * y, 0.5 - 0.3 * x * y] };
    let alpha = if x + y > 1.4 { 0.0 } else { 1.0 };
    [r, g, b, alpha].map(|part| (part * 255.0_f32).round() as u8)
}

/// A bowl: straight up in the middle, bent outwards at the edges.
fn bowl(x: f32, y: f32) -> [u8; 4] {
    let normal = glam::vec3(x * 1.6 - 0.8, 0.8 - y * 1.6, 1.0).normalize();
    let [x, y, z] = ((normal + 1.0) * 127.5).round().to_array();
    [x as u8, y as u8, z as u8, 255]
}

fn painted([width, height]: [u32; 2], paint: impl Fn(f32, f32) -> [u8; 4]) -> Vec<u8> {
    let at = |x: u32, of: u32| (x as f32 + 0.5) / of as f32;
    let pixels = ImageBuffer::from_fn(width, height, |x, y| Rgba(paint(at(x, width), at(y, height))));
    encoded(DynamicImage::ImageRgba8(pixels), ImageFormat::Png)
}

fn made(source: &[u8], usage: Usage) -> [Bytes; 3] {
    ktx2::derive(source, usage, &Limits::default()).unwrap().expect("it is large enough")
}

fn unpacked(file: &[u8], formats: TexelFormats) -> Texels {
    unpack_ktx2(file, formats, 8192, &Limits::default()).unwrap()
}

/// How near the pixels of a level come to what is painted there, dB, over the first `channels`.
fn psnr(([width, height], pixels): ([u32; 2], &[u8]), paint: impl Fn(f32, f32) -> [u8; 4], channels: usize) -> f64 {
    let mut squares = 0.0;
    for (at, pixel) in (0..).zip(pixels.chunks_exact(4)) {
        let (x, y) = (at % width, at / width);
        let expected = paint((x as f32 + 0.5) / width as f32, (y as f32 + 0.5) / height as f32);
        let differences = pixel.iter().zip(expected).take(channels);
        squares += differences.map(|(a, b)| (f64::from(*a) - f64::from(b)).powi(2)).sum::<f64>();
    }
    let mean = squares / f64::from(width * height) / channels as f64;
    10.0 * (255.0 * 255.0 / mean.max(1e-6)).log10()
}

fn word(file: &[u8], at: usize) -> usize {
    u32::from_le_bytes(file[at..at + 4].try_into().unwrap()) as usize
}

#[test]
fn colours_come_back_upright_with_all_levels() {
    let [_, desktop, _] = made(&painted([512, 256], chart), COLOR);
    let texels = unpacked(&desktop, PLAIN);
    assert_eq!((texels.size_px(), texels.level_count(), texels.format()), ([512, 256], 10, TexelFormat::Rgba8));
    let levels: Vec<f64> = texels.levels().take(4).map(|level| psnr(level, chart, 3)).collect();
    // Edges are blurred in small levels, and alpha is an edge: what is beneath it is nobody's colour.
    println!("ETC1S with alpha, dB by level: {levels:.1?}");
    assert!(levels[0] > 30.0, "{levels:?}");
    let opaque = |x, y| chart(x, y).map(|part| part.max(1));
    let [_, desktop, _] =
        made(&painted([512, 256], |x, y| [opaque(x, y)[0], opaque(x, y)[1], opaque(x, y)[2], 255]), COLOR);
    let texels = unpacked(&desktop, PLAIN);
    let levels: Vec<f64> = texels.levels().take(5).map(|level| psnr(level, opaque, 3)).collect();
    println!("ETC1S, dB by level: {levels:.1?}");
    assert!(levels[0] > 33.0 && levels[1] > 29.0 && levels[4] > 20.0, "{levels:?}");
    // Lying on its side or its head it would be far away.
    let level = texels.levels().next().unwrap();
    assert!(psnr(level, |x, y| opaque(x, 1.0 - y), 3) < 20.0 && psnr(level, |x, y| opaque(1.0 - x, y), 3) < 20.0);
}

#[test]
fn alpha_comes_back_where_somebody_reads_it() {
    let source = painted([256, 256], chart);
    let alpha = |pixels: &[u8]| pixels.chunks_exact(4).map(|pixel| pixel[3]).collect::<Vec<_>>();
    let [_, with, _] = made(&source, COLOR);
    let texels = unpacked(&with, PLAIN);
    let (_, pixels) = texels.levels().next().unwrap();
    let wrong = (0_u32..).zip(alpha(pixels)).filter(|(at, alpha)| {
        let (x, y) = ((at % 256) as f32 + 0.5, (at / 256) as f32 + 0.5);
        alpha.abs_diff(chart(x / 256.0, y / 256.0)[3]) > 60
    });
    assert!(wrong.count() < 256, "but for the edge it is what it was");
    let [_, without, _] = made(&source, Usage { has_alpha: false, ..COLOR });
    assert!(alpha(unpacked(&without, PLAIN).levels().next().unwrap().1).iter().all(|alpha| *alpha == 255));
    assert!(without.len() < with.len());
}

#[test]
fn data_light_and_directions_are_truer_than_colours() {
    for (usage, paint) in [(DATA, chart as fn(f32, f32) -> [u8; 4]), (LIGHT, chart), (NORMAL, bowl)] {
        let [_, desktop, _] = made(&painted([256, 128], paint), usage);
        let texels = unpacked(&desktop, PLAIN);
        let levels: Vec<f64> = texels.levels().take(3).map(|level| psnr(level, paint, 3)).collect();
        println!("UASTC of {:?}, dB by level: {levels:.1?}", usage.content);
        assert!(levels[0] > 42.0, "{usage:?}: {levels:?}");
        assert_eq!(texels.level_count(), 9);
    }
    let [_, desktop, _] = made(&painted([256, 128], bowl), NORMAL);
    // In the smallest levels one block holds a quarter of the bowl, which is more than it has room for.
    for (_, pixels) in unpacked(&desktop, PLAIN).levels().take_while(|(size_px, _)| size_px[1] >= 32) {
        for pixel in pixels.chunks_exact(4) {
            let length = glam::Vec3::from([0, 1, 2].map(|i| f32::from(pixel[i]) / 127.5 - 1.0)).length();
            assert!((length - 1.0).abs() < 0.06, "{pixel:?} is {length} long");
        }
    }
}

#[test]
fn devices_get_their_own_blocks() {
    let etc2 = TexelFormats { etc2: true, ..PLAIN };
    let [bc, astc] = [TexelFormats { bc: true, ..PLAIN }, TexelFormats { astc: true, ..etc2 }];
    let [_, color, _] = made(&png(128, 128), COLOR);
    let [_, data, _] = made(&png(128, 128), DATA);
    let cases = [
        (&color, bc, TexelFormat::Bc7),
        (&color, astc, TexelFormat::Etc2Rgb),
        (&data, bc, TexelFormat::Bc7),
        (&data, astc, TexelFormat::Astc4x4),
        (&data, etc2, TexelFormat::Etc2Rgba),
    ];
    for (file, formats, expected) in cases {
        let texels = unpacked(file, formats);
        assert_eq!((texels.format(), texels.level_count()), (expected, 8));
    }
}

#[test]
fn sizes_are_whole_blocks_and_those_of_the_tier() {
    let sizes = made(&png(1501, 333), DATA).map(|file| unpacked(&file, PLAIN).size_px());
    assert_eq!(sizes, [[1024, 228], [1500, 332], [1500, 332]]);
    let sizes = made(&png(65, 2), COLOR).map(|file| unpacked(&file, PLAIN).size_px());
    assert_eq!(sizes, [[64, 4]; 3]);
    let [_, desktop, high] = made(&png(130, 130), COLOR);
    assert!(desktop == high, "what tiers share is one file");
}

#[test]
fn what_gains_nothing_stays_as_it_is() {
    let derive = |source: &[u8]| ktx2::derive(source, COLOR, &Limits::default());
    assert_eq!(derive(&png(64, 64)), Ok(None));
    let solid = ImageBuffer::from_pixel(300, 300, Rgb([9_u8, 8, 7]));
    assert_eq!(derive(&encoded(solid, ImageFormat::Png)), Ok(None));
    assert!(matches!(derive(&bomb(20_000)), Err(Fault::TooLarge { .. })));
    assert!(matches!(derive(&png(99, 99)[..60]), Err(Fault::Broken(_))));
}

/// The header and what it points at (KTX File Format 2.0 §3), as validators look at it.
#[test]
fn the_container_is_by_the_book() {
    for (usage, scheme, model, transfer) in
        [(COLOR, 1, 163, 2), (LIGHT, 2, 166, 2), (DATA, 2, 166, 1), (NORMAL, 2, 166, 1)]
    {
        let [file, ..] = made(&png(200, 100), usage);
        assert_eq!(&file[..12], b"\xabKTX 20\xbb\r\n\x1a\n");
        let header: Vec<usize> = (0..9).map(|at| word(&file, 12 + 4 * at)).collect();
        assert_eq!(header, [0, 1, 200, 100, 0, 0, 1, 8, scheme], "{usage:?}");
        let [descriptor, descriptor_bytes, keys, keys_bytes] = [48, 52, 56, 60].map(|at| word(&file, at));
        assert_eq!(descriptor, 80 + 8 * 24);
        assert_eq!(keys, descriptor + descriptor_bytes);
        assert_eq!(word(&file, descriptor), descriptor_bytes);
        assert_eq!(word(&file, descriptor + 12), model | 1 << 8 | transfer << 16, "{usage:?}");
        let keys = &file[keys..keys + keys_bytes];
        assert!(keys.windows(18).any(|window| window == b"KTXorientation\0rd\0"), "top row first, said aloud");
        let levels: Vec<[usize; 3]> =
            (0..8).map(|at| [0, 8, 16].map(|field| word(&file, 80 + 24 * at + field))).collect();
        // The smallest level lies first, and the file ends with the largest.
        assert!(levels.windows(2).all(|pair| pair[1][0] + pair[1][1] == pair[0][0]), "{levels:?}");
        assert_eq!(levels[0][0] + levels[0][1], file.len());
        let global = [word(&file, 64), word(&file, 72)];
        match scheme {
            1 => assert!(global[0].is_multiple_of(8) && global[0] + global[1] == levels[7][0] && levels[0][2] == 0),
            _ => assert!(global == [0, 0] && levels[0][2] == 50 * 25 * 16),
        }
    }
}

fn pack_into(place: &Place, glb: &Bytes, watch: &(dyn Fn(Step) -> bool + Sync)) -> Result<Report, PackError> {
    let file = |name: &str| (name == "a.glb").then(|| glb.clone());
    let (target, cache, limits) = (place.0.join("pack"), place.0.join("cache"), Limits::default());
    let request = Request { entry: "a.glb", file: &file, target: &target, cache: Some(&cache), limits: &limits };
    let watch =
        |step: Step, _: &str, _: f32| if watch(step) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) };
    pack_with(&request, Extras { has_ktx2: true, ..Extras::default() }, &watch)
}

#[test]
fn a_pack_has_both_and_the_second_names_its_pictures() {
    let place = Place::new();
    let glb = exhibition(&[png(70, 70), png(1500, 80), png(40, 40)]);
    let report = pack_into(&place, &glb, &|_| true).unwrap();
    let scene = &report.pack.scenes[0];
    let folder = place.0.join("pack");
    for tier in Tier::ALL {
        let [webp, ktx2] = [false, true].map(|with_ktx2| scene.files(tier, with_ktx2).unwrap());
        assert_ne!(webp.scene, ktx2.scene);
        let glb = Bytes::from(fs::read(folder.join(&ktx2.scene.file)).unwrap());
        let json = json_of(&glb);
        let required = json["extensionsRequired"].as_array().unwrap();
        // The smallest has stayed what it is.
        assert!(["KHR_texture_basisu", "EXT_texture_webp"].iter().all(|name| required.contains(&json!(name))));
        assert!(json["textures"].as_array().unwrap().iter().all(|texture| texture.get("source").is_none()));
        let mimes: Vec<_> = json["images"].as_array().unwrap().iter().map(|image| &image["mimeType"]).collect();
        assert_eq!(mimes, ["image/ktx2", "image/ktx2", "image/webp"]);
        for image in read_beside(glb, &folder.join("files")).images {
            let ImageSource::File(name) = image.source else { panic!("it lies beside") };
            let bytes = fs::read(folder.join("files").join(&name)).unwrap();
            assert!(ktx2.pictures.iter().any(|picture| picture.file == format!("files/{name}")));
            if ImageType::sniff(&bytes) == Some(ImageType::Ktx2) {
                assert!(unpacked(&bytes, PLAIN).size_px().iter().all(|side| *side <= tier.side_max()));
            }
        }
    }
    let [webp, ktx2] = [&report.pack.total_bytes, &report.pack.ktx2_bytes].map(|bytes| bytes[&Tier::Phone]);
    assert_eq!(ktx2 - scene.ktx2[&Tier::Phone].total_bytes, webp - scene.tiers[&Tier::Phone].total_bytes);
    assert!(report.changes[&Step::Ktx2].after_bytes > 0);
    // The first product is what it would have been without the second.
    let alone = crate::place::repack(glb);
    assert_eq!(alone.report.pack.scenes[0].tiers, scene.tiers);
    assert!(alone.report.pack.scenes[0].ktx2.is_empty() && alone.report.pack.ktx2_bytes.is_empty());
}

#[test]
fn whoever_is_interrupted_goes_on_where_it_was() {
    let place = Place::new();
    let glb = exhibition(&[png(70, 70), png(80, 80), png(90, 90)]);
    let told = AtomicU32::new(0);
    let error = pack_into(&place, &glb, &|step| step != Step::Ktx2 || told.fetch_add(1, Ordering::Relaxed) < 1);
    assert!(matches!(error, Err(PackError::Cancelled)));
    assert!(!place.0.join("pack").exists() && told.load(Ordering::Relaxed) == 2);
    let again = pack_into(&place, &glb, &|_| true).unwrap();
    assert!(again.reused >= 4, "three pictures, and at least the one that was encoded: {}", again.reused);
    let third = pack_into(&place, &glb, &|_| true).unwrap();
    // The scene, its bundles of both kinds, and what is derived from the whole.
    assert_eq!((third.made, third.reused), (0, 4));
    assert_eq!(again.pack, third.pack);
    let whole = place.files();
    let fresh = Place::new();
    pack_into(&fresh, &glb, &|_| true).unwrap();
    assert!(
        fresh.files().iter().filter(|(name, _)| name.starts_with("pack/")).all(|(name, bytes)| whole[name] == *bytes)
    );
}

#[test]
fn pictures_of_no_kind_we_encode_have_no_second_product() {
    let place = Place::new();
    let report = pack_into(&place, &exhibition(&[png(8, 8)]), &|_| true).unwrap();
    assert!(report.pack.scenes[0].ktx2.is_empty() && report.pack.ktx2_bytes.is_empty());
    assert!(report.pack.scenes[0].files(Tier::Phone, true) == report.pack.scenes[0].tiers.get(&Tier::Phone));
}

#[test]
fn a_broken_picture_stays_plain_and_is_told_of_once() {
    let place = Place::new();
    let mut broken = png(100, 100);
    broken.truncate(200);
    let report = pack_into(&place, &exhibition(&[broken, png(90, 90)]), &|_| true).unwrap();
    let endings = report.pack.scenes[0].ktx2[&Tier::Phone].pictures.iter().map(|file| file.file.rsplit('.').next());
    assert_eq!(endings.collect::<Vec<_>>(), [Some("webp"), Some("ktx2")]);
    let (broken, other): (Vec<_>, Vec<_>) = report.warnings.iter().partition(|words| words.en.contains("images["));
    assert_eq!((broken.len(), other.len()), (1, 1), "{:?}", report.warnings);
    // Its pictures take next to nothing, and KTX2 makes them larger.
    assert!(other[0].en.contains("better without --ktx2") && other[0].zh.contains("不加 --ktx2"), "{other:?}");
}

#[test]
fn the_command_makes_it_too() {
    let place = Place::new();
    place.write("a.glb", exhibition(&[png(100, 100)]));
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_yunzhan-tested"));
    let output = command.current_dir(&place.0).args(["pack", "a.glb", "--ktx2", "--lang", "en"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("with KTX2"), "{said}");
    assert!(place.files().keys().any(|name| Path::new(name).extension().is_some_and(|ending| ending == "ktx2")));
}

#[test]
fn a_program_without_the_encoder_says_how_to_get_one() {
    let told = PackError::NoKtx2.told();
    for words in [told.words.zh, told.words.en] {
        assert!(words.contains("cargo build --release -p server --features ktx2"), "{words}");
    }
    assert_eq!(told.code, "no-ktx2");
}
