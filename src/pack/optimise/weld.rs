//! Equal vertices become one.

use meshopt::{VertexStream, generate_vertex_remap_multi};

use super::geometry::Geometry;

/// Bytes of a column that are compared at a time.
const COLUMN_BYTES_MAX: usize = 256;
/// Columns that are compared at a time.
const COLUMNS_MAX: usize = 16;

/// Bytes in rows of a length.
type Column<'a> = (&'a [u8], usize);

/// Makes one vertex of all that are equal in every column, bit by bit.
pub fn weld(geometry: &mut Geometry) {
    let count = geometry.vertices();
    let columns: Vec<Column<'_>> =
        geometry.columns.iter().map(|(_, accessor)| (&accessor.bytes[..], accessor.stride)).collect();
    if columns.iter().any(|(_, stride)| *stride > COLUMN_BYTES_MAX) {
        return;
    }
    let (classes, class_of) = classes(count, &columns);
    if classes == count {
        return;
    }
    let mut first = vec![0; classes];
    for (vertex, class) in class_of.iter().enumerate().rev() {
        first[*class as usize] = vertex as u32;
    }
    geometry.indices.iter_mut().for_each(|index| *index = class_of[*index as usize]);
    geometry.gather(&first);
}

/// How many different rows there are, and which of them each row is.
fn classes(count: usize, columns: &[Column<'_>]) -> (usize, Vec<u32>) {
    if columns.len() > COLUMNS_MAX {
        let parts = columns.chunks(COLUMNS_MAX).map(|some| classes(count, some).1);
        let parts: Vec<Vec<u8>> =
            parts.map(|part| part.iter().flat_map(|class| class.to_le_bytes()).collect()).collect();
        let columns: Vec<Column<'_>> = parts.iter().map(|part| (&part[..], size_of::<u32>())).collect();
        return classes(count, &columns);
    }
    let stream = |(bytes, stride): &Column<'_>| {
        let mut stream = VertexStream::new(bytes.as_ptr());
        (stream.stride, stream.size) = (*stride, *stride);
        stream
    };
    let streams: Vec<VertexStream<'_>> = columns.iter().map(stream).collect();
    generate_vertex_remap_multi(count, &streams, None)
}
