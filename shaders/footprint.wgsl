// What stands on the floor as the floor sees it: the nearer the brighter.

struct Varying {
    @builtin(position) clip: vec4f,
}

@vertex
fn vertex_rigid(v: Vertex) -> Varying {
    return Varying(frame.clip_from_world * vec4f(rigid_position(v), 1.0));
}

@vertex
fn vertex_bent(v: Vertex, bones: Bones, @builtin(vertex_index) vertex_index: u32) -> Varying {
    return Varying(frame.clip_from_world * vec4f(bent_surface(v, bones, vertex_index).position, 1.0));
}

@fragment
fn fragment(in: Varying) -> @location(0) vec4f {
    return vec4f(in.clip.z * in.clip.z);
}
