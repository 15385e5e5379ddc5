//! `yunzhan-view`: a hall in a window, or in a picture.

mod bench;
mod booth;
mod files;
mod keys;
mod sheet;
mod shot;
mod window;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

/// 在窗口中打开展厅，或渲染成图片。Opens a hall in a window, or renders it into a picture.
#[derive(Parser)]
#[command(name = "yunzhan-view", version, args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    window: WindowArgs,
}

#[derive(Subcommand)]
enum Command {
    /// 渲染一张图片。Renders one picture.
    Shot(ShotArgs),
    /// 沿观察点走一遍，打印每个渲染步骤的耗时。Walks by the viewpoints and prints what each pass costs.
    Bench(BenchArgs),
    /// 把展厅的观察点排成一张图：左为基础档，右为高档。Puts the hall from its viewpoints on one sheet: base tier left, upper tier right.
    Sheet(SheetArgs),
}

#[derive(Args)]
struct WindowArgs {
    /// 展厅文件夹、hall.json、.glb 或 .gltf。A hall's folder, hall.json, .glb or .gltf.
    #[arg(required = true)]
    path: Option<PathBuf>,
    /// 列出观察点后退出。Lists the viewpoints and exits.
    #[arg(long)]
    list: bool,
    /// 打印每秒的绘制统计。Prints what is drawn, once a second.
    #[arg(long)]
    stats: bool,
    /// 全屏。Fills the screen.
    #[arg(long)]
    fullscreen: bool,
    /// 减少动态效果。No flights, nothing that moves by itself.
    #[arg(long)]
    reduced_motion: bool,
}

/// What is to be rendered, and where to.
#[derive(Args)]
pub struct ShotArgs {
    /// 展厅文件夹、hall.json、.glb 或 .gltf。A hall's folder, hall.json, .glb or .gltf.
    pub path: PathBuf,
    /// 观察点名称。The viewpoint to look from; the spawn when missing.
    #[arg(long, conflicts_with = "eye")]
    pub viewpoint: Option<String>,
    /// 眼睛位置 x,y,z（米）。Where the eye is, metres.
    #[arg(long, value_parser = parse_vec3, allow_hyphen_values = true)]
    pub eye: Option<glam::Vec3>,
    /// 朝向（度，0 为 -Z，逆时针）。Degrees; 0 looks along -Z, counter-clockwise from above.
    #[arg(long, allow_hyphen_values = true, requires = "eye", default_value_t = 0.0)]
    pub heading: f32,
    /// 俯仰（度，向上为正）。Degrees, upwards.
    #[arg(long, allow_hyphen_values = true, requires = "eye", default_value_t = 0.0)]
    pub pitch: f32,
    /// 材质外观（KHR_materials_variants）的名称。The look to show everything in that offers it.
    #[arg(long)]
    pub variant: Option<String>,
    /// 图片大小（像素）。Width and height, pixels.
    #[arg(long, value_parser = parse_size, default_value = "1280x720")]
    pub size: glam::UVec2,
    /// 渲染档位。Draws as this tier does; the device's own when missing.
    #[arg(long, value_parser = ["base", "full"])]
    pub tier: Option<String>,
    /// 不画慢速设备省略的效果。Leaves out what slow devices leave out, too.
    #[arg(long)]
    plain: bool,
    /// PNG 文件。The PNG to write.
    #[arg(short, long)]
    pub output: PathBuf,
    /// 打印绘制统计。Prints what was drawn.
    #[arg(long)]
    pub stats: bool,
}

/// What is to be measured.
#[derive(Args)]
pub struct BenchArgs {
    /// 展厅文件夹、hall.json、.glb 或 .gltf。A hall's folder, hall.json, .glb or .gltf.
    pub path: PathBuf,
    /// 图片大小（像素）。Width and height, pixels.
    #[arg(long, value_parser = parse_size, default_value = "2560x1440")]
    pub size: glam::UVec2,
    /// 图片数。How many pictures.
    #[arg(long, default_value_t = 120, value_parser = clap::value_parser!(u32).range(1..))]
    pub pictures: u32,
    /// 渲染档位。Draws as this tier does; the device's own when missing.
    #[arg(long, value_parser = ["base", "full"])]
    pub tier: Option<String>,
}

/// What is to be put on a sheet.
#[derive(Args)]
pub struct SheetArgs {
    /// 展厅文件夹、hall.json、.glb 或 .gltf。A hall's folder, hall.json, .glb or .gltf.
    pub path: PathBuf,
    /// 每张图片大小（像素）。Width and height of each picture, pixels.
    #[arg(long, value_parser = parse_size, default_value = "480x270")]
    pub size: glam::UVec2,
    /// 观察点数。How many viewpoints, from the first.
    #[arg(long, default_value_t = 8)]
    pub count: usize,
    /// PNG 或 JPEG 文件。The PNG or JPEG to write.
    #[arg(short, long)]
    pub output: PathBuf,
}

fn parse_size(text: &str) -> Result<glam::UVec2, String> {
    let parts = text.split_once('x').and_then(|(w, h)| Some(glam::UVec2::new(w.parse().ok()?, h.parse().ok()?)));
    parts.filter(|size| size.min_element() > 0).ok_or_else(|| "expected WIDTHxHEIGHT, as in 1280x720".to_owned())
}

fn parse_vec3(text: &str) -> Result<glam::Vec3, String> {
    let numbers: Option<Vec<f32>> = text.split(',').map(|n| n.trim().parse().ok()).collect();
    match numbers.as_deref() {
        Some([x, y, z]) if x.is_finite() && y.is_finite() && z.is_finite() => Ok(glam::Vec3::new(*x, *y, *z)),
        _ => Err("expected x,y,z in metres, as in 0,1.6,3.5".to_owned()),
    }
}

fn main() -> ExitCode {
    env_logger::Builder::from_env(env_logger::Env::default().default_filter_or("warn")).init();
    let cli = Cli::parse();
    let outcome = match (cli.command, cli.window.path.clone()) {
        (Some(Command::Shot(args)), _) => shot::run(&args),
        (Some(Command::Bench(args)), _) => bench::run(&args),
        (Some(Command::Sheet(args)), _) => sheet::run(&args),
        (None, Some(path)) if cli.window.list => list(&path),
        (None, Some(path)) => window::run(&path, &cli.window),
        (None, None) => Err("no hall was named".to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => {
            eprintln!("yunzhan-view: {words}");
            ExitCode::FAILURE
        }
    }
}

/// Prints the ids of all viewpoints, one a line.
fn list(path: &std::path::Path) -> Result<(), String> {
    let mut app = viewer::App::new(viewer::Options::default());
    let folder = files::open(&mut app, path)?;
    files::load(&mut app, &folder, &mut |_| {})?;
    app.viewpoints().for_each(|id| println!("{id}"));
    Ok(())
}
