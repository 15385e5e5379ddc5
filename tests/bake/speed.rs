//! How fast the sample hall is: `cargo test --release -p tests --test bake speed -- --ignored --nocapture`.

use std::time::Instant;

use bake::{Picture, Quality, Sky, Texel, World};
use bytes::Bytes;
use glam::Vec3;
use hall::manifest::EnvironmentPreset;
use hall::{Limits, Pose, Scene};

use crate::set::lit;

fn hall() -> Scene {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../assets/halls/lobby/lobby.glb");
    let bytes = Bytes::from(std::fs::read(path).expect("lobby.glb is committed"));
    let document = hall::gltf::Document::open(bytes, &Limits::default()).expect("lobby.glb opens");
    document.import(&|_| None).expect("lobby.glb imports").0
}

fn decoded(scene: &Scene, image: hall::ImageId) -> Option<Picture> {
    let hall::ImageSource::Bytes(_, bytes) = &scene.images[image.index()].source else { return None };
    let picture = image::load_from_memory(bytes).ok()?.to_rgba8();
    Some(Picture { width: picture.width(), height: picture.height(), rgba: picture.into_raw() })
}

/// Some texels of every surface of the hall, spread evenly over triangles by their order.
fn texels(scene: &Scene, count: usize) -> Vec<Texel> {
    let pose = Pose::rest(scene);
    let mut all = Vec::new();
    for (node, world) in scene.nodes.iter().zip(&pose.world_from_node) {
        let Some(mesh) = node.mesh else { continue };
        for p in &scene.meshes[mesh.index()].primitives {
            for t in p.indices.chunks_exact(3) {
                let [a, b, c] = [0, 1, 2].map(|i| world.transform_point3(p.positions[t[i] as usize]));
                let face = (b - a).cross(c - a).normalize_or(Vec3::Y);
                all.push((0.5 * (b - a).cross(c - a).length(), [a, b, c], face));
            }
        }
    }
    let total: f32 = all.iter().map(|(area, ..)| area).sum();
    let (mut sum, mut texels) = (0.0, Vec::new());
    for (area, [a, b, c], face) in all {
        sum += area;
        while texels.len() as f32 * total < sum * count as f32 && texels.len() < count {
            let i = texels.len() as f32;
            let (x, y) = ((i * 0.618_034).fract().sqrt(), (i * 0.754_878).fract());
            let position = a * (1.0 - x) + b * (x * (1.0 - y)) + c * (x * y);
            texels.push(Texel { position, normal: face, face, size: 0.05 });
        }
    }
    texels
}

#[test]
#[ignore = "measures; nothing is expected of it but numbers"]
fn the_sample_hall() {
    let scene = hall();
    let start = Instant::now();
    let sky = Sky::Environment { preset: EnvironmentPreset::Studio, intensity: 1.0, rotation: 0.0 };
    let world = World::new(&scene, &Pose::rest(&scene), &|image| decoded(&scene, image), sky);
    println!("{} triangles in {:.2} s", world.triangle_count(), start.elapsed().as_secs_f32());
    let texels = texels(&scene, 8192);
    let start = Instant::now();
    let mut hits = 0;
    for texel in &texels {
        for i in 0..64_u8 {
            let y = 1.0 - (f32::from(i) + 0.5) / 32.0;
            let (sin, cos) = (f32::from(i) * 2.399_963).sin_cos();
            let direction = Vec3::new(cos, 0.0, sin) * (1.0 - y * y).sqrt() + Vec3::Y * y;
            hits += u32::from(world.look(texel.position + texel.face * 0.001, direction).is_some());
        }
    }
    let rays = texels.len() as f32 * 64.0 / start.elapsed().as_secs_f32();
    println!("{:.2} million rays a second on one thread, {hits} hits", rays / 1e6);
    for (name, quality) in [("preview", Quality::PREVIEW), ("final", Quality::FINAL)] {
        let start = Instant::now();
        let lit = lit(&world, &texels, &quality);
        let valid = lit.iter().filter(|lit| lit.is_valid).count();
        let noise = lit.iter().filter(|lit| lit.is_valid).map(|lit| f64::from(lit.noise)).sum::<f64>();
        let light = lit.iter().filter(|lit| lit.is_valid).map(|lit| f64::from(lit.light.y)).sum::<f64>();
        let seconds = start.elapsed().as_secs_f32();
        let each = seconds / texels.len() as f32;
        let part = 100.0 * noise / light;
        println!("{name}: {seconds:.1} s, a million texels {:.0} s, noise {part:.1} %, {valid} valid", each * 1e6);
    }
}
