// The picture, whose samples are mixed already.

@group(0) @binding(2) var picture: texture_2d<f32>;

fn shown(in: Screen, glow: vec3f, factor: f32) -> vec3f {
    return toned((textureLoad(picture, vec2i(in.clip.xy), 0).rgb + glow) * factor);
}
