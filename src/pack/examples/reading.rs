//! How long the reader takes for packed scenes: `cargo run --release -p pack --example reading -- FILE.glb…`

use std::time::Instant;

use bytes::Bytes;
use hall::Limits;
use hall::gltf::Document;

const TIMES: usize = 101;

fn main() {
    for path in std::env::args().skip(1) {
        match measure(&path) {
            Ok((median_ms, nodes)) => println!("{path}: {median_ms:.2} ms, {nodes} nodes"),
            Err(why) => eprintln!("{path}: {why}"),
        }
    }
}

/// The median of many readings, milliseconds, and how many nodes there are then.
fn measure(path: &str) -> Result<(f64, usize), String> {
    let bytes = Bytes::from(std::fs::read(path).map_err(|error| error.to_string())?);
    let mut found_ms = Vec::new();
    let mut nodes = 0;
    for _ in 0..TIMES {
        let began = Instant::now();
        let document = Document::open(bytes.clone(), &Limits::default()).map_err(|error| error.to_string())?;
        let (scene, _) = document.import(&|_| None).map_err(|error| error.to_string())?;
        found_ms.push(began.elapsed().as_secs_f64() * 1000.0);
        nodes = scene.nodes.len();
    }
    found_ms.sort_by(f64::total_cmp);
    Ok((found_ms[TIMES / 2], nodes))
}
