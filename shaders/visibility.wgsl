// How much of the sun and of lamps is seen from a point, by the shadow maps: first those of the sun, the finest first, then those of each lamp.

const SUN_MAPS: i32 = 3;
const MAPS_A_LAMP: i32 = 6;

// Bilinear comparisons with falling weights: the outer four first, and where they agree there is no edge between them. `p` is within the
// map, whose place in the texture is `tile`.
fn tent(tile: vec4f, p: vec3f) -> f32 {
    let texel = 1.0 / vec2f(textureDimensions(shadow_map));
    let margin = 2.5 * texel;
    let at = clamp(p.xy * tile.xy + tile.zw, tile.zw + margin, tile.zw + tile.xy - margin);
    var along = 1.25 * texel;
    var across = vec2f(along.x, -along.y);
    var outer = -1.0;
    var lit = 0.0;
    loop {
        lit = compared(at + along, p.z) + compared(at - along, p.z) + compared(at + across, p.z) + compared(at - across, p.z);
        if outer >= 0.0 {
            return (outer + 3.0 * lit) / 16.0;
        }
        if lit <= 0.0 || lit >= 4.0 {
            break;
        }
        outer = lit;
        along = vec2f(0.75 * texel.x, 0.0);
        across = vec2f(0.0, 0.75 * texel.y);
    }
    return 0.25 * lit;
}

fn compared(at: vec2f, depth: f32) -> f32 {
    return textureSampleCompareLevel(shadow_map, shadow_sampler, at, depth);
}

// How far a point is moved along its normal, so that a surface does not shadow itself, in texels.
fn texels_off(normal: vec3f, to_light: vec3f) -> f32 {
    return 0.6 + 2.0 * (1.0 - saturate(dot(normal, to_light)));
}

// A point in one map of the sun, named by a constant, and how far within it (w), 0 beyond its edge. `off` is what it is moved by, in texels.
fn in_sun_map(i: i32, position: vec3f, off: vec3f) -> vec4f {
    let at = position + off * lights.maps[i].texel;
    let m = lights.maps[i].map_from_world;
    let p = m[0].xyz * at.x + m[1].xyz * at.y + m[2].xyz * at.z + m[3].xyz;
    let inside = 0.5 - max(abs(p.x - 0.5), abs(p.y - 0.5));
    return vec4f(p, select(0.0, max(inside, 0.0), p.z > 0.0 && p.z < 1.0));
}

// The finest map that holds the point, and near the edge of that map a mix with the next.
fn sun_visibility(position: vec3f, normal: vec3f) -> f32 {
    let off = normal * texels_off(normal, frame.sun_direction);
    var p = in_sun_map(0, position, off);
    var tile = lights.maps[0].tile;
    var next = vec4f(0.0);
    var next_tile = tile;
    if (SCENERY & HAS_SUN_MAPS) != 0u {
        next = in_sun_map(1, position, off);
        next_tile = lights.maps[1].tile;
        let last = in_sun_map(2, position, off);
        let last_tile = lights.maps[2].tile;
        let is_past = p.w <= 0.0;
        p = select(p, next, is_past);
        tile = select(tile, next_tile, is_past);
        next = select(next, last, is_past);
        next_tile = select(next_tile, last_tile, is_past);
        let is_far = p.w <= 0.0;
        p = select(p, next, is_far);
        tile = select(tile, next_tile, is_far);
        next.w = select(next.w, 0.0, is_far);
    }
    var lit = 0.0;
    var left = 1.0;
    loop {
        let part = left * saturate(p.w * 20.0);
        lit += part * tent(tile, p.xyz);
        left -= part;
        if left <= 0.0 || next.w <= 0.0 {
            break;
        }
        p = next;
        tile = next_tile;
        next = vec4f(0.0);
    }
    return lit + left;
}

fn lamp_visibility(s: Shading, light: Light) -> f32 {
    let offset = light.position - s.position;
    let metres = length(offset);
    let to_light = offset / max(metres, 1e-4);
    let normal = s.normal * sign(dot(s.normal, to_light));
    var i = SUN_MAPS + MAPS_A_LAMP * i32(light.shadow);
    if light.shadow_cube > 0.5 {
        let v = -to_light;
        let a = abs(v);
        if a.x >= a.y && a.x >= a.z {
            i += select(0, 1, v.x < 0.0);
        } else if a.y >= a.z {
            i += select(2, 3, v.y < 0.0);
        } else {
            i += select(4, 5, v.z < 0.0);
        }
    }
    let shifted = s.position + normal * lights.maps[i].texel * metres * texels_off(normal, to_light);
    let p = lights.maps[i].map_from_world * vec4f(shifted, 1.0);
    if p.w <= 0.0 {
        return 1.0;
    }
    return tent(lights.maps[i].tile, p.xyz / p.w);
}
