//! What of `hall.json` matters for being in a hall: where things are, not what is said about them.
//!
//! Read by hand from the JSON tree, because the words of a manifest (the whole of [`hall::Hall`], with paths in its errors) cost a quarter of the wasm, and the page reads those itself.

use glam::Vec3;
use hall::json::Json;
use hall::json::{Tree, TreeError};
use hall::manifest::{Anchor, AutoExposure, Environment, EnvironmentPreset, Spawn, ToneMapping};

use crate::visitor::View;

/// What of `hall.json` matters for being in a hall.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The glTF or GLB files that make the room.
    pub scenes: Vec<String>,
    /// Light that comes from all around.
    pub environment: Environment,
    /// Whether the manifest speaks of it.
    pub has_environment: bool,
    /// Factor on all light before tone mapping.
    pub exposure: f32,
    /// Whether it follows what is seen, and how far.
    pub auto_exposure: Option<AutoExposure>,
    /// From light to what a screen shows.
    pub tone_mapping: ToneMapping,
    /// Where a visitor begins.
    pub spawn: Option<Spawn>,
    /// Named places to look from.
    pub viewpoints: Vec<(String, View)>,
    /// What there is to see.
    pub exhibits: Vec<Exhibit>,
    /// Surfaces that show films.
    pub screens: Vec<Screen>,
}

/// A surface that shows a film.
#[derive(Clone, Debug, PartialEq)]
pub struct Screen {
    /// By name, with everything below it.
    pub node: String,
    /// Only surfaces of this material, by name.
    pub material: Option<String>,
    /// Shown where nothing plays.
    pub poster: Option<String>,
}

/// Where something to see is.
#[derive(Clone, Debug, PartialEq)]
pub struct Exhibit {
    /// Unique among exhibits.
    pub id: String,
    /// Where it is.
    pub anchor: Anchor,
    /// The viewpoint to see it from, by id.
    pub viewpoint: Option<String>,
    /// Names of the looks that are offered, in this order; all when empty.
    pub variants: Vec<String>,
}

impl Setting {
    /// Reads a manifest. The error is in words, with the path of what is wrong.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        let limit = hall::Limits::default().manifest_bytes;
        if bytes.len() as u64 > limit {
            return Err(["hall.json is longer than ", &limit.to_string(), " bytes"].concat());
        }
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let tree = Tree::parse(text, hall::Limits::default().json_values).map_err(in_words)?;
        let root = At { value: &tree.root, path: String::new() };
        let version = root.get("version").number()?;
        if version != f64::from(hall::VERSION) {
            return Err(["hall.json has version ", &(version as i64).to_string(), ", only 1 can be read"].concat());
        }
        let environment = root.get("environment");
        let default = Environment::default();
        Ok(Self {
            scenes: root.get("scenes").each(|scene| scene.text())?,
            environment: Environment {
                intensity: environment.get("intensity").float_or(default.intensity)?,
                rotation_deg: environment.get("rotation_deg").float_or(default.rotation_deg)?,
                preset: preset(environment.get("preset"))?,
                panorama: environment.get("panorama").there().map(|p| p.text()).transpose()?,
            },
            has_environment: !environment.value.is_null(),
            exposure: root.get("exposure").float_or(1.0)?,
            auto_exposure: root.get("auto_exposure").there().map(auto_exposure).transpose()?,
            tone_mapping: tone_mapping(root.get("tone_mapping"))?,
            spawn: root.get("spawn").there().map(spawn).transpose()?,
            viewpoints: root.get("viewpoints").each_if_any(viewpoint)?,
            exhibits: root.get("exhibits").each_if_any(exhibit)?,
            screens: root.get("screens").each_if_any(screen)?,
        })
    }
}

fn in_words(error: TreeError) -> String {
    match error {
        TreeError::TooMany { .. } => "hall.json holds too many values".into(),
        TreeError::Syntax { line, column, detail } => {
            ["hall.json, line ", &line.to_string(), ", column ", &column.to_string(), ": ", &detail].concat()
        }
    }
}

fn preset(at: At<'_>) -> Result<EnvironmentPreset, String> {
    let Some(at) = at.there() else { return Ok(EnvironmentPreset::default()) };
    match at.text()?.as_str() {
        "studio" => Ok(EnvironmentPreset::Studio),
        "atrium" => Ok(EnvironmentPreset::Atrium),
        "evening" => Ok(EnvironmentPreset::Evening),
        _ => Err(at.wrong("studio, atrium or evening")),
    }
}

fn tone_mapping(at: At<'_>) -> Result<ToneMapping, String> {
    let Some(at) = at.there() else { return Ok(ToneMapping::default()) };
    match at.text()?.as_str() {
        "neutral" => Ok(ToneMapping::Neutral),
        "aces" => Ok(ToneMapping::Aces),
        "agx" => Ok(ToneMapping::Agx),
        "none" => Ok(ToneMapping::None),
        _ => Err(at.wrong("neutral, aces, agx or none")),
    }
}

fn auto_exposure(at: At<'_>) -> Result<AutoExposure, String> {
    let default = AutoExposure::default();
    let (min_ev, max_ev) = (at.get("min_ev").float_or(default.min_ev)?, at.get("max_ev").float_or(default.max_ev)?);
    // A manifest that nobody has checked must not blind anybody.
    let min_ev = min_ev.clamp(-6.0, 6.0);
    Ok(AutoExposure { min_ev, max_ev: max_ev.clamp(min_ev, 6.0) })
}

fn spawn(at: At<'_>) -> Result<Spawn, String> {
    Ok(Spawn { position: at.get("position").vec3()?, heading_deg: at.get("heading_deg").float_or(0.0)? })
}

fn viewpoint(at: At<'_>) -> Result<(String, View), String> {
    let radians = |key| Ok::<f32, String>(at.get(key).float_or(0.0)?.to_radians());
    let view = View {
        eye: at.get("eye").vec3()?,
        heading: radians("heading_deg")?,
        pitch: radians("pitch_deg")?,
        fov_y: at.get("fov_deg").there().map(|_| radians("fov_deg")).transpose()?,
    };
    Ok((at.get("id").text()?, view))
}

fn exhibit(at: At<'_>) -> Result<Exhibit, String> {
    let anchor = at.get("anchor");
    let (node, position) = (anchor.get("node"), anchor.get("position"));
    let anchor = match (node.value, position.value) {
        (Json::Null, Json::Null) => return Err(anchor.wrong("a node or a position")),
        (Json::Null, _) => Anchor::Position(position.vec3()?),
        _ => Anchor::Node(node.text()?),
    };
    let viewpoint = at.get("viewpoint").there().map(|v| v.text()).transpose()?;
    let variants = at.get("variants").each_if_any(|v| v.text())?;
    Ok(Exhibit { id: at.get("id").text()?, anchor, viewpoint, variants })
}

fn screen(at: At<'_>) -> Result<Screen, String> {
    let optional = |key| at.get(key).there().map(|value| value.text()).transpose();
    Ok(Screen { node: at.get("node").text()?, material: optional("material")?, poster: optional("poster")? })
}

/// A value, and the way to it.
struct At<'a> {
    value: &'a Json,
    path: String,
}

impl<'a> At<'a> {
    /// A property; null when it is not there.
    fn get(&self, key: &str) -> At<'a> {
        let dot = if self.path.is_empty() { "" } else { "." };
        At { value: self.value.get(key).unwrap_or(&Json::Null), path: [&self.path, dot, key].concat() }
    }

    fn there(self) -> Option<Self> {
        (!self.value.is_null()).then_some(self)
    }

    fn wrong(&self, expected: &str) -> String {
        let what = if self.value.is_null() { ": is missing, expected " } else { ": expected " };
        ["hall.json, ", &self.path, what, expected].concat()
    }

    fn text(&self) -> Result<String, String> {
        self.value.as_str().map(str::to_owned).ok_or_else(|| self.wrong("a text"))
    }

    fn number(&self) -> Result<f64, String> {
        self.value.as_f64().ok_or_else(|| self.wrong("a number"))
    }

    fn float_or(&self, otherwise: f32) -> Result<f32, String> {
        if self.value.is_null() { Ok(otherwise) } else { Ok(self.number()? as f32) }
    }

    fn vec3(&self) -> Result<Vec3, String> {
        let numbers = self.each(|n| n.number())?;
        match numbers[..] {
            [x, y, z] => Ok(Vec3::new(x as f32, y as f32, z as f32)),
            _ => Err(self.wrong("three numbers")),
        }
    }

    fn each<T>(&self, read: impl Fn(At<'_>) -> Result<T, String>) -> Result<Vec<T>, String> {
        let values = self.value.as_array().ok_or_else(|| self.wrong("a list"))?;
        let numbered = values.iter().enumerate();
        numbered.map(|(i, value)| read(At { value, path: [&self.path, "[", &i.to_string(), "]"].concat() })).collect()
    }

    fn each_if_any<T>(&self, read: impl Fn(At<'_>) -> Result<T, String>) -> Result<Vec<T>, String> {
        if self.value.is_null() { Ok(Vec::new()) } else { self.each(read) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = r#"{
        "version": 1, "title": {"zh-CN": "厅"}, "scenes": ["a.glb", "b/c.gltf"],
        "environment": {"intensity": 0.5, "rotation_deg": 90}, "exposure": 1.25, "auto_exposure": {"max_ev": 2},
        "spawn": {"position": [1, 0, -2.5], "heading_deg": 180},
        "viewpoints": [{"id": "v", "eye": [0, 2, 3], "pitch_deg": -10, "fov_deg": 60}],
        "exhibits": [
            {"id": "e", "title": "展", "anchor": {"node": "n"}, "viewpoint": "v", "variants": ["red"]},
            {"id": "f", "title": "品", "anchor": {"position": [1, 2, 3]}}
        ],
        "screens": [{"id": "s", "title": "屏", "node": "wall", "material": "glow", "file": "f.mp4", "poster": "p.png"}]
    }"#;

    #[test]
    fn it_reads_what_the_whole_manifest_says() {
        let hall = hall::Hall::parse(MANIFEST.as_bytes()).expect("a manifest");
        let setting = Setting::parse(MANIFEST.as_bytes()).expect("a setting");
        assert_eq!(setting.scenes, hall.scenes);
        assert_eq!(setting.environment, hall.environment);
        assert_eq!((setting.exposure, setting.auto_exposure), (hall.exposure, hall.auto_exposure));
        assert_eq!(setting.spawn, hall.spawn);
        let (id, view) = &setting.viewpoints[0];
        assert_eq!((id, view.eye), (&hall.viewpoints[0].id, hall.viewpoints[0].eye));
        assert_eq!(view.pitch, hall.viewpoints[0].pitch_deg.to_radians());
        assert_eq!(view.fov_y, hall.viewpoints[0].fov_deg.map(f32::to_radians));
        for (ours, theirs) in setting.exhibits.iter().zip(&hall.exhibits) {
            assert_eq!((&ours.id, &ours.anchor, &ours.viewpoint), (&theirs.id, &theirs.anchor, &theirs.viewpoint));
            assert_eq!(ours.variants, theirs.variants);
        }
        assert_eq!(setting.exhibits.len(), hall.exhibits.len());
        let (ours, theirs) = (&setting.screens[0], &hall.screens[0]);
        assert_eq!((&ours.node, &ours.material, &ours.poster), (&theirs.node, &theirs.material, &theirs.poster));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        let broken =
            |from: &str, to: &str| Setting::parse(MANIFEST.replace(from, to).as_bytes()).expect_err("an error");
        assert_eq!(broken(r#""version": 1"#, r#""version": 2"#), "hall.json has version 2, only 1 can be read");
        assert_eq!(broken("[1, 2, 3]", "[1, 2]"), "hall.json, exhibits[1].anchor.position: expected three numbers");
        assert_eq!(broken(r#""eye": [0, 2, 3],"#, ""), "hall.json, viewpoints[0].eye: is missing, expected a list");
        assert_eq!(broken(r#"["a.glb", "b/c.gltf"]"#, r#""a.glb""#), "hall.json, scenes: expected a list");
        assert!(broken("]\n    }", "]").contains("line"), "{}", broken("]\n    }", "]"));
    }
}
