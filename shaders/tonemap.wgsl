// From light to the pixels of a screen.

struct Tone {
    // 1 when the target does not encode sRGB by itself.
    encode: f32,
    // How strong the outline of highlighted things is.
    highlight: f32,
    // 1 / size of the target, per pixel.
    pixel: vec2f,
}

@group(0) @binding(0) var<uniform> tone: Tone;
@group(0) @binding(1) var picture: texture_2d<f32>;
@group(0) @binding(2) var picture_sampler: sampler;
@group(0) @binding(3) var highlight_map: texture_2d<f32>;

// Khronos PBR Neutral: colours below 0.8 stay what they are, brighter ones bend towards white (Khronos 3D Commerce, 2024).
fn neutral(light: vec3f) -> vec3f {
    let start = 0.8 - 0.04;
    let desaturation = 0.15;
    let least = min(light.r, min(light.g, light.b));
    let offset = select(0.04, least - 6.25 * least * least, least < 0.08);
    let color = light - offset;
    let peak = max(color.r, max(color.g, color.b));
    if peak < start {
        return color;
    }
    let d = 1.0 - start;
    let new_peak = 1.0 - d * d / (peak + d - start);
    let g = 1.0 - 1.0 / (desaturation * (peak - new_peak) + 1.0);
    return mix(color * new_peak / peak, vec3f(new_peak), g);
}

fn srgb(linear: vec3f) -> vec3f {
    let c = saturate(linear);
    return select(1.055 * pow(c, vec3f(1.0 / 2.4)) - 0.055, 12.92 * c, c <= vec3f(0.0031308));
}

// Noise of one step of eight bits, without visible grain (Jimenez, SIGGRAPH 2014), so that gradients don't band.
fn dither(at: vec2f) -> f32 {
    return (fract(52.9829189 * fract(dot(at, vec2f(0.06711056, 0.00583715)))) - 0.5) / 255.0;
}

const HIGHLIGHT: vec3f = vec3f(1.0, 0.70, 0.28);

// A thin bright line around the highlighted shape and a glow that fades outwards.
fn highlight_at(uv: vec2f) -> vec2f {
    let inside = textureSampleLevel(highlight_map, picture_sampler, uv, 0.0).r;
    // Lengths follow the height of the picture, so that a phone shows as much of it as a wall.
    let unit = max(1.0 / (720.0 * tone.pixel.y), 1.0) * tone.pixel;
    var line = 0.0;
    var glow = 0.0;
    for (var i = 0u; i < 12u; i++) {
        let angle = f32(i) * 0.5235988;
        let direction = vec2f(cos(angle), sin(angle));
        line = max(line, textureSampleLevel(highlight_map, picture_sampler, uv + direction * unit * 1.6, 0.0).r);
        glow += textureSampleLevel(highlight_map, picture_sampler, uv + direction * unit * 5.0, 0.0).r / 24.0;
        glow += textureSampleLevel(highlight_map, picture_sampler, uv + direction * unit * 11.0, 0.0).r / 24.0;
    }
    return saturate(vec2f(line, glow)) * (1.0 - inside);
}

@fragment
fn fragment(in: Screen) -> @location(0) vec4f {
    let light = textureSampleLevel(picture, picture_sampler, in.uv, 0.0).rgb;
    var color = neutral(light);
    if tone.highlight > 0.0 {
        let mark = highlight_at(in.uv) * tone.highlight;
        color = mix(color, HIGHLIGHT, max(0.9 * mark.x, 0.75 * mark.y));
    }
    if tone.encode > 0.5 {
        color = srgb(color);
    }
    return vec4f(color + dither(in.clip.xy), 1.0);
}
