//! Pictures as their files are made up, byte by byte.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// A chunk of PNG.
pub fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [kind, data].concat();
    [&(data.len() as u32).to_be_bytes()[..], &body, &crc(&body).to_be_bytes()].concat()
}

fn painted(format: ImageFormat) -> Vec<u8> {
    let image = RgbImage::from_fn(48, 32, |x, y| Rgb([x as u8 * 5, y as u8 * 7, 90]));
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A PNG with these chunks behind its head.
pub fn png(chunks: &[Vec<u8>]) -> Vec<u8> {
    const HEAD: usize = 8 + 25;
    let whole = painted(ImageFormat::Png);
    [&whole[..HEAD], &chunks.concat(), &whole[HEAD..]].concat()
}

/// A PNG of eight bits a channel that says it is this large, and has next to nothing in it.
pub fn png_of(width: u32, height: u32) -> Vec<u8> {
    let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
    let head = chunk(b"IHDR", &[&size[..], &[8, 2, 0, 0, 0]].concat());
    let pixels = [&[0x78, 1][..], &zeros(1), &[0; 4]].concat();
    [&b"\x89PNG\r\n\x1a\n"[..], &head, &chunk(b"IDAT", &pixels), &chunk(b"IEND", b"")].concat()
}

/// A JPEG with these segments at its head.
pub fn jpeg(segments: &[Vec<u8>]) -> Vec<u8> {
    let whole = painted(ImageFormat::Jpeg);
    [&whole[..2], &segments.concat(), &whole[2..]].concat()
}

pub fn webp() -> Vec<u8> {
    painted(ImageFormat::WebP)
}

/// A segment of JPEG.
pub fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    [&[0xff, marker][..], &(data.len() as u16 + 2).to_be_bytes(), data].concat()
}

/// So many MiB of zeros by DEFLATE, a kilobyte each, without head or sum. Each MiB stands for itself, so the first serves for all.
pub fn zeros(mebibytes: usize) -> Vec<u8> {
    let mut deflate = flate2::Compress::new(flate2::Compression::best(), false);
    let mut one = Vec::with_capacity(64 << 10);
    deflate.compress_vec(&vec![0; 1 << 20], &mut one, flate2::FlushCompress::Full).unwrap();
    assert_eq!(deflate.total_in(), 1 << 20);
    let mut bytes = one.repeat(mebibytes);
    // An empty block of fixed codes, the last one.
    bytes.extend([3, 0]);
    bytes
}

/// Exif with a place in it (TIFF 6.0; a GPS directory with one entry of words).
pub fn exif(words: &[u8]) -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08".to_vec();
    // Directory 0: one entry, the offset of the GPS directory.
    tiff.extend([0, 1, 0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 26, 0, 0, 0, 0]);
    // That one: its words lie behind it.
    tiff.extend([0, 1, 0, 0x1d, 0, 2]);
    tiff.extend((words.len() as u32).to_be_bytes());
    tiff.extend([0, 0, 0, 44, 0, 0, 0, 0]);
    tiff.extend_from_slice(words);
    tiff
}

/// Bits from the highest down, with a zero behind each 0xff (ITU T.81 §B.1.1.5).
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    open: u32,
    count: u32,
}

impl Bits {
    fn put(&mut self, value: u32, count: u32) {
        for at in (0..count).rev() {
            self.open = self.open << 1 | (value >> at & 1);
            self.count += 1;
            if self.count == 8 {
                self.bytes.push(self.open as u8);
                if self.open == 0xff {
                    self.bytes.push(0);
                }
                (self.open, self.count) = (0, 0);
            }
        }
    }

    fn end(mut self) -> Vec<u8> {
        while self.count != 0 {
            self.put(1, 1);
        }
        self.bytes
    }
}

/// A progressive JPEG, grey, of `side` pixels, whose scans say nothing about all of its blocks again and again.
pub fn scans(side: u16, count: usize) -> Vec<u8> {
    const RUN: u32 = 32767;
    let blocks = u32::from(side).div_ceil(8).pow(2);
    let table = |class: u8, symbol: u8| {
        let mut lengths = [0; 16];
        lengths[0] = 1;
        segment(0xc4, &[&[class << 4][..], &lengths, &[symbol]].concat())
    };
    let frame = [&[8][..], &side.to_be_bytes(), &side.to_be_bytes(), &[1, 1, 0x11, 0]].concat();
    let quantisers = [&[0][..], &[1; 64]].concat();
    let mut file = [&[0xff, 0xd8][..], &segment(0xdb, &quantisers), &segment(0xc2, &frame)].concat();
    // Symbol 0: no difference. Symbol 0xe0: nothing in the next 2^14 blocks, and as many more as 14 bits say.
    file.extend([table(0, 0), table(1, 0xe0)].concat());
    let mut first = Bits::default();
    (0..blocks).for_each(|_| first.put(0, 1));
    file.extend([segment(0xda, &[1, 1, 0, 0, 0, 0]), first.end()].concat());
    let mut scan = Bits::default();
    (0..blocks.div_ceil(RUN)).for_each(|_| scan.put(RUN - (1 << 14), 15));
    let scan = [segment(0xda, &[1, 1, 0, 1, 63, 0]), scan.end()].concat();
    (0..count).for_each(|_| file.extend_from_slice(&scan));
    file.extend([0xff, 0xd9]);
    file
}

/// A PNG of two frames, with a text and a tail that are no picture.
pub fn moving_png(text: &[u8], tail: &[u8]) -> Vec<u8> {
    let frame = |number: u32| {
        let sizes = [number, 48, 32, 0, 0].map(u32::to_be_bytes).concat();
        chunk(b"fcTL", &[&sizes[..], &[0, 1, 0, 10, 0, 0]].concat())
    };
    let whole = png(&[chunk(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]), chunk(b"tEXt", text), frame(0)]);
    let at = whole.windows(4).position(|kind| kind == b"IDAT").unwrap();
    let length = u32::from_be_bytes(whole[at - 4..at].try_into().unwrap()) as usize;
    let (pixels, end) = (&whole[at + 4..at + 4 + length], at + 8 + length);
    let second = [frame(1), chunk(b"fdAT", &[&2_u32.to_be_bytes()[..], pixels].concat())].concat();
    [&whole[..end], &second, &whole[end..], tail].concat()
}
