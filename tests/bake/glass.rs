//! Glass, cut-outs, shades: what lets light through.

use bake::{Picture, Sky, Texel, World};
use glam::{Affine2, Vec3, Vec4};
use hall::{AlphaMode, Image, ImageSource, LightKind, Material, Pose, Sampler, Texture, TextureId, TextureRef};

use crate::set::{Set, Wall, block, expect_near, lit_at, matt, paths};

const TEXEL: Texel = Texel { position: Vec3::ZERO, normal: Vec3::Y, face: Vec3::Y, size: 0.05 };

/// Over a black floor, large enough to be all that is seen from below.
fn pane(y: f32) -> Wall {
    Wall { corner: Vec3::new(-500.0, y, -500.0), u: Vec3::Z * 1000.0, v: Vec3::X * 1000.0 }
}

fn floor() -> Set {
    let mut set = Set::default();
    set.walls(matt(Vec3::ZERO), &[pane(0.0)]);
    set
}

fn glass(color: Vec3) -> Material {
    Material { transmission: 1.0, ..matt(color) }
}

const TINT: Vec3 = Vec3::new(0.9, 0.5, 0.1);

#[test]
fn glass_tints_the_sky() {
    let mut set = floor();
    set.walls(glass(TINT), &[pane(1.0)]);
    let world = set.world(Sky::Even(Vec3::ONE));
    let light = lit_at(&world, TEXEL, &paths(512)).light;
    // Its front looks up; from below its back is met, which is not drawn and does nothing.
    expect_near("from behind", light.y, 1.0, 0.01);
    let mut set = floor();
    set.walls(Material { double_sided: true, ..glass(TINT) }, &[pane(1.0)]);
    let light = lit_at(&set.world(Sky::Even(Vec3::ONE)), TEXEL, &paths(512)).light;
    expect_near("red", light.x, 0.9, 0.01);
    expect_near("green", light.y, 0.5, 0.01);
    expect_near("blue", light.z, 0.1, 0.01);
}

#[test]
fn a_pane_with_two_faces_tints_once() {
    let mut set = floor();
    set.walls(glass(TINT), &block(Vec3::new(-400.0, 1.0, -500.0), Vec3::new(500.0, 1.01, 500.0)));
    set.lamp(Vec3::new(0.0, 3.0, 0.0), Vec3::ZERO, Vec3::ONE, 90.0, LightKind::Point { range: None });
    let wanted = 90.0 / 9.0 / std::f32::consts::PI;
    let light = lit_at(&set.dark_world(), TEXEL, &paths(64)).light;
    // What glass doesn't mirror is here all of it.
    expect_near("red", light.x, 0.9 * wanted, 0.002);
    expect_near("blue", light.z, 0.1 * wanted, 0.002);
}

#[test]
fn what_is_half_there_lets_half_through() {
    let mut set = floor();
    let mut half = matt(Vec3::ZERO);
    half.base_color.w = 0.25;
    half.alpha_mode = AlphaMode::Blend;
    half.double_sided = true;
    set.walls(half, &[pane(1.0)]);
    expect_near("sky", lit_at(&set.world(Sky::Even(Vec3::ONE)), TEXEL, &paths(1024)).light.y, 0.75, 0.02);
}

/// A picture whose left half is a hole; nothing else is over the floor.
#[test]
fn cut_outs_are_cut_out_and_pictures_colour() {
    let mut set = floor();
    set.scene.images.push(Image { name: String::new(), source: ImageSource::Missing });
    set.scene.textures.push(Texture { image: hall::ImageId(0), fallback: None, sampler: Sampler::default() });
    let texture = TextureRef { texture: TextureId(0), uv_set: 0, image_from_uv: Affine2::IDENTITY };
    let mut leaf = matt(Vec3::ONE);
    leaf.base_color_texture = Some(texture);
    leaf.alpha_mode = AlphaMode::Mask { cutoff: 0.5 };
    leaf.double_sided = true;
    let leaf = set.material(leaf);
    // `u` is along Z: the image's left half is where z is below 0.
    let ceiling = Wall { corner: Vec3::new(-5.0, 1.0, -5.0), u: Vec3::Z * 10.0, v: Vec3::X * 10.0 };
    set.wall(leaf, ceiling, |_| Vec4::ONE);
    let texels = [[255, 0, 0, 0], [188, 255, 0, 255]].map(|texel: [u8; 4]| texel.repeat(2));
    // Two columns, two rows.
    let rgba: Vec<u8> =
        (0..2).flat_map(|_| texels.iter().flat_map(|texel| texel[..4].to_vec()).collect::<Vec<_>>()).collect();
    let picture = |_| Some(Picture { width: 2, height: 2, rgba: rgba.clone() });
    let world = World::new(&set.scene, &Pose::rest(&set.scene), &picture, Sky::Even(Vec3::ONE));
    assert!(world.look(Vec3::new(0.0, 2.0, -2.0), Vec3::NEG_Y).is_some_and(|seen| seen.distance > 1.5), "the hole");
    let seen = world.look(Vec3::new(0.0, 2.0, 2.0), Vec3::NEG_Y).expect("the leaf");
    expect_near("sRGB 188", seen.albedo.x, 0.503, 0.01);
    assert!(seen.albedo.y > 0.99 && seen.albedo.z < 0.01 && (seen.distance - 1.0).abs() < 1e-4);
    set.lamp(Vec3::new(0.0, 50.0, 0.0), Vec3::ZERO, Vec3::ONE, 1.0, LightKind::Directional);
    let world = World::new(&set.scene, &Pose::rest(&set.scene), &picture, Sky::Even(Vec3::ZERO));
    let at = |z: f32| Texel { position: Vec3::new(0.0, 0.0, z), ..TEXEL };
    expect_near("sun through the hole", lit_at(&world, at(-2.0), &paths(16)).light.y, 1.0 / std::f32::consts::PI, 0.01);
    assert_eq!(lit_at(&world, at(2.0), &paths(16)).light, Vec3::ZERO);
}

/// A lamp in a closed shade of paper that lets half of the light through.
#[test]
fn a_shade_glows_on_its_other_side() {
    let mut set = floor();
    let mut paper = matt(Vec3::ZERO);
    paper.double_sided = true;
    paper.diffuse_transmission.factor = 0.5;
    set.walls(paper, &block(Vec3::new(-0.3, 1.0, -0.3), Vec3::new(0.3, 1.6, 0.3)));
    set.lamp(Vec3::new(0.0, 1.3, 0.0), Vec3::ZERO, Vec3::ONE, 10.0, LightKind::Point { range: None });
    let mut world = set.dark_world();
    world.leave_direct(&|_| true);
    let lit = lit_at(&world, TEXEL, &paths(2048));
    // Far below, what the shade's bottom lets through counts most: E there is I / d² over it, scattered evenly.
    let wanted: f32 = (0..40 * 40)
        .map(|i| {
            let (x, z) = (((i % 40) as f32 + 0.5) / 40.0 * 0.6 - 0.3, ((i / 40) as f32 + 0.5) / 40.0 * 0.6 - 0.3);
            let inside = x * x + z * z + 0.09;
            let arriving = 10.0 * 0.3 / inside.powf(1.5);
            let squared = x * x + z * z + 1.0;
            // Radiance 0.5 E / π; two cosines, each 1 / distance.
            0.5 * arriving / std::f32::consts::PI / (squared * squared) * (0.6 * 0.6 / 1600.0)
        })
        .sum::<f32>()
        / std::f32::consts::PI;
    expect_near("under a shade", lit.light.y, wanted, 0.05);
}
