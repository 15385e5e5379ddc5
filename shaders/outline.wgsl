// Where highlighted things are seen: their shape in white, from which the tone mapping makes an outline.

@vertex
fn vertex_rigid(v: Vertex) -> @builtin(position) vec4f {
    return frame.clip_from_world * vec4f(rigid_surface(v).position, 1.0);
}

@vertex
fn vertex_bent(v: Vertex, bones: Bones, @builtin(vertex_index) vertex_index: u32) -> @builtin(position) vec4f {
    return frame.clip_from_world * vec4f(bent_surface(v, bones, vertex_index).position, 1.0);
}

@fragment
fn fragment() -> @location(0) vec4f {
    return vec4f(1.0);
}
