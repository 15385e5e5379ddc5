// The soft dark under things that stand on the floor.

struct Contact {
    // Middle of what stands there, on the floor, metres.
    position: vec3f,
    // 0 to 1.
    strength: f32,
    // Half of the sides of what is darkened, metres.
    half_size: vec2f,
    spare: vec2f,
}

@group(1) @binding(0) var<uniform> contact: Contact;
@group(1) @binding(1) var contact_map: texture_2d<f32>;
@group(1) @binding(2) var contact_sampler: sampler;

struct Varying {
    @builtin(position) clip: vec4f,
    @location(0) uv: vec2f,
}

@vertex
fn vertex(@builtin(vertex_index) i: u32) -> Varying {
    let corner = vec2f(f32(i & 1u), f32(i >> 1u));
    let at = (corner * 2.0 - 1.0) * contact.half_size;
    let world = contact.position + vec3f(at.x, 0.006, at.y);
    // The map was drawn from below.
    return Varying(frame.clip_from_world * vec4f(world, 1.0), vec2f(corner.x, 1.0 - corner.y));
}

@fragment
fn fragment(in: Varying) -> @location(0) vec4f {
    let dark = textureSampleLevel(contact_map, contact_sampler, in.uv, 0.0).r * contact.strength;
    return vec4f(filtered(vec3f(1.0 - dark)), 1.0);
}
