//! Decoders: what they make of sound files, and that unsound ones do no harm. The fixtures and their origin: `README.md`.

mod draco;
mod hostile;
mod ktx2;
mod tangents;

const ETC1S: &[u8] = include_bytes!("etc1s.ktx2");
const ETC1S_ALPHA: &[u8] = include_bytes!("etc1s_alpha.ktx2");
const UASTC: &[u8] = include_bytes!("uastc.ktx2");
const UASTC_ALPHA: &[u8] = include_bytes!("uastc_alpha.ktx2");
const ALL: [(&str, &[u8]); 4] =
    [("etc1s", ETC1S), ("etc1s_alpha", ETC1S_ALPHA), ("uastc", UASTC), ("uastc_alpha", UASTC_ALPHA)];
