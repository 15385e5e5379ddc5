//! What each pass costs on a walk through a hall.

use std::collections::BTreeMap;
use std::time::Instant;

use glam::Vec3;
use render::PassCost;
use viewer::App;

use crate::BenchArgs;
use crate::booth::{Booth, Look, Opened};

/// Time between two pictures of the walk, seconds.
const STEP_SECS: f32 = 1.0 / 30.0;

/// From where one picture of the walk is taken.
#[derive(Clone, Copy)]
struct Stop {
    eye: Vec3,
    heading: f32,
    pitch: f32,
}

/// Walks from viewpoint to viewpoint and prints a table.
pub fn run(args: &BenchArgs) -> Result<(), String> {
    let look = Look { size_px: args.size, tier: args.tier.as_deref(), is_timed: true };
    let mut booth = Opened::read(&args.path, true)?.set_up(&look)?;
    booth.take()?;
    let Booth { mut app, mut renderer } = booth;

    let mut pictures: Vec<(f64, Option<Vec<PassCost>>)> = Vec::new();
    let (mut draws, mut triangles) = (0, 0);
    for stop in walk(&mut app, args.pictures) {
        app.jump_to(stop.eye, stop.heading, stop.pitch);
        app.advance(STEP_SECS);
        let began = Instant::now();
        let drawn = app.draw(&mut renderer).map_err(|error| error.to_string())?;
        let cpu_ms = began.elapsed().as_secs_f64() * 1e3;
        draws += u64::from(drawn.draws);
        triangles += drawn.triangles;
        pictures.push((cpu_ms, renderer.pass_costs().map_err(|error| error.to_string())?));
    }
    let info = renderer.info();
    let count = pictures.len() as u64;
    println!("{} ({}), tier {:?}, {} × {} px", info.backend, info.adapter, info.tier, args.size.x, args.size.y);
    println!("{count} pictures; in the mean {} draws, {} triangles", draws / count, triangles / count);
    print_table(&pictures);
    Ok(())
}

/// From the spawn by way of all viewpoints, in as many steps.
fn walk(app: &mut App, pictures: u32) -> Vec<Stop> {
    let stop = |app: &App| app.eye().map(|(eye, heading, pitch)| Stop { eye, heading, pitch });
    let ids: Vec<String> = app.viewpoints().map(str::to_owned).collect();
    let mut stops: Vec<Stop> = stop(app).into_iter().collect();
    for id in &ids {
        if app.jump_to_viewpoint(id) {
            stops.extend(stop(app));
        }
    }
    let Some(first) = stops.first().copied() else { return Vec::new() };
    if stops.len() == 1 {
        // A hall without viewpoints: once around.
        stops = (0..5)
            .map(|i| Stop { heading: first.heading + i as f32 * core::f32::consts::FRAC_PI_2, ..first })
            .collect();
    }
    let legs = (stops.len() - 1) as f32;
    (0..pictures)
        .map(|i| {
            let at = legs * i as f32 / pictures.max(2).saturating_sub(1) as f32;
            let leg = (at as usize).min(stops.len() - 2);
            let (from, to, part) = (stops[leg], stops[leg + 1], at - leg as f32);
            let turn = (to.heading - from.heading + core::f32::consts::PI).rem_euclid(core::f32::consts::TAU)
                - core::f32::consts::PI;
            Stop {
                eye: from.eye.lerp(to.eye, part),
                heading: from.heading + turn * part,
                pitch: from.pitch + (to.pitch - from.pitch) * part,
            }
        })
        .collect()
}

fn print_table(pictures: &[(f64, Option<Vec<PassCost>>)]) {
    let median = |values: &mut Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or(0.0)
    };
    let mut cpu: Vec<f64> = pictures.iter().map(|(ms, _)| *ms).collect();
    let Some(timed) = pictures.iter().map(|(_, costs)| costs.as_deref()).collect::<Option<Vec<_>>>() else {
        println!("CPU {:.3} ms a picture (median); the device has no clock for single passes", median(&mut cpu));
        return;
    };
    let mut names: Vec<&str> = Vec::new();
    let mut columns: BTreeMap<&str, (Vec<f64>, Vec<f64>, u32)> = BTreeMap::new();
    for cost in timed.iter().copied().flatten() {
        if !names.contains(&cost.name) {
            names.push(cost.name);
        }
        let (cpu, gpu, passes) = columns.entry(cost.name).or_default();
        cpu.push(cost.cpu_ms);
        gpu.push(cost.gpu_ms);
        *passes += cost.passes;
    }
    let count = pictures.len() as f64;
    println!("{:<20} {:>9} {:>10} {:>10} {:>10} {:>10}", "pass", "a picture", "CPU ms", "GPU ms", "least", "most");
    for name in names {
        // Where a pass was not drawn it cost nothing.
        let Some((cpu, gpu, passes)) = columns.get_mut(name) else { continue };
        cpu.resize(pictures.len(), 0.0);
        gpu.resize(pictures.len(), 0.0);
        let (gpu, least, most) = (median(gpu), gpu[0], gpu[gpu.len() - 1]);
        println!(
            "{name:<20} {:>9.1} {:>10.3} {gpu:>10.3} {least:>10.3} {most:>10.3}",
            f64::from(*passes) / count,
            median(cpu)
        );
    }
    let mut gpu: Vec<f64> = timed.iter().map(|costs| costs.iter().map(|c| c.gpu_ms).sum()).collect();
    let (cpu, middle) = (median(&mut cpu), median(&mut gpu));
    let (least, most) = (gpu[0], gpu[gpu.len() - 1]);
    println!("{:<20} {:>9} {cpu:>10.3} {middle:>10.3} {least:>10.3} {most:>10.3}", "all", "");
}
