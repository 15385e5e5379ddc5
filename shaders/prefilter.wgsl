// From the light around a point to what surfaces there reflect: mirror-like, rough, and diffuse. Fragment shaders only, for WebGL2.

struct Filter {
    // Which face is written, where faces are.
    face: u32,
    // Side of what is written, texels.
    side: f32,
    // Perceptual.
    roughness: f32,
    // Side of the largest level of the source, texels.
    source_px: f32,
    // Level of the source to read, where it is not chosen by the roughness.
    source_level: f32,
    spare_0: f32,
    spare_1: f32,
    spare_2: f32,
}

@group(0) @binding(0) var<uniform> filter_: Filter;
@group(0) @binding(1) var source: texture_cube<f32>;
@group(0) @binding(2) var source_sampler: sampler;

// One level from the level above it.
@fragment
fn halve(in: Screen) -> @location(0) vec4f {
    let texel = 0.25 / (filter_.source_px * 0.5);
    var sum = vec4f(0.0);
    for (var i = 0u; i < 4u; i++) {
        let offset = vec2f(f32(i & 1u) * 2.0 - 1.0, f32(i >> 1u) * 2.0 - 1.0) * texel;
        sum += textureSampleLevel(source, source_sampler, face_direction(filter_.face, in.uv + offset), filter_.source_level);
    }
    return sum * 0.25;
}

// GGX lobes around each direction, eye on the axis; each sample reads the level that is as wide as the sample is rare (Křivánek & Colbert, 2008).
@fragment
fn reflect_rough(in: Screen) -> @location(0) vec4f {
    let axis = direction_of(in.uv, filter_.side);
    if filter_.roughness < 0.02 {
        return textureSampleLevel(source, source_sampler, axis, filter_.source_level);
    }
    let alpha = filter_.roughness * filter_.roughness;
    let texel_angle = 4.0 * PI / (6.0 * filter_.source_px * filter_.source_px);
    let count = 96u;
    var sum = vec3f(0.0);
    var total = 0.0;
    for (var i = 0u; i < count; i++) {
        let local = sample_ggx(even_point(i, count), alpha);
        let halfway = around_axis(local, axis);
        let direction = 2.0 * dot(axis, halfway) * halfway - axis;
        let n_dot_l = dot(axis, direction);
        if n_dot_l > 0.0 {
            let density = distribution_ggx(local.z, alpha) * 0.25;
            let sample_angle = 1.0 / (f32(count) * density + 1e-6);
            let level = max(0.5 * log2(sample_angle / texel_angle) + 0.5, 0.0);
            sum += textureSampleLevel(source, source_sampler, direction, level).rgb * n_dot_l;
            total += n_dot_l;
        }
    }
    return vec4f(sum / max(total, 1e-4), 1.0);
}

// Mean light over the hemisphere, weighted by the cosine: every texel of a small level, each by its solid angle.
@fragment
fn gather_diffuse(in: Screen) -> @location(0) vec4f {
    let axis = direction_of(in.uv, filter_.side);
    let side = 8u;
    var sum = vec3f(0.0);
    var total = 0.0;
    for (var face = 0u; face < 6u; face++) {
        for (var y = 0u; y < side; y++) {
            for (var x = 0u; x < side; x++) {
                let v = face_direction(face, (vec2f(f32(x), f32(y)) + 0.5) / f32(side));
                let squared = dot(v, v);
                let direction = v * inverseSqrt(squared);
                let weight = max(dot(axis, direction), 0.0) * inverseSqrt(squared) / squared;
                sum += textureSampleLevel(source, source_sampler, direction, filter_.source_level).rgb * weight;
                total += weight;
            }
        }
    }
    return vec4f(sum / total, 1.0);
}
