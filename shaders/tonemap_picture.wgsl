// The picture, whose samples are mixed already.

@group(0) @binding(1) var picture: texture_2d<f32>;

fn shown(in: Screen, glow: vec3f, factor: f32) -> vec3f {
    return toned((textureSampleLevel(picture, picture_sampler, in.uv, 0.0).rgb + glow) * factor);
}
