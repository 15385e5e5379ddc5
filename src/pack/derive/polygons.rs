//! From outlines to convex polygons.

use std::collections::HashMap;

use earcut::Earcut;
use glam::{DVec2, Vec3, dvec2};

use super::outline::{Outlines, Region};

/// Corners of a polygon at most.
const CORNERS_MAX: usize = 12;
/// How far a corner may be turned inwards and still count as straight, as the sine of an angle.
const STRAIGHT: f64 = 1e-6;

/// Convex polygons that meet at common corners.
#[derive(Debug, Default)]
pub struct Polygons {
    /// Metres.
    pub corners: Vec<Vec3>,
    /// Numbers of corners, clockwise seen from above.
    pub polygons: Vec<Vec<u32>>,
    /// The region of each polygon.
    pub regions: Vec<u32>,
}

/// Cuts all regions into convex polygons, as few as cutting triangles together gives (Hertel and Mehlhorn, 1983).
pub fn polygons(outlines: &Outlines) -> Polygons {
    let mut all = Polygons::default();
    let mut numbers: HashMap<u32, u32> = HashMap::new();
    for (number, region) in outlines.regions.iter().enumerate() {
        for polygon in convex(region, &outlines.corners) {
            let corners = polygon.into_iter().map(|corner| {
                *numbers.entry(corner).or_insert_with(|| {
                    all.corners.push(outlines.corners[corner as usize]);
                    (all.corners.len() - 1) as u32
                })
            });
            let corners = corners.collect();
            all.polygons.push(corners);
            all.regions.push(number as u32);
        }
    }
    all
}

fn flat(at: u32, corners: &[Vec3]) -> DVec2 {
    let at = corners[at as usize];
    dvec2(f64::from(at.x), f64::from(at.z))
}

fn triangles(region: &Region, corners: &[Vec3]) -> Vec<[u32; 3]> {
    let rings: Vec<u32> = region.rings.iter().flatten().copied().collect();
    let ends = region.rings.iter().scan(0_u32, |end, ring| {
        *end += ring.len() as u32;
        Some(*end)
    });
    let mut holes: Vec<u32> = ends.collect();
    holes.pop();
    let mut cut: Vec<u32> = Vec::new();
    Earcut::new().earcut(rings.iter().map(|at| flat(*at, corners).to_array()), &holes, &mut cut);
    let (cut, _) = cut.as_chunks::<3>();
    let turned = cut.iter().map(|triangle| {
        let [a, b, c] = triangle.map(|at| rings[at as usize]);
        let [p, q, r] = [a, b, c].map(|at| flat(at, corners));
        ((q - p).perp_dot(r - p), if (q - p).perp_dot(r - p) < 0.0 { [a, c, b] } else { [a, b, c] })
    });
    turned.filter(|(area, _)| area.abs() > 1e-9).map(|(_, triangle)| triangle).collect()
}

fn convex(region: &Region, corners: &[Vec3]) -> Vec<Vec<u32>> {
    let mut polygons: Vec<Vec<u32>> = triangles(region, corners).into_iter().map(Vec::from).collect();
    let mut owner: HashMap<(u32, u32), usize> = HashMap::new();
    for (number, polygon) in polygons.iter().enumerate() {
        owner.extend(edges(polygon).map(|edge| (edge, number)));
    }
    let length = |(a, b): (u32, u32)| flat(a, corners).distance_squared(flat(b, corners));
    let mut inner: Vec<(u32, u32)> = polygons
        .iter()
        .flat_map(|polygon| edges(polygon))
        .filter(|(a, b)| a < b && owner.contains_key(&(*b, *a)))
        .collect();
    inner.sort_by(|a, b| length(*b).total_cmp(&length(*a)).then(a.cmp(b)));
    for (a, b) in inner {
        let (Some(one), Some(other)) = (owner.get(&(a, b)).copied(), owner.get(&(b, a)).copied()) else { continue };
        let Some(whole) = joined(&polygons[one], &polygons[other], (a, b)).filter(|_| one != other) else { continue };
        if whole.len() > CORNERS_MAX || !is_convex(&whole, corners) {
            continue;
        }
        owner.remove(&(a, b));
        owner.remove(&(b, a));
        owner.extend(edges(&polygons[other]).filter(|edge| *edge != (b, a)).map(|edge| (edge, one)));
        polygons[other].clear();
        polygons[one] = whole;
    }
    polygons.retain(|polygon| !polygon.is_empty());
    polygons
}

fn edges(polygon: &[u32]) -> impl Iterator<Item = (u32, u32)> {
    (0..polygon.len()).map(|at| (polygon[at], polygon[(at + 1) % polygon.len()]))
}

/// Two polygons without the edge between them, which goes from `a` to `b` in the first.
fn joined(one: &[u32], other: &[u32], (a, b): (u32, u32)) -> Option<Vec<u32>> {
    let from = |polygon: &[u32], corner: u32| {
        let start = polygon.iter().position(|at| *at == corner)?;
        Some(polygon[start..].iter().chain(&polygon[..start]).copied().collect::<Vec<u32>>())
    };
    // From b around to a, then on from a around to b.
    let (mut whole, rest) = (from(one, b)?, from(other, a)?);
    whole.pop();
    whole.extend(&rest[..rest.len() - 1]);
    Some(whole)
}

fn is_convex(polygon: &[u32], corners: &[Vec3]) -> bool {
    let count = polygon.len();
    (0..count).all(|at| {
        let [a, b, c] = [at, (at + 1) % count, (at + 2) % count].map(|at| flat(polygon[at], corners));
        let (in_, out) = (b - a, c - b);
        in_.perp_dot(out) >= -STRAIGHT * in_.length() * out.length()
    })
}
