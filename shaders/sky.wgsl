// The backdrop: in which direction each place of a picture looks.

@group(1) @binding(1) var sky_sampler: sampler;

// Of any length; changes evenly across the picture, whose corners are at -1 and 1.
fn ray_through(corner: vec2f) -> vec3f {
    // From where all rays come, which may be endlessly far, to where this one is.
    let eye = frame.world_from_clip * vec4f(0.0, 0.0, 1.0, 0.0);
    let at = frame.world_from_clip * vec4f(corner, 1.0, 1.0);
    let d = select(1.0, -1.0, eye.w < 0.0) * (at.xyz * eye.w - eye.xyz * at.w);
    return vec3f(frame.sky_turn.x * d.x - frame.sky_turn.y * d.z, d.y, frame.sky_turn.y * d.x + frame.sky_turn.x * d.z);
}
