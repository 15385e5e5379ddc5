//! Numbers as short as a visitor can't see (`KHR_mesh_quantization`).

use std::collections::BTreeSet;

use meshopt::{EncodeExpMode, encode_filter_exp, encode_filter_oct};

use super::geometry::Geometry;
use super::grid::Grid;
use crate::document::{Accessor, Component, Filter, Shape};

/// Bits of a direction on the octahedron: within a degree.
const DIRECTION_BITS: i32 = 8;
/// Texture coordinates are told apart to this part of a picture: an eighth of a pixel of one with 2048.
const UV_BITS: i32 = 14;
/// The codec's whole numbers have so many.
const MANTISSA_BITS_MAX: i32 = 24;

/// Rounds all columns; positions on a grid if there is one. The sets of texture coordinates in `exact` stay as they are.
pub fn quantise(geometry: &mut Geometry, grid: Option<&Grid>, exact: &BTreeSet<u64>) {
    let has_more_weights = geometry.column("WEIGHTS_1").is_some();
    for (role, accessor) in &mut geometry.columns {
        let (kind, set) = role.semantic.split_once('_').unwrap_or((&role.semantic, ""));
        let rounded = match (role.target, kind) {
            (None, "POSITION") => grid.map(|grid| on_grid(accessor, grid)),
            (Some(_), "POSITION") => grid.map(|grid| offsets(accessor, grid)),
            (None, "NORMAL" | "TANGENT") => directions(accessor),
            (Some(_), "NORMAL" | "TANGENT") => small(accessor, Component::I8, -1.0),
            (None, "TEXCOORD") if !set.parse().is_ok_and(|set| exact.contains(&set)) => uvs(accessor),
            (None, "COLOR") => small(accessor, Component::U8, 0.0),
            (None, "JOINTS") => joints(accessor),
            (None, "WEIGHTS") if !has_more_weights => weights(accessor),
            _ => None,
        };
        if let Some(rounded) = rounded {
            *accessor = rounded;
        }
    }
}

/// Rows of whole numbers, filled up to a multiple of four bytes.
fn rows<const N: usize>(
    shape: Shape,
    component: Component,
    normalized: bool,
    rows: impl Iterator<Item = [i32; N]>,
) -> Accessor {
    let size = component.size();
    let stride = (N * size).next_multiple_of(4);
    let mut bytes = Vec::new();
    for row in rows {
        row.iter().for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()[..size]));
        bytes.resize(bytes.len().next_multiple_of(stride), 0);
    }
    let count = bytes.len() / stride;
    Accessor { count, stride, bytes: bytes.into(), ..Accessor::tight(shape, component, normalized, Vec::new()) }
}

fn on_grid(accessor: &Accessor, grid: &Grid) -> Accessor {
    let positions = accessor.to_f32s();
    let on_axis = |value: f32, axis: usize| ((f64::from(value) - grid.origin[axis]) / grid.cell).round() as i32;
    let cells = positions.chunks_exact(3).map(|p| [on_axis(p[0], 0), on_axis(p[1], 1), on_axis(p[2], 2)]);
    rows(Shape::Vec3, Component::U16, false, cells)
}

fn offsets(accessor: &Accessor, grid: &Grid) -> Accessor {
    let offsets = accessor.to_f32s();
    let cells = offsets.chunks_exact(3).map(|o| [o[0], o[1], o[2]].map(|v| (f64::from(v) / grid.cell).round() as i32));
    rows(Shape::Vec3, Component::I16, false, cells)
}

/// On the octahedron; the sign of a tangent goes along.
fn directions(accessor: &Accessor) -> Option<Accessor> {
    let width = accessor.shape.width();
    if !(3..=4).contains(&width) {
        return None;
    }
    let numbers = accessor.to_f32s();
    let vectors: Vec<[f32; 4]> = numbers.chunks_exact(width).map(direction).collect();
    let coded: Vec<[i8; 4]> = encode_filter_oct(&vectors, DIRECTION_BITS);
    let rows = rows(accessor.shape, Component::I8, true, coded.into_iter().map(|row| row.map(i32::from)));
    Some(Accessor { filter: Filter::Octahedral, ..rows })
}

fn direction(numbers: &[f32]) -> [f32; 4] {
    let vector = glam::Vec3::from_slice(numbers).normalize_or(glam::Vec3::Z);
    let sign = numbers.get(3).map_or(0.0, |w| w.signum());
    vector.extend(sign).to_array()
}

/// Normalised numbers of one byte, where all are from `lowest` to 1.
fn small(accessor: &Accessor, component: Component, lowest: f32) -> Option<Accessor> {
    let numbers = accessor.to_f32s();
    if component.size() >= accessor.component.size() || numbers.iter().any(|value| !(lowest..=1.0).contains(value)) {
        return None;
    }
    let one = if component == Component::I8 { 127.0 } else { 255.0 };
    let whole = |value: &f32| (value * one).round() as i32;
    match accessor.shape {
        Shape::Vec3 => {
            let values = numbers.chunks_exact(3).map(|v| [whole(&v[0]), whole(&v[1]), whole(&v[2])]);
            Some(rows(Shape::Vec3, component, true, values))
        }
        Shape::Vec4 => {
            let values = numbers.chunks_exact(4).map(|v| [whole(&v[0]), whole(&v[1]), whole(&v[2]), whole(&v[3])]);
            Some(rows(Shape::Vec4, component, true, values))
        }
        _ => None,
    }
}

/// Whole numbers where a picture is shown once; else floats without the digits that nobody sees, so that it repeats as before.
fn uvs(accessor: &Accessor) -> Option<Accessor> {
    let numbers = accessor.to_f32s();
    if accessor.component != Component::F32 || accessor.shape != Shape::Vec2 || numbers.iter().any(|v| !v.is_finite()) {
        return None;
    }
    let pairs: Vec<[f32; 2]> = numbers.chunks_exact(2).map(|uv| [uv[0], uv[1]]).collect();
    if numbers.iter().all(|value| (0.0..=1.0).contains(value)) {
        let steps = f64::from((1 << UV_BITS) - 1);
        let whole = |value: f32| ((f64::from(value) * steps).round() / steps * 65535.0).round() as i32;
        return Some(rows(Shape::Vec2, Component::U16, true, pairs.into_iter().map(|uv| uv.map(whole))));
    }
    let largest = numbers.iter().fold(0.0_f32, |largest, value| largest.max(value.abs()));
    let bits = UV_BITS + largest.log2().ceil().max(0.0) as i32 + 1;
    if bits > MANTISSA_BITS_MAX {
        return None;
    }
    let coded = encode_filter_exp(&pairs, bits, EncodeExpMode::SharedComponent);
    let bytes = coded.iter().flatten().flat_map(|word| word.to_le_bytes()).collect();
    let floats = Accessor::tight(Shape::Vec2, Component::F32, false, bytes);
    Some(Accessor { filter: Filter::Exponential, ..floats })
}

fn joints(accessor: &Accessor) -> Option<Accessor> {
    let numbers = accessor.to_f32s();
    if accessor.component == Component::U8
        || accessor.shape != Shape::Vec4
        || numbers.iter().any(|joint| *joint > 255.0)
    {
        return None;
    }
    let joints = numbers.chunks_exact(4).map(|j| [j[0] as i32, j[1] as i32, j[2] as i32, j[3] as i32]);
    Some(rows(Shape::Vec4, Component::U8, false, joints))
}

/// Bytes that add up to 255: the largest takes what rounding leaves.
fn weights(accessor: &Accessor) -> Option<Accessor> {
    let numbers = accessor.to_f32s();
    if accessor.component == Component::U8 || accessor.shape != Shape::Vec4 {
        return None;
    }
    let bytes = numbers.chunks_exact(4).map(|w| {
        let sum: f32 = w.iter().map(|value| value.max(0.0)).sum();
        let scale = if sum > 0.0 && sum.is_finite() { 255.0 / sum } else { 0.0 };
        let mut row = [0, 1, 2, 3].map(|i| (w[i].max(0.0) * scale).round() as i32);
        let rest = 255 - row.iter().sum::<i32>();
        if let Some(largest) = row.iter_mut().max_by_key(|value| **value) {
            *largest += rest;
        }
        row
    });
    Some(rows(Shape::Vec4, Component::U8, true, bytes))
}
