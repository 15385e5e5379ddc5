//! Materials, textures and images of a GLB under construction.

use glam::{Affine2, Vec3, Vec4};
use serde_json::{Value, json};

use super::write::{Object, Writer, number, numbers};
use crate::{AlphaMode, Image, ImageSource, ImageType, Material, MipFilter, Sampler, Texture, TextureRef, Wrap};

impl Writer {
    /// The view is still counted from the first image view; [`with_view`] puts it right.
    pub(super) fn image(&mut self, image: &Image) -> Value {
        let mut object = Object::named(&image.name);
        match &image.source {
            ImageSource::Bytes(type_, bytes) => {
                object.set("mimeType", type_.mime());
                object.set("bufferView", self.data.image(bytes));
            }
            ImageSource::File(file) => object.set("uri", percent_encode(file)),
            // glTF wants an image to have something; this one leads nowhere, which is what it means.
            ImageSource::Missing => object.set("uri", "missing"),
        }
        object.finish()
    }

    pub(super) fn texture(&mut self, texture: &Texture, images: &[Image]) -> Value {
        let at = self.samplers.iter().position(|s| *s == texture.sampler).unwrap_or_else(|| {
            self.samplers.push(texture.sampler);
            self.samplers.len() - 1
        });
        let source = texture.image.0;
        let is_webp = matches!(images[texture.image.index()].source, ImageSource::Bytes(ImageType::WebP, _));
        if is_webp {
            self.extensions.push("EXT_texture_webp");
            return json!({"sampler": at, "extensions": {"EXT_texture_webp": {"source": source}}});
        }
        json!({"sampler": at, "source": source})
    }

    fn texture_ref(&mut self, texture: Option<TextureRef>) -> Option<Value> {
        let texture = texture?;
        let mut object = Object::default();
        object.set("index", texture.texture.0);
        object.set_if(texture.uv_set != 0, "texCoord", || texture.uv_set.into());
        let transform = texture.image_from_uv;
        if transform != Affine2::IDENTITY {
            self.extensions.push("KHR_texture_transform");
            let (scale, angle, offset) = transform.to_scale_angle_translation();
            let mut extension = Object::default();
            extension.set("offset", numbers(&offset.to_array()));
            extension.set("rotation", number(-angle));
            extension.set("scale", numbers(&scale.to_array()));
            object.set("extensions", json!({"KHR_texture_transform": extension.finish()}));
        }
        Some(object.finish())
    }

    pub(super) fn material(&mut self, material: &Material) -> Value {
        let mut metallic_roughness = Object::default();
        metallic_roughness
            .set_if(material.base_color != Vec4::ONE, "baseColorFactor", || numbers(&material.base_color.to_array()));
        metallic_roughness.set_if(material.metallic != 1.0, "metallicFactor", || number(material.metallic));
        metallic_roughness.set_if(material.roughness != 1.0, "roughnessFactor", || number(material.roughness));
        metallic_roughness.set_some("baseColorTexture", self.texture_ref(material.base_color_texture));
        metallic_roughness.set_some("metallicRoughnessTexture", self.texture_ref(material.metallic_roughness_texture));
        let mut object = Object::named(&material.name);
        object.set_if(!metallic_roughness.0.is_empty(), "pbrMetallicRoughness", || metallic_roughness.finish());
        if let Some(mut normal) = self.texture_ref(material.normal_texture) {
            normal["scale"] = number(material.normal_scale);
            object.set("normalTexture", normal);
        }
        if let Some(mut occlusion) = self.texture_ref(material.occlusion_texture) {
            occlusion["strength"] = number(material.occlusion_strength);
            object.set("occlusionTexture", occlusion);
        }
        object.set_some("emissiveTexture", self.texture_ref(material.emissive_texture));
        match material.alpha_mode {
            AlphaMode::Opaque => {}
            AlphaMode::Mask { cutoff } => {
                object.set("alphaMode", "MASK");
                object.set("alphaCutoff", number(cutoff));
            }
            AlphaMode::Blend => object.set("alphaMode", "BLEND"),
        }
        object.set_if(material.double_sided, "doubleSided", || true.into());
        self.material_extensions(material, &mut object);
        object.finish()
    }

    fn material_extensions(&mut self, material: &Material, object: &mut Object) {
        let mut extensions = Object::default();
        let strength = material.emissive.max_element();
        let factor = if strength > 1.0 { material.emissive / strength } else { material.emissive };
        object.set_if(factor != Vec3::ZERO, "emissiveFactor", || numbers(&factor.to_array()));
        if strength > 1.0 {
            extensions.set("KHR_materials_emissive_strength", json!({"emissiveStrength": number(strength)}));
        }
        if material.unlit {
            extensions.set("KHR_materials_unlit", json!({}));
        }
        if material.transmission > 0.0 || material.transmission_texture.is_some() {
            let mut transmission = Object::default();
            transmission.set("transmissionFactor", number(material.transmission));
            transmission.set_some("transmissionTexture", self.texture_ref(material.transmission_texture));
            extensions.set("KHR_materials_transmission", transmission.finish());
        }
        const NAMES: [&str; 3] =
            ["KHR_materials_emissive_strength", "KHR_materials_unlit", "KHR_materials_transmission"];
        self.extensions.extend(NAMES.into_iter().filter(|name| extensions.0.contains_key(*name)));
        object.set_if(!extensions.0.is_empty(), "extensions", || extensions.finish());
    }
}

/// Counts the buffer view of an image from the first of all views.
pub(super) fn with_view(mut image: Value, first_image_view: usize) -> Value {
    if let Some(view) = image.get("bufferView").and_then(Value::as_u64) {
        image["bufferView"] = (view as usize + first_image_view).into();
    }
    image
}

/// What RFC 3986 allows in a path stays as it is.
fn percent_encode(path: &str) -> String {
    let mut encoded = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

pub(super) fn sampler(sampler: &Sampler) -> Value {
    let min = match (sampler.min_linear, sampler.mip) {
        (false, None) => 9728,
        (true, None) => 9729,
        (false, Some(MipFilter::Nearest)) => 9984,
        (true, Some(MipFilter::Nearest)) => 9985,
        (false, Some(MipFilter::Linear)) => 9986,
        (true, Some(MipFilter::Linear)) => 9987,
    };
    let wrap = |wrap| match wrap {
        Wrap::Repeat => 10497,
        Wrap::Mirror => 33648,
        Wrap::Clamp => 33071,
    };
    let mag = if sampler.mag_linear { 9729 } else { 9728 };
    json!({"magFilter": mag, "minFilter": min, "wrapS": wrap(sampler.wrap_u), "wrapT": wrap(sampler.wrap_v)})
}
