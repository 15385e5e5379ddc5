// Depth of the surfaces of a scene as a light sees them.

struct Varying {
    @builtin(position) clip: vec4f,
    @location(0) uv: vec4f,
    @location(1) alpha: f32,
}

fn interpolated(position: vec3f, v: Vertex) -> Varying {
    return Varying(frame.clip_from_world * vec4f(position, 1.0), v.uv, v.color.a);
}

@vertex
fn vertex_rigid(v: Vertex) -> Varying {
    return interpolated(rigid_position(v), v);
}

@vertex
fn vertex_bent(v: Vertex, bones: Bones, @builtin(vertex_index) vertex_index: u32) -> Varying {
    return interpolated(bent_surface(v, bones, vertex_index).position, v);
}

@fragment
fn fragment_masked(in: Varying) {
    if base_color(in.uv, vec4f(materials[0].base_color.a * in.alpha)).a < materials[0].alpha_cutoff {
        discard;
    }
}

// A triangle over everything, endlessly far.
@vertex
fn vertex_clear(@builtin(vertex_index) i: u32) -> @builtin(position) vec4f {
    return vec4f(vec2f(f32((i << 1u) & 2u), f32(i & 2u)) * 2.0 - 1.0, 0.0, 1.0);
}
