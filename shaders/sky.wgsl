// The backdrop: `sky_from` (sky_blurred.wgsl, sky_sharp.wgsl) says what is seen in a direction.

@group(1) @binding(1) var sky_sampler: sampler;

struct Ray {
    @builtin(position) clip: vec4f,
    // Of any length.
    @location(0) direction: vec3f,
}

@vertex
fn vertex(@builtin(vertex_index) i: u32) -> Ray {
    let corner = vec2f(f32((i << 1u) & 2u), f32(i & 2u)) * 2.0 - 1.0;
    // From where all rays come, which may be endlessly far, to where this one is: changes evenly across the picture.
    let eye = frame.world_from_clip * vec4f(0.0, 0.0, 1.0, 0.0);
    let at = frame.world_from_clip * vec4f(corner, 1.0, 1.0);
    let d = select(1.0, -1.0, eye.w < 0.0) * (at.xyz * eye.w - eye.xyz * at.w);
    let direction = vec3f(
        frame.sky_turn.x * d.x - frame.sky_turn.y * d.z,
        d.y,
        frame.sky_turn.y * d.x + frame.sky_turn.x * d.z,
    );
    return Ray(vec4f(corner, 0.0, 1.0), direction);
}

@fragment
fn fragment(in: Ray) -> @location(0) vec4f {
    return vec4f(written(sky_from(in.direction) * frame.sky_intensity * frame.exposure, in.clip.xy), 1.0);
}
