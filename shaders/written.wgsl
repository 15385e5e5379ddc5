// What surfaces write: light, or, where nothing needs the light of the whole picture, at once what a screen shows of it. Then there are half as
// many bytes to each sample, no pass after the surfaces, and edges of bright things are smooth.

fn written(light: vec3f, at: vec2f) -> vec3f {
    let kept = limited(light);
    if frame.is_screen > 0.5 {
        return max(srgb(toned(kept)) + dither(at), vec3f(0.0));
    }
    return kept;
}

// What is left of what is there. Screens count brightness in steps that look even.
fn filtered(part: vec3f) -> vec3f {
    return select(part, pow(part, vec3f(1.0 / 2.2)), frame.is_screen > 0.5);
}

// What glass adds to what is there. The steps of a screen are smaller the brighter it is behind: this comes near the sum of light where that is
// as bright as a room.
fn added(pixel: vec3f) -> vec3f {
    return select(pixel, pow(pixel, vec3f(1.65)), frame.is_screen > 0.5);
}
