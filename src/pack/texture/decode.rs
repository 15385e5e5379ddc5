//! From the bytes of a picture to its pixels, upright, eight bits a channel.

use std::io::Cursor;

use hall::{ImageHeader, ImageType, Limits, Words};
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader};

use super::{Usage, bare};

/// Why a picture can't be used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Fault {
    /// Larger than the limits allow; nothing of it was unpacked.
    #[error("{width} × {height} pixels, the limit is {side_max} a side")]
    TooLarge {
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
        /// Pixels.
        side_max: u32,
    },
    /// Of a kind that is not made here.
    #[error("pictures of this kind are not taken apart")]
    Foreign,
    /// Not there, or nothing that a browser decodes.
    #[error("missing, or neither PNG, JPEG, WebP, AVIF nor KTX2")]
    Unknown,
    /// Cut short, or not what it claims to be.
    #[error("{0}")]
    Broken(String),
}

impl Fault {
    /// For people.
    pub fn words(&self) -> Words {
        let zh = match self {
            Self::TooLarge { width, height, side_max } => {
                format!("{width} × {height} 像素，每边上限为 {side_max} 像素")
            }
            Self::Foreign => "这种图片无法重新编码".into(),
            Self::Unknown => "缺失，或不是 PNG、JPEG、WebP、AVIF 或 KTX2".into(),
            Self::Broken(why) => format!("文件已损坏或不完整（{why}），请重新导出"),
        };
        let en = match self {
            Self::Broken(why) => format!("it is damaged or cut short ({why}), export it again"),
            other => other.to_string(),
        };
        Words { zh, en }
    }
}

/// A picture without anything around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// 3, or 4 with alpha.
    pub channels: usize,
    /// Row by row from the top.
    pub bytes: Vec<u8>,
}

impl Pixels {
    /// Without alpha, before a white wall.
    pub fn on_white(self) -> Self {
        if self.channels != 4 {
            return self;
        }
        let over = |color: u8, alpha: u8| 255 - (255 - u32::from(color)) * u32::from(alpha) / 255;
        let opaque = |pixel: &[u8]| [0, 1, 2].map(|channel| over(pixel[channel], pixel[3]) as u8);
        Self { channels: 3, bytes: self.bytes.chunks_exact(4).flat_map(opaque).collect(), ..self }
    }

    /// Whether all pixels are the same.
    pub fn is_solid(&self) -> bool {
        self.bytes.chunks_exact(self.channels).all(|pixel| pixel == &self.bytes[..self.channels])
    }

    /// The first pixel alone.
    pub fn first(&self) -> Self {
        Self { width: 1, height: 1, channels: self.channels, bytes: self.bytes[..self.channels].to_vec() }
    }
}

fn format(bytes: &[u8]) -> Result<ImageFormat, Fault> {
    match ImageType::sniff(bytes) {
        Some(ImageType::Png) => Ok(ImageFormat::Png),
        Some(ImageType::Jpeg) => Ok(ImageFormat::Jpeg),
        Some(ImageType::WebP) => Ok(ImageFormat::WebP),
        Some(_) => Err(Fault::Foreign),
        None => Err(Fault::Broken("neither PNG nor JPEG nor WebP".into())),
    }
}

/// Decodes a picture. What its metadata say of its orientation is done; all else they say is forgotten.
///
/// # Errors
/// Before its pixels are unpacked, if it has too many.
pub fn decode(bytes: &[u8], usage: Usage, limits: &Limits) -> Result<Pixels, Fault> {
    let broken = |error: image::ImageError| Fault::Broken(error.to_string());
    let format = format(bytes)?;
    let bytes = bare::to_decode(bytes);
    let mut reader = ImageReader::with_format(Cursor::new(&*bytes), format);
    let mut bounds = image::Limits::no_limits();
    // Sixteen bits for each of four channels, and as much again for the decoder.
    bounds.max_alloc = Some(u64::from(limits.image_side).pow(2) * 16);
    reader.limits(bounds);
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    if width.max(height) > limits.image_side {
        return Err(Fault::TooLarge { width, height, side_max: limits.image_side });
    }
    let orientation = decoder.orientation().map_err(broken)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(broken)?;
    image.apply_orientation(orientation);
    let (width, height) = (image.width(), image.height());
    let mut pixels = if usage.has_alpha && image.color().has_alpha() {
        let mut bytes = image.into_rgba8().into_raw();
        let is_cut = bytes.chunks_exact(4).any(|pixel| pixel[3] < 255);
        if !is_cut {
            drop_alpha(&mut bytes);
        }
        Pixels { width, height, channels: if is_cut { 4 } else { 3 }, bytes }
    } else {
        Pixels { width, height, channels: 3, bytes: image.into_rgb8().into_raw() }
    };
    settle(&mut pixels, usage.is_idle);
    Ok(pixels)
}

/// Gives channels that nobody reads the numbers of one that somebody does: what is grey costs an encoder nothing but its brightness, and spoils no other channel.
fn settle(pixels: &mut Pixels, is_idle: [bool; 3]) {
    if is_idle == [false; 3] {
        return;
    }
    let read = is_idle.iter().position(|is_idle| !is_idle);
    for pixel in pixels.bytes.chunks_exact_mut(pixels.channels) {
        let number = read.map_or(255, |channel| pixel[channel]);
        (0..3).filter(|channel| is_idle[*channel]).for_each(|channel| pixel[channel] = number);
    }
}

/// Three bytes of each four, in the memory that they are in.
fn drop_alpha(bytes: &mut Vec<u8>) {
    let pixels = bytes.len() / 4;
    for pixel in 0..pixels {
        bytes.copy_within(pixel * 4..pixel * 4 + 3, pixel * 3);
    }
    bytes.truncate(pixels * 3);
    bytes.shrink_to_fit();
}

/// Width and height as the file says them, without unpacking anything.
pub fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    format(bytes).ok()?;
    ImageHeader::read(bytes).ok().map(|header| (header.width, header.height))
}

/// Whether a picture has more than one frame: APNG and animated WebP say so in a chunk near their beginning.
pub fn is_moving(bytes: &[u8]) -> bool {
    let chunk: &[u8] = match ImageType::sniff(bytes) {
        Some(ImageType::Png) => b"acTL",
        Some(ImageType::WebP) => b"ANIM",
        _ => return false,
    };
    bytes[..bytes.len().min(4096)].windows(4).any(|window| window == chunk)
}
