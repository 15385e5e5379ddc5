//! Whatever is wrong with the bytes: an error or another picture, and never much memory.

use hall::Limits;
use peak_alloc::PeakAlloc;
use unpack::unpack_ktx2;

use crate::ALL;
use crate::ktx2::{EVERY, NONE, plain};

#[global_allocator]
static PEAK: PeakAlloc = PeakAlloc;

fn try_both(bytes: &[u8]) {
    for formats in [NONE, EVERY] {
        let _ = unpack_ktx2(bytes, formats, 8192, &Limits::default());
    }
}

#[test]
fn cut_short_is_an_error() {
    for (name, whole) in ALL {
        for length in 0..whole.len() {
            let outcome = unpack_ktx2(&whole[..length], NONE, 8192, &Limits::default());
            assert!(outcome.is_err(), "{name}: {length} of {} bytes", whole.len());
        }
    }
}

#[test]
fn flipped_bits_do_no_harm() {
    // The decoder's own words on each of the many are not of interest.
    std::panic::set_hook(Box::new(|_| ()));
    for (_, whole) in ALL {
        for at in 0..whole.len() {
            for bit in [0, 3, 7] {
                let mut bytes = whole.to_vec();
                bytes[at] ^= 1 << bit;
                // Sizes that are truly large take truly long: they have their own test.
                if !(20..28).contains(&at) {
                    try_both(&bytes);
                }
            }
        }
    }
    let _ = std::panic::take_hook();
}

#[test]
fn words_that_lie_are_refused_before_memory_is_taken() {
    let (_, etc1s) = ALL[0];
    let (_, uastc) = ALL[2];
    // Width, height, depth, layers, faces, levels, and the lengths of what follows.
    for whole in [etc1s, uastc] {
        for at in [20, 24, 28, 32, 36, 40, 48, 52, 64, 68, 72, 76, 80, 84, 88, 92] {
            for lie in [0x10u32, 0x1fff, 0x2000, 0x2001, 0xffff, 0x7fff_ffff, 0xffff_ffff] {
                let mut bytes = whole.to_vec();
                bytes[at..at + 4].copy_from_slice(&lie.to_le_bytes());
                for formats in [NONE, EVERY] {
                    PEAK.reset_peak_usage();
                    let before = PEAK.current_usage();
                    let outcome = unpack_ktx2(&bytes, formats, 8192, &Limits::default());
                    let taken = PEAK.peak_usage().saturating_sub(before);
                    // What the largest picture takes that is allowed, in blocks and in indices; others run beside.
                    assert!(taken < 256 << 20, "{at}, {lie:x}: {taken} bytes");
                    assert!(at > 24 || lie <= 0x2000 || outcome.is_err(), "{at}, {lie:x}");
                }
            }
        }
    }
}

#[test]
fn code_books_are_read_before_memory_is_taken() {
    let (_, etc1s) = ALL[0];
    let global_at = u64::from_le_bytes(*etc1s[64..].first_chunk().expect("there is an index")) as usize;
    let mut bytes = etc1s.to_vec();
    for at in [20, 24] {
        bytes[at..at + 4].copy_from_slice(&0x2000_u32.to_le_bytes());
    }
    // Longer endpoints than the file has.
    bytes[global_at + 4..global_at + 8].copy_from_slice(&0xffff_u32.to_le_bytes());
    for formats in [NONE, EVERY] {
        PEAK.reset_peak_usage();
        let before = PEAK.current_usage();
        assert!(unpack_ktx2(&bytes, formats, 8192, &Limits::default()).is_err());
        let taken = PEAK.peak_usage().saturating_sub(before);
        // The pixels would be 358 MB, or 45 MB in blocks; others run beside.
        assert!(taken < 32 << 20, "{taken} bytes");
    }
}

#[test]
fn a_zstandard_bomb_stays_small() {
    // A level that says it inflates to what its size asks for, and is something else.
    let (_, uastc) = ALL[2];
    let at = u64::from_le_bytes(*uastc[80..].first_chunk().expect("there is a level index")) as usize;
    for garbage in [&[0u8; 32][..], &[0xff; 32], b"\x28\xb5\x2f\xfd\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"] {
        let mut bytes = uastc.to_vec();
        bytes[at..at + garbage.len()].copy_from_slice(garbage);
        assert!(unpack_ktx2(&bytes, NONE, 8192, &Limits::default()).is_err());
    }
}

#[test]
fn what_is_not_one_flat_picture_is_refused() {
    let sound = plain(37, [1, 1], &[0; 4]);
    assert!(unpack_ktx2(&sound, NONE, 8192, &Limits::default()).is_ok());
    for (at, value) in [(28, 1u32), (32, 2), (36, 6), (36, 0), (40, 2), (44, 3), (44, 1), (16, 0)] {
        let mut bytes = sound.clone();
        bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
        let outcome = unpack_ktx2(&bytes, NONE, 8192, &Limits::default());
        assert!(outcome.is_err() || at == 16, "{at} = {value}");
    }
}
