//! How a worker in a browser calls a decoder: it asks for room, fills it, has it unpacked, and reads the answer. Numbers only go in and out,
//! so the module needs no glue.

use std::cell::RefCell;

thread_local! {
    static ROOM: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static ANSWER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Where to put `length` bytes.
#[expect(unsafe_code, reason = "a name that the worker knows; it takes and gives nothing but numbers")]
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *const u8 {
    ANSWER.take();
    ROOM.replace(vec![0; length]);
    ROOM.with_borrow(|room| room.as_ptr())
}

/// Unpacks what is in the room. 1 when the answer is what was packed, 0 when it is words that say why not.
#[expect(unsafe_code, reason = "a name that the worker knows; it takes and gives nothing but numbers")]
#[unsafe(no_mangle)]
pub extern "C" fn unpack(first: u32, second: u32) -> u32 {
    let packed = ROOM.take();
    let outcome = decode(&packed, first, second);
    drop(packed);
    let is_good = outcome.is_ok();
    ANSWER.replace(outcome.unwrap_or_else(String::into_bytes));
    is_good.into()
}

/// Where the answer is, until room is asked for again.
#[expect(unsafe_code, reason = "a name that the worker knows; it takes and gives nothing but numbers")]
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const u8 {
    ANSWER.with_borrow(|answer| answer.as_ptr())
}

/// How long it is.
#[expect(unsafe_code, reason = "a name that the worker knows; it takes and gives nothing but numbers")]
#[unsafe(no_mangle)]
pub extern "C" fn answer_length() -> usize {
    ANSWER.with_borrow(Vec::len)
}

/// `formats` are bits: 1 BC7, 2 ETC2, 4 ASTC.
#[cfg(feature = "ktx2")]
fn decode(packed: &[u8], formats: u32, max_side_px: u32) -> Result<Vec<u8>, String> {
    let formats = hall::TexelFormats::from_bits(formats);
    let texels = crate::unpack_ktx2(packed, formats, max_side_px, &hall::Limits::default());
    texels.map(|texels| texels.to_bytes()).map_err(|error| error.to_string())
}

#[cfg(all(feature = "draco", not(feature = "ktx2")))]
fn decode(packed: &[u8], most_faces: u32, most_bytes: u32) -> Result<Vec<u8>, String> {
    let geometry = hall::gltf::unpack_draco(packed, most_faces.into(), most_bytes.into());
    geometry.map(|geometry| geometry.to_bytes()).ok_or_else(String::new)
}

#[cfg(all(feature = "tangents", not(any(feature = "draco", feature = "ktx2"))))]
fn decode(surface: &[u8], _: u32, _: u32) -> Result<Vec<u8>, String> {
    hall::gltf::make_tangents(surface).ok_or_else(String::new)
}

#[cfg(not(any(feature = "draco", feature = "ktx2", feature = "tangents")))]
fn decode(_: &[u8], _: u32, _: u32) -> Result<Vec<u8>, String> {
    Err("this module unpacks nothing".to_owned())
}
