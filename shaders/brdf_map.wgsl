// Scale and bias of f0 for light from everywhere: x is n·v, y perceptual roughness (Karis, SIGGRAPH 2013).

@fragment
fn fragment(in: Screen) -> @location(0) vec4f {
    let n_dot_v = max(in.uv.x, 1e-3);
    let alpha = max(in.uv.y * in.uv.y, 1e-3);
    let view = vec3f(sqrt(1.0 - n_dot_v * n_dot_v), 0.0, n_dot_v);
    let count = 128u;
    var sum = vec2f(0.0);
    for (var i = 0u; i < count; i++) {
        let halfway = sample_ggx(even_point(i, count), alpha);
        let v_dot_h = saturate(dot(view, halfway));
        let to_light = 2.0 * v_dot_h * halfway - view;
        if to_light.z > 0.0 {
            let weight = 4.0 * visibility_smith(to_light.z, n_dot_v, alpha) * to_light.z * v_dot_h / max(halfway.z, 1e-4);
            let fresnel = pow(1.0 - v_dot_h, 5.0);
            sum += vec2f((1.0 - fresnel) * weight, fresnel * weight);
        }
    }
    return vec4f(sum / f32(count), 0.0, 1.0);
}
