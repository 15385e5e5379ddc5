// What light from everywhere becomes: x is n·v, y perceptual roughness. Red and green are scale and bias of f0 (Karis, SIGGRAPH 2013), blue is
// what fibres throw back.

@fragment
fn fragment(in: Screen) -> @location(0) vec4f {
    let n_dot_v = max(in.uv.x, 1e-3);
    let roughness = in.uv.y;
    let alpha = max(roughness * roughness, 1e-3);
    let view = vec3f(sqrt(1.0 - n_dot_v * n_dot_v), 0.0, n_dot_v);
    let count = 128u;
    var sum = vec3f(0.0);
    for (var i = 0u; i < count; i++) {
        let xi = even_point(i, count);
        let halfway = sample_ggx(xi, alpha);
        let v_dot_h = saturate(dot(view, halfway));
        let to_light = 2.0 * v_dot_h * halfway - view;
        if to_light.z > 0.0 {
            let weight = 4.0 * visibility_smith(to_light.z, n_dot_v, alpha) * to_light.z * v_dot_h / max(halfway.z, 1e-4);
            let fresnel = to_fifth(1.0 - v_dot_h);
            sum += vec3f((1.0 - fresnel) * weight, fresnel * weight, 0.0);
        }
        // Every direction of the hemisphere alike.
        let sine = sqrt(max(1.0 - xi.y * xi.y, 0.0));
        let even = vec3f(sine * cos(2.0 * PI * xi.x), sine * sin(2.0 * PI * xi.x), xi.y);
        let between = normalize(even + view);
        sum.z += distribution_charlie(between.z, roughness) * visibility_fibres(even.z, n_dot_v) * even.z * 2.0 * PI;
    }
    return vec4f(sum / f32(count), 1.0);
}
