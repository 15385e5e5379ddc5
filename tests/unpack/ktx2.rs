//! KTX2: every kind of content into every format.

use hall::{Limits, TexelFormat, TexelFormats, Texels};
use unpack::{Ktx2Error, unpack_ktx2};

use crate::{ALL, ETC1S, ETC1S_ALPHA, UASTC, UASTC_ALPHA};

pub const NONE: TexelFormats = TexelFormats { bc: false, etc2: false, astc: false };
pub const EVERY: TexelFormats = TexelFormats { bc: true, etc2: true, astc: true };

/// What the fixtures show at a pixel.
fn chart(size_px: [u32; 2], x: u32, y: u32, has_alpha: bool) -> [f32; 4] {
    let [width, height] = size_px.map(|side| side as f32);
    let (x, y) = (x as f32 + 0.5, y as f32 + 0.5);
    let is_in_disc = (x / width - 0.5).hypot(y / height - 0.5) < 0.25;
    let ramp = 255.0 * (x - width / 2.0) / (width / 2.0);
    let [r, g, b] = match (x < width / 2.0, y < height / 2.0) {
        _ if is_in_disc => [230.0, 210.0, 40.0],
        (true, true) => [200.0, 30.0, 30.0],
        (false, true) => [30.0, 160.0, 60.0],
        (true, false) => [40.0, 60.0, 200.0],
        (false, false) => [ramp; 3],
    };
    [r, g, b, if has_alpha && !is_in_disc { 255.0 * y / height } else { 255.0 }]
}

/// The mean difference of all channels to the chart, of 255.
fn mean_difference(texels: &Texels, has_alpha: bool) -> f32 {
    let (size_px, pixels) = texels.levels().next().expect("there is a level");
    let mut sum = 0.0;
    for (index, pixel) in (0..).zip(pixels.chunks_exact(4)) {
        let expected = chart(size_px, index % size_px[0], index / size_px[0], has_alpha);
        sum += pixel.iter().zip(expected).map(|(found, expected)| (f32::from(*found) - expected).abs()).sum::<f32>();
    }
    sum / pixels.len() as f32
}

fn unpacked(bytes: &[u8], formats: TexelFormats) -> Texels {
    unpack_ktx2(bytes, formats, 8192, &Limits::default()).expect("it is a sound file")
}

#[test]
fn plain_pixels_show_the_chart() {
    for (name, bytes) in ALL {
        let texels = unpacked(bytes, NONE);
        assert_eq!(texels.format(), TexelFormat::Rgba8, "{name}");
        let difference = mean_difference(&texels, name.ends_with("alpha"));
        assert!(difference < if name.starts_with("uastc") { 3.0 } else { 5.0 }, "{name}: {difference}");
        let levels = if name == "uastc_alpha" { 1 } else { 7 };
        assert_eq!(texels.level_count(), levels, "{name}");
    }
}

#[test]
fn a_device_gets_what_it_reads() {
    let bc = TexelFormats { bc: true, ..NONE };
    let etc2 = TexelFormats { etc2: true, ..NONE };
    let astc = TexelFormats { astc: true, ..etc2 };
    let cases: [(&[u8], TexelFormats, TexelFormat); 10] = [
        (ETC1S, bc, TexelFormat::Bc7),
        (ETC1S, etc2, TexelFormat::Etc2Rgb),
        (ETC1S, EVERY, TexelFormat::Etc2Rgb),
        (ETC1S_ALPHA, bc, TexelFormat::Bc7),
        (ETC1S_ALPHA, astc, TexelFormat::Etc2Rgba),
        (UASTC, bc, TexelFormat::Bc7),
        (UASTC, etc2, TexelFormat::Etc2Rgba),
        (UASTC, EVERY, TexelFormat::Astc4x4),
        // Not of whole blocks, and without smaller levels, which a device makes of plain pixels only.
        (UASTC_ALPHA, EVERY, TexelFormat::Rgba8),
        (UASTC, NONE, TexelFormat::Rgba8),
    ];
    for (bytes, formats, expected) in cases {
        let texels = unpacked(bytes, formats);
        assert_eq!(texels.format(), expected, "{formats:?}");
        // A block that is all zero would be black: every block of the largest level says something.
        let (_, blocks) = texels.levels().next().expect("there is a level");
        assert!(blocks.chunks_exact(expected.block_bytes()).all(|block| block.iter().any(|byte| *byte != 0)));
    }
}

#[test]
fn levels_that_are_too_large_are_left_out() {
    let texels = unpack_ktx2(ETC1S, NONE, 20, &Limits::default()).expect("it is a sound file");
    assert_eq!((texels.size_px(), texels.level_count()), ([16, 16], 5));
    // Nothing smaller is there.
    let texels = unpack_ktx2(UASTC_ALPHA, NONE, 20, &Limits::default()).expect("it is a sound file");
    assert_eq!((texels.size_px(), texels.level_count()), ([50, 34], 1));
}

#[test]
fn a_picture_larger_than_allowed_is_refused() {
    let limits = Limits { image_side: 63, ..Limits::default() };
    let error = unpack_ktx2(ETC1S, NONE, 8192, &limits).expect_err("64 is more than 63");
    assert_eq!(error, Ktx2Error::TooLarge { width: 64, height: 64, limit: 63 });
}

/// A file of one level that no transcoder has to read.
pub fn plain(vk_format: u32, size_px: [u32; 2], data: &[u8]) -> Vec<u8> {
    let descriptor_at = 80 + 24;
    let descriptor_bytes = 4 + 24;
    let data_at = descriptor_at + descriptor_bytes;
    let mut file = b"\xabKTX 20\xbb\r\n\x1a\n".to_vec();
    let words =
        [vk_format, 1, size_px[0], size_px[1], 0, 0, 1, 1, 0, descriptor_at, descriptor_bytes, 0, 0, 0, 0, 0, 0];
    words.iter().for_each(|word| file.extend_from_slice(&word.to_le_bytes()));
    for long in [u64::from(data_at), data.len() as u64, data.len() as u64] {
        file.extend_from_slice(&long.to_le_bytes());
    }
    file.resize(data_at as usize, 0);
    file.extend_from_slice(data);
    file
}

#[test]
fn plain_files_are_read() {
    let rgb = unpacked(&plain(29, [2, 1], &[1, 2, 3, 4, 5, 6]), EVERY);
    assert_eq!(&rgb.bytes()[..], [1, 2, 3, 255, 4, 5, 6, 255]);
    let rgba = unpacked(&plain(37, [1, 2], &[1, 2, 3, 4, 5, 6, 7, 8]), EVERY);
    assert_eq!(&rgba.bytes()[..], [1, 2, 3, 4, 5, 6, 7, 8]);
    let block: Vec<u8> = (0..16).collect();
    let bc7 = unpacked(&plain(146, [4, 4], &block), EVERY);
    assert_eq!((bc7.format(), &bc7.bytes()[..]), (TexelFormat::Bc7, &block[..]));
    let error = unpack_ktx2(&plain(146, [4, 4], &block), NONE, 8192, &Limits::default()).expect_err("nobody reads it");
    assert!(matches!(error, Ktx2Error::Unknown(_)), "{error}");
    let error = unpack_ktx2(&plain(97, [1, 1], &[0; 8]), EVERY, 8192, &Limits::default()).expect_err("half floats");
    assert!(matches!(error, Ktx2Error::Unknown(_)), "{error}");
}
