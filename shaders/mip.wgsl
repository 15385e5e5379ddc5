// One level of an image from the level above it.

@group(0) @binding(0) var source: texture_2d<f32>;
@group(0) @binding(1) var source_sampler: sampler;

@fragment
fn fragment(in: Screen) -> @location(0) vec4f {
    return textureSampleLevel(source, source_sampler, in.uv, 0.0);
}
