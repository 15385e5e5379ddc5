//! Sounds: by their content, without covers and tags.

use crate::media_files::{Film, codes, delivered, error, holds, looked, mp3, refused};

/// A WAV of so many bytes of sound, with a chunk that nobody hears.
fn wav(format: u16, bits: u16, bytes: usize) -> Vec<u8> {
    let block = bits / 8;
    let mut form = Vec::new();
    [format, 1].iter().for_each(|number: &u16| form.extend(number.to_le_bytes()));
    [8000_u32, 8000 * u32::from(block)].iter().for_each(|number| form.extend(number.to_le_bytes()));
    [block, bits].iter().for_each(|number| form.extend(number.to_le_bytes()));
    let chunk = |name: &[u8], body: &[u8]| [name, &(body.len() as u32).to_le_bytes(), body].concat();
    let body =
        [b"WAVE".to_vec(), chunk(b"LIST", b"secret"), chunk(b"fmt ", &form), chunk(b"data", &vec![7; bytes])].concat();
    chunk(b"RIFF", &body)
}

/// A page of Ogg (RFC 3533 §6).
fn page(granule: u64, body: &[u8]) -> Vec<u8> {
    let head = [b"OggS\0\0".to_vec(), granule.to_le_bytes().to_vec(), vec![1, 2, 3, 4], vec![0; 8]].concat();
    [head, vec![1, body.len() as u8], body.to_vec()].concat()
}

#[test]
fn mp3_goes_without_its_tags() {
    let tag = [&b"ID3\x04\0\0\0\0\0\x06"[..], b"secret"].concat();
    let source = [tag, mp3(20), b"TAGsecret".to_vec()].concat();
    let look = looked("audio", "a.mp3", &source);
    assert_eq!(codes(&look), Vec::<&str>::new());
    assert_eq!(look.media[0].facts.format, "MP3, 44100 Hz");
    let secs = look.media[0].facts.duration_secs.unwrap();
    assert!((secs - 20.0 * 1152.0 / 44_100.0).abs() < 1e-6, "{secs}");
    assert_eq!(delivered("audio", "a.mp3", &source), (mp3(20), "mp3".into()));
}

#[test]
fn m4a_is_an_mp4_without_pictures() {
    let sound = Film { has_picture: false, is_index_last: true, ..Film::default() };
    let look = looked("audio", "a.m4a", &sound.write());
    assert_eq!(look.media[0].facts.format, "MP4, AAC");
    let front = Film { is_index_last: false, ..sound };
    assert_eq!(delivered("audio", "a.m4a", &front.write()), (front.write(), "m4a".into()));
    assert_eq!(refused("audio", "a.m4a", &Film::default().write()), "sound-with-picture");
}

#[test]
fn wav_goes_without_what_nobody_hears_and_a_large_one_is_warned_of() {
    let source = wav(1, 16, 16_000);
    assert!(holds(&source, b"secret"), "the test has something to find");
    let look = looked("audio", "a.wav", &source);
    assert_eq!((codes(&look).len(), look.media[0].facts.duration_secs), (0, Some(1.0)));
    let (made, ending) = delivered("audio", "a.wav", &source);
    assert!(!holds(&made, b"secret") && made.ends_with(&[7; 16_000]) && ending == "wav");
    assert_eq!(u32::from_le_bytes(made[4..8].try_into().unwrap()) as usize, made.len() - 8);
    let look = looked("audio", "a.wav", &wav(1, 16, 4_000_000));
    assert_eq!(codes(&look), ["sound-heavy"]);
    assert!(look.findings[0].hint("en").contains("M4A"));
    assert_eq!(refused("audio", "a.wav", &wav(0x11, 4, 100)), "sound-format");
    assert_eq!(refused("audio", "a.wav", &wav(1, 16, 100)[..50]), "media-damaged");
}

#[test]
fn ogg_is_warned_of_and_other_streams_in_it_are_refused() {
    let opus = [page(0, b"OpusHead\x01\x01"), page(96_000, b"sound")].concat();
    let look = looked("audio", "a.ogg", &opus);
    assert_eq!((codes(&look), look.media[0].facts.duration_secs), (vec!["sound-ogg"], Some(2.0)));
    assert_eq!(delivered("audio", "a.ogg", &opus), (opus.clone(), "ogg".into()));
    assert_eq!(refused("audio", "a.ogg", &page(0, b"\x80theora")), "sound-format");
    assert_eq!(refused("audio", "a.ogg", &page(0, b"\x7fFLAC")), "sound-format");
    assert_eq!(refused("audio", "a.ogg", &opus[..opus.len() - 1]), "media-damaged");
    assert_eq!(refused("audio", "a.ogg", &[&opus[..], b"<html>"].concat()), "media-damaged");
}

#[test]
fn what_is_no_sound_is_refused_by_what_it_is() {
    let cases: [(&[u8], &str, &str); 7] = [
        (b"fLaC\0\0\0\x22", "sound-format", "FLAC"),
        (b"#!AMR\n", "sound-format", "AMR"),
        (b"\xff\xf1\x50\x80\x02\x1f\xfc", "sound-format", "ADTS"),
        (b"FORM\0\0\0\x20AIFF", "sound-format", "AIFF"),
        (b"<!DOCTYPE html><html></html>", "media-type", "HTML"),
        (b"MZ\x90\0", "media-type", "Windows program"),
        (b"", "media-type", "empty"),
    ];
    for (bytes, code, words) in cases {
        assert_eq!(refused("audio", "a.mp3", bytes), code, "{words}");
        let look = looked("audio", "a.mp3", bytes);
        assert!(error(&look).message("en").contains(words), "{}", error(&look).message("en"));
    }
}

#[test]
fn a_name_that_ends_otherwise_is_told_and_mended() {
    let look = looked("audio", "a.mp3", &wav(1, 16, 100));
    assert_eq!(codes(&look), ["media-name"]);
    assert!(look.findings[0].message("zh-CN").contains(".wav"), "{}", look.findings[0].message("zh-CN"));
    assert_eq!(delivered("audio", "a.mp3", &wav(1, 16, 100)).1, "wav");
}

#[test]
fn sounds_cut_anywhere_never_panic() {
    for source in [mp3(5), wav(1, 16, 200), page(7, b"OpusHead")] {
        for length in 0..source.len() {
            let _ = looked("audio", "a.mp3", &source[..length]);
        }
    }
    let huge = [&b"ID3\x04\0\0\x7f\x7f\x7f\x7f"[..], b"short"].concat();
    assert_eq!(refused("audio", "a.mp3", &huge), "media-type");
}
