//! `hall.json` of a template hall: a viewpoint, an exhibit and a stop of the tour for each slot.

use std::collections::BTreeMap;

use hall::Hall;
use hall::manifest::{Anchor, Environment, Exhibit, Licence, Organiser, Section, Stop, Text, Tour, Viewpoint};

use super::filling::Said;
use super::{Site, Slot, SlotKind, Template};

fn text([zh, en]: &Said) -> Text {
    Text(BTreeMap::from([("zh-CN".to_owned(), zh.clone()), ("en".to_owned(), en.clone())]))
}

fn said(words: [&str; 2]) -> Said {
    words.map(str::to_owned)
}

/// The manifest of a hall that has been built.
pub fn manifest(template: &Template, site: &Site) -> Hall {
    let filling = site.filling;
    let (eye, heading_deg, pitch_deg) = site.overview;
    let view = |id: &str, title: Text, eye, heading_deg, pitch_deg| Viewpoint {
        id: id.into(),
        title,
        eye,
        heading_deg,
        pitch_deg,
        fov_deg: None,
    };
    let overview = view("overview", text(&said(["全景", "Overview"])), eye, heading_deg, pitch_deg);
    let of_slot = |s: &Slot| view(&s.name, text(&title(site, s)), s.eye, s.heading_deg, s.pitch_deg);
    let sections = [("things", ["展品", "Exhibits"]), ("pictures", ["图片与影像", "Pictures and films"])];
    let or = |given: &Option<Said>, words: [&str; 2]| text(&given.clone().unwrap_or_else(|| said(words)));
    Hall {
        version: 1,
        title: or(&filling.title, template.title),
        summary: or(&filling.summary, template.summary),
        organiser: filling.organiser.as_ref().map(|name| Organiser { name: text(name), url: None }),
        scenes: vec!["hall.glb".into()],
        poster: None,
        environment: Environment {
            preset: site.theme.preset,
            intensity: site.theme.environment,
            ..Environment::default()
        },
        bake: true,
        exposure: 1.0,
        auto_exposure: None,
        tone_mapping: Default::default(),
        spawn: Some(site.spawn),
        viewpoints: std::iter::once(overview).chain(site.slots.iter().map(of_slot)).collect(),
        sections: sections
            .into_iter()
            .map(|(id, title)| Section { id: id.into(), title: text(&said(title)), summary: Text::default() })
            .collect(),
        exhibits: site.slots.iter().filter(|slot| is_exhibit(slot)).map(|slot| exhibit(site, slot)).collect(),
        screens: Vec::new(),
        tours: vec![tour(template, site)],
        portals: Vec::new(),
        floor_plan: None,
        audio: Vec::new(),
        activities: Vec::new(),
        licences: vec![
            licence("hall.glb, hall.json", "Apache-2.0", "Yunzhan", "src/kit"),
            licence(
                "Letters in hall.glb: Yunzhan Sans, a subset of Noto Sans CJK SC",
                "OFL-1.1",
                "Adobe, Google",
                "https://github.com/notofonts/noto-cjk",
            ),
        ],
        ai_generated: None,
    }
}

fn licence(what: &str, licence: &str, author: &str, source: &str) -> Licence {
    Licence { what: what.into(), licence: licence.into(), author: Some(author.into()), source: Some(source.into()) }
}

/// Whether there is something to read about it.
fn is_exhibit(slot: &Slot) -> bool {
    matches!(slot.kind, SlotKind::Plinth | SlotKind::Poster | SlotKind::Screen)
}

fn title(site: &Site, slot: &Slot) -> Said {
    site.content(slot).map_or_else(|| slot.title(), |content| content.title.clone())
}

/// What the words of an empty slot are: how it is filled.
fn waiting(slot: &Slot) -> [Said; 2] {
    let measures = slot.measures();
    let (zh, en) = match slot.kind {
        SlotKind::Plinth => ("放一件展品", "for a thing"),
        SlotKind::Screen => ("放一段影片或一张图片", "for a film or a picture"),
        _ => ("放一张海报", "for a picture"),
    };
    let summary = [format!("空位，{zh}（{measures}）。"), format!("Free, {en} ({measures}).")];
    let body = [
        format!("这里还没有内容。在 hall.json 中改写本条的标题、简介和正文；三维场景里的节点名是“{}”。", slot.name),
        format!(
            "Nothing is here yet. Write title, summary and text in hall.json; the node in the scene is named {:?}.",
            slot.name
        ),
    ];
    [summary, body]
}

fn exhibit(site: &Site, slot: &Slot) -> Exhibit {
    let [summary, body] = match site.content(slot) {
        Some(content) => [content.summary.clone(), content.body.clone()],
        None => waiting(slot),
    };
    Exhibit {
        id: slot.name.clone(),
        title: text(&title(site, slot)),
        summary: text(&summary),
        body: text(&body),
        section: Some(if slot.kind == SlotKind::Plinth { "things" } else { "pictures" }.into()),
        anchor: Anchor::Node(slot.name.clone()),
        viewpoint: Some(slot.name.clone()),
        media: Vec::new(),
        model: None,
        variants: Vec::new(),
        contact: None,
    }
}

fn tour(template: &Template, site: &Site) -> Tour {
    let stop = |exhibit: Option<String>, viewpoint: &str, narration: &Said| Stop {
        exhibit,
        viewpoint: Some(viewpoint.into()),
        narration: text(narration),
        audio: BTreeMap::new(),
        captions: BTreeMap::new(),
    };
    let [first, last] = site.filling.welcome.clone().unwrap_or_else(|| {
        [
            [
                format!("欢迎来到{}。", template.title[0]),
                format!("Welcome to the {}.", template.title[1].to_lowercase()),
            ],
            said(["参观到此结束，谢谢。", "Here the tour ends. Thank you."]),
        ]
    });
    let mut stops = vec![stop(None, "overview", &first)];
    for slot in site.slots.iter().filter(|slot| is_exhibit(slot)) {
        let narration = match site.content(slot) {
            Some(content) => content.narration.clone(),
            None => slot.title().map(|title| format!("{title}.")),
        };
        stops.push(stop(Some(slot.name.clone()), &slot.name, &narration));
    }
    let end = site.slots.iter().find(|slot| slot.kind == SlotKind::Reception).map_or("overview", |slot| &slot.name);
    stops.push(stop(None, end, &last));
    Tour { id: "all".into(), title: text(&said(["全部展位", "Everything in turn"])), stops }
}
