//! What the shaders of a scene know about the view and the object: groups 0 and 2 (`shaders/frame.wgsl`, `shaders/vertex.wgsl`).

use glam::{Mat4, Vec2, Vec3, Vec4};

use crate::shaders::uniform;

/// As many lights as fit in `Lights`; the sun is not among them.
pub(crate) const MAX_LIGHTS: usize = 128;
/// Shadow maps of the sun.
pub(crate) const SUN_MAPS: usize = 3;
/// Lamps that cast shadows at once; each may take six maps.
pub(crate) const SHADOWED_LAMPS: usize = 4;
/// All shadow maps.
pub(crate) const MAX_SHADOW_MAPS: usize = SUN_MAPS + 6 * SHADOWED_LAMPS;
/// Rooms that light is captured in.
pub(crate) const MAX_ROOMS: usize = 8;
/// Cells of the grid of lights.
pub(crate) const MAX_CELLS: usize = 1024;

uniform! {
    /// One view: where it is seen from, and the light that reaches it from afar.
    struct Frame {
        clip_from_world: Mat4,
        world_from_clip: Mat4,
        /// Metres.
        eye: Vec3,
        /// Factor on all light.
        exposure: f32,
        /// Towards the sun, unit length.
        sun_direction: Vec3,
        /// 1 when light maps hold its light.
        is_sun_baked: f32,
        /// Lux.
        sun_color: Vec3,
        /// Levels of the picture of what is behind glass; 0 when there is none.
        behind_levels: f32,
        /// How many rooms light comes from the walls of; 0 when it comes from infinitely far.
        rooms: f32,
        /// Factor on the light from around.
        around_intensity: f32,
        /// Height of the floor that mirrors, metres.
        mirror_height: f32,
        /// Levels of the picture of what it mirrors; 0 when there is none.
        mirror_levels: f32,
        /// Cosine and sine of the turn of the light from around about +Y.
        around_turn: Vec2,
        /// Cosine and sine of the turn of the backdrop about +Y.
        sky_turn: Vec2,
        /// Of the target, pixels.
        target_px: Vec2,
        /// Factor on the backdrop.
        sky_intensity: f32,
        /// Brightest radiance that is written, after exposure; keeps edges smooth and captures free of sparks.
        radiance_limit: f32,
        /// Of the map of what is open around each point, pixels; 0 when there is none.
        ambient_px: Vec2,
        /// Radiance from everywhere for a room that has too little light of its own.
        fill: f32,
        /// 1 when what a screen shows is written, not light.
        is_screen: f32,
        /// Lowest corner of the grid of cells that know their lights, metres.
        grid_min: Vec3,
        spare_1: f32,
        /// Cells a metre.
        grid_scale: Vec3,
        spare_2: f32,
        /// Number of cells along each axis.
        grid_cells: Vec3,
        spare_3: f32,
    }
}

uniform! {
    /// A punctual light (`KHR_lights_punctual`).
    struct Light {
        /// Metres.
        position: Vec3,
        /// 1 / range², per square metre; 0 shines endlessly.
        inverse_range_squared: f32,
        /// Candela; lux for a directional light.
        color: Vec3,
        /// 1 for a directional light.
        directional: f32,
        /// Where it shines, unit length.
        direction: Vec3,
        /// The cone: saturate(cos(angle) * scale + offset), squared.
        cone_scale: f32,
        cone_offset: f32,
        /// Which of the lamps with shadows it is; -1 when it casts none.
        shadow: f32,
        /// 1 when it has six maps, one for each face of a cube.
        shadow_cube: f32,
        spare: f32,
    }
}

uniform! {
    /// What one light does not reach, seen from there.
    struct ShadowMap {
        /// xy 0 to 1 from the upper left corner, z depth, w.
        map_from_world: Mat4,
        /// Where the map is in `shadow_map`: scale and offset.
        tile: Vec4,
        /// Side of a texel, metres; of a lamp's map, at a distance of a metre.
        texel: f32,
        spare_0: f32,
        spare_1: f32,
        spare_2: f32,
    }
}

uniform! {
    /// What is around a surface in it: a box, and where the light from its walls was captured.
    struct Room {
        /// Metres.
        position: Vec3,
        spare_0: f32,
        /// Lowest corner, metres.
        low: Vec3,
        spare_1: f32,
        /// Highest corner, metres.
        high: Vec3,
        spare_2: f32,
        /// Places of bounced light along x, y and z, and the first row of theirs in the map.
        grid: Vec4,
    }
}

/// All lights but the sun, all shadow maps, and the rooms.
#[repr(C)]
#[derive(Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
pub(crate) struct Lights {
    /// A bit for each that has shadows.
    pub casting: [u32; MAX_LIGHTS / 32],
    /// A bit for each that shines on what has light maps.
    pub live: [u32; MAX_LIGHTS / 32],
    pub list: [Light; MAX_LIGHTS],
    pub maps: [ShadowMap; MAX_SHADOW_MAPS],
    pub rooms: [Room; MAX_ROOMS],
}

/// Which lights reach each cell of the grid: a bit for each light.
pub(crate) type Cells = [[u32; 4]; MAX_CELLS];

uniform! {
    /// What is drawn at one place.
    struct Object {
        world_from_mesh: Mat4,
        /// First texel of the joint matrices in `pose_map`.
        joints_start: u32,
        /// First texel of the morph weights in `pose_map`, four a texel.
        weights_start: u32,
        /// First texel of the offsets in `morph_map`.
        offsets_start: u32,
        morph_count: u32,
        /// Number of the first vertex of the primitive in the vertex buffer.
        first_vertex: u32,
        vertex_count: u32,
        /// -1 when the object is mirrored, else 1, times its size in the world by that in its mesh.
        scale: f32,
        spare: f32,
    }
}

impl Object {
    /// Geometry that is stored in world space.
    pub(crate) const WORLD: Self = Self {
        world_from_mesh: Mat4::IDENTITY,
        joints_start: 0,
        weights_start: 0,
        offsets_start: 0,
        morph_count: 0,
        first_vertex: 0,
        vertex_count: 0,
        scale: 1.0,
        spare: 0.0,
    };
}

/// Uniforms of one frame in one buffer that is written once a frame: each value at an offset that a bind group may take.
pub(crate) struct Arena {
    bytes: Vec<u8>,
    buffer: wgpu::Buffer,
    /// What of `bytes` is not in `buffer` yet.
    dirty: core::ops::Range<usize>,
}

/// What offsets of uniform bindings are multiples of, on every device.
pub(crate) const ALIGN: usize = 256;

impl Arena {
    pub(crate) fn new(gpu: &crate::gpu::Gpu, size_bytes: usize) -> Self {
        let buffer = gpu.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("frame arena"),
            size: size_bytes as u64,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        Self { bytes: vec![0; size_bytes], buffer, dirty: 0..0 }
    }

    /// Where `count` values of a type begin one after the other, each aligned: bytes that they take.
    pub(crate) const fn stride<T>() -> usize {
        size_of::<T>().next_multiple_of(ALIGN)
    }

    pub(crate) fn put<T: bytemuck::Pod>(&mut self, offset_bytes: usize, value: &T) {
        let bytes = bytemuck::bytes_of(value);
        let range = offset_bytes..offset_bytes + bytes.len();
        if self.bytes[range.clone()] == *bytes {
            return;
        }
        self.bytes[range.clone()].copy_from_slice(bytes);
        let dirty = &mut self.dirty;
        *dirty = if dirty.start == dirty.end { range } else { dirty.start.min(range.start)..dirty.end.max(range.end) };
    }

    /// Writes what has changed.
    pub(crate) fn upload(&mut self, gpu: &crate::gpu::Gpu) {
        let dirty = core::mem::take(&mut self.dirty);
        if dirty.start < dirty.end {
            let (start, end) = (dirty.start / 4 * 4, dirty.end.next_multiple_of(4));
            gpu.queue.write_buffer(&self.buffer, start as u64, &self.bytes[start..end]);
        }
    }

    /// One value of `T` at `offset_bytes`, or at that plus a dynamic offset.
    pub(crate) fn binding<T>(&self, offset_bytes: usize) -> wgpu::BindingResource<'_> {
        wgpu::BindingResource::Buffer(wgpu::BufferBinding {
            buffer: &self.buffer,
            offset: offset_bytes as u64,
            size: wgpu::BufferSize::new(size_of::<T>() as u64),
        })
    }
}
