//! A hall from all its viewpoints on one sheet: the base tier on the left of each pair, the upper tier on the right.

use image::{RgbImage, RgbaImage, imageops};

use crate::SheetArgs;
use crate::booth::{Booth, Look, Opened};

/// Between pictures, pixels.
const GAP_PX: u32 = 6;
/// Pairs beside each other.
const PAIRS: u32 = 2;

/// Renders the sheet and writes it as the file's name says.
pub fn run(args: &SheetArgs) -> Result<(), String> {
    let booth = set_up(args, "base")?;
    let ids: Vec<String> = booth.app.viewpoints().take(args.count).map(str::to_owned).collect();
    if ids.is_empty() {
        return Err("the hall has no viewpoints".into());
    }
    let rows = (ids.len() as u32).div_ceil(PAIRS);
    let [width, height] = [place(2 * PAIRS, args.size.x), place(rows, args.size.y)];
    let mut sheet = RgbaImage::from_pixel(width, height, image::Rgba([255; 4]));
    // Each renderer is gone before the next one comes.
    fill(&mut sheet, args, &ids, booth, 0)?;
    fill(&mut sheet, args, &ids, set_up(args, "full")?, 1)?;
    let sheet: RgbImage = image::DynamicImage::ImageRgba8(sheet).into_rgb8();
    sheet.save(&args.output).map_err(|error| format!("cannot write {}: {error}", args.output.display()))?;
    println!("{}", ids.join(", "));
    Ok(())
}

fn set_up(args: &SheetArgs, tier: &str) -> Result<Booth, String> {
    Opened::read(&args.path, false)?.set_up(&Look { size_px: args.size, tier: Some(tier), is_timed: false })
}

/// Where the picture after so many of this side begins, pixels.
fn place(step: u32, side_px: u32) -> u32 {
    GAP_PX + step * (side_px + GAP_PX)
}

/// Puts a tier's pictures on the left (0) or the right (1) of their pairs.
fn fill(sheet: &mut RgbaImage, args: &SheetArgs, ids: &[String], mut booth: Booth, right: u32) -> Result<(), String> {
    let size = args.size;
    for (i, id) in (0..).zip(ids) {
        booth.app.jump_to_viewpoint(id);
        let (_, pixels) = booth.take()?;
        let picture = RgbaImage::from_raw(size.x, size.y, pixels).ok_or("fewer pixels than asked for")?;
        let (x, y) = (place(2 * (i % PAIRS) + right, size.x), place(i / PAIRS, size.y));
        imageops::replace(sheet, &picture, x.into(), y.into());
    }
    Ok(())
}
