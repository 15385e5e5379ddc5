// How much of the surroundings is open around each point that is seen: ground-truth ambient occlusion (Jimenez et al., SIGGRAPH 2016)
// at half size, then without its noise.

struct Ambient {
    // Of the map, pixels.
    size_px: vec2f,
    // Pixels that a metre takes at a distance of a metre.
    metre_px: f32,
    // Farthest that something darkens, metres.
    reach: f32,
}

@group(1) @binding(0) var<uniform> ambient: Ambient;
// Depth when it is measured, the noisy map when it is smoothed.
@group(1) @binding(1) var source: texture_2d<f32>;

const PI: f32 = 3.14159265;
const HALF_PI: f32 = 1.5707963;
const SLICES: u32 = 3u;
const STEPS: u32 = 5u;

struct Screen {
    @builtin(position) clip: vec4f,
}

@vertex
fn vertex_screen(@builtin(vertex_index) i: u32) -> Screen {
    let corner = vec2f(f32((i << 1u) & 2u), f32(i & 2u));
    return Screen(vec4f(corner * 2.0 - 1.0, 0.0, 1.0));
}

fn depth_at(pixel: vec2f) -> f32 {
    return textureLoad(source, vec2i(clamp(pixel, vec2f(0.0), ambient.size_px - 1.0)), 0).r;
}

fn point_at(pixel: vec2f) -> vec3f {
    let uv = (floor(pixel) + 0.5) / ambient.size_px;
    let clip = vec4f(uv.x * 2.0 - 1.0, 1.0 - uv.y * 2.0, max(depth_at(pixel), 1e-6), 1.0);
    let world = frame.world_from_clip * clip;
    return world.xyz / world.w;
}

// Of two steps from a point the one that stays on its surface.
fn shorter(a: vec3f, b: vec3f) -> vec3f {
    return select(b, a, dot(a, a) < dot(b, b));
}

fn normal_at(pixel: vec2f, p: vec3f) -> vec3f {
    let x = shorter(point_at(pixel + vec2f(1.0, 0.0)) - p, p - point_at(pixel - vec2f(1.0, 0.0)));
    let y = shorter(point_at(pixel + vec2f(0.0, 1.0)) - p, p - point_at(pixel - vec2f(0.0, 1.0)));
    return normalize(cross(y, x));
}

// One of 16 numbers from 0 to 1 in tiles of 4 × 4, neighbours far apart.
fn tile_noise(pixel: vec2u) -> f32 {
    let x = pixel.x & 3u;
    let y = pixel.y & 3u;
    let bits = ((x ^ y) & 1u) * 8u + (y & 1u) * 4u + (((x ^ y) >> 1u) & 1u) * 2u + ((y >> 1u) & 1u);
    return (f32(bits) + 0.5) / 16.0;
}

// Cosine of the angle from the eye's direction to the highest thing on one side.
fn horizon(p: vec3f, view: vec3f, pixel: vec2f, step: vec2f, lowest: f32, noise: f32) -> f32 {
    var highest = lowest;
    for (var i = 0u; i < STEPS; i++) {
        let t = (f32(i) + noise) / f32(STEPS);
        let offset = point_at(pixel + step * (t * t) + normalize(step)) - p;
        let metres = length(offset);
        let cosine = dot(offset, view) / max(metres, 1e-5);
        let fade = saturate(2.0 - 2.0 * metres / ambient.reach);
        highest = max(highest, mix(lowest, cosine, fade));
    }
    return highest;
}

// The cosine-weighted part of an arc that is open up to an angle, where the normal leans by `lean`.
fn arc(angle: f32, lean: f32) -> f32 {
    return 0.25 * (cos(lean) + 2.0 * angle * sin(lean) - cos(2.0 * angle - lean));
}

@fragment
fn measure(in: Screen) -> @location(0) vec4f {
    let pixel = floor(in.clip.xy);
    if depth_at(pixel) <= 0.0 {
        return vec4f(1.0, 1e4, 0.0, 1.0);
    }
    let p = point_at(pixel);
    let metres = distance(p, frame.eye);
    let view = (frame.eye - p) / metres;
    let normal = normal_at(pixel, p);
    let w = (frame.clip_from_world * vec4f(p, 1.0)).w;
    let reach_px = min(ambient.reach * ambient.metre_px / w, ambient.size_px.y * 0.35);
    let noise = tile_noise(vec2u(pixel));
    let right = normalize(point_at_depth(pixel + vec2f(1.0, 0.0), pixel) - p);
    let down = normalize(point_at_depth(pixel + vec2f(0.0, 1.0), pixel) - p);

    var open = 0.0;
    for (var slice = 0u; slice < SLICES; slice++) {
        let turn = (f32(slice) + noise) / f32(SLICES) * PI;
        let on_screen = vec2f(cos(turn), sin(turn));
        let along = right * on_screen.x + down * on_screen.y;
        let across = along - view * dot(along, view);
        let axis = normalize(cross(across, view));
        let flat = normal - axis * dot(normal, axis);
        let flat_length = max(length(flat), 1e-4);
        let cosine = clamp(dot(flat, view) / flat_length, -1.0, 1.0);
        let lean = sign(dot(across, flat)) * acos(cosine);
        let step = on_screen * reach_px;
        let shift = fract(noise * 7.0 + f32(slice) * 0.38);
        let ahead = horizon(p, view, pixel + 0.5, step, cos(lean + HALF_PI), shift);
        let behind = horizon(p, view, pixel + 0.5, -step, cos(lean - HALF_PI), shift);
        let angle_ahead = lean + clamp(acos(clamp(ahead, -1.0, 1.0)) - lean, -HALF_PI, HALF_PI);
        let angle_behind = lean + clamp(-acos(clamp(behind, -1.0, 1.0)) - lean, -HALF_PI, HALF_PI);
        open += flat_length * (arc(angle_ahead, lean) + arc(angle_behind, lean));
    }
    return vec4f(saturate(open / f32(SLICES)), metres, 0.0, 1.0);
}

// Where the ray through one pixel would be at the depth of another.
fn point_at_depth(pixel: vec2f, depth_pixel: vec2f) -> vec3f {
    let uv = (floor(pixel) + 0.5) / ambient.size_px;
    let clip = vec4f(uv.x * 2.0 - 1.0, 1.0 - uv.y * 2.0, max(depth_at(depth_pixel), 1e-6), 1.0);
    let world = frame.world_from_clip * clip;
    return world.xyz / world.w;
}

// The mean of a tile around each pixel, of what is as far away.
@fragment
fn smooth_out(in: Screen) -> @location(0) vec4f {
    let pixel = floor(in.clip.xy);
    let here = textureLoad(source, vec2i(pixel), 0).rg;
    var sum = vec2f(0.0);
    for (var y = -2; y < 2; y++) {
        for (var x = -2; x < 2; x++) {
            let at = clamp(pixel + vec2f(f32(x), f32(y)), vec2f(0.0), ambient.size_px - 1.0);
            let texel = textureLoad(source, vec2i(at), 0).rg;
            let weight = saturate(1.0 - abs(texel.g - here.g) / (0.05 * here.g)) + 1e-3;
            sum += vec2f(texel.r, 1.0) * weight;
        }
    }
    return vec4f(sum.x / sum.y, here.g, 0.0, 1.0);
}
