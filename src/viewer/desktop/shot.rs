//! One picture of a hall, without a window.

use std::time::Instant;

use viewer::{App, Wearer};

use crate::ShotArgs;
use crate::booth::{Look, Opened};

/// Renders one picture and writes it as PNG.
pub fn run(args: &ShotArgs) -> Result<(), String> {
    let began = Instant::now();
    let mut opened = Opened::read(&args.path, false)?;
    stand(&mut opened.app, args)?;
    dress(&mut opened.app, args)?;
    if args.plain {
        opened.app.set_effects(render::Effects::NONE);
    }
    let mut booth = opened.set_up(&Look { size_px: args.size, tier: args.tier.as_deref(), is_timed: false })?;
    let (drawn, pixels) = booth.take()?;
    let (width, height) = (args.size.x, args.size.y);
    image::save_buffer_with_format(
        &args.output,
        &pixels,
        width,
        height,
        image::ExtendedColorType::Rgba8,
        image::ImageFormat::Png,
    )
    .map_err(|error| format!("cannot write {}: {error}", args.output.display()))?;
    if args.stats {
        let info = booth.renderer.info();
        println!("{} draws, {} triangles", drawn.draws, drawn.triangles);
        println!("{} ({}), tier {:?}", info.backend, info.adapter, info.tier);
        println!("{:.2} s", began.elapsed().as_secs_f32());
    }
    Ok(())
}

fn stand(app: &mut App, args: &ShotArgs) -> Result<(), String> {
    if let Some(eye) = args.eye {
        app.jump_to(eye, args.heading.to_radians(), args.pitch.to_radians());
    }
    if let Some(id) = &args.viewpoint
        && !app.jump_to_viewpoint(id)
    {
        let known: Vec<&str> = app.viewpoints().collect();
        return Err(format!("there is no viewpoint \"{id}\"; there are: {}", known.join(", ")));
    }
    Ok(())
}

fn dress(app: &mut App, args: &ShotArgs) -> Result<(), String> {
    let Some(name) = &args.variant else { return Ok(()) };
    if app.set_variant(Some(name), Wearer::All) {
        return Ok(());
    }
    let mut known: Vec<&str> = app.offers().iter().flat_map(|offer| app.look_names(offer).flatten()).collect();
    known.sort_unstable();
    known.dedup();
    let there_are = if known.is_empty() { "there are none".into() } else { format!("there are: {}", known.join(", ")) };
    Err(format!("there is no variant \"{name}\"; {there_are}"))
}
