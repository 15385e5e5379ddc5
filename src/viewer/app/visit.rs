//! The app as a visitor uses it: moving, looking, picking.

use glam::{Vec2, Vec3};

use super::world::World;
use super::{ADAPTING_SECS, App};
use crate::event::Event;
use crate::input::Input;
use crate::stand::ahead;
use crate::visitor::{Progress, Stance, View};
use crate::walk::{Hit, Sees};

/// A pointer that is locked turns by this much, radians a pixel.
const TURN_PER_PX: f32 = 0.0022;
/// The wheel goes forward by this much, metres a pixel.
const WHEEL_METRES_PER_PX: f32 = 0.004;
/// How far one goes from an open exhibit before it closes, metres.
const LEAVE_METRES: f32 = 1.2;
/// How strong the ring on the floor is under a mouse that only passes by.
const HOVER_STRENGTH: f32 = 0.4;
const MARK_RESPONSE_SECS: f32 = 0.12;

impl App {
    /// Takes what the visitor does.
    pub fn input(&mut self, input: Input) {
        let size_px = self.size_px;
        if matches!(input, Input::Press { .. } | Input::Act) {
            self.walkable();
        }
        let Some(world) = &mut self.world else { return };
        match input {
            Input::Key(key, is_down) => world.visitor.key(key, is_down),
            Input::Drag { by_px } => {
                // What is under the pointer stays there (at the middle of the picture exactly).
                let plane = world.picture_from_view(size_px).y;
                world.visitor.look(by_px * (2.0 / (plane * size_px.y)));
            }
            Input::Turn { by_px } => world.visitor.look(by_px * -TURN_PER_PX),
            Input::Press { at_px } => self.press(at_px),
            Input::Hover(at_px) => {
                self.hover_px = at_px;
                self.needs_draw |= self.point();
            }
            Input::Wheel { by_px } => world.visitor.roll(-by_px.clamp(-300.0, 300.0) * WHEEL_METRES_PER_PX),
            Input::Push(push) => world.visitor.push(push),
            Input::Act => {
                if let Some(exhibit) = self.near.or(self.hovered) {
                    self.focus(exhibit);
                }
            }
            Input::Leave => {
                world.visitor.let_go();
                self.hover_px = None;
                self.needs_draw |= self.point();
            }
        }
    }

    /// Lets time pass; whether the picture is another one now.
    pub fn advance(&mut self, dt_secs: f32) -> bool {
        let size_px = self.size_px;
        // What moves by itself waits where a picture of it would keep all else waiting.
        let is_calm = self.reduced_motion || (self.is_slow && !self.is_complete);
        let Some(world) = &mut self.world else { return self.is_preparing };
        let is_walkable = world.is_walkable();
        let (progress, is_moved) = match is_walkable {
            true => world.visitor.advance(&world.space, dt_secs),
            false => (Progress::None, world.visitor.look_around(&world.space, dt_secs)),
        };
        if world.is_animated() && !is_calm {
            self.clock_secs += f64::from(dt_secs.clamp(0.0, 1.0));
            world.animate(self.clock_secs);
            self.needs_draw = true;
        }
        // Before it is known what hides what, nothing is marked.
        if is_walkable && (is_moved || self.needs_draw || self.is_going_on) {
            let (view, scale) = (world.visitor.world_from_view(&world.space), world.picture_from_view(size_px));
            world.exhibits.update_marks(&world.space, &view, scale, size_px);
        }
        match progress {
            Progress::Arrived => self.arrive(),
            Progress::GaveUp => self.going_to = None,
            Progress::None => {}
        }
        if is_moved || self.frames == 0 {
            self.needs_draw = true;
            self.notice();
            self.point();
        }
        self.fade_mark(dt_secs);
        self.since_secs += dt_secs;
        self.is_going_on |= self.lighting.rest(dt_secs);
        let is_due = self.needs_draw || self.is_going_on;
        if self.setting.as_ref().is_some_and(|s| s.auto_exposure.is_some()) {
            self.adapting_secs = if is_due { 5.0 * ADAPTING_SECS } else { self.adapting_secs - dt_secs };
            return is_due || self.adapting_secs > 0.0;
        }
        is_due
    }

    /// Walks up to an exhibit, then [`Event::ExhibitOpen`]. Unknown ids are ignored.
    pub fn focus_exhibit(&mut self, id: &str) {
        let index = self.setting.as_ref().and_then(|s| s.exhibits.iter().position(|e| e.id == id));
        if let Some(index) = index {
            self.focus(index);
        }
    }

    /// Closes the exhibit that is open.
    pub fn release_exhibit(&mut self) {
        self.going_to = None;
        if self.open.take().is_some() {
            self.events.push_back(Event::ExhibitClose);
        }
    }

    /// Goes to a viewpoint; unknown ids are ignored.
    pub fn go_to_viewpoint(&mut self, id: &str) {
        let view = self.walkable().and_then(|w| w.viewpoint(id)).copied();
        if let Some(view) = view {
            self.release_exhibit();
            self.go_to(&view);
        }
    }

    /// Is at a viewpoint at once; false when there is none of this id.
    pub fn jump_to_viewpoint(&mut self, id: &str) -> bool {
        let Some(world) = self.walkable() else { return false };
        let Some(view) = world.viewpoint(id).copied() else { return false };
        let stance = world.stance_of(&view);
        world.visitor.place(&world.space, &stance);
        self.needs_draw = true;
        true
    }

    /// Looks from `eye` (metres) at once; heading and pitch in radians.
    pub fn jump_to(&mut self, eye: Vec3, heading: f32, pitch: f32) {
        let Some(world) = self.walkable() else { return };
        let stance = world.stance_of(&View { eye, heading, pitch, fov_y: None });
        world.visitor.place(&world.space, &stance);
        self.needs_draw = true;
    }

    /// Whether flights and animations are not wanted.
    pub fn set_reduced_motion(&mut self, is_reduced: bool) {
        self.reduced_motion = is_reduced;
        self.needs_draw = true;
    }

    /// Where the visitor is and what was chosen, for [`super::Options::restore`].
    pub fn save(&self) -> String {
        let Some(world) = &self.world else { return self.restore.clone().unwrap_or_default() };
        let Stance { feet, eye, heading, pitch, fov_y } = world.visitor.stance(&world.space);
        let numbers = [feet.x, feet.y, feet.z, eye.x, eye.y, eye.z, heading, pitch, fov_y.unwrap_or(0.0)];
        // As bits: exact, and the code that prints floats is large.
        numbers.map(|n| n.to_bits().to_string()).join(" ") + &world.offers.save()
    }

    fn go_to(&mut self, view: &View) {
        let Some(world) = &mut self.world else { return };
        let stance = world.stance_of(view);
        travel(world, &stance, self.reduced_motion);
        self.needs_draw = true;
    }

    pub(super) fn focus(&mut self, exhibit: usize) {
        self.walkable();
        let (Some(world), Some(setting)) = (&mut self.world, &self.setting) else { return };
        if self.open.is_some_and(|(open, _)| open == exhibit) {
            return;
        }
        let stance = world.stance_for(setting, exhibit);
        if self.open.take().is_some() {
            self.events.push_back(Event::ExhibitClose);
        }
        self.going_to = Some(exhibit);
        match stance {
            Some(stance) => travel(world, &stance, self.reduced_motion),
            None => return self.arrive(),
        }
        self.needs_draw = true;
        if !world.visitor.is_on_errand() {
            self.arrive();
        }
    }

    fn arrive(&mut self) {
        let Some(world) = &self.world else { return };
        if let Some(exhibit) = self.going_to.take() {
            self.open = Some((exhibit, world.visitor.walker.feet));
            self.events.push_back(Event::ExhibitOpen(exhibit));
        }
    }

    /// What is near now, and what has been left.
    fn notice(&mut self) {
        let Some(world) = &self.world else { return };
        let eye = world.visitor.eye(&world.space);
        let near = world.exhibits.near(eye, ahead(world.visitor.heading), self.near);
        if near != self.near {
            self.near = near;
            self.events.push_back(Event::ExhibitNear(near));
        }
        let is_left = self.open.is_some_and(|(_, feet)| feet.distance(world.visitor.walker.feet) > LEAVE_METRES);
        if is_left {
            self.release_exhibit();
        }
    }

    /// A click or tap: an exhibit is visited, a place on the floor walked to.
    fn press(&mut self, at_px: Vec2) {
        let Some(world) = &mut self.world else { return };
        let (exhibit, floor) = under(world, at_px, self.size_px);
        if let Some(exhibit) = exhibit {
            return self.focus(exhibit);
        }
        let Some(floor) = floor else { return };
        let body = world.space.body;
        let Some(feet) = world.space.place_near(floor, body.height * 0.6, body.step) else { return };
        self.going_to = None;
        let is_on_way = if self.reduced_motion {
            let Stance { heading, pitch, .. } = world.visitor.stance(&world.space);
            let stance = crate::stand::upright(&world.space, feet, heading, pitch);
            world.visitor.place(&world.space, &stance);
            self.needs_draw = true;
            true
        } else {
            world.visitor.walk_to(&world.space, feet)
        };
        if is_on_way {
            self.floor_mark.at = feet;
            self.floor_mark.strength = 1.0;
        }
    }

    /// What the mouse is above; whether that changed the picture.
    fn point(&mut self) -> bool {
        let Some(world) = &self.world else { return false };
        let before = (self.hovered, self.floor_mark.at, self.floor_mark.goal);
        let (exhibit, floor) = self.hover_px.map_or((None, None), |at_px| under(world, at_px, self.size_px));
        self.hovered = exhibit;
        self.highlight.clear();
        self.highlight.extend(exhibit.and_then(|e| world.exhibits.places[e].node));
        if let Some(goal) = world.visitor.errand_goal() {
            (self.floor_mark.at, self.floor_mark.goal) = (goal, 1.0);
        } else {
            let place = floor.and_then(|f| world.space.place_near(f, world.space.body.radius, world.space.body.step));
            self.floor_mark.goal = if place.is_some() { HOVER_STRENGTH } else { 0.0 };
            self.floor_mark.at = place.unwrap_or(self.floor_mark.at);
        }
        before != (self.hovered, self.floor_mark.at, self.floor_mark.goal)
    }

    /// Whether the mouse is above an exhibit, for the cursor.
    pub fn is_above_exhibit(&self) -> bool {
        self.hovered.is_some()
    }

    fn fade_mark(&mut self, dt_secs: f32) {
        let errand = self.world.as_ref().and_then(|w| w.visitor.errand_goal());
        let mark = &mut self.floor_mark;
        // An errand to an exhibit needs no ring: its end is what is looked at.
        let goal = match errand {
            Some(_) if self.going_to.is_none() => 1.0,
            Some(_) => 0.0,
            None => mark.goal.min(HOVER_STRENGTH),
        };
        if mark.strength != goal {
            mark.strength = goal + (mark.strength - goal) * (-dt_secs / MARK_RESPONSE_SECS).exp();
            if (mark.strength - goal).abs() < 0.01 {
                mark.strength = goal;
            }
            self.needs_draw = true;
        }
    }
}

/// The exhibit that is seen at a place of the picture, or else the place on the floor (metres).
fn under(world: &World, at_px: Vec2, size_px: Vec2) -> (Option<usize>, Option<Vec3>) {
    let (eye, direction) = world.sight(at_px, size_px);
    let reach = world.space.bounds.size().length() * 2.0;
    let ray = |sees: Sees| world.space.bvh.ray(eye, direction, reach, sees);
    let seen: Option<Hit> = ray(Sees::Opaque);
    let exhibit = seen.and_then(|hit| world.exhibits.at(hit.node, eye + direction * hit.distance));
    let floor = seen.or_else(|| ray(Sees::Solid)).filter(|hit| hit.normal.y > 0.7);
    (exhibit, floor.map(|hit| eye + direction * hit.distance))
}

fn travel(world: &mut World, stance: &Stance, is_reduced: bool) {
    if is_reduced {
        world.visitor.place(&world.space, stance);
    } else {
        world.visitor.send(&world.space, stance);
    }
}

/// What [`App::save`] wrote; `None` for anything else.
pub(super) fn parse_stance(saved: &str) -> Option<Stance> {
    let bits = saved.split(' ').map_while(|n| n.parse().ok());
    let numbers: Vec<f32> = bits.map(f32::from_bits).filter(|n| n.is_finite()).collect();
    let [a, b, c, d, e, f, heading, pitch, fov_y] = numbers[..] else { return None };
    let fov_y = (fov_y > 0.0).then_some(fov_y);
    Some(Stance { feet: Vec3::new(a, b, c), eye: Vec3::new(d, e, f), heading, pitch, fov_y })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_a_saved_place_is_no_place() {
        assert_eq!(parse_stance(""), None);
        assert_eq!(parse_stance("1 2 3"), None);
        let saved = |numbers: [f32; 9]| parse_stance(&numbers.map(|n| n.to_bits().to_string()).join(" "));
        assert_eq!(saved([1.0, 2.0, 3.0, 1.0, 3.6, 3.0, f32::NAN, 0.0, 0.0]), None);
        assert_eq!(saved([1.0, 2.0, 3.0, 1.0, 3.6, 3.0, 0.5, 0.0, 0.0]).map(|s| s.heading), Some(0.5));
    }
}
