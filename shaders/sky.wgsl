// The backdrop: `sky_from` (sky_blurred.wgsl, sky_sharp.wgsl) says what is seen in a direction.

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
    return vec4f(limited(sky_from(direction) * frame.sky_intensity * frame.exposure), 1.0);
}
