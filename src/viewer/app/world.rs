//! A hall that has been loaded: where everything is, and the visitor in it.

use glam::{Affine3A, Vec2, Vec3};
use hall::{Aabb, ImageSource, Keys, NodeId, Pose, Primitive, Projection, Scene};
use render::Renderer;

use super::settle::Settling;
use crate::exhibits::Exhibits;
use crate::screens::{self, Screen};
use crate::setting::Setting;
use crate::stand::{arrive, in_front_of, upright};
use crate::variants::Offers;
use crate::visitor::{Stance, View, Visitor};
use crate::walk::{Body, Growing, Space, rooms, surfaces};

/// Vertical field of view of a visitor on a screen that is wider than tall, radians.
const FOV_Y: f32 = 1.02;
/// A narrow screen shows at least this angle across (or what is asked for, if that is less), radians.
const MIN_FOV_X: f32 = 0.86;
const MAX_FOV_Y: f32 = 1.5;

/// A hall that has been loaded.
pub struct World {
    /// Without its geometry once the renderer has it.
    pub scene: Scene,
    pub pose: Pose,
    pub space: Space,
    pub visitor: Visitor,
    pub exhibits: Exhibits,
    pub screens: Vec<Screen>,
    /// Looks to choose from.
    pub offers: Offers,
    /// By id: those of the manifest, then the cameras of the scene.
    pub viewpoints: Vec<(String, View)>,
    animations: Vec<usize>,
    /// What it still lacks.
    pub(super) settling: Settling,
    /// Around what takes light, metres, once the renderer has told.
    pub(super) lit_bounds: Option<Aabb>,
}

impl World {
    /// Puts a visitor into a scene; before it is known where one walks in it, if `is_gradual` and the hall says where one begins. The second
    /// value says what the manifest speaks of and the scene doesn't have.
    pub fn new(mut scene: Scene, setting: Option<&Setting>, is_gradual: bool) -> (Self, Vec<String>) {
        let (mut screens, no_screens) = screens::fit(&mut scene, setting.map_or(&[], |s| &s.screens));
        let mut pose = Pose::rest(&scene);
        let animations = harmonious(&scene);
        for index in &animations {
            hall::animate(&scene, *index, 0.0, &mut pose);
        }
        pose.update(&scene.nodes);
        let moves = moving(&scene, &animations);
        let mut settling = Settling::Done;
        let (space, spawn) = match setting.and_then(|s| s.spawn) {
            Some(spawn) if is_gradual => {
                settling = Settling::Space(Growing::new(moves));
                let space = Space { bounds: seen(&scene, &pose), ..Space::default() };
                let stance = upright(&space, spawn.position, spawn.heading_deg.to_radians(), 0.0);
                (space, stance)
            }
            Some(spawn) => {
                let space = Space::new(surfaces(&scene, &pose, &moves), Body::default());
                let body = space.body;
                let feet = space.place_near(spawn.position, body.height * 2.0, body.height).unwrap_or(spawn.position);
                let stance = upright(&space, feet, spawn.heading_deg.to_radians(), 0.0);
                (space, stance)
            }
            None => arrive(surfaces(&scene, &pose, &moves), seen(&scene, &pose)),
        };
        let (exhibits, lost) = setting.map(|s| Exhibits::find(&s.exhibits, &scene, &pose)).unwrap_or_default();
        let (offers, unknown) = Offers::find(&scene, &exhibits, setting);
        let lost = lost.iter().map(|node| ["an exhibit's node is not in the scene: ", node].concat());
        let unknown = unknown.iter().map(|(id, name)| ["exhibit ", id, " has no variant: ", name].concat());
        let warnings = lost.chain(unknown).chain(no_screens).collect();
        screens.iter_mut().for_each(|screen| screen.place(&scene, &pose));
        let viewpoints = viewpoints(setting, &scene, &pose);
        let mut visitor = Visitor::default();
        visitor.place(&space, &spawn);
        let lit_bounds = None;
        let world = Self {
            scene,
            pose,
            space,
            visitor,
            exhibits,
            screens,
            offers,
            viewpoints,
            animations,
            settling,
            lit_bounds,
        };
        (world, warnings)
    }

    /// Whether anything moves by itself.
    pub fn is_animated(&self) -> bool {
        !self.animations.is_empty()
    }

    /// Moves what moves by itself; every animation runs in a loop.
    pub fn animate(&mut self, time_secs: f64) {
        for index in &self.animations {
            let duration_secs = f64::from(self.scene.animations[*index].duration_secs);
            let time_secs =
                if duration_secs > 0.0 { time_secs - duration_secs * (time_secs / duration_secs).floor() } else { 0.0 };
            hall::animate(&self.scene, *index, time_secs as f32, &mut self.pose);
        }
        self.pose.update(&self.scene.nodes);
    }

    /// Tells a renderer that has the scene what stands on its floors if that is known.
    pub fn hand_to(&mut self, renderer: &mut Renderer) {
        self.lit_bounds = Some(renderer.bounds());
        if !self.is_walkable() {
            return;
        }
        if !renderer.has_probes() {
            let rooms = rooms(&self.space, &renderer.bounds(), self.visitor.eye(&self.space));
            renderer.set_rooms(&rooms);
        }
        self.tell_standing(renderer);
        self.settling = Settling::Done;
    }

    /// Tells a renderer what stands on floors.
    pub(super) fn tell_standing(&self, renderer: &mut Renderer) {
        let places = self.exhibits.places.iter().filter_map(|p| Some((p.node?, p.bounds)));
        let standing: Vec<_> = places.filter(|(_, bounds)| self.space.carries(bounds)).collect();
        renderer.set_standing(&self.pose, &standing);
    }

    /// Gives back the memory of what is on the GPU: encoded images, and of vertices all that [`Settling`] does not need; names of files stay.
    pub fn drop_uploaded(&mut self) {
        for image in &mut self.scene.images {
            if let ImageSource::Bytes(..) = image.source {
                image.source = ImageSource::Missing;
            }
        }
        if self.is_walkable() {
            return self.drop_vertices();
        }
        for primitive in self.scene.meshes.iter_mut().flat_map(|m| &mut m.primitives) {
            let Primitive { bounds, positions, indices, topology, material, joints, weights, .. } =
                std::mem::take(primitive);
            *primitive =
                Primitive { bounds, positions, indices, topology, material, joints, weights, ..Primitive::default() };
        }
    }

    /// Gives back the memory of all vertices, which are on the GPU and in the walk's own tree.
    pub(super) fn drop_vertices(&mut self) {
        for primitive in self.scene.meshes.iter_mut().flat_map(|m| &mut m.primitives) {
            let gone = std::mem::take(primitive);
            primitive.bounds = gone.bounds;
        }
    }

    /// What the visitor sees on a picture of this size.
    pub fn view(&self, size_px: Vec2) -> render::View {
        render::View {
            world_from_view: self.visitor.world_from_view(&self.space),
            projection: self.projection(size_px),
            viewport_px: None,
        }
    }

    /// What the visitor's eye sees of a picture of this size.
    pub fn projection(&self, size_px: Vec2) -> Projection {
        let aspect = size_px.x / size_px.y.max(1.0);
        let own = fitted(FOV_Y, aspect);
        let fov_y = own + (fitted(self.visitor.fov_y, aspect) - own) * self.visitor.fov_part;
        let scale = self.space.body.eye / 1.6;
        let reach = self.space.bounds.size().length().max(20.0 * scale);
        Projection::Perspective { fov_y, near: 0.05 * scale, far: Some(reach * 4.0) }
    }

    /// What makes of a point at depth 1 of the eye's space a place on the picture, -1 to 1 each way.
    pub fn picture_from_view(&self, size_px: Vec2) -> Vec2 {
        let Projection::Perspective { fov_y, .. } = self.projection(size_px) else { return Vec2::ONE };
        let y = 1.0 / (fov_y * 0.5).tan();
        Vec2::new(y * size_px.y.max(1.0) / size_px.x.max(1.0), y)
    }

    /// The eye, and the direction (unit length) that a place on the picture is seen in.
    pub fn sight(&self, at_px: Vec2, size_px: Vec2) -> (Vec3, Vec3) {
        let world_from_view: Affine3A = self.visitor.world_from_view(&self.space);
        let on_picture = (at_px / size_px.max(Vec2::ONE) * 2.0 - 1.0) * Vec2::new(1.0, -1.0);
        let in_view = (on_picture / self.picture_from_view(size_px)).extend(-1.0);
        let direction = world_from_view.transform_vector3(in_view).normalize();
        (Vec3::from(world_from_view.translation), direction)
    }

    /// Where to stand for a viewpoint.
    pub fn stance_of(&self, view: &View) -> Stance {
        let body = self.space.body;
        let below = self.space.bounds.size().y + body.height;
        let feet = self.space.place_near(view.eye - Vec3::Y * body.step, body.height * 2.0, below);
        let feet = feet.unwrap_or(view.eye - Vec3::Y * body.eye);
        Stance { feet, eye: view.eye, heading: view.heading, pitch: view.pitch, fov_y: view.fov_y }
    }

    /// A viewpoint by id.
    pub fn viewpoint(&self, id: &str) -> Option<&View> {
        self.viewpoints.iter().find(|(name, _)| name == id).map(|(_, view)| view)
    }

    /// Where to stand for an exhibit: at its viewpoint, or somewhere in front of it.
    pub fn stance_for(&self, setting: &Setting, exhibit: usize) -> Option<Stance> {
        let named = setting.exhibits.get(exhibit).and_then(|e| e.viewpoint.as_deref());
        if let Some(view) = named.and_then(|id| self.viewpoint(id)) {
            return Some(self.stance_of(view));
        }
        let seen_from = Some(self.visitor.walker.feet);
        self.exhibits.with_subject(exhibit, seen_from, |subject| in_front_of(&self.space, subject)).flatten()
    }
}

/// A vertical field of view that still shows enough across on a narrow screen, radians.
fn fitted(fov_y: f32, aspect: f32) -> f32 {
    let across = fov_y.min(MIN_FOV_X);
    fov_y.max(2.0 * ((across * 0.5).tan() / aspect).atan()).min(MAX_FOV_Y.max(fov_y))
}

/// Which animations can run at once: the first, and every other that moves nothing an earlier one moves.
fn harmonious(scene: &Scene) -> Vec<usize> {
    let mut taken: Vec<(NodeId, u8)> = Vec::new();
    let mut chosen = Vec::new();
    for (index, animation) in scene.animations.iter().enumerate() {
        let moved: Vec<_> = animation.channels.iter().map(|c| (c.node, property(&c.values))).collect();
        if moved.iter().all(|m| !taken.contains(m)) {
            taken.extend(moved);
            chosen.push(index);
        }
    }
    chosen
}

fn property(values: &Keys) -> u8 {
    match values {
        Keys::Translation(_) => 0,
        Keys::Rotation(_) => 1,
        Keys::Scale(_) => 2,
        Keys::MorphWeights(_) => 3,
    }
}

/// Around everything that is drawn, points and lines as well, at rest; metres.
fn seen(scene: &Scene, pose: &Pose) -> Aabb {
    let mut all = Aabb::EMPTY;
    for (node, world_from_node) in scene.nodes.iter().zip(&pose.world_from_node) {
        // Where a skin puts its mesh is known by its triangles.
        let Some(mesh) = node.mesh.filter(|_| node.skin.is_none()) else { continue };
        for primitive in &scene.meshes[mesh.index()].primitives {
            all = all.union(primitive.bounds.transformed(world_from_node));
        }
    }
    all
}

/// Which nodes move by themselves, or with one that does.
fn moving(scene: &Scene, animations: &[usize]) -> Vec<bool> {
    let mut moves = vec![false; scene.nodes.len()];
    for channel in animations.iter().flat_map(|i| &scene.animations[*i].channels) {
        moves[channel.node.index()] = true;
    }
    for (i, node) in scene.nodes.iter().enumerate() {
        moves[i] |= node.parent.is_some_and(|p| moves[p.index()]);
    }
    moves
}

fn viewpoints(setting: Option<&Setting>, scene: &Scene, pose: &Pose) -> Vec<(String, View)> {
    let mut all = setting.map(|s| s.viewpoints.clone()).unwrap_or_default();
    for (i, node) in scene.nodes.iter().enumerate() {
        let Some(camera) = node.camera.and_then(|c| scene.cameras.get(c.index())) else { continue };
        let world_from_camera = pose.world_from_node[i];
        let eye = Vec3::from(world_from_camera.translation);
        let (heading, pitch) = crate::stand::gaze(Vec3::ZERO, world_from_camera.transform_vector3(Vec3::NEG_Z));
        let fov_y = match camera.projection {
            Projection::Perspective { fov_y, .. } => Some(fov_y),
            Projection::Orthographic { .. } => None,
        };
        let names = [&node.name, &camera.name];
        let name = names.into_iter().find(|n| !n.is_empty()).map_or("camera", |n| n.as_str());
        all.push((name.to_owned(), View { eye, heading, pitch, fov_y }));
    }
    all
}
