//! A scene on the device, and the light in it at one moment.

use core::f32::consts::TAU;

use glam::{Mat4, UVec2, Vec2, Vec3};
use hall::{Aabb, NodeId, Pose, Scene};

use crate::Environment;
use crate::bindings::{FrameResources, Layouts, object_group, slot};
use crate::draw_list::Draw;
use crate::draw_list::DrawList;
use crate::gpu::Gpu;
use crate::image::{Images, Neutral};
use crate::lights::Lights;
use crate::look::Mode;
use crate::material::{Materials, first_of_mixed, numbers_offset};
use crate::mirror::Floor;
use crate::pass::contact::Footprint;
use crate::pass::prefilter::Surroundings;
use crate::pass::probe::Room;
use crate::pass::rooms::Rooms;
use crate::pass::shadow::Shadows;
use crate::uniforms::{Arena, Frame, MAX_ROOMS, Object};

/// What stays as long as the renderer does and every scene's groups refer to.
pub(crate) struct Fixtures<'a> {
    pub layouts: &'a Layouts,
    pub neutral: &'a Neutral,
    pub studio: &'a Surroundings,
    pub probe: &'a Surroundings,
    pub brdf: &'a wgpu::TextureView,
    pub smooth: &'a wgpu::Sampler,
    pub shadow: &'a crate::pass::shadow::ShadowPass,
    pub ambient: Option<&'a wgpu::TextureView>,
    /// The picture of what is behind glass, if there is such glass.
    pub behind: Option<&'a wgpu::TextureView>,
    /// The picture of what a polished floor mirrors, if there is one.
    pub mirror: Option<&'a wgpu::TextureView>,
    /// A depth texture that nothing reads, for while the shadow map is drawn.
    pub no_shadow: &'a wgpu::TextureView,
}

/// A scene on the device.
pub(crate) struct Stage {
    pub list: DrawList,
    pub images: Images,
    pub materials: Materials,
    pub lights: Lights,
    pub arena: Arena,
    pub object_group: wgpu::BindGroup,
    pub groups: FrameGroups,
    /// `pose_map`, `morph_map` and `bounced_map`.
    vertex_data: [wgpu::TextureView; 3],
    /// What was computed ahead of the light in the rooms.
    pub computed: Option<Rooms>,
    /// One if the scene is a room, several if walls part it, none otherwise.
    pub rooms: Vec<Room>,
    /// Floors that mirror.
    pub floors: Vec<Floor>,
    /// How many of the rooms were captured, the first of them first.
    pub captured: usize,
    /// Rooms have guessed light until then.
    pub is_guessed: bool,
    pub parents: Vec<Option<NodeId>>,
    pose_map: wgpu::Texture,
    pub shadows: Shadows,
    /// Of what stands on the floor.
    pub footprints: Vec<Footprint>,
    /// Of what casts shadows, as it was last posed.
    shadow_bounds: Aabb,
}

/// All light that lamps send out, lumens in the units of the scene; `glow` is that of emissive surfaces.
fn own_light(scene: &Scene, glow: f32) -> f32 {
    let shining = scene.nodes.iter().filter_map(|n| n.light).map(|light| {
        let light = &scene.lights[light.index()];
        let candela = light.color.max_element() * light.intensity;
        match light.kind {
            hall::LightKind::Directional => 0.0,
            hall::LightKind::Point { .. } => 2.0 * TAU * candela,
            hall::LightKind::Spot { outer_angle, .. } => TAU * (1.0 - outer_angle.cos()) * candela,
        }
    });
    shining.sum::<f32>() + glow
}

/// Group 0 as different passes need it.
pub(crate) struct FrameGroups {
    /// While shadow map and ambient map are not drawn yet.
    pub early: wgpu::BindGroup,
    /// While the room is captured: with the studio around, with itself around.
    pub capture: [wgpu::BindGroup; 2],
    /// What hides: with the studio around, with the captured room around.
    pub solid: [wgpu::BindGroup; 2],
    /// What is seen through, which may look at what is behind it.
    pub clear: [wgpu::BindGroup; 2],
}

impl FrameGroups {
    fn new(
        gpu: &Gpu,
        fixtures: &Fixtures<'_>,
        arena: &Arena,
        [pose, morph, bounced]: &[wgpu::TextureView; 3],
        shadow: &wgpu::TextureView,
    ) -> Self {
        let white = &fixtures.neutral.white;
        let group = |around: &Surroundings, shadow: &wgpu::TextureView, ambient: &wgpu::TextureView, behind| {
            FrameResources {
                arena,
                surroundings: &around.view,
                brdf: fixtures.brdf,
                smooth: fixtures.smooth,
                shadow,
                comparison: &fixtures.shadow.comparison,
                pose,
                morph,
                ambient,
                behind,
                bounced,
            }
            .group(gpu, fixtures.layouts)
        };
        let both = |ambient, behind| {
            [group(fixtures.studio, shadow, ambient, behind), group(fixtures.probe, shadow, ambient, behind)]
        };
        let ambient = fixtures.ambient.unwrap_or(white);
        Self {
            early: group(fixtures.studio, fixtures.no_shadow, white, white),
            capture: both(white, white),
            solid: both(ambient, fixtures.mirror.unwrap_or(white)),
            clear: both(ambient, fixtures.behind.unwrap_or(white)),
        }
    }
}

/// What surfaces reflect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Around {
    /// The environment.
    Studio,
    /// The light of lamps alone, in a room that is being captured.
    Nothing,
    /// As much light from everywhere as a room with such lamps may have.
    Guess,
    /// As many captured rooms.
    Rooms(usize),
}

/// What a pass has bound, so that it isn't bound again.
#[derive(Default)]
pub(crate) struct Bound {
    is_bent: Option<bool>,
    images: Option<u32>,
    /// Object and material.
    values: Option<(u32, u32)>,
    /// Only depth is drawn: the material of what has no holes doesn't matter.
    is_blind: bool,
}

impl Bound {
    /// For a pass that draws depth alone.
    pub(crate) fn blind() -> Self {
        Self { is_blind: true, ..Self::default() }
    }
}

/// From where and how a view looks.
pub(crate) struct Looking {
    pub clip_from_world: Mat4,
    pub eye: Vec3,
    pub exposure: f32,
    pub target_px: UVec2,
    pub radiance_limit: f32,
    /// 0 when there is no ambient map.
    pub ambient_px: UVec2,
    /// 0 when there is no picture of what is behind glass.
    pub behind_levels: u32,
    /// Height of the floor that mirrors, and levels of the picture of what it mirrors.
    pub mirror: Option<(f32, u32)>,
    /// What a screen shows is written, not light.
    pub is_screen: bool,
}

impl Looking {
    /// What a map of depths sees.
    pub(crate) fn blind(clip_from_world: Mat4) -> Self {
        Self {
            clip_from_world,
            eye: Vec3::ZERO,
            exposure: 1.0,
            target_px: UVec2::ONE,
            radiance_limit: 1.0,
            ambient_px: UVec2::ZERO,
            behind_levels: 0,
            mirror: None,
            is_screen: false,
        }
    }
}

impl Stage {
    /// `list` is the scene's own.
    pub(crate) fn new(gpu: &Gpu, fixtures: &Fixtures<'_>, scene: &Scene, mut list: DrawList) -> Self {
        let images = Images::new(gpu, scene);
        let materials = Materials::new(gpu, &fixtures.layouts.material, fixtures.neutral, scene, &images);
        let mut arena = Arena::new(gpu, slot::object(list.movers.len() + 1));
        arena.put(slot::object(0), &Object::WORLD);
        let (pose_map, morph_map) = list.movers.textures(gpu);
        let computed = Rooms::new(gpu, scene, Surroundings::most(gpu));
        let bounced = computed.as_ref().map_or(&fixtures.neutral.black, |rooms| &rooms.bounced).clone();
        let vertex_data =
            [pose_map.create_view(&Default::default()), morph_map.create_view(&Default::default()), bounced];
        let lights = Lights::new(scene, &list.bounds);
        let shadows = Shadows::new(gpu, &lights, &list.bounds);
        let groups = FrameGroups::new(gpu, fixtures, &arena, &vertex_data, &shadows.view);
        let whole = Room::find(&list.bounds, &list.obstacles, own_light(scene, list.glow));
        Self {
            object_group: object_group(gpu, fixtures.layouts, &arena, &materials),
            groups,
            vertex_data,
            rooms: computed.as_ref().map_or(whole.into_iter().collect(), |rooms| rooms.rooms(whole)),
            computed,
            floors: Floor::find(scene),
            captured: 0,
            is_guessed: false,
            parents: scene.nodes.iter().map(|n| n.parent).collect(),
            lights,
            shadows,
            shadow_bounds: Aabb::EMPTY,
            footprints: Vec::new(),
            list,
            images,
            materials,
            arena,
            pose_map,
        }
    }

    /// Takes up fixtures that were made anew.
    pub(crate) fn rebind(&mut self, gpu: &Gpu, fixtures: &Fixtures<'_>) {
        self.groups = FrameGroups::new(gpu, fixtures, &self.arena, &self.vertex_data, &self.shadows.view);
    }

    /// Binds what a draw needs and is not bound yet.
    pub(crate) fn bind(&self, pass: &mut wgpu::RenderPass<'_>, draw: &Draw, bound: &mut Bound) {
        let is_bent = draw.look.is_bent;
        if bound.is_bent.replace(is_bent) != Some(is_bent) {
            self.list.geometry(is_bent).bind(pass);
        }
        // What doesn't look at the material can do with any.
        let is_any = bound.is_blind && draw.look.mode != Mode::Masked;
        let material = bound.values.filter(|_| is_any).map_or(draw.material, |(_, bound)| bound);
        let images = self.materials.images_of(material);
        if bound.images.replace(images) != Some(images) {
            pass.set_bind_group(1, self.materials.images(images), &[]);
        }
        let first = if draw.look.is_mixed { first_of_mixed(material) } else { material };
        let values = (draw.object, first);
        if bound.values.replace(values) != Some(values) {
            let offsets = [slot::object_offset(draw.object), numbers_offset(first)];
            pass.set_bind_group(2, &self.object_group, &offsets);
        }
    }

    /// Whether a node is one of `roots`, or below one.
    pub(crate) fn is_below(&self, node: NodeId, roots: &[NodeId]) -> bool {
        let mut at = Some(node);
        while let Some(node) = at {
            if roots.contains(&node) {
                return true;
            }
            at = self.parents[node.index()];
        }
        false
    }

    pub(crate) fn around(&self) -> Around {
        match self.captured {
            0 if self.is_guessed || self.computed.is_some() => Around::Guess,
            0 => Around::Studio,
            captured => Around::Rooms(captured),
        }
    }

    /// Which of two groups: 0 with the studio around, 1 with the captured room.
    pub(crate) fn surroundings(&self) -> usize {
        usize::from(self.captured > 0)
    }

    /// Places everything as it is in `pose`, seen from `eye`; whether something has moved since last time.
    pub(crate) fn set_pose(&mut self, gpu: &Gpu, pose: &Pose, eye: Vec3, exposure: f32) -> bool {
        if pose.world_from_node.len() != self.parents.len() {
            log::warn!("the pose is of another scene");
            return false;
        }
        let is_first = self.shadow_bounds.is_empty();
        self.materials.animate(gpu, &pose.materials);
        let has_moved = self.list.pose(pose);
        if has_moved {
            for (i, object) in self.list.movers.uniforms().enumerate() {
                self.arena.put(slot::object(i + 1), object);
            }
            self.list.movers.upload(gpu, &self.pose_map);
        }
        if has_moved || is_first {
            let casting = self.list.draws.iter().filter(|d| d.casts_shadow);
            self.shadow_bounds = casting.fold(Aabb::EMPTY, |all, d| all.union(d.bounds));
        }
        if self.lights.update(pose, eye, exposure) || is_first {
            self.arena.put(slot::CELLS, &*self.lights.cells);
        }
        self.shadows.plan(&self.lights, &self.shadow_bounds, eye);
        let (list, casting, live) = (*self.lights.uniforms, self.lights.casting, self.lights.live);
        let mut rooms = [bytemuck::Zeroable::zeroed(); MAX_ROOMS];
        rooms.iter_mut().zip(&self.rooms).for_each(|(uniform, room)| *uniform = room.uniform());
        let lights = crate::uniforms::Lights { casting, live, list, maps: self.shadows.maps, rooms };
        self.arena.put(slot::LIGHTS, &lights);
        for (map, clip_from_world) in self.shadows.views() {
            let frame = self.frame(&Looking::blind(clip_from_world), Environment::default(), Around::Studio);
            self.arena.put(slot::shadow(map), &frame);
        }
        has_moved
    }

    /// The uniform of a view.
    pub(crate) fn frame(&self, looking: &Looking, environment: Environment, around: Around) -> Frame {
        let (rooms, around_intensity) = match around {
            Around::Studio => (0, environment.intensity),
            // What bounces is looked up in all of them.
            Around::Nothing | Around::Guess if self.computed.is_some() => (self.rooms.len(), 0.0),
            Around::Nothing | Around::Guess => (1, 0.0),
            Around::Rooms(count) => (count, 1.0),
        };
        let is_guess = around == Around::Guess;
        let room = self.rooms.first().filter(|_| rooms > 0 && (is_guess || self.computed.is_none()));
        let fill = room.map_or(0.0, |r| if is_guess { r.guess } else { r.fill });
        let turn = Vec2::new(environment.rotation.cos(), environment.rotation.sin());
        let (sun_direction, sun_color) = self.lights.sun_light.unwrap_or((Vec3::Y, Vec3::ZERO));
        Frame {
            clip_from_world: looking.clip_from_world,
            world_from_clip: looking.clip_from_world.inverse(),
            eye: looking.eye,
            exposure: looking.exposure,
            sun_direction,
            is_sun_baked: f32::from(u8::from(self.lights.is_sun_baked())),
            sun_color,
            behind_levels: looking.behind_levels as f32,
            rooms: rooms as f32,
            around_intensity,
            mirror_height: looking.mirror.map_or(0.0, |(height, _)| height),
            mirror_levels: looking.mirror.map_or(0.0, |(_, levels)| levels as f32),
            around_turn: turn,
            sky_turn: turn,
            target_px: looking.target_px.as_vec2(),
            sky_intensity: environment.intensity,
            radiance_limit: looking.radiance_limit,
            ambient_px: looking.ambient_px.as_vec2(),
            fill,
            is_screen: if looking.is_screen { 1.0 } else { 0.0 },
            grid_min: self.lights.grid.min,
            spare_1: 0.0,
            grid_scale: 1.0 / self.lights.grid.cell,
            spare_2: 0.0,
            grid_cells: self.lights.grid.counts.as_vec3(),
            spare_3: 0.0,
        }
    }
}
