//! What becomes of one file that a manifest names, by what it is to visitors and by what is in it, whatever its name says.

use bytes::Bytes;
use hall::{ImageType, Limits, Panorama, Severity};
use serde::Serialize;

use super::faststart::web_ready;
use super::movie::{self, Movie, Shows};
use super::moving::{moving, too_large};
use super::sound::{self, Sound};
use super::wrong::{Wrong, both};
use super::{advice, document, drawing, texts, webm};
use crate::texture;

/// What a file is to visitors. Of a file that is several things the last one counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Light from all around.
    Panorama,
    /// Captions of a film or of what is said.
    Captions,
    /// To be read.
    Document,
    /// To be heard.
    Sound,
    /// To be played on a page.
    Film,
    /// To be played in the hall: a film, or a picture that moves.
    Screen,
    /// Shown by other sites as the hall's sign, which often know JPEG only.
    Poster,
    /// To be looked at.
    Picture,
}

/// What is made of a file.
#[derive(Debug)]
pub enum Product {
    /// These bytes, under a name that ends like this.
    File(Bytes, &'static str),
    /// Pictures of three sizes, from what the file holds.
    Picture,
    /// Pictures of three sizes, from what is drawn after the file.
    Drawing,
    /// Light of three sizes.
    Panorama,
}

/// A file that can be shown.
#[derive(Debug)]
pub struct Accepted {
    /// What to make of it.
    pub product: Product,
    /// What it is.
    pub facts: Facts,
    /// What could be better.
    pub advice: Vec<Wrong>,
}

/// What a medium is, for its author to compare with what was meant.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// By its content: `MP4, H.264 High 3.1, AAC`.
    pub format: String,
    /// How long it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_secs: Option<f64>,
    /// Width and height, pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size_px: Option<(u32, u32)>,
    /// Bits a second, pictures and sound together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bits_per_sec: Option<u64>,
    /// Of a document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<usize>,
}

impl Facts {
    /// All in a line: `MP4, H.264 High 3.1, AAC · 1280 × 720 · 1:05 · 2.1 Mbit/s`.
    pub fn line(&self) -> String {
        let size = self.size_px.map(|(width, height)| format!("{width} × {height}"));
        let clock = self.duration_secs.map(|secs| format!("{}:{:04.1}", (secs / 60.0) as u64, secs % 60.0));
        let rate = self.bits_per_sec.map(|bits| match bits {
            0..1_000_000 => format!("{} kbit/s", bits / 1000),
            _ => format!("{:.1} Mbit/s", bits as f64 / 1e6),
        });
        let pages = self.pages.map(|pages| format!("{pages} p."));
        let rest = [size, clock, rate, pages].into_iter().flatten().map(|part| format!(" · {part}"));
        rest.fold(self.format.clone(), |line, part| line + &part)
    }

    fn of(format: impl Into<String>) -> Self {
        Self { format: format.into(), ..Self::default() }
    }
}

impl Accepted {
    fn of(product: Product, facts: Facts) -> Self {
        Self { product, facts, advice: Vec::new() }
    }
}

/// Looks through a file; `path` is its name, which pages go by.
///
/// # Errors
/// For what visitors can't be shown, or should not.
pub fn accept(role: Role, path: &str, bytes: &Bytes, limits: &Limits) -> Result<Accepted, Wrong> {
    let mut accepted = match role {
        Role::Panorama => panorama(bytes)?,
        Role::Captions => {
            texts::captions(bytes)?;
            Accepted::of(Product::File(bytes.clone(), "vtt"), Facts::of("WebVTT"))
        }
        Role::Document => {
            let paper = document::read(bytes)?;
            let facts = Facts { pages: Some(paper.pages), ..Facts::of(paper.format) };
            Accepted::of(Product::File(bytes.clone(), "pdf"), facts)
        }
        Role::Sound => sound(bytes)?,
        Role::Film => film(bytes, false)?,
        Role::Screen => screen(bytes, limits)?,
        Role::Poster | Role::Picture => picture(bytes, limits)?,
    };
    if let Some(wrong) = advice::name(role, path, &accepted, bytes) {
        if wrong.severity == Severity::Error {
            return Err(wrong);
        }
        accepted.advice.push(wrong);
    }
    Ok(accepted)
}

fn panorama(bytes: &Bytes) -> Result<Accepted, Wrong> {
    let found = Panorama::parse(bytes).map_err(|why| {
        let message = both(format!("不是可读的全景光照（{why}）"), format!("is no panorama that can be read: {why}"));
        let hint = both("导出为 Radiance HDR（.hdr）格式。", "Export it as Radiance HDR (.hdr).");
        Wrong::error("panorama", message, hint)
    })?;
    let facts = Facts { size_px: Some((found.width, found.height)), ..Facts::of("Radiance HDR") };
    Ok(Accepted::of(Product::Panorama, facts))
}

fn picture(bytes: &Bytes, limits: &Limits) -> Result<Accepted, Wrong> {
    if drawing::is_drawing(bytes) {
        drawing::read(bytes)?;
        return Ok(Accepted::of(Product::Drawing, Facts::of("SVG")));
    }
    let kind = match ImageType::sniff(bytes) {
        Some(kind @ (ImageType::Png | ImageType::Jpeg | ImageType::WebP)) => kind,
        Some(ImageType::Avif) => return avif(bytes),
        _ => return Err(advice::not_of(Role::Picture, bytes)),
    };
    if texture::is_moving(bytes) {
        return moving_picture(bytes, limits).unwrap_or_else(|| Err(advice::not_of(Role::Picture, bytes)));
    }
    let size_px = texture::size(bytes);
    let name = kind.mime().trim_start_matches("image/").to_uppercase();
    Ok(Accepted::of(Product::Picture, Facts { size_px, ..Facts::of(name) }))
}

/// Goes along as it is: nothing here takes it apart. Its boxes must be whole.
fn avif(bytes: &Bytes) -> Result<Accepted, Wrong> {
    super::boxes::file(bytes).try_for_each(|part| part.map(|_| ()))?;
    let facts = Facts { size_px: texture::size(bytes), ..Facts::of("AVIF") };
    Ok(Accepted::of(Product::File(bytes.clone(), "avif"), facts))
}

fn moving_picture(bytes: &Bytes, limits: &Limits) -> Option<Result<Accepted, Wrong>> {
    Some(moving(bytes, limits)?.map(|found| {
        let format = format!("{}, {} frames", found.ending.to_uppercase(), found.frames);
        let facts = Facts { size_px: Some(found.size_px), ..Facts::of(format) };
        Accepted::of(Product::File(found.bytes, found.ending), facts)
    }))
}

fn screen(bytes: &Bytes, limits: &Limits) -> Result<Accepted, Wrong> {
    if ImageType::sniff(bytes) == Some(ImageType::Avif) {
        return avif(bytes);
    }
    match moving_picture(bytes, limits) {
        Some(moving) => moving,
        None => film(bytes, true),
    }
}

/// A film; on a screen it may be WebM, for there a poster stands where it does not play.
fn film(bytes: &Bytes, is_on_screen: bool) -> Result<Accepted, Wrong> {
    if bytes.starts_with(b"\x1a\x45\xdf\xa3") {
        let found = webm::read(bytes)?;
        if !is_on_screen {
            return Err(advice::webm(Severity::Error));
        }
        let bits_per_sec =
            found.duration_secs.filter(|secs| *secs > 0.0).map(|secs| (bytes.len() as f64 * 8.0 / secs) as u64);
        let format = format!("WebM, {}", found.codecs.join(", "));
        let facts = Facts {
            duration_secs: found.duration_secs,
            size_px: Some(found.size_px),
            bits_per_sec,
            ..Facts::of(format)
        };
        let mut accepted = Accepted::of(Product::File(bytes.clone(), "webm"), facts);
        accepted.advice.push(advice::webm(Severity::Warning));
        accepted.advice.extend(advice::heavy_film(&accepted.facts, bytes.len()));
        return Ok(accepted);
    }
    let role = if is_on_screen { Role::Screen } else { Role::Film };
    let movie = mp4(role, bytes)?;
    let shown = movie.track(Shows::Picture).ok_or_else(advice::no_picture)?;
    if let Some(track) = movie.tracks.iter().find(|track| !track.codec.is_played) {
        return Err(advice::film_codec(&track.codec.name));
    }
    let size_px = Some(shown.codec.size_px);
    let facts = Facts { size_px, ..movie_facts(&movie) };
    let mut accepted = Accepted::of(Product::File(web_ready(bytes, &movie)?, "mp4"), facts);
    accepted.advice.extend((!movie.begins_at_once()).then(advice::index_last));
    accepted.advice.extend(advice::heavy_film(&accepted.facts, bytes.len()));
    Ok(accepted)
}

fn mp4(role: Role, bytes: &[u8]) -> Result<Movie<'_>, Wrong> {
    match bytes.get(4..8) {
        Some(b"ftyp") if !advice::is_still_in_boxes(bytes) => Movie::read(bytes),
        // As QuickTime wrote it before there were types.
        Some(b"moov" | b"mdat" | b"wide" | b"pnot") => Err(movie::quicktime()),
        _ => Err(advice::not_of(role, bytes)),
    }
}

fn movie_facts(movie: &Movie<'_>) -> Facts {
    Facts {
        duration_secs: Some(movie.duration_secs()),
        bits_per_sec: movie.bits_per_sec(),
        ..Facts::of(format!("MP4, {}", movie.codecs()))
    }
}

fn sound(bytes: &Bytes) -> Result<Accepted, Wrong> {
    if bytes.get(4..8) == Some(b"ftyp") {
        let movie = mp4(Role::Sound, bytes)?;
        if movie.track(Shows::Picture).is_some() || movie.track(Shows::Sound).is_none() {
            return Err(advice::no_sound());
        }
        if let Some(track) = movie.tracks.iter().find(|track| !track.codec.is_played) {
            return Err(sound::foreign(&track.codec.name));
        }
        return Ok(Accepted::of(Product::File(web_ready(bytes, &movie)?, "m4a"), movie_facts(&movie)));
    }
    let found = sound::wav(bytes).or_else(|| sound::ogg(bytes)).or_else(|| sound::mp3(bytes));
    let Sound { bytes: made, ending, format, duration_secs } = match found {
        Some(found) => found?,
        None => {
            return Err(sound::other_format(bytes).map_or_else(|| advice::not_of(Role::Sound, bytes), sound::foreign));
        }
    };
    let bits_per_sec = (duration_secs > 0.0).then(|| (made.len() as f64 * 8.0 / duration_secs) as u64);
    let facts = Facts { duration_secs: Some(duration_secs), bits_per_sec, ..Facts::of(format) };
    let advice = match ending {
        "ogg" => Some(advice::ogg()),
        "wav" => advice::large_wav(made.len()),
        _ => None,
    };
    Ok(Accepted { product: Product::File(made, ending), facts, advice: advice.into_iter().collect() })
}

/// How many pixels a picture has when it is unpacked.
///
/// # Errors
/// For what can't be decoded, or has more pixels than the limits allow.
pub fn ensure_decodes(bytes: &[u8], limits: &Limits) -> Result<u64, Wrong> {
    let pixels = texture::decode(bytes, texture::Usage::PICTURE, limits).map_err(|fault| too_large(&fault))?;
    Ok(u64::from(pixels.width) * u64::from(pixels.height))
}
