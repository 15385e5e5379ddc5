// From a picture of the room to a face of a cube map, which shows it from inside and therefore mirrored.

@group(0) @binding(0) var picture: texture_2d<f32>;
@group(0) @binding(1) var picture_sampler: sampler;

// Of the sides of the picture, from the upper left corner, was drawn.
override PART: f32 = 1.0;

@fragment
fn fragment(in: Screen) -> @location(0) vec4f {
    let last = PART - 0.5 / vec2f(textureDimensions(picture));
    let at = min(vec2f(1.0 - in.uv.x, in.uv.y) * PART, last);
    return vec4f(textureSampleLevel(picture, picture_sampler, at, 0.0).rgb, 1.0);
}
