// The metallic-roughness BRDF: GGX (Trowbridge-Reitz), height-correlated Smith, Schlick (glTF 2.0 appendix B).

const PI: f32 = 3.14159265;

// A point of a surface, ready to be lit.
struct Shading {
    position: vec3f,
    // Unit length; turned towards the eye's side.
    normal: vec3f,
    // Towards the eye, unit length.
    view: vec3f,
    n_dot_v: f32,
    diffuse: vec3f,
    // Reflectance at normal incidence.
    f0: vec3f,
    // Perceptual.
    roughness: f32,
    // Square of the perceptual roughness.
    alpha: f32,
    // Scale and bias of `f0` in the light that a white sky reflects once.
    split_sum: vec2f,
    // What direct specular light gains because single scattering loses energy between facets.
    multi_scatter: vec3f,
    // How much of the surroundings is open, by the occlusion map and by what is near on the screen.
    ambient: f32,
    // The same by what is near on the screen alone.
    openness: f32,
}

fn distribution_ggx(n_dot_h: f32, alpha: f32) -> f32 {
    let a2 = alpha * alpha;
    let d = (n_dot_h * a2 - n_dot_h) * n_dot_h + 1.0;
    return a2 / (PI * d * d);
}

// Smith's masking and shadowing divided by 4 (n·l)(n·v).
fn visibility_smith(n_dot_l: f32, n_dot_v: f32, alpha: f32) -> f32 {
    let a2 = alpha * alpha;
    let v = n_dot_l * sqrt((n_dot_v - n_dot_v * a2) * n_dot_v + a2);
    let l = n_dot_v * sqrt((n_dot_l - n_dot_l * a2) * n_dot_l + a2);
    return 0.5 / max(v + l, 1e-5);
}

fn fresnel_schlick(f0: vec3f, cosine: f32) -> vec3f {
    let t = 1.0 - cosine;
    let t2 = t * t;
    return f0 + (1.0 - f0) * (t2 * t2 * t);
}

// Light that arrives from one direction, reflected towards the eye: x diffuse part, y specular part.
struct Reflected {
    diffuse: vec3f,
    specular: vec3f,
}

fn reflect_direct(s: Shading, to_light: vec3f, irradiance: vec3f) -> Reflected {
    let n_dot_l = saturate(dot(s.normal, to_light));
    let halfway = normalize(to_light + s.view);
    let n_dot_h = saturate(dot(s.normal, halfway));
    let v_dot_h = saturate(dot(s.view, halfway));
    let fresnel = fresnel_schlick(s.f0, v_dot_h);
    let lobe = distribution_ggx(n_dot_h, s.alpha) * visibility_smith(n_dot_l, s.n_dot_v, s.alpha);
    let light = irradiance * n_dot_l;
    return Reflected(light * s.diffuse * (1.0 - fresnel) / PI, light * fresnel * lobe * s.multi_scatter);
}

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
