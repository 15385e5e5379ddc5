// All light that reaches a surface: punctual lights, the sun with its shadow, and what surrounds it.

// Level of `reflection_map` that holds roughness 1; GLSL ES 3.00 cannot ask.
const ROUGHEST_LEVEL: f32 = 5.0;

// 3 × 3 bilinear comparisons with the weights of a tent.
fn sun_visibility(position: vec3f, normal: vec3f) -> f32 {
    if frame.sun_shadow < 0.5 {
        return 1.0;
    }
    let slope = 1.0 - saturate(dot(normal, frame.sun_direction));
    let shifted = position + normal * frame.sun_texel * (0.6 + 2.0 * slope);
    let p = (frame.sun_map_from_world * vec4f(shifted, 1.0)).xyz;
    if any(p < vec3f(0.0)) || any(p > vec3f(1.0)) {
        return 1.0;
    }
    let texel = 1.25 / f32(textureDimensions(shadow_map).x);
    var lit = 0.0;
    for (var y = -1; y <= 1; y++) {
        for (var x = -1; x <= 1; x++) {
            let weight = f32((2 - abs(x)) * (2 - abs(y)));
            let uv = p.xy + vec2f(f32(x), f32(y)) * texel;
            lit += weight * textureSampleCompareLevel(shadow_map, shadow_sampler, uv, p.z);
        }
    }
    return lit / 16.0;
}

fn add_reflected(a: Reflected, b: Reflected) -> Reflected {
    return Reflected(a.diffuse + b.diffuse, a.specular + b.specular);
}

fn punctual_light(s: Shading, light: Light) -> Reflected {
    if light.directional > 0.5 {
        return reflect_direct(s, -light.direction, light.color);
    }
    let offset = light.position - s.position;
    let squared = dot(offset, offset);
    let to_light = offset * inverseSqrt(max(squared, 1e-8));
    let ratio = squared * light.inverse_range_squared;
    let fade = saturate(1.0 - ratio * ratio);
    let cone = saturate(dot(-to_light, light.direction) * light.cone_scale + light.cone_offset);
    // These lights cast no shadows; crevices stay dark all the same (Chan, SIGGRAPH 2018).
    let crevice = saturate(saturate(dot(s.normal, to_light)) + 2.0 * s.openness * s.openness - 1.0);
    let attenuation = fade * cone * cone * crevice / max(squared, 1e-4);
    if attenuation <= 0.0 {
        return Reflected(vec3f(0.0), vec3f(0.0));
    }
    return reflect_direct(s, to_light, light.color * attenuation);
}

fn direct_light(s: Shading) -> Reflected {
    var sum = Reflected(vec3f(0.0), vec3f(0.0));
    if any(frame.sun_color > vec3f(0.0)) && dot(s.normal, frame.sun_direction) > 0.0 {
        sum = reflect_direct(s, frame.sun_direction, frame.sun_color * sun_visibility(s.position, s.normal));
    }
    for (var i = 0u; i < frame.light_count; i++) {
        sum = add_reflected(sum, punctual_light(s, lights.list[i]));
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

// Where in the captured surroundings to look for what is seen from `position` in `direction` (Lagarde & Zanuttini, SIGGRAPH 2012).
fn captured_direction(position: vec3f, direction: vec3f) -> vec3f {
    if frame.probe_parallax < 0.5 {
        return turned(direction, frame.probe_turn);
    }
    let inside = clamp(position, frame.probe_min, frame.probe_max);
    let towards = select(vec3f(-1e-5), vec3f(1e-5), direction >= vec3f(0.0)) + direction;
    let planes = select(frame.probe_min, frame.probe_max, direction >= vec3f(0.0));
    let distances = (planes - inside) / towards;
    let hit = inside + direction * max(min(distances.x, min(distances.y, distances.z)), 0.0);
    return hit - frame.probe_position;
}

// Bright crevices are less dark than dark ones: light goes on between their walls (Jimenez et al., SIGGRAPH 2016).
fn between_surfaces(ambient: f32, albedo: vec3f) -> vec3f {
    let a = 2.0404 * albedo - 0.3324;
    let b = -4.7951 * albedo + 0.6417;
    let c = 2.7552 * albedo + 0.6903;
    return max(vec3f(ambient), ((ambient * a + b) * ambient + c) * ambient);
}

// Like an overcast sky: more from above.
fn fill_from(direction: vec3f) -> f32 {
    return frame.fill * (1.0 + 0.5 * direction.y);
}

// Split-sum image-based light with multiple scattering (Fdez-Agüera, JCGT 8(1), 2019).
fn surrounding_light(s: Shading) -> Reflected {
    let mirrored = reflect(-s.view, s.normal);
    // Rough surfaces reflect from nearer to their normal than a mirror does.
    let leaning = normalize(mix(mirrored, s.normal, s.alpha * s.alpha));
    let reflected = textureSampleLevel(
        reflection_map, smooth_sampler, captured_direction(s.position, leaning), s.roughness * ROUGHEST_LEVEL,
    ).rgb * frame.probe_intensity + fill_from(leaning);
    let around = captured_direction(s.position, s.normal);
    let irradiance = textureSampleLevel(irradiance_map, smooth_sampler, around, 0.0).rgb * frame.probe_intensity
        + fill_from(s.normal);

    let once = s.f0 * s.split_sum.x + s.split_sum.y;
    let lost = 1.0 - (s.split_sum.x + s.split_sum.y);
    let average = s.f0 + (1.0 - s.f0) / 21.0;
    let again = lost * once * average / (1.0 - lost * average);
    let specular_ambient = saturate(
        pow(s.n_dot_v + s.ambient, exp2(-16.0 * s.roughness - 1.0)) - 1.0 + s.ambient,
    );
    let diffuse = s.diffuse * (1.0 - once - again);
    return Reflected(
        diffuse * irradiance * between_surfaces(s.ambient, diffuse),
        once * reflected * specular_ambient + again * irradiance * s.ambient,
    );
}
