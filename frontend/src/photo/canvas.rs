//! Decoding, shrinking and encoding, all by the browser. Decoding and encoding run off the main
//! thread; one picture is worked on at a time, because two would be too many for a cheap tablet.

use super::{
    BYTES_MAX, MIME, PICKED_BYTES_MAX, Photo, PhotoError, SIDE_MAX,
    size::{Size, fitted, steps},
};
use futures_util::lock::Mutex;
use js_sys::{ArrayBuffer, Reflect, Uint8Array};
use shared::digest::Digest;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, ImageBitmap, ImageBitmapOptions, ImageEncodeOptions, ImageOrientation, OffscreenCanvas,
    OffscreenCanvasRenderingContext2d,
};

/// Qualities to try at each size, best first.
const QUALITIES: [f64; 4] = [0.82, 0.7, 0.58, 0.45];
/// Sizes to try, best first.
const SIDES: [u32; 4] = [SIDE_MAX, 1_280, 1_024, 800];

thread_local! {
    static ONE_AT_A_TIME: Rc<Mutex<()>> = Rc::default();
}

/// Makes a photo of a picked file.
///
/// # Errors
/// As [`PhotoError`] says; the file itself is untouched.
pub async fn prepared(file: &Blob) -> Result<Photo, PhotoError> {
    let turn = ONE_AT_A_TIME.with(Rc::clone);
    let _turn = turn.lock().await;

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a file's size")]
    if file.size() as u64 > PICKED_BYTES_MAX {
        return Err(PhotoError::TooLarge);
    }
    let picture = decoded(file).await?;
    let whole = (picture.width(), picture.height());
    let outcome = encoded_small_enough(&picture, whole).await;
    picture.close();
    outcome
}

async fn encoded_small_enough(picture: &ImageBitmap, whole: Size) -> Result<Photo, PhotoError> {
    for side in SIDES {
        let size = fitted(whole, side);
        let canvas = drawn(picture, whole, size)?;
        for quality in QUALITIES {
            let bytes = encoded(&canvas, quality).await?;
            if bytes.len() <= BYTES_MAX {
                let (width, height) = size;
                return Ok(Photo { sha256: Digest::of(&bytes), bytes, width, height });
            }
        }
    }
    Err(PhotoError::NotSmallEnough)
}

/// Reads the file as a picture, turned upright as its camera says.
async fn decoded(file: &Blob) -> Result<ImageBitmap, PhotoError> {
    let window = web_sys::window().ok_or(PhotoError::NoCanvas)?;
    let options = ImageBitmapOptions::new();
    options.set_image_orientation(ImageOrientation::FromImage);
    let picture = window
        .create_image_bitmap_with_blob_and_image_bitmap_options(file, &options)
        .map_err(|_| PhotoError::NotAPicture)?;
    let picture = JsFuture::from(picture).await.map_err(|_| PhotoError::NotAPicture)?;
    picture.dyn_into().map_err(|_| PhotoError::NotAPicture)
}

/// Draws a picture at a smaller size, by halves.
fn drawn(picture: &ImageBitmap, from: Size, to: Size) -> Result<OffscreenCanvas, PhotoError> {
    let mut last: Option<OffscreenCanvas> = None;
    for (width, height) in steps(from, to) {
        let (canvas, context) = blank(width, height)?;
        let (across, down) = (f64::from(width), f64::from(height));
        let done = match &last {
            None => context.draw_image_with_image_bitmap_and_dw_and_dh(picture, 0.0, 0.0, across, down),
            Some(larger) => context.draw_image_with_offscreen_canvas_and_dw_and_dh(larger, 0.0, 0.0, across, down),
        };
        done.map_err(|_| PhotoError::NoCanvas)?;
        last = Some(canvas);
    }
    last.ok_or(PhotoError::NoCanvas)
}

fn blank(width: u32, height: u32) -> Result<(OffscreenCanvas, OffscreenCanvasRenderingContext2d), PhotoError> {
    let canvas = OffscreenCanvas::new(width, height).map_err(|_| PhotoError::NoCanvas)?;
    let context = canvas.get_context("2d").ok().flatten().ok_or(PhotoError::NoCanvas)?;
    let context: OffscreenCanvasRenderingContext2d = context.unchecked_into();
    // JPEG has no transparency: what is see-through in a PNG becomes paper, not black.
    context.set_fill_style_str("white");
    context.fill_rect(0.0, 0.0, f64::from(width), f64::from(height));
    let _ = Reflect::set(&context, &"imageSmoothingQuality".into(), &"high".into());
    Ok((canvas, context))
}

async fn encoded(canvas: &OffscreenCanvas, quality: f64) -> Result<Vec<u8>, PhotoError> {
    let options = ImageEncodeOptions::new();
    options.set_type(MIME);
    options.set_quality(quality);
    let blob = canvas.convert_to_blob_with_options(&options).map_err(|_| PhotoError::NoCanvas)?;
    let blob: Blob =
        JsFuture::from(blob).await.ok().and_then(|blob| blob.dyn_into().ok()).ok_or(PhotoError::NoCanvas)?;
    // A browser that cannot encode a type answers with PNG and says nothing.
    if blob.type_() != MIME {
        return Err(PhotoError::NoCanvas);
    }
    let bytes = JsFuture::from(blob.array_buffer()).await.map_err(|_| PhotoError::NoCanvas)?;
    let bytes = bytes.dyn_into::<ArrayBuffer>().map_err(|_| PhotoError::NoCanvas)?;
    Ok(Uint8Array::new(&bytes).to_vec())
}
