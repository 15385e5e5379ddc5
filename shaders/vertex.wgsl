// Group 2: the object. From vertices as they are stored to the world: by the object's place, or, of what bends, by morph targets, then joints.
// What is only morphed has one joint, so that whatever is rigid asks for no targets: software would go through a loop of none once.

struct Object {
    world_from_mesh: mat4x4f,
    // First texel of the joint matrices in `pose_map`.
    joints_start: u32,
    // First texel of the morph weights in `pose_map`, four a texel.
    weights_start: u32,
    // First texel of the offsets in `morph_map`.
    offsets_start: u32,
    morph_count: u32,
    // Number of the first vertex of the primitive in the vertex buffer.
    first_vertex: u32,
    vertex_count: u32,
    // -1 when the object is mirrored, else 1, times its size in the world by that in its mesh.
    scale: f32,
    spare: f32,
}

@group(2) @binding(0) var<uniform> object: Object;

struct Vertex {
    @location(0) position: vec3f,
    // Octahedral normal (xy) and tangent (zw); the sign of w is the bitangent's.
    @location(1) tangent_frame: vec4f,
    // Both sets.
    @location(2) uv: vec4f,
    // Square root of the linear colour; alpha as it is.
    @location(3) color: vec4f,
}

struct Bones {
    @location(4) joints: vec4u,
    @location(5) weights: vec4f,
}

struct Surface {
    position: vec3f,
    normal: vec3f,
    tangent: vec4f,
    scale: f32,
}

fn unfold(v: vec2f) -> vec3f {
    var n = vec3f(v, 1.0 - abs(v.x) - abs(v.y));
    let t = max(-n.z, 0.0);
    n.x += select(t, -t, n.x >= 0.0);
    n.y += select(t, -t, n.y >= 0.0);
    return normalize(n);
}

fn pose_texel(i: u32) -> vec4f {
    return textureLoad(pose_map, vec2u(i & 255u, i >> 8u), 0);
}

fn morph_texel(i: u32) -> vec3f {
    return textureLoad(morph_map, vec2u(i & 1023u, i >> 10u), 0).xyz;
}

fn unpacked(v: Vertex) -> Surface {
    let sign = select(-1.0, 1.0, v.tangent_frame.w >= 0.0);
    let tangent = vec2f(v.tangent_frame.z, abs(v.tangent_frame.w) * 2.0 - 1.0);
    return Surface(v.position, unfold(v.tangent_frame.xy), vec4f(unfold(tangent), sign), 1.0);
}

fn morphed(rest: Surface, vertex_index: u32) -> Surface {
    var s = rest;
    for (var t = 0u; t < object.morph_count; t++) {
        let weight = pose_texel(object.weights_start + t / 4u)[t % 4u];
        if weight != 0.0 {
            let i = object.offsets_start + (t * object.vertex_count + vertex_index - object.first_vertex) * 3u;
            s.position += weight * morph_texel(i);
            s.normal += weight * morph_texel(i + 1u);
            s.tangent += vec4f(weight * morph_texel(i + 2u), 0.0);
        }
    }
    return s;
}

// World-space surface. The normal is moved by the matrix of cofactors, which is right for any scale.
fn placed(s: Surface, world_from_mesh: mat4x4f, scale: f32) -> Surface {
    let handedness = sign(scale);
    let m = mat3x3f(world_from_mesh[0].xyz, world_from_mesh[1].xyz, world_from_mesh[2].xyz);
    let cofactors = mat3x3f(cross(m[1], m[2]), cross(m[2], m[0]), cross(m[0], m[1]));
    return Surface(
        (world_from_mesh * vec4f(s.position, 1.0)).xyz,
        normalize(cofactors * s.normal) * handedness,
        vec4f(m * s.tangent.xyz, s.tangent.w * handedness),
        scale,
    );
}

fn joint_matrix(joint: u32) -> mat4x4f {
    let i = object.joints_start + joint * 3u;
    let rows = mat3x4f(pose_texel(i), pose_texel(i + 1u), pose_texel(i + 2u));
    let columns = transpose(rows);
    return mat4x4f(
        vec4f(columns[0], 0.0),
        vec4f(columns[1], 0.0),
        vec4f(columns[2], 0.0),
        vec4f(columns[3], 1.0),
    );
}

fn skin_matrix(bones: Bones) -> mat4x4f {
    return joint_matrix(bones.joints.x) * bones.weights.x
        + joint_matrix(bones.joints.y) * bones.weights.y
        + joint_matrix(bones.joints.z) * bones.weights.z
        + joint_matrix(bones.joints.w) * bones.weights.w;
}

// Where alone, for maps of depth.
fn rigid_position(v: Vertex) -> vec3f {
    return (object.world_from_mesh * vec4f(v.position, 1.0)).xyz;
}

fn rigid_surface(v: Vertex) -> Surface {
    return placed(unpacked(v), object.world_from_mesh, object.scale);
}

fn bent_surface(v: Vertex, bones: Bones, vertex_index: u32) -> Surface {
    let m = skin_matrix(bones);
    let d = determinant(m);
    return placed(morphed(unpacked(v), vertex_index), m, sign(d) * pow(abs(d), 1.0 / 3.0));
}
