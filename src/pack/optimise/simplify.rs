//! Fewer triangles where a mesh has more than a tier can show.
//!
//! A tier is a level: who fetches `phone` gets what a phone shows, and nothing changes while one walks.

use glam::{Vec3, dvec3};
use meshopt::{SimplifyOptions, VertexDataAdapter, simplify_with_attributes_and_locks};

use super::geometry::Geometry;
use super::weld::weld;
use crate::document::Accessor;
use crate::texture::Tier;

/// What a tier may lose.
struct Loss {
    tier: Tier,
    /// How far a surface may move in the mean, metres.
    /// A pixel of a screen that shows 60 degrees is 0.5 to 1.1 mm of what is a metre away (2,500 to 1,080 pixels high): at most a pixel, and half of one.
    error_m: f64,
    /// What has fewer triangles a square metre is not dense enough to be touched.
    triangles_per_m2: f64,
}

const LOSSES: [Loss; 2] = [
    Loss { tier: Tier::Phone, error_m: 0.0005, triangles_per_m2: 0.0 },
    Loss { tier: Tier::Desktop, error_m: 0.00025, triangles_per_m2: 20_000.0 },
];

/// What is named in a manifest is looked at closely: no surface of it moves further than rounding to a quarter of a millimetre moves it anyway, metres.
const ERROR_NAMED_M: f64 = 0.000_125;
/// And nothing moves further than by this part of its length, since what is small is looked at closely, too.
const ERROR_PART: f64 = 1.0 / 2000.0;
/// Primitives with fewer triangles stay as they are.
const TRIANGLES_MIN: usize = 300;
/// What keeps more than this part of its triangles keeps all.
const KEPT_MAX: f64 = 0.95;

/// Numbers of a vertex beside its position that the encoder can weigh.
const ATTRIBUTES_MAX: usize = 32;

/// How much of an attribute may be lost where the surface moves as far as it may.
fn tolerance(semantic: &str) -> Option<(usize, f64)> {
    match semantic.split_once('_').map_or(semantic, |(kind, _)| kind) {
        // Three degrees.
        "NORMAL" => Some((3, 0.05)),
        "TANGENT" => Some((3, 0.1)),
        // Two pixels of a picture of 1024.
        "TEXCOORD" => Some((2, 0.002)),
        _ => None,
    }
}

/// What may be done to a mesh.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// How much it is enlarged at most where it stands.
    pub scale: f64,
    /// Whether the manifest names it, or what it hangs on.
    pub is_named: bool,
}

/// The tiers that get fewer triangles, and those.
///
/// Never touched: what bends (skins, morph targets), what is not made of triangles, what is small, open edges, at which something else may begin, and
/// what carries light in the colours of its vertices, which is why there are so many.
pub fn levels(geometry: &Geometry, seen: Seen) -> Vec<(Tier, Geometry)> {
    let is_bent = |semantic: &str| semantic.starts_with("JOINTS") || semantic.starts_with("WEIGHTS");
    let bends = geometry.columns.iter().any(|(role, _)| role.target.is_some() || is_bent(&role.semantic));
    if bends || geometry.mode != 4 || geometry.indices.len() < 3 * TRIANGLES_MIN || seen.scale <= 0.0 {
        return Vec::new();
    }
    let is_lit = |semantic: &str, column: &Accessor| {
        semantic.starts_with("COLOR") && (1..column.count).any(|vertex| column.row(vertex) != column.row(0))
    };
    if geometry.columns.iter().any(|(role, column)| is_lit(&role.semantic, column)) {
        return Vec::new();
    }
    let Some(positions) = geometry.column("POSITION").map(Accessor::to_f32s) else { return Vec::new() };
    let (area, extent) = measure(&positions, &geometry.indices);
    if !(area > 0.0 && extent > 0.0 && extent.is_finite()) {
        return Vec::new();
    }
    let density = (geometry.indices.len() / 3) as f64 / (area * seen.scale * seen.scale);
    let mut welded = None;
    let mut levels = Vec::new();
    for loss in LOSSES.iter().filter(|loss| density > loss.triangles_per_m2) {
        let error = loss.error_m.min(if seen.is_named { ERROR_NAMED_M } else { f64::MAX }) / seen.scale;
        let welded = welded.get_or_insert_with(|| {
            let mut welded = geometry.clone();
            weld(&mut welded);
            welded
        });
        let indices = simplify(welded, error.min(extent * ERROR_PART), extent);
        let is_worth_it = (indices.len() as f64) <= geometry.indices.len() as f64 * KEPT_MAX;
        if is_worth_it && !indices.is_empty() {
            levels.push((loss.tier, Geometry { indices, ..welded.clone() }));
        }
    }
    levels
}

/// The area of all triangles, and the longest side of the box around all vertices, in the units of the mesh.
fn measure(positions: &[f32], indices: &[u32]) -> (f64, f64) {
    let at = |index: u32| {
        let p = &positions[index as usize * 3..][..3];
        dvec3(p[0].into(), p[1].into(), p[2].into())
    };
    let area = indices.chunks_exact(3).map(|t| (at(t[1]) - at(t[0])).cross(at(t[2]) - at(t[0])).length() / 2.0).sum();
    let points = || positions.chunks_exact(3).map(Vec3::from_slice);
    let size = points().fold(Vec3::MIN, Vec3::max) - points().fold(Vec3::MAX, Vec3::min);
    (area, size.max_element().into())
}

/// Triangles of the same vertices, no surface further away than `error`.
fn simplify(geometry: &Geometry, error: f64, extent: f64) -> Vec<u32> {
    let Some(positions) = geometry.column("POSITION").map(Accessor::to_f32s) else { return Vec::new() };
    let bytes: Vec<u8> = positions.iter().flat_map(|value| value.to_le_bytes()).collect();
    let Ok(vertices) = VertexDataAdapter::new(&bytes, 12, 0) else { return Vec::new() };
    let mut weights = Vec::new();
    let mut columns = Vec::new();
    for (role, accessor) in &geometry.columns {
        let Some((read, tolerance)) = tolerance(&role.semantic) else { continue };
        let width = accessor.shape.width();
        let numbers = accessor.to_f32s();
        if width >= read && numbers.iter().all(|number| number.is_finite()) {
            // The encoder measures attributes in lengths of the mesh.
            weights.extend(std::iter::repeat_n((error / extent / tolerance) as f32, read));
            columns.push((width, read, numbers));
        }
    }
    if weights.len() > ATTRIBUTES_MAX {
        return geometry.indices.clone();
    }
    let mut attributes = Vec::with_capacity(weights.len() * geometry.vertices());
    for vertex in 0..geometry.vertices() {
        for (width, read, numbers) in &columns {
            attributes.extend_from_slice(&numbers[vertex * width..][..*read]);
        }
    }
    let stride = weights.len() * size_of::<f32>();
    let locks = vec![false; geometry.vertices()];
    let options = SimplifyOptions::LockBorder | SimplifyOptions::ErrorAbsolute;
    let indices = &geometry.indices;
    simplify_with_attributes_and_locks(
        indices,
        &vertices,
        &attributes,
        &weights,
        stride,
        &locks,
        0,
        error as f32,
        options,
        None,
    )
}
