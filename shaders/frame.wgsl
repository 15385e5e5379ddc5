// Group 0: what does not change within a view. The Rust side is src/render/uniforms.rs; tests/shaders.rs compares the two.

// One view: where it is seen from, and the light that reaches it from afar.
struct Frame {
    clip_from_world: mat4x4f,
    world_from_clip: mat4x4f,
    // Metres.
    eye: vec3f,
    // Factor on all light.
    exposure: f32,
    // Towards the sun, unit length.
    sun_direction: vec3f,
    // 1 when light maps hold its light.
    is_sun_baked: f32,
    // Lux.
    sun_color: vec3f,
    // Levels of the picture of what is behind glass; 0 when there is none.
    behind_levels: f32,
    // How many rooms light comes from the walls of; 0 when it comes from infinitely far.
    rooms: f32,
    // Factor on the light from around.
    around_intensity: f32,
    // Height of the floor that mirrors, metres.
    mirror_height: f32,
    // Levels of the picture of what it mirrors; 0 when there is none.
    mirror_levels: f32,
    // Cosine and sine of the turn of the light from around about +Y.
    around_turn: vec2f,
    // Cosine and sine of the turn of the backdrop about +Y.
    sky_turn: vec2f,
    // Of the target, pixels.
    target_px: vec2f,
    // Factor on the backdrop.
    sky_intensity: f32,
    // Brightest radiance that is written, after exposure; keeps edges smooth and captures free of sparks.
    radiance_limit: f32,
    // Of the map of what is open around each point, pixels; 0 when there is none.
    ambient_px: vec2f,
    // Radiance from everywhere for a room that has too little light of its own.
    fill: f32,
    // 1 when what a screen shows is written, not light.
    is_screen: f32,
    // Lowest corner of the grid of cells that know their lights, metres.
    grid_min: vec3f,
    spare_1: f32,
    // Cells a metre.
    grid_scale: vec3f,
    spare_2: f32,
    // Number of cells along each axis.
    grid_cells: vec3f,
    spare_3: f32,
}

// A punctual light (KHR_lights_punctual).
struct Light {
    // Metres.
    position: vec3f,
    // 1 / range², per square metre; 0 shines endlessly.
    inverse_range_squared: f32,
    // Candela; lux for a directional light.
    color: vec3f,
    // 1 for a directional light.
    directional: f32,
    // Where it shines, unit length.
    direction: vec3f,
    // The cone: saturate(cos(angle) * scale + offset), squared.
    cone_scale: f32,
    cone_offset: f32,
    // Which of the lamps with shadows it is; -1 when it casts none.
    shadow: f32,
    // 1 when it has six maps, one for each face of a cube.
    shadow_cube: f32,
    spare: f32,
}

// What one light does not reach, seen from there.
struct ShadowMap {
    // xy 0 to 1 from the upper left corner, z depth, w.
    map_from_world: mat4x4f,
    // Where the map is in `shadow_map`: scale and offset.
    tile: vec4f,
    // Side of a texel, metres; of a lamp's map, at a distance of a metre.
    texel: f32,
    spare_0: f32,
    spare_1: f32,
    spare_2: f32,
}

// What is around a surface in it: a box, and where the light from its walls was captured.
struct Room {
    // Metres.
    position: vec3f,
    spare_0: f32,
    // Lowest corner, metres.
    low: vec3f,
    spare_1: f32,
    // Highest corner, metres.
    high: vec3f,
    spare_2: f32,
    // Places of bounced light along x, y and z, and the first row of theirs in the map.
    grid: vec4f,
}

// All lights but the sun, and all shadow maps: at most 3 of the sun, then those of the lamps; and the rooms.
struct Lights {
    // A bit for each that has shadows.
    casting: vec4u,
    // A bit for each that shines on what has light maps.
    live: vec4u,
    list: array<Light, 128>,
    maps: array<ShadowMap, 27>,
    rooms: array<Room, 8>,
}

// Which lights reach each cell of the grid: a bit for each light.
struct Cells {
    lights: array<vec4u, 1024>,
}

@group(0) @binding(0) var<uniform> frame: Frame;
@group(0) @binding(1) var<uniform> lights: Lights;
@group(0) @binding(2) var surroundings_map: texture_2d<f32>;
@group(0) @binding(3) var brdf_map: texture_2d<f32>;
@group(0) @binding(4) var smooth_sampler: sampler;
@group(0) @binding(5) var shadow_map: texture_depth_2d;
@group(0) @binding(6) var shadow_sampler: sampler_comparison;
@group(0) @binding(7) var pose_map: texture_2d<f32>;
@group(0) @binding(8) var morph_map: texture_2d<f32>;
@group(0) @binding(9) var ambient_map: texture_2d<f32>;
@group(0) @binding(10) var<uniform> cells: Cells;
// For glass: what hides, without what is seen through. For what hides: what a polished floor mirrors.
@group(0) @binding(11) var behind_map: texture_2d<f32>;
// Light that bounced, where it was computed ahead (bounced.wgsl).
@group(0) @binding(12) var bounced_map: texture_2d<f32>;

// No brighter than may be written, and no darker than black: one broken texel would spread over all blurred pictures. Each colour by itself:
// what is too bright turns white, as on film.
fn limited(light: vec3f) -> vec3f {
    return min(max(light, vec3f(0.0)), vec3f(frame.radiance_limit));
}
