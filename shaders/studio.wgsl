// A photographer's studio: a white cove, a large soft box above, two strips at the sides and a fill behind. Made for product pictures
// with calm reflections; grey all through, so that it tints nothing.

override FACE: u32 = 0u;

// A soft box on the plane at distance 1 along `axis`, centred there, with half extents and a soft rim; 0 to 1.
fn soft_box(direction: vec3f, axis: vec3f, across: vec3f, half_size: vec2f, rim: f32) -> f32 {
    let d = dot(direction, axis);
    if d <= 0.05 {
        return 0.0;
    }
    let p = direction / d;
    let at = abs(vec2f(dot(p, across), dot(p, cross(axis, across))));
    let edge = smoothstep(half_size + rim, half_size - rim, at);
    return edge.x * edge.y;
}

fn studio(direction: vec3f) -> vec3f {
    let up = direction.y;
    let floor_light = mix(0.22, 0.44, smoothstep(-1.0, -0.05, up));
    let wall_light = mix(0.44, 0.56, smoothstep(-0.05, 0.75, up));
    var light = select(floor_light, wall_light, up > -0.05);
    light += 3.6 * soft_box(direction, vec3f(0.0, 1.0, 0.0), vec3f(1.0, 0.0, 0.0), vec2f(0.60, 0.36), 0.08);
    let left = normalize(vec3f(-1.0, 0.42, 0.25));
    light += 3.4 * soft_box(direction, left, normalize(cross(vec3f(0.0, 1.0, 0.0), left)), vec2f(0.28, 0.62), 0.07);
    let right = normalize(vec3f(0.9, 0.30, -0.55));
    light += 1.6 * soft_box(direction, right, normalize(cross(vec3f(0.0, 1.0, 0.0), right)), vec2f(0.22, 0.70), 0.07);
    let front = normalize(vec3f(0.35, 0.25, 1.0));
    light += 0.6 * soft_box(direction, front, normalize(cross(vec3f(0.0, 1.0, 0.0), front)), vec2f(0.55, 0.40), 0.20);
    return vec3f(light);
}

@fragment
fn fragment(in: Screen) -> @location(0) vec4f {
    return vec4f(studio(normalize(face_direction(FACE, in.uv))), 1.0);
}
