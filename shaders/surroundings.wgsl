// Where in a map of surroundings a direction is: octahedra (Engelhardt & Dachsbacher, VMV 2008), for each room a block of them, one for each
// level of roughness, and one of diffuse light. src/render/pass/prefilter.rs lays them out.
//
// The outermost texels lie on the edge of an octahedron: both sides of a fold hold the same light there, so nothing needs a border.

const COLUMN: f32 = 512.0;
const ROUGHEST_LEVEL: f32 = 5.0;
const DIFFUSE: vec3f = vec3f(384.0, 512.0, 32.0);

// First texel and side of a level: the mirror, and below it all others beside each other.
fn octahedron_of(level: f32) -> vec3f {
    let rough = vec3f(select(64.0 * level, 0.0, level < 2.0), 512.0, select(64.0, 128.0, level < 2.0));
    return select(rough, vec3f(0.0, 0.0, 512.0), level < 1.0);
}

// Where in any octahedron a direction is, -1 to 1.
fn unfolded(direction: vec3f) -> vec2f {
    let d = direction / (abs(direction.x) + abs(direction.y) + abs(direction.z));
    let folded = (1.0 - abs(d.zx)) * select(vec2f(-1.0), vec2f(1.0), d.xz >= vec2f(0.0));
    return select(d.xz, folded, d.y < 0.0);
}

// The same in texels of the map.
fn texel_of(at: vec2f, column: f32, octahedron: vec3f) -> vec2f {
    return vec2f(column * COLUMN, 0.0) + octahedron.xy + 0.5 + (0.5 * at + 0.5) * (octahedron.z - 1.0);
}

// The other way round; `at` is 0 to 1 across the texels of an octahedron.
fn direction_of(at: vec2f, side: f32) -> vec3f {
    let p = (at * side - 0.5) / (side - 1.0) * 2.0 - 1.0;
    let y = 1.0 - abs(p.x) - abs(p.y);
    let folded = (1.0 - abs(p.yx)) * select(vec2f(-1.0), vec2f(1.0), p >= vec2f(0.0));
    let xz = select(p, folded, y < 0.0);
    return normalize(vec3f(xz.x, y, xz.y));
}
