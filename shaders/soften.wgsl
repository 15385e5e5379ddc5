// A footprint, blurred: points of a spiral that covers a disc evenly (Vogel, 1979).

const POINTS: u32 = 48u;
// Of the side of the map.
const RADIUS: f32 = 0.15;

@group(0) @binding(0) var source: texture_2d<f32>;
@group(0) @binding(1) var source_sampler: sampler;

@fragment
fn fragment(in: Screen) -> @location(0) vec4f {
    var sum = 0.0;
    for (var i = 0u; i < POINTS; i++) {
        let angle = f32(i) * 2.3999632;
        let reach = RADIUS * sqrt((f32(i) + 0.5) / f32(POINTS));
        sum += textureSampleLevel(source, source_sampler, in.uv + reach * vec2f(cos(angle), sin(angle)), 0.0).r;
    }
    // Nothing at the rim, whatever reaches there.
    let rim = 2.0 * max(abs(in.uv.x - 0.5), abs(in.uv.y - 0.5));
    return vec4f(sum / f32(POINTS) * smoothstep(1.0, 0.85, rim));
}
