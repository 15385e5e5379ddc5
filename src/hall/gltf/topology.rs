//! Strips, fans and loops to lists (glTF 2.0 §3.7.2.1).

use crate::Topology;

/// How the vertices of a primitive are joined.
#[derive(Clone, Copy)]
pub(super) enum Mode {
    Points,
    Lines,
    LineLoop,
    LineStrip,
    Triangles,
    TriangleStrip,
    TriangleFan,
}

impl Mode {
    /// By its number (§5.24).
    pub fn coded(code: u64) -> Option<Self> {
        const ALL: [Mode; 7] = [
            Mode::Points,
            Mode::Lines,
            Mode::LineLoop,
            Mode::LineStrip,
            Mode::Triangles,
            Mode::TriangleStrip,
            Mode::TriangleFan,
        ];
        ALL.get(usize::try_from(code).ok()?).copied()
    }
}

/// Elements that so many indices make.
pub(super) fn elements(mode: Mode, indices: usize) -> usize {
    match mode {
        Mode::Points => indices,
        Mode::Lines => indices / 2,
        Mode::LineLoop if indices > 1 => indices,
        Mode::LineLoop => 0,
        Mode::LineStrip => indices.saturating_sub(1),
        Mode::Triangles => indices / 3,
        Mode::TriangleStrip | Mode::TriangleFan => indices.saturating_sub(2),
    }
}

/// Indices each element of the list takes.
pub(super) fn indices_per_element(topology: Topology) -> usize {
    match topology {
        Topology::Points => 1,
        Topology::Lines => 2,
        Topology::Triangles => 3,
    }
}

/// What the elements of a mode are.
pub(super) fn topology(mode: Mode) -> Topology {
    match mode {
        Mode::Points => Topology::Points,
        Mode::Lines | Mode::LineLoop | Mode::LineStrip => Topology::Lines,
        Mode::Triangles | Mode::TriangleStrip | Mode::TriangleFan => Topology::Triangles,
    }
}

/// The same elements as a list, and whether indices were left over.
pub(super) fn unroll(mode: Mode, mut indices: Vec<u32>) -> (Vec<u32>, bool) {
    let count = elements(mode, indices.len());
    let list = match mode {
        Mode::Points | Mode::Lines | Mode::Triangles => {
            let whole = count * indices_per_element(topology(mode));
            let is_leftover = whole < indices.len();
            indices.truncate(whole);
            return (indices, is_leftover);
        }
        Mode::LineStrip | Mode::LineLoop => {
            let next = |i: usize| if i + 1 < indices.len() { i + 1 } else { 0 };
            (0..count).flat_map(|i| [indices[i], indices[next(i)]]).collect()
        }
        Mode::TriangleStrip => without_degenerate((0..count).map(|i| {
            let odd = i % 2;
            [indices[i], indices[i + 1 + odd], indices[i + 2 - odd]]
        })),
        Mode::TriangleFan => without_degenerate((0..count).map(|i| [indices[i + 1], indices[i + 2], indices[0]])),
    };
    let is_leftover = count == 0 && !indices.is_empty();
    (list, is_leftover)
}

/// Strips are stitched together with triangles of no area.
fn without_degenerate(triangles: impl Iterator<Item = [u32; 3]>) -> Vec<u32> {
    triangles.filter(|[a, b, c]| a != b && b != c && c != a).flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strips_keep_their_winding() {
        assert_eq!(unroll(Mode::TriangleStrip, vec![0, 1, 2, 3, 4]), (vec![0, 1, 2, 1, 3, 2, 2, 3, 4], false));
        assert_eq!(unroll(Mode::TriangleStrip, vec![0, 1, 2, 2, 3, 3, 4, 5]).0, vec![0, 1, 2, 3, 5, 4]);
    }

    #[test]
    fn fans_and_loops_close() {
        assert_eq!(unroll(Mode::TriangleFan, vec![0, 1, 2, 3]).0, vec![1, 2, 0, 2, 3, 0]);
        assert_eq!(unroll(Mode::LineLoop, vec![4, 5, 6]).0, vec![4, 5, 5, 6, 6, 4]);
        assert_eq!(unroll(Mode::LineStrip, vec![4, 5, 6]).0, vec![4, 5, 5, 6]);
    }

    #[test]
    fn leftovers_are_told() {
        assert_eq!(unroll(Mode::Triangles, vec![0, 1, 2, 3]), (vec![0, 1, 2], true));
        assert_eq!(unroll(Mode::TriangleFan, vec![0, 1]), (vec![], true));
        assert_eq!(unroll(Mode::LineLoop, vec![0]), (vec![], true));
        assert_eq!(unroll(Mode::Points, vec![]), (vec![], false));
    }
}
