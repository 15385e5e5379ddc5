// The highlight alone, on a picture that is on the screen already.

@fragment
fn fragment(in: Screen) -> @location(0) vec4f {
    let part = highlight_at(in.uv);
    return vec4f(srgb(HIGHLIGHT) * part, part);
}
