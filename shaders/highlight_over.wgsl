// The highlight alone, on a picture that is on the screen already.

@fragment
fn fragment(in: Screen) -> @location(0) vec4f {
    let mark = highlight_at(in.uv);
    let part = max(0.9 * mark.x, 0.75 * mark.y);
    return vec4f(srgb(HIGHLIGHT) * part, part);
}
