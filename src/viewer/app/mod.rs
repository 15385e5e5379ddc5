//! The app: what a shell owns, feeds and asks.

mod choose;
mod light;
mod look;
mod pictures;
mod settle;
mod show;
mod visit;
mod world;

use std::collections::VecDeque;

use bytes::Bytes;
use glam::{Vec2, Vec3};
use hall::gltf::Document;
use hall::manifest::AutoExposure;
use hall::{ImageType, Limits, NodeId, Panorama, Scene};
use render::{Adaptation, Coming, Drawn, Effects, Environment, Frame, RenderError, Renderer};

use crate::event::{Event, FileKind};
use crate::exhibits::Mark;
use crate::load::Loader;
use crate::setting::Setting;
use light::Lighting;
use look::view_from;
use pictures::{Picture, image_light, use_stand_ins};
use world::World;

/// How long eyes take to get used to most of another brightness.
const ADAPTING_SECS: f32 = 0.5;

/// What a visitor asks for before it comes.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// No flights, nothing that moves by itself.
    pub reduced_motion: bool,
    /// What [`App::save`] gave, to be in the same place again.
    pub restore: Option<String>,
}

/// A hall and a visitor in it, without any input or output: a shell brings files, input and time, and owns the renderer.
///
/// A shell's frame is: [`App::advance`]; when that says so, [`App::draw`]; then [`App::next_event`] until there is none.
#[derive(Default)]
pub struct App {
    reduced_motion: bool,
    /// Every picture is dear.
    is_slow: bool,
    /// The first picture waits for nothing that is not seen on it.
    is_gradual: bool,
    /// Images that have come are on their way to the GPU.
    is_decoding: bool,
    /// Nobody has looked around in rooms since something else was chosen to be worn.
    is_newly_dressed: bool,
    /// More is to be done for the picture, but none is wanted before that.
    is_going_on: bool,
    /// There is no picture any more.
    is_empty: bool,
    restore: Option<String>,
    loader: Loader,
    setting: Option<Setting>,
    /// That came and is not on the GPU yet.
    panorama: Option<Panorama>,
    awaits_panorama: bool,
    world: Option<World>,
    /// What is known of the scene that is on its way.
    outlook: Option<Scene>,
    is_preparing: bool,
    /// The world on its way to the renderer.
    coming: Option<Coming>,
    images: Vec<Picture>,
    events: VecDeque<Event>,
    size_px: Vec2,
    clock_secs: f64,
    needs_draw: bool,
    /// Something else was chosen to be worn than the renderer shows.
    needs_dressing: bool,
    lighting: Lighting,
    is_uploaded: bool,
    /// All that the first picture needs has been made, if the app is gradual.
    is_ready: bool,
    is_complete: bool,
    effects: Effects,
    near: Option<usize>,
    open: Option<(usize, Vec3)>,
    going_to: Option<usize>,
    hover_px: Option<Vec2>,
    hovered: Option<usize>,
    highlight: Vec<NodeId>,
    floor_mark: FloorMark,
    frames: u64,
    /// Since the last picture, and for how long pictures follow each other until eyes are used to what they see.
    since_secs: f32,
    adapting_secs: f32,
    drawn: Drawn,
    /// A camera that takes the place of the visitor's eye: eye, target (metres), vertical angle (radians).
    fixed: Option<(Vec3, Vec3, f32)>,
}

/// The ring on the floor where a visitor walks to, or would.
#[derive(Clone, Copy, Debug, Default)]
struct FloorMark {
    at: Vec3,
    strength: f32,
    goal: f32,
}

impl App {
    /// Waits for [`App::open`].
    pub fn new(options: Options) -> Self {
        let Options { reduced_motion, restore } = options;
        Self { reduced_motion, restore, size_px: Vec2::new(1280.0, 720.0), ..Self::default() }
    }

    /// Begins with a hall: `hall.json`, or a glTF or GLB alone. `name` is relative to the hall's folder.
    pub fn open(&mut self, name: &str, bytes: Bytes) {
        let events = &mut self.events;
        let mut tell = |event| events.push_back(event);
        if !name.ends_with(".json") {
            self.loader.take(name, bytes, &mut tell);
            self.enter();
            return;
        }
        match Setting::parse(&bytes) {
            Ok(setting) => {
                self.loader.want(&setting.scenes, &mut tell);
                if setting.scenes.is_empty() {
                    let (detail, file) = ("the hall names no scene file".to_owned(), Some(name.to_owned()));
                    tell(Event::Error { code: "manifest", detail, file });
                }
                if let Some(file) = &setting.environment.panorama {
                    tell(Event::Need { file: file.clone(), kind: FileKind::Image });
                    self.awaits_panorama = true;
                }
                self.setting = Some(setting);
            }
            Err(error) => tell(Event::Error { code: "manifest", detail: error, file: Some(name.to_owned()) }),
        }
    }

    /// Brings a file that [`Event::Need`] asked for.
    pub fn supply(&mut self, file: &str, bytes: Bytes) {
        let events = &mut self.events;
        if self.loader.supply(file, &bytes, &mut |event| events.push_back(event)) {
            self.enter();
        }
        if self.is_panorama(file) {
            self.awaits_panorama = false;
            match Panorama::parse(&bytes) {
                Ok(panorama) => self.panorama = Some(panorama),
                Err(words) => self.events.push_back(Event::Warning([file, ": ", words].concat())),
            }
            self.needs_draw = true;
        }
        for i in 0..self.images.len() {
            if !matches!(&self.images[i], Picture::Asked(name) if name == file) {
                continue;
            }
            match ImageType::sniff(&bytes) {
                Some(kind) => self.images[i] = Picture::Waits(kind, bytes.clone()),
                None => {
                    self.events.push_back(Event::Warning([file, ": not a picture that can be shown"].concat()));
                    self.images[i] = Picture::Settled;
                    self.needs_draw = true;
                }
            }
        }
        self.decode_waiting();
    }

    /// Brings the JSON of a GLB of which the rest is on its way, for what can be made ready meanwhile.
    pub fn expect(&mut self, json: Bytes) {
        // What is wrong with it is told when all of it is there.
        self.outlook = Document::open(json, &Limits::default()).and_then(Document::outlook).ok();
        self.is_preparing |= self.outlook.is_some();
    }

    /// Brings what [`Event::Unpack`] asked for, in its order, as [`hall::gltf::Geometry`] or [`hall::gltf::Tangents`] in bytes; `None` where
    /// there is none.
    pub fn supply_geometry(&mut self, file: &str, unpacked: Vec<Option<Bytes>>) {
        let events = &mut self.events;
        self.loader.supply_geometry(file, unpacked, &mut |event| events.push_back(event));
        self.enter();
    }

    /// A file that [`Event::Need`] asked for cannot be had.
    pub fn fail(&mut self, file: &str, reason: &str) {
        if self.loader.fail(file) {
            let detail = reason.to_owned();
            self.events.push_back(Event::Error { code: "file", detail, file: Some(file.to_owned()) });
            self.enter();
        }
        let is_panorama = self.is_panorama(file);
        self.awaits_panorama &= !is_panorama;
        let mut is_missed = is_panorama;
        for picture in &mut self.images {
            if matches!(picture, Picture::Asked(name) if name == file) {
                *picture = Picture::Settled;
                is_missed = true;
            }
        }
        if is_missed {
            self.events.push_back(Event::Warning([file, ": ", reason].concat()));
        }
        self.needs_draw = true;
    }

    fn is_panorama(&self, file: &str) -> bool {
        self.setting.as_ref().is_some_and(|s| s.environment.panorama.as_deref() == Some(file))
    }

    /// When all scenes are there, lets the visitor in.
    fn enter(&mut self) {
        let Some(scene) = self.loader.finish() else { return };
        let Some(mut scene) = scene else { return };
        use_stand_ins(&mut scene);
        let (mut world, warnings) = World::new(scene, self.setting.as_ref(), self.is_gradual);
        self.events.extend(warnings.into_iter().map(Event::Warning));
        let saved = self.restore.take().unwrap_or_default();
        let (stance, choices) = saved.split_once('\n').unwrap_or((&saved, ""));
        if let Some(stance) = visit::parse_stance(stance) {
            world.visitor.place(&world.space, &stance);
        }
        world.offers.restore(choices);
        if !world.offers.list.is_empty() {
            self.needs_dressing = true;
            self.events.push_back(Event::Variants);
        }
        self.want_images(&world);
        self.outlook = None;
        self.world = Some(world);
        self.needs_draw = true;
    }

    /// The size of the picture in CSS pixels, for what [`crate::Input`] and [`App::exhibit_marks`] count in.
    pub fn resize(&mut self, size_px: Vec2) {
        let size_px = size_px.max(Vec2::ONE);
        self.needs_draw |= self.size_px != size_px;
        self.size_px = size_px;
    }

    /// Has the images decoded before the first look instead of after it, for who wants only one picture, and all of it: the one that is drawn
    /// when [`App::is_complete`].
    pub fn prepare(&mut self, renderer: &mut Renderer) {
        self.lighting.is_patient = true;
        self.upload(renderer);
        self.decode_waiting();
    }

    /// Hands the scene to the renderer, if that has not been done.
    fn upload(&mut self, renderer: &mut Renderer) {
        let Some(world) = self.world.as_mut().filter(|_| !self.is_uploaded) else { return };
        renderer.set_scene(&world.scene);
        self.go_on_from_upload(renderer);
    }

    /// Takes up that the renderer has the scene.
    pub(super) fn go_on_from_upload(&mut self, renderer: &mut Renderer) {
        let Some(world) = &mut self.world else { return };
        world.hand_to(renderer);
        let environment = self.setting.as_ref().map(|s| &s.environment);
        let mut environment = environment.map_or(Environment::default(), |e| Environment {
            preset: e.preset,
            intensity: e.intensity,
            rotation: e.rotation_deg.to_radians(),
        });
        if let Some(light) = image_light(&world.scene, self.setting.as_ref()) {
            renderer.set_image_light(light);
            environment.intensity = light.intensity;
        }
        renderer.set_environment(environment);
        world.drop_uploaded();
        self.is_uploaded = true;
    }

    /// Draws the hall as the visitor sees it, if there is one yet.
    pub fn draw(&mut self, renderer: &mut Renderer) -> Result<Drawn, RenderError> {
        // All at once they would keep a slow device, and the page with it, for seconds.
        if (self.is_slow && self.is_preparing) || (self.is_gradual && !self.is_ready) {
            self.make_ready(renderer);
            return Ok(Drawn::default());
        }
        self.upload(renderer);
        let is_settled = self.is_settled();
        let Some(world) = &mut self.world else {
            self.make_ready(renderer);
            return Ok(Drawn::default());
        };
        let is_first = self.frames == 0;
        if let Some(panorama) = self.panorama.take() {
            renderer.set_panorama(&panorama);
        }
        let is_dressed = std::mem::take(&mut self.needs_dressing);
        if is_dressed {
            renderer.set_variants(&world.offers.worn(world.scene.nodes.len()));
        }
        self.is_newly_dressed |= is_dressed;
        // A slow device looks around once less if it waits for what is here already.
        let is_waiting = self.is_slow && self.is_decoding && !self.lighting.is_in_a_room();
        if is_first || (world.is_settled() && !is_waiting) {
            let is_new = std::mem::take(&mut self.is_newly_dressed);
            self.lighting.step(renderer, &world.pose, is_first, is_settled, is_new);
        }
        world.settle_light(renderer);
        let is_hasty = self.is_slow && !self.needs_draw;
        let is_amid = is_waiting || !world.is_settled() || self.lighting.is_between_rooms(renderer.rooms());
        if !is_first && !self.is_empty && (self.lighting.is_in_a_room() || is_hasty && is_amid) {
            return Ok(self.drawn);
        }
        let view = match self.fixed {
            Some((eye, target, fov_y)) => view_from(eye, target, fov_y),
            None => world.view(self.size_px),
        };
        let secs = std::mem::take(&mut self.since_secs);
        // Whoever comes in is used to the light.
        let part = if self.is_complete { 1.0 - (-secs / ADAPTING_SECS).exp() } else { 1.0 };
        let auto_exposure = self.setting.as_ref().and_then(|s| s.auto_exposure);
        let adaptation = auto_exposure.map(|AutoExposure { min_ev, max_ev }| Adaptation { min_ev, max_ev, part });
        let mark = self.floor_mark;
        let frame = Frame {
            pose: &world.pose,
            views: &[view],
            exposure: self.setting.as_ref().map_or(1.0, |s| s.exposure),
            adaptation,
            effects: self.effects,
            tone_mapping: self.setting.as_ref().map_or(Default::default(), |s| s.tone_mapping),
            highlight: &self.highlight,
            floor_mark: (mark.strength > 0.0).then_some((mark.at, mark.strength)),
        };
        self.drawn = renderer.draw(&frame)?;
        let is_unsettled = !world.is_settled();
        self.has_drawn(renderer, is_settled, is_unsettled);
        Ok(self.drawn)
    }

    /// Says what has been reached with a picture. `is_settled` when all that was asked for was there before it, `is_unsettled` when there is more to be
    /// done for the next.
    fn has_drawn(&mut self, renderer: &Renderer, is_settled: bool, is_unsettled: bool) {
        (self.needs_draw, self.is_empty) = (false, false);
        self.is_going_on = is_unsettled || self.lighting.is_going_on(renderer.rooms(), is_settled);
        self.frames += 1;
        if self.frames == 1 {
            self.events.push_back(Event::FirstLook);
            self.decode_waiting();
        }
        if is_settled && !is_unsettled && self.lighting.is_done(renderer.rooms()) && !self.is_complete {
            self.is_complete = true;
            self.events.push_back(Event::Complete);
        }
    }

    /// What the shell should do or know next.
    pub fn next_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    /// Whether the hall has been drawn with all its images.
    pub fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// The id of an exhibit that an event counts.
    pub fn exhibit_id(&self, index: usize) -> Option<&str> {
        self.setting.as_ref().and_then(|s| s.exhibits.get(index)).map(|e| e.id.as_str())
    }

    /// Ids of places to look from: those of the manifest, then the cameras of the scene.
    pub fn viewpoints(&self) -> impl Iterator<Item = &str> {
        self.world.iter().flat_map(|w| &w.viewpoints).map(|(id, _)| id.as_str())
    }

    /// One mark for each exhibit, in hall order; empty as long as there is no scene.
    pub fn exhibit_marks(&self) -> &[Mark] {
        self.world.as_ref().map_or(&[], |w| &w.exhibits.marks)
    }

    /// Pictures drawn so far, and what the last one cost.
    pub fn drawn(&self) -> (u64, Drawn) {
        (self.frames, self.drawn)
    }

    /// Where the eye is (metres), and where it looks (heading and pitch in radians).
    pub fn eye(&self) -> Option<(Vec3, f32, f32)> {
        self.world.as_ref().map(|w| (w.visitor.eye(&w.space), w.visitor.heading, w.visitor.pitch))
    }
}
