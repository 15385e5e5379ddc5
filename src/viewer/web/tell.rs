//! Events as the page gets them: plain objects with a `type`.

use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

use super::decode::Order;
use crate::app::App;
use crate::event::{Decoder, Event};

/// The event as an object; `None` for what the page has nothing to do with.
pub fn object(event: &Event, app: &App) -> Option<Object> {
    let id = |index: usize| app.exhibit_id(index).map_or(JsValue::NULL, JsValue::from_str);
    Some(match event {
        Event::Need { file, kind } => with("need", &[("file", file.as_str().into()), ("kind", kind.word().into())]),
        Event::Decode { .. } => return None,
        Event::Unpack { file, decoder, packed } => {
            let packed: Array = packed.iter().map(|bytes| JsValue::from(Uint8Array::from(&bytes[..]))).collect();
            let (kind, first, second) = match *decoder {
                Decoder::Draco { most_faces, most_bytes } => ("draco", most_faces as f64, most_bytes as f64),
                Decoder::Tangents => ("tangents", 0.0, 0.0),
            };
            with(
                "unpack-geometry",
                &[
                    ("file", file.as_str().into()),
                    ("kind", kind.into()),
                    ("packed", packed.into()),
                    ("first", first.into()),
                    ("second", second.into()),
                ],
            )
        }
        Event::FirstLook => with("first-look", &[]),
        Event::Complete => with("complete", &[]),
        Event::ExhibitNear(index) => with("exhibit-near", &[("id", index.map_or(JsValue::NULL, id))]),
        Event::ExhibitOpen(index) => with("exhibit-open", &[("id", id(*index))]),
        Event::ExhibitClose => with("exhibit-close", &[]),
        Event::Variants => with("variants", &[("offers", offers(app).into())]),
        Event::Warning(text) => with("warning", &[("text", text.as_str().into())]),
        Event::Error { code, detail, file } => error_object(code, detail, file.as_deref()),
    })
}

/// What can be chosen: `{exhibit, names, chosen}` each, where null is what is part of no exhibit, and the file's own look.
fn offers(app: &App) -> Array {
    let text = |text: Option<&str>| text.map_or(JsValue::NULL, JsValue::from_str);
    let offers = app.offers().iter().map(|offer| {
        let object = Object::new();
        set(&object, "exhibit", &text(offer.exhibit.and_then(|e| app.exhibit_id(e))));
        set(&object, "names", &app.look_names(offer).map(text).collect::<Array>());
        set(&object, "chosen", &(offer.chosen as u32).into());
        object
    });
    offers.collect()
}

/// Asks the page for the texels of an image that no browser decodes.
pub fn unpack_image(on_event: &Function, order: &Order) {
    let properties = [
        ("image", order.image.0.into()),
        ("packed", Uint8Array::from(&order.bytes[..]).into()),
        ("formats", order.formats.bits().into()),
        ("maxSide", order.max_side.into()),
    ];
    call(on_event, &with("unpack-image", &properties));
}

/// Tells the page that something is wrong.
pub fn error(on_event: &Function, code: &str, detail: &str, file: Option<&str>) {
    call(on_event, &error_object(code, detail, file));
}

/// Tells the page that the device is gone.
pub fn lost(on_event: &Function, detail: &str) {
    call(on_event, &with("lost", &[("detail", detail.into())]));
}

/// Calls the page. What the page throws is the page's own, and shown in its console.
pub fn call(on_event: &Function, event: &Object) {
    if let Err(thrown) = on_event.call1(&JsValue::NULL, event) {
        web_sys::console::error_1(&thrown);
    }
}

fn error_object(code: &str, detail: &str, file: Option<&str>) -> Object {
    let object = with("error", &[("code", code.into()), ("detail", detail.into())]);
    if let Some(file) = file {
        set(&object, "file", &file.into());
    }
    object
}

fn with(kind: &str, properties: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    set(&object, "type", &kind.into());
    for (name, value) in properties {
        set(&object, name, value);
    }
    object
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // Setting a property of a plain object cannot fail.
    let _ = Reflect::set(object, &name.into(), value);
}
