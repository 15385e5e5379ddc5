//! Where a document refers to its own elements by number.

use std::collections::BTreeSet;

use serde_json::Value;

/// What is referred to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Numbers in rows.
    Accessor,
    /// What an extension keeps in a view.
    Blob,
    /// Pictures.
    Image,
    /// Surfaces.
    Material,
    /// Shapes.
    Mesh,
    /// Places.
    Node,
    /// Ways to read a picture.
    Sampler,
    /// Pairs of picture and sampler.
    Texture,
}

impl Kind {
    /// The top-level array, which is also how pointers call it.
    pub fn array(self) -> &'static str {
        match self {
            Self::Accessor => "accessors",
            Self::Blob => "bufferViews",
            Self::Image => "images",
            Self::Material => "materials",
            Self::Mesh => "meshes",
            Self::Node => "nodes",
            Self::Sampler => "samplers",
            Self::Texture => "textures",
        }
    }
}

/// Paths to numbers: `*` is every value of an array or object, `**` everything from here down but extras.
const PLACES: [(Kind, &str); 26] = [
    (Kind::Accessor, "meshes/*/primitives/*/attributes/*"),
    (Kind::Accessor, "meshes/*/primitives/*/indices"),
    (Kind::Accessor, "meshes/*/primitives/*/targets/*/*"),
    (Kind::Accessor, "skins/*/inverseBindMatrices"),
    (Kind::Accessor, "animations/*/samplers/*/input"),
    (Kind::Accessor, "animations/*/samplers/*/output"),
    (Kind::Accessor, "nodes/*/extensions/EXT_mesh_gpu_instancing/attributes/*"),
    (Kind::Accessor, "scenes/*/extensions/YUNZHAN_light_probes/rooms/*/irradiance"),
    (Kind::Blob, "**/bufferView"),
    (Kind::Image, "textures/*/source"),
    (Kind::Image, "textures/*/extensions/*/source"),
    (Kind::Image, "extensions/EXT_lights_image_based/lights/*/specularImages/*/*"),
    (Kind::Material, "meshes/*/primitives/*/material"),
    (Kind::Material, "meshes/*/primitives/*/extensions/KHR_materials_variants/mappings/*/material"),
    (Kind::Mesh, "nodes/*/mesh"),
    (Kind::Mesh, "extensions/OMI_physics_shape/shapes/*/*/mesh"),
    (Kind::Mesh, "extensions/KHR_implicit_shapes/shapes/*/*/mesh"),
    (Kind::Node, "scenes/*/nodes/*"),
    (Kind::Node, "nodes/*/children/*"),
    (Kind::Node, "skins/*/joints/*"),
    (Kind::Node, "skins/*/skeleton"),
    (Kind::Node, "animations/*/channels/*/target/node"),
    (Kind::Node, "nodes/*/extensions/OMI_physics_joint/connectedNode"),
    (Kind::Sampler, "textures/*/sampler"),
    (Kind::Texture, "materials/*/**/index"),
    (Kind::Texture, "scenes/*/extensions/YUNZHAN_light_probes/faces/index"),
];

/// Extensions whose references stand above, or that have none.
const UNDERSTOOD: [&str; 45] = [
    "EXT_lights_image_based",
    "EXT_mesh_gpu_instancing",
    "EXT_meshopt_compression",
    "EXT_texture_avif",
    "EXT_texture_webp",
    "KHR_animation_pointer",
    "KHR_audio_emitter",
    "KHR_draco_mesh_compression",
    "KHR_implicit_shapes",
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
    "KHR_meshopt_compression",
    "KHR_node_visibility",
    "KHR_texture_basisu",
    "KHR_texture_transform",
    "KHR_xmp_json_ld",
    "MOZ_hubs_components",
    "MOZ_lightmap",
    "MOZ_text",
    "MOZ_texture_rgbe",
    "OMI_audio_emitter",
    "OMI_audio_ogg_vorbis",
    "OMI_environment_sky",
    "OMI_link",
    "OMI_physics_body",
    "OMI_physics_gravity",
    "OMI_physics_joint",
    "OMI_physics_shape",
    "OMI_seat",
    "OMI_spawn_point",
    "YUNZHAN_light_probes",
];

/// Gives every number in `root` that refers to an element of a kind.
pub fn visit(root: &mut Value, kind: Kind, found: &mut dyn FnMut(&mut Value)) {
    for (_, path) in PLACES.iter().filter(|(of, _)| *of == kind) {
        let segments: Vec<&str> = path.split('/').collect();
        follow(root, &segments, found);
    }
    follow_links(root, kind, found);
    let channels = ["animations", "*", "channels", "*", "target", "extensions", "KHR_animation_pointer", "pointer"];
    follow_any(root, &channels, &mut |pointer| {
        if let Some((index, rest)) = pointer.as_str().and_then(|text| pointed(text, kind)) {
            let mut number = Value::from(index);
            let rest = rest.to_owned();
            found(&mut number);
            *pointer = Value::from(format!("/{}/{number}{rest}", kind.array()));
        }
    });
}

/// The number in a pointer like `/materials/3/…`, and what follows it.
fn pointed(pointer: &str, kind: Kind) -> Option<(u64, &str)> {
    let rest = pointer.strip_prefix('/')?.strip_prefix(kind.array())?.strip_prefix('/')?;
    let end = rest.find('/').unwrap_or(rest.len());
    Some((rest[..end].parse().ok()?, &rest[end..]))
}

fn follow(value: &mut Value, path: &[&str], found: &mut dyn FnMut(&mut Value)) {
    follow_any(value, path, &mut |value| {
        if value.is_u64() {
            found(value);
        }
    });
}

fn follow_any(value: &mut Value, path: &[&str], found: &mut dyn FnMut(&mut Value)) {
    match path {
        [] => found(value),
        ["*", rest @ ..] => children(value, &mut |_, child| follow_any(child, rest, found)),
        ["**", rest @ ..] => {
            follow_any(value, rest, found);
            children(value, &mut |name, child| {
                if name != "extras" {
                    follow_any(child, path, found);
                }
            });
        }
        [key, rest @ ..] => {
            if let Some(child) = value.get_mut(*key) {
                follow_any(child, rest, found);
            }
        }
    }
}

fn children(value: &mut Value, each: &mut dyn FnMut(&str, &mut Value)) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(|child| each("", child)),
        Value::Object(object) => object.iter_mut().for_each(|(name, child)| each(name, child)),
        _ => {}
    }
}

/// Components of Hubs refer with objects that name the kind.
fn follow_links(value: &mut Value, kind: Kind, found: &mut dyn FnMut(&mut Value)) {
    let of = value.get("__mhc_link_type").and_then(Value::as_str);
    let is_link = of.is_some_and(|of| kind.array().strip_suffix('s') == Some(of));
    if is_link && let Some(index) = value.get_mut("index").filter(|index| index.is_u64()) {
        found(index);
    }
    children(value, &mut |_, child| follow_links(child, kind, found));
}

/// Which elements of a kind are referred to; `count` is how many there are.
pub fn used(root: &mut Value, kind: Kind, count: usize) -> Vec<bool> {
    let mut used = vec![false; count];
    visit(root, kind, &mut |number| {
        if let Some(used) = number.as_u64().and_then(|index| used.get_mut(index as usize)) {
            *used = true;
        }
    });
    used
}

/// Gives elements of a kind other numbers. What refers to nothing goes on doing so.
pub fn move_references(root: &mut Value, kind: Kind, moved: &[Option<usize>]) {
    visit(root, kind, &mut |number| {
        let to = number.as_u64().and_then(|index| *moved.get(index as usize)?);
        if let Some(to) = to {
            *number = Value::from(to);
        }
    });
}

/// Elements of a kind that an animation changes by pointer, by number.
pub fn pointed_at(root: &Value, kind: Kind) -> BTreeSet<usize> {
    let animations = root.get("animations").and_then(Value::as_array).into_iter().flatten();
    let channels = animations.filter_map(|animation| animation.get("channels")?.as_array()).flatten();
    let pointers = channels.filter_map(|channel| channel.pointer("/target/extensions/KHR_animation_pointer/pointer"));
    let indices = pointers.filter_map(|pointer| pointed(pointer.as_str()?, kind)).map(|(index, _)| index as usize);
    indices.collect()
}

/// Whether all references of a document are known, so that its elements can be given other numbers.
pub fn is_understood(root: &Value) -> bool {
    extension_names(root).iter().all(|name| UNDERSTOOD.contains(&name.as_str()) || name.starts_with("KHR_materials_"))
}

/// Every extension that a document has or says it has.
pub fn extension_names(root: &Value) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let declared = root.get("extensionsUsed").and_then(Value::as_array).into_iter().flatten();
    names.extend(declared.filter_map(Value::as_str).map(String::from));
    gather_names(root, &mut names);
    names
}

/// Whether anything in a document has an extension, whatever the document says of itself.
pub fn has_extension(root: &Value, name: &str) -> bool {
    let mut names = BTreeSet::new();
    gather_names(root, &mut names);
    names.contains(name)
}

fn gather_names(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Array(values) => values.iter().for_each(|child| gather_names(child, names)),
        Value::Object(object) => {
            for (key, child) in object.iter().filter(|(key, _)| *key != "extras") {
                if let (true, Value::Object(extensions)) = (key == "extensions", child) {
                    names.extend(extensions.keys().cloned());
                }
                gather_names(child, names);
            }
        }
        _ => {}
    }
}
