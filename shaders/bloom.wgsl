// The glow around what is brighter than white, as lenses and eyes make it: blurred in ever smaller levels, and put together again.

@group(0) @binding(0) var source: texture_2d<f32>;
@group(0) @binding(1) var source_sampler: sampler;

fn at(uv: vec2f) -> vec3f {
    return textureSampleLevel(source, source_sampler, uv, 0.0).rgb;
}

// Four bilinear texels that cover four by four.
fn halved(uv: vec2f) -> vec3f {
    let step = 1.0 / vec2f(textureDimensions(source));
    return 0.25 * (at(uv + step) + at(uv - step) + at(uv + vec2f(step.x, -step.y)) + at(uv + vec2f(-step.x, step.y)));
}

// What glows: from just below white on.
@fragment
fn glowing(in: Screen) -> @location(0) vec4f {
    let light = halved(in.uv);
    let brightest = max(light.r, max(light.g, light.b));
    return vec4f(light * smoothstep(0.85, 1.6, brightest), 1.0);
}

@fragment
fn shrink(in: Screen) -> @location(0) vec4f {
    return vec4f(halved(in.uv), 1.0);
}

// A tent of nine texels of the smaller level (Jimenez, SIGGRAPH 2014); is added to the larger one.
@fragment
fn spread(in: Screen) -> @location(0) vec4f {
    let step = 1.0 / vec2f(textureDimensions(source));
    var sum = 4.0 * at(in.uv);
    for (var side = -1.0; side < 2.0; side += 2.0) {
        sum += 2.0 * (at(in.uv + vec2f(side, 0.0) * step) + at(in.uv + vec2f(0.0, side) * step));
        sum += at(in.uv + vec2f(side, side) * step) + at(in.uv + vec2f(side, -side) * step);
    }
    return vec4f(sum / 16.0, 1.0);
}
