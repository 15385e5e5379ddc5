//! Makes of the shaders what is built in.

use std::path::Path;
use std::{env, fs};

#[path = "shorten.rs"]
mod shorten;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../shaders");
    println!("cargo::rerun-if-changed={}", folder.display());
    println!("cargo::rerun-if-changed=shorten.rs");
    let mut files = Vec::new();
    for file in fs::read_dir(&folder)? {
        let path = file?.path();
        let text = shorten::bare(&fs::read_to_string(&path)?);
        files.push((path.file_name().ok_or("a shader without a name")?.to_owned(), text));
    }
    files.sort();
    let texts: Vec<String> = files.iter().map(|(_, text)| text.clone()).collect();
    let names = shorten::ShortNames::of(&texts);
    let is_short = env::var("PROFILE")? == "release";
    let out = env::var("OUT_DIR")?;
    for (name, text) in files {
        fs::write(Path::new(&out).join(name), if is_short { names.shorten(&text) } else { text })?;
    }
    Ok(())
}
