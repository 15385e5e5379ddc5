//! [`Site`]: a template hall while it is built: where its slots are, and what is in them.

use std::collections::BTreeMap;

use glam::{Quat, Vec2, Vec3};
use hall::manifest::Spawn;
use hall::{LightKind, MeshId, NodeId, Trs};

use super::part::LampKind;
use super::{Content, Filling, Slot, SlotKind, Theme, art};
use crate::KitError;
use crate::geometry::{Font, Shape, Weight, chamfer_box, chamfer_box_on, lathe, text_solid};
use crate::lobby::displays::{platform, round_plinth, showcase};
use crate::lobby::signs::picture_face;
use crate::material::Paint;
use crate::material::picture::Encoded;
use crate::model::Model;
use crate::product::Turning;
use crate::stage::{FloorRect, Stage, standing};

/// What an empty or a full plinth is.
#[derive(Clone, Copy, Debug)]
pub enum PlinthKind {
    /// A disc of this radius, metres.
    Round(f32),
    /// A low platform of this width and depth, metres.
    Platform(f32, f32),
    /// A case of glass at the height of the hands, 1.3 × 0.95 m.
    Case,
}

/// A hall under construction.
pub struct Site<'a> {
    /// Where everything is set up.
    pub stage: Stage,
    /// Its colours.
    pub theme: &'static Theme,
    /// What is put in.
    pub filling: &'a Filling,
    /// In the order of the tour.
    pub slots: Vec<Slot>,
    /// Where visitors begin.
    pub spawn: Spawn,
    /// Where one looks at the whole from: eye, heading and pitch in degrees.
    pub overview: (Vec3, f32, f32),
    turning: Turning,
    lamps: BTreeMap<u8, MeshId>,
    /// Pictures to be drawn when all is known: slot, size, place.
    pictures: Vec<(usize, Trs)>,
    lights: u32,
}

impl<'a> Site<'a> {
    pub(super) fn new(floor: FloorRect, theme: &'static Theme, filling: &'a Filling) -> Self {
        Self {
            stage: Stage::themed(floor, theme),
            theme,
            filling,
            slots: Vec::new(),
            spawn: Spawn { position: Vec3::ZERO, heading_deg: 0.0 },
            overview: (Vec3::Y, 0.0, 0.0),
            turning: Turning::new(),
            lamps: BTreeMap::new(),
            pictures: Vec::new(),
            lights: 0,
        }
    }

    /// What an author put into a slot.
    pub fn content(&self, slot: &Slot) -> Option<&Content> {
        self.filling.slots.get(&slot.name)
    }

    /// Draws the pictures of the slots and lets the exhibits move.
    pub(super) fn close(&mut self) -> Result<(), KitError> {
        for (index, place) in std::mem::take(&mut self.pictures) {
            let slot = self.slots[index].clone();
            let given = self.content(&slot).and_then(|content| content.picture.clone());
            let picture: Encoded = match given {
                Some(picture) => picture,
                None => art::waiting(&slot, self.theme)?,
            };
            let face = picture_face(slot.size.x, slot.size.y, [0.0, 0.0, 1.0, 1.0]);
            let mesh = self.stage.shown(&slot.name, face, picture, slot.kind == SlotKind::Screen);
            self.stage.node(&slot.name, None, place, Some(mesh));
        }
        if !self.turning.is_empty() {
            self.stage.animate("exhibits", std::mem::take(&mut self.turning));
        }
        Ok(())
    }

    /// A new slot that is seen from `distance` metres before the middle of its front.
    fn slot(&mut self, kind: SlotKind, size: Vec3, middle: Vec3, turn_deg: f32, distance: f32) -> usize {
        let number = self.slots.iter().filter(|slot| slot.kind == kind).count() as u32 + 1;
        let facing = Quat::from_rotation_y(turn_deg.to_radians()) * Vec3::Z;
        let eye_y = self.spawn.position.y + 1.6;
        let eye = (middle + facing * distance).with_y(eye_y);
        let pitch_deg = ((middle.y - eye_y) / distance).atan().to_degrees();
        let name = format!("{}-{number}", kind.id());
        self.slots.push(Slot {
            name,
            kind,
            number,
            size,
            eye,
            heading_deg: turn_deg,
            pitch_deg: pitch_deg.clamp(-20.0, 20.0),
        });
        self.slots.len() - 1
    }

    /// A picture in a thin frame with a shadow gap. `middle` lies on the wall.
    pub fn poster(&mut self, middle: Vec3, turn_deg: f32, [width, height]: [f32; 2]) {
        let index =
            self.slot(SlotKind::Poster, Vec3::new(width, height, 0.0), middle, turn_deg, height.max(width) * 0.5 + 1.1);
        let mut m = Model::default();
        m.add(Paint::Graphite, chamfer_box(Vec3::new(width - 0.08, height - 0.08, 0.03), 0.002));
        m.add(Paint::WhiteLacquer, chamfer_box(Vec3::new(width, height, 0.026), 0.003).at(0.0, 0.0, 0.03));
        self.framed(index, m, middle, turn_deg, 0.0445);
    }

    /// A screen. `middle` lies on the wall.
    pub fn screen(&mut self, middle: Vec3, turn_deg: f32, [width, height]: [f32; 2]) {
        let index = self.slot(SlotKind::Screen, Vec3::new(width, height, 0.0), middle, turn_deg, width * 0.7 + 1.2);
        let mut m = Model::default();
        m.add(Paint::Bronze, chamfer_box(Vec3::new(width + 0.12, height + 0.12, 0.04), 0.006).at(0.0, 0.0, 0.02));
        m.add(Paint::Graphite, chamfer_box(Vec3::new(width + 0.06, height + 0.06, 0.06), 0.006).at(0.0, 0.0, 0.035));
        self.framed(index, m, middle, turn_deg, 0.0665);
    }

    fn framed(&mut self, index: usize, frame: Model, middle: Vec3, turn_deg: f32, front: f32) {
        let turn = Quat::from_rotation_y(turn_deg.to_radians());
        let at = |out: f32| Trs { translation: middle + turn * Vec3::Z * out, rotation: turn, ..Trs::default() };
        let name = format!("frame-{}", self.slots[index].name);
        let mesh = self.stage.mesh(&name, frame);
        self.stage.node(&name, None, at(0.0), Some(mesh));
        self.pictures.push((index, at(front)));
    }

    /// Letters on a wall or a beam: the logo. `foot` is the middle of their lower edge on the surface.
    pub fn logo(&mut self, foot: Vec3, turn_deg: f32, height: f32, distance: f32, shines: bool) {
        let words = self.filling.lettering.clone().unwrap_or(["展商名称".into(), "YOUR NAME HERE".into()]);
        let mut m = Model::default();
        let fonts = [Font::new(Weight::Bold), Font::new(Weight::Regular)];
        let widest = fonts[0].width(&words[0]) * height;
        let small = height * 0.3;
        let mut put = |font: &Font, line: &str, size: f32, y: f32| {
            let depth = (size * 0.07).max(0.012);
            let (front, flanks) = text_solid(font, line, size, depth, 0.0).split(|p| p.z > depth - 0.0005);
            let face = if shines { Paint::LightPanel } else { Paint::Brass };
            m.add(face, front.at(0.0, y, 0.012)).add(Paint::Brass, flanks.at(0.0, y, 0.012));
        };
        put(&fonts[0], &words[0], height, small * 1.55);
        put(&fonts[1], &words[1], small, 0.0);
        let size = Vec3::new(widest, height + small * 1.4, 0.0);
        let index = self.slot(SlotKind::Logo, size, foot + Vec3::Y * size.y * 0.5, turn_deg, distance);
        let name = self.slots[index].name.clone();
        let mesh = self.stage.mesh(&name, m);
        self.stage.node(&name, None, standing(foot.x, foot.y, foot.z, turn_deg), Some(mesh));
    }

    /// A plinth with its label; its front looks along +Z turned by `turn_deg`. Things up to `height` metres fit.
    pub fn plinth(&mut self, at: Vec3, turn_deg: f32, kind: PlinthKind, height: f32) {
        let (model, width, depth, top) = match kind {
            PlinthKind::Round(radius) => (round_plinth(radius, 0.28), radius * 1.7, radius * 1.7, 0.28),
            PlinthKind::Platform(width, depth) => (platform(width, depth, 0.2), width - 0.3, depth - 0.3, 0.2),
            PlinthKind::Case => (showcase(), 1.1, 0.75, 0.9),
        };
        let middle = at + Vec3::Y * (top + height * 0.4);
        let index = self.slot(
            SlotKind::Plinth,
            Vec3::new(width, height, depth),
            middle,
            turn_deg,
            depth * 0.5 + width.max(height) * 0.75 + 1.2,
        );
        let slot = self.slots[index].clone();
        let node = self.stage.node(&slot.name, None, standing(at.x, at.y, at.z, turn_deg), None);
        let mesh = self.stage.mesh(&format!("{}-base", slot.name), model);
        self.stage.node(&format!("{}-base", slot.name), Some(node), Trs::default(), Some(mesh));
        let product = self.content(&slot).and_then(|content| content.product);
        if let Some(product) = product {
            let lift = Trs { translation: Vec3::new(0.0, top + 0.002, 0.0), ..Trs::default() };
            let under = self.stage.node(&format!("{}-product", slot.name), Some(node), lift, None);
            let turning = product.place(&mut self.stage, under);
            self.turning.extend(turning);
        }
        self.label(
            &slot,
            node,
            match kind {
                PlinthKind::Round(radius) => Vec3::new(radius * 0.72, 0.0, radius * 0.72 + 0.35),
                PlinthKind::Platform(width, depth) => Vec3::new(width * 0.5 - 0.35, 0.0, depth * 0.5 + 0.42),
                PlinthKind::Case => Vec3::new(0.95, 0.0, 0.3),
            },
        );
    }

    /// A post with a tilted panel that says what stands here.
    fn label(&mut self, slot: &Slot, parent: NodeId, at: Vec3) {
        let mut m = Model::default();
        m.add(Paint::Bronze, lathe(&[(0.0, 0.0), (0.14, 0.0), (0.14, 0.012), (0.0, 0.012)], 32, 0.003));
        m.add(Paint::Bronze, chamfer_box_on(Vec3::new(0.045, 0.98, 0.018), 0.003).at(0.0, 0.01, -0.01));
        let tilt = |shape: Shape| shape.turned_x(-38.0).at(0.0, 1.02, 0.0);
        m.add(Paint::Bronze, tilt(chamfer_box(Vec3::new(0.436, 0.286, 0.014), 0.003)));
        let name = format!("{}-label", slot.name);
        let mesh = self.stage.mesh(&name, m);
        let post = self.stage.node(&name, Some(parent), Trs { translation: at, ..Trs::default() }, Some(mesh));
        let words = self.content(slot).map_or_else(|| slot.title(), |content| content.title.clone());
        let below = self.content(slot).map_or_else(|| slot.measures(), |content| content.summary[0].clone());
        if let Ok(picture) = art::label(&words, &below, self.theme) {
            let face = tilt(picture_face(0.42, 0.27, [0.0, 0.0, 1.0, 1.0]).at(0.0, 0.0, 0.008));
            let mesh = self.stage.shown(&format!("{name}-words"), face, picture, false);
            self.stage.node(&format!("{name}-words"), Some(post), Trs::default(), Some(mesh));
        }
    }

    /// A counter; whoever comes stands on its +Z side, turned by `turn_deg`.
    pub fn reception(&mut self, at: Vec3, turn_deg: f32, desk: Model) {
        let index = self.slot(SlotKind::Reception, Vec3::new(2.4, 1.1, 0.7), at + Vec3::Y, turn_deg, 2.4);
        let name = self.slots[index].name.clone();
        let mesh = self.stage.mesh(&name, desk);
        self.stage.node(&name, None, standing(at.x, at.y, at.z, turn_deg), Some(mesh));
    }

    /// A lamp that is aimed, with its light in candela over a cone of `half_deg`.
    pub fn lamp(&mut self, kind: LampKind, from: Vec3, to: Vec3, candela: f32, half_deg: f32) {
        self.fitting(kind, from, to);
        self.lights += 1;
        let outer_angle = half_deg.to_radians();
        let light = LightKind::Spot { range: Some(16.0), inner_angle: outer_angle * 0.35, outer_angle };
        let color = self.theme.lamp;
        self.stage.light(&format!("lamp-{}", self.lights), from, to, color, candela, light);
    }

    /// Light without a fitting, where a shining surface seems to give it, in candela.
    pub fn glow(&mut self, at: Vec3, candela: f32) {
        self.lights += 1;
        let color = self.theme.lamp;
        let kind = LightKind::Point { range: Some(18.0) };
        self.stage.light(&format!("lamp-{}", self.lights), at, at - Vec3::Y, color, candela, kind);
    }

    /// A lamp that only looks like one: what it would add is little.
    pub fn fitting(&mut self, kind: LampKind, from: Vec3, to: Vec3) {
        let mesh = match self.lamps.get(&(kind as u8)) {
            Some(mesh) => *mesh,
            None => {
                let mesh = self.stage.mesh(&format!("{kind:?}").to_lowercase(), kind.model());
                self.lamps.insert(kind as u8, mesh);
                mesh
            }
        };
        let rotation = Quat::from_rotation_arc(Vec3::NEG_Y, (to - from).normalize_or(Vec3::NEG_Y));
        // A little above its light, so that it doesn't stand in it.
        let trs = Trs { translation: from + Vec3::Y * 0.06, rotation, ..Trs::default() };
        self.stage.node("fitting", None, trs, Some(mesh));
    }

    /// A thing that several nodes show: x, z and turn about +Y in degrees of each, standing at `y`.
    pub fn repeat(&mut self, name: &str, model: Model, y: f32, places: &[(Vec2, f32)]) {
        let mesh = self.stage.mesh(name, model);
        for (i, (at, turn_deg)) in places.iter().enumerate() {
            self.stage.node(&format!("{name}-{}", i + 1), None, standing(at.x, y, at.y, *turn_deg), Some(mesh));
        }
    }
}
