//! What authors are told of media that don't play, or play badly.

use hall::{Content, Severity};

use super::accept::{Accepted, Facts, Product, Role};
use super::movie::film_hint;
use super::sound::{SOUND_COMMAND, sound_hint};
use super::wrong::{Wrong, both};

/// Bits a second above which phones in a hall with others stutter.
const HEAVY_BITS_PER_SEC: u64 = 6_000_000;
/// Pixels that phones decode with ease: 1920 × 1080, rounded up to whole blocks.
const HEAVY_PIXELS: u64 = 1920 * 1088;
/// Bytes above which a film costs a visitor with mobile data too much.
const HEAVY_FILM_BYTES: usize = 50_000_000;
/// Bytes above which a sound should be compressed.
const HEAVY_WAV_BYTES: usize = 3_000_000;

/// What a file is by its content, in Chinese and English.
fn known(bytes: &[u8]) -> (&'static str, &'static str) {
    Content::of(bytes).map_or(("无法识别的内容", "of unknown content"), |found| (found.zh, found.en))
}

/// A photograph in the boxes of a film.
pub fn is_still_in_boxes(bytes: &[u8]) -> bool {
    matches!(bytes.get(8..12), Some(b"heic" | b"heix" | b"mif1" | b"msf1" | b"hevc" | b"avif" | b"avis"))
}

/// A file that is something else than its role asks for.
pub fn not_of(role: Role, bytes: &[u8]) -> Wrong {
    let (zh, en) = known(bytes);
    let (wanted_zh, wanted_en, hint) = match role {
        Role::Picture | Role::Poster => (
            "PNG、JPEG、WebP 或 SVG 图片",
            "a PNG, JPEG, WebP or SVG picture",
            both(
                "在图片软件中另存为 PNG 或 JPEG；会动的画面请做成 MP4，放到屏幕上。",
                "Save it as PNG or JPEG in a picture editor; make what moves an MP4 and put it on a screen.",
            ),
        ),
        Role::Film => ("MP4 视频", "an MP4 film", film_hint()),
        Role::Screen => (
            "MP4、WebM 视频或 GIF、WebP、APNG 动图",
            "an MP4 or WebM film, or a GIF, WebP or APNG that moves",
            film_hint(),
        ),
        Role::Sound => ("MP3、M4A、Ogg 或 WAV 声音", "an MP3, M4A, Ogg or WAV sound", sound_hint()),
        Role::Document => ("PDF 文档", "a PDF document", both("导出为 PDF。", "Export it as PDF.")),
        Role::Captions => {
            ("WebVTT 字幕", "WebVTT captions", both("导出为 WebVTT（.vtt）。", "Export it as WebVTT (.vtt)."))
        }
        Role::Panorama => ("Radiance HDR", "Radiance HDR", both("导出为 .hdr。", "Export it as .hdr.")),
    };
    let message = both(format!("是{zh}，不是{wanted_zh}"), format!("is {en}, not {wanted_en}"));
    Wrong::error("media-type", message, hint)
}

/// A film without pictures.
pub fn no_picture() -> Wrong {
    let what = both("没有画面，只有声音", "has no pictures, only sound");
    let hint = both(
        "把 hall.json 中的 kind 写成 audio，或换一个影片。",
        "Let its kind be audio in hall.json, or take another film.",
    );
    Wrong::error("film-without-picture", what, hint)
}

/// A film in place of a sound.
pub fn no_sound() -> Wrong {
    let what = both("是影片，不是声音", "is a film, not a sound");
    let hint = both(
        format!("把 hall.json 中的 kind 写成 video；只要声音时运行：{SOUND_COMMAND}"),
        format!("Let its kind be video in hall.json; for the sound alone run: {SOUND_COMMAND}"),
    );
    Wrong::error("sound-with-picture", what, hint)
}

/// A codec that not every browser plays.
pub fn film_codec(name: &str) -> Wrong {
    let what = both(
        format!("的编码是 {name}，手机和国产浏览器不都能播放"),
        format!("is encoded as {name}, which not every phone and browser plays"),
    );
    Wrong::error("film-codec", what, film_hint())
}

/// WebM plays in iPhones from iOS 17.4 on only, and in WeChat there.
pub fn webm(severity: Severity) -> Wrong {
    let what = both(
        "是 WebM，iOS 17.4 以前的 iPhone（包括其中的微信）不能播放",
        "is WebM, which iPhones before iOS 17.4 don't play, nor does WeChat there",
    );
    Wrong { severity, ..Wrong::warning("film-webm", what, film_hint()) }
}

/// Ogg does not play on most iPhones.
pub fn ogg() -> Wrong {
    let what = both(
        "是 Ogg，多数 iPhone（包括其中的微信）不能播放",
        "is Ogg, which most iPhones don't play, nor does WeChat there",
    );
    Wrong::warning("sound-ogg", what, sound_hint())
}

/// Numbers as they are, where a tenth of them would sound the same.
pub fn large_wav(size_bytes: usize) -> Option<Wrong> {
    let megabytes = size_bytes as f64 / 1e6;
    (size_bytes > HEAVY_WAV_BYTES).then(|| {
        let what = both(
            format!("是未压缩的 WAV，有 {megabytes:.1} MB"),
            format!("is WAV without compression, {megabytes:.1} MB"),
        );
        let hint = both(
            format!("导出为 MP3 或 M4A（AAC），大小约为十分之一；或运行：{SOUND_COMMAND}"),
            format!("Export it as MP3 or M4A (AAC), which takes a tenth; or run: {SOUND_COMMAND}"),
        );
        Wrong::warning("sound-heavy", what, hint)
    })
}

/// The index stands at the end.
pub fn index_last() -> Wrong {
    let what = both(
        "的索引在文件末尾，要下载完才能播放；打包时会移到开头",
        "has its index at the end, so it plays only when all of it is there; packing moves it to the front",
    );
    let hint = both(
        "导出时勾选“快速启动 / 网络优化（faststart）”，或运行：ffmpeg -i INPUT -c copy -movflags +faststart OUTPUT.mp4",
        "Switch on fast start (web optimised) when exporting, or run: ffmpeg -i INPUT -c copy -movflags +faststart OUTPUT.mp4",
    );
    Wrong::advice("film-index-last", what, hint)
}

/// What a phone won't like about a film.
pub fn heavy_film(facts: &Facts, size_bytes: usize) -> Option<Wrong> {
    let (width, height) = facts.size_px.unwrap_or_default();
    let pixels = u64::from(width) * u64::from(height);
    let bits = facts.bits_per_sec.unwrap_or(0);
    if pixels <= HEAVY_PIXELS && bits <= HEAVY_BITS_PER_SEC && size_bytes <= HEAVY_FILM_BYTES {
        return None;
    }
    let (megabits, megabytes) = (bits as f64 / 1e6, size_bytes as f64 / 1e6);
    let what = both(
        format!("对手机过重：{width} × {height}，{megabits:.1} Mbit/s，{megabytes:.1} MB"),
        format!("is heavy for phones: {width} × {height}, {megabits:.1} Mbit/s, {megabytes:.1} MB"),
    );
    let hint = both(
        "导出为 1080P 以内、码率 4 Mbit/s 左右，并剪到需要的长度。",
        "Export it with at most 1920 × 1080 pixels and some 4 Mbit/s, and cut it to what is needed.",
    );
    Some(Wrong::warning("film-heavy", what, hint))
}

/// A name that ends as other content would; pages and servers go by it. On a screen that is an error: it is shown in the wrong way.
pub fn name(role: Role, path: &str, accepted: &Accepted, bytes: &[u8]) -> Option<Wrong> {
    let ending = path.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase());
    let content = match &accepted.product {
        Product::File(_, content) => *content,
        Product::Drawing => "svg",
        Product::Panorama => "hdr",
        Product::Picture if bytes.starts_with(b"\xff\xd8") => "jpg",
        Product::Picture if bytes.starts_with(b"RIFF") => "webp",
        Product::Picture => "png",
    };
    let others: &[&str] = match content {
        "mp4" => &["mp4", "m4v"],
        "m4a" => &["m4a", "mp4"],
        "ogg" => &["ogg", "oga", "opus"],
        "jpg" => &["jpg", "jpeg"],
        "png" => &["png", "apng"],
        _ => &[],
    };
    if ending == content || others.contains(&ending.as_str()) {
        return None;
    }
    let what = both(
        format!("的扩展名与内容不符，内容是 .{content}"),
        format!("has a name that does not end as its content: it is .{content}"),
    );
    let hint = both(format!("把扩展名改为 .{content}。"), format!("Let the name end in .{content}."));
    let wrong = Wrong::warning("media-name", what, hint);
    Some(if role == Role::Screen { Wrong { severity: Severity::Error, ..wrong } } else { wrong })
}
