//! What a manifest says that makes no sense, whatever its files are.

use super::ids::Ids;
use super::{Check, Severity, Words};
use crate::manifest::{Activity, AutoExposure, FloorPlan, Hall, Text, Viewpoint};

/// Longest text that a page still shows well.
const LONG_TITLE_CHARS: usize = 80;

impl Check<'_> {
    /// Properties that the format does not have: mostly misspelt ones.
    pub(super) fn unknown_properties(&mut self, entry: &str, bytes: &[u8]) {
        let mut unknown = Vec::new();
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut deserializer = serde_json::Deserializer::from_slice(text);
        let parsed: Result<Hall, _> = serde_ignored::deserialize(&mut deserializer, |path| {
            let path = path.to_string();
            // `$schema` tells editors what this is.
            if path != "$schema" {
                unknown.push(path);
            }
        });
        if parsed.is_err() {
            return;
        }
        for path in unknown {
            let zh = format!("hall.json 的格式中没有 {path}，已忽略");
            let en = format!("{path} is not part of the format of hall.json; ignored");
            let hint = Words::new("检查拼写，参见 hall.schema.json。", "Check the spelling; see hall.schema.json.");
            self.add(Severity::Warning, "property-unknown", entry, path, Words::new(zh, en), hint);
        }
    }

    pub(super) fn manifest(&mut self, entry: &str, hall: &Hall) {
        self.title(entry, "title", &hall.title);
        if hall.scenes.is_empty() {
            let message = Words::new("没有任何场景文件", "there is no scene file");
            let hint = Words::new("在 scenes 中写上 .glb 或 .gltf 文件名。", "Name a .glb or .gltf file in scenes.");
            self.add(Severity::Error, "scenes-empty", entry, "scenes", message, hint);
        }
        self.references(entry, hall);
        for (i, viewpoint) in hall.viewpoints.iter().enumerate() {
            self.viewpoint(entry, &format!("viewpoints[{i}]"), viewpoint);
        }
        let is_sane = hall.exposure.is_finite() && (0.01..=100.0).contains(&hall.exposure);
        self.range(entry, "exposure", is_sane, "0.01 – 100");
        if let Some(AutoExposure { min_ev, max_ev }) = hall.auto_exposure {
            let is_sane = min_ev <= max_ev && [min_ev, max_ev].iter().all(|ev| (-6.0..=6.0).contains(ev));
            self.range(entry, "auto_exposure", is_sane, "-6 ≤ min_ev ≤ max_ev ≤ 6");
        }
        let intensity = hall.environment.intensity;
        self.range(entry, "environment.intensity", (0.0..=100.0).contains(&intensity), "0 – 100");
        self.range(entry, "environment.rotation_deg", hall.environment.rotation_deg.is_finite(), "-360 – 360");
        if let Some(spawn) = &hall.spawn {
            self.range(entry, "spawn.position", spawn.position.is_finite(), "± 10000");
            self.range(entry, "spawn.heading_deg", spawn.heading_deg.is_finite(), "-360 – 360");
        }
        if let Some(FloorPlan { min, max, .. }) = hall.floor_plan {
            let is_area = min[0] < max[0] && min[1] < max[1] && min.iter().chain(&max).all(|v| v.is_finite());
            self.range(entry, "floor_plan.max", is_area, "> min");
        }
        for (i, sound) in hall.audio.iter().enumerate() {
            self.range(entry, &format!("audio[{i}].gain"), (0.0..=10.0).contains(&sound.gain), "0 – 10");
        }
        for (i, activity) in hall.activities.iter().enumerate() {
            self.activity(entry, i, activity);
        }
        self.addresses(entry, hall);
    }

    fn title(&mut self, entry: &str, place: &str, text: &Text) {
        let (words, _) = text.in_language("zh-CN");
        if text.is_empty() || words.trim().is_empty() {
            let message = Words::new(format!("{place} 没有内容"), format!("{place} has no words"));
            let hint = Words::new("写上中文名称，最好也有英文。", "Give it a Chinese name, and an English one too.");
            self.add(Severity::Error, "title-missing", entry, place, message, hint);
            return;
        }
        let has = |lang: &str| text.0.get(lang).is_some_and(|words| !words.trim().is_empty());
        for (lang, severity, zh, en) in
            [("zh-CN", Severity::Warning, "中文", "Chinese"), ("en", Severity::Hint, "英文", "English")]
        {
            if !has(lang) {
                let message = Words::new(format!("{place} 没有{zh}"), format!("{place} is not given in {en}"));
                let hint = Words::new(format!("添加 \"{lang}\"。"), format!("Add \"{lang}\"."));
                self.add(severity, "language-missing", entry, place, message, hint);
            }
        }
        if words.chars().count() > LONG_TITLE_CHARS {
            let message = Words::new(format!("{place} 太长"), format!("{place} is very long"));
            let hint = Words::new("把细节写到 summary 里。", "Put the details into summary.");
            self.add(Severity::Hint, "title-long", entry, place, message, hint);
        }
    }

    fn references(&mut self, entry: &str, hall: &Hall) {
        let viewpoints = Ids::new("viewpoints", hall.viewpoints.iter().map(|v| v.id.as_str()));
        let sections = Ids::new("sections", hall.sections.iter().map(|s| s.id.as_str()));
        let exhibits = Ids::new("exhibits", hall.exhibits.iter().map(|e| e.id.as_str()));
        let tours = Ids::new("tours", hall.tours.iter().map(|t| t.id.as_str()));
        let screens = Ids::new("screens", hall.screens.iter().map(|s| s.id.as_str()));
        let activities = Ids::new("activities", hall.activities.iter().map(|a| a.id.as_str()));
        for ids in [&viewpoints, &sections, &exhibits, &tours, &screens, &activities] {
            self.ids(entry, ids);
        }
        for (i, section) in hall.sections.iter().enumerate() {
            self.title(entry, &format!("sections[{i}].title"), &section.title);
        }
        for (i, exhibit) in hall.exhibits.iter().enumerate() {
            self.title(entry, &format!("exhibits[{i}].title"), &exhibit.title);
            self.reference(entry, format!("exhibits[{i}].section"), exhibit.section.as_ref(), &sections);
            self.reference(entry, format!("exhibits[{i}].viewpoint"), exhibit.viewpoint.as_ref(), &viewpoints);
        }
        for (i, screen) in hall.screens.iter().enumerate() {
            self.title(entry, &format!("screens[{i}].title"), &screen.title);
        }
        for (i, tour) in hall.tours.iter().enumerate() {
            self.title(entry, &format!("tours[{i}].title"), &tour.title);
            for (s, stop) in tour.stops.iter().enumerate() {
                let place = format!("tours[{i}].stops[{s}]");
                self.reference(entry, format!("{place}.exhibit"), stop.exhibit.as_ref(), &exhibits);
                self.reference(entry, format!("{place}.viewpoint"), stop.viewpoint.as_ref(), &viewpoints);
                if stop.exhibit.is_none() && stop.viewpoint.is_none() {
                    let message = Words::new(
                        format!("{place} 既没有展品也没有视点"),
                        format!("{place} has neither an exhibit nor a viewpoint"),
                    );
                    let hint = Words::new("填写 exhibit 或 viewpoint。", "Give it an exhibit or a viewpoint.");
                    self.add(Severity::Error, "stop-nowhere", entry, place, message, hint);
                }
            }
        }
    }

    fn viewpoint(&mut self, entry: &str, place: &str, viewpoint: &Viewpoint) {
        self.range(entry, &format!("{place}.eye"), viewpoint.eye.is_finite(), "± 10000");
        self.range(entry, &format!("{place}.heading_deg"), viewpoint.heading_deg.is_finite(), "-360 – 360");
        self.range(entry, &format!("{place}.pitch_deg"), (-90.0..=90.0).contains(&viewpoint.pitch_deg), "-90 – 90");
        let fov = viewpoint.fov_deg.unwrap_or(60.0);
        self.range(entry, &format!("{place}.fov_deg"), (10.0..=120.0).contains(&fov), "10 – 120");
    }

    fn range(&mut self, entry: &str, place: &str, is_inside: bool, range: &str) {
        if !is_inside {
            let message = Words::new(format!("{place} 的数值超出范围"), format!("{place} is out of range"));
            let hint = Words::new(format!("应为 {range}。"), format!("It should be {range}."));
            self.add(Severity::Error, "number-range", entry, place, message, hint);
        }
    }

    fn activity(&mut self, entry: &str, index: usize, activity: &Activity) {
        self.title(entry, &format!("activities[{index}].title"), &activity.title);
        let times = [("starts_at", &activity.starts_at), ("ends_at", &activity.ends_at)];
        for (key, time) in times {
            if time.as_ref().is_some_and(|time| !is_rfc3339(time)) {
                let place = format!("activities[{index}].{key}");
                let message = Words::new(format!("{place} 不是合法的时间"), format!("{place} is not a valid time"));
                let hint = Words::new("例如 2026-11-22T09:00:00+08:00。", "For instance 2026-11-22T09:00:00+08:00.");
                self.add(Severity::Error, "time-malformed", entry, place, message, hint);
            }
        }
    }

    fn addresses(&mut self, entry: &str, hall: &Hall) {
        let contacts = hall.exhibits.iter().enumerate().filter_map(|(i, e)| {
            let url = e.contact.as_ref()?.url.as_ref()?;
            Some((format!("exhibits[{i}].contact.url"), url))
        });
        let organiser = hall.organiser.iter().filter_map(|o| Some(("organiser.url".to_owned(), o.url.as_ref()?)));
        let bad: Vec<String> =
            organiser.chain(contacts).filter(|(_, url)| !is_web_address(url)).map(|(place, _)| place).collect();
        for place in bad {
            let message = Words::new(format!("{place} 不是网址"), format!("{place} is not a web address"));
            let hint = Words::new("以 https:// 开头。", "It begins with https://.");
            self.add(Severity::Error, "address-malformed", entry, place, message, hint);
        }
        for (i, portal) in hall.portals.iter().enumerate() {
            let is_slug = !portal.hall.is_empty()
                && portal.hall.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
            if !is_slug {
                let place = format!("portals[{i}].hall");
                let message = Words::new(format!("{place} 不是展厅名"), format!("{place} is not the name of a hall"));
                let hint = Words::new("只用小写字母、数字和“-”。", "Use small letters, digits and '-' only.");
                self.add(Severity::Error, "slug-malformed", entry, place, message, hint);
            }
        }
    }
}

fn is_web_address(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace() || c.is_control()))
}

/// The form of RFC 3339 §5.6; days are counted by whoever uses it.
fn is_rfc3339(time: &str) -> bool {
    let digits = |text: &str, form: &str| {
        text.len() == form.len()
            && text.bytes().zip(form.bytes()).all(|(t, f)| if f == b'0' { t.is_ascii_digit() } else { t == f })
    };
    let Some((date, rest)) = time.split_once(['T', 't', ' ']) else { return false };
    let Some((clock, rest)) = rest.split_at_checked(8) else { return false };
    let fraction = rest.strip_prefix('.').map(|f| f.trim_start_matches(|c: char| c.is_ascii_digit()));
    let zone = fraction.unwrap_or(rest);
    let is_zone = matches!(zone, "Z" | "z") || digits(zone, "+00:00") || digits(zone, "-00:00");
    digits(date, "0000-00-00") && digits(clock, "00:00:00") && is_zone
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_a_zone() {
        for time in ["2026-11-22T09:00:00+08:00", "2026-11-22T09:00:00Z", "2026-11-22 09:00:00.25z"] {
            assert!(is_rfc3339(time), "{time}");
        }
        for time in ["2026-11-22", "2026-11-22T09:00:00", "22.11.2026T09:00:00Z", "2026-11-22T09:00Z", "明天"] {
            assert!(!is_rfc3339(time), "{time}");
        }
    }
}
