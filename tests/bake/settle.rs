//! Few paths for texels of which the filter makes enough, many for the others.

use std::ops::ControlFlow;

use bake::atlas::{Atlas, Patch, unwrap};
use bake::{Lit, Quality, World, settle};
use glam::Vec3;

use crate::set::{Set, Wall, lit, matt, paths, room, shining};

fn settled(world: &World, atlas: &Atlas, quality: &Quality) -> Vec<Lit> {
    settle(world, atlas, quality, &|_| ControlFlow::Continue(())).expect("nothing breaks it")
}

fn patch(wall: &Wall) -> Patch {
    let Wall { corner, u, v } = *wall;
    let normals = vec![u.cross(v).normalize(); 4];
    let positions = vec![corner, corner + u, corner + u + v, corner + v];
    Patch { positions, normals, triangles: vec![[0, 1, 2], [0, 2, 3]], texels_per_metre: 10.0 }
}

#[test]
fn light_is_followed_on_where_the_filter_leaves_grain() {
    let mut set = Set::default();
    let walls = room(Vec3::ZERO, Vec3::new(3.0, 2.5, 3.0));
    set.walls(matt(Vec3::splat(0.7)), &walls);
    // A strip of light close to one wall, and a board whose shadow has edges.
    let strip = Wall { corner: Vec3::new(0.05, 2.2, 0.5), u: Vec3::X * 0.1, v: Vec3::Z * 2.0 };
    set.walls(shining(Vec3::splat(10.0)), &[strip]);
    let board = Wall { corner: Vec3::new(1.0, 0.6, 1.0), u: Vec3::X, v: Vec3::Z };
    set.walls(matt(Vec3::splat(0.5)), &[board]);
    let world = set.dark_world();
    let patches: Vec<Patch> = walls[..2].iter().map(patch).collect();
    let atlas = unwrap(&patches, 4);
    let truth = lit(&world, atlas.texels(), &paths(1024));
    let error = |found: &[Lit]| {
        let seen = found.iter().zip(&truth).filter(|(found, truth)| found.is_valid && truth.is_valid);
        let squares: Vec<f32> = seen.map(|(a, b)| ((a.light.y - b.light.y) / b.light.y.max(0.05)).powi(2)).collect();
        (squares.iter().sum::<f32>() / squares.len() as f32).sqrt()
    };
    let few = Quality { paths: Quality::FINAL.paths_min, ..Quality::FINAL };
    let (few, settled) = (settled(&world, &atlas, &few), settled(&world, &atlas, &Quality::FINAL));
    let is_unsure = |lit: &&Lit| lit.is_valid && lit.noise > 0.01 * lit.light.y;
    let unsure = few.iter().filter(is_unsure).count();
    let left = settled.iter().filter(is_unsure).count();
    println!("{unsure} of {} unsure, then {left}; off by {:.4} and {:.4}", few.len(), error(&few), error(&settled));
    assert!(unsure > 0 && unsure < few.len() / 2 && left < unsure / 2);
    assert!(error(&settled) < error(&few));
    let none = settle(&world, &atlas, &Quality::FINAL, &|part| {
        if part > 0.7 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(none.is_none());
}
