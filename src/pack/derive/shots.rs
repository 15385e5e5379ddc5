//! Pictures of the hall, by whoever can take them: the sign of a hall that has none, and of exhibits without a picture of their own.

use bytes::Bytes;
use hall::Words;
use hall::manifest::{Exhibit, Hall, MediaKind};
use serde::{Deserialize, Serialize};

use super::listing::PlanView;
use super::places::PlaceKind;
use super::words;
use crate::TOOL;
use crate::error::PackError;
use crate::listing::{FileRef, Pack};
use crate::store::{Made, key};
use crate::texture::{self, Fault, Usage};
use crate::work::{Step, Work};

/// Width and height of a poster, pixels.
const POSTER_PX: (u32, u32) = (1280, 720);
/// Of the picture of an exhibit, pixels.
const EXHIBIT_PX: (u32, u32) = (640, 480);
/// More pictures take too long: each reads the whole hall.
const SHOTS_MAX: usize = 24;

/// A picture to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shot {
    /// From where; from where visitors begin when missing.
    pub from: Option<Gaze>,
    /// Width and height, pixels.
    pub size_px: (u32, u32),
}

/// Where an eye is, and where it looks.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gaze {
    /// Metres.
    pub eye: [f32; 3],
    /// 0 looks along -Z; counter-clockwise seen from above.
    pub heading_deg: f32,
    /// Upwards is positive.
    pub pitch_deg: f32,
}

/// Who takes pictures of the hall that is being packed.
pub struct Camera<'a> {
    /// Which one: a cache doesn't take the pictures of one for those of another.
    pub name: &'a str,
    /// An encoded PNG, or nothing where there is no picture to be had.
    pub take: &'a dyn Fn(&Shot) -> Option<Bytes>,
}

/// What a cache remembers.
#[derive(Serialize, Deserialize)]
struct Print(FileRef);

impl Made for Print {
    fn files(&self) -> Vec<&FileRef> {
        vec![&self.0]
    }
}

/// Takes the pictures that a hall lacks. `derived` names everything that they show.
///
/// # Errors
/// When a file cannot be written, or whoever watches has had enough.
pub fn take(
    work: &Work<'_>,
    (entry, hall): (&str, Option<&Hall>),
    derived: &str,
    camera: &Camera<'_>,
    pack: &mut Pack,
) -> Result<(), PackError> {
    let Some(made) = pack.derived.as_mut() else { return Ok(()) };
    let views = pack.plan.iter().flat_map(|plan| &plan.views);
    let bare = hall.iter().flat_map(|hall| &hall.exhibits).filter(has_no_picture);
    let seen = |exhibit: &Exhibit| views.clone().find(|v| v.kind == PlaceKind::Exhibit && v.id == exhibit.id);
    let wanted: Vec<&PlanView> = bare.filter_map(seen).take(SHOTS_MAX).collect();
    let wants_poster = hall.is_none_or(|hall| hall.poster.is_none());
    let look = hall.map(|hall| (&hall.environment, hall.exposure, hall.auto_exposure, hall.tone_mapping, hall.spawn));
    let context = format!("{derived} {look:?}");
    let poster = wants_poster.then_some((None, Shot { from: None, size_px: POSTER_PX }));
    let exhibits = wanted.iter().map(|view| {
        let from = Gaze { eye: view.eye, heading_deg: view.heading_deg, pitch_deg: view.pitch_deg };
        (Some(&view.id), Shot { from: Some(from), size_px: EXHIBIT_PX })
    });
    let all: Vec<(Option<&String>, Shot)> = poster.into_iter().chain(exhibits).collect();
    for (done, (exhibit, shot)) in all.iter().enumerate() {
        work.tell(Step::Derive, entry, 0.9 + 0.1 * done as f32 / all.len() as f32)?;
        let shot_key = key([TOOL, "shot", camera.name, &context, &format!("{shot:?}")].map(str::as_bytes));
        let print = work.store.cached(&shot_key, || develop(work, camera, shot, exhibit.is_none()));
        match (print, exhibit) {
            (Ok(print), None) => made.poster = Some(print.0),
            (Ok(print), Some(id)) => drop(made.thumbnails.insert((*id).clone(), print.0)),
            // What fails once takes as long to fail again.
            (Err(PackError::Picture { .. }), _) => {
                let (zh, en) = words::no_pictures();
                work.warn(zh, en);
                break;
            }
            (Err(error), _) => return Err(error),
        }
    }
    Ok(())
}

/// Takes a picture and adds it: a poster as JPEG, which all other sites know, others as WebP.
fn develop(work: &Work<'_>, camera: &Camera<'_>, shot: &Shot, is_poster: bool) -> Result<Print, PackError> {
    let failed = |fault| PackError::Picture { place: camera.name.into(), fault };
    let picture = (camera.take)(shot).ok_or_else(|| failed(Fault::Broken("there is none".into())))?;
    if is_poster {
        return work.store.put(&texture::poster(&picture, work.limits).map_err(failed)?, "jpg").map(Print);
    }
    let opaque = Usage { has_alpha: false, ..Usage::PICTURE };
    let [phone, ..] = texture::derive(&picture, opaque, work.limits).map_err(failed)?;
    work.store.put(&phone, "webp").map(Print)
}

/// What a hall goes without where nobody takes pictures; nothing where it has all of its own.
pub fn untaken(hall: &Hall) -> Option<Words> {
    const NAMED: usize = 5;
    let bare: Vec<&str> = hall.exhibits.iter().filter(has_no_picture).map(|exhibit| exhibit.id.as_str()).collect();
    let more = bare.len().saturating_sub(NAMED);
    let names = |between: &str| bare.iter().take(NAMED).copied().collect::<Vec<_>>().join(between);
    let mut zh = Vec::from_iter(hall.poster.is_none().then(|| "展厅没有海报（poster）".to_owned()));
    let mut en = Vec::from_iter(hall.poster.is_none().then(|| "the hall has no poster".to_owned()));
    if !bare.is_empty() {
        let (rest_zh, rest_en) = match more {
            0 => (String::new(), String::new()),
            more => (format!("等 {} 件", bare.len()), format!(" and {more} more")),
        };
        zh.push(format!("展品 {}{rest_zh}没有图片", names("、")));
        en.push(format!("there is no picture of {}{rest_en}", names(", ")));
    }
    (!zh.is_empty()).then(|| Words {
        zh: format!(
            "{}，这次也没有拍摄：目录、列表和分享链接中只有文字。请在 hall.json 中写明图片；或把 yunzhan-view 放在 yunzhan 旁边，对展厅的文件夹（不是压缩包）再打包一次，由它拍摄。",
            zh.join("，")
        ),
        en: format!(
            "{}, and none was taken: catalogue, lists and shared links have words only. Name pictures in hall.json; or put yunzhan-view beside yunzhan, which takes them, and pack the hall's folder (not a zip) again.",
            en.join(", ")
        ),
    })
}

fn has_no_picture(exhibit: &&Exhibit) -> bool {
    exhibit.media.iter().all(|media| media.kind != MediaKind::Image)
}
