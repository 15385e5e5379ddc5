//! Triangles in the order that a GPU draws fastest, vertices in the order in which triangles ask for them.

use meshopt::{VertexDataAdapter, optimize_overdraw_in_place, optimize_vertex_cache_in_place};

use super::geometry::Geometry;

/// How much worse the vertex cache may do so that less is drawn over: 5 %.
const OVERDRAW_THRESHOLD: f32 = 1.05;

/// Orders triangles for the vertex cache, then against overdraw, then vertices by first use; vertices that nobody uses are dropped.
pub fn order(geometry: &mut Geometry) {
    if geometry.mode == 4 {
        let count = geometry.vertices();
        optimize_vertex_cache_in_place(&mut geometry.indices, count);
        if let Some(positions) = geometry.column("POSITION").map(crate::document::Accessor::to_f32s) {
            let bytes: Vec<u8> = positions.iter().flat_map(|value| value.to_le_bytes()).collect();
            if let Ok(vertices) = VertexDataAdapter::new(&bytes, 12, 0) {
                optimize_overdraw_in_place(&mut geometry.indices, &vertices, OVERDRAW_THRESHOLD);
            }
        }
    }
    const UNSEEN: u32 = u32::MAX;
    let mut place = vec![UNSEEN; geometry.vertices()];
    let mut order = Vec::new();
    for index in &mut geometry.indices {
        let place = &mut place[*index as usize];
        if *place == UNSEEN {
            *place = order.len() as u32;
            order.push(*index);
        }
        *index = *place;
    }
    geometry.gather(&order);
}
