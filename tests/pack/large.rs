//! A large hall, made by code to measure with: 268 meshes, 945,504 triangles, twelve textures of 2048² pixels, some 42 MB.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{ImageBuffer, Rgb};
use serde_json::json;

use crate::place::{Draft, Sheet};

/// Where it goes. Not set, nothing is made.
const PATH: &str = "YUNZHAN_LARGE_HALL";
const MESHES: u32 = 268;
/// Squares along a side of each.
const SIDE: u32 = 42;
const TEXTURES: u32 = 12;

/// As cameras write it, of 100.
const QUALITY: u8 = 90;
/// Grain of a picture, steps of 255.
const GRAIN: u32 = 20;

/// A picture with some of everything: slopes, edges, grain; `step` tells them apart.
fn picture(step: u32) -> Vec<u8> {
    let image = ImageBuffer::from_fn(2048, 2048, |x, y| {
        let noise = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503 + step)).wrapping_mul(2_246_822_519) >> 16;
        let grain = ((noise * GRAIN) >> 16) as u8;
        let stone = if (x / 128 + y / 64 * step).is_multiple_of(3) { 60 } else { 140 };
        let slope = ((x + y * step) / 40 % 48) as u8;
        Rgb([stone + slope + grain, stone + grain, stone / 2 + slope])
    });
    let mut bytes = Cursor::new(Vec::new());
    JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode_image(&image).expect("a picture is encoded in memory");
    bytes.into_inner()
}

#[test]
#[ignore = "writes 42 MB to measure with"]
fn writes_a_large_hall() {
    let path = std::env::var_os(PATH).expect("YUNZHAN_LARGE_HALL names the file to write");
    let mut draft = Draft::new();
    let materials: Vec<usize> = (0..TEXTURES).map(|step| draft.painted(&picture(step + 1))).collect();
    for mesh in 0..MESHES {
        let mut sheet = Sheet::new(SIDE, 3.0, if mesh % 3 == 0 { 4.0 } else { 1.0 });
        let bend = 1.0 + mesh as f32 * 0.01;
        sheet.positions.chunks_exact_mut(3).for_each(|p| p[1] += (p[0] * bend).cos() * (p[2] * 2.3).sin() * 0.2);
        let mut primitive = sheet.primitive(&mut draft);
        primitive["material"] = json!(materials[mesh as usize % materials.len()]);
        let mesh_at = draft.push("meshes", json!({"name": format!("mesh {mesh}"), "primitives": [primitive]}));
        let place = [(mesh % 17) as f32 * 3.0, 0.0, (mesh / 17) as f32 * 3.0];
        let node =
            json!({"name": format!("stand {mesh}"), "mesh": mesh_at, "translation": place, "extras": {"number": mesh}});
        draft.root(node);
    }
    std::fs::write(path, draft.glb()).expect("the file can be written");
}
