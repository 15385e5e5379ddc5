//! From file names to one scene: asks for what is missing, imports what came, and puts it together.

use bytes::Bytes;
use hall::gltf::{Bare, Document, ImportError, Importing, MAKES_TANGENTS, PackedGeometry, Tangents, UNPACKS_DRACO};
use hall::{Limits, Scene, Warning};

use crate::event::{Decoder, Event, FileKind};
use crate::merge;

/// The scene files of a hall on their way.
#[derive(Default)]
pub struct Loader {
    parts: Vec<Part>,
    is_done: bool,
    /// Scenes are read when somebody asks for the next step, and not as soon as they are here.
    pub is_gradual: bool,
}

struct Part {
    file: String,
    state: State,
}

enum State {
    /// Its file was asked for.
    Asked,
    /// Its buffers were asked for: name and, once there, content.
    Opened(Box<Document>, Vec<(String, Option<Bytes>)>),
    /// Its geometry is being unpacked, stretch by stretch of these buffer views.
    Unpacking(Box<Document>, Vec<(String, Option<Bytes>)>, Vec<usize>),
    /// It is being read.
    Reading(Importing),
    /// Tangents are being made for it.
    Bare(Box<Bare>),
    Ready(Box<Scene>),
    /// The shell or the importer could not; this has been told.
    Failed,
}

impl Loader {
    /// Asks for every scene file, once.
    pub fn want(&mut self, files: &[String], tell: &mut dyn FnMut(Event)) {
        for file in files {
            if self.parts.iter().all(|p| p.file != *file) {
                self.parts.push(Part { file: file.clone(), state: State::Asked });
                tell(Event::Need { file: file.clone(), kind: FileKind::Scene });
            }
        }
    }

    /// Takes a scene file that nobody has to be asked for.
    pub fn take(&mut self, file: &str, bytes: Bytes, tell: &mut dyn FnMut(Event)) {
        self.parts.push(Part { file: file.to_owned(), state: State::Asked });
        self.supply(file, &bytes, tell);
    }

    /// Takes a file; whether anything was waiting for it.
    pub fn supply(&mut self, file: &str, bytes: &Bytes, tell: &mut dyn FnMut(Event)) -> bool {
        let mut is_wanted = false;
        for part in &mut self.parts {
            match &mut part.state {
                State::Asked if part.file == file => {
                    is_wanted = true;
                    part.open(bytes.clone(), tell);
                }
                State::Opened(_, buffers) => {
                    for (_, content) in buffers.iter_mut().filter(|(name, _)| name == file) {
                        is_wanted = true;
                        *content = Some(bytes.clone());
                    }
                    part.go_on(tell);
                }
                _ => {}
            }
        }
        self.read(tell);
        is_wanted
    }

    /// Reads what is to be read, unless somebody does so step by step.
    fn read(&mut self, tell: &mut dyn FnMut(Event)) {
        while !self.is_gradual && self.step(tell) {}
    }

    /// Goes a step on with what is being read; whether there was one.
    pub fn step(&mut self, tell: &mut dyn FnMut(Event)) -> bool {
        let reading = self.parts.iter_mut().find(|part| matches!(part.state, State::Reading(_)));
        reading.map(|part| part.step(tell)).is_some()
    }

    /// Takes the geometry that was asked for, in the order it was asked for.
    pub fn supply_geometry(&mut self, file: &str, unpacked: Vec<Option<Bytes>>, tell: &mut dyn FnMut(Event)) {
        let waits = |part: &&mut Part| part.file == file && matches!(part.state, State::Unpacking(..) | State::Bare(_));
        let Some(part) = self.parts.iter_mut().find(waits) else { return };
        let mut unpacked = unpacked.into_iter().chain(std::iter::repeat(None));
        match std::mem::replace(&mut part.state, State::Failed) {
            State::Unpacking(mut document, buffers, views) => {
                views.into_iter().zip(unpacked).for_each(|(view, bytes)| document.supply_geometry(view, bytes));
                part.import(*document, buffers);
            }
            State::Bare(bare) => {
                let whole = bare.finish(|primitive, _| Tangents::from_bytes(&unpacked.next()??, primitive));
                part.settle(whole, tell);
            }
            _ => {}
        }
        self.read(tell);
    }

    /// A file won't come; whether anything was waiting for it.
    pub fn fail(&mut self, file: &str) -> bool {
        let mut is_wanted = false;
        for part in &mut self.parts {
            let waits = match &part.state {
                State::Asked => part.file == file,
                State::Opened(_, buffers) => buffers.iter().any(|(name, _)| name == file),
                _ => false,
            };
            if waits {
                part.state = State::Failed;
                is_wanted = true;
            }
        }
        is_wanted
    }

    /// All scenes in one, once, when nothing is missing any more; `Some(None)` when not one of them could be read.
    pub fn finish(&mut self) -> Option<Option<Scene>> {
        let is_settled = self.parts.iter().all(|p| matches!(p.state, State::Ready(_) | State::Failed));
        if self.is_done || self.parts.is_empty() || !is_settled {
            return None;
        }
        self.is_done = true;
        let mut whole: Option<Scene> = None;
        for part in std::mem::take(&mut self.parts) {
            let State::Ready(scene) = part.state else { continue };
            match &mut whole {
                None => whole = Some(*scene),
                Some(whole) => merge::append(whole, *scene),
            }
        }
        Some(whole)
    }
}

impl Part {
    fn open(&mut self, bytes: Bytes, tell: &mut dyn FnMut(Event)) {
        match Document::open(bytes, &Limits::default()) {
            Ok(document) => {
                let names = document.buffer_files().iter().map(|name| merge::beside(&self.file, name));
                let buffers: Vec<_> = names.map(|name| (name, None)).collect();
                for (name, _) in &buffers {
                    tell(Event::Need { file: name.clone(), kind: FileKind::Buffer });
                }
                self.state = State::Opened(Box::new(document), buffers);
                self.go_on(tell);
            }
            Err(error) => self.give_up(&error, tell),
        }
    }

    /// Goes on when all buffers are there: to who unpacks the geometry, if this build doesn't, else to the import.
    fn go_on(&mut self, tell: &mut dyn FnMut(Event)) {
        let State::Opened(_, buffers) = &self.state else { return };
        if buffers.iter().any(|(_, content)| content.is_none()) {
            return;
        }
        let State::Opened(document, buffers) = std::mem::replace(&mut self.state, State::Failed) else { return };
        if !UNPACKS_DRACO {
            let packed = document.packed_geometry(&|name: &str| buffer(&self.file, &buffers, name));
            match packed {
                Ok(PackedGeometry { views, most_faces, most_bytes }) if !views.is_empty() => {
                    let (views, packed) = views.into_iter().unzip();
                    let decoder = Decoder::Draco { most_faces, most_bytes };
                    tell(Event::Unpack { file: self.file.clone(), decoder, packed });
                    self.state = State::Unpacking(document, buffers, views);
                    return;
                }
                Ok(_) => {}
                Err(error) => return self.give_up(&error, tell),
            }
        }
        self.import(*document, buffers);
    }

    fn import(&mut self, document: Document, buffers: Vec<(String, Option<Bytes>)>) {
        let file = self.file.clone();
        self.state = State::Reading(document.import_in_steps(move |name| buffer(&file, &buffers, name)));
    }

    fn step(&mut self, tell: &mut dyn FnMut(Event)) {
        let State::Reading(importing) = &mut self.state else { return };
        let bare = match importing.step() {
            None => return,
            Some(Ok(bare)) => bare,
            Some(Err(error)) => return self.give_up(&error, tell),
        };
        let packed = if MAKES_TANGENTS { Vec::new() } else { bare.surfaces() };
        if packed.is_empty() {
            return self.settle(bare.finish_here(), tell);
        }
        tell(Event::Unpack { file: self.file.clone(), decoder: Decoder::Tangents, packed });
        self.state = State::Bare(Box::new(bare));
    }

    fn settle(&mut self, outcome: Result<(Scene, Vec<Warning>), ImportError>, tell: &mut dyn FnMut(Event)) {
        match outcome {
            Ok((mut scene, warnings)) => {
                for warning in warnings {
                    tell(Event::Warning([&self.file, ": ", &warning.to_string()].concat()));
                }
                merge::rebase_images(&mut scene, &self.file);
                self.state = State::Ready(Box::new(scene));
            }
            Err(error) => self.give_up(&error, tell),
        }
    }

    fn give_up(&mut self, error: &ImportError, tell: &mut dyn FnMut(Event)) {
        tell(Event::Error { code: "scene", detail: error.to_string(), file: Some(self.file.clone()) });
        self.state = State::Failed;
    }
}

/// Of the buffers of a scene file the one that it calls `name`.
fn buffer(file: &str, buffers: &[(String, Option<Bytes>)], name: &str) -> Option<Bytes> {
    let name = merge::beside(file, name);
    buffers.iter().find(|(n, _)| *n == name).and_then(|(_, content)| content.clone())
}
