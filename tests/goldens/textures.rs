//! Pictures that stay packed until a device is known.

use glam::{Affine2, UVec2, Vec3};
use hall::{
    AlphaMode, Image, ImageId, ImageSource, ImageType, Limits, Material, Sampler, TexelFormats, Texture, TextureId,
    TextureRef,
};
use render::{Pixels, Renderer};

use crate::compare::{Shot, check};
use crate::shapes::{Stage, at, matte, quad};

const FILES: [&[u8]; 4] = [
    include_bytes!("../unpack/etc1s.ktx2"),
    include_bytes!("../unpack/etc1s_alpha.ktx2"),
    include_bytes!("../unpack/uastc.ktx2"),
    include_bytes!("../unpack/uastc_alpha.ktx2"),
];
/// From top to bottom: plain pixels, then blocks of each kind that the device reads; all rows look the same.
const ROWS: [TexelFormats; 4] = [
    TexelFormats { bc: false, etc2: false, astc: false },
    TexelFormats { bc: true, etc2: false, astc: false },
    TexelFormats { bc: false, etc2: true, astc: false },
    TexelFormats { bc: false, etc2: true, astc: true },
];

/// An image of the scene, its bytes, and what it may become.
pub type Packed = (ImageId, &'static [u8], TexelFormats);

/// Unpacks an image for the device at hand and hands it over.
pub fn upload(renderer: &mut Renderer, (image, bytes, wanted): Packed) {
    let formats = TexelFormats::from_bits(wanted.bits() & renderer.info().formats.bits());
    let side = renderer.info().max_texture_side;
    let texels = unpack::unpack_ktx2(bytes, formats, side, &Limits::default()).expect("a sound file");
    renderer.set_image(image, Pixels::Texels(&texels));
}

/// The four charts of `tests/unpack` before a dark wall, large and (of the first and third, from their smaller levels) small.
#[test]
fn khr_texture_basisu() {
    let mut stage = Stage::default();
    let wall = Material { unlit: true, ..matte(Vec3::splat(0.02), 1.0) };
    stage.put(quad(Vec3::X * 8.0, Vec3::Y * 6.0), wall, at(Vec3::NEG_Z * 0.1));
    let mut packed = Vec::new();
    for (row, formats) in ROWS.into_iter().enumerate() {
        for (column, bytes) in FILES.into_iter().enumerate() {
            let image = ImageId(stage.0.images.len() as u32);
            stage.0.images.push(Image {
                name: String::new(),
                source: ImageSource::Bytes(ImageType::Ktx2, bytes::Bytes::from_static(bytes)),
            });
            let texture = TextureId(stage.0.textures.len() as u32);
            stage.0.textures.push(Texture { image, fallback: None, sampler: Sampler::default() });
            packed.push((image, bytes, formats));
            let shown = || Material {
                unlit: true,
                alpha_mode: if column % 2 == 1 { AlphaMode::Blend } else { AlphaMode::Opaque },
                base_color_texture: Some(TextureRef { texture, uv_set: 0, image_from_uv: Affine2::IDENTITY }),
                ..matte(Vec3::ONE, 1.0)
            };
            let (x, y) = (column as f32 * 1.06 - 2.0, 1.5 - row as f32);
            stage.put(quad(Vec3::X * 0.94, Vec3::Y * 0.94), shown(), at(Vec3::new(x, y, 0.0)));
            if column % 2 == 0 {
                let y = y + 0.25 - column as f32 * 0.25;
                stage.put(quad(Vec3::X * 0.35, Vec3::Y * 0.35), shown(), at(Vec3::new(2.2, y, 0.0)));
            }
        }
    }
    let mut shot = Shot::of(stage.0, Vec3::Z * 6.0, Vec3::ZERO);
    shot.size_px = UVec2::new(400, 320);
    shot.packed = packed;
    check("khr_texture_basisu", &shot);
}
