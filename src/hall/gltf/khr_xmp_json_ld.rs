//! `KHR_xmp_json_ld`: who made a file and what may be done with it. And `asset.copyright`, which says the same in one line.

use super::elements::{self, Elements};
use super::json::ValueExt;
use super::{Import, visible};
use crate::json::Json;
use crate::{Credit, CreditKind, Scene};

pub(super) const NAME: &str = "KHR_xmp_json_ld";

/// What is read of a packet. The first of each kind is what is written.
pub(super) const PROPERTIES: [(&str, CreditKind); 12] = [
    ("dc:title", CreditKind::Title),
    ("dc:creator", CreditKind::Creator),
    ("dc:rights", CreditKind::Rights),
    ("xmpRights:Owner", CreditKind::Rights),
    ("dc:description", CreditKind::Description),
    ("dc:source", CreditKind::Source),
    ("xmpRights:UsageTerms", CreditKind::License),
    ("xmpRights:WebStatement", CreditKind::License),
    ("dc:license", CreditKind::License),
    ("dcterms:license", CreditKind::License),
    ("cc:license", CreditKind::License),
    ("model3d:spdxLicense", CreditKind::License),
];

/// A page of credits, not a book.
const CREDITS_MAX: usize = 64;
const TEXT_CHARS: usize = 2000;

impl Import<'_> {
    pub(super) fn credits(&mut self, scene: &mut Scene) {
        scene.credits = credits(self.elements);
    }
}

/// What a file says of its makers.
pub(super) fn credits(elements: &Elements) -> Vec<Credit> {
    let mut credits = Vec::new();
    if let Some(copyright) = elements.asset.get("copyright") {
        collect(copyright, CreditKind::Copyright, "", &mut credits);
    }
    let packets = elements.extensions.get(NAME).and_then(|e| e.get("packets")).and_then(Json::as_array);
    let index = elements::extension(&elements.asset, NAME).and_then(|extension| extension.index("packet"));
    let Some(packet) = index.and_then(|index| packets?.get(index)) else { return credits };
    for (property, kind) in PROPERTIES {
        if let Some(value) = packet.get(property) {
            collect(value, kind, "", &mut credits);
        }
    }
    credits
}

/// All texts of a value: plain ones, lists, and alternatives in several languages, however the writer nested them.
/// As deep as the JSON parser lets them be.
fn collect(value: &Json, kind: CreditKind, language: &str, credits: &mut Vec<Credit>) {
    if credits.len() >= CREDITS_MAX {
        return;
    }
    match value {
        Json::String(text) => {
            let text = visible(text, TEXT_CHARS);
            if !text.is_empty() {
                credits.push(Credit { kind, language: visible(language, 35), text });
            }
        }
        Json::Array(values) => values.iter().for_each(|value| collect(value, kind, language, credits)),
        Json::Object(object) => {
            let language = object.get("@language").and_then(Json::as_str).unwrap_or(language);
            for (key, value) in object.entries() {
                match key.as_str() {
                    "@value" | "@list" | "@set" => collect(value, kind, language, credits),
                    key if key.starts_with('@') => {}
                    key if key.starts_with("rdf:") => collect(value, kind, language, credits),
                    // A dictionary of languages.
                    key => collect(value, kind, key, credits),
                }
            }
        }
        _ => {}
    }
}
