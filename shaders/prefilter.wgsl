// From the light around a point to what surfaces there reflect: mirror-like, rough, and diffuse. Fragment shaders only, for WebGL2.

struct Filter {
    // Directions around +Z without their z, the level of the source to read, and the weight; the weights add up to 1.
    samples: array<vec4f, 96>,
    count: u32,
    // Side of what is written, texels.
    side: f32,
    spare_0: f32,
    spare_1: f32,
}

@group(0) @binding(0) var<uniform> filter_: Filter;
@group(0) @binding(1) var source: texture_cube<f32>;
@group(0) @binding(2) var source_sampler: sampler;

// One level from the level above it: four of its texels.
@fragment
fn halve(in: Screen) -> @location(0) vec4f {
    let across = 0.25 * dpdx(in.direction);
    let down = 0.25 * dpdy(in.direction);
    let sum = textureSampleLevel(source, source_sampler, in.direction + across + down, 0.0)
        + textureSampleLevel(source, source_sampler, in.direction + across - down, 0.0)
        + textureSampleLevel(source, source_sampler, in.direction - across + down, 0.0)
        + textureSampleLevel(source, source_sampler, in.direction - across - down, 0.0);
    return sum * 0.25;
}

// What comes from around each direction.
@fragment
fn gather(in: Screen) -> @location(0) vec4f {
    let axis = direction_of(in.uv, filter_.side);
    let up = select(vec3f(1.0, 0.0, 0.0), vec3f(0.0, 0.0, 1.0), abs(axis.z) < 0.999);
    let x = normalize(cross(up, axis));
    let y = cross(axis, x);
    var sum = vec3f(0.0);
    for (var i = 0u; i < filter_.count; i++) {
        let around = filter_.samples[i];
        let direction = x * around.x + y * around.y + axis * sqrt(1.0 - dot(around.xy, around.xy));
        sum += textureSampleLevel(source, source_sampler, direction, around.z).rgb * around.w;
    }
    return vec4f(sum, 1.0);
}
