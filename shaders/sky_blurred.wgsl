// An environment that comes with the renderer, out of focus as behind a photographer's lens.

@group(1) @binding(0) var sky_map: texture_2d<f32>;

fn sky_from(direction: vec3f) -> vec3f {
    let at = texel_of(direction, 0.0, octahedron_of(3.0)) / vec2f(textureDimensions(sky_map));
    return textureSampleLevel(sky_map, sky_sampler, at, 0.0).rgb;
}
