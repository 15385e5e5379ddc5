//! Pixels to Basis Universal, by way of the encoder in C++.

use basis_universal::BasisTextureFormat;
use basis_universal::encoding::{ColorSpace, Compressor, CompressorParams};

use crate::texture::{Content, Fault, Pixels, Usage, resize};

/// Of ETC1S, 1 to 255. Measured in docs/packing.md: 128, the encoder's own choice, frays small letters; 255 gains less for as many bytes more.
const QUALITY: u32 = 192;

/// All levels of a picture as a `.basis` file.
pub fn encode(pixels: &Pixels, usage: Usage) -> Result<Vec<u8>, Fault> {
    let mut parameters = CompressorParams::new();
    let is_etc1s = usage.content == Content::Color;
    parameters.set_basis_format(if is_etc1s { BasisTextureFormat::ETC1S } else { BasisTextureFormat::UASTC4x4 });
    if is_etc1s {
        parameters.set_etc1s_quality_level(QUALITY);
    }
    parameters.set_color_space(if usage.is_color() { ColorSpace::Srgb } else { ColorSpace::Linear });
    let channels = pixels.channels as u8;
    parameters.source_image_mut(0).init(&pixels.bytes, pixels.width, pixels.height, channels);
    for (level, pixels) in (0..).zip(smaller(pixels, usage)?) {
        parameters.source_mipmap_image_mut(0, level).init(&pixels.bytes, pixels.width, pixels.height, channels);
    }
    // With more threads the books of colours would depend on how many there are, and the bytes with them.
    let mut compressor = Compressor::new(1);
    let failed = |why: &dyn std::fmt::Debug| Fault::Broken(format!("cannot be encoded as KTX2 ({why:?})"));
    #[expect(
        unsafe_code,
        reason = "the encoder checks no parameter: these are constants, and pictures of the lengths that `Pixels` have"
    )]
    let done = unsafe {
        if compressor.init(&parameters) {
            compressor.process().map_err(|why| failed(&why))
        } else {
            Err(failed(&"parameters"))
        }
    };
    done.map(|()| compressor.basis_file().to_vec())
}

/// The levels below a picture, down to one pixel; made here, where colours are mixed as light and directions stay directions.
fn smaller(pixels: &Pixels, usage: Usage) -> Result<Vec<Pixels>, Fault> {
    let mut levels: Vec<Pixels> = Vec::new();
    loop {
        let last = levels.last().unwrap_or(pixels);
        if last.width.max(last.height) == 1 {
            return Ok(levels);
        }
        let size = ((last.width / 2).max(1), (last.height / 2).max(1));
        levels.push(resize(last, size, usage)?);
    }
}
