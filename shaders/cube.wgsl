// Directions of the texels of a cube map, and rotations about them.

// Through the point `uv` of a face: +X, -X, +Y, -Y, +Z, -Z.
fn face_direction(face: u32, uv: vec2f) -> vec3f {
    let s = uv.x * 2.0 - 1.0;
    let t = uv.y * 2.0 - 1.0;
    switch face {
        case 0u: { return vec3f(1.0, -t, -s); }
        case 1u: { return vec3f(-1.0, -t, s); }
        case 2u: { return vec3f(s, 1.0, t); }
        case 3u: { return vec3f(s, -1.0, -t); }
        case 4u: { return vec3f(s, -t, 1.0); }
        default: { return vec3f(-s, -t, -1.0); }
    }
}

// `v` is given around +Z; the result is as far around `axis`.
fn around_axis(v: vec3f, axis: vec3f) -> vec3f {
    let up = select(vec3f(1.0, 0.0, 0.0), vec3f(0.0, 0.0, 1.0), abs(axis.z) < 0.999);
    let x = normalize(cross(up, axis));
    return x * v.x + cross(axis, x) * v.y + axis * v.z;
}
