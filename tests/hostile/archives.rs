//! Zips: bombs, ways out, and two truths about one file.

use std::fs::File;

use pack::archive::{Archive, ArchiveLimits};
use serde_json::json;

use crate::json::scene;
use crate::paint::{png, zeros};
use crate::place::Place;
use crate::run::{Hostile, Run};
use crate::zip::{ENCRYPTED, Packed, zip, zip_of};

fn floor() -> Vec<u8> {
    scene(json!({})).to_string().into_bytes()
}

/// A zip of the floor and these files.
fn case(number: u32, what: &'static str, more: &[Packed]) -> Hostile {
    let files = [&[Packed::deflated("a.gltf", &floor())], more].concat();
    Hostile::new(number, what, "a.zip", zip(&files))
}

fn named(name: &str) -> [Packed; 1] {
    [Packed::plain(name, "x")]
}

/// So many MiB of zeros, said to be so many bytes.
fn bomb(name: &str, mebibytes: usize, unpacked: u64) -> Packed {
    let bytes = zeros(mebibytes);
    Packed { bytes, method: 8, unpacked, ..Packed::plain(name, "") }
}

fn bombs() -> Vec<Hostile> {
    let many: Vec<Packed> = (0..100_000).map(|at| Packed::plain(&format!("{at}"), "")).collect();
    let media: Vec<_> = (0..2000).map(|at| json!({"kind": "document", "file": format!("{}.pdf", at % 3)})).collect();
    let manifest = json!({
        "version": 1, "title": {"en": "Fair"}, "scenes": ["a.gltf"],
        "exhibits": [{"id": "a", "title": {"en": "A"}, "anchor": {"position": [0, 0, 0]}, "media": media}],
    });
    let mut asked = vec![Packed::plain("hall.json", manifest.to_string())];
    let mut sum = flate2::Crc::new();
    sum.update(&vec![0; 190 << 20]);
    asked.extend((0..3).map(|at| Packed { sum: sum.sum(), ..bomb(&format!("{at}.pdf"), 190, 190 << 20) }));
    vec![
        case(69, "2 GiB of zeros in 2 MB", &[bomb("b.bin", 2048, 2 << 30)]).refused("zip-unpacks-too-large"),
        Hostile::new(69, "the same, said to be 1 MB", "a.zip", zip(&[bomb("a.glb", 2048, 1 << 20)]))
            .refused("zip-damaged"),
        case(69, "three files of 190 MB, named 2,000 times", &asked).refused("zip-read-too-often"),
        Hostile::new(71, "100,000 files", "a.zip", zip(&many)).refused("zip-too-many-files"),
    ]
}

fn ways_out() -> Vec<Hostile> {
    let out = ["../b", "a/../../b", "/etc/b", "..\\b", "C:\\b", "\\\\host\\b", "b\0.txt"];
    let link = |mode| [Packed { mode, ..Packed::plain("b.bin", "/etc/passwd") }];
    let mut cases: Vec<_> =
        out.iter().map(|name| case(70, "a name that leads out", &named(name)).refused("zip-name")).collect();
    cases.extend([
        case(
            70,
            "a name in unknown letters",
            &[Packed { flags: 0, name: b"\xff\xff.bin".to_vec(), ..Packed::plain("", "x") }],
        )
        .refused("zip-name"),
        case(72, "a link", &link(0o120_777)).refused("zip-link"),
        case(72, "a device", &link(0o020_777)).refused("zip-link"),
        case(73, "a name twice", &[Packed::plain("a.gltf", "{}")]).refused("zip-name-twice"),
        case(73, "a name twice, written differently", &[Packed::plain("./a.gltf", "{}")]).refused("zip-name-twice"),
    ]);
    cases
}

fn lies() -> Vec<Hostile> {
    let file = || Packed::plain("b.bin", "some bytes");
    let zip64 = Packed { unpacked: 1 << 60, ..Packed::deflated("b.bin", b"some bytes") };
    let inner = zip(&[Packed::deflated("hall.json", b"{}")]);
    let honest = zip(&[Packed::deflated("a.gltf", &floor())]);
    let floor = Packed::deflated("a.gltf", &floor());
    let whole = |what, bytes: Vec<u8>| Hostile::new(74, what, "a.zip", bytes);
    let mut lying = floor.clone();
    lying.sum ^= 1;
    vec![
        whole("a zip in a zip", zip(&[Packed::plain("inner.zip", inner)])).refused("zip-no-hall"),
        case(74, "encrypted", &[Packed { flags: ENCRYPTED, ..file() }]).refused("zip-encrypted"),
        case(74, "packed by bzip2", &[Packed { method: 12, ..file() }]).refused("zip-method"),
        case(74, "2^60 bytes by zip64", &[zip64]).refused("zip-unpacks-too-large"),
        case(74, "more bytes than can be packed so", &[Packed { method: 8, unpacked: 1 << 24, ..file() }])
            .refused("zip-contradiction"),
        case(74, "another name before the file", &[Packed { local_name: Some(b"c.exe".to_vec()), ..file() }])
            .refused("zip-contradiction"),
        case(74, "another size before the file", &[Packed { local_unpacked: Some(9), ..file() }])
            .refused("zip-contradiction"),
        case(
            74,
            "two files in the same bytes",
            &[file(), Packed { name: b"c.bin".to_vec(), local_name: None, shares: Some(1), ..file() }],
        )
        .refused("zip-contradiction"),
        whole("one file more than it says", zip_of(&[floor.clone(), file()], 1)).refused("zip-contradiction"),
        whole("a wrong sum", zip(&[lying])).refused("zip-damaged"),
        whole("cut short", honest[..honest.len() - 30].to_vec()).refused("zip-damaged"),
        whole("no zip", b"hello".to_vec()).refused("zip-damaged"),
        whole("RAR", [&b"Rar!\x1a\x07\x01\0"[..], &[7; 60]].concat()).refused("zip-other-kind"),
        Hostile::new(74, "7z, by its own name", "a.7z", [&b"7z\xbc\xaf\x27\x1c\0\x04"[..], &[7; 60]].concat())
            .refused("zip-other-kind"),
        whole("tar", [&[b'a'; 257][..], b"ustar\0", &[0; 300]].concat()).refused("zip-other-kind"),
        whole("nothing in it", zip(&[])).refused("zip-no-hall"),
        whole("two scenes", zip(&[floor.clone(), Packed { name: b"b.gltf".to_vec(), ..floor }]))
            .refused("zip-several-halls"),
    ]
}

pub fn cases() -> Vec<Hostile> {
    [bombs(), ways_out(), lies()].into_iter().flatten().collect()
}

/// A hall of three files, with Chinese names.
fn hall() -> [(&'static str, Vec<u8>); 3] {
    let manifest = json!({
        "version": 1, "title": {"zh-CN": "展厅"}, "scenes": ["a.gltf"],
        "exhibits": [{
            "id": "a", "title": {"zh-CN": "甲"}, "anchor": {"position": [0, 0, 0]},
            "media": [{"kind": "image", "file": "图片/甲.png", "alt": {"zh-CN": "甲"}}],
        }],
    });
    [("hall.json", manifest.to_string().into_bytes()), ("a.gltf", floor()), ("图片/甲.png", png(&[]))]
}

/// What Windows makes of its folder: names in GB 18030 and nothing that says so, and sometimes the wrong slash.
fn of_windows() -> Vec<u8> {
    const NAMES: [&[u8]; 3] =
        [b"\xd5\xb9\xcc\xfc/hall.json", b"\xd5\xb9\xcc\xfc\\a.gltf", b"\xd5\xb9\xcc\xfc/\xcd\xbc\xc6\xac/\xbc\xd7.png"];
    let named = |name: &[u8], bytes: &[u8]| Packed { name: name.to_vec(), flags: 0, ..Packed::deflated("", bytes) };
    let mut files: Vec<Packed> = hall().iter().zip(NAMES).map(|((_, bytes), name)| named(name, bytes)).collect();
    files.insert(0, Packed { mode: 0o040_755, ..named(b"\xd5\xb9\xcc\xfc/", b"") });
    files.push(named(b"\xd5\xb9\xcc\xfc/Thumbs.db", b"x"));
    zip(&files)
}

/// What macOS makes of it: UTF-8 without a mark, sizes behind the files, and its own belongings.
fn of_macos() -> Vec<u8> {
    let named = |name: &str, bytes: &[u8]| Packed { flags: 0, is_streamed: true, ..Packed::deflated(name, bytes) };
    let mut files: Vec<Packed> = hall().iter().map(|(name, bytes)| named(&format!("展厅/{name}"), bytes)).collect();
    files.extend([named("__MACOSX/展厅/._hall.json", b"x"), named("展厅/.DS_Store", b"x")]);
    zip(&files)
}

#[test]
fn a_zip_is_packed_like_its_folder() {
    let place = Place::new();
    for (name, bytes) in hall() {
        place.write(&format!("folder/{name}"), bytes);
    }
    place.write("windows.zip", of_windows());
    place.write("macos.ZIP", of_macos());
    for (path, target) in [("folder", "of_folder"), ("windows.zip", "of_windows"), ("macos.ZIP", "of_macos")] {
        let check = Run::of(&place, &["check", path, "--json"]);
        assert_eq!(check.said["can_be_shown"], true, "{path}: {:?}", check.said);
        assert_eq!(check.said["confinement"]["network"], "whole");
        let pack = Run::of(&place, &["pack", path, "--json", "-o", target, "--viewer", "none"]);
        assert_eq!(pack.status, 0, "{path}: {:?}", pack.said);
        assert_eq!(pack.said["confinement"]["files"], "whole");
    }
    let files = place.files();
    let of = |target: &str| {
        let inside = files.iter().filter_map(|(name, bytes)| Some((name.strip_prefix(target)?, bytes)));
        inside.collect::<Vec<_>>()
    };
    assert!(of("of_folder/").len() > 3);
    assert!(of("of_folder/") == of("of_windows/") && of("of_folder/") == of("of_macos/"));
}

#[test]
fn a_zip_of_more_than_300_mib_is_not_looked_into() {
    let place = Place::new();
    File::create(place.0.join("a.zip")).unwrap().set_len((300 << 20) + 1).unwrap();
    for command in ["check", "pack"] {
        let run = Run::of(&place, &[command, "a.zip", "--json"]);
        assert!(run.status == 1 && run.codes().contains("zip-too-large"), "{:?}", run.said);
    }
}

#[test]
fn a_refusal_names_the_file_in_both_languages() {
    let place = Place::new();
    place.write(
        "a.zip",
        case(72, "", &[Packed { mode: 0o120_777, ..Packed::plain("图片/链接.png", "/etc/passwd") }]).files[0].1.clone(),
    );
    for (lang, words) in [("zh-CN", "是链接或设备"), ("en", "is a link or a device")] {
        let run = Run::of(&place, &["check", "a.zip", "--json", "--lang", lang]);
        let error = run.said["error"].as_str().unwrap();
        assert!(error.contains(words) && error.contains("图片/链接.png"), "{error}");
    }
}

#[test]
fn no_damaged_byte_leads_to_a_panic() {
    let place = Place::new();
    let path = place.0.join("a.zip");
    let streamed = Packed { is_streamed: true, ..Packed::deflated("图片/a.bin", &[7; 3000]) };
    let whole = zip(&[Packed::deflated("hall.json", b"{\"version\": 1}"), streamed, Packed::plain("b.txt", "plain")]);
    let read = |bytes: &[u8]| -> Result<usize, String> {
        std::fs::write(&path, bytes).unwrap();
        let file = File::open(&path).unwrap();
        let archive = Archive::open(file, &ArchiveLimits::default()).map_err(|error| error.told().words.en)?;
        let files = ["hall.json", "图片/a.bin", "b.txt"].into_iter();
        let read = files.map(|name| archive.read(name, 1 << 20).map_err(|error| error.told().words.zh));
        Ok(read.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().count())
    };
    assert_eq!(read(&whole), Ok(3));
    let mut refused = 0;
    for at in 0..whole.len() {
        for damage in [1, 0x80, 0xff] {
            let mut damaged = whole.clone();
            damaged[at] ^= damage;
            refused += usize::from(read(&damaged).is_err());
        }
        assert!(read(&whole[..at]).is_err(), "cut at {at}");
    }
    assert!(refused > whole.len(), "{refused} of {}", 3 * whole.len());
}
