// A panorama that somebody chose to be seen.

@group(1) @binding(0) var sky_map: texture_cube<f32>;

struct Ray {
    @builtin(position) clip: vec4f,
    @location(0) direction: vec3f,
}

@vertex
fn vertex(@builtin(vertex_index) i: u32) -> Ray {
    let corner = vec2f(f32((i << 1u) & 2u), f32(i & 2u)) * 2.0 - 1.0;
    return Ray(vec4f(corner, 0.0, 1.0), ray_through(corner));
}

@fragment
fn fragment(in: Ray) -> @location(0) vec4f {
    let light = textureSampleLevel(sky_map, sky_sampler, in.direction, 0.0).rgb;
    return vec4f(written(light * frame.sky_intensity * frame.exposure, in.clip.xy), 1.0);
}
