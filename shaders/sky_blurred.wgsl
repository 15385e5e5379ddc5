// An environment that comes with the renderer, out of focus as behind a photographer's lens: so far that colours at the corners of a coarse
// grid say all of it, and nobody has to work out a curve for every pixel.

@group(1) @binding(0) var sky_map: texture_2d<f32>;

// Cells across and down: as many as `GRID` in src/render/pass/sky.rs.
const GRID: vec2u = vec2u(32u, 18u);

struct Seen {
    @builtin(position) clip: vec4f,
    @location(0) color: vec3f,
}

@vertex
fn vertex(@builtin(vertex_index) i: u32, @builtin(instance_index) row: u32) -> Seen {
    // A strip for each row, from its upper and lower corners in turn.
    let corner = vec2f(vec2u(i >> 1u, row + (i & 1u))) / vec2f(GRID) * 2.0 - 1.0;
    let at = texel_of(unfolded(ray_through(corner)), 0.0, octahedron_of(3.0)) / vec2f(textureDimensions(sky_map));
    let light = limited(textureSampleLevel(sky_map, sky_sampler, at, 0.0).rgb * frame.sky_intensity * frame.exposure);
    return Seen(vec4f(corner, 0.0, 1.0), select(light, srgb(toned(light)), frame.is_screen > 0.5));
}

@fragment
fn fragment(in: Seen) -> @location(0) vec4f {
    return vec4f(in.color + dither(in.clip.xy) * frame.is_screen, 1.0);
}
