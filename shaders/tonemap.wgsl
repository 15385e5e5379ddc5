// From light to the pixels of a screen.

// What a pipeline is made for: a software rasteriser computes what a branch leaves out all the same.
override HAS_GLOW: bool = false;
override HAS_HIGHLIGHT: bool = false;
override ADAPTS: bool = false;
// The target does not encode sRGB by itself.
override ENCODES: bool = true;

// How much of the glow's levels together reaches the eye.
const GLOW: f32 = 0.035;

@group(0) @binding(3) var bloom_map: texture_2d<f32>;
// One texel: the factor that eyes are used to.
@group(0) @binding(4) var adapted_map: texture_2d<f32>;

@fragment
fn fragment(in: Screen) -> @location(0) vec4f {
    var glow = vec3f(0.0);
    if HAS_GLOW {
        glow = GLOW * textureSampleLevel(bloom_map, picture_sampler, in.uv, 0.0).rgb;
    }
    var factor = 1.0;
    if ADAPTS {
        factor = textureLoad(adapted_map, vec2i(0), 0).r;
    }
    var color = shown(in, glow, factor);
    if HAS_HIGHLIGHT {
        color = mix(color, HIGHLIGHT, highlight_at(in.uv));
    }
    if ENCODES {
        color = srgb(color);
    }
    return vec4f(color + dither(in.clip.xy), 1.0);
}
