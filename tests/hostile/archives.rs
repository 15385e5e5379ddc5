//! Zips: bombs, ways out, and two truths about one file.

use serde_json::json;

use crate::json::scene;
use crate::paint::zeros;
use crate::run::Hostile;
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
        whole("nothing in it", zip(&[])).refused("zip-no-hall"),
        whole("two scenes", zip(&[floor.clone(), Packed { name: b"b.gltf".to_vec(), ..floor }]))
            .refused("zip-several-scenes"),
    ]
}

pub fn cases() -> Vec<Hostile> {
    [bombs(), ways_out(), lies()].into_iter().flatten().collect()
}
