//! Light from all around, as large as it is ever shown.

use bytes::Bytes;
use hall::Panorama;

use super::Tier;

/// Pixels around: the renderer paints a panorama onto a cube of 512 pixels a side, and never shows more of it (`src/render/renderer/surroundings.rs`).
const WIDTH_MAX: u32 = 2048;
/// The same for small screens, whose background is blurred or far away.
const PHONE_WIDTH_MAX: u32 = 1024;

/// The shortest run of equal bytes that is written as one.
const RUN_MIN: usize = 4;
/// The longest run, and the most bytes that are written as they are.
const RUN_MAX: usize = 127;
const PLAIN_MAX: usize = 128;

fn width_max(tier: Tier) -> u32 {
    if tier == Tier::Phone { PHONE_WIDTH_MAX } else { WIDTH_MAX }
}

/// A panorama for each tier, in the order of [`Tier::ALL`], without what its head says of cameras and programs; the same bytes where tiers don't differ.
///
/// # Errors
/// In words, for what is no panorama.
pub fn panoramas(source: &[u8]) -> Result<[Bytes; 3], &'static str> {
    let mut panorama = Panorama::parse(source)?;
    let mut made: Vec<Bytes> = Vec::new();
    for tier in Tier::ALL.into_iter().rev() {
        let width = panorama.width.min(width_max(tier));
        let is_other = width != panorama.width;
        if is_other {
            panorama = shrink(&panorama, width);
        }
        let same = made.last().filter(|_| !is_other).cloned();
        made.push(same.unwrap_or_else(|| write(&panorama).into()));
    }
    made.reverse();
    made.try_into().map_err(|_| "no tiers")
}

/// Which numbers of a row a smaller row mixes into each of its own, and how much of each.
fn shares(long: u32, short: u32) -> Vec<Vec<(usize, f64)>> {
    let scale = f64::from(long) / f64::from(short);
    let of = |at: u32| {
        let (begin, end) = (f64::from(at) * scale, (f64::from(at + 1) * scale).min(f64::from(long)));
        let whole = begin.floor() as usize..(end.ceil() as usize).min(long as usize);
        let share = |i: usize| (end.min(i as f64 + 1.0) - begin.max(i as f64)) / (end - begin);
        whole.map(|i| (i, share(i))).filter(|(_, share)| *share > 0.0).collect()
    };
    (0..short).map(of).collect()
}

/// The mean of all light that falls into each pixel, so that a small sun stays as bright as it was.
fn shrink(panorama: &Panorama, width: u32) -> Panorama {
    let height = (u64::from(panorama.height) * u64::from(width) / u64::from(panorama.width)).max(1) as u32;
    let (columns, rows) = (shares(panorama.width, width), shares(panorama.height, height));
    let mut rgbe = Vec::with_capacity(4 * width as usize * height as usize);
    let row_bytes = 4 * panorama.width as usize;
    let mut sums = vec![[0.0_f64; 3]; width as usize];
    for rows in rows {
        sums.fill([0.0; 3]);
        for (y, of_row) in rows {
            let (row, _) = panorama.rgbe[y * row_bytes..][..row_bytes].as_chunks::<4>();
            for (sum, columns) in sums.iter_mut().zip(&columns) {
                for (x, of_column) in columns {
                    let light = light(row[*x]);
                    (0..3).for_each(|channel| sum[channel] += light[channel] * of_row * of_column);
                }
            }
        }
        rgbe.extend(sums.iter().flat_map(|sum| pixel(*sum)));
    }
    Panorama { width, height, rgbe }
}

/// Two to a power of -1,022 to 1,023, the same on every machine.
fn power_of_two(exponent: i32) -> f64 {
    f64::from_bits(((1023 + i64::from(exponent)) as u64) << 52)
}

fn light([r, g, b, exponent]: [u8; 4]) -> [f64; 3] {
    let scale = power_of_two(i32::from(exponent) - 128) / 255.0;
    [r, g, b].map(|part| f64::from(part) * scale)
}

fn pixel(light: [f64; 3]) -> [u8; 4] {
    let most = light.into_iter().fold(0.0, f64::max);
    // The exponent of the next power of two, by which nothing is more than one.
    let bits = most.to_bits();
    let is_power = bits & ((1 << 52) - 1) == 0;
    let exponent = ((bits >> 52) as i32 - 1023 + i32::from(!is_power) + 128).clamp(0, 255);
    if exponent == 0 {
        return [0; 4];
    }
    let scale = 255.0 / power_of_two(exponent - 128);
    let [r, g, b] = light.map(|part| (part * scale).round().min(255.0) as u8);
    [r, g, b, exponent as u8]
}

/// Radiance's format, rows packed where they may be.
fn write(panorama: &Panorama) -> Vec<u8> {
    let Panorama { width, height, rgbe } = panorama;
    let mut file = format!("#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y {height} +X {width}\n").into_bytes();
    let is_packed = (8..32768).contains(width);
    for row in rgbe.chunks_exact(4 * *width as usize) {
        if !is_packed {
            file.extend_from_slice(row);
            continue;
        }
        let [_, _, high, low] = width.to_be_bytes();
        file.extend([2, 2, high, low]);
        for channel in 0..4 {
            let bytes: Vec<u8> = row.iter().skip(channel).step_by(4).copied().collect();
            pack(&bytes, &mut file);
        }
    }
    file
}

/// Runs of equal bytes, and what is between them as it is.
fn pack(bytes: &[u8], file: &mut Vec<u8>) {
    let mut plain = 0;
    let mut at = 0;
    let flush = |file: &mut Vec<u8>, from: usize, to: usize| {
        for part in bytes[from..to].chunks(PLAIN_MAX) {
            file.push(part.len() as u8);
            file.extend_from_slice(part);
        }
    };
    while at < bytes.len() {
        let run = bytes[at..].iter().take(RUN_MAX).take_while(|byte| **byte == bytes[at]).count();
        if run < RUN_MIN {
            at += run;
            continue;
        }
        flush(file, plain, at);
        file.extend([128 + run as u8, bytes[at]]);
        at += run;
        plain = at;
    }
    flush(file, plain, bytes.len());
}
