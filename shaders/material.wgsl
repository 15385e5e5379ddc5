// The material: its images are group 1, its numbers lie beside the object in group 2 (glTF 2.0 §3.9 and KHR_materials_*). Images that are missing or still on their way are neutral.

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
    // Index of refraction.
    ior: f32,
    // 20 divided by the Abbe number.
    dispersion: f32,
    // Bits: HAS_…, OPAQUE.
    flags: u32,
    // Reflectance of what is not metal, at normal incidence, before `f90` weakens it.
    f0: vec3f,
    // At grazing angles.
    f90: f32,
    sheen_color: vec3f,
    sheen_roughness: f32,
    // How much a metre takes of each colour: its natural logarithm.
    absorption: vec3f,
    // Mesh space, metres.
    thickness: f32,
    diffuse_transmission_color: vec3f,
    diffuse_transmission: f32,
    // Strength, then cosine and sine of the turn from the tangent.
    anisotropy: vec3f,
    lightmap_intensity: f32,
    clearcoat: f32,
    clearcoat_roughness: f32,
    clearcoat_normal_scale: f32,
    iridescence: f32,
    iridescence_ior: f32,
    // Nanometres.
    iridescence_thickness_min: f32,
    // Nanometres.
    iridescence_thickness_max: f32,
    spare: f32,
    // In which of the further images each further map is: four bits each, 0 for none, else its number from 1.
    slots: vec4u,
    // Two rows for each image in the order of the bindings: image coordinates from vertex coordinates; `w` of the first row is the set of coordinates.
    image_from_uv: array<vec4f, 16>,
    // So that it takes 512 bytes, as the next one begins there.
    filler: array<vec4f, 4>,
}

const HAS_BASE_COLOR: u32 = 1u;
const HAS_METALLIC_ROUGHNESS: u32 = 2u;
const HAS_NORMAL: u32 = 4u;
const HAS_OCCLUSION: u32 = 8u;
const HAS_EMISSIVE: u32 = 16u;
// Alpha means nothing.
const OPAQUE: u32 = 32u;

// The further maps, as they are counted in `slots`.
const TRANSMISSION: u32 = 0u;
const THICKNESS: u32 = 1u;
const SPECULAR: u32 = 2u;
const SPECULAR_COLOR: u32 = 3u;
const CLEARCOAT: u32 = 4u;
const CLEARCOAT_ROUGHNESS: u32 = 5u;
const CLEARCOAT_NORMAL: u32 = 6u;
const SHEEN_COLOR: u32 = 7u;
const SHEEN_ROUGHNESS: u32 = 8u;
const IRIDESCENCE: u32 = 9u;
const IRIDESCENCE_THICKNESS: u32 = 10u;
const ANISOTROPY: u32 = 11u;
const DIFFUSE_TRANSMISSION: u32 = 12u;
const DIFFUSE_TRANSMISSION_COLOR: u32 = 13u;
const LIGHTMAP: u32 = 14u;

// What a pipeline knows, as `Look::bits` in src/render/look.rs has it; nothing of it is known where it is 0. One number and not several, as on
// WebGL2 wgpu finds programs again by their constants in whatever order a hash map has them.
override LOOK: u32 = 0u;

// The material of what is drawn is the first of these; where a draw has several, each vertex says which.
@group(2) @binding(1) var<uniform> materials: array<Material, 32>;
override MIXED: bool = (LOOK & 1u) != 0u;
var<private> material_number: u32;

fn mine() -> u32 {
    return select(0u, material_number, MIXED);
}

@group(1) @binding(0) var base_color_map: texture_2d<f32>;
@group(1) @binding(1) var base_color_sampler: sampler;
@group(1) @binding(2) var metallic_roughness_map: texture_2d<f32>;
@group(1) @binding(3) var metallic_roughness_sampler: sampler;
@group(1) @binding(4) var normal_map: texture_2d<f32>;
@group(1) @binding(5) var normal_sampler: sampler;
@group(1) @binding(6) var occlusion_map: texture_2d<f32>;
@group(1) @binding(7) var occlusion_sampler: sampler;
@group(1) @binding(8) var emissive_map: texture_2d<f32>;
@group(1) @binding(9) var emissive_sampler: sampler;
@group(1) @binding(10) var further_map_0: texture_2d<f32>;
@group(1) @binding(11) var further_sampler_0: sampler;
@group(1) @binding(12) var further_map_1: texture_2d<f32>;
@group(1) @binding(13) var further_sampler_1: sampler;
@group(1) @binding(14) var further_map_2: texture_2d<f32>;
@group(1) @binding(15) var further_sampler_2: sampler;

// Whether a pipeline draws what has images at all, and what has further ones: most surfaces have none, and some devices would look all the same.
override HAS_IMAGES: bool = (LOOK & 2u) == 0u;
override HAS_FURTHER: bool = (LOOK & 4u) == 0u;

// What images there are is the same for all of a draw, as browsers insist on: only what has none is mixed.
fn has(bits: u32) -> bool {
    return !MIXED && (HAS_IMAGES || bits >= OPAQUE) && (materials[0].flags & bits) != 0u;
}

// Coordinates in the image with this number. `uv` holds both sets.
fn image_uv(image: u32, uv: vec4f) -> vec2f {
    let row_0 = materials[0].image_from_uv[image * 2u];
    let row_1 = materials[0].image_from_uv[image * 2u + 1u];
    let set_uv = select(uv.xy, uv.zw, row_0.w > 0.5);
    return vec2f(dot(row_0.xyz, vec3f(set_uv, 1.0)), dot(row_1.xyz, vec3f(set_uv, 1.0)));
}

// Linear colour and alpha before any alpha mode, of those that it has without an image.
fn base_color(uv: vec4f, color: vec4f) -> vec4f {
    if has(HAS_BASE_COLOR) {
        return color * textureSample(base_color_map, base_color_sampler, image_uv(0u, uv));
    }
    return color;
}

// Which of the further images a further map is in, from 1; 0 for none.
fn slot_of(map: u32) -> u32 {
    return (materials[0].slots[map >> 3u] >> ((map & 7u) * 4u)) & 15u;
}

// A texel of a further map; white where there is none. WebGL2 has 16 images in all, so the rarer maps share these.
fn further(map: u32, uv: vec4f) -> vec4f {
    if !HAS_FURTHER {
        return vec4f(1.0);
    }
    switch slot_of(map) {
        case 1u: { return textureSample(further_map_0, further_sampler_0, image_uv(5u, uv)); }
        case 2u: { return textureSample(further_map_1, further_sampler_1, image_uv(6u, uv)); }
        case 3u: { return textureSample(further_map_2, further_sampler_2, image_uv(7u, uv)); }
        default: { return vec4f(1.0); }
    }
}
