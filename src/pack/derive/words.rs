//! What visitors may miss of what is derived, in both languages.

use std::collections::BTreeSet;

use hall::Hall;

use super::places::{Place, PlaceKind};

/// Chinese and English.
type Both = (String, String);

/// Why much is not there.
pub fn too_large() -> Both {
    (
        "场景过于庞大或三角形过度重叠，没有生成平面图和导航网格；请减面或拆成几个展厅".into(),
        "the scene is too large, or too many triangles lie over each other: no floor plan and no navigation mesh were made; reduce the meshes, or make several halls of it".into(),
    )
}

/// Why there are no pictures.
pub fn no_pictures() -> Both {
    (
        "yunzhan-view 未能拍出画面，缺少的封面和展品图没有生成；请检查显卡驱动，或在展厅中自备图片".into(),
        "yunzhan-view took no picture, so the missing poster and pictures of exhibits were not made; look at the graphics driver, or put pictures into the hall".into(),
    )
}

/// A place that visitors are sent to and do not get to on foot.
pub struct Missed {
    /// Where in the manifest, as a path of JSON.
    pub place: String,
    /// What is wrong.
    pub message: Both,
    /// How to mend it.
    pub hint: Both,
}

/// The places that visitors are sent to and do not get to on foot.
pub fn unreachable(places: &[Place], hall: Option<&Hall>) -> Vec<Missed> {
    let stops = hall.iter().flat_map(|hall| hall.tours.iter().flat_map(|tour| &tour.stops));
    let toured: BTreeSet<&str> = stops.filter_map(|stop| stop.viewpoint.as_deref()).collect();
    // Whoever names a place to look from may mean one above all heads.
    let is_meant = |place: &&Place| place.kind != PlaceKind::Viewpoint || toured.contains(place.id.as_str());
    let has_spawn = places.first().is_some_and(|place| place.is_reachable);
    let all = places.iter().filter(is_meant).filter(|place| !place.is_reachable);
    // Where nobody can begin, nobody gets anywhere.
    all.take(if has_spawn { usize::MAX } else { 1 }).map(missed).collect()
}

fn both(zh: impl Into<String>, en: impl Into<String>) -> Both {
    (zh.into(), en.into())
}

fn missed(place: &Place) -> Missed {
    let (id, number) = (&place.id, place.number);
    let (path, zh, en) = match place.kind {
        PlaceKind::Spawn => {
            return Missed {
                place: "spawn.position".into(),
                message: both("出生点没有可以站立的位置", "nobody can stand where visitors begin"),
                hint: both(
                    "把 spawn.position 移到离墙和物体至少 0.3 米的地面上。",
                    "Move spawn.position onto the floor, 0.3 m away from walls and things at least.",
                ),
            };
        }
        PlaceKind::Exhibit => ("exhibits", format!("展品“{id}”"), format!("the exhibit {id:?}")),
        PlaceKind::Viewpoint => ("viewpoints", format!("导览观察点“{id}”"), format!("the tour's viewpoint {id:?}")),
        PlaceKind::Portal => ("portals", format!("通往“{id}”的传送门"), format!("the portal to {id:?}")),
    };
    let (message, hint) = if place.feet.is_none() {
        (
            both(format!("{zh}附近没有可以站立的位置"), format!("nobody can stand near {en}")),
            both(
                "在它前面留出至少 0.6 米宽的空地，或为它指定 viewpoint。",
                "Leave 0.6 m of free floor before it, or give it a viewpoint.",
            ),
        )
    } else {
        (
            both(
                format!("从出生点步行到不了{zh}"),
                format!("{en} cannot be reached on foot from where visitors begin"),
            ),
            both(
                "检查门宽（至少 0.7 米）、台阶高度（不超过 0.35 米）和净高（至少 1.7 米）。",
                "Look for doors of less than 0.7 m, steps of more than 0.35 m, and less than 1.7 m of headroom.",
            ),
        )
    };
    Missed { place: format!("{path}[{number}]"), message, hint }
}

impl Missed {
    /// All of it in a sentence.
    pub fn in_short(self) -> Both {
        let ((zh, en), (mend_zh, mend_en)) = (self.message, self.hint);
        (format!("{zh}。{mend_zh}"), format!("{en}. {mend_en}"))
    }
}
