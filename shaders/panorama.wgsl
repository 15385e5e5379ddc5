// From a panorama in Radiance's format to a face of a cube map.

@group(0) @binding(0) var panorama: texture_2d<f32>;

const PI: f32 = 3.14159265;

fn light_at(at: vec2i, size: vec2i) -> vec3f {
    let texel = textureLoad(panorama, vec2i((at.x + size.x) % size.x, clamp(at.y, 0, size.y - 1)), 0);
    return texel.rgb * exp2(texel.a * 255.0 - 128.0);
}

fn light_from(direction: vec3f, size: vec2i) -> vec3f {
    let uv = vec2f(atan2(direction.z, direction.x) / (2.0 * PI) + 0.5, acos(clamp(direction.y, -1.0, 1.0)) / PI);
    let at = uv * vec2f(size) - 0.5;
    let corner = vec2i(floor(at));
    let part = fract(at);
    let above = mix(light_at(corner, size), light_at(corner + vec2i(1, 0), size), part.x);
    let below = mix(light_at(corner + vec2i(0, 1), size), light_at(corner + vec2i(1, 1), size), part.x);
    return mix(above, below, part.y);
}

@fragment
fn fragment(in: Screen) -> @location(0) vec4f {
    let size = vec2i(textureDimensions(panorama));
    var sum = vec3f(0.0);
    // The mean over the texel, so that no small sun falls between two of them.
    for (var i = 0u; i < 16u; i++) {
        let offset = (vec2f(f32(i & 3u), f32(i >> 2u)) - 1.5) * 0.25;
        sum += light_from(normalize(in.direction + offset.x * dpdx(in.direction) + offset.y * dpdy(in.direction)), size);
    }
    // More than half floats hold is no light any more.
    return vec4f(min(sum / 16.0, vec3f(60000.0)), 1.0);
}
