//! Vertex attributes packed by meshoptimizer: appendix A.1 of `EXT_meshopt_compression` (version 0), and "Mode 0" of
//! `KHR_meshopt_compression` (version 1).

use super::ext_meshopt_compression::Reader;

const BLOCK_BYTES: usize = 8192;
const BLOCK_ELEMENTS: usize = 256;

/// How the four bytes of a channel differ from those of the element before.
#[derive(Clone, Copy)]
enum Channel {
    /// Each byte for itself.
    Bytes,
    /// As two numbers.
    Halves,
    /// As one number, bit by bit, turned right by so many bits.
    Bits(u32),
}

impl Channel {
    fn coded(code: u8) -> Option<Self> {
        match (code & 15, code >> 4) {
            (0, 0) => Some(Self::Bytes),
            (1, 0) => Some(Self::Halves),
            (2, turn) => Some(Self::Bits(turn.into())),
            _ => None,
        }
    }

    fn next(self, last: [u8; 4], delta: [u8; 4]) -> [u8; 4] {
        let byte = |i: usize| last[i].wrapping_add((delta[i] >> 1) ^ (delta[i] & 1).wrapping_neg());
        let half = |i: usize| {
            let [last, delta] = [last, delta].map(|bytes| u16::from_le_bytes([bytes[i], bytes[i + 1]]));
            last.wrapping_add((delta >> 1) ^ (delta & 1).wrapping_neg()).to_le_bytes()
        };
        match self {
            Self::Bytes => [byte(0), byte(1), byte(2), byte(3)],
            Self::Halves => {
                let ([a, b], [c, d]) = (half(0), half(2));
                [a, b, c, d]
            }
            Self::Bits(turn) => (u32::from_le_bytes(delta).rotate_right(turn) ^ u32::from_le_bytes(last)).to_le_bytes(),
        }
    }
}

/// Unpacks elements of `stride` bytes, which is a multiple of four; `None` for a stream that is not sound.
pub(super) fn attributes(bytes: &[u8], count: usize, stride: usize) -> Option<Vec<u8>> {
    let (is_version_1, least_tail) = match bytes.first()? {
        0xa0 => (false, 32),
        0xa1 => (true, 24),
        _ => return None,
    };
    let channel_count = stride / 4;
    let codes = if is_version_1 { channel_count } else { 0 };
    let body = bytes.len().checked_sub((stride + codes).max(least_tail))?;
    let (first, codes) = bytes[bytes.len() - stride - codes..].split_at(stride);
    let mut channels = vec![Channel::Bytes; channel_count];
    for (channel, code) in channels.iter_mut().zip(codes) {
        *channel = Channel::coded(*code)?;
    }
    let mut last = first.to_vec();
    let mut reader = Reader(bytes.get(1..body)?);
    let mut unpacked = vec![0; count * stride];
    let elements = ((BLOCK_BYTES / stride) & !15).min(BLOCK_ELEMENTS);
    for block in unpacked.chunks_mut(elements * stride) {
        let controls = if is_version_1 { reader.take(channel_count)? } else { &[] };
        for (c, channel) in channels.iter().enumerate() {
            let control = controls.get(c).copied();
            channel_of_block(&mut reader, *channel, control, block, c * 4, &mut last)?;
        }
    }
    reader.0.is_empty().then_some(unpacked)
}

/// The four bytes from `at` on of each element of a block.
fn channel_of_block(
    reader: &mut Reader,
    channel: Channel,
    control: Option<u8>,
    block: &mut [u8],
    at: usize,
    last: &mut [u8],
) -> Option<()> {
    let stride = last.len();
    let count = block.len() / stride;
    let mut deltas = [[0; BLOCK_ELEMENTS]; 4];
    for (k, deltas) in deltas.iter_mut().enumerate() {
        let groups = &mut deltas[..count.next_multiple_of(16)];
        match control.map(|control| control >> (k * 2) & 3) {
            None => byte_stream(reader, groups, [0, 2, 4, 8])?,
            Some(0) => byte_stream(reader, groups, [0, 1, 2, 4])?,
            Some(1) => byte_stream(reader, groups, [1, 2, 4, 8])?,
            Some(2) => {}
            Some(_) => groups[..count].copy_from_slice(reader.take(count)?),
        }
    }
    let mut previous = [last[at], last[at + 1], last[at + 2], last[at + 3]];
    for (i, element) in block.chunks_exact_mut(stride).enumerate() {
        let [a, b, c, d] = &deltas;
        previous = channel.next(previous, [a[i], b[i], c[i], d[i]]);
        element[at..at + 4].copy_from_slice(&previous);
    }
    last[at..at + 4].copy_from_slice(&previous);
    Some(())
}

/// Groups of 16 bytes, each in one of four numbers of bits.
fn byte_stream(reader: &mut Reader, bytes: &mut [u8], widths: [usize; 4]) -> Option<()> {
    let modes = reader.take(bytes.len().div_ceil(64))?;
    for (i, group) in bytes.chunks_exact_mut(16).enumerate() {
        match widths[usize::from(modes[i / 4] >> (i % 4 * 2) & 3)] {
            0 => group.fill(0),
            8 => group.copy_from_slice(reader.take(16)?),
            bits => small_bytes(reader, group, bits)?,
        }
    }
    Some(())
}

/// Values of a few bits, the first in the highest, but single bits from the lowest on; where all bits are set, a whole byte follows.
fn small_bytes(reader: &mut Reader, group: &mut [u8], bits: usize) -> Option<()> {
    let packed = reader.take(2 * bits)?;
    let (escape, per_byte) = ((1 << bits) - 1, 8 / bits);
    for (i, byte) in group.iter_mut().enumerate() {
        let within = i % per_byte;
        let shift = if bits == 1 { within } else { 8 - bits - within * bits };
        let value = packed[i / per_byte] >> shift & escape;
        *byte = if value == escape { reader.byte()? } else { value };
    }
    Some(())
}
