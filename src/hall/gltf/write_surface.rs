//! Materials, textures and images of a GLB under construction.

use glam::Affine2;
use serde_json::{Value, json};

use super::layer::{CORE, LAYERS, Layer};
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
        let extension = match kind(&images[texture.image.index()].source) {
            Some(ImageType::WebP) => "EXT_texture_webp",
            Some(ImageType::Avif) => "EXT_texture_avif",
            Some(ImageType::Ktx2) => "KHR_texture_basisu",
            _ => return json!({"sampler": at, "source": source}),
        };
        self.extensions.push(extension);
        let mut object = json!({"sampler": at, "extensions": {extension: {"source": source}}});
        if let Some(fallback) = texture.fallback {
            object["source"] = json!(fallback.0);
        }
        object
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
        let mut material = material.clone();
        let strength = material.emissive.max_element().max(1.0);
        material.emissive /= strength;
        let mut object = Object::named(&material.name).finish();
        self.layer(&CORE, &mut material, &mut object);
        match material.alpha_mode {
            AlphaMode::Opaque => {}
            AlphaMode::Mask { .. } => object["alphaMode"] = json!("MASK"),
            AlphaMode::Blend => object["alphaMode"] = json!("BLEND"),
        }
        if material.double_sided {
            object["doubleSided"] = json!(true);
        }
        let mut extensions = Object::default();
        extensions.set_if(
            strength > 1.0,
            "KHR_materials_emissive_strength",
            || json!({"emissiveStrength": number(strength)}),
        );
        extensions.set_if(material.unlit, "KHR_materials_unlit", || json!({}));
        self.extensions.extend(["KHR_materials_emissive_strength"].iter().filter(|_| strength > 1.0));
        self.extensions.extend(["KHR_materials_unlit"].iter().filter(|_| material.unlit));
        for layer in LAYERS {
            let mut extension = json!({});
            self.layer(layer, &mut material, &mut extension);
            if extension != json!({}) {
                self.extensions.push(layer.name);
                extensions.set(layer.name, extension);
            }
        }
        if !extensions.0.is_empty() {
            object["extensions"] = extensions.finish();
        }
        object
    }

    /// What differs from the default.
    fn layer(&mut self, layer: &Layer, material: &mut Material, object: &mut Value) {
        let textures = material.textures();
        for &(path, map) in layer.maps {
            if let Some(texture) = self.texture_ref(textures[map as usize]) {
                *at(object, path) = texture;
            }
        }
        let mut default = Material::default();
        for &(path, factor) in layer.factors {
            let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
            let is_needed = match layer.maps.iter().find(|(map, _)| *map == parent) {
                // Means nothing without the texture that it belongs to.
                Some((_, map)) => textures[*map as usize].is_some(),
                None => material.factor_mut(factor) != default.factor_mut(factor),
            };
            if is_needed {
                *at(object, path) = match material.factor_mut(factor) {
                    [one] => number(*one),
                    many => numbers(many),
                };
            }
        }
    }
}

fn kind(source: &ImageSource) -> Option<ImageType> {
    match source {
        ImageSource::Bytes(kind, _) => Some(*kind),
        ImageSource::File(file) => {
            let kinds = [(".webp", ImageType::WebP), (".avif", ImageType::Avif), (".ktx2", ImageType::Ktx2)];
            kinds.into_iter().find(|(ending, _)| file.ends_with(ending)).map(|(_, kind)| kind)
        }
        ImageSource::Missing => None,
    }
}

/// The value at a path with `/`; objects are made on the way.
fn at<'a>(object: &'a mut Value, path: &str) -> &'a mut Value {
    path.split('/').filter(|key| !key.is_empty()).fold(object, |object, key| &mut object[key])
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
