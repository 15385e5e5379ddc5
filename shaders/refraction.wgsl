// What is seen through glass that bends, blurs or colours it (KHR_materials_transmission, _volume, _dispersion): the picture of what hides,
// looked up where the refracted ray leaves the body.

// Radiance before exposure that arrives through the body along one refracted ray.
fn along_ray(s: Shading, ior: f32, thickness: f32) -> vec3f {
    let bent = refract(-s.view, s.normal, 1.0 / max(ior, 1.0));
    // Thin walls bend light back on its other side.
    let direction = select(-s.view, bent, thickness > 0.0 && dot(bent, bent) > 0.0);
    // Glass blurs less the less it bends.
    let roughness = s.roughness * saturate(ior * 2.0 - 2.0);
    let missed = reflected_from(place_of(s.position), s.position, direction, roughness);
    if frame.behind_levels < 1.0 {
        return missed;
    }
    let clip = frame.clip_from_world * vec4f(s.position + direction * thickness, 1.0);
    let uv = clip.xy / max(clip.w, 1e-4) * vec2f(0.5, -0.5) + 0.5;
    let level = clamp(log2(frame.target_px.y) * roughness, 0.0, frame.behind_levels - 1.0);
    let found = blurred_behind(uv, level, 0.5 * exp2(level) / frame.target_px) / frame.exposure;
    // Beyond the edge of the picture nothing is known.
    let beyond = max(abs(uv.x - 0.5), abs(uv.y - 0.5)) - 0.5;
    return mix(found, missed, saturate(beyond * 8.0));
}

// Radiance that comes through, without the colour of the surface. `scale` is the size of the body in the world by that in its mesh.
fn seen_through(s: Shading, scale: f32, uv: vec4f) -> vec3f {
    let thickness = materials[0].thickness * further(THICKNESS, uv).g * scale;
    var light: vec3f;
    if materials[0].dispersion > 0.0 {
        let spread = (materials[0].ior - 1.0) * 0.025 * materials[0].dispersion;
        light = vec3f(
            along_ray(s, materials[0].ior - spread, thickness).r,
            along_ray(s, materials[0].ior, thickness).g,
            along_ray(s, materials[0].ior + spread, thickness).b,
        );
    } else {
        light = along_ray(s, materials[0].ior, thickness);
    }
    let entering = 1.0 - (s.dielectric_f0 * s.split_sum.x + s.dielectric_f90 * s.split_sum.y);
    return light * exp(materials[0].absorption * thickness) * entering;
}
