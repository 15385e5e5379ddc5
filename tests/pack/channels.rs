//! Channels of pictures that nobody reads cost nothing, and those that somebody reads are kept.

use image::{DynamicImage, ImageBuffer, ImageFormat, Rgba};
use pack::texture::Tier;
use serde_json::{Value, json};

use crate::pictures::encoded;
use crate::place::{Draft, Packed, Sheet, repack};

/// Numbers without any order (a hash after Wang).
fn noise(x: u32, y: u32) -> u8 {
    let mut n = x.wrapping_mul(0x9e37_79b9) ^ y.wrapping_mul(0x85eb_ca6b);
    n = (n ^ (n >> 16)).wrapping_mul(0x27d4_eb2d);
    (n >> 24) as u8
}

fn picture(paint: impl Fn(u32, u32) -> [u8; 4]) -> Vec<u8> {
    let pixels = ImageBuffer::from_fn(128, 128, |x, y| Rgba(paint(x, y)));
    encoded(DynamicImage::ImageRgba8(pixels), ImageFormat::Png)
}

/// Packs a sheet whose material shows `source` as `material` has it, and reads its picture again.
fn packed(source: &[u8], material: Value) -> (DynamicImage, u64) {
    let mut draft = Draft::new();
    draft.painted(source);
    draft.json["materials"][0] = material;
    let mut primitive = Sheet::new(2, 1.0, 1.0).primitive(&mut draft);
    primitive["material"] = json!(0);
    let mesh = draft.push("meshes", json!({"primitives": [primitive]}));
    draft.root(json!({"mesh": mesh}));
    let packed: Packed = repack(draft.glb());
    let file = &packed.report.pack.scenes[0].tiers[&Tier::High].pictures[0];
    let picture = image::load_from_memory_with_format(&packed.file(&file.file), ImageFormat::WebP).unwrap();
    (picture, file.size_bytes)
}

fn rough() -> Value {
    json!({"pbrMetallicRoughness": {"metallicRoughnessTexture": {"index": 0}}})
}

#[test]
fn what_only_unread_channels_tell_apart_is_one_pixel() {
    let (picture, _) = packed(&picture(|x, y| [noise(x, y), 200, 10, noise(y, x)]), rough());
    assert_eq!((picture.width(), picture.height()), (1, 1));
    assert_eq!(picture.to_rgb8().get_pixel(0, 0).0[1..], [200, 10]);
}

#[test]
fn unread_channels_cost_nothing_and_read_ones_stay() {
    let source = picture(|x, y| [(x * 2) as u8, noise(x, y), noise(y, x), 255]);
    let (occlusion, bytes) = packed(&source, json!({"occlusionTexture": {"index": 0}}));
    for (x, y, pixel) in occlusion.to_rgb8().enumerate_pixels() {
        let [red, green, blue] = pixel.0;
        assert!(red.abs_diff((x * 2) as u8) <= 6, "{x} {y}: {pixel:?}");
        assert!(red.abs_diff(green) <= 2 && red.abs_diff(blue) <= 2, "what nobody reads is grey: {pixel:?}");
    }
    let both =
        json!({"occlusionTexture": {"index": 0}, "pbrMetallicRoughness": {"metallicRoughnessTexture": {"index": 0}}});
    let (all, more_bytes) = packed(&source, both);
    assert!(bytes * 4 < more_bytes, "{bytes} of {more_bytes}");
    let all = all.to_rgb8();
    let spread = |channel: usize| {
        let values = all.pixels().map(|pixel| pixel.0[channel]);
        values.clone().max().unwrap() - values.min().unwrap()
    };
    assert!(spread(1) > 150 && spread(2) > 150, "all three are read together");
}

#[test]
fn alpha_alone_is_kept_exactly_and_colours_beneath_it_go() {
    let source = picture(|x, y| [noise(x, y), noise(y, x), 7, (x * 2) as u8]);
    let material = json!({"extensions": {"KHR_materials_specular": {"specularTexture": {"index": 0}}}});
    let (picture, _) = packed(&source, material);
    for (x, _, pixel) in picture.to_rgba8().enumerate_pixels() {
        assert_eq!(pixel.0[3], (x * 2) as u8);
        assert!(pixel.0[..3].iter().all(|number| *number >= 253), "{pixel:?}");
    }
}

#[test]
fn textures_that_nobody_knows_keep_all_they_have() {
    let source = picture(|x, y| [(x * 2) as u8, (y * 2) as u8, 90, (x * 2) as u8]);
    let material = json!({"extensions": {"SOME_material": {"unheardTexture": {"index": 0}}}});
    let (picture, _) = packed(&source, material);
    let pixel = picture.to_rgba8().get_pixel(100, 20).0;
    assert_eq!(pixel[3], 200);
    assert!(pixel[0].abs_diff(200) < 8 && pixel[1].abs_diff(40) < 8 && pixel[2].abs_diff(90) < 8, "{pixel:?}");
}
