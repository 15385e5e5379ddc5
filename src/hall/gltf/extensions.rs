//! Which extensions are known, and what becomes of a file that has others.

use crate::json::Json;

use super::elements::{Element, Elements};
use super::error::ImportError;
use super::khr_draco_mesh_compression;
use super::place::Place;
use super::warning::{Warning, WarningKind};

/// Buffer views packed with meshoptimizer.
const MESHOPT: [&str; 2] = ["EXT_meshopt_compression", "KHR_meshopt_compression"];

/// Read, or, for Draco in a build without its decoder, answered where it is met: a primitive may have an uncompressed copy.
const KNOWN: [&str; 30] = [
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
    "YUNZHAN_light_probes",
    khr_draco_mesh_compression::NAME,
    MESHOPT[0],
    MESHOPT[1],
];

/// Not read, and nothing that is seen depends on them, whatever a file says.
const UNSEEN: [&str; 10] = [
    "KHR_audio_emitter",
    "KHR_xmp",
    "MOZ_hubs_components",
    "OMI_audio_emitter",
    "OMI_audio_ogg_vorbis",
    "OMI_link",
    "OMI_physics_body",
    "OMI_physics_joint",
    "OMI_physics_shape",
    "OMI_spawn_point",
];

/// Refuses a file that cannot be shown as its author meant it, and warns of what is ignored of others.
pub(super) fn check(elements: &Elements, warnings: &mut Vec<Warning>) -> Result<(), ImportError> {
    // More is no list that a person reads.
    const NAMED: usize = 20;
    let is_unknown = |name: &&String| !KNOWN.contains(&name.as_str());
    let is_seen = |name: &&String| is_unknown(name) && !UNSEEN.contains(&name.as_str());
    let required = elements.extensions_required.iter().filter(is_seen).take(NAMED);
    let required: Vec<String> = required.map(|name| super::visible(name, 64)).collect();
    if !required.is_empty() {
        return Err(ImportError::RequiredExtension { names: required.join(", ") });
    }
    let all = elements.extensions_required.iter().chain(&elements.extensions_used);
    for name in all.filter(is_unknown).take(NAMED) {
        let kind = WarningKind::UnknownExtension { name: super::visible(name, 64) };
        if warnings.iter().all(|warning| warning.kind != kind) {
            warnings.push(Warning::new(Place::FILE, kind));
        }
    }
    Ok(())
}

/// The extension that packed a buffer view, and what it says.
pub(super) fn packed_view<T>(view: &Element<T>) -> Option<(&'static str, &Json)> {
    MESHOPT.into_iter().find_map(|name| Some((name, view.extension(name)?)))
}
