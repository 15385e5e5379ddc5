//! Encoded images become bitmaps, a few at a time, away from the main thread. What no browser decodes the page is asked for.

use std::collections::VecDeque;

use bytes::Bytes;
use glam::UVec2;
use hall::{ImageId, ImageType, TexelFormats};
use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, ImageBitmap};

use super::decoded::Decoded;
use super::shell::{Shared, Shell, TEXELS_A_FRAME};
use super::{report, tell};

/// More at once would hold more decoded pixels than the GPU takes in a frame.
const AT_ONCE: usize = 2;

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
            let bitmap = decode(&order).await.map_err(|error| report::words(&error));
            drop(order);
            let bands = match bitmap {
                Ok(whole) => bands(whole).await.map_err(|error| report::words(&error)),
                Err(words) => Err(words),
            };
            Shell::take_image(&shared, image, bands);
        });
    }
}

async fn decode(order: &Order) -> Result<ImageBitmap, JsValue> {
    let parts = Array::of1(&Uint8Array::from(&order.bytes[..]));
    let bag = BlobPropertyBag::new();
    bag.set_type(order.kind.mime());
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &bag)?;
    // As the file has them: glTF images are data, and the shader knows their colour space.
    let options = as_it_is()?;
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

/// Says that pixels shall not be changed.
fn as_it_is() -> Result<Object, JsValue> {
    let options = Object::new();
    for (name, value) in [("imageOrientation", "none"), ("premultiplyAlpha", "none"), ("colorSpaceConversion", "none")]
    {
        Reflect::set(&options, &name.into(), &value.into())?;
    }
    Ok(options)
}

/// Cuts a bitmap into bands of half as many rows as a frame uploads: all at once they would keep it waiting, and pages and graphics processes
/// keep room for the largest upload as long as they live. A browser that can't cut it leaves it whole.
async fn bands(whole: ImageBitmap) -> Result<Decoded, JsValue> {
    let size_px = UVec2::new(whole.width(), whole.height());
    let most = (TEXELS_A_FRAME / 2 / size_px.x.max(1)).max(1);
    let mut bands = VecDeque::new();
    if size_px.y > most
        && let Some(window) = web_sys::window()
    {
        let options = as_it_is()?;
        for y in (0..size_px.y).step_by(most as usize) {
            let (width, height) = (size_px.x as i32, most.min(size_px.y - y) as i32);
            let rows = window.create_image_bitmap_with_image_bitmap_and_a_sx_and_a_sy_and_a_sw_and_a_sh_and_a_options(
                &whole,
                0,
                y as i32,
                width,
                height,
                options.unchecked_ref(),
            );
            match rows.map(|promise| JsFuture::from(promise.unchecked_into::<Promise>())) {
                Ok(rows) => match rows.await {
                    Ok(rows) => bands.push_back((y, rows.unchecked_into())),
                    Err(_) => break,
                },
                Err(_) => break,
            }
        }
    }
    let height: u32 = bands.iter().map(|(_, rows): &(u32, ImageBitmap)| rows.height()).sum();
    if height == size_px.y {
        whole.close();
        return Ok(Decoded::Bands(size_px, bands));
    }
    bands.iter().for_each(|(_, rows)| rows.close());
    Ok(Decoded::Bands(size_px, VecDeque::from([(0, whole)])))
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
