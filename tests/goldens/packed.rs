//! Packed halls beside what they were made of: what a pack changes, nobody may see.
//!
//! The measure is ꟻLIP (Andersson et al., 2020): 0 for what looks the same, 1 for black beside white, at 67 pixels a degree.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use glam::{UVec2, Vec3, vec3};
use hall::Limits;
use image::RgbaImage;
use pack::texture::Tier;
use pack::{Pack, Request};
use viewer::App;

use crate::sample_hall::{draw_hall, lobby, read};

/// Halls to measure, with `:` between them. Not set, nothing is measured.
const PATHS: &str = "YUNZHAN_PACKED_HALLS";
/// What is compared, pixels.
const SIZE: UVec2 = UVec2::new(960, 540);

/// The largest mean ꟻLIP of a view of the sample hall, most of it from pictures: a scene without any has a tenth of it (docs/packing.md).
const FLIP_MAX: [(Tier, f32); 2] = [(Tier::Phone, 0.04), (Tier::Desktop, 0.03)];

/// What is longer is a room, metres.
const ROOM_M: f32 = 4.0;

/// The tier of triangles, and that of pictures.
type Shown = (Tier, Tier);

/// A hall and what was packed of it, in a folder that goes with it.
struct Packed {
    folder: PathBuf,
    entry: String,
    target: PathBuf,
    pack: Pack,
}

impl Packed {
    fn of(path: &Path) -> Self {
        let file_name = || path.file_name().expect("a hall has a name").to_string_lossy().into_owned();
        let entry = if path.is_dir() { "hall.json".to_owned() } else { file_name() };
        let folder = if path.is_dir() { path } else { path.parent().expect("a file is in a folder") };
        let target = std::env::temp_dir().join(format!("yunzhan-packed-{}-{entry}", std::process::id()));
        let file = |name: &str| std::fs::read(folder.join(name)).ok().map(Bytes::from);
        let limits = Limits::default();
        let request = Request { entry: &entry, file: &file, target: &target, cache: None, limits: &limits };
        let report = pack::pack(&request, &|_, _, _| ControlFlow::Continue(())).expect("the hall can be packed");
        Self { folder: folder.to_path_buf(), entry, target, pack: report.pack }
    }

    /// A file as visitors get it, by its name in the source or in the pack; the source's where nothing is said of a tier.
    fn file(&self, name: &str, shown: Option<Shown>) -> Bytes {
        let source = || read(&self.folder.join(name));
        let Some((tier, of_pictures)) = shown else { return source() };
        let scene = self.pack.scenes.iter().find(|scene| scene.path == name).map(|scene| &scene.tiers[&tier].scene);
        let pictures = self
            .pack
            .scenes
            .iter()
            .flat_map(|scene| scene.tiers[&tier].pictures.iter().zip(&scene.tiers[&of_pictures].pictures));
        let picture = pictures.filter(|(named, _)| named.file.ends_with(name)).map(|(_, shown)| shown).next();
        if let Some(found) = scene.or(picture).or_else(|| self.pack.media.get(name)?.of_tier(of_pictures)) {
            return read(&self.target.join(&found.file));
        }
        source()
    }

    fn draw(&self, shown: Option<Shown>, stand: &Stand) -> RgbaImage {
        let put = |app: &mut App| match stand {
            Stand::Viewpoint(id) => assert!(app.jump_to_viewpoint(id), "no viewpoint {id}"),
            Stand::Eye(eye, heading) => app.jump_to(*eye, *heading, 0.0),
        };
        draw_hall(&self.entry, &|name| self.file(name, shown), &put, SIZE, render::Tier::Base)
    }

    /// The viewpoints of a manifest; else four directions, from the middle of what is a room, and from around what is a thing.
    fn stands(&self) -> Vec<Stand> {
        if self.entry.ends_with(".json") {
            let hall = hall::Hall::parse(&read(&self.folder.join(&self.entry))).expect("a manifest");
            return hall.viewpoints.into_iter().map(|viewpoint| Stand::Viewpoint(viewpoint.id)).collect();
        }
        let bounds = self.pack.scenes[0].bounds.expect("a scene that shows something");
        let (min, max) = (Vec3::from(bounds.min), Vec3::from(bounds.max));
        let (middle, size) = ((min + max) / 2.0, (max - min).max_element());
        let stand = |heading: f32| {
            let ahead = vec3(-heading.sin(), 0.0, -heading.cos());
            let eye = if size > ROOM_M { middle.with_y(min.y + 1.6) } else { middle - ahead * size * 1.5 };
            Stand::Eye(eye, heading)
        };
        (0..4).map(|quarter| stand(quarter as f32 * std::f32::consts::FRAC_PI_2)).collect()
    }
}

impl Drop for Packed {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.target);
    }
}

/// Where one looks from.
enum Stand {
    Viewpoint(String),
    /// Metres, and radians around the vertical.
    Eye(Vec3, f32),
}

/// How different two pictures are.
#[derive(Clone, Copy, Default)]
struct Difference {
    /// Mean ꟻLIP.
    flip: f32,
    /// Mean difference of a channel, of 255.
    mean: f64,
    /// Pixels of which a channel differs by more than 16 of 255, of all.
    share: f64,
}

fn difference(whole: &RgbaImage, packed: &RgbaImage) -> Difference {
    let rgb = |image: &RgbaImage| image.pixels().flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect::<Vec<u8>>();
    let (a, b) = (rgb(whole), rgb(packed));
    let flip_image = |rgb: &[u8]| nv_flip::FlipImageRgb8::with_data(whole.width(), whole.height(), rgb);
    let errors = nv_flip::flip(flip_image(&a), flip_image(&b), nv_flip::DEFAULT_PIXELS_PER_DEGREE);
    let flip = nv_flip::FlipPool::from_image(&errors).mean();
    let far = || a.iter().zip(&b).map(|(a, b)| a.abs_diff(*b));
    let mean = far().map(f64::from).sum::<f64>() / a.len() as f64;
    let pixels = a.chunks_exact(3).zip(b.chunks_exact(3));
    let differing = pixels.filter(|(a, b)| a.iter().zip(*b).any(|(a, b)| a.abs_diff(*b) > 16)).count();
    Difference { flip, mean, share: differing as f64 / (a.len() / 3) as f64 }
}

#[test]
fn a_packed_hall_looks_like_its_source() {
    let packed = Packed::of(&lobby());
    for viewpoint in ["entrance", "lounge"] {
        let stand = Stand::Viewpoint(viewpoint.into());
        let whole = packed.draw(None, &stand);
        for (tier, most) in FLIP_MAX {
            let found = difference(&whole, &packed.draw(Some((tier, tier)), &stand));
            assert!(found.flip > 0.0, "{viewpoint}: the {} tier is not what was drawn", tier.name());
            assert!(found.flip < most, "{viewpoint}, {}: ꟻLIP {:.4}, allowed {most}", tier.name(), found.flip);
        }
    }
}

/// `YUNZHAN_PACKED_HALLS=assets/halls/lobby:… cargo test -p tests --test goldens packed -- --ignored --nocapture`
#[test]
#[ignore = "measures halls that YUNZHAN_PACKED_HALLS names"]
fn measures_packed_halls() {
    let paths = std::env::var_os(PATHS).expect("YUNZHAN_PACKED_HALLS names the halls");
    println!(
        "| hall | triangles | pictures | views | mean ꟻLIP | worst view | mean difference, of 255 | pixels off by more than 16, % |"
    );
    for path in std::env::split_paths(&paths) {
        let packed = Packed::of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(&path));
        let stands = packed.stands();
        let whole: Vec<RgbaImage> = stands.iter().map(|stand| packed.draw(None, stand)).collect();
        let of_all = Tier::ALL.map(|tier| (tier, tier)).into_iter();
        for shown in of_all.chain([(Tier::Phone, Tier::High)]) {
            let views = stands.iter().zip(&whole);
            let found: Vec<Difference> =
                views.map(|(stand, whole)| difference(whole, &packed.draw(Some(shown), stand))).collect();
            let count = found.len() as f64;
            println!(
                "| {} | {} | {} | {count} | {:.4} | {:.4} | {:.2} | {:.2} |",
                path.display(),
                shown.0.name(),
                shown.1.name(),
                found.iter().map(|view| f64::from(view.flip)).sum::<f64>() / count,
                found.iter().map(|view| view.flip).fold(0.0, f32::max),
                found.iter().map(|view| view.mean).sum::<f64>() / count,
                found.iter().map(|view| view.share).sum::<f64>() / count * 100.0,
            );
        }
    }
}
