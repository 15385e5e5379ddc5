//! From a `.basis` file, which is all that the encoder's bindings write, to the KTX2 that `KHR_texture_basisu` asks for (KTX File Format 2.0). What is packed stays as it is, only headers change.

/// As `.basis` files have it (`basisu_file_headers.h` of Basis Universal), from the start.
const SLICES_AT: usize = 14;
const FORMAT_AT: usize = 20;
const FLAGS_AT: usize = 21;
const ENDPOINTS_AT: usize = 39;
const SELECTORS_AT: usize = 48;
const TABLES_AT: usize = 57;
const DESCRIPTIONS_AT: usize = 65;
const HAS_ALPHA: u32 = 4;
// Of a slice: a level of colour, or of its alpha.
const SLICE_BYTES: usize = 23;
const SLICE_LEVEL_AT: usize = 3;
const SLICE_IS_ALPHA: u32 = 1;

const IDENTIFIER: &[u8; 12] = b"\xabKTX 20\xbb\r\n\x1a\n";
const HEADER_BYTES: usize = 80;
const LEVEL_BYTES: usize = 24;
/// Top row first, as in PNG; read by validators, assumed by readers of glTF.
const KEYS: [(&str, &str); 2] = [("KTXorientation", "rd"), ("KTXwriter", "yunzhan")];
/// Of Zstandard: slow to pack, as fast to unpack as any, in windows that every reader allows.
const ZSTANDARD_LEVEL: i32 = 18;

const BASIS_LZ: u32 = 1;
const ZSTANDARD: u32 = 2;

/// What a `.basis` file holds.
struct Basis<'a> {
    is_uastc: bool,
    has_alpha: bool,
    size_px: [u32; 2],
    /// The largest first: colour, and alpha where that is apart.
    levels: Vec<(&'a [u8], &'a [u8])>,
    /// Numbers and bytes of endpoints and selectors, then what unpacks the slices.
    endpoints: (u32, &'a [u8]),
    selectors: (u32, &'a [u8]),
    tables: &'a [u8],
}

/// Reads a little-endian number of up to four bytes.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + length)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

/// The bytes that an offset, and a length of `length` bytes behind it, point at.
fn part(bytes: &[u8], at: usize, length: usize) -> Option<&[u8]> {
    let (from, length) = (number(bytes, at, 4)? as usize, number(bytes, at + 4, length)? as usize);
    bytes.get(from..from.checked_add(length)?)
}

impl<'a> Basis<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let descriptions = bytes.get(number(bytes, DESCRIPTIONS_AT, 4)? as usize..)?;
        let slices = descriptions.chunks_exact(SLICE_BYTES).take(number(bytes, SLICES_AT, 3)? as usize);
        let mut basis = Basis {
            is_uastc: number(bytes, FORMAT_AT, 1)? == 1,
            has_alpha: number(bytes, FLAGS_AT, 2)? & HAS_ALPHA != 0,
            size_px: [0; 2],
            levels: Vec::new(),
            endpoints: (number(bytes, ENDPOINTS_AT, 2)?, part(bytes, ENDPOINTS_AT + 2, 3)?),
            selectors: (number(bytes, SELECTORS_AT, 2)?, part(bytes, SELECTORS_AT + 2, 3)?),
            tables: part(bytes, TABLES_AT, 4)?,
        };
        for slice in slices {
            let (level, flags) = (number(slice, SLICE_LEVEL_AT, 1)? as usize, number(slice, SLICE_LEVEL_AT + 1, 1)?);
            let (from, length) = (number(slice, 13, 4)? as usize, number(slice, 17, 4)? as usize);
            let data = bytes.get(from..from.checked_add(length)?)?;
            let is_first = level == basis.levels.len();
            match basis.levels.get_mut(level) {
                Some((_, alpha)) => *alpha = data,
                None if is_first && (basis.is_uastc || flags & SLICE_IS_ALPHA == 0) => {
                    basis.levels.push((data, &[]));
                }
                None => return None,
            }
            if level == 0 {
                basis.size_px = [number(slice, 5, 2)?, number(slice, 7, 2)?];
            }
        }
        (!basis.levels.is_empty()).then_some(basis)
    }

    /// What all levels of ETC1S share (§ "BasisLZ Global Data").
    fn global(&self) -> Vec<u8> {
        let mut global = Vec::new();
        let counts = self.endpoints.0 | self.selectors.0 << 16;
        let lengths = [self.endpoints.1, self.selectors.1, self.tables].map(|bytes| bytes.len() as u32);
        words(&mut global, &[counts, lengths[0], lengths[1], lengths[2], 0]);
        for (color, alpha) in &self.levels {
            let (color, alpha) = (color.len() as u32, alpha.len() as u32);
            words(&mut global, &[0, 0, color, if alpha > 0 { color } else { 0 }, alpha]);
        }
        [self.endpoints.1, self.selectors.1, self.tables].iter().for_each(|bytes| global.extend_from_slice(bytes));
        global
    }

    /// The data format descriptor (Khronos Data Format Specification 1.3): what is in a block of 4 × 4 pixels.
    fn descriptor(&self, is_srgb: bool) -> Vec<u8> {
        const MODELS: [u32; 2] = [163, 166];
        const BT709: u32 = 1;
        const WHOLE_BLOCK: u32 = 0x0303;
        // Of each sample: where its bits begin, their number less one, what they are.
        let samples: &[[u32; 3]] = match (self.is_uastc, self.has_alpha) {
            (false, false) => &[[0, 63, 0]],
            (false, true) => &[[0, 63, 0], [64, 63, 15]],
            (true, false) => &[[0, 127, 0]],
            (true, true) => &[[0, 127, 3]],
        };
        let length = 24 + 16 * samples.len() as u32;
        let transfer = if is_srgb { 2 } else { 1 };
        let mut descriptor = Vec::new();
        let model = MODELS[usize::from(self.is_uastc)] | BT709 << 8 | transfer << 16;
        words(&mut descriptor, &[length + 4, 0, 2 | length << 16, model, WHOLE_BLOCK, 0, 0]);
        for [offset, bits, channel] in samples {
            words(&mut descriptor, &[offset | bits << 16 | channel << 24, 0, 0, u32::MAX]);
        }
        descriptor
    }
}

fn words(bytes: &mut Vec<u8>, words: &[u32]) {
    words.iter().for_each(|word| bytes.extend_from_slice(&word.to_le_bytes()));
}

fn keys() -> Vec<u8> {
    let mut bytes = Vec::new();
    for (key, value) in KEYS {
        words(&mut bytes, &[(key.len() + value.len() + 2) as u32]);
        bytes.extend([key, "\0", value, "\0"].concat().into_bytes());
        bytes.resize(bytes.len().next_multiple_of(4), 0);
    }
    bytes
}

/// The KTX2 file of a `.basis` file with one picture; `None` if that is not what it is.
pub fn ktx2(basis: &[u8], is_srgb: bool) -> Option<Vec<u8>> {
    let basis = Basis::read(basis)?;
    let levels: Option<Vec<Vec<u8>>> = basis.levels.iter().map(|level| packed(basis.is_uastc, *level)).collect();
    let (levels, descriptor, keys) = (levels?, basis.descriptor(is_srgb), keys());
    let global = if basis.is_uastc { Vec::new() } else { basis.global() };
    let descriptor_at = HEADER_BYTES + LEVEL_BYTES * levels.len();
    let keys_at = descriptor_at + descriptor.len();
    // What is shared begins at a multiple of eight (§ "Supercompression Global Data").
    let global_at = (keys_at + keys.len()).next_multiple_of(8);
    let data_at = if global.is_empty() { keys_at + keys.len() } else { global_at + global.len() };

    let mut file = IDENTIFIER.to_vec();
    let [width, height] = basis.size_px;
    let scheme = if basis.is_uastc { ZSTANDARD } else { BASIS_LZ };
    words(&mut file, &[0, 1, width, height, 0, 0, 1, levels.len() as u32, scheme]);
    words(&mut file, &[descriptor_at, descriptor.len(), keys_at, keys.len()].map(|number| number as u32));
    let place = if global.is_empty() { [0, 0] } else { [global_at, global.len()] };
    place.iter().for_each(|number| file.extend_from_slice(&(*number as u64).to_le_bytes()));
    // Smallest first in the file, largest first in the index.
    let mut end = data_at + levels.iter().map(Vec::len).sum::<usize>();
    for (level, (color, _)) in levels.iter().zip(&basis.levels) {
        end -= level.len();
        let plain = if basis.is_uastc { color.len() } else { 0 };
        [end, level.len(), plain].iter().for_each(|number| file.extend_from_slice(&(*number as u64).to_le_bytes()));
    }
    file.extend(descriptor);
    file.extend(keys);
    file.resize(file.len().max(if global.is_empty() { 0 } else { global_at }), 0);
    file.extend(global);
    levels.iter().rev().for_each(|level| file.extend_from_slice(level));
    Some(file)
}

/// A level as it lies in the file.
fn packed(is_uastc: bool, (color, alpha): (&[u8], &[u8])) -> Option<Vec<u8>> {
    if is_uastc { zstd::bulk::compress(color, ZSTANDARD_LEVEL).ok() } else { Some([color, alpha].concat()) }
}
