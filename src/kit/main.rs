//! `yunzhan-kit [FOLDER]`: writes the sample hall (default `assets/halls/lobby`).

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "assets/halls/lobby".into()));
    match write(&folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("yunzhan-kit: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write(folder: &std::path::Path) -> Result<(), Box<dyn std::error::Error>> {
    let started = std::time::Instant::now();
    let package = kit::lobby::lobby()?;
    for (path, bytes) in &package.files {
        let target = folder.join(path);
        if let Some(parent) = target.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(&target, bytes)?;
        println!("{:>9} bytes  {}", bytes.len(), target.display());
    }
    println!("made in {:.1} s", started.elapsed().as_secs_f32());
    Ok(())
}
