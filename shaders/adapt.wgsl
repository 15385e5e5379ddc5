// How bright a picture is, and the factor that eyes would get used to it with.

struct Adapt {
    // Limits of the factor.
    least: f32,
    most: f32,
    // How far towards the new factor this picture goes, 0 to 1.
    part: f32,
    spare: f32,
}

@group(0) @binding(0) var source: texture_2d<f32>;
@group(0) @binding(1) var source_sampler: sampler;
@group(0) @binding(2) var<uniform> adapt: Adapt;

// What is shown as middle brightness: of a hall with light walls.
const KEY: f32 = 0.32;
// Side of the map that is metered, texels.
const SIDE: i32 = 16;

// The logarithm of the luminance about each texel: one dark corner or bright lamp counts as much as its size.
@fragment
fn meter(in: Screen) -> @location(0) vec4f {
    var sum = 0.0;
    for (var i = 0; i < 64; i++) {
        let offset = (vec2f(f32(i % 8), f32(i / 8)) + 0.5) / 8.0 - 0.5;
        let light = textureSampleLevel(source, source_sampler, in.uv + offset / f32(SIDE), 0.0).rgb;
        sum += log2(clamp(dot(light, vec3f(0.2126, 0.7152, 0.0722)), 0.004, 4.0));
    }
    return vec4f(sum / 64.0);
}

// The middle of the picture counts more than its rim. Mixed with the factor before by alpha.
@fragment
fn settle(in: Screen) -> @location(0) vec4f {
    var sum = vec2f(0.0);
    for (var i = 0; i < SIDE * SIDE; i++) {
        let at = vec2i(i % SIDE, i / SIDE);
        let off = (vec2f(at) + 0.5) / f32(SIDE) - 0.5;
        let weight = 1.25 - 2.0 * dot(off, off);
        sum += vec2f(textureLoad(source, at, 0).r, 1.0) * weight;
    }
    return vec4f(vec3f(clamp(KEY / exp2(sum.x / sum.y), adapt.least, adapt.most)), adapt.part);
}
