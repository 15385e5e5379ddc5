// One triangle that covers a face of a cube map.

struct Screen {
    @builtin(position) clip: vec4f,
    // (0, 0) is the upper left corner.
    @location(0) uv: vec2f,
    // Of any length.
    @location(1) direction: vec3f,
}

// Three vertices for each face: +X, -X, +Y, -Y, +Z, -Z.
@vertex
fn vertex_screen(@builtin(vertex_index) i: u32) -> Screen {
    let corner = vec2f(f32(((i % 3u) << 1u) & 2u), f32((i % 3u) & 2u));
    let st = vec2f(corner.x * 2.0 - 1.0, 1.0 - corner.y * 2.0);
    let directions = array(
        vec3f(1.0, -st.y, -st.x),
        vec3f(-1.0, -st.y, st.x),
        vec3f(st.x, 1.0, st.y),
        vec3f(st.x, -1.0, -st.y),
        vec3f(st.x, -st.y, 1.0),
        vec3f(-st.x, -st.y, -1.0),
    );
    return Screen(vec4f(corner * 2.0 - 1.0, 0.0, 1.0), vec2f(corner.x, 1.0 - corner.y), directions[i / 3u]);
}
