// From a picture of rooms that were looked around in ahead to a face of a cube map, texel for texel.

const COLUMNS: u32 = 8u;
const SIDE: u32 = 128u;
// Radiance of what is white with an alpha of 1.
const RANGE: f32 = 40.0;

@group(0) @binding(0) var picture: texture_2d<f32>;

struct Screen {
    @builtin(position) clip: vec4f,
    @location(0) @interpolate(flat) corner: vec2u,
}

// Three vertices for each face.
@vertex
fn vertex_screen(@builtin(vertex_index) i: u32) -> Screen {
    let face = i / 3u;
    let at = vec2f(f32(((i % 3u) << 1u) & 2u), f32((i % 3u) & 2u));
    return Screen(vec4f(at * 2.0 - 1.0, 0.0, 1.0), vec2u(face % COLUMNS, face / COLUMNS) * SIDE);
}

@fragment
fn fragment(in: Screen) -> @location(0) vec4f {
    let texel = textureLoad(picture, in.corner + vec2u(in.clip.xy), 0);
    return vec4f(texel.rgb * (texel.a * texel.a * RANGE), 1.0);
}
