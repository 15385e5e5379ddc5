// A panorama that somebody chose to be seen.

@group(1) @binding(0) var sky_map: texture_cube<f32>;

fn sky_from(direction: vec3f) -> vec3f {
    return textureSampleLevel(sky_map, sky_sampler, direction, 0.0).rgb;
}
