//! What matters first: cells of the hall and pictures, in the order in which they are seen.

use std::collections::BTreeMap;

use glam::{IVec3, Vec3};
use hall::walk::Bvh;
use hall::{Aabb, ImageSource};

use super::listing::{Plan, PlanCell, PlanPicture, PlanView};
use super::look::{Sight, is_clear, look_around};
use super::places::Place;
use super::world::{Piece, World};
use crate::listing::{Bounds, ScenePack};
use crate::texture::Tier;

/// The side of a cell where there are not too many, metres.
const CELL: f32 = 8.0;
/// What is longer is a cell of its own: it is near wherever one is.
const WIDE: f32 = 2.0 * CELL;
/// More cells than this become larger ones.
const CELLS_MAX: usize = 256;
/// More numbers of nodes than this are not listed.
const RANGES_MAX: usize = 4096;
/// Rays from where visitors begin, and from every other place.
const RAYS: (usize, usize) = (8192, 2048);
/// More places are not looked around from.
const VIEWS_MAX: usize = 64;
/// Of what is seen from a place, the first so many are listed.
const LISTED_MAX: usize = 16;
/// Pixels for each radian of a visitor's screen: 1080 for 60°.
const SCREEN_PX: f32 = 1031.0;
/// So many pixels of a picture for each of the screen are enough to begin with.
const ENOUGH: f32 = 0.5;

/// A picture on a piece.
struct Use {
    /// The scene, and the number in [`crate::listing::TierFiles::pictures`].
    picture: (usize, usize),
    /// How long a side of it is there, metres.
    metres: f32,
}

/// What is known of a picture.
#[derive(Clone, Copy)]
struct Seen {
    share: f32,
    nearest: f32,
    angle: f32,
    /// Pixels along a side that are enough.
    needed: f32,
}

const UNSEEN: Seen = Seen { share: 0.0, nearest: f32::MAX, angle: 0.0, needed: 0.0 };

/// Makes the plan. `places` begin with the one where visitors do.
pub fn plan(world: &World, scenes: &[&ScenePack], places: &[Place]) -> Option<Plan> {
    let first = places.first()?;
    if world.triangles.is_empty() || !is_clear(&world.triangles, 0.0) {
        return None;
    }
    let bvh = Bvh::new(world.triangles.clone());
    let views: Vec<(&Place, usize)> = places
        .iter()
        .take(VIEWS_MAX)
        .enumerate()
        .map(|(at, place)| (place, if at == 0 { RAYS.0 } else { RAYS.1 }))
        .collect();
    let seen = look_around(&bvh, &views, world.pieces.len());
    drop(bvh);
    let (cells, cell_of) = cells(world, first.eye, &seen[0]);
    let uses = uses(world, scenes);
    let known: Vec<Known> =
        seen.iter().zip(&views).map(|(seen, (place, _))| of_pictures(world, place.eye, seen, &uses)).collect();
    let listed = order_of_pictures(&known, scenes);
    let order: BTreeMap<(usize, usize), u32> =
        (0..).zip(&listed).map(|(at, picture)| ((picture.scene, picture.picture), at)).collect();
    let views = views.iter().zip(&seen).zip(&known).skip(1).map(|((view, seen), known)| {
        let mut of_cell: BTreeMap<u32, f32> = BTreeMap::new();
        for (piece, sight) in seen.iter().enumerate().filter(|(_, sight)| sight.share > 0.0) {
            *of_cell.entry(cell_of[piece]).or_default() += sight.share;
        }
        let pictures = known
            .iter()
            .filter(|(_, seen)| seen.share > 0.0)
            .filter_map(|(at, seen)| Some((*order.get(at)?, seen.share)));
        PlanView {
            kind: view.0.kind,
            id: view.0.id.clone(),
            eye: view.0.eye.to_array().map(short),
            heading_deg: short(view.0.heading.to_degrees()),
            pitch_deg: short(view.0.pitch.to_degrees()),
            cells: most(of_cell.into_iter()),
            pictures: most(pictures),
        }
    });
    let views = views.collect();
    Some(Plan { eye: first.eye.to_array().map(short), cells, pictures: listed, views })
}

/// The numbers with the largest shares, the largest first.
fn most(shares: impl Iterator<Item = (u32, f32)>) -> Vec<u32> {
    let mut all: Vec<(u32, f32)> = shares.collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    all.truncate(LISTED_MAX);
    all.into_iter().map(|(number, _)| number).collect()
}

/// What is seen first; then what is near, and of what is as near the larger.
fn earlier(a: (f32, f32, f32), b: (f32, f32, f32)) -> core::cmp::Ordering {
    let far = |distance: f32| (distance / (0.5 * CELL)).floor();
    b.0.total_cmp(&a.0).then(far(a.1).total_cmp(&far(b.1))).then(b.2.total_cmp(&a.2))
}

/// A cell under way.
#[derive(Default)]
struct Heap {
    bounds: Aabb,
    triangles: u64,
    nodes: Vec<u32>,
    pieces: Vec<usize>,
    share: f32,
}

/// The cells in the order in which they matter, and for each piece the cell it is in.
fn cells(world: &World, eye: Vec3, seen: &[Sight]) -> (Vec<PlanCell>, Vec<u32>) {
    let mut side = CELL;
    let mut heaps = heaps(world, side);
    while heaps.len() > CELLS_MAX.max(2 * world.scenes.len()) {
        side *= 2.0;
        heaps = self::heaps(world, side);
    }
    let mut all: Vec<(usize, Heap)> = heaps.into_iter().map(|((scene, _), heap)| (scene, heap)).collect();
    all.iter_mut().for_each(|(_, heap)| heap.share = heap.pieces.iter().map(|piece| seen[*piece].share).sum());
    let distance = |heap: &Heap| eye.distance(eye.clamp(heap.bounds.min, heap.bounds.max));
    let key = |heap: &Heap| (heap.share, distance(heap), heap.bounds.size().length());
    all.sort_by(|(_, a), (_, b)| earlier(key(a), key(b)));
    let mut cell_of = vec![0; world.pieces.len()];
    let mut left = RANGES_MAX;
    let mut cells = Vec::new();
    for (scene, mut heap) in all {
        heap.pieces.iter().for_each(|piece| cell_of[*piece] = cells.len() as u32);
        let nodes = ranges(&mut heap.nodes);
        let is_listed = nodes.len() <= left;
        left -= if is_listed { nodes.len() } else { 0 };
        cells.push(PlanCell {
            scene,
            bounds: Bounds { min: heap.bounds.min.to_array().map(short), max: heap.bounds.max.to_array().map(short) },
            nodes: if is_listed { nodes } else { Vec::new() },
            triangles: heap.triangles,
            seen: short(heap.share),
            distance: short(distance(&heap)),
        });
    }
    (cells, cell_of)
}

fn heaps(world: &World, side: f32) -> BTreeMap<(usize, [i32; 3]), Heap> {
    /// No cell of the lattice has this number.
    const EVERYWHERE: IVec3 = IVec3::MIN;
    let mut node_bounds: BTreeMap<(usize, u32), Aabb> = BTreeMap::new();
    for piece in &world.pieces {
        let bounds = node_bounds.entry((piece.scene, piece.node.0)).or_default();
        *bounds = bounds.union(piece.bounds);
    }
    let mut heaps: BTreeMap<(usize, [i32; 3]), Heap> = BTreeMap::new();
    for (number, piece) in world.pieces.iter().enumerate().filter(|(_, piece)| !piece.bounds.is_empty()) {
        let bounds = node_bounds[&(piece.scene, piece.node.0)];
        let is_wide = bounds.size().max_element() > WIDE.max(2.0 * side);
        let at = if is_wide { EVERYWHERE } else { (bounds.center() / side).floor().as_ivec3() };
        let heap = heaps.entry((piece.scene, at.to_array())).or_default();
        heap.bounds = heap.bounds.union(piece.bounds);
        heap.triangles += piece.count as u64;
        heap.pieces.push(number);
        heap.nodes.extend(world.scenes[piece.scene].numbers.get(piece.node.index()).map(|number| *number as u32));
    }
    heaps
}

/// First and last of every run of numbers.
fn ranges(numbers: &mut Vec<u32>) -> Vec<[u32; 2]> {
    numbers.sort_unstable();
    numbers.dedup();
    let mut ranges: Vec<[u32; 2]> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some([_, last]) if *last + 1 == *number => *last = *number,
            _ => ranges.push([*number; 2]),
        }
    }
    ranges
}

/// By scene and number of a picture.
type Known = BTreeMap<(usize, usize), Seen>;

/// The pictures on each piece.
fn uses(world: &World, scenes: &[&ScenePack]) -> Vec<Vec<Use>> {
    let numbers: Vec<BTreeMap<&str, usize>> = scenes
        .iter()
        .map(|scene| {
            let files = scene.tiers.get(&Tier::Desktop).map_or(&[][..], |files| &files.pictures);
            let name = |file: &'_ str| file.rsplit('/').next().map(str::len).unwrap_or_default();
            let named = files.iter().map(|file| &file.file[file.file.len() - name(&file.file)..]);
            // Of several with the same file the first counts.
            named.zip(0..).collect::<Vec<_>>().into_iter().rev().collect()
        })
        .collect();
    let on = |piece: &Piece| {
        let scene = &world.scenes[piece.scene].scene;
        let materials = world.materials(piece).into_iter().map(|id| &scene.materials[id.index()]);
        let mut uses = Vec::new();
        for worn in materials.flat_map(|material| material.textures().into_iter().flatten()) {
            let metres = metres_of_picture(world, piece, worn.uv_set) / scale(&worn.image_from_uv.matrix2);
            let texture = &scene.textures[worn.texture.index()];
            for image in std::iter::once(texture.image).chain(texture.fallback) {
                let Some(ImageSource::File(name)) = scene.images.get(image.index()).map(|image| &image.source) else {
                    continue;
                };
                let number = numbers.get(piece.scene).and_then(|numbers| numbers.get(name.as_str()));
                uses.extend(number.map(|number| Use { picture: (piece.scene, *number), metres }));
            }
        }
        uses
    };
    world.pieces.iter().map(on).collect()
}

/// How much is seen of every picture.
fn of_pictures(world: &World, eye: Vec3, seen: &[Sight], uses: &[Vec<Use>]) -> Known {
    let mut known = Known::new();
    for ((piece, sight), uses) in world.pieces.iter().zip(seen).zip(uses).filter(|((p, _), _)| !p.bounds.is_empty()) {
        let (near, radius) = (eye.clamp(piece.bounds.min, piece.bounds.max), piece.bounds.size().length() / 2.0);
        let angle = 2.0 * (radius / eye.distance(piece.bounds.center()).max(radius).max(f32::MIN_POSITIVE)).asin();
        let is_seen = sight.share > 0.0;
        for Use { picture, metres } in uses {
            let picture = known.entry(*picture).or_insert(UNSEEN);
            picture.share += sight.share;
            picture.nearest = picture.nearest.min(if is_seen { sight.nearest } else { eye.distance(near) });
            picture.angle = picture.angle.max(angle);
            if is_seen {
                // A picture of so many metres, so far away, with enough pixels for those of the screen.
                picture.needed = picture.needed.max(ENOUGH * SCREEN_PX * metres / sight.distance.max(0.1));
            }
        }
    }
    known
}

fn scale(matrix: &glam::Mat2) -> f32 {
    matrix.determinant().abs().sqrt().max(1e-6)
}

/// How long a side of a picture is on a piece, metres.
fn metres_of_picture(world: &World, piece: &Piece, uv_set: u8) -> f32 {
    /// So many triangles tell enough.
    const ENOUGH: usize = 512;
    let Some(primitive) = world.primitive(piece) else { return 0.0 };
    let uvs = &primitive.uvs[usize::from(uv_set.min(1))];
    let (mut whole, mut metres) = (0.0, 0.0);
    let step = (piece.count / ENOUGH).max(1);
    let triangles = world.triangles[piece.first..][..piece.count].iter().zip(primitive.indices.chunks_exact(3));
    for (triangle, corners) in triangles.step_by(step) {
        let [a, b, c] = triangle.corners;
        let uv = |at: usize| uvs.get(corners[at] as usize).copied().unwrap_or_default();
        let (area, part) = ((b - a).cross(c - a).length(), (uv(1) - uv(0)).perp_dot(uv(2) - uv(0)).abs());
        // The narrow sides of a frame, with a whole picture on each, count for little.
        if part > 1e-12 {
            whole += area;
            metres += area * (area / part).sqrt();
        }
    }
    if whole > 0.0 { metres / whole } else { 0.0 }
}

/// All pictures of all scenes, in the order in which they are to come.
fn order_of_pictures(known: &[Known], scenes: &[&ScenePack]) -> Vec<PlanPicture> {
    let mut listed = Vec::new();
    for (scene, pack) in scenes.iter().enumerate() {
        let count = pack.tiers.get(&Tier::Desktop).map_or(0, |files| files.pictures.len());
        for picture in 0..count {
            let at = &(scene, picture);
            let first = known[0].get(at).copied().unwrap_or(UNSEEN);
            // The first place from which it is seen says how fine it must be.
            let needed = known.iter().filter_map(|known| known.get(at)).find(|seen| seen.share > 0.0);
            let needed = needed.map_or(0.0, |seen| seen.needed);
            let is_enough = |tier: &Tier| tier.side_max() as f32 >= needed;
            let tier = Tier::ALL.into_iter().find(is_enough).unwrap_or(Tier::High);
            // Small pictures are the same for all.
            let file = |tier: Tier| pack.tiers.get(&tier).and_then(|files| files.pictures.get(picture));
            let tier = Tier::ALL.into_iter().find(|other| file(*other) == file(tier)).unwrap_or(tier);
            let distance = (first.nearest < f32::MAX).then(|| short(first.nearest));
            listed.push((first, PlanPicture { scene, picture, seen: short(first.share), distance, tier }));
        }
    }
    listed.sort_by(|(a, _), (b, _)| earlier((a.share, a.nearest, a.angle), (b.share, b.nearest, b.angle)));
    listed.into_iter().map(|(_, picture)| picture).collect()
}

/// With no more digits than mean something.
fn short(value: f32) -> f32 {
    (value * 1e4).round() / 1e4
}
