// The lobes that surfaces are made of: GGX (Trowbridge-Reitz), height-correlated Smith, Schlick (glTF 2.0 appendix B), and Charlie for fibres.

const PI: f32 = 3.14159265;

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

fn to_fifth(x: f32) -> f32 {
    let x2 = x * x;
    return x2 * x2 * x;
}

fn fresnel_schlick(f0: vec3f, f90: f32, cosine: f32) -> vec3f {
    return f0 + (f90 - f0) * to_fifth(saturate(1.0 - cosine));
}

// Fibres that stand upright (Estevez & Kulla, SIGGRAPH 2017).
fn distribution_charlie(n_dot_h: f32, roughness: f32) -> f32 {
    let inverse = 1.0 / max(roughness * roughness, 0.005);
    let sine = sqrt(max(1.0 - n_dot_h * n_dot_h, 0.0));
    return (2.0 + inverse) * pow(sine, inverse) / (2.0 * PI);
}

// Between fibres hardly anything is in the shadow (Neubelt & Pettineo, SIGGRAPH 2013). Divided by 4 (n·l)(n·v).
fn visibility_fibres(n_dot_l: f32, n_dot_v: f32) -> f32 {
    return 0.25 / max(n_dot_l + n_dot_v - n_dot_l * n_dot_v, 1e-4);
}
