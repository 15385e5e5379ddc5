//! Which extensions are known, and what a file loses that requires others.

use crate::json::Json;

use super::elements::{Element, Elements};
use super::khr_draco_mesh_compression;
use super::place::Place;
use super::warning::{Warning, WarningKind};

/// Buffer views packed with meshoptimizer.
const MESHOPT: [&str; 2] = ["EXT_meshopt_compression", "KHR_meshopt_compression"];

/// Read, or, for Draco in a build without its decoder, answered where it is met: a primitive may have an uncompressed copy.
const KNOWN: [&str; 29] = [
    "EXT_lights_image_based",
    "EXT_mesh_gpu_instancing",
    "EXT_texture_avif",
    "EXT_texture_webp",
    "KHR_animation_pointer",
    "KHR_lights_punctual",
    "KHR_materials_anisotropy",
    "KHR_materials_clearcoat",
    "KHR_materials_diffuse_transmission",
    "KHR_materials_dispersion",
    "KHR_materials_emissive_strength",
    "KHR_materials_ior",
    "KHR_materials_iridescence",
    "KHR_materials_pbrSpecularGlossiness",
    "KHR_materials_sheen",
    "KHR_materials_specular",
    "KHR_materials_transmission",
    "KHR_materials_unlit",
    "KHR_materials_variants",
    "KHR_materials_volume",
    "KHR_mesh_quantization",
    "KHR_node_visibility",
    "KHR_texture_basisu",
    "KHR_texture_transform",
    "KHR_xmp_json_ld",
    "MOZ_lightmap",
    khr_draco_mesh_compression::NAME,
    MESHOPT[0],
    MESHOPT[1],
];

/// Warns of required extensions that are not known: they change how the file looks, and it is shown all the same.
pub(super) fn check_required(elements: &Elements, warnings: &mut Vec<Warning>) {
    for name in elements.extensions_required.iter().filter(|name| !KNOWN.contains(&name.as_str())) {
        let name = super::visible(name, 64);
        warnings.push(Warning::new(Place::FILE, WarningKind::UnknownExtension { name }));
    }
}

/// The extension that packed a buffer view, and what it says.
pub(super) fn packed_view<T>(view: &Element<T>) -> Option<(&'static str, &Json)> {
    MESHOPT.into_iter().find_map(|name| Some((name, view.extension(name)?)))
}
