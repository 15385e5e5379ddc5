// The surfaces of a scene, lit.

// 0 opaque, 1 masked, 2 mixed with what is behind, 3 the light that thin glass lets through, 4 the light that it adds, 5 what is seen bent or
// blurred through glass together with what the glass adds.
override ALPHA_MODE: u32 = (LOOK >> 5u) & 7u;
// What is unlit shows its colour as it is; points and lines do, which have no normal.
override LIT: bool = (LOOK & 16u) == 0u;
// What bends and has no normals of its own is flat wherever it bends to.
override FACETED: bool = (LOOK & 8u) != 0u;

struct Varying {
    @builtin(position) clip: vec4f,
    @location(0) position: vec3f,
    @location(1) normal: vec3f,
    @location(2) tangent: vec4f,
    @location(3) uv: vec4f,
    @location(4) color: vec4f,
    // -1 when the surface is mirrored (then its front winds like a back), times its size in the world by that in its mesh; which of the
    // materials it has, where there are several; metallic and roughness. What all surfaces have comes along from the vertices: software looks
    // up numbers of one of several materials for each pixel by itself.
    @location(5) @interpolate(flat) own: vec4f,
    // Before any image: reflectance at normal incidence of what is not metal (f0), and at grazing angles.
    @location(6) @interpolate(flat) reflectance: vec4f,
    @location(7) @interpolate(flat) emissive: vec3f,
}

fn interpolated(s: Surface, v: Vertex) -> Varying {
    material_number = u32(v.uv.x);
    let m = mine();
    return Varying(
        frame.clip_from_world * vec4f(s.position, 1.0),
        s.position,
        s.normal,
        s.tangent,
        v.uv,
        materials[m].base_color * vec4f(v.color.rgb * v.color.rgb, v.color.a),
        vec4f(s.scale, v.uv.x, materials[m].metallic, materials[m].roughness),
        vec4f(materials[m].f0, materials[m].f90),
        materials[m].emissive,
    );
}

@vertex
fn vertex_rigid(v: Vertex) -> Varying {
    return interpolated(rigid_surface(v), v);
}

@vertex
fn vertex_bent(v: Vertex, bones: Bones, @builtin(vertex_index) vertex_index: u32) -> Varying {
    return interpolated(bent_surface(v, bones, vertex_index), v);
}

// Normal, tangent and bitangent of the geometry, turned towards the eye's side.
struct Frames {
    normal: vec3f,
    tangent: vec3f,
    bitangent: vec3f,
}

fn frames(in: Varying, is_front: bool) -> Frames {
    let side = select(-1.0, 1.0, is_front) * sign(in.own.x);
    var normal = normalize(in.normal);
    if FACETED {
        let facet = cross(dpdx(in.position), dpdy(in.position));
        normal = side * facet * sign(dot(facet, frame.eye - in.position)) * inverseSqrt(max(dot(facet, facet), 1e-24));
    }
    let tangent = normalize(in.tangent.xyz - normal * dot(normal, in.tangent.xyz));
    return Frames(normal * side, tangent * side, cross(normal, tangent) * in.tangent.w * side);
}

// A normal as a map bends it.
fn bent(f: Frames, texel: vec3f, scale: f32) -> vec3f {
    let n = texel * 2.0 - 1.0;
    return normalize(f.tangent * n.x * scale + f.bitangent * n.y * scale + f.normal * n.z);
}

// Highlights of small curved things flicker unless the bend within a pixel counts as roughness (Tokuyoshi & Kaplanyan, 2021).
fn steadied(roughness: f32, bend: f32) -> f32 {
    let alpha = roughness * roughness;
    return sqrt(sqrt(saturate(alpha * alpha + bend)));
}

fn bend_of(normal: vec3f) -> f32 {
    let dx = dpdx(normal);
    let dy = dpdy(normal);
    return min(0.5 * (dot(dx, dx) + dot(dy, dy)), 0.18);
}

fn shading(in: Varying, is_front: bool, color: vec3f) -> Shading {
    // Long: every layer of glTF takes its place here, in the order of the struct.
    var s: Shading;
    var metallic = in.own.z;
    var roughness = in.own.w;
    if has(HAS_METALLIC_ROUGHNESS) {
        let texel = textureSample(metallic_roughness_map, metallic_roughness_sampler, image_uv(1u, in.uv));
        roughness *= texel.g;
        metallic *= texel.b;
    }
    let f = frames(in, is_front);
    let bend = bend_of(in.normal);
    s.position = in.position;
    s.normal = f.normal;
    if has(HAS_NORMAL) {
        s.normal = bent(f, textureSample(normal_map, normal_sampler, image_uv(2u, in.uv)).xyz, materials[0].normal_scale);
    }
    s.view = normalize(frame.eye - in.position);
    s.n_dot_v = max(dot(s.normal, s.view), 1e-3);
    s.diffuse = color * (1.0 - metallic);
    s.dielectric_f90 = in.reflectance.a * further(SPECULAR, in.uv).a;
    let dielectric = min(in.reflectance.rgb * further(SPECULAR_COLOR, in.uv).rgb, vec3f(1.0)) * s.dielectric_f90;
    s.dielectric_f0 = largest(dielectric);
    s.f0 = mix(dielectric, color, metallic);
    s.f90 = mix(s.dielectric_f90, 1.0, metallic);
    s.roughness = steadied(clamp(roughness, 0.045, 1.0), bend);
    s.alpha = s.roughness * s.roughness;
    let table = textureSampleLevel(brdf_map, smooth_sampler, vec2f(s.n_dot_v, s.roughness), 0.0);
    s.split_sum = table.rg;
    s.ambient = 1.0;
    if has(HAS_OCCLUSION) {
        let texel = textureSample(occlusion_map, occlusion_sampler, image_uv(3u, in.uv)).r;
        s.ambient = 1.0 + materials[0].occlusion_strength * (texel - 1.0);
    }
    s.openness = 1.0;
    if ALPHA_MODE < 2u && (SCENERY & HAS_AMBIENT) != 0u && frame.ambient_px.x > 0.0 {
        s.openness = openness(in.clip.xy / frame.target_px * frame.ambient_px - 0.5, distance(frame.eye, in.position));
        s.ambient *= s.openness;
    }
    if (EXTRAS & HAS_ANISOTROPY) != 0u {
        let texel = further(ANISOTROPY, in.uv).rgb;
        let turn = materials[mine()].anisotropy.yz;
        let has_map = slot_of(ANISOTROPY) != 0u;
        let direction = select(vec2f(1.0, 0.0), texel.rg * 2.0 - 1.0, has_map);
        let turned = vec2f(turn.x * direction.x - turn.y * direction.y, turn.y * direction.x + turn.x * direction.y);
        let strength = materials[mine()].anisotropy.x * select(1.0, texel.b, has_map);
        let along = f.tangent * turned.x + f.bitangent * turned.y;
        s.along = normalize(along - s.normal * dot(s.normal, along));
        s.across = cross(s.normal, s.along);
        s.alpha_along = mix(s.alpha, 1.0, strength * strength);
    }
    if (EXTRAS & HAS_IRIDESCENCE) != 0u {
        let part = further(IRIDESCENCE, in.uv).r * materials[mine()].iridescence;
        let thickness = mix(
            materials[mine()].iridescence_thickness_min, materials[mine()].iridescence_thickness_max, further(IRIDESCENCE_THICKNESS, in.uv).g,
        );
        let film = film_f0(s.n_dot_v, materials[mine()].iridescence_ior, thickness, s.f0);
        s.f0 = mix(s.f0, film, part);
        s.dielectric_f0 = mix(s.dielectric_f0, largest(film), part);
    }
    s.multi_scatter = 1.0 + s.f0 * (1.0 / max(s.split_sum.x + s.split_sum.y, 0.1) - 1.0);
    if (EXTRAS & HAS_SHEEN) != 0u {
        s.sheen = materials[mine()].sheen_color * further(SHEEN_COLOR, in.uv).rgb;
        s.sheen_roughness = clamp(materials[mine()].sheen_roughness * further(SHEEN_ROUGHNESS, in.uv).a, 0.07, 1.0);
        let at = vec2f(s.n_dot_v, s.sheen_roughness);
        s.sheen_albedo = textureSampleLevel(brdf_map, smooth_sampler, at, 0.0).b;
    }
    if (EXTRAS & HAS_CLEARCOAT) != 0u {
        s.coat = materials[mine()].clearcoat * further(CLEARCOAT, in.uv).r;
        let coat_roughness = materials[mine()].clearcoat_roughness * further(CLEARCOAT_ROUGHNESS, in.uv).g;
        s.coat_roughness = steadied(clamp(coat_roughness, 0.045, 1.0), bend);
        s.coat_normal = f.normal;
        if slot_of(CLEARCOAT_NORMAL) != 0u {
            s.coat_normal = bent(f, further(CLEARCOAT_NORMAL, in.uv).xyz, materials[mine()].clearcoat_normal_scale);
        }
        s.coat_n_dot_v = max(dot(s.coat_normal, s.view), 1e-3);
    }
    if (EXTRAS & HAS_DIFFUSE_TRANSMISSION) != 0u {
        let part = materials[mine()].diffuse_transmission * further(DIFFUSE_TRANSMISSION, in.uv).a;
        let tint = materials[mine()].diffuse_transmission_color * further(DIFFUSE_TRANSMISSION_COLOR, in.uv).rgb;
        s.through = tint * part * (1.0 - metallic);
        s.diffuse *= 1.0 - part;
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

fn emitted(in: Varying) -> vec3f {
    var light = in.emissive;
    if has(HAS_EMISSIVE) {
        light *= textureSample(emissive_map, emissive_sampler, image_uv(4u, in.uv)).rgb;
    }
    return light;
}

// What alpha there is when the four samples of a pixel stand for it: the edge is one pixel wide whatever the texture's size.
fn masked(alpha: f32) -> f32 {
    return saturate((alpha - materials[0].alpha_cutoff) / max(fwidth(alpha), 1e-4) + 0.5);
}

@fragment
fn fragment(in: Varying, @builtin(front_facing) is_front: bool) -> @location(0) vec4f {
    return shaded(in, is_front);
}

fn shaded(in: Varying, is_front: bool) -> vec4f {
    material_number = u32(in.own.y);
    // At the rim of a surface the middle of a pixel lies beyond it, and on thin ones far beyond what their corners have.
    let color = base_color(in.uv, saturate(in.color));
    var alpha = 1.0;
    if ALPHA_MODE == 1u {
        alpha = masked(color.a);
        if alpha <= 0.0 {
            discard;
        }
    } else if ALPHA_MODE >= 2u && !has(OPAQUE) {
        alpha = color.a;
    }
    if !LIT {
        // A transparent colour is multiplied in; a masked one is there or not.
        let part = select(1.0, alpha, ALPHA_MODE == 2u);
        return vec4f(written(color.rgb * frame.exposure, in.clip.xy) * part, alpha);
    }

    let s = shading(in, is_front, color.rgb);
    let below = below_layers(s);
    var passing = 0.0;
    if ALPHA_MODE >= 3u {
        let metal = 1.0 - largest(s.diffuse) / max(largest(color.rgb), 1e-4);
        passing = materials[0].transmission * further(TRANSMISSION, in.uv).r * saturate(1.0 - metal);
    }
    if ALPHA_MODE == 3u {
        let entering = 1.0 - fresnel_schlick(vec3f(s.dielectric_f0), s.dielectric_f90, s.n_dot_v);
        return vec4f(filtered(mix(vec3f(1.0), color.rgb * passing * entering * below, alpha)), 1.0);
    }
    var baked = vec3f(0.0);
    let is_baked = (EXTRAS & HAS_LIGHTMAP) != 0u && slot_of(LIGHTMAP) != 0u;
    if is_baked {
        // Light beyond white has its factor in alpha (src/bake/atlas/rgbm.rs); other maps have none.
        let texel = further(LIGHTMAP, in.uv);
        baked = texel.rgb * (texel.a * texel.a * materials[mine()].lightmap_intensity);
    }
    let direct = direct_light(s, is_baked);
    let around = surrounding_light(s, baked, is_baked);
    let all = add_reflected(direct, around);
    var diffuse = all.diffuse;
    if ALPHA_MODE >= 4u {
        diffuse *= 1.0 - passing;
    }
    var light = diffuse + all.specular + emitted(in);
    if ALPHA_MODE == 5u {
        light += passing * color.rgb * seen_through(s, abs(in.own.x), in.uv);
    }
    light = written((light * below + all.above) * frame.exposure, in.clip.xy);
    if ALPHA_MODE == 4u {
        light = added(light);
    }
    let part = select(1.0, alpha, ALPHA_MODE >= 2u);
    return vec4f(light * part, alpha);
}
