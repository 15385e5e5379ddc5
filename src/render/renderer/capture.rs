//! Looking around in a room.

use core::ops::Range;

use glam::{UVec2, Vec3};
use hall::{Aabb, ImageId, NodeId, Pose};

use super::Renderer;
use super::views::{Load, begin_pass};
use crate::Drawn;
use crate::bindings::slot;
use crate::medium::Medium;
use crate::pass::prefilter::Surroundings;
use crate::pass::probe::{BOUNCES, Probe, Room, SIDE_PX};
use crate::stage::{Around, Looking};
use crate::sun::is_compact;
use crate::view::Frustum;

/// Brightest light that is kept in a capture, which needs the strength of lamps.
const CAPTURE_LIMIT: f32 = 40.0;

impl Renderer {
    /// Darkens the floor softly under things that stand on it: nodes with all below them, and the boxes around them, metres. As they are in
    /// `pose`; what moves later leaves its mark where it was. To be called when a scene is set.
    pub fn set_standing(&mut self, pose: &Pose, things: &[(NodeId, Aabb)]) {
        self.set_pose(pose, Vec3::ZERO, 1.0);
        self.stage.arena.upload(&self.gpu);
        let take = |(node, bounds): &(NodeId, Aabb)| self.contact.take(&self.gpu, &mut self.stage, *node, *bounds);
        self.stage.footprints = things.iter().map(take).collect();
        self.is_prepared = false;
    }

    /// From now on [`Renderer::set_rooms`] and [`Renderer::set_standing`] come after the first picture of a scene, and images after that:
    /// what they need is made ready before it.
    pub fn await_rooms(&mut self) {
        self.is_awaiting_rooms = true;
    }

    /// Whether surfaces are drawn as in one of several rooms, which looks the same where there is but one: other pipelines would come late.
    pub(super) fn may_have_rooms(&self) -> bool {
        self.is_awaiting_rooms && !self.has_probes() && !is_compact(&self.stage.list.bounds)
    }

    /// Parts the scene into rooms: boxes whose walls hide most of what is in the next, metres. At most eight, the first of them first.
    /// Without this all of a scene is one room if it is as large as one; one that is smaller stays none.
    pub fn set_rooms(&mut self, boxes: &[Aabb]) {
        let Some(whole) = self.stage.rooms.first().filter(|_| !self.has_probes()) else { return };
        self.stage.rooms = whole.part(boxes, &self.stage.list.obstacles);
        self.stage.rooms.truncate(Surroundings::most(&self.gpu));
        self.stage.captured = 0;
        self.take_up_rooms();
        self.take_up_draws();
    }

    /// Has a place for what each room is surrounded by.
    pub(super) fn take_up_rooms(&mut self) {
        if self.probe.surroundings.rooms < self.stage.rooms.len() {
            self.probe.surroundings = Surroundings::new(&self.gpu, self.stage.rooms.len());
            self.rebind();
        }
    }

    /// Whether the scene says which rooms it has, and what light there is in them.
    pub fn has_probes(&self) -> bool {
        self.stage.computed.is_some()
    }

    /// Gives up waiting for pictures of the rooms that a scene speaks of: from now on [`Renderer::rooms`] are to be looked around in.
    pub fn forget_probes(&mut self) {
        if let Some(rooms) = self.stage.computed.as_mut().filter(|_| self.stage.captured == 0) {
            rooms.is_forgotten = true;
        }
    }

    /// Takes a picture of rooms, if this is one.
    pub(super) fn take_rooms(&mut self, image: ImageId) {
        let Self { gpu, stage, prefilter, probe, .. } = self;
        if let Some(rooms) = stage.computed.as_mut().filter(|rooms| !rooms.is_forgotten)
            && let Some(picture) = stage.images.color(image)
            && rooms.take(gpu, (image, picture), prefilter, probe)
        {
            stage.captured = stage.rooms.len();
        }
    }

    /// Around all of the scene that takes light, as it was when it was set, metres: a painted sky is not part of it.
    pub fn bounds(&self) -> Aabb {
        self.stage.list.bounds
    }

    /// How many rooms the scene has that [`Renderer::capture_room`] is to look around in.
    pub fn rooms(&self) -> usize {
        let is_known = self.stage.computed.as_ref().is_some_and(|rooms| !rooms.is_forgotten);
        if is_known { 0 } else { self.stage.rooms.len() }
    }

    /// Lights rooms by guess until somebody has looked around in them, instead of by a studio that isn't there.
    pub fn guess_light(&mut self) {
        self.stage.is_guessed = !self.stage.rooms.is_empty();
    }

    /// Looks around in a room, so that its surfaces light and mirror each other instead of a studio that isn't there.
    /// To be called for one room after the other, first with little light that depends on nothing before (`is_provisional`), then with all,
    /// which goes on from it; both again when surfaces look otherwise. Does nothing for a room that isn't there.
    pub fn capture_room(&mut self, pose: &Pose, index: usize, is_provisional: bool) {
        let mut capture = self.begin_capture(index, is_provisional);
        while let Some(begun) = capture {
            capture = self.go_on_capturing(pose, begun);
        }
    }

    /// Makes one more thing ready for the first room that is looked around in; whether there was one. It may take a frame's time.
    pub fn prepare_capture(&mut self) -> bool {
        self.sky.prepare(&self.gpu, Medium::Light);
        self.stage.list.draws.iter().any(|draw| self.mesh.prepare_look(&self.gpu, draw.look, Medium::Light))
    }

    /// The same as [`Renderer::capture_room`] in steps, between which nothing else is drawn.
    pub fn begin_capture(&self, index: usize, is_provisional: bool) -> Option<Capture> {
        let captured = self.stage.captured;
        self.stage.rooms.get(index).filter(|_| index <= captured)?;
        let is_settling = is_provisional || index >= captured;
        let first = if is_settling { 0 } else { BOUNCES - 1 };
        let last = if is_provisional { BOUNCES - 1 } else { BOUNCES };
        let lit = if is_settling { index + 1 } else { captured };
        Some(Capture { index, is_provisional, bounces: first..last, lit, is_begun: false })
    }

    /// Lets light bounce once more; what is left to do then.
    pub fn go_on_capturing(&mut self, pose: &Pose, mut capture: Capture) -> Option<Capture> {
        let room = *self.stage.rooms.get(capture.index)?;
        let bounce = capture.bounces.next()?;
        self.set_pose(pose, room.position, 1.0);
        self.prepare_surfaces(Medium::Light);
        if !std::mem::replace(&mut capture.is_begun, true) {
            self.stage.shadows.forget();
        }
        let around = if bounce > 0 { Around::Rooms(capture.lit) } else { Around::Nothing };
        self.draw_faces(&room, around, capture.is_provisional);
        let surroundings = (&self.probe.surroundings, capture.index);
        self.prefilter.run(&self.gpu, &self.probe.radiance, surroundings, capture.is_provisional);
        if !capture.bounces.is_empty() {
            return Some(capture);
        }
        self.stage.captured = self.stage.captured.max(capture.index + 1);
        None
    }

    /// Draws what is seen from the middle of a room.
    fn draw_faces(&mut self, room: &Room, around: Around, is_provisional: bool) {
        let views = room.face_views();
        let side = if is_provisional { SIDE_PX / 2 } else { SIDE_PX };
        for (i, clip_from_world) in views.iter().enumerate() {
            let looking = Looking {
                clip_from_world: *clip_from_world,
                eye: room.position,
                exposure: 1.0,
                target_px: UVec2::splat(side),
                radiance_limit: CAPTURE_LIMIT,
                ambient_px: UVec2::ZERO,
                behind_levels: 0,
                mirror: None,
                is_screen: false,
            };
            let frame = self.stage.frame(&looking, self.environment, around);
            self.stage.arena.put(slot::face(i), &frame);
        }
        self.stage.arena.upload(&self.gpu);
        let mut encoder = self.gpu.encoder();
        self.shadow.draw(&self.gpu, &mut encoder, &mut self.stage, &mut Drawn::default());
        for (i, clip_from_world) in views.iter().enumerate() {
            self.sort_transparent(room.position);
            let Probe { color, depth, picture, .. } = &self.probe;
            let (name, load) = ("capture", Load { again: false, keep: false });
            let mut pass = begin_pass((&self.gpu, name), &mut encoder, (color, depth), picture, load);
            pass.set_viewport(0.0, 0.0, side as f32, side as f32, 0.0, 1.0);
            let group = &self.stage.groups.capture[usize::from(around != Around::Nothing)];
            pass.set_bind_group(0, group, &[slot::face(i) as u32]);
            let frustum = Frustum::new(clip_from_world);
            self.draw_solid(&mut pass, (&frustum, Medium::Light), &mut Drawn::default());
            self.draw_clear_surfaces(&mut pass, (&frustum, Medium::Light), &mut Drawn::default());
            drop(pass);
            self.probe.keep_face(&self.gpu, &mut encoder, i as u32, is_provisional);
        }
        self.gpu.submit(encoder);
    }
}

/// A room that is being looked around in.
#[derive(Clone, Debug, PartialEq)]
pub struct Capture {
    index: usize,
    is_provisional: bool,
    bounces: Range<usize>,
    /// How many rooms give light.
    lit: usize,
    is_begun: bool,
}
