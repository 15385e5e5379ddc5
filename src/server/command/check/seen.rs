//! Everything that can be known of a hall before a visitor sees it.

use hall::{Finding, Hall, Limits};
use pack::derive::unreachable;
use pack::validate::{self, Issue};
use pack::verdict::{Grade, Load, Portrait, Verdict, judge, largest_meshes, largest_textures, weigh};
use pack::{Look, Medium};
use serde::{Serialize, Serializer};

use crate::command::source::Source;

/// Pictures in a report.
const PORTRAITS: usize = 6;
const PORTRAIT_SIDE_PX: u32 = 240;

/// What was found.
#[derive(Default, Serialize)]
pub struct Seen {
    /// What visitors would notice, the worst first.
    pub findings: Vec<Finding>,
    /// What the media are that can be shown.
    pub media: Vec<Medium>,
    /// What the specification of glTF says.
    pub specification: Vec<Noted>,
    /// How it fares; empty where nothing could be read.
    pub devices: Vec<Verdict>,
    #[serde(skip)]
    pub meshes: Vec<Portrait>,
    #[serde(skip)]
    pub textures: Vec<Portrait>,
}

/// An issue and its file.
#[derive(Serialize)]
pub struct Noted {
    /// From the hall's folder.
    pub file: String,
    /// As the Khronos validator names it, or one of ours (`YZ_…`).
    #[serde(serialize_with = "issue")]
    #[serde(flatten)]
    pub issue: Issue,
    /// It is the reason why the file is refused.
    pub is_refusal: bool,
}

fn issue<S: Serializer>(issue: &Issue, serializer: S) -> Result<S::Ok, S::Error> {
    use serde::ser::SerializeMap;
    let mut map = serializer.serialize_map(None)?;
    map.serialize_entry("code", issue.code.name())?;
    map.serialize_entry("severity", &format!("{:?}", issue.severity()).to_lowercase())?;
    map.serialize_entry("place", &issue.spot.to_string())?;
    map.serialize_entry("zh-CN", &issue.message("zh-CN"))?;
    map.serialize_entry("en", &issue.message("en"))?;
    map.end()
}

impl Seen {
    /// Looks through a hall, with pictures for a report or without.
    pub fn of(source: &Source, has_pictures: bool) -> Self {
        let limits = Limits::default();
        let file = |relative: &str| source.read(relative, limits.file_bytes);
        let Look { findings, media } = pack::look(&source.entry, &file, &limits);
        let specification = scene_files(source, &limits).iter().flat_map(|path| noted(path, source, &limits)).collect();
        let scenes = weigh(&source.entry, &file, &limits);
        let devices = if scenes.is_empty() { Vec::new() } else { judge(&Load::of(&scenes)) };
        let mut seen = Self { findings, media, specification, devices, ..Self::default() };
        if has_pictures {
            seen.meshes = largest_meshes(&scenes, PORTRAITS, PORTRAIT_SIDE_PX);
            seen.textures = largest_textures(&scenes, &file, &limits, (PORTRAITS, PORTRAIT_SIDE_PX));
        }
        if seen.can_be_shown()
            && let Some(hall) = manifest(source, &limits)
        {
            let scenes = scenes.into_iter().map(|weighed| weighed.scene).collect();
            seen.findings.extend(unreachable(scenes, &source.entry, &hall));
            seen.findings.sort_by_key(|finding| finding.severity);
        }
        seen
    }

    /// Whether nothing keeps it from being shown.
    pub fn can_be_shown(&self) -> bool {
        let is_sound = self.findings.iter().all(|finding| finding.severity != hall::Severity::Error);
        is_sound && !self.specification.iter().any(|noted| noted.is_refusal)
    }

    /// What the specification says beyond what the findings say in plain words: of a file that is no glTF nothing, and of why it can't be read once is enough.
    pub fn news(&self) -> impl Iterator<Item = &Noted> {
        let is_told = |noted: &Noted| {
            let mut errors = self.findings.iter().filter(|finding| finding.severity == hall::Severity::Error);
            errors.any(|finding| {
                let is_foreign = finding.code == "gltf-unrecognised";
                finding.file == noted.file && (is_foreign || noted.issue.code == validate::Code::YzUnreadable)
            })
        };
        self.specification.iter().filter(move |noted| !is_told(noted))
    }

    /// Whether one kind of device can't be expected to manage.
    pub fn is_too_heavy(&self) -> bool {
        self.devices.iter().any(|verdict| verdict.grade == Grade::TooHeavy)
    }
}

/// What keeps the scenes and models of a hall from being taken at all.
pub fn refusals(source: &Source, limits: &Limits) -> Vec<Noted> {
    let all = scene_files(source, limits).into_iter().flat_map(|path| noted(&path, source, limits));
    all.filter(|noted| noted.is_refusal).collect()
}

/// What `hall.json` says; nothing for a bare scene.
pub fn manifest(source: &Source, limits: &Limits) -> Option<Hall> {
    let bytes = source.read(&source.entry, limits.manifest_bytes).filter(|_| source.entry.ends_with(".json"))?;
    Hall::parse(&bytes).ok()
}

/// Scenes and models, each once.
fn scene_files(source: &Source, limits: &Limits) -> Vec<String> {
    if !source.entry.ends_with(".json") {
        return vec![source.entry.clone()];
    }
    let Some(hall) = manifest(source, limits) else { return Vec::new() };
    let mut files: Vec<String> = Vec::new();
    for path in hall.scenes.iter().chain(hall.exhibits.iter().filter_map(|exhibit| exhibit.model.as_ref())) {
        if !files.contains(path) {
            files.push(path.clone());
        }
    }
    files
}

fn noted(path: &str, source: &Source, limits: &Limits) -> Vec<Noted> {
    let Some(bytes) = source.read(path, limits.file_bytes) else { return Vec::new() };
    let near = |name: &str| source.read(&hall::beside(path, name), limits.file_bytes);
    let report = validate::validate(&bytes, &near, limits);
    let refused: Vec<Issue> = report.refusals().cloned().collect();
    let all = report.issues.into_iter();
    all.map(|issue| Noted { file: path.to_owned(), is_refusal: refused.contains(&issue), issue }).collect()
}
