//! What a hall still lacks when it is seen for the first time: where one walks in it, which rooms it has, and what stands on its floors.

use hall::Aabb;
use hall::manifest::ToneMapping;
use render::Renderer;

use super::App;
use super::world::World;
use crate::visitor::Stance;
use crate::walk::{Growing, Parting};

/// From so many places is looked around in a step.
const LOOKS_A_STEP: u32 = 4;

/// How far a hall is on its way from what is seen to what is walked in; each step takes a part of a frame's time.
#[derive(Debug, Default)]
pub enum Settling {
    /// Nothing is missing.
    #[default]
    Done,
    /// Where one walks.
    Space(Growing),
    /// What takes light, which the renderer tells.
    Bounds,
    /// Which rooms walls part that into.
    Rooms(Parting),
    /// To tell the renderer of these.
    Light(Vec<Aabb>),
    /// To tell the renderer what stands on floors.
    Standing,
}

impl World {
    /// Whether one can walk.
    pub fn is_walkable(&self) -> bool {
        !matches!(self.settling, Settling::Space(_))
    }

    pub fn is_settled(&self) -> bool {
        matches!(self.settling, Settling::Done)
    }

    /// Goes a step on with what needs no renderer.
    fn settle_here(&mut self) {
        self.settling = match std::mem::take(&mut self.settling) {
            Settling::Space(mut growing) => match growing.step(&self.scene, &self.pose) {
                Some(space) => {
                    self.space = space;
                    self.find_floor();
                    Settling::Bounds
                }
                None => {
                    // What the renderer has not got yet is still needed.
                    if !growing.needs_vertices() && self.lit_bounds.is_some() {
                        self.drop_vertices();
                    }
                    Settling::Space(growing)
                }
            },
            Settling::Bounds => match self.lit_bounds {
                Some(bounds) => Settling::Rooms(Parting::new(&self.space, &bounds, self.visitor.eye(&self.space))),
                None => Settling::Bounds,
            },
            Settling::Rooms(mut parting) => match (0..LOOKS_A_STEP).find_map(|_| parting.step(&self.space)) {
                Some(rooms) => Settling::Light(rooms),
                None => Settling::Rooms(parting),
            },
            settling => settling,
        };
    }

    /// Stands on the floor below where the hall says that one stands.
    fn find_floor(&mut self) {
        let (space, stance) = (&self.space, self.visitor.stance(&self.space));
        let body = space.body;
        let feet = space.place_near(stance.feet, body.height * 2.0, body.height).unwrap_or(stance.feet);
        let eye = stance.eye + (feet - stance.feet);
        self.visitor.place(space, &Stance { feet, eye, ..stance });
    }

    /// Goes a step on with what the renderer must know.
    pub fn settle_light(&mut self, renderer: &mut Renderer) {
        match std::mem::take(&mut self.settling) {
            Settling::Light(rooms) => {
                if !renderer.has_probes() {
                    renderer.set_rooms(&rooms);
                }
                self.settling = Settling::Standing;
            }
            Settling::Standing => self.tell_standing(renderer),
            settling => self.settling = settling,
        }
    }
}

impl App {
    /// Has scenes be read and made ready by [`App::go_on`] alone, and a hall that says where one begins be seen before it can be walked in:
    /// [`App::settle`] then makes the rest.
    pub fn set_gradual(&mut self, renderer: &mut Renderer) {
        self.is_gradual = true;
        self.loader.is_gradual = true;
        self.lighting.is_gradual = true;
        renderer.await_rooms();
    }

    /// Goes a step on from files that have come to the first picture, for a gradual app: each takes some milliseconds at most, unless the device
    /// takes longer for one pipeline. Whether there was one; else a file or a frame is to come first.
    pub fn go_on(&mut self, renderer: &mut Renderer) -> bool {
        let events = &mut self.events;
        if self.loader.step(&mut |event| events.push_back(event)) {
            self.enter();
            return true;
        }
        let Some(world) = self.world.as_ref().filter(|_| !self.is_ready) else { return false };
        if self.is_uploaded {
            let (tone_mapping, is_adapting) = self.tones();
            self.is_ready = !renderer.prepare_picture(self.effects, tone_mapping, is_adapting);
            return true;
        }
        let coming = self.coming.take().unwrap_or_else(|| renderer.begin_scene(&world.scene));
        self.coming = renderer.go_on_with_scene(&world.scene, coming);
        if self.coming.is_none() {
            self.go_on_from_upload(renderer);
        }
        true
    }

    /// Goes a step on with what the first picture did not wait for; to be called in every frame. Whether there is more that waits for nothing.
    pub fn settle(&mut self) -> bool {
        let Some(world) = self.world.as_mut().filter(|world| self.is_uploaded && !world.is_settled()) else {
            return false;
        };
        world.settle_here();
        self.is_going_on = true;
        !matches!(world.settling, Settling::Done | Settling::Bounds | Settling::Light(_) | Settling::Standing)
    }

    /// The hall, once one can walk in it: who wants something of it before that waits for all of the rest now.
    pub(super) fn walkable(&mut self) -> Option<&mut World> {
        let world = self.world.as_mut()?;
        while !world.is_walkable() {
            world.settle_here();
        }
        Some(world)
    }

    /// Makes a little more ready for the scene that is on its way.
    pub(super) fn make_ready(&mut self, renderer: &mut Renderer) {
        if let Some(scene) = self.outlook.take() {
            let (tone_mapping, is_adapting) = self.tones();
            renderer.expect(&scene, self.effects, tone_mapping, is_adapting);
        }
        self.is_preparing = renderer.prepare_next();
    }

    /// How light becomes what a screen shows, and whether that changes with the light.
    pub(super) fn tones(&self) -> (ToneMapping, bool) {
        self.setting.as_ref().map_or(Default::default(), |s| (s.tone_mapping, s.auto_exposure.is_some()))
    }
}
