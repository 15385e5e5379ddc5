//! Equal vertices become one.

use meshopt::{VertexStream, generate_vertex_remap_multi};

use super::geometry::Geometry;

/// The codec compares up to so many bytes of a column.
const COLUMN_BYTES_MAX: usize = 256;

/// Makes one vertex of all that are equal in every column, bit by bit.
pub fn weld(geometry: &mut Geometry) {
    if geometry.columns.iter().any(|(_, accessor)| accessor.stride > COLUMN_BYTES_MAX) {
        return;
    }
    let count = geometry.vertices();
    // More columns than this are compared at a time by nobody; morph targets can be many.
    let streams: Vec<VertexStream<'_>> = geometry.columns.iter().map(|(_, accessor)| {
        let mut stream = VertexStream::new(accessor.bytes.as_ptr());
        (stream.stride, stream.size) = (accessor.stride, accessor.stride);
        stream
    }).collect();
    let (unique, of_vertex) = generate_vertex_remap_multi(count, &streams, None);
    if unique == count {
        return;
    }
    let mut first = vec![0; unique];
    for (vertex, to) in of_vertex.iter().enumerate().rev() {
        first[*to as usize] = vertex as u32;
    }
    geometry.indices.iter_mut().for_each(|index| *index = of_vertex[*index as usize]);
    geometry.gather(&first);
}
