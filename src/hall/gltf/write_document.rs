//! Extensions of a GLB under construction that belong to the document as a whole.

use serde_json::{Value, json};

use super::write::{Object, Writer, number, numbers};
use super::{ext_lights_image_based, khr_lights_punctual, khr_materials_variants, khr_xmp_json_ld};
use crate::{Credit, CreditKind, ImageLight, Light, LightKind, Primitive, Scene};

impl Writer {
    /// The extensions of the document.
    pub(super) fn document(&mut self, scene: &Scene) -> Value {
        let mut extensions = Object::default();
        let lights: Vec<Value> = scene.lights.iter().map(light).collect();
        extensions.set_if(!lights.is_empty(), khr_lights_punctual::NAME, || json!({"lights": lights}));
        let variants: Vec<Value> = scene.variants.iter().map(|name| json!({"name": name})).collect();
        extensions.set_if(!variants.is_empty(), khr_materials_variants::NAME, || json!({"variants": variants}));
        let image_light = scene.image_light.as_ref().map(|light| json!({"lights": [image_light(light)]}));
        extensions.set_some(ext_lights_image_based::NAME, image_light);
        extensions.set_some(khr_xmp_json_ld::NAME, packet(&scene.credits).map(|packet| json!({"packets": [packet]})));
        for name in [
            khr_lights_punctual::NAME,
            khr_materials_variants::NAME,
            ext_lights_image_based::NAME,
            khr_xmp_json_ld::NAME,
        ] {
            if extensions.0.contains_key(name) {
                self.extensions.push(name);
            }
        }
        extensions.finish()
    }
}

/// What the file says of itself.
pub(super) fn asset(scene: &Scene, generator: &str) -> Value {
    let mut asset = json!({"version": "2.0", "generator": generator});
    if let Some(copyright) = scene.credits.iter().find(|credit| credit.kind == CreditKind::Copyright) {
        asset["copyright"] = json!(copyright.text);
    }
    if packet(&scene.credits).is_some() {
        asset["extensions"] = json!({khr_xmp_json_ld::NAME: {"packet": 0}});
    }
    asset
}

/// The scene of these roots.
pub(super) fn scene(scene: &Scene, roots: &[usize]) -> Value {
    let mut object = Object::default();
    object.set_if(!roots.is_empty(), "nodes", || json!(roots));
    let light = scene.image_light.as_ref().map(|_| json!({ext_lights_image_based::NAME: {"light": 0}}));
    object.set_some("extensions", light);
    object.finish()
}

/// All credits but the copyright, each kind under its first name.
fn packet(credits: &[Credit]) -> Option<Value> {
    let mut packet = Object::default();
    for (property, kind) in khr_xmp_json_ld::PROPERTIES.iter().rev() {
        let of_kind: Vec<&Credit> = credits.iter().filter(|credit| credit.kind == *kind).collect();
        let is_first = khr_xmp_json_ld::PROPERTIES.iter().find(|(_, other)| other == kind) == Some(&(*property, *kind));
        if of_kind.is_empty() || !is_first {
            continue;
        }
        let value = |credit: &&Credit| match credit.language.as_str() {
            "" => json!(credit.text),
            language => json!({"@language": language, "@value": credit.text}),
        };
        let values: Vec<Value> = of_kind.iter().map(value).collect();
        if of_kind.iter().any(|credit| !credit.language.is_empty()) {
            let numbered = values.into_iter().enumerate().map(|(i, value)| (format!("rdf:_{}", i + 1), value));
            let mut alternatives: serde_json::Map<String, Value> = numbered.collect();
            alternatives.insert("@type".into(), json!("rdf:Alt"));
            packet.set(property, Value::Object(alternatives));
        } else {
            packet.set(property, json!({"@list": values}));
        }
    }
    let is_empty = packet.0.is_empty();
    packet.set("@context", json!({"dc": DUBLIN_CORE, "rdf": RDF, "xmpRights": XMP_RIGHTS}));
    (!is_empty).then(|| packet.finish())
}

// Names of vocabularies; nothing is fetched from there.
const DUBLIN_CORE: &str = "http://purl.org/dc/elements/1.1/";
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const XMP_RIGHTS: &str = "http://ns.adobe.com/xap/1.0/rights/";

fn image_light(light: &ImageLight) -> Value {
    let mut object = Object::default();
    object.set("intensity", number(light.intensity));
    object.set("rotation", numbers(&light.rotation.to_array()));
    object.set("irradianceCoefficients", light.irradiance.iter().map(|c| numbers(&c.to_array())).collect::<Vec<_>>());
    let levels = light.specular_images.iter().map(|faces| json!(faces.map(|image| image.0)));
    object.set("specularImages", levels.collect::<Vec<_>>());
    object.set("specularImageSize", light.image_size);
    object.finish()
}

fn light(light: &Light) -> Value {
    let mut object = Object::named(&light.name);
    object.set_if(light.color != glam::Vec3::ONE, "color", || numbers(&light.color.to_array()));
    object.set("intensity", number(light.intensity));
    match light.kind {
        LightKind::Directional => object.set("type", "directional"),
        LightKind::Point { range } => {
            object.set("type", "point");
            object.set_some("range", range.map(number));
        }
        LightKind::Spot { range, inner_angle, outer_angle } => {
            object.set("type", "spot");
            object.set_some("range", range.map(number));
            let (inner, outer) = (number(inner_angle), number(outer_angle));
            object.set("spot", json!({"innerConeAngle": inner, "outerConeAngle": outer}));
        }
    }
    object.set_if(light.is_baked, "extras", || json!({"baked": true}));
    object.finish()
}

/// What a primitive wears in which variant.
pub(super) fn variants(primitive: &Primitive) -> Option<Value> {
    let mappings = primitive.variants.iter().map(|(variant, id)| json!({"material": id.0, "variants": [variant]}));
    let mappings: Vec<Value> = mappings.collect();
    (!mappings.is_empty()).then(|| json!({khr_materials_variants::NAME: {"mappings": mappings}}))
}
