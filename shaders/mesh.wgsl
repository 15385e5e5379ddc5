// The surfaces of a scene, lit.

// 0 opaque, 1 masked, 2 mixed with what is behind, 3 the light that glass lets through, 4 the light that glass adds.
override ALPHA_MODE: u32 = 0u;
// Points and lines have no normal and show their colour as it is.
override LIT: bool = true;

struct Varying {
    @builtin(position) clip: vec4f,
    @location(0) position: vec3f,
    @location(1) normal: vec3f,
    @location(2) tangent: vec4f,
    @location(3) uv: vec4f,
    @location(4) color: vec4f,
    // -1 when the surface is mirrored: then its front winds like a back.
    @location(5) @interpolate(flat) handedness: f32,
}

fn interpolated(s: Surface, v: Vertex) -> Varying {
    return Varying(
        frame.clip_from_world * vec4f(s.position, 1.0),
        s.position,
        s.normal,
        s.tangent,
        vec4f(v.uv_0, v.uv_1),
        vec4f(v.color.rgb * v.color.rgb, v.color.a),
        s.handedness,
    );
}

@vertex
fn vertex_rigid(v: Vertex, @builtin(vertex_index) vertex_index: u32) -> Varying {
    return interpolated(rigid_surface(v, vertex_index), v);
}

@vertex
fn vertex_skinned(v: Vertex, bones: Bones, @builtin(vertex_index) vertex_index: u32) -> Varying {
    return interpolated(skinned_surface(v, bones, vertex_index), v);
}

fn shading_normal(in: Varying, is_front: bool) -> vec3f {
    let side = select(-1.0, 1.0, is_front) * in.handedness;
    let normal = normalize(in.normal);
    if !has(HAS_NORMAL) {
        return normal * side;
    }
    let texel = textureSample(normal_map, normal_sampler, image_uv(2u, in.uv)).xyz * 2.0 - 1.0;
    let bent = vec3f(texel.xy * material.normal_scale, texel.z);
    let tangent = normalize(in.tangent.xyz - normal * dot(normal, in.tangent.xyz));
    let bitangent = cross(normal, tangent) * in.tangent.w;
    return normalize(tangent * bent.x + bitangent * bent.y + normal * bent.z) * side;
}

// Highlights of small curved things flicker unless the bend within a pixel counts as roughness (Tokuyoshi & Kaplanyan, 2021).
fn steadied(roughness: f32, normal: vec3f) -> f32 {
    let dx = dpdx(normal);
    let dy = dpdy(normal);
    let bend = min(0.5 * (dot(dx, dx) + dot(dy, dy)), 0.18);
    let alpha = roughness * roughness;
    return sqrt(sqrt(saturate(alpha * alpha + bend)));
}

fn shading(in: Varying, is_front: bool, color: vec3f) -> Shading {
    var s: Shading;
    var metallic = material.metallic;
    var roughness = material.roughness;
    if has(HAS_METALLIC_ROUGHNESS) {
        let texel = textureSample(metallic_roughness_map, metallic_roughness_sampler, image_uv(1u, in.uv));
        roughness *= texel.g;
        metallic *= texel.b;
    }
    s.position = in.position;
    s.normal = shading_normal(in, is_front);
    s.view = normalize(frame.eye - in.position);
    s.n_dot_v = max(dot(s.normal, s.view), 1e-3);
    s.diffuse = color * (1.0 - metallic);
    s.f0 = mix(vec3f(0.04), color, metallic);
    s.roughness = steadied(clamp(roughness, 0.045, 1.0), in.normal);
    s.alpha = s.roughness * s.roughness;
    s.split_sum = textureSampleLevel(brdf_map, smooth_sampler, vec2f(s.n_dot_v, s.roughness), 0.0).rg;
    s.multi_scatter = 1.0 + s.f0 * (1.0 / max(s.split_sum.x + s.split_sum.y, 0.1) - 1.0);
    s.ambient = 1.0;
    if has(HAS_OCCLUSION) {
        let texel = textureSample(occlusion_map, occlusion_sampler, image_uv(3u, in.uv)).r;
        s.ambient = 1.0 + material.occlusion_strength * (texel - 1.0);
    }
    s.openness = 1.0;
    if ALPHA_MODE < 2u && frame.ambient_px.x > 0.0 {
        s.openness = openness(in.clip.xy / frame.target_px * frame.ambient_px - 0.5, distance(frame.eye, in.position));
        s.ambient *= s.openness;
    }
    return s;
}

// The ambient map is smaller than the picture: of four neighbours those count that are as far away as this point.
fn openness(at: vec2f, metres: f32) -> f32 {
    let corner = floor(at);
    let part = at - corner;
    var sum = vec2f(0.0, 1e-4);
    for (var i = 0u; i < 4u; i++) {
        let step = vec2f(f32(i & 1u), f32(i >> 1u));
        let texel = textureLoad(ambient_map, vec2i(clamp(corner + step, vec2f(0.0), frame.ambient_px - 1.0)), 0).rg;
        let bilinear = mix(1.0 - part, part, step);
        let near = 1.0 / (0.01 + abs(texel.g - metres) / metres);
        let weight = (bilinear.x * bilinear.y + 0.002) * near;
        sum += vec2f(texel.r, 1.0) * weight;
    }
    return saturate(sum.x / sum.y);
}

fn emitted(uv: vec4f) -> vec3f {
    var light = material.emissive;
    if has(HAS_EMISSIVE) {
        light *= textureSample(emissive_map, emissive_sampler, image_uv(4u, uv)).rgb;
    }
    return light;
}

fn transmitted(uv: vec4f) -> f32 {
    var part = material.transmission;
    if has(HAS_TRANSMISSION) {
        part *= textureSample(transmission_map, transmission_sampler, image_uv(5u, uv)).r;
    }
    return part;
}

fn exposed(light: vec3f) -> vec3f {
    return limited(light * frame.exposure);
}

// What alpha there is when the four samples of a pixel stand for it: the edge is one pixel wide whatever the texture's size.
fn masked(alpha: f32) -> f32 {
    return saturate((alpha - material.alpha_cutoff) / max(fwidth(alpha), 1e-4) + 0.5);
}

@fragment
fn fragment(in: Varying, @builtin(front_facing) is_front: bool) -> @location(0) vec4f {
    let color = base_color(in.uv, in.color);
    var alpha = 1.0;
    if ALPHA_MODE == 1u {
        alpha = masked(color.a);
        if alpha <= 0.0 {
            discard;
        }
    } else if ALPHA_MODE >= 2u {
        alpha = color.a;
    }
    if !LIT || has(UNLIT) {
        // A transparent colour is multiplied in; a masked one is there or not.
        let part = select(1.0, alpha, ALPHA_MODE == 2u);
        return vec4f(exposed(color.rgb) * part, alpha);
    }

    let s = shading(in, is_front, color.rgb);
    // Rough glass scatters what passes; without seeing through it blurred, a part of it is milk.
    let passing = transmitted(in.uv) * (1.0 - max(s.f0.r - 0.04, 0.0)) * (1.0 - 0.7 * material.roughness);
    if ALPHA_MODE == 3u {
        let through = color.rgb * passing * (1.0 - fresnel_schlick(vec3f(0.04), s.n_dot_v));
        return vec4f(mix(vec3f(1.0), through, alpha), 1.0);
    }
    let direct = direct_light(s);
    let around = surrounding_light(s);
    var diffuse = direct.diffuse + around.diffuse;
    if ALPHA_MODE == 4u {
        diffuse *= 1.0 - passing;
    }
    let light = exposed(diffuse + direct.specular + around.specular + emitted(in.uv));
    let part = select(1.0, alpha, ALPHA_MODE >= 2u);
    return vec4f(light * part, alpha);
}
