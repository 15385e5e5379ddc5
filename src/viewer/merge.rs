//! Several scenes in one space.

use hall::{CameraId, ImageId, ImageSource, LightId, MaterialId, MeshId, NodeId, Scene, SkinId, Target, TextureId};

/// Puts everything of `other` into `scene`; its indices count on from what is there.
pub fn append(scene: &mut Scene, mut other: Scene) {
    let nodes = scene.nodes.len() as u32;
    let meshes = scene.meshes.len() as u32;
    let materials = scene.materials.len() as u32;
    let textures = scene.textures.len() as u32;
    let images = scene.images.len() as u32;
    let skins = scene.skins.len() as u32;
    let cameras = scene.cameras.len() as u32;
    let lights = scene.lights.len() as u32;
    let variants: Vec<u32> = other.variants.drain(..).map(|name| variant(scene, name)).collect();
    for node in &mut other.nodes {
        node.parent = node.parent.map(|id| NodeId(id.0 + nodes));
        node.mesh = node.mesh.map(|id| MeshId(id.0 + meshes));
        node.skin = node.skin.map(|id| SkinId(id.0 + skins));
        node.camera = node.camera.map(|id| CameraId(id.0 + cameras));
        node.light = node.light.map(|id| LightId(id.0 + lights));
    }
    for primitive in other.meshes.iter_mut().flat_map(|m| &mut m.primitives) {
        primitive.material = primitive.material.map(|id| MaterialId(id.0 + materials));
        for (variant, id) in &mut primitive.variants {
            *variant = variants[*variant as usize];
            *id = MaterialId(id.0 + materials);
        }
    }
    for texture_ref in other.materials.iter_mut().flat_map(|m| m.textures_mut()).flatten() {
        texture_ref.texture = TextureId(texture_ref.texture.0 + textures);
    }
    for texture in &mut other.textures {
        texture.image = ImageId(texture.image.0 + images);
        texture.fallback = texture.fallback.map(|id| ImageId(id.0 + images));
    }
    for joint in other.skins.iter_mut().flat_map(|s| &mut s.joints) {
        *joint = NodeId(joint.0 + nodes);
    }
    for channel in other.animations.iter_mut().flat_map(|a| &mut a.channels) {
        channel.node = NodeId(channel.node.0 + nodes);
    }
    for pointer in other.animations.iter_mut().flat_map(|a| &mut a.pointers) {
        retarget(&mut pointer.target, scene);
    }
    if scene.image_light.is_none() {
        scene.image_light = other.image_light.take();
        let faces = scene.image_light.iter_mut().flat_map(|light| &mut light.specular_images).flatten();
        faces.for_each(|image| image.0 += images);
    }
    for probe in &mut other.light_probes {
        probe.picture.0 += textures;
    }
    scene.light_probes.append(&mut other.light_probes);
    scene.credits.append(&mut other.credits);
    scene.nodes.append(&mut other.nodes);
    scene.meshes.append(&mut other.meshes);
    scene.materials.append(&mut other.materials);
    scene.textures.append(&mut other.textures);
    scene.images.append(&mut other.images);
    scene.skins.append(&mut other.skins);
    scene.animations.append(&mut other.animations);
    scene.cameras.append(&mut other.cameras);
    scene.lights.append(&mut other.lights);
}

/// What a pointer changes, counted on from what is in `scene`.
fn retarget(target: &mut Target, scene: &Scene) {
    match target {
        Target::Visible(id) => id.0 += scene.nodes.len() as u32,
        Target::Factor(id, _) | Target::Transform { material: id, .. } => id.0 += scene.materials.len() as u32,
        Target::Light(id, _) => id.0 += scene.lights.len() as u32,
        Target::Camera(id, _) => id.0 += scene.cameras.len() as u32,
    }
}

/// The variant of this name: a visitor chooses once for all scenes.
fn variant(scene: &mut Scene, name: String) -> u32 {
    let at = scene.variants.iter().position(|known| *known == name).unwrap_or_else(|| {
        scene.variants.push(name);
        scene.variants.len() - 1
    });
    at as u32
}

/// The path of a file that `from` names, relative to where `from` itself is relative to.
pub fn beside(from: &str, file: &str) -> String {
    match from.rfind('/') {
        Some(end) => [&from[..=end], file].concat(),
        None => file.to_owned(),
    }
}

/// Makes the image files of a scene relative to the hall's folder instead of to the scene's file.
pub fn rebase_images(scene: &mut Scene, scene_file: &str) {
    for image in &mut scene.images {
        if let ImageSource::File(file) = &mut image.source {
            *file = beside(scene_file, file);
        }
    }
}

#[cfg(test)]
mod tests {
    use hall::{Animation, Interpolation, Material, Mesh, Pointer, Primitive};

    use super::*;

    fn scene(variants: &[&str]) -> Scene {
        let worn = (0..variants.len() as u32).map(|variant| (variant, MaterialId(0))).collect();
        let primitive = Primitive { variants: worn, ..Primitive::default() };
        let target = Target::Factor(MaterialId(0), hall::Factor::Roughness);
        let (times_secs, values) = (vec![0.0], vec![1.0]);
        let pointer = Pointer { target, interpolation: Interpolation::Step, times_secs, values };
        Scene {
            meshes: vec![Mesh { name: String::new(), primitives: vec![primitive] }],
            materials: vec![Material::default()],
            animations: vec![Animation { pointers: vec![pointer], ..Animation::default() }],
            variants: variants.iter().map(|name| (*name).to_owned()).collect(),
            ..Scene::default()
        }
    }

    #[test]
    fn variants_of_one_name_are_one() {
        let mut whole = scene(&["day", "night"]);
        append(&mut whole, scene(&["rain", "day"]));
        assert_eq!(whole.variants, ["day", "night", "rain"]);
        assert_eq!(whole.meshes[1].primitives[0].variants, [(2, MaterialId(1)), (0, MaterialId(1))]);
        let target = whole.animations[1].pointers[0].target;
        assert_eq!(target, Target::Factor(MaterialId(1), hall::Factor::Roughness));
    }
}
