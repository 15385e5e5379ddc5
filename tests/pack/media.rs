//! Films: what browsers play goes through with its index in front, everything else is refused with advice.

use std::time::{Duration, Instant};

use crate::media_files::{Film, PICTURES, SOUNDS, atom, codes, delivered, error, holds, looked, packed, refused, webm};

#[test]
fn a_film_that_browsers_play_goes_through_as_it_came() {
    let film = Film::default().write();
    let look = looked("video", "a.mp4", &film);
    assert_eq!(codes(&look), Vec::<&str>::new());
    let facts = &look.media[0].facts;
    assert_eq!(facts.format, "MP4, H.264 High 3.1, AAC");
    assert_eq!((facts.duration_secs, facts.size_px), (Some(4.0), Some((640, 360))));
    assert_eq!(facts.bits_per_sec, Some((PICTURES.len() + SOUNDS.len()) as u64 * 8 / 4));
    assert_eq!(delivered("video", "a.mp4", &film), (film.clone(), "mp4".into()));
    assert_eq!(delivered("screen", "a.mp4", &film), (film, "mp4".into()));
}

/// The bytes that the offsets of a film point to, 9 for each chunk.
fn chunks(film: &[u8]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for (kind, width) in [(b"stco", 4), (b"co64", 8)] {
        for at in (0..film.len() - 4).filter(|at| film[*at..*at + 4] == *kind) {
            let number = |at: usize, width: usize| {
                film[at..at + width].iter().fold(0_usize, |number, byte| number << 8 | usize::from(*byte))
            };
            let offsets = (0..number(at + 8, 4)).map(|row| number(at + 12 + row * width, width));
            found.extend(offsets.map(|offset| film[offset..film.len().min(offset + 9)].to_vec()));
        }
    }
    found
}

#[test]
fn an_index_at_the_end_is_moved_to_the_front_and_finds_its_media() {
    for has_wide_offsets in [false, true] {
        let film = Film { is_index_last: true, has_wide_offsets, ..Film::default() }.write();
        assert_eq!(codes(&looked("video", "a.mp4", &film)), ["film-index-last"]);
        let (made, _) = delivered("video", "a.mp4", &film);
        assert_eq!(
            made,
            Film { has_wide_offsets, ..Film::default() }.write(),
            "as if it had been there from the first"
        );
        assert_eq!(chunks(&made), [&b"aaaabbbbb"[..], b"ccddddeef", b"ddddeefff"]);
    }
}

#[test]
fn places_and_names_stay_out_of_films() {
    let place = atom(b"udta", &atom(b"\xa9xyz", b"\0\x12\x15\xc7+39.9042+116.4074/"));
    let film = Film { more: [place, atom(b"meta", b"secret"), atom(b"uuid", b"secret")].concat(), ..Film::default() };
    let mut source = film.write();
    source.extend(atom(b"free", b"<html>secret"));
    assert!(holds(&source, b"+39.9042") && holds(&source, b"secret"), "the test has something to find");
    let (made, _) = delivered("video", "a.mp4", &source);
    assert_eq!(made, Film::default().write());
}

#[test]
fn what_few_browsers_play_is_refused_with_advice() {
    let codec = |codec: &[u8; 4]| Film { codec: *codec, ..Film::default() }.write();
    let profile = |profile| Film { profile, ..Film::default() }.write();
    let cases: [(Vec<u8>, &str, &str); 12] = [
        (codec(b"hvc1"), "film-codec", "H.265"),
        (codec(b"av01"), "film-codec", "AV1"),
        (codec(b"mp4v"), "film-codec", "MPEG-4 Part 2"),
        (codec(b"apch"), "film-codec", "ProRes"),
        (profile(110), "film-codec", "High 10"),
        (profile(122), "film-codec", "High 4:2:2"),
        (codec(b"encv"), "media-protected", "DRM"),
        (Film { brand: *b"qt  ", ..Film::default() }.write(), "film-quicktime", "QuickTime"),
        (Film { more: atom(b"mvex", b""), ..Film::default() }.write(), "film-fragments", "fragments"),
        (Film { has_picture: false, ..Film::default() }.write(), "film-without-picture", "no pictures"),
        (webm(b"webm", b"V_VP9"), "film-webm", "iOS 17.4"),
        (b"RIFF\x20\0\0\0AVI LIST".to_vec(), "media-type", "AVI"),
    ];
    for (film, code, words) in cases {
        assert_eq!(refused("video", "a.mp4", &film), code, "{words}");
        let look = looked("video", "a.mp4", &film);
        assert!(error(&look).message("en").contains(words), "{}", error(&look).message("en"));
        assert!(error(&look).place == "exhibits[0].media[0].file");
    }
    let look = looked("video", "a.mp4", &codec(b"hvc1"));
    assert!(error(&look).hint("zh-CN").contains("H.264") && error(&look).hint("en").contains("ffmpeg -i"));
}

#[test]
fn a_film_that_is_heavy_for_phones_is_warned_of() {
    let look = looked("video", "a.mp4", &Film { size_px: (3840, 2160), ..Film::default() }.write());
    assert_eq!(codes(&look), ["film-heavy"]);
    assert!(look.findings[0].message("zh-CN").contains("3840 × 2160"), "{}", look.findings[0].message("zh-CN"));
}

#[test]
fn webm_plays_on_screens_where_a_poster_stands_in() {
    let film = webm(b"webm", b"V_VP9");
    let look = looked("screen", "a.webm", &film);
    assert_eq!(codes(&look), ["film-webm"]);
    assert_eq!(look.media[0].facts.format, "WebM, VP9");
    assert_eq!((look.media[0].facts.duration_secs, look.media[0].facts.size_px), (Some(4.0), Some((640, 360))));
    assert_eq!(delivered("screen", "a.webm", &film), (film.clone(), "webm".into()));
    assert_eq!(refused("screen", "a.webm", &webm(b"webm", b"V_AV1")), "film-codec");
    assert_eq!(refused("screen", "a.webm", &webm(b"matroska", b"V_VP9")), "film-codec");
    assert_eq!(refused("screen", "a.mp4", &film), "media-name", "pages go by the ending");
    let begin_of_cluster = film.len() - 38;
    for length in 0..begin_of_cluster {
        assert!(looked("screen", "a.webm", &film[..length]).media.is_empty(), "{length} bytes");
    }
}

/// Case 77 of the hostile ones: counts that no file has, media elsewhere, lengths that lie.
#[test]
fn an_index_that_lies_is_refused_at_once() {
    let sizes = |size: u32, count: u32| {
        let body: Vec<u8> = [0, size, count].iter().flat_map(|number: &u32| number.to_be_bytes()).collect();
        Film { sizes: Some(body), ..Film::default() }.write()
    };
    let deep = (0..20_000).fold(Vec::new(), |inner, _| {
        let head = [&(inner.len() as u32 + 8).to_be_bytes()[..], b"trak"].concat();
        if inner.len() > 60_000 { inner } else { [head, inner].concat() }
    });
    let wide = [&1_u32.to_be_bytes()[..], b"mdat", &(1_u64 << 63).to_be_bytes()].concat();
    let cases = [
        ("10^9 samples of one byte", sizes(1, 1_000_000_000)),
        ("10^9 samples, one by one", sizes(0, 1_000_000_000)),
        ("samples of 4 GB", sizes(u32::MAX, 3)),
        ("offsets behind the end", Film { shift: 1000, ..Film::default() }.write()),
        ("offsets beyond 32 bits", Film { shift: u32::MAX - 5000, ..Film::default() }.write()),
        ("offsets into the index", Film { shift: 0_u32.wrapping_sub(30), ..Film::default() }.write()),
        ("boxes in boxes", Film { more: deep, ..Film::default() }.write()),
        ("2^63 bytes", [Film::default().write(), wide].concat()),
        ("two indices", [Film::default().write(), atom(b"moov", b"")].concat()),
        ("tracks without end", Film { more: atom(b"trak", b"").repeat(5000), ..Film::default() }.write()),
    ];
    for (what, film) in cases {
        let begin = Instant::now();
        assert_eq!(refused("video", "a.mp4", &film), "media-damaged", "{what}");
        assert!(begin.elapsed() < Duration::from_secs(5), "{what}: {:?}", begin.elapsed());
    }
}

#[test]
fn media_in_other_files_are_not_followed() {
    for source in [(0, &b"file:///etc/passwd\0"[..]), (0, b"http://127.0.0.1/a.mov\0"), (0, b"")] {
        let film = Film { source, ..Film::default() }.write();
        assert_eq!(refused("video", "a.mp4", &film), "film-elsewhere");
    }
    let elsewhere = Film { more: atom(b"rmra", b""), ..Film::default() }.write();
    assert_eq!(refused("video", "a.mp4", &elsewhere), "film-elsewhere");
}

#[test]
fn a_film_that_is_cut_short_is_never_taken() {
    for is_index_last in [false, true] {
        let film = Film { is_index_last, ..Film::default() }.write();
        for length in 0..film.len() {
            let look = looked("video", "a.mp4", &film[..length]);
            assert!(look.media.is_empty(), "{length} of {} bytes", film.len());
            error(&look);
        }
    }
}

#[test]
fn whatever_a_byte_is_changed_to_nothing_panics_and_what_is_taken_is_packed() {
    let film = Film { is_index_last: true, ..Film::default() }.write();
    let mut taken = 0;
    for at in 0..film.len() {
        for value in [0, 1, 0x7f, 0xff] {
            let mut changed = film.clone();
            changed[at] = value;
            let look = looked("video", "a.mp4", &changed);
            if !look.media.is_empty() && at % 16 == 0 {
                taken += 1;
                assert!(packed("video", "a.mp4", &changed).is_ok(), "byte {at} is {value}");
            }
        }
    }
    assert!(taken > 10, "reserved bytes mean nothing");
}
