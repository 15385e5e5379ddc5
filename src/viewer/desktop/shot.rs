//! One picture of a hall, without a window.

use std::time::Instant;

use render::{Renderer, Tier};
use viewer::{App, Event, Options, Wearer};

use crate::{ShotArgs, files};

/// Renders one picture and writes it as PNG.
pub fn run(args: &ShotArgs) -> Result<(), String> {
    let began = Instant::now();
    // A picture stands still: animations are at their beginning.
    let mut app = App::new(Options { reduced_motion: true, restore: None });
    let folder = files::open(&mut app, &args.path)?;
    files::load(&mut app, &folder, &mut |_| {})?;
    app.resize(args.size.as_vec2());
    stand(&mut app, args)?;
    dress(&mut app, args)?;

    let tier = args.tier.as_deref().map(|name| if name == "full" { Tier::Full } else { Tier::Base });
    let options = render::Options { tier, is_timed: false };
    let renderer = pollster::block_on(Renderer::offscreen(args.size, &options));
    let mut renderer = renderer.map_err(|error| error.to_string())?;
    app.prepare(&mut renderer);
    let mut to_decode = Vec::new();
    files::load(&mut app, &folder, &mut |event| {
        if let Event::Decode { image, kind, bytes } = event {
            to_decode.push((image, kind, bytes));
        }
    })?;
    for (image, kind, bytes) in to_decode {
        let decoded = files::decode(image, kind, &bytes, renderer.info());
        files::upload(&mut app, &mut renderer, decoded);
    }
    app.advance(0.0);
    let drawn = app.draw(&mut renderer).map_err(|error| error.to_string())?;
    let pixels = pollster::block_on(renderer.read_pixels()).map_err(|error| error.to_string())?;
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
        let info = renderer.info();
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
