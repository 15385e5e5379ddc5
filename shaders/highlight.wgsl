// Around what is highlighted.

@group(0) @binding(0) var picture_sampler: sampler;
@group(0) @binding(1) var highlight_map: texture_2d<f32>;

const HIGHLIGHT: vec3f = vec3f(1.0, 0.70, 0.28);

// How much a thin bright line around the highlighted shape, and a glow that fades outwards, hide of what is there.
fn highlight_at(uv: vec2f) -> f32 {
    let inside = textureSampleLevel(highlight_map, picture_sampler, uv, 0.0).r;
    // Lengths follow the height of the picture, so that a phone shows as much of it as a wall.
    let size = vec2f(textureDimensions(highlight_map));
    let unit = max(size.y / 720.0, 1.0) / size;
    var line = 0.0;
    var glow = 0.0;
    for (var i = 0u; i < 12u; i++) {
        let angle = f32(i) * 0.5235988;
        let direction = vec2f(cos(angle), sin(angle));
        line = max(line, textureSampleLevel(highlight_map, picture_sampler, uv + direction * unit * 1.6, 0.0).r);
        glow += textureSampleLevel(highlight_map, picture_sampler, uv + direction * unit * 5.0, 0.0).r / 24.0;
        glow += textureSampleLevel(highlight_map, picture_sampler, uv + direction * unit * 11.0, 0.0).r / 24.0;
    }
    return max(0.9 * saturate(line), 0.75 * saturate(glow)) * (1.0 - inside);
}
