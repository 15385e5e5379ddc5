//! Extensions of a GLB under construction that belong to the document as a whole.

use serde_json::{Value, json};

use super::khr_materials_variants;
use super::write::{Object, Writer, number, numbers};
use crate::{Light, LightKind, Primitive, Scene};

impl Writer {
    /// The extensions of the document.
    pub(super) fn document(&mut self, scene: &Scene) -> Value {
        let mut extensions = Object::default();
        let lights: Vec<Value> = scene.lights.iter().map(light).collect();
        extensions.set_if(!lights.is_empty(), "KHR_lights_punctual", || json!({"lights": lights}));
        let variants: Vec<Value> = scene.variants.iter().map(|name| json!({"name": name})).collect();
        extensions.set_if(!variants.is_empty(), khr_materials_variants::NAME, || json!({"variants": variants}));
        for name in ["KHR_lights_punctual", khr_materials_variants::NAME] {
            if extensions.0.contains_key(name) {
                self.extensions.push(name);
            }
        }
        extensions.finish()
    }
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
    object.finish()
}

/// What a primitive wears in which variant.
pub(super) fn variants(primitive: &Primitive) -> Option<Value> {
    let mappings = primitive.variants.iter().map(|(variant, id)| json!({"material": id.0, "variants": [variant]}));
    let mappings: Vec<Value> = mappings.collect();
    (!mappings.is_empty()).then(|| json!({khr_materials_variants::NAME: {"mappings": mappings}}))
}
