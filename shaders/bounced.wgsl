// Light that bounced in a room, computed ahead at places of a grid (YUNZHAN_light_probes): looked up at vertices, shaded at pixels. What has a light
// map needs none of it.

// One layer of places for one colour: irradiance divided by π of a normal n is dot (xyz, n) + w.
fn bounced_texel(at: vec2f) -> vec4f {
    return textureSampleLevel(bounced_map, smooth_sampler, at / vec2f(textureDimensions(bounced_map)), 0.0);
}

fn bounced_in(room: Room, position: vec3f, normal: vec3f) -> mat3x4f {
    let counts = room.grid.xyz;
    // A little before the surface, where its light comes from; and never between the places of two colours or layers.
    let at = (position - room.low) / (room.high - room.low) * counts + 0.25 * normal;
    let place = clamp(at, vec3f(0.5), counts - 0.5);
    let layer = floor(place.y - 0.5);
    let low = vec2f(place.x, room.grid.w + layer * counts.z + place.z);
    let high = low + vec2f(0.0, select(counts.z, 0.0, layer + 1.5 > counts.y));
    let part = place.y - 0.5 - layer;
    let next = vec2f(counts.x, 0.0);
    return mat3x4f(
        mix(bounced_texel(low), bounced_texel(high), part),
        mix(bounced_texel(low + next), bounced_texel(high + next), part),
        mix(bounced_texel(low + 2.0 * next), bounced_texel(high + 2.0 * next), part),
    );
}

// Mixed as reflections are where a point is as deep in one room as in another.
fn bounced_at(position: vec3f, normal: vec3f) -> mat3x4f {
    let place = place_of(position);
    let first = bounced_in(lights.rooms[place.first], position, normal);
    if (SCENERY & HAS_ROOMS) == 0u || place.part >= 1.0 {
        return first;
    }
    return first * place.part + bounced_in(lights.rooms[place.second], position, normal) * (1.0 - place.part);
}

// A varying with the light that bounced: red, green and blue.
struct Probed {
    @builtin(position) clip: vec4f,
    @location(0) position: vec3f,
    @location(1) normal: vec3f,
    @location(2) tangent: vec4f,
    @location(3) uv: vec4f,
    @location(4) color: vec4f,
    @location(5) @interpolate(flat) own: vec4f,
    @location(6) @interpolate(flat) reflectance: vec4f,
    @location(7) @interpolate(flat) emissive: vec3f,
    @location(8) red: vec4f,
    @location(9) green: vec4f,
    @location(10) blue: vec4f,
}

fn probed(v: Varying) -> Probed {
    let light = bounced_at(v.position, v.normal);
    return Probed(
        v.clip, v.position, v.normal, v.tangent, v.uv, v.color, v.own, v.reflectance, v.emissive, light[0], light[1], light[2],
    );
}

@vertex
fn vertex_rigid_probed(v: Vertex) -> Probed {
    return probed(interpolated(rigid_surface(v), v));
}

@vertex
fn vertex_bent_probed(v: Vertex, bones: Bones, @builtin(vertex_index) vertex_index: u32) -> Probed {
    return probed(interpolated(bent_surface(v, bones, vertex_index), v));
}

@fragment
fn fragment_probed(
    in: Varying,
    @location(8) red: vec4f,
    @location(9) green: vec4f,
    @location(10) blue: vec4f,
    @builtin(front_facing) is_front: bool,
) -> @location(0) vec4f {
    bounced = mat3x4f(red, green, blue);
    return shaded(in, is_front);
}
