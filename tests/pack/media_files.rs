//! Media made by code, and halls with one of them.

use bytes::Bytes;
use hall::{Finding, Limits};
use pack::{Look, PackError, Report};
use serde_json::{Value, json};

use crate::pictures::{exhibition, png};
use crate::place::{Place, pack_files};

/// A hall that names one file in one place: a kind of an exhibit's media, `poster`, `screen` or `captions`.
pub fn manifest(place: &str, name: &str) -> Value {
    let words = json!({"zh-CN": "甲", "en": "A"});
    let mut hall = json!({"version": 1, "title": words, "scenes": ["hall.glb"]});
    let screen = |file: &str| json!({"id": "s", "title": words, "node": "picture 0", "file": file, "alt": words});
    match place {
        "poster" => hall["poster"] = json!(name),
        "screen" => hall["screens"] = json!([screen(name)]),
        "captions" => {
            hall["tours"] = json!([{"id": "t", "title": words, "stops": [{"exhibit": "e", "captions": {"en": name}}]}]);
            hall["exhibits"] = json!([{"id": "e", "title": words, "anchor": {"position": [0, 0, 0]}}]);
        }
        kind => {
            let media = json!([{"kind": kind, "file": name, "alt": words}]);
            hall["exhibits"] = json!([{"id": "e", "title": words, "anchor": {"position": [0, 0, 0]}, "media": media}]);
        }
    }
    hall
}

/// The files of such a hall.
pub fn files<'a>(place: &str, name: &'a str, bytes: &[u8]) -> Vec<(&'a str, Bytes)> {
    let manifest = manifest(place, name).to_string().into_bytes();
    let bytes = Bytes::copy_from_slice(bytes);
    vec![("hall.json", manifest.into()), ("hall.glb", exhibition(&[png(4, 4)])), (name, bytes)]
}

/// What is found in such a hall.
pub fn looked(place: &str, name: &str, bytes: &[u8]) -> Look {
    let files = files(place, name, bytes);
    let file = |path: &str| files.iter().find(|(known, _)| *known == path).map(|(_, bytes)| bytes.clone());
    pack::look("hall.json", &file, &Limits::default())
}

/// What is found, by code, where it is not about the names of things.
pub fn codes(look: &Look) -> Vec<&'static str> {
    look.findings.iter().map(|finding| finding.code).collect()
}

/// The one error that is found, which says in both languages what, where and how to mend it.
#[track_caller]
pub fn error(look: &Look) -> &Finding {
    let errors: Vec<&Finding> =
        look.findings.iter().filter(|finding| finding.severity == hall::Severity::Error).collect();
    let [error] = errors[..] else { panic!("expected one error, found {errors:?}") };
    assert!(!error.place.is_empty() && error.file == "hall.json", "{error:?}");
    for lang in ["zh-CN", "en"] {
        assert!(error.message(lang).len() > 8 && !error.hint(lang).is_empty(), "{error:?}");
    }
    error
}

/// The code of the one error that such a file has; packing refuses it, too.
#[track_caller]
pub fn refused(place: &str, name: &str, bytes: &[u8]) -> &'static str {
    let code = error(&looked(place, name, bytes)).code;
    let packed = packed(place, name, bytes).map(|(_, report)| report.pack.media);
    assert_eq!(packed.map_err(|error| error.code()), Err(code));
    code
}

/// A pack of such a hall.
pub fn packed(place: &str, name: &str, bytes: &[u8]) -> Result<(Place, Report), PackError> {
    let folder = Place::new();
    let report = pack_files(&folder, "hall.json", &files(place, name, bytes))?;
    Ok((folder, report))
}

/// What a visitor at a desk gets of such a file, and how its name ends.
#[track_caller]
pub fn delivered(place: &str, name: &str, bytes: &[u8]) -> (Vec<u8>, String) {
    let (folder, report) = packed(place, name, bytes).unwrap();
    let file = report.pack.media[name].of_tier(pack::texture::Tier::Desktop).unwrap();
    let ending = file.file.rsplit('.').next().unwrap().to_owned();
    (std::fs::read(folder.0.join("pack").join(&file.file)).unwrap(), ending)
}

pub fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

/// A box of ISO/IEC 14496-12.
pub fn atom(kind: &[u8], body: &[u8]) -> Vec<u8> {
    [&(body.len() as u32 + 8).to_be_bytes()[..], kind, body].concat()
}

fn words(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_be_bytes()).collect()
}

/// A film of three pictures and, if it is heard, four pieces of sound, each made of one letter.
pub struct Film {
    pub brand: [u8; 4],
    pub codec: [u8; 4],
    pub profile: u8,
    pub size_px: (u16, u16),
    pub is_index_last: bool,
    pub has_wide_offsets: bool,
    pub has_picture: bool,
    pub has_sound: bool,
    /// Flags and address of where the media are.
    pub source: (u32, &'static [u8]),
    /// In place of the true table of sizes.
    pub sizes: Option<Vec<u8>>,
    /// Added to every offset.
    pub shift: u32,
    /// More boxes in the index.
    pub more: Vec<u8>,
}

impl Default for Film {
    fn default() -> Self {
        Self {
            brand: *b"isom",
            codec: *b"avc1",
            profile: 100,
            size_px: (640, 360),
            is_index_last: false,
            has_wide_offsets: false,
            has_picture: true,
            has_sound: true,
            source: (1, b""),
            sizes: None,
            shift: 0,
            more: Vec::new(),
        }
    }
}

pub const PICTURES: &[u8] = b"aaaabbbbbcc";
pub const SOUNDS: &[u8] = b"ddddeeffffffg";

impl Film {
    pub fn write(&self) -> Vec<u8> {
        let brands = atom(b"ftyp", &[&self.brand[..], &[0; 4], b"isom"].concat());
        let media = atom(b"mdat", &[PICTURES, SOUNDS].concat());
        let index_length = self.index(0).len();
        let begin = brands.len() + if self.is_index_last { 0 } else { index_length } + 8;
        let index = self.index((begin as u32).wrapping_add(self.shift));
        if self.is_index_last { [brands, media, index].concat() } else { [brands, index, media].concat() }
    }

    fn index(&self, begin: u32) -> Vec<u8> {
        let mut body = atom(b"mvhd", &[&[0; 12][..], &words(&[1000, 3000]), &[0; 80]].concat());
        if self.has_picture {
            body.extend(self.track(b"vide", &[4, 5, 2], &[begin, begin + 9], &[(1, 2), (2, 1)], &self.picture()));
        }
        if self.has_sound {
            let sound = begin + PICTURES.len() as u32;
            body.extend(self.track(b"soun", &[4, 2, 6, 1], &[sound], &[(1, 4)], &sound_description()));
        }
        body.extend(&self.more);
        atom(b"moov", &body)
    }

    /// ISO/IEC 14496-15 §5.4.
    fn picture(&self) -> Vec<u8> {
        let mut entry = vec![0; 78];
        entry[7] = 1;
        entry[24..26].copy_from_slice(&self.size_px.0.to_be_bytes());
        entry[26..28].copy_from_slice(&self.size_px.1.to_be_bytes());
        entry.extend(atom(b"avcC", &[1, self.profile, 0, 31, 0xff, 0xe0, 0]));
        atom(&self.codec, &entry)
    }

    fn track(&self, handler: &[u8], sizes: &[u32], offsets: &[u32], runs: &[(u32, u32)], entry: &[u8]) -> Vec<u8> {
        let count = sizes.len() as u32;
        let table = |kind: &[u8], head: &[u32], rows: Vec<u8>| atom(kind, &[words(head), rows].concat());
        let runs: Vec<u32> = runs.iter().flat_map(|(first, many)| [*first, *many, 1]).collect();
        let wide = offsets.iter().flat_map(|offset| u64::from(*offset).to_be_bytes()).collect();
        let offsets = match self.has_wide_offsets {
            true => table(b"co64", &[0, offsets.len() as u32], wide),
            false => table(b"stco", &[0, offsets.len() as u32], words(offsets)),
        };
        let true_sizes = table(b"stsz", &[0, 0, count], words(sizes));
        let sizes = self.sizes.as_ref().map_or(true_sizes, |body| atom(b"stsz", body));
        let stbl = [
            table(b"stsd", &[0, 1], entry.to_vec()),
            table(b"stts", &[0, 1], words(&[count, 1000])),
            table(b"stsc", &[0, runs.len() as u32 / 3], words(&runs)),
            sizes,
            offsets,
        ];
        let (flags, address) = self.source;
        let reference = atom(b"url ", &[&words(&[flags])[..], address].concat());
        let dinf = atom(b"dinf", &table(b"dref", &[0, 1], reference));
        let minf = atom(b"minf", &[dinf, atom(b"stbl", &stbl.concat())].concat());
        let mdhd = atom(b"mdhd", &[words(&[0, 0, 0, 1000, count * 1000]), vec![0; 4]].concat());
        let hdlr = atom(b"hdlr", &[&[0; 8][..], handler, &[0; 13]].concat());
        atom(b"trak", &[atom(b"tkhd", &[0; 84]), atom(b"mdia", &[mdhd, hdlr, minf].concat())].concat())
    }
}

/// AAC (ISO/IEC 14496-14 §5.6).
fn sound_description() -> Vec<u8> {
    let mut entry = vec![0; 28];
    entry[7] = 1;
    let configuration = [0x04, 15, 0x40, 0x15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let stream = [&[0x03, 20, 0, 1, 0][..], &configuration].concat();
    entry.extend(atom(b"esds", &[&[0; 4][..], &stream].concat()));
    atom(b"mp4a", &entry)
}

/// An MP3 of so many frames of 417 or 418 bytes: 128 kbit/s, 44,100 Hz.
pub fn mp3(frames: usize) -> Vec<u8> {
    [&[0xff, 0xfb, 0x90, 0x00][..], &[0x55; 413]].concat().repeat(frames)
}

/// An element of WebM (RFC 8794).
pub fn element(kind: &[u8], body: &[u8]) -> Vec<u8> {
    [kind, &(0x1000_0000 | body.len() as u32).to_be_bytes(), body].concat()
}

/// A WebM of one track.
pub fn webm(doc_type: &[u8], codec: &[u8]) -> Vec<u8> {
    let picture = element(b"\xe0", &[element(b"\xb0", &[2, 128]), element(b"\xba", &[1, 104])].concat());
    let track = element(b"\xae", &[element(b"\x86", codec), picture].concat());
    let info = element(b"\x15\x49\xa9\x66", &element(b"\x44\x89", &4000_f32.to_be_bytes()));
    let tracks = element(b"\x16\x54\xae\x6b", &track);
    let cluster = element(b"\x1f\x43\xb6\x75", &[0; 30]);
    let segment = element(b"\x18\x53\x80\x67", &[info, tracks, cluster].concat());
    [element(b"\x1a\x45\xdf\xa3", &element(b"\x42\x82", doc_type)), segment].concat()
}
