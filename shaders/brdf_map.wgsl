// What light from everywhere becomes: x is n·v, y perceptual roughness. Red and green are scale and bias of f0 (Karis, SIGGRAPH 2013), blue is
// what fibres throw back.

// Importance of GGX around +Z for two numbers of 0 to 1: a half vector.
fn sample_ggx(xi: vec2f, alpha: f32) -> vec3f {
    let cosine = sqrt((1.0 - xi.y) / (1.0 + (alpha * alpha - 1.0) * xi.y));
    let sine = sqrt(max(1.0 - cosine * cosine, 0.0));
    return vec3f(sine * cos(2.0 * PI * xi.x), sine * sin(2.0 * PI * xi.x), cosine);
}

// Point i of n that cover the unit square evenly (Hammersley). GLSL ES 3.00 has no reverseBits.
fn even_point(i: u32, n: u32) -> vec2f {
    var bits = (i << 16u) | (i >> 16u);
    bits = ((bits & 0x00ff00ffu) << 8u) | ((bits & 0xff00ff00u) >> 8u);
    bits = ((bits & 0x0f0f0f0fu) << 4u) | ((bits & 0xf0f0f0f0u) >> 4u);
    bits = ((bits & 0x33333333u) << 2u) | ((bits & 0xccccccccu) >> 2u);
    bits = ((bits & 0x55555555u) << 1u) | ((bits & 0xaaaaaaaau) >> 1u);
    return vec2f(f32(i) / f32(n), f32(bits) * 2.3283064365386963e-10);
}

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
