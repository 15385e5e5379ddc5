// Group 1: the material (glTF 2.0 §3.9). Images that are missing or still on their way are neutral.

struct Material {
    base_color: vec4f,
    emissive: vec3f,
    // Below it a masked surface is not there.
    alpha_cutoff: f32,
    metallic: f32,
    roughness: f32,
    normal_scale: f32,
    occlusion_strength: f32,
    transmission: f32,
    // Bits: HAS_…, UNLIT.
    flags: u32,
    spare_0: f32,
    spare_1: f32,
    // Two rows for each map in the order of the bindings: image coordinates from vertex coordinates; `w` of the first row is the set of coordinates.
    image_from_uv: array<vec4f, 12>,
}

const HAS_BASE_COLOR: u32 = 1u;
const HAS_METALLIC_ROUGHNESS: u32 = 2u;
const HAS_NORMAL: u32 = 4u;
const HAS_OCCLUSION: u32 = 8u;
const HAS_EMISSIVE: u32 = 16u;
const HAS_TRANSMISSION: u32 = 32u;
const UNLIT: u32 = 64u;

@group(1) @binding(0) var<uniform> material: Material;
@group(1) @binding(1) var base_color_map: texture_2d<f32>;
@group(1) @binding(2) var base_color_sampler: sampler;
@group(1) @binding(3) var metallic_roughness_map: texture_2d<f32>;
@group(1) @binding(4) var metallic_roughness_sampler: sampler;
@group(1) @binding(5) var normal_map: texture_2d<f32>;
@group(1) @binding(6) var normal_sampler: sampler;
@group(1) @binding(7) var occlusion_map: texture_2d<f32>;
@group(1) @binding(8) var occlusion_sampler: sampler;
@group(1) @binding(9) var emissive_map: texture_2d<f32>;
@group(1) @binding(10) var emissive_sampler: sampler;
@group(1) @binding(11) var transmission_map: texture_2d<f32>;
@group(1) @binding(12) var transmission_sampler: sampler;

fn has(bits: u32) -> bool {
    return (material.flags & bits) != 0u;
}

// Coordinates in the image of the map with this number. `uv` holds both sets.
fn image_uv(map: u32, uv: vec4f) -> vec2f {
    let row_0 = material.image_from_uv[map * 2u];
    let row_1 = material.image_from_uv[map * 2u + 1u];
    let set_uv = select(uv.xy, uv.zw, row_0.w > 0.5);
    return vec2f(dot(row_0.xyz, vec3f(set_uv, 1.0)), dot(row_1.xyz, vec3f(set_uv, 1.0)));
}

// Linear colour and alpha before any alpha mode.
fn base_color(uv: vec4f, vertex_color: vec4f) -> vec4f {
    var color = material.base_color * vertex_color;
    if has(HAS_BASE_COLOR) {
        color *= textureSample(base_color_map, base_color_sampler, image_uv(0u, uv));
    }
    return color;
}
