//! What the sun and the most important lamps do not reach: all maps in one depth texture.

use core::f32::consts::FRAC_PI_2;

use glam::{Mat4, UVec2, Vec2, Vec3, Vec4};
use hall::{Aabb, Projection};

use crate::Drawn;
use crate::Tier;
use crate::bindings::{Layouts, slot};
use crate::gpu::{Gpu, TextureShape};
use crate::lights::{Caster, Lights};
use crate::pass::depth::DepthPipelines;
use crate::stage::Stage;
use crate::sun::{is_compact, sun_views};
use crate::uniforms::{MAX_SHADOW_MAPS, SHADOWED_LAMPS, SUN_MAPS, ShadowMap};
use crate::view::{Frustum, clip_from_view};

/// Of the maps: half of what others take. The sun sees half a millimetre in a hall of 40 m, a lamp 5 mm in 10 m, less than their texels are apart.
const MAP: wgpu::TextureFormat = wgpu::TextureFormat::Depth16Unorm;

/// What is nearer to a lamp than this casts no shadow: authors put lights into their lamps. Of the size of the scene, and at most, metres.
const NEAR_PART: f32 = 0.02;
const NEAR_METRES: f32 = 0.35;

/// Draws the maps; the same for every scene.
pub(crate) struct ShadowPass {
    pub comparison: wgpu::Sampler,
    pub pipelines: DepthPipelines,
}

/// The part of the texture that a map is drawn on, pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Tile {
    at: UVec2,
    side: u32,
}

/// A part of a map, pixels within its tile.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Part {
    from: UVec2,
    to: UVec2,
}

impl Part {
    /// Where something can be seen; `None` where it can't.
    fn around(bounds: &Aabb, clip_from_world: &Mat4, side: u32) -> Option<Self> {
        if !Frustum::new(clip_from_world).may_see(bounds) {
            return None;
        }
        let (mut low, mut high) = (Vec2::MAX, Vec2::MIN);
        for corner in 0..8 {
            let pick = |i: usize| if corner >> i & 1 == 0 { bounds.min[i] } else { bounds.max[i] };
            let clip = *clip_from_world * Vec3::new(pick(0), pick(1), pick(2)).extend(1.0);
            if clip.w <= 1e-3 {
                // It reaches behind the lamp, and so all around.
                return Some(Self { from: UVec2::ZERO, to: UVec2::splat(side) });
            }
            let at = (clip.truncate().truncate() / clip.w * Vec2::new(0.5, -0.5) + 0.5) * side as f32;
            low = low.min(at);
            high = high.max(at);
        }
        // Rounded outwards, with a texel to spare.
        let within = |at: Vec2| at.clamp(Vec2::ZERO, Vec2::splat(side as f32)).as_uvec2();
        let part = Self { from: within(low.floor() - 1.0), to: within(high.ceil() + 1.0) };
        part.from.cmplt(part.to).all().then_some(part)
    }

    /// Adds it to the parts of a map, as one with those that it touches.
    fn join(mut self, map: usize, parts: &mut Vec<(usize, Self)>) {
        let touches = |a: &Self, b: &Self| a.from.cmple(b.to).all() && b.from.cmple(a.to).all();
        while let Some(i) = parts.iter().position(|(m, p)| *m == map && touches(p, &self)) {
            let (_, other) = parts.swap_remove(i);
            self = Self { from: self.from.min(other.from), to: self.to.max(other.to) };
        }
        parts.push((map, self));
    }

    /// What it sees of what the map sees.
    fn frustum(&self, clip_from_world: &Mat4, side: u32) -> Frustum {
        let scale = 2.0 / side as f32;
        let corner = |at: UVec2| (at.as_vec2() * scale - 1.0) * Vec2::new(1.0, -1.0);
        let (a, b) = (corner(self.from), corner(self.to));
        let (center, half) = (0.5 * (a + b), 0.5 * (b - a).abs());
        let part_from_clip = Mat4::from_scale((1.0 / half).extend(1.0)) * Mat4::from_translation((-center).extend(0.0));
        Frustum::new(&(part_from_clip * *clip_from_world))
    }
}

/// The shadow maps of a scene.
pub(crate) struct Shadows {
    pub view: wgpu::TextureView,
    size_px: UVec2,
    sun_tiles: Vec<Tile>,
    /// One for each lamp that casts shadows.
    lamp_tiles: [Tile; SHADOWED_LAMPS],
    /// As the shaders read them.
    pub maps: [ShadowMap; MAX_SHADOW_MAPS],
    /// What each map must show, and what it shows already.
    wanted: [Option<(Tile, Mat4)>; MAX_SHADOW_MAPS],
    shown: [Option<(Tile, Mat4)>; MAX_SHADOW_MAPS],
    /// What must be drawn, and of which map.
    parts: Vec<(usize, Part)>,
}

impl Shadows {
    /// As large a texture as the scene's lights need.
    pub(crate) fn new(gpu: &Gpu, lights: &Lights, bounds: &Aabb) -> Self {
        let is_full = gpu.info.tier == Tier::Full;
        let lamp_px = if is_full { 1024 } else { 512 };
        let mut sun_tiles = Vec::new();
        if lights.has_sun() && is_compact(bounds) {
            sun_tiles.push(Tile { at: UVec2::ZERO, side: 2048 });
        } else if lights.has_sun() {
            let side = if is_full { 2048 } else { 1024 };
            for i in 0..SUN_MAPS as u32 {
                sun_tiles.push(Tile { at: UVec2::new(i % 2, i / 2) * side, side });
            }
        }
        let lamp_tiles = lamp_tiles(&sun_tiles, lamp_px);
        let used = sun_tiles.iter().chain(lamp_tiles.iter().filter(|_| lights.has_lamps()));
        let size_px = used.fold(UVec2::ONE, |all, tile| all.max(tile.at + tile.side));
        let usage = wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::RENDER_ATTACHMENT;
        let texture = gpu.texture(&TextureShape::flat("shadow maps", size_px, MAP, usage));
        Self {
            view: texture.create_view(&Default::default()),
            size_px,
            sun_tiles,
            lamp_tiles,
            maps: bytemuck::Zeroable::zeroed(),
            wanted: [None; MAX_SHADOW_MAPS],
            shown: [None; MAX_SHADOW_MAPS],
            parts: Vec::new(),
        }
    }

    /// The sun has several, for what is near and for what is far.
    pub(crate) fn has_sun_maps(&self) -> bool {
        self.sun_tiles.len() > 1
    }

    /// The maps must be drawn again.
    pub(crate) fn forget(&mut self) {
        self.shown = [None; MAX_SHADOW_MAPS];
    }

    /// Finds out what the maps must show. `bounds` is what casts shadows.
    pub(crate) fn plan(&mut self, lights: &Lights, bounds: &Aabb, eye: Vec3) {
        self.wanted = [None; MAX_SHADOW_MAPS];
        if let (Some((towards, _)), Some(tile)) =
            (lights.sun_light.filter(|_| !bounds.is_empty()), self.sun_tiles.first())
        {
            for (i, view) in sun_views(towards, bounds, eye, tile.side).take(self.sun_tiles.len()).enumerate() {
                self.put(i, self.sun_tiles[i], view.clip_from_world, view.texel);
            }
        }
        let near = NEAR_PART * bounds.size().length().min(NEAR_METRES / NEAR_PART);
        for (lamp, caster) in lights.casters.iter().enumerate() {
            if let Some(caster) = caster {
                self.put_lamp(lamp, caster, near);
            }
        }
    }

    fn put_lamp(&mut self, lamp: usize, caster: &Caster, near: f32) {
        let first = SUN_MAPS + 6 * lamp;
        let tile = self.lamp_tiles[lamp];
        // A little wider than needed, for the soft edge.
        let eye = |half_angle: f32, forward: Vec3, up: Vec3| {
            let projection = Projection::Perspective { fov_y: 2.0 * half_angle, near, far: None };
            clip_from_view(&projection, 1.0) * Mat4::from(crate::view::looking(caster.position, forward, up).inverse())
        };
        match caster.cone {
            Some(angle) => {
                let half_angle = (angle + 0.03).min(1.45);
                let up = if caster.direction.y.abs() > 0.99 { Vec3::Z } else { Vec3::Y };
                let texel = 2.0 * half_angle.tan() / tile.side as f32;
                self.put(first, tile, eye(half_angle, caster.direction, up), texel);
            }
            None => {
                let side = tile.side / 3;
                let half_angle = 0.5 * FRAC_PI_2 + 0.04;
                let texel = 2.0 * half_angle.tan() / side as f32;
                for (face, (forward, up)) in FACES.into_iter().enumerate() {
                    let at = tile.at + UVec2::new(face as u32 % 3, face as u32 / 3) * side;
                    self.put(first + face, Tile { at, side }, eye(half_angle, forward, up), texel);
                }
            }
        }
    }

    fn put(&mut self, map: usize, tile: Tile, clip_from_world: Mat4, texel: f32) {
        let map_from_clip =
            Mat4::from_translation(Vec3::new(0.5, 0.5, 0.0)) * Mat4::from_scale(Vec3::new(0.5, -0.5, 1.0));
        let size = self.size_px.as_vec2();
        let (scale, offset) = (tile.side as f32 / size, tile.at.as_vec2() / size);
        self.wanted[map] = Some((tile, clip_from_world));
        self.maps[map] = ShadowMap {
            map_from_world: map_from_clip * clip_from_world,
            tile: Vec4::new(scale.x, scale.y, offset.x, offset.y),
            texel,
            spare_0: 0.0,
            spare_1: 0.0,
            spare_2: 0.0,
        };
    }

    /// Finds out which maps, or which parts of them, do not show what they should; `moved` is where something is not as it was.
    fn find_parts(&mut self, moved: &[Aabb]) {
        self.parts.clear();
        for (map, wanted) in self.wanted.iter().enumerate() {
            let Some((tile, clip_from_world)) = wanted else {
                // What moves meanwhile is not drawn.
                self.shown[map] = None;
                continue;
            };
            if self.shown[map] != *wanted {
                self.parts.push((map, Part { from: UVec2::ZERO, to: UVec2::splat(tile.side) }));
                continue;
            }
            for bounds in moved {
                if let Some(part) = Part::around(bounds, clip_from_world, tile.side) {
                    part.join(map, &mut self.parts);
                }
            }
        }
    }

    /// What each map sees that must be drawn anew.
    pub(crate) fn views(&self) -> impl Iterator<Item = (usize, Mat4)> {
        let all = self.wanted.iter().zip(&self.shown).enumerate();
        all.filter(|(_, (wanted, shown))| wanted != shown).filter_map(|(i, (wanted, _))| Some((i, (*wanted)?.1)))
    }
}

/// Directions of a cube's faces with what is up there, in the order of `lamp_visibility` in `shaders/visibility.wgsl`.
const FACES: [(Vec3, Vec3); 6] = [
    (Vec3::X, Vec3::Y),
    (Vec3::NEG_X, Vec3::Y),
    (Vec3::Y, Vec3::Z),
    (Vec3::NEG_Y, Vec3::Z),
    (Vec3::Z, Vec3::Y),
    (Vec3::NEG_Z, Vec3::Y),
];

/// Where lamps have their tiles, so that little of the texture is left over: beside the only map of the sun, or in the corner that three leave free.
fn lamp_tiles(sun_tiles: &[Tile], side: u32) -> [Tile; SHADOWED_LAMPS] {
    let (at, columns) = match sun_tiles {
        [] => (UVec2::ZERO, 2),
        [only] if SHADOWED_LAMPS as u32 * side <= only.side => (UVec2::new(only.side, 0), 1),
        [only] => (UVec2::new(only.side, 0), 2),
        [first, ..] => (UVec2::splat(first.side), 2),
    };
    core::array::from_fn(|i| Tile { at: at + UVec2::new(i as u32 % columns, i as u32 / columns) * side, side })
}

const _: () = assert!(SUN_MAPS == 3, "the maps of the sun leave a corner free");

impl ShadowPass {
    pub(crate) fn new(gpu: &Gpu, layouts: &Layouts) -> Self {
        let comparison = gpu.device.create_sampler(&wgpu::SamplerDescriptor {
            label: Some("shadow"),
            mag_filter: wgpu::FilterMode::Linear,
            min_filter: wgpu::FilterMode::Linear,
            compare: Some(wgpu::CompareFunction::GreaterEqual),
            ..Default::default()
        });
        let bias = wgpu::DepthBiasState { constant: -1, slope_scale: -1.5, clamp: 0.0 };
        Self { comparison, pipelines: DepthPipelines::new(gpu, layouts, MAP, bias) }
    }

    /// Draws the maps that don't show what they should, or only those parts of them in which something moves.
    pub(crate) fn draw(&self, gpu: &Gpu, encoder: &mut wgpu::CommandEncoder, stage: &mut Stage, drawn: &mut Drawn) {
        stage.shadows.find_parts(stage.list.movers.moved());
        if stage.shadows.parts.is_empty() {
            return;
        }
        let shadows = &stage.shadows;
        let mut pass = self.pipelines.begin(gpu, "shadow", encoder, &shadows.view, wgpu::LoadOp::Load);
        for (map, part) in &shadows.parts {
            let Some((tile, clip_from_world)) = shadows.wanted[*map] else { continue };
            pass.set_viewport(tile.at.x as f32, tile.at.y as f32, tile.side as f32, tile.side as f32, 0.0, 1.0);
            let (at, size) = (tile.at + part.from, part.to - part.from);
            pass.set_scissor_rect(at.x, at.y, size.x, size.y);
            self.pipelines.clear(gpu, &mut pass, stage, slot::shadow(*map));
            let frustum = part.frustum(&clip_from_world, tile.side);
            self.pipelines.draw((gpu, &mut pass), (stage, slot::shadow(*map)), &frustum, |d| d.casts_shadow, drawn);
        }
        drop(pass);
        stage.shadows.shown = stage.shadows.wanted;
    }
}
