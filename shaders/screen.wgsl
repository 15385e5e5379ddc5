// One triangle that covers the target.

struct Screen {
    @builtin(position) clip: vec4f,
    // (0, 0) is the upper left corner.
    @location(0) uv: vec2f,
}

@vertex
fn vertex_screen(@builtin(vertex_index) i: u32) -> Screen {
    let corner = vec2f(f32((i << 1u) & 2u), f32(i & 2u));
    return Screen(vec4f(corner * 2.0 - 1.0, 0.0, 1.0), vec2f(corner.x, 1.0 - corner.y));
}
