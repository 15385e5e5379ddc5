// The environments that come with the renderer.

// 0 studio, 1 atrium, 2 evening.
override PRESET: u32 = 0u;

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

// A photographer's studio: a white cove, a large soft box above, two strips at the sides and a fill behind. Made for product pictures
// with calm reflections; grey all through, so that it tints nothing.
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

// A bright hall under a glass roof at noon: white sky between dark beams above, pale walls, light stone below.
fn atrium(direction: vec3f) -> vec3f {
    let up = direction.y;
    let stone = mix(vec3f(0.34, 0.32, 0.29), vec3f(0.55, 0.53, 0.50), smoothstep(-1.0, -0.1, up));
    let wall = mix(vec3f(0.55, 0.54, 0.52), vec3f(0.80, 0.81, 0.82), smoothstep(-0.1, 0.6, up));
    var light = mix(stone, wall, smoothstep(-0.12, -0.06, up));
    if up > 0.05 {
        let p = direction.xz / up;
        let pane = smoothstep(vec2f(0.46), vec2f(0.42), abs(fract(p * 1.4) - 0.5));
        let roof = smoothstep(1.9, 1.6, abs(p.x)) * smoothstep(2.8, 2.4, abs(p.y));
        let sky = vec3f(3.0, 3.4, 3.9) * (1.0 - 0.25 * saturate(length(p) * 0.4));
        light = mix(light, sky, pane.x * pane.y * roof);
    }
    // Where the sun comes through.
    let sun = normalize(vec3f(0.45, 0.85, 0.3));
    return light + vec3f(26.0, 23.0, 19.0) * smoothstep(0.992, 0.998, dot(direction, sun));
}

// Warm lamps inside, the blue hour behind tall windows.
fn evening(direction: vec3f) -> vec3f {
    let up = direction.y;
    var light = mix(vec3f(0.09, 0.07, 0.055), vec3f(0.16, 0.12, 0.09), smoothstep(-0.8, 0.7, up));
    let across = atan2(direction.x, -direction.z);
    let window = smoothstep(0.42, 0.36, abs(fract(across * 1.6) - 0.5)) * smoothstep(-0.15, -0.1, up)
        * smoothstep(0.62, 0.56, up) * smoothstep(1.5, 1.3, abs(across));
    let dusk = mix(vec3f(0.95, 0.55, 0.38), vec3f(0.16, 0.28, 0.62), smoothstep(-0.1, 0.35, up));
    light = mix(light, dusk, window);
    for (var i = 0u; i < 4u; i++) {
        let angle = f32(i) * 1.5708 + 0.6;
        let lamp = normalize(vec3f(cos(angle), 1.15, sin(angle)));
        let across_lamp = normalize(cross(vec3f(0.0, 1.0, 0.0), lamp));
        light += vec3f(5.2, 3.5, 2.0) * soft_box(direction, lamp, across_lamp, vec2f(0.30, 0.12), 0.06);
    }
    return light;
}

@fragment
fn fragment(in: Screen) -> @location(0) vec4f {
    let direction = normalize(in.direction);
    switch PRESET {
        case 1u: { return vec4f(atrium(direction), 1.0); }
        case 2u: { return vec4f(evening(direction), 1.0); }
        default: { return vec4f(studio(direction), 1.0); }
    }
}
