// Surfaces without layers, where all light was computed ahead: it is in their light map, or in the grid of the room. On the base tier they cost little
// more than what is unlit.

// Bits of `Look` in src/render/look.rs: whether one can make out nothing in what it mirrors, and whether its colours are in an image.
override IS_MATTE: bool = (LOOK & 0x4000u) != 0u;
override HAS_COLORS: bool = (LOOK & 0x8000u) != 0u;

// Without images and without a light map all is said at the corners: such things (machines, letters, leaves) are cut finely. Of what is around them they
// mirror no more than the grid knows; what is as smooth as a mirror looks closer.
override IS_SETTLED: bool = IS_MATTE && IS_PROBED && !HAS_IMAGES;
// The grid holds light as a surface gathers it from a hemisphere. What is mirrored comes from fewer directions and differs more from one to the next.
const CONTRAST: f32 = 1.3;

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
    // By the grid of the room, nothing where there is a light map: irradiance divided by π, or all light that leaves the surface where IS_SETTLED.
    @location(8) light: vec3f,
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

// What a surface is at a place.
struct Finish {
    metallic: f32,
    roughness: f32,
    reflectance: vec4f,
}

// Light that a surface scatters, and what it mirrors. Which way its normal points along its line does not matter.
fn lit_by(position: vec3f, normal: vec3f, finish: Finish, color: vec3f, irradiance: vec3f, mirrored: vec3f) -> vec3f {
    let n_dot_v = max(abs(dot(normal, normalize(frame.eye - position))), 1e-3);
    let part = mirrored_part(clamp(finish.roughness, 0.045, 1.0), n_dot_v);
    let dielectric = finish.reflectance.rgb * part.x + finish.reflectance.a * part.y;
    let metal = color * part.x + part.y;
    let scattered = color * (1.0 - finish.metallic) * (1.0 - dielectric) * irradiance;
    return scattered + mix(dielectric, metal, finish.metallic) * mirrored;
}

// The same by a look into the room.
fn lit_in_room(position: vec3f, normal: vec3f, finish: Finish, color: vec3f, irradiance: vec3f) -> vec3f {
    let roughness = clamp(finish.roughness, 0.045, 1.0);
    // One roughness for the whole surface: the nearest level will do, and nobody sees where it changes.
    let even = select(roughness, round(roughness * ROUGHEST_LEVEL) / ROUGHEST_LEVEL, !HAS_IMAGES);
    let towards = reflect(normalize(position - frame.eye), normal);
    return lit_by(position, normal, finish, color, irradiance, mirrored_from(place_of(position), position, towards, even));
}

// The same of what is so rough, and no metal, that it mirrors light as bright as what it is in.
fn lit_matte(reflectance: vec3f, color: vec3f, irradiance: vec3f) -> vec3f {
    let mirrored = reflectance * 0.6 + 0.008;
    return (color * (1.0 - mirrored) + mirrored) * irradiance;
}

@vertex
fn vertex_baked(v: Vertex) -> Baked {
    let s = interpolated(rigid_surface(v), v);
    var light = vec3f(0.0);
    if IS_PROBED {
        let bounced = bounced_at(s.position, s.normal);
        light = max(vec4f(s.normal, 1.0) * bounced, vec3f(0.0));
        if IS_SETTLED {
            let towards = reflect(normalize(s.position - frame.eye), s.normal);
            let mirrored = max(vec4f(CONTRAST * towards, 1.0) * bounced, vec3f(0.0));
            let finish = Finish(s.own.z, s.own.w, s.reflectance);
            light = lit_by(s.position, s.normal, finish, saturate(s.color.rgb), light, mirrored) + s.emissive;
        }
    }
    return Baked(
        s.clip,
        vec4f(image_uv(0u, s.uv), image_uv(5u, s.uv)),
        s.color,
        s.emissive,
        s.reflectance,
        s.position,
        s.normal,
        image_uv(1u, s.uv),
        s.own.zw,
        light,
    );
}

@fragment
fn fragment_baked(in: Baked) -> @location(0) vec4f {
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
    if IS_SETTLED {
        return vec4f(written(in.light * frame.exposure, in.clip.xy), alpha);
    }
    var irradiance = in.light;
    if !IS_PROBED {
        let texel = textureSample(further_map_0, further_sampler_0, in.uv.zw);
        irradiance = texel.rgb * (texel.a * texel.a * materials[0].lightmap_intensity);
    }
    var light: vec3f;
    if IS_MATTE {
        light = lit_matte(in.reflectance.rgb, color.rgb, irradiance);
    } else {
        var finish = Finish(in.metallic_roughness.x, in.metallic_roughness.y, in.reflectance);
        if has(HAS_METALLIC_ROUGHNESS) {
            let texel = textureSample(metallic_roughness_map, metallic_roughness_sampler, in.rough_uv);
            finish.roughness *= texel.g;
            finish.metallic *= texel.b;
        }
        light = lit_in_room(in.position, normalize(in.normal), finish, color.rgb, irradiance);
    }
    return vec4f(written((light + in.emissive) * frame.exposure, in.clip.xy), alpha);
}
