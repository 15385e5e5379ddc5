//! What must be on the machine: finding programs and Debian packages, and installing the latter as root.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::fault::Fault;
use crate::place;
use crate::step;

/// The oldest Node that the page's bundler runs on.
const NODE_MAJOR_MIN: u32 = 20;

/// Where a program is, looking through PATH.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let suffix = env::consts::EXE_SUFFIX;
    env::split_paths(&path).map(|folder| folder.join(format!("{program}{suffix}"))).find(|file| file.is_file())
}

/// Is this Debian or one of its children, with its package tools?
pub fn is_debian() -> bool {
    Path::new("/etc/debian_version").exists() && find("apt-get").is_some() && find("dpkg-query").is_some()
}

/// May this process install packages?
fn is_root() -> bool {
    let uid = Command::new("id").arg("-u").stderr(Stdio::null()).output();
    uid.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// The Debian packages of this list that are not installed.
pub fn missing_packages(packages: &[&str]) -> Vec<String> {
    let is_installed = |package: &str| {
        let query = Command::new("dpkg-query").args(["-W", "-f", "${Status}", package]).stderr(Stdio::null()).output();
        query.is_ok_and(|output| output.stdout.ends_with(b" installed"))
    };
    packages.iter().filter(|package| !is_installed(package)).map(|package| package.to_string()).collect()
}

/// Installs what is missing of some Debian packages; says how, where it may not do so itself.
pub fn provide_packages(packages: &[&str], why: &str) -> Result<(), Fault> {
    let missing = missing_packages(packages);
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.join(" ");
    if !is_root() {
        return Err(Fault::Missing {
            tool: names.clone(),
            why: why.into(),
            install: format!("sudo apt-get install -y {names}"),
        });
    }
    eprintln!("      installing {names} ({why})");
    let mut update = Command::new("apt-get");
    step::output("apt-get update", update.args(["update", "-q"]))?;
    let mut install = Command::new("apt-get");
    install.env("DEBIAN_FRONTEND", "noninteractive").args(["install", "-y", "-q", "--no-install-recommends"]);
    step::output(&format!("apt-get install {names}"), install.args(&missing)).map(drop)
}

/// A compiler of C++: the encoders of meshes and textures that packs are made with bring some. `cc` alone, which Rust links with, is not enough.
pub fn provide_cpp() -> Result<(), Fault> {
    let why = "the encoders of meshes and textures are compiled with it";
    if env::var_os("CXX").is_some() || ["c++", "g++", "clang++"].into_iter().any(|name| find(name).is_some()) {
        return Ok(());
    }
    if is_debian() {
        return provide_packages(&["g++"], why);
    }
    let install = "this system's package of g++ or clang++".into();
    Err(Fault::Missing { tool: "a compiler of C++".into(), why: why.into(), install })
}

/// Node and npm, recent enough for the bundler; Debian's are installed if they are.
pub fn provide_node() -> Result<(), Fault> {
    if find("node").is_none()
        && is_debian()
        && is_root()
        && debian_node_major().is_some_and(|major| major >= NODE_MAJOR_MIN)
    {
        provide_packages(&["nodejs", "npm"], "web/ is bundled with them")?;
    }
    let why = match node_major() {
        Some(major) if major >= NODE_MAJOR_MIN && find("npm").is_some() => return Ok(()),
        Some(major) if major >= NODE_MAJOR_MIN => "node is here, but npm is not".to_string(),
        Some(major) => format!("this one is {major}, and web/ is bundled with {NODE_MAJOR_MIN} or newer"),
        None => "web/ is bundled with it".to_string(),
    };
    let install = if debian_node_major().is_some_and(|major| major >= NODE_MAJOR_MIN) {
        "sudo apt-get install -y nodejs npm"
    } else if is_debian() {
        "curl -fsSL https://deb.nodesource.com/setup_22.x | sudo bash - && sudo apt-get install -y nodejs"
    } else if cfg!(target_os = "macos") {
        "brew install node"
    } else {
        "the package of https://nodejs.org for this system"
    };
    Err(Fault::Missing { tool: format!("Node {NODE_MAJOR_MIN} with npm"), why, install: install.into() })
}

fn node_major() -> Option<u32> {
    let version = Command::new("node").arg("--version").stderr(Stdio::null()).output().ok()?;
    major(&String::from_utf8_lossy(&version.stdout))
}

fn debian_node_major() -> Option<u32> {
    if !is_debian() {
        return None;
    }
    let policy = Command::new("apt-cache").args(["policy", "nodejs"]).stderr(Stdio::null()).output().ok()?;
    let policy = String::from_utf8_lossy(&policy.stdout).into_owned();
    major(policy.lines().find_map(|line| line.trim().strip_prefix("Candidate:"))?.trim())
}

/// The first number of `v20.1.0`, `20.1.0+dfsg`.
fn major(version: &str) -> Option<u32> {
    version.trim_start_matches('v').split('.').next()?.parse().ok()
}

/// An npm command in `web/`.
pub fn npm(arguments: &[&str]) -> Command {
    let mut command = Command::new("npm");
    command.current_dir(place::web()).args(arguments);
    command
}

/// A program that an npm package of `web/` brings.
pub fn web_tool(name: &str) -> Command {
    let mut command = Command::new(place::web().join("node_modules/.bin").join(name));
    command.current_dir(place::web());
    command
}

/// The browser for the specs: CHROMIUM, or the first of the usual names.
pub fn chromium() -> Option<PathBuf> {
    if let Some(named) = env::var_os("CHROMIUM") {
        return Some(PathBuf::from(named));
    }
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"].into_iter().find_map(find)
}

/// The description file of Mesa's software Vulkan driver, with which the goldens are drawn.
pub fn llvmpipe_driver() -> Option<PathBuf> {
    let folders = ["/usr/share/vulkan/icd.d", "/usr/local/share/vulkan/icd.d", "/etc/vulkan/icd.d"];
    let files = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
    files
        .map(|entry| entry.path())
        .find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("lvp_icd")))
}

/// Whatever tests and comparisons need beyond what a build needs: a browser, a software GPU, a font with Chinese in it.
pub fn provide_test_bench() -> Result<(), Fault> {
    if is_debian() {
        let mut packages = vec!["libvulkan1", "mesa-vulkan-drivers", "fonts-noto-cjk"];
        if chromium().is_none() {
            packages.push("chromium");
        }
        return provide_packages(&packages, "pictures and pages are tested and measured with them");
    }
    let need = |there: bool, tool: &str, install: &str| {
        let why = "pictures and pages are tested and measured with it";
        if there { Ok(()) } else { Err(Fault::Missing { tool: tool.into(), why: why.into(), install: install.into() }) }
    };
    need(chromium().is_some(), "Chromium", "this system's Chromium package, then set CHROMIUM to its path")?;
    need(llvmpipe_driver().is_some(), "Mesa's llvmpipe Vulkan driver", "this system's Mesa Vulkan (lavapipe) package")
}
