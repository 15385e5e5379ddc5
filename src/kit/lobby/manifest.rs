//! `hall.json` of the lobby: viewpoints, exhibits, tour.

use std::collections::BTreeMap;

use glam::Vec3;
use hall::Hall;
use hall::manifest::{
    Anchor, Contact, Environment, Exhibit, Licence, Media, MediaKind, Organiser, Section, Spawn, Stop, Text, Tour,
    Viewpoint,
};

use super::words::{EXHIBITS, INVENTED, SECTIONS};

/// A place to look from: id, title, eye, heading and pitch in degrees.
pub type Place = (&'static str, [&'static str; 2], [f32; 3], f32, f32);

/// The places to look from.
pub const VIEWPOINTS: [Place; 11] = [
    ("entrance", ["入口", "Entrance"], [0.35, 1.62, 13.4], 1.5, 2.5),
    ("reception", ["服务台", "Reception"], [0.9, 1.62, -6.2], 9.0, 8.0),
    ("exhibits", ["展区全景", "All exhibits"], [6.9, 1.7, 12.2], 32.0, 0.0),
    ("robot", ["机器人", "Robot"], [-0.6, 1.55, 8.6], 50.0, -3.0),
    ("chassis", ["滑板底盘", "Platform"], [2.1, 1.6, 8.6], -40.0, -13.0),
    ("engine", ["发动机", "Engine"], [-0.15, 1.5, 0.9], 53.0, -3.0),
    ("chip", ["算力模组", "Compute module"], [2.35, 1.62, 1.05], -24.0, -16.0),
    ("aircraft", ["飞行器", "Aircraft"], [1.2, 1.6, -1.1], -39.0, 19.0),
    ("park", ["园区沙盘", "Park model"], [-5.6, 1.68, 6.5], 46.0, -17.0),
    ("lounge", ["休息区", "Lounge"], [4.4, 1.6, -7.4], -34.0, -2.0),
    ("gallery", ["海报墙", "Poster wall"], [-6.6, 1.6, -3.4], 60.0, 2.0),
];

fn text([zh, en]: [&str; 2]) -> Text {
    Text(BTreeMap::from([("zh-CN".to_owned(), zh.to_owned()), ("en".to_owned(), en.to_owned())]))
}

/// The manifest.
pub fn manifest() -> Hall {
    Hall {
        version: 1,
        title: text(["云岭先进制造园线上展厅", "Yunling Park, the online hall"]),
        summary: text([
            "一座约600平方米的样板展厅：六件可以走近细看的展品，一条有讲解的参观路线。园区、企业与展品均为虚构。",
            "A sample hall of some 600 m²: six exhibits to walk up to, and a guided tour. The park, its companies and their products are invented.",
        ]),
        organiser: Some(Organiser {
            name: text(["云岭先进制造园（虚构）", "Yunling Advanced Manufacturing Park (fictitious)"]),
            url: None,
        }),
        scenes: vec!["lobby.glb".into()],
        poster: Some("poster.jpg".into()),
        environment: Environment { intensity: 0.55, ..Environment::default() },
        bake: true,
        exposure: 1.0,
        auto_exposure: None,
        tone_mapping: Default::default(),
        spawn: Some(Spawn { position: Vec3::new(0.35, 0.0, 12.4), heading_deg: 1.5 }),
        viewpoints: VIEWPOINTS
            .iter()
            .map(|&(id, title, eye, heading_deg, pitch_deg)| Viewpoint {
                id: id.into(),
                title: text(title),
                eye: eye.into(),
                heading_deg,
                pitch_deg,
                fov_deg: None,
            })
            .collect(),
        sections: SECTIONS
            .iter()
            .map(|&(id, title, summary)| Section { id: id.into(), title: text(title), summary: text(summary) })
            .collect(),
        exhibits: EXHIBITS.iter().map(exhibit).collect(),
        screens: Vec::new(),
        tours: vec![tour()],
        portals: Vec::new(),
        floor_plan: None,
        audio: Vec::new(),
        activities: Vec::new(),
        licences: vec![
            Licence {
                what: "lobby.glb, hall.json, pictures".into(),
                licence: "Apache-2.0".into(),
                author: Some("Yunzhan".into()),
                source: Some("src/kit".into()),
            },
            Licence {
                what: "Letters in lobby.glb: Yunzhan Sans, a subset of Noto Sans CJK SC".into(),
                licence: "OFL-1.1".into(),
                author: Some("Adobe, Google".into()),
                source: Some("https://github.com/notofonts/noto-cjk".into()),
            },
        ],
        ai_generated: None,
    }
}

fn exhibit(words: &super::words::ExhibitWords) -> Exhibit {
    let body = [0, 1].map(|k| format!("{}\n\n{}", words.body[k], INVENTED[k]));
    Exhibit {
        id: words.id.into(),
        title: text(words.title),
        summary: text(words.summary),
        body: text([&body[0], &body[1]]),
        section: Some(words.section.into()),
        anchor: Anchor::Node(format!("exhibit-{}", words.id)),
        viewpoint: Some(words.id.into()),
        media: vec![Media {
            kind: MediaKind::Image,
            file: format!("pictures/{}.jpg", words.id),
            alt: text(words.picture_alt),
            caption: text(words.title),
        }],
        model: None,
        variants: Vec::new(),
        contact: Some(Contact { name: text(words.exhibitor), ..Contact::default() }),
    }
}

fn tour() -> Tour {
    let at = |viewpoint: &str, narration: [&str; 2]| Stop {
        exhibit: None,
        viewpoint: Some(viewpoint.into()),
        narration: text(narration),
        audio: BTreeMap::new(),
        captions: BTreeMap::new(),
    };
    let mut stops = vec![at(
        "entrance",
        [
            "欢迎来到云岭线上展厅。沿着地面的铜线向前走，六件展品就在两侧。",
            "Welcome. Follow the brass lines in the floor; six exhibits stand on either side.",
        ],
    )];
    stops.extend(EXHIBITS.iter().map(|words| Stop {
        exhibit: Some(words.id.into()),
        viewpoint: Some(words.id.into()),
        narration: text(words.narration),
        audio: BTreeMap::new(),
        captions: BTreeMap::new(),
    }));
    stops.push(at(
        "reception",
        [
            "参观到此结束，服务台随时为您解答。谢谢。",
            "Here the tour ends. The reception will gladly answer your questions. Thank you.",
        ],
    ));
    Tour { id: "highlights".into(), title: text(["八站导览", "The hall in eight stops"]), stops }
}
