// Surfaces without layers, where all light was computed ahead: it is in their light map, or in the grid of the room. On the base tier they cost little
// more than what is unlit.

// Bits of `Look` in src/render/look.rs: so rough that it mirrors nothing one could make out, and whether its colours are in an image.
override IS_MATTE: bool = (LOOK & 0x4000u) != 0u;
override HAS_COLORS: bool = (LOOK & 0x8000u) != 0u;

struct Baked {
    @builtin(position) clip: vec4f,
    // In the image of colours (xy) and in the light map (zw).
    @location(0) uv: vec4f,
    @location(1) color: vec4f,
    @location(2) @interpolate(flat) emissive: vec3f,
    // Reflectance at normal incidence and at grazing angles of what is not metal.
    @location(3) @interpolate(flat) reflectance: vec4f,
    @location(4) position: vec3f,
    @location(5) normal: vec3f,
    // In the image of metallic and roughness.
    @location(6) rough_uv: vec2f,
    @location(7) @interpolate(flat) metallic_roughness: vec2f,
    // Irradiance divided by π, by the grid of the room; nothing where there is a light map.
    @location(8) irradiance: vec3f,
}

@vertex
fn vertex_baked(v: Vertex) -> Baked {
    let s = interpolated(rigid_surface(v), v);
    var irradiance = vec3f(0.0);
    if IS_PROBED {
        irradiance = max(vec4f(s.normal, 1.0) * bounced_at(s.position, s.normal), vec3f(0.0));
    }
    return Baked(
        s.clip,
        vec4f(image_uv(0u, s.uv), image_uv(5u, s.uv)),
        s.color,
        s.emissive,
        s.reflectance,
        s.position,
        // Of what is mirrored the front winds like a back.
        s.normal * sign(s.own.x),
        image_uv(1u, s.uv),
        s.own.zw,
        irradiance,
    );
}

// Scale and bias of the reflectance in what a white room mirrors (Lazarov, SIGGRAPH 2013, as fitted by Karis, 2014).
fn mirrored_part(roughness: f32, n_dot_v: f32) -> vec2f {
    let r = roughness * vec4f(-1.0, -0.0275, -0.572, 0.022) + vec4f(1.0, 0.0425, 1.04, -0.04);
    let a = min(r.x * r.x, exp2(-9.28 * n_dot_v)) * r.x + r.y;
    return vec2f(-1.04, 1.04) * a + r.zw;
}

fn mirrored_from(place: Place, position: vec3f, direction: vec3f, roughness: f32) -> vec3f {
    if HAS_IMAGES || (SCENERY & HAS_ROOMS) != 0u {
        return reflected_from(place, position, direction, roughness);
    }
    let to = aim(position, direction, place.first);
    let light = around_at(texel_of(unfolded(to.xyz), to.w, octahedron_of(roughness * ROUGHEST_LEVEL)));
    return light * frame.around_intensity + fill_from(direction);
}

// Light that a surface scatters, and what it mirrors.
fn lit_in_room(in: Baked, color: vec3f, irradiance: vec3f, is_front: bool) -> vec3f {
    var metallic = in.metallic_roughness.x;
    var roughness = in.metallic_roughness.y;
    if has(HAS_METALLIC_ROUGHNESS) {
        let texel = textureSample(metallic_roughness_map, metallic_roughness_sampler, in.rough_uv);
        roughness *= texel.g;
        metallic *= texel.b;
    }
    roughness = clamp(roughness, 0.045, 1.0);
    let normal = normalize(in.normal) * select(-1.0, 1.0, is_front);
    let view = normalize(frame.eye - in.position);
    let part = mirrored_part(roughness, max(dot(normal, view), 1e-3));
    let place = place_of(in.position);
    // One roughness for the whole surface: the nearest level will do, and nobody sees where it changes.
    let even = select(roughness, round(roughness * ROUGHEST_LEVEL) / ROUGHEST_LEVEL, !HAS_IMAGES);
    let mirrored = mirrored_from(place, in.position, reflect(-view, normal), even);
    let dielectric = in.reflectance.rgb * part.x + in.reflectance.a * part.y;
    let metal = color * part.x + part.y;
    let scattered = color * (1.0 - metallic) * (1.0 - dielectric) * irradiance;
    return scattered + mix(dielectric, metal, metallic) * mirrored;
}

@fragment
fn fragment_baked(in: Baked, @builtin(front_facing) is_front: bool) -> @location(0) vec4f {
    var color = saturate(in.color);
    if HAS_COLORS {
        color *= textureSample(base_color_map, base_color_sampler, in.uv.xy);
    }
    var alpha = 1.0;
    if ALPHA_MODE == 1u {
        alpha = masked(color.a);
        if alpha <= 0.0 {
            discard;
        }
    }
    var irradiance = in.irradiance;
    if !IS_PROBED {
        let texel = textureSample(further_map_0, further_sampler_0, in.uv.zw);
        irradiance = texel.rgb * (texel.a * texel.a * materials[0].lightmap_intensity);
    }
    var light: vec3f;
    if IS_MATTE {
        // What it mirrors is as bright as what it is in.
        let mirrored = in.reflectance.rgb * 0.6 + 0.008;
        light = (color.rgb * (1.0 - mirrored) + mirrored) * irradiance;
    } else {
        light = lit_in_room(in, color.rgb, irradiance, is_front);
    }
    return vec4f(written((light + in.emissive) * frame.exposure, in.clip.xy), alpha);
}
