//! The filter takes grain and leaves edges.

use bake::{Guide, denoise};
use glam::Vec3;

use crate::set::{Set, lit, matt, paths, room, shining};

const WIDTH: usize = 64;

/// Two charts beside each other on a page, one of them with an edge of a shadow; noise that depends on the place alone.
fn page() -> (Vec<Vec3>, Vec<f32>, Vec<Option<Guide>>) {
    let (mut noisy, mut clean, mut guides) = (Vec::new(), Vec::new(), Vec::new());
    for i in 0..WIDTH * WIDTH {
        let (x, y) = (i % WIDTH, i / WIDTH);
        let grain = ((i as u32).wrapping_mul(2_654_435_761) >> 8) as f32 / 16_777_216.0 - 0.5;
        let chart = u32::from(x >= 32);
        let value = match (chart, y < 20) {
            (0, _) => 0.1,
            (_, true) => 1.0,
            _ => 4.0,
        };
        let is_gutter = x == 31 || x == 32;
        clean.push(value);
        noisy.push(if is_gutter { Vec3::splat(77.0) } else { Vec3::splat(value * (1.0 + 0.3 * grain)) });
        guides.push((!is_gutter).then_some(Guide {
            position: Vec3::new(x as f32, y as f32, 0.0) * 0.05,
            normal: Vec3::Z,
            size: 0.05,
            chart,
            // Of the grain above: 0.3 / √12.
            noise: value * 0.0866,
            reach: 0.1,
        }));
    }
    (noisy, clean, guides)
}

#[test]
fn grain_goes_and_edges_and_gutters_stay() {
    let (mut page, clean, guides) = page();
    let worst = |page: &[Vec3]| {
        let off = page.iter().zip(&clean).zip(&guides).filter(|(_, guide)| guide.is_some());
        off.map(|((light, clean), _)| (light.x / clean - 1.0).abs()).fold(0.0, f32::max)
    };
    let before = worst(&page);
    denoise(WIDTH, &mut page, &guides);
    let after = worst(&page);
    println!("worst {before:.3} before, {after:.3} after");
    assert!(before > 0.14 && after < 0.05);
    assert!(page.iter().zip(&guides).all(|(light, guide)| guide.is_some() || *light == Vec3::splat(77.0)));
}

#[test]
fn a_baked_floor_comes_nearer_to_the_truth() {
    let mut set = Set::default();
    let walls = room(Vec3::ZERO, Vec3::new(3.0, 2.5, 3.0));
    set.walls(matt(Vec3::splat(0.7)), &walls);
    let lamp = crate::set::Wall { corner: Vec3::new(1.0, 2.4, 1.0), u: Vec3::X, v: Vec3::Z * 0.2 };
    set.walls(shining(Vec3::splat(10.0)), &[lamp]);
    let world = set.dark_world();
    let texels = walls[0].texels(32, 32);
    let noisy = lit(&world, &texels, &paths(16));
    let truth = lit(&world, &texels, &paths(1024));
    let guides: Vec<_> = texels
        .iter()
        .zip(&noisy)
        .map(|(t, lit)| {
            Some(Guide {
                position: t.position,
                normal: t.normal,
                size: t.size,
                chart: 0,
                noise: lit.noise,
                reach: lit.reach,
            })
        })
        .collect();
    let mut lights: Vec<_> = noisy.iter().map(|lit| lit.light).collect();
    let error = |lights: &[Vec3]| {
        let squares = lights.iter().zip(&truth).map(|(a, b)| ((a.y - b.light.y) / b.light.y).powi(2));
        (squares.sum::<f32>() / lights.len() as f32).sqrt()
    };
    let before = error(&lights);
    denoise(32, &mut lights, &guides);
    let after = error(&lights);
    println!("root of mean squared error {before:.4} before, {after:.4} after");
    assert!(after < 0.6 * before);
}

#[test]
fn pages_of_wrong_sizes_are_left_alone() {
    let mut page = vec![Vec3::ONE; 3];
    denoise(0, &mut page, &[None; 3]);
    denoise(2, &mut page, &[None; 2]);
    denoise(2, &mut page, &[None; 3]);
    assert_eq!(page, [Vec3::ONE; 3]);
}
