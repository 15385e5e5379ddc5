// The backdrop: the surroundings, out of focus.

@group(1) @binding(0) var sky_map: texture_cube<f32>;
@group(1) @binding(1) var sky_sampler: sampler;

struct Ray {
    @builtin(position) clip: vec4f,
    @location(0) at: vec2f,
}

@vertex
fn vertex(@builtin(vertex_index) i: u32) -> Ray {
    let corner = vec2f(f32((i << 1u) & 2u), f32(i & 2u)) * 2.0 - 1.0;
    return Ray(vec4f(corner, 0.0, 1.0), corner);
}

@fragment
fn fragment(in: Ray) -> @location(0) vec4f {
    let near = frame.world_from_clip * vec4f(in.at, 1.0, 1.0);
    let far = frame.world_from_clip * vec4f(in.at, 0.25, 1.0);
    let d = normalize(far.xyz / far.w - near.xyz / near.w);
    let direction = vec3f(
        frame.sky_turn.x * d.x - frame.sky_turn.y * d.z,
        d.y,
        frame.sky_turn.y * d.x + frame.sky_turn.x * d.z,
    );
    let light = textureSampleLevel(sky_map, sky_sampler, direction, 3.0).rgb * frame.sky_intensity * frame.exposure;
    return vec4f(limited(light), 1.0);
}
