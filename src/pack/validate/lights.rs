//! `KHR_lights_punctual`: lamps.

use super::Check;
use super::code::Code;
use super::links::Links;
use super::pointer::Pointer;
use super::value::Value;

const NAME: &str = "KHR_lights_punctual";

impl Check<'_> {
    pub(super) fn lights(&mut self, links: &Links) {
        let Some(extension) = links.root.extension(NAME).filter(|_| self.declares(NAME)) else { return };
        let at = Pointer::default().keys(&["extensions", NAME, "lights"]);
        for (i, light) in extension.list("lights").iter().enumerate() {
            let at = at.index(i);
            let kind = light.text("type");
            if light.has("spot") && kind != Some("spot") {
                self.add(Code::ExtraProperty, &at.key("spot"), &[]);
            }
            if light.get("range").is_some() && kind == Some("directional") {
                self.add(Code::ExtraProperty, &at.key("range"), &[]);
            }
            if let Some(spot) = light.get("spot").filter(|_| kind == Some("spot")) {
                self.cone(spot, &at.keys(&["spot", "outerConeAngle"]));
            }
        }
    }

    fn cone(&mut self, spot: &Value, at: &Pointer) {
        let of = |key, default| if spot.has(key) { spot.number(key) } else { Some(default) };
        let angles = of("innerConeAngle", 0.0).zip(of("outerConeAngle", std::f64::consts::FRAC_PI_4));
        if let Some((inner, outer)) = angles.filter(|(inner, outer)| outer <= inner) {
            self.add(Code::KhrLightsPunctualLightSpotAngles, at, &[&inner, &outer]);
        }
    }

    /// The lamp of a node.
    pub(super) fn light_of(&mut self, links: &mut Links, node: &Value, at: &Pointer) {
        let Some(extension) = node.extension(NAME).filter(|_| self.declares(NAME)) else { return };
        let at = at.keys(&["extensions", NAME]);
        if links.root.extension(NAME).is_none() {
            self.add(Code::UnsatisfiedDependency, &at, &[&"/extensions/KHR_lights_punctual"]);
        } else if let Some(light) = extension.index("light") {
            self.resolve_inside(links, light, (NAME, "lights"), &at.key("light"));
        }
    }
}
