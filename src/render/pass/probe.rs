//! What the room looks like from its middle: the light that its surfaces throw at each other.

use glam::{Mat4, UVec2, Vec3, Vec4};
use hall::Aabb;
use hall::walk::{is_room, lookout};

use crate::cover::{Cover, ScreenPipeline};
use crate::entry;
use crate::gpu::{DEPTH, Gpu, HDR, SAMPLES, TextureShape};
use crate::pass::prefilter::{Radiance, Surroundings};
use crate::shaders;
use crate::uniforms::MAX_ROOMS;
use crate::view::{clip_from_view, looking};

/// Side of a face, texels.
pub(crate) const SIDE_PX: u32 = 128;
/// How often light goes on from surface to surface before it is taken for settled.
pub(crate) const BOUNCES: usize = 3;

/// A room whose lamps give less than half of this is lit as by an overcast sky, so that a scene without any light can be seen.
const LEAST_RADIANCE: f32 = 0.32;
/// Of what lamps give, surfaces give each other again: with every other ray swallowed, all of it.
const GUESSED_PART: f32 = 1.0;

/// A room: where its reflections are captured, and the box that they come from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Room {
    pub position: Vec3,
    pub bounds: Aabb,
    /// Radiance from everywhere that makes up for what lamps lack.
    pub fill: f32,
    /// Radiance from everywhere as long as nobody has looked around.
    pub guess: f32,
    /// Of the light that bounced, if it was computed: places along x, y and z, and the first row of theirs in the map.
    pub grid: Vec4,
}

impl Room {
    /// The scene as one room if it is as large as one.
    /// `own_light` is what its lamps send out, lumens in the units of the scene.
    pub(crate) fn find(bounds: &Aabb, obstacles: &[Aabb], own_light: f32) -> Option<Self> {
        if !is_room(bounds) {
            return None;
        }
        let size = bounds.size();
        // What the lamps would give every surface if they were spread evenly.
        let surface = 2.0 * (size.x * size.y + size.y * size.z + size.z * size.x);
        let own = own_light / (core::f32::consts::PI * surface);
        let fill = (LEAST_RADIANCE - 2.0 * own).max(0.0);
        Some(Self::within(bounds, obstacles, (fill, fill + GUESSED_PART * own)))
    }

    /// The same, parted by walls: each as good a room as the whole.
    pub(crate) fn part(self, boxes: &[Aabb], obstacles: &[Aabb]) -> Vec<Self> {
        boxes.iter().take(MAX_ROOMS).map(|bounds| Self::within(bounds, obstacles, (self.fill, self.guess))).collect()
    }

    fn within(bounds: &Aabb, obstacles: &[Aabb], (fill, guess): (f32, f32)) -> Self {
        Self { position: lookout(bounds, obstacles), bounds: *bounds, fill, guess, grid: Vec4::ZERO }
    }

    /// As shaders know it.
    pub(crate) fn uniform(&self) -> crate::uniforms::Room {
        let Self { position, bounds: Aabb { min: low, max: high }, grid, .. } = *self;
        crate::uniforms::Room { position, low, high, grid, ..bytemuck::Zeroable::zeroed() }
    }

    /// One view for each face of a cube map, mirrored left to right.
    pub(crate) fn face_views(&self) -> [Mat4; 6] {
        let faces = [
            (Vec3::X, Vec3::Y),
            (Vec3::NEG_X, Vec3::Y),
            (Vec3::Y, Vec3::NEG_Z),
            (Vec3::NEG_Y, Vec3::Z),
            (Vec3::Z, Vec3::Y),
            (Vec3::NEG_Z, Vec3::Y),
        ];
        let projection = hall::Projection::Perspective { fov_y: core::f32::consts::FRAC_PI_2, near: 0.05, far: None };
        let clip_from_view = clip_from_view(&projection, 1.0);
        faces.map(|(forward, up)| clip_from_view * Mat4::from(looking(self.position, forward, up).inverse()))
    }
}

/// Captured surroundings, and where they are captured.
pub(crate) struct Probe {
    pub surroundings: Surroundings,
    pub color: wgpu::TextureView,
    pub depth: wgpu::TextureView,
    pub picture: wgpu::TextureView,
    pub radiance: Radiance,
    group: wgpu::BindGroup,
    /// Of a whole picture, and of its upper left quarter.
    pipelines: [Cover; 2],
}

impl Probe {
    pub(crate) fn new(gpu: &Gpu) -> Self {
        let side = UVec2::splat(SIDE_PX);
        let attachment = wgpu::TextureUsages::RENDER_ATTACHMENT;
        let target = |format, samples, usage| {
            let flat = TextureShape::flat("probe", side, format, usage);
            gpu.texture(&TextureShape { samples, ..flat }).create_view(&Default::default())
        };
        let picture = target(HDR, 1, attachment | wgpu::TextureUsages::TEXTURE_BINDING);
        let layout = gpu.bind_group_layout("probe", &[entry::picture(0), entry::sampler(1)]);
        let group = gpu.bind_group(
            &layout,
            [wgpu::BindingResource::TextureView(&picture), wgpu::BindingResource::Sampler(&gpu.smooth_sampler())],
        );
        let module = gpu.shader("probe", shaders::PROBE);
        let pipelines = [1.0, 0.5].map(|part| {
            gpu.screen_pipeline(&ScreenPipeline {
                module: &module,
                fragment: "fragment",
                groups: &[&layout],
                format: HDR,
                constants: &[("PART", part)],
            })
        });
        Self {
            surroundings: Surroundings::new(gpu, 1),
            color: target(HDR, SAMPLES, attachment),
            depth: target(DEPTH, SAMPLES, attachment),
            picture,
            radiance: Radiance::new(gpu, SIDE_PX),
            group,
            pipelines,
        }
    }

    /// Makes sure that faces can be kept.
    pub(crate) fn prepare(&self, gpu: &Gpu) {
        for pipeline in &self.pipelines {
            pipeline.of(gpu);
        }
    }

    /// Takes over the picture that was just drawn as a face, or the upper left quarter of it.
    pub(crate) fn keep_face(&self, gpu: &Gpu, encoder: &mut wgpu::CommandEncoder, face: u32, is_quarter: bool) {
        let pipeline = &self.pipelines[usize::from(is_quarter)];
        gpu.fill("probe", encoder, &self.radiance.face(face), pipeline, &[(&self.group, &[])]);
    }
}
