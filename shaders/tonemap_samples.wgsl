// Every sample of a pixel by itself (upper tier): mixed before they are bent by the curve, a little of what is brighter than white would make
// all of a pixel white, and edges jagged.

@group(0) @binding(5) var samples: texture_multisampled_2d<f32>;

fn shown(in: Screen, glow: vec3f, factor: f32) -> vec3f {
    var sum = vec3f(0.0);
    for (var i = 0; i < 4; i++) {
        sum += saturate(toned((textureLoad(samples, vec2i(in.clip.xy), i).rgb + glow) * factor));
    }
    return 0.25 * sum;
}
