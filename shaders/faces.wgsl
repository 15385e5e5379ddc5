// From the six pictures of a file's light (EXT_lights_image_based) to a face of a cube map.

// A rotation: the space of the light from the world.
override TURN_X: f32 = 0.0;
override TURN_Y: f32 = 0.0;
override TURN_Z: f32 = 0.0;
override TURN_W: f32 = 1.0;

// Square ones in two rows: +X, -X, +Y above -Y, +Z, -Z.
@group(0) @binding(0) var pictures: texture_2d<f32>;

// RGBD; where a picture has no alpha, there is a 1.
fn light_at(at: vec2i, corner: vec2i, side: i32) -> vec3f {
    let texel = textureLoad(pictures, corner + clamp(at, vec2i(0), vec2i(side - 1)), 0);
    return texel.rgb / max(texel.a, 1.0 / 255.0);
}

fn light_from(d: vec3f) -> vec3f {
    let a = abs(d);
    var face = select(5, 4, d.z > 0.0);
    var st = vec2f(select(-d.x, d.x, d.z > 0.0), -d.y) / a.z;
    if a.x >= a.y && a.x >= a.z {
        face = select(1, 0, d.x > 0.0);
        st = vec2f(select(d.z, -d.z, d.x > 0.0), -d.y) / a.x;
    } else if a.y >= a.z {
        face = select(3, 2, d.y > 0.0);
        st = vec2f(d.x, select(-d.z, d.z, d.y > 0.0)) / a.y;
    }
    let side = i32(textureDimensions(pictures).x) / 3;
    let corner = vec2i(face % 3, face / 3) * side;
    // The pictures are as one sees them from inside; the faces of a cube map are mirrored.
    let at = (vec2f(-st.x, st.y) * 0.5 + 0.5) * f32(side) - 0.5;
    let first = vec2i(floor(at));
    let part = fract(at);
    let above = mix(light_at(first, corner, side), light_at(first + vec2i(1, 0), corner, side), part.x);
    let below = mix(light_at(first + vec2i(0, 1), corner, side), light_at(first + vec2i(1, 1), corner, side), part.x);
    return mix(above, below, part.y);
}

@fragment
fn fragment(in: Screen) -> @location(0) vec4f {
    let direction = normalize(in.direction);
    let axis = vec3f(TURN_X, TURN_Y, TURN_Z);
    let turned = direction + 2.0 * cross(axis, cross(axis, direction) + TURN_W * direction);
    // More than half floats hold is no light any more.
    return vec4f(min(light_from(turned), vec3f(60000.0)), 1.0);
}
