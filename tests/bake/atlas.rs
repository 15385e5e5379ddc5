//! Surfaces laid out on pages.

use std::collections::BTreeMap;
use std::f32::consts::TAU;

use bake::Lit;
use bake::atlas::{Atlas, GUTTER, PAGE_SIDE, Part, Patch, unwrap};
use glam::{UVec2, Vec2, Vec3, vec3};

/// Triangles with normals of their own.
fn flat(triangles: &[[Vec3; 3]], texels_per_metre: f32) -> Patch {
    let mut patch = Patch { texels_per_metre, ..Patch::default() };
    for triangle in triangles {
        let first = patch.positions.len() as u32;
        let normal = (triangle[1] - triangle[0]).cross(triangle[2] - triangle[0]).normalize_or(Vec3::Y);
        patch.positions.extend(triangle);
        patch.normals.extend([normal; 3]);
        patch.triangles.push([first, first + 1, first + 2]);
    }
    patch
}

fn quad(a: Vec3, b: Vec3, c: Vec3, d: Vec3) -> [[Vec3; 3]; 2] {
    [[a, b, c], [a, c, d]]
}

/// A smooth tube along Y, of a metre's radius.
fn tube(sides: u32, height: f32, texels_per_metre: f32) -> Patch {
    let mut patch = Patch { texels_per_metre, ..Patch::default() };
    for side in 0..=sides {
        let (sin, cos) = (side as f32 / sides as f32 * TAU).sin_cos();
        for y in [0.0, height] {
            patch.positions.push(vec3(cos, y, sin));
            patch.normals.push(vec3(cos, 0.0, sin));
        }
        if side < sides {
            let a = side * 2;
            patch.triangles.extend([[a, a + 1, a + 3], [a, a + 3, a + 2]]);
        }
    }
    patch
}

/// Steps that wind around twice, one above the other as seen from above.
fn spiral() -> Patch {
    let mut triangles = Vec::new();
    let at = |step: u32, radius: f32| {
        let (sin, cos) = (step as f32 / 24.0 * TAU).sin_cos();
        vec3(cos * radius, step as f32 * 0.02, sin * radius)
    };
    for step in 0..60 {
        triangles.extend(quad(at(step, 1.0), at(step + 1, 1.0), at(step + 1, 3.0), at(step, 3.0)));
    }
    flat(&triangles, 20.0)
}

/// Everything that has gone wrong in somebody's export.
fn nasty() -> Vec<Patch> {
    let (o, x, z) = (Vec3::ZERO, Vec3::X, Vec3::Z);
    let sheet = quad(o, z, x + z, x);
    let twice = [sheet, sheet].concat();
    let line = [[o, x, x * 2.0], [o, o, o], [o, x, x + vec3(0.0, 1e-11, 0.0)]];
    // Five leaves on one edge.
    let leaves: Vec<[Vec3; 3]> =
        (0..5).map(|i| [o, Vec3::Y * 2.0, vec3((i as f32).cos(), 1.0, (i as f32).sin())]).collect();
    let sliver = [[o, x * 20.0, vec3(10.0, 0.0, 0.001)]];
    let broken = Patch {
        positions: vec![Vec3::NAN; 3],
        normals: vec![Vec3::Y; 3],
        triangles: vec![[0, 1, 2]],
        texels_per_metre: 20.0,
    };
    let dangling = Patch { triangles: vec![[0, 1, 9]], ..flat(&sheet, 20.0) };
    let huge = quad(o, z * 5000.0, (x + z) * 5000.0, x * 5000.0);
    vec![
        flat(&twice, 20.0),
        flat(&line, 20.0),
        flat(&leaves, 20.0),
        flat(&sliver, 20.0),
        broken,
        dangling,
        flat(&huge, 20.0),
        Patch::default(),
        flat(&sheet, f32::INFINITY),
        spiral(),
        tube(48, 3.0, 20.0),
    ]
}

/// For each texel of each page whose middle lies well inside a triangle, how many triangles those are.
fn times_covered(parts: &[Vec<Part>], atlas: &Atlas) -> BTreeMap<(usize, u32, u32), u32> {
    let mut covered = BTreeMap::new();
    for part in parts.iter().flatten() {
        let size = atlas.sizes[part.page].as_vec2();
        for triangle in &part.triangles {
            let [a, b, c] = triangle.map(|at| part.uvs[at as usize] * size);
            let area = (b - a).perp_dot(c - a);
            if area.abs() < 1e-6 {
                continue;
            }
            let (low, high) = (a.min(b).min(c).as_uvec2(), a.max(b).max(c).as_uvec2());
            for y in low.y..=high.y {
                for x in low.x..=high.x {
                    let p = Vec2::new(x as f32, y as f32) + 0.5;
                    let sides = [(b - p).perp_dot(c - p), (c - p).perp_dot(a - p), (a - p).perp_dot(b - p)];
                    if sides.iter().all(|side| side / area > 2e-3) {
                        *covered.entry((part.page, x, y)).or_default() += 1;
                    }
                }
            }
        }
    }
    covered
}

#[test]
fn nothing_lies_over_anything_else() {
    let patches = nasty();
    let atlas = unwrap(&patches, 4);
    let parts = atlas.parts(&patches);
    let covered = times_covered(&parts, &atlas);
    assert!(covered.len() > 10_000, "{}", covered.len());
    let twice = covered.iter().filter(|(_, times)| **times > 1).count();
    assert_eq!(twice, 0);
    // Two sheets in one place are both laid out, the spiral and the tube are whole.
    assert_eq!(parts[0].iter().map(|part| part.triangles.len()).sum::<usize>(), 4);
    assert_eq!(parts[9].iter().map(|part| part.triangles.len()).sum::<usize>(), 120);
    assert_eq!(parts[10].iter().map(|part| part.triangles.len()).sum::<usize>(), 96);
    assert!([1, 4, 5, 7, 8].iter().all(|at| parts[*at].is_empty()), "what shows nothing has no parts");
    assert!(atlas.sizes.iter().all(|size| size.max_element() <= PAGE_SIDE));
    let uvs = parts.iter().flatten().flat_map(|part| &part.uvs);
    assert!(uvs.clone().count() > 0 && uvs.clone().all(|uv| uv.min_element() >= 0.0 && uv.max_element() <= 1.0));
}

#[test]
fn charts_keep_their_distance_and_are_lit_as_far_as_they_are_read() {
    let patches = nasty();
    let atlas = unwrap(&patches, 4);
    let mut edges = 0;
    for (page, size) in atlas.sizes.iter().enumerate() {
        let charts: Vec<Option<u32>> = atlas.charts(page).collect();
        let at = |x: u32, y: u32| charts[(y * size.x + x) as usize];
        for y in 0..size.y {
            for x in 0..size.x - 1 {
                let (here, next) = (at(x, y), at(x + 1, y));
                edges += u32::from(here.is_some() && next.is_none());
                assert!(here.is_none() || next.is_none() || here == next, "charts touch at {x}, {y} of {page}");
            }
        }
        let owners: Vec<Option<usize>> = atlas.page(page).collect();
        assert!(owners.iter().zip(&charts).all(|(owner, chart)| owner.is_some() == chart.is_some()));
    }
    assert!(edges > 100);
    // What is read between four texels anywhere in a triangle was computed in all four.
    for part in atlas.parts(&patches).iter().flatten() {
        let size = atlas.sizes[part.page];
        let owners: Vec<Option<usize>> = atlas.page(part.page).collect();
        for triangle in &part.triangles {
            let corners = triangle.map(|at| part.uvs[at as usize] * size.as_vec2());
            let middle = (corners[0] + corners[1] + corners[2]) / 3.0;
            for point in corners.into_iter().chain([middle]) {
                let corner = (point - 0.5).floor().as_uvec2();
                let part = point - 0.5 - corner.as_vec2();
                for (step, weight) in [(UVec2::ZERO, (1.0 - part.x) * (1.0 - part.y)), (UVec2::ONE, part.x * part.y)] {
                    let texel = corner + step;
                    let is_lit = || owners[(texel.y * size.x + texel.x) as usize].is_some();
                    assert!(weight < 0.01 || is_lit(), "{point} reads what was never lit");
                }
            }
        }
    }
    const { assert!(GUTTER >= 2) };
}

#[test]
fn the_same_surfaces_give_the_same_atlas() {
    let patches = nasty();
    let (one, two) = (unwrap(&patches, 4), unwrap(&patches, 4));
    assert_eq!(one.sizes, two.sizes);
    assert_eq!(one.parts(&patches), two.parts(&patches));
    assert_eq!(one.texels(), two.texels());
}

#[test]
fn places_are_those_of_the_surface() {
    let patches = [tube(48, 3.0, 20.0)];
    let atlas = unwrap(&patches, 1);
    assert!(atlas.texels().len() > 3000, "{}", atlas.texels().len());
    for texel in atlas.texels() {
        let radius = texel.position.with_y(0.0).length();
        assert!((0.99..1.001).contains(&radius) && (0.0..=3.0).contains(&texel.position.y), "{texel:?}");
        assert!(texel.normal.dot(texel.position.with_y(0.0).normalize()) > 0.99, "{texel:?}");
        assert!((0.03..0.09).contains(&texel.size), "{texel:?}");
    }
}

/// Of a wall of many triangles that faces along an axis the mean normal is off by a rounding error; what is left of the axis in the wall's plane
/// points anywhere.
#[test]
fn a_wall_that_faces_along_an_axis_keeps_its_size() {
    for columns in 1..60 {
        let wall = |x: u32, y: u32| vec3(x as f32 * 0.741, y as f32 * 0.347, -15.0);
        let cells = (0..columns * 3).map(|i| (i % columns, i / columns));
        let triangles: Vec<_> =
            cells.flat_map(|(x, y)| quad(wall(x, y), wall(x + 1, y), wall(x + 1, y + 1), wall(x, y + 1))).collect();
        let atlas = unwrap(&[flat(&triangles, 8.0)], 4);
        let expected = columns as f32 * 0.741 * 3.0 * 0.347 * 64.0;
        assert!(atlas.texels().len() as f32 > expected, "{columns}: {} of {expected}", atlas.texels().len());
    }
}

#[test]
fn more_than_fits_becomes_coarser() {
    let wall =
        |z: f32| flat(&quad(vec3(0.0, 0.0, z), vec3(30.0, 0.0, z), vec3(30.0, 30.0, z), vec3(0.0, 30.0, z)), 30.0);
    let patches: Vec<Patch> = (0..12).map(|i| wall(i as f32)).collect();
    let atlas = unwrap(&patches, 2);
    assert_eq!(atlas.sizes.len(), 2);
    let parts = atlas.parts(&patches);
    assert!(parts.iter().all(|parts| parts.iter().map(|part| part.triangles.len()).sum::<usize>() == 2));
    let size = atlas.texels()[0].size;
    assert!(size > 1.0 / 30.0 && size < 0.12, "{size}");
}

#[test]
fn a_surface_is_laid_out_whole_or_not_at_all() {
    // Walls that fill more pages than there are however coarse: each chart has a texel at least, and its margins.
    let walls = (0..40_000).map(|i| vec3(0.0, i as f32, 0.0));
    let triangles: Vec<[Vec3; 3]> =
        walls.flat_map(|at| quad(at, at + Vec3::Z, at + vec3(1.0, 0.0, 1.0), at + Vec3::X)).collect();
    let patches = [flat(&triangles, 20.0), flat(&triangles[..2], 20.0)];
    let atlas = unwrap(&patches, 1);
    for (patch, parts) in patches.iter().zip(atlas.parts(&patches)) {
        let laid_out = parts.iter().map(|part| part.triangles.len()).sum::<usize>();
        assert!(laid_out == 0 || laid_out == patch.triangles.len(), "{laid_out}");
    }
    assert!(atlas.sizes.len() <= 1);
}

#[test]
fn what_is_cut_too_fine_has_no_parts() {
    // Crumbs of a centimetre, each turned its own way.
    let crumb = |i: u32| {
        let at = vec3(i as f32, 0.0, 0.0);
        let turn = glam::Quat::from_rotation_y(i as f32) * glam::Quat::from_rotation_x(i as f32 * 2.0);
        [at, at + turn * Vec3::X * 0.01, at + turn * Vec3::Y * 0.01]
    };
    let crumbs: Vec<[Vec3; 3]> = (0..500).map(crumb).collect();
    let patches = [flat(&crumbs, 20.0)];
    assert!(unwrap(&patches, 4).parts(&patches)[0].is_empty());
}

/// Light of an atlas as a function of the place, each chart a little brighter than the one before: what noise does to seams, only worse.
fn lit(atlas: &Atlas, offset: impl Fn(u32) -> f32) -> Vec<Lit> {
    let mut lit = vec![Lit::default(); atlas.texels().len()];
    for page in 0..atlas.sizes.len() {
        for (owner, chart) in atlas.page(page).zip(atlas.charts(page)) {
            let (Some(owner), Some(chart)) = (owner, chart) else { continue };
            let y = atlas.texels()[owner].position.y;
            lit[owner] =
                Lit { light: Vec3::splat(1.0 + 0.2 * y + offset(chart)), noise: 0.0, reach: 1.0, is_valid: true };
        }
    }
    lit
}

/// What is read at a point of a page.
fn read(page: &[Vec3], size: UVec2, uv: Vec2) -> f32 {
    let at = uv * size.as_vec2() - 0.5;
    let (corner, part) = (at.floor(), at - at.floor());
    let texel = |x: f32, y: f32| {
        let texel = Vec2::new(x, y).clamp(Vec2::ZERO, size.as_vec2() - 1.0).as_uvec2();
        page[(texel.y * size.x + texel.x) as usize].x
    };
    let upper = texel(corner.x, corner.y) * (1.0 - part.x) + texel(corner.x + 1.0, corner.y) * part.x;
    let lower = texel(corner.x, corner.y + 1.0) * (1.0 - part.x) + texel(corner.x + 1.0, corner.y + 1.0) * part.x;
    upper * (1.0 - part.y) + lower * part.y
}

/// The largest difference between two parts of a patch where they meet.
fn worst_seam(patch: &Patch, parts: &[Part], atlas: &Atlas, pages: &[Vec<Vec3>]) -> f32 {
    let mut seen: BTreeMap<[i64; 3], Vec<f32>> = BTreeMap::new();
    for part in parts {
        for triangle in &part.triangles {
            for side in 0..3 {
                let ends = [triangle[side] as usize, triangle[(side + 1) % 3] as usize];
                for step in 0..=20 {
                    let along = step as f32 / 20.0;
                    let position = patch.positions[part.sources[ends[0]] as usize]
                        .lerp(patch.positions[part.sources[ends[1]] as usize], along);
                    let uv = part.uvs[ends[0]].lerp(part.uvs[ends[1]], along);
                    let light = read(&pages[part.page], atlas.sizes[part.page], uv);
                    seen.entry((position * 1e4).round().as_i64vec3().to_array()).or_default().push(light);
                }
            }
        }
    }
    let spread = |lights: &Vec<f32>| {
        lights.iter().copied().fold(f32::MIN, f32::max) - lights.iter().copied().fold(f32::MAX, f32::min)
    };
    seen.values().map(spread).fold(0.0, f32::max)
}

#[test]
fn both_sides_of_a_seam_agree() {
    let patches = [tube(48, 3.0, 20.0)];
    let atlas = unwrap(&patches, 1);
    let parts = atlas.parts(&patches);
    let lights = lit(&atlas, |chart| 0.1 * chart as f32);
    let before: f32 = 0.1;
    let pages = atlas.pages(&patches, &lights);
    let after = worst_seam(&patches[0], &parts[0], &atlas, &pages);
    assert!(after < 0.12 * before, "{after}");
    // What both sides differed by is no step anywhere else either, and is gone in the middle of charts.
    let width = atlas.sizes[0].x as usize;
    let charts: Vec<Option<u32>> = atlas.charts(0).collect();
    let beside =
        (1..charts.len()).filter(|at| at % width > 0 && charts[*at].is_some() && charts[*at] == charts[at - 1]);
    let steepest = beside.map(|at| (pages[0][at].x - pages[0][at - 1].x).abs()).fold(0.0, f32::max);
    assert!(steepest < 0.5 * before, "{steepest}");
    let changed = atlas
        .page(0)
        .zip(&pages[0])
        .filter(|(owner, light)| owner.is_some_and(|owner| (lights[owner].light.x - light.x).abs() > 0.2 * before));
    assert!(changed.count() < atlas.texels().len() * 2 / 3);
}

/// Of a box one side is in the dark: it takes up next to nothing, and all others keep their light.
#[test]
fn what_nobody_sees_takes_one_texel() {
    let (o, x, y, z) = (Vec3::ZERO, Vec3::X * 3.0, Vec3::Y * 2.0, Vec3::Z * 4.0);
    let sides = [quad(o, z, z + x, x), quad(o, x, x + y, y), quad(x, x + z, x + z + y, x + y)];
    let patches = sides.map(|side| flat(&side, 20.0));
    let atlas = unwrap(&patches, 4);
    let before = atlas.texels().len();
    let is_hidden = |position: Vec3| position.y < 1e-4 && position.x > 0.0 && position.z > 0.0;
    let light = |texel: &bake::Texel| Lit {
        light: if is_hidden(texel.position) { Vec3::ZERO } else { texel.position + 1.0 },
        is_valid: true,
        ..Lit::default()
    };
    let lit: Vec<Lit> = atlas.texels().iter().map(light).collect();
    let hidden = atlas.hidden(&lit);
    assert_eq!(hidden.len(), 1);
    let smaller = atlas.without(&patches, &hidden);
    let moved = atlas.moved(&lit, &smaller);
    assert!(smaller.texels().len() < before - 60 * 80, "{} of {before}", smaller.texels().len());
    assert_eq!(moved.len(), smaller.texels().len());
    for (texel, lit) in smaller.texels().iter().zip(&moved).filter(|(texel, _)| !is_hidden(texel.position)) {
        assert!(lit.light.distance(texel.position + 1.0) < 0.02, "{texel:?} has {lit:?}");
    }
    let triangles = smaller.parts(&patches).iter().flatten().map(|part| part.triangles.len()).sum::<usize>();
    assert_eq!(triangles, 6);
}

#[test]
fn what_lies_inside_of_things_gets_the_light_around_it_and_margins_that_of_their_chart() {
    let (o, x, z) = (Vec3::ZERO, Vec3::X * 4.0, Vec3::Z * 4.0);
    let floor = flat(&quad(o, z, x + z, x), 10.0);
    let above = flat(&quad(o + Vec3::Y, z + Vec3::Y, x + z + Vec3::Y, x + Vec3::Y), 10.0);
    let patches = [floor, above];
    let atlas = unwrap(&patches, 1);
    let mut lights = lit(&atlas, |_| 0.0);
    for (texel, lit) in atlas.texels().iter().zip(&mut lights) {
        // A box stands on a quarter of it.
        if texel.position.x < 2.0 && texel.position.z < 2.0 {
            *lit = Lit { light: Vec3::splat(f32::NAN), noise: 0.0, reach: 1.0, is_valid: false };
        }
    }
    let pages = atlas.pages(&patches, &lights);
    for (owner, light) in atlas.page(0).zip(&pages[0]) {
        assert!((0.99..=1.21).contains(&light.x), "{light}");
        let Some(owner) = owner else { continue };
        let wanted = 1.0 + 0.2 * atlas.texels()[owner].position.y;
        assert!((light.x - wanted).abs() < 1e-3, "{light} at {}", atlas.texels()[owner].position);
    }
}
