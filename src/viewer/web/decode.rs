//! Encoded images become bitmaps, a few at a time, away from the main thread. What no browser decodes the page is asked for.

use bytes::Bytes;
use hall::{ImageId, ImageType, TexelFormats};
use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, ImageBitmap};

use super::shell::{Decoded, Shared, Shell};
use super::{report, tell};

/// More at once would hold more decoded pixels than the GPU takes in a frame.
const AT_ONCE: usize = 4;

/// An image to be decoded.
pub struct Order {
    pub image: ImageId,
    pub kind: ImageType,
    pub bytes: Bytes,
    /// Larger ones are scaled down, pixels.
    pub max_side: u32,
    /// What the device reads, for those that stay compressed.
    pub formats: TexelFormats,
}

/// Starts what is waiting, as far as there is room.
pub fn start_waiting(shared: &Shared) {
    loop {
        let order = match shared.try_borrow_mut() {
            Ok(mut shell) if shell.decoding < AT_ONCE => match shell.to_decode.pop_front() {
                Some(order) => {
                    shell.decoding += 1;
                    order
                }
                None => return,
            },
            _ => return,
        };
        if order.kind == ImageType::Ktx2 {
            let on_event = shared.try_borrow().map(|shell| shell.on_event.clone());
            if let Ok(on_event) = on_event {
                tell::unpack_image(&on_event, &order);
            }
            continue;
        }
        let shared = shared.clone();
        spawn_local(async move {
            let image = order.image;
            let bitmap = decode(&order).await.map(Decoded::Bitmap).map_err(|error| report::words(&error));
            drop(order);
            Shell::take_image(&shared, image, bitmap);
        });
    }
}

async fn decode(order: &Order) -> Result<ImageBitmap, JsValue> {
    let parts = Array::of1(&Uint8Array::from(&order.bytes[..]));
    let bag = BlobPropertyBag::new();
    bag.set_type(order.kind.mime());
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &bag)?;
    // As the file has them: glTF images are data, and the shader knows their colour space.
    let options = Object::new();
    for (name, value) in [("imageOrientation", "none"), ("premultiplyAlpha", "none"), ("colorSpaceConversion", "none")]
    {
        Reflect::set(&options, &name.into(), &value.into())?;
    }
    let whole = match bitmap(&blob, Some(&options)).await {
        // Browsers that know other words for these options refuse them all.
        Err(error) if error.is_instance_of::<js_sys::TypeError>() => bitmap(&blob, None).await,
        answer => answer,
    }?;
    let side = whole.width().max(whole.height());
    if side <= order.max_side {
        return Ok(whole);
    }
    let scaled = |length: u32| (u64::from(length) * u64::from(order.max_side) / u64::from(side)).max(1) as u32;
    for (name, length) in [("resizeWidth", scaled(whole.width())), ("resizeHeight", scaled(whole.height()))] {
        Reflect::set(&options, &name.into(), &length.into())?;
    }
    whole.close();
    bitmap(&blob, Some(&options)).await
}

async fn bitmap(blob: &Blob, options: Option<&Object>) -> Result<ImageBitmap, JsValue> {
    let window = web_sys::window().ok_or("there is no window")?;
    let promise: Promise = match options {
        Some(options) => {
            window.create_image_bitmap_with_blob_and_image_bitmap_options(blob, options.unchecked_ref())?
        }
        None => window.create_image_bitmap_with_blob(blob)?,
    }
    .unchecked_into();
    JsFuture::from(promise).await?.dyn_into()
}
