//! How what is packed is unpacked: the decoders that most halls don't need, each a small module that a page loads when a file does.
//!
//! [`unpack_ktx2`] makes texels that a GPU reads of a KTX2 file. Draco stands in [`hall::gltf::unpack_draco`], and tangents, which a file may leave
//! to its reader, in [`hall::gltf::make_tangents`]; here they only get their doors.
//!
//! *Invariant:* bytes come in, plain data goes out; nothing here knows a GPU, a page or a file. Whatever the bytes are, memory stays below
//! what the caller allows, and a decoder that breaks down takes nobody with it.

#[cfg(feature = "ktx2")]
mod basis;
#[cfg(feature = "ktx2")]
mod container;
#[cfg(target_arch = "wasm32")]
mod door;
#[cfg(feature = "ktx2")]
mod ktx2;

#[cfg(feature = "ktx2")]
pub use ktx2::{Ktx2Error, unpack_ktx2};
