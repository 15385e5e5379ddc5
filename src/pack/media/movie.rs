//! Films and sounds in MP4: what is in them, and whether a browser can play them as they are (ISO/IEC 14496-12).

use std::ops::Range;

use super::boxes::{self, Part, be32};
use super::codec::{Codec, codec};
use super::samples::{Sums, sums};
use super::wrong::{Wrong, both};

/// Tracks of a film: pictures, sounds in some languages, captions.
const TRACKS_MAX: usize = 64;

/// Boxes of media in one file; cameras that write for hours begin some hundreds.
const MEDIA_MAX: usize = 10_000;

/// The command that makes a film right, whatever it was.
pub const FILM_COMMAND: &str = "ffmpeg -i INPUT -c:v libx264 -pix_fmt yuv420p -crf 23 -vf \"scale='min(1920,iw)':-2\" -c:a aac -b:a 128k -movflags +faststart OUTPUT.mp4";

/// The command that changes the container alone, without loss.
const REMUX_COMMAND: &str = "ffmpeg -i INPUT -c copy -movflags +faststart OUTPUT.mp4";

/// An MP4 that was looked through.
pub struct Movie<'a> {
    /// The format and its variants; first in the file.
    pub brands: Part<'a>,
    /// The index.
    pub index: Part<'a>,
    /// The media, in the order of the file.
    pub media: Vec<Part<'a>>,
    /// Tracks of pictures and sounds.
    pub tracks: Vec<Track>,
}

/// What a track shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// Pictures.
    Picture,
    /// Sound.
    Sound,
}

/// A track of pictures or of sound.
#[derive(Clone, Debug)]
pub struct Track {
    /// What it shows.
    pub shows: Shows,
    /// Encoded with what.
    pub codec: Codec,
    /// Its samples.
    pub sums: Sums,
    /// How long it is.
    pub duration_secs: f64,
}

/// Says in both languages how to make a film that plays.
pub fn film_hint() -> hall::Words {
    both(
        format!(
            "在剪辑软件中导出为 MP4，视频编码选 H.264（不要选 HEVC/H.265），音频编码选 AAC；或运行：{FILM_COMMAND}"
        ),
        format!("Export it as MP4 with H.264 (not HEVC/H.265) and AAC; or run: {FILM_COMMAND}"),
    )
}

fn remux_hint() -> hall::Words {
    both(
        format!("无需重新编码，换一个封装即可：{REMUX_COMMAND}"),
        format!("It need not be encoded anew, only packed anew: {REMUX_COMMAND}"),
    )
}

impl<'a> Movie<'a> {
    /// Looks through an MP4 of a film or of a sound.
    ///
    /// # Errors
    /// For what is no MP4, lies about itself, refers to other files, is encrypted, or comes in fragments.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Wrong> {
        let (mut brands, mut index, mut media) = (None, None, Vec::new());
        for part in boxes::file(bytes) {
            let part = part?;
            match &part.kind {
                b"ftyp" if brands.is_none() && part.start == 0 => brands = Some(part),
                b"moov" if index.is_none() => index = Some(part),
                b"moov" | b"ftyp" => return Err(twice()),
                b"mdat" if media.len() < MEDIA_MAX => media.push(part),
                b"mdat" => return Err(too_many()),
                b"moof" => return Err(in_fragments()),
                _ => {}
            }
        }
        let (Some(brands), Some(index)) = (brands, index) else { return Err(no_index()) };
        if brands.body.get(..4) == Some(b"qt  ") {
            return Err(quicktime());
        }
        if index.find(b"mvex")?.is_some() {
            return Err(in_fragments());
        }
        let ranges: Vec<Range<usize>> = media.iter().map(range).collect();
        let (mut tracks, mut count) = (Vec::new(), 0_usize);
        for part in index.parts(0) {
            let part = part?;
            match &part.kind {
                // A film that only says where another one is; an index that is packed itself.
                b"rmra" => return Err(elsewhere()),
                b"cmov" => return Err(quicktime()),
                b"trak" => {
                    count += 1;
                    if count > TRACKS_MAX {
                        return Err(too_many());
                    }
                    tracks.extend(track(&part, &ranges)?);
                }
                _ => {}
            }
        }
        Ok(Self { brands, index, media, tracks })
    }

    /// The first track that shows pictures, or that is heard.
    pub fn track(&self, shows: Shows) -> Option<&Track> {
        self.tracks.iter().find(|track| track.shows == shows)
    }

    /// The longest track, seconds.
    pub fn duration_secs(&self) -> f64 {
        self.tracks.iter().map(|track| track.duration_secs).fold(0.0, f64::max)
    }

    /// Of all tracks together, bits a second.
    pub fn bits_per_sec(&self) -> Option<u64> {
        let bytes: u64 = self.tracks.iter().map(|track| track.sums.bytes).sum();
        let secs = self.duration_secs();
        (secs > 0.0).then(|| (bytes as f64 * 8.0 / secs) as u64)
    }

    /// Whether a browser finds the index before the media, so that it can begin at once.
    pub fn begins_at_once(&self) -> bool {
        self.media.first().is_none_or(|media| self.index.start < media.start)
    }

    /// The codecs, for people: `H.264 High 3.1, AAC`.
    pub fn codecs(&self) -> String {
        self.tracks.iter().map(|track| track.codec.name.as_str()).collect::<Vec<_>>().join(", ")
    }
}

/// Where the content of a box is in the file.
fn range(part: &Part<'_>) -> Range<usize> {
    let end = part.start + part.length;
    end - part.body.len()..end
}

/// A track, unless it shows neither pictures nor sound; its index is looked through all the same.
fn track(part: &Part<'_>, media: &[Range<usize>]) -> Result<Option<Track>, Wrong> {
    let missing = || Wrong::damaged(both("轨道缺少必需的内容", "a track lacks what it needs"));
    let mdia = part.find(b"mdia")?.ok_or_else(missing)?;
    let handler = mdia.find(b"hdlr")?.and_then(|part| part.body.get(8..12)).ok_or_else(missing)?;
    let minf = mdia.find(b"minf")?.ok_or_else(missing)?;
    let references = minf.at_path(&[b"dinf", b"dref"])?.ok_or_else(missing)?;
    for reference in references.parts(8) {
        let reference = reference?;
        let is_here = be32(reference.body, 0).is_some_and(|flags| flags & 1 == 1);
        if !is_here {
            return Err(elsewhere());
        }
    }
    let stbl = minf.find(b"stbl")?.ok_or_else(missing)?;
    let sums = sums(&stbl, media)?;
    let shows = match handler {
        b"vide" => Shows::Picture,
        b"soun" => Shows::Sound,
        _ => return Ok(None),
    };
    let header = mdia.find(b"mdhd")?.ok_or_else(missing)?;
    let clock = if header.body.first() == Some(&1) { 20 } else { 12 };
    let ticks_per_sec = be32(header.body, clock).filter(|ticks| *ticks > 0).ok_or_else(missing)?;
    let stsd = stbl.find(b"stsd")?.ok_or_else(missing)?;
    let codec = codec(&stsd)?.ok_or_else(missing)?;
    if codec.is_protected {
        return Err(protected());
    }
    let duration_secs = sums.duration as f64 / f64::from(ticks_per_sec);
    Ok(Some(Track { shows, codec, sums, duration_secs }))
}

fn no_index() -> Wrong {
    let what = both("没有可用的索引（moov）", "has no index (moov) that could be used");
    Wrong::error("film-index-missing", what, film_hint())
}

fn twice() -> Wrong {
    Wrong::damaged(both("文件类型或索引出现了两次", "its type or its index is there twice"))
}

fn too_many() -> Wrong {
    Wrong::damaged(both(
        format!("轨道多于 {TRACKS_MAX} 条，或媒体数据块多于 {MEDIA_MAX} 个"),
        format!("it has more than {TRACKS_MAX} tracks or {MEDIA_MAX} boxes of media"),
    ))
}

fn in_fragments() -> Wrong {
    let what = both(
        "是分段的 MP4（直播或录屏格式），旧浏览器不能播放",
        "is an MP4 in fragments, as live streams and recorders write it; older browsers can't play it",
    );
    Wrong::error("film-fragments", what, remux_hint())
}

/// QuickTime, whatever its name says.
pub fn quicktime() -> Wrong {
    let what = both(
        "是 QuickTime（.mov）影片，只改扩展名不能变成 MP4",
        "is a QuickTime film (.mov); renaming does not make it MP4",
    );
    Wrong::error("film-quicktime", what, film_hint())
}

fn elsewhere() -> Wrong {
    let what = both(
        "引用了文件以外的媒体数据（data reference），不会跟随",
        "refers to media outside of itself (data reference), which nobody follows",
    );
    let hint =
        both(format!("导出为自包含的影片：{REMUX_COMMAND}"), format!("Make it stand for itself: {REMUX_COMMAND}"));
    Wrong::error("film-elsewhere", what, hint)
}

fn protected() -> Wrong {
    let what = both("有版权保护（DRM），参观者没有密钥", "is encrypted (DRM), and visitors have no key");
    let hint = both("请使用没有加密的版本。", "Use a version that is not encrypted.");
    Wrong::error("media-protected", what, hint)
}
