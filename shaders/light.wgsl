// All light that reaches a surface: punctual lights, the sun with its shadow, and what surrounds it.

// Bits, in the order of `Scenery` in src/render/look.rs: what a scene has at all. Nothing is computed, or masked out, for what it hasn't.
override SCENERY: u32 = LOOK >> 16u;
const HAS_SUN: u32 = 1u;
const HAS_LAMPS: u32 = 2u;
const HAS_MIRROR: u32 = 4u;
const HAS_AMBIENT: u32 = 8u;
const HAS_ROOMS: u32 = 16u;
const HAS_SUN_MAPS: u32 = 32u;
const HAS_PROBES: u32 = 64u;

// Whether the light that bounced is looked up by place (bounced.wgsl), and that light: red, green and blue.
override IS_PROBED: bool = (SCENERY & HAS_PROBES) != 0u && (EXTRAS & HAS_LIGHTMAP) == 0u;
var<private> bounced: mat3x4f;

// Software computes both sides of every branch and goes through every loop once before it asks whether to: so what is rarely needed is the
// second round of a loop that asks at its end.

// `visible` is how much of the lamps with shadows is.
fn punctual_light(s: Shading, light: Light, visible: vec4f) -> Reflected {
    if light.directional > 0.5 {
        return reflect_direct(s, -light.direction, light.color);
    }
    let offset = light.position - s.position;
    let squared = dot(offset, offset);
    let to_light = offset * inverseSqrt(max(squared, 1e-8));
    let ratio = squared * light.inverse_range_squared;
    let fade = saturate(1.0 - ratio * ratio);
    let cone = saturate(dot(-to_light, light.direction) * light.cone_scale + light.cone_offset);
    var attenuation = fade * cone * cone / max(squared, 1e-4);
    if attenuation <= 0.0 {
        return Reflected(vec3f(0.0), vec3f(0.0), vec3f(0.0));
    }
    let facing = dot(s.normal, to_light);
    if facing <= 0.0 && (EXTRAS & LIT_FROM_BEHIND) == 0u {
        return Reflected(vec3f(0.0), vec3f(0.0), vec3f(0.0));
    }
    if light.shadow >= 0.0 {
        attenuation *= visible[u32(light.shadow)];
    } else {
        // Without shadows of its own; crevices stay dark all the same (Chan, SIGGRAPH 2018).
        attenuation *= saturate(saturate(facing) + 2.0 * s.openness * s.openness - 1.0);
    }
    return reflect_direct(s, to_light, light.color * attenuation);
}

// Which lights reach a point: a bit for each.
fn lights_at(position: vec3f) -> vec4u {
    let at = clamp(floor((position - frame.grid_min) * frame.grid_scale), vec3f(0.0), frame.grid_cells - 1.0);
    return cells.lights[u32((at.z * frame.grid_cells.y + at.y) * frame.grid_cells.x + at.x)];
}

// Takes one light out of a set.
fn next_light(left: ptr<function, vec4u>) -> u32 {
    let all = *left;
    let word = select(select(select(3u, 2u, all.z != 0u), 1u, all.y != 0u), 0u, all.x != 0u);
    let bits = all[word];
    let lowest = bits & (~bits + 1u);
    (*left)[word] = bits ^ lowest;
    // The exponent of a power of two; GLSL ES 3.00 cannot count zeros.
    return word * 32u + (bitcast<u32>(f32(lowest)) >> 23u) - 127u;
}

// What is baked gets from lamps only what its light map does not hold.
fn direct_light(s: Shading, is_baked: bool) -> Reflected {
    var sum = Reflected(vec3f(0.0), vec3f(0.0), vec3f(0.0));
    let is_sunny = any(frame.sun_color > vec3f(0.0)) && !(is_baked && frame.is_sun_baked > 0.5);
    if (SCENERY & HAS_SUN) != 0u && is_sunny {
        let facing = dot(s.normal, frame.sun_direction);
        if facing > 0.0 || (EXTRAS & LIT_FROM_BEHIND) != 0u {
            let lit = sun_visibility(s.position, s.normal * sign(facing));
            if lit > 0.0 {
                sum = reflect_direct(s, frame.sun_direction, frame.sun_color * lit);
            }
        }
    }
    if (SCENERY & HAS_LAMPS) != 0u {
        let reaching = lights_at(s.position) & select(vec4u(0xffffffffu), lights.live, is_baked);
        // First the shadows, which few lamps have: what the others don't need would be drawn along with them.
        var visible = vec4f(1.0);
        var left = reaching & lights.casting;
        if any(left != vec4u(0u)) {
            loop {
                let light = lights.list[next_light(&left)];
                visible[u32(light.shadow)] = lamp_visibility(s, light);
                if all(left == vec4u(0u)) {
                    break;
                }
            }
        }
        left = reaching;
        if any(left != vec4u(0u)) {
            loop {
                sum = add_reflected(sum, punctual_light(s, lights.list[next_light(&left)], visible));
                if all(left == vec4u(0u)) {
                    break;
                }
            }
        }
    }
    return sum;
}

fn turned(direction: vec3f, turn: vec2f) -> vec3f {
    return vec3f(
        turn.x * direction.x - turn.y * direction.z,
        direction.y,
        turn.y * direction.x + turn.x * direction.z,
    );
}

// Which rooms a point is in, and how much the first of them counts.
struct Place {
    first: i32,
    second: i32,
    part: f32,
}

// How far out of a room a point is: 0 in its middle, 1 at its walls.
fn out_of(room: Room, position: vec3f) -> f32 {
    let off = abs(position - 0.5 * (room.low + room.high)) / (0.5 * (room.high - room.low));
    return max(max(off.x, off.z), off.y - 0.25);
}

// The two rooms that a point is deepest in; where it is as deep in one as in the other they are mixed (Lagarde & Zanuttini, SIGGRAPH 2012).
fn place_of(position: vec3f) -> Place {
    var place = Place(0, 0, 1.0);
    if (SCENERY & HAS_ROOMS) != 0u {
        var least = vec2f(1e9);
        var i = 0;
        loop {
            let out = out_of(lights.rooms[i], position);
            if out < least.x {
                place.second = place.first;
                place.first = i;
                least = vec2f(out, least.x);
            } else if out < least.y {
                place.second = i;
                least.y = out;
            }
            i++;
            if i >= i32(frame.rooms) {
                break;
            }
        }
        place.part = saturate(0.5 + 2.5 * (least.y - least.x));
    }
    return place;
}

// Where in the captured light of a room to look for what is seen from `position` in `direction` (Lagarde & Zanuttini, SIGGRAPH 2012).
fn captured_direction(room: Room, position: vec3f, direction: vec3f) -> vec3f {
    let inside = clamp(position, room.low, room.high);
    let towards = select(vec3f(-1e-5), vec3f(1e-5), direction >= vec3f(0.0)) + direction;
    let planes = select(room.low, room.high, direction >= vec3f(0.0));
    let distances = (planes - inside) / towards;
    let hit = inside + direction * max(min(distances.x, min(distances.y, distances.z)), 0.0);
    return hit - room.position;
}

fn around_at(texel: vec2f) -> vec3f {
    return textureSampleLevel(surroundings_map, smooth_sampler, texel / vec2f(textureDimensions(surroundings_map)), 0.0).rgb;
}

// Bright crevices are less dark than dark ones: light goes on between their walls (Jimenez et al., SIGGRAPH 2016).
fn between_surfaces(ambient: f32, albedo: vec3f) -> vec3f {
    if ambient >= 1.0 {
        return vec3f(1.0);
    }
    let a = 2.0404 * albedo - 0.3324;
    let b = -4.7951 * albedo + 0.6417;
    let c = 2.7552 * albedo + 0.6903;
    return max(vec3f(ambient), ((ambient * a + b) * ambient + c) * ambient);
}

// Like an overcast sky: more from above.
fn fill_from(direction: vec3f) -> f32 {
    return frame.fill * (1.0 + 0.5 * direction.y);
}

// Where in the map to look for what is seen in a direction from a place, and in which block (w).
fn aim(position: vec3f, direction: vec3f, room: i32) -> vec4f {
    if frame.rooms < 0.5 {
        return vec4f(turned(direction, frame.around_turn), 0.0);
    }
    return vec4f(captured_direction(lights.rooms[room], position, direction), f32(room));
}

fn rough_light(to: vec4f, level: f32) -> vec3f {
    let low = floor(level);
    let at = unfolded(to.xyz);
    let sharp = around_at(texel_of(at, to.w, octahedron_of(low)));
    let blurred = around_at(texel_of(at, to.w, octahedron_of(min(low + 1.0, ROUGHEST_LEVEL))));
    return mix(sharp, blurred, level - low);
}

fn reflected_from(place: Place, position: vec3f, direction: vec3f, roughness: f32) -> vec3f {
    let level = roughness * ROUGHEST_LEVEL;
    var light = vec3f(0.0);
    var part = place.part;
    var room = place.first;
    loop {
        light += part * rough_light(aim(position, direction, room), level);
        if (SCENERY & HAS_ROOMS) == 0u || room == place.second || part >= 1.0 {
            break;
        }
        part = 1.0 - part;
        room = place.second;
    }
    return light * frame.around_intensity + fill_from(direction);
}

fn irradiance_from(place: Place, position: vec3f, normal: vec3f) -> vec3f {
    if IS_PROBED {
        return max(vec4f(normal, 1.0) * bounced, vec3f(0.0));
    }
    var light = vec3f(0.0);
    var part = place.part;
    var room = place.first;
    loop {
        let to = aim(position, normal, room);
        light += part * around_at(texel_of(unfolded(to.xyz), to.w, DIFFUSE));
        if (SCENERY & HAS_ROOMS) == 0u || room == place.second || part >= 1.0 {
            break;
        }
        part = 1.0 - part;
        room = place.second;
    }
    return light * frame.around_intensity + fill_from(normal);
}

// What of the reflections is open where a part of the surroundings is (Lagarde & de Rousiers, SIGGRAPH 2014).
fn open_reflection(ambient: f32, n_dot_v: f32, roughness: f32) -> f32 {
    if ambient >= 1.0 {
        return 1.0;
    }
    return saturate(pow(n_dot_v + ambient, exp2(-16.0 * roughness - 1.0)) - 1.0 + ambient);
}

// Where a brushed surface mirrors from: its normal leans across the brushing.
fn mirror_normal(s: Shading) -> vec3f {
    if (EXTRAS & HAS_ANISOTROPY) == 0u {
        return s.normal;
    }
    let grain = cross(s.along, s.view);
    let leaning = normalize(cross(grain, s.along));
    let stretch = 1.0 - s.alpha / max(s.alpha_along, 1e-3);
    return normalize(mix(s.normal, leaning, stretch * saturate(5.0 * s.roughness)));
}

// Four texels around a point soften the steps between the levels of a picture.
fn blurred_behind(uv: vec2f, level: f32, texel: vec2f) -> vec3f {
    var sum = vec3f(0.0);
    for (var i = 0u; i < 4u; i++) {
        let offset = vec2f(f32(i & 1u), f32(i >> 1u)) * 2.0 - 1.0;
        let at = uv + offset * texel * saturate(level);
        let sharp = textureSampleLevel(behind_map, smooth_sampler, at, floor(level)).rgb;
        sum += mix(sharp, textureSampleLevel(behind_map, smooth_sampler, at, ceil(level)).rgb, fract(level));
    }
    return sum * 0.25;
}

// What a polished floor shows of the hall itself, and how much of that counts: rougher floors reflect no shapes.
fn mirrored_light(s: Shading) -> vec4f {
    let is_floor = abs(s.position.y - frame.mirror_height) < 0.015 && s.normal.y > 0.7;
    if ALPHA_MODE >= 2u || (SCENERY & HAS_MIRROR) == 0u || frame.mirror_levels < 1.0 || !is_floor {
        return vec4f(0.0);
    }
    let clip = frame.clip_from_world * vec4f(s.position, 1.0);
    // Left and right are exchanged there. Relief bends what is seen.
    let uv = clip.xy / clip.w * vec2f(-0.5, -0.5) + 0.5 + vec2f(s.normal.x, s.normal.z) * 0.05;
    let level = clamp(log2(max(s.alpha * frame.target_px.y * 0.2, 1.0)), 0.0, frame.mirror_levels - 1.0);
    // The picture is half as large as the target.
    let light = blurred_behind(uv, level, exp2(level) / frame.target_px);
    return vec4f(light / frame.exposure, 1.0 - smoothstep(0.35, 0.55, s.roughness));
}

// Split-sum image-based light with multiple scattering (Fdez-Agüera, JCGT 8(1), 2019). `baked` takes the place of the diffuse part where there
// is a light map.
fn surrounding_light(s: Shading, baked: vec3f, is_baked: bool) -> Reflected {
    let mirrored = reflect(-s.view, mirror_normal(s));
    // Rough surfaces reflect from nearer to their normal than a mirror does.
    let leaning = normalize(mix(mirrored, s.normal, s.alpha * s.alpha));
    let mirror = mirrored_light(s);
    let place = place_of(s.position);
    let reflected = mix(reflected_from(place, s.position, leaning, s.roughness), mirror.rgb, mirror.a);
    var irradiance = baked;
    if !is_baked {
        irradiance = irradiance_from(place, s.position, s.normal);
    }

    let once = s.f0 * s.split_sum.x + s.f90 * s.split_sum.y;
    let lost = 1.0 - (s.split_sum.x + s.split_sum.y);
    let average = s.f0 + (s.f90 - s.f0) / 21.0;
    let again = lost * once * average / (1.0 - lost * average);
    let dielectric = s.dielectric_f0 * s.split_sum.x + s.dielectric_f90 * s.split_sum.y;
    let dielectric_average = s.dielectric_f0 + (s.dielectric_f90 - s.dielectric_f0) / 21.0;
    let entering = 1.0 - dielectric - lost * dielectric * dielectric_average / (1.0 - lost * dielectric_average);
    let diffuse = s.diffuse * entering;
    var out = Reflected(
        diffuse * irradiance * between_surfaces(s.ambient, diffuse),
        once * reflected * open_reflection(s.ambient, s.n_dot_v, s.roughness) + again * irradiance * s.ambient,
        vec3f(0.0),
    );
    if (EXTRAS & HAS_DIFFUSE_TRANSMISSION) != 0u {
        out.diffuse += s.through * irradiance_from(place, s.position, -s.normal);
    }
    if (EXTRAS & HAS_SHEEN) != 0u {
        out.above += s.sheen * s.sheen_albedo * irradiance * s.ambient;
    }
    if (EXTRAS & HAS_CLEARCOAT) != 0u {
        let above = reflected_from(place, s.position, reflect(-s.view, s.coat_normal), s.coat_roughness);
        let table = textureSampleLevel(brdf_map, smooth_sampler, vec2f(s.coat_n_dot_v, s.coat_roughness), 0.0);
        let open = open_reflection(s.ambient, s.coat_n_dot_v, s.coat_roughness);
        out.above += s.coat * (0.04 * table.r + table.g) * above * open;
    }
    return out;
}
