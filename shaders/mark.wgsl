// A soft ring on the floor: where a tap will lead.

struct Mark {
    // On the floor, metres.
    position: vec3f,
    // 0 to 1.
    opacity: f32,
}

@group(1) @binding(0) var<uniform> mark: Mark;

struct Varying {
    @builtin(position) clip: vec4f,
    // In units of the ring's radius.
    @location(0) at: vec2f,
}

@vertex
fn vertex(@builtin(vertex_index) i: u32) -> Varying {
    let at = vec2f(f32(i & 1u), f32(i >> 1u)) * 3.0 - 1.5;
    let world = mark.position + vec3f(at.x, 0.0, at.y) * 0.32 + vec3f(0.0, 0.012, 0.0);
    return Varying(frame.clip_from_world * vec4f(world, 1.0), at);
}

@fragment
fn fragment(in: Varying) -> @location(0) vec4f {
    let r = length(in.at);
    let ring = smoothstep(0.13, 0.05, abs(r - 1.0));
    let dot_ = smoothstep(0.16, 0.10, r);
    let glow = 0.22 * exp(-2.2 * r * r);
    let opacity = saturate(max(ring, dot_) + glow) * mark.opacity * smoothstep(1.5, 1.2, r);
    return vec4f(written(vec3f(1.15), in.clip.xy) * opacity, opacity * 0.85);
}
