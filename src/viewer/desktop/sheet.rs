//! A hall from all its viewpoints on one sheet: the base tier on the left of each pair, the upper tier on the right.

use image::{RgbImage, RgbaImage, imageops};

use crate::SheetArgs;
use crate::booth::{Look, Opened};

/// Between pictures, pixels.
const GAP_PX: u32 = 6;
/// Pairs beside each other.
const PAIRS: u32 = 2;

/// Renders the sheet and writes it as the file's name says.
pub fn run(args: &SheetArgs) -> Result<(), String> {
    let opened = Opened::read(&args.path, false)?;
    let ids: Vec<String> = opened.app.viewpoints().take(args.count).map(str::to_owned).collect();
    if ids.is_empty() {
        return Err("the hall has no viewpoints".into());
    }
    let rows = (ids.len() as u32).div_ceil(PAIRS);
    let columns = 2 * PAIRS;
    let size = args.size;
    let (width, height) = (columns * (size.x + GAP_PX) + GAP_PX, rows * (size.y + GAP_PX) + GAP_PX);
    let mut sheet = RgbaImage::from_pixel(width, height, image::Rgba([255; 4]));
    for (right, tier) in ["base", "full"].into_iter().enumerate() {
        let look = Look { size_px: size, tier: Some(tier), is_timed: false };
        let mut booth = Opened::read(&args.path, false)?.set_up(&look)?;
        for (i, id) in (0..).zip(&ids) {
            booth.app.jump_to_viewpoint(id);
            let (_, pixels) = booth.take()?;
            let picture = RgbaImage::from_raw(size.x, size.y, pixels).ok_or("fewer pixels than asked for")?;
            let column = 2 * (i % PAIRS) + right as u32;
            let at = |step: u32, side: u32| i64::from(GAP_PX + step * (side + GAP_PX));
            imageops::replace(&mut sheet, &picture, at(column, size.x), at(i / PAIRS, size.y));
        }
    }
    let sheet: RgbImage = image::DynamicImage::ImageRgba8(sheet).into_rgb8();
    sheet.save(&args.output).map_err(|error| format!("cannot write {}: {error}", args.output.display()))?;
    println!("{}", ids.join(", "));
    Ok(())
}
